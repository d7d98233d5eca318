/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/folders.h"
#include "matching/path.h"

enum { MAX = 5 };

static struct name_part file;
static struct name_part folder;

/* Reads a path without its extension, the file in its place. */
static struct folders read_path(const char *path)
{
    struct component components[MAX];
    int held = 0;
    int count = path_cut(path, strlen(path), components, MAX);
    struct folders folders = folders_read(components, count, &folder, &held);
    folders_read_one(&file, &components[0], (struct place){.season = -1});
    folders_read_file(&file, components, &folder, &folders, &held);
    return folders;
}

static void finds_season_and_title(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int season;
        int title;
    } cases[] = {
        {"Copper Moon/Season 2/05", 2, 2},
        {"Copper Moon/Season 2/Disc 1/05", 2, 3},
        {"Copper Moon/Season 2/1080p/05", 2, 3},
        {"Copper Moon/2/05", 2, 2},
        {"Copper Moon/Book 2/05", 2, 2},
        {"tv/24/05", -1, 1},
        {"Copper Moon/Specials/05", 0, 2},
        {"Copper Moon/Season 2/Specials/05", 0, 3},
        {"Copper Moon/Season 3/Season 2/05", 2, 3},
        {"Copper Moon/Season 12/The Serial/05", 12, 3},
        {"Copper Moon/05", -1, 1},
        {"tv/05", -1, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct folders folders = read_path(cases[i].path);
        assert_int_equal(folders.season, cases[i].season);
        assert_int_equal(folders.title, cases[i].title);
    }
}

static void the_title_has_no_number(void **state)
{
    (void)state;
    read_path("Room 12/Season 1/Room 12 - 05 - Name");
    assert_int_equal(file.place.title_words, 2);
    assert_int_equal(file.id->span[0].from, 5);
    read_path("Room 12/Season 1/Room 13 - 05 - Name");
    assert_int_equal(file.place.title_words, 0);
    read_path("24/Season 5/24 - Name");
    assert_int_equal(file.id->span[0].from, 24);
}

static void a_complete_file_stays_as_it_is(void **state)
{
    (void)state;
    read_path("Copper Moon/Season 2/Copper Moon S03E04");
    assert_false(file.place.in_season);
    assert_int_equal(file.id->season, 3);
}

static void common_folders_have_no_name(void **state)
{
    (void)state;
    assert_false(folders_has_name(&(struct component){"Downloads", 9}));
    assert_false(folders_has_name(&(struct component){"12", 2}));
    assert_true(folders_has_name(&(struct component){"Copper 12", 9}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_season_and_title),
        cmocka_unit_test(the_title_has_no_number),
        cmocka_unit_test(a_complete_file_stays_as_it_is),
        cmocka_unit_test(common_folders_have_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
