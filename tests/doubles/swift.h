/* SPDX-License-Identifier: MIT
 *
 * swift: stands for the time that passes while core waits, and for a network that refuses. What
 * links to it reads this clock in place of the system's; waiting moves the clock, and takes no
 * time; and of each request of libcurl a test decides whether it is refused, or times out at once.
 */
#ifndef EPIMARK_TESTS_DOUBLES_SWIFT_H
#define EPIMARK_TESTS_DOUBLES_SWIFT_H

#include <stdint.h>

/* The clock, in milliseconds since 1970. It stands still unless it is set, or core waits. */
void swift_set(int64_t now_ms);
int64_t swift_now_ms(void);

enum swift_fate {
    SWIFT_SENT,     /* as core would send it */
    SWIFT_REFUSED,  /* nobody listens at its address */
    SWIFT_GIVEN_UP, /* it times out soon, however long it may take */
    SWIFT_WATCHED,  /* while it is under way, a test may cancel it */
};

/* Decides of a request before it is sent; n counts all since this was set, from 1. watch is called
 * again and again while one that is watched is under way. Both may be NULL. */
typedef enum swift_fate (*swift_decide)(void *context, int n);
typedef void (*swift_watch)(void *context);
void swift_on_request(swift_decide decide, swift_watch watch, void *context);

/* How many requests there were since then. */
int swift_requests(void);

#endif
