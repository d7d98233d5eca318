/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/identify/reading.h"

static struct guess read_as(const char *path, const char *title, bool episode)
{
    struct guess guess;

    assert_int_equal(reading_guess(path, title, &guess), episode);
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

static void percent_in_a_file_name_stays(void **state)
{
    (void)state;
    struct guess guess = read_as("/tv/100%25 Show S01E02.mkv", NULL, true);

    assert_non_null(strstr(guess.title, "25"));
}

static void media_title_helps_where_the_path_says_nothing(void **state)
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

static void labels_say_what_the_name_says(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Show", .season = 2, .part = -1};
    char label[600];

    guess.episode_count = 2;
    guess.episodes[0] = 3;
    guess.episodes[1] = 4;
    reading_label(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 2x03-04");
    reading_label(&guess, 2, label, sizeof(label));
    assert_string_equal(label, "Show 2x04");
    assert_int_equal(reading_parts(&guess), 2);

    reading_scope_label(&guess, 2, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "Show 2x04");
    reading_scope_label(&guess, 2, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "Show, season 2");
    reading_scope_label(&guess, 2, EPI_SCOPE_SERIES, label, sizeof(label));
    assert_string_equal(label, "Show, the series");

    guess.episode_count = 0;
    guess.absolute_count = 1;
    guess.absolute[0] = 135;
    reading_label(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 135");
    assert_int_equal(reading_parts(&guess), 1);

    guess.absolute_count = 0;
    snprintf(guess.date, sizeof(guess.date), "2024-05-01");
    reading_label(&guess, 0, label, sizeof(label));
    assert_string_equal(label, "Show 2024-05-01");
}

static void match_label_has_the_catalogues_words(void **state)
{
    (void)state;
    struct match match = {.series.title = "Show",
                          .episode = {.season = 1, .number = 2, .title = "The Fire"}};
    char label[600];

    reading_match_label(&match, label, sizeof(label));
    assert_string_equal(label, "Show 1x02 The Fire");
    match.episode.number = -1;
    reading_match_label(&match, label, sizeof(label));
    assert_string_equal(label, "Show, special “The Fire”");
    match.episode.season = -1;
    reading_match_label(&match, label, sizeof(label));
    assert_string_equal(label, "Show");
}

static void entry_label_is_of_what_is_known(void **state)
{
    (void)state;
    struct entry *entry = calloc(1, sizeof(*entry));
    char label[600];

    assert_non_null(entry);
    entry->nth = entry->episodes = 1;
    snprintf(entry->path, sizeof(entry->path), "/tv/some.show.s03e04.mkv");
    reading_entry_label(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "some show 3x04");
    reading_entry_label(entry, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "some show, season 3");
    entry->identified = true;
    entry->match = (struct match){.series.title = "Some Show (US)",
                                  .episode = {.season = 4, .number = 1, .title = "The Fire"}};
    reading_entry_label(entry, EPI_SCOPE_EPISODE, label, sizeof(label));
    assert_string_equal(label, "Some Show (US) 4x01 The Fire");
    reading_entry_label(entry, EPI_SCOPE_SEASON, label, sizeof(label));
    assert_string_equal(label, "Some Show (US), season 4");
    reading_entry_label(entry, EPI_SCOPE_SERIES, label, sizeof(label));
    assert_string_equal(label, "Some Show (US), the series");
    free(entry);
}

static void relative_paths_are_made_whole(void **state)
{
    (void)state;
    char folder[4096];
    char expected[5000];
    char path[5000];

    assert_non_null(getcwd(folder, sizeof(folder)));
    snprintf(expected, sizeof(expected), "%s/a/b.mkv", folder);
    reading_absolute("./a/b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    reading_absolute("a/b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    reading_absolute("c/.././a//b.mkv", path, sizeof(path));
    assert_string_equal(path, expected);
    reading_absolute("/a/b.mkv", path, sizeof(path));
    assert_string_equal(path, "/a/b.mkv");
    reading_absolute("/../a/./x/../.hidden/...", path, sizeof(path));
    assert_string_equal(path, "/a/.hidden/...");
    reading_absolute("-", path, sizeof(path));
    assert_string_equal(path, "-");
    reading_absolute("https://a.example/b", path, sizeof(path));
    assert_string_equal(path, "https://a.example/b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_is_decoded_and_loses_its_secrets),
        cmocka_unit_test(percent_in_a_file_name_stays),
        cmocka_unit_test(media_title_helps_where_the_path_says_nothing),
        cmocka_unit_test(number_without_any_title_is_no_episode),
        cmocka_unit_test(labels_say_what_the_name_says),
        cmocka_unit_test(match_label_has_the_catalogues_words),
        cmocka_unit_test(entry_label_is_of_what_is_known),
        cmocka_unit_test(relative_paths_are_made_whole),
    };

    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
