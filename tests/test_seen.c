/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/seen.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

/* Records an episode of "Firefly" at TVmaze, whose ids are 1000 and more. */
static int64_t watch_firefly(struct journal *journal, int season, int number, int64_t at)
{
    char path[64];
    snprintf(path, sizeof(path), "/tv/firefly-%d-%d.mkv", season, number);
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, at, 0).entry;
    struct match match = {
        .series = {.ids = {.tvmaze = 180}, .title = "Firefly", .year = 2002},
        .episode = {.season = season, .number = number, .tvmaze = 1000 + number},
        .source = "tvmaze",
        .confidence = 1,
    };
    assert_true(entries_set_match(journal, entry, &match, "firefly", at, NULL));
    return entry;
}

struct shown {
    char text[256];
    size_t most;
    size_t count;
};

static bool show(void *context, const struct seen_series *series)
{
    struct shown *shown = context;
    size_t len = strlen(shown->text);
    snprintf(shown->text + len, sizeof(shown->text) - len, "%.64s (%d) %dx%02d at %d; ",
             series->title, series->year, series->last.season, series->last.number,
             (int)(series->watched_at - NOW));
    return ++shown->count < shown->most;
}

static void assert_series(struct journal *journal, int64_t since, size_t most, const char *wanted)
{
    struct shown shown = {.most = most};
    struct epi_error err = {0};
    if (!seen_visit(journal, since, show, &shown, &err))
        fail_msg("%s", err.text);
    assert_string_equal(shown.text, wanted);
}

static void test_each_series_comes_once_the_last_watched_first(void **state)
{
    struct journal *journal = journal_of(state);
    assert_series(journal, 0, 9, "");
    watch_firefly(journal, 1, 1, NOW);
    scratch_watch(journal, "a.mkv", 1, 5, NOW + 1);
    scratch_watch(journal, "b.mkv", 1, 4, NOW + 2);
    assert_series(journal, 0, 9, "Breaking Bad (2008) 1x04 at 2; Firefly (2002) 1x01 at 0; ");
    assert_series(journal, 0, 1, "Breaking Bad (2008) 1x04 at 2; ");
    assert_series(journal, NOW + 1, 9, "Breaking Bad (2008) 1x04 at 2; ");
    watch_firefly(journal, 1, 2, NOW - 50); /* the order is that of the records */
    assert_series(journal, 0, 9, "Firefly (2002) 1x02 at -50; Breaking Bad (2008) 1x04 at 2; ");
}

static void test_what_is_no_watched_episode_does_not_count(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "rated.mkv", 1, 1, NOW, 8);
    int64_t special = scratch_watch(journal, "special.mkv", 0, 1, NOW);
    int64_t undone = scratch_watch(journal, "undone.mkv", 1, 2, NOW);
    scratch_undo(journal, undone, NOW + 1);
    int64_t had =
        scratch_record(journal, RECORD_MARKED, "/tv/had.mkv", NOW + 1, MARK_ACQUIRED).entry;
    scratch_identify(journal, had, 1, 3, NOW + 1);
    assert_int_not_equal(special, 0);
    assert_series(journal, 0, 9, "");
}

static void test_episodes_are_found_by_id_or_else_by_number(void **state)
{
    struct journal *journal = journal_of(state);
    const struct series_ids ids = {.tvdb = 81189, .tvmaze = 169};
    const struct episode episodes[] = {
        {.season = 1, .number = 1, .tvdb = 349101}, {.season = 1, .number = 2, .tvdb = 349102},
        {.season = 1, .number = 7, .tvdb = 349103}, /* it has another number by now */
        {.season = 1, .number = 4, .tvmaze = 77},   /* of another catalogue */
        {.season = 1, .number = 5, .tvdb = 1},      /* another episode has its number */
        {.season = 1, .number = 6, .tvdb = 349106},
    };
    enum seen_how how[6];
    scratch_watch(journal, "1.mkv", 1, 1, NOW);
    scratch_watch(journal, "3.mkv", 1, 3, NOW);
    scratch_watch(journal, "4.mkv", 1, 4, NOW);
    scratch_watch(journal, "5.mkv", 1, 5, NOW);
    watch_firefly(journal, 1, 2, NOW);
    int64_t left = scratch_record(journal, RECORD_MARKED, "/tv/6.mkv", NOW, MARK_SKIPPED).entry;
    scratch_identify(journal, left, 1, 6, NOW);
    assert_true(seen_episodes(journal, &ids, episodes, 6, how, NULL));
    const enum seen_how wanted[] = {SEEN_WATCHED, SEEN_NOT, SEEN_WATCHED,
                                    SEEN_WATCHED, SEEN_NOT, SEEN_SKIPPED};
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(how[i], wanted[i]);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, scratch_begin, scratch_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_series_comes_once_the_last_watched_first),
        TEST(test_what_is_no_watched_episode_does_not_count),
        TEST(test_episodes_are_found_by_id_or_else_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
