/* SPDX-License-Identifier: MIT
 *
 * batch: deliveries that go in one request, and what of them is sent: an episode that the service
 * splits is several items, and one that it counts as one with another is none of its own. Pure.
 * Only deliver uses it.
 */
#ifndef EPIMARK_DELIVER_BATCH_H
#define EPIMARK_DELIVER_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/journal/outbox.h"
#include "core/services/values.h"

enum {
    BATCH_USUAL = 50, /* rows */
    BATCH_MAX = 1000, /* marks, if the service takes so many */
    ITEMS_MAX = BATCH_MAX * (1 + SUBJECT_MORE_MAX),
};

/* Rows that are sent together: of one kind, all wanted or all taken back. Large: on the heap. */
struct batch {
    struct due rows[BATCH_MAX];
    struct epi_error results[BATCH_MAX];
    size_t count;
    enum due_kind kind;
    bool back;
    size_t first[BATCH_MAX]; /* of its items */
    size_t item_counts[BATCH_MAX];
    size_t item_count;
    struct epi_error item_results[ITEMS_MAX];
    union {
        struct mark marks[ITEMS_MAX];
        struct rating ratings[ITEMS_MAX];
        struct subject subjects[ITEMS_MAX];
    };
};

/* What a service allows. lists: it lists what it has, so that plays which another journal may have
 * sent need not go alone. marks: so many of them go in one request; 0: BATCH_USUAL. */
struct batch_rules {
    bool lists;
    int marks;
};

/* Moves the first of these rows, and those that may go with it, into a batch. */
void batch_take(struct batch *batch, const struct batch_rules *rules, struct due *rows,
                size_t *count);

/* Whether the service's history is asked for that row alone before it is sent. */
bool batch_asks_history(const struct due *row, bool lists);

/* A row as a mark or a play. */
struct mark batch_mark(const struct due *row);

/* The first row of the batch that is the same viewing of what the service, with ids of that kind,
 * counts as one episode; i itself if there is none. */
size_t batch_same_row(const struct batch *batch, size_t i, enum id_kind kind,
                      int64_t rewatch_seconds);

/* Fills in the items of the rows. */
void batch_make_items(struct batch *batch, enum id_kind kind, int64_t rewatch_seconds);

/* Fills in the results of the rows from those of their items. */
void batch_take_results(struct batch *batch);

#endif
