/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/http.h"
#include "core/base/secret.h"
#include "core/deliver/worker.h"
#include "core/identify/candidates.h"
#include "core/identify/folder_file.h"
#include "core/journal/entries.h"
#include "core/journal/entry.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "core/services/services.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"

enum { NOW = 1700000000, DAY = 86400 };

/* A worker over the stand-in services, with a journal of its own and a clock that the test sets. */
struct bench {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    struct http *http;
    struct worker *worker;
    int64_t now;
    struct worker_round round;
    int64_t next_at;
    struct epi_error err;
};

static int64_t now_ms(void *context)
{
    return ((struct bench *)context)->now * 1000;
}

static int setup_with(void **state, const char *catalogue)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct standin_options options = {.catalogue = catalogue};
    struct worker_host host = {.context = bench, .now_ms = now_ms};

    bench->now = NOW;
    bench->folder = tempdir_make();
    bench->standin = standin_start(&options);
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    places_set(&bench->config, bench->standin);
    bench->http = http_new("", 10, &bench->err);
    assert_non_null(bench->http);
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
    *state = bench;
    return 0;
}

static int setup(void **state)
{
    return setup_with(state, NULL);
}

/* Over a catalogue with a series that TheTVDB and TVmaze number differently. */
static int setup_disagreeing(void **state)
{
    return setup_with(state, EPIMARK_TEST_DATA "/services.txt");
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    worker_free(bench->worker);
    http_free(bench->http);
    standin_stop(bench->standin);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

static int64_t record(struct bench *bench, const char *path)
{
    struct record record = {
        .kind = RECORD_WATCHED, .at = bench->now, .path = path, .size = 4711, .duration = 3000};
    struct journal *journal = worker_journal(bench->worker, &bench->err);

    assert_non_null(journal);
    record.nth = record.episodes = 1;
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, &bench->err));
    return recorded.entry;
}

static void round_now(struct bench *bench)
{
    if (!worker_round(bench->worker, &bench->round, &bench->next_at, &bench->err))
        fail_msg("%s", bench->err.text);
}

static const struct entry *entry_of(struct bench *bench, int64_t id)
{
    static struct entry entry;
    bool found = false;

    assert_true(entries_find(worker_journal(bench->worker, NULL), id, &entry, &found, NULL));
    assert_true(found);
    return &entry;
}

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

static void sign_in(struct bench *bench)
{
    struct credentials credentials = {.account = STANDIN_TVMAZE_USER};

    assert_true(credentials_set(&credentials, "user", STANDIN_TVMAZE_USER));
    assert_true(credentials_set(&credentials, "key", STANDIN_TVMAZE_KEY));
    assert_true(
        secret_save(worker_secret(bench->worker), "tvmaze", &credentials, true, &bench->err));
    round_now(bench); /* what is recorded from now on is sent */
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

static void sign_in_tvdb(struct bench *bench)
{
    struct credentials credentials = {.account = "viewer"};

    assert_true(credentials_set(&credentials, "apikey", STANDIN_TVDB_KEY));
    assert_true(secret_save(worker_secret(bench->worker), "tvdb", &credentials, true, &bench->err));
}

/* TheTVDB's 1x03 is TVmaze's 1x02. */
static void episode_of_tvdb_is_marked_as_tvmaze_numbers_it(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    int64_t entry = record(bench, "/tv/The.Lamplighters.S01E03.mkv");
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/episodes/9100003"), 1);
    const struct entry *shown = entry_of(bench, entry);
    assert_int_equal(shown->match.episode.number, 3);
    assert_int_equal(shown->match.episode.tvdb, 9000003);
    assert_int_equal(shown->match.episode.tvmaze, 9100003);
    assert_int_equal(shown->match.series.ids.tvmaze, 90010);
    assert_int_equal(shown->state, ENTRY_SENT);
    /* The next one needs no request but its own. */
    int asked = standin_count(bench->standin, "GET *");
    record(bench, "/tv/The.Lamplighters.S01E04.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/episodes/9100004"), 1);
    assert_int_equal(standin_count(bench->standin, "GET *"), asked);
}

static void episode_that_no_title_or_date_confirms_is_held(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    int64_t entry = record(bench, "/tv/The.Lamplighters.S01E07.mkv");
    round_now(bench);
    assert_int_equal(bench->round.delivered.held, 1);
    assert_int_equal(standin_count(bench->standin, "* /tvmaze/v1/scrobble*"), 0);
    const struct entry *shown = entry_of(bench, entry);
    assert_int_equal(shown->deliveries[0].state, DELIVERY_HELD);
    assert_string_equal(shown->deliveries[0].error,
                        "The Lamplighters 1x07 is not sent to TVmaze: its 1x07 at TVmaze is “Neon” "
                        "of 2015-05-11, not “Gaslight” of 2015-04-06; `epimark fix` says which one "
                        "it is");
}

/* What is found at TVmaze is rated by the id of Trakt's episode with that title, and not by a
 * number that is another one's there. */
static void episode_of_tvmaze_is_rated_by_its_id_at_trakt(void **state)
{
    struct bench *bench = *state;
    struct credentials credentials = {.account = "viewer"};
    struct record rating = {.kind = RECORD_RATED, .at = NOW, .nth = 1, .episodes = 1, .value = 8};

    assert_true(credentials_set(&credentials, "client_id", STANDIN_TRAKT_ID) &&
                credentials_set(&credentials, "client_secret", STANDIN_TRAKT_SECRET) &&
                credentials_set(&credentials, "access_token", STANDIN_TRAKT_ACCESS) &&
                credentials_set(&credentials, "refresh_token", STANDIN_TRAKT_REFRESH) &&
                credentials_set(&credentials, "expires_at", "9999999999"));
    assert_true(
        secret_save(worker_secret(bench->worker), "trakt", &credentials, true, &bench->err));
    round_now(bench);
    rating.path = "/tv/The.Lamplighters.S01E02.mkv"; /* 1x03 at Trakt */
    struct recorded recorded;
    assert_true(journal_add(worker_journal(bench->worker, NULL), &rating, &recorded, NULL));
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 1);
    const struct entry *shown = entry_of(bench, recorded.entry);
    assert_int_equal(shown->match.episode.tvmaze, 9100003);
    assert_int_equal(shown->match.episode.tvdb, 9000003);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings"), 1);
}

/* TVmaze has given the episode another id since its list was kept. */
static void episode_that_tvmaze_gave_another_id_is_carried_anew(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    assert_true(standin_fault(
        bench->standin, "{\"match\":\"GET /tvmaze/shows/90010/episodes\",\"do\":\"body\","
                        "\"body\":[{\"id\":999999,\"season\":3,\"number\":1,\"name\":"
                        "\"Night Shift\",\"airdate\":\"2017-03-06\",\"type\":\"regular\"}]}"));
    int64_t entry = record(bench, "/tv/The.Lamplighters.S03E01.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/episodes/999999"), 1);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_equal(entry_of(bench, entry)->match.episode.tvmaze, 9100021);
    assert_int_equal(entry_of(bench, entry)->state, ENTRY_SENT);
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
#define DISAGREEING(name) cmocka_unit_test_setup_teardown(name, setup_disagreeing, teardown)
        DISAGREEING(episode_of_tvdb_is_marked_as_tvmaze_numbers_it),
        DISAGREEING(episode_that_no_title_or_date_confirms_is_held),
        DISAGREEING(episode_that_tvmaze_gave_another_id_is_carried_anew),
        DISAGREEING(episode_of_tvmaze_is_rated_by_its_id_at_trakt),
        TEST(file_beside_the_video_says_which_series_it_is),
        TEST(file_that_cannot_be_used_stops_the_look_up),
        TEST(what_a_player_parked_is_settled),
        TEST(nothing_of_an_ignored_folder_is_looked_up_or_sent),
        TEST(service_that_asked_for_a_pause_is_left_alone),
        TEST(cancelled_round_says_so),
    };

    return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
