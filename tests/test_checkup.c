/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/checkup.h"
#include "core/journal/entries.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct checkup found(struct scratch *scratch)
{
    struct checkup checkup;
    assert_true(checkup_find(scratch->journal, &checkup, NULL));
    return checkup;
}

static void an_empty_one(void **state)
{
    struct checkup checkup = found(*state);
    assert_int_equal(checkup.entries, 0);
    assert_int_equal(checkup.records, 0);
    assert_int_equal(checkup.since, 0);
    assert_true(checkup.version >= 10);
    assert_true(checkup.bytes > 0);
    assert_false(checkup.copied || checkup.spooled || checkup.bad_lines);
    assert_int_equal(checkup.damaged, 0);
}

static void each_is_counted_by_its_state(void **state)
{
    struct scratch *scratch = *state;
    struct journal *journal = scratch->journal;
    struct outbox_failure refused = {.next_at = 0, .certain = true, .text = "no"};
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 1);
    struct due mark = scratch_claim(journal, "tvmaze", NOW + 1);
    assert_true(outbox_complete(journal, &mark, NOW, NULL));
    struct due play = scratch_claim(journal, "trakt", NOW + 1);
    assert_true(outbox_fail(journal, &play, &refused, NULL));
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    scratch_record(journal, RECORD_WATCHED, "/tv/new.mkv", NOW - DAY, 0);
    int64_t unsure = scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW, 0).entry;
    assert_true(entries_hold(journal, unsure, "unsure", "two of them", NOW, NULL));
    struct checkup checkup = found(scratch);
    assert_int_equal(checkup.entries, 4);
    assert_int_equal(checkup.records, 4);
    assert_int_equal(checkup.since, NOW - DAY);
    assert_int_equal(checkup.unlooked, 1);
    assert_int_equal(checkup.unsure, 1);
    assert_int_equal(checkup.unknown, 0);
    assert_int_equal(checkup.due, 1);
    assert_int_equal(checkup.held, 1);
    assert_int_equal(checkup.dead, 1);
    assert_int_equal(checkup.sent, 1);
}

static void what_lies_beside_it_is_seen(void **state)
{
    struct scratch *scratch = *state;
    struct record record = {.kind = RECORD_WATCHED, .path = "/nas/a.mkv", .at = NOW, .size = 1};
    tempdir_write(scratch->folder, "journal.spool.bad", "what?\n", (size_t)-1);
    tempdir_write(scratch->folder, "journal.db.corrupt-1", "", (size_t)-1);
    tempdir_write(scratch->folder, "journal.db.corrupt-3", "", (size_t)-1);
    tempdir_write(scratch->folder, "journal.db.copy", "", (size_t)-1);
    assert_true(journal_park(scratch->journal, &record, NULL));
    struct checkup checkup = found(scratch);
    assert_true(checkup.bad_lines);
    assert_true(checkup.copied);
    assert_true(checkup.copied_at > NOW);
    assert_int_equal(checkup.damaged, 2);
    assert_int_equal(checkup.parked, 1);
    assert_false(checkup.spooled);
    assert_true(journal_has_parked(scratch->journal));
    tempdir_write(scratch->folder, "journal.spool", "", (size_t)-1);
    assert_true(found(scratch).spooled);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(an_empty_one),
        WITH_JOURNAL(each_is_counted_by_its_state),
        WITH_JOURNAL(what_lies_beside_it_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
