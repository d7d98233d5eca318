/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/episode_title.h"
#include "tests/doubles/resolving.h"

enum { LISTED = 40, MINUTE = 60 };

static const char name[] = "Harbour.Lights.S01E01.720p.mkv";

/* A show whose first two episodes have these titles and are listed with 40 minutes each. */
static struct show *show_with(struct resolving *f, const char *one, const char *two)
{
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 1, 12);
    for (int number = 1; number <= 12; number++)
        resolving_listed(show, 1, number)->runtime = LISTED;
    resolving_title(show, 1, 1, one);
    resolving_title(show, 1, 2, two);
    resolve_anew(f->resolve, true); /* the lists change */
    return show;
}

/* How many episodes a file of so many minutes is; 0: that is asked. */
static size_t parts_of(struct resolving *f, const char *path, double minutes)
{
    f->duration = minutes * MINUTE;
    resolving_ask(f, path);
    if (f->got->outcome == RESOLUTION_UNSURE)
        return 0;
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 1);
    if (f->got->count == 2)
        assert_int_equal(f->got->matches[1].episode.number, 2);
    return f->got->count;
}

static void a_file_of_both_parts_is_both(void **state)
{
    struct resolving *f = *state;
    show_with(f, "Storm (1)", "Storm (2)");
    assert_int_equal(parts_of(f, name, 0), 1);
    assert_int_equal(parts_of(f, name, LISTED), 1);
    assert_int_equal(parts_of(f, name, 1.25 * LISTED), 1);
    assert_int_equal(parts_of(f, name, 1.26 * LISTED), 0);
    resolving_contains(f->got->reason, "may be 1x01 and 1x02 in one file");
    resolving_offers(f, 0, false, 1, 1);
    resolving_offers(f, 1, true, 1, 2);
    assert_int_equal(parts_of(f, name, 1.79 * LISTED), 0);
    assert_int_equal(parts_of(f, name, 1.8 * LISTED), 2);
    resolving_contains(f->got->reason, "as long as its two parts");
    assert_int_equal(parts_of(f, name, 2.2 * LISTED), 2);
    assert_int_equal(parts_of(f, name, 2.21 * LISTED), 0);
}

static void what_the_name_says_decides(void **state)
{
    struct resolving *f = *state;
    show_with(f, "Storm (1)", "Storm (2)");
    double both = 2 * LISTED;
    assert_int_equal(parts_of(f, "Harbour.Lights.S01E01.Storm.mkv", both), 2);
    assert_int_equal(parts_of(f, "Harbour Lights - S01E01 - Storm (1).mkv", both), 1);
    assert_int_equal(parts_of(f, "Harbour.Lights.S01E01E02.mkv", both), 2);
    f->duration = both * MINUTE;
    resolving_episode(f, "Harbour.Lights.S01E02.720p.mkv", 100, 1, 2);
    assert_int_equal(f->got->count, 1);
}

static void only_the_number_of_the_part_may_differ(void **state)
{
    struct resolving *f = *state;
    struct show *show = show_with(f, "Storm (1)", "Calm (2)");
    assert_int_equal(parts_of(f, name, 2 * LISTED), 1);
    resolving_title(show, 1, 2, "Storm");
    assert_int_equal(parts_of(f, name, 2 * LISTED), 1);
    resolving_title(show, 1, 2, "Storm, Part 2");
    assert_int_equal(parts_of(f, name, 2 * LISTED), 2);
    resolving_title(show, 1, 3, "Storm (3)"); /* of three parts these would be two */
    assert_int_equal(parts_of(f, name, 2 * LISTED), 0);
}

static void two_of_one_day_are_asked_about(void **state)
{
    struct resolving *f = *state;
    struct show *show = show_with(f, "Storm", "Calm");
    assert_int_equal(parts_of(f, name, 2 * LISTED), 1);
    struct episode *first = resolving_listed(show, 1, 1);
    memcpy(resolving_listed(show, 1, 2)->airdate, first->airdate, sizeof(first->airdate));
    assert_int_equal(parts_of(f, name, 2 * LISTED), 0);
    assert_int_equal(parts_of(f, name, 1.5 * LISTED), 1);
    assert_int_equal(parts_of(f, "Harbour.Lights.S01E01.Storm.mkv", 2 * LISTED), 1);
    memcpy(resolving_listed(show, 1, 3)->airdate, first->airdate, sizeof(first->airdate));
    assert_int_equal(parts_of(f, name, 2 * LISTED), 1); /* a whole season in one day */
}

static void titles_that_go_on(void **state)
{
    (void)state;
    assert_true(episode_title_goes_on("Storm (1)", "Storm (2)"));
    assert_true(episode_title_goes_on("Storm, Part One", "Storm (2)"));
    assert_false(episode_title_goes_on("Storm (2)", "Storm (1)"));
    assert_false(episode_title_goes_on("Storm (1)", "Storm (3)"));
    assert_false(episode_title_goes_on("Storm", "Storm (2)"));
    assert_false(episode_title_goes_on("Storm (1)", "Storms (2)"));
    assert_false(episode_title_goes_on("Part 1", "Part 2"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_both_parts_is_both),           TEST(what_the_name_says_decides),
        TEST(only_the_number_of_the_part_may_differ), TEST(two_of_one_day_are_asked_about),
        cmocka_unit_test(titles_that_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
