/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/choice.h"
#include "matching/name_part.h"

static struct name_part name;

static void read_file(const char *text, int season)
{
    name_part_cut(&name, text, strlen(text));
    name_part_read(&name, (struct place){.in_season = season >= 0, .season = season});
}

static void a_complete_number_ends_the_counting(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Copper Moon - S02E05 - Episode 12", "Copper Moon - 2x05 - Folge 3",
        "Copper Moon - S02E05 - 1x03",       "Copper Moon - S02E05 - Season 3 Recap",
        "Copper Moon S02E05 10 of 12",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        read_file(names[i], -1);
        assert_int_equal(name.id->season, 2);
        assert_int_equal(name.id->span[0].from, 5);
        assert_null(name.season);
        assert_int_equal(name.finding_count, 1);
    }
}

static void the_front_of_a_file_counts_in_a_season(void **state)
{
    (void)state;
    read_file("05 - Episode 12", 2);
    assert_int_equal(name.id->span[0].from, 5);
    read_file("05 - Episode 12", -1);
    assert_int_equal(name.id->span[0].from, 12);
    read_file("05 - S03E04", 2);
    assert_int_equal(name.id->season, 3);
    read_file("E06 - All of Season 3", 2);
    assert_null(name.season);
}

static void dates_of_a_release_do_not_count(void **state)
{
    (void)state;
    read_file("[Grp][Copper Moon][747][2023.02.25][1080P]", -1);
    assert_int_equal(name.id->span[0].from, 747);
    read_file("Copper Moon 2023.02.25", -1);
    assert_ptr_equal(name.id, name.date);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complete_number_ends_the_counting),
        cmocka_unit_test(the_front_of_a_file_counts_in_a_season),
        cmocka_unit_test(dates_of_a_release_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
