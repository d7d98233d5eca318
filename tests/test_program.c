/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/program.h"
#include "tests/doubles/tempdir.h"

enum { LONG_MS = 60000 };

static bool run(const char *script, int milliseconds, char *output, size_t size)
{
    char shell[] = "sh", option[] = "-c";
    char text[256];
    snprintf(text, sizeof(text), "%s", script);
    return program_run("/bin/sh", (char *[]){shell, option, text, NULL}, milliseconds, output,
                       size);
}

static void what_it_prints_is_kept(void **state)
{
    (void)state;
    char output[16];
    assert_true(run("echo one; echo two >&2; read line || echo none", LONG_MS, output, 16));
    assert_string_equal(output, "one\nnone\n");
    assert_true(run("echo 0123456789abcdefghij; echo more", LONG_MS, output, 16));
    assert_string_equal(output, "0123456789abcde");
    assert_true(run("true", LONG_MS, output, 16));
    assert_string_equal(output, "");
}

static void a_failure_is_one(void **state)
{
    (void)state;
    char output[16];
    char none[] = "none";
    assert_false(run("echo one; exit 3", LONG_MS, output, 16));
    assert_false(run("kill -9 $$", LONG_MS, output, 16));
    assert_false(program_run("/nonexistent", (char *[]){none, NULL}, LONG_MS, output, 16));
}

static void one_that_does_not_end_is_killed(void **state)
{
    (void)state;
    char output[16];
    assert_false(run("echo one; while :; do read line < /dev/zero; done", 300, output, 16));
}

static void it_is_found_in_the_path(void **state)
{
    (void)state;
    char *folder = tempdir_make();
    char path[512], found[512], paths[2048];
    snprintf(path, sizeof(path), "%s/shown", folder);
    tempdir_write(folder, "shown", "#!/bin/sh\n", (size_t)-1);
    snprintf(paths, sizeof(paths), "relative:/nonexistent:%s:/bin", folder);
    setenv("PATH", paths, 1);
    assert_false(program_find("shown", found, sizeof(found))); /* it cannot be run */
    chmod(path, 0700);
    assert_true(program_find("shown", found, sizeof(found)));
    assert_string_equal(found, path);
    assert_true(program_find("sh", found, sizeof(found)));
    assert_string_equal(found, "/bin/sh");
    assert_false(program_find("..", found, sizeof(found)));
    assert_false(program_find("shown", found, 8));
    assert_int_equal(chdir(folder), 0);
    setenv("PATH", ".", 1);
    assert_false(program_find("shown", found, sizeof(found)));
    assert_int_equal(chdir("/"), 0);
    unsetenv("PATH");
    assert_false(program_find("sh", found, sizeof(found)));
    tempdir_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_prints_is_kept),
        cmocka_unit_test(a_failure_is_one),
        cmocka_unit_test(one_that_does_not_end_is_killed),
        cmocka_unit_test(it_is_found_in_the_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
