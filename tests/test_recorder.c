/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/sitting_key.h"
#include "core/journal/sittings.h"
#include "tests/recording.h"

static void full_play_is_one_row_and_one_job(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->look_ups, 1);
    assert_int_equal(notice_view(bench->noted)->kind, EPI_NOTICE_READ);
    assert_string_equal(notice_view(bench->noted)->series->title, "Some Show");
    play(bench, 790);
    assert_int_equal(entries_of(bench)->count, 0);
    play(bench, 810);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_true(seen->entries[0].watched_at >= NOON + 790);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E02.mkv");
    assert_int_equal(seen->entries[0].rating, -1);
    assert_int_equal(bench->deliveries, 1);
    assert_int_equal(notice_view(bench->noted)->kind, EPI_NOTICE_WATCHED);
    assert_int_equal(notice_view(bench->noted)->episode->number, 2);
    assert_true(notice_view(bench->noted)->played >= 79);
    play(bench, 1000);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(entries_of(bench)->count, 1);
}

/* A film counts if the options say so, and if it is long enough. */
static void a_film_counts_if_films_are_kept(void **state)
{
    struct bench *bench = *state;
    static const char film[] = "/films/Harbour Lights (1999).mkv";

    load(bench, film);
    play(bench, 900);
    assert_int_equal(entries_of(bench)->count, 0);
    bench->config.films = FILMS_KEEP;
    load(bench, film); /* of LENGTH, shorter than film_minutes */
    play(bench, 900);
    assert_int_equal(entries_of(bench)->count, 0);
    assert_int_equal(bench->look_ups, 0);
    bench->config.film_minutes = (int)(LENGTH / 60);
    load(bench, film);
    play(bench, 900);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_true(seen->entries[0].film);
    assert_string_equal(last(bench)->text, "Harbour Lights (1999) kept as watched");
    load(bench, "/films/Harbour Lights.mkv");
    play(bench, 900);
    assert_int_equal(entries_of(bench)->count, 1);
}

/* The way out is said once, that it is kept each time. */
static void what_nothing_sends_is_said_to_be_kept(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 900);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_KEPT);
    assert_string_equal(last(bench)->text, "Some Show 1x02 kept as watched (sign in to mark it at "
                                           "TVmaze: epimark login tvmaze)");
    load(bench, "/tv/Some Show S01E03.mkv");
    play(bench, 900);
    assert_string_equal(last(bench)->text, "Some Show 1x03 kept as watched");
    int notices = bench->notices;
    load(bench, "/tv/Some Show S01E03.mkv");
    play(bench, 900); /* the same viewing */
    assert_int_equal(bench->notices, notices);
    assert_int_equal(bench->kept, 0);
}

static void sign_in(struct bench *bench)
{
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOON, NULL));
    journal_close(journal);
}

/* What came of it is said by the service, or by the courier if it did not. */
static void what_is_sent_by_itself_is_left_to_the_courier(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    int notices = bench->notices;
    play(bench, 900);
    assert_int_equal(bench->notices, notices);
    assert_int_equal(bench->kept, entries_of(bench)->entries[0].id);
}

/* Live watching sends the play with its end, which comes later; all else is sent at once. */
static void what_is_watched_live_is_asked_about_again_at_its_end(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    bench->config.live = true;
    snprintf(bench->config.scrobble_on, sizeof(bench->config.scrobble_on), "trakt");
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 900);
    assert_int_equal(bench->kept, entries_of(bench)->entries[0].id);
    assert_true(bench->kept_goes_on);
    bench->kept = 0;
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(bench->kept, entries_of(bench)->entries[0].id);
    assert_false(bench->kept_goes_on);
    bench->kept = 0;
    load(bench, "/tv/Some Show S01E03.mkv");
    play(bench, 100);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED}); /* was not watched */
    assert_int_equal(bench->kept, 0);
}

static void sound_alone_is_no_episode(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "/music/Some Show S01E02.mka",
                                  .duration = LENGTH,
                                  .sound_only = true});
    assert_string_equal(notice_view(bench->noted)->text, "this file has no video");
    play(bench, LENGTH);
    press(bench, EPI_FACT_RATE, 8);
    assert_string_equal(last(bench)->text, "not rated: this file has no video");
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
}

static void seek_to_the_end_earns_nothing(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    seek(bench, 900);
    play(bench, 1000);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(entries_of(bench)->count, 0);
}

static void two_sittings_are_one(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 450);
    recorder_free(bench->recorder);
    bench->at += 86400;
    start(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    seek(bench, 700);
    play(bench, 860);
    assert_int_equal(entries_of(bench)->count, 1);
}

static void a_copy_that_is_read_alike_goes_on(void **state)
{
    struct bench *bench = *state;

    load(bench, "/downloads/Some.Show.S01E02.720p.WEB.mkv");
    play(bench, 450);
    bench->at += 86400;
    load(bench, "/tv/Some Show (2015)/Season 01/Some Show - 1x02 - Fog.mkv");
    seek(bench, 700);
    play(bench, 860);
    assert_int_equal(entries_of(bench)->count, 1);
    load(bench, "/downloads/Some.Show.S01E02.1080p.WEB.mkv");
    press(bench, EPI_FACT_RATE, 8);
    play(bench, 1000);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 8);
}

static void what_is_behind_one_address_is_not_mixed(void **state)
{
    struct bench *bench = *state;
    const char *titles[] = {"Some Show S01E01", "Some Show S01E02", "Some Show S01E03"};

    for (int i = 0; i < 3; i++) {
        bench->position = 0;
        tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                      .path = "http://media.example/start.m3u8?path=x",
                                      .title = titles[i],
                                      .duration = LENGTH,
                                      .file_size = 4711});
        if (i == 0)
            press(bench, EPI_FACT_RATE, 7);
        play(bench, 900);
        if (i == 2)
            press(bench, EPI_FACT_RATE, 9);
    }
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 3);
    assert_int_equal(seen->entries[0].rating, 9);
    assert_int_equal(seen->entries[1].rating, -1);
    assert_int_equal(seen->entries[2].rating, 7);
}

static void two_series_of_one_title_are_not_mixed(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show (1998)/Some Show (1998) - S01E02.mkv");
    play(bench, 900);
    load(bench, "/tv/Some Show (2018)/Some Show (2018) - S01E02.mkv");
    play(bench, 900);
    assert_int_equal(entries_of(bench)->count, 2);
}

static void how_long_sittings_are_joined_is_a_choice(void **state)
{
    struct bench *bench = *state;

    for (int days = 30; days <= 41; days += 11) {
        bench->config.resume_days = days;
        load(bench, "/tv/Some Show S01E02.mkv");
        play(bench, 450);
        tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
        bench->at += 40 * 86400;
        load(bench, "/tv/Some Show S01E02.mkv");
        seek(bench, 700);
        play(bench, 860);
        tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
        bench->at += 50 * 86400;
        assert_int_equal(entries_of(bench)->count, days > 40);
    }
}

static void each_episode_of_a_file_counts_by_itself(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02E03.mkv");
    play(bench, 450);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].nth, 1);
    assert_int_equal(seen->entries[0].episodes, 2);
    play(bench, 1000);
    seen = entries_of(bench);
    assert_int_equal(seen->count, 2);
    assert_int_equal(seen->entries[0].nth, 2);
}

static void more_episodes_than_a_file_can_hold_do_not_count(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E01-E99.mkv");
    assert_int_equal(notice_view(bench->noted)->kind, EPI_NOTICE_EXCLUDED);
    assert_string_equal(notice_view(bench->noted)->text,
                        "too short for 99 episodes: counts only if you mark or rate it");
    play(bench, LENGTH);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_MARK, 0);
    assert_int_equal(entries_of(bench)->count, 1);
}

static void name_without_an_episode_does_nothing(void **state)
{
    struct bench *bench = *state;

    load(bench, "/films/holiday video.mkv");
    play(bench, 1000);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(last(bench)->text, "not read as an episode"));
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    assert_int_equal(entries_of(bench)->count, 0);
}

static void ignored_folder_does_nothing(void **state)
{
    struct bench *bench = *state;

    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "/tv/secret");
    load(bench, "/tv/secret/Some Show S01E02.mkv");
    play(bench, 1000);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(last(bench)->text, "ignore="));
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
}

/* It is asked where a file really is, and that may exclude it; with neither option it is not. */
static void a_file_that_is_really_elsewhere_leaves_no_trace(void **state)
{
    struct bench *bench = *state;

    assert_int_equal(chdir("/"), 0);
    load(bench, "tv/a/../Some Show S01E02.mkv");
    assert_string_equal(bench->asked_for, "/tv/Some Show S01E02.mkv");
    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "/tv/secret");
    bench->folder_says = FOLDER_AWAITED;
    load(bench, "tv/a/../Some Show S01E02.mkv");
    int look_ups = bench->look_ups;
    assert_string_equal(bench->asked, "/tv/a/../Some Show S01E02.mkv");
    play(bench, 900);
    press(bench, EPI_FACT_RATE, 8);
    recorder_heard(bench->recorder, "/tv/Some Show S01E02.mkv", FOLDER_ALLOWS);
    assert_int_equal(bench->look_ups, look_ups);
    assert_int_equal(entries_of(bench)->count, 0);
    answer_folder(bench, FOLDER_EXCLUDED);
    assert_string_equal(last(bench)->text, "not rated: ignore= or only= excludes this file");
    press(bench, EPI_FACT_STATUS, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x02: ignored (ignore= or only= excludes this file)");
    play(bench, LENGTH);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(bench->look_ups, look_ups);
    assert_int_equal(entries_of(bench)->count, 0);
    /* An address of a file and a descriptor have a place, too; another address has none. */
    static const char *const asked[][2] = {
        {"file:///tv/Some%20Show%20S01E03.mkv", "/tv/Some Show S01E03.mkv"},
        {"fd://7", "/proc/self/fd/7"},
        {"https://example.org/Some.Show.S01E03.mkv", ""},
    };
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        bench->asked[0] = '\0';
        tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                      .path = asked[i][0],
                                      .title = "Some Show S01E03",
                                      .duration = LENGTH});
        assert_string_equal(bench->asked, asked[i][1]);
    }
}

/* What the folder says is awaited: nothing is looked up or written to the journal, and nothing is
 * lost if the process ends. */
static void what_is_watched_waits_for_its_folder(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_string_equal(bench->asked, "/tv/Some Show S01E02.mkv");
    play(bench, 900);
    assert_string_equal(notice_view(bench->noted)->text, "Some Show 1x02: watched");
    assert_int_equal(bench->look_ups + bench->deliveries, 0);
    assert_string_equal(bench->live, "");
    assert_null(bench->last); /* nor is anybody greeted */
    assert_int_equal(entries_of(bench)->count, 0);
    answer_folder(bench, FOLDER_SILENT);
    assert_int_equal(entries_of(bench)->count, 0);
    recorder_heard(bench->recorder, "/tv/Another S01E02.mkv", FOLDER_ALLOWS);
    assert_int_equal(entries_of(bench)->count, 0);
    recorder_heard(bench->recorder, "/tv/Some Show S01E02.mkv", FOLDER_ALLOWS);
    assert_int_equal(bench->look_ups, 1);
    assert_int_equal(bench->deliveries, 1);
    assert_int_equal(entries_of(bench)->count, 1);
    assert_true(entries_of(bench)->entries[0].watched_at > 0);
    play(bench, 901);
    assert_string_equal(bench->live, "start 1 90; ");
    play(bench, LENGTH);
    assert_int_equal(entries_of(bench)->count, 1);
}

static void a_kill_loses_nothing_that_waits_for_its_folder(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 900);
    recorder_free(bench->recorder);
    start(bench);
    bench->folder_says = FOLDER_ALLOWS;
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(entries_of(bench)->count, 1);
    assert_true(entries_of(bench)->entries[0].watched_at > 0);
}

static void file_of_a_folder_that_ignores_it_leaves_no_trace(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 900);
    answer_folder(bench, FOLDER_IGNORES);
    assert_string_equal(notice_view(bench->noted)->text, "ignored: .epimark in its folder says so");
    play(bench, LENGTH);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    bench->folder_says = FOLDER_IGNORES;
    load(bench, "/tv/Some Show S01E03.mkv");
    play(bench, LENGTH);
    press(bench, EPI_FACT_STATUS, 0);
    assert_string_equal(last(bench)->text,
                        "Some Show 1x03: ignored (.epimark in its folder says ignore=yes)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(bench->look_ups + bench->deliveries, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    struct plan plan = {0};
    char text[WATCH_TEXT_MAX];
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_false(journal_has_parked(journal));
    struct guess guess;
    char key[SITTING_KEY_MAX];
    struct sitting sitting = {.path = "/tv/Some Show S01E02.mkv", .key = key, .duration = LENGTH};
    enum known_name known = known_name_guess(journal, sitting.path, NULL, LENGTH, false, &guess);
    known_name_sitting_key(known, &guess, key, sizeof(key));
    assert_true(sittings_load(journal, &sitting, text, sizeof(text), NULL));
    assert_string_equal(text, ""); /* nor was it kept how far it was played */
    journal_close(journal);
}

static void folder_that_does_not_answer_is_asked_again(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 120);
    assert_int_equal(bench->questions, 1);
    answer_folder(bench, FOLDER_SILENT);
    play(bench, 121);
    assert_int_equal(bench->questions, 2);
    answer_folder(bench, FOLDER_SILENT);
    play(bench, 150);
    assert_int_equal(bench->questions, 2);
    load(bench, "https://example.org/Some.Show.S01E02.mkv"); /* has none */
    assert_int_equal(bench->questions, 2);
    assert_int_equal(bench->look_ups, 1);
}

static void private_mode_writes_and_asks_nothing(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_TOGGLE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_ON);
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 1000);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(last(bench)->text, "private mode"));
    assert_int_equal(bench->questions, 0);
    bench->folder_says = FOLDER_AWAITED;
    press(bench, EPI_FACT_TOGGLE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_PRIVATE_OFF);
    answer_folder(bench, FOLDER_ALLOWS);
    assert_int_equal(bench->look_ups, 1); /* what goes on after it is public again */
    assert_int_equal(entries_of(bench)->count, 0);
}

static void short_file_counts_by_key_alone(void **state)
{
    struct bench *bench = *state;

    bench->config.min_seconds = LENGTH + 1;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 1000);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_MARK, 0);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_true(seen->entries[0].watched_at > 0);
}

static void address_keeps_no_secret(void **state)
{
    struct bench *bench = *state;

    load(bench, "https://me:hunter2@host.example/Some%20Show%20S01E02.mkv?token=tops3cret");
    play(bench, 850);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_null(strstr(bench->looked_up, "hunter2"));
    assert_null(strstr(bench->looked_up, "tops3cret"));
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_null(strstr(seen->entries[0].path, "hunter2"));
    assert_null(strstr(seen->entries[0].path, "tops3cret"));
}

static void title_that_ends_an_address_keeps_no_secret(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "https://host.example/Some Show S01E02.mkv?token=hush",
                                  .title = "Some Show S01E02.mkv?token=hush",
                                  .duration = LENGTH,
                                  .file_size = -1});
    press(bench, EPI_FACT_MARK, 0);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].path, "https://host.example/Some Show S01E02.mkv");
    assert_string_equal(seen->entries[0].media_title, "");
}

static void title_of_an_address_keeps_no_secret(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "https://host.example/x?u=a&token=tops3cret",
                                  .title = "Some Show S01E02 tops3cret",
                                  .duration = LENGTH,
                                  .file_size = -1});
    assert_int_equal(bench->look_ups, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "https://host.example/Some%20Show%20S01E02?t=tops3cret",
                                  .title = "Another tops3cret",
                                  .duration = LENGTH,
                                  .file_size = -1});
    play(bench, 850);
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].media_title, "");
}

static void a_file_that_the_user_named_counts_like_any_other(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct correction correction = {
        .series = {.tvmaze = 5}, .title = "Some Show", .season_offset = 1, .number_offset = 2};
    struct record record = {.kind = RECORD_CHOSEN,
                            .at = NOON,
                            .path = "/tv/video.mkv",
                            .title_key = "",
                            .correction = correction};

    load(bench, "/tv/video.mkv");
    play(bench, 850);
    assert_int_equal(entries_of(bench)->count, 0);
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    journal_close(journal);
    load(bench, "/tv/video.mkv");
    assert_int_equal(bench->look_ups, 1);
    play(bench, 850);
    assert_int_equal(entries_of(bench)->count, 1);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02: rated 8"));
}

static void first_start_of_all_says_what_goes_where(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->notices, 1);
    assert_non_null(strstr(last(bench)->text, "TVmaze"));
    recorder_free(bench->recorder);
    start(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->notices, 1);
}

static void what_an_account_may_not_do_is_said_daily(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    bool first;

    assert_true(holds_add(journal, "trakt", "rate", "Trakt: no (403)", true, NOON, &first, NULL));
    journal_close(journal);
    load(bench, "/tv/Some Show S01E02.mkv");
    int notices = bench->notices; /* it was said when it was held */
    bench->at += 86400;
    load(bench, "/tv/my film.mkv");
    assert_int_equal(bench->notices, notices); /* not for what is no episode */
    load(bench, "/tv/Some Show S01E03.mkv");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_HELD);
    assert_string_equal(last(bench)->text,
                        "Trakt: no (403); what waits for that is kept: `epimark status trakt`");
    load(bench, "/tv/Some Show S01E04.mkv");
    assert_int_equal(bench->notices, notices + 1);
    bench->at += 86400;
    load(bench, "/tv/Some Show S01E05.mkv");
    assert_int_equal(bench->notices, notices + 2);
}

static void folder_that_cannot_be_had_is_said_and_survived(void **state)
{
    struct bench *bench = *state;

    recorder_free(bench->recorder);
    tempdir_write(bench->folder, "file", "x", 1);
    {
        char *below = malloc(strlen(bench->folder) + 16);

        snprintf(below, strlen(bench->folder) + 16, "%s/file", bench->folder);
        free(bench->folder);
        bench->folder = below;
    }
    start(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(last(bench)->level, EPI_LEVEL_ERROR);
    play(bench, 850);
    press(bench, EPI_FACT_RATE, 8);
    assert_int_equal(last(bench)->level, EPI_LEVEL_ERROR);
    *strrchr(bench->folder, '/') = '\0';
}

/* Puts folders in the place of the journal and of each spool, or takes them away. */
static void keep_out(struct bench *bench, bool out)
{
    char name[32] = "journal.db";

    for (int i = 0; i <= 9; i++) {
        if (i > 0)
            snprintf(name, sizeof(name), i == 1 ? "journal.spool" : "journal.spool-%d", i);
        if (out)
            tempdir_plant(bench->folder, name, "directory");
        else
            tempdir_clear(bench->folder, name);
    }
}

static void what_cannot_be_recorded_is_tried_again_now_and_then(void **state)
{
    struct bench *bench = *state;

    keep_out(bench, true);
    load(bench, "/tv/Some Show S01E02E03.mkv"); /* of 500 s each */
    int said = bench->notices;
    play(bench, 440);
    assert_int_equal(bench->notices - said, 1); /* it counts from 400 on */
    assert_non_null(strstr(last(bench)->text, "Some Show 1x02 is not recorded: journal.spool"));
    play(bench, 462);
    assert_int_equal(bench->notices - said, 2);
    play(bench, 955);
    assert_int_equal(bench->notices - said, 10);
    keep_out(bench, false);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    struct seen *seen = entries_of(bench);
    assert_int_equal(seen->count, 2);
    assert_int_equal(seen->entries[1].watched_at, NOON + 400);
    assert_int_equal(seen->entries[0].watched_at, NOON + 900);
}

static void spool_that_cannot_be_drained_is_said_once(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    tempdir_plant(bench->folder, "journal.spool", "directory");
    int said = bench->notices;
    play(bench, 850);
    assert_non_null(strstr(last(bench)->text, "journal.spool is not a regular file"));
    assert_int_equal(entries_of(bench)->count, 1);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_MARK});
    tell(bench, (struct epi_fact){.kind = EPI_FACT_MARK});
    assert_int_equal(bench->notices - said, 3);
    tempdir_clear(bench->folder, "journal.spool");
}

static void without_its_options_it_does_nothing(void **state)
{
    struct bench *bench = *state;
    int said = 0;

    snprintf(bench->config.unreadable, sizeof(bench->config.unreadable), "cannot read conf");
    bench->config.live = true;
    load(bench, "/tv/Firefly.S01E02.mkv");
    assert_string_equal(last(bench)->text, "cannot read conf");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_ERROR);
    assert_int_equal(last(bench)->level, EPI_LEVEL_ERROR);
    play(bench, LENGTH);
    load(bench, "/tv/Firefly.S01E03.mkv");
    assert_int_equal(bench->notices, 1); /* once for all files, but for each key */
    for (int kind = EPI_FACT_RATE; kind <= EPI_FACT_SEARCH; kind++) {
        tell(bench, (struct epi_fact){.kind = (enum epi_fact_kind)kind, .value = 1});
        assert_int_equal(bench->notices, 2 + said++);
        assert_string_equal(last(bench)->text, "cannot read conf");
    }
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    recorder_free(bench->recorder);
    assert_int_equal(bench->look_ups + bench->deliveries, 0);
    assert_string_equal(bench->live, "");
    assert_int_equal(rmdir(bench->folder), 0); /* nothing was written */
    free(bench->folder);
    bench->folder = tempdir_make();
    start(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(full_play_is_one_row_and_one_job),
        TEST(a_film_counts_if_films_are_kept),
        TEST(what_nothing_sends_is_said_to_be_kept),
        TEST(what_is_sent_by_itself_is_left_to_the_courier),
        TEST(what_is_watched_live_is_asked_about_again_at_its_end),
        TEST(sound_alone_is_no_episode),
        TEST(seek_to_the_end_earns_nothing),
        TEST(two_sittings_are_one),
        TEST(a_copy_that_is_read_alike_goes_on),
        TEST(what_is_behind_one_address_is_not_mixed),
        TEST(two_series_of_one_title_are_not_mixed),
        TEST(how_long_sittings_are_joined_is_a_choice),
        TEST(each_episode_of_a_file_counts_by_itself),
        TEST(more_episodes_than_a_file_can_hold_do_not_count),
        TEST(name_without_an_episode_does_nothing),
        TEST(ignored_folder_does_nothing),
        TEST(a_file_that_is_really_elsewhere_leaves_no_trace),
        TEST(what_is_watched_waits_for_its_folder),
        TEST(a_kill_loses_nothing_that_waits_for_its_folder),
        TEST(file_of_a_folder_that_ignores_it_leaves_no_trace),
        TEST(folder_that_does_not_answer_is_asked_again),
        TEST(private_mode_writes_and_asks_nothing),
        TEST(short_file_counts_by_key_alone),
        TEST(address_keeps_no_secret),
        TEST(title_that_ends_an_address_keeps_no_secret),
        TEST(title_of_an_address_keeps_no_secret),
        TEST(a_file_that_the_user_named_counts_like_any_other),
        TEST(first_start_of_all_says_what_goes_where),
        TEST(what_an_account_may_not_do_is_said_daily),
        TEST(folder_that_cannot_be_had_is_said_and_survived),
        TEST(what_cannot_be_recorded_is_tried_again_now_and_then),
        TEST(spool_that_cannot_be_drained_is_said_once),
        TEST(without_its_options_it_does_nothing),
    };

    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
