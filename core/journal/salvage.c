/* SPDX-License-Identifier: MIT */
#include "core/journal/salvage.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/sql.h"

enum { NAME_MAX_BYTES = 64, COLUMNS_MAX = 2048, STATEMENT_MAX = COLUMNS_MAX + 512 };

/* One table on its way. */
struct table {
    struct sqlite3 *from;
    struct sqlite3_stmt *insert;
    char name[NAME_MAX_BYTES];
    char columns[COLUMNS_MAX]; /* "a, b, c": those that both files have */
    int64_t low;               /* all rows up to this id were read ... */
    int64_t high;              /* ... and all from this one on */
};

static void finalize(struct sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}

static struct sqlite3 *open_damaged(const char *path)
{
    struct sqlite3 *db = NULL;
    sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_exec(db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
    return db;
}

/* Closes it without the log's index, which reading has made. */
static void close_damaged(struct sqlite3 *db, const char *path)
{
    char index[4096 + 32];
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(db);
    snprintf(index, sizeof(index), "%s-shm", path);
    unlink(index);
}

int64_t salvage_version(const char *path)
{
    CLEANUP(cleanup_free) char *name = strdup(path); /* for the text of an error */
    struct sqlite3 *db = open_damaged(path);
    struct journal probe = {.path = name, .db = db};
    int64_t version = 0;
    sql_value(&probe, NULL, &version, 0, "PRAGMA user_version", "");
    close_damaged(db, path);
    return version;
}

/* Begins to read rows: their id, then the columns of the table. */
static struct sqlite3_stmt *read_rows(const struct table *table, const char *which)
{
    char sql[STATEMENT_MAX];
    struct sqlite3_stmt *statement = NULL;
    snprintf(sql, sizeof(sql), "SELECT rowid, %s FROM \"%s\" WHERE %s", table->columns, table->name,
             which);
    sqlite3_prepare_v2(table->from, sql, -1, &statement, NULL);
    return statement;
}

/* Copies the row at which a query stands: its first column is the id, the others are those of the
 * table. A row that the new table does not accept was damaged too. False if the new journal cannot
 * be written. */
static bool copy_row(struct journal *journal, const struct table *table, struct sqlite3_stmt *rows,
                     struct epi_error *err)
{
    int count = sqlite3_column_count(rows);
    sqlite3_reset(table->insert);
    for (int i = 1; i < count; i++)
        sqlite3_bind_value(table->insert, i, sqlite3_column_value(rows, i));
    int code = sqlite3_step(table->insert);
    sqlite3_reset(table->insert);
    return code == SQLITE_DONE || (code & 0xff) == SQLITE_CONSTRAINT ||
           sql_failed(journal, code, err);
}

/* Reads in one direction as far as it goes. */
static bool copy_run(struct journal *journal, struct table *table, bool up, struct epi_error *err)
{
    CLEANUP(finalize)
    struct sqlite3_stmt *rows =
        read_rows(table, up ? "rowid > ?1 ORDER BY rowid" : "rowid > ?1 ORDER BY rowid DESC");
    if (!rows)
        return true;
    sqlite3_bind_int64(rows, 1, table->low);
    int code;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        if (!copy_row(journal, table, rows, err))
            return false;
        *(up ? &table->low : &table->high) = sqlite3_column_int64(rows, 0);
    }
    if (up && code == SQLITE_DONE)
        table->high = table->low;
    return true;
}

/* Reads the rows between both ends that an index names. */
static bool copy_by_index(struct journal *journal, struct table *table, const char *index,
                          struct epi_error *err)
{
    char sql[STATEMENT_MAX];
    CLEANUP(finalize) struct sqlite3_stmt *ids = NULL;
    CLEANUP(finalize)
    struct sqlite3_stmt *rows = read_rows(table, "rowid = ?1");
    snprintf(sql, sizeof(sql), "SELECT rowid FROM \"%s\" INDEXED BY \"%s\"", table->name, index);
    sqlite3_prepare_v2(table->from, sql, -1, &ids, NULL);
    while (ids && rows && sqlite3_step(ids) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(ids, 0);
        if (id <= table->low || id >= table->high)
            continue;
        sqlite3_bind_int64(rows, 1, id);
        if (sqlite3_step(rows) == SQLITE_ROW && !copy_row(journal, table, rows, err))
            return false;
        sqlite3_reset(rows);
    }
    return true;
}

static bool copy_gap(struct journal *journal, struct table *table, struct epi_error *err)
{
    CLEANUP(finalize) struct sqlite3_stmt *indexes = NULL;
    sqlite3_prepare_v2(table->from, "SELECT name FROM pragma_index_list(?1)", -1, &indexes, NULL);
    sqlite3_bind_text(indexes, 1, table->name, -1, SQLITE_STATIC);
    while (indexes && sqlite3_step(indexes) == SQLITE_ROW) {
        if (!copy_by_index(journal, table, (const char *)sqlite3_column_text(indexes, 0), err))
            return false;
    }
    return true;
}

static bool copy_table(struct journal *journal, struct table *table, struct epi_error *err)
{
    char sql[2 * STATEMENT_MAX], places[512] = "?";
    for (const char *at = table->columns; (at = strchr(at, ',')); at++)
        strncat(places, ",?", sizeof(places) - strlen(places) - 1);
    snprintf(sql, sizeof(sql), "INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", table->name,
             table->columns, places);
    int code = sqlite3_prepare_v2(journal->db, sql, -1, &table->insert, NULL);
    if (code != SQLITE_OK)
        return sql_failed(journal, code, err);
    table->low = INT64_MIN;
    table->high = INT64_MAX;
    bool ok = copy_run(journal, table, true, err) &&
              (table->high == table->low ||
               (copy_run(journal, table, false, err) && copy_gap(journal, table, err)));
    sqlite3_finalize(table->insert);
    return ok;
}

/* The columns of a table that the damaged file has too, as SQL. */
static bool list_columns(struct journal *journal, struct table *table, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *columns =
        sql_query(journal, err, "SELECT group_concat(name, ', ') FROM pragma_table_info(?)", "t",
                  table->name);
    bool row;
    if (!columns || !sql_next(journal, columns, &row, err))
        return false;
    sql_copy(columns, 0, table->columns, sizeof(table->columns));
    return true;
}

/* An entry that is lost but has records, ratings or deliveries is begun again from them, so that
 * none of them is lost too. */
static const char *const revive[] = {
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
        CLEANUP(finalize) struct sqlite3_stmt *rows = NULL;
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
    for (size_t i = 0; i < sizeof(revive) / sizeof(revive[0]); i++) {
        if (!sql_run(journal, err, revive[i], ""))
            return false;
    }
    return revive_from_indexes(journal, from, err);
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

static bool copy_tables(struct journal *journal, struct sqlite3 *from, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *tables =
        sql_query(journal, err, "SELECT name FROM sqlite_schema WHERE type = 'table'", "");
    bool row = tables != NULL;
    while (row) {
        struct table table = {.from = from};
        if (!sql_next(journal, tables, &row, err))
            return false;
        if (row)
            sql_copy(tables, 0, table.name, sizeof(table.name));
        if (row && (!list_columns(journal, &table, err) || !copy_table(journal, &table, err)))
            return false;
    }
    return tables != NULL;
}

/* What refers to a row may be copied before it. */
static bool begin(struct journal *journal, struct epi_error *err)
{
    return sql_run(journal, err, "PRAGMA foreign_keys = OFF", "") &&
           sql_run(journal, err, "BEGIN IMMEDIATE", "");
}

static bool end(struct journal *journal, bool ok, struct epi_error *err)
{
    ok = ok && sql_run(journal, err, "COMMIT", "");
    if (!sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

bool salvage_rows(struct journal *journal, const char *path, struct epi_error *err)
{
    struct sqlite3 *from = open_damaged(path);
    bool ok = end(journal, begin(journal, err) && copy_tables(journal, from, err), err);
    close_damaged(from, path);
    return ok;
}

bool salvage_mend(struct journal *journal, const char *path, int64_t *entries,
                  struct epi_error *err)
{
    struct sqlite3 *from = open_damaged(path);
    bool ok = begin(journal, err) && revive_entries(journal, from, err) &&
              mend_references(journal, err) &&
              sql_value(journal, err, entries, 0, "SELECT count(*) FROM entries", "");
    ok = end(journal, ok, err);
    close_damaged(from, path);
    return sql_run(journal, ok ? err : NULL, "PRAGMA foreign_keys = ON", "") && ok;
}
