/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/catalogue.h"
#include "core/identify/folder_file.h"
#include "core/journal/record.h"
#include "tests/doubles/resolving.h"
#include "tests/doubles/scratch.h"

static void finds_an_episode(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 5, 10);
    resolving_show(f, "Harbour Nights", 2011, 101, 5, 10);
    resolving_title(show, 5, 3, "The Ferry");
    resolving_episode(f, "Harbour.Lights.2005.S05E03.720p.HDTV.x264-GRP.mkv", 100, 5, 3);
    const struct match *match = &f->got->matches[0];
    assert_int_equal(f->got->count, 1);
    assert_string_equal(match->source, "tvdb");
    assert_string_equal(match->series.title, "Harbour Lights");
    assert_string_equal(match->episode.title, "The Ferry");
    assert_int_equal(match->episode.tvdb, 100503);
    assert_true(match->confidence >= MATCH_SURE && match->confidence <= 1);
    assert_string_equal(f->got->reason, "title is the same; year 2005 fits; 5x03 exists");
    assert_string_equal(match->reason, f->got->reason);
    assert_int_equal(f->tvdb.requests, 2);
    assert_int_equal(f->tvmaze.requests, 0);
}

static void finds_several_in_one_file(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_episode(f, "Harbour.Lights.S02E08-E10.720p.mkv", 100, 2, 8);
    assert_int_equal(f->got->count, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(f->got->matches[i].episode.number, 8 + i);
        assert_true(f->got->matches[i].confidence >= MATCH_SURE);
    }
    /* The catalogue lacks the last. */
    resolving_episode(f, "Harbour.Lights.S02E09-E11.720p.mkv", 100, 2, 9);
    assert_int_equal(f->got->count, 3);
    assert_int_equal(f->got->matches[2].episode.season, -1);
    assert_true(f->got->matches[2].confidence == 0);
}

static void a_name_without_an_episode_is_not_looked_up(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_to(f, "Harbour.Lights.The.Movie.2009.1080p.BluRay.x264-GRP.mkv", RESOLUTION_NOTHING);
    resolving_to(f, "Harbour.Lights.S02.720p.HDTV.x264-GRP.mkv", RESOLUTION_NOTHING);
    resolving_contains(f->got->reason, "whole season");
    resolving_to(f, "", RESOLUTION_NOTHING);
    assert_true(*f->got->reason != '\0');
    assert_int_equal(f->tvdb.requests + f->tvmaze.requests, 0);
}

static void an_unknown_series_is_reported(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_to(f, "Quite.Another.Matter.S01E02.mkv", RESOLUTION_NO_SERIES);
    assert_int_equal(f->got->count + f->got->candidate_count, 0);
    assert_string_equal(f->got->reason, "no catalogue knows this series");
    assert_true(f->tvdb.requests > 0 && f->tvmaze.requests > 0);
}

static void an_unknown_episode_is_reported(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_to(f, "Harbour.Lights.S03E01.mkv", RESOLUTION_NO_EPISODE);
    assert_int_equal(f->got->count, 0);
    assert_int_equal(f->got->candidate_count, 1);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_string_equal(f->got->reason, "Harbour Lights; it has no 3x01");
}

static void a_doubtful_guess_is_not_sure(void **state)
{
    struct resolving *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Lights",
                          .season = 1,
                          .part = -1,
                          .version = -1,
                          .episodes = {2},
                          .episode_count = 1,
                          .confidence = 0.4};
    struct epi_error err;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 3, 10);
    resolving_title(show, 1, 3, "The Lamp");
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_UNSURE);
    assert_string_equal(f->got->reason, "the name can be read in more than one way");
    guess.confidence = 0.8;
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    /* The episode's title confirms it. */
    guess.confidence = 0.4;
    guess.episodes[0] = 3;
    snprintf(guess.episode_title, sizeof(guess.episode_title), "The Lamp");
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
}

static void the_year_may_be_the_episodes(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 5, 10);
    resolving_episode(f, "Harbour.Lights.2008.S04E03.720p.mkv", 100, 4, 3);
    resolving_contains(f->got->reason, "aired in 2008");
    resolving_show(f, "Market Day", 1985, 101, 30, 10);
    resolving_episode(f, "Market.Day.2008.S24E03.720p.mkv", 101, 24, 3);
    resolving_to(f, "Harbour.Lights.1971.S04E04.720p.mkv", RESOLUTION_UNSURE);
}

static void without_a_key_tvmaze_is_asked(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
    assert_int_equal(f->got->matches[0].series.ids.tvmaze, 50100);
    resolving_to(f, "Harbour.Lights.S03E02.mkv", RESOLUTION_NO_EPISODE);
    resolving_to(f, "Quite.Another.Matter.S03E02.mkv", RESOLUTION_NO_SERIES);
}

static void what_one_catalogue_lacks_another_may_have(void **state)
{
    struct resolving *f = *state;
    struct show *show = shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    resolving_seasons(show, 1950, 1, 10);
    resolving_to(f, "Old.Harbour.S01E02.mkv", RESOLUTION_SURE);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
}

static void a_catalogue_out_of_reach_makes_it_later(void **state)
{
    struct resolving *f = *state;
    struct guess guess;
    struct epi_error err;
    const char *path = "Harbour.Lights.S01E02.mkv";
    match_parse(path, strlen(path), &guess);
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "no connection"};
    assert_false(resolving_guess(f, path, &guess, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "no connection");
    /* TVmaze may be sure. */
    resolving_show(f, "Harbour Bells", 2005, 100, 2, 10);
    memcpy(guess.title, "Harbour Bells", sizeof("Harbour Bells"));
    assert_true(resolving_guess(f, path, &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    /* Both are out of reach, or cannot be asked at all. */
    f->tvmaze.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "busy"};
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    memcpy(guess.title, "Harbour Nights", sizeof("Harbour Nights"));
    assert_false(resolving_guess(f, path, &guess, &err));
    assert_string_equal(err.text, "busy");
    f->tvmaze.fail = f->tvdb.fail;
    assert_false(resolving_guess(f, path, &guess, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
}

static void a_stop_ends_it(void **state)
{
    struct resolving *f = *state;
    struct guess guess;
    struct epi_error err;
    const char *path = "Harbour.Lights.S01E02.mkv";
    match_parse(path, strlen(path), &guess);
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_STOPPED, .text = "stopped"};
    assert_false(resolving_guess(f, path, &guess, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    assert_int_equal(f->tvmaze.requests, 0);
}

/* Asks about a name without a journal, so that nothing is kept, while request n is stopped. False:
 * there are fewer requests. */
static bool is_stopped_at(struct resolving *f, const char *path, struct session *session, size_t n)
{
    struct catalogue catalogues[] = {{&shelf_tvdb, &f->tvdb, NULL},
                                     {&shelf_tvmaze, &f->tvmaze, NULL}};
    struct resolve *resolve = resolve_new(&f->config, NULL, catalogues, 2);
    struct guess guess;
    struct epi_error err = {0};
    assert_non_null(resolve);
    match_parse(path, strlen(path), &guess);
    session->requests = 0;
    session->fails_at = n;
    bool answered = resolve_file(resolve, path, &guess, 2400, RESOLVING_NOW, f->got, &err);
    resolve_free(resolve);
    if (session->requests < n)
        return false;
    if (answered || err.kind != EPI_ERROR_STOPPED)
        fail_msg("%s: a stop of request %zu is overlooked", path, n);
    return true;
}

static void a_stop_of_any_request_ends_it(void **state)
{
    static const char *const paths[] = {
        "Harbour.Lights.S01E02.mkv",
        "Harbour.Lights.S01E02.The.Ferry.mkv",
        "Harbour.Lights.S01E02-E04.mkv",
        "Harbour.Lights.S01E55.mkv",
        "Harbour.Lights.S07E02.mkv",
        "Harbour.Lights.1992.02.03.mkv",
        "Harbour.Lights.E14.mkv",
        "[Grp] Harbour Lights - 14.mkv",
        "[Grp] Harbour Lights - 214.mkv",
        "[Grp] Harbour Lights 2 - 04.mkv",
        "Harbour.Lights.103.mkv",
        "Harbour Lights - The Ferry.mkv",
        "Harbour Lights Part 3.mkv",
        "Harbour Lights S00E01.mkv",
        "Harbour Lights Special - The Ferry.mkv",
        "Harbour Lights [tvdbid-100] S01E02.mkv",
        "Harbour Lights [tvmazeid-50100] S01E02.mkv",
        "Puerto.S01E02.mkv",
    };
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 3, 10);
    resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    shelf_add_alias(&f->shelf, show, "Puerto");
    resolving_title(show, 2, 3, "The Ferry");
    show->tvdb.anime = show->tvmaze.anime = true;
    const struct epi_error stop = {.kind = EPI_ERROR_STOPPED, .text = "stopped"};
    const struct epi_error no_key = {.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        f->tvdb.fail = stop;
        for (size_t n = 1; is_stopped_at(f, paths[i], &f->tvdb, n); n++)
            ;
        f->tvdb.fail = no_key;
        f->tvdb.fails_at = 0;
        f->tvmaze.fail = stop;
        for (size_t n = 1; is_stopped_at(f, paths[i], &f->tvmaze, n); n++)
            ;
        f->tvmaze.fail = (struct epi_error){0};
    }
}

static void the_folders_file_moves_numbers(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .season_offset = 1, .episode_offset = -2};
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 2, 3);
}

static void the_folders_file_names_the_order(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .ordered = true, .order = ORDER_DVD};
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    session_place(&f->tvdb, ORDER_DVD, 1, 5, resolving_listed(show, 1, 7));
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 5);
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 7);
    snprintf(f->config.order, sizeof(f->config.order), "dvd");
    file.order = ORDER_AIRED;
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 5);
    /* What is said of the series beats both: an order, or none. */
    resolving_order(f, &show->tvdb.ids, ORDER_DVD);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 7);
    file.order = ORDER_DVD;
    resolving_order(f, &show->tvdb.ids, ORDER_AUTO);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 5);
}

static void a_correction_beats_the_folders_file(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvdb = 100}, .episode_offset = 3};
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 200, 2, 10);
    scratch_choose(f->journal, "/tv/HL/Harbour.Lights.S01E02.mkv", "harbour lights",
                   &(struct correction){.series = {.tvdb = 200}}, RESOLVING_NOW);
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 200, 1, 2);
    resolving_contains(f->got->reason, "as you chose");
}

static void a_title_may_be_that_of_the_other_files(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_title(show, 1, 3, "The Ferry");
    resolving_to(f, "/x/S01E02.mkv", RESOLUTION_NOTHING);
    assert_int_equal(f->tvdb.requests, 0);
    resolving_beside(f, "Harbour Lights - S01E01.mkv", NULL);
    resolving_to(f, "/x/S01E02.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "the title is that of the other files in the folder");
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    /* The title of the episode confirms it. */
    resolving_episode(f, "/x/S01E03 - The Ferry.mkv", 100, 1, 3);
    /* What is no episode causes no request. */
    size_t before = f->tvdb.requests;
    resolving_to(f, "/x/Holiday.mkv", RESOLUTION_NOTHING);
    resolving_beside(f, "Harbour Lights - S01E01.mkv", "Market Day - S01E01.mkv", NULL);
    resolving_to(f, "/x/S01E04.mkv", RESOLUTION_NOTHING);
    assert_int_equal(f->tvdb.requests, before);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_an_episode),
        TEST(finds_several_in_one_file),
        TEST(a_name_without_an_episode_is_not_looked_up),
        TEST(an_unknown_series_is_reported),
        TEST(an_unknown_episode_is_reported),
        TEST(a_doubtful_guess_is_not_sure),
        TEST(the_year_may_be_the_episodes),
        TEST(without_a_key_tvmaze_is_asked),
        TEST(what_one_catalogue_lacks_another_may_have),
        TEST(a_catalogue_out_of_reach_makes_it_later),
        TEST(a_stop_ends_it),
        TEST(a_stop_of_any_request_ends_it),
        TEST(the_folders_file_moves_numbers),
        TEST(the_folders_file_names_the_order),
        TEST(a_correction_beats_the_folders_file),
        TEST(a_title_may_be_that_of_the_other_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
