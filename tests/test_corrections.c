/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void test_corrections_are_of_a_title_in_a_folder(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {
        .series = {.tvdb = 73244, .imdb = "tt0386676"}, .season_offset = 1, .number_offset = -2};
    struct correction found;
    bool is;
    int released;
    assert_true(corrections_add(journal, "/tv/The Office/a.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_int_equal(released, 0);
    assert_true(corrections_find(journal, "/tv/The Office/b.mkv", "the office", &found, &is, NULL));
    assert_true(is);
    assert_memory_equal(&found, &correction, sizeof(found));
    assert_true(corrections_find(journal, "/tv/The Office/b.mkv", "other", &found, &is, NULL));
    assert_false(is);
    assert_true(corrections_find(journal, "/tv/b.mkv", "the office", &found, &is, NULL));
    assert_false(is);
    assert_true(
        corrections_find(journal, "/tv/The Office/x/b.mkv", "the office", &found, &is, NULL));
    assert_false(is);
    correction.series.tvdb = 78107; /* the later one counts */
    assert_true(corrections_add(journal, "/tv/The Office/c.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_true(corrections_find(journal, "/tv/The Office/b.mkv", "the office", &found, &is, NULL));
    assert_int_equal(found.series.tvdb, 78107);
}

static int64_t hold(struct journal *journal, const char *path, const char *title_key)
{
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, NOW, 0).entry;
    assert_true(entries_hold(journal, entry, title_key, "two shows", NOW, NULL));
    return entry;
}

static void test_a_correction_releases_what_was_held_for_it(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}};
    int released;
    int64_t first = hold(journal, "/tv/Office/1.mkv", "the office");
    int64_t second = hold(journal, "/tv/Office/2.mkv", "the office");
    int64_t title = hold(journal, "/tv/Office/3.mkv", "another");
    int64_t below = hold(journal, "/tv/Office/more/4.mkv", "the office");
    int64_t beside = hold(journal, "/tv/5.mkv", "the office");
    int64_t bare = hold(journal, "6.mkv", "the office");
    assert_true(corrections_add(journal, "/tv/Office/2.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_int_equal(released, 2);
    assert_int_equal(scratch_state(journal, first), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, second), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, title), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, below), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, beside), ENTRY_HELD);
    assert_true(
        corrections_add(journal, "other.mkv", "the office", &correction, NOW, &released, NULL));
    assert_int_equal(released, 1);
    assert_int_equal(scratch_state(journal, bare), ENTRY_WATCHED);
}

static bool corrected(struct journal *journal, const char *path)
{
    struct correction found;
    bool is;
    assert_true(corrections_find(journal, path, "the office", &found, &is, NULL));
    return is;
}

static void test_a_correction_of_one_season_holds_for_all(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}};
    int released;
    int64_t first = hold(journal, "/tv/Office/Season 01/1.mkv", "the office");
    int64_t second = hold(journal, "/tv/Office/Season 02/1.mkv", "the office");
    int64_t special = hold(journal, "/tv/Office/Specials/1.mkv", "the office");
    int64_t own = hold(journal, "/tv/Office/1.mkv", "the office");
    int64_t other = hold(journal, "/tv/Office/UK/1.mkv", "the office");
    int64_t title = hold(journal, "/tv/Office/Season 02/2.mkv", "another");
    assert_true(corrections_add(journal, "/tv/Office/Season 01/1.mkv", "the office", &correction,
                                NOW, &released, NULL));
    assert_int_equal(released, 4);
    assert_int_equal(scratch_state(journal, first), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, second), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, special), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, own), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, other), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, title), ENTRY_HELD);
    assert_true(corrected(journal, "/tv/Office/Season 01/2.mkv"));
    assert_true(corrected(journal, "/tv/Office/Staffel 3/1.mkv"));
    assert_true(corrected(journal, "/tv/Office/S04/1.mkv"));
    assert_true(corrected(journal, "/tv/Office/1.mkv"));
    assert_false(corrected(journal, "/tv/Office/UK/1.mkv"));
    assert_false(corrected(journal, "/tv/Season 01/1.mkv"));
    /* An offset holds for its own season only. */
    correction.number_offset = -12;
    assert_true(corrections_add(journal, "/tv/Other/Season 01/1.mkv", "the office", &correction,
                                NOW, &released, NULL));
    assert_true(corrected(journal, "/tv/Other/Season 01/2.mkv"));
    assert_false(corrected(journal, "/tv/Other/Season 02/1.mkv"));
    /* Folders without a series' folder around them. */
    correction.number_offset = 0;
    assert_true(corrections_add(journal, "Season 01/1.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_true(corrections_add(journal, "/Season 01/1.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_false(corrected(journal, "/tv/1.mkv"));
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_corrections_are_of_a_title_in_a_folder),
        WITH_JOURNAL(test_a_correction_releases_what_was_held_for_it),
        WITH_JOURNAL(test_a_correction_of_one_season_holds_for_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
