/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void strict_never_guesses(void **state)
{
    struct resolving *f = *state;
    f->config.match = MATCH_STRICT;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_show(f, "The Market Day", 2010, 102, 2, 10);
    resolving_to(f, "Harbour.Lights.S05E02.mkv", RESOLUTION_UNSURE); /* the episode would decide */
    assert_string_equal(f->got->reason, "match=strict: 2 series have this title");
    resolving_episode(f, "Harbour.Lights.2015.S01E02.mkv", 101, 1, 2);
    resolving_to(f, "Market.Day.S01E02.mkv", RESOLUTION_UNSURE); /* an article short */
    assert_string_equal(f->got->reason, "match=strict requires the exact title");
    resolving_episode(f, "The.Market.Day.S01E02.mkv", 102, 1, 2);
    f->config.match = MATCH_NORMAL;
    resolving_episode(f, "Market.Day.S01E02.mkv", 102, 1, 2);
}

static void eager_takes_the_best(void **state)
{
    struct resolving *f = *state;
    f->config.match = MATCH_EAGER;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_to(f, "Harbour.Lights.S01E02.mkv", RESOLUTION_SURE);
    assert_true(f->got->matches[0].confidence < MATCH_SURE);
    resolving_to(f, "Quite.Another.Matter.S01E02.mkv", RESOLUTION_NO_SERIES);
}

static void words_after_a_dash_are_doubt(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 3, 10);
    resolving_title(show, 3, 2, "The Lighthouse Recorder");
    resolving_to(f, "Harbour Lights - Low Water - S03E02.mkv", RESOLUTION_UNSURE);
    resolving_episode(f, "Harbour Lights - Low Water - S03E02 - The Lighthouse Recorder.mkv", 100,
                      3, 2);
}

/* One catalogue knows series that have the words before the dash as their title, another one knows
 * the series itself. */
static void just_this_title_elsewhere_decides(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 3, 10);
    struct show *young = resolving_show(f, "Harbour Lights (2015)", 2015, 101, 3, 10);
    shelf_set_tvmaze(&f->shelf, young, 0);
    resolving_title(old, 3, 2, "The Lighthouse Recorder");
    resolving_title(young, 3, 2, "The Lighthouse Recorder");
    shelf_add(&f->shelf, "Harbour Lights: The Long Ferry", 1995, 0, 777);
    resolving_to(f, "Harbour Lights - Low Water - S03E02 - The Lighthouse Recorder.mkv",
                 RESOLUTION_UNSURE);
    resolving_to(f, "Harbour Lights - The Long Ferry - S01E02.mkv", RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].series.ids.tvmaze, 777);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(strict_never_guesses),
        TEST(eager_takes_the_best),
        TEST(words_after_a_dash_are_doubt),
        TEST(just_this_title_elsewhere_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
