/* SPDX-License-Identifier: MIT
 *
 * report_rows: what a report keeps of the journal: each viewing in a few bytes, and the series and
 * films that they are of. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_REPORT_ROWS_H
#define EPIMARK_CLIENT_REPORT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/seen.h"
#include "matching/matching.h"

struct epi_error;
struct watched_viewing;

struct report_viewing {
    int64_t at; /* 0 unknown */
    int64_t tvdb;
    int64_t tvmaze;
    int32_t seconds;  /* 0 unknown */
    int32_t series;   /* its place, or -1 */
    int32_t film_row; /* the same of a film */
    int32_t previous; /* of the same series, or -1 */
    int32_t season;
    int32_t number;
    enum seen_how how;
    bool film;
    bool again;
};

/* What was watched of a series in a year. */
struct report_share {
    int year;
    int episodes;
    int64_t seconds;
};

struct report_series {
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
    int year;
    bool wanted;
    int32_t last; /* its newest viewing */
    struct report_share all;
    struct report_share *shares; /* of each year */
    size_t share_count;
    int again;
    int64_t last_at;
    int rating;
    int ratings[11];
    int runtime; /* minutes; 0 unknown */
    int watched; /* as in struct epi_progress */
    int aired;
    bool has_next;
    bool next_aired;
    struct episode next;
};

struct report_film {
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
    int year;
    int times;
    int64_t last_at;
    int rating;
};

struct report_rows {
    struct report_viewing *viewings;
    size_t viewing_count, viewing_room;
    struct report_series *series;
    size_t series_count, series_room;
    struct report_film *films;
    size_t film_count, film_room;
};

/* Adds a viewing, and what it is of if that is new. False if memory is short. */
bool report_rows_add(struct report_rows *rows, const struct watched_viewing *viewing,
                     struct epi_error *err);
void report_rows_free(struct report_rows *rows);

/* The row of a series, by an id or, if one of both has none, by its title; of a film the same, and
 * its year. NULL: there is none. */
struct report_series *report_rows_series(const struct report_rows *rows,
                                         const struct series_ids *ids, const char *title);
struct report_film *report_rows_film(const struct report_rows *rows, const struct series_ids *ids,
                                     const char *title, int year);

/* What was done with an episode of a series: found by its ids, or by its number if one of both has
 * none. */
enum seen_how report_rows_how(const struct report_rows *rows, const struct report_series *series,
                              const struct episode *episode);

/* Counts a viewing of a series; year 0: it has no date. False if memory is short. */
bool report_rows_count(struct report_series *series, int year, const struct report_viewing *viewing,
                       int64_t seconds);

/* What was counted of a series in a year, or with 0 in all. */
struct report_share report_rows_share(const struct report_series *series, int year);

/* Sorts series and films by when they were watched last, what was not counted to the end. The
 * viewings know their places no more. */
void report_rows_sort(struct report_rows *rows);

#endif
