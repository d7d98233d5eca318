/* SPDX-License-Identifier: MIT */
#include "core/resolve.h"
#include "core/store.h"
#include "tests/support/folder.h"
#include "tests/support/journal.h"
#include "tests/support/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = 1700000000 }; /* 2023-11-14 */

/* Two catalogues over one shelf, and a journal. */
struct fixture {
    struct shelf shelf;
    struct session tvdb;
    struct session tvmaze;
    struct config config;
    char *folder;
    struct store *store;
    struct resolve *resolve;
    struct resolution *got;
    double duration;
};

static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct plan plan = journal_plan("tvmaze mark");
    struct error err = {0};
    f->got = calloc(1, sizeof *f->got);
    shelf_open(&f->shelf);
    session_open(&f->tvdb, &f->shelf, false);
    session_open(&f->tvmaze, &f->shelf, true);
    f->config.match = MATCH_NORMAL;
    f->folder = folder_make();
    f->store = store_open(f->folder, &plan, &err);
    assert_non_null(f->store);
    struct resolve_catalogue catalogues[] = {{&shelf_tvdb, &f->tvdb}, {&shelf_tvmaze, &f->tvmaze}};
    f->resolve = resolve_new(&f->config, f->store, catalogues, 2);
    assert_non_null(f->resolve);
    *state = f;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    resolve_free(f->resolve);
    store_close(f->store);
    folder_remove(f->folder);
    session_close(&f->tvdb);
    session_close(&f->tvmaze);
    shelf_close(&f->shelf);
    free(f->got);
    free(f);
    return 0;
}

/* ---- Short ways ---- */

static bool resolve_as(struct fixture *f, const char *path, const struct guess *guess,
                       struct error *err)
{
    memset(err, 0, sizeof *err);
    return resolve_file(f->resolve, path, guess, f->duration, NOW, f->got, err);
}

/* Reads and resolves a name; what comes of it is in f->got. */
static void ask(struct fixture *f, const char *path)
{
    struct guess guess;
    struct error err;
    match_parse(path, strlen(path), &guess);
    if (!resolve_as(f, path, &guess, &err))
        fail_msg("%s: %s", path, err.text);
}

static void ask_for(struct fixture *f, const char *path, enum resolve_outcome outcome)
{
    ask(f, path);
    if (f->got->outcome != outcome)
        fail_msg("%s: outcome %d: %s", path, (int)f->got->outcome, f->got->reason);
}

/* It is surely this episode of the show with that id at TheTVDB. */
static void expect(struct fixture *f, const char *path, int64_t tvdb, int season, int number)
{
    ask_for(f, path, RESOLVE_SURE);
    const struct match *match = &f->got->matches[0];
    if (match->series.ids.tvdb != tvdb || match->episode.season != season ||
        match->episode.number != number)
        fail_msg("%s: %s S%dE%d: %s", path, match->series.title, match->episode.season,
                 match->episode.number, f->got->reason);
}

/* Seasons of so many episodes, weekly from a year's begin on, counted over the whole series. */
static void add_seasons(struct show *show, int year, int seasons, int numbers)
{
    for (int season = 1; season <= seasons; season++)
        for (int number = 1; number <= numbers; number++) {
            struct episode episode = {.tvdb = show->tvdb.ids.tvdb * 1000 + season * 100 + number,
                                      .season = season,
                                      .number = number,
                                      .absolute = (season - 1) * numbers + number};
            snprintf(episode.airdate, sizeof episode.airdate, "%04d-%02d-%02d", year + season - 1,
                     1 + (number - 1) / 4 % 12, 1 + (number - 1) % 4 * 7);
            shelf_add_episode(show, &episode);
        }
}

static struct show *add_show(struct fixture *f, const char *title, int year, int64_t id,
                             int seasons, int numbers)
{
    struct show *show = shelf_add(&f->shelf, title, year, id, id + 50000);
    add_seasons(show, year, seasons, numbers);
    return show;
}

static struct episode *episode_of(struct show *show, int season, int number)
{
    for (size_t i = 0; i < show->episode_count; i++)
        if (show->episodes[i].season == season && show->episodes[i].number == number)
            return &show->episodes[i];
    fail_msg("%s has no S%dE%d", show->plain, season, number);
    return NULL;
}

static void title_episode(struct show *show, int season, int number, const char *title)
{
    struct episode *episode = episode_of(show, season, number);
    snprintf(episode->title, sizeof episode->title, "%s", title);
}

static void contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" does not tell \"%s\"", text, part);
}

/* ---- One series ---- */

static void finds_an_episode(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Harbour Lights", 2005, 100, 5, 10);
    add_show(f, "Harbour Nights", 2011, 101, 5, 10);
    title_episode(show, 5, 3, "The Ferry");
    expect(f, "Harbour.Lights.2005.S05E03.720p.HDTV.x264-GRP.mkv", 100, 5, 3);
    const struct match *match = &f->got->matches[0];
    assert_int_equal(f->got->count, 1);
    assert_string_equal(match->source, "tvdb");
    assert_string_equal(match->series.title, "Harbour Lights");
    assert_string_equal(match->episode.title, "The Ferry");
    assert_int_equal(match->episode.tvdb, 100503);
    assert_true(match->confidence >= MATCH_SURE && match->confidence <= 1);
    assert_string_equal(f->got->reason, "title is the same; year 2005 fits; S05E03 exists");
    assert_string_equal(match->reason, f->got->reason);
}

static void finds_several_in_one_file(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    expect(f, "Harbour.Lights.S02E08-E10.720p.mkv", 100, 2, 8);
    assert_int_equal(f->got->count, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(f->got->matches[i].episode.number, 8 + i);
        assert_true(f->got->matches[i].confidence >= MATCH_SURE);
    }
    /* The catalogue lacks the last. */
    expect(f, "Harbour.Lights.S02E09-E11.720p.mkv", 100, 2, 9);
    assert_int_equal(f->got->count, 3);
    assert_int_equal(f->got->matches[2].episode.season, -1);
    assert_true(f->got->matches[2].confidence == 0);
}

static void what_says_no_episode_is_not_asked_for(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    ask_for(f, "Harbour.Lights.The.Movie.2009.1080p.BluRay.x264-GRP.mkv", RESOLVE_NOTHING);
    ask_for(f, "Harbour.Lights.S02.720p.HDTV.x264-GRP.mkv", RESOLVE_NOTHING);
    contains(f->got->reason, "whole season");
    ask_for(f, "", RESOLVE_NOTHING);
    assert_true(*f->got->reason != '\0');
    assert_int_equal(f->tvdb.requests + f->tvmaze.requests, 0);
}

static void an_unknown_series_is_said(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    ask_for(f, "Quite.Another.Matter.S01E02.mkv", RESOLVE_NO_SERIES);
    assert_int_equal(f->got->count + f->got->candidate_count, 0);
    assert_string_equal(f->got->reason, "no catalogue knows this series");
    assert_true(f->tvdb.requests > 0 && f->tvmaze.requests > 0);
}

static void an_unknown_episode_is_said(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    ask_for(f, "Harbour.Lights.S03E01.mkv", RESOLVE_NO_EPISODE);
    assert_int_equal(f->got->count, 0);
    assert_int_equal(f->got->candidate_count, 1);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_string_equal(f->got->reason, "Harbour Lights; it has no S03E01");
}

static void a_typing_error_is_asked_about(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights of Kinsale", 2005, 100, 2, 10);
    ask_for(f, "Harbour.Ligths.of.Kinsale.S01E02.mkv", RESOLVE_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    assert_true(f->got->candidates[0].confidence < MATCH_SURE);
    contains(f->got->candidates[0].reason, "alike");
}

/* ---- Several series of one title ---- */

static void one_title_twice_is_asked_about(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    ask_for(f, "Harbour.Lights.S01E02.mkv", RESOLVE_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    contains(f->got->reason, "2 series are called so");
    assert_int_equal(f->tvmaze.requests, 0);
}

static void the_episode_may_tell_them_apart(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    expect(f, "Harbour.Lights.S05E02.mkv", 101, 5, 2);
    expect(f, "Harbour.Lights.2015.S01E02.mkv", 101, 1, 2);
    expect(f, "Harbour.Lights.1990.S01E02.mkv", 100, 1, 2);
    expect(f, "Harbour.Lights.2015.01.08.mkv", 101, 1, 2);
    /* What an episode decided is not learnt for the title. */
    ask_for(f, "Harbour.Lights.S01E02.mkv", RESOLVE_UNSURE);
}

static void the_episodes_title_may_tell_them_apart(void **state)
{
    struct fixture *f = *state;
    struct show *old = add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *new = add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    title_episode(old, 1, 2, "The Lighthouse Keeper");
    title_episode(new, 1, 2, "Low Water");
    expect(f, "Harbour.Lights.S01E02.Low.Water.720p.HDTV.x264-GRP.mkv", 101, 1, 2);
    contains(f->got->reason, "episode title fits");
    expect(f, "Harbour.Lights.S01E02.The.Lighthouse.Keeper.720p.HDTV.x264-GRP.mkv", 100, 1, 2);
}

static void an_episode_of_tomorrow_is_no_proof(void **state)
{
    struct fixture *f = *state;
    /* The newer one goes on: the third season may have begun today. */
    add_show(f, "Harbour Lights", 1990, 100, 5, 10);
    add_show(f, "Harbour Lights (2022)", 2022, 101, 2, 10);
    ask_for(f, "Harbour.Lights.S03E01.mkv", RESOLVE_UNSURE);
    assert_int_equal(f->got->candidate_count, 2);
    /* But not its first season's eleventh. */
    add_show(f, "Market Day", 1990, 102, 5, 20);
    add_show(f, "Market Day (2022)", 2022, 103, 2, 10);
    expect(f, "Market.Day.S01E12.mkv", 102, 1, 12);
}

static void duration_and_popularity_count(void **state)
{
    struct fixture *f = *state;
    struct show *known = add_show(f, "Girls at Sea", 2012, 100, 3, 10);
    struct show *other = add_show(f, "Girls at Sea (2014)", 2014, 101, 3, 10);
    known->tvmaze.weight = 99;
    other->tvmaze.weight = 1;
    f->tvdb.fail = (struct error){.kind = ERROR_SIGN_IN, .text = "no key"};
    expect(f, "Girls.at.Sea.S01E02.mkv", 100, 1, 2);
    known->tvmaze.weight = other->tvmaze.weight = 0;
    ask_for(f, "Girls.at.Sea.S01E03.mkv", RESOLVE_UNSURE);
    known->tvmaze.runtime = 30;
    other->tvmaze.runtime = 60;
    add_show(f, "Boys at Sea", 2012, 102, 3, 10)->tvmaze.runtime = 25;
    add_show(f, "Boys at Sea (2014)", 2014, 103, 3, 10)->tvmaze.runtime = 120;
    f->duration = 24 * 60;
    ask(f, "Boys.at.Sea.S01E02.mkv");
    const struct match *best =
        f->got->outcome == RESOLVE_SURE ? &f->got->matches[0] : &f->got->candidates[0];
    assert_int_equal(best->series.ids.tvdb, 102);
    assert_true(best->confidence > 0.8);
}

static void the_year_may_be_the_episodes(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 5, 10);
    expect(f, "Harbour.Lights.2008.S04E03.720p.mkv", 100, 4, 3);
    contains(f->got->reason, "aired in 2008");
    ask_for(f, "Harbour.Lights.1971.S04E04.720p.mkv", RESOLVE_UNSURE);
}

/* ---- Policies ---- */

static void strict_never_guesses(void **state)
{
    struct fixture *f = *state;
    f->config.match = MATCH_STRICT;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    add_show(f, "The Market Day", 2010, 102, 2, 10);
    ask_for(f, "Harbour.Lights.S05E02.mkv", RESOLVE_UNSURE); /* the episode would decide */
    assert_string_equal(f->got->reason, "match=strict: 2 series are called so");
    expect(f, "Harbour.Lights.2015.S01E02.mkv", 101, 1, 2);
    ask_for(f, "Market.Day.S01E02.mkv", RESOLVE_UNSURE); /* an article short */
    assert_string_equal(f->got->reason, "match=strict asks for just the same title");
    expect(f, "The.Market.Day.S01E02.mkv", 102, 1, 2);
    f->config.match = MATCH_NORMAL;
    expect(f, "Market.Day.S01E02.mkv", 102, 1, 2);
}

static void eager_takes_the_best(void **state)
{
    struct fixture *f = *state;
    f->config.match = MATCH_EAGER;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    ask_for(f, "Harbour.Lights.S01E02.mkv", RESOLVE_SURE);
    assert_true(f->got->matches[0].confidence < MATCH_SURE);
    ask_for(f, "Quite.Another.Matter.S01E02.mkv", RESOLVE_NO_SERIES);
}

/* ---- What is known beforehand ---- */

static void correct(struct fixture *f, const char *path, int64_t tvdb, int season, int number)
{
    struct guess guess;
    struct error err = {0};
    struct correction correction = {{.tvdb = tvdb}, season, number};
    char key[MATCH_TITLE_MAX];
    int released;
    match_parse(path, strlen(path), &guess);
    resolve_title_key(&guess, key, sizeof key);
    assert_true(store_correct(f->store, path, key, &correction, NOW, &released, &err));
}

static void a_correction_comes_first(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    correct(f, "/tv/hl/Harbour.Lights.S01E02.mkv", 101, 0, 0);
    expect(f, "/tv/hl/Harbour.Lights.S01E04.mkv", 101, 1, 4);
    assert_true(f->got->matches[0].confidence == 1);
    contains(f->got->reason, "as you said");
    ask_for(f, "/elsewhere/Harbour.Lights.S01E04.mkv", RESOLVE_UNSURE);
    ask_for(f, "/tv/hl/Harbour.Lights.S06E04.mkv", RESOLVE_NO_EPISODE);
}

static void a_correction_may_move_numbers(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Lantern Club", 2010, 100, 3, 12);
    correct(f, "/a/[Group] Lantern Club Kai - 05 [720p].mkv", 100, 1, 0);
    expect(f, "/a/[Group] Lantern Club Kai - 06 [720p].mkv", 100, 2, 6);
    correct(f, "/b/Lantern.Club.S01E14.mkv", 100, 1, -12);
    expect(f, "/b/Lantern.Club.S01E15.mkv", 100, 2, 3);
    ask_for(f, "/b/Lantern.Club.S01E02.mkv", RESOLVE_NO_EPISODE);
}

static void an_id_in_the_name_is_a_fact(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 1990, 100, 2, 10);
    add_show(f, "Harbour Lights (2015)", 2015, 101, 5, 10);
    expect(f, "/tv/Harbour Lights [tvdbid-101]/Season 01/Harbour Lights - S01E02.mkv", 101, 1, 2);
    contains(f->got->reason, "the id is in the name");
    /* One that nobody knows leaves it to the title. */
    ask_for(f, "/tv/Harbour Lights [tvdbid-999]/Season 01/Harbour Lights - S01E02.mkv",
            RESOLVE_UNSURE);
    /* One that only TVmaze knows. */
    shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    ask_for(f, "/tv/Other Name [tvmazeid-777]/Season 01/Other Name - S01E02.mkv", RESOLVE_SURE);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
}

static void what_was_learnt_is_not_asked_again(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    expect(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    size_t first = f->tvdb.requests;
    assert_true(first >= 2);
    expect(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    assert_int_equal(f->tvdb.requests, first);
    expect(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_int_equal(f->tvdb.requests, first + 1);
    /* Another title, another language: another question. */
    memcpy(f->config.language, "de", 3);
    expect(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_true(f->tvdb.requests >= first + 3);
}

/* ---- Catalogues ---- */

static void no_key_leaves_it_to_tvmaze(void **state)
{
    struct fixture *f = *state;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    f->tvdb.fail = (struct error){.kind = ERROR_SIGN_IN, .text = "no key"};
    expect(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
    assert_int_equal(f->got->matches[0].series.ids.tvmaze, 50100);
    ask_for(f, "Harbour.Lights.S03E02.mkv", RESOLVE_NO_EPISODE);
}

static void what_one_does_not_know_the_next_may(void **state)
{
    struct fixture *f = *state;
    struct show *show = shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    add_seasons(show, 1950, 1, 10);
    ask_for(f, "Old.Harbour.S01E02.mkv", RESOLVE_SURE);
    assert_string_equal(f->got->matches[0].source, "tvmaze");
}

static void a_catalogue_out_of_reach_leaves_it_open(void **state)
{
    struct fixture *f = *state;
    struct guess guess;
    struct error err;
    const char *path = "Harbour.Lights.S01E02.mkv";
    match_parse(path, strlen(path), &guess);
    f->tvdb.fail = (struct error){.kind = ERROR_LATER, .text = "no connection"};
    assert_false(resolve_as(f, path, &guess, &err));
    assert_int_equal(err.kind, ERROR_LATER);
    assert_string_equal(err.text, "no connection");
    /* TVmaze is sure meanwhile. */
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    assert_true(resolve_as(f, path, &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_SURE);
    /* Both are out of reach, or cannot be asked at all. */
    f->tvmaze.fail = (struct error){.kind = ERROR_LATER, .text = "busy"};
    f->tvdb.fail = (struct error){.kind = ERROR_SIGN_IN, .text = "no key"};
    guess.year = 2005;
    assert_false(resolve_as(f, path, &guess, &err));
    assert_string_equal(err.text, "busy");
    f->tvmaze.fail = f->tvdb.fail;
    assert_false(resolve_as(f, path, &guess, &err));
    assert_int_equal(err.kind, ERROR_SIGN_IN);
}

static void stopping_ends_it(void **state)
{
    struct fixture *f = *state;
    struct guess guess;
    struct error err;
    const char *path = "Harbour.Lights.S01E02.mkv";
    match_parse(path, strlen(path), &guess);
    f->tvdb.fail = (struct error){.kind = ERROR_STOPPED, .text = "stopped"};
    assert_false(resolve_as(f, path, &guess, &err));
    assert_int_equal(err.kind, ERROR_STOPPED);
    assert_int_equal(f->tvmaze.requests, 0);
}

static void tvmaze_tells_other_names_when_asked(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Lantern Club", 2010, 100, 1, 12);
    shelf_add_alias(show, "Chouchin Kurabu");
    f->tvdb.fail = (struct error){.kind = ERROR_SIGN_IN, .text = "no key"};
    expect(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    contains(f->got->reason, "alias is the same");
}

static void a_series_is_looked_up(void **state)
{
    struct fixture *f = *state;
    struct series series;
    struct error err = {0};
    bool found = false;
    add_show(f, "Harbour Lights", 2005, 100, 2, 10);
    shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    assert_true(
        resolve_series(f->resolve, &(struct series_ids){.tvdb = 100}, &series, &found, &err));
    assert_true(found);
    assert_string_equal(series.title, "Harbour Lights");
    assert_true(
        resolve_series(f->resolve, &(struct series_ids){.tvmaze = 777}, &series, &found, &err));
    assert_true(found);
    assert_string_equal(series.title, "Old Harbour");
    assert_true(resolve_series(f->resolve, &(struct series_ids){.tvdb = 9}, &series, &found, &err));
    assert_false(found);
    f->tvmaze.fail = (struct error){.kind = ERROR_LATER, .text = "busy"};
    assert_false(
        resolve_series(f->resolve, &(struct series_ids){.tvdb = 9}, &series, &found, &err));
}

/* ---- Numbers ---- */

static void absolute_numbers(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    expect(f, "[Group] Lantern Club - 05 [720p].mkv", 100, 1, 5);
    expect(f, "[Group] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    assert_int_equal(f->got->matches[0].episode.absolute, 30);
    expect(f, "[Group] Lantern Club - 23-24 [720p].mkv", 100, 2, 11);
    assert_int_equal(f->got->count, 2);
    ask_for(f, "[Group] Lantern Club - 37 [720p].mkv", RESOLVE_NO_EPISODE);
    /* A season's number that goes on over the seasons. */
    expect(f, "[Group] Lantern Club S02E14 [720p].mkv", 100, 2, 2);
    expect(f, "Lantern.Club.S01E30.720p.mkv", 100, 3, 6);
    contains(f->got->reason, "counted over the whole series");
    ask_for(f, "[Group] Lantern Club S02E30 [720p].mkv", RESOLVE_NO_EPISODE);
}

static void absolute_numbers_that_nobody_gave(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Lantern Club", 2010, 100, 3, 12);
    for (size_t i = 0; i < show->episode_count; i++)
        show->episodes[i].absolute = 0;
    shelf_add_episode(show, &(struct episode){.season = 0, .number = 1, .special = true});
    expect(f, "[Group] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    expect(f, "[Group] Lantern Club - 36 [720p].mkv", 100, 3, 12);
    ask_for(f, "[Group] Lantern Club - 37 [720p].mkv", RESOLVE_NO_EPISODE);
}

static void later_seasons_under_titles_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    /* No alias tells it. */
    expect(f, "[Group] Lantern Club II - 05 [720p].mkv", 100, 2, 5);
    expect(f, "[Group] Lantern Club 3 - 05 [720p].mkv", 100, 3, 5);
    /* An alias does. */
    shelf_add_alias(show, "Chouchin Kurabu");
    shelf_add_alias(show, "Chouchin Kurabu 2");
    shelf_add_alias(show, "Chouchin Kurabu: Yoru no Michi");
    expect(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    expect(f, "[Group] Chouchin Kurabu 2 - 05 [720p].mkv", 100, 2, 5);
    ask_for(f, "[Group] Chouchin Kurabu: Yoru no Michi - 05 [720p].mkv", RESOLVE_UNSURE);
    contains(f->got->reason, "may be a later season's");
    ask_for(f, "[Group] Lantern Club!! - 05 [720p].mkv", RESOLVE_UNSURE);
    /* Where there is one season it can be no other. */
    struct show *single = add_show(f, "Paper Moon", 2011, 101, 1, 12);
    shelf_add_alias(single, "Paper Moon: The Long Night");
    expect(f, "[Group] Paper Moon: The Long Night - 05 [720p].mkv", 101, 1, 5);
}

static void hundreds_may_be_seasons(void **state)
{
    struct fixture *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Lights",
                          .season = -1,
                          .part = -1,
                          .version = -1,
                          .absolute = {204},
                          .absolute_count = 1,
                          .confidence = 0.9};
    struct error err;
    add_show(f, "Harbour Lights", 2005, 100, 3, 10);
    assert_true(resolve_as(f, "Harbour Lights 204.avi", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_SURE);
    assert_int_equal(f->got->matches[0].episode.season, 2);
    assert_int_equal(f->got->matches[0].episode.number, 4);
}

static void a_weak_reading_is_not_sure(void **state)
{
    struct fixture *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Lights",
                          .season = 1,
                          .part = -1,
                          .version = -1,
                          .episodes = {2},
                          .episode_count = 1,
                          .confidence = 0.4};
    struct error err;
    add_show(f, "Harbour Lights", 2005, 100, 3, 10);
    assert_true(resolve_as(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_UNSURE);
    assert_string_equal(f->got->reason, "the name may be read in more than one way");
    guess.confidence = 0.8;
    assert_true(resolve_as(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_SURE);
}

static void dates(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "The Evening Talk", 2020, 100, 2, 40);
    expect(f, "The.Evening.Talk.2020.01.15.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    contains(f->got->reason, "aired on 2020-01-15");
    ask_for(f, "The.Evening.Talk.2020.01.16.720p.WEB.h264-GRP.mkv", RESOLVE_NO_EPISODE);
    contains(f->got->reason, "nothing was aired on 2020-01-16");
    /* Two on one day. */
    title_episode(show, 1, 5, "Ada");
    title_episode(show, 1, 6, "Grace");
    memcpy(episode_of(show, 1, 6)->airdate, episode_of(show, 1, 5)->airdate, 11);
    ask_for(f, "The.Evening.Talk.2020.02.01.720p.WEB.h264-GRP.mkv", RESOLVE_UNSURE);
    contains(f->got->reason, "2 episodes were aired on 2020-02-01");
    expect(f, "The.Evening.Talk.2020.02.01.Grace.720p.WEB.h264-GRP.mkv", 100, 1, 6);
}

static void the_dvds_order(void **state)
{
    struct fixture *f = *state;
    struct show *show = add_show(f, "Harbour Lights", 2005, 100, 1, 14);
    title_episode(show, 1, 1, "The Ferry");
    title_episode(show, 1, 11, "Calm Sea");
    f->tvdb.dvd = *episode_of(show, 1, 11);
    f->tvdb.dvd_season = f->tvdb.dvd_number = 1;
    expect(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 1);
    /* Its title says which order it is. */
    expect(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", 100, 1, 11);
    contains(f->got->reason, "DVD order");
    expect(f, "Harbour.Lights.S01E01.The.Ferry.720p.HDTV.x264-GRP.mkv", 100, 1, 1);
    /* The user says so. */
    memcpy(f->config.order, "dvd", 4);
    expect(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 11);
    /* What is on no DVD is as it was aired. */
    expect(f, "Harbour.Lights.S01E02.720p.mkv", 100, 1, 2);
}

static void parts_and_specials(void **state)
{
    struct fixture *f = *state;
    struct show *mini = add_show(f, "The Long Crossing", 2005, 100, 1, 3);
    struct show *show = add_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof special.title, "Christmas at the Pier");
    shelf_add_episode(show, &special);
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "The Long Crossing",
                          .season = -1,
                          .part = 2,
                          .version = -1,
                          .confidence = 0.95};
    struct error err;
    assert_int_equal(mini->episode_count, 3);
    assert_true(resolve_as(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 2);
    /* The second part of which season? */
    snprintf(guess.title, sizeof guess.title, "Harbour Lights");
    assert_true(resolve_as(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_UNSURE);
    expect(f, "Harbour.Lights.S00E04.720p.mkv", 101, 0, 4);
    guess.part = -1;
    guess.special = true;
    snprintf(guess.episode_title, sizeof guess.episode_title, "Christmas at the pier");
    assert_true(resolve_as(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLVE_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 4);
}

static void the_key_of_a_title(void **state)
{
    (void)state;
    struct guess guess = {.title = "Harbour Lights!", .year = 2005, .country = "US"};
    char key[MATCH_TITLE_MAX];
    resolve_title_key(&guess, key, sizeof key);
    assert_string_equal(key, "harbour lights 2005 us");
    memset(guess.title, 'x', sizeof guess.title - 1);
    resolve_title_key(&guess, key, sizeof key);
    assert_true(strlen(key) < sizeof key);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_an_episode),
        TEST(finds_several_in_one_file),
        TEST(what_says_no_episode_is_not_asked_for),
        TEST(an_unknown_series_is_said),
        TEST(an_unknown_episode_is_said),
        TEST(a_typing_error_is_asked_about),
        TEST(one_title_twice_is_asked_about),
        TEST(the_episode_may_tell_them_apart),
        TEST(the_episodes_title_may_tell_them_apart),
        TEST(an_episode_of_tomorrow_is_no_proof),
        TEST(duration_and_popularity_count),
        TEST(the_year_may_be_the_episodes),
        TEST(strict_never_guesses),
        TEST(eager_takes_the_best),
        TEST(a_correction_comes_first),
        TEST(a_correction_may_move_numbers),
        TEST(an_id_in_the_name_is_a_fact),
        TEST(what_was_learnt_is_not_asked_again),
        TEST(no_key_leaves_it_to_tvmaze),
        TEST(what_one_does_not_know_the_next_may),
        TEST(a_catalogue_out_of_reach_leaves_it_open),
        TEST(stopping_ends_it),
        TEST(tvmaze_tells_other_names_when_asked),
        TEST(a_series_is_looked_up),
        TEST(absolute_numbers),
        TEST(absolute_numbers_that_nobody_gave),
        TEST(later_seasons_under_titles_of_their_own),
        TEST(hundreds_may_be_seasons),
        TEST(a_weak_reading_is_not_sure),
        TEST(dates),
        TEST(the_dvds_order),
        TEST(parts_and_specials),
        TEST(the_key_of_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
