/* SPDX-License-Identifier: MIT
 *
 * schema: the tables of the journal, and the way from each version of them to the next. Used within
 * this room only.
 */
#ifndef EPIMARK_JOURNAL_SCHEMA_H
#define EPIMARK_JOURNAL_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* Whether an open database is for certain the journal of a newer epimark; then its version. */
bool schema_is_newer(struct journal *journal, int64_t *version);

/* The version of this epimark. */
int schema_newest(void);

/* Says so in err, and that opening it again would not help. Returns false. */
bool schema_refuse(struct journal *journal, int64_t version, struct epi_error *err);

/* Whether an open database is a journal of a known version with all that belongs to it, or empty.
 * Changes nothing. */
bool schema_check(struct journal *journal, struct epi_error *err);

/* Whether all its pages are sound. It reads every one of them: about 2 ms for each MiB. */
bool schema_check_pages(struct journal *journal, struct epi_error *err);

/* Whether it has this version: one that cannot be written cannot be brought to it. */
bool schema_is_current(struct journal *journal, struct epi_error *err);

/* Brings it to a version; 0, or one that is not known: to this epimark's. */
bool schema_migrate(struct journal *journal, int64_t target, struct epi_error *err);

#endif
