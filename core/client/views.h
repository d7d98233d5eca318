/* SPDX-License-Identifier: MIT
 *
 * views: what the journal and the catalogues hold, as the structs that epimark/match.h and
 * epimark/client.h hand out. A view borrows its texts from the value it shows. Only core/client
 * uses it.
 */
#ifndef EPIMARK_CLIENT_VIEWS_H
#define EPIMARK_CLIENT_VIEWS_H

#include "core/journal/entry.h"
#include "core/journal/record.h"
#include <epimark/client.h>

/* A series and an episode. */
void views_series(const struct series *series, struct epi_series *view);
void views_episode(const struct episode *episode, struct epi_episode *view);

/* The ids and the title of a series again, for a service that is handed it. */
void views_series_back(const struct epi_series *view, struct series *series);

/* A match with room for what it points to. */
struct views_candidate {
    struct epi_candidate candidate;
    struct epi_series series;
    struct epi_episode episode;
};
void views_candidate(const struct match *match, struct views_candidate *view);

enum { VIEWS_NAME_MAX = 2 * MATCH_TITLE_MAX + 64, VIEWS_ADVICE_MAX = 128 };

/* An entry with room for what it points to; now: seconds since 1970. */
struct views_entry {
    struct epi_entry entry;
    struct views_candidate match;
    struct epi_delivery identify;
    struct epi_delivery deliveries[JOURNAL_DELIVERIES_MAX];
    const struct epi_delivery *list[JOURNAL_DELIVERIES_MAX];
    char names[EPI_SCOPE_SERIES + 1][VIEWS_NAME_MAX];           /* by scope */
    char advices[JOURNAL_DELIVERIES_MAX + 1][VIEWS_ADVICE_MAX]; /* the last one of the look-up */
};
void views_entry(const struct entry *entry, int64_t now, struct views_entry *view);

/* A record that is parked. */
void views_parked(const struct record *record, struct views_entry *view);

/* A guess; it borrows the numbers too. */
void views_guess(const struct guess *guess, struct epi_guess *view);

#endif
