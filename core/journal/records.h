/* SPDX-License-Identifier: MIT
 *
 * records: writes records as rows, and makes entries and deliveries follow from them. Used within
 * this room only; others call journal_add.
 */
#ifndef EPIMARK_JOURNAL_RECORDS_H
#define EPIMARK_JOURNAL_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct record;
struct recorded;

/* Writes a record whose path is as stored_from_path makes it; within a transaction. known: false if
 * it names an entry that does not exist. */
bool records_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                   bool *known, struct epi_error *err);

/* journal_last, with such a path. */
bool records_find_last(struct journal *journal, const struct record *undo,
                       struct recorded *recorded, struct epi_error *err);

/* An entry follows from its records that hold, and its deliveries follow from the entry. */
bool records_refresh(struct journal *journal, int64_t entry, int64_t now, struct recorded *recorded,
                     struct epi_error *err);

#endif
