/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_shows.h"

#include <stdio.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"

/* ---- Series ---- */

static void read_series(const struct json *show, struct series *series)
{
    const struct json *ids = json_get(show, "ids");
    *series = (struct series){.year = fields_year(json_get(show, "year"))};
    series->ids.tvdb = json_int(json_get(ids, "tvdb"), 0);
    json_copy(json_get(ids, "imdb"), series->ids.imdb, sizeof(series->ids.imdb));
    json_copy(json_get(show, "title"), series->title, sizeof(series->title));
}

/* Whether Trakt's series is the one that was asked for. */
static bool is_series(const struct series *series, const struct series_ids *ids)
{
    return *series->title && (ids->tvdb > 0 ? series->ids.tvdb == ids->tvdb
                                            : strcmp(series->ids.imdb, ids->imdb) == 0);
}

/* Finds a series by one id; trakt is its id there. */
static bool find(struct session *session, const struct series_ids *ids, struct series *series,
                 int64_t *trakt, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    *trakt = 0;
    route_text(&args, "type", "show");
    if (ids->tvdb > 0)
        route_int(route_text(&args, "id_type", "tvdb"), "id", ids->tvdb);
    else
        route_text(route_text(&args, "id_type", "imdb"), "id", ids->imdb);
    if (!route_get(session, &api_trakt, "search-id", &args, NULL, &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    for (size_t i = 0; i < json_count(answer.json) && !*trakt; i++) {
        const struct json *show = json_get(json_at(answer.json, i), "show");
        struct series read;
        read_series(show, &read);
        if (!is_series(&read, ids))
            continue;
        *series = read;
        *trakt = json_int(json_get(json_get(show, "ids"), "trakt"), 0);
    }
    answer_free(&answer);
    return true;
}

/* By TheTVDB's id, then by IMDb's. */
static bool find_by_any(struct session *session, const struct series_ids *ids,
                        struct series *series, int64_t *trakt, struct epi_error *err)
{
    struct series_ids ways[] = {{.tvdb = ids->tvdb}, {.tvdb = 0}};
    memcpy(ways[1].imdb, ids->imdb, sizeof(ways[1].imdb));
    *trakt = 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && !*trakt; i++) {
        if (values_has_id(&ways[i]) && !find(session, &ways[i], series, trakt, err))
            return false;
    }
    return true;
}

/* From now on this is the series' id there; 0: it does not know it. */
static void remember(struct session *session, const struct series_ids *ids, int64_t trakt)
{
    session->own = (struct session_own){*ids, true, trakt, false};
    session_keep_own_id(session, ids, -1, -1, trakt);
}

bool trakt_shows_lookup(struct session *session, const struct series_ids *ids,
                        struct series *series, bool *found, struct epi_error *err)
{
    int64_t trakt;
    if (!find_by_any(session, ids, series, &trakt, err))
        return false;
    remember(session, ids, trakt);
    *found = session->own.known = trakt > 0;
    return true;
}

/* The series' id there, 0 if it does not know it. anew: it is asked for in any case. */
static bool find_show(struct session *session, const struct series_ids *ids, bool anew,
                      int64_t *trakt, struct epi_error *err)
{
    struct session_own *own = &session->own;
    struct series there;
    if (!anew && !(own->known && values_same_series(&own->series, ids))) {
        *own = (struct session_own){*ids, false, session_own_id(session, ids, -1, -1), true};
        own->known = own->id > 0;
    }
    if (anew || !own->known) {
        if (!find_by_any(session, ids, &there, trakt, err))
            return false;
        remember(session, ids, *trakt);
    }
    *trakt = own->id;
    return true;
}

/* Asks a route about a series. If that is not there by the id that was kept, it may have another by
 * now. */
static bool ask_of_show(struct session *session, const struct series_ids *ids, bool anew,
                        const char *route, const struct route_args *args, struct answer *answer,
                        bool *found, struct epi_error *err)
{
    *found = false;
    for (bool again = true; again; anew = true) {
        struct route_args whole = *args;
        int64_t show;
        if (!find_show(session, ids, anew, &show, err))
            return false;
        if (!show)
            return true;
        if (!route_ask(session, &api_trakt, route, route_int(&whole, "id", show), answer, found,
                       err))
            return false;
        again = !*found && session->own.kept;
        if (again)
            answer_free(answer);
    }
    return true;
}

/* ---- Episodes ---- */

static bool read_episode(const struct json *json, struct episode *episode)
{
    struct episode read = {.tvdb = json_int(json_get(json_get(json, "ids"), "tvdb"), 0)};
    read.season = fields_number(json_get(json, "season"));
    read.number = fields_number(json_get(json, "number"));
    read.special = read.season == 0;
    json_copy(json_get(json, "title"), read.title, sizeof(read.title));
    /* It is a time in UTC. */
    snprintf(read.airdate, sizeof(read.airdate), "%.10s", json_text(json_get(json, "first_aired")));
    if (!clock_days_of(read.airdate))
        read.airdate[0] = '\0';
    if (read.tvdb <= 0 || read.season < 0)
        return false;
    *episode = read;
    return true;
}

static bool is_wanted(const struct episode *episode, const struct episode_query *query)
{
    return (query->season < 0 || episode->season == query->season) &&
           (query->number < 0 || episode->number == query->number) &&
           (!query->date[0] || strcmp(episode->airdate, query->date) == 0);
}

static size_t read_seasons(const struct json *seasons, const struct episode_query *query,
                           struct episode *episodes, size_t max)
{
    size_t taken = 0;
    for (size_t i = 0; i < json_count(seasons); i++) {
        const struct json *list = json_get(json_at(seasons, i), "episodes");
        for (size_t k = 0; k < json_count(list) && taken < max; k++) {
            taken += read_episode(json_at(list, k), &episodes[taken]) &&
                     is_wanted(&episodes[taken], query);
        }
    }
    return taken;
}

bool trakt_shows_episodes(struct session *session, const struct series *series,
                          const struct episode_query *query, struct episode *episodes, size_t max,
                          size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found;
    *count = 0;
    if (query->order != ORDER_AIRED)
        return true;
    route_text(&args, "extended", "full,episodes");
    if (!ask_of_show(session, &series->ids, false, "seasons", &args, &answer, &found, err))
        return false;
    if (found && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    *count = read_seasons(answer.json, query, episodes, max);
    answer_free(&answer);
    return true;
}

/* ---- What Trakt calls the subject of a rating or a play ---- */

bool trakt_shows_is(const struct json *show, const struct subject *subject)
{
    const struct json *ids = json_get(show, "ids");
    int64_t tvdb = json_int(json_get(ids, "tvdb"), 0);
    const char *imdb = json_text(json_get(ids, "imdb"));
    if (tvdb > 0 && subject->series.tvdb > 0)
        return tvdb == subject->series.tvdb;
    if (*imdb && subject->series.imdb[0])
        return strcmp(imdb, subject->series.imdb) == 0;
    return subject->series_title[0] &&
           strcmp(json_text(json_get(show, "title")), subject->series_title) == 0;
}

/* The id of an object if it has this number. */
static int64_t id_at(const struct json *object, int number)
{
    return json_int(json_get(object, "number"), -1) == number
               ? json_int(json_get(json_get(object, "ids"), "trakt"), 0)
               : 0;
}

bool trakt_shows_own(struct session *session, const struct subject *subject, bool anew,
                     struct own_id *own, struct epi_error *err)
{
    const struct series_ids *series = &subject->series;
    bool season = subject->number < 0, found = false;
    struct route_args args = {0};
    struct answer answer = {0};
    int64_t id = anew ? 0 : session_own_id(session, series, subject->season, subject->number);
    *own = (struct own_id){id, id > 0};
    if (own->kept)
        return true;
    if (!season)
        route_int(route_int(&args, "season", subject->season), "episode", subject->number);
    if (!ask_of_show(session, series, anew, season ? "seasons" : "episode", &args, &answer, &found,
                     err))
        return false;
    for (size_t i = 0; season && i < json_count(answer.json) && !own->id; i++)
        own->id = id_at(json_at(answer.json, i), subject->season);
    if (!season && json_int(json_get(answer.json, "season"), -1) == subject->season)
        own->id = id_at(answer.json, subject->number);
    answer_free(&answer);
    session_keep_own_id(session, series, subject->season, subject->number, own->id);
    return true;
}
