/* SPDX-License-Identifier: MIT */
#include "tests/client.h"

/* How an account stands; check: as its service says. */
static struct epi_account status_of(struct bench *bench, const char *service, bool check)
{
    const struct epi_account *account =
        epi_account_status(bench->client, service, check, &bench->err);

    OK(account);
    return *account;
}

static struct epi_account account_of(struct bench *bench, const char *service)
{
    return status_of(bench, service, true);
}

static void only_the_version_that_an_option_chooses_is_offered(void **state)
{
    struct bench *bench = *state;
    struct epi_config *config = &bench->config;

    assert_true(epi_account_offered(config, "tvmaze"));
    assert_true(epi_account_offered(config, "tvdb"));
    assert_false(epi_account_offered(config, "tvdb2"));
    assert_true(epi_account_offered(config, "trakt"));
    assert_false(epi_account_offered(config, "trakt1"));
    assert_false(epi_account_offered(config, "imdb"));
    OK(epi_config_set(config, "trakt_api", "1", EPI_SOURCE_COMMAND, &bench->err));
    assert_false(epi_account_offered(config, "trakt"));
    assert_true(epi_account_offered(config, "trakt1"));
    OK(epi_config_set(config, "rate_on", "tvdb2", EPI_SOURCE_COMMAND, &bench->err));
    assert_true(epi_account_offered(config, "tvdb"));
    assert_true(epi_account_offered(config, "tvdb2"));
}

static void first_sign_in_counts_what_waits_and_lets_it_go_when_told(void **state)
{
    struct bench *bench = *state;

    mark(bench, EPISODE);
    assert_int_equal(sync_now(bench).waiting, 1);
    assert_int_equal(login_tvmaze(bench), 1);
    assert_int_equal(sync_now(bench).sent, 0);
    OK(epi_account_release(bench->client, "tvmaze", &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/*") +
                         standin_count(bench->standin, "POST /tvmaze/v1/scrobble/*"),
                     1);
}

static void refused_sign_in_changes_nothing(void **state)
{
    struct bench *bench = *state;
    const char *const bad[] = {STANDIN_TVMAZE_USER, "not-the-key"};
    char name[128];
    int waiting;

    assert_false(epi_account_login(bench->client, "tvmaze", bad, 2, name, sizeof(name), &waiting,
                                   &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_SIGN_IN);
    assert_null(strstr(bench->err.text, "not-the-key"));
    struct epi_account account = status_of(bench, "tvmaze", false);
    assert_false(account.signed_in);

    login_tvmaze(bench);
    assert_false(epi_account_login(bench->client, "tvmaze", bad, 2, name, sizeof(name), &waiting,
                                   &bench->err));
    account = status_of(bench, "tvmaze", true);
    assert_true(account.signed_in);
    assert_string_equal(account.account, STANDIN_TVMAZE_USER);
    assert_string_equal(account.error, "");
}

static void sign_in_that_nobody_could_check_changes_nothing(void **state)
{
    struct bench *bench = *state;
    const char *const bad[] = {STANDIN_TVMAZE_USER, "not-the-key"};

    login_tvmaze(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/v1/auth/validate\","
                                              "\"do\":\"status\",\"status\":503}"));
    int waiting;
    char name[128];
    assert_false(epi_account_login(bench->client, "tvmaze", bad, 2, name, sizeof(name), &waiting,
                                   &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_LATER);
    assert_non_null(strstr(bench->err.text, "nothing was changed"));
    struct epi_account account = status_of(bench, "tvmaze", true);
    assert_string_equal(account.error, "");
}

static void missing_and_surplus_values_are_named(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TVMAZE_USER, "", "third"};
    char name[128];
    int waiting;

    assert_false(epi_account_login(bench->client, "tvmaze", values, 2, name, sizeof(name), &waiting,
                                   &bench->err));
    assert_non_null(strstr(bench->err.text, "missing"));
    assert_false(epi_account_login(bench->client, "nosuch", values, 2, name, sizeof(name), &waiting,
                                   &bench->err));
    assert_non_null(strstr(bench->err.text, "one of: tvmaze, tvdb, "));
}

static void logout_forgets(void **state)
{
    struct bench *bench = *state;

    login_trakt(bench);
    OK(epi_account_logout(bench->client, "trakt", bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done, "");
    assert_int_equal(standin_count(bench->standin, "POST /trakt-auth/*revoke"), 1);
    struct epi_account account = status_of(bench, "trakt", true);
    assert_false(account.signed_in);
    /* Who is not signed in has nothing to be told. */
    OK(epi_account_logout(bench->client, "trakt", bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->done, "");
    assert_int_equal(standin_count(bench->standin, "POST /trakt-auth/*revoke"), 1);
}

static void logout_forgets_though_the_service_cannot_be_told(void **state)
{
    struct bench *bench = *state;

    login_trakt(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"POST /trakt-auth/*revoke\","
                                              "\"do\":\"status\",\"status\":503}"));
    OK(epi_account_logout(bench->client, "trakt", bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "503"));
    struct epi_account account = status_of(bench, "trakt", false);
    assert_false(account.signed_in);
}

static void a_logout_that_is_stopped_changes_nothing(void **state)
{
    struct bench *bench = *state;

    login_trakt(bench);
    epi_client_cancel(bench->client);
    assert_false(
        epi_account_logout(bench->client, "trakt", bench->done, sizeof(bench->done), &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_STOPPED);
    struct epi_account account = status_of(bench, "trakt", false);
    assert_true(account.signed_in);
}

/* Each service says who it is, what it allows, and when the token ends. */
static void accounts_are_verified_with_their_services(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    struct epi_account account = account_of(bench, "tvmaze");
    assert_string_equal(account.account, STANDIN_TVMAZE_USER);
    assert_string_equal(account.level, "premium: bronze");
    assert_non_null(strstr(account.allowed, "votes"));
    assert_int_equal(account.expires_at, 0);
    standin_control(bench->standin, "{\"premium\":0}");
    account = account_of(bench, "tvmaze");
    assert_string_equal(account.level, "");
    assert_null(strstr(account.allowed, "votes"));

    login_trakt(bench);
    account = account_of(bench, "trakt");
    assert_string_equal(account.account, STANDIN_TRAKT_USER);
    assert_non_null(strstr(account.allowed, "ratings"));
    assert_int_equal(account.expires_at, 4102444800);
    standin_control(bench->standin, "{\"expire\":\"trakt\"}");
    account = account_of(bench, "trakt");
    assert_string_equal(account.error, "");
    assert_true(account.expires_at < 4102444800); /* renewed by the question */

    login(bench, "tvdb", (const char *[]){STANDIN_TVDB_USER_KEY, STANDIN_TVDB_PIN}, 2);
    account = account_of(bench, "tvdb");
    assert_string_equal(account.level, "subscriber");
    assert_true(account.expires_at > 0);
    assert_int_equal(standin_count(bench->standin, "GET /tvdb/v4/user"), 2);

    login(bench, "tvdb2",
          (const char *[]){STANDIN_TVDB2_KEY, STANDIN_TVDB2_USER, STANDIN_TVDB2_USER_KEY}, 3);
    account = account_of(bench, "tvdb2");
    assert_string_equal(account.account, STANDIN_TVDB2_USER);
    assert_non_null(strstr(account.allowed, "ratings"));
    assert_true(account.expires_at > 0);
}

static void pairing_with_tvmaze_keeps_the_key_that_comes_once(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TVMAZE_EMAIL};
    int waiting = -1;
    bool done = true;

    assert_true(standin_control(bench->standin, "{\"pairing_interval\":0}"));
    unsigned flags;
    assert_non_null(strstr(epi_account_field(NULL, "tvmaze", true, 0, &flags), "e-mail"));
    assert_int_equal(flags, 0);
    assert_null(epi_account_field(NULL, "tvmaze", true, 1, &flags));
    assert_null(epi_account_field(NULL, "tvdb", true, 0, &flags));
    assert_null(epi_account_field(NULL, "nosuch", false, 0, &flags));
    assert_non_null(epi_account_field(NULL, "tvmaze", false, 1, &flags));
    assert_int_equal(flags, EPI_FIELD_SECRET);
    mark(bench, EPISODE);
    sync_now(bench);
    const struct epi_pairing *pairing =
        epi_account_pair_start(bench->client, "tvmaze", values, 1, &bench->err);
    OK(pairing);
    assert_true(pairing->url[0]);
    assert_int_equal(pairing->interval, 10);
    char account[128];
    OK(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                             &bench->err));
    assert_false(done);
    assert_true(standin_control(bench->standin, "{\"pairing\":\"approve\"}"));
    OK(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                             &bench->err));
    assert_true(done);
    assert_string_equal(account, STANDIN_TVMAZE_USER);
    assert_int_equal(waiting, 1);
    OK(epi_account_release(bench->client, "tvmaze", &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
}

static void pairing_with_trakt_by_a_code(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET};
    int waiting = -1;
    bool done = true;

    assert_true(standin_control(bench->standin, "{\"device_interval\":0}"));
    const struct epi_pairing *pairing =
        epi_account_pair_start(bench->client, "trakt", values, 2, &bench->err);
    OK(pairing);
    assert_true(pairing->code[0]);
    char account[128];
    OK(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                             &bench->err));
    assert_false(done);
    assert_true(standin_control(bench->standin, "{\"device\":\"approve\"}"));
    OK(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                             &bench->err));
    assert_true(done);
    assert_string_equal(account, STANDIN_TRAKT_USER);
}

/* With the app of the option, and without a word typed; the QR code has the code in it. */
static void pairing_with_the_app_of_the_option(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {"", ""};
    unsigned flags = 0;
    bool done = false;

    assert_null(epi_account_pair_start(bench->client, "trakt", values, 2, &bench->err));
    assert_string_equal(bench->err.text, "client ID of your app is missing");
    assert_non_null(epi_account_field(&bench->client->config, "trakt", true, 0, &flags));
    assert_int_equal(flags & EPI_FIELD_PRESET, 0);
    const char *without = epi_account_hint(&bench->client->config, "trakt");
    assert_true(standin_control(bench->standin, "{\"device_interval\":0}"));
    snprintf(bench->client->config.trakt_client_id, sizeof(bench->client->config.trakt_client_id),
             "%s", STANDIN_TRAKT_PUBLIC_ID);
    assert_non_null(epi_account_field(&bench->client->config, "trakt", true, 0, &flags));
    assert_int_equal(flags & EPI_FIELD_PRESET, EPI_FIELD_PRESET);
    assert_string_not_equal(epi_account_hint(&bench->client->config, "trakt"), without);
    const struct epi_pairing *pairing =
        epi_account_pair_start(bench->client, "trakt", values, 2, &bench->err);
    OK(pairing);
    assert_true(strlen(pairing->link) > strlen(pairing->url));
    assert_string_equal(pairing->link + strlen(pairing->link) - strlen(pairing->code),
                        pairing->code);
    assert_true(standin_control(bench->standin, "{\"device\":\"approve\"}"));
    int waiting = -1;
    char account[128];
    OK(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                             &bench->err));
    assert_true(done);
}

static void refused_pairing_ends(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET};
    bool done = true;

    const struct epi_pairing *pairing =
        epi_account_pair_start(bench->client, "trakt", values, 2, &bench->err);
    OK(pairing);
    assert_true(standin_control(bench->standin, "{\"device\":\"deny\"}"));
    int waiting;
    char account[128];
    assert_false(epi_account_pair_poll(bench->client, &done, account, sizeof(account), &waiting,
                                       &bench->err));
    assert_int_not_equal(bench->err.kind, EPI_ERROR_LATER);
    assert_false(done);
    assert_null(epi_account_pair_start(bench->client, "tvdb", values, 2, &bench->err));
    assert_non_null(strstr(bench->err.text, "no sign-in on a web page"));
}

/* ---- What is held back, and until when ---- */

static void refuse_marks(struct bench *bench, int status)
{
    char fault[160];

    snprintf(
        fault, sizeof(fault),
        "{\"match\":\"* /tvmaze/v1/scrobble/*\",\"do\":\"status\",\"status\":%d,\"body\":\"\"}",
        status);
    assert_true(standin_fault(bench->standin, fault));
}

static void what_is_held_goes_out_once_the_service_knows_the_account(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    mark(bench, EPISODE);
    refuse_marks(bench, 401);
    assert_int_equal(sync_now(bench).waiting, 1);
    assert_int_equal(newest(bench)->deliveries[0].state, DELIVERY_HELD);
    assert_string_equal(account_of(bench, "tvmaze").held, "");
    assert_int_equal(newest(bench)->deliveries[0].state, DELIVERY_DUE);
    assert_int_equal(sync_now(bench).sent, 1);
}

/* Marking goes on where taking a mark back is for premium members; once he is one, it goes out. */
static void what_is_held_for_premium_goes_out_with_it(void **state)
{
    struct bench *bench = *state;
    struct epi_target last = TARGET(.path = EPISODE);

    login_tvmaze(bench);
    assert_true(standin_control(bench->standin, "{\"premium\":0}"));
    mark(bench, EPISODE);
    sync_now(bench);
    OK(epi_client_undo(bench->client, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_int_equal(sync_now(bench).waiting, 1);
    mark(bench, "/tv/Breaking.Bad.S01E03.mkv");
    assert_int_equal(sync_now(bench).sent, 1);
    assert_non_null(strstr(account_of(bench, "tvmaze").held, "paying"));
    assert_true(standin_control(bench->standin, "{\"premium\":1}"));
    assert_string_equal(account_of(bench, "tvmaze").held, "");
    assert_int_equal(sync_now(bench).sent, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(only_the_version_that_an_option_chooses_is_offered),
        TEST(first_sign_in_counts_what_waits_and_lets_it_go_when_told),
        TEST(refused_sign_in_changes_nothing),
        TEST(sign_in_that_nobody_could_check_changes_nothing),
        TEST(missing_and_surplus_values_are_named),
        TEST(logout_forgets),
        TEST(logout_forgets_though_the_service_cannot_be_told),
        TEST(a_logout_that_is_stopped_changes_nothing),
        TEST(accounts_are_verified_with_their_services),
        TEST(pairing_with_tvmaze_keeps_the_key_that_comes_once),
        TEST(pairing_with_trakt_by_a_code),
        TEST(pairing_with_the_app_of_the_option),
        TEST(refused_pairing_ends),
        TEST(what_is_held_goes_out_once_the_service_knows_the_account),
        TEST(what_is_held_for_premium_goes_out_with_it),
    };

    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
