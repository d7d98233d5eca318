/* SPDX-License-Identifier: MIT */
#include "core/store_sql.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>

bool sql_failed(struct store *store, int code, struct error *err)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, ERROR_LATER, "the journal is busy: another program writes to it");
    case SQLITE_FULL:
        return error_set(err, ERROR_LATER, "the journal cannot grow: the disk is full");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        store->damaged = true;
        return error_set(err, ERROR_LATER, "the journal %s is damaged", store->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return error_set(err, ERROR_NEVER, "the journal %s cannot be written: see to its access",
                         store->path);
    case SQLITE_NOMEM:
        return error_set(err, ERROR_LATER, "the journal: out of memory");
    case SQLITE_IOERR:
        return error_set(err, ERROR_LATER, "the journal %s: the disk fails", store->path);
    default:
        return error_set(err, ERROR_NEVER, "the journal: %s", sqlite3_errstr(code));
    }
}

/* ---- Transactions ---- */

static bool begin(struct store *store, bool loose, struct error *err)
{
    if (!store_ready(store, err))
        return false;
    if (store->loose != loose &&
        !sql_run(store, err, loose ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                 ""))
        return false;
    store->loose = loose;
    return sql_run(store, err, "BEGIN IMMEDIATE", "");
}

bool sql_begin(struct store *store, struct error *err)
{
    return begin(store, false, err);
}

bool sql_begin_loose(struct store *store, struct error *err)
{
    return begin(store, true, err);
}

bool sql_begin_reading(struct store *store, struct error *err)
{
    struct error why;
    if (!store_ready(store, &why) && !store->db) {
        if (err)
            *err = why;
        return false;
    }
    return sql_run(store, err, "BEGIN", "");
}

bool sql_end(struct store *store, bool ok, struct error *err)
{
    if (!store->db)
        return false;
    ok = ok && sql_run(store, err, "COMMIT", "");
    if (!ok && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    /* Closing takes back what could not be rolled back for want of memory. */
    if (store->damaged || !sqlite3_get_autocommit(store->db))
        store_drop(store);
    return ok;
}

/* ---- Statements ---- */

static int bind(struct sqlite3_stmt *rows, const char *types, va_list *args)
{
    int code = SQLITE_OK;
    for (int i = 1; *types && code == SQLITE_OK; types++, i++) {
        if (*types == 'i')
            code = sqlite3_bind_int(rows, i, va_arg(*args, int));
        else if (*types == 'l')
            code = sqlite3_bind_int64(rows, i, va_arg(*args, int64_t));
        else if (*types == 'd')
            code = sqlite3_bind_double(rows, i, va_arg(*args, double));
        else if (*types == 't')
            code = sqlite3_bind_text(rows, i, va_arg(*args, const char *), -1, SQLITE_TRANSIENT);
        else
            assert(!"i, l, d or t");
    }
    return code;
}

static struct sqlite3_stmt *prepare(struct store *store, struct error *err, const char *sql,
                                    const char *types, va_list *args)
{
    struct sqlite3_stmt *rows = NULL;
    int code = sqlite3_prepare_v2(store->db, sql, -1, &rows, NULL);
    if (code == SQLITE_OK)
        code = bind(rows, types, args);
    if (code == SQLITE_OK)
        return rows;
    sqlite3_finalize(rows);
    sql_failed(store, code, err);
    return NULL;
}

bool sql_run(struct store *store, struct error *err, const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    CLEANUP(sql_free) struct sqlite3_stmt *rows = prepare(store, err, sql, types, &args);
    va_end(args);
    bool row = rows != NULL;
    while (row) {
        if (!sql_next(store, rows, &row, err))
            return false;
    }
    return rows != NULL;
}

struct sqlite3_stmt *sql_query(struct store *store, struct error *err, const char *sql,
                               const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct sqlite3_stmt *rows = prepare(store, err, sql, types, &args);
    va_end(args);
    return rows;
}

bool sql_again(struct store *store, struct error *err, struct sqlite3_stmt *rows, const char *types,
               ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_reset(rows);
    int code = bind(rows, types, &args);
    va_end(args);
    return code == SQLITE_OK || sql_failed(store, code, err);
}

void sql_free(struct sqlite3_stmt **rows)
{
    sqlite3_finalize(*rows);
}

bool sql_next(struct store *store, struct sqlite3_stmt *rows, bool *row, struct error *err)
{
    int code = sqlite3_step(rows);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sql_failed(store, code, err);
    *row = code == SQLITE_ROW;
    return true;
}

bool sql_value(struct store *store, struct error *err, int64_t *value, int64_t fallback,
               const char *sql, const char *types, ...)
{
    va_list args;
    va_start(args, types);
    CLEANUP(sql_free) struct sqlite3_stmt *rows = prepare(store, err, sql, types, &args);
    va_end(args);
    bool row = false;
    if (!rows || !sql_next(store, rows, &row, err))
        return false;
    *value = row ? sql_int(rows, 0) : fallback;
    return true;
}

int sql_changes(const struct store *store)
{
    return sqlite3_changes(store->db);
}

int64_t sql_last_id(const struct store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}

int64_t sql_int(struct sqlite3_stmt *rows, int column)
{
    return sqlite3_column_int64(rows, column);
}

double sql_double(struct sqlite3_stmt *rows, int column)
{
    return sqlite3_column_double(rows, column);
}

const char *sql_text(struct sqlite3_stmt *rows, int column)
{
    const unsigned char *text = sqlite3_column_text(rows, column);
    return text ? (const char *)text : "";
}

void sql_copy(struct sqlite3_stmt *rows, int column, char *text, size_t size)
{
    snprintf(text, size, "%s", sql_text(rows, column));
}

bool sql_whole(struct store *store, struct error *err)
{
    return sqlite3_errcode(store->db) != SQLITE_NOMEM || sql_failed(store, SQLITE_NOMEM, err);
}
