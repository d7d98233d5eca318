/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "tests/client.h"

/* The call with this number fails. No power is cut here: nothing has to be synced. */
static int failing_sync;

__attribute__((visibility("default"))) int fsync(int fd)
{
    (void)fd;
    errno = EIO;
    return failing_sync > 0 && --failing_sync == 0 ? -1 : 0;
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
    return fsync(fd);
}

static void match_finds_the_episode(void **state)
{
    struct bench *bench = *state;
    const struct epi_match *match = epi_client_match(bench->client, EPISODE, 0, &bench->err);

    OK(match);
    assert_int_equal(match->count, 1);
    assert_string_equal(match->episodes[0]->series->title, "Breaking Bad");
    assert_int_equal(match->episodes[0]->series->tvdb, 81189);
    assert_int_equal(match->episodes[0]->episode->number, 2);
    assert_true(match->episodes[0]->confidence >= EPI_MATCH_SURE);
    match = epi_client_match(bench->client, "/films/our holidays.mkv", 0, &bench->err);
    OK(match);
    assert_int_equal(match->count, 0);
    assert_int_equal(match->candidate_count, 0);
    assert_non_null(strstr(match->reason, "not read as an episode"));
}

static bool show(void *context, const struct epi_entry *entry)
{
    char *text = context;
    size_t len = strlen(text);

    len += (size_t)snprintf(text + len, 512 - len, "%s %s%s", entry->name, entry->state,
                            entry->identify ? ", identify" : "");
    for (size_t i = 0; i < entry->delivery_count; i++) {
        len += (size_t)snprintf(text + len, 512 - len, ", %s %s: %s", entry->deliveries[i]->kind,
                                entry->deliveries[i]->name, entry->deliveries[i]->state);
    }
    snprintf(text + len, 512 - len, "; ");
    return true;
}

static void history_shows_entries_and_deliveries(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = EPISODE, .scope = EPI_SCOPE_SERIES);
    char text[512] = "";

    login_tvmaze(bench);
    mark(bench, EPISODE);
    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    OK(epi_client_history(bench->client, 0, false, show, text, &bench->err));
    assert_string_equal(text, "Breaking.Bad.S01E02.mkv watched, identify; ");
    sync_now(bench);
    text[0] = '\0';
    OK(epi_client_history(bench->client, 0, true, show, text, &bench->err));
    assert_string_equal(text, "Breaking Bad 1x02 Cat's in the Bag... watched, "
                              "mark Breaking Bad 1x02 Cat's in the Bag...: sent, "
                              "rate-series Breaking Bad, the series: held; ");
}

static void a_target_of_an_older_program_is_read(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = {
        .size = offsetof(struct epi_target, scope), .path = EPISODE, .scope = EPI_SCOPE_SERIES};

    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "Breaking Bad 1x02: rated 9"));
}

static void mark_and_rate_by_hand_are_sent_by_sync(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = EPISODE);

    login_tvmaze(bench);
    login_trakt(bench);
    mark(bench, EPISODE);
    assert_non_null(strstr(bench->done, "Breaking Bad 1x02: marked as watched"));
    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "rated 9 of 10"));
    struct epi_sync sync = sync_now(bench);
    assert_int_equal(sync.identified, 1);
    assert_int_equal(sync.sent, 2);
    assert_int_equal(sync.waiting, 0);
    assert_int_equal(newest(bench)->state, ENTRY_SENT);
    mark(bench, EPISODE);
    assert_non_null(strstr(bench->done, "already"));
    assert_int_equal(sync_now(bench).sent, 0);
}

static void keep_told(void *context, size_t done, size_t all, const char *what)
{
    char *text = context;
    size_t len = strlen(text);

    snprintf(text + len, 256 - len, "%zu of %zu %s; ", done, all, what);
}

static void a_sync_says_how_far_it_is(void **state)
{
    struct bench *bench = *state;
    char text[256] = "";

    login_tvmaze(bench);
    login_trakt(bench);
    mark(bench, EPISODE);
    epi_client_tell(bench->client, keep_told, text);
    sync_now(bench);
    assert_string_equal(text, "1 of 0 deliveries; "); /* what it is was not known */
    text[0] = '\0';
    struct epi_target target = TARGET(.path = EPISODE);
    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    target.scope = EPI_SCOPE_SERIES;
    OK(epi_client_rate(bench->client, &target, 8, bench->done, sizeof(bench->done), &bench->err));
    sync_now(bench);
    assert_string_equal(text, "1 of 2 deliveries; 2 of 2 deliveries; ");
    text[0] = '\0';
    mark(bench, "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E03.mkv");
    OK(epi_client_rate(bench->client, &target, 7, bench->done, sizeof(bench->done), &bench->err));
    sync_now(bench);
    assert_string_equal(text, "1 of 0 deliveries; 2 of 0 deliveries; ");
    text[0] = '\0';
    epi_client_tell(bench->client, NULL, NULL);
    mark(bench, "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E04.mkv");
    sync_now(bench);
    assert_string_equal(text, "");
}

static void season_and_series_are_rated_through_an_episode(void **state)
{
    struct bench *bench = *state;
    struct epi_target target =
        TARGET(.path = "/tv/Breaking Bad/Breaking.Bad.S02E03E04.mkv", .scope = EPI_SCOPE_SERIES);
    struct epi_target last = TARGET(.scope = EPI_SCOPE_SEASON);

    login_trakt(bench);
    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done,
                        "Breaking Bad, the series: rated 9 of 10; `epimark sync` sends it");
    assert_int_equal(sync_now(bench).identified, 1); /* once, of however many episodes */
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings"), 1);
    OK(epi_client_rate(bench->client, &last, 7, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done,
                        "Breaking Bad, season 2: rated 7 of 10; `epimark sync` sends it");
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(newest(bench)->series_rating, 9);
    assert_int_equal(newest(bench)->season_rating, 7);
    assert_int_equal(newest(bench)->rating, -1);
    last.scope = EPI_SCOPE_EPISODE;
    OK(epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "Breaking Bad, season 2: rating taken back"));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings/remove"), 1);
}

static void series_is_rated_though_the_episode_is_not_there(void **state)
{
    struct bench *bench = *state;
    struct epi_target target =
        TARGET(.path = "/tv/Breaking Bad/Breaking.Bad.S01E77.mkv", .scope = EPI_SCOPE_SERIES);
    const char *series = "tvmaze:180";

    login_trakt(bench);
    OK(epi_client_rate(bench->client, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings"), 1);
    assert_false(newest(bench)->identified);
    assert_int_equal(sync_now(bench).sent, 0);
    /* It was another series: the rating goes along. */
    OK(epi_client_fix(bench->client, &target, series, 1, 2, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    assert_int_equal(sync_now(bench).sent, 2);
    assert_int_equal(standin_count(bench->standin, "POST /trakt/sync/ratings/remove"), 1);
    assert_string_equal(newest(bench)->match.series.title, "Firefly");
    assert_int_equal(newest(bench)->state, ENTRY_SENT);
}

static void mark_may_say_acquired_or_skipped(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = EPISODE);

    login_tvmaze(bench);
    assert_false(epi_client_mark(bench->client, &target, "seen", bench->done, sizeof(bench->done),
                                 &bench->err));
    assert_non_null(strstr(bench->err.text, "watched, acquired, skipped"));
    OK(epi_client_mark(bench->client, &target, "acquired", bench->done, sizeof(bench->done),
                       &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    char *state_json = standin_state(bench->standin);
    assert_non_null(strstr(state_json, "\"type\":1"));
    free(state_json);
}

/* A row that the service refuses for good, until a person does something about it. */
static int64_t refused_row(struct bench *bench)
{
    login_tvmaze(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"PUT /tvmaze/v1/scrobble/episodes/*\","
                                              "\"do\":\"status\",\"status\":400}"));
    mark(bench, EPISODE);
    assert_int_equal(sync_now(bench).dead, 1);
    assert_int_equal(sync_now(bench).sent, 0); /* a sync by itself revives nothing */
    return newest(bench)->id;
}

static void what_was_refused_is_tried_again_when_a_person_says_so(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.row = refused_row(bench) + 1);

    assert_false(
        epi_client_retry(bench->client, &target, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "there is no row"));
    target.row--;
    OK(epi_client_retry(bench->client, &target, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(
        bench->done,
        "Breaking Bad 1x02 Cat's in the Bag...: 1 to be tried again; `epimark sync` does it now");
    assert_int_equal(sync_now(bench).sent, 1);
    OK(epi_client_retry(bench->client, NULL, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done, "all rows: nothing has to be tried again");
}

static void a_new_sign_in_tries_again_what_was_refused(void **state)
{
    struct bench *bench = *state;
    refused_row(bench);
    login_tvmaze(bench);
    assert_int_equal(sync_now(bench).sent, 1);
}

static void what_is_dropped_is_not_sent(void **state)
{
    struct bench *bench = *state;
    int64_t row = refused_row(bench);
    struct epi_target target = TARGET(.row = row);
    OK(epi_client_drop(bench->client, &target, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done,
                        "Breaking Bad 1x02 Cat's in the Bag...: 1 dropped (tvmaze mark)");
    OK(epi_client_retry(bench->client, NULL, bench->done, sizeof(bench->done), &bench->err));
    struct epi_sync sync = sync_now(bench);
    assert_int_equal(sync.sent, 0);
    assert_int_equal(sync.dead, 0);
    assert_int_equal(newest(bench)->id, row); /* the row itself stays */
}

/* What is not identified yet has nothing to drop, and does not keep the rest. */
static void a_series_is_dropped_whole(void **state)
{
    struct bench *bench = *state;
    struct epi_target series = TARGET(.series = "Breaking Bad", .scope = EPI_SCOPE_SERIES);
    struct epi_target second = TARGET(.series = "Breaking Bad", .episodes = "1x02");
    struct epi_target missing = TARGET(.series = "Breaking Bad", .episodes = "1x99");
    struct epi_target range = TARGET(.series = "Breaking Bad", .episodes = "1x01-1x03");

    OK(epi_client_mark(bench->client, &range, "watched", bench->done, sizeof(bench->done),
                       &bench->err));
    OK(epi_client_mark(bench->client, &missing, "watched", bench->done, sizeof(bench->done),
                       &bench->err));
    int64_t unknown = newest(bench)->id;
    OK(epi_client_rate(bench->client, &second, 9, bench->done, sizeof(bench->done), &bench->err));
    sync_now(bench);
    OK(epi_client_drop(bench->client, &series, bench->done, sizeof(bench->done), &bench->err));
    char wanted[256];
    snprintf(
        wanted, sizeof(wanted),
        "Breaking Bad: 4 dropped (3 tvmaze mark, 1 trakt rate); row %lld is not identified and "
        "has nothing to drop: `epimark undo %lld` takes it back",
        (long long)unknown, (long long)unknown);
    assert_string_equal(bench->done, wanted);
    assert_int_equal(sync_now(bench).waiting, 1); /* the look-up */
    assert_false(
        epi_client_drop(bench->client, &missing, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "so there is nothing to drop"));
}

static void undo_takes_back_at_the_services_too(void **state)
{
    struct bench *bench = *state;
    struct epi_target last = TARGET(.row = 0);

    login_tvmaze(bench);
    login_trakt(bench);
    mark(bench, EPISODE);
    sync_now(bench);
    OK(epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "at the services"));
    sync_now(bench);
    assert_int_equal(standin_count(bench->standin, "DELETE /tvmaze/v1/user/episodes/*"), 1);
    assert_int_equal(newest(bench)->state, ENTRY_UNDONE);
    assert_false(
        epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->err.text, "nothing to take back");
}

/* What the disk does not take now is in the spool, and the next process takes it back. */
static void undo_that_has_to_wait_says_so(void **state)
{
    struct bench *bench = *state;
    struct epi_target last = TARGET(.row = 0), file = TARGET(.path = EPISODE);
    mark(bench, EPISODE);
    failing_sync = 1;
    OK(epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "once the journal can be written"));
    sync_now(bench);
    assert_int_equal(newest(bench)->state, ENTRY_UNDONE);
    mark(bench, EPISODE);
    failing_sync = 1;
    OK(epi_client_unmark(bench->client, &file, bench->done, sizeof(bench->done), &bench->err));
    sync_now(bench);
    assert_int_equal(newest(bench)->state, ENTRY_UNDONE);
}

/* One that no catalogue was asked about yet is known by its name alone. */
static void a_special_is_named_by_its_number(void **state)
{
    struct bench *bench = *state;
    struct epi_target first = TARGET(.series = "Breaking Bad", .episodes = "1x02");
    struct epi_target special = TARGET(.series = "Breaking Bad", .episodes = "0x02");

    mark(bench, "/tv/Breaking Bad/Breaking.Bad.S00E02.mkv");
    assert_false(
        epi_client_undo(bench->client, &first, bench->done, sizeof(bench->done), &bench->err));
    assert_int_not_equal(newest(bench)->state, ENTRY_UNDONE);
    OK(epi_client_undo(bench->client, &special, bench->done, sizeof(bench->done), &bench->err));
    assert_int_equal(newest(bench)->state, ENTRY_UNDONE);
}

static void unsent_is_undone_without_a_word_to_anybody(void **state)
{
    struct bench *bench = *state;
    struct epi_target last = TARGET(.row = 0);

    login_tvmaze(bench);
    mark(bench, EPISODE);
    OK(epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    int before = standin_count(bench->standin, NULL);
    assert_int_equal(sync_now(bench).waiting, 0);
    assert_int_equal(standin_count(bench->standin, NULL), before);
}

static void fix_is_remembered_and_sends_what_waited(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = "/tv/Zzyzx Unheard Of/Zzyzx Unheard Of S01E02.mkv");
    const char *series = "tvmaze:169";
    const char *nobody = "tvmaze:99999999";

    login_tvmaze(bench);
    mark(bench, target.path);
    sync_now(bench);
    assert_false(newest(bench)->identified);
    assert_false(epi_client_fix(bench->client, &target, nobody, -1, -1, false, NULL, bench->done,
                                sizeof(bench->done), &bench->err));
    OK(epi_client_fix(bench->client, &target, series, -1, -1, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "Breaking Bad"));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_string_equal(newest(bench)->match.series.title, "Breaking Bad");
    mark(bench, "/tv/Zzyzx Unheard Of/Zzyzx Unheard Of S01E03.mkv");
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(newest(bench)->match.episode.number, 3);
}

static void fix_lets_go_what_nobody_knew(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = "/tv/Zzyzx Unheard Of/Zzyzx Unheard Of S01E02.mkv");
    const char *series = "tvmaze:169";
    struct plan plan = {0};

    login_tvmaze(bench);
    mark(bench, target.path);
    char folder[4200];
    snprintf(folder, sizeof(folder), "%s/epimark", bench->folder);
    struct journal *journal = journal_open(folder, &plan, NULL, NULL);
    assert_non_null(journal);
    assert_true(entries_postpone(journal, 1, 0, "nobody knows it", NULL, 1, NULL));
    journal_close(journal);
    assert_int_equal(newest(bench)->state, ENTRY_DEAD);
    OK(epi_client_fix(bench->client, &target, series, -1, -1, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_string_equal(newest(bench)->match.series.title, "Breaking Bad");
}

static void fix_may_move_season_and_number(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = "/tv/Zzyzx/Zzyzx S05E09.mkv");
    const char *series = "tvmaze:169";

    mark(bench, target.path);
    OK(epi_client_fix(bench->client, &target, series, 1, 2, false, NULL, bench->done,
                      sizeof(bench->done), &bench->err));
    sync_now(bench);
    assert_int_equal(newest(bench)->match.episode.season, 1);
    assert_int_equal(newest(bench)->match.episode.number, 2);
}

static void row_that_is_not_there_is_named(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.row = 4711);

    assert_false(
        epi_client_rate(bench->client, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "4711"));
    assert_false(
        epi_client_undo(bench->client, &target, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "4711"));
    target.row = 0;
    assert_false(
        epi_client_rate(bench->client, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "journal is empty"));
    target.path = "/films/our holidays.mkv";
    assert_false(
        epi_client_rate(bench->client, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "not read as an episode"));
}

static bool count_route(void *context, const struct epi_route *route)
{
    assert_true(route->name[0] && route->path[0] == '/' && route->help[0]);
    if (strcmp(route->method, "GET") == 0)
        assert_null(strstr(route->takes, "--data"));
    if (strcmp(route->name, "show-episode") == 0)
        assert_string_equal(route->takes, "id=INTEGER season=INTEGER number=INTEGER");
    if (strcmp(route->name, "scrobble-episodes") == 0)
        assert_string_equal(route->takes, "--data ARRAY");
    ++*(size_t *)context;
    return true;
}

/* A call of a route with one parameter. */
static bool call_api(struct bench *bench, const char *api, const char *route, const char *argument,
                     char **json)
{
    const struct epi_api_request request = {
        .size = sizeof(request), .api = api, .route = route, .arguments = &argument, .count = 1};
    char warning[256];
    bool fits = epi_api_check(&request, warning, sizeof(warning), &bench->err);
    bool done = epi_api_call(bench->client, &request, json, &bench->err);
    assert_true(fits || !done);
    return done;
}

static void any_route_can_be_called(void **state)
{
    struct bench *bench = *state;
    const char *id = "id=169";
    const char *const wrong[] = {"id=not-a-number", "id", "=169"};
    char *json = NULL;
    size_t count = 0;

    assert_string_equal(epi_api_name(0), "tvmaze");
    assert_true(epi_api_routes("tvmaze", count_route, &count, &bench->err));
    assert_true(count > 10);
    assert_true(epi_api_routes("tvmaze-user", count_route, &count, &bench->err));
    OK(call_api(bench, "tvmaze", "show", id, &json));
    assert_non_null(strstr(json, "Breaking Bad"));
    free(json);
    int before = standin_count(bench->standin, NULL);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_false(call_api(bench, "tvmaze", "show", wrong[i], &json));
        assert_int_equal(bench->err.kind, EPI_ERROR_NEVER);
        assert_null(json);
    }
    assert_false(call_api(bench, "tvmaze", "shwo", id, &json));
    assert_non_null(strstr(bench->err.text, "show"));
    assert_false(call_api(bench, "tvmaz", "show", id, &json));
    assert_false(epi_api_routes("tvmaz", count_route, &count, &bench->err));
    assert_int_equal(standin_count(bench->standin, NULL), before);
    json = epi_api_routes_json("tvmaze-user", &bench->err);
    assert_non_null(strstr(json, "\"auth\""));
    free(json);
}

/* What lies behind the members that it knows is not read. */
static void a_call_of_an_older_program_is_read(void **state)
{
    struct bench *bench = *state;
    const char *id = "id=169";
    const char *unknown = "No-Such-Header=1";
    struct epi_api_request request = {.size = sizeof(request),
                                      .api = "tvmaze",
                                      .route = "show",
                                      .arguments = &id,
                                      .count = 1,
                                      .headers = &unknown,
                                      .header_count = 1};
    char warning[256];
    char *json = NULL;

    assert_false(epi_api_check(&request, warning, sizeof(warning), &bench->err));
    assert_false(epi_api_call(bench->client, &request, &json, &bench->err));
    request.size = offsetof(struct epi_api_request, headers);
    OK(epi_api_check(&request, warning, sizeof(warning), &bench->err));
    OK(epi_api_call(bench->client, &request, &json, &bench->err));
    assert_non_null(strstr(json, "Breaking Bad"));
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(match_finds_the_episode),
        TEST(history_shows_entries_and_deliveries),
        TEST(a_target_of_an_older_program_is_read),
        TEST(mark_and_rate_by_hand_are_sent_by_sync),
        TEST(a_sync_says_how_far_it_is),
        TEST(season_and_series_are_rated_through_an_episode),
        TEST(series_is_rated_though_the_episode_is_not_there),
        TEST(mark_may_say_acquired_or_skipped),
        TEST(what_was_refused_is_tried_again_when_a_person_says_so),
        TEST(a_new_sign_in_tries_again_what_was_refused),
        TEST(what_is_dropped_is_not_sent),
        TEST(a_series_is_dropped_whole),
        TEST(undo_takes_back_at_the_services_too),
        TEST(undo_that_has_to_wait_says_so),
        TEST(a_special_is_named_by_its_number),
        TEST(unsent_is_undone_without_a_word_to_anybody),
        TEST(fix_is_remembered_and_sends_what_waited),
        TEST(fix_lets_go_what_nobody_knew),
        TEST(fix_may_move_season_and_number),
        TEST(row_that_is_not_there_is_named),
        TEST(any_route_can_be_called),
        TEST(a_call_of_an_older_program_is_read),
    };

    return cmocka_run_group_tests_name("client", tests, NULL, NULL);
}
