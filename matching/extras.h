/* SPDX-License-Identifier: MIT
 *
 * extras: what lies beside episodes and is none: extras of media servers, samples, adverts,
 * recordings of phones and screens. Private to matching.
 */
#ifndef EPIMARK_MATCHING_EXTRAS_H
#define EPIMARK_MATCHING_EXTRAS_H

#include <stdbool.h>
#include <stddef.h>

struct words;

/* What a file is besides an episode. */
enum extras {
    EXTRAS_NONE,   /* nothing says that it is no episode */
    EXTRAS_SAMPLE, /* a piece of the episode that it names */
    EXTRAS_OTHER   /* no episode */
};

/* Whether a folder of this name has extras: "Featurettes", "Deleted Scenes", "sample". */
bool extras_is_folder(const char *name, size_t len);

/* What the name of a file without its extension says: "Title-featurette", "RARBG.com",
 * "VID_20230512_143022". */
enum extras extras_of_file(const struct words *words);

#endif
