/* SPDX-License-Identifier: MIT */
#include "tests/trakt.h"

/* An answer that nothing was added, and nothing is missing: Trakt has it already, or not. */
#define NOTHING                                                                                    \
    "\"added\":{\"movies\":0,\"shows\":0,\"seasons\":0,\"episodes\":0},"                           \
    "\"not_found\":{\"movies\":[],\"shows\":[],\"seasons\":[],\"episodes\":[]}"

static void nothing_added_is_looked_into(void **state)
{
    static const struct {
        int season, number;
    } subjects[] = {{1, 2}, {1, -1}, {-1, -1}};
    struct fixture *f = *state;
    for (size_t i = 0; i < 3; i++) {
        struct subject subject = fixture_firefly(subjects[i].season, subjects[i].number);
        struct epi_error result = {0};
        if (subject.number > 0)
            subject.tvdb = 297990;
        fixture_fault(f, "POST /trakt/sync/ratings",
                      "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
        assert_false(rate(f, subject, 7, &result));
        assert_int_equal(result.kind, EPI_ERROR_NEVER);
        assert_int_equal(result.status, 422);
        assert_non_null(strstr(result.text, "Trakt added nothing for Firefly"));
        fixture_fault(f, "POST /trakt/sync/ratings", "\"do\":\"body\",\"body\":{" NOTHING "}");
        assert_ok(rate(f, subject, 7, &result), result);
        /* Another rating that is there is not this one. */
        fixture_fault(f, "POST /trakt/sync/ratings",
                      "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
        assert_false(rate(f, subject, 8, &result));
    }
    int before = fixture_count(f, "GET *");
    struct epi_error result = {0};
    fixture_fault(f, "POST /trakt/sync/ratings",
                  "\"do\":\"status\",\"status\":201,\"body\":{\"updated\":{\"episodes\":1}," NOTHING
                  "}");
    assert_ok(rate(f, identified(297990), 9, &result), result);
    assert_int_equal(fixture_count(f, "GET *"), before);
}

static void a_rating_is_looked_for_on_all_pages(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    static const char ratings[] = "GET /trakt/sync/ratings/episodes/7";
    for (int pages = 1; pages <= 2; pages++) {
        char fault[200];
        standin_control(f->standin, "{\"faults\":null}");
        fixture_fault(f, "POST /trakt/sync/ratings",
                      "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
        snprintf(fault, sizeof(fault),
                 "\"do\":\"status\",\"status\":200,\"body\":[],"
                 "\"headers\":{\"X-Pagination-Page-Count\":\"%d\"}",
                 pages);
        fixture_fault(f, ratings, fault);
        fixture_fault(f, ratings,
                      "\"nth\":2,\"do\":\"status\",\"status\":200,\"body\":[{\"rating\":7,"
                      "\"episode\":{\"ids\":{\"tvdb\":297990}}}]");
        assert_int_equal(rate(f, identified(297990), 7, &result), pages == 2);
    }
}

static void the_rating_of_another_season_is_not_this_one(void **state)
{
    struct fixture *f = *state;
    for (int season = 1; season <= 2; season++) {
        char fault[200];
        struct epi_error result = {0};
        fixture_fault(f, "POST /trakt/sync/ratings",
                      "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
        snprintf(fault, sizeof(fault),
                 "\"do\":\"status\",\"status\":200,\"body\":[{\"season\":{\"number\":%d},"
                 "\"show\":{\"ids\":{\"tvdb\":78874}}}]",
                 season);
        fixture_fault(f, "GET /trakt/sync/ratings/seasons/7", fault);
        assert_int_equal(rate(f, fixture_firefly(1, -1), 7, &result), season == 1);
    }
}

static void a_play_that_was_not_added_is_looked_into(void **state)
{
    struct fixture *f = *state;
    struct mark play = play_of(identified(297990), WATCHED_AT);
    struct epi_error err = {0}, result = {0};
    fixture_fault(f, "POST /trakt/sync/history",
                  "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
    assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(plays_held(f), 0);
    fixture_fault(f, "POST /trakt/sync/history", "\"do\":\"body\",\"body\":{" NOTHING "}");
    assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
    assert_ok(result.kind == EPI_ERROR_NONE, result);
    assert_int_equal(plays_held(f), 1);
}

/* Below the user or below /sync: what one document lacks is asked of the other. */
static void the_history_is_where_it_is(void **state)
{
    struct fixture *f = *state;
    struct mark play = play_of(identified(297990), WATCHED_AT);
    struct epi_error err = {0}, result = {0};
    assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
    for (int i = 0; i < 2; i++) {
        bool found = false;
        assert_true(standin_control(f->standin, "{\"contract\":true}"));
        if (i) {
            assert_true(standin_control(f->standin, "{\"contract\":false}"));
            fixture_status(f, "GET /trakt/users/me/history/*", 404);
        }
        assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
        assert_true(found);
        assert_int_equal(fixture_count(f, "GET /trakt/sync/history/episodes"), i);
    }
    bool found = false;
    assert_true(standin_control(f->standin, "{\"contract\":true}"));
    fixture_status(f, "GET /trakt/users/me/history/*", 404); /* neither */
    assert_fails(service_trakt.played(f->session, &play, &found, &err), err, EPI_ERROR_NEVER);
}

static bool one_played(struct fixture *f, struct epi_error *err)
{
    struct mark play = play_of(identified(297990), WATCHED_AT);
    bool found = false;
    return service_trakt.played(f->session, &play, &found, err);
}

static bool one_rated(struct fixture *f, struct epi_error *err)
{
    struct rating rating = {identified(297990), 7, 0};
    struct epi_error result = {0};
    fixture_fault(f, "POST /trakt/sync/ratings",
                  "\"do\":\"status\",\"status\":201,\"body\":{" NOTHING "}");
    return service_trakt.rate(f->session, &rating, 1, &result, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /trakt/users/me/history/episodes", one_played);
    fixture_bad_answers(f, "GET /trakt/sync/ratings/episodes/7", one_rated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(nothing_added_is_looked_into),
        TEST(a_rating_is_looked_for_on_all_pages),
        TEST(the_rating_of_another_season_is_not_this_one),
        TEST(a_play_that_was_not_added_is_looked_into),
        TEST(the_history_is_where_it_is),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
