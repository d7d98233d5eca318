/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/label.h"
#include "core/journal/entry.h"
#include "matching/matching.h"

static void labels_say_what_the_name_says(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Show", .season = 2, .part = -1};
    guess.episode_count = 2;
    guess.episodes[0] = 3;
    guess.episodes[1] = 4;
    char label[600];
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 2x03-04");
    label_guess(&guess, 2, label, sizeof(label));
    assert_string_equal(label, "Show 2x04");

    label_scope(&guess, 2, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "Show 2x04");
    label_scope(&guess, 2, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "Show, season 2");
    label_scope(&guess, 2, EPI_SCOPE_SERIES, label, sizeof(label));
    assert_string_equal(label, "Show, the series");

    guess.episode_count = 0;
    guess.absolute_count = 1;
    guess.absolute[0] = 135;
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 135");

    guess.absolute_count = 0;
    snprintf(guess.date, sizeof(guess.date), "2024-05-01");
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 2024-05-01");
}

static void a_film_has_its_year(void **state)
{
    (void)state;
    char label[600];
    struct guess guess = {.kind = GUESS_MOVIE, .title = "Film", .year = 1999, .film = true};
    label_scope(&guess, 0, EPI_SCOPE_SERIES, label, sizeof(label));
    assert_string_equal(label, "Film (1999)");
    struct match match = {.film = true, .series = {.title = "Film", .ids.tmdb = 550}};
    label_match(&match, label, sizeof(label));
    assert_string_equal(label, "Film");
    match.series.title[0] = '\0';
    label_match(&match, label, sizeof(label));
    assert_string_equal(label, "tmdb:550");
}

static void match_label_has_the_catalogues_words(void **state)
{
    (void)state;
    struct match match = {.series.title = "Show",
                          .episode = {.season = 1, .number = 2, .title = "The Fire"}};
    char label[600];
    label_match(&match, label, sizeof(label));
    assert_string_equal(label, "Show 1x02 The Fire");
    match.episode.number = -1;
    label_match(&match, label, sizeof(label));
    assert_string_equal(label, "Show, special “The Fire”");
    match.episode.season = -1;
    label_match(&match, label, sizeof(label));
    assert_string_equal(label, "Show");
}

static void entry_label_uses_the_match_if_there_is_one(void **state)
{
    (void)state;
    struct entry *entry = calloc(1, sizeof(*entry));
    assert_non_null(entry);
    char label[600];
    entry->nth = entry->episodes = 1;
    snprintf(entry->path, sizeof(entry->path), "/tv/some.show.s03e04.mkv");
    label_entry(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "some show 3x04");
    label_entry(entry, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "some show, season 3");
    entry->identified = true;
    entry->match = (struct match){.series.title = "Some Show (US)",
                                  .episode = {.season = 4, .number = 1, .title = "The Fire"}};
    label_entry(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "Some Show (US) 4x01 The Fire");
    label_entry(entry, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "Some Show (US), season 4");
    label_entry(entry, EPI_SCOPE_SERIES, label, sizeof(label));
    assert_string_equal(label, "Some Show (US), the series");
    free(entry);
}

static void numbers_without_a_season(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Show", .season = -1, .part = -1};
    char label[600];
    guess.episode_count = guess.absolute_count = 1;
    guess.episodes[0] = 7;
    guess.absolute[0] = 31;
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 1x07");
    guess.episode_count = 0;
    guess.absolute_count = 3;
    guess.absolute[1] = 32;
    guess.absolute[2] = 33;
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 31-33");
    label_guess(&guess, 2, label, sizeof(label));
    assert_string_equal(label, "Show 32");
    label_guess(&guess, 4, label, sizeof(label)); /* there is no fourth */
    assert_string_equal(label, "Show 31");
}

static void names_without_a_number(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Show", .season = -1, .part = 2};
    char label[600];
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show part 2");
    guess.part = -1;
    guess.season = 2;
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show (season 2)");
    guess.season = -1;
    snprintf(guess.episode_title, sizeof(guess.episode_title), "The Fire");
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show The Fire");
    guess.title[0] = '\0';
    label_guess(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "The Fire");
    label_scope(&guess, 0, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "this name, season 1");
}

static void an_episode_by_its_number(void **state)
{
    (void)state;
    char label[LABEL_EPISODE_MAX];
    assert_string_equal(label_episode(1, 2, label), "1x02");
    assert_string_equal(label_episode(12, 103, label), "12x103");
    assert_string_equal(label_episode(0, 4, label), "0x04");
}

static void a_candidate_has_what_tells_it_apart(void **state)
{
    (void)state;
    struct match candidate = {.series = {.title = "Show", .year = 2005, .country = "US"}};
    char label[600];
    label_candidate(&candidate, false, label, sizeof(label));
    assert_string_equal(label, "Show (2005, US)");
    candidate.episode = (struct episode){.season = 2, .number = 5};
    label_candidate(&candidate, true, label, sizeof(label));
    assert_string_equal(label, "Show (2005, US) 2x05");
    candidate.episode.number = -1;
    label_candidate(&candidate, true, label, sizeof(label));
    assert_string_equal(label, "Show (2005, US)");
    candidate.series.year = 0;
    label_candidate(&candidate, false, label, sizeof(label));
    assert_string_equal(label, "Show (US)");
    candidate.series.country[0] = '\0';
    label_candidate(&candidate, false, label, sizeof(label));
    assert_string_equal(label, "Show");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_episode_by_its_number),
        cmocka_unit_test(labels_say_what_the_name_says),
        cmocka_unit_test(numbers_without_a_season),
        cmocka_unit_test(names_without_a_number),
        cmocka_unit_test(a_film_has_its_year),
        cmocka_unit_test(match_label_has_the_catalogues_words),
        cmocka_unit_test(a_candidate_has_what_tells_it_apart),
        cmocka_unit_test(entry_label_uses_the_match_if_there_is_one),
    };
    return cmocka_run_group_tests_name("label", tests, NULL, NULL);
}
