/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/set_clock.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static int64_t next_of(struct journal *journal, int64_t now)
{
    int64_t at;
    assert_true(outbox_next_at(journal, now, &at, NULL));
    return at;
}

static void what_waits_follows_a_clock_that_is_set_back(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t ahead = NOW + DAY;
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_true(set_clock_follow(journal, NOW, NULL));
    assert_true(set_clock_follow(journal, ahead, NULL));
    struct due row = scratch_claim(journal, "tvmaze", ahead);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.next_at = ahead + 60, .text = "no"}, NULL));
    assert_true(outbox_pause(journal, "trakt", ahead + 90, NULL));
    assert_int_equal(next_of(journal, NOW), ahead + 60);
    assert_true(set_clock_follow(journal, NOW + 5, NULL));
    assert_int_equal(next_of(journal, NOW + 5), NOW + 5 + 60);
    scratch_assert_due(journal, "trakt", NOW + 5 + 89, "");
    scratch_assert_due(journal, "trakt", NOW + 5 + 90, "rate 1x01=7; play 1x01=1");
    /* Once only; and what other processes read a little later is no step. */
    assert_true(set_clock_follow(journal, NOW + 3, NULL));
    assert_int_equal(next_of(journal, NOW + 5), NOW + 5 + 60);
}

/* Written while the clock was ahead, by a program that began no round then. */
static void what_waits_longer_than_anything_is_due(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_true(set_clock_follow(journal, NOW, NULL));
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_fail(
        journal, &row, &(struct outbox_failure){.next_at = NOW + 99 * DAY, .text = "no"}, NULL));
    assert_true(outbox_pause(journal, "trakt", NOW + 2 * DAY, NULL));
    assert_true(set_clock_follow(journal, NOW + 1, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 1, "mark 1x01=1");
    scratch_assert_due(journal, "trakt", NOW + 1, "rate 1x01=7; play 1x01=1");
    /* What a service may ask for stands. */
    row = scratch_claim(journal, "tvmaze", NOW + 1);
    assert_true(outbox_fail(
        journal, &row, &(struct outbox_failure){.next_at = NOW + 7 * DAY, .text = "no"}, NULL));
    assert_true(outbox_pause(journal, "trakt", NOW + DAY, NULL));
    assert_true(set_clock_follow(journal, NOW + 2, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 7 * DAY - 1, "");
    scratch_assert_due(journal, "trakt", NOW + DAY - 1, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_waits_follows_a_clock_that_is_set_back),
        TEST(what_waits_longer_than_anything_is_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
