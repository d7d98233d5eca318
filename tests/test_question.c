/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/question.h"
#include "core/identify/siblings.h"
#include "tests/doubles/resolving.h"

static void files_that_count_over_the_series_confirm_a_number(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    const char *path = "/tv/[Group] Lantern Club S02E14 [720p].mkv";
    resolving_to(f, path, RESOLUTION_UNSURE);
    resolving_beside(f, "[Group] Lantern Club S02E13 [720p].mkv", NULL);
    resolving_episode(f, path, 100, 2, 2);
    resolving_contains(f->got->reason, "as the other files in the folder count");
    /* None beside it, or one that its season counts. */
    resolving_beside(f, "[Group] Lantern Club S02E17 [720p].mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    resolving_beside(f, "[Group] Lantern Club S02E13 [720p].mkv",
                     "[Group] Lantern Club S02E12 [720p].mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    /* In the first season all may be. */
    path = "/tv/Lantern.Club.S01E30.720p.mkv";
    resolving_beside(f, "Lantern.Club.S01E01.720p.mkv", "Lantern.Club.S01E29.720p.mkv", NULL);
    resolving_episode(f, path, 100, 3, 6);
    resolving_beside(f, "Lantern.Club.S02E01.720p.mkv", "Lantern.Club.S01E29.720p.mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    /* A season that may have grown. */
    show = resolving_show(f, "Paper Moon", 2021, 101, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    resolving_beside(f, "[Group] Paper Moon S03E25 [720p].mkv", NULL);
    resolving_to(f, "/tv/[Group] Paper Moon S03E26 [720p].mkv", RESOLUTION_UNSURE);
}

/* What the other files say of a series counts if its own name says nothing of that. */
static void year_and_country_of_other_files_are_those_of_the_series(void **state)
{
    (void)state;
    static const struct {
        int said, own, year;
        const char *country_said, *country_own, *country;
        bool fits;
    } cases[] = {
        {2010, 0, 2010, "", "", "", true},      {2010, 0, 2011, "", "", "", false},
        {2010, 0, 0, "", "", "", true},         {2010, 2011, 2011, "", "", "", true},
        {0, 0, 2011, "", "", "US", true},       {0, 0, 0, "JP", "", "JP", true},
        {0, 0, 0, "JP", "", "US", false},       {0, 0, 0, "JP", "", "", true},
        {0, 0, 0, "JP", "US", "US", true},      {2010, 0, 2010, "JP", "", "US", false},
        {2010, 0, 2011, "JP", "", "JP", false}, {2010, 0, 2010, "JP", "", "JP", true},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct siblings siblings = {.read = true, .year = cases[i].said};
        struct guess guess = {.year = cases[i].own};
        struct series series = {.year = cases[i].year};
        struct question question = {.guess = &guess, .siblings = &siblings};
        bool fits = !cases[i].fits;
        memcpy(siblings.country, cases[i].country_said, strlen(cases[i].country_said) + 1);
        memcpy(guess.country, cases[i].country_own, strlen(cases[i].country_own) + 1);
        memcpy(series.country, cases[i].country, strlen(cases[i].country) + 1);
        assert_true(question_beside(&question, &series, &fits));
        if (fits != cases[i].fits)
            fail_msg("case %zu", i);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year_and_country_of_other_files_are_those_of_the_series),
        TEST(files_that_count_over_the_series_confirm_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
