/* SPDX-License-Identifier: MIT */
#include "core/services/tvmaze_public.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/language.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "core/services/tvmaze_public_routes.h"

const struct api api_tvmaze = {
    .name = "tvmaze",
    .service = &service_tvmaze,
    .url = offsetof(struct epi_config, tvmaze_url),
    .login_url = offsetof(struct epi_config, tvmaze_url),
    .routes = tvmaze_public_routes,
    .route_count = sizeof(tvmaze_public_routes) / sizeof(tvmaze_public_routes[0]),
};

bool tvmaze_public_read_series(const struct json *show, struct series *series)
{
    struct series read = {.ids.tvmaze = json_int(json_get(show, "id"), 0)};
    const struct json *externals = json_get(show, "externals");
    const struct json *network = json_get(show, "network");
    if (json_is_null(network))
        network = json_get(show, "webChannel");
    read.ids.tvdb = json_int(json_get(externals, "thetvdb"), 0);
    json_copy(json_get(externals, "imdb"), read.ids.imdb, sizeof(read.ids.imdb));
    json_copy(json_get(show, "name"), read.title, sizeof(read.title));
    json_copy(json_get(network, "name"), read.network, sizeof(read.network));
    read.year = fields_year(json_get(show, "premiered"));
    read.year_end = fields_year(json_get(show, "ended"));
    const char *country = json_text(json_get(json_get(network, "country"), "code"));
    snprintf(read.country, sizeof(read.country), "%s", language_country(country));
    snprintf(read.language, sizeof(read.language), "%s",
             language_long(json_text(json_get(show, "language"))));
    read.anime = strcmp(json_text(json_get(show, "type")), "Animation") == 0 &&
                 (strcmp(read.country, "JP") == 0 || strcmp(read.language, "jpn") == 0);
    read.runtime = fields_minutes(json_get(show, "averageRuntime"));
    if (!read.runtime)
        read.runtime = fields_minutes(json_get(show, "runtime"));
    int64_t weight = json_int(json_get(show, "weight"), 0);
    read.popularity = weight > 0 && weight <= 100 ? (int)weight : 0;
    if (read.ids.tvmaze <= 0 || !read.title[0])
        return false;
    *series = read;
    return true;
}

bool tvmaze_public_read_episode(const struct json *json, struct episode *episode)
{
    struct episode read = {.tvmaze = json_int(json_get(json, "id"), 0)};
    read.season = fields_number(json_get(json, "season"));
    read.number = fields_number(json_get(json, "number"));
    json_copy(json_get(json, "name"), read.title, sizeof(read.title));
    fields_date(json_get(json, "airdate"), read.airdate);
    read.runtime = fields_minutes(json_get(json, "runtime"));
    const char *type = json_text(json_get(json, "type"));
    read.special = *type && strcmp(type, "regular") != 0;
    if (read.tvmaze <= 0)
        return false;
    *episode = read;
    return true;
}

bool tvmaze_public_search(struct session *session, const char *title, int year,
                          struct series *series, size_t max, size_t *count, struct epi_error *err)
{
    (void)year; /* TVmaze has no such filter */
    struct route_args args = {0};
    struct answer answer = {0};
    if (!route_get(session, &api_tvmaze, "search", route_text(&args, "q", title), NULL, &answer,
                   err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    size_t found = 0;
    for (size_t i = 0; i < json_count(answer.json) && found < max; i++) {
        found +=
            tvmaze_public_read_series(json_get(json_at(answer.json, i), "show"), &series[found]);
    }
    const struct json *first = json_get(json_at(answer.json, 0), "show");
    if (!found && json_count(answer.json) && json_int(json_get(first, "id"), 0) <= 0)
        return answer_unreadable(session->service, &answer, err);
    *count = found; /* rows without a name are none */
    answer_free(&answer);
    return true;
}

/* A search may have found a series by a name that it has only in another language. */
bool tvmaze_public_aliases(struct session *session, struct series *series, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_int(&args, "id", series->ids.tvmaze);
    if (!route_ask(session, &api_tvmaze, "show-akas", &args, &answer, &found, err))
        return false;
    if (found && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    series->alias_count = 0;
    for (size_t i = 0; i < json_count(answer.json); i++)
        fields_alias(series, json_text(json_get(json_at(answer.json, i), "name")));
    answer_free(&answer);
    return true;
}

bool tvmaze_public_is_unknown(const struct answer *answer)
{
    if (answer->html || answer->gateway ||
        (answer->status != 404 && answer->status != 410 && answer->status != 422))
        return false;
    if (answer->status != 422)
        return true;
    size_t count = json_is_array(answer->json) ? json_count(answer->json) : 0, unknown = 0;
    for (size_t i = 0; i < count; i++)
        unknown += json_int(json_get(json_at(answer->json, i), "code"), 0) == 404;
    return count ? unknown == count : json_is_object(answer->json);
}

bool tvmaze_public_is_gone(const struct answer *answer)
{
    return answer->status == 404 && json_int(json_get(answer->json, "status"), 0) == 404;
}

/* The ids by which a series is looked up, in this order. */
enum { BY_TVMAZE, BY_TVDB, BY_IMDB };

/* Whether a series has another id than the one by which it was looked up. */
static bool is_other(const struct series_ids *found, const struct series_ids *wanted, size_t by)
{
    return (by == BY_TVMAZE && found->tvmaze != wanted->tvmaze) ||
           (by == BY_TVDB && found->tvdb > 0 && found->tvdb != wanted->tvdb) ||
           (by == BY_IMDB && *found->imdb && strcmp(found->imdb, wanted->imdb) != 0);
}

bool tvmaze_public_lookup(struct session *session, const struct series_ids *ids,
                          struct series *series, bool *found, struct epi_error *err)
{
    const struct {
        const char *route, *name;
        int64_t number;
        const char *text;
    } ways[] = {[BY_TVMAZE] = {"show", "id", ids->tvmaze, ""},
                [BY_TVDB] = {"lookup", "thetvdb", ids->tvdb, ""},
                [BY_IMDB] = {"lookup", "imdb", 0, ids->imdb}};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct route_args args = {0};
        if (ways[i].number > 0)
            route_int(&args, ways[i].name, ways[i].number);
        else if (*ways[i].text)
            route_text(&args, ways[i].name, ways[i].text);
        else
            continue;
        struct answer answer = {0};
        if (!route_send(session, &api_tvmaze, ways[i].route, &args, NULL, &answer, err))
            return false;
        bool there = !tvmaze_public_is_unknown(&answer);
        if (there && !answer_accepted(session->service, &answer, err)) {
            answer_free(&answer);
            return false;
        }
        struct series read = {0};
        if (there && !tvmaze_public_read_series(answer.json, &read))
            return answer_unreadable(session->service, &answer, err);
        if (there && is_other(&read.ids, ids, i))
            return answer_of_other(session->service, &answer, "series", err);
        answer_free(&answer);
        if (there) {
            *series = read;
            *found = true;
            return true;
        }
    }
    *found = false;
    return true;
}

bool tvmaze_public_find_show(struct session *session, const struct series_ids *ids, int64_t *id,
                             struct epi_error *err)
{
    if (ids->tvmaze > 0) {
        *id = ids->tvmaze;
        return true;
    }
    struct series series = {0};
    bool found = false;
    if (!tvmaze_public_lookup(session, ids, &series, &found, err))
        return false;
    *id = found ? series.ids.tvmaze : 0;
    return true;
}

bool tvmaze_public_find_other(struct session *session, const struct series_ids *ids, int64_t *id,
                              struct epi_error *err)
{
    struct series_ids others = *ids;
    int64_t unknown = *id;
    others.tvmaze = 0;
    if (!tvmaze_public_find_show(session, &others, id, err))
        return false;
    if (*id == unknown)
        *id = 0;
    return true;
}

/* Whether an episode of the list is wanted. */
static bool is_wanted(const struct episode *episode, const struct episode_query *query)
{
    if (query->season == 0)
        return episode->special && query->number < 0; /* specials have no numbers at TVmaze */
    if (query->season > 0) {
        return !episode->special && episode->season == query->season &&
               (query->number < 0 || episode->number == query->number);
    }
    return true;
}

/* Whether an episode or a list is of the show; one that does not say so is. */
static bool is_of(const struct json *json, int64_t show)
{
    const struct json *links = json_get(json, "_links");
    const char *href = json_text(json_get(json_get(links, "show"), "href"));
    const char *id = strrchr(href, '/');
    return !id || strtoll(id + 1, NULL, 10) == show;
}

/* Whether an episode comes right after another one, or begins the series. Behind a gap episodes
 * cannot be counted. */
static bool follows(const struct episode *episode, const struct episode *last)
{
    return (episode->season == last->season && episode->number == last->number + 1) ||
           (episode->season == last->season + 1 && episode->number == 1);
}

static bool list_episodes(struct session *session, int64_t show, const struct episode_query *query,
                          struct episode *episodes, size_t max, size_t *count,
                          struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_int(&args, "id", show);
    args.version = query->version;
    if (query->season <= 0)
        route_text(&args, "specials", "1");
    if (!route_ask(session, &api_tvmaze, "show-episodes", &args, &answer, &found, err))
        return false;
    if (found && !answer.unchanged && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    size_t taken = 0;
    struct episode last = {.season = 0};
    bool gap = false;
    for (size_t i = 0; found && i < json_count(answer.json) && taken < max; i++) {
        struct episode *episode = &episodes[taken];
        if (!is_of(json_at(answer.json, i), show))
            return answer_of_other(session->service, &answer, "series", err);
        if (!tvmaze_public_read_episode(json_at(answer.json, i), episode))
            continue;
        if (!episode->special) {
            gap = gap || !follows(episode, &last);
            episode->absolute = gap ? 0 : last.absolute + 1;
            last = *episode;
        }
        taken += is_wanted(episode, query);
    }
    *count = taken;
    answer_free(&answer);
    return true;
}

bool tvmaze_public_series_of(struct session *session, int64_t episode, struct series *series,
                             bool *found, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    route_text(route_int(&args, "id", episode), "embed", "show");
    if (!route_ask(session, &api_tvmaze, "episode", &args, &answer, found, err))
        return false;
    if (*found && json_int(json_get(answer.json, "id"), 0) != episode)
        return answer_of_other(session->service, &answer, "episode", err);
    const struct json *show = json_get(json_get(answer.json, "_embedded"), "show");
    if (*found && !tvmaze_public_read_series(show, series))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    return true;
}

/* Finds the list of a series' DVD order; 0 if there is none. */
static bool find_dvd_list(struct session *session, int64_t show, int64_t *list,
                          struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    if (!route_ask(session, &api_tvmaze, "show-alternate-lists", route_int(&args, "id", show),
                   &answer, &found, err))
        return false;
    if (found && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    *list = 0;
    for (size_t i = 0; i < json_count(answer.json) && !*list; i++) {
        const struct json *row = json_at(answer.json, i);
        if (!is_of(row, show))
            return answer_of_other(session->service, &answer, "series", err);
        if (json_is_true(json_get(row, "dvd_release")))
            *list = json_int(json_get(row, "id"), 0);
    }
    answer_free(&answer);
    return true;
}

/* Reads one number of an alternate list, with the episodes that are there. False if one is of
 * another series. */
static bool read_alternate(const struct json *row, int64_t show, struct episode *episodes,
                           size_t max, size_t *count)
{
    const struct json *aired = json_get(json_get(row, "_embedded"), "episodes");
    int season = fields_number(json_get(row, "season"));
    int number = fields_number(json_get(row, "number"));
    for (size_t i = 0; i < json_count(aired) && *count < max; i++) {
        struct episode *episode = &episodes[*count];
        if (!is_of(json_at(aired, i), show))
            return false;
        if (season < 0 || number < 0 || !tvmaze_public_read_episode(json_at(aired, i), episode))
            continue;
        episode->season = season;
        episode->number = number;
        ++*count;
    }
    return true;
}

bool tvmaze_public_order(struct session *session, const struct series *series,
                         const struct episode_query *query, struct episode *out, size_t max,
                         size_t *count, struct epi_error *err)
{
    int64_t show = 0;
    int64_t list = 0;
    *count = 0;
    if (query->order != ORDER_DVD)
        return true; /* TVmaze's other lists say where something was shown first, and when */
    if (!tvmaze_public_find_show(session, &series->ids, &show, err) ||
        (show && !find_dvd_list(session, show, &list, err)))
        return false;
    if (list <= 0)
        return true;
    struct route_args args = {.version = query->version};
    struct answer answer = {0};
    bool found = false;
    route_text(route_int(&args, "id", list), "embed", "episodes");
    if (!route_ask(session, &api_tvmaze, "alternate-episodes", &args, &answer, &found, err))
        return false;
    if (found && !answer.unchanged && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    size_t taken = 0;
    for (size_t i = 0; i < json_count(answer.json); i++) {
        if (!read_alternate(json_at(answer.json, i), show, out, max, &taken))
            return answer_of_other(session->service, &answer, "series", err);
    }
    *count = taken;
    answer_free(&answer);
    return true;
}

static bool by_number(struct session *session, int64_t show, const struct episode_query *query,
                      struct episode *episode, size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_int(route_int(&args, "id", show), "season", query->season);
    if (!route_ask(session, &api_tvmaze, "show-episode", route_int(&args, "number", query->number),
                   &answer, &found, err))
        return false;
    struct episode read = {0};
    if (found && !tvmaze_public_read_episode(answer.json, &read))
        return answer_unreadable(session->service, &answer, err);
    if (found && !is_of(answer.json, show))
        return answer_of_other(session->service, &answer, "series", err);
    if (found && (read.season != query->season || read.number != query->number))
        return answer_of_other(session->service, &answer, "episode", err);
    if (found)
        *episode = read;
    *count = found;
    answer_free(&answer);
    return true;
}

static bool by_date(struct session *session, int64_t show, const char *date,
                    struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_text(route_int(&args, "id", show), "date", date);
    if (!route_ask(session, &api_tvmaze, "show-date", &args, &answer, &found, err))
        return false;
    if (found && !json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    size_t taken = 0;
    for (size_t i = 0; found && i < json_count(answer.json) && taken < max; i++) {
        if (!is_of(json_at(answer.json, i), show))
            return answer_of_other(session->service, &answer, "series", err);
        taken += tvmaze_public_read_episode(json_at(answer.json, i), &episodes[taken]) &&
                 strcmp(episodes[taken].airdate, date) == 0;
    }
    *count = taken;
    answer_free(&answer);
    return true;
}

bool tvmaze_public_episodes(struct session *session, const struct series *series,
                            const struct episode_query *query, struct episode *out, size_t max,
                            size_t *count, struct epi_error *err)
{
    int64_t show = 0;
    if (!tvmaze_public_find_show(session, &series->ids, &show, err))
        return false;
    *count = 0;
    if (!show || !max)
        return true;
    if (query->date[0])
        return by_date(session, show, query->date, out, max, count, err);
    if (query->season < 0 && query->number >= 0)
        return true; /* a number without a season is not enough */
    if (query->season > 0 && query->number >= 0)
        return by_number(session, show, query, out, count, err);
    return list_episodes(session, show, query, out, max, count, err);
}
