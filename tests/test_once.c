/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/once.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void test_a_key_is_claimed_once(void **state)
{
    struct journal *journal = journal_of(state);
    bool first;
    assert_true(once_claim(journal, "welcome", NOW, &first, NULL));
    assert_true(first);
    assert_true(once_claim(journal, "welcome", NOW + DAY, &first, NULL));
    assert_false(first);
    scratch_reopen(*state);
    assert_true(once_claim(journal_of(state), "welcome", NOW, &first, NULL));
    assert_false(first);
    assert_true(once_claim(journal_of(state), "another", NOW, &first, NULL));
    assert_true(first);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_a_key_is_claimed_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
