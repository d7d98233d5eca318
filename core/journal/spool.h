/* SPDX-License-Identifier: MIT
 *
 * spool: journal.spool, which takes records while the journal cannot be written: one JSON object a
 * line, synced.
 */
#ifndef EPIMARK_JOURNAL_SPOOL_H
#define EPIMARK_JOURNAL_SPOOL_H

#include <stdbool.h>

struct epi_error;
struct journal;
struct record;

/* Appends a record whose path is as stored_from_path makes it. */
bool spool_append(struct journal *journal, const struct record *record, struct epi_error *err);

/* Whether there is anything to drain. */
bool spool_exists(const struct journal *journal);

/* Whether lines were found that are no records: they are kept in journal.spool.bad. */
bool spool_has_bad(const struct journal *journal);

/* Moves the records of each spool, whichever process wrote them, into the journal, each once. A
 * spool that cannot be drained is in the connection's warning and does not hold up the others; a
 * line of a newer epimark waits for that in journal.spool.newer. count: how many; may be NULL. */
bool spool_drain(struct journal *journal, int *count, struct epi_error *err);

/* The same when the journal was just opened: also drains what waited for this version. */
void spool_open(struct journal *journal);

/* ---- Parked records ---- */

/* Keeps a record, as spool_append does, of which it is not known yet whether it may count. It is
 * not drained, but waits for spool_settle. */
bool spool_park(struct journal *journal, const struct record *record, struct epi_error *err);

/* Whether any record is parked. */
bool spool_parked(const struct journal *journal);

/* Calls visit for each parked record that can be read, in the order of the files. Changes nothing,
 * and waits for no lock. */
typedef void (*spool_visit)(void *context, const struct record *record);
void spool_visit_parked(const struct journal *journal, spool_visit visit, void *context);

/* What becomes of a parked record: it stays, or has been settled, and its line is removed. */
enum spool_fate { SPOOL_STAYS, SPOOL_SETTLED };

/* Settles one; must not wait for anything but the journal. If it fails, all lines of the file stay:
 * a record that was added already is known by its uid. */
typedef bool (*spool_settle_record)(void *context, const struct record *record,
                                    enum spool_fate *fate, struct epi_error *err);

/* Has each parked record settled, oldest first. left: how many stay. */
bool spool_settle(struct journal *journal, spool_settle_record settle, void *context, int *left,
                  struct epi_error *err);

/* ---- Erasing ---- */

/* Removes parked lines, and those that wait for a newer epimark, that erased says are of what is
 * erased; it is given what this version can read of each. */
typedef bool (*spool_erased)(void *context, const struct record *record);
bool spool_erase(struct journal *journal, spool_erased erased, void *context,
                 struct epi_error *err);

#endif
