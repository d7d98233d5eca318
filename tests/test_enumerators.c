/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entry.h"
#include "core/journal/enumerators.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"

static void assert_found(const char *name, int wanted)
{
    int value = -1;
    if (!enumerators_find(name, strlen(name), &value))
        fail_msg("%s is not found", name);
    assert_int_equal(value, wanted);
}

/* The numbers lie on disk: a new enumerator has to come last. */
static void test_numbers_on_disk_never_change(void **state)
{
    (void)state;
    assert_found("STATUS_NEW", 0);
    assert_found("STATUS_IDENTIFIED", 1);
    assert_found("STATUS_HELD", 2);
    assert_found("STATUS_UNKNOWN", 3);
    assert_found("STATUS_LEFT", 4);
    assert_found("RECORD_HOLDS", 0);
    assert_found("RECORD_UNDONE", 1);
    assert_found("RECORD_WATCHED", 0);
    assert_found("RECORD_MARKED", 1);
    assert_found("RECORD_RATED", 2);
    assert_int_equal(RECORD_UNDO, 3);
    assert_found("RECORD_CHOSEN", 4);
    assert_found("RECORD_ORDERED", 5);
    assert_found("RECORD_WITHOUT_EFFECT", 2);
    assert_found("DUE_MARK", 0);
    assert_found("DUE_RATE", 1);
    assert_found("DUE_PLAY", 2);
    assert_found("DUE_RATE_SEASON", 3);
    assert_found("DUE_RATE_SERIES", 4);
    assert_found("EPI_SCOPE_EPISODE", 0);
    assert_found("EPI_SCOPE_SEASON", 1);
    assert_found("EPI_SCOPE_SERIES", 2);
    assert_found("MARK_WATCHED", 0);
    assert_found("MARK_SKIPPED", 2);
}

static void test_only_a_whole_name_is_found(void **state)
{
    (void)state;
    int value = -1;
    assert_true(enumerators_find("DUE_RATE)", strlen("DUE_RATE"), &value));
    assert_int_equal(value, DUE_RATE);
    assert_false(enumerators_find("DUE_RATE_S", strlen("DUE_RATE_S"), &value));
    assert_false(enumerators_find("DUE_RATES", strlen("DUE_RATES"), &value));
    assert_false(enumerators_find("", 0, &value));
    assert_int_equal(value, DUE_RATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_on_disk_never_change),
        cmocka_unit_test(test_only_a_whole_name_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
