/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/journal/drop.h"
#include "core/journal/outbox.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static struct dropped drop(struct journal *journal, const int64_t *entries, size_t count)
{
    struct dropped dropped;
    struct epi_error err = {0};
    if (!drop_entries(journal, entries, count, &dropped, &err))
        fail_msg("%s", err.text);
    return dropped;
}

/* Refuses what is first due at a service for good. */
static void refuse(struct journal *journal, const char *service)
{
    struct due row = scratch_claim(journal, service, NOW);
    const struct outbox_failure no = {.certain = true, .text = "no"};
    assert_true(outbox_fail(journal, &row, &no, NULL));
}

static void what_is_dropped_is_not_sent(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t a = scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_rate(journal, "b.mkv", 1, 2, NOW, 8);
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_int_equal(row.entry, a);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW, 9);
    refuse(journal, "trakt");
    refuse(journal, "trakt");
    struct dropped dropped = drop(journal, &a, 1);
    assert_int_equal(dropped.count, 1); /* 9 is not sent; what was sent, 7, stays */
    assert_string_equal(dropped.kinds[0].service, "trakt");
    assert_string_equal(dropped.kinds[0].kind, "rate");
    int count;
    assert_true(outbox_retry(journal, true, 0, NOW + 400, &count, NULL));
    scratch_assert_due(journal, "trakt", NOW + 400, "rate 1x02=8");
    assert_int_equal(drop(journal, &a, 1).count, 0);
    /* What is rated anew is sent. */
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 500, 5);
    scratch_assert_due(journal, "trakt", NOW + 500, "rate 1x01=5; rate 1x02=8");
}

static void several_entries_are_dropped_at_once_and_counted(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entries[] = {scratch_watch(journal, "a.mkv", 1, 1, NOW),
                         scratch_watch(journal, "b.mkv", 1, 2, NOW)};
    scratch_watch(journal, "c.mkv", 1, 3, NOW);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW, 9);
    struct dropped dropped = drop(journal, entries, 2);
    const struct dropped_kind wanted[] = {
        {"tvmaze", "mark", 2}, {"trakt", "play", 2}, {"trakt", "rate", 1}};
    assert_int_equal(dropped.count, 5);
    assert_int_equal(dropped.kind_count, 3);
    for (int i = 0; i < 3; i++) {
        int k = 0;
        while (k < 3 && strcmp(dropped.kinds[k].kind, wanted[i].kind) != 0)
            k++;
        assert_true(k < 3);
        assert_string_equal(dropped.kinds[k].service, wanted[i].service);
        assert_int_equal(dropped.kinds[k].count, wanted[i].count);
    }
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x03=1");
}

/* What no service has heard of is not said to be sent. */
static void what_is_dropped_says_so(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t never = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_int_equal(drop(journal, &never, 1).count, 2);
    assert_int_equal(scratch_state(journal, never), ENTRY_DROPPED);
    int64_t partly = scratch_watch(journal, "b.mkv", 1, 2, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    assert_int_equal(drop(journal, &partly, 1).count, 1);
    CLEANUP(cleanup_free) struct entry *entry = scratch_entry(journal, partly);
    assert_int_equal(entry->state, ENTRY_DROPPED);
    for (int i = 0; i < entry->delivery_count; i++) {
        bool mark = strcmp(entry->deliveries[i].kind, "mark") == 0;
        assert_int_equal(entry->deliveries[i].state, mark ? DELIVERY_SENT : DELIVERY_DROPPED);
    }
    /* Another act on it does not bring it back, but naming it does. */
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9);
    scratch_assert_due(journal, "tvmaze", NOW + 1, "");
    scratch_assert_due(journal, "trakt", NOW + 1, "rate 1x01=9");
    int count;
    assert_true(outbox_retry(journal, true, 0, NOW + 2, &count, NULL));
    assert_int_equal(count, 0);
    assert_true(outbox_retry(journal, true, never, NOW + 2, &count, NULL));
    assert_int_equal(count, 2);
    scratch_assert_due(journal, "tvmaze", NOW + 2, "mark 1x01=1");
}

/* What waits for a sign-in, too: the backlog that is sent later is without it. */
static void what_is_dropped_is_no_backlog(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "tvmaze", NULL));
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    drop(journal, &entry, 1);
    int backlog;
    assert_true(outbox_count_backlog(journal, "tvmaze", &backlog, NULL));
    assert_int_equal(backlog, 0);
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOW + 1, NULL));
    assert_true(outbox_release_backlog(journal, "tvmaze", NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 1, "");
    assert_int_equal(scratch_state(journal, entry), ENTRY_DROPPED);
}

static void what_is_being_sent_stays(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t a = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    struct dropped dropped = drop(journal, &a, 1);
    assert_int_equal(dropped.count, 1);
    assert_string_equal(dropped.kinds[0].kind, "play");
    assert_true(outbox_release(journal, &row, NULL));
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x01=1");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_is_dropped_is_not_sent),
        WITH_JOURNAL(several_entries_are_dropped_at_once_and_counted),
        WITH_JOURNAL(what_is_dropped_says_so),
        WITH_JOURNAL(what_is_dropped_is_no_backlog),
        WITH_JOURNAL(what_is_being_sent_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
