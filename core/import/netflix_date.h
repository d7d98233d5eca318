/* SPDX-License-Identifier: MIT
 *
 * netflix_date: the days of a list of viewings: "5/18/25", "18.05.2025", "2025-05-18". Which of the
 * numbers is the day depends on the country of the account, and a spreadsheet may have rewritten
 * some; it is decided for the whole file, by its dates that can be read in one way only, and since
 * the list is in order.
 */
#ifndef EPIMARK_IMPORT_NETFLIX_DATE_H
#define EPIMARK_IMPORT_NETFLIX_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

/* In which order a date is written. */
enum netflix_order { NETFLIX_UNKNOWN, NETFLIX_DAY_FIRST, NETFLIX_MONTH_FIRST, NETFLIX_YEAR_FIRST };

enum {
    NETFLIX_ORDERS = NETFLIX_YEAR_FIRST + 1,
    NETFLIX_SEPARATORS = 4, /* "/", ".", "-" and others: the dates of each are decided apart */
};

/* How one reading of the dates so far went. */
struct netflix_reading {
    bool impossible; /* one is no day if it is read so */
    int rises, falls;
    int64_t last; /* 0: none yet */
};

/* Zero it; then show it all the dates in their order, and decide. */
struct netflix_dates {
    struct netflix_reading readings[NETFLIX_SEPARATORS][NETFLIX_ORDERS];
    bool differ[NETFLIX_SEPARATORS]; /* the readings are not all the same day */
    bool met[NETFLIX_SEPARATORS];
    enum netflix_order order[NETFLIX_SEPARATORS]; /* once decided */
};

/* today: days since 1970, none is later; 0: not known. */
void netflix_date_see(struct netflix_dates *dates, const char *text, int64_t today);

/* Decides, as the user says if that is known. Fails with EPI_ERROR_NEVER if it stays open. */
bool netflix_date_decide(struct netflix_dates *dates, enum netflix_order given,
                         struct epi_error *err);

/* Days since 1970; false if a text is no day, or later than today. */
bool netflix_date_read(const struct netflix_dates *dates, const char *text, int64_t today,
                       int64_t *day);

#endif
