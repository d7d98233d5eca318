/* SPDX-License-Identifier: MIT
 *
 * salvage: what can still be read of a damaged journal, copied into a new one. A damaged page costs
 * what stood on it and no more: a copy of the file is mended page by page (pages.h), then each
 * table is read from both ends, and in between row by row, as far as its indexes name them. Never
 * writes to the damaged file. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_SALVAGE_H
#define EPIMARK_JOURNAL_SALVAGE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct sqlite3;

/* What the rows are read from. */
struct salvage {
    char *aside;          /* the damaged journal */
    char *path;           /* the file to read: a mended copy of it, or journal.db.copy */
    bool mended;          /* path is a file of ours, which goes with the salvage */
    bool old;             /* path is journal.db.copy */
    int64_t version;      /* of its tables; 0 if even that cannot be read */
    int64_t copied_at;    /* of an old one: seconds since 1970 */
    struct sqlite3 *from; /* read this one, which is open and sound, and none of these files */
};

/* Finds what to read for the damaged journal aside. If its first page or another of its schema is
 * lost, those of journal.db.copy take their place; if that leads to nothing, the rows of that copy
 * are read. Free it with salvage_free, whatever comes back. False if memory is short, or the disk
 * does not allow it now. */
bool salvage_find(struct journal *journal, const char *aside, struct salvage *salvage,
                  struct epi_error *err);
void salvage_free(struct salvage *salvage);

/* Copies its rows into the open journal, which has the tables of that version and is empty. What
 * they refer to may be missing until salvage_mend. False only if the new journal cannot be
 * written, or the disk or memory does not allow to read on. */
bool salvage_rows(struct journal *journal, const struct salvage *salvage, struct epi_error *err);

/* Makes the rows of the journal, now of this version, whole again: entries, episodes and deliveries
 * that are lost but known from other rows or from indexes are begun again. What an old copy still
 * had to send may have been sent since. entries: how many there are. */
bool salvage_mend(struct journal *journal, const struct salvage *salvage, int64_t *entries,
                  struct epi_error *err);

/* Has what a copy still had to send wait, or be asked for first, since it may have been sent after
 * the copy was made. Within a transaction. */
bool salvage_doubt(struct journal *journal, struct epi_error *err);

#endif
