/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/folder_file.h"
#include "core/identify/trace.h"
#include "core/journal/entries.h"
#include "core/journal/record.h"
#include "tests/doubles/resolving.h"
#include "tests/doubles/scratch.h"

/* ---- One series ---- */

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

/* ---- Several series of one title ---- */

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

static void the_episode_may_tell_them_apart(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_episode(f, "Harbour.Lights.S05E02.mkv", 101, 5, 2);
    resolving_episode(f, "Harbour.Lights.2015.S01E02.mkv", 101, 1, 2);
    resolving_episode(f, "Harbour.Lights.1990.S01E02.mkv", 100, 1, 2);
    resolving_episode(f, "Harbour.Lights.2015.01.08.mkv", 101, 1, 2);
    /* A match that the episode decided is not kept for the title. */
    resolving_to(f, "Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
}

static void the_episodes_title_may_tell_them_apart(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *new = resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_title(old, 1, 2, "The Lighthouse Recorder");
    resolving_title(new, 1, 2, "Low Water");
    resolving_episode(f, "Harbour.Lights.S01E02.Low.Water.720p.HDTV.x264-GRP.mkv", 101, 1, 2);
    resolving_contains(f->got->reason, "episode title fits");
    resolving_episode(f, "Harbour.Lights.S01E02.The.Lighthouse.Recorder.720p.HDTV.x264-GRP.mkv",
                      100, 1, 2);
}

static void an_unlisted_episode_may_be_new(void **state)
{
    struct resolving *f = *state;
    /* The newer one goes on: the third season may have begun today. */
    resolving_show(f, "Harbour Lights", 1990, 100, 5, 10);
    resolving_show(f, "Harbour Lights (2022)", 2022, 101, 2, 10);
    resolving_to(f, "Harbour.Lights.S03E01.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    /* But not its first season's eighth or twelfth. */
    resolving_show(f, "Market Day", 1990, 102, 5, 20);
    resolving_show(f, "Market Day (2022)", 2022, 103, 2, 6);
    resolving_episode(f, "Market.Day.S01E08.mkv", 102, 1, 8);
    resolving_episode(f, "Market.Day.S01E12.mkv", 102, 1, 12);
    /* Nor is one of which nothing is listed years after it began. */
    resolving_show(f, "Low Water", 1990, 104, 5, 20);
    struct show *stub = resolving_show(f, "Low Water (2010)", 2010, 105, 1, 1);
    stub->episode_count = 0;
    resolving_episode(f, "Low.Water.S01E02.mkv", 104, 1, 2);
    resolving_show(f, "Paper Moon", 1990, 106, 5, 20);
    resolving_show(f, "Paper Moon (2023)", 2023, 107, 1, 1)->episode_count = 0;
    resolving_to(f, "Paper.Moon.S01E02.mkv", RESOLUTION_UNSURE);
}

static void duration_and_popularity_count(void **state)
{
    struct resolving *f = *state;
    struct show *known = resolving_show(f, "Girls at Sea", 2012, 100, 3, 10);
    struct show *other = resolving_show(f, "Girls at Sea (2014)", 2014, 101, 3, 10);
    known->tvmaze.popularity = 99;
    other->tvmaze.popularity = 1;
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    resolving_to(f, "Girls.at.Sea.S01E02.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_true(f->got->candidates[0].confidence > 0.75);
    known->tvmaze.popularity = other->tvmaze.popularity = 0;
    resolving_to(f, "Girls.at.Sea.S01E03.mkv", RESOLUTION_UNSURE);
    known->tvmaze.runtime = 30;
    other->tvmaze.runtime = 60;
    resolving_show(f, "Boys at Sea", 2012, 102, 3, 10)->tvmaze.runtime = 25;
    resolving_show(f, "Boys at Sea (2014)", 2014, 103, 3, 10)->tvmaze.runtime = 120;
    f->duration = 24 * 60;
    resolving_ask(f, "Boys.at.Sea.S01E02.mkv");
    const struct match *best =
        f->got->outcome == RESOLUTION_SURE ? &f->got->matches[0] : &f->got->candidates[0];
    assert_int_equal(best->series.ids.tvdb, 102);
    assert_true(best->confidence > 0.8);
}

static void only_what_the_title_decided_is_kept(void **state)
{
    struct resolving *f = *state;
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    struct show *known = resolving_show(f, "City Lights", 1987, 100, 1, 10);
    struct show *other = resolving_show(f, "City Lights (2011)", 2011, 101, 1, 10);
    known->tvmaze.runtime = 25;
    known->tvmaze.popularity = 99;
    other->tvmaze.runtime = 120;
    other->tvmaze.popularity = 1;
    f->duration = 24 * 60;
    resolving_episode(f, "City.Lights.S01E02.mkv", 100, 1, 2);
    f->duration = 0;
    resolving_to(f, "City.Lights.S01E03.mkv", RESOLUTION_UNSURE);
}

/* What contradicts the series that was kept for a title asks the catalogue again. */
static void the_episode_vetoes_what_was_kept(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    show->tvdb.runtime = 25;
    resolving_title(show, 1, 3, "The Lighthouse Recorder");
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    resolving_episode(f, "Harbour.Lights.S01E03.The.Lighthouse.Recorder.720p.WEB-GRP.mkv", 100, 1,
                      3);
    resolving_contains(f->got->reason, "the title is known");
    resolving_ask(f, "Harbour.Lights.S01E03.Low.Water.720p.WEB-GRP.mkv");
    resolving_contains(f->got->reason, "title is the same");
    f->duration = 48 * 60;
    resolving_ask(f, "Harbour.Lights.S01E04.mkv");
    resolving_contains(f->got->reason, "lasts 48 minutes instead of its usual 25");
}

/* ---- Policies ---- */

/* A file was watched and identified as the first episode of a show. */
static void watched(struct resolving *f, const char *path, const char *key, const struct show *show)
{
    struct match match = {
        .series = show->tvdb, .episode = show->episodes[0], .source = "tvdb", .confidence = 1};
    struct recorded recorded = scratch_record(f->journal, RECORD_WATCHED, path, RESOLVING_NOW, 0);
    assert_true(entries_set_match(f->journal, recorded.entry, &match, key, RESOLVING_NOW, NULL));
}

static void a_file_beside_it_decides_unless_contradicted(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *young = resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    young->tvdb.runtime = 60;
    resolving_to(f, "/tv/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
    watched(f, "/tv/Harbour Lights (2015) - S01E01.mkv", "harbour lights 2015", young);
    resolving_episode(f, "/tv/Harbour Lights - S01E02.mkv", 101, 1, 2);
    resolving_contains(f->got->reason, "as another file of this folder");
    size_t before = f->tvdb.requests;
    struct trace *trace = calloc(1, sizeof(*trace));
    assert_non_null(trace);
    resolve_trace(f->resolve, trace);
    resolving_episode(f, "/tv/Harbour Lights - S01E02.mkv", 101, 1, 2);
    resolve_trace(f->resolve, NULL);
    assert_int_equal(f->tvdb.requests, before);
    assert_int_equal(trace->candidate_count, 1);
    assert_int_equal(trace->candidates[0].clues.list[0].kind, CLUE_NEIGHBOUR);
    free(trace);
    resolving_to(f, "/elsewhere/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
    /* The year, the title of the episode, the duration and a number that it lacks contradict. */
    resolving_episode(f, "/tv/Harbour Lights (1990) - S01E02.mkv", 100, 1, 2);
    resolving_title(old, 1, 3, "The Ferry");
    resolving_title(young, 1, 3, "Low Water");
    resolving_to(f, "/tv/Harbour Lights - S01E03 - The Ferry.mkv", RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].series.ids.tvdb, 100);
    resolving_seasons(old, 1990, 3, 10);
    resolving_episode(f, "/tv/Harbour Lights - S03E02.mkv", 100, 3, 2);
    f->duration = 600;
    resolving_episode(f, "/tv/Harbour Lights - S01E04.mkv", 100, 1, 4);
    f->duration = 0;
    f->config.match = MATCH_STRICT;
    resolving_to(f, "/tv/Harbour Lights - S01E05.mkv", RESOLUTION_UNSURE);
}

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

/* ---- Catalogues ---- */

static void an_id_in_the_name_is_a_fact(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    resolving_episode(f, "/tv/Harbour Lights [tvdbid-101]/Season 01/Harbour Lights - S01E02.mkv",
                      101, 1, 2);
    resolving_contains(f->got->reason, "the id is in the name");
    /* The other one has that episode, but is not meant. */
    resolving_to(f, "/tv/Harbour Lights [tvdbid-100]/Season 05/Harbour Lights - S05E02.mkv",
                 RESOLUTION_NO_EPISODE);
    /* With an unknown id the title decides. */
    resolving_to(f, "/tv/Harbour Lights [tvdbid-999]/Season 01/Harbour Lights - S01E02.mkv",
                 RESOLUTION_UNSURE);
    /* One that only TVmaze knows. */
    shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    resolving_to(f, "/tv/Other Name [tvmazeid-777]/Season 01/Other Name - S01E02.mkv",
                 RESOLUTION_SURE);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
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

static void tvmaze_has_aliases_if_asked(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 1, 12);
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_SIGN_IN, .text = "no key"};
    resolving_episode(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    resolving_contains(f->got->reason, "alias is the same");
}

/* ---- .epimark in the folder ---- */

static void the_folders_file_names_the_series(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvdb = 100}};
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 200, 2, 10);
    resolving_to(f, "/tv/HL/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    resolve_in_folder(f->resolve, &file);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 100, 1, 2);
    resolving_contains(f->got->reason, "as .epimark in its folder says");
    /* It beats an id in the name, too. */
    resolving_episode(f, "/tv/HL/Harbour Lights [tvdbid-200] S01E02.mkv", 100, 1, 2);
    file.series.tvdb = 200;
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 200, 1, 2);
    resolve_in_folder(f->resolve, NULL);
    resolving_to(f, "/tv/HL/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
}

static void a_title_that_contradicts_the_folders_file_is_unsure(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvdb = 100}};
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 1, 12);
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    resolving_show(f, "Salt Road", 2012, 200, 1, 12);
    resolve_in_folder(f->resolve, &file);
    resolving_to(f, "/tv/LC/Salt.Road.S01E05.mkv", RESOLUTION_UNSURE);
    assert_string_equal(
        f->got->reason,
        "as .epimark in its folder says, but the name has another title; 1x05 exists");
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    resolving_episode(f, "/tv/LC/Chouchin.Kurabu.S01E05.mkv", 100, 1, 5);
    resolving_to(f, "/tv/LC/Lantern.Club.S01E77.mkv", RESOLUTION_NO_EPISODE);
}

static void the_folders_file_moves_numbers(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .season_offset = 1, .episode_offset = -2};
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolve_in_folder(f->resolve, &file);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 2, 3);
}

static void the_folders_file_names_the_order(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .ordered = true, .order = ORDER_DVD};
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    f->tvdb.dvd = *resolving_listed(show, 1, 7);
    f->tvdb.dvd_season = 1;
    f->tvdb.dvd_number = 5;
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 5);
    resolve_in_folder(f->resolve, &file);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E05.mkv", 100, 1, 7);
    snprintf(f->config.order, sizeof(f->config.order), "dvd");
    file.order = ORDER_AIRED;
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
    resolve_in_folder(f->resolve, &file);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 200, 1, 2);
    resolving_contains(f->got->reason, "as you chose");
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
        TEST(a_typing_error_is_unsure),
        TEST(a_doubtful_guess_is_not_sure),
        TEST(the_year_may_be_the_episodes),
        TEST(one_series_is_offered_once),
        TEST(two_series_with_one_title_are_unsure),
        TEST(the_episode_may_tell_them_apart),
        TEST(the_episodes_title_may_tell_them_apart),
        TEST(an_unlisted_episode_may_be_new),
        TEST(duration_and_popularity_count),
        TEST(only_what_the_title_decided_is_kept),
        TEST(the_episode_vetoes_what_was_kept),
        TEST(a_file_beside_it_decides_unless_contradicted),
        TEST(strict_never_guesses),
        TEST(eager_takes_the_best),
        TEST(an_id_in_the_name_is_a_fact),
        TEST(without_a_key_tvmaze_is_asked),
        TEST(what_one_catalogue_lacks_another_may_have),
        TEST(a_catalogue_out_of_reach_makes_it_later),
        TEST(a_stop_ends_it),
        TEST(tvmaze_has_aliases_if_asked),
        TEST(the_folders_file_names_the_series),
        TEST(a_title_that_contradicts_the_folders_file_is_unsure),
        TEST(the_folders_file_moves_numbers),
        TEST(the_folders_file_names_the_order),
        TEST(a_correction_beats_the_folders_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
