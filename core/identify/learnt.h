/* SPDX-License-Identifier: MIT
 *
 * learnt: what the user and the catalogues said before: corrections, and answers kept in the
 * journal's cache so that a series is searched once and an episode asked for once. A cache that
 * cannot be read or written is no cache. Only resolve and locate use it.
 */
#ifndef EPIMARK_IDENTIFY_LEARNT_H
#define EPIMARK_IDENTIFY_LEARNT_H

#include "core/journal/journal.h"
#include "core/services/service.h"

/* The user's word on a title in the folder of a file. */
struct learnt_word {
    bool said;
    struct series_ids series;
    struct guess guess; /* with the numbers that the series has */
};

/* journal may be NULL: nothing was said. */
bool learnt_word(struct journal *journal, const char *path, const struct guess *guess,
                 struct learnt_word *word, struct epi_error *err);

/* Of which catalogue, in which language, and when. */
struct learnt {
    struct journal *journal; /* or NULL: nothing is known */
    const char *catalogue;
    const char *language;
    int64_t now;
};

/* The series that a title alone was sure to mean, within the last two weeks. */
bool learnt_series(const struct learnt *learnt, const struct guess *guess, struct series *series,
                   double *confidence);
void learnt_keep_series(const struct learnt *learnt, const struct guess *guess,
                        const struct series *series, double confidence);

/* The answer to a query for one episode, within the last week; rows has room for
 * LEARNT_ROWS_MAX. Answers that are longer, or empty, are not kept. */
enum { LEARNT_ROWS_MAX = 4 };
bool learnt_episodes(const struct learnt *learnt, const struct series_ids *ids,
                     const struct episode_query *query, struct episode *rows, size_t *count);
void learnt_keep_episodes(const struct learnt *learnt, const struct series_ids *ids,
                          const struct episode_query *query, const struct episode *rows,
                          size_t count);

#endif
