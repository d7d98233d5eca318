/* SPDX-License-Identifier: MIT
 *
 * import_titles: which of several series of one title it is, by the titles of the episodes that
 * were imported. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_IMPORT_TITLES_H
#define EPIMARK_CLIENT_IMPORT_TITLES_H

#include <stdbool.h>

struct epi_error;
struct episode;
struct import_series;
struct match;
struct resolution;
struct staged_group;
struct staged_row;

/* The candidate that alone has at least two of the titles, each in its season, if no other one has
 * such titles, too; NULL: that decides nothing. One of the resolution, which is what the title of
 * the series was found to be. Puts their lists into the rows of series. Fails if it is stopped. */
bool import_titles_decide(struct import_series *series, const struct staged_group *group,
                          const struct resolution *resolution, const struct match **found,
                          struct epi_error *err);

/* The only episode of the season of a row that has its title, which may say no more than a number
 * does ("Chapter 3"); NULL: none. */
const struct episode *import_titles_find(const struct import_series *series,
                                         const struct staged_row *row);

#endif
