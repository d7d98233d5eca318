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

#include "core/base/allowed.h"
#include "core/base/apart.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "tests/doubles/dead_mount.h"
#include "tests/doubles/scarce.h"
#include "tests/doubles/tempdir.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

static void take(struct epi_config *config, const char *name, const char *value)
{
    struct epi_error err = {0};
    if (!epi_config_set(config, name, value, EPI_SOURCE_COMMAND, &err))
        fail_msg("%s=%s: %s", name, value, err.text);
}

/* ---- A path as it is given ---- */

static const struct {
    const char *list, *path;
    bool fits;
} entries[] = {
    {"/media/bob/private", "/media/bob/private/x.mkv", true},
    {"/media/bob/private/", "/media/bob/private/a/b/x.mkv", true},
    {"/media/bob/private", "/media/bob/private", true},
    {"/media/bob/private", "/media/bob/privately/x.mkv", false},
    {"/media/bob/private", "/media/bob/my private/x.mkv", false},
    {"/media/bob/private", "/mnt/media/bob/private/x.mkv", false},
    {"/media/bob/private", "/media/bob/tv/../private/x.mkv", true},
    {"/media/bob/private", "/media/bob/private/../tv/x.mkv", false},
    {"/media/bob/private", "/media//bob/./private/x.mkv", true},
    {"/media/bob/private", "/../../media/bob/private/x.mkv", true},
    {"/media//bob/./x/../private", "/media/bob/private/x.mkv", true},
    {"~/private", "/media/bob/private/x.mkv", true},
    {"~/private", "/media/amy/private/x.mkv", false},
    {"~", "/media/bob/x.mkv", true},
    {"~", "/media/bobby/x.mkv", false},
    {"~bob/private", "/media/bob/private/x.mkv", false},
    {"/", "/x.mkv", true},
    {"private", "/media/bob/private/x.mkv", true},
    {"private", "/media/bob/Private/x.mkv", false},
    {"private", "/media/bob/private.mkv", false},
    {"bob/private", "/media/bob/private/x.mkv", true},
    {"bob/private", "/media/rob/private/x.mkv", false},
    {"*.mp4", "/media/bob/x.mp4", true},
    {"*.mp4", "/media/bob/x.mp4.mkv", false},
    {"/media/*/private", "/media/amy/private/x.mkv", true},
    {"/media/*/private", "/media/amy/tv/private/x.mkv", false},
    {"/media/**/private", "/media/amy/tv/private/x.mkv", true},
    {"/media/**/private", "/media/private/x.mkv", true},
    {"/media/**", "/media/a/x.mkv", true},
    {"/media/**/*.mp4", "/media/a/b/x.mp4", true},
    {"/media/**/*.mp4", "/media/a/b/x.mkv", false},
    {"/tv/[ab]*", "/tv/apple/x.mkv", true},
    {"/tv/[ab]*", "/tv/cherry/x.mkv", false},
    {"/tv/[x", "/tv/[x/a.mkv", true},
    {"/tv/?", "/tv/a/x.mkv", true},
    {"/tv/?", "/tv/ab/x.mkv", false},
    {"/a|/b", "/b/x.mkv", true},
    {" /a | /b ", "/a/x.mkv", true},
    {"|", "/a/x.mkv", false},
    {"/a||", "/b/x.mkv", false},
    {"cinema.example", "https://cinema.example/x.mkv", true},
    {"/cinema.example", "https://cinema.example/x.mkv", false},
    {"/", "https://cinema.example/x.mkv", false},
    {"https:", "https://cinema.example/x.mkv", true},
    {"/tv/secret", "archive:///tv/secret/x.zip|/y.mkv", true},
    {"/tv/secret", "archive:///tv/x.zip|/secret/y.mkv", false},
    {"/tv/x.zip", "archive:///tv/x.zip|/y.mkv", true},
    {"/tv/secret", "edl:///tv/secret/x.mkv;/tv/y.mkv", true},
    {"/media/disc", "dvd://1//media/disc", true},
    {"/usr", "dvd://1", false},
    {"/usr", "x.mkv", true},
    {"/usr/sub", "sub/x.mkv", true},
    {"/usr/sub", "../usr/sub/x.mkv", true},
    {"/usr", "../x.mkv", false},
    {"/private", "file:///private/x.mkv", true},
    {"/private", "file:///%70rivate/x.mkv", true},
    {"/private", "FILE:///private/x.mkv", true},
    {"/usr/sub", "file://sub/x.mkv", true},
    {"/private", "archive:///private/x.zip|/x.mkv", true},
    {"/usr/sub", "archive://sub/x.zip|/x.mkv", true},
    {"/private", "slice://0@/private/x.mkv", true},
    {"cinema.example/private", "https://cinema.example/%70rivate/x.mkv", true},
    {"/srv/Caf\xc3\xa9", "/srv/Cafe\xcc\x81/x.mkv", true},
    {"/srv/Cafe\xcc\x81", "/srv/Caf\xc3\xa9/x.mkv", true},
    {"/srv/C*\xc3\xa9", "file:///srv/Cafe%CC%81/x.mkv", true},
    {"/srv/Caf\xe9", "/srv/Caf\xe9/x.mkv", true},
    {"/srv/Caf\xc3\xa9", "/srv/Cafe/x.mkv", false},
};

static void ignores_folders_and_patterns(void **state)
{
    (void)state;
    struct epi_config config;
    setenv("HOME", "/media/bob", 1);
    assert_int_equal(chdir("/usr"), 0);
    for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
        config_init(&config);
        assert_true(allowed_path(&config, entries[i].path));
        take(&config, "ignore", entries[i].list);
        if (allowed_path(&config, entries[i].path) == entries[i].fits) {
            fail_msg("ignore=%s %s %s", entries[i].list, entries[i].path,
                     entries[i].fits ? "no" : "yes");
        }
        config_init(&config);
        take(&config, "only", entries[i].list);
        if (allowed_path(&config, entries[i].path) != entries[i].fits) {
            fail_msg("only=%s %s %s", entries[i].list, entries[i].path,
                     entries[i].fits ? "no" : "yes");
        }
    }
    config_init(&config);
    take(&config, "only", "~/tv");
    take(&config, "ignore", "~/tv/private");
    assert_true(allowed_path(&config, "/media/bob/tv/x.mkv"));
    assert_false(allowed_path(&config, "/media/bob/tv/private/x.mkv"));
    assert_false(allowed_path(&config, "/media/bob/x.mkv"));
}

/* Where it cannot be told, nothing is looked at. */
static void short_of_memory_allows_nothing(void **state)
{
    (void)state;
    struct epi_config config;
    config_init(&config);
    take(&config, "only", "~/tv");
    setenv("HOME", "/media/bob", 1);
    for (int calls = 0;; calls++) {
        scarce_after(calls);
        bool allowed = allowed_path(&config, "/media/bob/tv/x.mkv");
        bool failed = scarce_failed();
        scarce_after(-1);
        assert_int_equal(allowed, !failed);
        if (!failed)
            break;
        assert_true(calls < 100);
    }
}

/* The same of what is private: it stays so. */
static void short_of_memory_the_private_stays_private(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"ignore", "/media/bob/private", "/media/bob/private/x.mkv"},
        {"ignore", "/media/bob/private", "file:///media/bob/private/x.mkv"},
        {"ignore", "/media/bob/private", "file:///media/bob/pri%76ate/x.mkv"},
        {"ignore", "private", "https://example.org/pri%76ate/x.mkv"},
        {"only", "/media/bob/tv", "/media/bob/private/x.mkv"},
        {"only", "/media/bob/tv", "file:///media/bob/private/x.mkv"},
        {"only", "shows", "https://example.org/private/x.mkv"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct epi_config config;
        config_init(&config);
        take(&config, cases[i][0], cases[i][1]);
        bool failed = true;
        for (int calls = 0; failed; calls++) {
            scarce_after(calls);
            bool allowed = allowed_path(&config, cases[i][2]);
            failed = scarce_failed();
            scarce_after(-1);
            assert_false(allowed);
            assert_true(calls < 100);
        }
    }
}

/* A pattern of many "**" against a long path that never fits has to end all the same. */
static void a_hostile_pattern_ends(void **state)
{
    (void)state;
    struct epi_config config;
    char path[2 * 2000 + 1];
    config_init(&config);
    for (size_t i = 0; i < sizeof(path) - 1; i++)
        path[i] = "/a"[i % 2];
    path[sizeof(path) - 1] = '\0';
    take(&config, "ignore", "/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b");
    assert_true(allowed_path(&config, path));
}

/* ---- Where a file really is ---- */

/* A folder with /private/x.mkv, /tv/y.mkv and links: to the file, to the folder, one to a link. */
struct place {
    char *folder;
    struct apart *apart;
    struct epi_config config;
};

static void make_link(const struct place *place, const char *target, const char *name)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    assert_int_equal(symlink(target, path), 0);
}

static void make_folder(const struct place *place, const char *name)
{
    char path[4200];
    snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    char *made = tempdir_make();
    place->folder = realpath(made, NULL);
    assert_non_null(place->folder);
    free(made);
    place->apart = apart_new();
    config_init(&place->config);
    make_folder(place, "private");
    make_folder(place, "private/sub");
    make_folder(place, "tv");
    tempdir_write(place->folder, "private/x.mkv", "x", 1);
    tempdir_write(place->folder, "tv/y.mkv", "x", 1);
    make_link(place, "../private/x.mkv", "tv/link.mkv");
    make_link(place, "private/sub", "down");
    make_link(place, "private", "folder");
    make_link(place, "folder", "twice");
    make_link(place, "private/gone.mkv", "gone.mkv");
    make_link(place, "loop", "loop");
    make_link(place, "tv", "shows");
    assert_int_equal(chdir(place->folder), 0);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    assert_int_equal(chdir("/"), 0);
    apart_free(place->apart);
    tempdir_remove(place->folder);
    free(place);
    return 0;
}

/* Sets an option to a list in which "@" is the folder. */
static void set(struct place *place, const char *name, const char *list)
{
    char value[4200];
    size_t len = 0;
    for (; *list; list++) {
        bool folder = *list == '@';
        len += (size_t)snprintf(value + len, sizeof(value) - len, "%.*s", folder ? 4096 : 1,
                                folder ? place->folder : list);
    }
    take(&place->config, name, value);
}

static bool allows(struct place *place, const char *given)
{
    char path[4200];
    const char *at = strchr(given, '@');
    bool allowed = false;
    struct epi_error err = {0};
    snprintf(path, sizeof(path), "%.*s%s%s", at ? (int)(at - given) : 0, given,
             at ? place->folder : "", at ? at + 1 : given);
    if (!allowed_file(&place->config, place->apart, path, &allowed, &err))
        fail_msg("%s: %s", path, err.text);
    return allowed;
}

static void a_private_file_is_so_by_any_path(void **state)
{
    static const char *const private[] = {
        "@/private/x.mkv",
        "@/tv/link.mkv",
        "@/folder/x.mkv",
        "@/twice/x.mkv",
        "tv/link.mkv",
        "folder/x.mkv",
        "./twice//x.mkv",
        "@/down/../x.mkv",
        "down/../x.mkv",
        "@/gone.mkv",
        "@/folder/not/there.mkv",
        "file://@/folder/x.mkv",
        "file://@/f%6Flder/x.mkv",
        "file://folder/x.mkv",
        "archive://@/folder/x.zip|/a.mkv",
        "@/folder/x.mkv/",
        "@/tv/../tv/link.mkv",
    };
    static const char *const open[] = {
        "@/tv/y.mkv",  "tv/y.mkv", "file://@/tv/y.mkv",           "@/shows/y.mkv",
        "@/tv/no.mkv", "@/loop",   "http://private.example/x.mkv"};
    struct place *place = *state;
    set(place, "ignore", "@/private");
    for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++) {
        if (allows(place, private[i]))
            fail_msg("%s is allowed", private[i]);
    }
    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        if (!allows(place, open[i]))
            fail_msg("%s is not allowed", open[i]);
    }
}

static void a_descriptor_is_the_file_that_it_has(void **state)
{
    struct place *place = *state;
    char path[64];
    FILE *file = fopen("folder/x.mkv", "r");
    FILE *other = fopen("tv/y.mkv", "r");
    assert_true(file && other);
    set(place, "ignore", "@/private");
    static const char *const forms[] = {"/proc/self/fd/", "/dev/fd/", "fd://", "fdclose://"};
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        snprintf(path, sizeof(path), "%s%d", forms[i], fileno(file));
        assert_false(allows(place, path));
        snprintf(path, sizeof(path), "%s%d", forms[i], fileno(other));
        assert_true(allows(place, path));
    }
    fclose(file);
    fclose(other);
}

/* The folders of the options may be links themselves. */
static void an_entry_means_where_it_leads_to(void **state)
{
    struct place *place = *state;
    set(place, "ignore", "@/folder");
    assert_false(allows(place, "@/private/x.mkv"));
    assert_false(allows(place, "@/tv/link.mkv"));
    set(place, "ignore", "@/twice/*.mkv");
    assert_false(allows(place, "@/private/x.mkv"));
    assert_true(allows(place, "@/private/sub"));
    set(place, "ignore", "");
    set(place, "only", "@/shows");
    assert_true(allows(place, "@/shows/y.mkv"));
    assert_false(allows(place, "@/shows/link.mkv"));
    assert_false(allows(place, "@/tv/y.mkv")); /* as it is written, it is elsewhere */
    set(place, "only", "shows");
    assert_false(allows(place, "@/tv/y.mkv"));
}

/* A file of only= that is really elsewhere is private. */
static void only_holds_for_the_place_too(void **state)
{
    struct place *place = *state;
    set(place, "only", "@/tv");
    assert_true(allows(place, "@/tv/y.mkv"));
    assert_true(allows(place, "tv/y.mkv"));
    assert_false(allows(place, "@/tv/link.mkv"));
    assert_false(allows(place, "@/tv/../folder/x.mkv"));
}

static void with_neither_option_nothing_is_asked(void **state)
{
    struct place *place = *state;
    bool allowed = false;
    dead_mount_begin();
    assert_false(allowed_asks(&place->config));
    assert_true(allowed_file(&place->config, place->apart, "/dead mount/x.mkv", &allowed, NULL));
    assert_true(allowed);
    dead_mount_end();
}

/* Its folder does not answer: nothing is known. That of an option: it has no file that answers. */
static void what_hangs_is_left_behind(void **state)
{
    struct place *place = *state;
    bool allowed;
    struct epi_error err = {0};
    dead_mount_begin();
    set(place, "ignore", "/dead mount/private|@/folder");
    assert_true(allows(place, "@/tv/y.mkv"));
    assert_true(allows(place, "@/tv/y.mkv"));
    assert_false(allows(place, "/dead mount/private/x.mkv"));
    apart_cancel(place->apart);
    assert_false(allowed_file(&place->config, place->apart, "/dead mount/x.mkv", &allowed, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    dead_mount_end();
}

/* Where it cannot be asked for want of memory, nothing is looked at. */
static void short_of_memory_no_place_is_allowed(void **state)
{
    struct place *place = *state;
    set(place, "ignore", "@/private");
    for (int calls = 0;; calls++) {
        bool allowed = false;
        scarce_after(calls);
        bool asked = allowed_file(&place->config, place->apart, "tv/link.mkv", &allowed, NULL);
        bool failed = scarce_failed();
        scarce_after(-1);
        assert_false(asked && allowed);
        if (!failed)
            break;
        assert_true(calls < 200);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ignores_folders_and_patterns),
        cmocka_unit_test(short_of_memory_allows_nothing),
        cmocka_unit_test(short_of_memory_the_private_stays_private),
        cmocka_unit_test(a_hostile_pattern_ends),
        TEST(a_private_file_is_so_by_any_path),
        TEST(a_descriptor_is_the_file_that_it_has),
        TEST(an_entry_means_where_it_leads_to),
        TEST(only_holds_for_the_place_too),
        TEST(with_neither_option_nothing_is_asked),
        TEST(what_hangs_is_left_behind),
        TEST(short_of_memory_no_place_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
