/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void one_series_is_offered_once(void **state)
{
    struct resolving *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Ligthsof Kinsale",
                          .alternative_title = "Harbour Lighte of Kinsal",
                          .season = 1,
                          .part = -1,
                          .version = -1,
                          .episodes = {2},
                          .episode_count = 1,
                          .confidence = 0.95};
    struct epi_error err;
    resolving_show(f, "Harbour Lights of Kinsale", 2005, 100, 3, 10);
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 1);
}

static void tvmaze_has_aliases_if_asked(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 1, 12);
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    resolving_episode(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    resolving_contains(f->got->reason, "alias is the same");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_series_is_offered_once),
        TEST(tvmaze_has_aliases_if_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
