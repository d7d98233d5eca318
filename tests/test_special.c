/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void by_number_and_title(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Christmas at the Pier");
    shelf_add_episode(show, &special);
    resolving_episode(f, "Harbour.Lights.S00E04.720p.mkv", 101, 0, 4);
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Lights",
                          .episode_title = "Christmas at the pier",
                          .special = true,
                          .season = -1,
                          .part = -1,
                          .version = -1,
                          .confidence = 0.95};
    struct epi_error err;
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 4);
}

/* Only TVmaze is asked, which numbers no specials. */
static void add_special(struct resolving *f, struct show *show, const char *title,
                        const char *airdate, int runtime)
{
    struct episode special = {.tvmaze = 700 + (int64_t)show->episode_count,
                              .season = 1,
                              .number = -1,
                              .special = true,
                              .runtime = runtime};
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    snprintf(special.title, sizeof(special.title), "%s", title);
    snprintf(special.airdate, sizeof(special.airdate), "%s", airdate);
    shelf_add_episode(show, &special);
}

static const char *title_of_first(const struct resolving *f)
{
    return f->got->outcome == RESOLUTION_SURE ? f->got->matches[0].episode.title
                                              : f->got->candidates[0].episode.title;
}

static void without_numbers_by_title_and_date(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    add_special(f, show, "Behind the Pier", "2005-06-01", 0);
    add_special(f, show, "Christmas at the Pier", "2005-12-25", 0);
    add_special(f, show, "The Making of", "2006-07-01", 0);
    add_special(f, show, "The Cast Speaks", "2006-07-01", 0);
    resolving_to(f, "Harbour Lights - S00E05 - Christmas at the Pier.mkv", RESOLUTION_SURE);
    assert_string_equal(title_of_first(f), "Christmas at the Pier");
    resolving_to(f, "Harbour Lights - S00E05 - 2005-06-01.mkv", RESOLUTION_SURE);
    assert_string_equal(title_of_first(f), "Behind the Pier");
    resolving_contains(f->got->reason, "aired on 2005-06-01");
    resolving_to(f, "Harbour Lights - S00E05 - 2006-07-01.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes were aired on 2006-07-01");
    assert_int_equal(f->got->candidate_count, 2);
    resolving_to(f, "Harbour Lights - S00E05 - 2006-07-02.mkv", RESOLUTION_NO_EPISODE);
}

static void without_numbers_the_run_time_offers(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    add_special(f, show, "Behind the Pier", "2005-06-01", 30);
    add_special(f, show, "Christmas at the Pier", "2005-12-25", 90);
    add_special(f, show, "The Making of", "2006-07-01", 30);
    resolving_to(f, "Harbour Lights - S00E05.mkv", RESOLUTION_NO_EPISODE);
    f->duration = 86 * 60;
    resolving_to(f, "Harbour Lights - S00E05.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "as long as 1 of its specials");
    assert_int_equal(f->got->candidate_count, 1);
    assert_string_equal(title_of_first(f), "Christmas at the Pier");
    f->duration = 29 * 60;
    resolving_to(f, "Harbour Lights - S00E05.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    f->duration = 60 * 60;
    resolving_to(f, "Harbour Lights - S00E05.mkv", RESOLUTION_NO_EPISODE);
}

static void a_number_that_the_title_contradicts_is_unsure(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    static const char *const titles[] = {"Behind the Pier", "Christmas at the Pier"};
    for (int i = 0; i < 2; i++) {
        struct episode special = {.tvdb = 7 + i, .season = 0, .number = i + 1, .special = true};
        snprintf(special.title, sizeof(special.title), "%s", titles[i]);
        special.runtime = 30;
        shelf_add_episode(show, &special);
    }
    resolving_episode(f, "Harbour Lights - S00E02 - Christmas at the Pier.mkv", 100, 0, 2);
    resolving_to(f, "Harbour Lights - S00E01 - Christmas at the Pier.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 0x02");
    /* Where they have numbers, the run time does not tell. */
    f->duration = 30 * 60;
    resolving_to(f, "Harbour Lights - S00E05.mkv", RESOLUTION_NO_EPISODE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(by_number_and_title),
        TEST(without_numbers_by_title_and_date),
        TEST(without_numbers_the_run_time_offers),
        TEST(a_number_that_the_title_contradicts_is_unsure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
