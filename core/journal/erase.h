/* SPDX-License-Identifier: MIT
 *
 * erase: removes entries so that nothing of them can be read in the journal's files any more. What
 * services have of them stays there.
 */
#ifndef EPIMARK_JOURNAL_ERASE_H
#define EPIMARK_JOURNAL_ERASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/matching.h"

struct epi_error;
struct journal;

/* What is erased. */
struct erase {
    const int64_t *entries; /* their ids */
    size_t count;
    const char *title;        /* also what was chosen for a series of this title; or NULL */
    struct series_ids series; /* also what was chosen for a series with this id; or none */
    const char *path;         /* also what was said of the file at this stored path; or NULL */
    int64_t before;           /* also what was chosen before, in seconds since 1970; 0: nothing */
};

/* Whether the user ever said something of the file at a stored path, be it undone since. */
bool erase_has_said(struct journal *journal, const char *path, bool *said, struct epi_error *err);

/* Erases them, with their records, ratings, deliveries and sittings, choices made at their files,
 * and all that is cached; then rewrites the file, empties its log, and removes damaged copies and
 * lines that were no records, or that a newer epimark wrote of what is erased. Fails with
 * EPI_ERROR_LATER, the rows erased, if another process keeps old bytes in the log. */
bool erase_entries(struct journal *journal, const struct erase *what, struct epi_error *err);

#endif
