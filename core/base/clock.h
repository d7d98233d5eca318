/* SPDX-License-Identifier: MIT
 *
 * clock: the wall clock, and the days of a date. Only the player and the client read the clock;
 * they pass the time to everything below them.
 */
#ifndef EPIMARK_BASE_CLOCK_H
#define EPIMARK_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_DAY = 24 * 60 * 60 }; /* seconds */

/* Milliseconds since 1970. context is ignored; it is there so that the function can be a host's
 * now_ms. */
int64_t clock_wall_ms(void *context);

/* Days from 1970-01-01 to "YYYY-MM-DD" in the Gregorian calendar; 0 if date is anything else. */
int64_t clock_days_of(const char *date);

/* The reverse, from March of the year 0 to the end of 9999; otherwise "". */
enum { CLOCK_DATE_SIZE = 11 };
void clock_date_of(int64_t days, char date[CLOCK_DATE_SIZE]);

#endif
