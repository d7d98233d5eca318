/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/credentials.h"
#include "core/base/error.h"

static void keeps_fields_by_name(void **state)
{
    (void)state;
    struct credentials credentials = {0};
    assert_string_equal(credentials_get(&credentials, "a"), "");
    assert_true(credentials_set(&credentials, "a", "1"));
    assert_true(credentials_set(&credentials, "b", "2"));
    assert_true(credentials_set(&credentials, "c", "3"));
    assert_true(credentials_set(&credentials, "a", "4"));
    assert_int_equal(credentials.count, 3);
    assert_string_equal(credentials_get(&credentials, "a"), "4");
    assert_true(credentials_set(&credentials, "a", ""));
    assert_true(credentials_set(&credentials, "a", ""));
    assert_int_equal(credentials.count, 2);
    assert_string_equal(credentials_get(&credentials, "a"), "");
    assert_string_equal(credentials_get(&credentials, "b"), "2");
    assert_string_equal(credentials_get(&credentials, "c"), "3");
    assert_string_equal(credentials.fields[2].value, "");
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    struct credentials credentials = {0};
    char value[CREDENTIALS_VALUE_MAX + 1];
    memset(value, 'x', sizeof(value) - 1);
    value[sizeof(value) - 1] = '\0';
    assert_false(credentials_set(&credentials, "a", value));
    assert_false(credentials_set(&credentials, "a-name-of-24-characters-", "1"));
    assert_int_equal(credentials.count, 0);
    value[sizeof(value) - 2] = '\0';
    for (int i = 0; i < CREDENTIALS_FIELDS_MAX; i++) {
        char name[8];
        snprintf(name, sizeof(name), "n%d", i);
        assert_true(credentials_set(&credentials, name, value));
    }
    assert_false(credentials_set(&credentials, "more", "1"));
    assert_true(credentials_set(&credentials, "n0", "1"));
    credentials_wipe(&credentials);
    for (size_t i = 0; i < sizeof(credentials); i++)
        assert_int_equal(((const char *)&credentials)[i], 0);
}

static void new_ones_are_empty(void **state)
{
    (void)state;
    struct epi_error err = {0};
    CLEANUP(credentials_cleanup) struct credentials *credentials = credentials_new(&err);
    assert_non_null(credentials);
    assert_int_equal(credentials->count, 0);
    assert_string_equal(credentials->account, "");
    struct credentials *none = NULL;
    credentials_cleanup(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_fields_by_name),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(new_ones_are_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
