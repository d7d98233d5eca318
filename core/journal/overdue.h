/* SPDX-License-Identifier: MIT
 *
 * overdue: what has waited for over a day to be sent or identified: how much, why, and whether the
 * user was told. What was recorded before the first sign-in to a service is not counted: it waits
 * for that.
 */
#ifndef EPIMARK_JOURNAL_OVERDUE_H
#define EPIMARK_JOURNAL_OVERDUE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/journal/outbox.h"

struct epi_error;
struct journal;

struct overdue {
    int count;                    /* deliveries, look-ups, and records that are parked */
    int reasons;                  /* how many different ones there are */
    char reason[OUTBOX_TEXT_MAX]; /* that of the oldest */
};

/* What is overdue now (seconds since 1970). */
bool overdue_find(struct journal *journal, int64_t now, struct overdue *overdue,
                  struct epi_error *err);

/* The same for a message that is shown once, whichever process shows it: count is 0 unless
 * something has become overdue since the last time, or a shield in front of a service holds it
 * back, and that time is a day ago. only_shield: something else is no reason. */
bool overdue_remind(struct journal *journal, int64_t now, bool only_shield, struct overdue *overdue,
                    struct epi_error *err);

#endif
