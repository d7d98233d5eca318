/* SPDX-License-Identifier: MIT
 *
 * abbreviation: files of the scene whose title is short for that of their folder. Private to
 * matching.
 */
#ifndef EPIMARK_MATCHING_ABBREVIATION_H
#define EPIMARK_MATCHING_ABBREVIATION_H

#include <stdbool.h>

struct name_part;

/* Whether a file may be an abbreviated one of the scene, whose folder has the whole title:
 * "td.s01e03", "tvp-bones-s03e04". */
bool abbreviation_may_be(const struct name_part *file);

/* Whether the title of a file is an abbreviation of a folder's, or has a group before it, and the
 * folder names the same season or episode. The file has both. */
bool abbreviation_of(const struct name_part *file, const struct name_part *folder);

#endif
