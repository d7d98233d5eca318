/* SPDX-License-Identifier: MIT
 *
 * load: the JSON of dump.h read into a new journal. Used within this room only.
 */
#ifndef EPIMARK_JOURNAL_LOAD_H
#define EPIMARK_JOURNAL_LOAD_H

#include <stdbool.h>

struct epi_error;
struct incoming;

/* Whether a file begins as such JSON does, however it is indented. */
bool load_is_ours(const char *file);

/* Fills a new journal that has no rows. What it does not know is left out; a newer version is
 * refused. */
bool load_journal(struct incoming *incoming, const char *file, struct epi_error *err);

#endif
