/* SPDX-License-Identifier: MIT
 *
 * Who sends what, also between processes: this program runs itself as the "deliver" that others
 * compete with.
 */
#include "tests/support/folder.h"
#include "tests/support/journal.h"

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

enum { NOW = JOURNAL_NOW, DAY = JOURNAL_DAY };

static struct store *store_of(void **state)
{
    struct journal *journal = *state;
    return journal->store;
}

static void assert_due(struct store *store, const char *service, int64_t now, const char *wanted)
{
    char *due = journal_due(store, service, now);
    assert_string_equal(due, wanted);
    free(due);
}

static int64_t next_of(struct store *store, int64_t now)
{
    int64_t at;
    assert_true(store_next(store, now, &at, NULL));
    return at;
}

static struct store_account account_of(struct store *store, const char *service)
{
    struct store_account account;
    assert_true(store_account(store, service, &account, NULL));
    return account;
}

static void test_services_that_have_something_due(void **state)
{
    struct store *store = store_of(state);
    char names[4][STORE_SERVICE_MAX];
    size_t count;
    assert_true(store_due_services(store, NOW, names, 4, &count, NULL));
    assert_int_equal(count, 0);
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    journal_watch(store, "b.mkv", 1, 2, NOW + 1);
    assert_true(store_due_services(store, NOW + 1, names, 4, &count, NULL));
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "trakt"); /* it was told first */
    assert_string_equal(names[1], "tvmaze");
    assert_true(store_due_services(store, NOW + 1, names, 1, &count, NULL));
    assert_int_equal(count, 1);
}

static void test_what_was_told_first_goes_first(void **state)
{
    struct store *store = store_of(state);
    journal_watch(store, "b.mkv", 1, 2, NOW + 10);
    journal_watch(store, "a.mkv", 1, 1, NOW);
    assert_due(store, "tvmaze", NOW + 10, "mark 1x01=1; mark 1x02=1");
    struct due row = journal_claim(store, "tvmaze", NOW + 10);
    assert_true(store_failed(store, &row, NOW + 10, true, "busy", NULL));
    assert_due(store, "tvmaze", NOW + 10, "mark 1x02=1; mark 1x01=1"); /* what failed waits */
}

static void test_a_claim_is_one_persons(void **state)
{
    struct journal *journal = *state;
    struct plan plan = journal_plan("tvmaze mark");
    struct store *store = journal->store, *other = store_open(journal->folder, &plan, NULL, NULL);
    journal_watch(store, "a.mkv", 1, 1, NOW);
    struct due row, mine;
    size_t count;
    bool claimed;
    assert_true(store_due(other, "tvmaze", NOW, &row, 1, &count, NULL));
    mine = journal_claim(store, "tvmaze", NOW);
    assert_true(store_claim(other, &row, 1, NOW + 1, NOW + 60, false, &claimed, NULL));
    assert_false(claimed); /* although it was in the list */
    assert_true(store_claim(store, &mine, 1, NOW + 1, NOW + 60, true, &claimed, NULL));
    assert_true(claimed); /* whoever has it may check and renew it */
    assert_due(other, "tvmaze", NOW + 59, "");
    assert_due(other, "tvmaze", NOW + 60, "mark 1x01=1");
    assert_true(store_unclaim(store, &mine, NULL));
    assert_due(other, "tvmaze", NOW + 1, "mark 1x01=1");
    store_close(other);
}

static void test_a_claim_brings_the_newest_value(void **state)
{
    struct store *store = store_of(state);
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    struct due row;
    size_t count;
    bool claimed;
    assert_true(store_due(store, "trakt", NOW, &row, 1, &count, NULL));
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9);
    assert_true(store_claim(store, &row, 1, NOW + 1, NOW + 60, true, &claimed, NULL));
    assert_int_equal(row.value, 9);
    assert_true(store_done(store, &row, NOW + 1, NULL));
    assert_due(store, "trakt", NOW + 1, "");
    assert_true(store_claim(store, &row, 1, NOW + 1, NOW + 60, true, &claimed, NULL));
    assert_false(claimed); /* it is done */
}

static void test_attempts_are_remembered(void **state)
{
    struct store *store = store_of(state);
    journal_watch(store, "a.mkv", 1, 1, NOW);
    struct due row = journal_claim(store, "trakt", NOW);
    assert_false(row.attempted);
    journal_reopen(*state); /* it was killed while it sent */
    store = store_of(state);
    row = journal_claim(store, "trakt", NOW);
    assert_true(row.attempted);
    assert_true(store_failed(store, &row, NOW, true, "too many", NULL));
    row = journal_claim(store, "trakt", NOW);
    assert_true(row.attempted); /* the first may still have arrived */
    assert_true(store_done(store, &row, NOW, NULL));

    journal_watch(store, "b.mkv", 1, 2, NOW);
    row = journal_claim(store, "trakt", NOW);
    assert_true(store_failed(store, &row, NOW, true, "too many", NULL));
    row = journal_claim(store, "trakt", NOW);
    assert_false(row.attempted);
    assert_true(store_unclaim(store, &row, NULL));
    row = journal_claim(store, "trakt", NOW);
    assert_false(row.attempted);
    assert_true(store_failed(store, &row, NOW, false, "cut off", NULL));
    row = journal_claim(store, "trakt", NOW);
    assert_true(row.attempted);
}

static int tries_of(struct store *store, int64_t entry)
{
    struct entry *shown = journal_entry(store, entry);
    int tries = shown->deliveries[0].tries;
    free(shown);
    return tries;
}

static void test_tries_are_those_of_the_value_wanted(void **state)
{
    struct store *store = store_of(state);
    int64_t entry = journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    struct due row = journal_claim(store, "trakt", NOW);
    assert_true(store_failed(store, &row, NOW, true, "too many", NULL));
    row = journal_claim(store, "trakt", NOW);
    assert_true(store_done(store, &row, NOW, NULL));
    assert_int_equal(tries_of(store, entry), 2);
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9);
    assert_int_equal(tries_of(store, entry), 0);
    row = journal_claim(store, "trakt", NOW + 1);
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 2, 10); /* while 9 is on its way */
    assert_true(store_done(store, &row, NOW + 2, NULL));
    assert_int_equal(tries_of(store, entry), 0);
    row = journal_claim(store, "trakt", NOW + 2);
    assert_true(store_done(store, &row, NOW + 2, NULL));
    assert_int_equal(tries_of(store, entry), 1);
}

/* ---- Waiting ---- */

/* Watches a file as live watching does, which may tell the play for 900 seconds. */
static void watch_live(struct store *store, const char *path, int number, int64_t at)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = at,
                            .path = path,
                            .size = 1,
                            .part = 1,
                            .parts = 1,
                            .live_until = at + 900};
    struct recorded recorded;
    assert_true(store_record(store, &record, &recorded, NULL));
    journal_identify(store, recorded.entry, 1, number, at);
}

static bool may_tell(struct store *store, const char *path, int64_t now, struct due *row)
{
    bool found = false;
    assert_true(store_live(store, "trakt", path, 1, now, row, &found, NULL));
    return found;
}

static void test_a_play_is_told_live_or_delivered(void **state)
{
    struct store *store = store_of(state);
    struct due row;
    bool claimed;
    journal_watch(store, "never.mkv", 1, 1, NOW);
    assert_false(may_tell(store, "/tv/never.mkv", NOW, &row)); /* it was not watched live */
    assert_false(may_tell(store, "/tv/a.mkv", NOW, &row));     /* or at all */
    watch_live(store, "/tv/a.mkv", 2, NOW);
    watch_live(store, "/tv/b.mkv", 3, NOW);
    assert_true(may_tell(store, "/tv/a.mkv", NOW + 900, &row));
    assert_int_equal(row.subject.number, 2);
    assert_int_equal(row.at, NOW);
    assert_int_equal(row.live_until, NOW + 900);
    assert_false(may_tell(store, "/tv/a.mkv", NOW + 901, &row)); /* it is delivered by now */

    /* Told, as far as anybody knows: the history is asked, and it is not told again. */
    assert_true(may_tell(store, "/tv/a.mkv", NOW, &row));
    assert_true(store_claim(store, &row, 1, NOW, NOW + 60, true, &claimed, NULL));
    assert_true(claimed && !row.attempted);
    assert_false(may_tell(store, "/tv/a.mkv", NOW + 1, &row));
    assert_true(store_done(store, &row, NOW + 1, NULL));
    assert_due(store, "trakt", NOW + 900, "play 1x01=1; play 1x03=1");

    /* Refused for sure: as it was. */
    assert_true(may_tell(store, "/tv/b.mkv", NOW, &row));
    assert_true(store_claim(store, &row, 1, NOW, NOW + 60, true, &claimed, NULL));
    assert_true(store_unclaim(store, &row, NULL));
    assert_true(may_tell(store, "/tv/b.mkv", NOW, &row));

    /* The same viewing again has no play of its own. */
    watch_live(store, "/tv/a.mkv", 2, NOW + 3600);
    assert_false(may_tell(store, "/tv/a.mkv", NOW + 3600, &row));
    /* A viewing that was taken back has none to tell. */
    journal_tell(store, RECORD_UNDO, "/tv/b.mkv", NOW + 5, 0);
    assert_false(may_tell(store, "/tv/b.mkv", NOW + 5, &row));
}

static void test_holds(void **state)
{
    struct store *store = store_of(state);
    bool first;
    journal_watch(store, "a.mkv", 1, 1, NOW);
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    assert_true(store_hold(store, "trakt", "rate", "no VIP", NOW, &first, NULL));
    assert_true(first);
    assert_true(store_hold(store, "trakt", "rate", "no VIP", NOW, &first, NULL));
    assert_false(first);
    assert_due(store, "trakt", NOW, "play 1x01=1");
    assert_due(store, "tvmaze", NOW, "mark 1x01=1");
    assert_true(store_hold(store, "trakt", "*", "signed out", NOW, &first, NULL));
    assert_true(first);
    assert_due(store, "trakt", NOW, "");
    assert_int_equal(account_of(store, "trakt").waiting, 2);
    assert_non_null(strstr(account_of(store, "trakt").held, "no VIP"));
    assert_non_null(strstr(account_of(store, "trakt").held, "signed out"));
    assert_true(store_hold(store, "trakt", "rate-series", "no VIP", NOW, &first, NULL));
    assert_int_equal(strlen(account_of(store, "trakt").held), strlen("signed out; no VIP"));
    assert_string_equal(account_of(store, "tvmaze").held, "");
    assert_int_equal(account_of(store, "tvmaze").due, 1);
    assert_true(store_unhold(store, "trakt", "*", NULL));
    assert_due(store, "trakt", NOW, "play 1x01=1");
    assert_true(store_signed_in(store, "trakt", "me", false, NOW, NULL));
    assert_due(store, "trakt", NOW, "play 1x01=1"); /* seen, not renewed */
    assert_true(store_signed_in(store, "trakt", "me", true, NOW, NULL));
    assert_due(store, "trakt", NOW, "play 1x01=1; rate 1x01=7");
}

static void test_pauses_and_failures_wait(void **state)
{
    struct store *store = store_of(state);
    journal_watch(store, "a.mkv", 1, 1, NOW);
    struct due row = journal_claim(store, "tvmaze", NOW);
    assert_true(store_failed(store, &row, NOW + 60, false, "no connection", NULL));
    assert_int_equal(next_of(store, NOW), NOW); /* the play */
    row = journal_claim(store, "trakt", NOW);
    assert_true(store_done(store, &row, NOW, NULL));
    assert_int_equal(next_of(store, NOW), NOW + 60);
    assert_string_equal(account_of(store, "tvmaze").error, "no connection");
    int64_t until = 1;
    assert_true(store_paused(store, "tvmaze", &until, NULL));
    assert_int_equal(until, 0);
    assert_true(store_pause(store, "tvmaze", NOW + 90, NULL));
    assert_true(store_pause(store, "tvmaze", NOW + 30, NULL)); /* the longer one counts */
    assert_int_equal(next_of(store, NOW), NOW + 90);
    assert_true(store_paused(store, "tvmaze", &until, NULL));
    assert_int_equal(until, NOW + 90);
    assert_true(store_retry(store, false, NOW, NULL));
    assert_int_equal(next_of(store, NOW), NOW + 90); /* what a service asked for, nobody cuts */
    assert_due(store, "tvmaze", NOW + 89, "");
    assert_due(store, "tvmaze", NOW + 90, "mark 1x01=1");
    assert_true(store_postpone(store, "tvmaze", NOW + 200, NOW + 90, NULL));
    assert_due(store, "tvmaze", NOW + 199, "");
    assert_true(store_retry(store, false, NOW + 100, NULL));
    assert_due(store, "tvmaze", NOW + 100, "mark 1x01=1");
}

static void test_dead_letters_wait_for_a_person(void **state)
{
    struct store *store = store_of(state);
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    struct due row = journal_claim(store, "trakt", NOW);
    assert_true(store_failed(store, &row, 0, true, "unknown", NULL));
    assert_due(store, "trakt", NOW + 99 * DAY, "");
    assert_int_equal(next_of(store, NOW), 0);
    assert_int_equal(account_of(store, "trakt").dead, 1);
    assert_true(store_retry(store, false, NOW, NULL));
    assert_due(store, "trakt", NOW, "");
    assert_true(store_retry(store, true, NOW, NULL));
    assert_due(store, "trakt", NOW, "rate 1x01=7");
    row = journal_claim(store, "trakt", NOW);
    assert_true(store_failed(store, &row, 0, true, "unknown", NULL));
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 1, 9); /* another value is another try */
    assert_due(store, "trakt", NOW + 1, "rate 1x01=9");
}

/* ---- Accounts ---- */

static int backlog_of(struct store *store, const char *service)
{
    int count = -1;
    assert_true(store_backlog(store, service, &count, NULL));
    return count;
}

static void test_before_the_first_sign_in_rows_wait(void **state)
{
    struct store *store = store_of(state);
    assert_true(store_signed_out(store, "trakt", NULL));
    int64_t entry = journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    assert_due(store, "trakt", NOW, "");
    assert_int_equal(next_of(store, NOW), 0);
    struct entry *shown = journal_entry(store, entry);
    assert_int_equal(shown->deliveries[0].state, DELIVERY_HELD);
    assert_string_equal(shown->deliveries[0].error,
                        "not signed in to trakt: `epimark login trakt`");
    free(shown);
    assert_true(store_signed_in(store, "trakt", "me", true, NOW + 100, NULL));
    assert_int_equal(backlog_of(store, "trakt"), 1);
    assert_due(store, "trakt", NOW + 100, "");
    journal_rate(store, "b.mkv", 1, 2, NOW + 101, 8);
    /* Watched before, identified after: that waits too. */
    journal_rate(store, "c.mkv", 1, 3, NOW + 99, 6);
    assert_due(store, "trakt", NOW + 101, "rate 1x02=8");
    assert_int_equal(backlog_of(store, "trakt"), 2);
    assert_int_equal(account_of(store, "trakt").since, NOW + 100);
    assert_int_equal(account_of(store, "trakt").waiting, 2);
    assert_true(store_release_backlog(store, "trakt", NULL));
    assert_due(store, "trakt", NOW + 101, "rate 1x01=7; rate 1x03=6; rate 1x02=8");
    journal_rate(store, "d.mkv", 1, 4, NOW + 5, 5); /* and from now on nothing is too old */
    assert_int_equal(backlog_of(store, "trakt"), 0);
}

static void test_the_newer_value_survives_the_backlog(void **state)
{
    struct store *store = store_of(state);
    assert_true(store_signed_out(store, "trakt", NULL));
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    journal_rate(store, "b.mkv", 1, 2, NOW, 7);
    journal_watch(store, "b.mkv", 1, 2, NOW);
    assert_true(store_signed_in(store, "trakt", "me", true, NOW + 100, NULL));
    journal_rate(store, "a.mkv", 1, 1, NOW + 101, 9);
    struct due row = journal_claim(store, "trakt", NOW + 101);
    assert_int_equal(row.value, 9);
    assert_true(store_done(store, &row, NOW + 101, NULL));
    assert_true(store_release_backlog(store, "trakt", NULL));
    assert_due(store, "trakt", NOW + 101, "rate 1x02=7; play 1x02=1"); /* 1x01=7 is no more */
}

static void test_nobody_to_release_the_backlog_to(void **state)
{
    struct store *store = store_of(state);
    assert_true(store_signed_out(store, "trakt", NULL));
    assert_true(store_signed_out(store, "trakt", NULL));
    journal_rate(store, "a.mkv", 1, 1, NOW, 7);
    assert_true(store_release_backlog(store, "trakt", NULL));
    assert_int_equal(backlog_of(store, "trakt"), 1);
}

/* ---- Between processes ---- */

/* Delivers everything due: says each row's id when it "sends" it. With slow, it claims one row
 * and then does nothing more. */
static int run_deliver(const char *folder, bool slow)
{
    struct plan plan = journal_plan("tvmaze mark");
    struct store *store = store_open(folder, &plan, NULL, NULL);
    struct due rows[5];
    bool claimed[5];
    size_t count;
    while (store && store_due(store, "tvmaze", NOW, rows, 5, &count, NULL) && count > 0) {
        if (!store_claim(store, rows, count, NOW, NOW + 3600, true, claimed, NULL))
            continue;
        for (size_t i = 0; i < count; i++) {
            if (!claimed[i])
                continue;
            dprintf(STDOUT_FILENO, "%lld\n", (long long)rows[i].id);
            if (slow)
                pause(); /* until it is killed */
            while (!store_done(store, &rows[i], NOW, NULL))
                continue;
        }
    }
    store_close(store);
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

static void test_many_deliver_each_row_once(void **state)
{
    enum { ROWS = 60, MANY = 4 };
    struct journal *journal = *state;
    char name[16], line[32];
    int sent[2 * ROWS + 1] = {0}, ends[2], status;
    pid_t children[MANY];
    for (int i = 1; i <= ROWS; i++) {
        snprintf(name, sizeof(name), "%d.mkv", i);
        journal_watch(journal->store, name, 1, i, NOW);
    }
    /* One claims five and is killed: the others do not wait for the hour that it asked for. */
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    pid_t slow = run_self("slow", journal->folder, ends[1]);
    assert_true(read(ends[0], line, sizeof(line)) > 0);
    assert_int_equal(kill(slow, SIGKILL), 0);
    assert_int_equal(waitpid(slow, &status, 0), slow);
    for (int i = 0; i < MANY; i++)
        children[i] = run_self("deliver", journal->folder, ends[1]);
    close(ends[1]);
    FILE *pipe = fdopen(ends[0], "re");
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
    assert_due(journal->store, "tvmaze", NOW, "");
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        return run_deliver(argv[2], strcmp(argv[1], "slow") == 0);
    }
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, journal_begin, journal_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_services_that_have_something_due),
        WITH_JOURNAL(test_what_was_told_first_goes_first),
        WITH_JOURNAL(test_a_claim_is_one_persons),
        WITH_JOURNAL(test_a_claim_brings_the_newest_value),
        WITH_JOURNAL(test_attempts_are_remembered),
        WITH_JOURNAL(test_tries_are_those_of_the_value_wanted),
        WITH_JOURNAL(test_a_play_is_told_live_or_delivered),
        WITH_JOURNAL(test_holds),
        WITH_JOURNAL(test_pauses_and_failures_wait),
        WITH_JOURNAL(test_dead_letters_wait_for_a_person),
        WITH_JOURNAL(test_before_the_first_sign_in_rows_wait),
        WITH_JOURNAL(test_the_newer_value_survives_the_backlog),
        WITH_JOURNAL(test_nobody_to_release_the_backlog_to),
        WITH_JOURNAL(test_many_deliver_each_row_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
