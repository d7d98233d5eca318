/* SPDX-License-Identifier: MIT */
#include "core/base/error.h"
#include "core/identify/language_check.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "tests/worker.h"

static const char file[] = "/tv/Breaking Bad/Breaking.Bad.S01E02.mkv";

/* Identifies a file in a new process that begins this many days after the first one. */
static const char *warning_of(struct bench *bench, const char *language, double days)
{
    static char warning[256];
    struct worker_host host = {.context = bench, .now_ms = now_ms};
    bench->now = NOW + (int64_t)(days * DAY);
    snprintf(bench->config.language, sizeof(bench->config.language), "%s", language);
    worker_free(bench->worker);
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
    record(bench, file);
    round_now(bench);
    snprintf(warning, sizeof(warning), "%s", worker_warning(bench->worker));
    return warning;
}

static int asked(struct bench *bench)
{
    return standin_count(bench->standin, "GET /tvdb/v4/languages");
}

static void the_list_of_a_catalogue_is_asked_for_once_a_month(void **state)
{
    struct bench *bench = *state;
    sign_in_tvdb(bench);
    assert_string_equal(warning_of(bench, "de", 0), "");
    assert_int_equal(asked(bench), 1);
    assert_string_equal(warning_of(bench, "de", 29), "");
    assert_int_equal(asked(bench), 1);
    assert_string_equal(warning_of(bench, "de", 31), "");
    assert_int_equal(asked(bench), 2);
}

static void a_language_that_it_does_not_have_is_said_once_a_month(void **state)
{
    struct bench *bench = *state;
    sign_in_tvdb(bench);
    assert_string_equal(warning_of(bench, "xx", 0),
                        "TheTVDB has no language \"xx\" (option language): titles come in another");
    assert_string_equal(warning_of(bench, "xx", 2), "");
    assert_int_equal(asked(bench), 1);
    assert_non_null(strstr(warning_of(bench, "xx", 31), "no language \"xx\""));
    /* One that epimark does not know, but the service does. */
    assert_string_equal(warning_of(bench, "yue", 33), "");
    assert_int_equal(asked(bench), 3);
}

static void a_failure_is_asked_for_again_the_next_day(void **state)
{
    struct bench *bench = *state;
    sign_in_tvdb(bench);
    standin_fault(bench->standin, "{\"match\":\"GET /tvdb/v4/languages\",\"do\":\"status\","
                                  "\"status\":500}");
    assert_string_equal(warning_of(bench, "xx", 0), "");
    assert_string_equal(warning_of(bench, "xx", 0.5), "");
    assert_int_equal(asked(bench), 1);
    assert_non_null(strstr(warning_of(bench, "xx", 2), "no language"));
    assert_int_equal(asked(bench), 2);
}

/* Of a name that means no episode nothing is asked. */
static void a_name_without_an_episode_asks_for_no_list(void **state)
{
    struct bench *bench = *state;
    sign_in_tvdb(bench);
    warning_of(bench, "de", 0);
    assert_int_equal(asked(bench), 1);
    struct guess guess = {0};
    CLEANUP(cleanup_free) struct resolution *resolution = calloc(1, sizeof(*resolution));
    bench->now += 40 * DAY;
    media_name_guess("/tv/Breaking.Bad.S01.mkv", NULL, false, &guess);
    assert_true(worker_find_episodes(bench->worker, "/tv/Breaking.Bad.S01.mkv", &guess, 0,
                                     resolution, NULL));
    assert_true(resolution->outcome >= RESOLUTION_NOTHING);
    assert_int_equal(asked(bench), 1);
}

static void nobody_is_asked_for_what_is_not_needed(void **state)
{
    struct bench *bench = *state;
    warning_of(bench, "de", 0); /* not signed in: TVmaze, which has one language */
    sign_in_tvdb(bench);
    warning_of(bench, "", 1);
    warning_of(bench, "en-GB", 1);
    assert_int_equal(asked(bench), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(the_list_of_a_catalogue_is_asked_for_once_a_month),
        TEST(a_language_that_it_does_not_have_is_said_once_a_month),
        TEST(a_failure_is_asked_for_again_the_next_day),
        TEST(a_name_without_an_episode_asks_for_no_list),
        TEST(nobody_is_asked_for_what_is_not_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
