/* SPDX-License-Identifier: MIT
 *
 * cell: numbers, truth and times as exports write them in text.
 */
#ifndef EPIMARK_IMPORT_CELL_H
#define EPIMARK_IMPORT_CELL_H

#include <stdbool.h>
#include <stdint.h>

/* A whole number: "12", "12.0", "9.734301e+06"; fallback for anything else. */
int64_t cell_int(const char *text, int64_t fallback);

/* "1", "true", "yes", in any case. */
bool cell_is_true(const char *text);

/* Whether two texts are the same but for case (of ASCII), blanks, "_" and "-". */
bool cell_is(const char *text, const char *other);

/* Which of two numbers, day and month, a date names first. */
enum cell_order {
    CELL_ORDER_NONE, /* not known; or no question: "2026-02-01", "1.2.2026", "2/2/2026" */
    CELL_DAY_FIRST,
    CELL_MONTH_FIRST,
    CELL_EITHER, /* the date can be read both ways */
};

/* How times are written where nothing else is said. */
struct cell_clock {
    bool local;            /* in the zone of this computer, not in UTC */
    enum cell_order order; /* "03/04/2026" is in April, or in March; NONE: it could be two dates */
    int64_t now;           /* no time may be later; 0: any may */
};

enum cell_time {
    CELL_TIME_KNOWN,
    CELL_TIME_DAY,  /* only the day is known: its noon in UTC */
    CELL_TIME_NONE, /* no time, or one that stands for none: 1970-01-01, year 1, "unknown" */
    CELL_TIME_BAD,
};

/* Reads "2026-02-01", with "T" or blanks, a time, fractions, "Z", "UTC" or "+01:00" behind it;
 * "1.2.2026", "13/2/2026", unless the order of the clock is another; seconds, milliseconds or
 * microseconds since 1970. A local time that a change of the clocks leaves out is read as if they
 * had not been changed, one that there is twice is the first. at: seconds since 1970; why: what is
 * wrong with it, "is ..." */
enum cell_time cell_time(const char *text, const struct cell_clock *clock, int64_t *at,
                         const char **why);

/* In which order a text has day and month, if it is a date or a time. */
enum cell_order cell_order(const char *text);

/* The same as cell_time for a day alone: "YYYY-MM-DD", or "" if there is none. */
enum { CELL_DAY_SIZE = 11 };
void cell_day(const char *text, const struct cell_clock *clock, char day[CELL_DAY_SIZE]);

#endif
