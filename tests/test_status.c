/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/player/found.h"
#include "tests/recording.h"

/* What status says now. */
static const char *status(struct bench *bench)
{
    press(bench, EPI_FACT_STATUS, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_STATUS);
    return last(bench)->text;
}

static int at_noon(void **state)
{
    setenv("TZ", "UTC", 1);
    tzset();
    return setup(state);
}

static void it_says_how_far_it_is_and_what_is_missing(void **state)
{
    struct bench *bench = *state;

    assert_string_equal(status(bench), "no episode on screen");
    assert_true(last(bench)->played == -1);
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 250);
    assert_string_equal(status(bench), "Some Show 1x02: 25 % played, counts at 80 %");
    assert_float_equal(last(bench)->played, 25, 0.01);
    assert_int_equal(last(bench)->watched_at, bench->config.watched_percent);
    assert_int_equal(last(bench)->episode->number, 2);
    seek(bench, 350);
    play(bench, 400);
    assert_string_equal(status(bench), "Some Show 1x02: at 40 %, 30 % played, counts at 80 %");
    seek(bench, 700);
    play(bench, 750);
    assert_string_equal(status(bench),
                        "Some Show 1x02: at 75 %, 35 % played, counts at 50 % played");
    seek(bench, 900);
    stand(bench, false);
    assert_string_equal(status(bench),
                        "Some Show 1x02: at 90 %, 35 % played, counts at 50 % played");
    seek(bench, 400);
    play(bench, 600);
    seek(bench, 900);
    stand(bench, false);
    assert_string_equal(status(bench),
                        "Some Show 1x02: at 90 %, 55 % played, counts when it goes on");
}

static void it_says_when_it_was_watched(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 900); /* from 22:13:20 on */
    assert_string_equal(status(bench), "Some Show 1x02: watched at 22:26");
    bench->at += 2 * 3600; /* another day */
    assert_string_equal(status(bench), "Some Show 1x02: watched on 2023-11-14 at 22:26");
    bench->at += 6 * 3600;
    load(bench, "/tv/Some Show S01E02.mkv");
    seek(bench, 0);
    play(bench, 100);
    assert_non_null(strstr(status(bench), "Some Show 1x02: 10 % played, counts at 80 %; watched "
                                          "before, on 2023-11-14 at 22:26"));
    press(bench, EPI_FACT_UNDO, 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(status(bench), "Some Show 1x02: 10 % played, counts at 80 %");
    press(bench, EPI_FACT_MARK, 0);
    assert_non_null(strstr(status(bench), "Some Show 1x02: watched at 06:"));
}

static void it_says_why_a_file_does_not_count(void **state)
{
    struct bench *bench = *state;

    load(bench, "/films/holiday.mkv");
    assert_string_equal(status(bench), "not counted: this name is not read as an episode");
    bench->config.min_seconds = LENGTH + 1;
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_string_equal(status(bench),
                        "Some Show 1x02: too short to count by itself; a key marks or rates it");
    press(bench, EPI_FACT_TOGGLE, 0);
    assert_string_equal(status(bench), "Some Show 1x02; private mode is on");
    press(bench, EPI_FACT_TOGGLE, 3600);
    assert_string_equal(status(bench), "Some Show 1x02; private mode is on until 23:13");
    press(bench, EPI_FACT_TOGGLE, 86400 + 60); /* which time is not said by the clock alone */
    assert_string_equal(status(bench), "Some Show 1x02; private mode is on");
}

static void it_says_that_a_folder_is_awaited(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    assert_string_equal(status(bench), "Some Show 1x02: 10 % played, counts at 80 %; its folder "
                                       "does not answer yet");
    play(bench, 900);
    assert_string_equal(status(bench),
                        "Some Show 1x02: watched at 22:26, kept until its folder answers");
}

static void it_is_of_the_episode_that_is_playing(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02E03.mkv");
    play(bench, 450);
    assert_non_null(strstr(status(bench), "Some Show 1x02: watched at "));
    play(bench, 600);
    assert_string_equal(status(bench), "Some Show 1x03: 20 % played, counts at 80 %");
}

static void it_says_what_could_not_be_recorded(void **state)
{
    struct bench *bench = *state;

    for (int i = 0; i <= 9; i++) {
        char name[32] = "journal.db";
        if (i > 0)
            snprintf(name, sizeof(name), i == 1 ? "journal.spool" : "journal.spool-%d", i);
        tempdir_plant(bench->folder, name, "directory");
    }
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 850);
    assert_string_equal(status(bench),
                        "Some Show 1x02: enough was played, but it could not be recorded yet");
    tempdir_clear(bench->folder, "journal.db");
    tempdir_clear(bench->folder, "journal.spool");
    for (int i = 2; i <= 9; i++) {
        char name[32];
        snprintf(name, sizeof(name), "journal.spool-%d", i);
        tempdir_clear(bench->folder, name);
    }
}

static void it_says_what_waits(void **state)
{
    struct bench *bench = *state;
    const struct match match = {.series = {.title = "Some Show", .ids = {.tvmaze = 11}},
                                .episode = {.season = 1, .number = 2, .tvmaze = 12}};
    struct plan plan = {.targets = {{.service = "tvmaze", .kind = DUE_MARK}}, .count = 1};

    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    int64_t entry = entries_of(bench)->entries[0].id;
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(entries_set_match(journal, entry, &match, "some show", NOON, NULL));
    assert_string_equal(status(bench), "Some Show 1x02: watched at 22:13; 1 waiting for you "
                                       "(`epimark status`)");
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOON, NULL));
    assert_true(outbox_release_backlog(journal, "tvmaze", NULL));
    assert_string_equal(status(bench), "Some Show 1x02: watched at 22:13; 1 to send");
    journal_close(journal);
}

/* The courier has looked it up. */
static void find(struct bench *bench, const struct match *match, bool unsure, const char *why)
{
    struct found *found =
        found_new(FOUND_CURRENT, "/tv/Some Show S01E02.mkv", match, match != NULL, why);
    found->unsure = unsure;
    recorder_found(bench->recorder, found);
    found_free(found);
}

static void it_says_what_is_unsure_or_not_found(void **state)
{
    struct bench *bench = *state;
    const struct match match = {.series = {.title = "Some Show"}};

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 250);
    find(bench, NULL, true, "Some Show (2005), Some Show (2019)");
    assert_string_equal(status(bench),
                        "Some Show 1x02: 25 % played, counts at 80 %; unsure which one it is: Some "
                        "Show (2005), Some Show (2019)");
    assert_true(last(bench)->unsure);
    find(bench, NULL, false, "no catalogue knows it");
    assert_string_equal(status(bench), "Some Show 1x02: 25 % played, counts at 80 %; not found: no "
                                       "catalogue knows it");
    assert_false(last(bench)->unsure);
    find(bench, &match, false, NULL);
    assert_string_equal(status(bench), "Some Show 1x02: 25 % played, counts at 80 %");
    play(bench, 900);
    find(bench, NULL, true, "A, B");
    assert_string_equal(status(bench),
                        "Some Show 1x02: watched at 22:26; unsure which one it is: A, B");
    load(bench, "/tv/Some Show S01E03.mkv");
    assert_null(strstr(status(bench), "unsure"));
}

/* Nobody could be asked: that is said, unless it is known. */
static void it_says_why_it_is_not_identified_yet(void **state)
{
    struct bench *bench = *state;
    static const char path[] = "/tv/Some Show S01E02.mkv";
    const struct match match = {.series = {.title = "Some Show", .ids = {.tvmaze = 11}},
                                .episode = {.season = 1, .number = 2}};
    struct found *found = found_new(FOUND_CURRENT, path, NULL, 0, "cannot connect to HOST");
    static const char known[] = "Some Show 1x02: 25 % played, counts at 80 %";
    static const char open[] = "Some Show 1x02: 25 % played, counts at 80 %; not identified yet: "
                               "cannot connect to HOST";

    found->later = true;
    load(bench, path);
    play(bench, 250);
    recorder_found(bench->recorder, found);
    assert_string_equal(status(bench), open);
    press(bench, EPI_FACT_MENU, 0);
    char text[128];
    epi_sentence_write(last(bench)->saying, NULL, text, sizeof(text));
    assert_string_equal(text, "not identified yet: cannot connect to HOST");
    find(bench, &match, false, NULL);
    assert_string_equal(status(bench), known);
    recorder_found(bench->recorder, found);
    assert_string_equal(status(bench), known);
    /* So it is if the journal has it from before. */
    load(bench, path);
    press(bench, EPI_FACT_RATE, 8);
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(entries_set_match(journal, 1, &match, "some show", NOON, NULL));
    journal_close(journal);
    recorder_found(bench->recorder, found);
    found_free(found);
    assert_null(strstr(status(bench), "not identified"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, at_noon, teardown)
        TEST(it_says_how_far_it_is_and_what_is_missing),
        TEST(it_says_when_it_was_watched),
        TEST(it_says_why_a_file_does_not_count),
        TEST(it_says_that_a_folder_is_awaited),
        TEST(it_is_of_the_episode_that_is_playing),
        TEST(it_says_what_could_not_be_recorded),
        TEST(it_says_why_it_is_not_identified_yet),
        TEST(it_says_what_is_unsure_or_not_found),
        TEST(it_says_what_waits),
    };

    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
