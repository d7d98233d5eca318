/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/clock.h"
#include "tests/doubles/between.h"

static void days_are_those_of_the_calendar(void **state)
{
    (void)state;
    assert_int_equal(clock_days_of("1970-01-01"), 0);
    assert_int_equal(clock_days_of("1969-12-31"), -1);
    assert_int_equal(clock_days_of("2000-02-29"), 11016);
    assert_int_equal(clock_days_of("2000-03-01"), 11017);
    assert_int_equal(clock_days_of("2100-03-01") - clock_days_of("2100-02-28"), 1);
    struct tm about = {.tm_year = 1880 - 1900, .tm_mday = 1, .tm_isdst = 0};
    for (int64_t day = timegm(&about) / 86400; day < 60000; day++) {
        time_t at = (time_t)day * 86400;
        struct tm date;
        gmtime_r(&at, &date);
        char text[40];
        snprintf(text, sizeof(text), "%04d-%02d-%02d", date.tm_year + 1900, date.tm_mon + 1,
                 date.tm_mday);
        assert_int_equal(clock_days_of(text), day);
        char back[CLOCK_DATE_SIZE];
        clock_date_of(day, back);
        assert_string_equal(back, text);
    }
}

static void a_date_is_read_as_text(void **state)
{
    (void)state;
    assert_int_equal(clock_days_of("2008-01-20"), 13898);
    assert_int_equal(clock_days_of(""), 0);
    assert_int_equal(clock_days_of("2008"), 0);
    assert_int_equal(clock_days_of("soon"), 0);
    char date[CLOCK_DATE_SIZE];
    clock_date_of(clock_days_of("0000-03-01") - 61, date);
    assert_string_equal(date, "");
    clock_date_of(clock_days_of("9999-12-31") + 1, date);
    assert_string_equal(date, "");
}

static void the_wall_clock_goes_by_milliseconds(void **state)
{
    (void)state;
    int64_t before = (int64_t)time(NULL);
    int64_t now = clock_wall_ms(NULL) / 1000;
    assert_between(now, before - 1, (int64_t)time(NULL) + 1);
}

/* What the system's clocks say; none: as they are. */
static struct timespec wall, boot;
static bool planted;

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!planted)
        return (int)syscall(SYS_clock_gettime, clock, now);
    *now = clock == CLOCK_REALTIME ? wall : boot;
    return 0;
}

static void a_steady_clock_goes_on_if_the_wall_clock_is_set(void **state)
{
    (void)state;
    enum { NOW = 1700000000, DAY = 86400 };
    struct clock_steady clock;
    planted = true;
    wall.tv_sec = NOW;
    boot.tv_sec = 100;
    clock_steady_begin(&clock);
    assert_int_equal(clock_steady_ms(&clock), NOW * 1000LL);
    boot.tv_sec += 5;
    boot.tv_nsec = 250000000;
    wall.tv_sec = NOW + DAY;
    assert_int_equal(clock_steady_ms(&clock), NOW * 1000LL + 5250);
    wall.tv_sec = NOW - DAY;
    assert_int_equal(clock_steady_ms(&clock), NOW * 1000LL + 5250);
    /* A clock that was never set is no clock. */
    wall.tv_sec = 30;
    clock_steady_begin(&clock);
    assert_int_equal(clock_steady_ms(&clock), 30 * 1000LL);
    wall.tv_sec = NOW;
    assert_int_equal(clock_steady_ms(&clock), NOW * 1000LL);
    wall.tv_sec = NOW + DAY;
    assert_int_equal(clock_steady_ms(&clock), NOW * 1000LL);
    planted = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test(a_date_is_read_as_text),
        cmocka_unit_test(the_wall_clock_goes_by_milliseconds),
        cmocka_unit_test(a_steady_clock_goes_on_if_the_wall_clock_is_set),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
