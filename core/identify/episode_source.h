/* SPDX-License-Identifier: MIT
 *
 * episode_source: where the episodes of a series are looked up for one file: one catalogue and the
 * answer cache. resolve fills it in.
 */
#ifndef EPIMARK_IDENTIFY_EPISODE_SOURCE_H
#define EPIMARK_IDENTIFY_EPISODE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/services/values.h"

struct anime_list;
struct catalogue;
struct epi_config;
struct journal;
struct neighbour;

/* Borrows everything. */
struct episode_source {
    const struct epi_config *config;
    struct journal *journal; /* or NULL */
    const struct catalogue *catalogue;
    double duration; /* seconds of the file, 0 unknown */
    int64_t now;
    struct episode *rows;              /* room for LOOKUP_ROWS_MAX */
    bool anew;                         /* no answer from before is used */
    const enum episode_order *order;   /* of all series in the file's folder; NULL: not said */
    const struct neighbour *neighbour; /* another file of the folder with this title, or NULL */
    struct anime_list *anime_list;     /* or NULL */
};

#endif
