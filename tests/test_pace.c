/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/journal.h"
#include "core/journal/pace.h"
#include "core/journal/plan.h"
#include "tests/doubles/between.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

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
    assert_between(wait_ms, 999, 1002); /* one in a second */
    assert_int_equal(wait_of(scratch->journal, now + wait_ms), 0);
    assert_true(wait_of(other, now + wait_ms) > 0);
    /* No 10 s hold more than 20, and asking all the time gets nearly as many. */
    int64_t sent[256];
    size_t count = 0;
    now += 60000;
    for (int64_t at = now; at < now + 60000; at += 100) {
        if (wait_of(at % 200 ? other : scratch->journal, at) == 0)
            sent[count++] = at;
        assert_true(count <= 20 || sent[count - 1] - sent[count - 21] >= 10000);
    }
    assert_between(count, 68, 70);
    /* A clock that was set back makes no long wait. */
    assert_between(wait_of(scratch->journal, now - 3600000), 0, 1002);
    assert_int_equal(wait_of(scratch->journal, now - 3600000 + 1002), 0);
    int always;
    assert_true(pace_take(other, "one a second", 1, 1, now, &always, NULL));
    assert_int_equal(always, 0);
    assert_true(pace_take(other, "one a second", 1, 1, now + 998, &always, NULL));
    assert_between(always, 1, 4);
    journal_close(other);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_a_pace_is_kept_across_processes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
