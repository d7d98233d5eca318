/* SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "core/services/session.h"
#include "tests/doubles/between.h"
#include "tests/trakt.h"

/* ---- Tokens ---- */

static void a_good_token_is_used_as_it_is(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(one_who(f, &err), err);
    assert_int_equal(fixture_count(f, NULL), 1);
}

static void a_token_near_its_end_is_renewed_and_stored(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now + 60);
    assert_ok(one_who(f, &err), err);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 1);
    assert_int_equal(fixture_count(f, "GET /trakt/users/settings"), 1);
    assert_string_not_equal(fixture_stored(f, &service_trakt, "access_token"),
                            STANDIN_TRAKT_ACCESS);
    assert_string_not_equal(fixture_stored(f, &service_trakt, "refresh_token"),
                            STANDIN_TRAKT_REFRESH);
    int64_t end = strtoll(fixture_stored(f, &service_trakt, "expires_at"), NULL, 10);
    assert_between(end, f->now + 7 * DAY - 5, f->now + 7 * DAY + 5);
    assert_string_equal(fixture_stored(f, &service_trakt, "client_secret"), STANDIN_TRAKT_SECRET);
    /* Another session goes on with what was stored. */
    session_reset(f->session);
    assert_ok(one_who(f, &err), err);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 1);
}

static void a_refused_token_is_renewed_once_and_the_call_repeated(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_true(standin_control(f->standin, "{\"expire\":\"trakt\"}"));
    assert_ok(one_who(f, &err), err);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 1);
    assert_int_equal(fixture_count(f, "GET /trakt/users/settings"), 2);
    fixture_fault(f, "GET /trakt/users/settings",
                  "\"nth\":0,\"do\":\"status\",\"status\":401,\"body\":\"\"");
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 2);
    assert_int_equal(fixture_count(f, "GET /trakt/users/settings"), 4);
}

static void a_refresh_token_that_is_spent_is_for_the_user(void **state)
{
    static const int statuses[] = {400, 401};
    struct fixture *f = *state;
    for (size_t i = 0; i < 2; i++) {
        struct epi_error err = {0};
        char knob[64];
        snprintf(knob, sizeof(knob), "{\"refresh_error\":%d}", statuses[i]);
        assert_true(standin_control(f->standin, knob));
        fixture_sign_in(f, &service_trakt, "client_id", STANDIN_TRAKT_ID, "client_secret",
                        STANDIN_TRAKT_SECRET, "access_token", "old", "refresh_token",
                        "spent-refresh-token", "expires_at", "1", NULL);
        assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
        assert_int_equal(err.status, 401);
        assert_non_null(strstr(err.text, "epimark login trakt"));
        assert_null(strstr(err.text, "spent"));
    }
    assert_int_equal(fixture_count(f, "GET /trakt/users/settings"), 0);
}

/* Whatever its status, it is about the sign-in and not about what was to be sent. */
static void a_renewal_that_fails_is_tried_again(void **state)
{
    static const int statuses[] = {400, 402, 404, 405, 409, 410, 412, 418,
                                   420, 422, 423, 426, 429, 500, 503, 520};
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now);
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        fixture_status(f, "POST /trakt-auth/oauth/token", statuses[i]);
        if (one_who(f, &err) || err.kind != EPI_ERROR_LATER)
            fail_msg("%d: %s", statuses[i], err.text);
        assert_int_equal(err.status, statuses[i]);
        assert_non_null(strstr(err.text, "signing in"));
    }
    fixture_fault(f, "POST /trakt-auth/oauth/token",
                  "\"do\":\"status\",\"status\":403,\"body\":\"<html>shield</html>\"");
    assert_fails(one_who(f, &err), err, EPI_ERROR_LATER);
    assert_string_equal(fixture_stored(f, &service_trakt, "refresh_token"), STANDIN_TRAKT_REFRESH);
    assert_ok(one_who(f, &err), err);
}

/* The config may name an address that http.h refuses: a person can heal that too. */
static void a_renewal_that_cannot_leave_kills_nothing(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now);
    snprintf(f->config.trakt_auth_url, sizeof(f->config.trakt_auth_url), "http://trakt.example");
    assert_fails(one_who(f, &err), err, EPI_ERROR_LATER);
}

static void an_app_that_is_not_approved_is_for_the_user(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now);
    fixture_fault(f, "POST /trakt-auth/oauth/token",
                  "\"do\":\"status\",\"status\":403,\"body\":\"\","
                  "\"headers\":{\"Content-Type\":\"text/html\"}");
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_non_null(strstr(err.text, "refuses the app with this client ID"));
}

static void an_app_that_was_revoked_is_not_a_bad_sign_in(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_true(standin_control(f->standin,
                                "{\"app\":{\"id\":\"" STANDIN_TRAKT_ID "\",\"refused\":true}}"));
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 403);
    assert_non_null(strstr(err.text, "refuses the app with this client ID"));
    assert_null(strstr(err.text, "does not accept the sign-in"));
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 0); /* nothing is spent */
    /* What a shield sends is no word of Trakt's. */
    fixture_fault(f, "GET /trakt/users/settings",
                  "\"do\":\"status\",\"status\":403,\"body\":\"<html>shield</html>\"");
    assert_fails(one_who(f, &err), err, EPI_ERROR_LATER);
}

/* Cut off behind the answer: the pair is spent, and only the user can help. */
static void a_renewal_whose_answer_never_came_says_what_to_do(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now);
    fixture_fault(f, "POST /trakt-auth/oauth/token", "\"do\":\"cut\",\"size\":20");
    assert_fails(one_who(f, &err), err, EPI_ERROR_LATER);
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "interrupted"));
    assert_non_null(strstr(err.text, "epimark login trakt"));
}

/* What works once is not spent where its successor could not be stored. */
static void a_store_that_cannot_be_written_spends_nothing(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_trakt(f, f->now);
    fixture_disk(true);
    bool done = one_who(f, &err);
    fixture_disk(false);
    assert_false(done);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 0);
    assert_ok(one_who(f, &err), err);
}

enum { TOGETHER = 10 };

struct racer {
    struct fixture *f;
    pthread_barrier_t *line;
    struct epi_error err;
    bool done;
};

static void *race(void *context)
{
    struct racer *racer = context;
    struct session_context own = racer->f->context;
    struct account account;
    own.pace = NULL;
    own.http = http_new(NULL, 10, NULL);
    own.secret = secret_new(CREDENTIALS_FILE, racer->f->folder);
    struct session *session = session_new(&service_trakt, &own);
    pthread_barrier_wait(racer->line);
    racer->done = service_trakt.who(session, &account, &racer->err);
    session_free(session);
    secret_free(own.secret);
    http_free(own.http);
    return NULL;
}

/* As many as there may be players and tools, all on a token that has ended. */
static void many_at_once_make_one_renewal(void **state)
{
    struct fixture *f = *state;
    struct racer racers[TOGETHER];
    pthread_t threads[TOGETHER];
    pthread_barrier_t line;
    fixture_trakt(f, f->now);
    pthread_barrier_init(&line, NULL, TOGETHER);
    for (int i = 0; i < TOGETHER; i++) {
        racers[i] = (struct racer){.f = f, .line = &line};
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < TOGETHER; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&line);
    for (int i = 0; i < TOGETHER; i++)
        assert_ok(racers[i].done, racers[i].err);
    assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 1);
    assert_int_equal(fixture_count(f, "GET /trakt/users/settings"), TOGETHER);
}

/* ---- The account ---- */

static void who_tells_the_user(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    assert_ok(service_trakt.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TRAKT_USER);
    assert_int_equal(account.expires_at, f->now + 7 * DAY);
}

static void signing_out_takes_the_token_back(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(service_trakt.sign_out(f->session, &err), err);
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
}

static void nobody_signed_in_sends_nothing(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_true(secret_clear(f->context.secret, "trakt", NULL));
    session_reset(f->session);
    assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_fails(service_trakt.sign_out(f->session, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(fixture_count(f, NULL), 0);
}

/* ---- What goes wrong ---- */

static bool one_renewal(struct fixture *f, struct epi_error *err)
{
    fixture_trakt(f, f->now);
    return one_who(f, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /trakt/users/settings", one_who);
    fixture_bad_answers(f, "POST /trakt-auth/oauth/token", one_renewal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_good_token_is_used_as_it_is),
        TEST(a_token_near_its_end_is_renewed_and_stored),
        TEST(a_refused_token_is_renewed_once_and_the_call_repeated),
        TEST(a_refresh_token_that_is_spent_is_for_the_user),
        TEST(a_renewal_that_fails_is_tried_again),
        TEST(a_renewal_that_cannot_leave_kills_nothing),
        TEST(an_app_that_is_not_approved_is_for_the_user),
        TEST(an_app_that_was_revoked_is_not_a_bad_sign_in),
        TEST(a_renewal_whose_answer_never_came_says_what_to_do),
        TEST(a_store_that_cannot_be_written_spends_nothing),
        TEST(many_at_once_make_one_renewal),
        TEST(who_tells_the_user),
        TEST(signing_out_takes_the_token_back),
        TEST(nobody_signed_in_sends_nothing),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
