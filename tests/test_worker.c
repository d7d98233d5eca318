/* SPDX-License-Identifier: MIT */
#include <sys/stat.h>
#include <unistd.h>

#include "core/identify/candidates.h"
#include "core/identify/folder_file.h"
#include "core/journal/outbox.h"
#include "core/services/services.h"
#include "tests/worker.h"

static void opens_nothing_before_it_is_needed(void **state)
{
    struct bench *bench = *state;
    char path[4200];

    snprintf(path, sizeof(path), "%s/journal.db", bench->folder);
    assert_string_equal(worker_warning(bench->worker), "");
    struct stat info;
    assert_int_not_equal(stat(path, &info), 0);
    assert_non_null(worker_journal(bench->worker, NULL));
    assert_int_equal(stat(path, &info), 0);
    assert_ptr_equal(worker_journal(bench->worker, NULL), worker_journal(bench->worker, NULL));
    assert_ptr_equal(worker_secret(bench->worker), worker_secret(bench->worker));
    assert_int_equal(standin_count(bench->standin, NULL), 0);
}

static void keeps_one_session_for_each_service(void **state)
{
    struct bench *bench = *state;

    for (size_t i = 0; services[i]; i++) {
        struct session *session = worker_session(bench->worker, services[i], &bench->err);

        assert_non_null(session);
        assert_ptr_equal(session, worker_session(bench->worker, services[i], NULL));
        for (size_t j = 0; j < i; j++)
            assert_ptr_not_equal(session, worker_session(bench->worker, services[j], NULL));
    }
}

static void round_identifies_each_entry_once(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record(bench, "/tv/Breaking.Bad.S01E02.mkv");

    round_now(bench);
    assert_int_equal(bench->round.identified, 1);
    assert_int_equal(bench->next_at, 0);
    assert_int_equal(entry_of(bench, entry)->match.episode.number, 2);
    int asked = standin_count(bench->standin, NULL);
    round_now(bench);
    assert_int_equal(bench->round.identified, 0);
    assert_int_equal(standin_count(bench->standin, NULL), asked);
}

static void unsure_entry_is_held_with_its_candidates(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record(bench, "/tv/The.Office.S01E02.mkv");

    round_now(bench);
    assert_int_equal(bench->round.held, 1);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_HELD);
    struct match *candidates = calloc(2, sizeof(*candidates));
    assert_int_equal(candidates_load(worker_journal(bench->worker, NULL),
                                     "/tv/The.Office.S01E02.mkv", NULL, bench->now, candidates, 2),
                     2);
    assert_non_null(strstr(candidates[1].series.title, "Office"));
    free(candidates);
}

static void failure_that_may_pass_doubles_its_delay(void **state)
{
    struct bench *bench = *state;
    int64_t delays[] = {60, 120, 240};

    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/*\",\"nth\":0,"
                                              "\"do\":\"status\",\"status\":500}"));
    for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
        round_now(bench);
        assert_int_equal(bench->next_at, bench->now + delays[i]);
        bench->now = bench->next_at;
    }
    assert_true(standin_control(bench->standin, "{\"faults\":null}"));
    round_now(bench);
    assert_int_equal(bench->round.identified, 1);
}

static void episode_unknown_yet_is_looked_up_daily_for_two_weeks(void **state)
{
    struct bench *bench = *state;

    record(bench, "/tv/Breaking.Bad.S01E77.mkv");
    round_now(bench);
    assert_int_equal(bench->next_at, NOW + DAY);
    bench->now += 14 * DAY;
    round_now(bench);
    assert_int_equal(bench->next_at, 0);
}

/* The catalogue gave an id that its own service does not know, and has put it right since. */
static void what_a_service_does_not_know_is_looked_up_anew(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    assert_true(standin_fault(
        bench->standin,
        "{\"match\":\"GET /tvmaze/shows/169/episodes\",\"do\":\"status\",\"status\":200,"
        "\"body\":[{\"id\":999999,\"season\":1,\"number\":2,\"name\":\"Wrong\","
        "\"airdate\":\"2008-01-27\",\"runtime\":60,\"type\":\"regular\"}]}"));
    int64_t entry = record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/episodes/999999"), 1);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_not_equal(entry_of(bench, entry)->match.episode.tvmaze, 999999);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
    assert_int_equal(bench->next_at, 0);
}

/* What is the same as before waits its time. */
static void what_is_still_not_known_waits(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"PUT /tvmaze/v1/scrobble/*\",\"nth\":0,"
                                              "\"do\":\"status\",\"status\":404}"));
    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/*"), 1);
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/shows/169/episodes"), 1);
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/shows/169/episodebynumber"), 1);
    assert_int_equal(bench->next_at, NOW + 3600);
}

/* Another process, which has heard nothing of the time. */
static void begin_again(struct bench *bench)
{
    struct worker_host host = {.context = bench, .now_ms = now_ms};

    worker_free(bench->worker);
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
}

static void tell_the_time(struct bench *bench, int64_t now)
{
    char knob[64];

    snprintf(knob, sizeof(knob), "{\"date\":%lld}", (long long)now);
    assert_true(standin_control(bench->standin, knob));
}

/* Signs in a day ahead, watches, is asked to wait, and goes back. */
static void what_waits_does_not_depend_on_a_clock_that_is_ahead(void **state)
{
    struct bench *bench = *state;

    tell_the_time(bench, NOW);
    bench->now = NOW + DAY;
    sign_in(bench);
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"PUT /tvmaze/v1/scrobble/*\",\"do\":\"status\","
                              "\"status\":429,\"headers\":{\"Retry-After\":\"600\"}}"));
    int64_t entry = record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    round_now(bench);
    assert_int_equal(worker_now(bench->worker), NOW);
    assert_int_equal(bench->next_at, NOW + 600);
    begin_again(bench);
    bench->now = NOW + 599; /* it is right again */
    tell_the_time(bench, bench->now);
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 0);
    bench->now = NOW + 600;
    int64_t next = record(bench, "/tv/Breaking.Bad.S01E03.mkv");
    round_now(bench);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, next)->state, ENTRY_SENT);
}

/* A computer without a battery begins in 1970, until it hears the time. */
static void what_waits_does_not_depend_on_a_clock_that_was_never_set(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/*\",\"nth\":0,"
                                              "\"do\":\"status\",\"status\":503}"));
    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    round_now(bench);
    assert_int_equal(bench->next_at, NOW + 60);
    begin_again(bench);
    bench->now = 30; /* it was started anew, and knows no time */
    int64_t entry = record(bench, "/tv/Breaking.Bad.S01E03.mkv");
    assert_true(standin_control(bench->standin, "{\"faults\":null}"));
    tell_the_time(bench, NOW + 120);
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 2);
    assert_int_equal(worker_now(bench->worker), NOW + 120);
    bench->now = NOW + 180; /* now it knows */
    tell_the_time(bench, bench->now);
    begin_again(bench);
    int64_t next = record(bench, "/tv/Breaking.Bad.S01E04.mkv");
    round_now(bench);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, next)->state, ENTRY_SENT);
}

/* ---- .epimark beside the videos ---- */

/* Records a video of two series' title in the bench's folder, of which the file says this. */
static int64_t record_beside(struct bench *bench, const char *text)
{
    char path[4200];

    snprintf(path, sizeof(path), "%s/The.Office.S01E02.mkv", bench->folder);
    tempdir_write(bench->folder, ".epimark", text, (size_t)-1);
    return record(bench, path);
}

static void file_beside_the_video_says_which_series_it_is(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record_beside(bench, "series=tvmaze:526\n");

    round_now(bench);
    assert_int_equal(bench->round.identified, 1);
    assert_int_equal(entry_of(bench, entry)->match.series.ids.tvmaze, 526);
    assert_true(worker_folder_file(bench->worker)->found);
}

static void file_that_cannot_be_used_stops_the_look_up(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record_beside(bench, "series=tvmaze:526\ncolour=blue\n");

    round_now(bench);
    assert_int_equal(bench->round.identified, 0);
    assert_int_equal(standin_count(bench->standin, NULL), 0);
    assert_non_null(strstr(entry_of(bench, entry)->error, ".epimark: line 2: unknown key"));
    /* The user puts it right. */
    tempdir_write(bench->folder, ".epimark", "series=tvmaze:526\n", (size_t)-1);
    bench->now = bench->next_at;
    round_now(bench);
    assert_int_equal(bench->round.identified, 1);
}

static void nothing_of_an_ignored_folder_is_looked_up_or_sent(void **state)
{
    struct bench *bench = *state;

    sign_in(bench);
    int asked = standin_count(bench->standin, NULL);
    int64_t entry = record_beside(bench, "ignore=yes\n");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, NULL), asked);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_UNDONE);
    assert_int_equal(bench->next_at, 0);
}

/* What a player parked of a file counts only if the place is allowed that it opened. */
static void what_was_parked_of_a_private_place_is_forgotten(void **state)
{
    struct bench *bench = *state;
    struct journal *journal = worker_journal(bench->worker, NULL);
    static const char *const opened[] = {"link/../Breaking.Bad.S01E02.mkv", "/proc/self/fd/0",
                                         "Breaking.Bad.S01E02.mkv"};
    char path[4200];

    snprintf(path, sizeof(path), "%s/private", bench->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/private/sub", bench->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    char opened_path[4200];
    snprintf(opened_path, sizeof(opened_path), "%s/link", bench->folder);
    assert_int_equal(symlink(path, opened_path), 0);
    snprintf(bench->config.ignore, sizeof(bench->config.ignore), "%s/private", bench->folder);
    snprintf(path, sizeof(path), "%s/Breaking.Bad.S01E02.mkv", bench->folder);
    for (int i = 0; i < 3; i++) {
        struct record parked = {
            .kind = RECORD_RATED, .at = NOW, .path = path, .size = 4711, .value = 8, .nth = 1};

        parked.episodes = 1;
        parked.opened = opened_path;
        snprintf(opened_path, sizeof(opened_path), "%s%s%s", *opened[i] == '/' ? "" : bench->folder,
                 *opened[i] == '/' ? "" : "/", opened[i]);
        assert_true(journal_park(journal, &parked, NULL));
        round_now(bench);
        assert_false(journal_has_parked(journal));
        assert_int_equal(bench->round.identified, i == 2);
    }
}

/* Parks a rating of a video in the bench's folder, of which the file says this. */
static void park_beside(struct bench *bench, const char *text)
{
    char path[4200];
    struct record parked = {
        .kind = RECORD_RATED, .at = NOW, .path = path, .size = 4711, .value = 8};

    snprintf(path, sizeof(path), "%s/Breaking.Bad.S01E02.mkv", bench->folder);
    parked.nth = parked.episodes = 1;
    tempdir_write(bench->folder, ".epimark", text, (size_t)-1);
    assert_true(journal_park(worker_journal(bench->worker, NULL), &parked, NULL));
}

/* A player parked it and was killed: it counts if the folder answers, and does not ignore it. */
static void what_a_player_parked_is_settled(void **state)
{
    struct bench *bench = *state;
    struct journal *journal = worker_journal(bench->worker, NULL);
    struct entry *entry = calloc(1, sizeof(*entry));

    park_beside(bench, "ignore=yes\n");
    round_now(bench);
    assert_false(journal_has_parked(journal));
    bool found;
    assert_true(entries_find(journal, 1, entry, &found, NULL));
    assert_false(found);
    free(entry);
    park_beside(bench, "colour=blue\n");
    round_now(bench);
    assert_false(journal_has_parked(journal));
    assert_int_equal(entry_of(bench, 1)->rating, 8);
    assert_non_null(strstr(entry_of(bench, 1)->error, ".epimark: line 1: unknown key"));
    assert_int_equal(standin_count(bench->standin, NULL), 0);
    park_beside(bench, "# nothing\n");
    bench->now = bench->next_at;
    round_now(bench);
    assert_int_equal(bench->round.identified, 1);
}

static void service_that_asked_for_a_pause_is_left_alone(void **state)
{
    struct bench *bench = *state;
    int64_t entry = record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    struct journal *journal = worker_journal(bench->worker, NULL);

    assert_true(outbox_pause(journal, "tvmaze", NOW + 100, NULL));
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, NULL), 0);
    assert_int_equal(bench->next_at, NOW + 100);
    assert_string_equal(entry_of(bench, entry)->error,
                        "TVmaze asks for no requests for the next 100 s");
}

static void cancelled_round_says_so(void **state)
{
    struct bench *bench = *state;

    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    http_cancel(bench->http);
    assert_false(worker_round(bench->worker, &bench->round, &bench->next_at, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_STOPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(opens_nothing_before_it_is_needed),
        TEST(keeps_one_session_for_each_service),
        TEST(round_identifies_each_entry_once),
        TEST(unsure_entry_is_held_with_its_candidates),
        TEST(failure_that_may_pass_doubles_its_delay),
        TEST(episode_unknown_yet_is_looked_up_daily_for_two_weeks),
        TEST(what_a_service_does_not_know_is_looked_up_anew),
        TEST(what_is_still_not_known_waits),
        TEST(what_waits_does_not_depend_on_a_clock_that_is_ahead),
        TEST(what_waits_does_not_depend_on_a_clock_that_was_never_set),
        TEST(file_beside_the_video_says_which_series_it_is),
        TEST(file_that_cannot_be_used_stops_the_look_up),
        TEST(what_was_parked_of_a_private_place_is_forgotten),
        TEST(what_a_player_parked_is_settled),
        TEST(nothing_of_an_ignored_folder_is_looked_up_or_sent),
        TEST(service_that_asked_for_a_pause_is_left_alone),
        TEST(cancelled_round_says_so),
    };

    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
