/* SPDX-License-Identifier: MIT
 *
 * progress: what epi_progress_each has for other files of core/client, and for them alone.
 */
#ifndef EPIMARK_CLIENT_PROGRESS_H
#define EPIMARK_CLIENT_PROGRESS_H

#include "core/journal/seen.h"
#include <epimark/client.h>

/* What was done with each of these episodes of a series, as seen_episodes says it. */
typedef void (*progress_seen)(void *context, const struct series_ids *series,
                              const struct episode *episodes, size_t count, enum seen_how *how);

struct progress_more {
    bool finished;      /* also a series that is watched whole */
    progress_seen seen; /* NULL: the journal is asked */
    void *context;      /* of seen */
};

/* The same as epi_progress_each, with this beside it. */
bool progress_each(struct epi_client *client, const struct epi_progress_query *query,
                   const struct progress_more *more, epi_progress_visit visit, void *context,
                   struct epi_error *err);

#endif
