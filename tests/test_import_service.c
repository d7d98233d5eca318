/* SPDX-License-Identifier: MIT
 *
 * What an account holds at Trakt or TVmaze, imported: from the requests to the journal and back.
 */
#include "core/base/json.h"
#include "core/services/services.h"
#include "tests/client.h"
#include <epimark/import.h>

enum { WATCHED_AT = 1500000000 };

static const char pages[] = "GET /trakt/users/me/history";

static struct subject subject_of(int number)
{
    return (struct subject){.series = {.tvdb = 81189, .imdb = "tt0903747"},
                            .series_title = "Breaking Bad",
                            .season = 1,
                            .number = number};
}

/* Trakt has two plays, one of them of no known time, and a rating. */
static void hold(struct bench *bench)
{
    struct session *session = worker_session(bench->client->worker, &service_trakt, &bench->err);
    struct mark plays[2] = {{.subject = subject_of(2), .at = WATCHED_AT},
                            {.subject = subject_of(3), .at = 0}};
    struct rating rating = {.subject = subject_of(2), .value = 8, .at = WATCHED_AT};
    struct epi_error results[2] = {{0}};
    assert_non_null(session);
    OK(service_trakt.play(session, plays, 2, results, &bench->err));
    OK(service_trakt.rate(session, &rating, 1, results, &bench->err));
}

static size_t plays_held(struct bench *bench)
{
    char *text = standin_state(bench->standin);
    struct json *json = json_read(text, strlen(text), NULL);
    size_t count = json_count(json_get(json, "plays"));
    json_free(json);
    free(text);
    return count;
}

static struct epi_import *begin(struct bench *bench)
{
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_non_null(import);
    OK(epi_import_service_add(bench->client, "trakt", import, &bench->err));
    return import;
}

static int start(void **state)
{
    int done = setup(state);
    struct bench *bench = *state;
    snprintf(bench->config.scrobble_on, sizeof(bench->config.scrobble_on), "trakt");
    epi_client_free(bench->client);
    bench->client = epi_client_new(&bench->config, &bench->err);
    login_trakt(bench);
    no_pace(bench);
    return done;
}

/* How much would be sent to Trakt; at_most: what it has is not known. */
static void assert_to_trakt(const struct epi_import_plan *plan, size_t count, bool at_most)
{
    size_t sum = 0, targets = 0;
    for (size_t i = 0; i < plan->target_count; i++) {
        const struct epi_import_target *target = &plan->targets[i];
        if (strcmp(target->service, "trakt") != 0)
            continue;
        assert_int_equal(target->at_most, at_most);
        sum += target->count;
        targets++;
    }
    assert_int_equal(targets, 2); /* plays and ratings */
    assert_int_equal(sum, count);
}

static void a_plan_leaves_out_what_a_service_is_known_to_have(void **state)
{
    struct bench *bench = *state;
    struct epi_imported thing = {.size = sizeof(thing),
                                 .place = "",
                                 .watched = true,
                                 .watched_at = WATCHED_AT + 60,
                                 .rating = 8,
                                 .series = "Breaking Bad",
                                 .tvdb = 81189,
                                 .season = 1,
                                 .number = 2};
    hold(bench);
    for (int time = 0; time < 2; time++) {
        struct epi_import *import =
            time ? begin(bench) : epi_import_new(bench->client, &bench->err);
        OK(epi_import_add(import, &thing, &bench->err));
        thing.number = 4; /* which it does not have */
        OK(epi_import_add(import, &thing, &bench->err));
        thing.number = 2;
        const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
        OK(plan);
        assert_to_trakt(plan, time ? 2 : 4, time == 0);
        epi_import_free(import);
    }
}

static void what_trakt_has_is_taken_in_and_not_sent_back(void **state)
{
    struct bench *bench = *state;
    hold(bench);
    struct epi_import *import = begin(bench);
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    assert_non_null(plan);
    assert_int_equal(plan->series, 1);
    assert_int_equal(plan->counts.viewings, 2);
    assert_int_equal(plan->counts.ratings, 1);
    assert_int_equal(plan->counts.unread + plan->counts.unsure, 0);
    assert_to_trakt(plan, 0, false);
    assert_non_null(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    struct epi_sync sync = sync_now(bench);
    assert_int_equal(sync.dead, 0);
    assert_int_equal(plays_held(bench), 2); /* both are there already */
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/history"), 1);
    import = begin(bench);
    plan = epi_import_find(import, false, &bench->err);
    assert_int_equal(plan->counts.viewings + plan->counts.ratings, 0);
    assert_int_equal(plan->counts.known, 3);
    epi_import_free(import);
}

/* More than are read from the journal at once. */
static void a_long_history_is_taken_in_whole(void **state)
{
    enum { MANY = 150 };
    struct bench *bench = *state;
    struct session *session = worker_session(bench->client->worker, &service_trakt, &bench->err);
    struct mark *plays = calloc(MANY, sizeof(*plays));
    struct epi_error *results = calloc(MANY, sizeof(*results));
    for (int i = 0; i < MANY; i++)
        plays[i] = (struct mark){.subject = subject_of(2), .at = WATCHED_AT + i * 86400};
    OK(service_trakt.play(session, plays, MANY, results, &bench->err));
    free(plays);
    free(results);
    struct epi_import *import = begin(bench);
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    assert_non_null(plan);
    assert_int_equal(plan->counts.viewings, MANY);
    assert_int_equal(plan->counts.known, 0);
    epi_import_free(import);
}

static void an_interruption_costs_no_page_twice(void **state)
{
    struct bench *bench = *state;
    hold(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /trakt/sync/ratings/all\","
                                              "\"do\":\"status\",\"status\":503}"));
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_false(epi_import_service_add(bench->client, "trakt", import, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_LATER);
    epi_import_free(import);
    import = begin(bench);
    assert_int_equal(standin_count(bench->standin, pages), 2); /* a look at the first */
    epi_import_free(import);
}

/* TVmaze's id of an episode. */
static int64_t id_of(struct bench *bench, int64_t show, int number)
{
    struct session *session = worker_session(bench->client->worker, &service_tvmaze, &bench->err);
    const struct series series = {.ids.tvmaze = show};
    const struct episode_query query = {.order = ORDER_AIRED, .season = 1, .number = number};
    struct episode episode = {.tvmaze = 0};
    size_t count = 0;
    assert_non_null(session);
    OK(service_tvmaze.episodes(session, &series, &query, &episode, 1, &count, &bench->err));
    assert_int_equal(count, 1);
    return episode.tvmaze;
}

/* TVmaze has marked these episodes. */
static void mark_there(struct bench *bench, const int64_t *ids, size_t count)
{
    struct session *session = worker_session(bench->client->worker, &service_tvmaze, &bench->err);
    struct mark marks[8] = {{.at = 0}};
    struct epi_error results[8] = {{0}};
    assert_non_null(session);
    for (size_t i = 0; i < count; i++) {
        marks[i] =
            (struct mark){.subject = {.tvmaze = ids[i]}, .at = i ? WATCHED_AT + (int64_t)i : 0};
    }
    OK(service_tvmaze.mark(session, marks, count, results, &bench->err));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(results[i].kind, EPI_ERROR_NONE);
}

static struct epi_import *begin_tvmaze(struct bench *bench)
{
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_non_null(import);
    OK(epi_import_service_add(bench->client, "tvmaze", import, &bench->err));
    return import;
}

/* Its list of all marks names no series: two requests a series tell. */
static void what_tvmaze_has_is_taken_in(void **state)
{
    struct bench *bench = *state;
    login_tvmaze(bench);
    const int64_t ids[] = {12192, id_of(bench, 169, 2), id_of(bench, 169, 3), id_of(bench, 526, 1)};
    int lists = standin_count(bench->standin, "GET /tvmaze/shows/*/episodes");
    mark_there(bench, ids, 4);
    struct epi_import *import = begin_tvmaze(bench);
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/v1/user/episodes"), 1);
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/episodes/*"), 2);
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    assert_non_null(plan);
    assert_int_equal(plan->series, 2);
    assert_int_equal(plan->counts.viewings, 4);
    assert_int_equal(plan->counts.unread + plan->counts.unsure + plan->counts.later, 0);
    assert_non_null(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    import = begin_tvmaze(bench);
    plan = epi_import_find(import, false, &bench->err);
    assert_int_equal(plan->counts.known, 4);
    epi_import_free(import);
    /* Of which series they are is known from now on. */
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/episodes/*"), 2);
    assert_int_equal(standin_count(bench->standin, "GET /tvmaze/shows/*/episodes"), lists + 2);
}

/* What TVmaze removed is left out, and the rest goes on. */
static void an_episode_that_tvmaze_lacks_is_left_out(void **state)
{
    struct bench *bench = *state;
    login_tvmaze(bench);
    const int64_t ids[] = {12192, id_of(bench, 526, 1)};
    char fault[160];
    mark_there(bench, ids, 2);
    /* The one that is asked for last: it is not of the series before it. */
    snprintf(fault, sizeof(fault),
             "{\"match\":\"GET /tvmaze/episodes/%lld\",\"do\":\"status\",\"status\":404,"
             "\"body\":\"{\\\"status\\\":404}\"}",
             (long long)(ids[0] > ids[1] ? ids[0] : ids[1]));
    assert_true(standin_fault(bench->standin, fault));
    struct epi_import *import = begin_tvmaze(bench);
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    assert_int_equal(plan->series, 2);
    assert_int_equal(plan->counts.viewings, 1);
    assert_int_equal(plan->counts.unread, 1);
    epi_import_free(import);
}

/* Of which series something is has to be known before it is taken in. */
static void a_list_that_fails_is_asked_for_again(void **state)
{
    struct bench *bench = *state;
    const int64_t pilot = 12192;
    login_tvmaze(bench);
    mark_there(bench, &pilot, 1);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/shows/169/episodes\","
                                              "\"do\":\"status\",\"status\":503}"));
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_non_null(import);
    assert_false(epi_import_service_add(bench->client, "tvmaze", import, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_LATER);
    epi_import_free(import);
    import = begin_tvmaze(bench);
    const struct epi_import_plan *plan = epi_import_find(import, false, &bench->err);
    assert_non_null(plan);
    assert_int_equal(plan->counts.viewings, 1);
    epi_import_free(import);
}

static void one_that_holds_nothing_is_refused(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_true(epi_import_service_is("trakt"));
    assert_true(epi_import_service_is("tvdb"));
    assert_false(epi_import_service_is("nosuch"));
    assert_false(epi_import_service_add(bench->client, "tvdb", import, &bench->err));
    assert_string_equal(bench->err.text, "TheTVDB cannot be asked for what you have there");
    assert_false(epi_import_service_add(bench->client, "nosuch", import, &bench->err));
    assert_string_equal(bench->err.text, "unknown service 'nosuch'");
    OK(epi_account_logout(bench->client, "trakt", bench->done, sizeof(bench->done), &bench->err));
    assert_false(epi_import_service_add(bench->client, "trakt", import, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_SIGN_IN);
    epi_import_free(import);
}

int main(void)
{
#define WITH_TRAKT(test) cmocka_unit_test_setup_teardown(test, start, teardown)
    const struct CMUnitTest tests[] = {
        WITH_TRAKT(what_trakt_has_is_taken_in_and_not_sent_back),
        WITH_TRAKT(a_plan_leaves_out_what_a_service_is_known_to_have),
        WITH_TRAKT(a_long_history_is_taken_in_whole),
        WITH_TRAKT(an_interruption_costs_no_page_twice),
        WITH_TRAKT(what_tvmaze_has_is_taken_in),
        WITH_TRAKT(an_episode_that_tvmaze_lacks_is_left_out),
        WITH_TRAKT(a_list_that_fails_is_asked_for_again),
        WITH_TRAKT(one_that_holds_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
