/* SPDX-License-Identifier: MIT */
#include "core/client/report_rows.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/watched.h"

void report_rows_free(struct report_rows *rows)
{
    for (size_t i = 0; i < rows->series_count; i++)
        free(rows->series[i].shares);
    free(rows->series);
    free(rows->films);
    free(rows->viewings);
}

/* The list with room for one more; NULL if memory is short, and the list is as it was. */
static void *grow(void *list, size_t count, size_t *room, size_t size, struct epi_error *err)
{
    size_t wanted = *room ? 2 * *room : 64;

    if (count < *room)
        return list;
    void *larger = reallocarray(list, wanted, size);
    if (!larger) {
        error_memory(err);
        return NULL;
    }
    *room = wanted;
    return larger;
}

/* ---- Finding ---- */

static bool has_ids(const struct series_ids *ids)
{
    return ids->tvdb || ids->tvmaze || ids->imdb[0] || ids->tmdb;
}

/* Whether two are the same series or film, as far as ids and titles say. */
static bool is_same(const struct series_ids *one, const char *title, const struct series_ids *other,
                    const char *other_title)
{
    if ((one->tvdb && one->tvdb == other->tvdb) || (one->tvmaze && one->tvmaze == other->tvmaze) ||
        (one->tmdb && one->tmdb == other->tmdb) ||
        (one->imdb[0] && strcmp(one->imdb, other->imdb) == 0))
        return true;
    return (!has_ids(one) || !has_ids(other)) && *title && strcmp(title, other_title) == 0;
}

/* What is watched in a row is mostly of the series that came last. */
struct report_series *report_rows_series(const struct report_rows *rows,
                                         const struct series_ids *ids, const char *title)
{
    for (size_t i = rows->series_count; i > 0; i--) {
        struct report_series *row = &rows->series[i - 1];
        if (is_same(ids, title, &row->ids, row->title))
            return row;
    }
    return NULL;
}

struct report_film *report_rows_film(const struct report_rows *rows, const struct series_ids *ids,
                                     const char *title, int year)
{
    for (size_t i = rows->film_count; i > 0; i--) {
        struct report_film *row = &rows->films[i - 1];
        if (is_same(ids, "", &row->ids, "") ||
            (row->year == year && is_same(ids, title, &row->ids, row->title)))
            return row;
    }
    return NULL;
}

enum seen_how report_rows_how(const struct report_rows *rows, const struct report_series *series,
                              const struct episode *episode)
{
    enum seen_how how = SEEN_NOT;

    for (int32_t i = series->last; i >= 0 && how != SEEN_WATCHED;) {
        const struct report_viewing *viewing = &rows->viewings[i];
        bool by_id = (viewing->tvdb && viewing->tvdb == episode->tvdb) ||
                     (viewing->tvmaze && viewing->tvmaze == episode->tvmaze);
        bool by_number = viewing->season == episode->season && viewing->number == episode->number &&
                         (!viewing->tvdb || !episode->tvdb) &&
                         (!viewing->tvmaze || !episode->tvmaze);
        if ((by_id || by_number) && viewing->how > how)
            how = viewing->how;
        i = viewing->previous;
    }
    return how;
}

/* ---- Adding ---- */

/* What another viewing knew of the ids. */
static void add_ids(struct series_ids *ids, const struct series_ids *more)
{
    ids->tvdb = ids->tvdb ? ids->tvdb : more->tvdb;
    ids->tvmaze = ids->tvmaze ? ids->tvmaze : more->tvmaze;
    ids->tmdb = ids->tmdb ? ids->tmdb : more->tmdb;
    if (!ids->imdb[0])
        memcpy(ids->imdb, more->imdb, sizeof(ids->imdb));
}

static struct report_series *
add_series(struct report_rows *rows, const struct watched_viewing *viewing, struct epi_error *err)
{
    struct report_series *row = report_rows_series(rows, &viewing->ids, viewing->title);

    if (!row) {
        struct report_series *list =
            grow(rows->series, rows->series_count, &rows->series_room, sizeof(*list), err);
        if (!list)
            return NULL;
        rows->series = list;
        row = &list[rows->series_count++];
        *row = (struct report_series){
            .ids = viewing->ids, .year = viewing->year, .last = -1, .watched = -1, .aired = -1};
    }
    add_ids(&row->ids, &viewing->ids);
    memcpy(row->title, viewing->title, sizeof(row->title)); /* the newest title holds */
    return row;
}

static struct report_film *add_film(struct report_rows *rows, const struct watched_viewing *viewing,
                                    struct epi_error *err)
{
    struct report_film *row = report_rows_film(rows, &viewing->ids, viewing->title, viewing->year);

    if (row) {
        add_ids(&row->ids, &viewing->ids);
        return row;
    }
    struct report_film *list =
        grow(rows->films, rows->film_count, &rows->film_room, sizeof(*list), err);
    if (!list)
        return NULL;
    rows->films = list;
    row = &list[rows->film_count++];
    *row = (struct report_film){.ids = viewing->ids, .year = viewing->year};
    memcpy(row->title, viewing->title, sizeof(row->title));
    return row;
}

bool report_rows_add(struct report_rows *rows, const struct watched_viewing *viewing,
                     struct epi_error *err)
{
    struct report_viewing *list =
        grow(rows->viewings, rows->viewing_count, &rows->viewing_room, sizeof(*list), err);

    if (!list)
        return false;
    rows->viewings = list;
    struct report_viewing *kept = &list[rows->viewing_count];
    *kept = (struct report_viewing){
        .at = viewing->at,
        .tvdb = viewing->tvdb,
        .tvmaze = viewing->tvmaze,
        .seconds = viewing->seconds < INT32_MAX ? (int32_t)viewing->seconds : 0,
        .series = -1,
        .film_row = -1,
        .previous = -1,
        .season = viewing->season,
        .number = viewing->number,
        .how = viewing->mark == MARK_WATCHED   ? SEEN_WATCHED
               : viewing->mark == MARK_SKIPPED ? SEEN_SKIPPED
                                               : SEEN_NOT,
        .film = viewing->film,
        .again = viewing->again,
    };
    if (viewing->identified && viewing->film) {
        const struct report_film *film = add_film(rows, viewing, err);
        if (!film)
            return false;
        kept->film_row = (int32_t)(film - rows->films);
    } else if (viewing->identified) {
        struct report_series *series = add_series(rows, viewing, err);
        if (!series)
            return false;
        kept->series = (int32_t)(series - rows->series);
        kept->previous = series->last;
        series->last = (int32_t)rows->viewing_count;
    }
    rows->viewing_count++;
    return true;
}

/* ---- Counting ---- */

static void add_share(struct report_share *share, int64_t seconds)
{
    share->episodes++;
    share->seconds += seconds;
}

bool report_rows_count(struct report_series *series, int year, const struct report_viewing *viewing,
                       int64_t seconds)
{
    size_t last = series->share_count;

    add_share(&series->all, seconds);
    series->again += viewing->again;
    if (viewing->at > series->last_at)
        series->last_at = viewing->at;
    if (last == 0 || series->shares[last - 1].year != year) {
        struct report_share *shares =
            reallocarray(series->shares, last + 1, sizeof(*series->shares));
        if (!shares)
            return false;
        series->shares = shares;
        shares[series->share_count++] = (struct report_share){.year = year};
    }
    add_share(&series->shares[series->share_count - 1], seconds);
    return true;
}

struct report_share report_rows_share(const struct report_series *series, int year)
{
    if (year == 0)
        return series->all;
    for (size_t i = 0; i < series->share_count; i++) {
        if (series->shares[i].year == year)
            return series->shares[i];
    }
    return (struct report_share){0};
}

static int by_time(bool counted, int64_t at, bool other_counted, int64_t other_at)
{
    if (counted != other_counted)
        return counted ? -1 : 1;
    return (at < other_at) - (at > other_at);
}

static int compare_series(const void *one, const void *other)
{
    const struct report_series *a = one, *b = other;
    int order = by_time(a->all.episodes, a->last_at, b->all.episodes, b->last_at);

    return order ? order : strcmp(a->title, b->title);
}

static int compare_films(const void *one, const void *other)
{
    const struct report_film *a = one, *b = other;
    int order = by_time(a->times, a->last_at, b->times, b->last_at);

    return order ? order : strcmp(a->title, b->title);
}

void report_rows_sort(struct report_rows *rows)
{
    if (rows->series_count)
        qsort(rows->series, rows->series_count, sizeof(*rows->series), compare_series);
    if (rows->film_count)
        qsort(rows->films, rows->film_count, sizeof(*rows->films), compare_films);
}
