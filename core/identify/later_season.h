/* SPDX-License-Identifier: MIT
 *
 * later_season: whether a name without a season, or with the first one, means a later season of the
 * series: by its title, or by its year. Only by_number uses it.
 */
#ifndef EPIMARK_IDENTIFY_LATER_SEASON_H
#define EPIMARK_IDENTIFY_LATER_SEASON_H

#include <stdbool.h>

struct episode_search;

/* As match_season_title, but a series of one season has no later one that its title could mean, and
 * a season that it lacks is none that a title numbers. */
bool later_season_title(const struct episode_search *search, int *season_title);

/* The first season that began in the year of the name, 0 if there is none, and how many did. */
bool later_season_of_year(const struct episode_search *search, int *season, int *seasons);

/* The name may mean the episode with that number in another season. Likelier is one that began in
 * the year of the name, then one whose number is in the title, the second and the last. */
bool later_season_offer(const struct episode_search *search, int number);

/* The same, since it is doubtful which season is meant. The first one comes last if the title has
 * more words than one of the series. */
bool later_season_doubt(const struct episode_search *search, int number);

#endif
