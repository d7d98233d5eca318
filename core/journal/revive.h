/* SPDX-License-Identifier: MIT
 *
 * revive: rows that a damaged journal has lost but that others of its rows and its indexes know,
 * begun again; and what refers to rows that are lost for good, made whole without them. Used within
 * this room only.
 */
#ifndef EPIMARK_JOURNAL_REVIVE_H
#define EPIMARK_JOURNAL_REVIVE_H

#include <stdbool.h>

struct epi_error;
struct journal;
struct sqlite3;

/* Revives rows of the journal, to which the rest was copied, within a transaction and while foreign
 * keys are off. from: the damaged one. False only if the journal cannot be written. */
bool revive_rows(struct journal *journal, struct sqlite3 *from, struct epi_error *err);

/* Only the end of that: what refers to a row that is not there goes, or does without it. */
bool revive_references(struct journal *journal, struct epi_error *err);

#endif
