/* SPDX-License-Identifier: MIT
 *
 * A third catalogue, which exists in this test only: its table, its functions, and one line in the
 * list of services. The real worker and the real resolve find it, keep its pace, and ask it between
 * TheTVDB (where nobody is signed in) and TVmaze (the stand-in).
 */
#include "core/base/error.h"
#include "core/deliver/worker.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/journal/pace.h"
#include "core/services/services.h"
#include "tests/services.h"

enum { HALF_MOON = 900001, CALLS = 12 };

/* ---- The catalogue ---- */

static const struct series shows[] = {
    {.ids.tvmaze = HALF_MOON, .title = "Half Moon Harbour", .year = 2011, .runtime = 40},
};

static const struct episode listed[] = {
    {.tvmaze = 7001, .season = 1, .number = 1, .title = "Ebb", .airdate = "2011-01-05"},
    {.tvmaze = 7002, .season = 1, .number = 2, .title = "Flow", .airdate = "2011-01-12"},
};

/* A service that calls a web API is paced by route. */
static bool ask(struct session *session, struct epi_error *err)
{
    const struct session_context *context = session->context;
    return context->pace(context->pacer, session->service, true, err);
}

static bool search(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err)
{
    (void)year;
    if (!ask(session, err))
        return false;
    *count = 0;
    for (size_t i = 0; i < sizeof(shows) / sizeof(shows[0]) && *count < max; i++) {
        if (match_similarity(title, shows[i].title) > 0.5)
            series[(*count)++] = shows[i];
    }
    return true;
}

static bool lookup(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err)
{
    *found = values_series_id(ids, session->service->ids) == HALF_MOON;
    if (*found)
        *series = shows[0];
    return ask(session, err);
}

static bool episodes(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *out, size_t max,
                     size_t *count, struct epi_error *err)
{
    *count = 0;
    for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]) && *count < max; i++) {
        bool asked = query->number < 0 || (query->order == ORDER_AIRED && query->season == 1 &&
                                           query->number == listed[i].number);
        if (asked && series->ids.tvmaze == HALF_MOON)
            out[(*count)++] = listed[i];
    }
    return ask(session, err);
}

static const struct service service_third = {
    .name = "third",
    .title = "The third catalogue",
    .rank = 15,
    .ids = ID_TVMAZE,
    .reads = {"third", CALLS, 86400},
    .search = search,
    .lookup = lookup,
    .episodes = episodes,
};

/* In place of services.c. */
const struct service *const services[] = {&service_third, &service_tvmaze, &service_tvdb, NULL};

/* ---- The real worker ---- */

static int64_t still(void *fixture)
{
    return ((struct fixture *)fixture)->now * 1000;
}

/* Resolves a name and returns which catalogue was sure of it, "" if none was. */
static bool resolve(struct fixture *f, struct worker *worker, const char *name, char source[16],
                    struct epi_error *err)
{
    CLEANUP(cleanup_free) struct resolution *resolution = calloc(1, sizeof(*resolution));
    struct guess guess;
    match_parse(name, strlen(name), &guess);
    assert_non_null(worker_journal(worker, err));
    if (!resolve_file(worker_resolve(worker, err), name, &guess, 0, f->now, resolution, err))
        return false;
    bool sure = resolution->outcome == RESOLUTION_SURE;
    snprintf(source, 16, "%s", sure ? resolution->matches[0].source : "");
    if (sure && strcmp(source, "third") == 0)
        assert_int_equal(resolution->matches[0].episode.tvmaze, 7002);
    return true;
}

static void a_third_catalogue_takes_its_place(void **state)
{
    struct fixture *f = *state;
    struct worker_host host = {.context = f, .now_ms = still};
    const struct service *order[4];
    struct epi_error err = {0};
    char source[16];
    f->config.credential_store = CREDENTIALS_FILE;
    assert_int_equal(service_catalogues(&f->config, order, 4), 3);
    assert_ptr_equal(order[0], &service_tvdb);
    assert_ptr_equal(order[1], &service_third);
    assert_ptr_equal(order[2], &service_tvmaze);
    struct worker *worker = worker_new(&f->config, f->folder, f->context.http, &host);
    assert_non_null(worker);
    /* It is asked before TVmaze, which is left alone, since the answer is sure. */
    assert_ok(resolve(f, worker, "Half.Moon.Harbour.S01E02.mkv", source, &err), err);
    assert_string_equal(source, "third");
    assert_int_equal(fixture_count(f, "GET /tvmaze/search/shows"), 0);
    /* What it does not know, TVmaze is asked for. */
    assert_ok(resolve(f, worker, "Firefly.S01E02.mkv", source, &err), err);
    assert_string_equal(source, "tvmaze");
    assert_true(fixture_count(f, "GET /tvmaze/search/shows") > 0);
    /* Once its calls are used up, the worker waits; here it may not. */
    for (int i = 0; i < CALLS; i++) {
        int wait_ms = 0;
        assert_true(pace_take(worker_journal(worker, &err), "third", CALLS, 86400, still(f),
                              &wait_ms, &err));
    }
    http_cancel(f->context.http);
    assert_fails(resolve(f, worker, "Half.Moon.Harbor.S01E01.mkv", source, &err), err,
                 EPI_ERROR_STOPPED);
    worker_free(worker);
}

static int start(void **state)
{
    return fixture_start(state, &service_tvmaze);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_third_catalogue_takes_its_place, start, fixture_stop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
