/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/abbreviation.h"
#include "matching/name_part.h"

static struct name_part file;
static struct name_part folder;

static bool is_abbreviated(const char *file_name, const char *folder_name)
{
    name_part_cut(&file, file_name, strlen(file_name));
    name_part_read(&file, (struct place){.season = -1});
    name_part_cut(&folder, folder_name, strlen(folder_name));
    name_part_read(&folder, (struct place){.season = -1});
    return abbreviation_may_be(&file) && abbreviation_of(&file, &folder);
}

static void the_folder_has_the_whole_title(void **state)
{
    (void)state;
    assert_true(is_abbreviated("cm.s01e03.720p-grp", "Copper.Moon.S01E03.720p-GRP"));
    assert_true(is_abbreviated("cpmoon.s01e03", "Copper.Moon.S01.720p-GRP"));
    assert_true(is_abbreviated("grp-moon-s01e03", "Moon.S01E03.720p-GRP"));
    assert_true(is_abbreviated("grp-moon-s01e03", "Moon"));
}

static void another_title_is_no_abbreviation(void **state)
{
    (void)state;
    assert_false(is_abbreviated("sun.s01e03", "Copper.Moon.S01E03.720p-GRP"));
    assert_false(is_abbreviated("cm.s01e03", "Copper.Moon.S01E04.720p-GRP"));
    assert_false(is_abbreviated("cm.s01e03", "Copper.Moon.S02.720p-GRP"));
    assert_false(is_abbreviated("cm.s01e03", "Copper Moon"));
    assert_false(is_abbreviated("Cm.S01E03", "Copper.Moon.S01E03.720p-GRP"));
    assert_false(is_abbreviated("copper.moon.s01e03", "Copper.Moon.S01E03.720p-GRP"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_has_the_whole_title),
        cmocka_unit_test(another_title_is_no_abbreviation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
