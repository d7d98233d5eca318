/* SPDX-License-Identifier: MIT
 *
 * figures: counts by days, and what follows from such counts: medians, runs, gaps. Reads neither
 * clock nor journal. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_FIGURES_H
#define EPIMARK_CLIENT_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <epimark/report.h>

/* When something was, in local time. */
struct figures_time {
    int64_t day; /* since 1970-01-01 */
    int year;
    int month;   /* from 1 */
    int weekday; /* from Monday, 0 */
    int hour;
};

/* at: seconds since 1970. False if it has no such date. */
bool figures_time(int64_t at, struct figures_time *time);

/* A day with something watched, by its number since 1970. */
struct figures_day {
    int64_t day;
    int year;
    int month;
    int again;
    struct epi_report_day shown;
};

/* Fills in what follows from days in their order: all but series and favourite, and week only if
 * weeks is true. False if memory is short. */
bool figures_span(const struct figures_day *days, size_t count, bool weeks,
                  struct epi_report_span *span);

/* The days in a row that end on this day or the one before. */
void figures_current(const struct figures_day *days, size_t count, int64_t today,
                     struct epi_report_stretch *run);

/* Fills in the rest from of. */
void figures_ratings(struct epi_report_ratings *ratings);

/* Sorts the values. 0 of none. */
double figures_median(double *values, size_t count);

#endif
