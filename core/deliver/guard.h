/* SPDX-License-Identifier: MIT
 *
 * guard: keeps a play that is not of the moment from being added twice: one of more than an hour
 * ago, of a time that is not known, or imported, may be in the service's history, from another
 * program or another journal. An imported rating or mark does not replace what may be newer there.
 * What another copy of the journal had to send counts as imported. Only deliver uses it.
 */
#ifndef EPIMARK_DELIVER_GUARD_H
#define EPIMARK_DELIVER_GUARD_H

#include <stdbool.h>

#include "core/journal/outbox.h"

struct epi_error;
struct inventory;

/* An episode that is marked at the service, by its id there. */
struct guard_mark {
    int64_t episode;
    int64_t at; /* seconds since 1970; 0: unknown */
};

/* Of one service in one round: each list, by its enum held_list, is asked for at most once, and so
 * are the marks of a series. To be freed. */
struct guard {
    bool asked[HELD_LISTS];
    bool ready[HELD_LISTS];    /* the journal knows the list */
    struct series_ids *series; /* whose marks were asked for */
    size_t series_count;
    struct guard_mark *marks;
    size_t mark_count;
    size_t mark_room;
};

void guard_free(struct guard *guard);

/* Whether what the service has must be known before one of these rows is sent. */
bool guard_wants(const struct inventory *inventory, const struct due *rows, size_t count);

/* Makes sure that it is known; the rows are of one kind. A service that has none to show is not
 * waited for. Fails as the service does. */
bool guard_ready(struct guard *guard, const struct inventory *inventory, const struct due *rows,
                 size_t count, struct epi_error *err);

/* Whether the service has that already. Fails if the journal does. */
bool guard_finds(const struct guard *guard, const struct inventory *inventory,
                 const struct due *row, bool *there, struct epi_error *err);

/* That it has, in words. */
void guard_say(const struct inventory *inventory, enum due_kind kind, char text[OUTBOX_TEXT_MAX]);

#endif
