/* SPDX-License-Identifier: MIT
 *
 * journal: a connection to the journal, the SQLite file journal.db: what was watched and rated,
 * what that was identified as, and what goes to which service. A record is a committed row or, if
 * the file cannot be written in time, a synced line in journal.spool. Never reads a clock, makes no
 * request, holds no secret. Each thread has its own connection; several processes share a journal.
 */
#ifndef EPIMARK_JOURNAL_JOURNAL_H
#define EPIMARK_JOURNAL_JOURNAL_H

#include <stdatomic.h>
#include <stdbool.h>

struct epi_error;
struct journal;
struct plan;
struct record;
struct recorded;
struct standing;

/* Opens the journal in folder (made with mode 0700, its files 0600) and drains the spool. If the
 * journal cannot be used (newer, read-only, locked, full), the connection is still made and records
 * go to the spool: journal_ready says why. A damaged file is moved aside and a new one begun. NULL
 * only if the folder cannot be made. While *hurry is true (NULL: never), no lock is waited for and
 * closing leaves out what can wait, for quitting; it has to outlive the connection. */
struct journal *journal_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                             struct epi_error *err);
void journal_close(struct journal *journal);

/* Whether the journal itself can be written; tries again if that may help. */
bool journal_ready(struct journal *journal, struct epi_error *err);

/* Whether it can at least be read. */
bool journal_readable(struct journal *journal, struct epi_error *err);

/* What the user has to know ("the journal was damaged ...", "journal.spool belongs to another user
 * ..."), or "": from the opening or, since a spool may fail at any time, from a later call. */
const char *journal_warning(const struct journal *journal);

/* Adds a record, committed and synced on return, to the journal or else to the spool. A file
 * recorded again within plan.rewatch_hours is the same entry. False only if neither could be
 * written: then nothing was kept, and the record can be added again. */
bool journal_add(struct journal *journal, const struct record *record, struct recorded *recorded,
                 struct epi_error *err);

/* What an undo would take back, as journal_add would say it; nothing is changed. */
bool journal_last(struct journal *journal, const struct record *undo, struct recorded *recorded,
                  struct epi_error *err);

/* What stands of the episode that a record is of, by its key, path, duration, media_title, nth and
 * episodes. */
bool journal_standing(struct journal *journal, const struct record *record,
                      struct standing *standing, struct epi_error *err);

/* ---- Parked records ---- */

/* Keeps a record, synced on return, of which it is not known yet whether it may count: nothing is
 * derived from it, and it is only counted. Sets its uid. */
bool journal_park(struct journal *journal, struct record *record, struct epi_error *err);

/* Whether any record, of whatever process, is parked. */
bool journal_has_parked(const struct journal *journal);

/* Calls visit for each that can be read, in no order; and how many these are. */
typedef void (*journal_parked)(void *context, const struct record *record);
void journal_visit_parked(const struct journal *journal, journal_parked visit, void *context);
int journal_count_parked(const struct journal *journal);

enum parked_fate {
    PARKED_WAITS,   /* it is still not known */
    PARKED_COUNTS,  /* it is added, as by journal_add */
    PARKED_DROPPED, /* it is forgotten */
};

/* Says what becomes of a parked record, whose path is as stored_from_path makes it, and is told of
 * each that was added. Neither may use the journal or wait. */
struct journal_settling {
    void *context;
    enum parked_fate (*fate)(void *context, const struct record *record);
    void (*counted)(void *context, const struct record *record,
                    const struct recorded *recorded); /* may be NULL */
};

/* Settles what is parked, oldest first. waiting: how many still are. */
bool journal_settle(struct journal *journal, const struct journal_settling *settling, int *waiting,
                    struct epi_error *err);

#endif
