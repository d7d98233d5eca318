/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/located.h"

static const struct episode first = {.season = 1, .number = 2, .tvdb = 30, .tvmaze = 40};

/* One that differs in what is not 0. */
static struct episode other(int season, int number, int64_t tvdb, int64_t tvmaze)
{
    struct episode episode = first;
    episode.season += season;
    episode.number += number;
    episode.tvdb += tvdb;
    episode.tvmaze += tvmaze;
    return episode;
}

static void another_meaning_is_noted_once(void **state)
{
    (void)state;
    struct located located = {.episodes = {first}, .count = 1, .found = 1};
    const struct episode others[] = {other(1, 0, 0, 0), other(0, 1, 0, 0), other(0, 0, 1, 0),
                                     other(0, 0, 0, 1)};
    located_add_other(&located, &first);
    assert_int_equal(located.other_count, 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        located_add_other(&located, &others[i]);
        located_add_other(&located, &others[i]);
        assert_int_equal(located.other_count, i + 1);
    }
    for (int i = 1; located.other_count < LOCATED_OTHERS_MAX; i++)
        located_add_other(&located, &(struct episode){.season = 9, .number = i});
    located_add_other(&located, &(struct episode){.season = 10, .number = 1});
    assert_int_equal(located.other_count, LOCATED_OTHERS_MAX);
    assert_int_equal(located.others[LOCATED_OTHERS_MAX - 1].season, 9);
}

static void the_likelier_one_comes_first(void **state)
{
    (void)state;
    struct located located = {.episodes = {first}, .count = 1, .found = 1};
    const struct episode likelier = other(1, 0, 1, 1);
    located_put_last(&located);
    assert_int_equal(located.episodes[0].season, first.season);
    located_prefer(&located, &likelier);
    assert_int_equal(located.episodes[0].season, likelier.season);
    assert_int_equal(located.other_count, 1);
    assert_int_equal(located.others[0].season, first.season);
    located_put_last(&located);
    assert_int_equal(located.episodes[0].season, first.season);
    assert_int_equal(located.other_count, 1);
    assert_int_equal(located.others[0].season, likelier.season);
}

/* What was missing counts as found then, what was there does not count twice. */
static void what_is_taken_is_counted(void **state)
{
    (void)state;
    struct located located = {.episodes = {{.season = -1}, {.season = -1}}, .count = 2};
    assert_null(located_first(&located));
    located_take(&located, 1, &first);
    assert_int_equal(located.found, 1);
    assert_ptr_equal(located_first(&located), &located.episodes[1]);
    located_take(&located, 1, &first);
    assert_int_equal(located.found, 1);
    located_take(&located, 0, &first);
    assert_int_equal(located.found, 2);
    assert_ptr_equal(located_first(&located), &located.episodes[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_meaning_is_noted_once),
        cmocka_unit_test(the_likelier_one_comes_first),
        cmocka_unit_test(what_is_taken_is_counted),
    };
    return cmocka_run_group_tests_name("located", tests, NULL, NULL);
}
