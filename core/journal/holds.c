/* SPDX-License-Identifier: MIT */
#include "core/journal/holds.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/outbox.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

enum {
    ASK_SECONDS = 3600, /* until what an account may not do is asked again ... */
    DAY_SECONDS = 86400 /* ... for a day; from then on daily */
};

const char *holds_row(int64_t delivery, char *capability)
{
    snprintf(capability, HOLDS_CAPABILITY_MAX, "row %" PRId64, delivery);
    return capability;
}

/* Notes that the user was told what a service holds. told: not within the last day. */
static bool note_told(struct journal *journal, const char *service, int64_t now, bool *told,
                      struct epi_error *err)
{
    bool ok = sql_run(journal, err,
                      "INSERT INTO once (key, at) VALUES ('held ' || ?1, ?2) ON CONFLICT"
                      " DO UPDATE SET at = ?2 WHERE at <= ?2 - ?3 OR at > ?2",
                      "tll", service, now, (int64_t)DAY_SECONDS);
    *told = ok && sql_changes(journal) > 0;
    return ok;
}

bool holds_add(struct journal *journal, const char *service, const char *capability,
               const char *text, bool asks, int64_t now, bool *first, struct epi_error *err)
{
    int64_t step = asks ? ASK_SECONDS : 0;
    bool ok = transaction_begin(journal, err) &&
              sql_run(journal, err,
                      "INSERT OR IGNORE INTO holds (service, capability, text, since, ask_at)"
                      " VALUES (?1, ?2, ?3, ?4, CASE WHEN ?5 THEN ?4 + ?5 ELSE 0 END)",
                      "tttll", service, capability, text, now, step);
    bool added = ok && sql_changes(journal) > 0, told;
    ok = ok && (!added || note_told(journal, service, now, &told, err));
    ok = ok &&
         (added || sql_run(journal, err,
                           "UPDATE holds SET text = ?3, ask_at = CASE WHEN ?5 = 0 THEN 0"
                           " WHEN ?4 - since < ?6 THEN ?4 + ?5 ELSE ?4 + ?6 END"
                           " WHERE service = ?1 AND capability = ?2",
                           "tttlll", service, capability, text, now, step, (int64_t)DAY_SECONDS));
    if (!transaction_end(journal, ok, err))
        return false;
    *first = added;
    return true;
}

bool holds_end(struct journal *journal, const char *service, const char *capability,
               struct epi_error *err)
{
    int64_t held;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &held, 0,
                   "SELECT count(*) FROM holds WHERE service = ? AND capability = ?", "tt", service,
                   capability))
        return false;
    return !held ||
           TRANSACTION_RUN(journal, err, "DELETE FROM holds WHERE service = ? AND capability = ?",
                           "tt", service, capability);
}

/* Of a row of holds: it holds a delivery that is not open any more. */
#define CLOSED                                                                                     \
    "(capability LIKE 'row %' AND NOT EXISTS (SELECT 1 FROM deliveries d"                          \
    " WHERE 'row ' || d.id = capability AND d.acked <> d.seq))"

static bool forget_closed(struct journal *journal, struct epi_error *err)
{
    int64_t closed;
    if (!sql_value(journal, err, &closed, 0, "SELECT count(*) FROM holds WHERE " CLOSED, ""))
        return false;
    return !closed || TRANSACTION_RUN(journal, err, "DELETE FROM holds WHERE " CLOSED, "");
}

bool holds_ask(struct journal *journal, int64_t now, struct epi_error *err)
{
    int64_t due;
    if (!database_writable(journal, err) || !forget_closed(journal, err) ||
        !sql_value(journal, err, &due, 0,
                   "SELECT count(*) FROM holds WHERE ask_at > 0 AND ask_at <= ?", "l", now))
        return false;
    return !due || TRANSACTION_RUN(journal, err,
                                   "UPDATE holds SET ask_at = -1 WHERE ask_at > 0 AND ask_at <= ?",
                                   "l", now);
}

bool holds_allow(struct journal *journal, const char *service, const char *capability,
                 struct epi_error *err)
{
    int64_t asked;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &asked, 0,
                   "SELECT count(*) FROM holds WHERE service = ? AND ask_at < 0"
                   " AND capability IN ('*', ?)",
                   "tt", service, capability))
        return false;
    return !asked || TRANSACTION_RUN(journal, err,
                                     "DELETE FROM holds WHERE service = ? AND ask_at < 0"
                                     " AND capability IN ('*', ?)",
                                     "tt", service, capability);
}

static bool find_held(struct journal *journal, const char *service, char *text, size_t size,
                      struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT text FROM holds WHERE service = ?"
        " AND (ask_at <> 0 OR capability IN ('*', 'keyring')) ORDER BY since, capability LIMIT 1",
        "t", service);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *text = '\0';
    if (row)
        sql_copy(rows, 0, text, size);
    return sql_row_ok(journal, err);
}

bool holds_remind(struct journal *journal, const char *service, int64_t now, char *text,
                  size_t size, struct epi_error *err)
{
    bool told = false;
    if (!database_writable(journal, err) || !find_held(journal, service, text, size, err))
        return false;
    if (!*text)
        return true;
    bool ok =
        transaction_begin_unsynced(journal, err) && note_told(journal, service, now, &told, err);
    ok = transaction_end(journal, ok, err);
    if (!told)
        *text = '\0';
    return ok;
}

bool holds_has(struct journal *journal, const char *service, enum due_kind kind, bool *held,
               struct epi_error *err)
{
    int64_t count;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &count, 0,
                   "SELECT count(*) FROM holds WHERE service = ? AND capability IN ('*', ?)", "tt",
                   service, outbox_kind_name(kind)))
        return false;
    *held = count > 0;
    return true;
}

bool holds_find_waiting(struct journal *journal, char *service, struct epi_error *err)
{
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT service FROM " VIEW_OUTBOX
                  " WHERE acked <> seq AND record = (SELECT max(id) FROM records)"
                  " AND state = :DELIVERY_HELD LIMIT 1",
                  "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    service[0] = '\0';
    if (row)
        sql_copy(rows, 0, service, JOURNAL_SERVICE_MAX);
    return true;
}
