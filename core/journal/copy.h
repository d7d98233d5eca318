/* SPDX-License-Identifier: MIT
 *
 * copy: checked copies of the journal, made while other processes use it: journal.db.copy, once a
 * week and after each migration, for the case that its first page is damaged, in short steps by the
 * thread that delivers; and one in a file that the user names. Restores nothing (salvage and
 * restore do).
 */
#ifndef EPIMARK_JOURNAL_COPY_H
#define EPIMARK_JOURNAL_COPY_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* A copy in the making. */
struct copy;

/* Does one step, of some milliseconds, if a copy is due or begun. more: there is more to do. copy
 * is NULL at first. now: seconds since 1970. False, with no copy begun and nothing left behind, if
 * it cannot be made; the journal's warning then says so too. While the process is about to end it
 * gives up at once. */
bool copy_step(struct journal *journal, struct copy **copy, int64_t now, bool *more,
               struct epi_error *err);

/* Makes a copy as folder/name, in place of a file of this user that may be there: whole, with mode
 * 0600, checked and synced, or nothing. now: seconds since 1970. */
bool copy_to(struct journal *journal, const char *folder, const char *name, int64_t now,
             struct epi_error *err);

/* Gives up a copy; NULL is fine. Call it before the journal is closed. */
void copy_free(struct copy *copy);

#endif
