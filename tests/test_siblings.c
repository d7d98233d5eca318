/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/identify/siblings.h"
#include "tests/doubles/tempdir.h"

struct reader {
    struct epi_config config;
    struct sibling_names *names;
    struct siblings said;
};

static int setup(void **state)
{
    struct reader *reader = calloc(1, sizeof(*reader));
    reader->names = calloc(1, sizeof(*reader->names));
    config_init(&reader->config);
    *state = reader;
    return 0;
}

static int teardown(void **state)
{
    struct reader *reader = *state;
    free(reader->names);
    free(reader);
    return 0;
}

static void add(struct reader *reader, const char *name)
{
    snprintf(reader->names->list[reader->names->count++], SIBLINGS_NAME_MAX, "%s", name);
}

static const struct siblings *read_beside(struct reader *reader, const char *path)
{
    struct guess guess;
    match_parse(path, strlen(path), &guess);
    siblings_read(&reader->config, path, &guess, reader->names, &reader->said);
    assert_true(reader->said.read);
    return &reader->said;
}

static void names_with_the_title_tell_year_country_and_numbers(void **state)
{
    struct reader *reader = *state;
    const char *path = "/tv/Harbour Lights - S01E02.mkv";
    add(reader, "Harbour Lights (2015) - S01E01.mkv");
    add(reader, "Harbour.Lights.US.S03E04E05.mkv");
    add(reader, "Harbour.Lights.S03E04.720p.mkv");
    add(reader, "Market.Day.1990.S07E01.mkv");
    add(reader, "Harbour Lights - 108.mkv");
    add(reader, "Trailer.mkv");
    const struct siblings *said = read_beside(reader, path);
    assert_string_equal(said->title, "");
    assert_int_equal(said->year, 2015);
    assert_string_equal(said->country, "US");
    assert_int_equal(said->number_count, 3);
    assert_int_equal(said->numbers[0].number, 1);
    assert_int_equal(said->numbers[2].season, 3);
    assert_int_equal(said->numbers[2].number, 5);
    /* What they do not agree on they do not say. */
    add(reader, "Harbour.Lights.1990.S01E03.mkv");
    add(reader, "Harbour.Lights.UK.S01E04.mkv");
    said = read_beside(reader, path);
    assert_int_equal(said->year, 0);
    assert_string_equal(said->country, "");
    assert_int_equal(said->number_count, 5);
}

static void a_title_that_all_others_have(void **state)
{
    struct reader *reader = *state;
    const char *path = "/x/S01E02.mkv";
    assert_string_equal(read_beside(reader, path)->title, "");
    add(reader, "S01E03.mkv");
    add(reader, "Harbour.Lights.2015.S01E01.mkv");
    add(reader, "harbour lights - S01E04.mkv");
    const struct siblings *said = read_beside(reader, path);
    assert_string_equal(said->title, "Harbour Lights");
    assert_int_equal(said->year, 2015);
    assert_int_equal(said->number_count, 2);
    add(reader, "Market.Day.S07E01.mkv");
    said = read_beside(reader, path);
    assert_string_equal(said->title, "");
    assert_int_equal(said->year, 0);
    assert_int_equal(said->number_count, 0);
}

static void what_the_user_excludes_is_not_read(void **state)
{
    struct reader *reader = *state;
    const char *path = "/x/S01E02.mkv";
    add(reader, "Harbour.Lights.2015.S01E01.mkv");
    add(reader, "Market.Day.S07E01.mkv");
    snprintf(reader->config.ignore, sizeof(reader->config.ignore), "Market*");
    assert_string_equal(read_beside(reader, path)->title, "Harbour Lights");
    snprintf(reader->config.ignore, sizeof(reader->config.ignore), "/x");
    assert_string_equal(read_beside(reader, path)->title, "");
    siblings_read(&reader->config, path, &(struct guess){.title = "A"}, NULL, &reader->said);
    assert_int_equal(reader->said.number_count, 0);
}

static void a_folder_lists_its_videos(void **state)
{
    struct reader *reader = *state;
    char *folder = tempdir_make();
    char path[4200];
    snprintf(path, sizeof(path), "%s/A.S01E01.mkv", folder);
    static const char *const files[] = {"A.S01E01.mkv", "A.S01E02.MKV", "A.S01E03.srt",
                                        ".mkv",         "A.S01E04.mp4", "notes"};
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        tempdir_write(folder, files[i], "", 0);
    siblings_list(path, reader->names);
    assert_int_equal(reader->names->count, 2);
    for (size_t i = 0; i < reader->names->count; i++) {
        const char *name = reader->names->list[i];
        assert_true(strcmp(name, "A.S01E02.MKV") == 0 || strcmp(name, "A.S01E04.mp4") == 0);
    }
    for (int i = 0; i < SIBLINGS_MAX + 9; i++) {
        char name[32];
        snprintf(name, sizeof(name), "B.S02E%03d.mkv", i);
        tempdir_write(folder, name, "", 0);
    }
    siblings_list(path, reader->names);
    assert_int_equal(reader->names->count, SIBLINGS_MAX);
    tempdir_remove(folder);
    siblings_list(path, reader->names);
    assert_int_equal(reader->names->count, 0);
    siblings_list("A.S01E01.mkv", reader->names);
    assert_int_equal(reader->names->count, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_with_the_title_tell_year_country_and_numbers),
        TEST(a_title_that_all_others_have),
        TEST(what_the_user_excludes_is_not_read),
        TEST(a_folder_lists_its_videos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
