/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/lengths.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

/* Marks a file of this length by a key. */
static int64_t mark(struct journal *journal, const char *path, const char *key, double duration,
                    int episodes)
{
    struct recorded recorded;
    struct record record = {.kind = RECORD_MARKED,
                            .at = NOW,
                            .path = path,
                            .size = 4711,
                            .duration = duration,
                            .nth = 1,
                            .episodes = episodes,
                            .title_key = key};
    assert_true(journal_add(journal, &record, &recorded, NULL));
    return recorded.entry;
}

static bool has(struct journal *journal, const char *path, const char *key)
{
    bool found;
    assert_true(lengths_in_folder(journal, path, key, 200, 300, &found, NULL));
    return found;
}

static void a_file_of_the_title_in_the_folder_has_a_length(void **state)
{
    struct journal *journal = journal_of(state);
    assert_false(has(journal, "/tv/Lamp/Lamp S01E02.mkv", "lamp"));
    mark(journal, "/tv/Lamp/Season 1/Lamp S01E01.mkv", "lamp", 240, 1);
    assert_true(has(journal, "/tv/Lamp/Season 1/Lamp S01E02.mkv", "lamp"));
    assert_true(has(journal, "/tv/Lamp/Season 2/Lamp S02E01.mkv", "lamp"));
    assert_false(has(journal, "/tv/Lamp/Season 1/Lamp S01E01.mkv", "lamp")); /* itself */
    assert_false(has(journal, "/tv/Lamp/Season 1/Kettle S01E02.mkv", "kettle"));
    assert_false(has(journal, "/tv/Other/Lamp S01E02.mkv", "lamp"));
    assert_false(has(journal, "/tv/Lamp/Season 1/Lamp S01E02.mkv", ""));
    assert_false(has(journal, "Lamp S01E02.mkv", "lamp"));
}

static void its_episodes_share_its_length(void **state)
{
    struct journal *journal = journal_of(state);
    mark(journal, "/tv/Lamp/Lamp S01E01.mkv", "lamp", 301, 1);
    mark(journal, "/tv/Lamp/Lamp S01E02.mkv", "lamp", 199, 1);
    assert_false(has(journal, "/tv/Lamp/Lamp S01E05.mkv", "lamp"));
    mark(journal, "/tv/Lamp/Lamp S01E03E04.mkv", "lamp", 480, 2);
    assert_true(has(journal, "/tv/Lamp/Lamp S01E05.mkv", "lamp"));
}

static void what_was_undone_says_nothing(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = mark(journal, "/tv/Lamp/Lamp S01E01.mkv", "lamp", 240, 1);
    scratch_undo(journal, entry, NOW + 1);
    assert_false(has(journal, "/tv/Lamp/Lamp S01E02.mkv", "lamp"));
}

static void a_title_is_of_the_series_identified_last(void **state)
{
    struct journal *journal = journal_of(state);
    struct series_ids series;
    bool found;
    assert_true(lengths_series(journal, "lamp", &series, &found, NULL));
    assert_false(found);
    for (int i = 1; i <= 2; i++) {
        const char *path = i == 1 ? "/a/Lamp S01E01.mkv" : "/b/Lamp S01E02.mkv";
        struct match match = {.series = {.ids = {.tvdb = i, .tvmaze = 10 + i}, .title = "Lamp"},
                              .episode = {.season = 1, .number = i},
                              .source = "tvdb",
                              .confidence = 1};
        int64_t entry = mark(journal, path, "lamp", 240, 1);
        assert_true(entries_set_match(journal, entry, &match, "lamp", NOW + i, NULL));
    }
    assert_true(lengths_series(journal, "lamp", &series, &found, NULL));
    assert_true(found);
    assert_int_equal(series.tvdb, 2);
    assert_int_equal(series.tvmaze, 12);
    assert_true(lengths_series(journal, "lamps", &series, &found, NULL));
    assert_false(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
        TEST(a_file_of_the_title_in_the_folder_has_a_length),
        TEST(its_episodes_share_its_length),
        TEST(what_was_undone_says_nothing),
        TEST(a_title_is_of_the_series_identified_last),
    };
    return cmocka_run_group_tests_name("lengths", tests, NULL, NULL);
}
