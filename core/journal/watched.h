/* SPDX-License-Identifier: MIT
 *
 * watched: each viewing and each rating of the journal, with as little of it as figures need. Only
 * reads. client uses it.
 */
#ifndef EPIMARK_JOURNAL_WATCHED_H
#define EPIMARK_JOURNAL_WATCHED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/services/values.h"
#include "matching/matching.h"
#include <epimark/match.h>

struct epi_error;
struct journal;

/* What was watched, or marked as skipped or acquired. */
struct watched_viewing {
    int64_t at;     /* seconds since 1970; 0: it is not known when */
    double seconds; /* how long it is; 0 unknown */
    enum mark_type mark;
    bool film;
    bool again;            /* it had been watched before */
    bool identified;       /* else only at, seconds, mark and film are known */
    struct series_ids ids; /* of the series or film */
    char title[MATCH_TITLE_MAX];
    int year;
    int season; /* these four of an episode */
    int number;
    int64_t tvdb;
    int64_t tvmaze;
};

/* Calls visitor for each viewing, the oldest first, what has no date before all others. A viewing
 * that another one counts for, or that the user says is no episode, is left out. visitor must not
 * use the journal; false from it ends this. */
typedef bool (*watched_visitor)(void *context, const struct watched_viewing *viewing);
bool watched_visit(struct journal *journal, watched_visitor visitor, void *context,
                   struct epi_error *err);

/* The rating that stands of an episode, season, series or film. */
struct watched_rating {
    int value;  /* 1..10, RATING_LOVE or RATING_HATE */
    int64_t at; /* seconds since 1970 */
    enum epi_scope scope;
    bool film;
    struct series_ids ids; /* none if it is not identified */
    char title[MATCH_TITLE_MAX];
    int year;
};

/* The same for each of these, in no order. */
typedef bool (*watched_rating_visitor)(void *context, const struct watched_rating *rating);
bool watched_visit_ratings(struct journal *journal, watched_rating_visitor visitor, void *context,
                           struct epi_error *err);

#endif
