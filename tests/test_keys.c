/* SPDX-License-Identifier: MIT */
#include "core/journal/holds.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/player/found.h"
#include "tests/recording.h"

static void rating_is_kept_at_once_and_says_so(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: rated 8"));
    assert_non_null(strstr(last(bench)->text, "saved"));
    assert_int_equal(last(bench)->kind, EPI_NOTICE_RATED);
    assert_int_equal(last(bench)->rating, 8);
    assert_int_equal(last(bench)->scope, EPI_SCOPE_EPISODE);
    assert_string_equal(last(bench)->series->title, "Some Show");
    assert_int_equal(last(bench)->episode->season, 1);
    assert_int_equal(last(bench)->episode->number, 2);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 8);
    assert_int_equal(seen->entries[0].state, ENTRY_RATED);
    press(bench, EPI_FACT_RATE, 0);
    assert_non_null(strstr(last(bench)->text, "taken back"));
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNRATED);
    assert_int_equal(last(bench)->rating, 0);
    assert_int_equal(entries_of(bench)->entries[0].rating, 0);
}

static void season_and_series_are_rated_by_keys_of_their_own(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOON, NULL));
    bool first;
    assert_true(holds_add(journal, "trakt", "rate-season", "no seasons", true, NOON, &first, NULL));
    journal_close(journal);
    load(bench, "/tv/Some Show S02E03E04.mkv");
    press(bench, EPI_FACT_RATE, 5);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SERIES, .value = 8});
    assert_string_equal(last(bench)->text,
                        "Some Show, the series: rated 8 of 10 (saved, will be sent)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SEASON, .value = 7});
    assert_string_equal(
        last(bench)->text,
        "Some Show, season 2: rated 7 of 10 (saved; `epimark status trakt` shows why it waits)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SERIES});
    assert_non_null(strstr(last(bench)->text, "Some Show, the series: rating taken back"));
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show, the series: rated 8 of 10 again");
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 5);
    assert_int_equal(seen->entries[0].season_rating, 7);
    assert_int_equal(seen->entries[0].series_rating, 8);
}

static void key_means_the_last_file_for_half_an_hour(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_RATE, 5);
    assert_non_null(strstr(last(bench)->text, "no episode was on screen"));
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    bench->clock += 29 * 60;
    press(bench, EPI_FACT_RATE, 7);
    assert_non_null(strstr(last(bench)->text, "rated 7"));
    bench->clock += 2 * 60;
    press(bench, EPI_FACT_RATE, 9);
    assert_non_null(strstr(last(bench)->text, "not rated"));
    assert_int_equal(entries_of(bench)->entries[0].rating, 7);
}

/* That half hour does not depend on the time of day, which is set meanwhile. */
static void a_clock_that_is_set_closes_no_file(void **state)
{
    struct bench *bench = *state;

    bench->at = 5000;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    bench->at = NOON;
    press(bench, EPI_FACT_RATE, 7);
    assert_non_null(strstr(last(bench)->text, "rated 7"));
    bench->at = 5000;
    bench->clock += 31 * 60;
    press(bench, EPI_FACT_RATE, 9);
    assert_non_null(strstr(last(bench)->text, "not rated"));
}

static void steps_go_up_and_down_from_the_rating_that_stands(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_LOWER, 0);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: rated 5 of 10"));
    press(bench, EPI_FACT_UNDO, 0);
    press(bench, EPI_FACT_RAISE, 0);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: rated 6 of 10"));
    /* Of another viewing, of a copy with another name, too. */
    bench->at += 7 * 86400;
    load(bench, "/copies/some.show.s01e02.720p.mkv");
    press(bench, EPI_FACT_RAISE, 0);
    assert_int_equal(last(bench)->rating, 7);
    press(bench, EPI_FACT_RATE, 9);
    press(bench, EPI_FACT_RAISE, 0);
    assert_int_equal(last(bench)->rating, 10);
    press(bench, EPI_FACT_RAISE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    assert_string_equal(last(bench)->text, "some show 1x02: already rated 10 of 10, the highest");
    press(bench, EPI_FACT_RATE, 1);
    press(bench, EPI_FACT_LOWER, 0);
    assert_non_null(strstr(last(bench)->text, "already rated 1 of 10, the lowest"));
    press(bench, EPI_FACT_RATE, 0); /* taken back: there is none */
    press(bench, EPI_FACT_LOWER, 0);
    assert_int_equal(last(bench)->rating, 5);
    load(bench, "/tv/Some Show S01E03.mkv");
    press(bench, EPI_FACT_RAISE, 0);
    assert_int_equal(last(bench)->rating, 6);
    load(bench, "/films/holiday.mkv");
    press(bench, EPI_FACT_RAISE, 0);
    assert_string_equal(last(bench)->text, "not rated: this name is not read as an episode");
}

static void steps_count_on_a_folder_that_is_awaited(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RAISE, 0);
    press(bench, EPI_FACT_RAISE, 0);
    answer_folder(bench, FOLDER_ALLOWS);
    assert_int_equal(entries_of(bench)->entries[0].rating, 7);
}

static void previous_means_the_file_before(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    load(bench, "/tv/Some Show S01E03.mkv");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 6, .previous = true});
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E02.mkv");
    assert_int_equal(seen->entries[0].rating, 6);
}

static void rating_means_the_episode_on_screen(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02E03.mkv");
    seek(bench, 700);
    stand(bench, true);
    press(bench, EPI_FACT_RATE, 4);
    assert_non_null(strstr(last(bench)->text, "1x03"));
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].nth, 2);
}

/* Each has its part of the file; beyond the end it is the last. */
static void the_position_says_which_episode_of_a_file_is_meant(void **state)
{
    static const struct {
        double position;
        const char *episode;
    } cases[] = {{0, "1x02"},   {333, "1x02"}, {334, "1x03"},  {666, "1x03"},
                 {667, "1x04"}, {999, "1x04"}, {1000, "1x04"}, {1400, "1x04"}};
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02E03E04.mkv");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        seek(bench, cases[i].position);
        stand(bench, true);
        press(bench, EPI_FACT_RATE, 4);
        if (!strstr(last(bench)->text, cases[i].episode))
            fail_msg("%.0f: %s", cases[i].position, last(bench)->text);
    }
}

static void undo_takes_the_last_thing_back(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "nothing to take back");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_UNDO);
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    press(bench, EPI_FACT_RATE, 8);
    press(bench, EPI_FACT_UNDO, 0);
    assert_non_null(strstr(last(bench)->text, "rating taken back"));
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDONE);
    assert_int_equal(last(bench)->rating, 0);
    assert_int_equal(last(bench)->episode->number, 2);
    struct seen *seen = entries_of(bench);
    assert_true(seen->entries[0].rating <= 0);
    assert_true(seen->entries[0].watched_at > 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_non_null(strstr(last(bench)->text, "watched taken back"));
    assert_int_equal(last(bench)->rating, -1);
    assert_int_equal(entries_of(bench)->entries[0].state, ENTRY_UNDONE);
}

static void undo_means_the_file_on_screen(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 7);
    load(bench, "/tv/Some Show S01E03.mkv");
    press(bench, EPI_FACT_RATE, 9);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 6, .previous = true});
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show 1x03: rating taken back");
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->entries[0].rating, 6);
    assert_int_equal(seen->entries[1].rating, -1);
}

/* Of another file, or of long ago, it is named before it is done. */
static void undo_of_anything_else_is_asked(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 7);
    press(bench, EPI_FACT_RATE, 8);
    load(bench, "/tv/Some Show S01E03.mkv");
    for (int i = 0; i < 2; i++) {
        press(bench, EPI_FACT_UNDO, 0);
        assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDO_ASKED);
        assert_non_null(strstr(last(bench)->text, "“Some Show 1x02: rated 8 of 10”"));
        assert_int_equal(last(bench)->rating, 8);
        assert_int_equal(last(bench)->episode->number, 2);
        bench->clock += 5;
    }
    bench->clock -= 1;
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: rating taken back, 7 of 10 stands again");
    bench->clock += 31 * 60;
    bench->at += 31 * 60;
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_UNDO);
    assert_non_null(strstr(last(bench)->text, "of the last half hour"));
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDO_ASKED);
    assert_int_equal(entries_of(bench)->entries[0].rating, 7);
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(entries_of(bench)->entries[0].rating, -1);
}

/* What happens between the question and the second press is not what was meant. */
static void undo_takes_back_only_what_it_named(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 7);
    load(bench, "/tv/Some Show S01E03.mkv");
    press(bench, EPI_FACT_UNDO, 0);
    press(bench, EPI_FACT_MARK, 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDO_ASKED);
    assert_non_null(strstr(last(bench)->text, "“Some Show 1x03: watched”"));
    assert_int_equal(last(bench)->rating, -1);
    assert_true(entries_of(bench)->entries[0].watched_at > 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show 1x03: watched taken back");
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->entries[0].rating + seen->entries[1].rating, 7 - 1); /* -1: none */
}

/* The courier has looked up the file on screen. */
static void find(struct bench *bench, bool unsure, const char *why)
{
    struct found *found = found_new(FOUND_CURRENT, "/tv/Some Show S01E02.mkv", NULL, 0, why);

    found->unsure = unsure;
    recorder_found(bench->recorder, found);
    found_free(found);
}

/* It is not said that something will be sent which waits for an answer. */
static void what_is_unsure_waits_for_an_answer(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOON, NULL));
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOON, NULL));
    journal_close(journal);
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 8);
    assert_string_equal(last(bench)->text, "Some Show 1x02: rated 8 of 10 (saved, will be sent)");
    find(bench, true, "Some Show (2005), Some Show (2019)");
    press(bench, EPI_FACT_RAISE, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: rated 9 of 10 (saved until you say which one it is)");
    find(bench, false, "no catalogue knows this series");
    press(bench, EPI_FACT_MARK, 0);
    assert_string_equal(
        last(bench)->text,
        "Some Show 1x02: marked as watched (saved until a catalogue knows the episode)");
    load(bench, "/tv/Some Show S01E03.mkv");
    press(bench, EPI_FACT_MARK, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x03: marked as watched (saved, will be sent)");
}

/* Nothing is written, nor is said what was done before: others may look on. */
static void private_mode_takes_nothing_back(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 7);
    press(bench, EPI_FACT_TOGGLE, 0);
    for (int i = 0; i < 2; i++) {
        press(bench, EPI_FACT_UNDO, 0);
        assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
        assert_string_equal(last(bench)->text, "not taken back: private mode is on");
    }
    assert_int_equal(entries_of(bench)->entries[0].rating, 7);
    press(bench, EPI_FACT_TOGGLE, 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show 1x02: rating taken back");
}

static void marking_twice_says_so(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_MARKED);
    assert_false(last(bench)->repeated);
    press(bench, EPI_FACT_MARK, 0);
    assert_true(last(bench)->repeated);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: already marked as watched"));
}

/* A key waits for the folder of its file: until then it is on disk, but not in the journal. */
static void keys_wait_for_the_folder(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    press(bench, EPI_FACT_RATE, 8);
    press(bench, EPI_FACT_MARK, 0);
    assert_null(bench->last);
    assert_int_equal(entries_of(bench)->count, 0);
    answer_folder(bench, FOLDER_ALLOWS);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 8);
    assert_true(seen->entries[0].watched_at > 0);
    /* The welcome is the last. */
    assert_int_equal(bench->notices, 3);
    press(bench, EPI_FACT_RATE, 7);
    assert_non_null(strstr(last(bench)->text, "rated 7 of 10 (saved"));
}

static void keys_say_that_a_folder_is_ignored(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 8);
    answer_folder(bench, FOLDER_IGNORES);
    assert_string_equal(last(bench)->text, "not rated: .epimark in its folder says ignore=yes");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    press(bench, EPI_FACT_MARK, 0);
    assert_string_equal(last(bench)->text, "not marked: .epimark in its folder says ignore=yes");
    assert_int_equal(entries_of(bench)->count, 0);
    /* It is the file before now, and still ignored. */
    bench->folder_says = FOLDER_ALLOWS;
    load(bench, "/tv/Other Show S01E02.mkv");
    notice_free(bench->last);
    bench->last = NULL;
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 3, .previous = true});
    assert_string_equal(last(bench)->text, "not rated: .epimark in its folder says ignore=yes");
    assert_int_equal(entries_of(bench)->count, 0);
}

static void keys_of_a_folder_that_hangs_are_kept(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 8);
    assert_null(bench->last);
    answer_folder(bench, FOLDER_SILENT);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: rated 8 of 10 (kept until its folder answers)");
    press(bench, EPI_FACT_MARK, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: marked as watched (kept until its folder answers)");
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "the last action is taken back once its folder answers");
    play(bench, 900);
    assert_string_equal(notice_view(bench->noted)->text,
                        "Some Show 1x02: watched; kept until its folder answers");
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    recorder_heard(bench->recorder, "/tv/Some Show S01E02.mkv", FOLDER_ALLOWS);
    assert_string_equal(last(bench)->text, "Some Show 1x02: watched taken back");
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 8);
    assert_int_equal(seen->entries[0].watched_at, 0);
}

/* A key that waits is answered once more when the folder does. */
static void what_was_kept_is_said_once_its_folder_answers(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_RATE, 8);
    answer_folder(bench, FOLDER_SILENT);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: rated 8 of 10 (kept until its folder answers)");
    int said = bench->notices;
    recorder_heard(bench->recorder, "/tv/Some Show S01E02.mkv", FOLDER_ALLOWS);
    assert_int_equal(bench->notices, said + 2); /* this and the welcome */
    recorder_heard(bench->recorder, "/tv/Some Show S01E02.mkv", FOLDER_ALLOWS);
    assert_int_equal(bench->notices, said + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(rating_is_kept_at_once_and_says_so),
        TEST(what_was_kept_is_said_once_its_folder_answers),
        TEST(season_and_series_are_rated_by_keys_of_their_own),
        TEST(key_means_the_last_file_for_half_an_hour),
        TEST(a_clock_that_is_set_closes_no_file),
        TEST(steps_go_up_and_down_from_the_rating_that_stands),
        TEST(steps_count_on_a_folder_that_is_awaited),
        TEST(previous_means_the_file_before),
        TEST(rating_means_the_episode_on_screen),
        TEST(the_position_says_which_episode_of_a_file_is_meant),
        TEST(undo_takes_the_last_thing_back),
        TEST(undo_means_the_file_on_screen),
        TEST(undo_of_anything_else_is_asked),
        TEST(undo_takes_back_only_what_it_named),
        TEST(what_is_unsure_waits_for_an_answer),
        TEST(private_mode_takes_nothing_back),
        TEST(marking_twice_says_so),
        TEST(keys_wait_for_the_folder),
        TEST(keys_say_that_a_folder_is_ignored),
        TEST(keys_of_a_folder_that_hangs_are_kept),
    };

    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
