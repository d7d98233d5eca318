/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/clock.h"
#include "core/client/figures.h"

/* A zone by its rules, so that no file of the system decides. */
static void be_in(const char *zone)
{
    setenv("TZ", zone, 1);
    tzset();
}

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"

static void assert_time(int64_t at, const char *date, int weekday, int hour)
{
    struct figures_time time;

    assert_true(figures_time(at, &time));
    char found[CLOCK_DATE_SIZE];
    clock_date_of(time.day, found);
    assert_string_equal(found, date);
    assert_int_equal(time.weekday, weekday);
    assert_int_equal(time.hour, hour);
    int year = (int)strtol(date, NULL, 10);
    assert_int_equal(time.year, year);
    assert_int_equal(time.month, strtol(date + 5, NULL, 10));
}

static void a_time_is_that_of_the_zone(void **state)
{
    (void)state;
    be_in("UTC0");
    assert_time(1709251199, "2024-02-29", 3, 23); /* the last second of a leap day */
    assert_time(1709251200, "2024-03-01", 4, 0);
    be_in("JST-9");
    assert_time(1709251199, "2024-03-01", 4, 8);
    be_in(BERLIN);
    assert_time(1735685999, "2024-12-31", 1, 23);
    assert_time(1735686000, "2025-01-01", 2, 0);
}

static void summer_begins_and_ends(void **state)
{
    (void)state;
    be_in(BERLIN);
    assert_time(1774745999, "2026-03-29", 6, 1); /* then comes 3 o'clock */
    assert_time(1774746000, "2026-03-29", 6, 3);
    assert_time(1792886399, "2026-10-25", 6, 1);
    assert_time(1792886400 + 1800, "2026-10-25", 6, 2); /* twice */
    assert_time(1792890000 + 1800, "2026-10-25", 6, 2);
    be_in("UTC0");
}

static void what_is_no_time_has_none(void **state)
{
    (void)state;
    struct figures_time time;
    assert_false(figures_time(0, &time));
    assert_false(figures_time(-1, &time));
    assert_false(figures_time(253402300800, &time)); /* the year 10000 */
    assert_false(figures_time(INT64_MAX, &time));
}

/* Days as "2024-02-28 2, 2024-02-29 1", with an hour for each viewing. */
static size_t read_days(const char *text, struct figures_day *days)
{
    size_t count = 0;

    for (; *text; text += *text == ',' ? 2 : 0) {
        struct figures_day *day = &days[count++];
        int viewings = 0, len = 0;
        memset(day, 0, sizeof(*day));
        assert_int_equal(sscanf(text, "%10s %d%n", day->shown.date, &viewings, &len), 2);
        day->day = clock_days_of(day->shown.date);
        day->shown.episodes = viewings;
        day->shown.seconds = viewings * 3600;
        text += len;
    }
    return count;
}

static struct epi_report_span span_of(const char *text, struct figures_day *days)
{
    struct epi_report_span span;

    assert_true(figures_span(days, read_days(text, days), true, &span));
    return span;
}

static void assert_stretch(const struct epi_report_stretch *stretch, int days, const char *first,
                           const char *last)
{
    assert_int_equal(stretch->days, days);
    assert_string_equal(stretch->first, first);
    assert_string_equal(stretch->last, last);
}

static void nothing_has_no_figures(void **state)
{
    (void)state;
    struct figures_day days[1];
    struct epi_report_span span = span_of("", days);
    assert_int_equal(span.days, 0);
    assert_null(span.most);
    assert_true(span.median == 0 && span.mean == 0 && span.week == 0);
    assert_stretch(&span.run, 0, "", "");
    assert_stretch(&span.gap, 0, "", "");
}

static void one_day_is_a_run_without_a_gap(void **state)
{
    (void)state;
    struct figures_day days[1];
    struct epi_report_span span = span_of("2026-03-14 3", days);
    assert_int_equal(span.episodes, 3);
    assert_true(span.median == 3 && span.mean == 3);
    assert_int_equal(span.week, 3 * 3600);
    assert_string_equal(span.most->date, "2026-03-14");
    assert_stretch(&span.run, 1, "2026-03-14", "2026-03-14");
    assert_stretch(&span.gap, 0, "", "");
}

static void runs_and_gaps_go_over_leap_days_and_years(void **state)
{
    (void)state;
    struct figures_day days[16];
    struct epi_report_span span =
        span_of("2024-02-27 1, 2024-02-28 1, 2024-02-29 1, 2024-03-01 4, 2024-03-03 1, "
                "2024-12-31 2, 2025-01-01 4",
                days);
    assert_stretch(&span.run, 4, "2024-02-27", "2024-03-01");
    assert_stretch(&span.gap, 302, "2024-03-04", "2024-12-30");
    assert_string_equal(span.most->date, "2024-03-01"); /* the first of two */
    assert_int_equal(span.days, 7);
    assert_true(span.median == 1);
    assert_true(span.mean == 2);
    span = span_of("2023-02-28 1, 2023-03-01 1", days);
    assert_stretch(&span.run, 2, "2023-02-28", "2023-03-01");
    span = span_of("2023-02-28 1, 2023-03-02 2", days);
    assert_stretch(&span.gap, 1, "2023-03-01", "2023-03-01");
    assert_true(span.median == 1.5);
}

/* A week begins on Monday; one in which nothing was watched counts. */
static void a_week_is_the_median_of_all(void **state)
{
    (void)state;
    struct figures_day days[8];
    struct epi_report_span span = span_of("2026-11-01 5, 2026-11-02 1", days); /* Sunday, Monday */
    assert_int_equal(span.week, 3 * 3600);
    span = span_of("2026-11-02 1, 2026-11-08 4", days);
    assert_int_equal(span.week, 5 * 3600);
    span = span_of("2026-11-02 9, 2026-11-16 9, 2026-11-30 9", days); /* two weeks in between */
    assert_int_equal(span.week, 9 * 3600);
    span = span_of("2026-11-02 9, 2026-11-30 9", days);
    assert_int_equal(span.week, 0);
}

static void assert_current(const char *text, const char *today, int wanted)
{
    struct figures_day days[8];
    struct epi_report_stretch run;

    figures_current(days, read_days(text, days), clock_days_of(today), &run);
    assert_int_equal(run.days, wanted);
}

static void a_run_goes_on_until_a_day_is_over(void **state)
{
    (void)state;
    const char *three = "2026-11-20 1, 2026-11-28 1, 2026-11-29 1, 2026-11-30 1";
    assert_current("", "2026-11-30", 0);
    assert_current(three, "2026-11-30", 3);
    assert_current(three, "2026-12-01", 3);
    assert_current(three, "2026-12-02", 0);
    assert_current(three, "2026-11-29", 2); /* what is later was recorded by a wrong clock */
}

static void ratings_have_a_median(void **state)
{
    (void)state;
    struct epi_report_ratings ratings = {.of = {[2] = 1, [7] = 1, [8] = 2}};
    figures_ratings(&ratings);
    assert_int_equal(ratings.count, 4);
    assert_true(ratings.median == 7.5);
    assert_true(ratings.mean == 6.25);
    ratings = (struct epi_report_ratings){.of = {[10] = 1}};
    figures_ratings(&ratings);
    assert_true(ratings.median == 10 && ratings.mean == 10);
    ratings = (struct epi_report_ratings){.of = {[1] = 2, [10] = 1}};
    figures_ratings(&ratings);
    assert_true(ratings.median == 1);
    ratings = (struct epi_report_ratings){0};
    figures_ratings(&ratings);
    assert_int_equal(ratings.count, 0);
    assert_true(ratings.median == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_that_of_the_zone),
        cmocka_unit_test(summer_begins_and_ends),
        cmocka_unit_test(what_is_no_time_has_none),
        cmocka_unit_test(nothing_has_no_figures),
        cmocka_unit_test(one_day_is_a_run_without_a_gap),
        cmocka_unit_test(runs_and_gaps_go_over_leap_days_and_years),
        cmocka_unit_test(a_week_is_the_median_of_all),
        cmocka_unit_test(a_run_goes_on_until_a_day_is_over),
        cmocka_unit_test(ratings_have_a_median),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
