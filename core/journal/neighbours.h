/* SPDX-License-Identifier: MIT
 *
 * neighbours: which series another file of a folder was identified as, if it has the same title as
 * read, with or without a year and a country, and which number of its name is which episode. Reads
 * and writes nothing else. resolve uses it.
 */
#ifndef EPIMARK_JOURNAL_NEIGHBOURS_H
#define EPIMARK_JOURNAL_NEIGHBOURS_H

#include <stdbool.h>

#include "matching/matching.h"

struct epi_error;
struct journal;

struct neighbour {
    struct series_ids series;
    int named_season; /* as its name says; -1: it does not */
    int named_number; /* of the episode, also one that is counted over the series; -1: none */
    int season;       /* of the episode that it was identified as */
    int number;
};

/* The entry in the folder of path that was identified last, is not undone, and has this title;
 * folded: by match_fold, without year and country. key: of title_key.h: one that has just this key
 * precedes others. If these are of several series there is none. The file at path itself does not
 * count. found is false too if the journal can never be read. */
bool neighbours_find(struct journal *journal, const char *path, const char *folded, const char *key,
                     struct neighbour *neighbour, bool *found, struct epi_error *err);

#endif
