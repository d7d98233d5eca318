/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/identify/media_name.h"
#include "matching/matching.h"
#include "tests/doubles/tempdir.h"

static struct guess read_as(const char *path, const char *title, bool episode)
{
    struct guess guess;
    assert_int_equal(media_name_guess(path, title, false, &guess), episode);
    return guess;
}

static void address_is_decoded_and_loses_its_secrets(void **state)
{
    (void)state;
    struct guess guess =
        read_as("https://me:S01E09@host.example/Breaking%20Bad%20S01E02.mkv?token=S05E05#S06E06",
                NULL, true);
    assert_string_equal(guess.title, "Breaking Bad");
    assert_int_equal(guess.season, 1);
    assert_int_equal(guess.episodes[0], 2);
}

static void films_count_if_they_are_asked_for(void **state)
{
    (void)state;
    static const char film[] = "/films/Harbour Lights (1999).mkv";
    static const char none[] = "/films/abc.mkv";
    static const char address[] = "https://host.example/watch";
    struct guess guess;
    assert_false(media_name_guess(film, NULL, false, &guess));
    assert_true(media_name_guess(film, NULL, true, &guess));
    assert_int_equal(guess.year, 1999);
    assert_false(media_name_guess("/films/Harbour Lights.mkv", NULL, true, &guess));
    assert_true(media_name_guess(none, "Harbour Lights (1999)", true, &guess));
    assert_string_equal(guess.title, "Harbour Lights");
    assert_false(media_name_guess(none, "Harbour Lights", true, &guess));
    assert_false(media_name_guess(address, "Harbour Lights (1999)", true, &guess));
    assert_true(media_name_guess(film, "Breaking Bad S01E02", true, &guess));
    assert_int_equal(guess.kind, GUESS_EPISODE);
}

static void percent_in_a_file_name_stays(void **state)
{
    (void)state;
    struct guess guess = read_as("/tv/100%25 Show S01E02.mkv", NULL, true);
    assert_non_null(strstr(guess.title, "25"));
}

static void what_a_player_makes_of_files_is_read_as_their_paths(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "archive:///tv/pack # one?.zip|/Lost/S02E04.mkv",
        "archive://Lost S02.zip|/E04.mkv",
        "rar:///tv/pack.rar|Lost S02E04.mkv",
        "edl:///tv/Lost S02E04.cd1.avi;/tv/Lost S02E04.cd2.avi",
        "edl://%23%/tv/Lost; S02E04.cd1.avi;x.avi",
        "dvd://1//media/LOST_S02E04",
        "bd:////media/Lost S02E04",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        struct guess guess = read_as(paths[i], NULL, true);
        if (strncasecmp(guess.title, "Lost", 4) != 0 || guess.season != 2 ||
            guess.episodes[0] != 4 || guess.episode_count != 1)
            fail_msg("%s: %s %dx%d", paths[i], guess.title, guess.season, guess.episodes[0]);
    }
    struct guess guess = read_as("dvd://1", "LOST_S02E04", true); /* the label of the disc */
    assert_int_equal(guess.episodes[0], 4);
    read_as("dvd://1", NULL, false);
}

static void media_title_helps_if_the_path_says_nothing(void **state)
{
    (void)state;
    struct guess guess = read_as("https://host.example/stream/4711", "Severance S01E03", true);
    assert_string_equal(guess.title, "Severance");
    read_as("https://host.example/live/stream", NULL, false);
    read_as("https://host.example/live/stream", "", false);
    read_as("https://host.example/live/stream", "A Talk About Nothing", false);
    guess = read_as("/tv/Lost S02E04.mkv", "Severance S01E03", true);
    assert_string_equal(guess.title, "Lost");
}

static void number_without_any_title_is_no_episode(void **state)
{
    (void)state;
    read_as("/S01E02.mkv", NULL, false);
    read_as("", NULL, false);
}

static void relative_paths_become_absolute(void **state)
{
    (void)state;
    char folder[4096];
    assert_non_null(getcwd(folder, sizeof(folder)));
    char expected[5000];
    snprintf(expected, sizeof(expected), "%s/a/b.mkv", folder);
    char path[5000];
    media_name_absolute("./a/b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    media_name_absolute("a/b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    media_name_absolute("c/.././a//b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    media_name_absolute("/a/b.mkv", path, sizeof(path));
    assert_string_equal(path, "/a/b.mkv");
    media_name_absolute("/../a/./x/../.hidden/...", path, sizeof(path));
    assert_string_equal(path, "/a/.hidden/...");
    media_name_absolute("-", path, sizeof(path));
    assert_string_equal(path, "-");
    media_name_absolute("https://a.example/b", path, sizeof(path));
    assert_string_equal(path, "https://a.example/b");
}

static void only_a_file_here_gets_the_folders_around_it(void **state)
{
    (void)state;
    char *folder = tempdir_make();
    char before[4096], path[8192] = "as it was", wanted[8192];
    assert_non_null(getcwd(before, sizeof(before)));
    tempdir_write(folder, "06 - Pilot.mkv", "", 0);
    assert_int_equal(chdir(folder), 0);
    assert_false(media_name_here("07 - Other.mkv", path, sizeof(path)));
    assert_false(media_name_here("/tv/06 - Pilot.mkv", path, sizeof(path)));
    assert_false(media_name_here("https://a.example/b", path, sizeof(path)));
    assert_false(media_name_here("-", path, sizeof(path)));
    assert_string_equal(path, "as it was");
    media_name_absolute("06 - Pilot.mkv", wanted, sizeof(wanted));
    assert_true(media_name_here("06 - Pilot.mkv", path, sizeof(path)));
    assert_string_equal(path, wanted);
    assert_true(media_name_here("./06 - Pilot.mkv", path, sizeof(path)));
    assert_string_equal(path, wanted);
    /* This can be nothing but a path. */
    assert_true(media_name_here("./07 - Other.mkv", path, sizeof(path)));
    assert_int_equal(chdir(before), 0);
    tempdir_remove(folder);
}

static void a_file_holds_as_many_episodes_as_its_name_says(void **state)
{
    (void)state;
    struct guess guess = read_as("/tv/Show S02E03-E05.mkv", NULL, true);
    assert_int_equal(media_name_episodes(&guess), 3);
    guess = read_as("/tv/Show S02E03.mkv", NULL, true);
    assert_int_equal(media_name_episodes(&guess), 1);
    guess = read_as("/tv/[Group] Show - 11-12 [720p].mkv", NULL, true);
    assert_int_equal(media_name_episodes(&guess), 2);
    guess = read_as("/tv/Show 2024-05-01.mkv", NULL, true);
    assert_int_equal(media_name_episodes(&guess), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_is_decoded_and_loses_its_secrets),
        cmocka_unit_test(films_count_if_they_are_asked_for),
        cmocka_unit_test(percent_in_a_file_name_stays),
        cmocka_unit_test(what_a_player_makes_of_files_is_read_as_their_paths),
        cmocka_unit_test(media_title_helps_if_the_path_says_nothing),
        cmocka_unit_test(number_without_any_title_is_no_episode),
        cmocka_unit_test(relative_paths_become_absolute),
        cmocka_unit_test(only_a_file_here_gets_the_folders_around_it),
        cmocka_unit_test(a_file_holds_as_many_episodes_as_its_name_says),
    };
    return cmocka_run_group_tests_name("media_name", tests, NULL, NULL);
}
