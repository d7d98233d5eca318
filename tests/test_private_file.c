/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
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

#include "core/base/private_file.h"
#include "tests/doubles/kind.h"
#include "tests/doubles/scarce.h"
#include "tests/doubles/tempdir.h"

static int synced;
static ino_t synced_last;

__attribute__((visibility("default"))) int fsync(int fd)
{
    struct stat about;
    synced_last = fstat(fd, &about) == 0 ? about.st_ino : 0;
    synced++;
    return 0;
}

static int begin(void **state)
{
    *state = tempdir_make();
    return 0;
}

static int end(void **state)
{
    tempdir_remove(*state);
    return 0;
}

static void assert_refused(const char *folder, int flags, const char *why)
{
    struct epi_error err = {0};
    bool there = false;
    int fd = 7;
    assert_false(private_file_open(folder, "file", flags, &fd, &err));
    assert_int_equal(fd, -1);
    if (err.kind != EPI_ERROR_NEVER || !strstr(err.text, why))
        fail_msg("%s: %s", kind_text(err.kind), err.text);
    assert_false(private_file_check(folder, "file", &there, &err));
    assert_true(there);
    assert_non_null(strstr(err.text, why));
    assert_false(private_file_open(folder, "file", flags, &fd, NULL));
}

static void opens_files_of_ours(void **state)
{
    const char *folder = *state;
    struct epi_error err = {0};
    struct stat about;
    bool there = true;
    int fd = 7;
    mode_t before = umask(0);
    assert_true(private_file_check(folder, "file", &there, &err));
    assert_false(there);
    assert_true(private_file_open(folder, "file", O_RDWR, &fd, &err));
    assert_int_equal(fd, -1);
    assert_true(private_file_open(folder, "file", O_RDWR | O_CREAT | O_EXCL, &fd, &err));
    assert_int_equal(fstat(fd, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(write(fd, "text", 4), 4);
    private_file_close(&fd);
    assert_true(private_file_check(folder, "file", &there, &err));
    assert_true(there);
    assert_true(private_file_open(folder, "file", O_RDONLY, &fd, &err));
    assert_true(fd >= 0);
    private_file_close(&fd);
    assert_false(private_file_open(folder, "file", O_RDWR | O_CREAT | O_EXCL, &fd, &err));
    assert_int_equal(fd, -1);
    assert_non_null(strstr(err.text, "cannot open file: File exists"));
    assert_true(private_file_sync(folder));
    umask(before);
}

static void refuses_what_is_none(void **state)
{
    static const int flags[] = {O_RDONLY, O_RDWR, O_WRONLY | O_APPEND, O_RDWR | O_CREAT};
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        bool link = strcmp(*oddity, "link") == 0 || strcmp(*oddity, "dangling") == 0;
        tempdir_plant(*state, "file", *oddity);
        for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
            assert_refused(*state, flags[i],
                           link ? "file is a symbolic link: move it away"
                                : "file is not a regular file: move it away");
        }
        tempdir_clear(*state, "file");
    }
}

static void refuses_files_of_others(void **state)
{
    char path[4096];
    if (geteuid() != 0)
        skip(); /* nobody else can give a file away */
    tempdir_write(*state, "file", "text", -1);
    snprintf(path, sizeof(path), "%s/file", (char *)*state);
    assert_int_equal(chown(path, 65534, 65534), 0);
    assert_refused(*state, O_RDONLY,
                   "file belongs to another user: change its owner or move it away");
}

static void the_folder_may_be_a_link_or_none(void **state)
{
    char path[4096];
    struct epi_error err = {0};
    bool there = true;
    int fd;
    snprintf(path, sizeof(path), "%s/link", (char *)*state);
    assert_int_equal(symlink(".", path), 0);
    assert_true(private_file_open(path, "file", O_RDWR | O_CREAT, &fd, &err));
    private_file_close(&fd);
    snprintf(path, sizeof(path), "%s/nowhere", (char *)*state);
    assert_true(private_file_check(path, "file", &there, &err));
    assert_false(there);
    assert_true(private_file_open(path, "file", O_RDONLY, &fd, &err));
    assert_int_equal(fd, -1);
    assert_false(private_file_open(path, "file", O_RDWR | O_CREAT, &fd, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_false(private_file_sync(path));
}

static void makes_a_folder(void **state)
{
    const char *folder = *state;
    char path[8192];
    struct stat about;
    struct epi_error err = {0};
    snprintf(path, sizeof(path), "%s/a/b/c", folder);
    for (int i = 0; i < 2; i++) {
        assert_true(private_file_make_folder(path, &err));
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(about.st_mode & 0777, 0700);
    }
    snprintf(path, sizeof(path), "%s/d/", folder);
    assert_true(private_file_make_folder(path, &err));
    tempdir_write(folder, "file", "", 0);
    snprintf(path, sizeof(path), "%s/file/a", folder);
    assert_false(private_file_make_folder(path, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "/file/a"));
    snprintf(path, sizeof(path), "%s/file", folder);
    assert_false(private_file_make_folder(path, &err));
    assert_false(private_file_make_folder("", &err));
}

/* A power cut does not take a new folder away. */
static void syncs_what_a_folder_is_made_in(void **state)
{
    const char *folder = *state;
    char path[4096];
    struct stat above;
    synced = 0;
    snprintf(path, sizeof(path), "%s/e/f", folder);
    assert_true(private_file_make_folder(path, NULL));
    assert_int_equal(synced, 2);
    snprintf(path, sizeof(path), "%s/e", folder);
    assert_int_equal(stat(path, &above), 0);
    assert_true(synced_last == above.st_ino);
    assert_true(private_file_make_folder(path, NULL));
    assert_int_equal(synced, 2);
}

static void short_of_memory_makes_no_folder(void **state)
{
    const char *folder = *state;
    struct epi_error err = {0};
    scarce_after(0);
    assert_false(private_file_make_folder(folder, &err));
    scarce_after(-1);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
}

static void looks_at_files_of_others(void **state)
{
    const char *folder = *state;
    struct private_file_about about;
    struct epi_error err;
    char path[4096];
    assert_true(private_file_look(folder, "file", &about, &err));
    assert_false(about.there);
    tempdir_write(folder, "file", "text", -1);
    assert_true(private_file_look(folder, "file", &about, &err));
    assert_true(about.there && about.ours && about.size == 4);
    snprintf(path, sizeof(path), "%s/file", folder);
    if (geteuid() == 0 && chown(path, 65534, 65534) == 0) {
        assert_true(private_file_look(folder, "file", &about, &err));
        assert_true(about.there && !about.ours && about.size == 4);
    }
    assert_int_equal(unlink(path), 0);
    for (const char *const *oddity = tempdir_oddities; *oddity; oddity++) {
        tempdir_plant(folder, "file", *oddity);
        assert_false(private_file_look(folder, "file", &about, &err));
        assert_non_null(strstr(err.text, "file is "));
        tempdir_clear(folder, "file");
    }
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, begin, end)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(syncs_what_a_folder_is_made_in),
        WITH_FOLDER(makes_a_folder),
        WITH_FOLDER(short_of_memory_makes_no_folder),
        WITH_FOLDER(opens_files_of_ours),
        WITH_FOLDER(refuses_what_is_none),
        WITH_FOLDER(looks_at_files_of_others),
        WITH_FOLDER(refuses_what_is_none),
        WITH_FOLDER(refuses_files_of_others),
        WITH_FOLDER(the_folder_may_be_a_link_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
