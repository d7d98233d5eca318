/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/identify/episode_title.h"

static void plain_titles_say_no_more_than_a_number(void **state)
{
    (void)state;
    assert_true(episode_title_is_plain(""));
    assert_true(episode_title_is_plain("TBA"));
    assert_true(episode_title_is_plain("Episode 5"));
    assert_true(episode_title_is_plain("Episode 1.5"));
    assert_true(episode_title_is_plain("Folge 12"));
    assert_true(episode_title_is_plain("13"));
    assert_false(episode_title_is_plain("Episode of Bardock"));
    assert_false(episode_title_is_plain("Part of Me"));
    assert_false(episode_title_is_plain("Pilot"));
}

static void parts_of_one_title_are_told_apart(void **state)
{
    (void)state;
    assert_true(episode_title_same("Pilot", "Pilot"));
    assert_true(episode_title_same("Pilot", "Pilot (1)"));
    assert_true(episode_title_same("Pilot, Part One", "Pilot (1)"));
    assert_true(episode_title_same("The Long Dusk, Part II", "The Long Dusk (2)"));
    assert_true(episode_title_same("The Night-Shift", "Night Shift"));
    assert_false(episode_title_same("Pilot (2)", "Pilot (1)"));
    assert_false(episode_title_same("The Best of All Possible Worlds (1)",
                                    "The Best of All Possible Worlds (2)"));
    assert_false(episode_title_same("Apollo 13", "Apollo"));
    assert_false(episode_title_same("Embers", "Afterglow"));
    assert_false(episode_title_same("", ""));
}

static void a_title_in_another_script_says_nothing_against(void **state)
{
    (void)state;
    assert_true(episode_title_may_be("残酷", "Cruelty"));
    assert_true(episode_title_may_be("TBA", "Cruelty"));
    assert_false(episode_title_may_be("Embers", "Afterglow"));
    assert_false(episode_title_may_be("残酷", "育手"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_titles_say_no_more_than_a_number),
        cmocka_unit_test(parts_of_one_title_are_told_apart),
        cmocka_unit_test(a_title_in_another_script_says_nothing_against),
    };
    return cmocka_run_group_tests_name("episode_title", tests, NULL, NULL);
}
