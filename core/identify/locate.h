/* SPDX-License-Identifier: MIT
 *
 * locate: which episodes of a given series a name means: by number in the aired or DVD order, by
 * absolute number, air date, part or title, asking one catalogue and the answer cache. Decides
 * nothing. Only resolve uses it.
 */
#ifndef EPIMARK_IDENTIFY_LOCATE_H
#define EPIMARK_IDENTIFY_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct catalogue;
struct epi_config;
struct epi_error;
struct episode;
struct guess;
struct journal;
struct located;
struct series;

/* Where to look; borrows everything. */
struct locate {
    const struct epi_config *config;
    struct journal *journal; /* or NULL */
    const struct catalogue *catalogue;
    double duration; /* seconds of the file, 0 unknown */
    int64_t now;
    struct episode *rows;            /* room for LOOKUP_ROWS_MAX */
    bool anew;                       /* no answer from before is used */
    const enum episode_order *order; /* of all series in the file's folder; NULL: not said */
};

/* How many single episodes a name means; 0: none that could be looked up. */
size_t locate_wanted(const struct guess *guess);

/* Fills located, which is large: allocate it. Fails as the catalogue does. */
bool locate_episodes(const struct locate *locate, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err);

/* Whether an episode that was not found may just not be listed yet: the series goes on, and this
 * would be among its next episodes. */
bool locate_may_be_new(const struct locate *locate, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err);

#endif
