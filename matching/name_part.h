/* SPDX-License-Identifier: MIT
 *
 * name_part: reads one component of a path, the name of a file or a folder: where its title is,
 * what numbers the episode, where the words of the release begin. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NAME_PART_H
#define EPIMARK_MATCHING_NAME_PART_H

#include <stdbool.h>
#include <stddef.h>

#include "matching/part.h"

/* Cuts len bytes of text into words. The text must outlive the name. */
void name_part_cut(struct name_part *name, const char *text, size_t len);

/* Reads a name again that is known to be a file's, not a folder's, if it is that of a film: with a
 * season, a year in brackets after it, and no episode: "Open Season 2 (2008)". Returns whether it
 * is one. */
bool name_part_is_film(struct name_part *name);

/* Reads the words. May be called again when more is known about the place. */
void name_part_read(struct name_part *name, struct place place);

#endif
