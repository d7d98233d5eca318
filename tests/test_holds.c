/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/holds.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static struct outbox_account account_of(struct journal *journal, const char *service)
{
    struct outbox_account account;
    assert_true(outbox_find_account(journal, service, &account, NULL));
    return account;
}

static void what_is_held_waits(void **state)
{
    struct journal *journal = journal_of(state);
    bool first;
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    assert_true(holds_add(journal, "trakt", "rate", "no VIP", true, NOW, &first, NULL));
    assert_true(first);
    assert_true(holds_add(journal, "trakt", "rate", "no VIP", true, NOW, &first, NULL));
    assert_false(first);
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1");
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x01=1");
    assert_true(holds_add(journal, "trakt", "*", "signed out", true, NOW, &first, NULL));
    assert_true(first);
    scratch_assert_due(journal, "trakt", NOW, "");
    assert_int_equal(account_of(journal, "trakt").waiting, 2);
    assert_non_null(strstr(account_of(journal, "trakt").held, "no VIP"));
    assert_non_null(strstr(account_of(journal, "trakt").held, "signed out"));
    assert_true(holds_add(journal, "trakt", "rate-series", "no VIP", true, NOW, &first, NULL));
    assert_int_equal(strlen(account_of(journal, "trakt").held), strlen("signed out; no VIP"));
    assert_string_equal(account_of(journal, "tvmaze").held, "");
    assert_int_equal(account_of(journal, "tvmaze").due, 1);
    assert_true(holds_end(journal, "trakt", "*", NULL));
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1");
    assert_true(outbox_sign_in(journal, "trakt", "me", false, NOW, NULL));
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1"); /* seen, not renewed */
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW, NULL));
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1; rate 1x01=7");
}

static void one_delivery_is_held_by_itself(void **state)
{
    struct journal *journal = journal_of(state);
    char row[HOLDS_CAPABILITY_MAX];
    struct due due[4];
    size_t count;
    bool first;
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 1);
    assert_true(outbox_list(journal, "tvmaze", NOW + 1, due, 4, &count, NULL));
    assert_int_equal(count, 2);
    holds_row(due[0].id, row);
    assert_true(holds_add(journal, "tvmaze", row, "which one?", true, NOW, &first, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 1, "mark 1x02=1");
    assert_string_equal(account_of(journal, "tvmaze").held, "which one?");
    assert_true(holds_ask(journal, NOW + 3600, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 3600, "mark 1x01=1; mark 1x02=1");
    /* It is not open any more: nothing holds it. */
    int dropped;
    assert_true(outbox_drop(journal, due[0].entry, &dropped, NULL));
    assert_true(holds_ask(journal, NOW + 3600, NULL));
    assert_string_equal(account_of(journal, "tvmaze").held, "");
}

static void assert_reminded(struct journal *journal, int64_t now, const char *wanted)
{
    char text[OUTBOX_TEXT_MAX] = "?";
    assert_true(holds_remind(journal, "trakt", now, text, sizeof(text), NULL));
    assert_string_equal(text, wanted);
}

static void the_user_is_reminded_daily(void **state)
{
    struct journal *journal = journal_of(state);
    bool first;
    assert_reminded(journal, NOW, "");
    /* What no later request can change is not worth reminding of. */
    assert_true(holds_add(journal, "trakt", "rate-season", "none", false, NOW, &first, NULL));
    assert_reminded(journal, NOW + 9 * DAY, "");
    assert_true(holds_add(journal, "trakt", "rate", "no VIP", true, NOW, &first, NULL));
    assert_reminded(journal, NOW + DAY - 1, ""); /* the one who held it has told */
    assert_reminded(journal, NOW + DAY, "no VIP");
    assert_reminded(journal, NOW + DAY, "");
    assert_reminded(journal, NOW + 2 * DAY, "no VIP");
    assert_reminded(journal, NOW, "no VIP"); /* the clock was set back */
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW, NULL));
    assert_reminded(journal, NOW + 9 * DAY, "");
}

static void what_is_asked_again_stops_nothing(void **state)
{
    struct journal *journal = journal_of(state);
    bool first;
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    assert_true(holds_add(journal, "trakt", "rate", "no VIP", true, NOW, &first, NULL));
    assert_true(holds_ask(journal, NOW + 3599, NULL));
    scratch_assert_due(journal, "trakt", NOW + 3599, "");
    assert_true(holds_allow(journal, "trakt", "rate", NULL)); /* of what was sent before it */
    scratch_assert_due(journal, "trakt", NOW + 3599, "");
    assert_true(holds_ask(journal, NOW + 3600, NULL));
    scratch_assert_due(journal, "trakt", NOW + 3600, "rate 1x01=7");
    assert_non_null(strstr(account_of(journal, "trakt").held, "no VIP")); /* not known yet */
    assert_true(holds_add(journal, "trakt", "rate", "no, still", true, NOW + 3600, &first, NULL));
    assert_false(first);
    scratch_assert_due(journal, "trakt", NOW + 3600, "");
    assert_string_equal(account_of(journal, "trakt").held, "no, still");
    assert_true(holds_ask(journal, NOW + 7200, NULL));
    assert_true(holds_allow(journal, "trakt", "play", NULL)); /* says nothing of ratings */
    assert_string_equal(account_of(journal, "trakt").held, "no, still");
    assert_true(holds_allow(journal, "trakt", "rate", NULL));
    assert_string_equal(account_of(journal, "trakt").held, "");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_is_held_waits),
        WITH_JOURNAL(one_delivery_is_held_by_itself),
        WITH_JOURNAL(the_user_is_reminded_daily),
        WITH_JOURNAL(what_is_asked_again_stops_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
