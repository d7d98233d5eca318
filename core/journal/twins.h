/* SPDX-License-Identifier: MIT
 *
 * twins: deliveries that a service counts as one, since it has one episode where another catalogue
 * has two. deliver uses it.
 */
#ifndef EPIMARK_JOURNAL_TWINS_H
#define EPIMARK_JOURNAL_TWINS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/journal/outbox.h"

struct epi_error;
struct journal;

/* Another mark or play of the same viewing that the service counts as one with this one, and has
 * already, or of what is taken back is still to have: when that was watched, else 0. Then this one
 * has nothing to send. kind: of the ids of the service. */
bool twins_find(struct journal *journal, const struct due *row, enum id_kind kind, int64_t *at,
                struct epi_error *err);

/* A play is known by its time: this one's is that of its twin. */
bool twins_set_time(struct journal *journal, const struct due *row, int64_t at,
                    struct epi_error *err);

#endif
