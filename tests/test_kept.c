/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *store_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

/* ---- Sittings ---- */

static void assert_played(struct journal *journal, const char *path, int64_t size, double duration,
                          int64_t now, const char *wanted)
{
    char text[64] = "untouched";
    assert_true(sittings_read(journal, path, size, duration, now, text, sizeof(text), NULL));
    assert_string_equal(text, wanted);
}

static void test_sittings_join_by_path_and_size(void **state)
{
    struct journal *journal = store_of(state);
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
    assert_true(sittings_keep(journal, "/tv/a.mkv", 5, 1500, NOW, "0-5000", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500.7, NOW, "0-5000");
    assert_played(journal, "/tv/a.mkv", 6, 1500, NOW, "");
    assert_played(journal, "/tv/b.mkv", 5, 1500, NOW, "");
    assert_true(sittings_keep(journal, "/tv/a.mkv", 5, 1500, NOW, "0-9000", NULL));
    scratch_reopen(*state);
    journal = store_of(state);
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "0-9000");
    assert_true(sittings_keep(journal, "/tv/a.mkv", 5, 1500, NOW, "", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
}

static void test_sittings_are_kept_thirty_days(void **state)
{
    struct journal *journal = store_of(state);
    assert_true(sittings_keep(journal, "/tv/a.mkv", 5, 1500, NOW, "0-5000", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW + 30 * DAY - 1, "0-5000");
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW + 30 * DAY, "");
    /* Another file's sitting sweeps it out. */
    assert_true(sittings_keep(journal, "/tv/b.mkv", 5, 1500, NOW + 30 * DAY, "0-1", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
}

static void test_streams_are_told_apart_by_length(void **state)
{
    struct journal *journal = store_of(state);
    const char *first = "https://u:p@host/watch?v=1", *second = "https://host/watch?v=2";
    assert_true(sittings_keep(journal, first, -1, 1500, NOW, "0-5000", NULL));
    assert_played(journal, first, -1, 1500.2, NOW, "0-5000");
    assert_played(journal, second, -1, 1800, NOW, "");
}

/* ---- Corrections ---- */

static void test_corrections_are_of_a_title_in_a_folder(void **state)
{
    struct journal *journal = store_of(state);
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
    correction.series.tvdb = 78107; /* a later word counts */
    assert_true(corrections_add(journal, "/tv/The Office/c.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_true(corrections_find(journal, "/tv/The Office/b.mkv", "the office", &found, &is, NULL));
    assert_int_equal(found.series.tvdb, 78107);
}

static int64_t hold(struct journal *journal, const char *path, const char *title_key)
{
    int64_t entry = scratch_tell(journal, RECORD_WATCHED, path, NOW, 0).entry;
    assert_true(entries_hold(journal, entry, title_key, "two shows", "[]", NOW, NULL));
    return entry;
}

static void test_an_answer_lets_go_what_was_held_for_it(void **state)
{
    struct journal *journal = store_of(state);
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

static void test_a_word_on_one_season_holds_for_all(void **state)
{
    struct journal *journal = store_of(state);
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
    /* Numbers that move do so in their season alone. */
    correction.number_offset = -12;
    assert_true(corrections_add(journal, "/tv/Other/Season 01/1.mkv", "the office", &correction,
                                NOW, &released, NULL));
    assert_true(corrected(journal, "/tv/Other/Season 01/2.mkv"));
    assert_false(corrected(journal, "/tv/Other/Season 02/1.mkv"));
    /* Names that only look like it. */
    correction.number_offset = 0;
    assert_true(corrections_add(journal, "Season 01/1.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_true(corrections_add(journal, "/Season 01/1.mkv", "the office", &correction, NOW,
                                &released, NULL));
    assert_false(corrected(journal, "/tv/1.mkv"));
}

/* ---- The cache ---- */

static void assert_cached(struct journal *journal, const char *key, int64_t now, const char *wanted)
{
    char *text = NULL;
    assert_true(cache_read(journal, key, now, &text, NULL));
    if (wanted)
        assert_string_equal(text, wanted);
    else
        assert_null(text);
    free(text);
}

static void test_the_cache_forgets(void **state)
{
    struct journal *journal = store_of(state);
    assert_cached(journal, "a", NOW, NULL);
    assert_true(cache_keep(journal, "a", "one", NOW + 10, NOW, NULL));
    assert_true(cache_keep(journal, "b'; DROP TABLE cache; --", "two", NOW + 20, NOW, NULL));
    assert_cached(journal, "a", NOW + 9, "one");
    assert_cached(journal, "a", NOW + 10, NULL);
    assert_cached(journal, "b'; DROP TABLE cache; --", NOW + 10, "two");
    assert_true(cache_keep(journal, "a", "three", NOW + 40, NOW + 30, NULL));
    assert_cached(journal, "a", NOW + 30, "three");
    assert_cached(journal, "b'; DROP TABLE cache; --", NOW, NULL); /* swept out */
}

static void test_large_texts_are_cached(void **state)
{
    struct journal *journal = store_of(state);
    size_t len = 3 << 20;
    char *text = malloc(len + 1), *back;
    memset(text, 'x', len);
    text[len] = '\0';
    assert_true(cache_keep(journal, "large", text, NOW + 10, NOW, NULL));
    assert_true(cache_read(journal, "large", NOW, &back, NULL));
    assert_string_equal(back, text);
    free(back);
    free(text);
}

/* ---- Paces ---- */

static int wait_of(struct journal *journal, int64_t now_ms)
{
    int wait_ms = -1;
    assert_true(pace_take(journal, "tvmaze", 20, 10, now_ms, &wait_ms, NULL));
    return wait_ms;
}

static void test_a_pace_is_kept_across_processes(void **state)
{
    struct scratch *scratch = *state;
    struct plan plan = scratch_plan("");
    struct journal *other = journal_open(scratch->folder, &plan, NULL, NULL);
    int64_t now = (int64_t)NOW * 1000;
    for (int i = 0; i < 10; i++)
        assert_int_equal(wait_of(i % 2 ? other : scratch->journal, now), 0);
    int wait_ms = wait_of(other, now);
    assert_in_range(wait_ms, 999, 1002); /* one in a second */
    assert_int_equal(wait_of(scratch->journal, now + wait_ms), 0);
    assert_true(wait_of(other, now + wait_ms) > 0);
    /* No 10 s hold more than 20, and who always wants one gets nearly as many. */
    int64_t sent[256];
    size_t count = 0;
    now += 60000;
    for (int64_t at = now; at < now + 60000; at += 100) {
        if (wait_of(at % 200 ? other : scratch->journal, at) == 0)
            sent[count++] = at;
        assert_true(count <= 20 || sent[count - 1] - sent[count - 21] >= 10000);
    }
    assert_in_range(count, 68, 70);
    /* A clock that was set back keeps nobody waiting for long. */
    assert_in_range(wait_of(scratch->journal, now - 3600000), 0, 1002);
    assert_int_equal(wait_of(scratch->journal, now - 3600000 + 1002), 0);
    int always;
    assert_true(pace_take(other, "one a second", 1, 1, now, &always, NULL));
    assert_int_equal(always, 0);
    assert_true(pace_take(other, "one a second", 1, 1, now + 998, &always, NULL));
    assert_in_range(always, 1, 4);
    journal_close(other);
}

static void test_things_are_said_once(void **state)
{
    struct journal *journal = store_of(state);
    bool first;
    assert_true(once_first(journal, "welcome", NOW, &first, NULL));
    assert_true(first);
    assert_true(once_first(journal, "welcome", NOW + DAY, &first, NULL));
    assert_false(first);
    scratch_reopen(*state);
    assert_true(once_first(store_of(state), "welcome", NOW, &first, NULL));
    assert_false(first);
    assert_true(once_first(store_of(state), "another", NOW, &first, NULL));
    assert_true(first);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_sittings_join_by_path_and_size),
        WITH_JOURNAL(test_sittings_are_kept_thirty_days),
        WITH_JOURNAL(test_streams_are_told_apart_by_length),
        WITH_JOURNAL(test_corrections_are_of_a_title_in_a_folder),
        WITH_JOURNAL(test_a_word_on_one_season_holds_for_all),
        WITH_JOURNAL(test_an_answer_lets_go_what_was_held_for_it),
        WITH_JOURNAL(test_the_cache_forgets),
        WITH_JOURNAL(test_large_texts_are_cached),
        WITH_JOURNAL(test_a_pace_is_kept_across_processes),
        WITH_JOURNAL(test_things_are_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
