/* SPDX-License-Identifier: MIT
 *
 * service_ids: the ids that a service itself has for series, seasons and episodes. They do not
 * change, so that they are kept until the service no longer knows them, or all that is of the
 * series is erased.
 */
#ifndef EPIMARK_JOURNAL_SERVICE_IDS_H
#define EPIMARK_JOURNAL_SERVICE_IDS_H

#include <stdbool.h>
#include <stdint.h>

struct epi_error;
struct journal;
struct series_ids;

/* What has such an id: an episode by its number in the aired order. */
struct service_ids_of {
    const char *service;
    const struct series_ids *series;
    int season; /* -1: the series */
    int number; /* -1: the season */
};

/* The id that is kept; 0: none is. */
bool service_ids_find(struct journal *journal, const struct service_ids_of *of, int64_t *id,
                      struct epi_error *err);

/* Keeps an id in place of another; 0: none. If that of a series changes, those within it go. */
bool service_ids_keep(struct journal *journal, const struct service_ids_of *of, int64_t id,
                      struct epi_error *err);

#endif
