/* SPDX-License-Identifier: MIT
 *
 * What Trakt holds against the journal: from the requests to the repair of both.
 */
#include "core/base/json.h"
#include "core/client/reconcile.h"
#include "core/services/services.h"
#include "tests/client.h"
#include <epimark/import.h>
#include <epimark/reconcile.h>

enum { THEN = 1500000000, DAY = 86400, PILOT = 12192, REQUEST = 20 };

static const char pages[] = "GET /trakt/users/me/history";
static const char adds[] = "POST /trakt/sync/history";
static const char removes[] = "POST /trakt/sync/history/remove";

static struct subject subject_of(int number)
{
    return (struct subject){.series = {.tvdb = 81189, .imdb = "tt0903747"},
                            .series_title = "Breaking Bad",
                            .season = 1,
                            .number = number};
}

static struct session *session_of(struct bench *bench)
{
    struct session *session = worker_session(bench->client->worker, &service_trakt, &bench->err);
    assert_non_null(session);
    return session;
}

/* An episode 1xNUMBER, and when it was watched. */
struct viewing {
    int number;
    int64_t at;
};

/* Trakt has these plays, of one request: there is a second between two. */
static void hold_all(struct bench *bench, const struct viewing *viewings, size_t count)
{
    struct mark plays[REQUEST];
    struct epi_error results[REQUEST] = {{0}};
    assert_true(count <= REQUEST);
    for (size_t i = 0; i < count; i++) {
        plays[i] = (struct mark){.subject = subject_of(viewings[i].number), .at = viewings[i].at};
    }
    OK(service_trakt.play(session_of(bench), plays, count, results, &bench->err));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(results[i].kind, EPI_ERROR_NONE);
}
#define HOLD(bench, ...)                                                                           \
    hold_all(bench, (const struct viewing[]){__VA_ARGS__},                                         \
             sizeof((const struct viewing[]){__VA_ARGS__}) / sizeof(struct viewing))

static void hold_rating(struct bench *bench, int number, int value, int64_t at)
{
    struct rating rating = {.subject = subject_of(number), .value = value, .at = at};
    struct epi_error result = {0};
    OK(service_trakt.rate(session_of(bench), &rating, 1, &result, &bench->err));
}

/* How many of what Trakt has: "plays" or "ratings". */
static size_t count_there(struct bench *bench, const char *what)
{
    char *text = standin_state(bench->standin);
    struct json *json = json_read(text, strlen(text), NULL);
    size_t count = json_count(json_get(json, what));
    json_free(json);
    free(text);
    return count;
}

/* The journal has a viewing, or a rating if value is not 0, which Trakt was never sent. */
static void have(struct bench *bench, int number, int64_t at, int rating)
{
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    const struct epi_imported one = {.size = sizeof(one),
                                     .source = "test",
                                     .place = "here",
                                     .watched = rating == 0,
                                     .watched_at = rating ? 0 : at,
                                     .rating = rating,
                                     .rated_at = rating ? at : 0,
                                     .series = "Breaking Bad",
                                     .tvdb = 81189,
                                     .numbering = "tvdb",
                                     .season = 1,
                                     .number = number};
    assert_non_null(import);
    OK(epi_import_add(import, &one, &bench->err));
    OK(epi_import_find(import, false, &bench->err));
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
}

/* Another process, with the options as they are now. */
static void restart(struct bench *bench)
{
    epi_client_free(bench->client);
    bench->client = epi_client_new(&bench->config, &bench->err);
    OK(bench->client);
    no_pace(bench);
}

/* A journal that sends nothing by itself. */
static int start(void **state)
{
    int done = setup(state);
    struct bench *bench = *state;
    bench->config.scrobble_on[0] = bench->config.rate_on[0] = '\0';
    restart(bench);
    login_trakt(bench);
    return done;
}

static struct epi_reconcile *compare(struct bench *bench)
{
    struct epi_reconcile *reconcile = epi_reconcile_new(bench->client, "trakt", &bench->err);
    OK(reconcile != NULL);
    return reconcile;
}

static struct epi_reconciled repair(struct bench *bench, unsigned flags)
{
    struct epi_reconcile *reconcile = compare(bench);
    struct epi_reconciled done;
    OK(epi_reconcile_apply(reconcile, flags, &done, &bench->err));
    epi_reconcile_free(reconcile);
    return done;
}

static bool write_kind(void *context, const struct epi_reconcile_group *group)
{
    char *text = context;
    assert_string_equal(group->series->title, "Breaking Bad");
    for (size_t i = 0; i < group->difference_count; i++) {
        const struct epi_difference *one = &group->differences[i];
        size_t len = strlen(text);
        snprintf(text + len, 512 - len, "%s%s %dx%d%s%s; ", one->rating ? "rating " : "", one->kind,
                 one->season, one->number, *one->newer ? " newer " : "", one->newer);
    }
    return true;
}

static void check(struct bench *bench, const char *wanted)
{
    struct epi_reconcile *reconcile = compare(bench);
    char text[512] = "";
    epi_reconcile_each(reconcile, write_kind, text);
    assert_string_equal(text, wanted);
    epi_reconcile_free(reconcile);
}

static void both_sides_are_compared(void **state)
{
    struct bench *bench = *state;
    HOLD(bench, {2, THEN}, {3, THEN}, {3, THEN + 600});
    hold_rating(bench, 2, 7, THEN + DAY);
    hold_rating(bench, 4, 5, THEN);
    have(bench, 2, THEN + 60, 0);
    have(bench, 5, THEN, 0);
    have(bench, 2, THEN, 9);
    struct epi_reconcile *reconcile = compare(bench);
    const struct epi_reconcile_plan *plan = epi_reconcile_plan(reconcile);
    assert_string_equal(plan->service, "trakt");
    assert_false(plan->marks);
    assert_int_equal(plan->series, 1);
    assert_int_equal(plan->counts.same, 1);
    assert_int_equal(plan->counts.missing_there, 1);
    assert_int_equal(plan->counts.missing_here, 1);
    assert_int_equal(plan->counts.twice, 1);
    assert_int_equal(plan->counts.other, 0);
    assert_int_equal(plan->counts.ratings_other, 1);
    assert_int_equal(plan->counts.ratings_missing_here, 1);
    assert_int_equal(plan->to_service, 1);
    assert_int_equal(plan->to_journal, 3);
    assert_int_equal(plan->doubles, 1);
    epi_reconcile_free(reconcile);
    check(bench, "rating other 1x2 newer there; missing-here 1x3; twice 1x3; rating missing-here "
                 "1x4; missing-there 1x5; ");
    struct epi_reconciled done = repair(bench, 0);
    assert_int_equal(done.due + done.taken + done.removed, 0);
    assert_int_equal(sync_now(bench).sent, 0);
    assert_int_equal(count_there(bench, "plays"), 3);
}

static void what_is_missing_there_is_sent_in_one_request(void **state)
{
    struct bench *bench = *state;
    HOLD(bench, {2, THEN});
    have(bench, 2, THEN, 0);
    have(bench, 3, THEN, 0);
    have(bench, 4, THEN, 0);
    have(bench, 4, THEN, 8);
    int before = standin_count(bench->standin, adds);
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_SERVICE).due, 3);
    assert_int_equal(count_there(bench, "plays"), 1); /* that is due now, and outlives a kill */
    sync_now(bench);
    assert_int_equal(count_there(bench, "plays"), 3);
    assert_int_equal(count_there(bench, "ratings"), 1);
    assert_int_equal(standin_count(bench->standin, adds), before + 1);
    check(bench, "");
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_SERVICE).due, 0);
    assert_int_equal(sync_now(bench).sent, 0);
}

static void what_was_removed_there_is_sent_again(void **state)
{
    struct bench *bench = *state;
    struct mark play = {.subject = subject_of(3), .at = THEN};
    struct epi_error result = {0};
    have(bench, 3, THEN, 0);
    repair(bench, EPI_RECONCILE_TO_SERVICE);
    sync_now(bench);
    assert_int_equal(count_there(bench, "plays"), 1);
    OK(service_trakt.unplay(session_of(bench), &play, 1, &result, &bench->err));
    check(bench, "missing-there 1x3; ");
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_SERVICE).due, 1);
    sync_now(bench);
    assert_int_equal(count_there(bench, "plays"), 1);
}

static void what_is_missing_here_is_taken_in(void **state)
{
    struct bench *bench = *state;
    HOLD(bench, {2, THEN}, {3, 0});
    hold_rating(bench, 2, 7, THEN + DAY);
    have(bench, 2, THEN - 30 * DAY, 0); /* the same, as far as anyone knows */
    have(bench, 2, THEN, 9);
    check(bench, "other 1x2; rating other 1x2 newer there; missing-here 1x3; ");
    struct epi_reconciled done = repair(bench, EPI_RECONCILE_TO_JOURNAL);
    assert_int_equal(done.taken, 2);
    assert_int_equal(done.unsure, 0);
    check(bench, "other 1x2; ");
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_JOURNAL).taken, 0);
    assert_int_equal(count_there(bench, "plays"), 2);
}

static void the_later_of_two_plays_is_removed(void **state)
{
    struct bench *bench = *state;
    HOLD(bench, {2, THEN}, {2, THEN + 3599}, {2, THEN + 7200});
    check(bench, "missing-here 1x2; twice 1x2; missing-here 1x2; ");
    int before = standin_count(bench->standin, pages);
    assert_int_equal(repair(bench, EPI_RECONCILE_DOUBLES).removed, 1);
    assert_int_equal(standin_count(bench->standin, removes), 1);
    assert_int_equal(count_there(bench, "plays"), 2);
    check(bench, "missing-here 1x2; missing-here 1x2; ");
    assert_int_equal(standin_count(bench->standin, pages), before + 2); /* not the list anew */
}

/* More than a transaction or a request of each kind takes. */
static void many_come_in_steps(void **state)
{
    enum { MANY = 260 };
    struct bench *bench = *state;
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_non_null(import);
    for (int i = 0; i < MANY; i++) {
        const struct epi_imported one = {.size = sizeof(one),
                                         .watched = true,
                                         .watched_at = THEN + i * DAY,
                                         .series = "Breaking Bad",
                                         .tvdb = 81189,
                                         .numbering = "tvdb",
                                         .season = 1,
                                         .number = 3};
        OK(epi_import_add(import, &one, &bench->err));
    }
    OK(epi_import_find(import, false, &bench->err) && epi_import_apply(import, &bench->err));
    epi_import_free(import);
    for (int i = 0; i < MANY; i += REQUEST / 2) {
        struct viewing there[REQUEST];
        for (int k = 0; k < REQUEST; k++)
            there[k] = (struct viewing){2, THEN + (i + k / 2) * DAY + k % 2 * 600};
        hold_all(bench, there, REQUEST);
    }
    struct epi_reconciled done =
        repair(bench, EPI_RECONCILE_TO_SERVICE | EPI_RECONCILE_TO_JOURNAL | EPI_RECONCILE_DOUBLES);
    assert_int_equal(done.removed, MANY);
    assert_int_equal(standin_count(bench->standin, removes), 3);
    assert_int_equal(done.taken, MANY);
    assert_int_equal(done.due, MANY);
    while (sync_now(bench).sent > 0) {
    }
    assert_int_equal(count_there(bench, "plays"), 2 * MANY);
    check(bench, "");
}

/* Of a series and of a season, as of an episode. */
static void wide_ratings_are_taken_in(void **state)
{
    struct bench *bench = *state;
    struct rating ratings[2] = {{.subject = subject_of(-1), .value = 4, .at = THEN},
                                {.subject = subject_of(-1), .value = 9, .at = THEN}};
    struct epi_error results[2] = {{0}};
    ratings[1].subject.season = -1;
    OK(service_trakt.rate(session_of(bench), ratings, 2, results, &bench->err));
    check(bench, "rating missing-here -1x-1; rating missing-here 1x-1; ");
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_JOURNAL).taken, 2);
    check(bench, "");
}

/* A film goes where films go: not where the options keep them to the journal. */
static void a_film_is_sent_if_films_are(void **state)
{
    struct bench *bench = *state;
    const struct epi_imported film = {.size = sizeof(film),
                                      .film = true,
                                      .watched = true,
                                      .watched_at = THEN,
                                      .series = "Serenity",
                                      .year = 2005,
                                      .imdb = "tt0379786",
                                      .season = -1,
                                      .number = -1};
    bench->config.films = FILMS_KEEP;
    restart(bench);
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    assert_non_null(import);
    OK(epi_import_add(import, &film, &bench->err) && epi_import_find(import, false, &bench->err) &&
       epi_import_apply(import, &bench->err));
    epi_import_free(import);
    struct epi_reconcile *reconcile = compare(bench);
    assert_int_equal(epi_reconcile_plan(reconcile)->counts.missing_there, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_service, 0);
    epi_reconcile_free(reconcile);
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_SERVICE).due, 0);
    bench->config.films = FILMS_SEND;
    restart(bench);
    assert_int_equal(repair(bench, EPI_RECONCILE_TO_SERVICE).due, 1);
    sync_now(bench);
    assert_int_equal(count_there(bench, "plays"), 1);
}

/* TVmaze has marked an episode of Breaking Bad then. */
static void mark_there(struct bench *bench, int64_t tvmaze, enum mark_type type, int64_t at)
{
    struct session *session = worker_session(bench->client->worker, &service_tvmaze, &bench->err);
    const struct mark mark = {.subject = {.tvmaze = tvmaze}, .type = type, .at = at};
    struct epi_error result = {0};
    assert_non_null(session);
    OK(service_tvmaze.mark(session, &mark, 1, &result, &bench->err));
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* The journal has a viewing of the pilot. */
static void have_pilot(struct bench *bench, int64_t at)
{
    struct epi_import *import = epi_import_new(bench->client, &bench->err);
    const struct epi_imported one = {.size = sizeof(one),
                                     .watched = true,
                                     .watched_at = at,
                                     .series = "Breaking Bad",
                                     .tvmaze = 169,
                                     .numbering = "tvmaze",
                                     .season = 1,
                                     .number = 1,
                                     .episode_tvmaze = PILOT};
    OK(epi_import_add(import, &one, &bench->err) && epi_import_find(import, false, &bench->err) &&
       epi_import_apply(import, &bench->err));
    epi_import_free(import);
}

/* Of a mark the newer date is the right one. */
static void marks_are_repaired_by_their_dates(void **state)
{
    struct bench *bench = *state;
    struct epi_reconciled done;
    login_tvmaze(bench);
    mark_there(bench, PILOT, MARK_WATCHED, THEN);
    have_pilot(bench, THEN - 9 * DAY);
    struct epi_reconcile *reconcile = epi_reconcile_new(bench->client, "tvmaze", &bench->err);
    OK(reconcile != NULL);
    assert_true(epi_reconcile_plan(reconcile)->marks);
    assert_int_equal(epi_reconcile_plan(reconcile)->counts.other, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_service, 0);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_journal, 1);
    OK(epi_reconcile_apply(reconcile, EPI_RECONCILE_TO_JOURNAL, &done, &bench->err));
    assert_int_equal(done.taken, 1);
    epi_reconcile_free(reconcile);
    have_pilot(bench, THEN + 9 * DAY);
    reconcile = epi_reconcile_new(bench->client, "tvmaze", &bench->err);
    OK(reconcile != NULL);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_service, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_journal, 0);
    OK(epi_reconcile_apply(reconcile, EPI_RECONCILE_TO_SERVICE, &done, &bench->err));
    epi_reconcile_free(reconcile);
    sync_now(bench);
    reconcile = epi_reconcile_new(bench->client, "tvmaze", &bench->err);
    OK(reconcile != NULL);
    assert_int_equal(epi_reconcile_plan(reconcile)->counts.same, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->series, 0);
    epi_reconcile_free(reconcile);
}

/* A mark that says otherwise is no viewing, neither a new one nor a newer one. */
static void what_is_skipped_there_was_not_watched(void **state)
{
    struct bench *bench = *state;
    struct epi_reconciled done;
    login_tvmaze(bench);
    mark_there(bench, PILOT, MARK_SKIPPED, THEN);
    mark_there(bench, PILOT + 1, MARK_ACQUIRED, THEN);
    have_pilot(bench, THEN - 9 * DAY);
    struct epi_reconcile *reconcile = epi_reconcile_new(bench->client, "tvmaze", &bench->err);
    OK(reconcile != NULL);
    assert_int_equal(epi_reconcile_plan(reconcile)->counts.other, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->counts.missing_here, 1);
    assert_int_equal(epi_reconcile_plan(reconcile)->to_journal, 0);
    OK(epi_reconcile_apply(reconcile, EPI_RECONCILE_TO_JOURNAL, &done, &bench->err));
    assert_int_equal(done.taken, 0);
    epi_reconcile_free(reconcile);
}

/* What was sent since the list came has no name there yet, by which it could be taken in. */
static void what_is_not_listed_yet_is_not_taken_in(void **state)
{
    const struct epi_reconcile trakt = {.service = &service_trakt};
    struct difference one = {.kind = DIFFERENCE_MISSING_HERE,
                             .there = {.id = 5, .at = THEN, .value = 1 + MARK_WATCHED}};
    (void)state;
    assert_true(reconcile_comes_here(&trakt, &one));
    one.there.id = -5;
    assert_false(reconcile_comes_here(&trakt, &one));
}

static void without_a_list_nothing_is_compared(void **state)
{
    struct bench *bench = *state;
    assert_null(epi_reconcile_new(bench->client, "tvdb", &bench->err));
    assert_string_equal(bench->err.text, "TheTVDB cannot be asked for what you have there");
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /trakt/users/me/history*\","
                                              "\"do\":\"status\",\"status\":503}"));
    assert_null(epi_reconcile_new(bench->client, "trakt", &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_LATER);
    epi_reconcile_free(NULL);
}

static void all_of_it_is_json(void **state)
{
    struct bench *bench = *state;
    HOLD(bench, {2, THEN});
    struct epi_reconcile *reconcile = compare(bench);
    const struct epi_reconciled done = {.taken = 4};
    char *text = epi_json_reconcile(reconcile, &done);
    struct json *json = json_read(text, strlen(text), NULL);
    const struct json *series = json_at(json_get(json, "series"), 0);
    const struct json *one = json_at(json_get(series, "differences"), 0);
    assert_string_equal(json_text(json_get(json, "service")), "trakt");
    assert_int_equal(json_int(json_get(json, "missing_here"), 0), 1);
    assert_int_equal(json_int(json_get(json_get(json, "done"), "taken_in"), 0), 4);
    assert_string_equal(json_text(json_get(series, "title")), "Breaking Bad");
    assert_string_equal(json_text(json_get(one, "kind")), "missing-here");
    assert_int_equal(json_int(json_get(one, "number"), 0), 2);
    assert_int_equal(json_int(json_get(one, "there_at"), 0), THEN);
    json_free(json);
    free(text);
    epi_reconcile_free(reconcile);
}

int main(void)
{
#define WITH_TRAKT(test) cmocka_unit_test_setup_teardown(test, start, teardown)
    const struct CMUnitTest tests[] = {
        WITH_TRAKT(both_sides_are_compared),
        WITH_TRAKT(what_is_missing_there_is_sent_in_one_request),
        WITH_TRAKT(what_was_removed_there_is_sent_again),
        WITH_TRAKT(what_is_missing_here_is_taken_in),
        WITH_TRAKT(the_later_of_two_plays_is_removed),
        WITH_TRAKT(many_come_in_steps),
        WITH_TRAKT(wide_ratings_are_taken_in),
        WITH_TRAKT(a_film_is_sent_if_films_are),
        WITH_TRAKT(marks_are_repaired_by_their_dates),
        WITH_TRAKT(what_is_skipped_there_was_not_watched),
        cmocka_unit_test(what_is_not_listed_yet_is_not_taken_in),
        WITH_TRAKT(without_a_list_nothing_is_compared),
        WITH_TRAKT(all_of_it_is_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
