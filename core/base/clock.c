/* SPDX-License-Identifier: MIT */
#include "core/base/clock.h"

#include <stdio.h>
#include <time.h>

int64_t clock_wall_ms(void *context)
{
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

bool clock_is_set(int64_t now)
{
    static const int64_t first = 1577836800; /* 2020: there was no epimark before */
    return now >= first;
}

static int64_t boot_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec * (int64_t)1000 + now.tv_nsec / 1000000;
}

void clock_steady_begin(struct clock_steady *clock)
{
    clock->wall_ms = clock_wall_ms(NULL);
    clock->boot_ms = boot_ms();
}

int64_t clock_steady_ms(void *context)
{
    struct clock_steady *clock = context;
    if (!clock_is_set(clock->wall_ms / 1000))
        clock_steady_begin(clock);
    return clock->wall_ms + boot_ms() - clock->boot_ms;
}

struct timespec clock_monotonic_in(long milliseconds)
{
    struct timespec when;
    clock_gettime(CLOCK_MONOTONIC, &when);
    when.tv_sec += milliseconds / 1000;
    when.tv_nsec += (milliseconds % 1000) * 1000000;
    if (when.tv_nsec >= 1000000000) {
        when.tv_nsec -= 1000000000;
        when.tv_sec++;
    }
    return when;
}

bool clock_is_before(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* Years begin in March here, so that a leap day is the last day of its year. */
static int64_t days(int year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

int64_t clock_days_of(const char *date)
{
    int year, month, day;
    if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3)
        return 0;
    return days(year, month, day);
}

void clock_date_of(int64_t days_since, char date[CLOCK_DATE_SIZE])
{
    int64_t shifted = days_since + 719468;
    date[0] = '\0';
    if (shifted < 0)
        return;
    int64_t era = shifted / 146097;
    int64_t of_era = shifted % 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153;
    int64_t day = of_year - (153 * month + 2) / 5 + 1;
    year += era * 400 + (month >= 10);
    if (year > 9999)
        return;
    snprintf(date, CLOCK_DATE_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000,
             (unsigned)(month < 10 ? month + 3 : month - 9) % 100, (unsigned)day % 100);
}
