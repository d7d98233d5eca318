/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/title_key.h"
#include "matching/matching.h"

static void year_and_country_are_in_the_key(void **state)
{
    (void)state;
    struct guess guess = {.title = "Harbour Lights!", .year = 2005, .country = "US"};
    char key[MATCH_TITLE_MAX];
    title_key_of(&guess, key, sizeof(key));
    assert_string_equal(key, "harbour lights 2005 us");
    memset(guess.title, 'x', sizeof(guess.title) - 1);
    title_key_of(&guess, key, sizeof(key));
    assert_true(strlen(key) < sizeof(key));
}

static void case_and_marks_do_not_matter(void **state)
{
    (void)state;
    struct guess guess = {.title = "Harbour Lights"};
    struct guess other = {.title = "HARBOUR LIGHTS!"};
    char key[MATCH_TITLE_MAX];
    char other_key[MATCH_TITLE_MAX];
    title_key_of(&guess, key, sizeof(key));
    title_key_of(&other, other_key, sizeof(other_key));
    assert_string_equal(key, other_key);
    other.year = 2005;
    title_key_of(&other, other_key, sizeof(other_key));
    assert_string_not_equal(key, other_key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year_and_country_are_in_the_key),
        cmocka_unit_test(case_and_marks_do_not_matter),
    };
    return cmocka_run_group_tests_name("title_key", tests, NULL, NULL);
}
