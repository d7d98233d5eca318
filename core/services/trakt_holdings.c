/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_holdings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/fields.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"

/* A page has up to 250 items, an account up to 100,000 plays; members with VIP have more. */
enum { PAGE_ITEMS = 250, PAGES_MAX = 8000 };

/* ---- Items ---- */

static int64_t id_of(const struct json *object, const char *name)
{
    int64_t id = json_int(json_get(json_get(object, "ids"), name), 0);
    return id > 0 ? id : 0;
}

static void read_series(const struct json *show, struct holding *holding)
{
    struct subject *subject = &holding->subject;
    holding->series_own = id_of(show, "trakt");
    subject->series = (struct series_ids){.tmdb = id_of(show, "tmdb")};
    if (!subject->film)
        subject->series.tvdb = id_of(show, "tvdb");
    json_copy(json_get(json_get(show, "ids"), "imdb"), subject->series.imdb,
              sizeof(subject->series.imdb));
    json_copy(json_get(show, "title"), subject->series_title, sizeof(subject->series_title));
    subject->series_year = fields_year(json_get(show, "year"));
}

/* Reads what an item is about; false for what is unknown here, or names nothing. */
static bool read_subject(const struct json *item, struct holding *holding)
{
    const char *type = json_text(json_get(item, "type"));
    struct subject *subject = &holding->subject;
    subject->film = strcmp(type, "movie") == 0;
    if (subject->film) {
        read_series(json_get(item, "movie"), holding);
        holding->own = holding->series_own;
        return holding->own > 0;
    }
    read_series(json_get(item, "show"), holding);
    subject->season = subject->number = -1;
    if (strcmp(type, "show") == 0) {
        holding->own = holding->series_own;
        return holding->own > 0;
    }
    const struct json *inner = json_get(item, type);
    holding->own = id_of(inner, "trakt");
    if (strcmp(type, "season") == 0) {
        subject->season = fields_number(json_get(inner, "number"));
        return holding->own > 0 && subject->season >= 0;
    }
    subject->season = fields_number(json_get(inner, "season"));
    subject->number = fields_number(json_get(inner, "number"));
    subject->tvdb = id_of(inner, "tvdb");
    json_copy(json_get(inner, "title"), subject->title, sizeof(subject->title));
    return strcmp(type, "episode") == 0 && holding->own > 0 && subject->season >= 0 &&
           subject->number >= 0;
}

static bool read_item(const struct json *item, enum held_list list, struct holding *holding)
{
    *holding = (struct holding){.value = 1 + MARK_WATCHED};
    if (!read_subject(item, holding))
        return false;
    if (list == HELD_HISTORY) {
        holding->item = json_int(json_get(item, "id"), 0);
        holding->at = fields_read_time(json_get(item, "watched_at"));
        return holding->item > 0;
    }
    holding->value = (int)json_int(json_get(item, "rating"), 0);
    holding->at = fields_read_time(json_get(item, "rated_at"));
    /* A film and an episode may have the same number. */
    holding->item = 2 * holding->own + holding->subject.film;
    return holding->value >= 1 && holding->value <= 10;
}

/* ---- Pages ---- */

/* The contract of 2026 and the one before describe the history of a user, and recordings show that
 * below /sync: whichever is there. */
static bool ask_history(struct session *session, const struct route_args *args,
                        struct answer *answer, struct epi_error *err)
{
    struct route_args mine = *args;
    bool found = false;
    route_text(&mine, "user", "me");
    if (!route_ask(session, &api_trakt, "user-history", &mine, answer, &found, err))
        return false;
    if (found)
        return true;
    answer_free(answer);
    return route_get(session, &api_trakt, "history", args, NULL, answer, err);
}

static bool ask_page(struct session *session, const struct holdings_page *page, int number,
                     struct answer *answer, struct epi_error *err)
{
    struct route_args args = {0};
    route_int(route_int(&args, "page", number), "limit", PAGE_ITEMS);
    if (page->list == HELD_RATINGS) {
        return route_get(session, &api_trakt, "ratings", route_text(&args, "type", "all"), NULL,
                         answer, err);
    }
    return ask_history(session, &args, answer, err);
}

bool trakt_holdings_page(struct session *session, struct holdings_page *page,
                         service_visit_holding visit, void *context, struct epi_error *err)
{
    struct answer answer = {0};
    long number = *page->cursor ? strtol(page->cursor, NULL, 10) : 1;
    if (number < 1 || number > PAGES_MAX)
        number = 1;
    if (!ask_page(session, page, (int)number, &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    size_t count = json_count(answer.json);
    bool more = true;
    for (size_t i = 0; more && i < count; i++) {
        struct holding holding;
        if (read_item(json_at(answer.json, i), page->list, &holding))
            more = visit(context, &holding);
    }
    page->total = answer.items;
    page->cursor[0] = '\0';
    /* Without a count of pages, an empty one is the last. */
    if (count > 0 && number < PAGES_MAX && (answer.pages == 0 || number < answer.pages))
        snprintf(page->cursor, sizeof(page->cursor), "%ld", number + 1);
    answer_free(&answer);
    return true;
}

bool trakt_holdings_version(struct session *session, enum held_list list,
                            char version[HOLDINGS_VERSION_MAX], struct epi_error *err)
{
    static const char *const kinds[] = {"movies", "episodes", "seasons", "shows"};
    struct answer answer = {0};
    size_t used = 0;
    if (!route_get(session, &api_trakt, "last-activities", NULL, NULL, &answer, err))
        return false;
    if (!json_is_object(json_get(answer.json, "episodes")))
        return answer_unreadable(session->service, &answer, err);
    version[0] = '\0';
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const struct json *kind = json_get(answer.json, kinds[i]);
        const char *at =
            json_text(json_get(kind, list == HELD_HISTORY ? "watched_at" : "rated_at"));
        int len = snprintf(version + used, HOLDINGS_VERSION_MAX - used, "%s%.32s", i ? " " : "",
                           list == HELD_HISTORY && i > 1 ? "" : at);
        used += len > 0 ? (size_t)len : 0;
    }
    answer_free(&answer);
    return true;
}
