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
#include "core/base/config.h"
#include "tests/doubles/scarce.h"
#include "tests/doubles/tempdir.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

static const char *source_of(const struct epi_config *config, const char *name)
{
    for (size_t i = 0; i < epi_config_option_count(); i++) {
        if (strcmp(epi_config_option(i)->name, name) == 0)
            return epi_config_source_name(config->source[i]);
    }
    fail_msg("no option %s", name);
    return NULL;
}

struct fixture {
    char *folder;
    char path[4096];
    struct epi_config config;
    char warnings[4096];
    int count;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->folder = tempdir_make();
    snprintf(fixture->path, sizeof(fixture->path), "%s/conf", fixture->folder);
    config_init(&fixture->config);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    tempdir_remove(fixture->folder);
    free(fixture);
    return 0;
}

static void collect(void *context, const char *text)
{
    struct fixture *fixture = context;
    size_t at = strlen(fixture->warnings);
    snprintf(fixture->warnings + at, sizeof(fixture->warnings) - at, "%s\n", text);
    fixture->count++;
}

static bool read_conf_file(struct epi_config *config, const char *path, epi_config_warning warn,
                           void *context)
{
    return epi_config_file_read(config, path, EPI_SOURCE_FILE, warn, context);
}

typedef bool (*read_conf)(struct epi_config *config, const char *path, epi_config_warning warn,
                          void *context);

static void read_with(struct fixture *fixture, read_conf reader, const char *bytes, size_t len)
{
    tempdir_write(fixture->folder, "conf", bytes, len);
    config_init(&fixture->config);
    fixture->warnings[0] = '\0';
    fixture->count = 0;
    reader(&fixture->config, fixture->path, collect, fixture);
}

static void read_file(struct fixture *fixture, const char *text)
{
    read_with(fixture, read_conf_file, text, strlen(text));
}

static void read_mpv(struct fixture *fixture, const char *text)
{
    read_with(fixture, epi_config_file_read_mpv_conf, text, strlen(text));
}

/* One warning with this in it. */
static void assert_warned(const struct fixture *fixture, const char *what)
{
    if (fixture->count != 1 || !strstr(fixture->warnings, what))
        fail_msg("%d warnings: %s", fixture->count, fixture->warnings);
}

static void assert_silent(const struct fixture *fixture)
{
    if (fixture->count)
        fail_msg("warned: %s", fixture->warnings);
}

static void assert_allowed(const struct fixture *fixture)
{
    assert_string_equal(fixture->config.unreadable, "");
    assert_true(allowed_path(&fixture->config, "/tv/x.mkv"));
}

/* It is there, nothing of it is taken, and nothing may be looked at any longer. */
static void assert_refused(struct fixture *fixture, const char *path, const char *why)
{
    struct epi_config untouched;
    config_init(&untouched);
    config_init(&fixture->config);
    fixture->count = 0;
    assert_true(epi_config_file_read(&fixture->config, path, EPI_SOURCE_FILE, collect, fixture));
    assert_silent(fixture); /* it is for the front end to say, once */
    if (!strstr(fixture->config.unreadable, why) ||
        strncmp(fixture->config.unreadable, "cannot read ", 12) != 0)
        fail_msg("%s: \"%s\"", path, fixture->config.unreadable);
    assert_false(allowed_path(&fixture->config, "/tv/x.mkv"));
    assert_false(allowed_path(&fixture->config, "https://example.org/x.mkv"));
    memcpy(untouched.unreadable, fixture->config.unreadable, sizeof(untouched.unreadable));
    assert_memory_equal(&fixture->config, &untouched, sizeof(untouched));
}

/* ---- Our own ---- */

static void reads_lines(void **state)
{
    struct fixture *fixture = *state;
    read_file(fixture, "\xef\xbb\xbf# comment\nwatched_percent=70\r\n\n   \t\nignore=/a = b # c \n"
                       "osd=no\nosd=yes\nlanguage=de");
    assert_silent(fixture);
    assert_int_equal(fixture->config.watched_percent, 70);
    assert_string_equal(fixture->config.ignore, "/a = b # c ");
    assert_string_equal(fixture->config.osd, "yes");
    assert_string_equal(fixture->config.language, "de");
    assert_string_equal(source_of(&fixture->config, "osd"), "epimark.conf");
    assert_string_equal(source_of(&fixture->config, "only"), "default");
    read_file(fixture, "");
    assert_silent(fixture);
}

static void warns_of_each_bad_line(void **state)
{
    struct fixture *fixture = *state;
    read_file(fixture, "osd=no\nwatched_percent=800\nlanguage=de\n");
    assert_warned(fixture, "/conf:2: invalid value \"800\" for watched_percent; expected 1-100");
    assert_int_equal(fixture->config.watched_percent, 80);
    assert_string_equal(fixture->config.language, "de");
    read_file(fixture, "watched_prcent=70");
    assert_warned(fixture, "/conf:1: unknown option \"watched_prcent\"; did you mean");
    read_file(fixture, "osd=no\n\n no comment\n");
    assert_warned(fixture, "/conf:3: expected NAME=VALUE, not \" no comment\"");
    read_file(fixture, " osd=no");
    assert_warned(fixture, "unknown option \" osd\"; did you mean \"osd\"?");
    read_file(fixture, "osd =no");
    assert_warned(fixture, "did you mean \"osd\"?");
    read_file(fixture, "=");
    assert_warned(fixture, "unknown option \"\"");
    epi_config_file_read(&fixture->config, fixture->path, EPI_SOURCE_FILE, NULL, NULL);
}

static void a_deep_folder_leaves_room_for_what_is_wrong(void **state)
{
    struct fixture *fixture = *state;
    char folder[8192], path[8192 + 8];
    snprintf(folder, sizeof(folder), "%s/%0200d", fixture->folder, 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    tempdir_write(folder, "conf", "wached_percent=70\n", -1);
    snprintf(path, sizeof(path), "%s/conf", folder);
    fixture->count = 0;
    epi_config_file_read(&fixture->config, path, EPI_SOURCE_FILE, collect, fixture);
    assert_warned(fixture, "\xe2\x80\xa6/conf:1: unknown option \"wached_percent\"; did you mean "
                           "\"watched_percent\"?\n");
}

static void counts_when_there_are_many(void **state)
{
    struct fixture *fixture = *state;
    char text[4096] = "";
    for (int i = 0; i < 100; i++)
        memcpy(text + strlen(text), "nonsense\n", 10);
    memcpy(text + strlen(text), "osd=no\n", 8);
    read_file(fixture, text);
    assert_int_equal(fixture->count, 9);
    assert_non_null(strstr(fixture->warnings, "/conf:8: "));
    assert_null(strstr(fixture->warnings, "/conf:9: "));
    assert_non_null(strstr(fixture->warnings, "/conf: 92 more lines were ignored\n"));
    assert_string_equal(fixture->config.osd, "no");
}

static void what_is_no_file_of_options_allows_nothing(void **state)
{
    struct fixture *fixture = *state;
    char path[8192];
    snprintf(path, sizeof(path), "%s/none/none", fixture->folder);
    assert_false(epi_config_file_read(&fixture->config, path, EPI_SOURCE_FILE, collect, fixture));
    assert_silent(fixture);
    assert_allowed(fixture);
    assert_refused(fixture, fixture->folder,
                   ": is a directory; replace it with a text file or remove it (epimark does "
                   "nothing until then)");
    snprintf(path, sizeof(path), "%s/pipe", fixture->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(fixture, path, ": is not a regular file"); /* which nobody ever writes to */
    tempdir_write(fixture->folder, "conf", "osd=no\n\0language=de\n", 20);
    assert_refused(fixture, fixture->path, ": contains a NUL byte");

    size_t len = 10 << 20;
    char *much = calloc(1, len);
    assert_non_null(much);
    for (size_t i = 0; i < len; i++)
        much[i] = "osd=no\n"[i % 7];
    tempdir_write(fixture->folder, "conf", much, len);
    assert_refused(fixture, fixture->path, ": larger than 1 MiB");
    tempdir_write(fixture->folder, "conf", much, (1 << 20) + 1);
    assert_refused(fixture, fixture->path, ": larger than 1 MiB");
    read_with(fixture, read_conf_file, much, 1 << 20); /* which ends within a line */
    assert_allowed(fixture);
    assert_warned(fixture, "/conf:149797: ");
    assert_string_equal(fixture->config.osd, "no");
    free(much);
}

static void a_link_that_leads_nowhere_is_not_a_missing_file(void **state)
{
    struct fixture *fixture = *state;
    char path[8192];
    assert_int_equal(symlink("/nonexistent/conf", fixture->path), 0);
    assert_refused(fixture, fixture->path, "dangling symbolic link in its path");
    snprintf(path, sizeof(path), "%s/conf/script-opts/conf", fixture->folder);
    assert_refused(fixture, path, "dangling symbolic link in its path");
    snprintf(path, sizeof(path), "%s/loop", fixture->folder);
    assert_int_equal(symlink("loop", path), 0);
    assert_refused(fixture, path, "levels of symbolic links");
}

/* Memory at address 0 is a regular file's start that nobody can read. */
static void an_error_of_reading_allows_nothing(void **state)
{
    assert_refused(*state, "/proc/self/mem", "Input/output error");
}

static void the_first_file_that_cannot_be_read_is_named(void **state)
{
    struct fixture *fixture = *state;
    char path[8192];
    snprintf(path, sizeof(path), "%s/other", fixture->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    epi_config_file_read_mpv_conf(&fixture->config, path, collect, fixture);
    epi_config_file_read(&fixture->config, fixture->folder, EPI_SOURCE_FILE, collect, fixture);
    assert_non_null(strstr(fixture->config.unreadable, "/other: is a directory"));
    read_file(fixture, "osd=no\n"); /* begins anew */
    assert_allowed(fixture);
}

static void a_long_path_leaves_room_for_the_advice(void **state)
{
    struct fixture *fixture = *state;
    char path[8192];
    tempdir_write(fixture->folder, "conf", "", 0);
    snprintf(path, sizeof(path), "%s/%0300d/epimark.conf", fixture->path, 0);
    epi_config_file_read(&fixture->config, path, EPI_SOURCE_FILE, collect, fixture);
    assert_non_null(strstr(fixture->config.unreadable, "\xe2\x80\xa6/epimark.conf: "));
    assert_non_null(strstr(fixture->config.unreadable, "remove it"));
}

static void a_file_that_may_not_be_read_allows_nothing(void **state)
{
    struct fixture *fixture = *state;
    tempdir_write(fixture->folder, "conf", "osd=no\n", 7);
    assert_int_equal(chmod(fixture->path, 0), 0);
    if (!geteuid()) { /* whom no mode stops: a file in place of a folder does */
        size_t at = strlen(fixture->path);
        snprintf(fixture->path + at, sizeof(fixture->path) - at, "/conf");
    }
    assert_refused(fixture, fixture->path,
                   geteuid()
                       ? "permission denied; check its permissions (epimark does nothing until "
                         "then)"
                       : "Not a directory");
    if (geteuid()) {
        assert_int_equal(chmod(fixture->path, 0600), 0);
        assert_int_equal(chmod(fixture->folder, 0), 0);
        assert_refused(fixture, fixture->path, "permission denied");
        assert_int_equal(chmod(fixture->folder, 0700), 0);
    }
}

static void short_of_memory_allows_nothing(void **state)
{
    struct fixture *fixture = *state;
    tempdir_write(fixture->folder, "conf", "osd=no\n", 7);
    scarce_after(0);
    assert_true(
        epi_config_file_read(&fixture->config, fixture->path, EPI_SOURCE_FILE, collect, fixture));
    scarce_after(-1);
    assert_silent(fixture);
    assert_non_null(strstr(fixture->config.unreadable, "Cannot allocate memory"));
    assert_false(allowed_path(&fixture->config, "/tv/x.mkv"));
}

/* ---- mpv.conf ---- */

static void reads_script_opts(void **state)
{
    struct fixture *fixture = *state;
    read_mpv(fixture, "# script-opts=epimark-osd=no\n"
                      "vo=gpu\n"
                      "script-opts=epimark-watched_percent=70,osc-layout=box,epimark-language=de\n"
                      "fs");
    assert_silent(fixture);
    assert_int_equal(fixture->config.watched_percent, 70);
    assert_string_equal(fixture->config.language, "de");
    assert_string_equal(fixture->config.osd, "yes");
    assert_string_equal(source_of(&fixture->config, "language"), "mpv.conf");
    assert_string_equal(source_of(&fixture->config, "osd"), "default");
}

static void quotes_as_mpv_does(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *ignore;
    } cases[] = {
        {"script-opts=epimark-ignore=/a b # c", "/a b"},
        {"  --script-opts = epimark-ignore=/a  ", "/a"},
        {"script-opts=\"epimark-ignore=/a # b\" # c", "/a # b"},
        {"script-opts='epimark-ignore=\"/a,b\"'", "/a,b"},
        {"script-opts=epimark-ignore=\"/a,b\",x-y=z", "/a,b"},
        {"script-opts=epimark-ignore=[/a,[b],c],x-y=z", "/a,[b],c"},
        {"script-opts=epimark-ignore=%6%/a,b=c,x-y=z", "/a,b=c"},
        {"script-opts=%23%epimark-ignore=/a # b c #", "/a # b c"},
        {"script-opts=[epimark-ignore]=/a", "/a"},
        {"script-opts=epimark-ignore=/a=b", "/a=b"},
        {"script-opts=epimark-ignore=/a,", "/a"},
        {"script-opts=epimark-ignore=/a,epimark-ignore=/b", "/b"},
        {"script-opts=epimark-ignore=", ""},
        {"script-opts=epimark-ignore=%0%", ""},
        {"script-opts=", ""},
        {"script-opts", ""},
        {"script-opts-append=epimark-ignore=/a,b=c", "/a,b=c"},
        {"script-opts-append=epimark-ignore=\"/a\"", "\"/a\""},
        {"script-opt=epimark-ignore=/a", "/a"},
        {"script-opts-add=epimark-ignore=/a,x-y=z", "/a"},
        {"script-opts=epimark-ignore=/a\r\n", "/a"},
        {"other-script-opts=epimark-ignore=/a", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        read_mpv(fixture, cases[i].text);
        if (strcmp(fixture->config.ignore, cases[i].ignore) != 0 || fixture->count)
            fail_msg("%s: \"%s\" %s", cases[i].text, fixture->config.ignore, fixture->warnings);
    }
}

static void later_lines_win(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *ignore, *only;
    } cases[] = {
        {"script-opts=epimark-ignore=/a\nscript-opts=epimark-only=/b", "", "/b"},
        {"script-opts=epimark-ignore=/a\nscript-opts-append=epimark-only=/b", "/a", "/b"},
        {"script-opts-append=epimark-ignore=/a\nscript-opts-append=epimark-ignore=/b", "/b", ""},
        {"script-opts=epimark-osd=maybe\nscript-opts-append=epimark-osd=yes", "", ""},
        {"script-opts=epimark-ignore=/a\nscript-opts=x-y=z", "", ""},
        {"script-opts=epimark-ignore=/a\nscript-opts-clr=yes", "/a", ""},
        {"script-opts=epimark-ignore=/a\nscript-opts-remove=epimark-ignore", "", ""},
        {"script-opts=epimark-ignore=/a\nscript-opts-remove=ignore", "/a", ""},
        {"[movies]\nscript-opts=epimark-ignore=/a", "", ""},
        {"script-opts=epimark-ignore=/a\n[movies]\nscript-opts=epimark-only=/b", "/a", ""},
        {"[movies]\nfs=yes\n[default]\nscript-opts=epimark-only=/b", "", "/b"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        read_mpv(fixture, cases[i].text);
        if (strcmp(fixture->config.ignore, cases[i].ignore) != 0 ||
            strcmp(fixture->config.only, cases[i].only) != 0 || fixture->count) {
            fail_msg("%s: \"%s\" \"%s\" %s", cases[i].text, fixture->config.ignore,
                     fixture->config.only, fixture->warnings);
        }
    }
}

/* The lowest descriptor that is free. */
static int free_descriptor(void)
{
    int fd = dup(STDIN_FILENO);
    assert_true(fd >= 0);
    close(fd);
    return fd;
}

static void closes_what_it_opened(void **state)
{
    struct fixture *fixture = *state;
    int before = free_descriptor();
    read_mpv(fixture, "script-opts=epimark-osd=no\n");
    assert_int_equal(free_descriptor(), before);
}

static void warns_of_bad_script_opts(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *text, *why;
    } cases[] = {
        {"\nscript-opts=epimark-osd=maybe",
         "/conf:2: invalid value \"maybe\" for osd; expected yes|no"},
        {"script-opts=epimark-sod=no", "/conf:1: unknown option \"sod\"; did you mean"},
        {"script-opts=epimark-osd", "/conf:1: invalid value for script-opts; expected NAME=VALUE"},
        {"script-opts=\"epimark-osd=no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=\"no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=[no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=\"no\"x", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=%11%epimark-osd=no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=%15%epimark-osd=no\n# x", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=%99%epimark-osd=no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=%-1%no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=%2xno", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=%3%no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=%no", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts='epimark-osd=no' x", "expected NAME=VALUE,... with closed quotes"},
        {"script-opts=epimark-osd=no,epimark-language",
         "expected NAME=VALUE,... with closed quotes"},
        {"script-opts-append=epimark-osd",
         "invalid value for script-opts-append; expected NAME=VALUE"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        read_mpv(fixture, cases[i].text);
        assert_warned(fixture, cases[i].why);
        assert_string_equal(fixture->config.osd, "yes");
    }
    read_mpv(fixture, "script-opts=epimark-ignore=/a\nscript-opts=x");
    assert_string_equal(fixture->config.ignore, "/a");
}

static void survives_any_mpv_conf(void **state)
{
    struct fixture *fixture = *state;
    epi_config_file_read_mpv_conf(&fixture->config, fixture->folder, collect, fixture);
    assert_silent(fixture);
    assert_non_null(strstr(fixture->config.unreadable, ": is a directory"));
    read_mpv(fixture, "[");
    assert_silent(fixture);
    char text[16384] = "";
    for (size_t i = 0, at = 0; i < 200; i++)
        at += (size_t)snprintf(text + at, sizeof(text) - at, "script-opt=epimark-n%zu=1\n", i);
    read_mpv(fixture, text);
    assert_int_equal(fixture->count, 9);
    assert_non_null(strstr(fixture->warnings, "too many script-opts"));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_FOLDER(reads_lines),
                                       WITH_FOLDER(warns_of_each_bad_line),
                                       WITH_FOLDER(a_deep_folder_leaves_room_for_what_is_wrong),
                                       WITH_FOLDER(counts_when_there_are_many),
                                       WITH_FOLDER(what_is_no_file_of_options_allows_nothing),
                                       WITH_FOLDER(a_link_that_leads_nowhere_is_not_a_missing_file),
                                       WITH_FOLDER(an_error_of_reading_allows_nothing),
                                       WITH_FOLDER(the_first_file_that_cannot_be_read_is_named),
                                       WITH_FOLDER(a_long_path_leaves_room_for_the_advice),
                                       WITH_FOLDER(a_file_that_may_not_be_read_allows_nothing),
                                       WITH_FOLDER(short_of_memory_allows_nothing),
                                       WITH_FOLDER(reads_script_opts),
                                       WITH_FOLDER(quotes_as_mpv_does),
                                       WITH_FOLDER(later_lines_win),
                                       WITH_FOLDER(closes_what_it_opened),
                                       WITH_FOLDER(warns_of_bad_script_opts),
                                       WITH_FOLDER(survives_any_mpv_conf)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
