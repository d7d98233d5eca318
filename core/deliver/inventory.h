/* SPDX-License-Identifier: MIT
 *
 * inventory: brings what the journal knows of an account's holdings up to date: fetched once, page
 * by page, then only what was added, and all of it again if the service counts otherwise. A process
 * that ends leaves its place to the next one. The pace is that of all requests.
 */
#ifndef EPIMARK_DELIVER_INVENTORY_H
#define EPIMARK_DELIVER_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct epi_error;
struct journal;
struct service;
struct session;

struct inventory {
    struct journal *journal;
    const struct service *service;
    struct session *session;
    int64_t now; /* seconds since 1970 */
    /* Told after each page how many items are there, of how many; -1: unknown. May be NULL. */
    void (*progress)(void *context, int64_t count, int64_t total);
    void *context;
};

/* One list. part: see struct holdings_page. look: also if the service says that nothing was added,
 * since something may have been removed. Fails with EPI_ERROR_NEVER if the service has no such
 * list, else as the service or the journal does: what was fetched is kept. */
bool inventory_refresh(const struct inventory *inventory, enum held_list list, int64_t part,
                       bool look, struct epi_error *err);

/* The list of the whole account as far as these parts say it: for one that may not ask for all. */
bool inventory_refresh_parts(const struct inventory *inventory, enum held_list list,
                             const int64_t *parts, size_t count, struct epi_error *err);

#endif
