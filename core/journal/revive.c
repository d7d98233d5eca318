/* SPDX-License-Identifier: MIT */
#include "core/journal/revive.h"

#include <stdint.h>
#include <stdio.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/sql.h"

/* An entry that is lost but has records, ratings or deliveries is begun again from them, so that
 * none of them is lost too. */
static const char *const entry_again[] = {
    "INSERT OR IGNORE INTO entries (id, uid, path, size, duration, nth, episodes, media_title,"
    " created_at) SELECT lost.entry, 'lost-' || lost.entry, '', -1, 0, 1, 1, '',"
    " coalesce((SELECT min(at) FROM records WHERE records.entry = lost.entry), 0) FROM"
    " (SELECT entry FROM records UNION SELECT entry FROM ratings UNION SELECT entry FROM "
    "deliveries)"
    " AS lost WHERE lost.entry IS NOT NULL",

    "UPDATE entries SET (watched_at, mark) = (SELECT at, value FROM records"
    " WHERE entry = entries.id AND state = :RECORD_HOLDS"
    " AND kind IN (:RECORD_WATCHED, :RECORD_MARKED) ORDER BY id DESC LIMIT 1)"
    " WHERE uid LIKE 'lost-%' AND EXISTS (SELECT 1 FROM records WHERE entry = entries.id"
    " AND state = :RECORD_HOLDS AND kind IN (:RECORD_WATCHED, :RECORD_MARKED))",

    /* What a delivery is about was identified already. */
    "UPDATE entries SET subject = (SELECT subject FROM deliveries WHERE entry = entries.id"
    " AND kind IN (:DUE_MARK, :DUE_RATE, :DUE_PLAY) LIMIT 1) WHERE uid LIKE 'lost-%'",
    "UPDATE entries SET status = :STATUS_IDENTIFIED WHERE uid LIKE 'lost-%' AND subject IS NOT "
    "NULL",
};

/* Its path and uid may still stand in the indexes. */
static bool revive_from_indexes(struct journal *journal, struct sqlite3 *from,
                                struct epi_error *err)
{
    static const char *const queries[][2] = {
        {"SELECT rowid, path FROM entries INDEXED BY entries_path",
         "UPDATE entries SET path = ? WHERE id = ? AND uid LIKE 'lost-%'"},
        {"SELECT rowid, uid FROM entries INDEXED BY sqlite_autoindex_entries_1",
         "UPDATE OR IGNORE entries SET uid = ? WHERE id = ? AND uid LIKE 'lost-%'"},
    };
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        CLEANUP(sql_free) struct sqlite3_stmt *rows = NULL;
        sqlite3_prepare_v2(from, queries[i][0], -1, &rows, NULL);
        while (rows && sqlite3_step(rows) == SQLITE_ROW) {
            if (!sql_run(journal, err, queries[i][1], "tl", sql_text(rows, 1), sql_int(rows, 0)))
                return false;
        }
    }
    return true;
}

static bool revive_entries(struct journal *journal, struct sqlite3 *from, struct epi_error *err)
{
    for (size_t i = 0; i < sizeof(entry_again) / sizeof(entry_again[0]); i++) {
        if (!sql_run(journal, err, entry_again[i], ""))
            return false;
    }
    return revive_from_indexes(journal, from, err);
}

/* Runs a statement for each row of an index: its arguments are numbers, then texts. */
static bool each_in_index(struct journal *journal, struct sqlite3 *from, const char *query,
                          const char *statement, struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = NULL;
    CLEANUP(sql_free) struct sqlite3_stmt *run = NULL;
    sqlite3_prepare_v2(from, query, -1, &rows, NULL);
    int code = sqlite3_prepare_v2(journal->db, statement, -1, &run, NULL);
    while (rows && code == SQLITE_OK && sqlite3_step(rows) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(rows); i++)
            sqlite3_bind_value(run, i + 1, sqlite3_column_value(rows, i));
        code = sqlite3_step(run);
        code = code == SQLITE_DONE || (code & 0xff) == SQLITE_CONSTRAINT ? SQLITE_OK : code;
        sqlite3_reset(run);
    }
    return code == SQLITE_OK || sql_failed(journal, code, err);
}

/* The ids and the number of a lost episode may still stand in indexes, so that it keeps its
 * deliveries. The entries that are of it are identified again, which finds the rest. */
static bool revive_subjects(struct journal *journal, struct sqlite3 *from, struct epi_error *err)
{
    static const char *const queries[][2] = {
        {"SELECT rowid, tvdb FROM subjects INDEXED BY subjects_tvdb",
         "UPDATE subjects SET tvdb = ?2 WHERE id = ?1 AND absolute = -9"},
        {"SELECT rowid, tvmaze FROM subjects INDEXED BY subjects_tvmaze",
         "UPDATE subjects SET tvmaze = ?2 WHERE id = ?1 AND absolute = -9"},
        {"SELECT rowid, season, number FROM subjects INDEXED BY subjects_number",
         "UPDATE subjects SET season = ?2, number = ?3 WHERE id = ?1 AND absolute = -9"},
    };
    bool ok = sql_run(journal, err,
                      "INSERT OR IGNORE INTO subjects (id, series_title, series_year, series_tvdb,"
                      " series_tvmaze, series_imdb, season, number, absolute, title, airdate, tvdb,"
                      " tvmaze) SELECT subject, '', 0, 0, 0, '', 0, 0, -9, '', '', 0, 0 FROM"
                      " (SELECT subject FROM entries UNION SELECT subject FROM deliveries)"
                      " WHERE subject IS NOT NULL",
                      "");
    for (size_t i = 0; ok && i < sizeof(queries) / sizeof(queries[0]); i++)
        ok = each_in_index(journal, from, queries[i][0], queries[i][1], err);
    return ok &&
           sql_run(journal, err,
                   "DELETE FROM subjects WHERE absolute = -9 AND tvdb = 0 AND tvmaze = 0", "") &&
           sql_run(journal, err,
                   "UPDATE entries SET status = :STATUS_NEW, identify_at = 0 WHERE subject IN"
                   " (SELECT id FROM subjects WHERE absolute = -9)",
                   "") &&
           sql_run(journal, err, "UPDATE subjects SET absolute = 0 WHERE absolute = -9", "");
}

/* Of a lost delivery the indexes know what it is, and whether it was sent: what was is not sent
 * again, and what may have been counts as attempted. Its value is that of its entry. */
static bool revive_deliveries(struct journal *journal, struct sqlite3 *from, struct epi_error *err)
{
    static const char *const queries[][2] = {
        {"SELECT rowid, service, account, kind, subject, uid FROM deliveries"
         " INDEXED BY sqlite_autoindex_deliveries_1",
         "INSERT INTO temp.lost (id, service, account, kind, subject, uid)"
         " SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE id = "
         "?1)"},
        {"SELECT rowid, entry FROM deliveries INDEXED BY deliveries_entry",
         "UPDATE temp.lost SET entry = ?2 WHERE id = ?1"},
        {"SELECT rowid FROM deliveries INDEXED BY deliveries_open WHERE acked <> seq",
         "UPDATE temp.lost SET open = 1 WHERE id = ?1"},
    };
    bool ok = sql_run(journal, err,
                      "CREATE TEMP TABLE lost (id INTEGER PRIMARY KEY, service, account, kind,"
                      " subject, uid, entry, open DEFAULT 0)",
                      "");
    for (size_t i = 0; ok && i < sizeof(queries) / sizeof(queries[0]); i++)
        ok = each_in_index(journal, from, queries[i][0], queries[i][1], err);
    return ok &&
           sql_run(journal, err,
                   "INSERT OR IGNORE INTO deliveries (id, service, account, kind, subject, uid,"
                   " entry, value, at, acked, accepted, attempted, record)"
                   " SELECT l.id, service, account, l.kind, l.subject, l.uid, l.entry,"
                   " CASE WHEN l.kind = :DUE_PLAY THEN e.watched_at > 0"
                   " WHEN l.kind = :DUE_MARK THEN iif(e.watched_at > 0, 1 + e.mark, 0)"
                   " ELSE coalesce(r.value, 0) END,"
                   " iif(l.kind IN (:DUE_PLAY, :DUE_MARK), e.watched_at, coalesce(r.at, 0)),"
                   " 1 - open, 1, open,"
                   " coalesce((SELECT max(id) FROM records WHERE entry = l.entry), 0)"
                   " FROM temp.lost l JOIN entries e ON e.id = l.entry"
                   " LEFT JOIN ratings r ON r.entry = l.entry AND r.scope = CASE l.kind"
                   " WHEN :DUE_RATE THEN :EPI_SCOPE_EPISODE WHEN :DUE_RATE_SEASON"
                   " THEN :EPI_SCOPE_SEASON WHEN :DUE_RATE_SERIES THEN :EPI_SCOPE_SERIES END",
                   "") &&
           sql_run(journal, err, "DROP TABLE temp.lost", "");
}

/* A list without its episodes would deny that there are any: it is fetched again. So is what a
 * service holds, of which items may be lost. */
static bool drop_cut_lists(struct journal *journal, struct epi_error *err)
{
    return sql_run(journal, err,
                   "DELETE FROM listed_episodes WHERE list NOT IN (SELECT id FROM episode_lists)",
                   "") &&
           sql_run(journal, err,
                   "DELETE FROM episode_lists WHERE id NOT IN (SELECT list FROM listed_episodes)",
                   "") &&
           sql_run(journal, err,
                   "UPDATE held_lists SET version = '', pending = '', cursor = '',"
                   " count = (SELECT count(*) FROM held WHERE held.list = held_lists.id)",
                   "");
}

/* Rows that referred to a lost one: without it they are read as if it was never known, or go. */
static bool mend_references(struct journal *journal, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *broken =
        sql_query(journal, err,
                  "SELECT c.\"table\", c.rowid, f.\"from\", t.\"notnull\""
                  " FROM pragma_foreign_key_check c, pragma_foreign_key_list(c.\"table\") f"
                  " ON f.id = c.fkid, pragma_table_info(c.\"table\") t ON t.name = f.\"from\"",
                  "");
    bool row = broken != NULL;
    while (row) {
        if (!sql_next(journal, broken, &row, err))
            return false;
        char sql[256];
        if (!row)
            break;
        if (sql_int(broken, 3)) {
            snprintf(sql, sizeof(sql), "DELETE FROM \"%s\" WHERE rowid = ?", sql_text(broken, 0));
        } else {
            snprintf(sql, sizeof(sql), "UPDATE \"%s\" SET \"%s\" = NULL WHERE rowid = ?",
                     sql_text(broken, 0), sql_text(broken, 2));
        }
        if (!sql_run(journal, err, sql, "l", sql_int(broken, 1)))
            return false;
    }
    return broken && sql_run(journal, err,
                             "UPDATE entries SET status = :STATUS_NEW, identify_at = 0"
                             " WHERE subject IS NULL AND status = :STATUS_IDENTIFIED",
                             "");
}

bool revive_references(struct journal *journal, struct epi_error *err)
{
    return drop_cut_lists(journal, err) && mend_references(journal, err);
}

bool revive_rows(struct journal *journal, struct sqlite3 *from, struct epi_error *err)
{
    return revive_entries(journal, from, err) && revive_subjects(journal, from, err) &&
           revive_deliveries(journal, from, err) && revive_references(journal, err);
}
