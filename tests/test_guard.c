/* SPDX-License-Identifier: MIT
 *
 * Plays of the past, and what was imported, against what the services have: from the journal to the
 * requests.
 */
#include "core/base/json.h"
#include "core/deliver/guard.h"
#include "core/deliver/inventory.h"
#include "core/journal/imports.h"
#include "core/journal/outbox.h"
#include "core/journal/sql.h"
#include "core/services/services.h"
#include "tests/worker.h"

enum { HOUR = 3600 };

static const char versions[] = "GET /trakt/sync/last_activities";
static const char pages[] = "GET /trakt/users/me/history";
static const char adds[] = "POST /trakt/sync/history";
static const char marked[] = "GET /tvmaze/v1/scrobble/shows/169";
static const char rates[] = "POST /trakt/sync/ratings";

static int begin(void **state)
{
    int done = setup_with(state, NULL, "trakt");
    struct bench *bench = *state;
    sign_in_trakt(bench);
    return done;
}

static int begin_tvmaze(void **state)
{
    int done = setup_with(state, NULL, "tvmaze");
    sign_in(*state);
    return done;
}

static int begin_tvmaze_votes(void **state)
{
    int done = setup_with(state, NULL, "tvmaze");
    struct bench *bench = *state;
    const struct worker_host host = {.context = bench, .now_ms = now_ms};
    worker_free(bench->worker);
    snprintf(bench->config.rate_on, sizeof(bench->config.rate_on), "tvmaze");
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
    sign_in(bench);
    return done;
}

static int plays_held(struct bench *bench)
{
    char *text = standin_state(bench->standin);
    struct json *json = json_read(text, strlen(text), NULL);
    int count = (int)json_count(json_get(json, "plays"));
    json_free(json);
    free(text);
    return count;
}

/* Trakt has a play of episode 1xNUMBER of Breaking Bad. */
static void hold(struct bench *bench, int number, int64_t at)
{
    struct session *session = worker_session(bench->worker, &service_trakt, &bench->err);
    struct mark play = {.subject = {.series = {.tvdb = 81189},
                                    .series_title = "Breaking Bad",
                                    .season = 1,
                                    .number = number},
                        .at = at};
    struct epi_error result = {0};
    assert_non_null(session);
    bench->now += 2;
    assert_true(service_trakt.play(session, &play, 1, &result, &bench->err));
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* The rating that Trakt has last got; 0: none. */
static int rating_held(struct bench *bench)
{
    char *text = standin_state(bench->standin);
    struct json *json = json_read(text, strlen(text), NULL);
    const struct json *all = json_get(json, "ratings");
    const char *value = json_text(json_get(json_at(all, json_count(all) - 1), "rating"));
    int rating = json_count(all) > 0 ? (int)strtol(value, NULL, 10) : 0;
    json_free(json);
    free(text);
    return rating;
}

/* Trakt has a rating of Breaking Bad: of episode 1xNUMBER, of season 1 (-1). */
static void hold_rating(struct bench *bench, int number, int value, int64_t at)
{
    struct session *session = worker_session(bench->worker, &service_trakt, &bench->err);
    struct rating rating = {.subject = {.series = {.tvdb = 81189},
                                        .series_title = "Breaking Bad",
                                        .season = 1,
                                        .number = number},
                            .value = value,
                            .at = at};
    struct epi_error result = {0};
    assert_non_null(session);
    bench->now += 2;
    assert_true(service_trakt.rate(session, &rating, 1, &result, &bench->err));
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* It was done elsewhere then, and is taken in. */
static void take_in(struct bench *bench, struct import_act act, int number)
{
    enum import_standing standing;
    struct match match = {
        .series = {.ids = {.tvdb = 81189, .tvmaze = 169}, .title = "Breaking Bad", .year = 2008},
        .episode = {.season = 1, .number = number},
        .source = "tvmaze",
        .confidence = 1,
    };
    act.match = &match;
    act.path = act.title_key = "breakingbad";
    bench->now += 2;
    assert_true(imports_add(worker_journal(bench->worker, &bench->err), &act, 1, bench->now,
                            &standing, &bench->err));
    assert_int_equal(standing, IMPORT_NEW);
}

/* TVmaze has a mark of episode 1xNUMBER of Breaking Bad. */
static void hold_mark(struct bench *bench, int number, int64_t at)
{
    struct session *session = worker_session(bench->worker, &service_tvmaze, &bench->err);
    struct mark mark = {.subject = {.series = {.tvmaze = 169},
                                    .season = 1,
                                    .number = number,
                                    .tvmaze = 12191 + number},
                        .at = at};
    struct epi_error result = {0};
    assert_non_null(session);
    assert_true(service_tvmaze.mark(session, &mark, 1, &result, &bench->err));
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* TVmaze has a vote for episode 1xNUMBER of Breaking Bad, or (-1) for the series. It says itself
 * when that was: now. */
static void hold_vote(struct bench *bench, int number, int value)
{
    struct session *session = worker_session(bench->worker, &service_tvmaze, &bench->err);
    struct rating rating = {.subject = {.series = {.tvmaze = 169},
                                        .season = number < 0 ? -1 : 1,
                                        .number = number,
                                        .tvmaze = number < 0 ? 0 : 12191 + number},
                            .value = value};
    struct epi_error result = {0};
    assert_non_null(session);
    assert_true(service_tvmaze.rate(session, &rating, 1, &result, &bench->err));
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* When TVmaze has it marked; -1: it has not. */
static int64_t mark_held(struct bench *bench, int number)
{
    char *text = standin_state(bench->standin);
    struct json *json = json_read(text, strlen(text), NULL);
    const struct json *marks = json_get(json, "marks");
    int64_t at = -1;
    for (size_t i = 0; i < json_count(marks); i++) {
        const struct json *mark = json_at(marks, i);
        if (json_int(json_get(mark, "number"), 0) == number)
            at = json_int(json_get(mark, "marked_at"), -1);
    }
    json_free(json);
    free(text);
    return at;
}

/* A viewing from elsewhere, taken in. */
static void take_viewing(struct bench *bench, int number, int64_t at)
{
    take_in(bench, (struct import_act){.at = at, .nth = 1}, number);
}

/* A rating from elsewhere, taken in and sent. Returns the one that Trakt then has. */
static int rate(struct bench *bench, enum epi_scope scope, int number, int value, int64_t at)
{
    take_in(bench, (struct import_act){.rating = true, .scope = scope, .value = value, .at = at},
            number);
    round_now(bench);
    assert_int_equal(bench->round.delivered.held + bench->round.delivered.dead, 0);
    return rating_held(bench);
}

/* It was watched then; sent now. Returns what became of it. */
static const struct entry *watch(struct bench *bench, const char *path, int64_t at)
{
    int64_t now = bench->now + 2; /* as the pace of Trakt wants it */
    bench->now = at;
    int64_t entry = record(bench, path);
    bench->now = now;
    round_now(bench);
    return entry_of(bench, entry);
}

static void what_is_of_the_moment_is_sent_unasked(void **state)
{
    struct bench *bench = *state;
    hold(bench, 2, NOW - HOUR + 60);
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - HOUR + 60)->state,
                     ENTRY_SENT);
    assert_int_equal(plays_held(bench), 2);
    assert_int_equal(standin_count(bench->standin, versions), 0);
    assert_int_equal(standin_count(bench->standin, pages), 0);
}

static void what_is_there_is_not_added_again(void **state)
{
    struct bench *bench = *state;
    hold(bench, 2, NOW - 3 * DAY + 2999); /* its file runs for 3000 s */
    const struct entry *entry = watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY);
    assert_int_equal(entry->state, ENTRY_SENT);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(bench->round.delivered.sent, 0);
    assert_string_equal(entry->deliveries[0].error, "Trakt has this play already");
    assert_int_equal(plays_held(bench), 1);
    assert_int_equal(standin_count(bench->standin, pages), 1);
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, versions), 1);
}

/* Another journal that has it too may have sent it. */
static void an_hour_ago_is_the_past(void **state)
{
    struct bench *bench = *state;
    hold(bench, 2, NOW - HOUR - 60);
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - HOUR - 60)->state,
                     ENTRY_SENT);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(plays_held(bench), 1);
}

/* What waits is from another copy of the journal. */
static void come_from_elsewhere(struct bench *bench)
{
    struct journal *journal = worker_journal(bench->worker, &bench->err);
    assert_true(worker_identify(bench->worker, &bench->round, &bench->err));
    bench->now += 2;
    assert_true(sql_run(journal, &bench->err,
                        "UPDATE deliveries SET attempted = :ATTEMPT_ELSEWHERE WHERE acked <> seq",
                        ""));
}

static void what_another_journal_had_to_send_is_looked_up_together(void **state)
{
    struct bench *bench = *state;
    hold(bench, 2, NOW - 120);
    record(bench, "/tv/Breaking.Bad.S01E01.mkv");
    bench->now -= 120;
    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    record(bench, "/tv/Breaking.Bad.S01E03.mkv");
    bench->now += 120;
    come_from_elsewhere(bench);
    round_now(bench);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(bench->round.delivered.sent, 2);
    assert_int_equal(plays_held(bench), 3);
    assert_int_equal(standin_count(bench->standin, pages), 1);
    assert_int_equal(standin_count(bench->standin, adds), 2); /* with the one that was held */
}

static void another_viewing_is_added(void **state)
{
    struct bench *bench = *state;
    hold(bench, 2, NOW - 3 * DAY + 3000);
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY)->state, ENTRY_SENT);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_equal(plays_held(bench), 2);
}

/* What was sent is not asked for again, and not sent again. */
static void the_list_is_fetched_once(void **state)
{
    struct bench *bench = *state;
    hold(bench, 3, NOW - 30 * DAY);
    watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY);
    assert_int_equal(standin_count(bench->standin, pages), 1);
    watch(bench, "/tv/Breaking.Bad.S01E03.mkv", NOW - 30 * DAY);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(standin_count(bench->standin, pages), 2); /* the one page that is new */
    watch(bench, "/tv/Breaking.Bad.S01E04.mkv", NOW - 90 * DAY);
    assert_int_equal(standin_count(bench->standin, versions), 3);
    assert_int_equal(standin_count(bench->standin, pages), 2);
    assert_int_equal(standin_count(bench->standin, adds), 3); /* with the one that was held */
    assert_int_equal(plays_held(bench), 3);
}

static void without_an_answer_it_waits(void **state)
{
    struct bench *bench = *state;
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /trakt/users/me/history*\","
                                              "\"do\":\"status\",\"status\":503}"));
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY)->state,
                     ENTRY_WATCHED);
    assert_int_equal(bench->round.delivered.later, 1);
    assert_int_equal(standin_count(bench->standin, adds), 0);
    bench->now = bench->next_at;
    round_now(bench);
    assert_int_equal(plays_held(bench), 1);
}

static void a_service_that_has_no_list_is_sent_it(void **state)
{
    struct bench *bench = *state;
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /trakt/sync/last_activities\","
                                              "\"do\":\"status\",\"status\":404,\"nth\":0}"));
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY)->state, ENTRY_SENT);
    assert_int_equal(plays_held(bench), 1);
}

static void an_older_rating_does_not_replace_a_newer_one(void **state)
{
    struct bench *bench = *state;
    hold_rating(bench, 2, 3, NOW - DAY);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 2, 9, NOW - 9 * DAY), 3);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(standin_count(bench->standin, rates), 1);
}

static void a_rating_of_no_known_time_replaces_none(void **state)
{
    struct bench *bench = *state;
    hold_rating(bench, 2, 3, NOW - DAY);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 2, 9, 0), 3);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 3, 9, 0), 9);
}

static void a_newer_rating_replaces_an_older_one(void **state)
{
    struct bench *bench = *state;
    hold_rating(bench, 2, 3, NOW - 9 * DAY);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 2, 9, NOW - DAY), 9);
}

static void the_same_rating_is_not_sent_again(void **state)
{
    struct bench *bench = *state;
    hold_rating(bench, 2, 3, NOW - 9 * DAY);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 2, 3, NOW - DAY), 3);
    assert_int_equal(standin_count(bench->standin, rates), 1);
}

/* One of an episode says nothing of the season. */
static void a_rating_of_a_season_is_of_that_alone(void **state)
{
    struct bench *bench = *state;
    hold_rating(bench, 2, 3, NOW - DAY);
    assert_int_equal(rate(bench, EPI_SCOPE_SEASON, 2, 9, NOW - 9 * DAY), 9);
    hold_rating(bench, -1, 4, NOW);
    assert_int_equal(rate(bench, EPI_SCOPE_SEASON, 2, 8, NOW - DAY), 4);
}

static void an_older_mark_does_not_replace_a_newer_one(void **state)
{
    struct bench *bench = *state;
    hold_mark(bench, 2, NOW - 9 * DAY);
    hold_mark(bench, 3, NOW - 9 * DAY);
    hold_mark(bench, 4, NOW - 9 * DAY);
    take_viewing(bench, 1, NOW - 20 * DAY); /* is not there */
    take_viewing(bench, 2, NOW - 20 * DAY);
    take_viewing(bench, 3, NOW - 9 * DAY); /* the same */
    take_viewing(bench, 4, NOW - 2 * DAY);
    round_now(bench);
    assert_int_equal(mark_held(bench, 1), NOW - 20 * DAY);
    assert_int_equal(mark_held(bench, 2), NOW - 9 * DAY);
    assert_int_equal(mark_held(bench, 3), NOW - 9 * DAY);
    assert_int_equal(mark_held(bench, 4), NOW - 2 * DAY);
    assert_int_equal(bench->round.delivered.there, 2);
    assert_int_equal(bench->round.delivered.sent, 2);
    assert_int_equal(standin_count(bench->standin, marked), 1); /* once for all of them */
    round_now(bench);
    assert_int_equal(standin_count(bench->standin, marked), 1);
}

static void a_mark_of_no_known_time_replaces_none(void **state)
{
    struct bench *bench = *state;
    hold_mark(bench, 2, NOW - 9 * DAY);
    hold_mark(bench, 3, 0);
    take_viewing(bench, 1, 0);
    take_viewing(bench, 2, 0);
    take_viewing(bench, 3, NOW - 9 * DAY); /* now it is known */
    round_now(bench);
    assert_int_equal(mark_held(bench, 1), 0);
    assert_int_equal(mark_held(bench, 2), NOW - 9 * DAY);
    assert_int_equal(mark_held(bench, 3), NOW - 9 * DAY);
    assert_int_equal(bench->round.delivered.there, 1);
    int64_t entry = 2; /* in the order in which they were taken in */
    assert_string_equal(entry_of(bench, entry)->deliveries[0].error,
                        "TVmaze has this mark already");
}

static void a_mark_that_another_journal_had_to_send_replaces_no_newer_one(void **state)
{
    struct bench *bench = *state;
    hold_mark(bench, 2, NOW + 60);
    record(bench, "/tv/Breaking.Bad.S01E01.mkv");
    record(bench, "/tv/Breaking.Bad.S01E02.mkv");
    come_from_elsewhere(bench);
    round_now(bench);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(mark_held(bench, 1), NOW);
    assert_int_equal(mark_held(bench, 2), NOW + 60);
}

/* While TVmaze does not say what is marked, nothing that was imported is sent over it. */
static void marks_wait_for_the_answer(void **state)
{
    struct bench *bench = *state;
    hold_mark(bench, 2, NOW - 9 * DAY);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/v1/scrobble/shows/*\","
                                              "\"do\":\"status\",\"status\":503}"));
    take_viewing(bench, 1, NOW - 20 * DAY);
    take_viewing(bench, 2, NOW - 20 * DAY);
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E03.mkv", NOW)->state, ENTRY_SENT);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_equal(bench->round.delivered.there, 0);
    assert_int_equal(mark_held(bench, 1), -1);
    assert_int_equal(mark_held(bench, 2), NOW - 9 * DAY);
    for (int i = 0; i < 3; i++) {
        bench->now += DAY;
        round_now(bench);
    }
    assert_int_equal(mark_held(bench, 1), NOW - 20 * DAY);
    assert_int_equal(mark_held(bench, 2), NOW - 9 * DAY);
}

static void a_series_that_is_not_known_has_no_marks(void **state)
{
    struct bench *bench = *state;
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/v1/scrobble/shows/*\","
                                              "\"do\":\"status\",\"status\":404}"));
    take_viewing(bench, 1, NOW - 20 * DAY);
    take_viewing(bench, 2, NOW - 20 * DAY);
    round_now(bench);
    assert_int_equal(bench->round.delivered.sent, 2);
    assert_int_equal(standin_count(bench->standin, marked), 1);
}

/* A vote of that service is as new as it says, whatever was rated elsewhere before. */
static void an_older_vote_does_not_replace_a_newer_one(void **state)
{
    struct bench *bench = *state;
    hold_vote(bench, 2, 3);
    hold_vote(bench, -1, 4);
    rate(bench, EPI_SCOPE_EPISODE, 2, 9, NOW - 9 * DAY);
    assert_int_equal(bench->round.delivered.there, 1);
    rate(bench, EPI_SCOPE_SERIES, 2, 9, NOW - 9 * DAY);
    assert_int_equal(bench->round.delivered.there, 1);
    assert_int_equal(rate(bench, EPI_SCOPE_EPISODE, 3, 9, NOW - 9 * DAY), 9);
    assert_int_equal(bench->round.delivered.sent, 1);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/user/votes/episodes/*"), 2);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/user/votes/shows/*"), 1);
}

static void what_was_watched_here_is_marked_unasked(void **state)
{
    struct bench *bench = *state;
    hold_mark(bench, 2, NOW + DAY);
    assert_int_equal(watch(bench, "/tv/Breaking.Bad.S01E02.mkv", NOW - 3 * DAY)->state, ENTRY_SENT);
    assert_int_equal(mark_held(bench, 2), NOW - 3 * DAY);
    assert_int_equal(standin_count(bench->standin, marked), 0);
}

static void what_is_to_be_taken_back_is_not_held_up(void **state)
{
    const struct inventory trakt = {.service = &service_trakt, .now = NOW};
    const struct inventory tvmaze = {.service = &service_tvmaze, .now = NOW};
    const struct inventory tvdb = {.service = &service_tvdb, .now = NOW};
    struct due row = {.kind = DUE_PLAY, .value = 1, .at = NOW - 3 * DAY};
    (void)state;
    assert_true(guard_wants(&trakt, &row, 1));
    assert_false(guard_wants(&tvdb, &row, 1));
    row.at = 0;
    assert_true(guard_wants(&trakt, &row, 1));
    row.at = NOW;
    assert_false(guard_wants(&trakt, &row, 1));
    row.elsewhere = true;
    assert_true(guard_wants(&trakt, &row, 1));
    row.elsewhere = false;
    row.imported = true;
    assert_true(guard_wants(&trakt, &row, 1));
    row.value = 0;
    assert_false(guard_wants(&trakt, &row, 1));
    row.value = 1;
    row.kind = DUE_RATE;
    assert_true(guard_wants(&trakt, &row, 1));
    assert_false(guard_wants(&tvdb, &row, 1));
    row.imported = false;
    assert_false(guard_wants(&trakt, &row, 1));
    row.elsewhere = true;
    assert_true(guard_wants(&trakt, &row, 1));
    row.elsewhere = false;
    row.kind = DUE_MARK;
    assert_false(guard_wants(&tvmaze, &row, 1));
    row.imported = true;
    assert_true(guard_wants(&tvmaze, &row, 1));
    row.value = 0;
    assert_false(guard_wants(&tvmaze, &row, 1));
}

int main(void)
{
#define WITH_TRAKT(test)  cmocka_unit_test_setup_teardown(test, begin, teardown)
#define WITH_TVMAZE(test) cmocka_unit_test_setup_teardown(test, begin_tvmaze, teardown)
    const struct CMUnitTest tests[] = {
        WITH_TRAKT(what_is_of_the_moment_is_sent_unasked),
        WITH_TRAKT(what_is_there_is_not_added_again),
        WITH_TRAKT(an_hour_ago_is_the_past),
        WITH_TRAKT(what_another_journal_had_to_send_is_looked_up_together),
        WITH_TRAKT(another_viewing_is_added),
        WITH_TRAKT(the_list_is_fetched_once),
        WITH_TRAKT(without_an_answer_it_waits),
        WITH_TRAKT(a_service_that_has_no_list_is_sent_it),
        WITH_TRAKT(an_older_rating_does_not_replace_a_newer_one),
        WITH_TRAKT(a_rating_of_no_known_time_replaces_none),
        WITH_TRAKT(a_newer_rating_replaces_an_older_one),
        WITH_TRAKT(the_same_rating_is_not_sent_again),
        WITH_TRAKT(a_rating_of_a_season_is_of_that_alone),
        WITH_TVMAZE(an_older_mark_does_not_replace_a_newer_one),
        WITH_TVMAZE(a_mark_of_no_known_time_replaces_none),
        WITH_TVMAZE(a_mark_that_another_journal_had_to_send_replaces_no_newer_one),
        WITH_TVMAZE(marks_wait_for_the_answer),
        WITH_TVMAZE(a_series_that_is_not_known_has_no_marks),
        WITH_TVMAZE(what_was_watched_here_is_marked_unasked),
        cmocka_unit_test_setup_teardown(an_older_vote_does_not_replace_a_newer_one,
                                        begin_tvmaze_votes, teardown),
        cmocka_unit_test(what_is_to_be_taken_back_is_not_held_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
