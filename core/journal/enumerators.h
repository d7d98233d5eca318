/* SPDX-License-Identifier: MIT
 *
 * enumerators: the numbers that stand in the journal's columns, and their names, so that a
 * statement can say :RECORD_RATED where it means that number. sql.c looks them up.
 */
#ifndef EPIMARK_JOURNAL_ENUMERATORS_H
#define EPIMARK_JOURNAL_ENUMERATORS_H

#include <stdbool.h>
#include <stddef.h>

/* entries.status: what is known of an entry. */
enum entry_status { STATUS_NEW, STATUS_IDENTIFIED, STATUS_HELD, STATUS_UNKNOWN, STATUS_LEFT };

/* records.state: whether a record counts. */
enum record_state { RECORD_HOLDS, RECORD_UNDONE, RECORD_WITHOUT_EFFECT };

/* deliveries.attempted: whether it may have arrived without an answer. */
enum attempt {
    ATTEMPT_NONE,
    ATTEMPT_UNANSWERED,
    ATTEMPT_ELSEWHERE, /* another copy of the journal may have sent it, or something newer */
};

/* The number behind the first len characters of name; false if no enumerator is called that. */
bool enumerators_find(const char *name, size_t len, int *value);

#endif
