/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/corrected_guess.h"
#include "core/identify/title_key.h"
#include "core/journal/record.h"
#include "tests/doubles/resolving.h"
#include "tests/doubles/scratch.h"

static void correct(struct resolving *f, const char *path, int64_t tvdb, int season, int number)
{
    struct guess guess;
    struct correction correction = {
        .series = {.tvdb = tvdb}, .season_offset = season, .number_offset = number};
    char key[MATCH_TITLE_MAX];
    match_parse(path, strlen(path), &guess);
    title_key_of(&guess, key, sizeof(key));
    scratch_choose(f->journal, path, key, &correction, RESOLVING_NOW);
}

static void a_correction_comes_first(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    correct(f, "/tv/hl/Harbour.Lights.S01E02.mkv", 101, 0, 0);
    resolving_episode(f, "/tv/hl/Harbour.Lights.S01E04.mkv", 101, 1, 4);
    assert_true(f->got->matches[0].confidence == 1);
    resolving_contains(f->got->reason, "as you chose");
    resolving_to(f, "/elsewhere/Harbour.Lights.S01E04.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 101);
    resolving_to(f, "/tv/hl/Harbour.Lights.S06E04.mkv", RESOLUTION_NO_EPISODE);
}

static void a_correction_may_move_numbers(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    correct(f, "/a/[Group] Lantern Club Kai - 05 [720p].mkv", 100, 1, 0);
    resolving_episode(f, "/a/[Group] Lantern Club Kai - 06 [720p].mkv", 100, 2, 6);
    correct(f, "/b/Lantern.Club.S01E14.mkv", 100, 1, -12);
    resolving_episode(f, "/b/Lantern.Club.S01E15.mkv", 100, 2, 3);
    resolving_to(f, "/b/Lantern.Club.S01E02.mkv", RESOLUTION_NO_EPISODE);
}

/* The numbers beside it: the last ones of the season, those of another season, and those over the
 * whole series. What the user did not say of them is not sure. */
static void moved_numbers_end_with_their_season(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    correct(f, "/a/Harbour.Lights.S01E03.mkv", 100, 0, 1);
    resolving_episode(f, "/a/Harbour.Lights.S01E11.mkv", 100, 1, 12);
    resolving_to(f, "/a/Harbour.Lights.S01E12.mkv", RESOLUTION_UNSURE); /* 1x13 is 2x01? */
    resolving_to(f, "/a/Harbour.Lights.S02E03.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "the numbers of season 1");
    correct(f, "/b/Harbour.Lights.S02E03.mkv", 100, -1, 0);
    resolving_episode(f, "/b/Harbour.Lights.S02E04.mkv", 100, 1, 4);
    resolving_to(f, "/b/Harbour.Lights.S03E04.mkv", RESOLUTION_UNSURE);
    resolving_to(f, "/b/Harbour.Lights.S01E04.mkv", RESOLUTION_UNSURE);
    correct(f, "/c/Harbour.Lights.S03E02.mkv", 100, 0, -1);
    resolving_episode(f, "/c/Harbour.Lights.S03E03.mkv", 100, 3, 2);
    resolving_to(f, "/c/Harbour.Lights.S03E01.mkv", RESOLUTION_NO_EPISODE);
    /* Each season may be moved by itself. */
    correct(f, "/a/Harbour.Lights.S02E03.mkv", 100, 0, 2);
    resolving_episode(f, "/a/Harbour.Lights.S02E04.mkv", 100, 2, 6);
    resolving_episode(f, "/a/Harbour.Lights.S01E05.mkv", 100, 1, 6);
    /* A choice that moves nothing holds for all. */
    correct(f, "/d/Harbour.Lights.S02E03.mkv", 100, 0, 0);
    resolving_episode(f, "/d/Harbour.Lights.S03E03.mkv", 100, 3, 3);
}

static void a_title_speaks_against_moved_numbers(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 2, 12);
    resolving_title(show, 1, 6, "The Lamp");
    resolving_title(show, 2, 6, "Low Water");
    correct(f, "/a/Harbour Lights - S01E05 - Fog.mkv", 100, 1, 0);
    resolving_episode(f, "/a/Harbour Lights - S01E06 - Low Water.mkv", 100, 2, 6);
    resolving_to(f, "/a/Harbour Lights - S01E06 - The Lamp.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].episode.season, 2);
    assert_int_equal(f->got->candidates[1].episode.season, 1);
    assert_true(f->got->candidates[1].other);
}

static void other_readings_do_not_count_once_the_numbers_are_moved(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Market Day", 2010, 101, 1, 120);
    correct(f, "/a/Market Day/Season 1/110.mkv", 101, 0, 100);
    resolving_episode(f, "/a/Market Day/Season 1/111.mkv", 101, 1, 111);
}

static void numbers_are_moved_to_those_of_an_episode(void **state)
{
    struct guess guess = {.season = -1, .absolute = {26, 27}, .absolute_count = 2};
    struct correction correction = {.season_offset = 9};
    (void)state;
    corrected_guess_move(&guess, 2, 3, 2, &correction);
    assert_int_equal(correction.season_offset, 2);
    assert_int_equal(correction.number_offset, -25);
    corrected_guess_move(&guess, 1, -1, -1, &correction);
    assert_int_equal(correction.season_offset, 0);
    assert_int_equal(correction.number_offset, 0);
    struct guess titled = {.season = 1};
    correction.number_offset = 9;
    assert_false(corrected_guess_move(&titled, 0, 1, 3, &correction));
    assert_int_equal(correction.number_offset, 0);
}

static void without_a_correction_nothing_is_found(void **state)
{
    struct resolving *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Lantern Club", .season = -1};
    struct corrected_guess corrected = {.found = true};
    struct epi_error err;
    assert_true(corrected_guess_find(f->journal, "/a/x.mkv", &guess, 0, &corrected, &err));
    assert_false(corrected.found);
    corrected.found = true;
    assert_true(corrected_guess_find(NULL, "/a/x.mkv", &guess, 0, &corrected, &err));
    assert_false(corrected.found);
}

static void an_absolute_number_becomes_one_of_its_season(void **state)
{
    struct resolving *f = *state;
    const char path[] = "/a/[Group] Lantern Club - 14 [720p].mkv";
    struct guess guess;
    struct corrected_guess corrected;
    struct epi_error err;
    correct(f, path, 100, 1, -12);
    match_parse(path, strlen(path), &guess);
    assert_int_equal(guess.season, -1);
    assert_true(corrected_guess_find(f->journal, path, &guess, 0, &corrected, &err));
    assert_true(corrected.found);
    assert_int_equal(corrected.series.tvdb, 100);
    assert_int_equal(corrected.guess.season, 2);
    assert_int_equal(corrected.guess.episode_count, 1);
    assert_int_equal(corrected.guess.episodes[0], 2);
    assert_int_equal(corrected.guess.absolute_count, 0);
}

static void say_not(struct resolving *f, const char *path, const char *title_key,
                    enum choice choice)
{
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = RESOLVING_NOW,
                            .path = path,
                            .size = -1,
                            .title_key = title_key,
                            .correction = {.choice = choice}};
    struct recorded recorded;
    assert_true(journal_add(f->journal, &record, &recorded, NULL));
}

/* No catalogue is asked for it. What is said of a file precedes what its title means, until that is
 * said of the same file. */
static void what_is_said_of_a_file_decides(void **state)
{
    struct resolving *f = *state;
    static const char path[] = "/a/Lantern Club S01E02.mkv";
    resolving_show(f, "Lantern Club", 2010, 100, 2, 10);
    resolving_episode(f, path, 100, 1, 2);
    say_not(f, path, "", CHOICE_NOTHING);
    resolving_to(f, path, RESOLUTION_LEFT);
    resolving_contains(f->got->reason, "not an episode, as you said");
    resolving_episode(f, "/a/Lantern Club S01E03.mkv", 100, 1, 3);
    correct(f, "/a/Lantern Club S01E03.mkv", 100, 0, 0);
    resolving_to(f, path, RESOLUTION_LEFT);
    correct(f, path, 100, 1, 0);
    resolving_episode(f, path, 100, 2, 2);
    say_not(f, path, "lantern club", CHOICE_NONE);
    int requests = f->tvdb.requests;
    resolving_to(f, path, RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 0);
    resolving_contains(f->got->reason, "none of the series that come close, as you said");
    assert_int_equal(f->tvdb.requests, requests);
    /* Elsewhere that says nothing. */
    resolving_episode(f, "/b/Lantern Club S01E04.mkv", 100, 1, 4);
}

/* Of a file alone: the episode that was said, whatever its name and its folder say. The next ones,
 * and those before, stay what they were. */
static void an_episode_is_said_of_one_file(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 2, 12);
    struct correction correction = {
        .series = {.tvdb = 100}, .season_offset = 2, .number_offset = 6};
    resolving_title(show, 1, 5, "The Lamp");
    scratch_choose(f->journal, "/a/Lantern Club - S01E05 - The Lamp.mkv", "", &correction,
                   RESOLVING_NOW);
    resolving_episode(f, "/a/Lantern Club - S01E05 - The Lamp.mkv", 100, 2, 6);
    resolving_contains(f->got->reason, "as you chose");
    resolving_episode(f, "/a/Lantern Club - S01E04.mkv", 100, 1, 4);
    resolving_episode(f, "/a/Lantern Club - S01E06.mkv", 100, 1, 6);
    correct(f, "/a/Lantern Club - S01E06.mkv", 100, 0, 1);
    resolving_episode(f, "/a/Lantern Club - S01E05 - The Lamp.mkv", 100, 2, 6);
    /* Of a file of two it is the first. */
    scratch_choose(f->journal, "/b/Lantern Club S01E05-E06.mkv", "", &correction, RESOLVING_NOW);
    resolving_to(f, "/b/Lantern Club S01E05-E06.mkv", RESOLUTION_SURE);
    assert_int_equal(f->got->count, 2);
    assert_int_equal(f->got->matches[1].episode.season, 2);
    assert_int_equal(f->got->matches[1].episode.number, 7);
    struct guess long_name = {.absolute = {3, 4}, .absolute_count = 2}, guess;
    correction.number_offset = INT16_MAX;
    corrected_guess_chosen(&correction, &long_name, &guess);
    assert_int_equal(guess.episode_count, 1);
}

static void what_no_episode_has_is_no_number(void **state)
{
    static const struct {
        int season_offset;
        int number_offset;
        int season;
        int number; /* -1: none is left */
    } cases[] = {
        {-2, -3, 0, 0},
        {-3, 0, -1, -1},
        {0, -4, -1, -1},
        {0, INT16_MAX - 4, 2, INT16_MAX - 1},
        {0, INT16_MAX - 3, -1, -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct guess guess = {.season = 2, .episodes = {3, 4}, .episode_count = 2};
        corrected_guess_shift(cases[i].season_offset, cases[i].number_offset, &guess);
        assert_int_equal(guess.season, cases[i].season);
        assert_int_equal(guess.episode_count, cases[i].number < 0 ? 0 : 2);
        if (guess.episode_count)
            assert_int_equal(guess.episodes[0], cases[i].number);
    }
}

static void a_file_whose_name_says_nothing(void **state)
{
    struct resolving *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Lantern Club", .season = 2};
    struct correction correction = {
        .series = {.tvdb = 100}, .season_offset = 2, .number_offset = 6};
    struct corrected_guess corrected;
    struct epi_error err;
    guess.episodes[0] = 6;
    guess.episode_count = 1;
    scratch_choose(f->journal, "/a/video.mkv", "", &correction, RESOLVING_NOW);
    assert_true(corrected_guess_find(f->journal, "/a/video.mkv", &guess, 1500, &corrected, &err));
    assert_true(corrected.found);
    assert_int_equal(corrected.series.tvdb, 100);
    assert_int_equal(corrected.guess.season, 2);
    assert_int_equal(corrected.guess.episodes[0], 6);
    assert_true(corrected_guess_find(f->journal, "/a/film.mkv", &guess, 1500, &corrected, &err));
    assert_false(corrected.found);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_correction_comes_first),
        TEST(a_correction_may_move_numbers),
        TEST(moved_numbers_end_with_their_season),
        TEST(a_title_speaks_against_moved_numbers),
        TEST(other_readings_do_not_count_once_the_numbers_are_moved),
        TEST(numbers_are_moved_to_those_of_an_episode),
        TEST(without_a_correction_nothing_is_found),
        TEST(a_file_whose_name_says_nothing),
        TEST(an_absolute_number_becomes_one_of_its_season),
        TEST(what_is_said_of_a_file_decides),
        TEST(an_episode_is_said_of_one_file),
        cmocka_unit_test(what_no_episode_has_is_no_number),
    };
    return cmocka_run_group_tests_name("corrected_guess", tests, NULL, NULL);
}
