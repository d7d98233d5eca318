/* SPDX-License-Identifier: MIT
 *
 * path: cuts a path into its pieces and finds the ids that stand in it. Private to matching.
 */
#ifndef EPIMARK_MATCHING_PATH_H
#define EPIMARK_MATCHING_PATH_H

#include <stddef.h>

#include "matching/matching.h"

/* The name of a file or a folder within a path. */
struct piece {
    const char *text;
    size_t len;
};

/* Cuts a path up from its end: pieces[0] is the file, pieces[1] its folder and so on. Returns how
 * many there are, at most max. */
int path_cut(const char *name, size_t len, struct piece *pieces, int max);

/* Takes the extension off a file's name, ".eng.srt" too. */
void path_cut_extension(struct piece *piece);

/* Finds "[tvdbid-81189]", "{imdb-tt0903747}" and the like anywhere in a path. */
void path_find_ids(const char *name, size_t len, struct series_ids *ids);

#endif
