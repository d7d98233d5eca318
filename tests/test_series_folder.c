/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/series_folder.h"

static void assert_folders(const char *path, const char *own, const char *series)
{
    assert_int_equal(series_folder_own(path), strlen(own));
    assert_int_equal(series_folder_length(path), strlen(series));
}

static void a_season_lies_in_the_series_folder(void **state)
{
    (void)state;
    assert_folders("/tv/Show/a.mkv", "/tv/Show/", "/tv/Show/");
    assert_folders("/tv/Show/Season 2/a.mkv", "/tv/Show/Season 2/", "/tv/Show/");
    assert_folders("/tv/Show/S02/a.mkv", "/tv/Show/S02/", "/tv/Show/");
    assert_folders("/tv/Show/Specials/a.mkv", "/tv/Show/Specials/", "/tv/Show/");
    assert_folders("/tv/Show/Show Season 2/a.mkv", "/tv/Show/Show Season 2/",
                   "/tv/Show/Show Season 2/");
    assert_folders("/a.mkv", "/", "/");
    assert_folders("/Season 1/a.mkv", "/Season 1/", "/");
    assert_folders("Season 1/a.mkv", "Season 1/", "Season 1/");
    assert_folders("a.mkv", "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_season_lies_in_the_series_folder),
    };
    return cmocka_run_group_tests_name("series_folder", tests, NULL, NULL);
}
