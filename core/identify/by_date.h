/* SPDX-License-Identifier: MIT
 *
 * by_date: finds an episode of a series by the day on which it was aired. Only locate uses it.
 */
#ifndef EPIMARK_IDENTIFY_BY_DATE_H
#define EPIMARK_IDENTIFY_BY_DATE_H

#include <stdbool.h>

struct episode_search;

/* By the date in the name, or the day beside it. Fails as the catalogue does. */
bool by_date_find(const struct episode_search *search);

#endif
