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

static struct sitting sitting_of(const char *path, const char *key, double duration)
{
    return (struct sitting){.path = path, .key = key, .duration = duration};
}

static void assert_played(struct journal *journal, struct sitting sitting, const char *wanted)
{
    char text[64] = "untouched";
    assert_true(sittings_load(journal, &sitting, text, sizeof(text), NULL));
    assert_string_equal(text, wanted);
}

static void save(struct journal *journal, struct sitting sitting, const char *played)
{
    assert_true(sittings_save(journal, &sitting, NOW, played, NULL));
}

static void what_the_name_says_joins_them(void **state)
{
    struct journal *journal = journal_of(state);
    save(journal, sitting_of("/downloads/show.102.mkv", "show 1x02", 1500), "0-5000");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x02", 1529), "0-5000");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x02 (2015)", 1500), "0-5000");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x02", 1531), "");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x02", 0), "");
    assert_played(journal, sitting_of("/downloads/show.102.mkv", "show 1x02", 0), "0-5000");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x020", 1500), "");
    assert_played(journal, sitting_of("/tv/Show/2.mkv", "show 1x0", 1500), "");
    assert_played(journal, sitting_of("/downloads/show.102.mkv", "show 1x03", 1500), "");
    save(journal, sitting_of("/tv/Show/2.mkv", "show 1x02 (2015)", 1510), "0-9000");
    scratch_reopen(*state);
    journal = journal_of(state);
    assert_played(journal, sitting_of("/downloads/show.102.mkv", "show 1x02", 1500), "0-9000");
    assert_played(journal, sitting_of("/tv/old.mkv", "show 1x02 (1999)", 1500), "");
    save(journal, sitting_of("/tv/Show/2.mkv", "show 1x02", 1500), "");
    assert_played(journal, sitting_of("/downloads/show.102.mkv", "show 1x02", 1500), "");
}

static void without_a_key_the_path_does(void **state)
{
    struct journal *journal = journal_of(state);
    save(journal, sitting_of("/tv/a.mkv", "", 1500), "0-5000");
    assert_played(journal, sitting_of("/tv/a.mkv", "", 1500.7), "0-5000");
    assert_played(journal, sitting_of("/tv/a.mkv", "", 1600), "");
    assert_played(journal, sitting_of("/tv/b.mkv", "", 1500), "");
    save(journal, sitting_of("https://u:p@host/watch?v=1", "", 1500), "0-3000");
    assert_played(journal, sitting_of("https://host/watch?v=2", "", 1500), "0-3000");
    assert_played(journal, sitting_of("https://host/watch?v=2", "", 1800), "");
}

static void one_address_may_hold_several(void **state)
{
    struct journal *journal = journal_of(state);
    const char *path = "http://media.example/start.m3u8";
    save(journal, sitting_of(path, "show 1x01", 1500), "0-1000");
    save(journal, sitting_of(path, "show 1x02", 1500), "0-2000");
    assert_played(journal, sitting_of(path, "show 1x01", 1500), "0-1000");
    assert_played(journal, sitting_of(path, "show 1x02", 1500), "0-2000");
    assert_played(journal, sitting_of(path, "show 1x03", 1500), "");
}

static void no_older_one_comes_back(void **state)
{
    struct journal *journal = journal_of(state);
    save(journal, sitting_of("/a/show.mkv", "show 1x02", 1475), "0-1000");
    save(journal, sitting_of("/b/show.mkv", "show 1x02", 1525), "0-2000");
    assert_played(journal, sitting_of("/c/show.mkv", "show 1x02", 1500), "0-2000");
    save(journal, sitting_of("/c/show.mkv", "show 1x02", 1500), "");
    assert_played(journal, sitting_of("/a/show.mkv", "show 1x02", 1475), "");
    assert_played(journal, sitting_of("/b/show.mkv", "show 1x02", 1525), "");
}

/* Those from before the clock was set are as new as the first one after it; so are those of a clock
 * that was ahead. */
static void a_clock_that_is_set_forgets_none(void **state)
{
    struct journal *journal = journal_of(state);
    struct sitting early = sitting_of("/tv/a.mkv", "show 1x02", 1500);
    struct sitting late = sitting_of("/tv/b.mkv", "show 1x03", 1500);
    struct sitting other = sitting_of("/tv/c.mkv", "show 1x04", 1500);
    assert_true(sittings_save(journal, &early, 5000, "0-700", NULL));
    assert_true(sittings_save(journal, &late, NOW + 90 * DAY, "0-800", NULL));
    early.since = late.since = other.since = NOW - DAY;
    assert_played(journal, early, "0-700");
    assert_true(sittings_save(journal, &other, NOW, "0-900", NULL));
    early.since = late.since = other.since = NOW - 1;
    assert_played(journal, early, "0-700");
    assert_played(journal, late, "0-800");
    early.since = late.since = other.since = NOW;
    assert_true(sittings_save(journal, &other, NOW + 1, "0-900", NULL));
    assert_played(journal, early, "");
    assert_played(journal, late, "");
}

static void they_are_kept_for_a_time(void **state)
{
    struct journal *journal = journal_of(state);
    struct sitting sitting = sitting_of("/tv/a.mkv", "show 1x02", 1500);
    save(journal, sitting, "0-5000");
    sitting.since = NOW - 1;
    assert_played(journal, sitting, "0-5000");
    sitting.since = NOW;
    assert_played(journal, sitting, "");
    /* Saving another file's sitting removes it. */
    struct sitting other = sitting_of("/tv/b.mkv", "show 1x03", 1500);
    other.since = NOW;
    assert_true(sittings_save(journal, &other, NOW + DAY, "0-1", NULL));
    sitting.since = 0;
    assert_played(journal, sitting, "");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_the_name_says_joins_them),    WITH_JOURNAL(without_a_key_the_path_does),
        WITH_JOURNAL(one_address_may_hold_several),     WITH_JOURNAL(no_older_one_comes_back),
        WITH_JOURNAL(a_clock_that_is_set_forgets_none), WITH_JOURNAL(they_are_kept_for_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
