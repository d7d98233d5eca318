/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/mounts.h"

static const char table[] = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
                            "23 22 0:5 / /proc rw - proc proc rw\n"
                            "no line of the table\n"
                            "30 22 8:2 / /srv rw shared:1 - ext4 /dev/sdb1 rw\n"
                            "31 22 8:2 /private /media/bob/tv rw - ext4 /dev/sdb1 rw\n"
                            "32 22 8:2 /private/my\\040shows /mnt/a\\134b rw - ext4 /dev/sdb1 rw\n"
                            "33 22 8:2 /privately /mnt/other rw - ext4 /dev/sdb1 rw\n"
                            "34 22 8:1 /etc/hosts /mnt/one rw - ext4 /dev/sda1 rw";

struct seen {
    char text[512];
    const char *until;
};

static bool see(void *context, const char *other)
{
    struct seen *seen = context;
    size_t len = strlen(seen->text);
    snprintf(seen->text + len, sizeof(seen->text) - len, "%s ", other);
    return seen->until && strcmp(other, seen->until) == 0;
}

static void others(const char *path, const char *expected)
{
    struct seen seen = {0};
    assert_false(mounts_visit(table, path, see, &seen));
    assert_string_equal(seen.text, expected);
}

static void finds_each_other_name(void **state)
{
    (void)state;
    others("/media/bob/tv/x.mkv", "/srv/private/x.mkv ");
    others("/srv/private/x.mkv", "/media/bob/tv/x.mkv ");
    others("/mnt/a\\b/x.mkv", "/srv/private/my shows/x.mkv /media/bob/tv/my shows/x.mkv ");
    others("/media/bob/tv", "/srv/private ");
    others("/media/bob/tvs/x.mkv", "");
    others("/mnt/one", "/etc/hosts ");
    others("/etc/hosts", "/mnt/one ");
    others("/proc/x", "");
    others("relative", "");
}

static void ends_when_it_is_told(void **state)
{
    (void)state;
    struct seen seen = {.until = "/srv/private/my shows/x.mkv"};
    assert_true(mounts_visit(table, "/mnt/a\\b/x.mkv", see, &seen));
    assert_string_equal(seen.text, "/srv/private/my shows/x.mkv ");
    assert_false(mounts_visit("", "/x", see, &seen));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_each_other_name),
        cmocka_unit_test(ends_when_it_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
