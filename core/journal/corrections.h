/* SPDX-License-Identifier: MIT
 *
 * corrections: which series the user says that a title in a folder means.
 */
#ifndef EPIMARK_JOURNAL_CORRECTIONS_H
#define EPIMARK_JOURNAL_CORRECTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/matching.h"

struct epi_error;
struct journal;

struct correction {
    struct series_ids series;
    int season_offset; /* added to the season and number of the name */
    int number_offset;
};

/* Keeps a correction of that title in the folder of path, and has every entry held for it
 * identified again. If that folder is one season's and no number moves, it also holds for the
 * series' other seasons beside it. released: how many entries. */
bool corrections_add(struct journal *journal, const char *path, const char *title_key,
                     const struct correction *correction, int64_t now, int *released,
                     struct epi_error *err);

/* The correction for that title in the folder of path, if there is one. */
bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct epi_error *err);

#endif
