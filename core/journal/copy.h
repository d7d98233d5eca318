/* SPDX-License-Identifier: MIT
 *
 * copy: journal.db.copy, a checked copy of the journal that is made once a week and after each
 * migration, for the case that its first page is damaged. It is made in short steps, by the thread
 * that delivers. Restores nothing (salvage does).
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

/* Gives up a copy; NULL is fine. Call it before the journal is closed. */
void copy_free(struct copy *copy);

#endif
