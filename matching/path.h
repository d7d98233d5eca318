/* SPDX-License-Identifier: MIT
 *
 * path: splits a path into components and finds the ids of services in it. Private to matching.
 */
#ifndef EPIMARK_MATCHING_PATH_H
#define EPIMARK_MATCHING_PATH_H

#include <stdbool.h>
#include <stddef.h>

struct series_ids;

/* The name of a file or a folder, within the text of the path. */
struct component {
    const char *text;
    size_t len;
};

/* Splits a path from its end: components[0] is the file, components[1] its folder and so on.
 * Returns the number of components, at most max. */
int path_cut(const char *name, size_t len, struct component *components, int max);

/* Whether the extension of a file is that of a song: ".flac". In capitals it may say how a film
 * sounds. */
bool path_is_sound(const struct component *file);

/* Removes the extension from the name of a file, including a language before it: ".eng.srt". */
void path_cut_extension(struct component *file);

/* Finds "[tvdbid-81189]", "{imdb-tt0903747}" and the like anywhere in a path. Other ids are left as
 * they are. */
void path_find_ids(const char *name, size_t len, struct series_ids *ids);

/* The same for what names of films have without brackets: "tt0137523", "tmdb-550". */
void path_find_bare_ids(const char *name, size_t len, struct series_ids *ids);

#endif
