/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/import/tally.h"

static void numbers_are_kept_by_key(void **state)
{
    (void)state;
    struct tally tally = {0};
    enum { MANY = 100000 };
    assert_int_equal(tally_get(&tally, tally_key('a', NULL, 1, 0)), 0);
    for (int64_t i = 0; i < MANY; i++)
        tally_set(&tally, tally_key('a', NULL, i, -i), i);
    assert_int_equal(tally.count, MANY);
    for (int64_t i = 0; i < MANY; i++)
        assert_int_equal(tally_add(&tally, tally_key('a', NULL, i, -i), 1), i);
    for (int64_t i = 0; i < MANY; i++)
        assert_int_equal(tally_get(&tally, tally_key('a', NULL, i, -i)), i + 1);
    assert_int_equal(tally.count, MANY);
    assert_false(tally.failed);
    tally_free(&tally);
}

static void keys_of_different_things_differ(void **state)
{
    (void)state;
    const uint64_t keys[] = {
        tally_key('a', NULL, 1, 2), tally_key('a', NULL, 2, 1),  tally_key('b', NULL, 1, 2),
        tally_key('a', "x", 1, 2),  tally_key('a', "xy", 1, 2),  tally_key('a', NULL, 0, 0),
        tally_key('a', NULL, 1, 0), tally_key('a', NULL, -1, 0),
    };
    for (size_t a = 0; a < sizeof(keys) / sizeof(keys[0]); a++) {
        assert_int_not_equal(keys[a], 0);
        for (size_t b = 0; b < a; b++)
            assert_int_not_equal(keys[a], keys[b]);
    }
    assert_int_equal(tally_key('a', "", 1, 2), tally_key('a', NULL, 1, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_kept_by_key),
        cmocka_unit_test(keys_of_different_things_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
