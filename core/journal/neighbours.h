/* SPDX-License-Identifier: MIT
 *
 * neighbours: which series another file of a folder was identified as, if it has the same title as
 * read, with or without a year and a country. Reads and writes nothing else. resolve uses it.
 */
#ifndef EPIMARK_JOURNAL_NEIGHBOURS_H
#define EPIMARK_JOURNAL_NEIGHBOURS_H

#include <stdbool.h>

struct epi_error;
struct journal;
struct series_ids;

/* The series of the entry in the folder of path that was identified last, is not undone, and has
 * this title; folded: by match_fold, without year and country. The file at path itself does not
 * count. found is false too if the journal can never be read. */
bool neighbours_find(struct journal *journal, const char *path, const char *folded,
                     struct series_ids *series, bool *found, struct epi_error *err);

#endif
