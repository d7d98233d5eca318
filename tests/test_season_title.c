/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "matching/matching.h"

static struct guess guess_of(const char *title)
{
    struct guess guess = {.kind = GUESS_EPISODE,
                          .season = -1,
                          .part = -1,
                          .version = -1,
                          .absolute = {5, 6},
                          .absolute_count = 2,
                          .confidence = 0.95};
    snprintf(guess.title, sizeof(guess.title), "%s", title);
    return guess;
}

static struct series series_of(const char *title, const char *country, const char *alias,
                               const char *other)
{
    struct series series = {0};
    const char *const aliases[] = {alias, other};
    snprintf(series.title, sizeof(series.title), "%s", title);
    snprintf(series.country, sizeof(series.country), "%s", country);
    for (int i = 0; i < 2; i++) {
        if (aliases[i]) {
            snprintf(series.aliases[series.alias_count++], sizeof(series.aliases[0]), "%s",
                     aliases[i]);
        }
    }
    return series;
}

static void distinguishes_titles_of_seasons(void **state)
{
    (void)state;
    const struct series series =
        series_of("Lantern Club", "JP", "Chouchin Kurabu", "Chouchin Kurabu: Yoru");
    static const struct {
        const char *title;
        int meaning;
    } cases[] = {
        {"Lantern Club", SEASON_TITLE_NONE},
        {"lantern CLUB", SEASON_TITLE_NONE},
        {"Chouchin Kurabu", SEASON_TITLE_NONE},
        {"Quite Another", SEASON_TITLE_NONE},
        {"Lanterns", SEASON_TITLE_NONE},
        {"Lantern Clubs", SEASON_TITLE_NONE},
        {"Chouchin Kurabu: Yoru", SEASON_TITLE_SUBTITLE},
        {"Lantern Club the Return", SEASON_TITLE_SUBTITLE},
        {"Lantern Club 2: The Return", SEASON_TITLE_NUMBERED},
        {"Lantern Club 2", SEASON_TITLE_OF + 2},
        {"Lantern Club II", SEASON_TITLE_OF + 2},
        {"Lantern Club 2nd Season", SEASON_TITLE_OF + 2},
        {"Lantern Club Second Season", SEASON_TITLE_OF + 2},
        {"Lantern Club Second", SEASON_TITLE_SUBTITLE},
        {"Lantern Club Di San Ji", SEASON_TITLE_OF + 3},
        {"Lantern Club San Ji", SEASON_TITLE_SUBTITLE},
        {"Lantern Club Season 3", SEASON_TITLE_OF + 3},
        {"Chouchin Kurabu IX", SEASON_TITLE_OF + 9},
        {"Lantern Club II", SEASON_TITLE_OF + 2},
        {"Lantern Club 1st Season", SEASON_TITLE_OF + 1},
        {"Lantern Club the Animation", SEASON_TITLE_NONE},
        {"Lantern Club JP", SEASON_TITLE_NONE},
        {"Lantern Club jp", SEASON_TITLE_SUBTITLE},
        {"Lantern Club Jp", SEASON_TITLE_SUBTITLE},
        {"Lantern Club jP", SEASON_TITLE_SUBTITLE},
        {"Lantern Club J2", SEASON_TITLE_SUBTITLE},
        {"Lantern Club-JP", SEASON_TITLE_SUBTITLE},
        {"Lantern Club!!", SEASON_TITLE_SUBTITLE},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct guess guess = guess_of(cases[i].title);
        int meaning = match_season_title(&guess, &series);
        if (meaning != cases[i].meaning)
            fail_msg("%s: %d, expected %d", cases[i].title, meaning, cases[i].meaning);
    }
}

static void the_title_itself_may_be_numbered(void **state)
{
    (void)state;
    const struct series series = series_of("Lantern Club 2", "JP", "Lantern Club", NULL);
    struct guess guess = guess_of("Lantern Club 2");
    assert_int_equal(match_season_title(&guess, &series), SEASON_TITLE_NONE);
    const struct series marked = series_of("Lantern Club!", "JP", "Lantern Club", NULL);
    guess = guess_of("Lantern Club!");
    assert_int_equal(match_season_title(&guess, &marked), SEASON_TITLE_NONE);
    guess = guess_of("Lantern Club!!");
    assert_int_equal(match_season_title(&guess, &marked), SEASON_TITLE_SUBTITLE);
}

static void an_alias_may_be_a_later_seasons(void **state)
{
    (void)state;
    const struct series series = series_of("Lantern Club Sunrise", "JP", "Paper Moon", "Lanterns");
    struct guess guess = guess_of("Paper Moon");
    assert_int_equal(match_season_title(&guess, &series), SEASON_TITLE_SUBTITLE);
    /* Not if the title of the series continues it. */
    const struct series longer = series_of("Paper Moon: Sunrise", "JP", "Paper Moon", NULL);
    assert_int_equal(match_season_title(&guess, &longer), SEASON_TITLE_NONE);
    const struct series drama = series_of("Harbour Lights", "US", "Paper Moon", "Area 2");
    assert_int_equal(match_season_title(&guess, &drama), SEASON_TITLE_NONE);
    /* Nor if it is the title in Latin letters. */
    const struct series original = series_of("紙の月", "JP", "Paper Moon", "Lanterns");
    assert_int_equal(match_season_title(&guess, &original), SEASON_TITLE_NONE);
    /* It may say of which one, in words. */
    guess = guess_of("Area 2");
    assert_int_equal(match_season_title(&guess, &drama), SEASON_TITLE_NONE);
    const struct series chinese = series_of("Harbour Lights", "CN", "Deng Di San Ji", NULL);
    guess = guess_of("Deng Di San Ji");
    assert_int_equal(match_season_title(&guess, &chinese), SEASON_TITLE_OF + 3);
}

static void a_single_alias_is_the_original_title(void **state)
{
    (void)state;
    struct guess guess = guess_of("Paper Moon");
    const struct series single = series_of("Lantern Club", "JP", "Paper Moon", NULL);
    assert_int_equal(match_season_title(&guess, &single), SEASON_TITLE_NONE);
    /* Unless a sign marks it as that of a later season. */
    const struct series marked = series_of("Lantern Club", "JP", "Paper Moon'", NULL);
    assert_int_equal(match_season_title(&guess, &marked), SEASON_TITLE_SUBTITLE);
    /* A number that the title has as well is no season's. */
    guess = guess_of("Kaigan 3");
    const struct series numbered = series_of("Pier 3", "JP", "Kaigan 3", NULL);
    assert_int_equal(match_season_title(&guess, &numbered), SEASON_TITLE_NONE);
}

static void a_sign_may_be_all_that_an_alias_adds(void **state)
{
    (void)state;
    const struct series series = series_of("Paper Moon", "JP", "Paper Moon'", "Lanterns");
    struct guess guess = guess_of("Paper Moon");
    assert_int_equal(match_season_title(&guess, &series), SEASON_TITLE_SUBTITLE);
    const struct series loud = series_of("Paper Moon", "JP", "Paper Moon!!", "Lanterns");
    assert_int_equal(match_season_title(&guess, &loud), SEASON_TITLE_NONE);
    const struct series drama = series_of("Paper Moon", "US", "Paper Moon'", "Lanterns");
    assert_int_equal(match_season_title(&guess, &drama), SEASON_TITLE_NONE);
}

static void signs_distinguish_only_seasons_of_anime(void **state)
{
    (void)state;
    const struct series series = series_of("Jeopardy", "US", NULL, NULL);
    struct guess guess = guess_of("Jeopardy!");
    assert_int_equal(match_season_title(&guess, &series), SEASON_TITLE_NONE);
}

static void takes_series_from_japan_for_anime(void **state)
{
    (void)state;
    struct series series = series_of("x", "US", NULL, NULL);
    assert_false(match_anime(&series));
    series.anime = true;
    assert_true(match_anime(&series));
    series = series_of("x", "JP", NULL, NULL);
    assert_true(match_anime(&series));
    series = series_of("x", "", NULL, NULL);
    memcpy(series.language, "jpn", 4);
    assert_true(match_anime(&series));
}

static void reads_sequels(void **state)
{
    (void)state;
    struct guess season;
    struct guess guess = guess_of("Lantern Club III");
    assert_true(match_sequel(&guess, &season));
    assert_string_equal(season.title, "Lantern Club");
    assert_int_equal(season.season, 3);
    assert_int_equal(season.episode_count, 2);
    assert_int_equal(season.episodes[1], 6);
    assert_int_equal(season.absolute_count, 0);
    assert_true(season.confidence < MATCH_SURE);
    static const char *const others[] = {
        "Lantern Club", "III", "Lantern Club 1", "Malcolm X", "Club 54", "Lantern Club iii", ""};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        guess = guess_of(others[i]);
        if (match_sequel(&guess, &season))
            fail_msg("%s is read as season %d", others[i], season.season);
    }
    /* Not if the name has a season. */
    guess = guess_of("Lantern Club 2");
    guess.season = 1;
    assert_false(match_sequel(&guess, &season));
    guess = guess_of("Lantern Club 2");
    guess.absolute_count = 0;
    assert_false(match_sequel(&guess, &season));
}

static void a_title_may_continue_another_name(void **state)
{
    (void)state;
    const struct series series =
        series_of("Lantern Club", "JP", "Chouchin Kurabu", "Chouchin Kurabu: Yoru");
    struct guess guess = guess_of("Chouchin Kurabu: Yoru");
    assert_true(match_season_continues(&guess, &series));
    guess = guess_of("Lantern Club the Return");
    assert_true(match_season_continues(&guess, &series));
    guess = guess_of("Lantern Club");
    assert_false(match_season_continues(&guess, &series));
    guess = guess_of("Chouchin Kurabu");
    assert_false(match_season_continues(&guess, &series));
    /* The series' own title may continue an alias. */
    const struct series longer = series_of("Lantern Club: Night", "JP", "Lantern Club", NULL);
    guess = guess_of("Lantern Club: Night");
    assert_false(match_season_continues(&guess, &longer));
}

static void words_hint_at_a_season(void **state)
{
    (void)state;
    static const struct {
        const char *title;
        int season;
    } cases[] = {
        {"Chouchin Kurabu", 0},
        {"Three Lanterns", 0},
        {"Lantern Club", 0},
        {"Chouchin Sansei - Part III", 3},
        {"Chouchin - San no Maki", 3},
        {"Lantern Third Light", 3},
        {"Lantern 4: The Return", 4},
        {"Lantern - The Final Light", SEASON_LAST},
        {"Chouchin Kanketsuhen", SEASON_LAST},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct guess guess = guess_of(cases[i].title);
        if (match_season_hint(&guess) != cases[i].season)
            fail_msg("%s: %d", cases[i].title, match_season_hint(&guess));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_title_may_continue_another_name),
        cmocka_unit_test(words_hint_at_a_season),
        cmocka_unit_test(distinguishes_titles_of_seasons),
        cmocka_unit_test(the_title_itself_may_be_numbered),
        cmocka_unit_test(an_alias_may_be_a_later_seasons),
        cmocka_unit_test(a_single_alias_is_the_original_title),
        cmocka_unit_test(a_sign_may_be_all_that_an_alias_adds),
        cmocka_unit_test(signs_distinguish_only_seasons_of_anime),
        cmocka_unit_test(takes_series_from_japan_for_anime),
        cmocka_unit_test(reads_sequels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
