/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_those_of_the_calendar),
        cmocka_unit_test(a_date_is_read_as_text),
        cmocka_unit_test(the_wall_clock_goes_by_milliseconds),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
