/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/drop.h"
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
    struct dropped dropped;
    assert_true(drop_entries(journal, &due[0].entry, 1, &dropped, NULL));
    assert_true(holds_ask(journal, NOW + 3600, NULL));
    assert_string_equal(account_of(journal, "tvmaze").held, "");
}

static void assert_error(struct journal *journal, int64_t id, const char *wanted)
{
    struct entry *entry = scratch_entry(journal, id);
    assert_int_equal(entry->delivery_count, 1);
    assert_int_equal(entry->deliveries[0].state, DELIVERY_HELD);
    assert_string_equal(entry->deliveries[0].error, wanted);
    free(entry);
}

/* One refusal holds them all, but each is taken back by hand on a page of its own. */
static void what_is_taken_back_by_hand_names_its_page(void **state)
{
    struct journal *journal = scratch_replan(*state, "tvmaze mark");
    int64_t entries[2];
    bool first;
    for (int i = 0; i < 2; i++) {
        char name[] = "a.mkv";
        name[0] = (char)('a' + i);
        entries[i] = scratch_watch(journal, name, 1, 1 + i, NOW + i);
        struct due row = scratch_claim(journal, "tvmaze", NOW + i);
        row.subject.tvmaze = 12192 + i;
        assert_true(outbox_set_ids(journal, &row, NULL));
        assert_true(outbox_complete(journal, &row, NOW + i, NULL));
    }
    for (int i = 0; i < 2; i++)
        scratch_undo(journal, entries[i], NOW + 2);
    int64_t other = scratch_watch(journal, "c.mkv", 1, 3, NOW);
    assert_true(holds_add(journal, "tvmaze", "unmark", "no", true, NOW, &first, NULL));
    assert_true(holds_add(journal, "tvmaze", "mark", "never", true, NOW, &first, NULL));
    assert_error(journal, entries[0],
                 "no: remove it by hand at https://www.tvmaze.com/episodes/12192");
    assert_error(journal, entries[1],
                 "no: remove it by hand at https://www.tvmaze.com/episodes/12193");
    assert_error(journal, other, "never");
    /* Who is signed out is not told to. */
    assert_true(outbox_sign_out(journal, "tvmaze", NULL));
    struct entry *entry = scratch_entry(journal, entries[0]);
    assert_null(strstr(entry->deliveries[0].error, "by hand"));
    free(entry);
}

static void what_was_held_counts_as_tried_again(void **state)
{
    struct journal *journal = journal_of(state);
    int count = 0;
    bool first;
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 1);
    assert_true(holds_add(journal, "trakt", "play", "no VIP", true, NOW, &first, NULL));
    assert_true(outbox_retry(journal, false, 0, NOW + 1, &count, NULL));
    assert_int_equal(count, 0);
    assert_true(outbox_retry(journal, true, entry, NOW + 1, &count, NULL));
    assert_int_equal(count, 1);
    assert_true(holds_add(journal, "trakt", "play", "no VIP", true, NOW, &first, NULL));
    assert_true(outbox_retry(journal, true, 0, NOW + 1, &count, NULL));
    assert_int_equal(count, 2);
    assert_true(holds_add(journal, "trakt", "play", "no VIP", true, NOW, &first, NULL));
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    assert_true(outbox_retry(journal, true, 0, NOW + 1, &count, NULL));
    assert_int_equal(count, 0); /* these wait for a sign-in */
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
        WITH_JOURNAL(what_is_taken_back_by_hand_names_its_page),
        WITH_JOURNAL(what_was_held_counts_as_tried_again),
        WITH_JOURNAL(the_user_is_reminded_daily),
        WITH_JOURNAL(what_is_asked_again_stops_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
