/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/extras.h"
#include "matching/release.h"
#include "matching/words.h"

static enum extras read_file(const char *name)
{
    static struct words words;
    words_cut(&words, name, strlen(name));
    release_mark(&words);
    return extras_of_file(&words);
}

static bool is_folder(const char *name)
{
    return extras_is_folder(name, strlen(name));
}

static void folders_of_extras_have_names(void **state)
{
    (void)state;
    static const char *const names[] = {"Extras",         "featurettes",       "Deleted Scenes",
                                        "deleted.scenes", "Behind The Scenes", "Sample"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        assert_true(is_folder(names[i]));
    assert_false(is_folder("Season 1"));
    assert_false(is_folder("Extras 2"));
    assert_false(is_folder("Extraordinary"));
    assert_false(is_folder(""));
}

static void suffixes_need_a_dash(void **state)
{
    (void)state;
    assert_int_equal(read_file("Copper Moon-featurette"), EXTRAS_OTHER);
    assert_int_equal(read_file("Copper Moon (2001)-trailer"), EXTRAS_OTHER);
    assert_int_equal(read_file("Copper Moon-short"), EXTRAS_OTHER);
    assert_int_equal(read_file("Copper Moon Short"), EXTRAS_NONE);
    assert_int_equal(read_file("Copper Moon - Interview"), EXTRAS_NONE);
    assert_int_equal(read_file("Copper.Moon.S01E02.1080p.x264-SHORT"), EXTRAS_NONE);
    assert_int_equal(read_file("featurette"), EXTRAS_NONE);
}

static void a_sample_is_of_an_episode(void **state)
{
    (void)state;
    assert_int_equal(read_file("copper.moon.s01e02.720p-grp-sample"), EXTRAS_SAMPLE);
    assert_int_equal(read_file("copper.moon.s01e02.sample"), EXTRAS_OTHER);
    assert_int_equal(read_file("Free.Copper.Sample"), EXTRAS_NONE);
}

static void cameras_and_recorders_name_files(void **state)
{
    (void)state;
    static const char *const names[] = {"VID_20230512_143022",
                                        "20230512_143022",
                                        "MVI_0123",
                                        "2024-05-12 14-30-22",
                                        "Screen Recording 2024-05-12 at 14.30.22",
                                        "Screencast from 2024-05-12 14-30-22",
                                        "SITE.com",
                                        "www.site.org"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        assert_int_equal(read_file(names[i]), EXTRAS_OTHER);
    static const char *const others[] = {"Copper 20230512",   "2024-05-12",
                                         "Screen 05",         "Recording.of.Copper.S01E02",
                                         "Copper.com.S01E02", ""};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        assert_int_equal(read_file(others[i]), EXTRAS_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_of_extras_have_names),
        cmocka_unit_test(suffixes_need_a_dash),
        cmocka_unit_test(a_sample_is_of_an_episode),
        cmocka_unit_test(cameras_and_recorders_name_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
