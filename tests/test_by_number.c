/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"
#include "tests/doubles/tempdir.h"

static void absolute_numbers(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    resolving_episode(f, "[Group] Lantern Club - 05 [720p].mkv", 100, 1, 5);
    resolving_episode(f, "[Group] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    assert_int_equal(f->got->matches[0].episode.absolute, 30);
    resolving_episode(f, "[Group] Lantern Club - 23-24 [720p].mkv", 100, 2, 11);
    assert_int_equal(f->got->count, 2);
    /* Of two, one is there: the reason names the other. */
    resolving_episode(f, "Lantern.Club.S03E12E13.720p.mkv", 100, 3, 12);
    resolving_contains(f->got->reason, "3x12 exists; it has no 3x13");
    resolving_to(f, "[Group] Lantern Club - 37 [720p].mkv", RESOLUTION_NO_EPISODE);
    /* A season's number that may go on over the seasons; the episode's title confirms it. */
    resolving_to(f, "[Group] Lantern Club S02E14 [720p].mkv", RESOLUTION_UNSURE);
    resolving_to(f, "Lantern.Club.S01E30.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "counted over the whole series");
    assert_int_equal(f->got->candidates[0].episode.season, 3);
    assert_int_equal(f->got->candidates[0].episode.number, 6);
    resolving_title(show, 2, 3, "The Paper Lantern");
    resolving_episode(f, "Lantern.Club.S02E15.The.Paper.Lantern.720p.WEB.h264-GRP.mkv", 100, 2, 3);
    resolving_to(f, "[Group] Lantern Club S02E30 [720p].mkv", RESOLUTION_NO_EPISODE);
}

static void hundreds_may_be_seasons(void **state)
{
    struct resolving *f = *state;
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "Harbour Lights",
                          .season = -1,
                          .part = -1,
                          .version = -1,
                          .absolute = {204},
                          .absolute_count = 1,
                          .confidence = 0.9};
    struct epi_error err;
    resolving_show(f, "Harbour Lights", 2005, 100, 3, 10);
    assert_true(resolving_guess(f, "Harbour Lights 204.avi", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].episode.season, 2);
    assert_int_equal(f->got->matches[0].episode.number, 4);
}

static void parts(void **state)
{
    struct resolving *f = *state;
    struct show *mini = resolving_show(f, "The Long Crossing", 2005, 100, 1, 3);
    resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct guess guess = {.kind = GUESS_EPISODE,
                          .title = "The Long Crossing",
                          .season = -1,
                          .part = 2,
                          .version = -1,
                          .confidence = 0.95};
    struct epi_error err;
    assert_int_equal(mini->episode_count, 3);
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 2);
    /* The second part of which season? */
    snprintf(guess.title, sizeof(guess.title), "Harbour Lights");
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_UNSURE);
    resolving_offers(f, 0, false, 1, 2);
    resolving_offers(f, 1, true, 2, 2);
}

static void an_order_for_one_series(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    resolving_show(f, "Market Day", 2005, 101, 3, 12);
    resolving_episode(f, "Harbour.Lights.S02E02.720p.mkv", 100, 2, 2);
    resolving_order(f, &show->tvdb.ids, ORDER_ABSOLUTE);
    resolving_episode(f, "Harbour.Lights.S02E14.720p.mkv", 100, 2, 2);
    resolving_contains(f->got->reason, "by the absolute order");
    resolving_episode(f, "Harbour.Lights.S01E30.720p.mkv", 100, 3, 6);
    resolving_episode(f, "Harbour Lights - 30.mkv", 100, 3, 6);
    resolving_episode(f, "Market.Day.S02E02.720p.mkv", 101, 2, 2);
    /* What contradicts the season in the name is unsure. */
    resolving_to(f, "Harbour.Lights.S02E30.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "it is in season 3");
    resolving_to(f, "Harbour.Lights.S01E37.720p.mkv", RESOLUTION_NO_EPISODE);
    /* An order that the catalogue does not have is never read as aired. */
    resolving_order(f, &show->tvdb.ids, ORDER_REGIONAL);
    resolving_to(f, "Harbour.Lights.S02E02.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "no such number in the regional order");
    resolving_order(f, &show->tvdb.ids, ORDER_AUTO);
    resolving_episode(f, "Harbour.Lights.S02E02.720p.mkv", 100, 2, 2);
}

/* What is one episode on the DVD was aired as two. */
static void a_number_that_is_several_episodes(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 1, 12);
    resolving_title(show, 1, 1, "The Ferry");
    resolving_title(show, 1, 2, "Calm Sea (1)");
    resolving_title(show, 1, 3, "Calm Sea (2)");
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 2));
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 3));
    session_place(&f->tvdb, ORDER_DVD, 1, 2, resolving_listed(show, 1, 4));
    /* Its title does not say that it is both. */
    resolving_to(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_order(f, &show->tvdb.ids, ORDER_DVD);
    resolving_to(f, "Harbour.Lights.S01E01.720p.mkv", RESOLUTION_SURE);
    assert_int_equal(f->got->count, 2);
    assert_int_equal(f->got->matches[0].episode.number, 2);
    assert_int_equal(f->got->matches[1].episode.number, 3);
    assert_true(f->got->matches[1].confidence >= MATCH_SURE);
    resolving_contains(f->got->reason, "by the DVD order; 2 episodes have that number");
    resolving_episode(f, "Harbour.Lights.S01E02.720p.mkv", 100, 1, 4);
    assert_int_equal(f->got->count, 1);
    /* Which of several is which is not known. */
    resolving_to(f, "Harbour.Lights.S01E01E02.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "the number means 2 episodes in the DVD order");
}

static void the_anime_list_of_the_user(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    snprintf(show->tvdb.aliases[0], sizeof(show->tvdb.aliases[0]), "Lantern Club Yoru");
    show->tvdb.alias_count = 1;
    resolving_to(f, "[Grp] Lantern Club Yoru - 04 [720p].mkv", RESOLUTION_UNSURE);
    snprintf(f->config.anime_list, sizeof(f->config.anime_list), "%s/list.xml", f->folder);
    tempdir_write(f->folder, "list.xml",
                  "<anime-list><anime tvdbid='100' defaulttvdbseason='1'><name>Lantern Club</name>"
                  "</anime><anime tvdbid='100' defaulttvdbseason='2' episodeoffset='-2'>"
                  "<name>Lantern Club Yoru</name></anime></anime-list>",
                  (size_t)-1);
    resolving_episode(f, "[Grp] Lantern Club Yoru - 04 [720p].mkv", 100, 2, 2);
    resolving_contains(f->got->reason, "2x02 by the anime list");
    resolving_episode(f, "[Grp] Lantern Club Yoru S01E05 [720p].mkv", 100, 2, 3);
    resolving_episode(f, "[Grp] Lantern Club - 04 [720p].mkv", 100, 1, 4);
    /* What is not in that season counts over the series, by the catalogue's own numbers. */
    resolving_episode(f, "[Grp] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    /* A season in the name is TheTVDB's. */
    resolving_episode(f, "Lantern.Club.S03E04.720p.mkv", 100, 3, 4);
    /* Of a list that cannot be read nothing is taken for sure. */
    tempdir_write(f->folder, "list.xml", "<anime-list><anime>", (size_t)-1);
    struct guess guess;
    struct epi_error err = {0};
    const char *name = "[Grp] Lantern Club - 04 [720p].mkv";
    match_parse(name, strlen(name), &guess);
    assert_false(resolving_guess(f, name, &guess, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    resolving_contains(err.text, "list.xml: line 1: no element found");
    resolving_episode(f, "Lantern.Club.S03E04.720p.mkv", 100, 3, 4);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(absolute_numbers),
        TEST(hundreds_may_be_seasons),
        TEST(parts),
        TEST(an_order_for_one_series),
        TEST(a_number_that_is_several_episodes),
        TEST(the_anime_list_of_the_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
