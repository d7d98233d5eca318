/* SPDX-License-Identifier: MIT
 *
 * clock: the wall clock, for those who hand the time down, and the days of a date. Nothing below
 * the player and the client reads a clock by itself.
 */
#ifndef EPIMARK_BASE_CLOCK_H
#define EPIMARK_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970. context is ignored: the function fits a host's now_ms. */
int64_t clock_wall_ms(void *context);

/* Days since 1970-01-01 of a date in the Gregorian calendar. */
int64_t clock_days(int year, int month, int day);

/* The same of "YYYY-MM-DD"; 0 if it is not such a text. */
int64_t clock_days_of(const char *date);

#endif
