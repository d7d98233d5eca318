/* SPDX-License-Identifier: MIT
 *
 * episode_search: the search for the episodes of one series that a name means, and what each way of
 * finding them asks. Fails as the catalogue does. Only locate and its helpers use it, and client
 * and player for whole lists.
 */
#ifndef EPIMARK_IDENTIFY_EPISODE_SEARCH_H
#define EPIMARK_IDENTIFY_EPISODE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/identify/order.h"

struct epi_error;
struct episode;
struct episode_query;
struct guess;
struct episode_source;
struct located;
struct series;

/* Borrows everything. */
struct episode_search {
    const struct episode_source *source;
    const struct series *series;
    const struct guess *guess;
    struct located *out;
    struct epi_error *err;
    struct order order; /* that its names follow */
};

/* Asks for episodes, which it puts into the rows of the source. */
bool episode_search_ask(const struct episode_search *search, const struct episode_query *query,
                        size_t *count);
/* The same by number; -1: any. */
bool episode_search_number(const struct episode_search *search, enum episode_order order,
                           int season, int number, size_t *count);

/* The regular episodes of the whole series, in their order. */
bool episode_search_regular(const struct episode_search *search, size_t *count);

/* Drops specials from a list and sorts the rest as they are counted. Returns how many remain. */
size_t episode_search_keep_regular(struct episode *rows, size_t count);

/* The n-th episode of the whole series; season -1 if there is none. */
bool episode_search_absolute(const struct episode_search *search, int n, struct episode *episode);

#endif
