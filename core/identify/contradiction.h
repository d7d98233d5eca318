/* SPDX-License-Identifier: MIT
 *
 * contradiction: what the title of the episode in the name and its air date say against the episode
 * that was found. Only locate uses it.
 */
#ifndef EPIMARK_IDENTIFY_CONTRADICTION_H
#define EPIMARK_IDENTIFY_CONTRADICTION_H

#include <stdbool.h>

struct episode_search;

/* Compares the title of the episode; if it is another one, looks for it in the whole series. Fails
 * as the catalogue does. */
bool contradiction_of_title(const struct episode_search *search);

/* An episode that is not aired yet can hardly be watched, unless it has the very title. */
void contradiction_of_future(const struct episode_search *search);

#endif
