/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/reason.h"

static void clauses_are_separated(void **state)
{
    (void)state;
    char reason[64] = "";
    reason_add(reason, sizeof(reason), "year %d fits", 2005);
    assert_string_equal(reason, "year 2005 fits");
    reason_add(reason, sizeof(reason), "%s", "");
    assert_string_equal(reason, "year 2005 fits");
    reason_add(reason, sizeof(reason), "%s exists", "1x02");
    assert_string_equal(reason, "year 2005 fits; 1x02 exists");
}

static void what_does_not_fit_is_cut(void **state)
{
    (void)state;
    char reason[16] = "0123456789";
    reason_add(reason, sizeof(reason), "more than fits");
    assert_string_equal(reason, "0123456789; mor");
    reason_add(reason, sizeof(reason), "more");
    assert_string_equal(reason, "0123456789; mor");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_are_separated),
        cmocka_unit_test(what_does_not_fit_is_cut),
    };
    return cmocka_run_group_tests_name("reason", tests, NULL, NULL);
}
