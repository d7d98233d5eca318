/* SPDX-License-Identifier: MIT
 *
 * cache: texts kept under a key until they expire, such as the answers of catalogues.
 */
#ifndef EPIMARK_JOURNAL_CACHE_H
#define EPIMARK_JOURNAL_CACHE_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;

/* The text under a key, or NULL if there is none; free it. expires_at, unless it is NULL: until
 * when it is kept. */
bool cache_load(struct journal *journal, const char *key, int64_t now, char **text,
                int64_t *expires_at, struct epi_error *err);

/* Keeps a text until expires_at, in seconds since 1970. */
bool cache_store(struct journal *journal, const char *key, const char *text, int64_t expires_at,
                 int64_t now, struct epi_error *err);

/* Forgets what is kept no longer than until then. */
bool cache_expire(struct journal *journal, int64_t until, struct epi_error *err);

#endif
