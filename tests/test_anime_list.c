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

#include "core/base/error.h"
#include "core/identify/anime_list.h"
#include "tests/doubles/tempdir.h"

/* In the form of Anime-Lists; the anime are invented. */
static const char list[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<anime-list>\n"
    "<anime anidbid=\"1\" tvdbid=\"500\" defaulttvdbseason=\"1\"><name>Lantern Club</name>"
    "<mapping-list><mapping anidbseason=\"0\" tvdbseason=\"0\">;1-9;</mapping></mapping-list>"
    "</anime>\n"
    "<anime anidbid=\"2\" tvdbid=\"500\" defaulttvdbseason=\"2\" episodeoffset=\"\">"
    "<name>Lantern Club: Yoru</name><mapping-list>"
    "<mapping anidbseason=\"1\" tvdbseason=\"3\" start=\"13\" end=\"24\" offset=\"-12\"/>"
    "<mapping anidbseason=\"1\" tvdbseason=\"0\">;25-4;26-0;27-1+2;</mapping></mapping-list>"
    "</anime>\n"
    "<anime anidbid=\"3\" tvdbid=\"500\" defaulttvdbseason=\"4\" episodeoffset=\"6\">"
    "<name>Lantern Club &amp; Friends</name></anime>\n"
    "<anime anidbid=\"4\" tvdbid=\"501\" defaulttvdbseason=\"a\"><name>Paper Moon</name></anime>\n"
    "<anime anidbid=\"5\" tvdbid=\"502\" defaulttvdbseason=\"1\"><name>Twice</name></anime>\n"
    "<anime anidbid=\"6\" tvdbid=\"502\" defaulttvdbseason=\"2\"><name>Twice</name></anime>\n"
    "<anime anidbid=\"7\" tvdbid=\"movie\" defaulttvdbseason=\"1\"><name>Film</name></anime>\n"
    "<anime anidbid=\"8\" tvdbid=\"503\" defaulttvdbseason=\"\"><name>Unplaced</name></anime>\n"
    "</anime-list>\n";

static char *folder;
static char path[512];

static int begin(void **state)
{
    (void)state;
    folder = tempdir_make();
    snprintf(path, sizeof(path), "%s/anime-list.xml", folder);
    tempdir_write(folder, "anime-list.xml", list, -1);
    return 0;
}

static int end(void **state)
{
    (void)state;
    tempdir_remove(folder);
    return 0;
}

static void assert_place(int64_t tvdb, const char *title, int number, int season, int place)
{
    struct anime_place one = {.number = number};
    struct epi_error err;
    bool found;
    assert_true(anime_list_find(path, tvdb, title, &one, 1, &found, &err));
    assert_true(found);
    assert_int_equal(one.season, season);
    assert_int_equal(one.place, place);
}

static void assert_none(int64_t tvdb, const char *title)
{
    struct anime_place one = {.number = 1};
    struct epi_error err;
    bool found = true;
    assert_true(anime_list_find(path, tvdb, title, &one, 1, &found, &err));
    assert_false(found);
}

static void numbers_are_placed_by_season_offset_and_mapping(void **state)
{
    (void)state;
    assert_place(500, "Lantern Club", 5, 1, 5);
    assert_place(500, "lantern club yoru", 4, 2, 4);
    assert_place(500, "Lantern Club: Yoru", 14, 3, 2);
    assert_place(500, "Lantern Club: Yoru", 25, 0, 4);
    assert_place(500, "Lantern Club: Yoru", 26, 0, 0);
    assert_place(500, "Lantern Club: Yoru", 27, 0, 0); /* it is two */
    assert_place(500, "Lantern Club & Friends", 1, 4, 7);
    assert_place(501, "Paper Moon", 30, -1, 30);
}

static void several_numbers_are_placed_at_once(void **state)
{
    (void)state;
    struct anime_place both[] = {{.number = 12}, {.number = 13}};
    struct epi_error err;
    bool found;
    assert_true(anime_list_find(path, 500, "Lantern Club: Yoru", both, 2, &found, &err));
    assert_true(found);
    assert_int_equal(both[0].season, 2);
    assert_int_equal(both[0].place, 12);
    assert_int_equal(both[1].season, 3);
    assert_int_equal(both[1].place, 1);
}

static void what_is_not_there_or_several_is_none(void **state)
{
    (void)state;
    assert_none(500, "Paper Moon");
    assert_none(504, "Lantern Club");
    assert_none(502, "Twice");
    assert_none(503, "Unplaced");
    assert_none(0, "Film");
}

static void a_list_that_cannot_be_read_whole_is_none(void **state)
{
    (void)state;
    struct anime_place one = {.number = 1};
    struct epi_error err;
    bool found;
    tempdir_write(folder, "anime-list.xml", list, sizeof(list) - 20);
    assert_false(anime_list_find(path, 500, "Lantern Club", &one, 1, &found, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_non_null(strstr(err.text, "anime_list: "));
    assert_non_null(strstr(err.text, "line "));
    assert_int_equal(truncate(path, ANIME_LIST_MAX + 1), 0);
    assert_false(anime_list_find(path, 500, "Lantern Club", &one, 1, &found, &err));
    assert_non_null(strstr(err.text, "is too large"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_placed_by_season_offset_and_mapping),
        TEST(several_numbers_are_placed_at_once),
        TEST(what_is_not_there_or_several_is_none),
        TEST(a_list_that_cannot_be_read_whole_is_none),
    };
    return cmocka_run_group_tests_name("anime_list", tests, NULL, NULL);
}
