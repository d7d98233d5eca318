/* SPDX-License-Identifier: MIT
 *
 * clock: the wall clock, and the days of a date. Only the player and the client read the clock;
 * they pass the time to everything below them.
 */
#ifndef EPIMARK_BASE_CLOCK_H
#define EPIMARK_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum { CLOCK_DAY = 24 * 60 * 60 }; /* seconds */

/* Milliseconds since 1970. context is ignored; it is there so that the function can be a host's
 * now_ms. */
int64_t clock_wall_ms(void *context);

/* Whether a wall clock (seconds since 1970) was ever set: a computer without a battery begins in
 * 1970 until it hears the time. */
bool clock_is_set(int64_t now);

/* A clock that goes on evenly from the time at which a process began, even if the wall clock is set
 * meanwhile; unless that was never set before. clock_steady_ms is a host's now_ms over one. */
struct clock_steady {
    int64_t wall_ms; /* at the beginning */
    int64_t boot_ms; /* the same since the system was started */
};
void clock_steady_begin(struct clock_steady *clock);
int64_t clock_steady_ms(void *clock);

/* A time of the monotonic clock, so many milliseconds from now; whether one is before another. */
struct timespec clock_monotonic_in(long milliseconds);
bool clock_is_before(const struct timespec *a, const struct timespec *b);

/* Days from 1970-01-01 to "YYYY-MM-DD" in the Gregorian calendar; 0 if date is anything else. */
int64_t clock_days_of(const char *date);

/* The reverse, from March of the year 0 to the end of 9999; otherwise "". */
enum { CLOCK_DATE_SIZE = 11 };
void clock_date_of(int64_t days, char date[CLOCK_DATE_SIZE]);

#endif
