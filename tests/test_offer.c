/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void a_typing_error_is_unsure(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights of Kinsale", 2005, 100, 2, 10);
    resolving_to(f, "Harbor.Ligths.of.Kinsale.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    assert_true(f->got->candidates[0].confidence < MATCH_SURE);
    resolving_contains(f->got->candidates[0].reason, "alike");
    /* One letter is enough to tell, if the episode is there and nothing else is that near. */
    resolving_episode(f, "Harbour.Ligths.of.Kinsale.S01E02.mkv", 100, 1, 2);
    resolving_contains(f->got->reason, "except for a letter");
    resolving_to(f, "Harbour.Ligths.of.Kinsale.S07E02.mkv", RESOLUTION_UNSURE);
    /* TVmaze, which knows only one of two, does not decide. */
    struct show *other = shelf_add(&f->shelf, "Harbour Lichts of Kinsale", 2011, 101, 0);
    resolving_seasons(other, 2011, 2, 10);
    resolving_to(f, "Harbour.Lihts.of.Kinsale.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
}

static void two_series_with_one_title_are_unsure(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_to(f, "Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    resolving_contains(f->got->reason, "2 series have this title");
    assert_int_equal(f->tvmaze.requests, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_typing_error_is_unsure),
        TEST(two_series_with_one_title_are_unsure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
