/* SPDX-License-Identifier: MIT
 *
 * locate: which episodes of a given series a name means: by number in the aired or DVD order, by
 * absolute number, air date, part or title, asking one catalogue and the answer cache. Decides
 * nothing. Only resolve and its helpers use it.
 */
#ifndef EPIMARK_IDENTIFY_LOCATE_H
#define EPIMARK_IDENTIFY_LOCATE_H

#include <stdbool.h>
#include <stddef.h>

struct epi_error;
struct episode_source;
struct guess;
struct located;
struct series;
struct sibling_number;

/* How many single episodes a name means; 0: none that could be looked up. */
size_t locate_wanted(const struct guess *guess);

/* Fills located, which is large: allocate it. Fails as the catalogue does. */
bool locate_episodes(const struct episode_source *source, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err);

/* Whether an episode that was not found may just not be listed yet: the series goes on, and this
 * would be among its next episodes. */
bool locate_may_be_new(const struct episode_source *source, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err);

/* How many of these episodes a series lacks, and has not just begun to have. */
bool locate_missing(const struct episode_source *source, const struct series *series,
                    const struct sibling_number *numbers, size_t count, size_t *missing,
                    struct epi_error *err);

#endif
