/* SPDX-License-Identifier: MIT
 *
 * guard: keeps a play that is not of the moment from being added twice: one of more than a day ago,
 * of a time that is not known, or imported, may be in the service's history, from another program
 * or another journal. Only deliver uses it.
 */
#ifndef EPIMARK_DELIVER_GUARD_H
#define EPIMARK_DELIVER_GUARD_H

#include <stdbool.h>

struct due;
struct epi_error;
struct inventory;

/* Of one service in one round: its history is asked for at most once. */
struct guard {
    bool asked;
    bool ready; /* the journal knows the history */
};

/* Whether the history has to be known before this row is sent. */
bool guard_wants(const struct inventory *inventory, const struct due *row);

/* Makes sure that it is known. A service that has none to show is not waited for. Fails as the
 * service does. */
bool guard_ready(struct guard *guard, const struct inventory *inventory, struct epi_error *err);

/* Whether the service has that play already. Fails if the journal does. */
bool guard_finds(const struct guard *guard, const struct inventory *inventory,
                 const struct due *row, bool *there, struct epi_error *err);

#endif
