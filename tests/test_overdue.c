/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/holds.h"
#include "core/journal/overdue.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY, HOUR = 3600 };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static struct overdue found(struct journal *journal, int64_t now)
{
    struct overdue overdue;
    assert_true(overdue_find(journal, now, &overdue, NULL));
    return overdue;
}

static struct overdue reminded(struct journal *journal, int64_t now)
{
    struct overdue overdue;
    assert_true(overdue_remind(journal, now, false, &overdue, NULL));
    return overdue;
}

/* What is due at a service fails, and is tried again an hour later. */
static void put_off(struct journal *journal, const char *service, const char *why)
{
    struct due row = scratch_claim(journal, service, NOW);
    struct outbox_failure failure = {.next_at = NOW + HOUR, .certain = true, .text = why};
    assert_true(outbox_fail(journal, &row, &failure, NULL));
}

static void after_a_day_it_is_overdue_with_its_reason(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    put_off(journal, "tvmaze", "cannot resolve api.tvmaze.com");
    assert_int_equal(found(journal, NOW + DAY - 1).count, 0);
    struct overdue overdue = found(journal, NOW + DAY);
    assert_int_equal(overdue.count, 2); /* the mark, and the play at Trakt */
    assert_int_equal(overdue.reasons, 2);
    put_off(journal, "trakt", "cannot resolve api.tvmaze.com");
    overdue = found(journal, NOW + DAY);
    assert_int_equal(overdue.reasons, 1);
    assert_string_equal(overdue.reason, "cannot resolve api.tvmaze.com");
}

static void what_was_sent_or_refused_does_not_wait(void **state)
{
    struct journal *journal = journal_of(state);
    struct outbox_failure refused = {.next_at = 0, .certain = true, .text = "no"};
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    struct due mark = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &mark, NOW, NULL));
    struct due play = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(journal, &play, &refused, NULL));
    assert_int_equal(found(journal, NOW + 2 * DAY).count, 0);
}

/* What holds a service back for days is said each day, though nothing new waits. */
static void a_shield_is_said_once_a_day(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    put_off(journal, "trakt", "Trakt reports a server error (503)");
    put_off(journal, "tvmaze",
            "TVmaze sent an HTML page: blocked by a proxy or shield in between (403)");
    assert_int_equal(reminded(journal, NOW + DAY).count, 2);
    assert_int_equal(reminded(journal, NOW + 2 * DAY - 1).count, 0);
    assert_int_equal(reminded(journal, NOW + 2 * DAY).count, 2);
    assert_int_equal(reminded(journal, NOW + 2 * DAY + HOUR).count, 0);
    struct overdue shield;
    assert_true(overdue_remind(journal, NOW + 3 * DAY + HOUR, true, &shield, NULL));
    assert_int_equal(shield.count, 2);
    /* Nothing but new things is said of what is no shield. */
    struct due mark = scratch_claim(journal, "tvmaze", NOW + DAY);
    assert_true(outbox_complete(journal, &mark, NOW + DAY, NULL));
    assert_true(overdue_remind(journal, NOW + 5 * DAY, true, &shield, NULL));
    assert_int_equal(shield.count, 0);
    assert_int_equal(reminded(journal, NOW + 6 * DAY).count, 0);
}

static void the_reason_is_that_of_the_oldest(void **state)
{
    struct journal *journal = journal_of(state);
    bool first;
    scratch_rate(journal, "b.mkv", 1, 2, NOW + HOUR, 7);
    assert_true(holds_add(journal, "trakt", "rate", "no VIP", true, NOW, &first, NULL));
    scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW, 0);
    struct overdue overdue = found(journal, NOW + 2 * DAY);
    assert_int_equal(overdue.count, 2);
    assert_int_equal(overdue.reasons, 2);
    assert_string_equal(overdue.reason, "not looked up yet");
    assert_string_equal(found(journal, NOW + DAY).reason, "not looked up yet");
    assert_int_equal(found(journal, NOW + DAY).count, 1);
}

static void who_never_signed_in_is_not_reminded(void **state)
{
    struct scratch *scratch = *state;
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "tvmaze", NULL));
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_int_equal(found(journal, NOW + DAY).count, 0);
    /* The older ones stay behind at a sign-in; those after it count once it is lost. */
    assert_true(outbox_sign_in(journal, "tvmaze", "me", true, NOW + HOUR, NULL));
    assert_int_equal(found(journal, NOW + DAY).count, 0);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 2 * HOUR);
    struct due row = scratch_claim(journal, "tvmaze", NOW + 3 * HOUR);
    assert_true(outbox_complete(journal, &row, NOW + 3 * HOUR, NULL));
    assert_true(outbox_sign_out(journal, "tvmaze", NULL));
    scratch_reopen(scratch);
    journal = journal_of(state);
    scratch_watch(journal, "c.mkv", 1, 3, NOW + 4 * HOUR);
    struct overdue overdue = found(journal, NOW + 2 * DAY);
    assert_int_equal(overdue.count, 2); /* what was left behind at TVmaze waits for a sign-in too */
    assert_non_null(strstr(overdue.reason, "`epimark login tvmaze`"));
}

static void each_is_told_of_once(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_int_equal(reminded(journal, NOW + HOUR).count, 0);
    assert_int_equal(reminded(journal, NOW + DAY + HOUR).count, 2);
    assert_int_equal(reminded(journal, NOW + DAY + HOUR).count, 0);
    scratch_reopen(*state);
    journal = journal_of(state);
    assert_int_equal(reminded(journal, NOW + 3 * DAY).count, 0); /* nothing new */
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 3 * DAY);
    assert_int_equal(reminded(journal, NOW + 4 * DAY - 1).count, 0);
    assert_int_equal(reminded(journal, NOW + 4 * DAY).count, 4); /* all of it */
    scratch_watch(journal, "c.mkv", 1, 3, NOW + 3 * DAY + HOUR);
    assert_int_equal(reminded(journal, NOW + 4 * DAY + 2 * HOUR).count, 0); /* daily at most */
    assert_int_equal(reminded(journal, NOW + 5 * DAY + 2 * HOUR).count, 6);
}

static void so_is_what_is_not_identified_or_parked(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED, .path = "/nas/a.mkv", .at = NOW, .size = 1};
    assert_true(journal_park(journal, &record, NULL));
    assert_int_equal(reminded(journal, NOW + DAY).count, 1);
    assert_int_equal(reminded(journal, NOW + 2 * DAY).count, 0);
    scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW + 2 * DAY, 0);
    assert_int_equal(reminded(journal, NOW + 3 * DAY).count, 2);
    assert_int_equal(reminded(journal, NOW + 4 * DAY + HOUR).count, 0);
}

static void a_clock_that_was_ahead_silences_nothing(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    assert_int_equal(reminded(journal, NOW + 999 * DAY).count, 2);
    assert_int_equal(reminded(journal, NOW + DAY).count, 2);
}

static void what_is_parked_waits_too(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED, .path = "/nas/a.mkv", .at = NOW, .size = 1};
    assert_true(journal_park(journal, &record, NULL));
    assert_int_equal(found(journal, NOW + DAY - 1).count, 0);
    scratch_watch(journal, "a.mkv", 1, 1, NOW + HOUR);
    struct overdue overdue = found(journal, NOW + 2 * DAY);
    assert_int_equal(overdue.count, 3);
    assert_string_equal(overdue.reason, "the folder of a video does not answer");
    assert_true(journal_has_parked(journal)); /* it is only counted */
    assert_int_equal(found(journal, NOW + 2 * DAY).count, 3);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(after_a_day_it_is_overdue_with_its_reason),
        WITH_JOURNAL(what_was_sent_or_refused_does_not_wait),
        WITH_JOURNAL(a_shield_is_said_once_a_day),
        WITH_JOURNAL(the_reason_is_that_of_the_oldest),
        WITH_JOURNAL(who_never_signed_in_is_not_reminded),
        WITH_JOURNAL(each_is_told_of_once),
        WITH_JOURNAL(so_is_what_is_not_identified_or_parked),
        WITH_JOURNAL(a_clock_that_was_ahead_silences_nothing),
        WITH_JOURNAL(what_is_parked_waits_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
