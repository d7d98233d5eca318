/* SPDX-License-Identifier: MIT */
#include "core/journal/sql.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/enumerators.h"

/* Whether an I/O error is a full disk: SQLite does not tell them apart for a file beside the
 * journal. */
static bool is_full(const struct journal *journal)
{
    struct statvfs disk;
    int code = journal->db ? sqlite3_system_errno(journal->db) : 0;
    return code == ENOSPC || code == EDQUOT ||
           (journal->folder && statvfs(journal->folder, &disk) == 0 && disk.f_bavail == 0 &&
            disk.f_blocks > 0 && !(disk.f_flag & ST_RDONLY));
}

bool sql_failed(struct journal *journal, int code, struct epi_error *err)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return epi_error_set(err, EPI_ERROR_LATER,
                             "the journal is busy: another program is writing to it");
    case SQLITE_FULL:
        return epi_error_set(err, EPI_ERROR_LATER, "the journal cannot grow: disk full");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        connection_suspect(journal);
        return epi_error_set(err, EPI_ERROR_LATER, "the journal %s is damaged", journal->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "the journal %s cannot be written: check its permissions",
                             journal->path);
    case SQLITE_NOMEM:
        return error_memory(err);
    case SQLITE_IOERR:
        if (is_full(journal))
            return sql_failed(journal, SQLITE_FULL, err);
        return epi_error_set(err, EPI_ERROR_LATER, "the journal %s: disk I/O error", journal->path);
    default:
        return epi_error_set(err, EPI_ERROR_NEVER, "the journal: %s", sqlite3_errstr(code));
    }
}

/* ---- Statements ---- */

static int bind(struct sqlite3_stmt *rows, const char *types, va_list *args)
{
    int code = SQLITE_OK;
    for (int i = 1; *types && code == SQLITE_OK; types++, i++) {
        if (*types == 'i') {
            code = sqlite3_bind_int(rows, i, va_arg(*args, int));
        } else if (*types == 'l') {
            code = sqlite3_bind_int64(rows, i, va_arg(*args, int64_t));
        } else if (*types == 'd') {
            code = sqlite3_bind_double(rows, i, va_arg(*args, double));
        } else if (*types == 't') {
            code = sqlite3_bind_text(rows, i, va_arg(*args, const char *), -1, SQLITE_TRANSIENT);
        } else {
            assert(!"i, l, d or t");
        }
    }
    return code;
}

/* The statement with the number of each enumerator in place of its name. NULL if memory is short;
 * free it. */
static char *expand(const char *sql)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    char *expanded = malloc(strlen(sql) + 1); /* a number is no longer than its name */
    char *out = expanded;
    while (out && *sql) {
        size_t len = *sql == ':' ? strspn(sql + 1, letters) : 0;
        int value;
        if (len > 0 && enumerators_find(sql + 1, len, &value)) {
            out += snprintf(out, len + 2, "%d", value);
            sql += len + 1;
        } else {
            assert(len == 0); /* else the name is missing in enumerators.c */
            *out++ = *sql++;
        }
    }
    if (out)
        *out = '\0';
    return expanded;
}

static struct sqlite3_stmt *prepare(struct journal *journal, struct epi_error *err, const char *sql,
                                    const char *types, va_list *args)
{
    CLEANUP(cleanup_free) char *expanded = expand(sql);
    struct sqlite3_stmt *rows = NULL;
    int code = expanded ? sqlite3_prepare_v2(journal->db, expanded, -1, &rows, NULL) : SQLITE_NOMEM;
    if (code == SQLITE_OK)
        code = bind(rows, types, args);
    if (code == SQLITE_OK)
        return rows;
    sqlite3_finalize(rows);
    sql_failed(journal, code, err);
    return NULL;
}

/* ---- Kept statements ---- */

enum { KEPT_MAX = 64 };

struct sql_kept {
    struct {
        char *sql;
        struct sqlite3_stmt *rows;
        bool busy;
    } list[KEPT_MAX];
    size_t count;
};

bool sql_keep_begin(struct journal *journal, struct epi_error *err)
{
    assert(!journal->kept);
    journal->kept = calloc(1, sizeof(*journal->kept));
    return journal->kept || error_memory(err);
}

void sql_keep_end(struct journal *journal)
{
    for (size_t i = 0; journal->kept && i < journal->kept->count; i++) {
        sqlite3_finalize(journal->kept->list[i].rows);
        free(journal->kept->list[i].sql);
    }
    free(journal->kept);
    journal->kept = NULL;
}

/* A statement, kept or new; place: which one of those that are kept, KEPT_MAX if it is none. */
static struct sqlite3_stmt *take(struct journal *journal, struct epi_error *err, const char *sql,
                                 size_t *place, const char *types, va_list *args)
{
    struct sql_kept *kept = journal->kept;
    size_t i = 0;
    *place = KEPT_MAX;
    while (kept && i < kept->count && (kept->list[i].busy || strcmp(kept->list[i].sql, sql) != 0))
        i++;
    if (kept && i < kept->count) {
        int code = bind(kept->list[i].rows, types, args);
        kept->list[i].busy = code == SQLITE_OK;
        *place = kept->list[i].busy ? i : KEPT_MAX;
        return kept->list[i].busy || sql_failed(journal, code, err) ? kept->list[i].rows : NULL;
    }
    struct sqlite3_stmt *rows = prepare(journal, err, sql, types, args);
    char *text = rows && kept && kept->count < KEPT_MAX ? strdup(sql) : NULL;
    if (text) {
        *place = kept->count++;
        kept->list[*place].sql = text;
        kept->list[*place].rows = rows;
        kept->list[*place].busy = true;
    }
    return rows;
}

static void give_back(struct journal *journal, size_t place, struct sqlite3_stmt *rows)
{
    if (place == KEPT_MAX) {
        sqlite3_finalize(rows);
    } else {
        sqlite3_reset(rows);
        sqlite3_clear_bindings(rows);
        journal->kept->list[place].busy = false;
    }
}

bool sql_run(struct journal *journal, struct epi_error *err, const char *sql, const char *types,
             ...)
{
    va_list args;
    size_t place;
    va_start(args, types);
    struct sqlite3_stmt *rows = take(journal, err, sql, &place, types, &args);
    va_end(args);
    bool row = rows != NULL;
    bool ok = row;
    while (row) {
        ok = sql_next(journal, rows, &row, err);
        row = row && ok;
    }
    give_back(journal, place, rows);
    return ok;
}

struct sqlite3_stmt *sql_query(struct journal *journal, struct epi_error *err, const char *sql,
                               const char *types, ...)
{
    va_list args;
    va_start(args, types);
    struct sqlite3_stmt *rows = prepare(journal, err, sql, types, &args);
    va_end(args);
    return rows;
}

bool sql_again(struct journal *journal, struct epi_error *err, struct sqlite3_stmt *rows,
               const char *types, ...)
{
    va_list args;
    va_start(args, types);
    sqlite3_reset(rows);
    int code = bind(rows, types, &args);
    va_end(args);
    return code == SQLITE_OK || sql_failed(journal, code, err);
}

void sql_free(struct sqlite3_stmt **rows)
{
    sqlite3_finalize(*rows);
}

bool sql_next(struct journal *journal, struct sqlite3_stmt *rows, bool *row, struct epi_error *err)
{
    int code = sqlite3_step(rows);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sql_failed(journal, code, err);
    *row = code == SQLITE_ROW;
    return true;
}

bool sql_value(struct journal *journal, struct epi_error *err, int64_t *value, int64_t fallback,
               const char *sql, const char *types, ...)
{
    va_list args;
    size_t place;
    va_start(args, types);
    struct sqlite3_stmt *rows = take(journal, err, sql, &place, types, &args);
    va_end(args);
    bool row = false;
    bool ok = rows && sql_next(journal, rows, &row, err);
    if (ok)
        *value = row ? sql_int(rows, 0) : fallback;
    give_back(journal, place, rows);
    return ok;
}

int sql_changes(const struct journal *journal)
{
    return sqlite3_changes(journal->db);
}

int64_t sql_last_id(const struct journal *journal)
{
    return sqlite3_last_insert_rowid(journal->db);
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

bool sql_row_ok(struct journal *journal, struct epi_error *err)
{
    return sqlite3_errcode(journal->db) != SQLITE_NOMEM || sql_failed(journal, SQLITE_NOMEM, err);
}
