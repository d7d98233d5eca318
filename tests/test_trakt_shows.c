/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/trakt.h"

static bool look_up(struct fixture *f, struct series_ids ids, struct series *series)
{
    struct epi_error err = {0};
    bool found = false;
    assert_ok(service_trakt.lookup(f->session, &ids, series, &found, &err), err);
    return found;
}

static void a_series_is_found_by_its_ids(void **state)
{
    struct fixture *f = *state;
    struct series series;
    assert_true(look_up(f, (struct series_ids){.tvdb = 78874}, &series));
    assert_string_equal(series.title, "Firefly");
    assert_string_equal(series.ids.imdb, "tt0303461");
    assert_int_equal(series.year, 2002);
    assert_true(look_up(f, (struct series_ids){.tvdb = 123, .imdb = "tt0303461"}, &series));
    assert_int_equal(series.ids.tvdb, 78874);
    assert_false(look_up(f, (struct series_ids){.tvdb = 123}, &series));
    assert_false(look_up(f, (struct series_ids){.tvmaze = 180}, &series));
}

/* Equal numbers are given to other things too. */
static void what_is_not_that_series_is_no_answer(void **state)
{
    struct fixture *f = *state;
    struct series series;
    fixture_fault(f, "GET /trakt/search/tvdb/78874",
                  "\"do\":\"body\",\"body\":[{\"type\":\"show\",\"show\":{\"title\":\"Other\","
                  "\"ids\":{\"trakt\":7,\"tvdb\":7}}},{\"type\":\"person\"}]");
    assert_false(look_up(f, (struct series_ids){.tvdb = 78874}, &series));
}

static bool list(struct fixture *f, const struct episode_query *query, struct episode *rows,
                 size_t *count, struct epi_error *err)
{
    struct series series = {.ids = {.tvdb = 78874}};
    return service_trakt.episodes(f->session, &series, query, rows, 16, count, err);
}

static void episodes_have_their_ids_at_thetvdb(void **state)
{
    struct fixture *f = *state;
    struct episode rows[16];
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(list(f, &(struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, rows, &count, &err),
              err);
    assert_int_equal(count, 6);
    assert_int_equal(fixture_count(f, NULL), 2);
    assert_ok(list(f, &(struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, rows, &count, &err),
              err);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].tvdb, 297990);
    assert_string_equal(rows[0].title, "Bushwhacked");
    assert_string_equal(rows[0].airdate, "2002-09-28"); /* in UTC */
    assert_ok(list(f, &(struct episode_query){ORDER_AIRED, 0, -1, "", NULL}, rows, &count, &err),
              err);
    assert_int_equal(count, 2);
    assert_true(rows[0].special);
    assert_ok(list(f, &(struct episode_query){ORDER_DVD, 1, 2, "", NULL}, rows, &count, &err), err);
    assert_int_equal(count, 0);
}

static bool one_lookup(struct fixture *f, struct epi_error *err)
{
    struct series_ids ids = {.tvdb = 78874};
    struct series series;
    bool found;
    return service_trakt.lookup(f->session, &ids, &series, &found, err);
}

static bool one_list(struct fixture *f, struct epi_error *err)
{
    struct episode rows[16];
    size_t count;
    return list(f, &(struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, rows, &count, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /trakt/search/tvdb/78874", one_lookup);
    fixture_bad_answers(f, "GET /trakt/shows/*", one_list);
}

static void a_request_that_fails_fails_the_call(void **state)
{
    struct fixture *f = *state;
    fixture_fail_each(f, one_lookup);
    fixture_fail_each(f, one_list);
}

/* ---- Its own ids ---- */

/* What is kept between two runs: Trakt's own ids of one series. */
struct kept_ids {
    int season, number;
    int64_t id;
};
struct keeper {
    struct kept_ids ids[8];
    size_t count;
};

static struct kept_ids *kept_of(struct keeper *keeper, int season, int number)
{
    for (size_t i = 0; i < keeper->count; i++) {
        if (keeper->ids[i].season == season && keeper->ids[i].number == number)
            return &keeper->ids[i];
    }
    return NULL;
}

static int64_t keeper_own_id(void *context, const struct service *service,
                             const struct series_ids *series, int season, int number)
{
    const struct kept_ids *kept = kept_of(context, season, number);
    assert_string_equal(service->name, "trakt");
    assert_int_equal(series->tvdb, 78874);
    return kept ? kept->id : 0;
}

static void keeper_keep(void *context, const struct service *service,
                        const struct series_ids *series, int season, int number, int64_t id)
{
    struct keeper *keeper = context;
    struct kept_ids *kept = kept_of(keeper, season, number);
    assert_string_equal(service->name, "trakt");
    assert_int_equal(series->tvdb, 78874);
    if (!kept) {
        assert_true(keeper->count < sizeof(keeper->ids) / sizeof(keeper->ids[0]));
        kept = &keeper->ids[keeper->count++];
    }
    *kept = (struct kept_ids){season, number, id};
}

/* Another run: a session that remembers nothing but what is kept. */
static void run_again(struct fixture *f, struct keeper *keeper)
{
    f->context.own_id = keeper_own_id;
    f->context.keep_own_id = keeper_keep;
    f->context.keeper = keeper;
    session_free(f->session);
    f->session = session_new(&service_trakt, &f->context);
    assert_non_null(f->session);
}

static int asked(struct fixture *f)
{
    return fixture_count(f, "GET /trakt/s*"); /* search, shows */
}

static void what_was_found_is_not_asked_for_again(void **state)
{
    struct fixture *f = *state;
    struct keeper keeper = {0};
    struct epi_error result = {0}, err = {0};
    bool counted = false;
    assert_true(standin_control(f->standin, "{\"contract\":true}"));
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_ok(rate(f, fixture_firefly(1, -1), 6, &result), result);
    assert_int_equal(asked(f), 3); /* the series, the episode, the seasons */
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 3), 8, &result), result);
    assert_ok(rate(f, fixture_firefly(1, -1), 5, &result), result);
    assert_ok(live(f, fixture_firefly(1, 3), LIVE_STOP, 100, &counted, &err), err);
    assert_int_equal(asked(f), 3);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "8");
    assert_string_equal(fixture_rating(f, "trakt", "season", "tvdb_series", 78874), "5");
    assert_ok(rate(f, fixture_firefly(1, 2), 8, &result), result);
    assert_int_equal(asked(f), 4); /* of another one the series is known */
}

/* Keeps ids of which the stand-in knows none. */
static void keep_old(struct keeper *keeper)
{
    *keeper = (struct keeper){{{-1, -1, 999901}, {1, 3, 999902}, {1, -1, 999903}}, 3};
}

static void an_id_that_trakt_knows_no_more_is_asked_for_anew(void **state)
{
    struct fixture *f = *state;
    struct keeper keeper;
    struct epi_error result = {0};
    keep_old(&keeper);
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "7");
    assert_ok(rate(f, fixture_firefly(1, -1), 6, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "season", "tvdb_series", 78874), "6");
    for (size_t i = 0; i < keeper.count; i++)
        assert_true(keeper.ids[i].id > 0 && keeper.ids[i].id / 10 != 99990);
    /* What is taken back would be left standing. */
    keep_old(&keeper);
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 3), 0, &result), result);
    assert_string_equal(fixture_rating(f, "trakt", "episode", "tvdb", 297991), "");
}

/* The series has another id now: so the episode is asked for by that one. */
static void a_series_that_trakt_knows_no_more_is_found_anew(void **state)
{
    struct fixture *f = *state;
    struct keeper keeper = {{{-1, -1, 999901}}, 1};
    struct epi_error result = {0}, err = {0};
    struct series series = {.ids = {.tvdb = 78874}};
    struct episode rows[16];
    size_t count;
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 3), 7, &result), result);
    assert_int_not_equal(keeper_own_id(&keeper, &service_trakt, &series.ids, -1, -1), 999901);
    assert_int_equal(fixture_count(f, "GET /trakt/search/*"), 1);
    keeper = (struct keeper){{{-1, -1, 999901}}, 1};
    run_again(f, &keeper);
    assert_ok(service_trakt.episodes(f->session, &series,
                                     &(struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, rows, 16,
                                     &count, &err),
              err);
    assert_int_equal(count, 1);
}

/* Trakt has neither the id that was kept nor another one. */
static void what_trakt_has_no_more_is_dropped(void **state)
{
    struct fixture *f = *state;
    struct keeper keeper = {{{1, 3, 999902}}, 1};
    struct epi_error result = {0}, err = {0};
    bool counted;
    fixture_fault(f, "GET /trakt/search/*", "\"nth\":0,\"do\":\"body\",\"body\":[]");
    run_again(f, &keeper);
    assert_false(rate(f, fixture_firefly(1, 3), 7, &result));
    assert_int_equal(result.status, 404);
    assert_int_equal(fixture_count(f, "POST /trakt/sync/ratings"), 1);
    assert_int_equal(kept_of(&keeper, 1, 3)->id, 0);
    keeper = (struct keeper){{{1, 3, 999902}}, 1};
    run_again(f, &keeper);
    assert_fails(live(f, fixture_firefly(1, 3), LIVE_START, 0, &counted, &err), err,
                 EPI_ERROR_NEVER);
    assert_int_equal(kept_of(&keeper, 1, 3)->id, 0);
}

/* The id that was kept is another episode's by now. */
static void an_id_of_another_episode_is_dropped(void **state)
{
    struct fixture *f = *state;
    struct keeper keeper = {0};
    struct epi_error result = {0}, err = {0};
    bool counted;
    run_again(f, &keeper);
    assert_ok(rate(f, fixture_firefly(1, 2), 7, &result), result);
    kept_of(&keeper, 1, 2)->number = 3;
    run_again(f, &keeper);
    assert_fails(live(f, fixture_firefly(1, 3), LIVE_START, 0, &counted, &err), err,
                 EPI_ERROR_NEVER);
    assert_int_equal(kept_of(&keeper, 1, 3)->id, 0);
    assert_ok(live(f, fixture_firefly(1, 3), LIVE_START, 0, &counted, &err), err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_series_is_found_by_its_ids),
        TEST(what_is_not_that_series_is_no_answer),
        TEST(episodes_have_their_ids_at_thetvdb),
        TEST(bad_answers_are_tried_again),
        TEST(a_request_that_fails_fails_the_call),
        TEST(what_was_found_is_not_asked_for_again),
        TEST(an_id_that_trakt_knows_no_more_is_asked_for_anew),
        TEST(a_series_that_trakt_knows_no_more_is_found_anew),
        TEST(what_trakt_has_no_more_is_dropped),
        TEST(an_id_of_another_episode_is_dropped),
    };
    return cmocka_run_group_tests_name("trakt_shows", tests, NULL, NULL);
}
