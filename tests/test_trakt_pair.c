/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/trakt.h"

/* secret: "" for none. */
static bool pair_app(struct fixture *f, const char *id, const char *secret, struct pairing *pairing,
                     struct epi_error *err)
{
    static struct credentials given;
    credentials_wipe(&given);
    assert_true(credentials_set(&given, "client_id", id));
    assert_true(credentials_set(&given, "client_secret", secret));
    return service_trakt.pair_start(f->session, &given, pairing, err);
}

static bool pair(struct fixture *f, struct pairing *pairing, struct epi_error *err)
{
    return pair_app(f, STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, pairing, err);
}

static bool poll(struct fixture *f, struct pairing *pairing, bool *done, struct epi_error *err)
{
    static struct credentials signed_in;
    credentials_wipe(&signed_in);
    if (!service_trakt.pair_poll(f->session, pairing, done, &signed_in, err))
        return false;
    assert_int_equal(*done, signed_in.count > 0);
    if (*done)
        assert_true(secret_save(f->context.secret, "trakt", &signed_in, false, err));
    return true;
}

static void a_device_is_paired(void **state)
{
    struct fixture *f = *state;
    struct pairing pairing = {.interval = 0};
    struct epi_error err = {0};
    bool done = true;
    assert_true(secret_clear(f->context.secret, "trakt", NULL));
    session_reset(f->session);
    assert_ok(pair(f, &pairing, &err), err);
    assert_int_equal(strlen(pairing.code), 8);
    assert_non_null(strstr(pairing.url, "activate"));
    assert_int_equal(pairing.interval, 5);
    assert_int_equal(pairing.lasts, 600);
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
    /* Too fast: the service says so, and is asked less often. */
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
    assert_true(pairing.interval > 5);
    assert_true(standin_control(f->standin, "{\"advance\":20,\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
    session_reset(f->session);
    assert_ok(one_who(f, &err), err);
    int64_t end = strtoll(fixture_stored(f, &service_trakt, "expires_at"), NULL, 10);
    assert_int_equal(end, f->now + 7 * DAY);
    /* The code works once. */
    assert_ok(pair(f, &pairing, &err), err);
    assert_true(standin_control(f->standin, "{\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 409);
}

/* The body of the nth request, from 0, of these; the caller frees. */
static struct json *sent(struct fixture *f, const char *path, int nth)
{
    char *text = standin_log(f->standin);
    struct json *log = json_read(text, strlen(text), NULL);
    struct json *body = NULL;
    for (size_t i = 0; i < json_count(log) && !body; i++) {
        const char *of = json_text(json_get(json_at(log, i), "path"));
        if (strcmp(of, path) == 0 && nth-- == 0) {
            const char *sent = json_text(json_get(json_at(log, i), "body"));
            body = json_read(sent, strlen(sent), NULL);
        }
    }
    json_free(log);
    free(text);
    assert_non_null(body);
    return body;
}

#define CODE_PATH  "/trakt-auth/oauth/device/code"
#define TOKEN_PATH "/trakt-auth/oauth/device/token"

static bool is_sent(struct fixture *f, const char *path, int nth, const char *member)
{
    struct json *body = sent(f, path, nth);
    bool is = !json_is_null(json_get(body, member));
    json_free(body);
    return is;
}

/* From the code to the renewal and the end, with an app that has no secret and one that has. */
static void an_app_without_a_secret_is_paired(void **state)
{
    static const char *const ids[] = {STANDIN_TRAKT_PUBLIC_ID, STANDIN_TRAKT_ID};
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool done = true;
    for (int i = 0; i < 2; i++) {
        struct pairing pairing = {.interval = 0};
        assert_true(secret_clear(f->context.secret, "trakt", NULL));
        session_reset(f->session);
        assert_ok(pair_app(f, ids[i], "", &pairing, &err), err);
        assert_int_equal(strlen(pairing.verifier), 43);
        assert_ok(poll(f, &pairing, &done, &err), err);
        assert_false(done);
        assert_true(standin_control(f->standin, "{\"advance\":20,\"device\":\"approve\"}"));
        assert_ok(poll(f, &pairing, &done, &err), err);
        assert_true(done);
        assert_string_equal(pairing.verifier, "");
        assert_string_equal(fixture_stored(f, &service_trakt, "client_id"), ids[i]);
        assert_string_equal(fixture_stored(f, &service_trakt, "client_secret"), "");
        assert_false(is_sent(f, TOKEN_PATH, 2 * i + 1, "client_secret"));
        session_reset(f->session);
        assert_ok(one_who(f, &err), err);
        assert_true(standin_control(f->standin, "{\"expire\":\"trakt\"}"));
        assert_ok(one_who(f, &err), err);
        assert_int_equal(fixture_count(f, "POST /trakt-auth/oauth/token"), 2 * i + 1);
        assert_false(is_sent(f, "/trakt-auth/oauth/token", 2 * i, "client_secret"));
        assert_false(is_sent(f, "/trakt-auth/oauth/token", 2 * i, "code_verifier"));
        assert_true(is_sent(f, "/trakt-auth/oauth/token", 2 * i, "redirect_uri"));
        assert_ok(service_trakt.sign_out(f->session, &err), err);
        assert_fails(one_who(f, &err), err, EPI_ERROR_SIGN_IN); /* it asks for a new token, too */
    }
}

static void each_code_has_its_own_verifier(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct pairing first = {.interval = 0}, second = {.interval = 0};
    assert_ok(pair_app(f, STANDIN_TRAKT_PUBLIC_ID, "", &first, &err), err);
    assert_ok(pair_app(f, STANDIN_TRAKT_PUBLIC_ID, "", &second, &err), err);
    assert_string_not_equal(first.verifier, second.verifier);
    struct json *body = sent(f, CODE_PATH, 0);
    assert_string_equal(json_text(json_get(body, "code_challenge_method")), "S256");
    assert_int_equal(strlen(json_text(json_get(body, "code_challenge"))), 43);
    assert_string_not_equal(json_text(json_get(body, "code_challenge")), first.verifier);
    json_free(body);
    /* With a secret there is none. */
    assert_ok(pair(f, &second, &err), err);
    assert_string_equal(second.verifier, "");
    assert_false(is_sent(f, CODE_PATH, 2, "code_challenge"));
}

/* As if it were waited for the user, or with words. */
static void a_wrong_verifier_signs_nobody_in(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct pairing pairing = {.interval = 0};
    bool done = true;
    assert_true(standin_control(f->standin, "{\"device_interval\":0}"));
    assert_ok(pair_app(f, STANDIN_TRAKT_PUBLIC_ID, "", &pairing, &err), err);
    pairing.verifier[0] ^= 1;
    assert_true(standin_control(f->standin, "{\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
    assert_true(standin_control(f->standin, "{\"verifier_error\":401}"));
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "start again"));
    assert_true(standin_control(f->standin, "{\"verifier_error\":400,\"advance\":700}"));
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 410);
}

/* More of a free member's apps than one: the page does not confirm it, and the code ends. */
static void a_second_app_of_a_free_member_is_not_paired(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct pairing pairing = {.interval = 0};
    struct account account;
    bool done = true;
    assert_true(standin_control(f->standin, "{\"device_interval\":0,\"free_member\":true}"));
    assert_ok(service_trakt.who(f->session, &account, &err), err);
    assert_string_equal(account.level, "");
    assert_ok(service_trakt.sign_out(f->session, &err), err);
    assert_ok(pair_app(f, STANDIN_TRAKT_PUBLIC_ID, "", &pairing, &err), err);
    assert_true(standin_control(f->standin, "{\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
    assert_ok(pair(f, &pairing, &err), err);
    assert_true(standin_control(f->standin, "{\"device\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
}

static void the_link_has_the_code_in_it(void **state)
{
    static const struct {
        const char *code;
        bool fits;
    } codes[] = {{"5055CC52", true}, {"AB-12", true}, {"5055/CC52", false}, {"50 5?x", false}};
    struct fixture *f = *state;
    struct epi_error err = {0};
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        struct pairing pairing = {.interval = 0};
        char fault[300], link[100];
        snprintf(fault, sizeof(fault),
                 "\"do\":\"body\",\"body\":{\"device_code\":\"x\",\"user_code\":\"%s\","
                 "\"verification_url\":\"https://trakt.tv/activate\"}",
                 codes[i].code);
        fixture_fault(f, "POST " CODE_PATH, fault);
        assert_ok(pair(f, &pairing, &err), err);
        assert_string_equal(pairing.url, "https://trakt.tv/activate");
        snprintf(link, sizeof(link), "https://trakt.tv/activate/%s", codes[i].code);
        assert_string_equal(pairing.link, codes[i].fits ? link : "");
    }
}

/* RFC 8628 has names where Trakt has statuses; a name that is not known is one that waits. */
static void names_of_errors_are_understood(void **state)
{
    static const struct {
        const char *name;
        int status; /* of the error; 0: none, it is waited */
        bool slower;
    } names[] = {
        {"authorization_pending", 0, false},
        {"slow_down", 0, true},
        {"other", 0, false},
        {"expired_token", 410, false},
        {"access_denied", 418, false},
        {"invalid_grant", 404, false},
        {"invalid_client", 403, false},
    };
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct pairing pairing = {.interval = 0};
    assert_ok(pair(f, &pairing, &err), err);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char fault[200];
        bool done = true;
        int before = pairing.interval;
        snprintf(fault, sizeof(fault),
                 "\"do\":\"status\",\"status\":400,\"body\":{\"error\":\"%s\"}", names[i].name);
        fixture_fault(f, "POST " TOKEN_PATH, fault);
        bool waits = poll(f, &pairing, &done, &err);
        assert_int_equal(waits, names[i].status == 0);
        assert_int_equal(waits ? 0 : err.status, names[i].status);
        assert_int_equal(pairing.interval > before, names[i].slower);
        assert_false(done);
    }
}

/* What Trakt says when the secret is missing is not that it is wrong. */
static void an_app_that_needs_its_secret_is_told(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    struct pairing pairing = {.interval = 0};
    bool done = true;
    assert_ok(pair_app(f, STANDIN_TRAKT_PUBLIC_ID, "", &pairing, &err), err);
    fixture_status(f, "POST " TOKEN_PATH, 403);
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "without its client secret"));
    assert_ok(pair(f, &pairing, &err), err);
    fixture_status(f, "POST " TOKEN_PATH, 403);
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "check the secret"));
}

static void each_end_of_a_pairing_has_its_own_words(void **state)
{
    static const int statuses[] = {401, 403, 404, 409, 410, 418};
    struct fixture *f = *state;
    struct pairing pairing;
    char texts[6][256];
    struct epi_error err = {0};
    bool done = true;
    assert_ok(pair(f, &pairing, &err), err);
    for (size_t i = 0; i < 6; i++) {
        fixture_status(f, "POST /trakt-auth/oauth/device/token", statuses[i]);
        assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
        assert_int_equal(err.status, statuses[i]);
        assert_false(done);
        memcpy(texts[i], err.text, sizeof(texts[i]));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(texts[i], texts[j]);
    }
    fixture_status(f, "POST /trakt-auth/oauth/device/token", 502);
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_LATER);
    assert_true(standin_control(f->standin, "{\"device\":\"deny\"}"));
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 418);
    assert_true(standin_control(f->standin, "{\"advance\":700}"));
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 410);
}

static void an_unknown_app_is_not_paired(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"nobody", STANDIN_TRAKT_FREE_ID};
    struct pairing pairing = {.interval = 77};
    struct epi_error err = {0};
    for (size_t i = 0; i < 2; i++) {
        assert_fails(pair_app(f, ids[i], "", &pairing, &err), err, EPI_ERROR_NEVER);
        assert_int_equal(err.status, 403);
        assert_non_null(strstr(err.text, "refuses the app with this client ID"));
        assert_int_equal(pairing.interval, 77);
    }
}

static bool one_pairing(struct fixture *f, struct epi_error *err)
{
    struct pairing pairing;
    return pair(f, &pairing, err);
}

static bool one_poll(struct fixture *f, struct epi_error *err)
{
    struct pairing pairing = {.token = "x"};
    struct credentials given = {.count = 0};
    bool done = false;
    assert_true(credentials_set(&given, "client_id", STANDIN_TRAKT_ID));
    session_use(f->session, &given);
    return poll(f, &pairing, &done, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "POST /trakt-auth/oauth/device/code", one_pairing);
    fixture_bad_answers(f, "POST /trakt-auth/oauth/device/token", one_poll);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_device_is_paired),
        TEST(an_app_without_a_secret_is_paired),
        TEST(each_code_has_its_own_verifier),
        TEST(a_wrong_verifier_signs_nobody_in),
        TEST(a_second_app_of_a_free_member_is_not_paired),
        TEST(the_link_has_the_code_in_it),
        TEST(names_of_errors_are_understood),
        TEST(an_app_that_needs_its_secret_is_told),
        TEST(each_end_of_a_pairing_has_its_own_words),
        TEST(an_unknown_app_is_not_paired),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
