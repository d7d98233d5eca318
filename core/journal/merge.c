/* SPDX-License-Identifier: MIT */
#include "core/journal/merge.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/dump_table.h"
#include "core/journal/entry.h"
#include "core/journal/enumerators.h"
#include "core/journal/incoming.h"
#include "core/journal/load.h"
#include "core/journal/record.h"
#include "core/journal/records.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/journal/views.h"
#include "core/journal/wanted.h"

static bool run_all(struct journal *journal, const char *const *statements, size_t count,
                    struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!sql_run(journal, err, statements[i], ""))
            return false;
    }
    return true;
}

#define RUN_ALL(journal, statements, err)                                                          \
    run_all(journal, statements, sizeof(statements) / sizeof((statements)[0]), err)

/* Nobody knows whether what the other journal had to send has arrived. */
static bool doubt(struct journal *journal, struct epi_error *err)
{
    return sql_run(journal, err,
                   "UPDATE incoming.deliveries SET attempted = :ATTEMPT_ELSEWHERE"
                   " WHERE acked <> seq",
                   "");
}

/* ---- Into a journal without anything ---- */

static bool take_all(struct journal *journal, struct epi_error *err)
{
    for (const struct dump_table *table = dump_tables; table->name; table++) {
        char columns[DUMP_SQL_MAX], sql[2 * DUMP_SQL_MAX + 128];
        bool sent = strcmp(table->name, "deliveries") == 0;
        dump_table_columns(table, columns);
        snprintf(sql, sizeof(sql),
                 "INSERT OR IGNORE INTO main.%s (%s%s) SELECT %s%s FROM incoming.%s ORDER BY %s",
                 table->name, columns, sent ? ", attempted" : "", columns,
                 sent ? ", attempted" : "", table->name, table->order);
        if (!sql_run(journal, err, sql, ""))
            return false;
    }
    return true;
}

/* ---- Into one that has rows ---- */

/* The numbers of rows there and here. An entry is fresh if it was not here: 2, if it was and more
 * is known of it there. twin: it has another uid here, since both are the same viewing. */
static const char *const maps[] = {
    "CREATE TEMP TABLE same_subjects (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)",
    ("CREATE TEMP TABLE same_entries (old INTEGER PRIMARY KEY, new INTEGER NOT NULL,"
     " fresh INTEGER NOT NULL, twin INTEGER NOT NULL DEFAULT 0)"),
    "CREATE TEMP TABLE same_records (old INTEGER PRIMARY KEY, new INTEGER NOT NULL)",
};

static const char *const unmaps[] = {
    "DROP TABLE temp.same_subjects",
    "DROP TABLE temp.same_entries",
    "DROP TABLE temp.same_records",
};

static void read_subject(struct sqlite3_stmt *rows, struct match *match, enum epi_scope *scope)
{
    *match = (struct match){.film = sql_int(rows, 1) != 0};
    match->series.year = (int)sql_int(rows, 3);
    match->series.ids.tvdb = sql_int(rows, 4);
    match->series.ids.tvmaze = sql_int(rows, 5);
    match->series.ids.tmdb = sql_int(rows, 7);
    sql_copy(rows, 2, match->series.title, sizeof(match->series.title));
    sql_copy(rows, 6, match->series.ids.imdb, sizeof(match->series.ids.imdb));
    match->episode.season = (int)sql_int(rows, 8);
    match->episode.number = (int)sql_int(rows, 9);
    match->episode.absolute = (int)sql_int(rows, 10);
    sql_copy(rows, 11, match->episode.title, sizeof(match->episode.title));
    sql_copy(rows, 12, match->episode.airdate, sizeof(match->episode.airdate));
    match->episode.tvdb = sql_int(rows, 13);
    match->episode.tvmaze = sql_int(rows, 14);
    *scope = match->film                 ? EPI_SCOPE_EPISODE
             : match->episode.season < 0 ? EPI_SCOPE_SERIES
             : match->episode.number < 0 ? EPI_SCOPE_SEASON
                                         : EPI_SCOPE_EPISODE;
}

static bool seek_subjects(struct journal *journal, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT id, film, series_title, series_year, series_tvdb, series_tvmaze, series_imdb,"
        " series_tmdb, season, number, absolute, title, airdate, tvdb, tvmaze"
        " FROM incoming.subjects o WHERE id NOT IN (SELECT old FROM temp.same_subjects)"
        " AND (film OR EXISTS (SELECT 1 FROM main.subjects s WHERE s.season = o.season"
        " AND s.number = o.number AND ((s.series_tvdb = o.series_tvdb AND s.series_tvdb <> 0)"
        " OR (s.series_tvmaze = o.series_tvmaze AND s.series_tvmaze <> 0)"
        " OR (s.series_imdb = o.series_imdb AND s.series_imdb <> '')))) ORDER BY id",
        "");
    bool row = rows != NULL;
    while (row) {
        struct match match;
        enum epi_scope scope;
        int64_t here;
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        read_subject(rows, &match, &scope);
        if (!wanted_find_subject(journal, &match, scope, &here, err) ||
            !sql_run(journal, err, "INSERT INTO temp.same_subjects VALUES (?, ?)", "ll",
                     sql_int(rows, 0), here))
            return false;
    }
    return rows != NULL;
}

static bool take(struct journal *journal, const char *name, const char *id, const char *where,
                 struct epi_error *err);

/* By their own ids; else by their number in a series that is here; the rest is new. */
static bool take_subjects(struct journal *journal, struct epi_error *err)
{
    static const char *const by_ids[] = {
        ("INSERT INTO temp.same_subjects SELECT o.id, min(s.id) FROM incoming.subjects o"
         " JOIN main.subjects s ON s.tvdb = o.tvdb WHERE o.tvdb <> 0 AND NOT o.film"
         " GROUP BY o.id"),
        ("INSERT OR IGNORE INTO temp.same_subjects SELECT o.id, min(s.id) FROM incoming.subjects o"
         " JOIN main.subjects s ON s.tvmaze = o.tvmaze WHERE o.tvmaze <> 0 AND NOT o.film"
         " GROUP BY o.id"),
    };
    int64_t last;
    char id[96];
    if (!RUN_ALL(journal, by_ids, err) || !seek_subjects(journal, err) ||
        !sql_value(journal, err, &last, 0, "SELECT coalesce(max(id), 0) FROM main.subjects", ""))
        return false;
    snprintf(id, sizeof(id), "%lld + row_number() OVER (ORDER BY o.id)", (long long)last);
    return take(journal, "subjects", id, "o.id NOT IN (SELECT old FROM temp.same_subjects)", err) &&
           sql_run(journal, err,
                   "INSERT INTO temp.same_subjects SELECT o.id, ? + row_number() OVER (ORDER BY"
                   " o.id) FROM incoming.subjects o"
                   " WHERE o.id NOT IN (SELECT old FROM temp.same_subjects)",
                   "l", last);
}

/* Of a row o of deliveries there: the entry that its play is of. */
#define UID_HERE                                                                                   \
    "iif(o.uid = '', '', coalesce((SELECT e.uid FROM temp.same_entries m JOIN main.entries e"      \
    " ON e.id = m.new WHERE m.old = o.entry AND m.twin), o.uid))"
#define SUBJECT_HERE "(SELECT new FROM temp.same_subjects WHERE old = o.subject)"

/* A column of a row o there as it is here. What says again that a viewing took place has no
 * effect. */
static const char *here(const struct dump_table *table, const struct dump_column *column)
{
    if (strcmp(column->name, "uid") == 0 && strcmp(table->name, "deliveries") == 0)
        return UID_HERE;
    if (strcmp(column->name, "state") == 0) {
        return "iif(o.state = :RECORD_HOLDS AND o.kind IN (:RECORD_WATCHED, :RECORD_MARKED)"
               " AND o.entry IN (SELECT old FROM temp.same_entries WHERE twin),"
               " :RECORD_WITHOUT_EFFECT, o.state)";
    }
    if (strcmp(column->name, "subject") == 0)
        return SUBJECT_HERE;
    if (strcmp(column->name, "entry") == 0)
        return "(SELECT new FROM temp.same_entries WHERE old = o.entry)";
    if (strcmp(column->name, "record") == 0)
        return "coalesce((SELECT new FROM temp.same_records WHERE old = o.record), 0)";
    return NULL;
}

/* Adds the rows of a table there for which something is true. id: as what, NULL: the next ones. */
static bool take(struct journal *journal, const char *name, const char *id, const char *where,
                 struct epi_error *err)
{
    const struct dump_table *table = dump_tables;
    char columns[DUMP_SQL_MAX] = "", values[3 * DUMP_SQL_MAX] = "", sql[5 * DUMP_SQL_MAX];
    size_t column_len = 0, value_len = 0;
    while (strcmp(table->name, name) != 0)
        table++;
    for (const struct dump_column *column = table->columns; column->name; column++) {
        bool is_id = strcmp(column->name, "id") == 0;
        const char *value = is_id ? id : here(table, column);
        if (is_id && !id)
            continue;
        column_len += (size_t)snprintf(columns + column_len, sizeof(columns) - column_len, "%s%s",
                                       column_len ? ", " : "", column->name);
        value_len += (size_t)snprintf(values + value_len, sizeof(values) - value_len, "%s%s%s",
                                      value_len ? ", " : "", value ? "" : "o.",
                                      value ? value : column->name);
    }
    bool sent = strcmp(name, "deliveries") == 0;
    snprintf(sql, sizeof(sql),
             "INSERT OR IGNORE INTO main.%s (%s%s) SELECT %s%s FROM incoming.%s o WHERE %s"
             " ORDER BY o.%s",
             name, columns, sent ? ", attempted" : "", values, sent ? ", o.attempted" : "", name,
             where, table->order);
    return sql_run(journal, err, sql, "");
}

/* Which entries there are here: by their uid, by the uid of a record, or since they are the same
 * viewing of an episode. */
static bool know_entries(struct journal *journal, struct epi_error *err)
{
    static const char by_uid[] = "INSERT INTO temp.same_entries (old, new, fresh)"
                                 " SELECT o.id, e.id, 0 FROM incoming.entries o"
                                 " JOIN main.entries e ON e.uid = o.uid";
    static const char by_record[] =
        "INSERT OR IGNORE INTO temp.same_entries SELECT o.entry, min(r.entry), 0, 1"
        " FROM incoming.records o JOIN main.records r ON r.uid = o.uid"
        " WHERE o.entry IS NOT NULL AND r.entry IS NOT NULL GROUP BY o.entry";
    static const char by_viewing[] =
        "INSERT OR IGNORE INTO temp.same_entries SELECT old, new, 0, 1 FROM"
        " (SELECT o.id AS old, e.id AS new, min(abs(e.watched_at - o.watched_at))"
        " FROM incoming.entries o JOIN temp.same_subjects s ON s.old = o.subject"
        " JOIN main.entries e ON e.subject = s.new"
        " WHERE o.id NOT IN (SELECT old FROM temp.same_entries)"
        " AND o.status = :STATUS_IDENTIFIED AND o.watched_at > 0 AND o.mark = :MARK_WATCHED"
        " AND o.same_as = 0 AND e.status = :STATUS_IDENTIFIED AND e.watched_at > 0"
        " AND e.mark = :MARK_WATCHED AND e.same_as = 0 AND " VIEW_NEAR(
            "e.watched_at", VIEW_IS_NOON("e.watched_at"), "o.watched_at",
            VIEW_IS_NOON("o.watched_at"), "?1") " GROUP BY o.id)";
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    return sql_run(journal, err, by_uid, "") && sql_run(journal, err, by_record, "") &&
           sql_run(journal, err, by_viewing, "l", window > 0 ? window : 1);
}

static bool take_entries(struct journal *journal, struct epi_error *err)
{
    static const char *const after[] = {
        ("INSERT INTO temp.same_entries SELECT o.id, e.id, 1, 0 FROM incoming.entries o"
         " JOIN main.entries e ON e.uid = o.uid"
         " WHERE o.id NOT IN (SELECT old FROM temp.same_entries)"),
        ("UPDATE main.entries SET same_as = coalesce((SELECT new FROM temp.same_entries"
         " WHERE old = main.entries.same_as), 0)"
         " WHERE id IN (SELECT new FROM temp.same_entries WHERE fresh) AND same_as <> 0"),
        /* Of these more is known there. */
        ("UPDATE temp.same_entries SET fresh = 2 WHERE NOT fresh AND old IN (SELECT o.entry"
         " FROM incoming.records o LEFT JOIN main.records r ON r.uid = o.uid"
         " WHERE o.entry IS NOT NULL AND (r.uid IS NULL OR (r.state = :RECORD_HOLDS"
         " AND o.state = :RECORD_UNDONE)))"
         " AND (NOT twin OR old IN (SELECT entry FROM incoming.records"
         " WHERE kind = :RECORD_RATED))"),
    };
    return know_entries(journal, err) &&
           take(journal, "entries", NULL,
                "o.id NOT IN (SELECT old FROM temp.same_entries)"
                " AND EXISTS (SELECT 1 FROM incoming.records r WHERE r.entry = o.id)",
                err) &&
           RUN_ALL(journal, after, err);
}

/* The records come before all that are here. */
static bool take_records(struct journal *journal, struct merged *merged, struct epi_error *err)
{
    static const char *const after[] = {
        ("INSERT INTO temp.same_records SELECT o.id, r.id FROM incoming.records o"
         " JOIN main.records r ON r.uid = o.uid"),
        ("UPDATE main.records SET state = :RECORD_UNDONE WHERE state = :RECORD_HOLDS AND uid IN"
         " (SELECT uid FROM incoming.records WHERE state = :RECORD_UNDONE)"),
    };
    int64_t first;
    char id[96];
    if (!sql_value(journal, err, &merged->records, 0,
                   "SELECT count(*) FROM incoming.records WHERE uid NOT IN"
                   " (SELECT uid FROM main.records)",
                   "") ||
        !sql_value(journal, err, &first, 0, "SELECT min(coalesce(min(id), 0), 0) FROM main.records",
                   ""))
        return false;
    snprintf(id, sizeof(id), "%lld + row_number() OVER (ORDER BY o.id)",
             (long long)(first - merged->records - 1));
    return take(journal, "records", id, "o.uid NOT IN (SELECT uid FROM main.records)", err) &&
           RUN_ALL(journal, after, err);
}

/* What had to be sent from here and has been from there is done. A play then has the time by which
 * its service knows it. */
static bool take_answers(struct journal *journal, struct epi_error *err)
{
    static const char *const steps[] = {
        ("CREATE TEMP TABLE sent_there (id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
         " done_at INTEGER NOT NULL)"),
        ("INSERT OR IGNORE INTO temp.sent_there SELECT d.id, o.at, o.done_at"
         " FROM incoming.deliveries o CROSS JOIN main.deliveries d WHERE o.acked = o.seq"
         " AND o.accepted AND NOT o.dead AND o.entry IN (SELECT old FROM temp.same_entries)"
         " AND d.service = o.service AND d.account = o.account AND d.kind = o.kind"
         " AND d.subject = " SUBJECT_HERE " AND d.uid = " UID_HERE
         " AND d.acked <> d.seq AND d.value = o.value AND (o.kind = :DUE_PLAY OR o.at = d.at)"),
        ("UPDATE main.deliveries SET acked = seq, accepted = 1, attempted = :ATTEMPT_NONE,"
         " dead = 0, unknown = 0, next_at = 0, error = '', at = s.at, done_at = s.done_at"
         " FROM temp.sent_there s WHERE s.id = main.deliveries.id"),
        "DROP TABLE temp.sent_there",
    };
    return RUN_ALL(journal, steps, err);
}

static bool take_rest(struct journal *journal, struct epi_error *err)
{
    return take(journal, "ratings", NULL,
                "o.entry IN (SELECT old FROM temp.same_entries WHERE fresh = 1)", err) &&
           take(journal, "deliveries", NULL,
                "NOT EXISTS (SELECT 1 FROM main.deliveries d INDEXED BY"
                " deliveries_subject WHERE d.service = o.service"
                " AND d.kind = o.kind AND d.uid = " UID_HERE " AND d.subject = " SUBJECT_HERE
                ") AND o.entry IN (SELECT old FROM temp.same_entries)",
                err) &&
           take_answers(journal, err) &&
           take(journal, "sittings", NULL,
                "NOT EXISTS (SELECT 1 FROM main.sittings s WHERE s.path = o.path)", err) &&
           take(journal, "service_ids", NULL, "1", err);
}

/* What was here is derived anew where the other journal knows more of it. */
static bool refresh(struct journal *journal, int64_t now, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err, "SELECT new FROM temp.same_entries WHERE fresh = 2 ORDER BY new", "");
    bool row = rows != NULL;
    while (row) {
        struct recorded recorded = {0};
        if (!sql_next(journal, rows, &row, err) ||
            (row && !records_refresh(journal, sql_int(rows, 0), now, &recorded, err)))
            return false;
    }
    return rows != NULL;
}

static bool take_new(struct journal *journal, int64_t now, struct merged *merged,
                     struct epi_error *err)
{
    return RUN_ALL(journal, maps, err) && take_subjects(journal, err) &&
           take_entries(journal, err) && take_records(journal, merged, err) &&
           take_rest(journal, err) && refresh(journal, now, err) &&
           sql_value(journal, err, &merged->known, 0,
                     "SELECT count(*) FROM temp.same_entries WHERE fresh <> 1", "") &&
           RUN_ALL(journal, unmaps, err);
}

/* ---- Merging ---- */

/* What is to be sent of the rows that were added after a delivery. */
static bool list_dues(struct journal *journal, int64_t last, struct merged *merged,
                      struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT service, iif(kind IN (:DUE_MARK, :DUE_PLAY), kind, :DUE_RATE) AS what,"
                  " count(*) FROM main.deliveries WHERE id > ? AND acked <> seq AND NOT dead"
                  " GROUP BY service, what ORDER BY service, what",
                  "l", last);
    bool row = rows != NULL;
    while (row && merged->due_count < MERGED_DUES_MAX) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        struct merged_due *due = &merged->dues[merged->due_count++];
        sql_copy(rows, 0, due->service, sizeof(due->service));
        due->kind = (enum due_kind)sql_int(rows, 1);
        due->count = sql_int(rows, 2);
    }
    return rows != NULL;
}

static bool take_incoming(struct journal *journal, int64_t now, struct merged *merged,
                          struct epi_error *err)
{
    int64_t any, before, after, last;
    if (!sql_value(journal, err, &before, 0, "SELECT count(*) FROM main.entries", "") ||
        !sql_value(journal, err, &last, 0, "SELECT coalesce(max(id), 0) FROM main.deliveries",
                   "") ||
        !sql_value(journal, err, &any, 0,
                   "SELECT EXISTS (SELECT 1 FROM main.records) OR EXISTS (SELECT 1 FROM"
                   " main.entries) OR EXISTS (SELECT 1 FROM main.subjects) OR EXISTS (SELECT 1"
                   " FROM main.deliveries)",
                   "") ||
        !doubt(journal, err))
        return false;
    bool ok = any ? take_new(journal, now, merged, err)
                  : take_all(journal, err) && sql_value(journal, err, &merged->records, 0,
                                                        "SELECT count(*) FROM main.records", "");
    ok = ok && sql_value(journal, err, &after, 0, "SELECT count(*) FROM main.entries", "");
    if (ok)
        merged->entries = after - before;
    return ok && list_dues(journal, last, merged, err);
}

/* Ends it without a trace; what was counted stays. */
static bool take_back(struct journal *journal, bool ok)
{
    transaction_end(journal, false, NULL);
    return ok;
}

static bool merge(struct journal *journal, const struct incoming *incoming, bool apply, int64_t now,
                  struct merged *merged, struct epi_error *err)
{
    if (!sql_run(journal, err, "ATTACH ? AS incoming", "t", incoming->path))
        return false;
    bool ok = transaction_begin(journal, err) && take_incoming(journal, now, merged, err);
    ok = apply ? transaction_end(journal, ok, err) : take_back(journal, ok);
    if (journal->db)
        sql_run(journal, NULL, "DETACH incoming", "");
    return ok;
}

bool merge_is_journal(const char *file)
{
    return incoming_is_database(file) || load_is_ours(file);
}

bool merge_journal(struct journal *journal, const char *file, bool apply, int64_t now,
                   struct merged *merged, struct epi_error *err)
{
    struct incoming incoming;
    struct merged done = {0};
    if (!database_writable(journal, err))
        return false;
    spool_drain(journal, NULL, NULL); /* older records come first */
    bool ok = incoming_begin(journal, &incoming, err) &&
              (incoming_is_database(file) ? incoming_read(&incoming, file, err)
                                          : load_journal(&incoming, file, err)) &&
              incoming_finish(&incoming, err) && merge(journal, &incoming, apply, now, &done, err);
    incoming_end(journal, &incoming);
    if (ok)
        *merged = done;
    return ok;
}
