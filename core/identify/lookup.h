/* SPDX-License-Identifier: MIT
 *
 * lookup: the questions to a catalogue. What it answered before is used while it is fresh, so that
 * the next episode of a series needs no request. resolve and its helpers,
 * episode_search, carry and renewal ask, and client and player for whole lists.
 */
#ifndef EPIMARK_IDENTIFY_LOOKUP_H
#define EPIMARK_IDENTIFY_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct answer_cache;
struct catalogue;
struct epi_error;

/* Each as the function of struct service of that name. */
bool lookup_search(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const char *title, int year, struct series *series, size_t max, size_t *count,
                   struct epi_error *err);
bool lookup_series(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const struct series_ids *ids, struct series *series, bool *found,
                   struct epi_error *err);
bool lookup_aliases(const struct catalogue *catalogue, const struct answer_cache *cache,
                    struct series *series, struct epi_error *err);

enum { LOOKUP_ROWS_MAX = 16384 }; /* at most so many episodes of a series are read */

/* Fetches the whole list of a series if the service gives it in few requests, and answers from it:
 * for a week, but that an episode is missing only for a day, or six hours if the series is new. An
 * old list is better than none: it is used if the catalogue cannot be asked. So are those of other
 * orders: they say which episode it is, and the aired one says all else. */
bool lookup_episodes(const struct catalogue *catalogue, const struct answer_cache *cache,
                     const struct series *series, const struct episode_query *query,
                     struct episode *episodes, size_t max, size_t *count, struct epi_error *err);

/* All episodes of a series in another order: their ids, and their numbers there. None if it has no
 * such order. */
bool lookup_order(const struct catalogue *catalogue, const struct answer_cache *cache,
                  const struct series *series, enum episode_order order, struct episode *episodes,
                  size_t max, size_t *count, struct epi_error *err);

/* The whole list of a series, by the catalogue's id of it, in the aired order: as it is kept, or if
 * that is over a week old (ask) as it is by now. *count 0: nothing is kept. Fails if it cannot be
 * fetched; episodes and count then have what is kept. */
bool lookup_list(const struct catalogue *catalogue, const struct answer_cache *cache,
                 int64_t series, bool ask, struct episode *episodes, size_t max, size_t *count,
                 struct epi_error *err);

/* Fetches a kept list of an order again, by the catalogue's id of the series, or hears that it is
 * still the right one. If that fails, the list stays as it was. */
bool lookup_renew(const struct catalogue *catalogue, const struct answer_cache *cache,
                  int64_t series, enum episode_order order, struct epi_error *err);

#endif
