/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/deliver/outlook.h"
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "tests/recording.h"

/* Asserts what becomes of a record of a kind, with these two targets. */
static void assert_outlook(struct journal *journal, enum due_kind second, enum due_kind kind,
                           enum outlook_kind wanted, const char *service)
{
    struct plan plan = {
        .targets = {{.service = "tvmaze", .kind = DUE_MARK}, {.service = "trakt", .kind = second}},
        .count = 2};
    struct outlook outlook = outlook_of(journal, &plan, kind, false);
    assert_int_equal(outlook.kind, wanted);
    assert_string_equal(outlook.service, service);
}

static void it_is_sent_if_one_service_takes_it(void **state)
{
    struct bench *bench = *state;
    struct plan plan = {0};
    struct journal *journal = journal_open(bench->folder, &plan, NULL, NULL);

    assert_non_null(journal);
    assert_int_equal(outlook_of(journal, &plan, DUE_MARK, false).kind, OUTLOOK_KEPT);
    assert_outlook(journal, DUE_PLAY, DUE_RATE, OUTLOOK_KEPT, "");
    assert_outlook(journal, DUE_RATE, DUE_RATE_SERIES, OUTLOOK_SIGNED_OUT, "trakt");
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_SIGNED_OUT, "tvmaze");
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOON, NULL));
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_SENT, "");
    assert_outlook(journal, DUE_RATE, DUE_MARK, OUTLOOK_SIGNED_OUT, "tvmaze");
    bool first;
    struct plan films = {.targets = {{.service = "trakt", .kind = DUE_PLAY}}, .count = 1};
    assert_int_equal(outlook_of(journal, &films, DUE_MARK, false).kind, OUTLOOK_SENT);
    assert_int_equal(outlook_of(journal, &films, DUE_MARK, true).kind, OUTLOOK_KEPT);
    films.targets[0].films = true;
    assert_int_equal(outlook_of(journal, &films, DUE_MARK, true).kind, OUTLOOK_SENT);
    assert_true(holds_add(journal, "trakt", "play", "no plays", true, NOON, &first, NULL));
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_SIGNED_OUT, "tvmaze");
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOON, NULL));
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_SENT, "");
    assert_true(holds_add(journal, "tvmaze", "mark", "no marks", true, NOON, &first, NULL));
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_HELD, "tvmaze");
    assert_outlook(journal, DUE_RATE, DUE_RATE, OUTLOOK_SENT, "");
    assert_true(holds_add(journal, "trakt", "rate-series", "no", true, NOON, &first, NULL));
    assert_outlook(journal, DUE_RATE, DUE_RATE_SERIES, OUTLOOK_HELD, "trakt");
    assert_outlook(journal, DUE_RATE, DUE_RATE_SEASON, OUTLOOK_SENT, "");
    assert_true(holds_add(journal, "trakt", "*", "sign in", false, NOON, &first, NULL));
    assert_outlook(journal, DUE_RATE, DUE_RATE, OUTLOOK_REFUSED, "trakt");
    assert_outlook(journal, DUE_PLAY, DUE_MARK, OUTLOOK_REFUSED, "trakt");
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOON, NULL));
    assert_outlook(journal, DUE_RATE, DUE_RATE, OUTLOOK_SENT, "");
    journal_close(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_sent_if_one_service_takes_it, setup, teardown),
    };

    return cmocka_run_group_tests_name("outlook", tests, NULL, NULL);
}
