/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/client/series_name.h"
#include "core/identify/series_search.h"
#include "matching/matching.h"

static void assert_title(const char *text, const char *wanted, int wanted_year)
{
    char title[MATCH_TITLE_MAX];
    int year;

    series_search_read_title(text, title, sizeof(title), &year);
    assert_string_equal(title, wanted);
    assert_int_equal(year, wanted_year);
}

static void a_title_may_have_a_year_and_numbers_of_its_own(void **state)
{
    (void)state;
    assert_title("Harbour Lights", "Harbour Lights", 0);
    assert_title("Harbour Lights (2005)", "Harbour Lights", 2005);
    assert_title("Room 104", "Room 104", 0);
    assert_title("24", "24", 0);
    assert_title("1923", "1923", 0);
}

static void a_series_is_meant_by_title_year_or_id(void **state)
{
    (void)state;
    struct series series = {
        .title = "Harbour Lights", .year = 2005, .ids = {.tvdb = 11, .imdb = "tt0000012"}};

    assert_true(series_name_means("harbour lights", &series));
    assert_true(series_name_means("Harbour Lights (2005)", &series));
    assert_true(series_name_means("tvdb:11", &series));
    assert_true(series_name_means("imdb:tt0000012", &series));
    assert_false(series_name_means("Harbour Lights (1999)", &series));
    assert_false(series_name_means("Harbour", &series));
    assert_false(series_name_means("tvdb:12", &series));
    assert_false(series_name_means("tvmaze:11", &series));
}

static void assert_episode(const char *text, int season, int number, const char *wanted)
{
    char name[512];

    series_name_episode(text, season, number, name, sizeof(name));
    assert_string_equal(name, wanted);
    struct guess guess;
    match_parse(name, strlen(name), &guess);
    assert_int_equal(guess.kind, GUESS_EPISODE);
    assert_int_equal(guess.season, season);
    assert_int_equal(guess.episodes[0], number);
    assert_true(guess.confidence >= MATCH_SURE);
}

static void an_episode_without_a_file_has_a_name_that_is_read(void **state)
{
    (void)state;
    assert_episode("Harbour Lights", 1, 2, "Harbour Lights S01E02");
    assert_episode("Harbour Lights (2005)", 0, 12, "Harbour Lights (2005) S00E12");
    assert_episode("Harbour/Lights", 1, 120, "Harbour Lights S01E120");
    assert_episode("tvdb:81189", 1, 2, "{tvdb-81189} S01E02");
    assert_episode("tvmaze:169", 1, 2, "{tvmaze-169} S01E02");
    assert_episode("imdb:tt0903747", 1, 2, "{imdb-tt0903747} S01E02");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_may_have_a_year_and_numbers_of_its_own),
        cmocka_unit_test(a_series_is_meant_by_title_year_or_id),
        cmocka_unit_test(an_episode_without_a_file_has_a_name_that_is_read),
    };
    return cmocka_run_group_tests_name("series_name", tests, NULL, NULL);
}
