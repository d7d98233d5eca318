/* SPDX-License-Identifier: MIT
 *
 * waiting: what a sync leaves: how much of it waits or is refused, and for a person what the first
 * of it is and why it waits; one that only is not due yet gives way to one that has a cause. Of
 * core/client alone.
 */
#ifndef EPIMARK_CLIENT_WAITING_H
#define EPIMARK_CLIENT_WAITING_H

#include <stdbool.h>
#include <stdint.h>

struct entry;

enum { WAITING_REASON_MAX = 1024 };

/* Begins with all zero but now. */
struct waiting {
    int64_t now; /* seconds since 1970 */
    int count;
    int dead;
    bool caused;                     /* the reason is more than "not yet" */
    char reason[WAITING_REASON_MAX]; /* "" if nothing waits */
};

/* Whether an entry is to be looked up, be it once the user has said something. */
bool waiting_is_to_identify(const struct entry *entry);

/* Counts what is left of an entry. */
void waiting_count(struct waiting *waiting, const struct entry *entry);

/* Counts something else, that has a cause. */
void waiting_add(struct waiting *waiting, const char *reason);

#endif
