/* SPDX-License-Identifier: MIT
 *
 * sittings: what earlier sittings played of a file that was not watched to its end.
 */
#ifndef EPIMARK_JOURNAL_SITTINGS_H
#define EPIMARK_JOURNAL_SITTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* What earlier sittings of a file played in the last 30 days (a text of watch_write), or "". */
bool sittings_load(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, char *text, size_t text_size, struct epi_error *err);

/* Keeps it in place of what was kept; "" forgets it. key: of sitting_key.h. */
bool sittings_save(struct journal *journal, const char *path, int64_t size, double duration,
                   const char *key, int64_t now, const char *text, struct epi_error *err);

#endif
