/* SPDX-License-Identifier: MIT
 *
 * viewings: which entry a record belongs to, and what stands of all viewings of an episode. Used
 * within this room only.
 */
#ifndef EPIMARK_JOURNAL_VIEWINGS_H
#define EPIMARK_JOURNAL_VIEWINGS_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct record;
struct standing;

/* The entry that a record names, or else the last one of the same viewing within rewatch_hours:
 * with the same key and nearly the same duration; if either has no key or no duration, of the
 * same path and, behind an address, the same media title. 0 if there is none. */
bool viewings_find(struct journal *journal, const struct record *record, int64_t *entry,
                   struct epi_error *err);

/* journal_standing, of a record whose path is as stored_from_path makes it. */
bool viewings_stand(struct journal *journal, const struct record *record, struct standing *standing,
                    struct epi_error *err);

#endif
