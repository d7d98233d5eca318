/* SPDX-License-Identifier: MIT */
#include "core/identify/answer_cache.h"
#include "core/identify/known_name.h"
#include "core/identify/usual_length.h"
#include "core/journal/episode_lists.h"
#include "core/journal/record.h"
#include "tests/recording.h"

static const char first[] = "/tv/Some Show/Some Show S01E01.mkv";
static const char second[] = "/tv/Some Show/Some Show S01E02.mkv";

static struct journal *open_journal(struct bench *bench)
{
    static const struct plan plan;
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_non_null(journal);
    return journal;
}

static enum usual_length length_of(struct bench *bench, const char *path, double duration)
{
    struct journal *journal = open_journal(bench);
    struct guess guess;

    assert_int_equal(known_name_guess(journal, path, NULL, duration, false, &guess),
                     KNOWN_NAME_READ);
    enum usual_length length = usual_length(journal, &bench->config, path, &guess, duration, NOON);
    journal_close(journal);
    return length;
}

/* A catalogue's answer for the title is kept: its series has this usual run time. */
static void keep_series(struct bench *bench, int minutes)
{
    struct journal *journal = open_journal(bench);
    struct answer_cache cache = {
        .journal = journal, .catalogue = "tvmaze", .language = "", .now = NOON};
    struct series series = {.ids = {.tvmaze = 7}, .title = "Some Show", .runtime = minutes};
    struct guess guess;

    known_name_guess(journal, first, NULL, 0, false, &guess);
    answer_cache_keep_series(&cache, &guess, &series, 0.99);
    journal_close(journal);
}

/* Its list of episodes is kept: two of so many minutes. */
static void keep_list(struct bench *bench, int one, int two)
{
    struct journal *journal = open_journal(bench);
    struct episode_list list = {.catalogue = "tvmaze", .language = "", .series = 7};
    struct episode rows[] = {
        {.tvmaze = 1, .season = 1, .number = 1, .absolute = -1, .runtime = one},
        {.tvmaze = 2, .season = 1, .number = 2, .absolute = -1, .runtime = two},
    };
    struct list_version version = {0};

    assert_true(episode_lists_store(journal, &list, rows, 2, &version, NOON, NULL));
    journal_close(journal);
}

static void of_an_unknown_series_nothing_is_known(void **state)
{
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_OTHER);
    keep_list(*state, 4, 4); /* of a series that this title is not known to be */
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_OTHER);
}

static void the_usual_run_time_of_a_series_is_its_length(void **state)
{
    keep_series(*state, 4);
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, first, 168), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, first, 167), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(*state, first, 336), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, first, 337), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(*state, "/tv/Some Show S01E01E02.mkv", 480), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, first, 0), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(*state, "/tv/Some Show S01E05.mkv", 240), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, "/tv/Other Show S01E01.mkv", 240), USUAL_LENGTH_OTHER);
}

static void that_of_the_episode_precedes_it(void **state)
{
    keep_series(*state, 24);
    keep_list(*state, 4, 24);
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, second, 240), USUAL_LENGTH_OTHER);
    keep_list(*state, 0, 4); /* unknown: as the others */
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(*state, "/tv/Some Show S02E09.mkv", 240), USUAL_LENGTH_SAME);
}

/* As many of its episodes are short as long: then its usual run time decides. */
static void a_list_that_does_not_agree_says_nothing(void **state)
{
    keep_list(*state, 4, 24);
    keep_series(*state, 24);
    assert_int_equal(length_of(*state, "/tv/Some Show S02E09.mkv", 240), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(*state, "/tv/Some Show S02E09.mkv", 1440), USUAL_LENGTH_SAME);
    keep_series(*state, 4);
    assert_int_equal(length_of(*state, "/tv/Some Show S02E09.mkv", 240), USUAL_LENGTH_SAME);
}

static void a_known_series_without_run_times_may_be_asked_for(void **state)
{
    keep_series(*state, 0);
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_UNKNOWN);
    assert_int_equal(length_of(*state, first, 0), USUAL_LENGTH_OTHER);
    keep_list(*state, 0, 0);
    assert_int_equal(length_of(*state, first, 240), USUAL_LENGTH_UNKNOWN);
}

/* ---- In the recorder ---- */

static void tell_file(struct bench *bench, const char *path, double duration)
{
    bench->position = 0;
    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED, .path = path, .duration = duration});
    play(bench, duration);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
}

static void a_short_series_counts_once_it_is_known(void **state)
{
    struct bench *bench = *state;

    tell_file(bench, first, 240);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_MARK, 0);
    assert_int_equal(entries_of(bench)->count, 1);
    tell_file(bench, second, 250);
    assert_int_equal(entries_of(bench)->count, 2);
    assert_int_equal(bench->look_ups, 1);
    tell_file(bench, "/tv/Some Show/Some Show S01E03 clip.mkv", 60);
    tell_file(bench, "/tv/Other Show/Other Show S01E03.mkv", 240);
    assert_int_equal(entries_of(bench)->count, 2);
    assert_int_equal(bench->look_ups, 1);
}

/* A quarter more or less than another one, that was marked. */
static void the_files_of_a_folder_are_alike(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED, .path = first, .duration = 240});
    press(bench, EPI_FACT_MARK, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(length_of(bench, second, 192), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(bench, second, 191), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(bench, second, 320), USUAL_LENGTH_SAME);
    assert_int_equal(length_of(bench, second, 321), USUAL_LENGTH_OTHER);
    assert_int_equal(length_of(bench, "/tv/Some Show/Some Show S01E02E03.mkv", 480),
                     USUAL_LENGTH_SAME);
}

static void what_was_seen_of_it_goes_on(void **state)
{
    struct bench *bench = *state;

    keep_series(bench, 4);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED, .path = first, .duration = 240});
    play(bench, 110);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED, .path = first, .duration = 240});
    seek(bench, 150);
    play(bench, 200);
    assert_int_equal(entries_of(bench)->count, 1);
}

/* It is asked for, and counts as soon as the answer is kept. */
static void a_length_that_is_not_kept_is_asked_for(void **state)
{
    struct bench *bench = *state;

    keep_series(bench, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED, .path = first, .duration = 240});
    assert_int_equal(bench->look_ups, 1);
    play(bench, 50);
    keep_list(bench, 4, 4);
    play(bench, 195);
    assert_int_equal(entries_of(bench)->count, 1);

    bench->position = 0;
    keep_list(bench, 0, 0);
    tell(bench, (struct epi_fact){
                    .kind = EPI_FACT_LOADED, .path = "/x/Some Show S01E02.mkv", .duration = 50});
    play(bench, 50);
    keep_list(bench, 1, 1);
    assert_int_equal(entries_of(bench)->count, 1);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(entries_of(bench)->count, 2);
}

static void a_file_to_be_ignored_asks_for_nothing(void **state)
{
    struct bench *bench = *state;

    keep_series(bench, 0);
    bench->folder_says = FOLDER_IGNORES;
    tell_file(bench, first, 240);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(of_an_unknown_series_nothing_is_known),
        TEST(the_usual_run_time_of_a_series_is_its_length),
        TEST(that_of_the_episode_precedes_it),
        TEST(a_list_that_does_not_agree_says_nothing),
        TEST(a_known_series_without_run_times_may_be_asked_for),
        TEST(a_short_series_counts_once_it_is_known),
        TEST(the_files_of_a_folder_are_alike),
        TEST(what_was_seen_of_it_goes_on),
        TEST(a_length_that_is_not_kept_is_asked_for),
        TEST(a_file_to_be_ignored_asks_for_nothing),
    };

    return cmocka_run_group_tests_name("usual_length", tests, NULL, NULL);
}
