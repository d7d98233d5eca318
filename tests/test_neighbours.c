/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/neighbours.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

/* Watches a file of a series, each on a day of its own; the entry's id. */
static int64_t watch(struct journal *journal, const char *path, const char *key, int64_t tvdb)
{
    int64_t at = NOW + tvdb * SCRATCH_DAY;
    struct match match = {.series = {.ids = {.tvdb = tvdb, .tvmaze = tvdb + 1000}, .title = "Lamp"},
                          .episode = {.season = 1, .number = 1},
                          .source = "tvdb",
                          .confidence = 1};
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, at, 0).entry;
    assert_true(entries_set_match(journal, entry, &match, key, at, NULL));
    return entry;
}

/* The series beside a file whose title has this key, 0 if there is none. */
static int64_t beside_key(struct journal *journal, const char *path, const char *folded,
                          const char *key)
{
    struct neighbour neighbour;
    bool found = true;
    assert_true(neighbours_find(journal, path, folded, key, &neighbour, &found, NULL));
    return found ? neighbour.series.tvdb : 0;
}

static int64_t beside(struct journal *journal, const char *path, const char *folded)
{
    return beside_key(journal, path, folded, folded);
}

static void a_file_of_the_title_in_the_folder_counts(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 0);
    watch(journal, "/tv/Lamp (2004) - S01E01.mkv", "lamp 2004", 11);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 11);
    assert_int_equal(beside(journal, "/tv/Lamp (2004) - S01E01.mkv", "lamp"), 0);
    assert_int_equal(beside(journal, "/tv/Lamps - S01E02.mkv", "lamps"), 0);
    assert_int_equal(beside(journal, "/tv/x/Lamp - S01E02.mkv", "lamp"), 0);
    assert_int_equal(beside(journal, "/t/Lamp - S01E02.mkv", "lamp"), 0);
    assert_int_equal(beside(journal, "Lamp - S01E02.mkv", "lamp"), 0);
    /* Neither a longer title nor one below it. */
    watch(journal, "/tv/Lamp II - S01E01.mkv", "lamp ii", 12);
    watch(journal, "/tv/Lamp/Lamp - S01E01.mkv", "lamp", 13);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 11);
}

static void of_two_series_only_one_of_the_same_key_counts(void **state)
{
    struct journal *journal = journal_of(state);
    watch(journal, "/tv/Lamp (2004) - S01E01.mkv", "lamp 2004", 11);
    watch(journal, "/tv/Lamp UK - S01E03.mkv", "lamp gb", 14);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 0);
    assert_int_equal(beside_key(journal, "/tv/Lamp (2004) - S01E02.mkv", "lamp", "lamp 2004"), 11);
    assert_int_equal(beside_key(journal, "/tv/Lamp UK - S01E02.mkv", "lamp", "lamp gb"), 14);
    watch(journal, "/tv/Lamp - S01E04.mkv", "lamp", 15);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 15);
}

static void its_number_is_compared_with_its_episode(void **state)
{
    struct journal *journal = journal_of(state);
    struct neighbour neighbour;
    bool found;
    watch(journal, "/tv/Lamp - S02E13.mkv", "lamp", 11);
    assert_true(neighbours_find(journal, "/tv/Lamp - S02E14.mkv", "lamp", "lamp", &neighbour,
                                &found, NULL));
    assert_true(found);
    assert_int_equal(neighbour.named_season, 2);
    assert_int_equal(neighbour.named_number, 13);
    assert_int_equal(neighbour.season, 1);
    assert_int_equal(neighbour.number, 1);
    watch(journal, "/tv/Lamp - 045.mkv", "lamp", 11);
    assert_true(
        neighbours_find(journal, "/tv/Lamp - 046.mkv", "lamp", "lamp", &neighbour, &found, NULL));
    assert_int_equal(neighbour.named_season, -1);
    assert_int_equal(neighbour.named_number, 45);
}

static void what_was_undone_does_not_count(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = watch(journal, "/tv/Lamp - S01E01.mkv", "lamp", 11);
    scratch_undo(journal, entry, NOW + 1);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_of_the_title_in_the_folder_counts),
        TEST(of_two_series_only_one_of_the_same_key_counts),
        TEST(its_number_is_compared_with_its_episode),
        TEST(what_was_undone_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
