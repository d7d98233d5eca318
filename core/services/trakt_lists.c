/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_lists.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/fields.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"
#include "core/services/trakt_films.h"
#include "core/services/trakt_shows.h"

/* ---- The history ---- */

/* Of a film: whether it is that. */
static bool same_episode(const struct json *row, const struct subject *subject)
{
    if (subject->film)
        return trakt_films_is(json_get(row, "movie"), subject);
    const struct json *episode = json_get(row, "episode");
    int64_t tvdb = json_int(json_get(json_get(episode, "ids"), "tvdb"), 0);
    if (tvdb > 0 && subject->tvdb > 0)
        return tvdb == subject->tvdb;
    return trakt_shows_is(json_get(row, "show"), subject) &&
           json_int(json_get(episode, "season"), -1) == subject->season &&
           json_int(json_get(episode, "number"), -1) == subject->number;
}

/* Whether a row of the history is this play: it has exactly the same second (an unknown time is the
 * first one of 1970 there) or, if live watching reported the play, it was scrobbled at any time of
 * the query. */
static bool is_play(const struct json *row, const struct mark *play)
{
    enum { SECONDS_LEN = 19 }; /* "2014-09-01T09:10:11" */
    char exact[32];
    fields_time(play->at, exact);
    return same_episode(row, &play->subject) &&
           (strncmp(json_text(json_get(row, "watched_at")), exact, SECONDS_LEN) == 0 ||
            (play->until && strcmp(json_text(json_get(row, "action")), "scrobble") == 0));
}

/* Seconds that this computer's clock, which gives the time of a play, and Trakt's clock, which
 * gives the time of a scrobble, may differ. */
enum { CLOCKS_DIFFER = 600 };

/* The contract of 2026 and the one before describe the history of a user, and recordings show that
 * below /sync, which is in neither: whichever is there. */
static bool ask_history(struct session *session, const struct route_args *args,
                        struct answer *answer, struct epi_error *err)
{
    struct route_args mine = *args;
    bool found = false;
    route_text(&mine, "user", "me");
    if (!route_ask(session, &api_trakt, "user-history-type", &mine, answer, &found, err))
        return false;
    if (found)
        return true;
    answer_free(answer);
    return route_get(session, &api_trakt, "history-type", args, NULL, answer, err);
}

bool trakt_lists_plays(struct session *session, const struct mark *play, struct json *ids,
                       struct epi_error *err)
{
    char start[32], end[32];
    struct route_args args = {0};
    struct answer answer = {0};
    fields_time(play->until ? play->at - CLOCKS_DIFFER : play->at - (play->at > 0), start);
    fields_time(play->until ? play->until + CLOCKS_DIFFER : play->at + 2, end);
    const char *kind = play->subject.film ? "movies" : "episodes";
    route_text(route_text(&args, "type", kind), "start_at", start);
    route_int(route_text(&args, "end_at", end), "limit", 100);
    if (!ask_history(session, &args, &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    for (size_t i = 0; i < json_count(answer.json); i++) {
        const struct json *row = json_at(answer.json, i);
        int64_t id = json_int(json_get(row, "id"), 0);
        if (id > 0 && is_play(row, play))
            json_add(ids, json_new_int(id));
    }
    answer_free(&answer);
    return true;
}

/* ---- The ratings ---- */

/* 10,000 ratings are the most that a member without VIP has; each page has up to 250. */
enum { PAGE_ROWS = 250, PAGES_MAX = 80 };

static const char *kind_of(const struct subject *subject)
{
    if (subject->film)
        return "movies";
    if (subject->tvdb > 0 || subject->number >= 0)
        return "episodes";
    return subject->season >= 0 ? "seasons" : "shows";
}

static bool is_rated(const struct json *row, const struct subject *subject)
{
    const char *kind = kind_of(subject);
    if (*kind == 'e' || *kind == 'm')
        return same_episode(row, subject);
    return trakt_shows_is(json_get(row, "show"), subject) &&
           (strcmp(kind, "shows") == 0 ||
            json_int(json_get(json_get(row, "season"), "number"), -1) == subject->season);
}

bool trakt_lists_rated(struct session *session, const struct subject *subject, int value,
                       bool *found, struct epi_error *err)
{
    char digits[16];
    int pages = 1;
    snprintf(digits, sizeof(digits), "%d", value);
    *found = false;
    for (int page = 1; page <= pages && page <= PAGES_MAX && !*found; page++) {
        struct route_args args = {0};
        struct answer answer = {0};
        route_text(route_text(&args, "type", kind_of(subject)), "rating", digits);
        route_int(route_int(&args, "page", page), "limit", PAGE_ROWS);
        if (!route_get(session, &api_trakt, "ratings-value", &args, NULL, &answer, err))
            return false;
        if (!json_is_array(answer.json))
            return answer_unreadable(session->service, &answer, err);
        for (size_t i = 0; i < json_count(answer.json); i++)
            *found = *found || is_rated(json_at(answer.json, i), subject);
        pages = answer.pages;
        answer_free(&answer);
    }
    return true;
}
