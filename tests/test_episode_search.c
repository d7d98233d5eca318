/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void absolute_numbers_that_no_catalogue_has(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    for (size_t i = 0; i < show->episode_count; i++)
        show->episodes[i].absolute = 0;
    shelf_add_episode(show, &(struct episode){.season = 0, .number = 1, .special = true});
    resolving_episode(f, "[Group] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    resolving_episode(f, "[Group] Lantern Club - 36 [720p].mkv", 100, 3, 12);
    resolving_to(f, "[Group] Lantern Club - 37 [720p].mkv", RESOLUTION_NO_EPISODE);
    /* A list with a gap cannot be counted: 30 is not its thirtieth row. */
    resolving_listed(show, 1, 7)->number = 20;
    resolving_to(f, "[Group] Lantern Club - 30 [720p].mkv", RESOLUTION_NO_EPISODE);
    /* In a single season it is the one with the number. */
    struct show *single = resolving_show(f, "Paper Moon", 2011, 101, 1, 12);
    for (size_t i = 0; i < single->episode_count; i++)
        single->episodes[i].absolute = 0;
    resolving_listed(single, 1, 3)->number = 20;
    resolving_episode(f, "[Group] Paper Moon - 05 [720p].mkv", 101, 1, 5);
    resolving_episode(f, "[Group] Paper Moon - 20 [720p].mkv", 101, 1, 20);
}

static void given_absolute_numbers_are_not_counted(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    /* The catalogue leaves one out: 36 is none. */
    resolving_listed(show, 3, 12)->absolute = 0;
    resolving_to(f, "[Group] Lantern Club - 36 [720p].mkv", RESOLUTION_NO_EPISODE);
    resolving_episode(f, "[Group] Lantern Club - 35 [720p].mkv", 100, 3, 11);
    /* A low number is one of its season, or none. */
    resolving_show(f, "Market Day", 2010, 101, 3, 4);
    resolving_to(f, "Market.Day.S01E05.mkv", RESOLUTION_NO_EPISODE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(absolute_numbers_that_no_catalogue_has),
        TEST(given_absolute_numbers_are_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
