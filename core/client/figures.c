/* SPDX-License-Identifier: MIT */
#include "core/client/figures.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/error.h"

enum { WEEK = 7, MONDAY = 3 /* 1970-01-01 was a Thursday */ };

bool figures_time(int64_t at, struct figures_time *time)
{
    time_t seconds = (time_t)at;
    struct tm parts;
    char date[CLOCK_DATE_SIZE];

    if (at <= 0 || !localtime_r(&seconds, &parts) ||
        strftime(date, sizeof(date), "%Y-%m-%d", &parts) == 0)
        return false;
    *time = (struct figures_time){.day = clock_days_of(date),
                                  .year = parts.tm_year + 1900,
                                  .month = parts.tm_mon + 1,
                                  .weekday = (parts.tm_wday + 6) % WEEK,
                                  .hour = parts.tm_hour};
    return true;
}

/* ---- Medians ---- */

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;

    return (a > b) - (a < b);
}

double figures_median(double *values, size_t count)
{
    if (count == 0)
        return 0;
    qsort(values, count, sizeof(*values), compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static int viewings_of(const struct figures_day *day)
{
    return day->shown.episodes + day->shown.films;
}

static int64_t week_of(const struct figures_day *day)
{
    return (day->day + MONDAY) / WEEK;
}

static bool find_medians(const struct figures_day *days, size_t count, bool weeks,
                         struct epi_report_span *span)
{
    size_t week_count = weeks ? (size_t)(week_of(&days[count - 1]) - week_of(days)) + 1 : 0;
    size_t room = week_count > count ? week_count : count;
    CLEANUP(cleanup_free) double *values = calloc(room, sizeof(*values));

    if (!values)
        return false;
    for (size_t i = 0; i < count; i++)
        values[i] = viewings_of(&days[i]);
    span->median = figures_median(values, count);
    if (!weeks)
        return true;
    memset(values, 0, room * sizeof(*values));
    for (size_t i = 0; i < count; i++)
        values[week_of(&days[i]) - week_of(days)] += (double)days[i].shown.seconds;
    span->week = (int64_t)figures_median(values, week_count);
    return true;
}

/* ---- Days in a row ---- */

static void set_stretch(struct epi_report_stretch *stretch, int64_t first, int64_t last)
{
    clock_date_of(first, stretch->first);
    clock_date_of(last, stretch->last);
    stretch->days = (int)(last - first + 1);
}

static void find_stretches(const struct figures_day *days, size_t count,
                           struct epi_report_span *span)
{
    size_t begin = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t before = i ? days[i - 1].day : days[i].day;
        int64_t between = days[i].day - before - 1;
        if (between > 0)
            begin = i;
        if (between > span->gap.days)
            set_stretch(&span->gap, before + 1, days[i].day - 1);
        if (days[i].day - days[begin].day + 1 > span->run.days)
            set_stretch(&span->run, days[begin].day, days[i].day);
    }
}

void figures_current(const struct figures_day *days, size_t count, int64_t today,
                     struct epi_report_stretch *run)
{
    size_t end = count;

    *run = (struct epi_report_stretch){0};
    while (end > 0 && days[end - 1].day > today)
        end--;
    if (end == 0 || days[end - 1].day < today - 1)
        return;
    size_t begin = end - 1;
    while (begin > 0 && days[begin - 1].day == days[begin].day - 1)
        begin--;
    set_stretch(run, days[begin].day, days[end - 1].day);
}

bool figures_span(const struct figures_day *days, size_t count, bool weeks,
                  struct epi_report_span *span)
{
    *span = (struct epi_report_span){.days = (int)count};
    for (size_t i = 0; i < count; i++) {
        const struct epi_report_day *day = &days[i].shown;
        span->episodes += day->episodes;
        span->films += day->films;
        span->seconds += day->seconds;
        span->again += days[i].again;
        if (!span->most || day->episodes + day->films > span->most->episodes + span->most->films)
            span->most = day;
    }
    if (count == 0)
        return true;
    span->mean = (double)(span->episodes + span->films) / (double)count;
    find_stretches(days, count, span);
    return find_medians(days, count, weeks, span);
}

/* ---- Ratings ---- */

/* The rating at a place, from 0, if all are in their order. */
static int rating_at(const struct epi_report_ratings *ratings, int place)
{
    int value = 1;

    for (int before = ratings->of[1]; before <= place && value < 10; before += ratings->of[value])
        value++;
    return value;
}

void figures_ratings(struct epi_report_ratings *ratings)
{
    int sum = 0;

    ratings->count = 0;
    for (int value = 1; value <= 10; value++) {
        ratings->count += ratings->of[value];
        sum += value * ratings->of[value];
    }
    if (ratings->count == 0)
        return;
    ratings->mean = (double)sum / ratings->count;
    ratings->median =
        (rating_at(ratings, (ratings->count - 1) / 2) + rating_at(ratings, ratings->count / 2)) /
        2.0;
}
