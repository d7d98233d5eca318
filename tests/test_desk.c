/* SPDX-License-Identifier: MIT */
#include "core/core.h"
#include "core/store.h"
#include "tests/support/folder.h"
#include "tests/support/standin.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char episode[] = "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E02.mkv";

/* A desk over real services' stand-ins, a real journal and credentials in a file. */
struct bench {
    struct standin *standin;
    char *folder;
    struct config config;
    struct desk *desk;
    char done[512];
    struct error err;
};

static void set_url(struct bench *bench, const char *option, const char *prefix)
{
    char url[CONFIG_URL_MAX];

    snprintf(url, sizeof(url), "%s%s", standin_url(bench->standin), prefix);
    assert_true(config_set(&bench->config, option, url, SOURCE_COMMAND, NULL));
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct standin_options options = {0};

    bench->folder = folder_make();
    setenv("XDG_DATA_HOME", bench->folder, 1);
    bench->standin = standin_start(&options);
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    set_url(bench, "tvmaze_url", "/tvmaze");
    set_url(bench, "tvmaze_user_url", "/tvmaze/v1");
    set_url(bench, "tvdb_url", "/tvdb/v4");
    set_url(bench, "tvdb2_url", "/tvdb2");
    set_url(bench, "trakt_url", "/trakt");
    set_url(bench, "trakt_auth_url", "/trakt-auth");
    set_url(bench, "trakt1_url", "/trakt1");
    bench->desk = desk_new(&bench->config, &bench->err);
    assert_non_null(bench->desk);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    desk_free(bench->desk);
    standin_stop(bench->standin);
    folder_remove(bench->folder);
    free(bench);
    return 0;
}

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s", bench->err.text);                                                       \
    } while (0)

static int login(struct bench *bench, const char *service, const char *const *values, size_t count)
{
    char account[128];
    int waiting = -1;

    OK(desk_login(bench->desk, service, values, count, account, sizeof(account), &waiting,
                  &bench->err));
    assert_true(account[0]);
    return waiting;
}

static int login_tvmaze(struct bench *bench)
{
    return login(bench, "tvmaze", (const char *[]){STANDIN_TVMAZE_USER, STANDIN_TVMAZE_KEY}, 2);
}

static int login_trakt(struct bench *bench)
{
    return login(bench, "trakt",
                 (const char *[]){STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, STANDIN_TRAKT_ACCESS,
                                  STANDIN_TRAKT_REFRESH, "4102444800"},
                 5);
}

static struct desk_sync sync_now(struct bench *bench)
{
    struct desk_sync sync;

    OK(desk_sync(bench->desk, false, &sync, &bench->err));
    return sync;
}

static bool keep_entry(void *context, const struct entry *entry)
{
    *(struct entry *)context = *entry;
    return false;
}

static const struct entry *newest(struct bench *bench)
{
    static struct entry entry;

    memset(&entry, 0, sizeof(entry));
    OK(desk_history(bench->desk, 1, false, keep_entry, &entry, &bench->err));
    return &entry;
}

static void mark(struct bench *bench, const char *path)
{
    struct desk_target target = {.path = path};

    OK(desk_mark(bench->desk, &target, "watched", bench->done, sizeof(bench->done), &bench->err));
}

static void match_finds_the_episode(void **state)
{
    struct bench *bench = *state;
    struct desk_match *match = calloc(1, sizeof(*match));

    OK(desk_match(bench->desk, episode, 0, match, &bench->err));
    assert_int_equal(match->count, 1);
    assert_int_equal(match->matches[0].series.ids.tvdb, 81189);
    assert_int_equal(match->matches[0].episode.number, 2);
    assert_true(match->matches[0].confidence >= MATCH_SURE);
    OK(desk_match(bench->desk, "/films/our holidays.mkv", 0, match, &bench->err));
    assert_int_equal(match->count, 0);
    assert_non_null(strstr(match->reason, "not read as an episode"));
    free(match);
}

static void mark_and_rate_by_hand_are_sent_by_sync(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.path = episode};
    struct desk_sync sync;

    login_tvmaze(bench);
    login_trakt(bench);
    mark(bench, episode);
    assert_non_null(strstr(bench->done, "Breaking Bad 1x02: marked as watched"));
    OK(desk_rate(bench->desk, &target, 9, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "rated 9 of 10"));
    sync = sync_now(bench);
    assert_int_equal(sync.identified, 1);
    assert_int_equal(sync.sent, 2);
    assert_int_equal(sync.waiting, 0);
    assert_int_equal(newest(bench)->state, ENTRY_SENT);
    mark(bench, episode);
    assert_non_null(strstr(bench->done, "already"));
    assert_int_equal(sync_now(bench).sent, 0);
}

static void mark_may_say_acquired_or_skipped(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.path = episode};
    char *state_json;

    login_tvmaze(bench);
    assert_false(
        desk_mark(bench->desk, &target, "seen", bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "watched, acquired or skipped"));
    OK(desk_mark(bench->desk, &target, "acquired", bench->done, sizeof(bench->done), &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    state_json = standin_state(bench->standin);
    assert_non_null(strstr(state_json, "\"type\":1"));
    free(state_json);
}

static void undo_takes_back_at_the_services_too(void **state)
{
    struct bench *bench = *state;
    struct desk_target last = {0};

    login_tvmaze(bench);
    login_trakt(bench);
    mark(bench, episode);
    sync_now(bench);
    OK(desk_undo(bench->desk, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->done, "at the services"));
    sync_now(bench);
    assert_int_equal(standin_count(bench->standin, "DELETE /tvmaze/v1/user/episodes/*"), 1);
    assert_int_equal(newest(bench)->state, ENTRY_UNDONE);
    assert_false(desk_undo(bench->desk, &last, bench->done, sizeof(bench->done), &bench->err));
    assert_string_equal(bench->err.text, "nothing to take back");
}

static void unsent_is_undone_without_a_word_to_anybody(void **state)
{
    struct bench *bench = *state;
    struct desk_target last = {0};
    int before;

    login_tvmaze(bench);
    mark(bench, episode);
    OK(desk_undo(bench->desk, &last, bench->done, sizeof(bench->done), &bench->err));
    before = standin_count(bench->standin, NULL);
    assert_int_equal(sync_now(bench).waiting, 0);
    assert_int_equal(standin_count(bench->standin, NULL), before);
}

static void first_sign_in_counts_what_waits_and_lets_it_go_when_told(void **state)
{
    struct bench *bench = *state;

    mark(bench, episode);
    assert_int_equal(sync_now(bench).waiting, 1);
    assert_int_equal(login_tvmaze(bench), 1);
    assert_int_equal(sync_now(bench).sent, 0);
    OK(desk_release(bench->desk, "tvmaze", &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/scrobble/*") +
                         standin_count(bench->standin, "POST /tvmaze/v1/scrobble/*"),
                     1);
}

static void refused_sign_in_changes_nothing(void **state)
{
    struct bench *bench = *state;
    const char *const bad[] = {STANDIN_TVMAZE_USER, "not-the-key"};
    struct desk_account account;
    char name[128];
    int waiting;

    assert_false(
        desk_login(bench->desk, "tvmaze", bad, 2, name, sizeof(name), &waiting, &bench->err));
    assert_int_equal(bench->err.kind, ERROR_SIGN_IN);
    assert_null(strstr(bench->err.text, "not-the-key"));
    OK(desk_account(bench->desk, "tvmaze", false, &account, &bench->err));
    assert_false(account.signed_in);

    login_tvmaze(bench);
    assert_false(
        desk_login(bench->desk, "tvmaze", bad, 2, name, sizeof(name), &waiting, &bench->err));
    OK(desk_account(bench->desk, "tvmaze", true, &account, &bench->err));
    assert_true(account.signed_in);
    assert_string_equal(account.account, STANDIN_TVMAZE_USER);
    assert_string_equal(account.error, "");
}

static void missing_and_surplus_values_are_named(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TVMAZE_USER, "", "third"};
    char name[128];
    int waiting;

    assert_false(
        desk_login(bench->desk, "tvmaze", values, 2, name, sizeof(name), &waiting, &bench->err));
    assert_non_null(strstr(bench->err.text, "missing"));
    assert_false(
        desk_login(bench->desk, "nosuch", values, 2, name, sizeof(name), &waiting, &bench->err));
    assert_non_null(strstr(bench->err.text, "tvmaze, tvdb, tvdb2, trakt or trakt1"));
}

static void logout_forgets(void **state)
{
    struct bench *bench = *state;
    struct desk_account account;

    login_trakt(bench);
    OK(desk_logout(bench->desk, "trakt", &bench->err));
    assert_int_equal(standin_count(bench->standin, "POST /trakt-auth/*revoke"), 1);
    OK(desk_account(bench->desk, "trakt", true, &account, &bench->err));
    assert_false(account.signed_in);
}

static void fix_is_remembered_and_sends_what_waited(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.path = "/tv/Zzyzx Unheard Of/Zzyzx Unheard Of S01E02.mkv"};
    struct series_ids series = {.tvmaze = 169};
    struct series_ids nobody = {.tvmaze = 99999999};

    login_tvmaze(bench);
    mark(bench, target.path);
    sync_now(bench);
    assert_false(newest(bench)->identified);
    assert_false(desk_fix(bench->desk, &target, &nobody, -1, -1, bench->done, sizeof(bench->done),
                          &bench->err));
    OK(desk_fix(bench->desk, &target, &series, -1, -1, bench->done, sizeof(bench->done),
                &bench->err));
    assert_non_null(strstr(bench->done, "Breaking Bad"));
    assert_int_equal(sync_now(bench).sent, 1);
    assert_string_equal(newest(bench)->match.series.title, "Breaking Bad");
    mark(bench, "/tv/Zzyzx Unheard Of/Zzyzx Unheard Of S01E03.mkv");
    assert_int_equal(sync_now(bench).sent, 1);
    assert_int_equal(newest(bench)->match.episode.number, 3);
}

static void fix_may_move_season_and_number(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.path = "/tv/Zzyzx/Zzyzx S05E09.mkv"};
    struct series_ids series = {.tvmaze = 169};

    mark(bench, target.path);
    OK(desk_fix(bench->desk, &target, &series, 1, 2, bench->done, sizeof(bench->done),
                &bench->err));
    sync_now(bench);
    assert_int_equal(newest(bench)->match.episode.season, 1);
    assert_int_equal(newest(bench)->match.episode.number, 2);
}

static void row_that_is_not_there_is_named(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.row = 4711};

    assert_false(desk_rate(bench->desk, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "4711"));
    target.row = 0;
    assert_false(desk_rate(bench->desk, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "journal is empty"));
    target.path = "/films/our holidays.mkv";
    assert_false(desk_rate(bench->desk, &target, 5, bench->done, sizeof(bench->done), &bench->err));
    assert_non_null(strstr(bench->err.text, "not read as an episode"));
}

static void pairing_with_tvmaze_keeps_the_key_that_comes_once(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TVMAZE_EMAIL};
    struct desk_pairing pairing;
    struct desk_field field;
    char account[128];
    int waiting = -1;
    bool done = true;

    assert_true(standin_control(bench->standin, "{\"pairing_interval\":0}"));
    assert_true(desk_pair_field("tvmaze", 0, &field));
    assert_string_equal(field.name, "email");
    assert_false(desk_pair_field("tvmaze", 1, &field));
    mark(bench, episode);
    sync_now(bench);
    OK(desk_pair_start(bench->desk, "tvmaze", values, 1, &pairing, &bench->err));
    assert_true(pairing.url[0]);
    assert_int_equal(pairing.interval, 10);
    OK(desk_pair_poll(bench->desk, &pairing, &done, account, sizeof(account), &waiting,
                      &bench->err));
    assert_false(done);
    assert_true(standin_control(bench->standin, "{\"pairing\":\"approve\"}"));
    OK(desk_pair_poll(bench->desk, &pairing, &done, account, sizeof(account), &waiting,
                      &bench->err));
    assert_true(done);
    assert_string_equal(account, STANDIN_TVMAZE_USER);
    assert_int_equal(waiting, 1);
    OK(desk_release(bench->desk, "tvmaze", &bench->err));
    assert_int_equal(sync_now(bench).sent, 1);
}

static void pairing_with_trakt_by_a_code(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET};
    struct desk_pairing pairing;
    char account[128];
    int waiting = -1;
    bool done = true;

    assert_true(standin_control(bench->standin, "{\"device_interval\":0}"));
    OK(desk_pair_start(bench->desk, "trakt", values, 2, &pairing, &bench->err));
    assert_true(pairing.code[0]);
    OK(desk_pair_poll(bench->desk, &pairing, &done, account, sizeof(account), &waiting,
                      &bench->err));
    assert_false(done);
    assert_true(standin_control(bench->standin, "{\"device\":\"approve\"}"));
    OK(desk_pair_poll(bench->desk, &pairing, &done, account, sizeof(account), &waiting,
                      &bench->err));
    assert_true(done);
    assert_string_equal(account, STANDIN_TRAKT_USER);
}

static void refused_pairing_ends(void **state)
{
    struct bench *bench = *state;
    const char *const values[] = {STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET};
    struct desk_pairing pairing;
    char account[128];
    int waiting;
    bool done = true;

    OK(desk_pair_start(bench->desk, "trakt", values, 2, &pairing, &bench->err));
    assert_true(standin_control(bench->standin, "{\"device\":\"deny\"}"));
    assert_false(desk_pair_poll(bench->desk, &pairing, &done, account, sizeof(account), &waiting,
                                &bench->err));
    assert_int_not_equal(bench->err.kind, ERROR_LATER);
    assert_false(done);
    assert_false(desk_pair_start(bench->desk, "tvdb", values, 2, &pairing, &bench->err));
    assert_non_null(strstr(bench->err.text, "no sign-in on a web page"));
}

static void any_route_can_be_called(void **state)
{
    struct bench *bench = *state;
    struct desk_argument id = {.name = "id", .value = "169"};
    struct desk_argument wrong = {.name = "id", .value = "not-a-number"};
    struct desk_route route;
    char *json = NULL;
    size_t count = 0;
    int before;

    assert_string_equal(desk_api(0), "tvmaze");
    while (desk_route("tvmaze", count, &route, &bench->err))
        count++;
    assert_true(count > 10);
    OK(desk_call(bench->desk, "tvmaze", "show", &id, 1, NULL, false, &json, &bench->err));
    assert_non_null(strstr(json, "Breaking Bad"));
    free(json);
    before = standin_count(bench->standin, NULL);
    assert_false(
        desk_call(bench->desk, "tvmaze", "show", &wrong, 1, NULL, false, &json, &bench->err));
    assert_int_equal(bench->err.kind, ERROR_NEVER);
    assert_false(desk_call(bench->desk, "tvmaze", "shwo", &id, 1, NULL, false, &json, &bench->err));
    assert_non_null(strstr(bench->err.text, "show"));
    assert_false(desk_call(bench->desk, "tvmaz", "show", &id, 1, NULL, false, &json, &bench->err));
    assert_int_equal(standin_count(bench->standin, NULL), before);
    json = desk_routes_json("tvmaze-user", &bench->err);
    assert_non_null(strstr(json, "\"auth\""));
    free(json);
}

/* ---- What a user keeps at TVmaze ---- */

static bool tell_listed(void *context, const struct series *series, const char *tag)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%s:%lld ", tag ? tag : "followed",
             (long long)series->ids.tvmaze);
    return true;
}

static bool tell_marked(void *context, const struct desk_marked *marked)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%dx%d %s ", marked->episode.season,
             marked->episode.number, marked->as);
    return true;
}

static struct series series_of(struct bench *bench, int64_t row, const char *path, int64_t tvmaze)
{
    struct desk_target target = {.row = row, .path = path};
    struct series_ids ids = {.tvmaze = tvmaze};
    struct series series = {0};

    OK(desk_series(bench->desk, &target, &ids, &series, &bench->err));
    assert_string_equal(series.title, "Breaking Bad");
    return series;
}

static void series_is_that_of_a_row_a_file_an_id_or_the_last_entry(void **state)
{
    struct bench *bench = *state;
    struct desk_target target = {.path = "/tv/Nobody.Made.This.S01E01.mkv"};
    struct series_ids ids = {0};
    struct series series;

    assert_int_equal(series_of(bench, 0, episode, 0).ids.tvdb, 81189);
    assert_int_equal(series_of(bench, 0, NULL, 169).ids.tvmaze, 169);
    mark(bench, episode);
    series_of(bench, 0, NULL, 0);
    sync_now(bench);
    int before = standin_count(bench->standin, NULL);
    series_of(bench, 1, NULL, 0);
    series_of(bench, 0, NULL, 0);
    assert_int_equal(standin_count(bench->standin, NULL), before);
    assert_false(desk_series(bench->desk, &target, &ids, &series, &bench->err));
    assert_int_equal(bench->err.kind, ERROR_NEVER);
    assert_non_null(strstr(bench->err.text, "tvmaze:ID"));
    ids.tvmaze = 999999999;
    assert_false(desk_series(bench->desk, &target, &ids, &series, &bench->err));
    assert_non_null(strstr(bench->err.text, "no catalogue"));
}

static const struct series breaking_bad = {.ids.tvmaze = 169, .title = "Breaking Bad"};

static const char *listed(struct bench *bench)
{
    bench->done[0] = '\0';
    OK(desk_lists(bench->desk, tell_listed, bench, &bench->err));
    return bench->done;
}

static void a_series_is_followed_at_once(void **state)
{
    struct bench *bench = *state;

    assert_false(desk_follow(bench->desk, &breaking_bad, true, &bench->err));
    assert_non_null(strstr(bench->err.text, "epimark login tvmaze"));
    login_tvmaze(bench);
    OK(desk_follow(bench->desk, &breaking_bad, true, &bench->err));
    assert_string_equal(listed(bench), "followed:169 ");
    OK(desk_follow(bench->desk, &breaking_bad, false, &bench->err));
    assert_string_equal(listed(bench), "");
}

static void a_series_is_tagged_at_once(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    OK(desk_tag(bench->desk, &breaking_bad, "drama", true, &bench->err));
    assert_string_equal(listed(bench), "drama:169 ");
    OK(desk_tag(bench->desk, &breaking_bad, "drama", false, &bench->err));
    assert_false(desk_tag(bench->desk, &breaking_bad, "comedy", false, &bench->err));
    assert_non_null(strstr(bench->err.text, "comedy"));
}

static void what_is_marked_is_told_in_order(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    mark(bench, "/tv/Breaking.Bad.S02E01.mkv");
    mark(bench, "/tv/Breaking.Bad.S01E03.mkv");
    OK(desk_mark(bench->desk, &(struct desk_target){.path = episode}, "skipped", bench->done,
                 sizeof(bench->done), &bench->err));
    sync_now(bench);
    bench->done[0] = '\0';
    OK(desk_marked(bench->desk, &breaking_bad, tell_marked, bench, &bench->err));
    assert_string_equal(bench->done, "1x2 skipped 1x3 watched 2x1 watched ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(match_finds_the_episode),
        TEST(mark_and_rate_by_hand_are_sent_by_sync),
        TEST(mark_may_say_acquired_or_skipped),
        TEST(undo_takes_back_at_the_services_too),
        TEST(unsent_is_undone_without_a_word_to_anybody),
        TEST(first_sign_in_counts_what_waits_and_lets_it_go_when_told),
        TEST(refused_sign_in_changes_nothing),
        TEST(missing_and_surplus_values_are_named),
        TEST(logout_forgets),
        TEST(fix_is_remembered_and_sends_what_waited),
        TEST(fix_may_move_season_and_number),
        TEST(row_that_is_not_there_is_named),
        TEST(pairing_with_tvmaze_keeps_the_key_that_comes_once),
        TEST(pairing_with_trakt_by_a_code),
        TEST(refused_pairing_ends),
        TEST(any_route_can_be_called),
        TEST(series_is_that_of_a_row_a_file_an_id_or_the_last_entry),
        TEST(a_series_is_followed_at_once),
        TEST(a_series_is_tagged_at_once),
        TEST(what_is_marked_is_told_in_order),
    };

    return cmocka_run_group_tests_name("desk", tests, NULL, NULL);
}
