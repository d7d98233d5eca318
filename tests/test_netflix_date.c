/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/clock.h"
#include "core/import/netflix_date.h"

enum { TODAY = 20454 }; /* 2026-01-01 */

/* Reads dates, separated by blanks, as one list; returns the days of all that are some, in the same
 * form, with "-" for the others; or "open". */
static const char *days_of(const char *list, enum netflix_order given)
{
    static char out[512];
    struct netflix_dates dates = {0};
    struct epi_error err;
    char text[64];
    int used = 0;
    for (const char *at = list; sscanf(at, "%63s%n", text, &used) == 1; at += used)
        netflix_date_see(&dates, text, TODAY);
    if (!netflix_date_decide(&dates, given, &err)) {
        assert_int_equal(err.kind, EPI_ERROR_NEVER);
        return "open";
    }
    out[0] = '\0';
    for (const char *at = list; sscanf(at, "%63s%n", text, &used) == 1; at += used) {
        char date[CLOCK_DATE_SIZE] = "-";
        int64_t day;
        if (netflix_date_read(&dates, text, TODAY, &day))
            clock_date_of(day, date);
        snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%s", *out ? " " : "", date);
    }
    return out;
}

static void a_number_that_is_no_month_decides_for_all(void **state)
{
    (void)state;
    assert_string_equal(days_of("5/18/25 2/6/25", 0), "2025-05-18 2025-02-06");
    assert_string_equal(days_of("18/05/2025 06/02/2025", 0), "2025-05-18 2025-02-06");
    assert_string_equal(days_of("18-05-2025 06-02-2025", 0), "2025-05-18 2025-02-06");
    assert_string_equal(days_of("5/18/25 05/04/2025", 0), "2025-05-18 2025-05-04");
    assert_string_equal(days_of("25-05-18 25-02-06", 0), "2025-05-18 2025-02-06");
}

static void some_forms_need_no_decision(void **state)
{
    (void)state;
    assert_string_equal(days_of("2025-05-04", 0), "2025-05-04");
    assert_string_equal(days_of("2025/5/4", 0), "2025-05-04");
    assert_string_equal(days_of("04.05.25", 0), "2025-05-04");
    assert_string_equal(days_of("05/05/2025", 0), "2025-05-05");
    struct netflix_dates dates = {0};
    int64_t day;
    netflix_date_see(&dates, "25. 5. 18.", TODAY);
    netflix_date_see(&dates, "25. 5. 4.", TODAY);
    assert_true(netflix_date_decide(&dates, NETFLIX_UNKNOWN, NULL));
    assert_true(netflix_date_read(&dates, "25. 5. 4.", TODAY, &day));
    assert_int_equal(day, clock_days_of("2025-05-04"));
}

static void the_order_of_the_list_decides(void **state)
{
    (void)state;
    assert_string_equal(days_of("04/05/2025 09/04/2025 03/04/2025", 0),
                        "2025-05-04 2025-04-09 2025-04-03");
    assert_string_equal(days_of("5/4/25 4/9/25 4/3/25", 0), "2025-05-04 2025-04-09 2025-04-03");
    assert_string_equal(days_of("4/3/25 4/9/25 5/4/25", 0), "2025-04-03 2025-04-09 2025-05-04");
    /* A date that is sure is part of that order. */
    assert_string_equal(days_of("2025-05-05 04/05/2025 2025-05-03", 0),
                        "2025-05-05 2025-05-04 2025-05-03");
    /* None is later than today. */
    assert_string_equal(days_of("01/12/2025", 0), "open");
    assert_string_equal(days_of("05/01/2026 01/12/2025", NETFLIX_MONTH_FIRST), "- 2025-01-12");
}

static void what_stays_open_the_user_says(void **state)
{
    (void)state;
    assert_string_equal(days_of("04/05/2025", 0), "open");
    assert_string_equal(days_of("04/05/2025 03/04/2025", 0), "open");
    assert_string_equal(days_of("04/05/2025", NETFLIX_DAY_FIRST), "2025-05-04");
    assert_string_equal(days_of("04/05/2025", NETFLIX_MONTH_FIRST), "2025-04-05");
    /* What contradicts that is none. */
    assert_string_equal(days_of("18/05/2025 04/05/2025", NETFLIX_MONTH_FIRST), "- 2025-04-05");
    /* Dates of other forms are not meant. */
    assert_string_equal(days_of("18.05.2025 04.05.2025", NETFLIX_MONTH_FIRST),
                        "2025-05-18 2025-05-04");
    assert_string_equal(days_of("25-05-18 25-05-04", NETFLIX_MONTH_FIRST), "2025-05-18 2025-05-04");
    /* Of two that contradict each other one is none. */
    assert_string_equal(days_of("5/18/2025 18/5/2025", 0), "open");
    assert_string_equal(days_of("5/18/2025 18/5/2025", NETFLIX_MONTH_FIRST), "2025-05-18 -");
}

static void what_is_no_day_is_none_and_decides_nothing(void **state)
{
    (void)state;
    assert_string_equal(days_of("18/05/2025 99/99/2025 06/02/2025", 0), "2025-05-18 - 2025-02-06");
    assert_string_equal(days_of("2025-02-30 2099-01-01 1999-01-01 2025-05 x 1/2/3/4", 0),
                        "- - - - - -");
    assert_string_equal(days_of("99999/1/1 1/1/99999 1/1/5", 0), "- - -");
    assert_string_equal(days_of("\xe2\x80\x8f"
                                "18\xe2\x80\x8f/05\xe2\x80\x8f/2025",
                                0),
                        "2025-05-18"); /* with marks of direction */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_that_is_no_month_decides_for_all),
        cmocka_unit_test(some_forms_need_no_decision),
        cmocka_unit_test(the_order_of_the_list_decides),
        cmocka_unit_test(what_stays_open_the_user_says),
        cmocka_unit_test(what_is_no_day_is_none_and_decides_nothing),
    };
    return cmocka_run_group_tests_name("netflix_date", tests, NULL, NULL);
}
