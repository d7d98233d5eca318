/* SPDX-License-Identifier: MIT
 *
 * Each statement that fails, of all that acts on the journal run: the act fails, says why, and
 * leaves the journal as it was.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/corrections.h"
#include "core/journal/drop.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/journal/records.h"
#include "core/journal/transaction.h"
#include "tests/doubles/scratch.h"

enum { NOW = 1700000000 };

/* The rows that the acts are about. */
struct rows {
    int64_t entry;  /* identified, rated, not sent */
    int64_t unsure; /* not identified */
    struct due claimed;
};

/* ---- Acts ---- */

static bool apply(struct journal *journal, struct record record, struct epi_error *err)
{
    struct recorded recorded = {0};
    bool known;
    record.at = NOW + 50;
    record.size = 1000000;
    record.nth = record.episodes = 1;
    record.title_key = "some show";
    record.media_title = record.key = "";
    snprintf(record.uid, sizeof(record.uid), "%d %s", (int)record.kind, record.path);
    bool ok =
        transaction_begin(journal, err) && records_apply(journal, &record, &recorded, &known, err);
    return transaction_end(journal, ok, err);
}

static bool rate(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return apply(journal, (struct record){.kind = RECORD_RATED, .path = "/tv/a.mkv", .value = 3},
                 err);
}

static bool rate_all(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {
        .kind = RECORD_RATED, .path = "/tv/unsure.mkv", .value = 3, .scope = EPI_SCOPE_SERIES};
    return apply(journal, record, err);
}

static bool watch(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return apply(
        journal,
        (struct record){.kind = RECORD_WATCHED, .path = "/tv/new.mkv", .live_until = NOW + 99},
        err);
}

static bool undo(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return apply(journal, (struct record){.kind = RECORD_UNDO, .entry = rows->entry, .path = ""},
                 err);
}

static bool choose(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {.kind = RECORD_CHOSEN,
                            .path = "/tv/unsure.mkv",
                            .correction = {.series = {.tvdb = 81189}, .title = "Some Show"}};
    return apply(journal, record, err);
}

static bool order(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    struct record record = {.kind = RECORD_ORDERED,
                            .path = "",
                            .value = ORDER_DVD,
                            .correction = {.series = {.tvdb = 81189, .tvmaze = 169}}};
    return apply(journal, record, err);
}

static bool identify(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct match match = {.series = {.ids = {.tvdb = 81189, .tvmaze = 169}, .title = "Some Show"},
                          .episode = {.season = 1, .number = 9, .tvdb = 9, .tvmaze = 10},
                          .source = "tvdb",
                          .confidence = 1};
    return entries_set_match(journal, rows->unsure, &match, "some show", NOW + 50, err);
}

static bool hold(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return entries_hold(journal, rows->unsure, "some show", "two of them", NOW + 50, err);
}

static bool postpone(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return entries_postpone(journal, rows->unsure, NOW + 99, "busy", NULL, NOW + 50, err);
}

static bool correct(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct correction correction;
    struct series_ids ids;
    bool found;
    (void)rows;
    return corrections_find(journal, "/tv/chosen.mkv", "other show", 1500, &correction, &found,
                            err) &&
           corrections_find_elsewhere(journal, "/x/chosen.mkv", "other show", &ids, &found, err);
}

static bool find_last(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct record undo = {.kind = RECORD_UNDO, .path = ""};
    struct recorded recorded = {0};
    (void)rows;
    return records_find_last(journal, &undo, &recorded, err);
}

static bool complete(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return outbox_complete(journal, &rows->claimed, NOW + 50, err);
}

static bool refuse(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    const struct outbox_failure failure = {.certain = true, .text = "refused"};
    return outbox_fail(journal, &rows->claimed, &failure, err);
}

static bool release(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    return outbox_release(journal, &rows->claimed, err);
}

static bool retry(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    int count;
    (void)rows;
    return outbox_retry(journal, true, 0, NOW + 50, &count, err);
}

static bool drop(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    const int64_t entries[] = {rows->entry, rows->entry + 1};
    struct dropped dropped;
    return drop_entries(journal, entries, 2, &dropped, err);
}

static bool sign_in(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_sign_in(journal, "trakt", "another", true, NOW + 50, err);
}

static bool sign_out(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_sign_out(journal, "trakt", err);
}

static bool release_backlog(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    (void)rows;
    return outbox_release_backlog(journal, "trakt", err);
}

static bool list(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct due due[4];
    size_t count;
    (void)rows;
    return outbox_list(journal, "trakt", NOW + 50, due, 4, &count, err);
}

static bool next(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    int64_t at;
    (void)rows;
    return outbox_next_at(journal, NOW + 50, &at, err);
}

static bool account(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct outbox_account found;
    (void)rows;
    return outbox_find_account(journal, "trakt", &found, err);
}

static bool pass(void *context, const struct entry *entry)
{
    (void)context;
    return entry->id > 0;
}

static bool visit(struct journal *journal, const struct rows *rows, struct epi_error *err)
{
    struct entries_filter filter = {.limit = 10};
    (void)rows;
    return entries_visit(journal, &filter, pass, NULL, err);
}

static const struct {
    const char *name;
    bool (*act)(struct journal *journal, const struct rows *rows, struct epi_error *err);
} acts[] = {
    {"rate", rate},
    {"rate all", rate_all},
    {"correct", correct},
    {"find last", find_last},
    {"watch", watch},
    {"undo", undo},
    {"choose", choose},
    {"order", order},
    {"identify", identify},
    {"hold", hold},
    {"postpone", postpone},
    {"complete", complete},
    {"refuse", refuse},
    {"release", release},
    {"retry", retry},
    {"drop", drop},
    {"sign in", sign_in},
    {"sign out", sign_out},
    {"release backlog", release_backlog},
    {"list", list},
    {"next", next},
    {"account", account},
    {"visit", visit},
};

/* ---- Statements that fail ---- */

/* SQLite asks for each thing that a statement it prepares does. A roll-back is always allowed. */
static int allow(void *context, int action, const char *a, const char *b, const char *c,
                 const char *d)
{
    int *left = context;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    if (action == SQLITE_TRANSACTION)
        return SQLITE_OK;
    return (*left)-- == 1 ? SQLITE_DENY : SQLITE_OK;
}

/* A statement that runs is interrupted there. */
static int interrupt(void *context)
{
    int *left = context;
    return (*left)-- == 1;
}

/* From here on it is committed, whatever fails later. */
static int commit(void *context)
{
    int *left = context;
    if (*left > 0)
        *left = INT_MAX;
    return 0;
}

/* All rows of all tables, as a number. */
static uint64_t hash_of(sqlite3 *db)
{
    sqlite3_stmt *tables, *rows;
    uint64_t hash = 14695981039346656037u;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT format('SELECT * FROM \"%w\"', name) FROM"
                                        " sqlite_schema WHERE type = 'table'",
                                        -1, &tables, NULL),
                     SQLITE_OK);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *sql = (const char *)sqlite3_column_text(tables, 0);
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(rows); i++) {
                const unsigned char *text = sqlite3_column_text(rows, i);
                for (; text && *text; text++)
                    hash = (hash ^ *text) * 1099511628211u;
                hash = (hash ^ 0xff) * 1099511628211u;
            }
        }
        sqlite3_finalize(rows);
    }
    sqlite3_finalize(tables);
    return hash;
}

static struct rows make_rows(struct journal *journal)
{
    struct rows rows = {.entry = scratch_rate(journal, "a.mkv", 1, 2, NOW, 7)};
    scratch_watch(journal, "b.mkv", 1, 3, NOW + 1);
    scratch_choose(journal, "/tv/chosen.mkv", "other show",
                   &(struct correction){.series = {.tvdb = 81189}}, NOW);
    rows.unsure = scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW + 2, 0).entry;
    rows.claimed = scratch_claim(journal, "trakt", NOW + 3);
    return rows;
}

/* Lets step n of an act fail. False: it has fewer. */
static bool fails_at(struct journal *journal, size_t i, const struct rows *rows, int n, bool runs)
{
    struct epi_error err = {0};
    uint64_t before = hash_of(journal->db);
    int left = n;
    if (runs)
        sqlite3_progress_handler(journal->db, 1, interrupt, &left);
    else
        sqlite3_set_authorizer(journal->db, allow, &left);
    sqlite3_commit_hook(journal->db, commit, &left);
    bool done = acts[i].act(journal, rows, &err);
    sqlite3_commit_hook(journal->db, NULL, NULL);
    sqlite3_progress_handler(journal->db, 0, NULL, NULL);
    sqlite3_set_authorizer(journal->db, NULL, NULL);
    if (left > 0) {
        if (!done)
            fail_msg("%s: %s", acts[i].name, err.text);
        return false;
    }
    if (done || err.kind == EPI_ERROR_NONE)
        fail_msg("%s: a failure of step %d is overlooked", acts[i].name, n);
    if (hash_of(journal->db) != before)
        fail_msg("%s: a failure of step %d leaves something", acts[i].name, n);
    return true;
}

static void what_cannot_be_prepared_changes_nothing(void **state)
{
    struct scratch *scratch = *state;
    struct rows rows = make_rows(scratch->journal);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        for (int n = 1; fails_at(scratch->journal, i, &rows, n, false); n++)
            ;
    }
}

/* There are many steps: the first ones, and some of the others. */
static void what_is_interrupted_changes_nothing(void **state)
{
    struct scratch *scratch = *state;
    struct rows rows = make_rows(scratch->journal);
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
        for (int n = 1; fails_at(scratch->journal, i, &rows, n, true); n += 1 + n / 4)
            ;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
        TEST(what_cannot_be_prepared_changes_nothing),
        TEST(what_is_interrupted_changes_nothing),
    };
    return cmocka_run_group_tests_name("denied", tests, NULL, NULL);
}
