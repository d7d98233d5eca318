/* SPDX-License-Identifier: MIT
 *
 * database: journal.db opened when it is needed, again after it was busy, away or damaged, and read
 * only if it cannot be written. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_DATABASE_H
#define EPIMARK_JOURNAL_DATABASE_H

#include <stdbool.h>

struct epi_error;
struct journal;

/* Whether the journal can be written, opening it if that may help; else why not. */
bool database_writable(struct journal *journal, struct epi_error *err);

/* Whether it can at least be read. */
bool database_readable(struct journal *journal, struct epi_error *err);

#endif
