/* SPDX-License-Identifier: MIT
 *
 * denied: acts on a journal, of which each statement fails in turn.
 */
#ifndef EPIMARK_TESTS_DENIED_H
#define EPIMARK_TESTS_DENIED_H

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
#include "core/journal/holds.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = 1700000000 };

/* The rows that the acts are about. */
struct rows {
    int64_t entry;  /* identified, rated, not sent */
    int64_t unsure; /* not identified */
    struct due claimed;
};

struct act {
    const char *name;
    bool (*act)(struct journal *journal, const struct rows *rows, struct epi_error *err);
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

static void hold_some(struct journal *journal)
{
    bool first;
    assert_true(holds_add(journal, "tvmaze", "some", "refused", false, NOW, &first, NULL));
}

static struct rows make_rows(struct journal *journal)
{
    struct rows rows = {.entry = scratch_rate(journal, "a.mkv", 1, 2, NOW, 7)};
    scratch_watch(journal, "b.mkv", 1, 3, NOW + 1);
    scratch_choose(journal, "/tv/chosen.mkv", "other show",
                   &(struct correction){.series = {.tvdb = 81189}}, NOW);
    hold_some(journal);
    rows.unsure = scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW + 2, 0).entry;
    rows.claimed = scratch_claim(journal, "trakt", NOW + 3);
    return rows;
}

/* Lets step n of an act fail. False: it has fewer. */
static bool fails_at(struct journal *journal, const struct act *act, const struct rows *rows, int n,
                     bool runs)
{
    struct epi_error err = {0};
    uint64_t before = hash_of(journal->db);
    int left = n;
    if (runs)
        sqlite3_progress_handler(journal->db, 1, interrupt, &left);
    else
        sqlite3_set_authorizer(journal->db, allow, &left);
    sqlite3_commit_hook(journal->db, commit, &left);
    bool done = act->act(journal, rows, &err);
    sqlite3_commit_hook(journal->db, NULL, NULL);
    sqlite3_progress_handler(journal->db, 0, NULL, NULL);
    sqlite3_set_authorizer(journal->db, NULL, NULL);
    if (left > 0) {
        if (!done)
            fail_msg("%s: %s", act->name, err.text);
        return false;
    }
    if (done || err.kind == EPI_ERROR_NONE)
        fail_msg("%s: a failure of step %d is overlooked", act->name, n);
    if (hash_of(journal->db) != before)
        fail_msg("%s: a failure of step %d leaves something", act->name, n);
    return true;
}

/* Lets each step of each act fail. Of those that run there are many: the first, and some more. */
static void fail_each(struct scratch *scratch, const struct act *of, size_t count, bool runs)
{
    struct rows rows = make_rows(scratch->journal);
    for (size_t i = 0; i < count; i++) {
        for (int n = 1; fails_at(scratch->journal, &of[i], &rows, n, runs);)
            n += runs ? 1 + n / 4 : 1;
    }
}

#endif
