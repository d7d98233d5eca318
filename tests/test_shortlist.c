/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/pool.h"
#include "core/identify/shortlist.h"
#include "tests/doubles/resolving.h"

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

static void the_duration_may_tell_them_apart(void **state)
{
    struct resolving *f = *state;
    struct show *half = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *whole = resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    half->tvdb.runtime = 25;
    whole->tvdb.runtime = 60;
    resolving_listed(half, 1, 3)->runtime = resolving_listed(half, 1, 4)->runtime = 55;
    resolving_listed(whole, 1, 4)->runtime = 120;
    resolving_listed(half, 1, 7)->runtime = 10;
    resolving_listed(whole, 1, 7)->runtime = 12;
    f->duration = 55 * 60;
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 101, 1, 2);
    f->duration = 22 * 60;
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    /* What is not below half or above double fits both too well. */
    f->duration = 35 * 60;
    resolving_to(f, "Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    /* An episode has its own run time. */
    f->duration = 55 * 60;
    resolving_to(f, "Harbour.Lights.S01E03.mkv", RESOLUTION_UNSURE);
    resolving_episode(f, "Harbour.Lights.S01E04.mkv", 100, 1, 4);
    f->duration = 30 * 60;
    resolving_to(f, "Harbour.Lights.S01E07.mkv", RESOLUTION_UNSURE);
    /* Two episodes in one file last twice as long. */
    f->duration = 110 * 60;
    resolving_episode(f, "Harbour.Lights.S01E05E06.mkv", 101, 1, 5);
}

static void the_other_files_may_tell_them_apart(void **state)
{
    struct resolving *f = *state;
    struct show *old = resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    struct show *young = resolving_show(f, "Harbour Lights", 2015, 101, 5, 6);
    snprintf(old->tvdb.country, sizeof(old->tvdb.country), "GB");
    snprintf(young->tvdb.country, sizeof(young->tvdb.country), "US");
    const char *path = "/tv/Harbour Lights - S01E02.mkv";
    resolving_to(f, path, RESOLUTION_UNSURE);
    /* A year or a country. */
    resolving_beside(f, "Harbour Lights (2015) - S01E01.mkv", NULL);
    resolving_episode(f, path, 101, 1, 2);
    resolving_contains(f->got->reason, "another file of the folder says 2015");
    resolving_beside(f, "Harbour Lights (GB) - S01E01.mkv", NULL);
    resolving_episode(f, path, 100, 1, 2);
    resolving_episode(f, "/tv/Harbour Lights (US) - S01E02.mkv", 101, 1, 2);
    resolving_beside(f, "Harbour Lights (1970) - S01E01.mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    resolving_beside(f, "Market Day (2015) - S01E01.mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    /* Episodes that one of them lacks; a single one may be wrong. */
    resolving_beside(f, "Harbour Lights - S01E07.mkv", NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
    assert_int_equal(f->got->candidates[0].series.ids.tvdb, 100);
    resolving_beside(f, "Harbour Lights - S01E07.mkv", "Harbour Lights - S02E09.mkv",
                     "Harbour Lights - S01E01.mkv", NULL);
    resolving_episode(f, path, 100, 1, 2);
    resolving_contains(f->got->reason, "it has the episodes of the other files in the folder");
    resolving_beside(f, "Harbour Lights - S04E01.mkv", "Harbour Lights - S05E02.mkv", NULL);
    resolving_episode(f, path, 101, 1, 2);
    /* Unless they may just not be listed yet. */
    resolving_show(f, "Market Day", 1990, 102, 2, 10);
    resolving_show(f, "Market Day", 2023, 103, 1, 6);
    resolving_beside(f, "Market Day - S01E07.mkv", "Market Day - S01E08.mkv", NULL);
    resolving_to(f, "/tv/Market Day - S01E02.mkv", RESOLUTION_UNSURE);
    resolving_beside(f, "Market Day - S02E01.mkv", "Market Day - S02E02.mkv", NULL);
    resolving_to(f, "/tv/Market Day - S01E02.mkv", RESOLUTION_UNSURE);
    /* It holds for this folder only. */
    resolve_in_folder(f->resolve, NULL, NULL);
    resolving_to(f, path, RESOLUTION_UNSURE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

static void what_was_not_checked_is_not_located(void **state)
{
    (void)state;
    struct pool *pool = calloc(1, sizeof(*pool));
    struct shortlist list = {.order = {4, 2}, .checked = {true, false}, .count = 2};
    assert_non_null(pool);
    assert_ptr_equal(shortlist_located(pool, &list, 4), &pool->located[0]);
    assert_null(shortlist_located(pool, &list, 2));
    assert_null(shortlist_located(pool, &list, 0));
    free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_episode_may_tell_them_apart),
        TEST(the_episodes_title_may_tell_them_apart),
        TEST(an_unlisted_episode_may_be_new),
        TEST(duration_and_popularity_count),
        TEST(the_duration_may_tell_them_apart),
        TEST(the_other_files_may_tell_them_apart),
        cmocka_unit_test(what_was_not_checked_is_not_located),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
