/* SPDX-License-Identifier: MIT
 *
 * seen: which series were watched, and which of their episodes. Only reads. Specials are no part of
 * it. client uses it.
 */
#ifndef EPIMARK_JOURNAL_SEEN_H
#define EPIMARK_JOURNAL_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"

struct epi_error;
struct journal;

struct seen_series {
    struct series_ids ids;
    char title[MATCH_TITLE_MAX];
    int year;
    struct episode last; /* the one that was watched last */
    int64_t watched_at;  /* seconds since 1970 */
};

/* Calls visitor for each series of which something was watched since a time, the last watched
 * first, until it returns false. visitor must not use the journal. */
typedef bool (*seen_visitor)(void *context, const struct seen_series *series);
bool seen_visit(struct journal *journal, int64_t since, seen_visitor visitor, void *context,
                struct epi_error *err);

/* What the user did with an episode. */
enum seen_how { SEEN_NOT, SEEN_SKIPPED, SEEN_WATCHED };

/* What was done with each episode of a series, as a catalogue has them: found by its ids, or where
 * the journal has none of these by its number. */
bool seen_episodes(struct journal *journal, const struct series_ids *series,
                   const struct episode *episodes, size_t count, enum seen_how *how,
                   struct epi_error *err);

#endif
