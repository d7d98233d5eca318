/* SPDX-License-Identifier: MIT */
#include "core/journal/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"

const char *outbox_kind_name(enum due_kind kind)
{
    static const char *const names[] = {
        [DUE_MARK] = "mark",
        [DUE_RATE] = "rate",
        [DUE_PLAY] = "play",
        [DUE_RATE_SEASON] = "rate-season",
        [DUE_RATE_SERIES] = "rate-series",
    };
    return (size_t)kind < sizeof(names) / sizeof(names[0]) ? names[kind] : "unknown";
}

void outbox_kind_text(enum due_kind kind, int value, char text[OUTBOX_KIND_TEXT_MAX])
{
    bool back = value == 0 && !outbox_is_rating(kind);
    snprintf(text, OUTBOX_KIND_TEXT_MAX, "%s%s", back ? "un" : "", outbox_kind_name(kind));
}

bool outbox_is_rating(enum due_kind kind)
{
    return kind == DUE_RATE || kind == DUE_RATE_SEASON || kind == DUE_RATE_SERIES;
}

enum due_kind outbox_rating_kind(enum epi_scope scope)
{
    return scope == EPI_SCOPE_SERIES   ? DUE_RATE_SERIES
           : scope == EPI_SCOPE_SEASON ? DUE_RATE_SEASON
                                       : DUE_RATE;
}

/* ---- What is due ---- */

bool outbox_list_services(struct journal *journal, int64_t now, char (*names)[JOURNAL_SERVICE_MAX],
                          size_t max, size_t *count, struct epi_error *err)
{
    if (!database_writable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT service FROM " VIEW_OUTBOX
                  " WHERE acked <> seq AND state = :DELIVERY_DUE AND due_at <= ?"
                  " GROUP BY service ORDER BY min(at), service",
                  "l", now);
    bool row = rows != NULL;
    *count = 0;
    while (row && *count < max) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row)
            sql_copy(rows, 0, names[(*count)++], JOURNAL_SERVICE_MAX);
    }
    return rows != NULL;
}

#define DUE_COLUMNS                                                                                \
    "SELECT o.id, o.entry, o.service, o.kind, o.value, o.at, o.seq, o.attempted, o.tries,"         \
    " o.owner, o.lease_until, s.series_title, s.series_year, s.series_tvdb, s.series_tvmaze,"      \
    " s.series_imdb, s.season, s.number, s.tvdb, s.tvmaze, s.airdate, e.live_until,"               \
    " o.unknown, s.title, s.tvdb_more, s.tvmaze_more, s.film, s.series_tmdb, o.record < 0 "        \
    "FROM " VIEW_OUTBOX " o JOIN subjects s ON s.id = o.subject JOIN entries e ON e.id = o.entry"  \
    " WHERE o.state = :DELIVERY_DUE "

static void read_due(struct sqlite3_stmt *rows, struct due *due)
{
    memset(due, 0, sizeof(*due));
    due->id = sql_int(rows, 0);
    due->entry = sql_int(rows, 1);
    sql_copy(rows, 2, due->service, sizeof(due->service));
    due->kind = (enum due_kind)sql_int(rows, 3);
    due->value = (int)sql_int(rows, 4);
    due->at = sql_int(rows, 5);
    due->seq = sql_int(rows, 6);
    due->attempted = sql_int(rows, 7) != ATTEMPT_NONE;
    due->elsewhere = sql_int(rows, 7) == ATTEMPT_ELSEWHERE;
    due->tries = (int)sql_int(rows, 8);
    sql_copy(rows, 11, due->subject.series_title, sizeof(due->subject.series_title));
    due->subject.series_year = (int)sql_int(rows, 12);
    due->subject.series.tvdb = sql_int(rows, 13);
    due->subject.series.tvmaze = sql_int(rows, 14);
    sql_copy(rows, 15, due->subject.series.imdb, sizeof(due->subject.series.imdb));
    due->subject.season = (int)sql_int(rows, 16);
    due->subject.number = (int)sql_int(rows, 17);
    due->subject.tvdb = sql_int(rows, 18);
    due->subject.tvmaze = sql_int(rows, 19);
    sql_copy(rows, 20, due->subject.airdate, sizeof(due->subject.airdate));
    due->imported = sql_int(rows, 28) != 0;
    due->live_until = sql_int(rows, 21);
    due->unknown = (int)sql_int(rows, 22);
    sql_copy(rows, 23, due->subject.title, sizeof(due->subject.title));
    values_read_more(sql_text(rows, 24), &due->subject, ID_TVDB);
    values_read_more(sql_text(rows, 25), &due->subject, ID_TVMAZE);
    due->subject.film = sql_int(rows, 26) != 0;
    due->subject.series.tmdb = sql_int(rows, 27);
}

static enum attempt attempt_of(const struct due *row)
{
    return row->elsewhere ? ATTEMPT_ELSEWHERE : row->attempted ? ATTEMPT_UNANSWERED : ATTEMPT_NONE;
}

static bool is_free(const struct journal *journal, struct sqlite3_stmt *rows)
{
    return connection_lease_left(journal, sql_int(rows, 9), sql_int(rows, 10)) == 0;
}

bool outbox_list(struct journal *journal, const char *service, int64_t now, struct due *rows,
                 size_t max, size_t *count, struct epi_error *err)
{
    if (!database_writable(journal, err))
        return false;
    /* The least often tried goes first: one that always fails must not delay the others. What was
     * imported (its record is below 0) waits for what was done here. */
    CLEANUP(sql_free)
    struct sqlite3_stmt *due =
        sql_query(journal, err,
                  DUE_COLUMNS "AND o.acked <> o.seq AND o.service = ? AND o.due_at <= ?"
                              " ORDER BY o.tries, o.record < 0, o.at, o.id",
                  "tl", service, now);
    bool row = due != NULL;
    *count = 0;
    while (row && *count < max) {
        if (!sql_next(journal, due, &row, err))
            return false;
        if (row && is_free(journal, due))
            read_due(due, &rows[(*count)++]);
        if (row && !sql_row_ok(journal, err))
            return false;
    }
    return due != NULL;
}

bool outbox_find_live(struct journal *journal, const char *service, const char *path, int nth,
                      int64_t now, struct due *row, bool *found, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored || !database_writable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  DUE_COLUMNS "AND o.acked <> o.seq AND o.attempted = 0 AND o.kind = :DUE_PLAY"
                              " AND o.value = 1 AND o.service = ? AND e.path = ? AND e.nth = ?"
                              " AND e.live_until >= ? ORDER BY o.id DESC LIMIT 1",
                  "ttil", service, stored, nth, now);
    if (!rows || !sql_next(journal, rows, found, err))
        return false;
    if (*found)
        read_due(rows, row);
    return sql_row_ok(journal, err);
}

static bool earliest(struct journal *journal, const char *sql, int64_t now, int64_t *at,
                     struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = sql_query(journal, err, sql, "");
    bool row = rows != NULL;
    while (row) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        int64_t next = row ? sql_int(rows, 0) : 0;
        int64_t leased =
            row ? now + connection_lease_left(journal, sql_int(rows, 1), sql_int(rows, 2)) : now;
        if (next < leased)
            next = leased;
        if (row && (!*at || next < *at))
            *at = next;
    }
    return rows != NULL;
}

bool outbox_next_at(struct journal *journal, int64_t now, int64_t *at, struct epi_error *err)
{
    *at = 0;
    return database_writable(journal, err) &&
           earliest(journal,
                    "SELECT due_at, owner, lease_until FROM " VIEW_OUTBOX
                    " WHERE acked <> seq AND state = :DELIVERY_DUE",
                    now, at, err) &&
           earliest(journal,
                    "SELECT max(due_at, ask_at), owner, lease_until FROM " VIEW_OUTBOX
                    " WHERE acked <> seq AND state = :DELIVERY_HELD AND ask_at > 0"
                    " AND account <> '' AND signed IS account",
                    now, at, err) &&
           earliest(journal,
                    "SELECT identify_at, owner, lease_until FROM entries WHERE " VIEW_ENTRY_ASKED
                    " AND " VIEW_ENTRY_HOLDS,
                    now, at, err);
}

bool outbox_set_ids(struct journal *journal, const struct due *row, struct epi_error *err)
{
    const struct subject *subject = &row->subject;
    char tvdb[SUBJECT_MORE_TEXT_MAX], tvmaze[SUBJECT_MORE_TEXT_MAX];
    return TRANSACTION_RUN(journal, err,
                           "UPDATE subjects SET series_tvdb = ?, series_tvmaze = ?,"
                           " series_imdb = ?, tvdb = ?, tvmaze = ?, tvdb_more = ?, tvmaze_more = ?"
                           " WHERE id = (SELECT subject FROM deliveries WHERE id = ?)",
                           "lltllttl", subject->series.tvdb, subject->series.tvmaze,
                           subject->series.imdb, subject->tvdb, subject->tvmaze,
                           values_write_more(subject, ID_TVDB, tvdb),
                           values_write_more(subject, ID_TVMAZE, tvmaze), row->id);
}

/* ---- Leases ---- */

static bool claim_row(struct journal *journal, struct due *row, int lease_seconds, bool sending,
                      bool *claimed, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(journal, err, DUE_COLUMNS "AND o.id = ?", "l", row->id);
    bool there;
    if (!rows || !sql_next(journal, rows, &there, err))
        return false;
    *claimed = there && is_free(journal, rows);
    if (!*claimed)
        return true;
    read_due(rows, row);
    return sql_row_ok(journal, err) &&
           sql_run(journal, err,
                   "UPDATE deliveries SET owner = ?, lease_until = ?,"
                   " attempted = max(attempted, ?) WHERE id = ?",
                   "ilil", journal->owner, connection_lease_end(journal, lease_seconds),
                   (int)sending, row->id);
}

bool outbox_claim(struct journal *journal, struct due *rows, size_t count, int lease_seconds,
                  bool sending, bool *claimed, struct epi_error *err)
{
    bool ok = transaction_begin(journal, err) && connection_own(journal, err);
    for (size_t i = 0; ok && i < count; i++)
        ok = claim_row(journal, &rows[i], lease_seconds, sending, &claimed[i], err);
    return transaction_end(journal, ok, err);
}

bool outbox_release(struct journal *journal, const struct due *row, struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "UPDATE deliveries SET owner = 0, lease_until = 0, attempted = ?"
                           " WHERE id = ? AND owner = ?",
                           "ili", (int)attempt_of(row), row->id, journal->owner);
}

/* Whether the row still is as it was claimed: leased to us, and wanting the same value. */
struct standing {
    bool ours;
    bool same;
};

static bool find_standing(struct journal *journal, const struct due *row, struct standing *standing,
                          struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err, "SELECT owner, seq FROM deliveries WHERE id = ?", "l", row->id);
    bool there;
    if (!rows || !sql_next(journal, rows, &there, err))
        return false;
    standing->ours = there && journal->owner && sql_int(rows, 0) == journal->owner;
    standing->same = there && sql_int(rows, 1) == row->seq;
    return true;
}

/* Another process may have sent another value meanwhile, and it is not known which came last: so
 * the newest is sent again, whatever was acknowledged. */
static bool send_again(struct journal *journal, const struct due *row, struct epi_error *err)
{
    return sql_run(journal, err,
                   "UPDATE deliveries SET seq = seq + 1, attempted = 1, accepted = 1, next_at = 0"
                   " WHERE id = ?",
                   "l", row->id);
}

static bool complete(struct journal *journal, const struct due *row, const char *text, int64_t now,
                     struct epi_error *err)
{
    struct standing standing;
    if (!find_standing(journal, row, &standing, err))
        return false;
    if (!standing.ours)
        return send_again(journal, row, err);
    return sql_run(journal, err,
                   "UPDATE deliveries SET acked = ?1, accepted = ?2, attempted = 0,"
                   " tries = CASE seq WHEN ?1 THEN tries + 1 ELSE 0 END, unknown = 0, next_at = 0,"
                   " error = ?5, owner = 0, lease_until = 0, done_at = ?3 WHERE id = ?4",
                   "lillt", row->seq, (int)(row->value != 0), now, row->id, text);
}

bool outbox_complete(struct journal *journal, const struct due *row, int64_t now,
                     struct epi_error *err)
{
    return outbox_complete_as(journal, row, "", now, err);
}

bool outbox_complete_each(struct journal *journal, const struct due *rows, const bool *done,
                          size_t count, int64_t now, struct epi_error *err)
{
    bool ok = transaction_begin_unsynced(journal, err) && sql_keep_begin(journal, err);
    for (size_t i = 0; ok && i < count; i++)
        ok = !done[i] || complete(journal, &rows[i], "", now, err);
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}

bool outbox_complete_as(struct journal *journal, const struct due *row, const char *text,
                        int64_t now, struct epi_error *err)
{
    bool ok = transaction_begin_unsynced(journal, err) && complete(journal, row, text, now, err);
    return transaction_end(journal, ok, err);
}

bool outbox_fail(struct journal *journal, const struct due *row,
                 const struct outbox_failure *failure, struct epi_error *err)
{
    struct standing standing;
    enum attempt attempt = attempt_of(row);
    if (attempt == ATTEMPT_NONE && !failure->certain)
        attempt = ATTEMPT_UNANSWERED;
    bool ok =
        transaction_begin_unsynced(journal, err) && find_standing(journal, row, &standing, err);
    if (ok && !standing.ours) {
        ok = failure->certain || send_again(journal, row, err);
    } else if (ok && !standing.same) {
        /* Another value is wanted by now: this answer is about the old one. */
        ok = sql_run(journal, err,
                     "UPDATE deliveries SET owner = 0, lease_until = 0, attempted = ?"
                     " WHERE id = ?",
                     "il", (int)attempt, row->id);
    } else if (ok) {
        ok = sql_run(journal, err,
                     "UPDATE deliveries SET owner = 0, lease_until = 0, attempted = ?,"
                     " tries = tries + 1, unknown = unknown + ?, next_at = ?, dead = ?, error = ?"
                     " WHERE id = ?",
                     "iilitl", (int)attempt, (int)failure->unknown, failure->next_at,
                     (int)(failure->next_at == 0), failure->text, row->id);
    }
    return transaction_end(journal, ok, err);
}

/* ---- Waiting ---- */

bool outbox_pause(struct journal *journal, const char *service, int64_t until,
                  struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "INSERT INTO pauses (service, until) VALUES (?1, ?2)"
                           " ON CONFLICT DO UPDATE SET until = max(until, ?2)",
                           "tl", service, until);
}

bool outbox_paused_until(struct journal *journal, const char *service, int64_t *until,
                         struct epi_error *err)
{
    return database_writable(journal, err) &&
           sql_value(journal, err, until, 0, "SELECT until FROM pauses WHERE service = ?", "t",
                     service);
}

bool outbox_postpone(struct journal *journal, const char *service, int64_t until, int64_t now,
                     struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "UPDATE deliveries SET next_at = ?1 WHERE service = ?2 AND acked <> seq"
                           " AND dead = 0 AND next_at <= ?3 AND next_at < ?1",
                           "ltl", until, service, now);
}

bool outbox_hasten(struct journal *journal, int64_t entry, struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "UPDATE deliveries SET next_at = 0 WHERE entry = ? AND acked <> seq"
                           " AND unknown > 0 AND dead = 0",
                           "l", entry);
}

/* Runs a statement and adds the number of rows that it changed. */
#define RUN_AND_COUNT(count, ...) (sql_run(__VA_ARGS__) && ((count) += sql_changes(journal), true))

bool outbox_retry(struct journal *journal, bool dead, int64_t entry, int64_t now, int *count,
                  struct epi_error *err)
{
    int changed = 0;
    int64_t held = 0;
    bool ok = transaction_begin(journal, err) && sql_run(journal, err, "DELETE FROM pauses", "") &&
              (!dead || sql_value(journal, err, &held, 0,
                                  "SELECT count(*) FROM " VIEW_OUTBOX " WHERE acked <> seq"
                                  " AND state = :DELIVERY_HELD AND signed IS account"
                                  " AND account <> '' AND next_at <= ?1"
                                  " AND (?2 = 0 OR entry = ?2)",
                                  "ll", now, entry)) &&
              sql_run(journal, err, "UPDATE holds SET ask_at = -1 WHERE ?", "i", (int)dead) &&
              RUN_AND_COUNT(changed, journal, err,
                            "UPDATE deliveries SET next_at = 0, unknown = 0, dead = 0"
                            " WHERE acked <> seq AND (next_at > ?1 OR dead) AND dead <= ?2"
                            " AND (?3 = 0 OR entry = ?3)",
                            "lil", now, (int)dead, entry) &&
              RUN_AND_COUNT(changed, journal, err,
                            "UPDATE deliveries SET seq = seq + 1, done_at = 0, tries = 0"
                            " WHERE entry = ?1 AND acked = seq AND " VIEW_DROPPED,
                            "l", entry) &&
              RUN_AND_COUNT(changed, journal, err,
                            "UPDATE entries SET identify_at = 0, status = :STATUS_NEW"
                            " WHERE (status = :STATUS_NEW AND identify_at > ?2 OR"
                            " status IN (:STATUS_UNKNOWN, :STATUS_HELD) AND ?1)"
                            " AND status <> :STATUS_IDENTIFIED"
                            " AND (?3 = 0 OR id = ?3)",
                            "ill", (int)dead, now, entry);
    if (count)
        *count = changed + (int)held;
    return transaction_end(journal, ok, err);
}

/* ---- Accounts ---- */

bool outbox_sign_in(struct journal *journal, const char *service, const char *account, bool renewed,
                    int64_t now, struct epi_error *err)
{
    int64_t same;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &same, 0,
                   "SELECT count(*) FROM accounts WHERE service = ? AND account = ?", "tt", service,
                   account))
        return false;
    if (same && !renewed)
        return true;
    bool ok = transaction_begin(journal, err) &&
              sql_run(journal, err,
                      "INSERT INTO accounts (service, account, since, record) VALUES (?1, ?2, ?3,"
                      " (SELECT coalesce(max(id), 0) FROM records)) ON CONFLICT DO UPDATE"
                      " SET account = ?2, since = ?3, record = excluded.record"
                      " WHERE account <> ?2",
                      "ttl", service, account, now) &&
              sql_run(journal, err, "DELETE FROM holds WHERE service = ?", "t", service) &&
              sql_run(journal, err,
                      /* The plus has SQLite use the index of what is not sent. */
                      "UPDATE deliveries SET dead = 0, unknown = 0, next_at = 0"
                      " WHERE service = ?1 AND +account = ?2 AND acked <> seq AND dead",
                      "tt", service, account);
    return transaction_end(journal, ok, err);
}

bool outbox_sign_out(struct journal *journal, const char *service, struct epi_error *err)
{
    int64_t known;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &known, 0, "SELECT count(*) FROM accounts WHERE service = ?", "t",
                   service))
        return false;
    if (!known)
        return true;
    bool ok = transaction_begin(journal, err) &&
              sql_run(journal, err, "DELETE FROM accounts WHERE service = ?", "t", service) &&
              sql_run(journal, err, "DELETE FROM holds WHERE service = ?", "t", service);
    return transaction_end(journal, ok, err);
}

bool outbox_count_backlog(struct journal *journal, const char *service, int *count,
                          struct epi_error *err)
{
    int64_t value;
    if (!database_writable(journal, err) ||
        !sql_value(journal, err, &value, 0,
                   "SELECT count(*) FROM deliveries WHERE service = ? AND account = ''"
                   " AND acked <> seq AND dead = 0",
                   "t", service))
        return false;
    *count = (int)value;
    return true;
}

/* The account may already have a newer value of the same thing: that one stays. */
bool outbox_release_backlog(struct journal *journal, const char *service, struct epi_error *err)
{
    static const char newer_wins[] =
        "UPDATE deliveries SET value = b.value, at = b.at, entry = b.entry, record = b.record,"
        " seq = deliveries.seq + 1, dead = 0, tries = 0, unknown = 0, next_at = 0, error = ''"
        " FROM deliveries b, accounts a WHERE a.service = ?1 AND deliveries.service = ?1"
        " AND deliveries.account = a.account AND b.service = ?1 AND b.account = ''"
        " AND b.kind = deliveries.kind AND b.subject = deliveries.subject"
        " AND b.uid = deliveries.uid AND b.acked <> b.seq AND iif(b.record AND deliveries.record,"
        " b.record > deliveries.record, b.at > deliveries.at)";
    static const char drop_twins[] =
        "DELETE FROM deliveries WHERE service = ?1 AND account = '' AND EXISTS"
        " (SELECT 1 FROM deliveries t, accounts a WHERE a.service = ?1 AND t.service = ?1"
        " AND t.account = a.account AND t.kind = deliveries.kind"
        " AND t.subject = deliveries.subject AND t.uid = deliveries.uid)";
    static const char adopt[] =
        "UPDATE deliveries SET account = (SELECT account FROM accounts WHERE service = ?1)"
        " WHERE service = ?1 AND account = '' AND EXISTS"
        " (SELECT 1 FROM accounts WHERE service = ?1)";
    bool ok = transaction_begin(journal, err) && sql_run(journal, err, newer_wins, "t", service) &&
              sql_run(journal, err, drop_twins, "t", service) &&
              sql_run(journal, err, adopt, "t", service) &&
              sql_run(journal, err, "UPDATE accounts SET since = 0, record = 0 WHERE service = ?",
                      "t", service);
    return transaction_end(journal, ok, err);
}

bool outbox_find_account(struct journal *journal, const char *service,
                         struct outbox_account *account, struct epi_error *err)
{
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT coalesce((SELECT account FROM accounts WHERE service = ?1), ''),"
        " coalesce((SELECT since FROM accounts WHERE service = ?1), 0),"
        " coalesce((SELECT group_concat(text, '; ') FROM"
        " (SELECT DISTINCT text FROM holds WHERE service = ?1)), ''),"
        " coalesce((SELECT error FROM " VIEW_OUTBOX " WHERE service = ?1 AND acked <> seq"
        " AND state = :DELIVERY_DUE AND error <> '' ORDER BY next_at DESC LIMIT 1), ''),"
        " coalesce(sum(state = :DELIVERY_DUE), 0), coalesce(sum(state = :DELIVERY_HELD), 0),"
        " coalesce(sum(state = :DELIVERY_DEAD), 0),"
        " EXISTS (SELECT 1 FROM holds WHERE service = ?1 AND capability = '*')"
        " FROM " VIEW_OUTBOX " WHERE service = ?1 AND acked <> seq",
        "t", service);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    memset(account, 0, sizeof(*account));
    sql_copy(rows, 0, account->account, sizeof(account->account));
    account->since = sql_int(rows, 1);
    sql_copy(rows, 2, account->held, sizeof(account->held));
    sql_copy(rows, 3, account->error, sizeof(account->error));
    account->due = (int)sql_int(rows, 4);
    account->waiting = (int)sql_int(rows, 5);
    account->dead = (int)sql_int(rows, 6);
    account->refused = sql_int(rows, 7) != 0;
    return sql_row_ok(journal, err);
}
