/* SPDX-License-Identifier: MIT
 *
 * reconcile: what the handle of epimark/reconcile.h holds, for the files that implement it alone.
 */
#ifndef EPIMARK_CLIENT_RECONCILE_H
#define EPIMARK_CLIENT_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/differences.h"
#include <epimark/reconcile.h>

struct service;

struct epi_reconcile {
    struct epi_client *client;
    const struct service *service;
    int64_t *series; /* of plan.part: their ids at the service, in order */
    size_t series_count;
    struct differences found; /* by series, in the order in which they are shown */
    struct epi_reconcile_plan plan;
    struct epi_difference *views; /* of found.rows */
};

/* Whether a difference is one that EPI_RECONCILE_TO_SERVICE or EPI_RECONCILE_TO_JOURNAL repairs. */
bool reconcile_goes_there(const struct epi_reconcile *reconcile, const struct difference *one);
bool reconcile_comes_here(const struct epi_reconcile *reconcile, const struct difference *one);

#endif
