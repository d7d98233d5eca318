/* SPDX-License-Identifier: MIT */
#include "core/services/tvmaze_holdings.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/tvmaze_public.h"
#include "core/services/tvmaze_user.h"

/* What comes after the votes for series. */
static const char episodes[] = "episodes";

static int64_t time_of(const struct json *item, const char *name)
{
    int64_t at = json_int(json_get(item, name), 0);
    return at > 0 ? at : 0;
}

/* An episode by its id, of which no more may be known. */
static void read_episode(const struct json *item, int64_t show, struct holding *holding)
{
    struct subject *subject = &holding->subject;
    struct episode episode = {.season = -1, .number = -1};
    holding->item = holding->own = json_int(json_get(item, "episode_id"), 0);
    holding->series_own = subject->series.tvmaze = show;
    tvmaze_public_read_episode(json_get(json_get(item, "_embedded"), "episode"), &episode);
    subject->season = episode.season;
    subject->number = episode.number;
    subject->tvmaze = holding->own;
}

static bool read_mark(const struct json *item, int64_t show, struct holding *holding)
{
    int64_t type = json_int(json_get(item, "type"), -1);
    if (type < MARK_WATCHED || type > MARK_SKIPPED)
        return false;
    read_episode(item, show, holding);
    holding->value = 1 + (int)type;
    holding->at = time_of(item, "marked_at");
    return holding->item > 0;
}

static bool read_vote(const struct json *item, bool series, struct holding *holding)
{
    if (series) {
        struct series show = {.year = 0};
        struct subject *subject = &holding->subject;
        tvmaze_public_read_series(json_get(json_get(item, "_embedded"), "show"), &show);
        holding->item = holding->own = holding->series_own = json_int(json_get(item, "show_id"), 0);
        subject->series = show.ids;
        subject->series.tvmaze = holding->own;
        subject->series_year = show.year;
        memcpy(subject->series_title, show.title, sizeof(subject->series_title));
        subject->season = subject->number = -1;
    } else {
        read_episode(item, 0, holding);
    }
    holding->value = (int)json_int(json_get(item, "vote"), 0);
    holding->at = time_of(item, "voted_at");
    return holding->item > 0 && holding->value >= 1 && holding->value <= 10;
}

static bool ask(struct session *session, const struct holdings_page *page, bool series,
                struct answer *answer, struct epi_error *err)
{
    struct route_args args = {0};
    const char *route = "episodes";
    if (page->list == HELD_RATINGS) {
        route = series ? "votes-shows" : "votes-episodes";
        if (series)
            route_text(&args, "embed", "show");
    } else if (page->part > 0) {
        route = "scrobble-show";
        route_text(route_int(&args, "show_id", page->part), "embed", "episode");
    }
    return route_get(session, &api_tvmaze_user, route, &args, NULL, answer, err);
}

bool tvmaze_holdings_page(struct session *session, struct holdings_page *page,
                          service_visit_holding visit, void *context, struct epi_error *err)
{
    struct answer answer = {0};
    bool series = page->list == HELD_RATINGS && strcmp(page->cursor, episodes) != 0;
    bool more = true;
    if (!ask(session, page, series, &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    for (size_t i = 0; more && i < json_count(answer.json); i++) {
        const struct json *item = json_at(answer.json, i);
        struct holding holding = {.item = 0};
        if (page->list == HELD_HISTORY ? read_mark(item, page->part, &holding)
                                       : read_vote(item, series, &holding))
            more = visit(context, &holding);
    }
    page->total = -1;
    snprintf(page->cursor, sizeof(page->cursor), "%s", series ? episodes : "");
    answer_free(&answer);
    return true;
}
