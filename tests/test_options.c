/* SPDX-License-Identifier: MIT */
#include <limits.h>
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

#include "core/base/config.h"
#include "plugin/options.h"
#include "tests/doubles/fake_mpv.h"

struct stage {
    mpv_handle *mpv;
    struct epi_config config;
    char folder[64];
    char conf[PATH_MAX];
    const char *loaded_from;
    char warnings[2048];
};

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof(*stage));
    *state = stage;
    stage->mpv = fake_mpv_new("epimark", NULL);
    config_init(&stage->config);
    snprintf(stage->folder, sizeof(stage->folder), "%s", "options.XXXXXX");
    assert_non_null(mkdtemp(stage->folder));
    char *absolute = realpath(stage->folder, NULL);
    snprintf(stage->conf, sizeof(stage->conf), "%s/epimark.conf", absolute);
    free(absolute);
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    fake_mpv_free(stage->mpv);
    if (remove(stage->conf) != 0)
        assert_int_equal(access(stage->conf, F_OK), -1);
    assert_int_equal(rmdir(stage->folder), 0);
    free(stage);
    return 0;
}

static void write_conf(const struct stage *stage, const char *text)
{
    FILE *file = fopen(stage->conf, "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void warn(void *context, const char *text)
{
    struct stage *stage = context;
    size_t len = strlen(stage->warnings);
    snprintf(stage->warnings + len, sizeof(stage->warnings) - len, "%s\n", text);
}

static void read_options(struct stage *stage)
{
    options_read(stage->mpv, stage->loaded_from, &stage->config, warn, stage);
}

static int count(const char *text, char wanted)
{
    int found = 0;
    for (; *text; text++)
        found += *text == wanted;
    return found;
}

static void without_anything_the_defaults_hold(void **state)
{
    struct stage *stage = *state;
    struct epi_config untouched;
    config_init(&untouched);
    read_options(stage);
    assert_memory_equal(&stage->config, &untouched, sizeof(untouched));
    assert_string_equal(stage->warnings, "");
}

static void the_conf_file_is_read_and_script_opts_override_it(void **state)
{
    static const char *const opts[] = {"epimark-played_percent",
                                       "30",
                                       "epimark-ignore",
                                       "/a,b=c|/d",
                                       "osc-layout",
                                       "box",
                                       "epimarkish-rewatch_hours",
                                       "9",
                                       NULL};
    struct stage *stage = *state;
    write_conf(stage, "watched_percent=70\nplayed_percent=40\n");
    fake_mpv_set_conf(stage->mpv, stage->conf);
    fake_mpv_set_map(stage->mpv, "options/script-opts", opts);
    read_options(stage);
    assert_int_equal(stage->config.watched_percent, 70);
    assert_int_equal(stage->config.played_percent, 30);
    assert_string_equal(stage->config.ignore, "/a,b=c|/d");
    assert_int_equal(stage->config.rewatch_hours, 6);
    assert_string_equal(stage->warnings, "");
}

/* With --no-config mpv expands the path to a relative one, which is a file of anybody's. */
static void a_relative_conf_file_is_nobodys(void **state)
{
    struct stage *stage = *state;
    char relative[PATH_MAX];
    write_conf(stage, "watched_percent=70\n");
    snprintf(relative, sizeof(relative), "%s/epimark.conf", stage->folder);
    assert_int_equal(access(relative, R_OK), 0);
    fake_mpv_set_conf(stage->mpv, relative);
    read_options(stage);
    assert_int_equal(stage->config.watched_percent, 80);
    fake_mpv_set_conf(stage->mpv, NULL); /* the command fails */
    read_options(stage);
    assert_string_equal(stage->warnings, "");
}

/* As in a program that uses libmpv: it has no folder of mpv's, the plugin has one. */
static void without_a_folder_of_mpv_the_one_of_the_plugin_counts(void **state)
{
    struct stage *stage = *state;
    char folder[PATH_MAX + 16], path[PATH_MAX + 32], conf[PATH_MAX + 32];
    snprintf(folder, sizeof(folder), "%.*s/script-opts", (int)strlen(stage->conf) - 13,
             stage->conf);
    snprintf(conf, sizeof(conf), "%s/epimark.conf", folder);
    snprintf(path, sizeof(path), "%.*s/scripts/epimark.so", (int)strlen(stage->conf) - 13,
             stage->conf);
    assert_int_equal(mkdir(folder, 0700), 0);
    FILE *file = fopen(conf, "we");
    assert_non_null(file);
    assert_true(fputs("watched_percent=70\n", file) >= 0);
    assert_int_equal(fclose(file), 0);

    stage->loaded_from = path;
    fake_mpv_set_conf(stage->mpv, "script-opts/epimark.conf");
    read_options(stage);
    assert_int_equal(stage->config.watched_percent, 70);

    config_init(&stage->config);
    stage->loaded_from = "/nowhere/epimark.so"; /* not in a folder of scripts */
    read_options(stage);
    assert_int_equal(stage->config.watched_percent, 80);
    stage->loaded_from = path;
    fake_mpv_set_conf(stage->mpv, stage->conf); /* mpv has a folder, and nothing is in it */
    read_options(stage);
    assert_int_equal(stage->config.watched_percent, 80);
    assert_string_equal(stage->warnings, "");
    assert_int_equal(unlink(conf), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void what_is_not_taken_is_warned_of_once(void **state)
{
    static const char *const opts[] = {
        "epimark-wached_percent", "70", "epimark-match", "loose", "epimark-", "", NULL};
    struct stage *stage = *state;
    write_conf(stage, "min_secnds=9\n");
    fake_mpv_set_conf(stage->mpv, stage->conf);
    fake_mpv_set_map(stage->mpv, "options/script-opts", opts);
    read_options(stage);
    assert_int_equal(count(stage->warnings, '\n'), 4);
    assert_non_null(strstr(stage->warnings, "watched_percent"));
    assert_non_null(strstr(stage->warnings, "min_seconds"));
    assert_int_equal(stage->config.watched_percent, 80);
    assert_int_equal(stage->config.match, MATCH_NORMAL);
}

static void a_folder_instead_of_the_conf_file_allows_nothing(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(mkdir(stage->conf, 0700), 0);
    fake_mpv_set_conf(stage->mpv, stage->conf);
    read_options(stage);
    assert_int_equal(count(stage->warnings, '\n'), 0); /* core says it, on screen too */
    assert_non_null(strstr(stage->config.unreadable, ": is a directory"));
}

static int level(struct stage *stage, const char *const *pairs)
{
    mpv_node node;
    fake_mpv_set_map(stage->mpv, "msg-level", pairs);
    assert_int_equal(mpv_get_property(stage->mpv, "msg-level", MPV_FORMAT_NODE, &node), 0);
    int level = options_level(&node);
    mpv_free_node_contents(&node);
    return level;
}

static void the_level_is_the_last_that_fits(void **state)
{
    struct stage *stage = *state;
    assert_int_equal(options_level(&(mpv_node){.format = MPV_FORMAT_NONE}), EPI_LEVEL_INFO);
    assert_int_equal(level(stage, (const char *[]){NULL}), EPI_LEVEL_INFO);
    assert_int_equal(level(stage, (const char *[]){"ffmpeg", "no", NULL}), EPI_LEVEL_INFO);
    assert_int_equal(level(stage, (const char *[]){"all", "no", NULL}), -1);
    assert_int_equal(level(stage, (const char *[]){"all", "fatal", NULL}), -1);
    assert_int_equal(level(stage, (const char *[]){"all", "error", NULL}), EPI_LEVEL_ERROR);
    assert_int_equal(level(stage, (const char *[]){"epimark", "warn", NULL}), EPI_LEVEL_WARN);
    assert_int_equal(level(stage, (const char *[]){"epimark", "v", NULL}), EPI_LEVEL_VERBOSE);
    assert_int_equal(level(stage, (const char *[]){"epimark", "trace", NULL}), EPI_LEVEL_DEBUG);
    assert_int_equal(level(stage, (const char *[]){"all", "no", "epimark", "debug", NULL}),
                     EPI_LEVEL_DEBUG);
    assert_int_equal(level(stage, (const char *[]){"epimark", "debug", "all", "status", NULL}),
                     EPI_LEVEL_INFO);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(without_anything_the_defaults_hold),
        TEST(the_conf_file_is_read_and_script_opts_override_it),
        TEST(a_relative_conf_file_is_nobodys),
        TEST(without_a_folder_of_mpv_the_one_of_the_plugin_counts),
        TEST(what_is_not_taken_is_warned_of_once),
        TEST(a_folder_instead_of_the_conf_file_allows_nothing),
        TEST(the_level_is_the_last_that_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
