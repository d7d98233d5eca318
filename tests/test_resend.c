/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/journal/outbox.h"
#include "core/journal/resend.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

/* The first subject of a journal is that of the first thing watched. */
static void resend(struct journal *journal, const char *service, enum due_kind kind, int64_t entry)
{
    const struct resend_row row = {kind, 1, entry};
    struct epi_error err = {0};
    if (!resend_rows(journal, service, &row, 1, NOW, &err))
        fail_msg("%s", err.text);
}

/* All that is due at a service is accepted. */
static void accept(struct journal *journal, const char *service)
{
    char *due;
    while (due = scratch_due(journal, service, NOW), *due) {
        struct due row = scratch_claim(journal, service, NOW);
        assert_true(outbox_complete(journal, &row, NOW, NULL));
        free(due);
    }
    free(due);
    scratch_assert_due(journal, service, NOW, "");
}

static void what_was_sent_is_due_again(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_rate(journal, "s1e2.mkv", 1, 2, NOW - DAY, 8);
    accept(journal, "trakt");
    accept(journal, "tvmaze");
    resend(journal, "trakt", DUE_PLAY, entry);
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
    resend(journal, "trakt", DUE_PLAY, entry); /* that is once */
    resend(journal, "trakt", DUE_RATE, entry);
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1; rate 1x02=8");
    accept(journal, "trakt");
    resend(journal, "tvmaze", DUE_MARK, entry);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=1");
    scratch_assert_due(journal, "trakt", NOW, "");
}

static void what_was_never_to_be_sent_is_due(void **state)
{
    struct scratch *scratch = *state;
    struct journal *journal = scratch_replan(scratch, "");
    int64_t entry = scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_assert_due(journal, "trakt", NOW, "");
    resend(journal, "trakt", DUE_PLAY, entry);
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
    resend(journal, "trakt", DUE_RATE, entry); /* it was not rated */
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
}

static void what_waits_for_the_user_is_due(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    int count = 0;
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    int64_t older = scratch_watch(journal, "again/s1e2.mkv", 1, 2, NOW);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW, NULL));
    accept(journal, "trakt");
    assert_true(outbox_count_backlog(journal, "trakt", &count, NULL));
    assert_int_equal(count, 1);
    resend(journal, "trakt", DUE_PLAY, older);
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
    assert_true(outbox_count_backlog(journal, "trakt", &count, NULL));
    assert_int_equal(count, 0);
}

static void what_was_refused_is_due(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    struct due row = scratch_claim(journal, "trakt", NOW);
    const struct outbox_failure never = {.certain = true, .text = "refused"};
    assert_true(outbox_fail(journal, &row, &never, NULL));
    scratch_assert_due(journal, "trakt", NOW, "");
    resend(journal, "trakt", DUE_PLAY, entry);
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
}

static void without_a_sign_in_nothing_is_due(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    const struct resend_row row = {DUE_PLAY, 1, entry};
    struct epi_error err = {0};
    assert_false(resend_rows(journal, "mdblist", &row, 1, NOW, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_string_equal(err.text, "nobody is signed in at mdblist");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_was_sent_is_due_again),
        WITH_JOURNAL(what_was_never_to_be_sent_is_due),
        WITH_JOURNAL(what_waits_for_the_user_is_due),
        WITH_JOURNAL(what_was_refused_is_due),
        WITH_JOURNAL(without_a_sign_in_nothing_is_due),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
