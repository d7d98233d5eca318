/* SPDX-License-Identifier: MIT
 *
 * salvage: what can still be read of a damaged journal, copied into a new one. A damaged page costs
 * what stood on it and no more: each table is read from both ends, and in between row by row, as
 * far as its indexes name them. Never writes to the damaged file. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_SALVAGE_H
#define EPIMARK_JOURNAL_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* The version of the damaged journal at path; 0 if even that cannot be read. */
int64_t salvage_version(const char *path);

/* Copies its rows into the open journal, which has the tables of that version and is empty. What
 * they refer to may be missing until salvage_mend. False only if the new journal cannot be
 * written. */
bool salvage_rows(struct journal *journal, const char *path, struct epi_error *err);

/* Makes the rows of the journal, now of this version, whole again: entries that are lost but have
 * records are begun again. entries: how many there are. */
bool salvage_mend(struct journal *journal, const char *path, int64_t *entries,
                  struct epi_error *err);

#endif
