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

/* The series beside a file, 0 if there is none. */
static int64_t beside(struct journal *journal, const char *path, const char *folded)
{
    struct series_ids series;
    bool found = true;
    assert_true(neighbours_find(journal, path, folded, &series, &found, NULL));
    return found ? series.tvdb : 0;
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
    /* The last one counts. */
    watch(journal, "/tv/Lamp UK - S01E03.mkv", "lamp gb", 14);
    assert_int_equal(beside(journal, "/tv/Lamp - S01E02.mkv", "lamp"), 14);
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
        TEST(what_was_undone_does_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
