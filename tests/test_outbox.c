/* SPDX-License-Identifier: MIT
 *
 * Who sends what, also between processes: this program runs itself as the "deliver" that others
 * compete with.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "core/journal/sql.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static int64_t next_of(struct journal *journal, int64_t now)
{
    int64_t at;
    assert_true(outbox_next_at(journal, now, &at, NULL));
    return at;
}

static struct outbox_account account_of(struct journal *journal, const char *service)
{
    struct outbox_account account;
    assert_true(outbox_find_account(journal, service, &account, NULL));
    return account;
}

static void test_services_that_have_something_due(void **state)
{
    struct journal *journal = journal_of(state);
    char names[4][JOURNAL_SERVICE_MAX];
    size_t count;
    assert_true(outbox_list_services(journal, NOW, names, 4, &count, NULL));
    assert_int_equal(count, 0);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 1);
    assert_true(outbox_list_services(journal, NOW + 1, names, 4, &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "trakt"); /* it is older */
    assert_string_equal(names[1], "tvmaze");
    assert_true(outbox_list_services(journal, NOW + 1, names, 1, &count, NULL));
    assert_int_equal(count, 1);
}

static void test_the_oldest_goes_first(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "b.mkv", 1, 2, NOW + 10);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_assert_due(journal, "tvmaze", NOW + 10, "mark 1x01=1; mark 1x02=1");
    struct due row = scratch_claim(journal, "tvmaze", NOW + 10);
    assert_true(outbox_fail(
        journal, &row,
        &(struct outbox_failure){.next_at = NOW + 10, .certain = true, .text = "busy"}, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 10,
                       "mark 1x02=1; mark 1x01=1"); /* what failed waits */
}

static void test_a_lease_excludes_others(void **state)
{
    struct scratch *scratch = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    struct journal *journal = scratch->journal,
                   *other = journal_open(scratch->folder, &plan, NULL, NULL);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    struct due row, mine;
    size_t count;
    bool claimed;
    assert_true(outbox_list(other, "tvmaze", NOW, &row, 1, &count, NULL));
    mine = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_claim(other, &row, 1, 60, false, &claimed, NULL));
    assert_false(claimed); /* although it was in the list */
    assert_true(outbox_claim(journal, &mine, 1, 60, true, &claimed, NULL));
    assert_true(claimed); /* the holder can check and renew it */
    scratch_assert_due(other, "tvmaze", NOW + 59, "");
    scratch_assert_due(other, "tvmaze", NOW + 99 * DAY, ""); /* whatever the clock says */
    scratch_later(other);
    scratch_assert_due(other, "tvmaze", NOW, "mark 1x01=1");
    assert_true(outbox_release(journal, &mine, NULL));
    scratch_assert_due(other, "tvmaze", NOW + 1, "mark 1x01=1");
    journal_close(other);
}

/* One of many rows, each of which needs requests of its own, asks for hours. */
static void test_a_long_lease_excludes_others_too(void **state)
{
    struct scratch *scratch = *state;
    struct plan plan = scratch_plan("tvmaze mark");
    struct journal *other = journal_open(scratch->folder, &plan, NULL, NULL);
    scratch_watch(scratch->journal, "a.mkv", 1, 1, NOW);
    struct due row = scratch_claim(scratch->journal, "tvmaze", NOW);
    bool claimed;
    assert_true(outbox_claim(scratch->journal, &row, 1, 5 * 3600, true, &claimed, NULL));
    assert_true(claimed);
    scratch_assert_due(other, "tvmaze", NOW, "");
    assert_true(outbox_claim(other, &row, 1, 60, false, &claimed, NULL));
    assert_false(claimed);
    journal_close(other);
}

static void test_a_claim_brings_the_newest_value(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    struct due row;
    size_t count;
    bool claimed;
    assert_true(outbox_list(journal, "trakt", NOW, &row, 1, &count, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9);
    assert_true(outbox_claim(journal, &row, 1, 60, true, &claimed, NULL));
    assert_int_equal(row.value, 9);
    assert_true(outbox_complete(journal, &row, NOW + 1, NULL));
    scratch_assert_due(journal, "trakt", NOW + 1, "");
    assert_true(outbox_claim(journal, &row, 1, 60, true, &claimed, NULL));
    assert_false(claimed); /* it is done */
}

static void test_attempts_are_remembered(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_false(row.attempted);
    scratch_reopen(*state); /* it was killed while it sent */
    journal = journal_of(state);
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.attempted);
    assert_true(outbox_fail(
        journal, &row,
        &(struct outbox_failure){.next_at = NOW, .certain = true, .text = "too many"}, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.attempted); /* the first may still have arrived */
    assert_true(outbox_complete(journal, &row, NOW, NULL));

    scratch_watch(journal, "b.mkv", 1, 2, NOW);
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(
        journal, &row,
        &(struct outbox_failure){.next_at = NOW, .certain = true, .text = "too many"}, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_false(row.attempted);
    assert_true(outbox_release(journal, &row, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_false(row.attempted);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.next_at = NOW, .text = "cut off"}, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.attempted);
}

static void test_what_another_journal_had_to_send_is_told_apart(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    assert_true(sql_run(journal, NULL, "UPDATE deliveries SET attempted = :ATTEMPT_ELSEWHERE", ""));
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.attempted && row.elsewhere);
    assert_true(outbox_release(journal, &row, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.elsewhere);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.next_at = NOW, .text = "cut off"}, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(row.elsewhere);
    assert_true(outbox_release(journal, &row, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9); /* that is of this one */
    row = scratch_claim(journal, "trakt", NOW + 1);
    assert_true(row.attempted && !row.elsewhere);
}

/* Together: those that were accepted, and no others. One that wants something else by now stays. */
static void test_what_was_accepted_is_done_together(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_rate(journal, "b.mkv", 1, 2, NOW + 1, 8);
    scratch_rate(journal, "c.mkv", 1, 3, NOW + 2, 9);
    struct due rows[3];
    size_t count;
    bool claimed[3], done[3] = {true, false, true};
    assert_true(outbox_list(journal, "trakt", NOW + 3, rows, 3, &count, NULL));
    assert_int_equal(count, 3);
    assert_true(outbox_claim(journal, rows, 3, 60, true, claimed, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/c.mkv", NOW + 3, 4);
    assert_true(outbox_complete_each(journal, rows, done, 3, NOW + 4, NULL));
    assert_true(outbox_release(journal, &rows[1], NULL));
    scratch_assert_due(journal, "trakt", NOW + 4, "rate 1x02=8; rate 1x03=4");
}

static int tries_of(struct journal *journal, int64_t entry)
{
    struct entry *shown = scratch_entry(journal, entry);
    int tries = shown->deliveries[0].tries;
    free(shown);
    return tries;
}

static void test_tries_are_those_of_the_value_wanted(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(
        journal, &row,
        &(struct outbox_failure){.next_at = NOW, .certain = true, .text = "too many"}, NULL));
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    assert_int_equal(tries_of(journal, entry), 2);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9);
    assert_int_equal(tries_of(journal, entry), 0);
    row = scratch_claim(journal, "trakt", NOW + 1);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 2, 10); /* while 9 is on its way */
    assert_true(outbox_complete(journal, &row, NOW + 2, NULL));
    assert_int_equal(tries_of(journal, entry), 0);
    row = scratch_claim(journal, "trakt", NOW + 2);
    assert_true(outbox_complete(journal, &row, NOW + 2, NULL));
    assert_int_equal(tries_of(journal, entry), 1);
}

/* ---- Waiting ---- */

/* Watches a file as live watching does, which may send the play for 900 seconds. */
static void watch_live(struct journal *journal, const char *path, int number, int64_t at)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = at,
                            .path = path,
                            .size = 1,
                            .nth = 1,
                            .episodes = 1,
                            .live_until = at + 900};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    scratch_identify(journal, recorded.entry, 1, number, at);
}

static bool find_live(struct journal *journal, const char *path, int64_t now, struct due *row)
{
    bool found = false;
    assert_true(outbox_find_live(journal, "trakt", path, 1, now, row, &found, NULL));
    return found;
}

static void test_a_play_is_sent_live_or_delivered(void **state)
{
    struct journal *journal = journal_of(state);
    struct due row;
    scratch_watch(journal, "never.mkv", 1, 1, NOW);
    assert_false(find_live(journal, "/tv/never.mkv", NOW, &row)); /* it was not watched live */
    assert_false(find_live(journal, "/tv/a.mkv", NOW, &row));     /* or at all */
    watch_live(journal, "/tv/a.mkv", 2, NOW);
    watch_live(journal, "/tv/b.mkv", 3, NOW);
    assert_true(find_live(journal, "/tv/a.mkv", NOW + 900, &row));
    assert_int_equal(row.subject.number, 2);
    assert_int_equal(row.at, NOW);
    assert_int_equal(row.live_until, NOW + 900);
    assert_false(find_live(journal, "/tv/a.mkv", NOW + 901, &row)); /* it is delivered by now */

    /* A request left: the history is asked first, and it is not sent live again. */
    assert_true(find_live(journal, "/tv/a.mkv", NOW, &row));
    bool claimed;
    assert_true(outbox_claim(journal, &row, 1, 60, true, &claimed, NULL));
    assert_true(claimed && !row.attempted);
    assert_false(find_live(journal, "/tv/a.mkv", NOW + 1, &row));
    assert_true(outbox_complete(journal, &row, NOW + 1, NULL));
    scratch_assert_due(journal, "trakt", NOW + 900, "play 1x01=1; play 1x03=1");

    /* Refused for sure: as it was. */
    assert_true(find_live(journal, "/tv/b.mkv", NOW, &row));
    assert_true(outbox_claim(journal, &row, 1, 60, true, &claimed, NULL));
    assert_true(outbox_release(journal, &row, NULL));
    assert_true(find_live(journal, "/tv/b.mkv", NOW, &row));

    /* The same viewing again has no play of its own. */
    watch_live(journal, "/tv/a.mkv", 2, NOW + 3600);
    assert_false(find_live(journal, "/tv/a.mkv", NOW + 3600, &row));
    /* A viewing that was taken back has no play. */
    scratch_record(journal, RECORD_UNDO, "/tv/b.mkv", NOW + 5, 0);
    assert_false(find_live(journal, "/tv/b.mkv", NOW + 5, &row));
}

static void test_pauses_and_failures_wait(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.next_at = NOW + 60, .text = "no connection"},
                            NULL));
    assert_int_equal(next_of(journal, NOW), NOW); /* the play */
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    assert_int_equal(next_of(journal, NOW), NOW + 60);
    assert_string_equal(account_of(journal, "tvmaze").error, "no connection");
    int64_t until = 1;
    assert_true(outbox_paused_until(journal, "tvmaze", &until, NULL));
    assert_int_equal(until, 0);
    assert_true(outbox_pause(journal, "tvmaze", NOW + 90, NULL));
    assert_true(outbox_pause(journal, "tvmaze", NOW + 30, NULL)); /* the longer one counts */
    assert_int_equal(next_of(journal, NOW), NOW + 90);
    assert_true(outbox_paused_until(journal, "tvmaze", &until, NULL));
    assert_int_equal(until, NOW + 90);
    scratch_assert_due(journal, "tvmaze", NOW + 89, "");
    scratch_assert_due(journal, "tvmaze", NOW + 90, "mark 1x01=1");
    assert_true(outbox_postpone(journal, "tvmaze", NOW + 200, NOW + 90, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 199, "");
    assert_true(outbox_retry(journal, false, 0, NOW + 100, NULL, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 100, "mark 1x01=1");
    assert_true(outbox_pause(journal, "tvmaze", NOW + 900, NULL));
    assert_true(outbox_retry(journal, false, 0, NOW + 100, NULL, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 100,
                       "mark 1x01=1"); /* a person asks in a pause too */
}

static void fail_all(struct journal *journal, int64_t next_at)
{
    static const char *const names[] = {"trakt", "tvmaze"};
    for (size_t i = 0; i < 2; i++) {
        struct due rows[8];
        size_t count;
        assert_true(outbox_list(journal, names[i], NOW, rows, 8, &count, NULL));
        for (size_t k = 0; k < count; k++) {
            bool claimed;
            assert_true(outbox_claim(journal, &rows[k], 1, 300, true, &claimed, NULL) && claimed);
            assert_true(outbox_fail(
                journal, &rows[k],
                &(struct outbox_failure){.next_at = next_at, .certain = true, .text = "no"}, NULL));
        }
    }
}

static void test_a_person_may_retry_one_row(void **state)
{
    struct journal *journal = journal_of(state);
    int count;
    int64_t a = scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_rate(journal, "b.mkv", 1, 2, NOW, 8);
    fail_all(journal, 0);
    scratch_assert_due(journal, "trakt", NOW + 99 * DAY, "");
    assert_true(outbox_retry(journal, true, a, NOW, &count, NULL));
    assert_int_equal(count, 1);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x01=7");
    fail_all(journal, NOW + DAY);
    assert_true(outbox_retry(journal, true, 0, NOW, &count, NULL));
    assert_int_equal(count, 2);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x02=8; rate 1x01=7");
}

static void test_dead_letters_wait_for_the_user(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.certain = true, .text = "unknown"}, NULL));
    scratch_assert_due(journal, "trakt", NOW + 99 * DAY, "");
    assert_int_equal(next_of(journal, NOW), 0);
    assert_int_equal(account_of(journal, "trakt").dead, 1);
    assert_true(outbox_retry(journal, false, 0, NOW, NULL, NULL));
    scratch_assert_due(journal, "trakt", NOW, "");
    assert_true(outbox_retry(journal, true, 0, NOW, NULL, NULL));
    scratch_assert_due(journal, "trakt", NOW, "rate 1x01=7");
    row = scratch_claim(journal, "trakt", NOW);
    assert_true(outbox_fail(journal, &row,
                            &(struct outbox_failure){.certain = true, .text = "unknown"}, NULL));
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1,
                   9); /* another value is another try */
    scratch_assert_due(journal, "trakt", NOW + 1, "rate 1x01=9");
}

/* ---- Accounts ---- */

static int backlog_of(struct journal *journal, const char *service)
{
    int count = -1;
    assert_true(outbox_count_backlog(journal, service, &count, NULL));
    return count;
}

static void test_before_the_first_sign_in_rows_wait(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    int64_t entry = scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    int64_t late = scratch_record(journal, RECORD_RATED, "/tv/c.mkv", NOW + 99, 6).entry;
    scratch_assert_due(journal, "trakt", NOW, "");
    assert_true(entries_postpone(journal, late, NOW + 999, "later", NULL, NOW, NULL));
    assert_int_equal(next_of(journal, NOW), NOW + 999);
    struct entry *shown = scratch_entry(journal, entry);
    assert_int_equal(shown->deliveries[0].state, DELIVERY_HELD);
    assert_string_equal(shown->deliveries[0].error,
                        "not signed in to trakt: `epimark login trakt`");
    free(shown);
    int64_t later = scratch_record(journal, RECORD_RATED, "/tv/e.mkv", NOW + 98, 4).entry;
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW + 100, NULL));
    assert_int_equal(backlog_of(journal, "trakt"), 1);
    scratch_assert_due(journal, "trakt", NOW + 100, "");
    scratch_rate(journal, "b.mkv", 1, 2, NOW + 101, 8);
    /* Watched before, identified after: that waits too. */
    scratch_identify(journal, late, 1, 3, NOW + 101);
    scratch_assert_due(journal, "trakt", NOW + 101, "rate 1x02=8");
    assert_int_equal(backlog_of(journal, "trakt"), 2);
    assert_int_equal(account_of(journal, "trakt").since, NOW + 100);
    assert_int_equal(account_of(journal, "trakt").waiting, 2);
    assert_true(outbox_release_backlog(journal, "trakt", NULL));
    scratch_assert_due(journal, "trakt", NOW + 101, "rate 1x01=7; rate 1x03=6; rate 1x02=8");
    scratch_rate(journal, "d.mkv", 1, 4, NOW + 5, 5); /* and from now on nothing is too old */
    scratch_identify(journal, later, 1, 5, NOW + 102);
    scratch_assert_due(journal, "trakt", NOW + 102,
                       "rate 1x01=7; rate 1x04=5; rate 1x05=4; rate 1x03=6; rate 1x02=8");
    assert_int_equal(backlog_of(journal, "trakt"), 0);
}

/* Its time would hold back all that is watched until the clock is there again. */
static void test_a_sign_in_of_a_clock_that_was_ahead_holds_nothing_back(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    scratch_rate(journal, "a.mkv", 1, 1, NOW + DAY, 7);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW + DAY, NULL));
    scratch_rate(journal, "b.mkv", 1, 2, NOW, 8);
    scratch_watch(journal, "b.mkv", 1, 2, NOW);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x02=8; play 1x02=1");
    assert_int_equal(backlog_of(journal, "trakt"), 1);
}

static void test_the_newer_value_survives_the_backlog(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    scratch_rate(journal, "b.mkv", 1, 2, NOW, 7);
    scratch_watch(journal, "b.mkv", 1, 2, NOW);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW + 100, NULL));
    scratch_rate(journal, "a.mkv", 1, 1, NOW + 101, 9);
    struct due row = scratch_claim(journal, "trakt", NOW + 101);
    assert_int_equal(row.value, 9);
    assert_true(outbox_complete(journal, &row, NOW + 101, NULL));
    assert_true(outbox_release_backlog(journal, "trakt", NULL));
    scratch_assert_due(journal, "trakt", NOW + 101,
                       "rate 1x02=7; play 1x02=1"); /* 1x01=7 is no more */
}

static void test_the_backlog_stays_without_an_account(void **state)
{
    struct journal *journal = journal_of(state);
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    scratch_rate(journal, "a.mkv", 1, 1, NOW, 7);
    assert_true(outbox_release_backlog(journal, "trakt", NULL));
    assert_int_equal(backlog_of(journal, "trakt"), 1);
}

/* ---- Between processes ---- */

/* Delivers everything due: says each row's id when it "sends" it. With slow, it claims one row
 * and then does nothing more. */
static int run_deliver(const char *folder, bool slow)
{
    struct plan plan = scratch_plan("tvmaze mark");
    struct journal *journal = journal_open(folder, &plan, NULL, NULL);
    struct due rows[5];
    bool claimed[5];
    size_t count;
    while (journal && outbox_list(journal, "tvmaze", NOW, rows, 5, &count, NULL) && count > 0) {
        if (!outbox_claim(journal, rows, count, 3600, true, claimed, NULL))
            continue;
        for (size_t i = 0; i < count; i++) {
            if (!claimed[i])
                continue;
            dprintf(STDOUT_FILENO, "%lld\n", (long long)rows[i].id);
            if (slow)
                pause(); /* until it is killed */
            while (!outbox_complete(journal, &rows[i], NOW, NULL))
                continue;
        }
    }
    journal_close(journal);
    return 0;
}

static pid_t run_self(const char *role, const char *folder, int out)
{
    char self[] = "/proc/self/exe", role_copy[16];
    char *folder_copy = strdup(folder);
    snprintf(role_copy, sizeof(role_copy), "%s", role);
    char *args[] = {self, role_copy, folder_copy, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    assert_int_equal(posix_spawn(&child, self, &actions, NULL, args, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    free(folder_copy);
    return child;
}

static void test_many_processes_deliver_each_row_once(void **state)
{
    enum { ROWS = 60, MANY = 4 };
    struct scratch *scratch = *state;
    for (int i = 1; i <= ROWS; i++) {
        char name[16];
        snprintf(name, sizeof(name), "%d.mkv", i);
        scratch_watch(scratch->journal, name, 1, i, NOW);
    }
    /* One claims five and is killed: the others do not wait for the hour that it asked for. */
    int ends[2], status;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t slow = run_self("slow", scratch->folder, ends[1]);
    char line[32];
    assert_true(read(ends[0], line, sizeof(line)) > 0);
    assert_int_equal(kill(slow, SIGKILL), 0);
    assert_int_equal(waitpid(slow, &status, 0), slow);
    pid_t children[MANY];
    for (int i = 0; i < MANY; i++)
        children[i] = run_self("deliver", scratch->folder, ends[1]);
    close(ends[1]);
    FILE *pipe = fdopen(ends[0], "re");
    int sent[2 * ROWS + 1] = {0};
    while (fgets(line, sizeof(line), pipe))
        sent[strtol(line, NULL, 10)]++;
    fclose(pipe);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    int total = 0;
    for (int i = 0; i <= 2 * ROWS; i++) {
        assert_true(sent[i] <= 1);
        total += sent[i];
    }
    assert_int_equal(total, ROWS);
    scratch_assert_due(scratch->journal, "tvmaze", NOW, "");
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        return run_deliver(argv[2], strcmp(argv[1], "slow") == 0);
    }
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_services_that_have_something_due),
        WITH_JOURNAL(test_the_oldest_goes_first),
        WITH_JOURNAL(test_a_lease_excludes_others),
        WITH_JOURNAL(test_a_long_lease_excludes_others_too),
        WITH_JOURNAL(test_a_claim_brings_the_newest_value),
        WITH_JOURNAL(test_attempts_are_remembered),
        WITH_JOURNAL(test_what_another_journal_had_to_send_is_told_apart),
        WITH_JOURNAL(test_what_was_accepted_is_done_together),
        WITH_JOURNAL(test_tries_are_those_of_the_value_wanted),
        WITH_JOURNAL(test_a_play_is_sent_live_or_delivered),
        WITH_JOURNAL(test_pauses_and_failures_wait),
        WITH_JOURNAL(test_a_person_may_retry_one_row),
        WITH_JOURNAL(test_dead_letters_wait_for_the_user),
        WITH_JOURNAL(test_before_the_first_sign_in_rows_wait),
        WITH_JOURNAL(test_a_sign_in_of_a_clock_that_was_ahead_holds_nothing_back),
        WITH_JOURNAL(test_the_newer_value_survives_the_backlog),
        WITH_JOURNAL(test_the_backlog_stays_without_an_account),
        WITH_JOURNAL(test_many_processes_deliver_each_row_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
