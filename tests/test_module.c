/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/module.h"
#include "tests/doubles/tempdir.h"
#include <epimark/error.h>

static void what_is_built_says_its_version(void **state)
{
    (void)state;
    char version[32];
    assert_true(module_version(EPIMARK_TEST_PLUGIN, version, sizeof(version)));
    assert_string_equal(version, epi_version());
}

static void other_files_have_none(void **state)
{
    (void)state;
    static const char bare[] = "...@(#)epimark ";
    char *folder = tempdir_make();
    char path[512], version[8];
    assert_false(module_version("/nonexistent", version, sizeof(version)));
    assert_false(module_version("/bin/sh", version, sizeof(version)));
    assert_string_equal(version, "");
    snprintf(path, sizeof(path), "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(module_version(path, version, sizeof(version)));
    snprintf(path, sizeof(path), "%s/bare", folder);
    tempdir_write(folder, "bare", bare, sizeof(bare) - 1);
    assert_false(module_version(path, version, sizeof(version)));
    tempdir_write(folder, "bare", "@(#)epimark x@(#)epimark 1.20.3", (size_t)-1);
    assert_true(module_version(path, version, sizeof(version)));
    assert_string_equal(version, "1.20.3");
    tempdir_write(folder, "bare", "@(#)epimark 1234567890", (size_t)-1);
    assert_true(module_version(path, version, sizeof(version)));
    assert_string_equal(version, "1234567");
    tempdir_remove(folder);
}

static void what_is_missing_is_said(void **state)
{
    (void)state;
    char why[256] = "";
    assert_true(module_loads(EPIMARK_TEST_PLUGIN, why, sizeof(why)));
    assert_string_equal(why, "");
    assert_false(module_loads("/bin/nonexistent.so", why, sizeof(why)));
    assert_non_null(strstr(why, "nonexistent.so"));
    assert_false(module_loads("/etc/passwd", why, sizeof(why)));
    assert_non_null(strstr(why, "ELF"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_built_says_its_version),
        cmocka_unit_test(other_files_have_none),
        cmocka_unit_test(what_is_missing_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
