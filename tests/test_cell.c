/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "core/import/cell.h"

static void numbers_are_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        {"12", 12},
        {"0", 0},
        {"-1", -1},
        {"12.0", 12},
        {"9.734301e+06", 9734301},
        {"4.2e6", 4200000},
        {"1.57e+15", 1570000000000000},
        {"1e+2", 100},
        {"1.5E1", 15},
        {"5.", 5},
        {"12.9", 12},
        {"-12.9", -12},
        {"9007199254740991", 9007199254740991},
        {"9007199254740992", -7},
        {"1e+", -7},
        {"1e-2", -7},
        {"-", -7},
        {"", -7},
        {"x", -7},
        {"12x", -7},
        {"1e99", -7},
        {"99999999999999999999", -7},
        {"+1", -7},
        {"1e", -7},
        {" 1", -7},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(cell_int(cases[i].text, -7), cases[i].value);
}

static void words_are_compared_loosely(void **state)
{
    (void)state;
    assert_true(cell_is("Plan to_Watch", "plantowatch"));
    assert_true(cell_is("", " "));
    assert_false(cell_is("plan", "plant"));
    assert_false(cell_is("plant", "plan"));
    assert_true(cell_is_true("TRUE"));
    assert_true(cell_is("-watch_ list ", " Watch-List"));
    assert_true(cell_is_true("yes"));
    assert_true(cell_is_true("1"));
    assert_false(cell_is_true("0"));
    assert_false(cell_is_true(""));
}

static int64_t at(const char *text, const struct cell_clock *clock)
{
    int64_t at = -1;
    const char *why = "";
    enum cell_time known = cell_time(text, clock, &at, &why);
    return known == CELL_TIME_KNOWN || known == CELL_TIME_DAY ? at : -1;
}

static void each_form_of_a_time_is_read(void **state)
{
    (void)state;
    static const struct cell_clock clock = {0};
    static const char *const same[] = {
        "2024-02-29T20:15:00.000Z",
        "2024-02-29 20:15:00",
        "2024-02-29 20:15",
        "2024-02-29T20:15:00+0000",
        "2024-02-29T21:15:00+01:00",
        "2024-02-29 15:15:00-05",
        "2024-02-29 20:15:00 UTC",
        "29.02.2024 20:15",
        "29-02-2024, 20:15:00",
        "2/29/2024 20:15",
        "29.2.24 20:15",
        "2024/02/29 20:15:00.5",
        "1709237700",
        "1709237700000",
        "1709237700000000",
        "1.7092377e+09",
    };
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        assert_int_equal(at(same[i], &clock), 1709237700);
    int64_t noon = 0;
    const char *why = "";
    assert_int_equal(cell_time("2024-02-29", &clock, &noon, &why), CELL_TIME_DAY);
    assert_int_equal(noon, 1709208000);
    assert_int_equal(cell_time("2024-02-29 12:00", &clock, &noon, &why), CELL_TIME_KNOWN);
    assert_int_equal(at("7/7/2024", &clock), 1720353600);
    assert_int_equal(at("3.4.2020", &clock), 1585915200);
}

static void a_zone_is_that_of_the_computer_if_asked(void **state)
{
    (void)state;
    static const struct cell_clock clock = {.local = true};
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    assert_int_equal(at("2024-02-29 21:15", &clock), 1709237700);
    assert_int_equal(at("2024-07-01 22:00", &clock), 1719864000);
    assert_int_equal(at("2024-02-29 20:15Z", &clock), 1709237700);
    assert_int_equal(at("2024-02-29", &clock), 1709208000);
    setenv("TZ", "UTC", 1);
    tzset();
}

/* Whatever was read before: an hour that is left out, and one that there is twice. */
static void a_change_of_the_clocks_has_one_meaning(void **state)
{
    (void)state;
    static const struct cell_clock clock = {.local = true};
    static const char *const before[] = {"2024-01-15 12:00", "2024-07-15 12:00"};
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    for (size_t i = 0; i < 2; i++) {
        at(before[i], &clock);
        assert_int_equal(at("2024-03-31 01:59", &clock), 1711846740);
        at(before[i], &clock);
        assert_int_equal(at("2024-03-31 02:30:10", &clock), 1711848610); /* 03:30:10 there */
        at(before[i], &clock);
        assert_int_equal(at("2024-03-31 03:00", &clock), 1711846800);
        at(before[i], &clock);
        assert_int_equal(at("2024-10-27 02:30:10", &clock), 1729989010); /* in summer time */
        at(before[i], &clock);
        assert_int_equal(at("2024-10-27 03:00", &clock), 1729994400);
        assert_int_equal(at("2024-07-01 22:00:60", &clock), 1719864060); /* a leap second */
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static void what_is_no_time_is_none(void **state)
{
    (void)state;
    static const struct cell_clock clock = {0};
    static const char *const none[] = {
        "",
        " ",
        "unknown",
        "null",
        "1970-01-01T00:00:00.000Z",
        "1970-01-01T00:00:01Z",
        "1969-12-31 19:00:00",
        "1899-12-30",
        "0001-01-01 00:00:00",
        "1970-01-01",
    };
    int64_t time = 5;
    const char *why = "";
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_int_equal(cell_time(none[i], &clock, &time, &why), CELL_TIME_NONE);
    assert_int_equal(time, 5);
}

static void a_wrong_time_says_why(void **state)
{
    (void)state;
    static const struct cell_clock clock = {.now = 1700000000};
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"03/04/2020", "can be two dates: say --dates day-first, or month-first"},
        {"3-4-2020", "can be two dates: say --dates day-first, or month-first"},
        {"2023-02-29", "is no date"},
        {"2020-13-01", "is no date"},
        {"5.18.2020", "is no date"},
        {"0/5/2020", "is no date"},
        {"13/13/2020", "is no date"},
        {"2020-01-01 24:00", "is no date"},
        {"2020-01-01 10", "is no date"},
        {"2020-01-01 10:00 CET", "is no date"},
        {"2020-01-01 10:00+1:99", "is no date"},
        {"yesterday", "is no date"},
        {"12", "is no date"},
        {"2020-01", "is no date"},
        {"20240101", "is no date"},
        {"1.2.345", "is no date"},
        {"1969-01-01", "is too long ago"},
        {"2030-01-01", "is in the future"},
        {"1900000000", "is in the future"},
        {"2020-01-01T", "is no date"},
        {"2020-01.01", "is no date"},
        {"01.01/2020", "is no date"},
        {"2100-02-29", "is no date"},
        {"2020-04-31", "is no date"},
        {"2020-00-01", "is no date"},
        {"2020-01-00", "is no date"},
        {"2020-01-32", "is no date"},
        {"2020-01-01 10:60", "is no date"},
        {"2020-01-01 10:00:61", "is no date"},
        {"2020-01-01 10:00:00+15:00", "is no date"},
        {"2020-01-01 10:00:00+01:60", "is no date"},
        {"2020-01-01 10:00:00+", "is no date"},
        {"2020-01-01 10:00:00+01:00x", "is no date"},
        {"2020-01-01 :00", "is no date"},
        {"2020-01-01 10.30", "is no date"},
        {"99999999", "is no date"},
        {"100000000x", "is no date"},
        {"1969-12-30 00:00", "is too long ago"},
        {"1901-01-01", "is too long ago"},
        {"1700086401", "is in the future"},
        {"2020-01-01 1:1:", "is no date"},
    };
    int64_t time = 5;
    const char *why;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        why = "";
        if (cell_time(cases[i].text, &clock, &time, &why) != CELL_TIME_BAD)
            fail_msg("%s is taken for a time", cases[i].text);
        assert_string_equal(why, cases[i].why);
    }
    assert_int_equal(at("2023-11-15 12:00", &clock), 1700049600); /* a day's play of clocks */
}

/* The first and the last that is read as one kind of thing. */
static void each_border_of_a_time(void **state)
{
    (void)state;
    static const struct cell_clock clock = {.now = 1700000000};
    static const struct {
        const char *text;
        int64_t at;
    } cases[] = {
        {"100000000", 100000000},
        {"1700086400", 1700086400}, /* a day from now */
        {"99999999999", -1},        /* no thousandths, but seconds to come */
        {"100000000000", 100000000},
        {"1970-01-02 23:59:59", -1},
        {"1970-01-03 00:00", 172800},
        {"1969-12-30 00:00:01", -1},
        {"2000-02-29 00:00:60", 951782460},
        {"2016-12-31 23:59:59,999 GMT", 1483228799},
        {"2020-01-31t10:59z", 1580468340},
        {"2020-01-01 00:00+14:00", 1577786400},
        {"2020-01-01 00:00-00:59", 1577840340},
        {"1.2.71 00:00", 34214400},
        {"1.2.05 00:00", 1107216000},
        {"12.12.2012 00:00", 1355270400},
        {"12/12/2012 00:00", 1355270400}, /* both ways the same */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (at(cases[i].text, &clock) != cases[i].at)
            fail_msg("%s: %lld", cases[i].text, (long long)at(cases[i].text, &clock));
    }
}

static void two_numbers_are_told_apart_if_it_is_said(void **state)
{
    (void)state;
    static const struct cell_clock days = {.order = CELL_DAY_FIRST},
                                   months = {.order = CELL_MONTH_FIRST};
    assert_int_equal(at("03/04/2020", &days), 1585915200);
    assert_int_equal(at("03/04/2020", &months), 1583323200);
    assert_int_equal(at("3.4.2020", &months), 1585915200);
    assert_int_equal(at("2020-13-04", &months), -1);
    assert_int_equal(at("2020-04-13", &months), 1586779200);
}

static void an_order_that_is_said_holds_for_all(void **state)
{
    (void)state;
    static const struct cell_clock days = {.order = CELL_DAY_FIRST},
                                   months = {.order = CELL_MONTH_FIRST};
    int64_t time = 5;
    const char *why = "";
    assert_int_equal(cell_time("04/13/2020", &days, &time, &why), CELL_TIME_BAD);
    assert_string_equal(why, "has the month first, not the day");
    assert_int_equal(cell_time("13-04-2020", &months, &time, &why), CELL_TIME_BAD);
    assert_string_equal(why, "has the day first, not the month");
    assert_int_equal(time, 5);
}

static void the_order_of_a_date(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum cell_order order;
    } cases[] = {
        {"13/04/2020", CELL_DAY_FIRST},  {" 04-13-2020 10:00", CELL_MONTH_FIRST},
        {"03/04/20", CELL_EITHER},       {"04/04/2020", CELL_ORDER_NONE},
        {"13.04.2020", CELL_ORDER_NONE}, {"2020-04-13", CELL_ORDER_NONE},
        {"31/02/2020", CELL_ORDER_NONE}, {"13/04/2020 10 o'clock", CELL_ORDER_NONE},
        {"1709237700", CELL_ORDER_NONE}, {"", CELL_ORDER_NONE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(cell_order(cases[i].text), cases[i].order);
}

static void a_day_alone(void **state)
{
    (void)state;
    static const struct cell_clock clock = {0};
    char day[CELL_DAY_SIZE];
    cell_day("2011-04-17T20:00:00Z", &clock, day);
    assert_string_equal(day, "2011-04-17");
    cell_day("17.4.2011", &clock, day);
    assert_string_equal(day, "2011-04-17");
    cell_day("0001-01-01 00:00:00", &clock, day);
    assert_string_equal(day, "");
    cell_day("0002-12-31", &clock, day);
    assert_string_equal(day, "0002-12-31");
    cell_day("2011-13-17", &clock, day);
    assert_string_equal(day, "");
    cell_day("03/04/2020", &clock, day);
    assert_string_equal(day, "");
    cell_day("", &clock, day);
    assert_string_equal(day, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(words_are_compared_loosely),
        cmocka_unit_test(each_form_of_a_time_is_read),
        cmocka_unit_test(a_zone_is_that_of_the_computer_if_asked),
        cmocka_unit_test(a_change_of_the_clocks_has_one_meaning),
        cmocka_unit_test(what_is_no_time_is_none),
        cmocka_unit_test(a_wrong_time_says_why),
        cmocka_unit_test(each_border_of_a_time),
        cmocka_unit_test(two_numbers_are_told_apart_if_it_is_said),
        cmocka_unit_test(an_order_that_is_said_holds_for_all),
        cmocka_unit_test(the_order_of_a_date),
        cmocka_unit_test(a_day_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
