/* SPDX-License-Identifier: MIT */
#include "core/services/tvdb_films.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "core/services/answer.h"
#include "core/services/fields.h"
#include "core/services/films.h"
#include "core/services/route.h"
#include "core/services/session.h"
#include "core/services/tvdb_row.h"
#include "core/services/tvdb_shared.h"

/* How many of the films that a search finds are asked for: a row of it has no run time. */
enum { LOOKED_AT_MAX = 4 };

static bool ask(struct session *session, const char *route, const struct route_args *args,
                struct answer *answer, bool *found, struct epi_error *err)
{
    return tvdb_shared_ask(session, session->service->apis[0], route, args, answer, found, err);
}

/* The same of a list; rows is NULL if there is none. */
static bool ask_rows(struct session *session, const char *route, const struct route_args *args,
                     struct answer *answer, const struct json **rows, struct epi_error *err)
{
    bool found = false;
    if (!ask(session, route, args, answer, &found, err))
        return false;
    *rows = found ? json_get(answer->json, "data") : NULL;
    return tvdb_shared_is_list(*rows) || answer_unreadable(session->service, answer, err);
}

static void read_ids(const struct json *ids, struct series_ids *out)
{
    tvdb_row_remote_ids(ids, out);
    out->tvmaze = 0; /* TVmaze has no films */
    for (size_t i = 0; i < json_count(ids); i++) {
        const struct json *row = json_at(ids, i);
        if (strcmp(json_text(json_get(row, "sourceName")), "TheMovieDB.com") == 0)
            out->tmdb = json_int(json_get(row, "id"), out->tmdb);
    }
}

/* Completes a film by the record with its id at TheTVDB; what is known of it, as from a row of a
 * search, remains. Whether it was released is not asked: that is wrong for long. */
static bool look_at(struct session *session, struct series *film, bool *found,
                    struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    int64_t id = film->ids.tvdb;
    route_text(route_int(&args, "id", id), "short", "true");
    if (!ask(session, "movie-extended", &args, &answer, found, err))
        return false;
    const struct json *record = json_get(answer.json, "data");
    if (*found && json_int(json_get(record, "id"), 0) != id)
        return answer_of_other(session->service, &answer, "film", err);
    if (!film->title[0])
        json_copy(json_get(record, "name"), film->title, sizeof(film->title));
    fields_alias(film, json_text(json_get(record, "name")));
    tvdb_shared_aliases(json_get(record, "aliases"), NULL, film);
    int year = fields_year(json_get(record, "year"));
    if (!year)
        year = fields_year(json_get(json_get(record, "first_release"), "date"));
    film->year = year ? year : film->year;
    film->runtime = fields_minutes(json_get(record, "runtime"));
    read_ids(json_get(record, "remoteIds"), &film->ids);
    film->ids.tvdb = film->ids.tvmaze = 0;
    *found = *found && film->title[0];
    answer_free(&answer);
    return true;
}

/* Whether a film that was found by one of these ids has it. A number alone may be another
 * catalogue's; that of IMDb is not, though the record may lack it. */
static bool has_id(struct series *film, const struct series_ids *ids)
{
    if (*ids->imdb && !*film->ids.imdb)
        memcpy(film->ids.imdb, ids->imdb, sizeof(film->ids.imdb));
    return *ids->imdb ? strcmp(film->ids.imdb, ids->imdb) == 0 : film->ids.tmdb == ids->tmdb;
}

/* Finds the films with an id: that at IMDb if there is one, else that at TMDB. */
static bool find_by_id(struct session *session, const struct series_ids *ids, struct series *films,
                       size_t max, size_t *count, struct epi_error *err)
{
    char id[32];
    struct route_args args = {0};
    struct answer answer = {0};
    const struct json *rows = NULL;
    snprintf(id, sizeof(id), "%" PRId64, ids->tmdb);
    route_text(&args, "remoteId", *ids->imdb ? ids->imdb : id);
    if (!ask_rows(session, "search-remote", &args, &answer, &rows, err))
        return false;
    bool asked = true;
    for (size_t i = 0; i < json_count(rows) && asked && *count < max; i++) {
        struct series *film = &films[*count];
        bool found = false;
        *film = (struct series){
            .ids.tvdb = json_int(json_get(json_get(json_at(rows, i), "movie"), "id"), 0)};
        if (film->ids.tvdb > 0)
            asked = look_at(session, film, &found, err);
        *count += asked && found && has_id(film, ids);
    }
    answer_free(&answer);
    return asked;
}

/* How much a title of a film is like the one that was searched for. */
static double likeness(const struct series *film, const char *title)
{
    double best = match_similarity(film->title, title);
    for (int i = 0; i < film->alias_count; i++) {
        double like = match_similarity(film->aliases[i], title);
        best = like > best ? like : best;
    }
    return best;
}

/* Keeps those that are most like the title; the first of equals stays the first. */
static void keep(const struct series *film, double like, struct series *films, double *likes,
                 size_t max, size_t *count)
{
    size_t at = *count;
    while (at > 0 && like > likes[at - 1])
        at--;
    if (at >= max)
        return;
    size_t moved = (*count < max ? *count : max - 1) - at;
    memmove(&films[at + 1], &films[at], moved * sizeof(*films));
    memmove(&likes[at + 1], &likes[at], moved * sizeof(*likes));
    films[at] = *film;
    likes[at] = like;
    *count += *count < max;
}

/* Searches for a title; by year: only films of it are found, else those beside it too. */
static bool search(struct session *session, const struct series *wanted, bool by_year,
                   struct series *films, size_t max, size_t *count, struct epi_error *err)
{
    double likes[LOOKED_AT_MAX];
    struct route_args args = {0};
    struct answer answer = {0};
    const struct json *rows = NULL;
    route_text(route_text(&args, "query", wanted->title), "type", "movie");
    if (by_year)
        route_int(&args, "year", wanted->year);
    if (!ask_rows(session, "search", &args, &answer, &rows, err))
        return false;
    if (json_count(rows) && !json_is_object(json_at(rows, 0)))
        return answer_unreadable(session->service, &answer, err);
    for (size_t i = 0; i < json_count(rows); i++) {
        struct series film;
        if (!tvdb_row_read(json_at(rows, i), "movie", tvdb_row_language(session), wanted->title,
                           &film))
            continue;
        int apart = wanted->year && film.year ? film.year - wanted->year : 0;
        if (apart >= -1 && apart <= 1)
            keep(&film, likeness(&film, wanted->title), films, likes, max, count);
    }
    answer_free(&answer);
    return true;
}

/* Completes the films of a search; those whose records are gone are none. */
static bool look_at_each(struct session *session, struct series *films, size_t *count,
                         struct epi_error *err)
{
    size_t there = 0;
    for (size_t i = 0; i < *count; i++) {
        bool found = false;
        if (!look_at(session, &films[i], &found, err))
            return false;
        if (there < i)
            films[there] = films[i];
        there += found;
    }
    *count = there;
    return true;
}

bool tvdb_films_find(struct session *session, const struct series *wanted, struct series *films,
                     size_t max, size_t *count, struct epi_error *err)
{
    if (!films_find_by_ids(session, find_by_id, wanted, films, max, count, err))
        return false;
    if (*count || !*wanted->title)
        return true;
    max = max < LOOKED_AT_MAX ? max : LOOKED_AT_MAX;
    if (wanted->year && !search(session, wanted, true, films, max, count, err))
        return false;
    if (!*count && !search(session, wanted, false, films, max, count, err))
        return false;
    return look_at_each(session, films, count, err);
}
