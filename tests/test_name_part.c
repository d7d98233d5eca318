/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/name_part.h"

static struct name_part name;

static void read_name(const char *text, bool in_season)
{
    name_part_cut(&name, text, strlen(text));
    name_part_read(&name,
                   (struct place){.in_season = in_season, .in_series = in_season, .season = 1});
}

static void prefers_the_most_reliable_rule(void **state)
{
    (void)state;
    read_name("Show 102 S03E04", false);
    assert_int_equal(name.id->season, 3);
    assert_int_equal(name.strength, STRENGTH_FULL);
    read_name("Show.102.720p", false);
    assert_int_equal(name.id->kind, FINDING_PACKED);
    assert_int_equal(name.strength, STRENGTH_WEAK);
    read_name("Show 2009", false);
    assert_null(name.id);
    assert_int_equal(name.title.year, 2009);
    assert_int_equal(name.strength, STRENGTH_NONE);
}

static void a_number_at_the_front_needs_a_folder(void **state)
{
    (void)state;
    read_name("7 - Name", false);
    assert_null(name.id);
    read_name("7 - Name", true);
    assert_non_null(name.id);
}

static void a_name_without_words_has_its_place_too(void **state)
{
    (void)state;
    name.place = (struct place){0};
    name_part_cut(&name, "#", 1);
    name_part_read(&name, (struct place){.video = true, .season = 2});
    assert_int_equal(name.words.count, 0);
    assert_true(name.place.video);
    assert_int_equal(name.place.season, 2);
}

static void finds_who_released_it(void **state)
{
    (void)state;
    read_name("Show.S01E02.720p.x264-GRP[site]", false);
    assert_int_equal(name.group.end - name.group.first, 1);
    assert_true(words_is_text(&name.words, name.group.first, "grp"));
    read_name("Show.S01E02.720p.x264-GRP-Obfuscated", false);
    assert_true(words_is_text(&name.words, name.group.first, "grp"));
    read_name("Show.S01E02.Spider-Man", false);
    assert_false(words_has(name.group));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefers_the_most_reliable_rule),
        cmocka_unit_test(a_number_at_the_front_needs_a_folder),
        cmocka_unit_test(a_name_without_words_has_its_place_too),
        cmocka_unit_test(finds_who_released_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
