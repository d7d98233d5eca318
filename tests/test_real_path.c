/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/real_path.h"
#include "tests/doubles/tempdir.h"

static void opens(const char *given, const char *expected)
{
    char *opened = real_path_opened(given);
    if (expected)
        assert_string_equal(opened, expected);
    else
        assert_null(opened);
    free(opened);
}

static void knows_what_a_player_opens(void **state)
{
    (void)state;
    assert_int_equal(chdir("/usr"), 0);
    opens("/a/../x.mkv", "/a/../x.mkv");
    opens("a/x.mkv", "/usr/a/x.mkv");
    opens("file:///a%20b/x%2Fy.mkv", "/a b/x/y.mkv");
    opens("file://a/x.mkv", "/usr/a/x.mkv");
    opens("file:///a/what?.mkv", "/a/what?.mkv");
    opens("archive:///a/x%7Cy.zip|/x.mkv", "/a/x|y.zip");
    opens("lavf://file:/a/x.mkv", "/a/x.mkv");
    opens("slice://1m-2m@/a/x.mkv", "/a/x.mkv");
    opens("-", "/proc/self/fd/0");
    opens("fd://7", "/proc/self/fd/7");
    opens("https://example.org/x.mkv", NULL);
    opens("magnet:?xt=x", NULL);
    opens("", NULL);
}

static void knows_what_is_of_this_process(void **state)
{
    (void)state;
    assert_true(real_path_is_own("/proc/self/fd/3"));
    assert_true(real_path_is_own("/dev/fd/3"));
    assert_false(real_path_is_own("/proc/12/fd/3"));
    assert_false(real_path_is_own("/tv/x.mkv"));
}

static void leads(const char *folder, const char *path, const char *expected)
{
    char given[4200], whole[4200];
    snprintf(given, sizeof(given), "%s/%s", folder, path);
    snprintf(whole, sizeof(whole), "%s/%s", folder, expected);
    char *found = real_path_find(given);
    assert_string_equal(found, whole);
    free(found);
}

static void follows_links_as_far_as_they_lead(void **state)
{
    (void)state;
    char *made = tempdir_make();
    char *folder = realpath(made, NULL);
    free(made);
    assert_int_equal(chdir(folder), 0);
    tempdir_write(folder, "file", "x", 1);
    assert_int_equal(symlink("file", "link"), 0);
    assert_int_equal(symlink("gone/too", "nowhere"), 0);
    assert_int_equal(symlink("nowhere", "twice"), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    leads(folder, "link", "file");
    leads(folder, "./link/", "file/");
    leads(folder, "nowhere", "gone/too");
    leads(folder, "twice", "gone/too");
    leads(folder, "twice/a/b", "gone/too/a/b");
    leads(folder, "loop/a", "loop/a");
    assert_int_equal(chdir("/"), 0);
    tempdir_remove(folder);
}

/* It neither ends the stack nor takes for ever. */
static void a_path_without_end_is_taken_as_it_is(void **state)
{
    (void)state;
    char path[16000];
    for (size_t i = 0; i < sizeof(path) - 1; i++)
        path[i] = "/a"[i % 2];
    path[sizeof(path) - 1] = '\0';
    char *found = real_path_find(path);
    assert_string_equal(found, path);
    free(found);
    found = real_path_find("/");
    assert_string_equal(found, "/");
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_what_a_player_opens),
        cmocka_unit_test(knows_what_is_of_this_process),
        cmocka_unit_test(follows_links_as_far_as_they_lead),
        cmocka_unit_test(a_path_without_end_is_taken_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
