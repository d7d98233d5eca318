/* SPDX-License-Identifier: MIT
 *
 * dump: the journal as JSON text, written as it is read: all of it, in an order that does not
 * depend on when it is written; or what was watched and rated, as Trakt takes it in. Writes no
 * file.
 */
#ifndef EPIMARK_JOURNAL_DUMP_H
#define EPIMARK_JOURNAL_DUMP_H

#include <stdbool.h>
#include <stddef.h>

struct epi_error;
struct journal;

/* Is handed the next piece of text. False ends it. */
typedef bool (*dump_write)(void *context, const char *text, size_t len);

/* The whole journal as of one point of time: see dump_table.h. */
bool dump_journal(struct journal *journal, dump_write write, void *context, struct epi_error *err);

/* An array of what was watched and rated and is known for sure, oldest first; films: also films. */
bool dump_trakt(struct journal *journal, bool films, dump_write write, void *context,
                struct epi_error *err);

#endif
