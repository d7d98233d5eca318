/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/services.h"

static int start(void **state)
{
    int started = fixture_start(state, &service_trakt);
    if (!started)
        fixture_trakt(*state, ((struct fixture *)*state)->now + 10 * DAY);
    return started;
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_series_is_found_by_its_ids),        TEST(what_is_not_that_series_is_no_answer),
        TEST(episodes_have_their_ids_at_thetvdb),  TEST(bad_answers_are_tried_again),
        TEST(a_request_that_fails_fails_the_call),
    };
    return cmocka_run_group_tests_name("trakt_shows", tests, NULL, NULL);
}
