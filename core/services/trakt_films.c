/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_films.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/fields.h"
#include "core/services/films.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/trakt_account.h"

static void read_ids(const struct json *film, struct series_ids *ids)
{
    const struct json *from = json_get(film, "ids");
    *ids = (struct series_ids){.tmdb = json_int(json_get(from, "tmdb"), 0)};
    json_copy(json_get(from, "imdb"), ids->imdb, sizeof(ids->imdb));
}

/* False for what is no film: a look-up of films has brought a series. */
static bool read_film(const struct json *row, struct series *film)
{
    const struct json *movie = json_get(row, "movie");
    if (strcmp(json_text(json_get(row, "type")), "movie") != 0 || !json_is_object(movie))
        return false;
    *film = (struct series){.year = fields_year(json_get(movie, "year")),
                            .runtime = (int)json_int(json_get(movie, "runtime"), 0)};
    read_ids(movie, &film->ids);
    return json_copy(json_get(movie, "title"), film->title, sizeof(film->title));
}

/* Asks a route for films; only: those with any of these ids, NULL: all. */
static bool ask(struct session *session, const char *route, const struct route_args *args,
                const struct series_ids *only, struct series *films, size_t max, size_t *count,
                struct epi_error *err)
{
    struct answer answer = {0};
    *count = 0;
    if (!route_get(session, &api_trakt, route, args, NULL, &answer, err))
        return false;
    if (!json_is_array(answer.json))
        return answer_unreadable(session->service, &answer, err);
    for (size_t i = 0; i < json_count(answer.json) && *count < max; i++) {
        struct series *film = &films[*count];
        if (read_film(json_at(answer.json, i), film) &&
            (!only || values_same_series(&film->ids, only)))
            ++*count;
    }
    answer_free(&answer);
    return true;
}

static bool find_by_id(struct session *session, const struct series_ids *ids, struct series *films,
                       size_t max, size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    route_text(route_text(&args, "type", "movie"), "extended", "full");
    if (*ids->imdb)
        route_text(route_text(&args, "id_type", "imdb"), "id", ids->imdb);
    else
        route_int(route_text(&args, "id_type", "tmdb"), "id", ids->tmdb);
    return ask(session, "search-id", &args, ids, films, max, count, err);
}

/* A title as the search wants it: what means something there is escaped. */
static void escape(const char *title, char *text, size_t size)
{
    static const char special[] = "+-&|!(){}[]^\"~*?:/\\";
    size_t len = 0;
    for (; *title && len + 3 < size; title++) {
        if (strchr(special, *title))
            text[len++] = '\\';
        text[len++] = *title;
    }
    text[len] = '\0';
}

bool trakt_films_find(struct session *session, const struct series *wanted, struct series *films,
                      size_t max, size_t *count, struct epi_error *err)
{
    if (!films_find_by_ids(session, find_by_id, wanted, films, max, count, err))
        return false;
    if (*count || !*wanted->title)
        return true;
    char query[2 * MATCH_TITLE_MAX];
    char years[32];
    struct route_args args = {0};
    escape(wanted->title, query, sizeof(query));
    route_text(route_text(&args, "type", "movie"), "query", query);
    route_text(&args, "extended", "full");
    /* Countries and catalogues differ by a year. */
    snprintf(years, sizeof(years), "%d-%d", wanted->year - 1, wanted->year + 1);
    if (wanted->year)
        route_text(&args, "years", years);
    return ask(session, "search", &args, NULL, films, max, count, err);
}

struct json *trakt_films_json(const struct subject *subject)
{
    struct json *film = json_new_object();
    struct json *ids = json_new_object();
    if (subject->series_title[0])
        json_set_text(film, "title", subject->series_title);
    if (subject->series_year > 0)
        json_set_int(film, "year", subject->series_year);
    if (subject->series.imdb[0])
        json_set_text(ids, "imdb", subject->series.imdb);
    if (subject->series.tmdb > 0)
        json_set_int(ids, "tmdb", subject->series.tmdb);
    if (json_count(ids))
        json_set(film, "ids", ids);
    else
        json_free(ids);
    return film;
}

bool trakt_films_is(const struct json *film, const struct subject *subject)
{
    struct series_ids ids;
    read_ids(film, &ids);
    if ((*ids.imdb && *subject->series.imdb) || (ids.tmdb && subject->series.tmdb))
        return values_same_series(&ids, &subject->series);
    return subject->series_title[0] &&
           strcmp(json_text(json_get(film, "title")), subject->series_title) == 0 &&
           fields_year(json_get(film, "year")) == subject->series_year;
}
