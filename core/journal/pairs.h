/* SPDX-License-Identifier: MIT
 *
 * pairs: which viewings of one episode and which plays of it at a service are the same. Pure. Only
 * differences uses it.
 */
#ifndef EPIMARK_JOURNAL_PAIRS_H
#define EPIMARK_JOURNAL_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pair_fate {
    PAIR_ALONE, /* the other side has nothing like it */
    PAIR_SAME,
    PAIR_OTHER_TIME, /* the other side has one that has no other, at another time */
    PAIR_TWICE,      /* of a play: its service has another one of the same viewing */
};

/* One viewing or play. */
struct pair {
    int64_t at;    /* seconds since 1970; 0: it is not known when */
    bool unlisted; /* of a play: it was sent, but the service did not list it yet */
    size_t with;   /* its like on the other side; of PAIR_TWICE the earlier one on its own */
    enum pair_fate fate;
};

/* Sets fates and likes. Both sides are in the order of their times, what is not known first. run:
 * how long the episode is, in seconds; window: within so many it is the same viewing. A time that
 * is not known may be any; the noon of a day (UTC) may be any of that day. */
void pairs_find(struct pair *here, size_t here_count, struct pair *there, size_t there_count,
                int64_t run, int64_t window);

#endif
