/* SPDX-License-Identifier: MIT
 *
 * by_title: finds an episode of a series by its title, and compares titles with the one in the
 * name. Fails as the catalogue does. Only locate and its helpers use it.
 */
#ifndef EPIMARK_IDENTIFY_BY_TITLE_H
#define EPIMARK_IDENTIFY_BY_TITLE_H

#include <stdbool.h>
#include <stddef.h>

struct episode;
struct episode_search;

/* How alike (0..1) the title of an episode is to the one in the name, which may lack the title of
 * the series before it, words in brackets at its end, and, of a special, the word for it. */
double by_title_like(const struct episode_search *search, const struct episode *episode);

/* The index of that of the first rows of the source whose title is most like it, and how much; -1
 * if none is at all. */
int by_title_best(const struct episode_search *search, size_t count, double *like);

/* An episode that is named by its title, or a special whose number the catalogue does not have. A
 * special is first looked for among the specials, unless it is S00E00. */
bool by_title_find(const struct episode_search *search, bool special);

/* An episode of a season whose number the name does not say, or as 0: of that season, of the
 * specials or, which is not sure, of another one. */
bool by_title_find_in(const struct episode_search *search, int season);

#endif
