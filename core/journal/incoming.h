/* SPDX-License-Identifier: MIT
 *
 * incoming: another file's journal (a backup, the journal of another computer) read into a new one
 * beside this journal, as journal.db.incoming. Trusts nothing of that file: only the rows of tables
 * that a journal has are copied, into tables made here; no view, trigger or function of it is run.
 * Never writes to it. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_INCOMING_H
#define EPIMARK_JOURNAL_INCOMING_H

#include <stdbool.h>

#include "core/journal/connection.h"

struct epi_error;

/* The new journal. No other process opens it. */
struct incoming {
    struct journal journal; /* open, of this epimark's version; only db and path are set */
    char *path;
};

/* Makes one without rows. The journal's lock for copying is held until incoming_end. */
bool incoming_begin(struct journal *journal, struct incoming *incoming, struct epi_error *err);

/* Fills it from a file, which may be the journal of a process that runs, with all that it holds. An
 * older one is brought up to date; a newer or damaged one is refused with a sentence of its own. */
bool incoming_read(struct incoming *incoming, const char *file, struct epi_error *err);

/* Whether a file begins as one of SQLite does. */
bool incoming_is_database(const char *file);

/* Closes the database and syncs the file. */
bool incoming_finish(struct incoming *incoming, struct epi_error *err);

/* Removes what is still there. Call it in any case after incoming_begin. */
void incoming_end(struct journal *journal, struct incoming *incoming);

#endif
