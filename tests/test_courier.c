/* SPDX-License-Identifier: MIT
 *
 * When kept lists are renewed, and what is said at a start. What else a courier does is tested with
 * the player: test_player.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/http.h"
#include "core/base/secret.h"
#include "core/deliver/plan.h"
#include "core/identify/candidates.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"
#include "core/player/courier.h"
#include "core/player/found.h"
#include "core/player/job.h"
#include "core/player/notice.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"

enum { NOW = 1700000000, DAY = 86400 };

/* The folder that lies on NFS; NULL: none. */
static const char *network_folder;
int __real_statfs(const char *path, struct statfs *about);
int __wrap_statfs(const char *path, struct statfs *about);

int __wrap_statfs(const char *path, struct statfs *about)
{
    int result = __real_statfs(path, about);
    if (network_folder && strcmp(path, network_folder) == 0)
        about->f_type = 0x6969;
    return result;
}

static const char path[] = "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E02.720p.mkv";
static const char list[] = "GET /tvmaze/shows/169/episodes";

/* A courier over the stand-in services, without its thread, and a clock that the test sets. */
struct bench {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    struct http *http;
    struct courier *courier;
    int64_t now;
    const char *asked;
    char found[768]; /* what the recorder was told last: "current 1 Breaking Bad" */
    enum epi_sentence reason;
    char said[1024]; /* the last notice of what is kept or overdue, an error or a question */
    int waiting;
};

static int64_t now_ms(void *context)
{
    return ((struct bench *)context)->now * 1000;
}

static void take_notice(void *context, struct notice *notice)
{
    struct bench *bench = context;
    const struct epi_notice *view = notice_view(notice);
    if (view->kind == EPI_NOTICE_OVERDUE || view->kind == EPI_NOTICE_ERROR ||
        view->kind == EPI_NOTICE_KEPT || view->kind == EPI_NOTICE_UNSURE || view->unsure) {
        assert_true(view->on_screen);
        snprintf(bench->said, sizeof(bench->said), "%s", view->text);
        bench->waiting = view->waiting;
    }
    notice_free(notice);
}

static void take_found(void *context, struct found *found)
{
    struct bench *bench = context;
    snprintf(bench->found, sizeof(bench->found), "%s %zu %s%s",
             found->kind == FOUND_CURRENT ? "current" : "candidates", found->count,
             found->count > 0 ? found->matches[0].series.title : "", found->why);
    bench->reason = found->reason;
    assert_string_equal(found->path, bench->asked);
    found_free(found);
}

static void start_courier(struct bench *bench)
{
    struct courier_host host = {
        .context = bench, .notice = take_notice, .found = take_found, .now_ms = now_ms};
    bench->courier = courier_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->courier);
}

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    bench->now = NOW;
    bench->asked = path;
    bench->folder = tempdir_make();
    bench->standin = standin_start(&(struct standin_options){0});
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    places_set(&bench->config, bench->standin);
    bench->http = http_new("", 10, NULL);
    start_courier(bench);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    courier_free(bench->courier);
    http_free(bench->http);
    standin_stop(bench->standin);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

static int do_job(struct bench *bench, enum job_kind kind)
{
    return courier_job(bench->courier, &(struct job){.kind = kind, .path = path, .duration = 3000});
}

/* The episode was watched, its list is kept, and that was a while ago. */
static void watch(struct bench *bench)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = bench->now,
                            .path = path,
                            .size = 4711,
                            .duration = 3000,
                            .nth = 1,
                            .episodes = 1};
    struct plan plan = {0};
    struct recorded recorded;
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(journal_add(journal, &record, &recorded, NULL));
    journal_close(journal);
    do_job(bench, JOB_DELIVER);
    assert_int_equal(standin_count(bench->standin, list), 1);
    bench->now += 5 * DAY;
}

static void a_question_names_what_may_be_meant(void **state)
{
    struct bench *bench = *state;
    bench->asked = "/tv/The.Office.S01E02.mkv";
    courier_job(bench->courier, &(struct job){.kind = JOB_LOOK_UP, .path = bench->asked});
    assert_string_equal(
        bench->said, "Which series is “The Office”? The Office (2005, US), The Office (2001, GB)");
}

static void a_series_that_has_no_such_episode_is_no_question(void **state)
{
    struct bench *bench = *state;
    bench->asked = "/tv/Firefly.S01E77.mkv";
    courier_job(bench->courier, &(struct job){.kind = JOB_LOOK_UP, .path = bench->asked});
    assert_string_equal(bench->said, "Firefly 1x77: Firefly (2002, US) has no such episode");
    assert_string_equal(bench->found, "current 1 FireflyFirefly (2002, US)");
    assert_int_equal(bench->reason, EPI_SAY_LACKS_EPISODE);
}

static void lists_are_renewed_while_something_is_watched(void **state)
{
    struct bench *bench = *state;
    watch(bench);
    do_job(bench, JOB_DELIVER); /* nothing is on screen */
    assert_int_equal(standin_count(bench->standin, list), 1);
    do_job(bench, JOB_LOOK_UP);
    assert_int_equal(standin_count(bench->standin, list), 1);
    assert_true(do_job(bench, JOB_DELIVER) < COURIER_IDLE_SECONDS); /* there may be another */
    assert_int_equal(standin_count(bench->standin, list), 2);
    assert_int_equal(do_job(bench, JOB_DELIVER), COURIER_IDLE_SECONDS);
    assert_int_equal(standin_count(bench->standin, list), 2);
}

static void private_mode_renews_nothing(void **state)
{
    struct bench *bench = *state;
    watch(bench);
    do_job(bench, JOB_LOOK_UP);
    do_job(bench, JOB_PRIVATE);
    assert_int_equal(do_job(bench, JOB_DELIVER), COURIER_IDLE_SECONDS);
    assert_int_equal(standin_count(bench->standin, list), 1);
    do_job(bench, JOB_LOOK_UP); /* private mode is off again */
    do_job(bench, JOB_DELIVER);
    assert_int_equal(standin_count(bench->standin, list), 2);
}

static void a_catalogue_that_is_down_is_not_asked_again_and_again(void **state)
{
    struct bench *bench = *state;
    watch(bench);
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/shows/169/episodes\","
                                              "\"nth\":0,\"do\":\"status\",\"status\":500}"));
    do_job(bench, JOB_LOOK_UP);
    assert_int_equal(do_job(bench, JOB_DELIVER), COURIER_IDLE_SECONDS);
    do_job(bench, JOB_DELIVER);
    assert_int_equal(standin_count(bench->standin, list), 2);
}

/* Another player starts, or the same one again, and delivers; what it says of it. */
static const char *start_again(struct bench *bench)
{
    courier_free(bench->courier);
    start_courier(bench);
    bench->said[0] = '\0';
    do_job(bench, JOB_DELIVER);
    return bench->said;
}

/* Another episode was watched, of which nothing is known yet. */
static void leave_waiting(struct bench *bench)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = bench->now,
                            .path = "/tv/Firefly/Firefly.S01E02.mkv",
                            .size = 4711,
                            .duration = 3000,
                            .nth = 1,
                            .episodes = 1};
    struct plan plan = {0};
    struct recorded recorded;
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(journal_add(journal, &record, &recorded, NULL));
    journal_close(journal);
}

/* Each day, also in a player that runs for days, since it may not go away by itself. */
static void a_shield_that_holds_is_said_each_day(void **state)
{
    struct bench *bench = *state;
    watch(bench);
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"* /tvmaze/*\",\"nth\":0,\"do\":\"status\","
                              "\"status\":403,\"body\":\"<html>Wait</html>\"}"));
    leave_waiting(bench);
    start_again(bench);
    for (int day = 0; day < 2; day++) {
        bench->now += DAY + 60;
        bench->said[0] = '\0';
        do_job(bench, JOB_DELIVER);
        if (!strstr(bench->said, "a proxy or shield in between"))
            fail_msg("day %d: %s", day, bench->said);
        bench->said[0] = '\0';
        do_job(bench, JOB_DELIVER);
        assert_string_equal(bench->said, "");
    }
}

static void what_has_waited_for_a_day_is_said_once_at_a_start(void **state)
{
    struct bench *bench = *state;
    watch(bench);
    bench->now = NOW + 3600;
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"* /tvmaze/*\",\"nth\":0,\"do\":\"status\","
                              "\"status\":503}"));
    leave_waiting(bench);
    assert_string_equal(start_again(bench), "");
    bench->now += DAY;
    do_job(bench, JOB_DELIVER); /* it was started before */
    assert_string_equal(bench->said, "");
    assert_non_null(strstr(start_again(bench),
                           "1 mark or rating has waited for over a day to be sent (TVmaze"));
    assert_non_null(strstr(bench->said, "503"));
    assert_non_null(strstr(bench->said, "); `epimark doctor` says what to do"));
    assert_int_equal(bench->waiting, 1);
    assert_string_equal(start_again(bench), "");
    bench->now += 3 * DAY;
    assert_string_equal(start_again(bench), "");
}

/* Watches an episode and has the courier deliver and tell; what it says of it. */
static const char *watch_and_tell(struct bench *bench, const char *file)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = bench->now,
                            .path = file,
                            .size = 4711,
                            .duration = 3000,
                            .nth = 1,
                            .episodes = 1};
    struct plan plan;
    struct recorded recorded;
    plan_make(&bench->config, &plan);
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_true(outbox_sign_in(journal, "tvmaze", "viewer", false, NOW - DAY, NULL));
    assert_true(journal_add(journal, &record, &recorded, NULL));
    journal_close(journal);
    bench->said[0] = '\0';
    courier_job(bench->courier, &(struct job){.kind = JOB_KEPT, .entry = recorded.entry});
    return bench->said;
}

static void what_could_not_be_sent_is_said_to_be_kept(void **state)
{
    struct bench *bench = *state;
    struct secret *secret = secret_new(CREDENTIALS_FILE, bench->folder);
    struct credentials *credentials = credentials_new(NULL);
    snprintf(credentials->account, sizeof(credentials->account), "viewer");
    credentials_set(credentials, "user", STANDIN_TVMAZE_USER);
    credentials_set(credentials, "key", STANDIN_TVMAZE_KEY);
    assert_true(secret_save(secret, "tvmaze", credentials, false, NULL));
    secret_free(secret);
    credentials_wipe(credentials);
    free(credentials);
    assert_string_equal(watch_and_tell(bench, path), ""); /* TVmaze has said that it is marked */
    assert_int_equal(standin_count(bench->standin, "PUT /tvmaze/v1/*"), 1);
    bench->now += DAY;
    assert_true(standin_fault(bench->standin,
                              "{\"match\":\"PUT /tvmaze/*\",\"nth\":0,\"do\":\"status\","
                              "\"status\":503}"));
    assert_non_null(
        strstr(watch_and_tell(bench, path), " kept as watched, will be sent to TVmaze"));
    courier_job(bench->courier, &(struct job){.kind = JOB_KEPT, .entry = 4711}); /* none */
}

static void a_journal_on_a_network_is_said_once(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(start_again(bench), "");
    network_folder = bench->folder;
    do_job(bench, JOB_DELIVER);
    assert_string_equal(bench->said, ""); /* only at a start */
    assert_non_null(strstr(start_again(bench), "the journal lies on a file system of a network "
                                               "(NFS)"));
    assert_non_null(strstr(bench->said, "`epimark doctor`"));
    assert_string_equal(start_again(bench), "");
    network_folder = NULL;
}

static void what_there_is_to_choose_from_is_looked_up_and_kept(void **state)
{
    struct bench *bench = *state;
    do_job(bench, JOB_LOOK_UP);
    assert_string_equal(bench->found, "current 1 Breaking Bad");
    do_job(bench, JOB_CANDIDATES);
    assert_string_equal(bench->found, "candidates 1 Breaking Bad");
    struct match kept;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);
    assert_int_equal(candidates_load(journal, path, NULL, NOW, &kept, 1), 1);
    assert_int_equal(kept.series.ids.tvmaze, 169);
    journal_close(journal);
}

static void without_a_catalogue_it_is_said_why(void **state)
{
    struct bench *bench = *state;
    assert_true(standin_fault(bench->standin, "{\"match\":\"GET /tvmaze/*\",\"nth\":0,"
                                              "\"do\":\"status\",\"status\":500}"));
    do_job(bench, JOB_LOOK_UP);
    assert_string_equal(bench->found, "current 0 TVmaze reports a server error (500)");
    do_job(bench, JOB_CANDIDATES);
    assert_non_null(strstr(bench->found, "candidates 0 "));
    assert_non_null(strstr(bench->found, "500"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_question_names_what_may_be_meant),
        TEST(a_series_that_has_no_such_episode_is_no_question),
        TEST(lists_are_renewed_while_something_is_watched),
        TEST(private_mode_renews_nothing),
        TEST(a_catalogue_that_is_down_is_not_asked_again_and_again),
        TEST(a_shield_that_holds_is_said_each_day),
        TEST(what_has_waited_for_a_day_is_said_once_at_a_start),
        TEST(what_could_not_be_sent_is_said_to_be_kept),
        TEST(a_journal_on_a_network_is_said_once),
        TEST(what_there_is_to_choose_from_is_looked_up_and_kept),
        TEST(without_a_catalogue_it_is_said_why),
    };
    return cmocka_run_group_tests_name("courier", tests, NULL, NULL);
}
