/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

/* A file was watched and identified as an episode of a show. */
static void watched_as(struct resolving *f, const char *path, const char *key,
                       const struct show *show, const struct episode *episode)
{
    struct match match = {
        .series = show->tvdb, .episode = *episode, .source = "tvdb", .confidence = 1};
    struct recorded recorded = scratch_record(f->journal, RECORD_WATCHED, path, RESOLVING_NOW, 0);
    assert_true(entries_set_match(f->journal, recorded.entry, &match, key, RESOLVING_NOW, NULL));
}

static void watched(struct resolving *f, const char *path, const char *key, const struct show *show)
{
    watched_as(f, path, key, show, &show->episodes[0]);
}

static void numbers_go_on_from_a_file_beside_it(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 3, 12);
    resolving_to(f, "/tv/Harbour Lights - S02E14.mkv", RESOLUTION_NO_EPISODE);
    watched_as(f, "/tv/Harbour Lights - S02E12.mkv", "harbour lights", show,
               resolving_listed(show, 2, 12));
    resolving_to(f, "/tv/Harbour Lights - S02E14.mkv", RESOLUTION_NO_EPISODE);
    watched_as(f, "/tv/Harbour Lights - S02E13.mkv", "harbour lights", show,
               resolving_listed(show, 3, 1));
    resolving_episode(f, "/tv/Harbour Lights - S02E14.mkv", 100, 3, 2);
    resolving_contains(f->got->reason, "counted on from another file of this folder");
    resolving_to(f, "/elsewhere/Harbour Lights - S02E14.mkv", RESOLUTION_NO_EPISODE);
    /* What its season has is that; past the end of both there is nothing. */
    resolving_episode(f, "/tv/Harbour Lights - S02E11.mkv", 100, 2, 11);
    resolving_to(f, "/tv/Harbour Lights - S02E25.mkv", RESOLUTION_NO_EPISODE);
    /* There may be a gap. */
    resolving_to(f, "/tv/Harbour Lights - S02E15.mkv", RESOLUTION_NO_EPISODE);
    resolving_to(f, "/tv/Harbour Lights - S01E14.mkv", RESOLUTION_UNSURE);
}

/* What was said of one file says nothing of how the names beside it count. */
static void numbers_do_not_go_on_from_a_choice_of_one_file(void **state)
{
    struct resolving *f = *state;
    struct correction correction = {
        .series = {.tvdb = 100}, .season_offset = 1, .number_offset = 2};
    struct show *show = resolving_show(f, "Harbour Lights", 1990, 100, 3, 12);
    static const char path[] = "/tv/Harbour Lights - 05.mkv";
    scratch_choose(f->journal, path, "", &correction, RESOLVING_NOW);
    watched_as(f, path, "harbour lights", show, resolving_listed(show, 1, 2));
    resolving_episode(f, "/tv/Harbour Lights - 06.mkv", 100, 1, 6);
}

static void a_later_seasons_own_title_goes_on(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    shelf_add_alias(&f->shelf, show, "Red Lantern");
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    resolving_to(f, "/tv/[Group] Red Lantern - 05 [720p].mkv", RESOLUTION_UNSURE);
    watched_as(f, "/tv/[Group] Red Lantern - 04 [720p].mkv", "red lantern", show,
               resolving_listed(show, 2, 4));
    resolving_episode(f, "/tv/[Group] Red Lantern - 05 [720p].mkv", 100, 2, 5);
    /* Another file of the same number says nothing of how to count. */
    resolving_to(f, "/tv/[Group] Red Lantern - 04v2 [720p].mkv", RESOLUTION_UNSURE);
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

/* A series was chosen for a title in another folder. */
static void choose(struct resolving *f, const char *path, const char *key, int64_t tvdb)
{
    scratch_choose(f->journal, path, key, &(struct correction){.series = {.tvdb = tvdb}},
                   RESOLVING_NOW);
}

static void a_choice_in_another_folder_comes_first_of_equals(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *young = resolving_show(f, "Harbour Lights", 2015, 101, 3, 10);
    young->tvdb.runtime = 60;
    snprintf(old->tvdb.country, sizeof(old->tvdb.country), "GB");
    snprintf(young->tvdb.country, sizeof(young->tvdb.country), "US");
    resolving_title(old, 1, 3, "The Ferry");
    resolving_title(young, 1, 3, "Low Water");
    resolving_to(f, "/b/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
    size_t offered = f->got->candidate_count;
    int64_t last = f->got->candidates[offered - 1].series.ids.tvdb;
    choose(f, "/a/Harbour Lights - S01E02.mkv", "harbour lights", last);
    resolving_to(f, "/b/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "you chose it for this title in another folder");
    assert_int_equal(f->got->candidate_count, offered);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, last);
    choose(f, "/a/Harbour Lights - S01E02.mkv", "harbour lights", 101);
    /* The title of the episode, the duration, a number that it lacks, a file beside it. */
    resolving_episode(f, "/b/Harbour Lights - S01E03 - The Ferry.mkv", 100, 1, 3);
    f->duration = 600;
    resolving_episode(f, "/b/Harbour Lights - S01E04.mkv", 100, 1, 4);
    f->duration = 0;
    resolving_episode(f, "/b/Harbour Lights (GB) - S01E02.mkv", 100, 1, 2);
    watched(f, "/c/Harbour Lights (1990) - S01E01.mkv", "harbour lights 1990", old);
    resolving_episode(f, "/c/Harbour Lights - S01E02.mkv", 100, 1, 2);
    /* Other files of this folder. */
    resolving_beside(f, "Harbour Lights (1990) - S01E01.mkv", NULL);
    resolving_episode(f, "/b/Harbour Lights - S01E05.mkv", 100, 1, 5);
    resolving_beside(f, "Harbour Lights - S02E01.mkv", NULL);
    resolving_to(f, "/b/Harbour Lights - S01E05.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 101);
    resolving_show(f, "Night Ferry", 1990, 110, 2, 10);
    resolving_show(f, "Night Ferry", 2005, 111, 4, 10);
    choose(f, "/a/Night Ferry - S01E02.mkv", "night ferry", 110);
    resolving_beside(f, "Night Ferry - S04E01.mkv", "Night Ferry - S04E02.mkv", NULL);
    resolving_episode(f, "/b/Night Ferry - S01E05.mkv", 111, 1, 5);
    resolving_beside(f, NULL);
    resolving_to(f, "/b/Night Ferry - S01E05.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 110);
    f->config.match = MATCH_STRICT;
    resolving_to(f, "/b/Harbour Lights - S01E05.mkv", RESOLUTION_UNSURE);
    f->config.match = MATCH_NORMAL;
    /* Two folders that differ say nothing. */
    choose(f, "/d/Harbour Lights - S01E02.mkv", "harbour lights", 100);
    resolving_to(f, "/b/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
}

static void a_choice_of_another_title_is_offered(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Salt Road", 2012, 200, 1, 12);
    resolving_show(f, "Lantern Club", 2010, 100, 1, 12);
    resolving_episode(f, "/b/Lantern Club - S01E05.mkv", 100, 1, 5);
    choose(f, "/a/Lantern Club - S01E01.mkv", "lantern club", 200);
    choose(f, "/a/Nobody Knows It - S01E01.mkv", "nobody knows it", 200);
    resolving_to(f, "/b/Lantern Club - S01E05.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "you chose it for this title in another folder");
    assert_int_equal(f->got->candidate_count, 2);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 200);
    assert_int_equal(f->got->candidates[0].episode.number, 5);
    assert_int_equal(f->got->candidates[1].series.ids.tvdb, 100);
    resolving_to(f, "/b/Nobody Knows It - S01E05.mkv", RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 200);
    /* It has no such episode. */
    resolving_to(f, "/b/Nobody Knows It - S03E05.mkv", RESOLUTION_NO_SERIES);
}

/* What a network decided is not kept for the title, and it vetoes a file beside this one. */
static void a_network_decides_for_its_name_only(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *young = resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    snprintf(old->tvdb.network, sizeof(old->tvdb.network), "CBBC");
    snprintf(young->tvdb.network, sizeof(young->tvdb.network), "Nickelodeon");
    resolving_episode(f, "/b/Harbour Lights (NICK) - S01E02.mkv", 101, 1, 2);
    resolving_contains(f->got->reason, "network NICK fits");
    resolving_episode(f, "/b/Harbour Lights (CBBC) - S01E02.mkv", 100, 1, 2);
    resolving_to(f, "/b/Harbour Lights - S01E02.mkv", RESOLUTION_UNSURE);
    watched(f, "/b/Harbour Lights (NICK) - S01E01.mkv", "harbour lights", young);
    resolving_episode(f, "/b/Harbour Lights - S01E02.mkv", 101, 1, 2);
    resolving_episode(f, "/b/Harbour Lights (CBBC) - S01E03.mkv", 100, 1, 3);
}

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

static void the_folders_file_names_the_series(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvdb = 100}};
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 200, 2, 10);
    resolving_to(f, "/tv/HL/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 100, 1, 2);
    resolving_contains(f->got->reason, "as .epimark in its folder says");
    /* It beats an id in the name, too. */
    resolving_episode(f, "/tv/HL/Harbour Lights [tvdbid-200] S01E02.mkv", 100, 1, 2);
    file.series.tvdb = 200;
    resolving_episode(f, "/tv/HL/Harbour.Lights.S01E02.mkv", 200, 1, 2);
    resolve_in_folder(f->resolve, NULL, NULL);
    resolving_to(f, "/tv/HL/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
}

static void a_title_that_contradicts_the_folders_file_is_unsure(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvdb = 100}};
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 1, 12);
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    resolving_show(f, "Salt Road", 2012, 200, 1, 12);
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_to(f, "/tv/LC/Salt.Road.S01E05.mkv", RESOLUTION_UNSURE);
    assert_string_equal(
        f->got->reason,
        "as .epimark in its folder says, but the name has another title; 1x05 exists");
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    resolving_episode(f, "/tv/LC/Chouchin.Kurabu.S01E05.mkv", 100, 1, 5);
    resolving_to(f, "/tv/LC/Lantern.Club.S01E77.mkv", RESOLUTION_NO_EPISODE);
}

/* TVmaze has aliases only by a request of its own. */
static void a_title_that_fits_the_folders_file_asks_for_no_alias(void **state)
{
    struct resolving *f = *state;
    struct folder_file file = {.found = true, .series = {.tvmaze = 777}};
    struct show *show = shelf_add(&f->shelf, "Lantern Club", 2010, 0, 777);
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    resolve_in_folder(f->resolve, &file, NULL);
    resolving_to(f, "/tv/LC/Lantern.Club.S01E04.mkv", RESOLUTION_SURE);
    size_t asked = f->tvmaze.requests;
    resolving_to(f, "/tv/LC/Lantern.Club.S01E05.mkv", RESOLUTION_SURE);
    assert_int_equal(f->tvmaze.requests, asked + 1); /* for the episode alone */
    resolving_to(f, "/tv/LC/Chouchin.Kurabu.S01E05.mkv", RESOLUTION_SURE);
    assert_int_equal(f->tvmaze.requests, asked + 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_what_the_title_decided_is_kept),
        TEST(the_episode_vetoes_what_was_kept),
        TEST(numbers_go_on_from_a_file_beside_it),
        TEST(numbers_do_not_go_on_from_a_choice_of_one_file),
        TEST(a_later_seasons_own_title_goes_on),
        TEST(a_file_beside_it_decides_unless_contradicted),
        TEST(a_choice_in_another_folder_comes_first_of_equals),
        TEST(a_choice_of_another_title_is_offered),
        TEST(a_network_decides_for_its_name_only),
        TEST(an_id_in_the_name_is_a_fact),
        TEST(the_folders_file_names_the_series),
        TEST(a_title_that_contradicts_the_folders_file_is_unsure),
        TEST(a_title_that_fits_the_folders_file_asks_for_no_alias),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
