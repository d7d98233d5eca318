/* SPDX-License-Identifier: MIT
 *
 * sittings: what earlier sittings played of an episode that was not watched to its end.
 */
#ifndef EPIMARK_JOURNAL_SITTINGS_H
#define EPIMARK_JOURNAL_SITTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* What is watched. Sittings of one key and nearly one duration are joined, whatever their files; if
 * a name gives no key or a duration is unknown, those of one path. Pointers are borrowed. */
struct sitting {
    const char *path;
    const char *key; /* of sitting_key.h */
    double duration; /* seconds, 0 unknown */
    int64_t since;   /* seconds since 1970: older ones are forgotten */
};

/* What earlier sittings played (a text of watch_write), or "". */
bool sittings_load(struct journal *journal, const struct sitting *sitting, char *text, size_t size,
                   struct epi_error *err);

/* Keeps it in place of what was kept; "" forgets it. now: seconds since 1970. */
bool sittings_save(struct journal *journal, const struct sitting *sitting, int64_t now,
                   const char *text, struct epi_error *err);

#endif
