/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/deliver/retry.h"
#include "core/journal/outbox.h"

enum { NOW = 1700000000 /* 2023-11-14 */, DAY = 86400 };

static struct epi_error answer_of(enum epi_error_kind kind, int status, int retry_after)
{
    struct epi_error answer = {0};
    error_status(&answer, kind, status, retry_after, "what the service said");
    return answer;
}

static struct retry retry_of(const struct due *row, enum epi_error_kind kind, int status,
                             int retry_after)
{
    struct epi_error answer = answer_of(kind, status, retry_after);
    return retry_for(row, &answer, NOW);
}

static void an_accepted_row_is_done(void **state)
{
    (void)state;
    const struct due row = {.kind = DUE_RATE, .value = 8};
    assert_int_equal(retry_for(&row, &(struct epi_error){0}, NOW).kind, RETRY_DONE);
    assert_int_equal(retry_of(&row, EPI_ERROR_STOPPED, 0, 0).kind, RETRY_STOPPED);
}

static void waits_double_up_to_an_hour(void **state)
{
    (void)state;
    static const int seconds[] = {60, 120, 240, 480, 960, 1920, 3600, 3600};
    for (int i = 0; i < 8; i++) {
        const struct due row = {.kind = DUE_RATE, .value = 8, .tries = i};
        struct retry retry = retry_of(&row, EPI_ERROR_LATER, 0, 0);
        assert_int_equal(retry.kind, RETRY_AT);
        assert_int_equal(retry.at, NOW + seconds[i]);
        assert_int_equal(retry.reach, RETRY_SERVICE);
        assert_int_equal(retry.pause_until, 0);
    }
    const struct due row = {.kind = DUE_RATE, .value = 8, .tries = 1000000};
    assert_int_equal(retry_of(&row, EPI_ERROR_LATER, 0, 0).at, NOW + 3600);
}

static void a_service_may_ask_for_a_pause(void **state)
{
    (void)state;
    const struct due row = {.kind = DUE_RATE, .value = 8, .tries = 1};
    struct retry retry = retry_of(&row, EPI_ERROR_LATER, 429, 900);
    assert_int_equal(retry.at, NOW + 900);
    assert_int_equal(retry.pause_until, NOW + 900);
    retry = retry_of(&row, EPI_ERROR_LATER, 429, 10); /* shorter than the wait of the row */
    assert_int_equal(retry.at, NOW + 120);
    assert_int_equal(retry.pause_until, NOW + 10);
    retry = retry_of(&row, EPI_ERROR_LATER, 503, 900);
    assert_int_equal(retry.reach, RETRY_SERVICE);
    assert_int_equal(retry.pause_until, NOW + 900);
}

static void a_server_error_may_be_about_one_row(void **state)
{
    (void)state;
    const struct due row = {.kind = DUE_RATE, .value = 8};
    struct retry retry = retry_of(&row, EPI_ERROR_LATER, 502, 500);
    assert_int_equal(retry.reach, RETRY_SUSPECT);
    assert_int_equal(retry.at, NOW + 500);
    assert_int_equal(retry.pause_until, 0);
}

static void what_waits_for_the_user(void **state)
{
    (void)state;
    struct due row = {.kind = DUE_MARK, .value = 1};
    struct retry retry = retry_of(&row, EPI_ERROR_SIGN_IN, 401, 0);
    assert_int_equal(retry.kind, RETRY_HELD);
    assert_string_equal(retry.capability, "*");
    assert_true(retry.sign_in);
    assert_int_equal(retry.at, 0);
    retry = retry_of(&row, EPI_ERROR_SIGN_IN, 0, 0);
    assert_string_equal(retry.capability, RETRY_KEYRING);
    assert_true(retry.sign_in);
    assert_int_equal(retry.at, NOW + 300);
    retry = retry_of(&row, EPI_ERROR_SIGN_IN, 403, 0);
    assert_string_equal(retry.capability, "mark");
    assert_false(retry.sign_in);
    assert_int_equal(retry.at, 0);
    static const int statuses[] = {402, 403, 420, 423, 426};
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        assert_true(retry_of(&row, EPI_ERROR_SIGN_IN, statuses[i], 0).asks);
    assert_false(retry_of(&row, EPI_ERROR_SIGN_IN, 401, 0).asks);
    assert_false(retry_of(&row, EPI_ERROR_SIGN_IN, 0, 0).asks);
    /* What the service has for nobody is not asked for again. */
    assert_false(retry_of(&row, EPI_ERROR_SIGN_IN, 405, 0).asks);
    /* The catalogues disagree: that is about the row alone. */
    assert_true(retry_of(&row, EPI_ERROR_SIGN_IN, 409, 0).asks);
    assert_null(retry_of(&row, EPI_ERROR_SIGN_IN, 409, 0).capability);
    row.value = 0;
    assert_string_equal(retry_of(&row, EPI_ERROR_SIGN_IN, 403, 0).capability, "unmark");
    row.kind = DUE_RATE_SEASON;
    assert_string_equal(retry_of(&row, EPI_ERROR_SIGN_IN, 420, 0).capability, "rate-season");
}

static void an_unknown_episode_is_sent_again_three_times(void **state)
{
    (void)state;
    static const int waits[] = {3600, DAY, 7 * DAY};
    static const int statuses[] = {404, 422};
    struct due row = {.kind = DUE_MARK, .value = 1, .subject.airdate = "2023-10-01", .tries = 7};
    for (int i = 0; i < 3; i++) {
        row.unknown = i;
        struct retry retry = retry_of(&row, EPI_ERROR_NEVER, statuses[i % 2], 0);
        assert_int_equal(retry.kind, RETRY_AT);
        assert_int_equal(retry.at, NOW + waits[i]);
        assert_int_equal(retry.reach, RETRY_ROW);
        assert_true(retry.unknown);
        assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 400, 0).kind, RETRY_NEVER);
    }
    row.unknown = 3;
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 404, 0).kind, RETRY_NEVER);
    row.subject.airdate[0] = '\0';
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 422, 0).kind, RETRY_NEVER);
}

static void a_new_episode_is_sent_again_daily(void **state)
{
    (void)state;
    struct due row = {.kind = DUE_MARK, .value = 1, .subject.airdate = "2023-11-10", .unknown = 3};
    struct retry retry = retry_of(&row, EPI_ERROR_NEVER, 404, 0);
    assert_int_equal(retry.kind, RETRY_AT);
    assert_int_equal(retry.at, NOW + DAY);
    assert_int_equal(retry.reach, RETRY_ROW);
    assert_false(retry.unknown);
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 422, 0).kind, RETRY_AT);
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 400, 0).kind, RETRY_NEVER);
}

static void what_is_not_known_for_a_week_is_taken_back(void **state)
{
    (void)state;
    struct due row = {.kind = DUE_MARK, .value = 0, .subject.airdate = "2023-11-10"};
    for (; row.unknown < 3; row.unknown++) {
        struct retry retry = retry_of(&row, EPI_ERROR_NEVER, 404, 0);
        assert_int_equal(retry.kind, RETRY_AT);
        assert_true(retry.unknown);
    }
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 404, 0).kind, RETRY_DONE);
    assert_int_equal(retry_of(&row, EPI_ERROR_NEVER, 422, 0).kind, RETRY_NEVER);
}

static void a_refusal_is_certain(void **state)
{
    (void)state;
    static const struct {
        enum epi_error_kind kind;
        int status;
        bool refusal;
    } cases[] = {
        {EPI_ERROR_NEVER, 0, true},    {EPI_ERROR_SIGN_IN, 0, true},  {EPI_ERROR_LATER, 429, true},
        {EPI_ERROR_LATER, 400, true},  {EPI_ERROR_LATER, 0, false},   {EPI_ERROR_LATER, 500, false},
        {EPI_ERROR_LATER, 200, false}, {EPI_ERROR_STOPPED, 0, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct epi_error answer = answer_of(cases[i].kind, cases[i].status, 0);
        assert_int_equal(retry_is_refusal(&answer), cases[i].refusal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_accepted_row_is_done),
        cmocka_unit_test(waits_double_up_to_an_hour),
        cmocka_unit_test(a_service_may_ask_for_a_pause),
        cmocka_unit_test(a_server_error_may_be_about_one_row),
        cmocka_unit_test(what_waits_for_the_user),
        cmocka_unit_test(an_unknown_episode_is_sent_again_three_times),
        cmocka_unit_test(a_new_episode_is_sent_again_daily),
        cmocka_unit_test(what_is_not_known_for_a_week_is_taken_back),
        cmocka_unit_test(a_refusal_is_certain),
    };
    return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
