/* SPDX-License-Identifier: MIT
 *
 * What TVmaze has for premium members: taking back, voting.
 */
#include "core/services/by_hand.h"
#include "tests/tvmaze.h"

static void a_mark_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(held(f, 12868), 0);
    /* What is not there any more is as good as taken back. */
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

static void without_premium_nothing_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    sign_in_free(f);
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    /* Whatever status the service chose: the account is fine, this is not for it. */
    assert_int_equal(result.kind, EPI_ERROR_SIGN_IN);
    assert_int_equal(result.status, 403);
    assert_non_null(strstr(result.text, "paying"));
}

/* Nor is it "gone already", whatever the service says. */
static void without_premium_nothing_is_gone_already(void **state)
{
    static const char *const ways[] = {"{\"premium_refusal\":401}", "{\"premium_refusal\":403}",
                                       "{\"premium_refusal\":404}"};
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct rating rating = {.subject = subject, .value = 0};
    struct epi_error err = {0}, result = {0};
    sign_in_free(f);
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        assert_true(standin_control(f->standin, ways[i]));
        assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
        assert_int_equal(result.kind, EPI_ERROR_SIGN_IN);
        assert_int_equal(result.status, 403);
        rating.subject = subject;
        assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
        assert_int_equal(result.status, 403);
        rating.subject = fixture_firefly(-1, -1);
        assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
        assert_int_equal(result.status, 403);
    }
    assert_int_equal(held(f, 12868), 1);
}

static void assert_page(const struct subject *subject, const char *wanted)
{
    char text[128] = "no";
    by_hand_add(&service_tvmaze, subject, text, sizeof(text));
    assert_string_equal(text, wanted);
}

static void a_page_is_there_to_do_it_by_hand(void **state)
{
    struct subject subject = identified(12868);
    char text[16] = "no";
    (void)state;
    assert_page(&subject, "no: remove it by hand at https://www.tvmaze.com/episodes/12868");
    subject = fixture_firefly(-1, -1);
    assert_page(&subject, "no"); /* its id there is not known */
    subject.series.tvmaze = 180;
    assert_page(&subject, "no: remove it by hand at https://www.tvmaze.com/shows/180");
    subject.season = 1;
    assert_page(&subject, "no"); /* TVmaze has no votes for seasons */
    subject.season = -1;
    by_hand_add(&service_trakt, &subject, text, sizeof(text));
    by_hand_add(NULL, &subject, text, sizeof(text));
    assert_string_equal(text, "no");
    by_hand_add(&service_tvmaze, &subject, text, sizeof(text));
    assert_string_equal(text, "no: remove it b"); /* it fits */
}

/* A 404 of a sign-in that is no good says nothing of the mark. */
static void a_premium_call_that_finds_nothing_asks_who_it_is(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "GET /tvmaze/v1/auth/validate"), 1);
    fixture_status(f, "GET /tvmaze/v1/auth/validate", 503);
    assert_fails(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err,
                 EPI_ERROR_LATER);
    fixture_status(f, "GET /tvmaze/v1/auth/validate", 401);
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_SIGN_IN);
    assert_int_equal(result.status, 401);
}

static void a_refused_premium_call_asks_who_it_is(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    fixture_status(f, "DELETE /tvmaze/v1/user/episodes/*", 401);
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.status, 403);
    assert_int_equal(fixture_count(f, "GET /tvmaze/v1/auth/validate"), 1);
    fixture_sign_in(f, &service_tvmaze, "user", "viewer", "key", "wrong", NULL);
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_SIGN_IN);
    assert_int_equal(result.status, 401);
}

/* It is not known then whether the sign-in is bad: nothing is held for that. */
static void a_refused_premium_call_is_repeated_if_nobody_can_be_asked(void **state)
{
    static const int statuses[] = {404, 429, 503};
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        struct epi_error err = {0}, result = {0};
        fixture_status(f, "DELETE /tvmaze/v1/user/episodes/*", 401);
        fixture_status(f, "GET /tvmaze/v1/auth/validate", statuses[i]);
        assert_fails(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err,
                     EPI_ERROR_LATER);
        assert_int_equal(err.status, statuses[i]);
    }
}

static int64_t vote(struct fixture *f, int64_t tvmaze)
{
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error err = {0};
    assert_ok(route_send(f->session, api_find("tvmaze-user", NULL), "vote-episode-get",
                         route_int(&args, "episode_id", tvmaze), NULL, &answer, &err),
              err);
    int64_t value = json_int(json_get(answer.json, "vote"), 0);
    answer_free(&answer);
    return value;
}

static void a_vote_is_given_and_taken_back(void **state)
{
    struct fixture *f = *state;
    struct rating rating = {.subject = identified(12869), .value = 8};
    struct epi_error err = {0}, result = {0};
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(vote(f, 12869), 8);
    rating.value = 0;
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(vote(f, 12869), 0);
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

/* A 404 that is not TVmaze's does not say that something is gone. */
static void only_tvmaze_says_what_is_gone(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12869);
    struct epi_error err = {0}, result = {0};
    static const char *const others[] = {"", "{}", "null", "[404]"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        char members[128];
        snprintf(members, sizeof(members), "\"do\":\"status\",\"status\":404,\"body\":\"%s\"",
                 others[i]);
        fixture_fault(f, "DELETE *", members);
        assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
        assert_int_equal(result.kind, EPI_ERROR_NEVER);
        assert_int_equal(result.status, 404);
    }
    assert_ok(service_tvmaze.unmark(f->session, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
}

static void a_vote_for_another_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct rating rating = {.subject = identified(12868), .value = 8};
    struct epi_error err = {0}, result = {0};
    fixture_fault(f, "PUT /tvmaze/v1/user/votes/*",
                  "\"nth\":0,\"do\":\"body\",\"body\":{\"episode_id\":12870,\"show_id\":82,"
                  "\"vote\":8}");
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_string_equal(result.text,
                        "TVmaze took the vote for another episode in place of Firefly 1x01: "
                        "https://www.tvmaze.com/episodes/12870; that vote was taken back");
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/votes/episodes/12870"), 1);
    rating.subject = fixture_firefly(-1, -1);
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(result.text, "https://www.tvmaze.com/shows/82; that vote was taken"));
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/votes/shows/82"), 1);
}

static void a_series_may_be_voted_for_but_no_season(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {{.subject = fixture_firefly(-1, -1), .value = 9},
                               {.subject = fixture_firefly(1, -1), .value = 9}};
    struct epi_error err = {0}, results[2] = {{0}};
    assert_ok(service_tvmaze.rate(f->session, ratings, 2, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/user/votes/shows/180"), 1);
    assert_int_equal(results[1].kind, EPI_ERROR_SIGN_IN); /* held, and nothing else with it */
    assert_int_equal(results[1].status, 405);
    ratings[0].value = 0;
    assert_ok(service_tvmaze.rate(f->session, ratings, 1, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/votes/shows/180"), 1);
}

/* TVmaze knows the series by TheTVDB's id, but not by the id that it had there once. */
static void a_series_with_an_old_id_is_found_by_the_next(void **state)
{
    struct fixture *f = *state;
    struct rating rating = {.subject = fixture_firefly(-1, -1), .value = 9};
    struct epi_error err = {0}, result = {0};
    rating.subject.series.tvmaze = 99999999;
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/user/votes/shows/180"), 1);
    rating.value = 0;
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/votes/shows/180"), 1);
    assert_string_equal(fixture_rating(f, "/tvmaze/v1", "show", "tvmaze", 180), "");
    rating.value = 9;
    rating.subject.series = (struct series_ids){.tvmaze = 99999999};
    assert_ok(service_tvmaze.rate(f->session, &rating, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(result.status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_mark_is_taken_back),
        TEST(without_premium_nothing_is_taken_back),
        TEST(without_premium_nothing_is_gone_already),
        TEST(a_page_is_there_to_do_it_by_hand),
        TEST(a_premium_call_that_finds_nothing_asks_who_it_is),
        TEST(a_refused_premium_call_asks_who_it_is),
        TEST(a_refused_premium_call_is_repeated_if_nobody_can_be_asked),
        TEST(a_vote_is_given_and_taken_back),
        TEST(only_tvmaze_says_what_is_gone),
        TEST(a_vote_for_another_is_taken_back),
        TEST(a_series_may_be_voted_for_but_no_season),
        TEST(a_series_with_an_old_id_is_found_by_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
