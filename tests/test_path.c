/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/matching.h"
#include "matching/path.h"

enum { MAX = 3 };

static void assert_components(const char *path, int count, const char *first, const char *second)
{
    struct component components[MAX];
    assert_int_equal(path_cut(path, strlen(path), components, MAX), count);
    const char *const wanted[] = {first, second};
    for (int i = 0; i < 2 && i < count; i++) {
        assert_int_equal(components[i].len, strlen(wanted[i]));
        assert_memory_equal(components[i].text, wanted[i], components[i].len);
    }
}

static void cuts_from_the_end(void **state)
{
    (void)state;
    assert_components("file.mkv", 1, "file.mkv", "");
    assert_components("/show/file.mkv", 2, "file.mkv", "show");
    assert_components("a/b/c/d/e", MAX, "e", "d");
    assert_components("d:\\show\\file", 3, "file", "show");
    assert_components("show//file/", 2, "file", "show");
    assert_components("", 0, "", "");
    assert_components("///", 0, "", "");
}

static void keeps_slashes_within_a_name(void **state)
{
    (void)state;
    assert_components("[Grp] Show 12 [720p/MKV]", 1, "[Grp] Show 12 [720p/MKV]", "");
    assert_components("show.par2.(1/7)", 1, "show.par2.(1/7)", "");
    assert_components("Show / Other", 1, "Show / Other", "");
    assert_components("[Show/file", 2, "file", "[Show");
    assert_components("[Grp] 22/7 - 01 [1080p]", 1, "[Grp] 22/7 - 01 [1080p]", "");
    assert_components("[Grp] Tin/soldier - 01", 1, "[Grp] Tin/soldier - 01", "");
    assert_components("[Grp] Tin/Soldier - 01", 2, "Soldier - 01", "[Grp] Tin");
    assert_components("Show 25/10/2019 Name", 1, "Show 25/10/2019 Name", "");
    assert_components("Show/10/2019 Name", 3, "2019 Name", "10");
    assert_components("Show // 03 // 720p", 1, "Show // 03 // 720p", "");
}

static void removes_known_extensions(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Show.S01E02.mkv", "Show.S01E02"},
        {"Show.S01E02.MKV", "Show.S01E02"},
        {"Show.S01E02.eng.srt", "Show.S01E02"},
        {"Name.of.it.avi", "Name.of.it"},
        {"Show.S01E02.GRP", "Show.S01E02.GRP"},
        {"mkv", "mkv"},
        {".mkv", ".mkv"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct component component = {cases[i][0], strlen(cases[i][0])};
        path_cut_extension(&component);
        assert_int_equal(component.len, strlen(cases[i][1]));
    }
}

static void finds_ids(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int64_t tvdb;
        int64_t tvmaze;
        const char *imdb;
    } cases[] = {
        {"Show [tvdbid-81189]/x", 81189, 0, ""},
        {"Show {tvdb-81189}", 81189, 0, ""},
        {"Show (TVDB=81189)", 81189, 0, ""},
        {"Show [tvmazeid-169]", 0, 169, ""},
        {"Show {imdb-tt0903747}", 0, 0, "tt0903747"},
        {"Show {imdb-903747}", 0, 0, "tt0903747"},
        {"Show {imdb903747}", 0, 0, ""},
        {"Show [tvdb4-79824]", 79824, 0, ""},
        {"Show [tvdb4]", 4, 0, ""},
        {"Show tvdb-81189", 0, 0, ""},
        {"Show [tvdbid-]", 0, 0, ""},
        {"Show [tvdb", 0, 0, ""},
        {"Show [tvdbid-123456789012345]", 0, 0, ""},
        {"[tvdb-1] {imdb-tt22} (tvmaze-3)", 1, 3, "tt22"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct series_ids ids = {0};
        path_find_ids(cases[i].path, strlen(cases[i].path), &ids);
        assert_int_equal(ids.tvdb, cases[i].tvdb);
        assert_int_equal(ids.tvmaze, cases[i].tvmaze);
        assert_string_equal(ids.imdb, cases[i].imdb);
    }
}

static void only_videos_are_videos(void **state)
{
    static const char *const videos[] = {"a.mkv", "Show.S01E01.MP4", "/tv/a b.m2ts", "a.en.webm"};
    static const char *const others[] = {"a.srt", "a.en.srt", "a.nfo", "mkv",   ".mkv",
                                         "a.",    "",         "a",     "a.cue", "a.mkv.part"};
    (void)state;
    for (size_t i = 0; i < sizeof(videos) / sizeof(*videos); i++)
        assert_true(match_is_video(videos[i], strlen(videos[i])));
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        assert_false(match_is_video(others[i], strlen(others[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_videos_are_videos),
        cmocka_unit_test(cuts_from_the_end),
        cmocka_unit_test(keeps_slashes_within_a_name),
        cmocka_unit_test(removes_known_extensions),
        cmocka_unit_test(finds_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
