/* SPDX-License-Identifier: MIT
 *
 * locate: which episodes of a given series a name means: by number in the aired or DVD order, by
 * absolute number, air date, part or title, asking one catalogue and the journal's cache. Says how
 * much what it found speaks for that series. Decides nothing. Only resolve uses it.
 */
#ifndef EPIMARK_IDENTIFY_LOCATE_H
#define EPIMARK_IDENTIFY_LOCATE_H

#include "core/identify/resolve.h"
#include "core/journal/journal.h"

struct locate {
    const struct epi_config *config;
    struct journal *journal; /* or NULL */
    const struct resolve_catalogue *catalogue;
    double duration; /* seconds of the file, 0 unknown */
    int64_t now;
    struct episode *rows; /* room for LOCATE_ROWS_MAX */
};

enum { LOCATE_ROWS_MAX = 16384 };

/* What was found for each episode that a name means. */
struct located {
    struct episode episodes[MATCH_EPISODES_MAX]; /* season -1: not found */
    size_t count;
    size_t found;
    bool titled;      /* the episode's title confirms it */
    bool beyond;      /* their season has no such number: they were counted over the whole series */
    double weight;    /* what it adds to the series' weight: see match_rank */
    double certainty; /* 0..1 that these are the ones meant, given the series */
    char reason[160];
};

/* How many single episodes a name means; 0: none that could be looked up. */
size_t locate_wanted(const struct guess *guess);

/* Fails as the catalogue does. */
bool locate_episodes(const struct locate *locate, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err);

/* Whether what was not found may just not be listed yet: the series goes on, and this would be
 * among its next episodes. */
bool locate_may_be_new(const struct locate *locate, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err);

#endif
