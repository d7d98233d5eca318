/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/deliver/plan.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"

static struct plan plan_of(const char *scrobble_on, const char *rate_on, int trakt_api)
{
    struct epi_config config = {.rewatch_hours = 6, .trakt_api = trakt_api};
    struct plan plan;
    snprintf(config.scrobble_on, sizeof(config.scrobble_on), "%s", scrobble_on);
    snprintf(config.rate_on, sizeof(config.rate_on), "%s", rate_on);
    plan_make(&config, &plan);
    assert_int_equal(plan.rewatch_hours, 6);
    return plan;
}

static void the_plan_follows_the_options(void **state)
{
    (void)state;
    struct plan plan = plan_of("tvmaze, trakt", "trakt", 2);
    assert_int_equal(plan.count, 3);
    assert_string_equal(plan.targets[0].service, "tvmaze");
    assert_int_equal(plan.targets[0].kind, DUE_MARK);
    assert_string_equal(plan.targets[1].service, "trakt");
    assert_int_equal(plan.targets[1].kind, DUE_PLAY);
    assert_string_equal(plan.targets[2].service, "trakt");
    assert_int_equal(plan.targets[2].kind, DUE_RATE);
}

static void unknown_and_repeated_names_are_left_out(void **state)
{
    (void)state;
    struct plan plan = plan_of("nobody,,tvmaze,tvmaze", "", 2);
    assert_int_equal(plan.count, 1);
    assert_string_equal(plan.targets[0].service, "tvmaze");
    assert_int_equal(plan_of("", ",", 2).count, 0);
}

static void what_a_service_cannot_do_is_left_out(void **state)
{
    (void)state;
    struct plan plan = plan_of("trakt", "tvmaze, trakt", 1); /* the old API only rates */
    int rates = 0;
    for (int i = 0; i < plan.count; i++) {
        assert_int_equal(plan.targets[i].kind, DUE_RATE);
        rates += strcmp(plan.targets[i].service, "trakt1") == 0;
    }
    assert_int_equal(rates, 1);
}

/* Whatever is said of episodes, films go to Trakt if they are sent, and nowhere else. */
static void films_go_to_trakt(void **state)
{
    (void)state;
    struct epi_config config = {.trakt_api = 2, .films = FILMS_SEND, .scrobble_on = "tvmaze"};
    struct plan plan;
    plan_make(&config, &plan);
    assert_int_equal(plan.count, 3);
    for (int i = 0; i < plan.count; i++) {
        bool trakt = strcmp(plan.targets[i].service, "trakt") == 0;
        assert_int_equal(plan.targets[i].films, trakt);
        assert_int_equal(plan.targets[i].only_films, trakt);
    }
    snprintf(config.rate_on, sizeof(config.rate_on), "trakt");
    plan_make(&config, &plan);
    assert_int_equal(plan.count, 3);
    assert_true(plan.targets[1].films);
    assert_false(plan.targets[1].only_films);
    config.films = FILMS_KEEP;
    plan_make(&config, &plan);
    assert_int_equal(plan.count, 2);
    assert_false(plan.targets[1].films);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_follows_the_options),
        cmocka_unit_test(unknown_and_repeated_names_are_left_out),
        cmocka_unit_test(films_go_to_trakt),
        cmocka_unit_test(what_a_service_cannot_do_is_left_out),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
