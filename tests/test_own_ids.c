/* SPDX-License-Identifier: MIT
 *
 * What was found at one catalogue, sent to a service that numbers its episodes differently.
 */
#include "tests/worker.h"

/* Over a catalogue with a series that TheTVDB and TVmaze number differently. */
static int setup_marking(void **state)
{
    return setup_with(state, EPIMARK_TEST_DATA "/services.txt", "tvmaze");
}

static int setup_playing(void **state)
{
    return setup_with(state, EPIMARK_TEST_DATA "/services.txt", "trakt");
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
    struct record rating = {.kind = RECORD_RATED, .at = NOW, .nth = 1, .episodes = 1, .value = 8};

    sign_in_trakt(bench);
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

/* ---- One that is several elsewhere ---- */

/* Records that an episode of a file was watched, or (value) rated. */
static int64_t record_nth(struct bench *bench, const char *path, int nth, int episodes, int value)
{
    struct record record = {.kind = value ? RECORD_RATED : RECORD_WATCHED,
                            .at = bench->now + nth,
                            .path = path,
                            .size = 4711,
                            .duration = 6000,
                            .nth = nth,
                            .episodes = episodes,
                            .value = value};
    struct recorded recorded;

    assert_true(journal_add(worker_journal(bench->worker, NULL), &record, &recorded, &bench->err));
    return recorded.entry;
}

/* Takes the last act on an entry back, here and at the services. */
static void take_back(struct bench *bench, int64_t entry)
{
    struct record undo = {.kind = RECORD_UNDO, .at = bench->now + 9, .entry = entry, .size = -1};

    bench->now += 60; /* the clock stands still otherwise, and Trakt accepts one request a second */
    struct recorded recorded;
    assert_true(journal_add(worker_journal(bench->worker, NULL), &undo, &recorded, &bench->err));
    assert_true(recorded.undid);
    round_now(bench);
}

/* How many of what a service has ("marks", "plays", "ratings") have an id ("tvdb":1). */
static int held(struct bench *bench, const char *what, const char *ids, int64_t id)
{
    char *state = standin_state(bench->standin);
    char start[32];
    int count = 0;

    snprintf(start, sizeof(start), "\"%s\":[", what);
    char wanted[64];
    snprintf(wanted, sizeof(wanted), "\"%s\":%lld", ids, (long long)id);
    char *list = strstr(state, start);
    assert_non_null(list);
    strchr(list, ']')[0] = '\0';
    for (char *at = strstr(list, wanted); at; at = strstr(at + 1, wanted))
        count++;
    free(state);
    return count;
}

/* TheTVDB's 6x01 is TVmaze's 6x01 and 6x02: both are marked, and taken back. */
static void all_of_a_split_episode_is_marked(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    int64_t fog = record(bench, "/tv/The.Lamplighters.S06E01.mkv");
    record(bench, "/tv/The.Lamplighters.S06E02.mkv");
    record(bench, "/tv/The.Lamplighters.S06E03.mkv");
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 3);
    for (int64_t id = 9100061; id <= 9100065; id++)
        assert_int_equal(held(bench, "marks", "tvmaze", id), 1);
    assert_int_equal(entry_of(bench, fog)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, fog)->match.episode.tvdb, 9000061);
    assert_int_equal(entry_of(bench, fog)->match.episode.tvmaze, 9100061);
    take_back(bench, fog);
    assert_int_equal(held(bench, "marks", "tvmaze", 9100061), 0);
    assert_int_equal(held(bench, "marks", "tvmaze", 9100062), 0);
    assert_int_equal(held(bench, "marks", "tvmaze", 9100063), 1);
}

/* A half that TVmaze does not accept is no success. */
static void a_half_that_is_not_accepted_is_sent_again(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    assert_true(standin_fault(
        bench->standin,
        "{\"match\":\"POST /tvmaze/v1/scrobble/episodes\",\"do\":\"status\",\"status\":207,"
        "\"body\":[{\"code\":200,\"result\":{\"episode_id\":9100061,\"type\":0}},"
        "{\"code\":404,\"message\":\"Unknown episode\"}]}"));
    int64_t fog = record(bench, "/tv/The.Lamplighters.S06E01.mkv");
    round_now(bench);
    assert_int_equal(bench->round.delivered.later, 1);
    bench->now = bench->next_at;
    round_now(bench);
    assert_int_equal(held(bench, "marks", "tvmaze", 9100062), 1);
    assert_int_equal(entry_of(bench, fog)->state, ENTRY_SENT);
}

/* TheTVDB's 6x04 and 6x05 are one at TVmaze. */
static void what_is_one_there_is_marked_once(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    int64_t rain = record_nth(bench, "/tv/The.Lamplighters.S06E04E05.mkv", 1, 2, 0);
    int64_t wind = record_nth(bench, "/tv/The.Lamplighters.S06E04E05.mkv", 2, 2, 0);
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "* /tvmaze/v1/scrobble/*"), 1);
    assert_int_equal(entry_of(bench, rain)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, wind)->state, ENTRY_SENT);
    assert_int_equal(entry_of(bench, wind)->match.episode.tvmaze, 9100066);
    /* One half stands as long as the other does. */
    take_back(bench, rain);
    assert_int_equal(standin_count(bench->standin, "DELETE *"), 0);
    take_back(bench, wind);
    assert_int_equal(held(bench, "marks", "tvmaze", 9100066), 0);
}

/* The same from two files, one after the other; another day it is another viewing. */
static void the_other_half_needs_no_request(void **state)
{
    struct bench *bench = *state;

    sign_in_tvdb(bench);
    sign_in(bench);
    record(bench, "/tv/The.Lamplighters.S06E04.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "* /tvmaze/v1/scrobble/*"), 1);
    bench->now += 3600;
    int64_t wind = record(bench, "/tv/The.Lamplighters.S06E05.mkv");
    round_now(bench);
    assert_int_equal(entry_of(bench, wind)->state, ENTRY_SENT);
    assert_int_equal(standin_count(bench->standin, "* /tvmaze/v1/scrobble/*"), 1);
    bench->now += DAY;
    record(bench, "/tv/The.Lamplighters.S06E05.mkv");
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, "* /tvmaze/v1/scrobble/*"), 2);
}

/* TVmaze's 6x01 and 6x02 are Trakt's 6x01. */
static void what_is_one_there_is_played_once(void **state)
{
    struct bench *bench = *state;

    sign_in_trakt(bench);
    int64_t first = record_nth(bench, "/tv/The.Lamplighters.S06E01E02.mkv", 1, 2, 0);
    int64_t second = record_nth(bench, "/tv/The.Lamplighters.S06E01E02.mkv", 2, 2, 0);
    round_now(bench);
    assert_int_equal(held(bench, "plays", "tvdb", 9000061), 1);
    assert_int_equal(entry_of(bench, second)->state, ENTRY_SENT);
    take_back(bench, first);
    assert_int_equal(held(bench, "plays", "tvdb", 9000061), 1);
    take_back(bench, second);
    assert_int_equal(held(bench, "plays", "tvdb", 9000061), 0);
}

/* TVmaze's 6x06 is Trakt's 6x04 and 6x05. */
static void all_of_a_split_episode_is_played_and_rated(void **state)
{
    struct bench *bench = *state;

    sign_in_trakt(bench);
    int64_t both = record_nth(bench, "/tv/The.Lamplighters.S06E06.mkv", 1, 1, 0);
    round_now(bench);
    bench->now += 60;
    record_nth(bench, "/tv/The.Lamplighters.S06E06.mkv", 1, 1, 8);
    round_now(bench);
    for (int64_t id = 9000064; id <= 9000065; id++) {
        assert_int_equal(held(bench, "plays", "tvdb", id), 1);
        assert_int_equal(held(bench, "ratings", "tvdb", id), 1);
    }
    take_back(bench, both);
    assert_int_equal(held(bench, "ratings", "tvdb", 9000065), 0);
    take_back(bench, both);
    assert_int_equal(held(bench, "plays", "tvdb", 9000064), 0);
    assert_int_equal(held(bench, "plays", "tvdb", 9000065), 0);
}

/* Another process over the same journal. */
static void begin_again(struct bench *bench)
{
    struct worker_host host = {.context = bench, .now_ms = now_ms};

    worker_free(bench->worker);
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
}

static void rate_season(struct bench *bench, int64_t entry, int value)
{
    bench->now += 60;
    struct record rating = {.kind = RECORD_RATED,
                            .scope = EPI_SCOPE_SEASON,
                            .at = bench->now,
                            .entry = entry,
                            .value = value};
    struct recorded recorded;
    assert_true(journal_add(worker_journal(bench->worker, NULL), &rating, &recorded, NULL));
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 1);
}

static void what_trakt_calls_a_season_is_asked_for_once(void **state)
{
    struct bench *bench = *state;

    sign_in_trakt(bench);
    int64_t entry = record_nth(bench, "/tv/The.Lamplighters.S01E02.mkv", 1, 1, 0);
    round_now(bench);
    rate_season(bench, entry, 8);
    assert_int_equal(standin_count(bench->standin, "GET /trakt/search/*"), 1);
    int asked = standin_count(bench->standin, "GET *");
    begin_again(bench);
    bench->now += 90 * DAY; /* no answer that was kept for a while is left */
    rate_season(bench, entry, 9);
    assert_int_equal(standin_count(bench->standin, "GET *"), asked);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define MARKING(name) cmocka_unit_test_setup_teardown(name, setup_marking, teardown)
#define PLAYING(name) cmocka_unit_test_setup_teardown(name, setup_playing, teardown)
        MARKING(episode_of_tvdb_is_marked_as_tvmaze_numbers_it),
        MARKING(episode_that_no_title_or_date_confirms_is_held),
        MARKING(episode_of_tvmaze_is_rated_by_its_id_at_trakt),
        MARKING(episode_that_tvmaze_gave_another_id_is_carried_anew),
        MARKING(all_of_a_split_episode_is_marked),
        MARKING(a_half_that_is_not_accepted_is_sent_again),
        MARKING(what_is_one_there_is_marked_once),
        MARKING(the_other_half_needs_no_request),
        PLAYING(what_is_one_there_is_played_once),
        PLAYING(what_trakt_calls_a_season_is_asked_for_once),
        PLAYING(all_of_a_split_episode_is_played_and_rated),
    };

    return cmocka_run_group_tests_name("own_ids", tests, NULL, NULL);
}
