/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/sittings.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void assert_played(struct journal *journal, const char *path, int64_t size, double duration,
                          int64_t now, const char *wanted)
{
    char text[64] = "untouched";
    assert_true(sittings_load(journal, path, size, duration, now, text, sizeof(text), NULL));
    assert_string_equal(text, wanted);
}

static void test_sittings_join_by_path_and_size(void **state)
{
    struct journal *journal = journal_of(state);
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
    assert_true(sittings_save(journal, "/tv/a.mkv", 5, 1500, "show 1x02", NOW, "0-5000", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500.7, NOW, "0-5000");
    assert_played(journal, "/tv/a.mkv", 6, 1500, NOW, "");
    assert_played(journal, "/tv/b.mkv", 5, 1500, NOW, "");
    assert_true(sittings_save(journal, "/tv/a.mkv", 5, 1500, "show 1x02", NOW, "0-9000", NULL));
    scratch_reopen(*state);
    journal = journal_of(state);
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "0-9000");
    assert_true(sittings_save(journal, "/tv/a.mkv", 5, 1500, "show 1x02", NOW, "", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
}

static void test_sittings_are_kept_thirty_days(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(sittings_save(journal, "/tv/a.mkv", 5, 1500, "show 1x02", NOW, "0-5000", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW + 30 * DAY - 1, "0-5000");
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW + 30 * DAY, "");
    /* Saving another file's sitting removes it. */
    assert_true(
        sittings_save(journal, "/tv/b.mkv", 5, 1500, "show 1x02", NOW + 30 * DAY, "0-1", NULL));
    assert_played(journal, "/tv/a.mkv", 5, 1500, NOW, "");
}

static void test_the_duration_separates_streams(void **state)
{
    struct journal *journal = journal_of(state);
    const char *first = "https://u:p@host/watch?v=1", *second = "https://host/watch?v=2";
    assert_true(sittings_save(journal, first, -1, 1500, "show 1x02", NOW, "0-5000", NULL));
    assert_played(journal, first, -1, 1500.2, NOW, "0-5000");
    assert_played(journal, second, -1, 1800, NOW, "");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_sittings_join_by_path_and_size),
        WITH_JOURNAL(test_sittings_are_kept_thirty_days),
        WITH_JOURNAL(test_the_duration_separates_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
