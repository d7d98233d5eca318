/* SPDX-License-Identifier: MIT
 *
 * drop: a person gives up what is still to be sent. What was sent stays, and so does the entry.
 */
#ifndef EPIMARK_JOURNAL_DROP_H
#define EPIMARK_JOURNAL_DROP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/journal/entry.h"
#include "core/journal/outbox.h"

struct epi_error;
struct journal;

/* What was given up: how much of each kind at each service. */
struct dropped {
    int count;
    int kind_count;
    struct dropped_kind {
        char service[JOURNAL_SERVICE_MAX];
        char kind[OUTBOX_KIND_TEXT_MAX]; /* as of a delivery */
        int count;
    } kinds[JOURNAL_DELIVERIES_MAX];
};

/* Gives up what these entries still have to be sent, all or (on failure) nothing of it: it is
 * sent only if the user says something new of it. What another process is sending right now
 * stays. */
bool drop_entries(struct journal *journal, const int64_t *entries, size_t count,
                  struct dropped *dropped, struct epi_error *err);

#endif
