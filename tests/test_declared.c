/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/importing.h"

static int begin(void **state)
{
    importing_setup(state);
    struct importing *importing = *state;
    importing->options.form = "watched";
    return 0;
}

/* What is read has to be these lines, with "~" in place of the folder of the test. */
static void assert_gives(struct importing *importing, const char *path, const char *lines)
{
    char text[2048] = "", *root = realpath(importing->folder, NULL);
    if (!importing_read(importing, path))
        fail_msg("%s", importing->err.text);
    char *rest = importing->text;
    for (char *at; (at = strstr(rest, root)); rest = at + strlen(root))
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.*s~", (int)(at - rest), rest);
    snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s", rest);
    assert_string_equal(text, lines);
    free(root);
}

static void videos_are_handed_over_by_path_and_nothing_else_is(void **state)
{
    struct importing *importing = *state;
    static const char *const files[] = {"Harbour/Season 1/Harbour.S01E10.mkv",
                                        "Harbour/Season 1/Harbour.S01E09.mkv",
                                        "Harbour/Season 1/Harbour.S01E09.srt",
                                        "Harbour/tvshow.nfo",
                                        "Lantern.MP4",
                                        "\xff.avi",
                                        "Harbour/.Trash/Harbour.S01E08.mkv"};
    char path[1024];
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        importing_file(importing, files[i], "");
    snprintf(path, sizeof(path), "%s/Harbour/loop", importing->folder);
    assert_int_equal(symlink("..", path), 0);
    snprintf(path, sizeof(path), "%s/Harbour/.//", importing->folder);
    assert_gives(importing, importing->folder,
                 "? path=~/Harbour/Season 1/Harbour.S01E09.mkv at=0 [watched, Harbour.S01E09.mkv]\n"
                 "? path=~/Harbour/Season 1/Harbour.S01E10.mkv at=0 [watched, Harbour.S01E10.mkv]\n"
                 "? path=~/Lantern.MP4 at=0 [watched, Lantern.MP4]\n"
                 "? path=~/\xff.avi at=0 [watched, ?.avi]\n");
    assert_gives(
        importing, path,
        "? path=~/Harbour/Season 1/Harbour.S01E09.mkv at=0 [watched, Harbour.S01E09.mkv]\n"
        "? path=~/Harbour/Season 1/Harbour.S01E10.mkv at=0 [watched, Harbour.S01E10.mkv]\n");
}

static void one_video_is_enough(void **state)
{
    struct importing *importing = *state;
    importing_file(importing, "Lantern.mkv", "Title,Date\nx,1.1.20\n");
    assert_gives(importing, importing->path, "? path=~/Lantern.mkv at=0 [watched, Lantern.mkv]\n");
    importing->options.form = NULL; /* no folder is of this form unasked */
    assert_false(importing_read(importing, importing->folder));
}

static void a_zip_is_no_folder_of_videos(void **state)
{
    struct importing *importing = *state;
    importing_zip(importing, "a.zip", (const char *const[]){"Lantern.mkv", "x", NULL}, NULL);
    assert_false(importing_read(importing, importing->path));
    assert_string_equal(importing->err.text, "a.zip: is a zip; name a folder of videos");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, importing_teardown)
    const struct CMUnitTest tests[] = {
        TEST(videos_are_handed_over_by_path_and_nothing_else_is),
        TEST(one_video_is_enough),
        TEST(a_zip_is_no_folder_of_videos),
    };
    return cmocka_run_group_tests_name("declared", tests, NULL, NULL);
}
