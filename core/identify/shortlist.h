/* SPDX-License-Identifier: MIT
 *
 * shortlist: the best of the pool, whose episodes are asked for and weighed. Only searched_series
 * and offer use it.
 */
#ifndef EPIMARK_IDENTIFY_SHORTLIST_H
#define EPIMARK_IDENTIFY_SHORTLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "core/identify/pool.h"

struct located;
struct question;

struct shortlist {
    size_t order[POOL_CHECKED_MAX]; /* best by name first */
    bool checked[POOL_CHECKED_MAX];
    size_t count;
    double named;  /* confidence of the best by name only */
    size_t rivals; /* of that one */
};

/* Asks for the episodes of the best, and of the others if that does not decide. Fails as the
 * catalogue does. */
bool shortlist_check(const struct question *question, struct shortlist *list);

/* The episodes of a candidate, NULL if they were not asked for. */
const struct located *shortlist_located(const struct pool *pool, const struct shortlist *list,
                                        size_t candidate);

#endif
