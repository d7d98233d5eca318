/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/apart.h"
#include "core/base/error.h"
#include "core/base/xml.h"
#include "core/identify/anime_list.h"
#include "tests/doubles/dead_mount.h"
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

/* How often a file was read: xml_read is linked by way of this. */
static int readings;
bool __real_xml_read(const char *file, int64_t max, const struct xml_reader *reader,
                     struct epi_error *err);
bool __wrap_xml_read(const char *file, int64_t max, const struct xml_reader *reader,
                     struct epi_error *err);

bool __wrap_xml_read(const char *file, int64_t max, const struct xml_reader *reader,
                     struct epi_error *err)
{
    readings++;
    return __real_xml_read(file, max, reader, err);
}

static char *folder;
static char path[512];
static struct apart *apart;
static struct anime_list *anime;

static void write_list(const char *xml, size_t len)
{
    tempdir_write(folder, "anime-list.xml", xml, len);
}

static int begin(void **state)
{
    (void)state;
    folder = tempdir_make();
    snprintf(path, sizeof(path), "%s/anime-list.xml", folder);
    write_list(list, (size_t)-1);
    apart = apart_new();
    anime = anime_list_new(path, apart);
    readings = 0;
    return apart && anime ? 0 : 1;
}

static int end(void **state)
{
    (void)state;
    anime_list_free(anime);
    apart_free(apart);
    tempdir_remove(folder);
    return 0;
}

static void assert_place(int64_t tvdb, const char *title, int number, int season, int place)
{
    struct anime_place one = {.number = number};
    struct epi_error err = {0};
    bool found = false;
    if (!anime_list_find(anime, tvdb, title, &one, 1, &found, &err))
        fail_msg("%s", err.text);
    assert_true(found);
    assert_int_equal(one.season, season);
    assert_int_equal(one.place, place);
}

static void assert_none(int64_t tvdb, const char *title)
{
    struct anime_place one = {.number = 1};
    struct epi_error err;
    bool found = true;
    assert_true(anime_list_find(anime, tvdb, title, &one, 1, &found, &err));
    assert_false(found);
}

/* The list cannot be used, and one line says so. */
static void assert_unusable(const char *words)
{
    struct anime_place one = {.number = 1};
    struct epi_error err = {0};
    bool found;
    assert_false(anime_list_find(anime, 500, "Lantern Club", &one, 1, &found, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    if (strncmp(err.text, "anime_list: /", 13) != 0 || !strstr(err.text, words) ||
        strpbrk(err.text, "\r\n"))
        fail_msg("%s", err.text);
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
    assert_true(anime_list_find(anime, 500, "Lantern Club: Yoru", both, 2, &found, &err));
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

static void a_list_is_read_once(void **state)
{
    (void)state;
    assert_int_equal(readings, 0);
    for (int number = 1; number <= 200; number++)
        assert_place(500, "Lantern Club", number, 1, number);
    assert_none(504, "Lantern Club");
    assert_int_equal(readings, 1);
}

static void a_list_that_changed_is_read_again(void **state)
{
    (void)state;
    assert_place(500, "Lantern Club", 5, 1, 5);
    write_list("<l><anime tvdbid='500' defaulttvdbseason='7'><name>Lantern Club</name></anime></l>",
               (size_t)-1);
    assert_place(500, "Lantern Club", 5, 7, 5);
    assert_none(501, "Paper Moon");
    /* Another file in its place, even of the same length. */
    tempdir_write(folder, "new",
                  "<l><anime tvdbid='500' defaulttvdbseason='8'>"
                  "<name>Lantern Club</name></anime></l>",
                  (size_t)-1);
    char new[512];
    snprintf(new, sizeof(new), "%s/new", folder);
    assert_int_equal(rename(new, path), 0);
    assert_place(500, "Lantern Club", 5, 8, 5);
    assert_int_equal(readings, 3);
}

static void a_list_that_cannot_be_read_whole_is_none(void **state)
{
    (void)state;
    write_list(list, sizeof(list) - 20);
    assert_unusable("line ");
    assert_unusable("line ");
    assert_int_equal(readings, 1); /* it stays as it is until it changes */
    write_list(list, (size_t)-1);
    assert_place(500, "Lantern Club", 5, 1, 5);
    write_list("\x7f"
               "ELF\0\1",
               6);
    assert_unusable("not well-formed");
    assert_int_equal(truncate(path, ANIME_LIST_MAX + 1), 0);
    assert_unusable("is too large");
    /* What was known of it before is not used. */
    assert_int_equal(truncate(path, 0), 0);
    assert_unusable("no element found");
    tempdir_clear(folder, "anime-list.xml");
    assert_unusable("cannot be read: No such file");
    write_list(list, (size_t)-1);
    assert_place(500, "Lantern Club", 5, 1, 5);
}

static void what_is_no_file_is_none(void **state)
{
    (void)state;
    static const char *const words[][2] = {{"fifo", "is not a regular file"},
                                           {"directory", "is a folder"},
                                           {"socket", "cannot be read: "},
                                           {"dangling", "cannot be read: "}};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        tempdir_clear(folder, "anime-list.xml");
        tempdir_plant(folder, "anime-list.xml", words[i][0]);
        assert_unusable(words[i][1]);
    }
    tempdir_clear(folder, "anime-list.xml");
}

static void *cancel(void *context)
{
    dead_mount_wait(1);
    apart_cancel(context);
    return NULL;
}

static void nothing_waits_for_a_list_that_does_not_answer(void **state)
{
    (void)state;
    struct anime_list *dead = anime_list_new("/dead mount/list.xml", apart);
    struct anime_place one = {.number = 1};
    struct epi_error err = {0};
    pthread_t thread;
    bool found;
    dead_mount_begin();
    assert_int_equal(pthread_create(&thread, NULL, cancel, apart), 0);
    assert_false(anime_list_find(dead, 500, "Lantern Club", &one, 1, &found, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    pthread_join(thread, NULL);
    anime_list_free(dead); /* its thread goes on */
    dead_mount_end();
}

/* An anime with such a mapping, then one that is as it should be. */
static void write_mapping(const char *attributes, size_t pairs, const char *last)
{
    size_t size = 1024 + pairs * 8;
    char *xml = malloc(size);
    size_t len = (size_t)snprintf(xml, size,
                                  "<l><anime tvdbid='500' defaulttvdbseason='1'>"
                                  "<name>Lantern Club</name><mapping-list><mapping anidbseason='1'"
                                  " %s>;",
                                  attributes);
    for (size_t i = 0; i < pairs; i++)
        len += (size_t)snprintf(xml + len, size - len, "%zu-1;", 10 + i % 90);
    snprintf(xml + len, size - len,
             "%s</mapping></mapping-list></anime>"
             "<anime tvdbid='501' defaulttvdbseason='a'><name>Paper Moon</name></anime></l>",
             last);
    write_list(xml, (size_t)-1);
    free(xml);
}

static void an_anime_that_cannot_be_read_whole_is_none(void **state)
{
    (void)state;
    write_mapping("tvdbseason='2'", 3000, "5-10;");
    assert_place(500, "Lantern Club", 5, 2, 10);
    write_mapping("tvdbseason='2'", 4000, "5-10;"); /* the end of so long a text is not read */
    assert_none(500, "Lantern Club");
    assert_place(501, "Paper Moon", 30, -1, 30);
    write_mapping("tvdbseason='2' start='1' offset='99999'", 0, "");
    assert_none(500, "Lantern Club");
    write_mapping("tvdbseason='2' start='one'", 0, "");
    assert_none(500, "Lantern Club");
    write_mapping("tvdbseason='unknown' start='1'", 0, "");
    assert_place(500, "Lantern Club", 5, -2, 0);
    write_list("<l><anime tvdbid='500' defaulttvdbseason='1' episodeoffset='x'>"
               "<name>Lantern Club</name></anime></l>",
               (size_t)-1);
    assert_none(500, "Lantern Club");
}

/* The largest list that is read, of anime that look like the real ones. */
static void a_list_of_50_mb_is_read_once(void **state)
{
    (void)state;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    long size = fprintf(file, "<anime-list>\n");
    for (int i = 1; size < ANIME_LIST_MAX - 1024; i++) {
        size += fprintf(file,
                        "<anime anidbid=\"%d\" tvdbid=\"%d\" defaulttvdbseason=\"%d\""
                        " episodeoffset=\"\" tmdbid=\"\" imdbid=\"\"><name>Lantern Club %d</name>"
                        "<mapping-list><mapping anidbseason=\"1\" tvdbseason=\"9\">;99-%d;"
                        "</mapping></mapping-list></anime>\n",
                        i, i / 4 + 1, i % 4 + 1, i, i % 1000);
    }
    fprintf(file, "</anime-list>\n");
    assert_int_equal(fclose(file), 0);
    for (int i = 1; i <= 200; i++) {
        char title[64];
        snprintf(title, sizeof(title), "Lantern Club %d", i * 100 + 2);
        assert_place(i * 25 + 1, title, 4, 3, 4);
        assert_place(i * 25 + 1, title, 99, 9, (i * 100 + 2) % 1000);
    }
    assert_int_equal(readings, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(numbers_are_placed_by_season_offset_and_mapping),
        TEST(several_numbers_are_placed_at_once),
        TEST(what_is_not_there_or_several_is_none),
        TEST(a_list_is_read_once),
        TEST(a_list_that_changed_is_read_again),
        TEST(a_list_that_cannot_be_read_whole_is_none),
        TEST(what_is_no_file_is_none),
        TEST(nothing_waits_for_a_list_that_does_not_answer),
        TEST(an_anime_that_cannot_be_read_whole_is_none),
        TEST(a_list_of_50_mb_is_read_once),
    };
    return cmocka_run_group_tests_name("anime_list", tests, NULL, NULL);
}
