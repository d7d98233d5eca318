/* SPDX-License-Identifier: MIT
 *
 * answer_cache: answers of catalogues, kept in the journal's cache so that a series is searched
 * once and an episode asked for once. A cache that cannot be read or written is empty: nothing
 * here fails. resolve and its helpers, episode_search, carry and lookup use it.
 */
#ifndef EPIMARK_IDENTIFY_ANSWER_CACHE_H
#define EPIMARK_IDENTIFY_ANSWER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct epi_error;
struct episode;
struct episode_query;
struct guess;
struct journal;
struct series;
struct series_ids;

/* The answers of one catalogue in one language. */
struct answer_cache {
    struct journal *journal; /* NULL: the cache is empty and stays so */
    const char *catalogue;   /* the name of its service */
    const char *language;
    int64_t now; /* seconds since 1970 */
    bool anew;   /* what was kept before is not used */
};

/* kept_at: when what is found was kept, in seconds since 1970. */

/* The series that the title by itself was sure to mean, kept for two weeks. */
bool answer_cache_find_series(const struct answer_cache *cache, const struct guess *guess,
                              struct series *series, double *confidence);
void answer_cache_keep_series(const struct answer_cache *cache, const struct guess *guess,
                              const struct series *series, double confidence);

/* The answer to a search, kept for a day. */
bool answer_cache_find_search(const struct answer_cache *cache, const char *title, int year,
                              struct series *series, size_t max, size_t *count, int64_t *kept_at);
void answer_cache_keep_search(const struct answer_cache *cache, const char *title, int year,
                              const struct series *series, size_t count);

/* The series with these ids, kept for two weeks; for a day that there is none (series NULL). */
bool answer_cache_find_lookup(const struct answer_cache *cache, const struct series_ids *ids,
                              struct series *series, bool *found, int64_t *kept_at);
void answer_cache_keep_lookup(const struct answer_cache *cache, const struct series_ids *ids,
                              const struct series *series);

/* Has all be asked for again that was not found: the user says that it may be there by now. */
bool answer_cache_forget_misses(struct journal *journal, int64_t now, struct epi_error *err);

/* The aliases of a series, kept for two weeks. */
bool answer_cache_find_aliases(const struct answer_cache *cache, struct series *series,
                               int64_t *kept_at);
void answer_cache_keep_aliases(const struct answer_cache *cache, const struct series *series);

/* The answer to a query for one episode, kept for a week, or for a day if there is none; rows has
 * ANSWER_CACHE_ROWS_MAX. Longer answers are not kept. */
enum { ANSWER_CACHE_ROWS_MAX = 4 };
bool answer_cache_find_episodes(const struct answer_cache *cache, const struct series_ids *ids,
                                const struct episode_query *query, struct episode *rows,
                                size_t *count, int64_t *kept_at);
void answer_cache_keep_episodes(const struct answer_cache *cache, const struct series_ids *ids,
                                const struct episode_query *query, const struct episode *rows,
                                size_t count);

#endif
