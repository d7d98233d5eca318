/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/services/values.h"
#include "tests/doubles/resolving.h"
#include "tests/doubles/tempdir.h"

/* The n-th candidate, which has another episode of a series that was offered before or not. */
static void offers(const struct resolving *f, size_t n, bool other, int season, int number)
{
    assert_true(n < f->got->candidate_count);
    assert_int_equal(f->got->candidates[n].other, other);
    assert_int_equal(f->got->candidates[n].episode.season, season);
    assert_int_equal(f->got->candidates[n].episode.number, number);
}

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

static void absolute_numbers_that_no_catalogue_has(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    for (size_t i = 0; i < show->episode_count; i++)
        show->episodes[i].absolute = 0;
    shelf_add_episode(show, &(struct episode){.season = 0, .number = 1, .special = true});
    resolving_episode(f, "[Group] Lantern Club - 30 [720p].mkv", 100, 3, 6);
    resolving_episode(f, "[Group] Lantern Club - 36 [720p].mkv", 100, 3, 12);
    resolving_to(f, "[Group] Lantern Club - 37 [720p].mkv", RESOLUTION_NO_EPISODE);
    /* A list with a gap cannot be counted: 30 is not its thirtieth row. */
    resolving_listed(show, 1, 7)->number = 20;
    resolving_to(f, "[Group] Lantern Club - 30 [720p].mkv", RESOLUTION_NO_EPISODE);
    /* In a single season it is the one with the number. */
    struct show *single = resolving_show(f, "Paper Moon", 2011, 101, 1, 12);
    for (size_t i = 0; i < single->episode_count; i++)
        single->episodes[i].absolute = 0;
    resolving_listed(single, 1, 3)->number = 20;
    resolving_episode(f, "[Group] Paper Moon - 05 [720p].mkv", 101, 1, 5);
    resolving_episode(f, "[Group] Paper Moon - 20 [720p].mkv", 101, 1, 20);
}

static void given_absolute_numbers_are_not_counted(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    /* The catalogue leaves one out: 36 is none. */
    resolving_listed(show, 3, 12)->absolute = 0;
    resolving_to(f, "[Group] Lantern Club - 36 [720p].mkv", RESOLUTION_NO_EPISODE);
    resolving_episode(f, "[Group] Lantern Club - 35 [720p].mkv", 100, 3, 11);
    /* A low number is one of its season, or none. */
    resolving_show(f, "Market Day", 2010, 101, 3, 4);
    resolving_to(f, "Market.Day.S01E05.mkv", RESOLUTION_NO_EPISODE);
}

static void later_seasons_under_titles_of_their_own(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    /* Without an alias. */
    resolving_episode(f, "[Group] Lantern Club II - 05 [720p].mkv", 100, 2, 5);
    resolving_episode(f, "[Group] Lantern Club 3 - 05 [720p].mkv", 100, 3, 5);
    /* With an alias. */
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu 2");
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu: Yoru no Michi");
    resolving_episode(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    resolving_episode(f, "[Group] Chouchin Kurabu 2 - 05 [720p].mkv", 100, 2, 5);
    resolving_to(f, "[Group] Chouchin Kurabu: Yoru no Michi - 05 [720p].mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "may be a later season's");
    offers(f, 0, false, 1, 5);
    offers(f, 1, true, 2, 5);
    offers(f, 2, true, 3, 5);
    resolving_to(f, "[Group] Lantern Club!! - 05 [720p].mkv", RESOLUTION_UNSURE);
    /* An alias that nothing continues, unless a year says which season. */
    shelf_add_alias(&f->shelf, show, "Red Lantern");
    resolving_to(f, "[Group] Red Lantern - 05 [720p].mkv", RESOLUTION_UNSURE);
    resolving_episode(f, "[Group] Red Lantern (2012) - 05 [720p].mkv", 100, 3, 5);
    resolving_contains(f->got->reason, "season 3 by its year");
    resolving_episode(f, "[Group] Red Lantern (2010) - 06 [720p].mkv", 100, 1, 6);
    /* Two seasons of one year. */
    memcpy(resolving_listed(show, 2, 1)->airdate, "2010-07-01", 11);
    resolving_to(f, "[Group] Lantern Club (2010) - 06 [720p].mkv", RESOLUTION_UNSURE);
    offers(f, 0, false, 1, 6);
    offers(f, 1, true, 2, 6);
    /* Of a season that is not listed from its first episode on. */
    shelf_add_alias(&f->shelf, show, "Lampion");
    for (int number = 1; number <= 4; number++)
        resolving_listed(show, 2, number)->season = 1;
    resolving_episode(f, "[Group] Lampion 2 - 05 [720p].mkv", 100, 2, 5);
    /* With a single season it can be no other. */
    struct show *single = resolving_show(f, "Paper Moon", 2011, 101, 1, 12);
    shelf_add_alias(&f->shelf, single, "Paper Moon: The Long Night");
    resolving_episode(f, "[Group] Paper Moon: The Long Night - 05 [720p].mkv", 101, 1, 5);
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

static void other_readings_of_a_number(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    /* Only one reading is an episode. */
    resolving_episode(f, "Harbour Lights/Season 3/Harbour Lights - 312.mkv", 100, 3, 12);
    resolving_episode(f, "Harbour Lights - 108.mkv", 100, 1, 8);
    resolving_contains(f->got->reason, "1x08");
    resolving_show(f, "Night Ferry", 2005, 102, 20, 12);
    resolving_episode(f, "Night Ferry - 215.mkv", 102, 18, 11);
    /* Both are: the title decides, or the user. */
    struct show *daily = resolving_show(f, "Market Day", 2010, 101, 1, 120);
    resolving_title(daily, 1, 10, "Apples");
    resolving_title(daily, 1, 110, "Herring");
    resolving_to(f, "Market Day/Season 1/110.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "may also be 1x110");
    offers(f, 0, false, 1, 10);
    offers(f, 1, true, 1, 110);
    resolving_episode(f, "Market Day/Season 1/110 Herring.mkv", 101, 1, 110);
    resolving_episode(f, "Market Day/Season 1/110 Apples.mkv", 101, 1, 10);
}

static void dates(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "The Evening Talk", 2020, 100, 2, 40);
    resolving_episode(f, "The.Evening.Talk.2020.01.15.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    resolving_contains(f->got->reason, "aired on 2020-01-15");
    resolving_to(f, "The.Evening.Talk.2020.01.18.720p.WEB.h264-GRP.mkv", RESOLUTION_NO_EPISODE);
    resolving_contains(f->got->reason, "nothing was aired on 2020-01-18");
    /* A day off, if nothing else is that near. */
    resolving_episode(f, "The.Evening.Talk.2020.01.16.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    resolving_contains(f->got->reason, "a day off");
    memcpy(resolving_listed(show, 2, 1)->airdate, "2020-01-10", 11);
    resolving_to(f, "The.Evening.Talk.2020.01.09.720p.WEB.h264-GRP.mkv", RESOLUTION_NO_EPISODE);
    /* What follows a date is no number. */
    resolving_episode(f, "The Evening Talk - 2020-01-22 - Episode 9.mkv", 100, 1, 4);
    /* Two on one day. */
    resolving_title(show, 1, 5, "Ada");
    resolving_title(show, 1, 6, "Grace");
    memcpy(resolving_listed(show, 1, 6)->airdate, resolving_listed(show, 1, 5)->airdate, 11);
    resolving_to(f, "The.Evening.Talk.2020.02.01.720p.WEB.h264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes were aired on 2020-02-01");
    resolving_episode(f, "The.Evening.Talk.2020.02.01.Grace.720p.WEB.h264-GRP.mkv", 100, 1, 6);
}

static void a_title_of_another_season_contradicts(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    resolving_title(show, 1, 2, "Sommarnatt");
    resolving_title(show, 3, 4, "Vinternatt");
    resolving_episode(f, "Harbour Lights - S01E02 - Sommarnatt.mkv", 100, 1, 2);
    resolving_to(f, "Harbour Lights - S01E02 - Vinternatt.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 3x04");
    offers(f, 0, false, 1, 2);
    offers(f, 1, true, 3, 4);
}

static void a_word_for_a_special_may_be_of_a_title(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Special Harbour", 2010, 100, 1, 12);
    memcpy(show->tvdb.country, "JP", 3);
    resolving_episode(f, "[Group] Special Harbour - 05 [720p].mkv", 100, 1, 5);
    resolving_episode(f, "Special.Harbour.2010.01.15.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    /* Of other series it is a special. */
    resolving_show(f, "Night Ferry", 2010, 101, 1, 12);
    resolving_to(f, "[Group] Night Ferry OVA - 05 [720p].mkv", RESOLUTION_UNSURE);
    /* The title of a special may end in the word, and begin with that of the series. */
    struct show *long_one = resolving_show(f, "Low Water: The Series", 2010, 102, 1, 12);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Midwinter Special");
    shelf_add_episode(long_one, &special);
    special.tvdb = 8;
    special.number = 5;
    snprintf(special.title, sizeof(special.title), "Low Water The Series - The Pier Behind It");
    shelf_add_episode(long_one, &special);
    resolving_episode(f, "Low Water - The Series/Specials/Midwinter Special.mkv", 102, 0, 4);
    resolving_episode(f, "Low Water - The Series/Specials/The Pier Behind It.mkv", 102, 0, 5);
}

static void what_is_not_aired_yet_is_unsure(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2023, 100, 1, 12);
    struct episode *next = resolving_listed(show, 1, 12);
    memcpy(next->airdate, "2023-11-14", 11);
    resolving_episode(f, "Harbour.Lights.S01E12.720p.mkv", 100, 1, 12);
    struct show *later = resolving_show(f, "Market Day", 2023, 101, 1, 12);
    memcpy(resolving_listed(later, 1, 12)->airdate, "2023-11-15", 11);
    resolving_title(later, 1, 12, "The Last Herring");
    resolving_to(f, "Market.Day.S01E12.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "not aired before 2023-11-15");
    resolving_episode(f, "Market Day - S01E12 - The Last Herring.mkv", 101, 1, 12);
}

static void the_dvd_order(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 1, 14);
    resolving_title(show, 1, 1, "The Ferry");
    resolving_title(show, 1, 11, "Calm Sea");
    f->tvdb.dvd = *resolving_listed(show, 1, 11);
    f->tvdb.dvd_season = f->tvdb.dvd_number = 1;
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 1);
    /* Its title says which order it is. */
    resolving_episode(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", 100, 1, 11);
    resolving_contains(f->got->reason, "DVD order");
    resolving_episode(f, "Harbour.Lights.S01E01.The.Ferry.720p.HDTV.x264-GRP.mkv", 100, 1, 1);
    /* If no order explains it, it is unsure. */
    resolving_title(show, 1, 3, "The Lamp");
    resolving_title(show, 1, 5, "Low Water");
    resolving_to(f, "Harbour.Lights.S01E03.Low.Water.720p.HDTV.x264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 1x05");
    resolving_episode(f, "Harbour.Lights.S01E03.Die.Lampe.720p.HDTV.x264-GRP.mkv", 100, 1, 3);
    resolving_episode(f, "Harbour.Lights.S01E04.Low.Water.720p.HDTV.x264-GRP.mkv", 100, 1, 4);
    /* The user says so. */
    memcpy(f->config.order, "dvd", 4);
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 11);
    resolving_contains(f->got->reason, "by the DVD order");
    /* What is on no DVD may be as it was aired. */
    resolving_to(f, "Harbour.Lights.S01E02.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "no such number in the DVD order");
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    /* So does an id not make it sure. */
    resolving_to(f, "Harbour Lights {tvdb-100}/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    /* If the user says aired, a title does not say otherwise. */
    memcpy(f->config.order, "aired", 6);
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 1);
    resolving_to(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 1x11");
}

static void say_order(struct resolving *f, const struct series_ids *ids, enum episode_order order)
{
    struct record record = {.kind = RECORD_ORDERED,
                            .at = RESOLVING_NOW,
                            .path = "",
                            .size = -1,
                            .value = (int)order,
                            .title_key = "",
                            .correction = {.series = *ids}};
    struct recorded recorded;
    assert_true(journal_add(f->journal, &record, &recorded, NULL));
}

static void an_order_for_one_series(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    resolving_show(f, "Market Day", 2005, 101, 3, 12);
    resolving_episode(f, "Harbour.Lights.S02E02.720p.mkv", 100, 2, 2);
    say_order(f, &show->tvdb.ids, ORDER_ABSOLUTE);
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
    say_order(f, &show->tvdb.ids, ORDER_REGIONAL);
    resolving_to(f, "Harbour.Lights.S02E02.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "no such number in the regional order");
    say_order(f, &show->tvdb.ids, ORDER_AUTO);
    resolving_episode(f, "Harbour.Lights.S02E02.720p.mkv", 100, 2, 2);
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

static void parts_and_specials(void **state)
{
    struct resolving *f = *state;
    struct show *mini = resolving_show(f, "The Long Crossing", 2005, 100, 1, 3);
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Christmas at the Pier");
    shelf_add_episode(show, &special);
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
    offers(f, 0, false, 1, 2);
    offers(f, 1, true, 2, 2);
    resolving_episode(f, "Harbour.Lights.S00E04.720p.mkv", 101, 0, 4);
    guess.part = -1;
    guess.special = true;
    snprintf(guess.episode_title, sizeof(guess.episode_title), "Christmas at the pier");
    assert_true(resolving_guess(f, "x.mkv", &guess, &err));
    assert_int_equal(f->got->outcome, RESOLUTION_SURE);
    assert_int_equal(f->got->matches[0].episode.number, 4);
}

static void the_title_alone(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Christmas at the Pier");
    shelf_add_episode(show, &special);
    resolving_title(show, 1, 2, "The Ferry");
    resolving_title(show, 2, 3, "The Storm");
    resolving_title(show, 2, 4, "The Storm");
    resolving_episode(f, "Harbour Lights - Special - Christmas at the Pier.mkv", 101, 0, 4);
    resolving_episode(f, "Harbour Lights/Specials/Christmas at the Pier.mkv", 101, 0, 4);
    resolving_episode(f, "Harbour Lights/Harbour Lights - The Ferry.mkv", 101, 1, 2);
    resolving_contains(f->got->reason, "episode title fits");
    resolving_to(f, "Harbour Lights/Harbour Lights - The Storm.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes have this title");
    resolving_to(f, "Harbour Lights/Harbour Lights - Low Water.mkv", RESOLUTION_NO_EPISODE);
    /* The catalogue has more: the title of the series, or brackets. */
    resolving_title(show, 2, 5, "Harbour Lights: The Film");
    resolving_title(show, 2, 6, "Low Tide (A Harbour Story)");
    resolving_episode(f, "Harbour Lights/Specials/Harbour Lights - The Film.mkv", 101, 2, 5);
    resolving_episode(f, "Harbour Lights/Specials/Low Tide (A Harbour Story).mkv", 101, 2, 6);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(absolute_numbers),
        TEST(absolute_numbers_that_no_catalogue_has),
        TEST(given_absolute_numbers_are_not_counted),
        TEST(later_seasons_under_titles_of_their_own),
        TEST(hundreds_may_be_seasons),
        TEST(other_readings_of_a_number),
        TEST(dates),
        TEST(a_title_of_another_season_contradicts),
        TEST(a_word_for_a_special_may_be_of_a_title),
        TEST(what_is_not_aired_yet_is_unsure),
        TEST(the_dvd_order),
        TEST(an_order_for_one_series),
        TEST(the_anime_list_of_the_user),
        TEST(parts_and_specials),
        TEST(the_title_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
