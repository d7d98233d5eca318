/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/clock.h"
#include "core/import/netflix_sittings.h"

enum { NOON = 1000 * CLOCK_DAY };

static void add(struct netflix_sittings *sittings, const char *title, int64_t begin, int minutes,
                int mark)
{
    struct netflix_sitting sitting = {.begin = NOON + begin,
                                      .end = NOON + begin + minutes * 60,
                                      .seconds = minutes * 60,
                                      .first_mark = mark < 0 ? -1 : mark * 60,
                                      .mark = mark < 0 ? -1 : mark * 60,
                                      .line = sittings->count + 2};
    assert_true(netflix_sittings_add(sittings, title, &sitting, NULL));
}

static void assert_sitting(const struct netflix_sitting *sitting, const char *title, int64_t begin,
                           int64_t end, int minutes)
{
    assert_string_equal(sitting->title, title);
    assert_int_equal(sitting->begin - NOON, begin);
    assert_int_equal(sitting->end - NOON, end);
    assert_int_equal(sitting->seconds, minutes * 60);
}

static void who_goes_on_is_still_watching(void **state)
{
    (void)state;
    struct netflix_sittings newest_first = {0}, oldest_first = {0};
    add(&newest_first, "a", 5000, 30, 42);
    add(&newest_first, "b", 4000, 10, 10);
    add(&newest_first, "a", 1000, 12, 12);
    assert_int_equal(newest_first.count, 2);
    assert_sitting(&newest_first.list[0], "a", 1000, 5000 + 1800, 42);
    assert_sitting(&newest_first.list[1], "b", 4000, 4600, 10);
    add(&oldest_first, "a", 1000, 12, 12);
    add(&oldest_first, "a", 5000, 30, 42);
    assert_int_equal(oldest_first.count, 1);
    assert_sitting(&oldest_first.list[0], "a", 1000, 5000 + 1800, 42);
    netflix_sittings_clear(&newest_first);
    netflix_sittings_clear(&oldest_first);
}

static void who_begins_again_watches_again(void **state)
{
    (void)state;
    struct netflix_sittings sittings = {0};
    add(&sittings, "a", 9000, 20, 20);
    add(&sittings, "a", 5000, 42, 42);
    add(&sittings, "a", 1000, 41, -1); /* not known: it may go on */
    assert_int_equal(sittings.count, 2);
    assert_sitting(&sittings.list[0], "a", 9000, 9000 + 1200, 20);
    assert_sitting(&sittings.list[1], "a", 1000, 5000 + 2520, 83);
    netflix_sittings_clear(&sittings);
}

static void a_month_later_it_is_not_the_same(void **state)
{
    (void)state;
    struct netflix_sittings sittings = {0};
    add(&sittings, "a", (int64_t)NETFLIX_SITTINGS_DAYS * CLOCK_DAY + 600, 20, 40);
    add(&sittings, "a", 0, 10, 10);
    assert_int_equal(sittings.count, 2);
    add(&sittings, "a", -1200, 10, 5);
    assert_int_equal(sittings.count, 2);
    netflix_sittings_clear(&sittings);
}

static void many_titles_are_kept_apart(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    struct netflix_sittings sittings = {0};
    char title[16];
    for (int i = 0; i < 2 * MANY; i++) {
        snprintf(title, sizeof(title), "%d", i % MANY);
        add(&sittings, title, -i, 1, -1);
    }
    assert_int_equal(sittings.count, MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(sittings.list[i].seconds, 120);
    netflix_sittings_clear(&sittings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_goes_on_is_still_watching),
        cmocka_unit_test(who_begins_again_watches_again),
        cmocka_unit_test(a_month_later_it_is_not_the_same),
        cmocka_unit_test(many_titles_are_kept_apart),
    };
    return cmocka_run_group_tests_name("netflix_sittings", tests, NULL, NULL);
}
