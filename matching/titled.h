/* SPDX-License-Identifier: MIT
 *
 * titled: files that have the title of an episode behind that of the series, and no number: "Show -
 * Special - Title", or "Show/Show - Title". Private to matching.
 */
#ifndef EPIMARK_MATCHING_TITLED_H
#define EPIMARK_MATCHING_TITLED_H

#include <stdbool.h>

#include "matching/words.h"

struct name_part;

/* The two titles in one name. */
struct titled {
    struct stretch series;
    struct stretch episode;
    bool special; /* the name calls it one */
};

/* Finds them in a file; folder: the one that it lies in, or NULL. Returns false if there are none;
 * a name with a year may be a film's unless it calls itself a special. */
bool titled_find(const struct name_part *file, const struct name_part *folder,
                 struct titled *titled);

#endif
