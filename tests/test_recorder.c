/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/identify/candidates.h"
#include "core/identify/title_key.h"
#include "core/journal/journal.h"
#include "core/player/recorder.h"
#include "tests/doubles/tempdir.h"

enum { NOON = 1700000000, LENGTH = 1000 };

/* A recorder with a journal of its own, and all it said and asked for. */
struct bench {
    struct epi_config config;
    char *folder;
    struct recorder *recorder;
    double clock;
    int64_t at;
    double position;
    struct epi_notice last;  /* shown */
    struct epi_notice noted; /* logged */
    int notices;
    int look_ups;
    int deliveries;
    char looked_up[JOURNAL_PATH_MAX];
    char live[512]; /* "start 1 0; pause 1 40; " */
};

static void take_notice(void *context, const struct epi_notice *notice)
{
    struct bench *bench = context;

    if (notice->kind == EPI_NOTICE_LOG) {
        bench->noted = *notice;
        return;
    }
    bench->last = *notice;
    bench->notices++;
}

static void take_job(void *context, const struct job *job)
{
    static const char *const actions[] = {"start", "pause", "stop"};
    struct bench *bench = context;
    size_t len = strlen(bench->live);

    if (job->kind == JOB_LOOK_UP) {
        bench->look_ups++;
        snprintf(bench->looked_up, sizeof(bench->looked_up), "%s", job->path);
    } else if (job->kind == JOB_DELIVER) {
        bench->deliveries++;
    } else {
        snprintf(bench->live + len, sizeof(bench->live) - len, "%s %d %.0f; ", actions[job->action],
                 job->nth, job->progress);
    }
}

static void start(struct bench *bench)
{
    struct recorder_host host = {.context = bench, .notice = take_notice, .job = take_job};

    bench->recorder = recorder_new(&bench->config, bench->folder, &host);
    assert_non_null(bench->recorder);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));

    config_init(&bench->config);
    bench->folder = tempdir_make();
    bench->at = NOON;
    start(bench);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    recorder_free(bench->recorder);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

static void tell(struct bench *bench, struct epi_fact fact)
{
    fact.clock = bench->clock;
    fact.at = bench->at + (int64_t)bench->clock;
    recorder_tell(bench->recorder, &fact);
}

static void load(struct bench *bench, const char *path)
{
    bench->position = 0;
    tell(bench, (struct epi_fact){
                    .kind = EPI_FACT_LOADED, .path = path, .duration = LENGTH, .size = 4711});
}

static void stand(struct bench *bench, bool playing)
{
    tell(bench, (struct epi_fact){.kind = EPI_FACT_POSITION,
                                  .position = bench->position,
                                  .speed = 1,
                                  .playing = playing});
}

static void play(struct bench *bench, double until)
{
    stand(bench, true);
    while (bench->position < until) {
        double step = until - bench->position < 1 ? until - bench->position : 1;

        bench->position += step;
        bench->clock += step;
        stand(bench, true);
    }
}

static void seek(struct bench *bench, double to)
{
    tell(bench, (struct epi_fact){.kind = EPI_FACT_BREAK});
    bench->position = to;
}

static void press(struct bench *bench, enum epi_fact_kind kind, int value)
{
    bench->last.text[0] = '\0';
    tell(bench, (struct epi_fact){.kind = kind, .value = value});
}

/* What the journal holds, read by a connection of its own. */
struct seen {
    struct entry entries[8];
    size_t count;
};

static bool see(void *context, const struct entry *entry)
{
    struct seen *seen = context;

    seen->entries[seen->count++] = *entry;
    return seen->count < 8;
}

static struct seen *entries_of(struct bench *bench)
{
    static struct seen seen;
    struct plan plan = {0};
    struct entries_filter filter = {0};
    struct epi_error err = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, &err);

    seen.count = 0;
    assert_non_null(journal);
    assert_true(entries_each(journal, &filter, see, &seen, &err));
    journal_close(journal);
    return &seen;
}

static void full_play_is_one_row_and_one_job(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->look_ups, 1);
    play(bench, 790);
    assert_int_equal(entries_of(bench)->count, 0);
    play(bench, 810);
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_true(seen->entries[0].watched_at >= NOON + 790);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E02.mkv");
    assert_int_equal(seen->entries[0].rating, -1);
    assert_int_equal(bench->deliveries, 1);
    play(bench, 1000);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_int_equal(entries_of(bench)->count, 1);
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

static void each_episode_of_a_file_counts_by_itself(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "/tv/Some Show S01E02E03.mkv");
    play(bench, 450);
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].nth, 1);
    assert_int_equal(seen->entries[0].episodes, 2);
    play(bench, 1000);
    seen = entries_of(bench);
    assert_int_equal(seen->count, 2);
    assert_int_equal(seen->entries[0].nth, 2);
}

static void name_without_an_episode_does_nothing(void **state)
{
    struct bench *bench = *state;

    load(bench, "/films/holiday video.mkv");
    play(bench, 1000);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(bench->last.text, "not read as an episode"));
    assert_int_equal(entries_of(bench)->count, 0);
}

static void ignored_folder_does_nothing(void **state)
{
    struct bench *bench = *state;

    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "/tv/secret");
    load(bench, "/tv/secret/Some Show S01E02.mkv");
    play(bench, 1000);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(bench->last.text, "ignore="));
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
}

static void private_mode_writes_and_asks_nothing(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_TOGGLE, 0);
    assert_int_equal(bench->last.kind, EPI_NOTICE_PRIVATE);
    assert_int_equal(bench->last.value, 1);
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 1000);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(bench->last.text, "private mode"));
    press(bench, EPI_FACT_TOGGLE, 0);
    assert_int_equal(bench->last.value, 0);
    assert_int_equal(bench->look_ups, 1); /* what goes on after it is public again */
    assert_int_equal(entries_of(bench)->count, 0);
}

static void short_file_counts_by_key_alone(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    bench->config.min_seconds = LENGTH + 1;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 1000);
    assert_int_equal(bench->look_ups, 0);
    assert_int_equal(entries_of(bench)->count, 0);
    press(bench, EPI_FACT_MARK, 0);
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_true(seen->entries[0].watched_at > 0);
}

static void rating_is_kept_at_once_and_says_so(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    press(bench, EPI_FACT_RATE, 8);
    assert_non_null(strstr(bench->last.text, "Some Show 1x02: rated 8"));
    assert_non_null(strstr(bench->last.text, "kept"));
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 8);
    assert_int_equal(seen->entries[0].state, ENTRY_RATED);
    press(bench, EPI_FACT_RATE, 0);
    assert_non_null(strstr(bench->last.text, "taken back"));
    assert_int_equal(entries_of(bench)->entries[0].rating, 0);
}

static void season_and_series_are_rated_by_keys_of_their_own(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    struct seen *seen;
    bool first;

    assert_true(outbox_signed_in(journal, "trakt", "me", true, NOON, NULL));
    assert_true(outbox_hold(journal, "trakt", "rate-season", "no seasons", NOON, &first, NULL));
    journal_close(journal);
    load(bench, "/tv/Some Show S02E03E04.mkv");
    press(bench, EPI_FACT_RATE, 5);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SERIES, .value = 8});
    assert_string_equal(bench->last.text,
                        "Some Show, the series: rated 8 of 10 (kept, will be sent)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SEASON, .value = 7});
    assert_string_equal(bench->last.text, "Some Show, season 2: rated 7 of 10 (kept; `epimark "
                                          "status trakt` tells why it waits)");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .scope = EPI_SCOPE_SERIES});
    assert_non_null(strstr(bench->last.text, "Some Show, the series: rating taken back"));
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(bench->last.text, "Some Show, the series: rating taken back");
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].rating, 5);
    assert_int_equal(seen->entries[0].season_rating, 7);
    assert_int_equal(seen->entries[0].series_rating, 8);
}

static void key_means_the_last_file_for_half_an_hour(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_RATE, 5);
    assert_non_null(strstr(bench->last.text, "no episode was on screen"));
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    bench->clock += 29 * 60;
    press(bench, EPI_FACT_RATE, 7);
    assert_non_null(strstr(bench->last.text, "rated 7"));
    bench->clock += 2 * 60;
    press(bench, EPI_FACT_RATE, 9);
    assert_non_null(strstr(bench->last.text, "not rated"));
    assert_int_equal(entries_of(bench)->entries[0].rating, 7);
}

static void previous_means_the_file_before(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 10);
    load(bench, "/tv/Some Show S01E03.mkv");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_RATE, .value = 6, .previous = true});
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_string_equal(seen->entries[0].path, "/tv/Some Show S01E02.mkv");
    assert_int_equal(seen->entries[0].rating, 6);
}

static void rating_means_the_episode_on_screen(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "/tv/Some Show S01E02E03.mkv");
    seek(bench, 700);
    stand(bench, true);
    press(bench, EPI_FACT_RATE, 4);
    assert_non_null(strstr(bench->last.text, "1x03"));
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->entries[0].nth, 2);
}

static void undo_takes_the_last_thing_back(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(bench->last.text, "nothing to take back");
    load(bench, "/tv/Some Show S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    press(bench, EPI_FACT_RATE, 8);
    press(bench, EPI_FACT_UNDO, 0);
    assert_non_null(strstr(bench->last.text, "rating taken back"));
    seen = entries_of(bench);
    assert_true(seen->entries[0].rating <= 0);
    assert_true(seen->entries[0].watched_at > 0);
    press(bench, EPI_FACT_UNDO, 0);
    assert_non_null(strstr(bench->last.text, "watched taken back"));
    assert_int_equal(entries_of(bench)->entries[0].state, ENTRY_UNDONE);
}

static void address_keeps_no_secret(void **state)
{
    struct bench *bench = *state;
    struct seen *seen;

    load(bench, "https://me:hunter2@host.example/Some%20Show%20S01E02.mkv?token=tops3cret");
    play(bench, 850);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_null(strstr(bench->looked_up, "hunter2"));
    assert_null(strstr(bench->looked_up, "tops3cret"));
    seen = entries_of(bench);
    assert_int_equal(seen->count, 1);
    assert_null(strstr(seen->entries[0].path, "hunter2"));
    assert_null(strstr(seen->entries[0].path, "tops3cret"));
}

static void answer_is_remembered(void **state)
{
    struct bench *bench = *state;
    struct match candidates[2] = {{.series = {.title = "Some Show", .year = 2005}},
                                  {.series = {.title = "Some Show", .year = 2019}}};
    struct plan plan = {0};
    struct journal *journal;
    struct guess guess;
    struct correction correction = {0};
    const char *path = "/tv/Some Show S01E02.mkv";
    char key[CANDIDATES_KEY_MAX];
    char *text;
    bool found = false;

    candidates[0].series.ids.tvmaze = 11;
    candidates[1].series.ids.tvmaze = 22;
    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_non_null(strstr(bench->last.text, "nothing to choose"));

    text = candidates_write(candidates, 2);
    match_parse(path, strlen(path), &guess);
    candidates_key(path, &guess, key);
    journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(cache_keep(journal, key, text, NOON + 1000, NOON, NULL));
    free(text);

    press(bench, EPI_FACT_CHOOSE, 0);
    assert_int_equal(bench->last.kind, EPI_NOTICE_CHOICES);
    assert_string_equal(bench->last.text, "1 Some Show (2005)\n2 Some Show (2019)");
    press(bench, EPI_FACT_ANSWER, 3);
    assert_non_null(strstr(bench->last.text, "kept until you say"));
    press(bench, EPI_FACT_ANSWER, 2);
    assert_non_null(strstr(bench->last.text, "Some Show (2019) it is"));
    assert_int_equal(bench->look_ups, 2);
    press(bench, EPI_FACT_CHOOSE, 0);
    {
        char title_key[MATCH_TITLE_MAX];

        title_key_of(&guess, title_key, sizeof(title_key));
        assert_true(corrections_find(journal, path, title_key, &correction, &found, NULL));
    }
    assert_true(found);
    assert_int_equal(correction.series.tvmaze, 22);
    journal_close(journal);
}

static void live_watching_is_told_as_it_goes(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    stand(bench, false);
    stand(bench, false);
    play(bench, 900);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_string_equal(bench->live, "start 1 0; pause 1 10; start 1 10; stop 1 90; ");
}

/* A service guesses from the position when it ends: a far jump is told, a small one is not. */
static void live_watching_is_told_of_jumps(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    seek(bench, 130);
    play(bench, 200);
    assert_string_equal(bench->live, "start 1 0; ");
    seek(bench, 231);
    play(bench, 300);
    assert_string_equal(bench->live, "start 1 0; start 1 23; ");
    for (int i = 0; i < 10; i++) { /* to and fro is no way */
        seek(bench, 260);
        stand(bench, true);
        seek(bench, 300);
        stand(bench, true);
    }
    assert_string_equal(bench->live, "start 1 0; start 1 23; ");
    stand(bench, false);
    seek(bench, 500);
    stand(bench, false);
    assert_string_equal(bench->live, "start 1 0; start 1 23; pause 1 30; ");
    play(bench, 501);
    assert_string_equal(bench->live, "start 1 0; start 1 23; pause 1 30; start 1 50; ");
}

static void live_watching_follows_the_episodes_of_a_file(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02E03.mkv");
    play(bench, 550);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_string_equal(bench->live, "start 1 0; stop 1 100; start 2 0; stop 2 10; ");
}

static void no_live_watching_where_it_is_not_wanted(void **state)
{
    struct bench *bench = *state;

    bench->config.live = false;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    assert_string_equal(bench->live, "");
}

static void first_start_of_all_says_what_goes_where(void **state)
{
    struct bench *bench = *state;

    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->notices, 1);
    assert_non_null(strstr(bench->last.text, "TVmaze"));
    recorder_free(bench->recorder);
    start(bench);
    load(bench, "/tv/Some Show S01E02.mkv");
    assert_int_equal(bench->notices, 1);
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
    assert_int_equal(bench->last.level, EPI_LEVEL_ERROR);
    play(bench, 850);
    press(bench, EPI_FACT_RATE, 8);
    assert_int_equal(bench->last.level, EPI_LEVEL_ERROR);
    *strrchr(bench->folder, '/') = '\0';
}

static void without_its_options_it_does_nothing(void **state)
{
    struct bench *bench = *state;
    int said = 0;

    snprintf(bench->config.unreadable, sizeof(bench->config.unreadable), "cannot read conf");
    bench->config.live = true;
    load(bench, "/tv/Firefly.S01E02.mkv");
    assert_string_equal(bench->last.text, "cannot read conf");
    assert_int_equal(bench->last.level, EPI_LEVEL_ERROR);
    play(bench, LENGTH);
    load(bench, "/tv/Firefly.S01E03.mkv");
    assert_int_equal(bench->notices, 1); /* once for all files, but for each key */
    for (int kind = EPI_FACT_RATE; kind <= EPI_FACT_ANSWER; kind++) {
        tell(bench, (struct epi_fact){.kind = (enum epi_fact_kind)kind, .value = 1});
        assert_int_equal(bench->notices, 2 + said++);
        assert_string_equal(bench->last.text, "cannot read conf");
    }
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    recorder_free(bench->recorder);
    assert_int_equal(bench->look_ups + bench->deliveries, 0);
    assert_string_equal(bench->live, "");
    assert_int_equal(rmdir(bench->folder), 0); /* nothing was written */
    bench->folder = tempdir_make();
    start(bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(full_play_is_one_row_and_one_job),
        TEST(seek_to_the_end_earns_nothing),
        TEST(two_sittings_are_one),
        TEST(each_episode_of_a_file_counts_by_itself),
        TEST(name_without_an_episode_does_nothing),
        TEST(ignored_folder_does_nothing),
        TEST(private_mode_writes_and_asks_nothing),
        TEST(short_file_counts_by_key_alone),
        TEST(rating_is_kept_at_once_and_says_so),
        TEST(season_and_series_are_rated_by_keys_of_their_own),
        TEST(key_means_the_last_file_for_half_an_hour),
        TEST(previous_means_the_file_before),
        TEST(rating_means_the_episode_on_screen),
        TEST(undo_takes_the_last_thing_back),
        TEST(address_keeps_no_secret),
        TEST(answer_is_remembered),
        TEST(live_watching_is_told_as_it_goes),
        TEST(live_watching_is_told_of_jumps),
        TEST(live_watching_follows_the_episodes_of_a_file),
        TEST(no_live_watching_where_it_is_not_wanted),
        TEST(first_start_of_all_says_what_goes_where),
        TEST(folder_that_cannot_be_had_is_said_and_survived),
        TEST(without_its_options_it_does_nothing),
    };

    return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
