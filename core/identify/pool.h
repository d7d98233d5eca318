/* SPDX-License-Identifier: MIT
 *
 * pool: the series that may be meant, as one catalogue has them, and how much speaks for each.
 * Pure. resolve and its helpers fill it in.
 */
#ifndef EPIMARK_IDENTIFY_POOL_H
#define EPIMARK_IDENTIFY_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/identify/located.h"
#include "matching/matching.h"

/* A candidate is offered from this confidence on, and accepted by match=eager from that one on. */
#define POOL_OFFERED 0.05
#define POOL_EAGER   0.2

/* One that is less likely is not weighed further. */
#define POOL_WEIGHED (POOL_OFFERED / 2)

enum { POOL_CHECKED_MAX = 6 }; /* candidates whose episodes are asked for */

/* Large: allocate it. */
struct pool {
    struct series series[MATCH_CANDIDATES_MAX];
    struct score scores[MATCH_CANDIDATES_MAX];
    size_t count;
    struct located located[POOL_CHECKED_MAX]; /* of the shortlist */
};

/* Whether a candidate has this title and nothing else speaks against it. */
bool pool_has_clear(const struct pool *pool);

/* How many other candidates have the same title, before their episodes are weighed. */
size_t pool_rivals(const struct pool *pool, size_t best);

/* Lists up to max candidates of at least this confidence, best first. Returns how many. */
size_t pool_best(const struct pool *pool, double least, size_t *order, size_t max);

#endif
