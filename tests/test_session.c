/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "core/services/session.h"
#include "tests/services.h"

static int start(void **state)
{
    return fixture_start(state, &service_tvdb);
}

static void basic_is_base64(void **state)
{
    (void)state;
    static const struct {
        const char *user, *key, *basic;
    } cases[] = {{"Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
                 {"a", "", "Basic YTo="},
                 {"", "", "Basic Og=="},
                 {"ab", "", "Basic YWI6"},
                 {"\xc3\xa4", "\xff\xfe", "Basic w6Q6//4="}};
    char buffer[64];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(session_basic(buffer, sizeof(buffer), cases[i].user, cases[i].key));
        assert_string_equal(buffer, cases[i].basic);
    }
}

static void basic_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    char buffer[15], room[4096], user[1024];
    assert_true(session_basic(buffer, 15, "abc", "de")); /* 6 + 8 + 1 */
    assert_false(session_basic(buffer, 14, "abc", "de"));
    memset(user, 'u', sizeof(user) - 1);
    user[sizeof(user) - 1] = '\0';
    assert_false(session_basic(room, sizeof(room), user, "key"));
}

static void a_token_tells_its_end(void **state)
{
    (void)state;
    /* {"alg":"none"} . {"exp":1700000000,"id":"ab?>"} in the URL's alphabet, without padding */
    assert_int_equal(
        session_token_end("eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDAsImlkIjoiYWI_PiJ9.x"),
        1700000000);
    static const char *const none[] = {"",
                                       "opaque",
                                       "a.b",
                                       "a.b.c",
                                       "a..c",
                                       "a.e30.c" /* {} */,
                                       "a.eyJleHAiOi0xfQ.c" /* -1 */,
                                       "a.eyJleHAiOiJuZXZlciJ9.c" /* "never" */,
                                       "a.!!!!.c"};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
        assert_int_equal(session_token_end(none[i]), 0);
}

static bool nothing(struct session *session, struct epi_error *err)
{
    (void)session;
    (void)err;
    return true;
}

static const struct session_token token = {"token", 300, false, nothing};

static void a_token_lasts_until_shortly_before_its_end(void **state)
{
    struct fixture *f = *state;
    static const struct {
        int64_t from_now;
        bool lasts;
    } cases[] = {{301, true}, {300, false}, {0, false}, {-5, false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char end[24];
        snprintf(end, sizeof(end), "%" PRId64, f->now + cases[i].from_now);
        fixture_sign_in(f, &service_tvdb, "apikey", "k", "token", "t", "expires_at", end, NULL);
        assert_true(session_need(f->session, NULL));
        assert_int_equal(session_token_lasts(f->session, &token), cases[i].lasts);
    }
    fixture_sign_in(f, &service_tvdb, "apikey", "k", "token", "t", NULL);
    assert_true(session_need(f->session, NULL));
    assert_true(session_token_lasts(f->session, &token)); /* it tells no end */
    fixture_sign_in(f, &service_tvdb, "apikey", "k", NULL);
    assert_true(session_need(f->session, NULL));
    assert_false(session_token_lasts(f->session, &token));
}

/* While somebody else holds the lock there is nothing to do but to wait, and waiting ends at once
 * when the program does. */
static void waiting_for_another_process_can_be_cancelled(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvdb, "apikey", "k", NULL);
    int lock = secret_lock(f->context.secret, "tvdb", 0, &err);
    assert_true(lock >= 0);
    http_cancel(f->context.http);
    assert_fails(session_renew(f->session, &token, &err), err, EPI_ERROR_STOPPED);
    secret_unlock(lock);
}

static void what_is_missing_is_named(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_fails(session_need(f->session, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_non_null(strstr(err.text, "epimark login tvdb"));
    fixture_sign_in(f, &service_tvdb, "pin", "1234", NULL);
    assert_fails(session_need(f->session, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "API key"));
}

/* What is not stored yet is used until the session is reset. */
static void credentials_can_be_tried(void **state)
{
    struct fixture *f = *state;
    static struct credentials credentials;
    struct account account;
    struct epi_error err = {0};
    credentials_wipe(&credentials);
    assert_true(credentials_set(&credentials, "apikey", STANDIN_TVDB_KEY));
    session_use(f->session, &credentials);
    assert_true(session_need(f->session, &err));
    session_reset(f->session);
    assert_fails(service_tvdb.who(f->session, &account, &err), err, EPI_ERROR_SIGN_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(basic_is_base64),
        TEST(basic_that_does_not_fit_is_refused),
        TEST(a_token_tells_its_end),
        TEST(a_token_lasts_until_shortly_before_its_end),
        TEST(waiting_for_another_process_can_be_cancelled),
        TEST(what_is_missing_is_named),
        TEST(credentials_can_be_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
