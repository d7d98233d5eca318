/* SPDX-License-Identifier: MIT
 *
 * orders: the numbering that the user says the names of a series follow: the ordered records that
 * stand. One is added and undone like any record (journal_add).
 */
#ifndef EPIMARK_JOURNAL_ORDERS_H
#define EPIMARK_JOURNAL_ORDERS_H

#include <stdbool.h>

#include "core/services/values.h"

struct epi_error;
struct journal;
struct record;
struct recorded;

/* The order of a series that has one of these ids. last: whether no choice of this series was made
 * after it. */
struct said_order {
    enum episode_order order;
    bool last;
};
bool orders_find(struct journal *journal, const struct series_ids *ids, struct said_order *order,
                 bool *found, struct epi_error *err);

/* ---- Within this room, in a transaction of the caller ---- */

/* Whether the order that a record says holds already. */
bool orders_repeated(struct journal *journal, const struct record *record, bool *repeated,
                     struct epi_error *err);

/* An ordered record was added or undone: has every entry of its series identified again, and what
 * waits under its title. Counts them in recorded. */
bool orders_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                  struct epi_error *err);

#endif
