/* SPDX-License-Identifier: MIT */
#include "core/journal/load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/json_stream.h"
#include "core/journal/dump_table.h"
#include "core/journal/incoming.h"
#include "core/journal/revive.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"

enum { TABLES_MAX = 8 };

struct load {
    struct journal *journal;
    const char *file;
    struct json_stream *stream;
    struct sqlite3_stmt *inserts[TABLES_MAX]; /* by table; NULL: not needed yet */
    bool known;                               /* it said which format it is */
};

static FILE *open_file(const char *path, struct epi_error *err)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool regular = fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
    FILE *file = regular ? fdopen(fd, "r") : NULL;
    if (file)
        return file;
    epi_error_set(err, EPI_ERROR_NEVER, "cannot read %s: %s", path,
                  fd >= 0 && !regular ? "not a regular file" : error_reason(errno));
    if (fd >= 0)
        close(fd);
    return NULL;
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

bool load_is_ours(const char *path)
{
    CLEANUP(close_file) FILE *file = open_file(path, NULL);
    struct json_stream *stream = file ? json_stream_new(file) : NULL;
    struct json *value = NULL;
    const char *key;
    bool ours = stream && json_stream_next(stream, &key, &value, NULL) && value &&
                strcmp(key, "format") == 0 && strcmp(json_text(value), DUMP_FORMAT) == 0;
    json_free(value);
    json_stream_free(stream);
    return ours;
}

static bool fail(const struct load *load, const char *what, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_NEVER, "%s, line %lld: %s", load->file,
                         (long long)json_stream_line(load->stream), what);
}

/* ---- Rows ---- */

static bool prepare(struct load *load, size_t at, struct epi_error *err)
{
    const struct dump_table *table = &dump_tables[at];
    char columns[DUMP_SQL_MAX], sql[DUMP_SQL_MAX + 256], places[2 * DUMP_COLUMNS_MAX] = "?";
    for (int i = 1; table->columns[i].name; i++)
        strncat(places, ",?", sizeof(places) - strlen(places) - 1);
    dump_table_columns(table, columns);
    snprintf(sql, sizeof(sql), "INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table->name, columns,
             places);
    int code = sqlite3_prepare_v2(load->journal->db, sql, -1, &load->inserts[at], NULL);
    return code == SQLITE_OK || sql_failed(load->journal, code, err);
}

/* The number of an enumerator; a number is itself. */
static bool read_word(const struct dump_column *column, const struct json *value, int64_t *number)
{
    *number = json_int(value, 0);
    if (!json_is_text(value))
        return true;
    for (int i = 0; column->words[i]; i++) {
        *number = i;
        if (strcmp(column->words[i], json_text(value)) == 0)
            return true;
    }
    return false;
}

static bool bind(const struct load *load, struct sqlite3_stmt *insert, int place,
                 const struct dump_column *column, const struct json *value, struct epi_error *err)
{
    int64_t number = json_int(value, 0);
    if (column->type == DUMP_REAL) {
        sqlite3_bind_double(insert, place, json_double(value, 0));
        return true;
    }
    if (column->type == DUMP_TEXT || (column->type == DUMP_TEXT_OR_NULL && !json_is_null(value))) {
        sqlite3_bind_text(insert, place, json_text(value), -1, SQLITE_TRANSIENT);
        return true;
    }
    if (column->words && !read_word(column, value, &number)) {
        char what[128];
        snprintf(what, sizeof(what), "unknown value of \"%s\"", column->name);
        return fail(load, what, err);
    }
    if (column->type == DUMP_TEXT_OR_NULL || (column->type == DUMP_ID && number == 0))
        sqlite3_bind_null(insert, place);
    else
        sqlite3_bind_int64(insert, place, number);
    return true;
}

static bool add_row(struct load *load, size_t at, const struct json *row, struct epi_error *err)
{
    const struct dump_table *table = &dump_tables[at];
    if (!json_is_object(row))
        return fail(load, "a row is no object", err);
    if (!load->inserts[at] && !prepare(load, at, err))
        return false;
    struct sqlite3_stmt *insert = load->inserts[at];
    sqlite3_reset(insert);
    for (int i = 0; table->columns[i].name; i++) {
        const struct dump_column *column = &table->columns[i];
        if (!bind(load, insert, i + 1, column, json_get(row, column->name), err))
            return false;
    }
    int code = sqlite3_step(insert);
    sqlite3_reset(insert);
    return code == SQLITE_DONE || (code & 0xff) == SQLITE_CONSTRAINT ||
           sql_failed(load->journal, code, err);
}

/* ---- The file ---- */

static bool read_member(struct load *load, const char *key, const struct json *value,
                        struct epi_error *err)
{
    if (strcmp(key, "format") == 0) {
        load->known = strcmp(json_text(value), DUMP_FORMAT) == 0;
    } else if (strcmp(key, "version") == 0 && json_int(value, 0) > DUMP_VERSION) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s was exported by a newer epimark: update this one first",
                             load->file);
    }
    if (!load->known)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a journal of epimark", load->file);
    for (size_t i = 0; dump_tables[i].name; i++) {
        if (strcmp(key, dump_tables[i].name) == 0)
            return add_row(load, i, value, err);
    }
    return true;
}

static bool read_members(struct load *load, struct epi_error *err)
{
    struct json *value = NULL;
    const char *key;
    struct epi_error why;
    do {
        if (!json_stream_next(load->stream, &key, &value, &why))
            return epi_error_set(err, EPI_ERROR_NEVER, "%s, %s", load->file, why.text);
        bool ok = !value || read_member(load, key, value, err);
        json_free(value);
        if (!ok)
            return false;
    } while (value);
    return true;
}

bool load_journal(struct incoming *incoming, const char *path, struct epi_error *err)
{
    CLEANUP(close_file) FILE *file = open_file(path, err);
    if (!file)
        return false;
    struct load load = {
        .journal = &incoming->journal, .file = path, .stream = json_stream_new(file)};
    if (!load.stream)
        return error_memory(err);
    bool ok = schema_migrate(load.journal, 0, err) && sql_run(load.journal, err, "BEGIN", "") &&
              read_members(&load, err);
    for (size_t i = 0; i < TABLES_MAX; i++)
        sqlite3_finalize(load.inserts[i]);
    json_stream_free(load.stream);
    return ok && sql_run(load.journal, err, "COMMIT", "") && revive_references(load.journal, err);
}
