/* SPDX-License-Identifier: MIT
 *
 * transaction: every statement that writes, and every reading that must see one point of time,
 * stands between transaction_begin and transaction_end. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_TRANSACTION_H
#define EPIMARK_JOURNAL_TRANSACTION_H

#include <stdbool.h>

struct epi_error;
struct journal;

/* Begins to write, opening the journal if needed. */
bool transaction_begin(struct journal *journal, struct epi_error *err);

/* The same for what can be had again: a power cut may take the commit back. */
bool transaction_begin_unsynced(struct journal *journal, struct epi_error *err);

/* Begins to read, as of one point of time. */
bool transaction_begin_reading(struct journal *journal, struct epi_error *err);

/* Commits if ok, else rolls back. Returns whether it is committed. */
bool transaction_end(struct journal *journal, bool ok, struct epi_error *err);

/* Runs one statement as an unsynced transaction of its own. */
#define TRANSACTION_RUN(journal, err, ...)                                                         \
    transaction_end(                                                                               \
        journal, transaction_begin_unsynced(journal, err) && sql_run(journal, err, __VA_ARGS__),   \
        err)

#endif
