/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"
#include "tests/tvmaze.h"

/* ---- Marks ---- */

static void a_known_episode_is_put(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/scrobble/episodes/12868"), 1);
    assert_int_equal(fixture_count(f, NULL), 1);
    char *body = fixture_last_body(f);
    assert_string_equal(body, "{\"marked_at\":1718000000,\"type\":0}");
    free(body);
    assert_int_equal(held(f, 12868), 1);
}

static void several_known_episodes_are_one_request(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(12868), identified(12869), identified(12870)};
    struct epi_error err = {0}, results[3] = {{0}};
    assert_ok(marks(f, subjects, 3, results, &err), err);
    for (int i = 0; i < 3; i++)
        assert_int_equal(results[i].kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "POST /tvmaze/v1/scrobble/episodes"), 1);
    assert_int_equal(fixture_count(f, NULL), 1);
    assert_int_equal(held(f, 12870), 1);
}

static void a_mixed_answer_is_read_item_by_item(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(12868), identified(99999999), identified(12869)};
    struct epi_error err = {0}, results[3] = {{0}};
    assert_ok(marks(f, subjects, 3, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(results[1].kind, EPI_ERROR_NEVER);
    assert_int_equal(results[1].status, 404);
    assert_non_null(strstr(results[1].text, "Firefly 1x01"));
    assert_int_equal(results[2].kind, EPI_ERROR_NONE);
}

static void an_answer_without_any_good_one_is_read_too(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(99999998), identified(99999999)};
    struct epi_error err = {0}, results[2] = {{0}};
    assert_ok(marks(f, subjects, 2, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NEVER);
    assert_int_equal(results[1].kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(results[1].text, "Firefly 1x01"));
}

static void an_unknown_episode_id_is_a_dead_letter(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(99999999);
    struct epi_error err = {0}, result = {0};
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
}

static void a_failure_of_the_request_concerns_all(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(12868), identified(12869)};
    struct epi_error err = {0}, results[2] = {{0}};
    fixture_fault(f, "POST /tvmaze/v1/scrobble*", "\"do\":\"cut\",\"size\":3");
    assert_fails(marks(f, subjects, 2, results, &err), err, EPI_ERROR_LATER);
    fixture_status(f, "POST /tvmaze/v1/scrobble*", 503);
    assert_fails(marks(f, subjects, 2, results, &err), err, EPI_ERROR_LATER);
    assert_int_equal(err.status, 503);
}

/* An answer for each is documented; what is left without one is said again. */
static void a_bulk_answer_that_is_too_short_is_tried_again(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(12868), identified(12869)};
    struct epi_error err = {0}, results[2] = {{0}};
    fixture_fault(f, "POST /tvmaze/v1/scrobble*",
                  "\"do\":\"body\",\"body\":\"[{\\\"code\\\":200,\\\"result\\\":{}}]\"");
    assert_ok(marks(f, subjects, 2, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(results[1].kind, EPI_ERROR_LATER);
}

/* deliver finds the ids; what has none is not there. */
static void an_episode_without_an_id_is_not_sent(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {fixture_firefly(1, 1), identified(12870)};
    struct epi_error err = {0}, results[2] = {{0}};
    assert_ok(marks(f, subjects, 2, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NEVER);
    assert_int_equal(results[0].status, 404);
    assert_int_equal(results[1].kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, "PUT /tvmaze/v1/scrobble/episodes/12870"), 1);
    assert_ok(marks(f, subjects, 1, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NEVER);
    assert_int_equal(fixture_count(f, NULL), 1);
}

/* ---- Another episode was marked ---- */

/* TVmaze answers that it has marked 12870, and has. */
static void marks_another(struct fixture *f)
{
    struct subject other = identified(12870);
    struct epi_error err = {0}, result = {0};
    assert_ok(marks(f, &other, 1, &result, &err), err);
    fixture_fault(f, "PUT /tvmaze/v1/scrobble/*",
                  "\"do\":\"body\",\"body\":{\"episode_id\":12870,\"type\":0}");
}

static void a_mark_of_another_episode_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    marks_another(f);
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_int_equal(result.status, 0);
    assert_string_equal(result.text,
                        "TVmaze marked another episode in place of Firefly 1x01: "
                        "https://www.tvmaze.com/episodes/12870; that mark was taken back");
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/episodes/12870"), 1);
    assert_int_equal(held(f, 12870), 0);
}

static void one_of_several_that_is_another_is_taken_back(void **state)
{
    struct fixture *f = *state;
    struct subject subjects[] = {identified(12868), identified(12869)};
    struct epi_error err = {0}, results[2] = {{0}};
    fixture_fault(f, "POST /tvmaze/v1/scrobble/episodes",
                  "\"do\":\"body\",\"body\":[{\"code\":200,\"result\":{\"episode_id\":12868}},"
                  "{\"code\":200,\"result\":{\"episode_id\":12870}}]");
    assert_ok(marks(f, subjects, 2, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(results[1].kind, EPI_ERROR_NEVER);
    assert_int_equal(fixture_count(f, "DELETE /tvmaze/v1/user/episodes/12870"), 1);
}

/* Taking back is for premium members. */
static void a_mark_that_cannot_be_taken_back_is_said(void **state)
{
    struct fixture *f = *state;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    sign_in_free(f);
    marks_another(f);
    assert_ok(marks(f, &subject, 1, &result, &err), err);
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(result.text, "episodes/12870; take that mark back on its web site"));
    assert_int_equal(held(f, 12870), 1);
}

/* ---- The account ---- */

static void who_tells_name_and_level(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    assert_ok(service_tvmaze.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TVMAZE_USER);
    assert_non_null(strstr(account.level, "premium"));
    sign_in_free(f);
    assert_ok(service_tvmaze.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TVMAZE_FREE_USER);
    assert_string_equal(account.level, "");
}

static void a_wrong_key_is_for_the_user(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    fixture_sign_in(f, &service_tvmaze, "user", STANDIN_TVMAZE_USER, "key", "wrong-key-value",
                    NULL);
    assert_fails(service_tvmaze.who(f->session, &account, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(err.status, 401);
    assert_non_null(strstr(err.text, "epimark login tvmaze"));
    assert_null(strstr(err.text, "wrong-key-value"));
}

static void nobody_signed_in_sends_nothing(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct subject subject = identified(12868);
    struct epi_error err = {0}, result = {0};
    bool signed_in = true;
    char name[32] = "";
    assert_true(secret_clear(f->context.secret, "tvmaze", NULL));
    session_reset(f->session);
    assert_true(session_signed_in(f->session, &signed_in, name, sizeof(name), &err));
    assert_false(signed_in);
    assert_fails(service_tvmaze.who(f->session, &account, &err), err, EPI_ERROR_SIGN_IN);
    assert_fails(marks(f, &subject, 1, &result, &err), err, EPI_ERROR_SIGN_IN);
    assert_int_equal(fixture_count(f, NULL), 0);
}

static void who_is_signed_in_needs_no_request(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    bool signed_in = false;
    char name[32] = "";
    assert_true(session_signed_in(f->session, &signed_in, name, sizeof(name), &err));
    assert_true(signed_in);
    assert_string_equal(name, "viewer");
    fixture_sign_in(f, &service_tvmaze, "user", "viewer", NULL);
    assert_true(session_signed_in(f->session, &signed_in, name, sizeof(name), &err));
    assert_false(signed_in);
    assert_int_equal(fixture_count(f, NULL), 0);
}

/* ---- Pairing ---- */

static bool pair(struct fixture *f, const char *email, struct pairing *pairing,
                 struct epi_error *err)
{
    struct credentials given = {.count = 0};
    assert_true(credentials_set(&given, "email", email));
    return service_tvmaze.pair_start(f->session, &given, pairing, err);
}

static bool poll(struct fixture *f, struct pairing *pairing, bool *done, struct epi_error *err)
{
    static struct credentials signed_in;
    credentials_wipe(&signed_in);
    if (!service_tvmaze.pair_poll(f->session, pairing, done, &signed_in, err))
        return false;
    assert_int_equal(*done, signed_in.count > 0);
    if (*done)
        assert_true(secret_save(f->context.secret, "tvmaze", &signed_in, false, err));
    return true;
}

static void an_account_is_paired_by_its_address(void **state)
{
    struct fixture *f = *state;
    struct pairing pairing = {.interval = 0};
    struct epi_error err = {0};
    bool done = true;
    assert_true(secret_clear(f->context.secret, "tvmaze", NULL));
    session_reset(f->session);
    assert_ok(pair(f, STANDIN_TVMAZE_EMAIL, &pairing, &err), err);
    assert_string_equal(pairing.code, "");
    assert_non_null(strstr(pairing.url, "/auth/confirm/"));
    assert_int_equal(pairing.interval, 10);
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_false(done);
    assert_ok(poll(f, &pairing, &done, &err), err); /* 429 */
    assert_false(done);
    assert_true(pairing.interval > 10);
    assert_true(standin_control(f->standin, "{\"advance\":30,\"pairing\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
    struct account account;
    session_reset(f->session);
    assert_ok(service_tvmaze.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TVMAZE_USER);
    /* The key comes once. */
    assert_fails(poll(f, &pairing, &done, &err), err, EPI_ERROR_NEVER);
    assert_int_equal(err.status, 404);
}

/* Who opens the link says who it is: nobody is asked for an address, nobody is written to. */
static void an_account_is_paired_here(void **state)
{
    struct fixture *f = *state;
    struct credentials given = {.count = 0};
    struct pairing pairing = {.interval = 0};
    struct epi_error err = {0};
    bool done = false;
    assert_ok(service_tvmaze.pair_start(f->session, &given, &pairing, &err), err);
    char *body = fixture_last_body(f);
    assert_string_equal(body, "{\"email_confirmation\":false}");
    free(body);
    assert_true(standin_control(f->standin, "{\"pairing\":\"approve\"}"));
    assert_ok(poll(f, &pairing, &done, &err), err);
    assert_true(done);
    assert_true(credentials_set(&given, "redirect_url", "http://localhost/done"));
    assert_ok(service_tvmaze.pair_start(f->session, &given, &pairing, &err), err);
    body = fixture_last_body(f);
    assert_string_equal(body, "{\"email_confirmation\":false,"
                              "\"redirect_url\":\"http://localhost/done\"}");
    free(body);
    assert_true(standin_control(f->standin, "{\"pairing_email\":true}"));
    assert_fails(service_tvmaze.pair_start(f->session, &given, &pairing, &err), err,
                 EPI_ERROR_NEVER);
    assert_string_equal(err.text,
                        "TVmaze wants an e-mail address (422): run `epimark login tvmaze`");
    fixture_status(f, "POST /tvmaze/v1/auth/start", 429);
    assert_fails(service_tvmaze.pair_start(f->session, &given, &pairing, &err), err,
                 EPI_ERROR_LATER);
}

static void an_address_that_cannot_be_paired_says_why(void **state)
{
    struct fixture *f = *state;
    struct pairing pairing;
    struct epi_error err = {0};
    assert_fails(pair(f, STANDIN_TVMAZE_UNREADY, &pairing, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "confirmed"));
    assert_fails(pair(f, "nobody@example.org", &pairing, &err), err, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "has no account"));
    fixture_status(f, "POST /tvmaze/v1/auth/start", 429);
    assert_fails(pair(f, STANDIN_TVMAZE_EMAIL, &pairing, &err), err, EPI_ERROR_LATER);
}

static bool one_pairing(struct fixture *f, struct epi_error *err)
{
    struct pairing pairing;
    return pair(f, STANDIN_TVMAZE_EMAIL, &pairing, err);
}

static bool one_poll(struct fixture *f, struct epi_error *err)
{
    struct pairing pairing = {.token = "x"};
    bool done = false;
    return poll(f, &pairing, &done, err);
}

/* ---- What goes wrong ---- */

static bool one_who(struct fixture *f, struct epi_error *err)
{
    struct account account;
    return service_tvmaze.who(f->session, &account, err);
}

static bool one_mark(struct fixture *f, struct epi_error *err)
{
    struct subject subject = identified(12868);
    struct epi_error result = {0};
    if (!marks(f, &subject, 1, &result, err))
        return false;
    *err = result;
    return result.kind == EPI_ERROR_NONE;
}

static bool two_marks(struct fixture *f, struct epi_error *err)
{
    struct subject subjects[] = {identified(12868), identified(12869)};
    struct epi_error results[2] = {{0}};
    if (!marks(f, subjects, 2, results, err))
        return false;
    *err = results[1];
    return results[1].kind == EPI_ERROR_NONE;
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /tvmaze/v1/auth/validate", one_who);
    fixture_bad_answers(f, "PUT /tvmaze/v1/scrobble/episodes/12868", one_mark);
    fixture_bad_answers(f, "POST /tvmaze/v1/auth/start", one_pairing);
    fixture_bad_answers(f, "POST /tvmaze/v1/auth/poll", one_poll);
    fixture_bad_answers(f, "POST /tvmaze/v1/scrobble/episodes", two_marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(a_known_episode_is_put),
        TEST(several_known_episodes_are_one_request),
        TEST(a_mixed_answer_is_read_item_by_item),
        TEST(an_answer_without_any_good_one_is_read_too),
        TEST(an_unknown_episode_id_is_a_dead_letter),
        TEST(a_failure_of_the_request_concerns_all),
        TEST(a_bulk_answer_that_is_too_short_is_tried_again),
        TEST(an_episode_without_an_id_is_not_sent),
        TEST(a_mark_of_another_episode_is_taken_back),
        TEST(one_of_several_that_is_another_is_taken_back),
        TEST(a_mark_that_cannot_be_taken_back_is_said),
        TEST(who_tells_name_and_level),
        TEST(a_wrong_key_is_for_the_user),
        TEST(nobody_signed_in_sends_nothing),
        TEST(who_is_signed_in_needs_no_request),
        TEST(an_account_is_paired_by_its_address),
        TEST(an_account_is_paired_here),
        TEST(an_address_that_cannot_be_paired_says_why),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
