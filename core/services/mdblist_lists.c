/* SPDX-License-Identifier: MIT */
#include "core/services/mdblist_lists.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/cursor.h"
#include "core/services/fields.h"
#include "core/services/mdblist_account.h"
#include "core/services/route.h"
#include "core/services/session.h"

/* ---- Where something is ---- */

const char *const mdblist_lists_names[MDBLIST_LEVELS] = {"episodes", "seasons", "shows"};
static const char *const level_names[] = {"episode", "season", "show"};

enum mdblist_level mdblist_lists_level(const struct subject *subject)
{
    return subject->season < 0   ? MDBLIST_SHOW
           : subject->number < 0 ? MDBLIST_SEASON
                                 : MDBLIST_EPISODE;
}

int64_t mdblist_lists_tvdb(const struct json *ids)
{
    const struct json *id = json_get(ids, "tvdb");
    if (json_is_null(id))
        id = json_get(ids, "tvdbid");
    int64_t number = json_int(id, 0);
    return number > 0 ? number : 0;
}

int mdblist_lists_number(const struct json *json)
{
    int number = fields_number(json);
    return number < 0 ? MDBLIST_UNKNOWN : number;
}

struct series_ids mdblist_lists_series(const struct json *show)
{
    const struct json *ids = json_get(show, "ids");
    struct series_ids series = {.tvdb = mdblist_lists_tvdb(ids)};
    if (!json_copy(json_get(ids, "imdb"), series.imdb, sizeof(series.imdb)) || !series.imdb[0])
        json_copy(json_get(ids, "imdbid"), series.imdb, sizeof(series.imdb));
    return series;
}

struct mdblist_place mdblist_lists_place(enum mdblist_level level, const struct json *object,
                                         const struct json *row)
{
    const struct json *show = json_get(object, "show");
    struct mdblist_place place = {.season = MDBLIST_ALL, .number = MDBLIST_ALL};
    if (json_is_null(show))
        show = json_get(row, "show");
    place.series = mdblist_lists_series(level == MDBLIST_SHOW ? object : show);
    if (level == MDBLIST_EPISODE) {
        place.tvdb = mdblist_lists_tvdb(json_get(object, "ids"));
        place.season = mdblist_lists_number(json_get(object, "season"));
        place.number = mdblist_lists_number(json_get(object, "number"));
    } else if (level == MDBLIST_SEASON) {
        place.season = mdblist_lists_number(json_get(object, "number"));
    }
    return place;
}

bool mdblist_lists_covers(const struct mdblist_place *place, const struct subject *subject)
{
    if (place->tvdb > 0 && subject->tvdb > 0)
        return place->tvdb == subject->tvdb;
    return values_same_series(&place->series, &subject->series) &&
           (place->season == MDBLIST_ALL || place->season == subject->season) &&
           (place->number == MDBLIST_ALL || place->number == subject->number);
}

/* ---- Its lists ---- */

enum { PAGE_ROWS = 1000, PAGES_MAX = 100 };

static void visit_page(const struct json *page, mdblist_lists_visit visit, void *context)
{
    for (enum mdblist_level level = 0; level < MDBLIST_LEVELS; level++) {
        const struct json *list = json_get(page, mdblist_lists_names[level]);
        for (size_t i = 0; i < json_count(list); i++) {
            const struct json *row = json_at(list, i);
            struct mdblist_place place =
                mdblist_lists_place(level, json_get(row, level_names[level]), row);
            visit(context, level, &place, row);
        }
    }
}

bool mdblist_lists_walk(struct session *session, const char *route, struct route_args *args,
                        mdblist_lists_visit visit, void *context, struct epi_error *err)
{
    CLEANUP(cursor_end) struct json *seen = json_new_array();
    struct answer answer = {0};
    route_int(args, "limit", PAGE_ROWS);
    for (int pages = 0; pages < PAGES_MAX; pages++) {
        if (!route_get(session, &api_mdblist, route, args, NULL, &answer, err))
            return false;
        if (!json_is_object(answer.json))
            return answer_unreadable(session->service, &answer, err);
        visit_page(answer.json, visit, context);
        const char *next = cursor_next(seen, answer.json);
        answer_free(&answer);
        if (!next)
            return true;
        cursor_turn(args, next);
    }
    return answer_endless(session->service, &answer, err);
}
