/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/guess_fields.h"
#include "matching/matching.h"
#include "matching/name_part.h"

static struct name_part name;
static struct guess guess;

static void write_name(const char *text, int season)
{
    name_part_cut(&name, text, strlen(text));
    name_part_read(&name, (struct place){.in_season = season >= 0, .season = season});
    guess_clear(&guess);
    guess_write_numbers(&guess, &name, season);
    guess_write_title(&guess, &name);
    guess_write_kind(&guess, &name);
}

static void numbers_are_ascending(void **state)
{
    (void)state;
    write_name("Copper Moon S01E05E03E04", -1);
    assert_int_equal(guess.season, 1);
    assert_int_equal(guess.episode_count, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(guess.episodes[i], 3 + i);
    assert_true(guess_says_number(&guess));
    guess_clear_numbers(&guess);
    assert_false(guess_says_number(&guess));
    assert_int_equal(guess.season, -1);
}

static void an_ambiguous_number_has_two_readings(void **state)
{
    (void)state;
    write_name("Copper Moon - 108", -1);
    assert_int_equal(guess.absolute[0], 108);
    assert_int_equal(guess.alternative_count, 1);
    assert_int_equal(guess.alternatives[0].season, 1);
    assert_int_equal(guess.alternatives[0].episode, 8);
    write_name("108", 1);
    assert_int_equal(guess.episodes[0], 8);
    assert_int_equal(guess.alternatives[0].episode, 108);
    write_name("108", 2);
    assert_int_equal(guess.episodes[0], 108);
    assert_int_equal(guess.alternative_count, 0);
    write_name("108 - Episode 108", 1);
    assert_int_equal(guess.episodes[0], 108);
    write_name("131", 1);
    assert_int_equal(guess.episodes[0], 131);
    assert_int_equal(guess.alternatives[0].season, 1);
    assert_int_equal(guess.alternatives[0].episode, 31);
    write_name("Copper Moon - 100", -1);
    assert_int_equal(guess.alternative_count, 0);
}

static void what_stands_beside_a_title_has_its_own_field(void **state)
{
    (void)state;
    write_name("Copper Moon (2005) (SE) - S01E02", -1);
    assert_string_equal(guess.title, "Copper Moon");
    assert_string_equal(guess.country, "SE");
    assert_int_equal(guess.year, 2005);
    write_name("Copper Moon (CBBC) - S01E02", -1);
    assert_string_equal(guess.network, "CBBC");
    struct name_part folder;
    name_part_cut(&folder, "Copper Moon (US) (2004)", strlen("Copper Moon (US) (2004)"));
    name_part_read(&folder, (struct place){.above_season = true});
    guess_add_marks(&guess, &folder);
    assert_string_equal(guess.title, "Copper Moon");
    assert_string_equal(guess.network, "CBBC");
    assert_string_equal(guess.country, "US");
    assert_int_equal(guess.year, 2004);
}

static void the_kind_follows_from_the_numbers(void **state)
{
    (void)state;
    write_name("Copper Moon (2005)", -1);
    assert_int_equal(guess.kind, GUESS_MOVIE);
    write_name("Copper Moon S02", -1);
    assert_int_equal(guess.kind, GUESS_EPISODE);
    assert_true(guess.season_pack);
    write_name("[Grp] Copper Moon NCED", -1);
    assert_int_equal(guess.kind, GUESS_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_ascending),
        cmocka_unit_test(an_ambiguous_number_has_two_readings),
        cmocka_unit_test(what_stands_beside_a_title_has_its_own_field),
        cmocka_unit_test(the_kind_follows_from_the_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
