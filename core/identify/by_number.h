/* SPDX-License-Identifier: MIT
 *
 * by_number: finds the episodes of a series by numbers: in a season, over the whole series, in the
 * order or the list that the user says. Each fails as the catalogue does. Only locate and its
 * helpers use it.
 */
#ifndef EPIMARK_IDENTIFY_BY_NUMBER_H
#define EPIMARK_IDENTIFY_BY_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/services/values.h"

struct episode_search;

/* The numbers of one season in the aired order: one by its number, several from the season. */
bool by_number_in_season(const struct episode_search *search, int season);

/* The episode with that number in an order; season -1 if there is none. count: how many it is. */
bool by_number_in_order(const struct episode_search *search, enum episode_order order, int number,
                        struct episode *episode, size_t *count);

/* The numbers that the name has with a season. */
bool by_number_with_season(const struct episode_search *search);

/* Numbers without a season: over the whole series, or of its first or only season. */
bool by_number_without_season(const struct episode_search *search);

/* The part of a series that the name means: of a season, or of its only one. */
bool by_number_of_part(const struct episode_search *search);

#endif
