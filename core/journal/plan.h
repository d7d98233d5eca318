/* SPDX-License-Identifier: MIT
 *
 * plan: which kinds of deliveries go to which services. deliver makes it from the options; the
 * journal writes its deliveries by it. Values only, no functions.
 */
#ifndef EPIMARK_JOURNAL_PLAN_H
#define EPIMARK_JOURNAL_PLAN_H

#include <stdbool.h>

enum {
    JOURNAL_SERVICE_MAX = 16,
    JOURNAL_TARGETS_MAX = 8,
};

enum due_kind {
    DUE_MARK,        /* a state: watched, acquired, skipped */
    DUE_RATE,        /* a state: a rating or a vote */
    DUE_PLAY,        /* an addition: one more play in a history */
    DUE_RATE_SEASON, /* states: ratings of a whole season, a whole series */
    DUE_RATE_SERIES,
};

struct plan {
    struct {
        char service[JOURNAL_SERVICE_MAX];
        enum due_kind kind; /* DUE_RATE: ratings of every scope */
        bool films;         /* films, too */
        bool only_films;
    } targets[JOURNAL_TARGETS_MAX];
    int count;
    int rewatch_hours; /* the same episode again within these is the same viewing */
};

#endif
