/* SPDX-License-Identifier: MIT
 *
 * joined_parts: whether a file whose name counts one episode is two of the catalogue, told by their
 * titles and by its length. Only locate uses it.
 */
#ifndef EPIMARK_IDENTIFY_JOINED_PARTS_H
#define EPIMARK_IDENTIFY_JOINED_PARTS_H

#include <stdbool.h>

struct episode_search;

/* Makes the episode that was found both, or unsure. Fails as the catalogue does. */
bool joined_parts_find(const struct episode_search *search);

#endif
