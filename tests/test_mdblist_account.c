/* SPDX-License-Identifier: MIT */
#include "tests/doubles/between.h"
#include "tests/mdblist.h"

#define TOKEN "POST /mdblist/oauth/token/"

/* ---- The key ---- */

static void the_key_is_in_the_address_and_nowhere_else(void **state)
{
    struct fixture *f = *state;
    struct account account = {0};
    struct epi_error err = {0};
    assert_ok(service_mdblist.who(f->session, &account, &err), err);
    struct json *log = fixture_log(f);
    const struct json *request = json_at(log, 0);
    assert_string_equal(json_text(json_get(request, "query")), "apikey=" STANDIN_MDBLIST_KEY);
    assert_string_equal(json_text(json_get(request, "path")), "/mdblist/user");
    assert_true(json_is_null(json_get(json_get(request, "headers"), "Authorization")));
    json_free(log);
    assert_string_equal(account.name, "viewer");
    assert_string_equal(account.level, "");
    assert_int_equal(account.requests_a_day, 1000);
    assert_int_equal(account.requests_left, 999);
    assert_int_equal(account.expires_at, 0);
}

/* Whatever fails, and whatever the service repeats of it. */
static void the_key_is_in_no_error_and_no_header(void **state)
{
    static const char *const faults[] = {
        "\"do\":\"status\",\"status\":401,\"body\":{\"error\":\"" STANDIN_MDBLIST_KEY "\"}",
        "\"do\":\"status\",\"status\":500,\"body\":\"" STANDIN_MDBLIST_KEY "\"",
        "\"do\":\"status\",\"status\":200,\"body\":\"" STANDIN_MDBLIST_KEY "\"",
        "\"do\":\"status\",\"status\":302,\"headers\":{\"Location\":\"https://example.org/"
        "?apikey=" STANDIN_MDBLIST_KEY "\"}",
        "\"do\":\"cut\"",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        struct epi_error err = {0};
        fixture_fault(f, "GET /mdblist/user", faults[i]);
        assert_false(mdblist_who(f, &err));
        assert_true(err.text[0]);
        assert_null(strstr(err.text, STANDIN_MDBLIST_KEY));
    }
    struct route_args args = {.headers_wanted = true};
    struct answer answer = {0};
    struct epi_error err = {0};
    fixture_fault(
        f, "GET /mdblist/user",
        "\"do\":\"body\",\"body\":{},\"headers\":{\"Link\":\"</user?apikey=" STANDIN_MDBLIST_KEY
        ">\"}");
    assert_ok(route_send(f->session, service_mdblist.apis[0], "user", &args, NULL, &answer, &err),
              err);
    assert_non_null(strstr(answer.headers, "</user?apikey=*"));
    assert_null(strstr(answer.headers, STANDIN_MDBLIST_KEY));
    answer_free(&answer);
}

static void a_key_that_is_refused_is_for_the_user(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_mdblist, "apikey", "another", NULL);
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_int_equal(fixture_count(f, NULL), 1);
    fixture_status(f, "GET /mdblist/user", 403);
    fixture_sign_in(f, &service_mdblist, "apikey", STANDIN_MDBLIST_KEY, NULL);
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 403);
    assert_non_null(strstr(err.text, "epimark login mdblist"));
}

static void what_is_for_supporters_is_no_bad_key(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct answer answer = {0};
    assert_true(standin_control(f->standin, "{\"mdblist_supporters\":true}"));
    assert_fails(
        route_get(f->session, service_mdblist.apis[0], "watched", NULL, NULL, &answer, &err), err,
        EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 403);
    assert_non_null(strstr(err.text, "paying accounts"));
}

static void nothing_is_asked_without_a_sign_in(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_mdblist, NULL);
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(fixture_count(f, NULL), 0);
}

static void accounts_come_in_several_forms(void **state)
{
    static const struct {
        const char *body, *name, *level;
        int a_day, left;
    } cases[] = {
        {"{\"user_name\":\"a\",\"api_requests\":10,\"api_requests_count\":3}", "a", "", 10, 7},
        {"{\"name\":\"b\",\"patron_status\":\"active_patron\"}", "b", "supporter", 0, 0},
        {"{\"username\":\"c\",\"api_requests\":10,\"api_requests_count\":30}", "c", "", 10, 0},
        {"{\"api_requests\":-5,\"api_requests_count\":\"many\"}", "", "", 0, 0},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct account account = {0};
        struct epi_error err = {0};
        char members[256];
        snprintf(members, sizeof(members), "\"do\":\"body\",\"body\":%s", cases[i].body);
        fixture_fault(f, "GET /mdblist/user", members);
        assert_ok(service_mdblist.who(f->session, &account, &err), err);
        assert_string_equal(account.name, cases[i].name);
        assert_string_equal(account.level, cases[i].level);
        assert_int_equal(account.requests_a_day, cases[i].a_day);
        assert_int_equal(account.requests_left, cases[i].left);
    }
    fixture_bad_answers(f, "GET /mdblist/user", mdblist_who);
}

/* ---- Limits ---- */

static void keep_pause(void *pacer, const struct service *service, int seconds)
{
    (void)service;
    *(int *)pacer = seconds;
}

static void a_spent_day_is_waited_for(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    int to_midnight = (int)(DAY - f->now % DAY);
    f->context.rest = keep_pause;
    for (int no_wait = 0; no_wait < 2; no_wait++) {
        char knobs[80];
        snprintf(knobs, sizeof(knobs), "{\"mdblist_left\":0,\"mdblist_no_wait\":%s}",
                 no_wait ? "true" : "false");
        assert_true(standin_control(f->standin, knobs));
        f->paced = 0;
        assert_fails(mdblist_who(f, &err), err, EPI_ERROR_LATER);
        assert_int_equal(err.status, 429);
        assert_between(err.retry_after, to_midnight - 5, to_midnight);
        assert_between(f->paced, to_midnight - 5, to_midnight);
    }
    /* Longer than until midnight is a mistake. */
    fixture_fault(f, "GET /mdblist/user",
                  "\"do\":\"status\",\"status\":429,\"headers\":{\"Retry-After\":\"999999\"}");
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_LATER);
    assert_int_equal(err.retry_after, to_midnight > 3600 ? to_midnight : 3600);
}

static void an_error_in_a_success_is_none(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_fault(f, "GET /mdblist/user",
                  "\"do\":\"body\",\"body\":{\"response\":false,\"error\":\"API Limit Reached!\"}");
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_LATER);
    assert_int_equal(err.status, 429);
    fixture_fault(f, "GET /mdblist/user", "\"do\":\"body\",\"body\":{\"error\":\"Not found!\"}");
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 404);
}

/* ---- Signing in on the page ---- */

static bool start(struct fixture *f, const char *client, struct pairing *pairing,
                  struct epi_error *err)
{
    struct credentials given = {0};
    assert_true(credentials_set(&given, "client_id", client));
    return service_mdblist.pair_start(f->session, &given, pairing, err);
}

/* Without a code that waits, the first poll is that of a new one. */
static bool poll(struct fixture *f, struct pairing *pairing, bool *done, struct epi_error *err)
{
    static struct credentials signed_in;
    struct epi_error saved = {0};
    if (!service_mdblist.pair_poll(f->session, pairing, done, &signed_in, err))
        return false;
    if (*done) {
        assert_ok(secret_save(f->context.secret, "mdblist", &signed_in, false, &saved), saved);
        session_reset(f->session);
    }
    return true;
}

/* Signs in, with a token that lasts so long. */
static void sign_in(struct fixture *f, int lasts)
{
    struct pairing pairing = {0};
    struct epi_error err = {0};
    char knobs[64];
    bool done = false;
    snprintf(knobs, sizeof(knobs), "{\"mdblist_expires_in\":%d}", lasts);
    assert_true(standin_control(f->standin, knobs));
    assert_ok(start(f, STANDIN_MDBLIST_ID, &pairing, &err), err);
    assert_true(standin_control(f->standin, "{\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
}

static void a_code_leads_to_a_token(void **state)
{
    struct fixture *f = *state;
    struct pairing pairing = {0};
    struct epi_error err = {0};
    bool done = true;
    assert_ok(start(f, STANDIN_MDBLIST_ID, &pairing, &err), err);
    char *body = fixture_last_body(f);
    assert_string_equal(body, "scope=write&client_id=" STANDIN_MDBLIST_ID);
    free(body);
    assert_int_equal(pairing.interval, 5);
    assert_int_equal(pairing.lasts, 1800);
    char link[sizeof(pairing.url) + 64];
    snprintf(link, sizeof(link), "%s?user_code=%s", pairing.url, pairing.code);
    assert_string_equal(pairing.link, link);
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
    assert_int_equal(pairing.interval, 5);
    assert_ok(poll(f, &pairing, &done, &err), err); /* too soon */
    assert_false(done);
    assert_int_equal(pairing.interval, 10);
    assert_true(standin_control(f->standin, "{\"device\":\"approve\",\"advance\":10}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
    assert_ok(mdblist_who(f, &err), err);
    assert_string_equal(fixture_stored(f, &service_mdblist, "apikey"), "");
    assert_int_equal(fixture_count(f, "GET /mdblist/user"), 1);
}

static void each_end_of_a_code_has_its_words(void **state)
{
    static const struct {
        const char *error;
        int status;
        const char *words;
    } ends[] = {
        {"access_denied", 400, "denied"},          {"expired_token", 400, "expired"},
        {"invalid_grant", 400, "expired"},         {"device_not_found", 404, "no longer knows"},
        {"invalid_client", 400, "this client ID"},
    };
    struct fixture *f = *state;
    struct pairing pairing = {.token = "x", .interval = 5};
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        struct epi_error err = {0};
        bool done;
        char members[128];
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":%d,\"body\":{\"error\":\"%s\"}", ends[i].status,
                 ends[i].error);
        fixture_fault(f, TOKEN, members);
        assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
        assert_non_null(strstr(err.text, ends[i].words));
    }
    struct epi_error err = {0};
    bool done;
    fixture_status(f, TOKEN, 502);
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_LATER);
    assert_fails(start(f, "another", &pairing, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "mdblist_client_id"));
}

static void a_token_near_its_end_is_renewed_and_its_successor_stored(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    char before[64];
    sign_in(f, 100);
    snprintf(before, sizeof(before), "%s", fixture_stored(f, &service_mdblist, "refresh_token"));
    assert_true(standin_control(f->standin, "{\"mdblist_expires_in\":2592000}"));
    assert_ok(mdblist_who(f, &err), err);
    assert_int_equal(fixture_count(f, TOKEN), 2);
    assert_string_not_equal(fixture_stored(f, &service_mdblist, "refresh_token"), before);
    assert_string_equal(fixture_stored(f, &service_mdblist, "client_id"), STANDIN_MDBLIST_ID);
    session_reset(f->session);
    assert_ok(mdblist_who(f, &err), err);
    assert_int_equal(fixture_count(f, TOKEN), 2);
}

/* Some keep the old one. */
static void a_renewal_may_bring_no_new_refresh_token(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    char before[64];
    sign_in(f, 100);
    snprintf(before, sizeof(before), "%s", fixture_stored(f, &service_mdblist, "refresh_token"));
    fixture_fault(f, TOKEN,
                  "\"do\":\"body\",\"body\":{\"access_token\":\"new\",\"expires_in\":86400}");
    fixture_fault(f, "GET /mdblist/user", "\"do\":\"status\",\"status\":200,\"body\":{}");
    assert_ok(mdblist_who(f, &err), err);
    assert_string_equal(fixture_stored(f, &service_mdblist, "access_token"), "new");
    assert_string_equal(fixture_stored(f, &service_mdblist, "refresh_token"), before);
}

static void what_ends_a_sign_in_is_said(void **state)
{
    static const struct {
        int status;
        const char *error, *words;
        enum epi_error_kind kind;
    } cases[] = {
        {400, "invalid_grant", "no longer accepts", EPI_ERROR_SIGN_IN},
        {401, "invalid_client", "refuses the app", EPI_ERROR_SIGN_IN},
        {400, "invalid_request", "signing in failed", EPI_ERROR_LATER},
        {503, "", "signing in failed", EPI_ERROR_LATER},
    };
    struct fixture *f = *state;
    sign_in(f, 100);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct epi_error err = {0};
        char members[128];
        snprintf(members, sizeof(members),
                 "\"do\":\"status\",\"status\":%d,\"body\":{\"error\":\"%s\"}", cases[i].status,
                 cases[i].error);
        fixture_fault(f, TOKEN, members);
        assert_fails(mdblist_who(f, &err), err, cases[i].kind);
        assert_non_null(strstr(err.text, cases[i].words));
    }
}

static void only_a_token_is_revoked(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    assert_ok(service_mdblist.sign_out(f->session, &err), err);
    assert_int_equal(fixture_count(f, NULL), 0); /* a key belongs to its owner */
    sign_in(f, 86400);
    assert_ok(service_mdblist.sign_out(f->session, &err), err);
    assert_int_equal(fixture_count(f, "POST /mdblist/oauth/revoke_token/"), 1);
    assert_fails(mdblist_who(f, &err), err, EPI_ERROR_SIGN_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MDBLIST_TEST(the_key_is_in_the_address_and_nowhere_else),
        MDBLIST_TEST(the_key_is_in_no_error_and_no_header),
        MDBLIST_TEST(a_key_that_is_refused_is_for_the_user),
        MDBLIST_TEST(what_is_for_supporters_is_no_bad_key),
        MDBLIST_TEST(nothing_is_asked_without_a_sign_in),
        MDBLIST_TEST(accounts_come_in_several_forms),
        MDBLIST_TEST(a_spent_day_is_waited_for),
        MDBLIST_TEST(an_error_in_a_success_is_none),
        MDBLIST_TEST(a_code_leads_to_a_token),
        MDBLIST_TEST(each_end_of_a_code_has_its_words),
        MDBLIST_TEST(a_token_near_its_end_is_renewed_and_its_successor_stored),
        MDBLIST_TEST(a_renewal_may_bring_no_new_refresh_token),
        MDBLIST_TEST(what_ends_a_sign_in_is_said),
        MDBLIST_TEST(only_a_token_is_revoked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
