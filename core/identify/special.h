/* SPDX-License-Identifier: MIT
 *
 * special: finds a special of a series. TVmaze does not number them, and release groups number them
 * each in their own way. Only locate uses it.
 */
#ifndef EPIMARK_IDENTIFY_SPECIAL_H
#define EPIMARK_IDENTIFY_SPECIAL_H

#include <stdbool.h>

struct episode_search;

/* By its number; if the catalogue lacks it, by its title, its air date, or, if it numbers no
 * specials, its run time, which makes nothing sure. Fails as the catalogue does. */
bool special_find(const struct episode_search *search);

#endif
