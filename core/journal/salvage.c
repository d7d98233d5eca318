/* SPDX-License-Identifier: MIT */
#include "core/journal/salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/files.h"
#include "core/journal/immutable.h"
#include "core/journal/pages.h"
#include "core/journal/revive.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"

enum {
    NAME_MAX_BYTES = 64,
    COLUMNS_MAX = 2048,
    STATEMENT_MAX = COLUMNS_MAX + 512,
    TABLES_MAX = 64,
    PAGE = 4096,
};

/* One table on its way. */
struct table {
    struct sqlite3 *from;
    struct sqlite3_stmt *insert;
    char name[NAME_MAX_BYTES];
    char columns[COLUMNS_MAX]; /* "a, b, c": those that both files have */
    int64_t low;               /* all rows up to this id were read ... */
    int64_t high;              /* ... and all from this one on */
};

/* Reading it writes nothing: a full disk must not make it seem empty. */
static struct sqlite3 *open_damaged(const char *path)
{
    struct sqlite3 *db = NULL;
    char log[4096 + 32];
    struct stat about;
    snprintf(log, sizeof(log), "%s-wal", path);
    if (stat(log, &about) == 0 && about.st_size > 0)
        immutable_open_log(path, &db);
    else
        immutable_open(path, &db);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_exec(db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
    return db;
}

/* Whether reading ended because of the disk or for lack of memory: then what was not read may still
 * be there. A file that is too short is damaged. */
static bool is_no_damage(int code)
{
    int kind = code & 0xff;
    return kind == SQLITE_NOMEM || kind == SQLITE_FULL || kind == SQLITE_CANTOPEN ||
           (kind == SQLITE_IOERR && code != SQLITE_IOERR_SHORT_READ);
}

static bool not_mended(const char *reason, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_LATER,
                         "the journal is damaged, and cannot be mended now: %s", reason);
}

/* ---- What to read ---- */

/* Reads the next page; one that the disk cannot read is a damaged one, and counts as zeros. */
static ssize_t read_next(int fd, off_t at, off_t size, char bytes[PAGE])
{
    ssize_t len = pread(fd, bytes, PAGE, at);
    if (len >= 0 || errno != EIO || at >= size)
        return len;
    memset(bytes, 0, PAGE);
    return size - at < PAGE ? size - at : PAGE;
}

/* Copies a file of the folder; one that is not there becomes none. */
static bool copy_file(const char *folder, const char *from, const char *to, struct epi_error *err)
{
    CLEANUP(private_file_close) int in = -1;
    CLEANUP(private_file_close) int out = -1;
    struct private_file_about about;
    char bytes[PAGE];
    if (!private_file_look(folder, from, &about, err) ||
        !private_file_open(folder, from, O_RDONLY, &in, err))
        return false;
    if (in < 0)
        return true;
    if (!private_file_open(folder, to, O_WRONLY | O_CREAT | O_EXCL, &out, err))
        return false;
    ssize_t len;
    for (off_t at = 0; (len = read_next(in, at, about.size, bytes)) > 0; at += len) {
        ssize_t written = write(out, bytes, (size_t)len);
        if (written != len)
            return not_mended(error_reason(written < 0 ? errno : ENOSPC), err);
    }
    return len == 0 || not_mended(error_reason(errno), err);
}

static const char *const parts[] = {"", "-wal", "-shm", "-journal"};

static void remove_mended(const struct salvage *salvage)
{
    char path[4096 + 32];
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", salvage->path, parts[i]);
        unlink(path);
    }
}

/* Makes the file that is to be mended, with its log. */
static bool copy_damaged(const struct journal *journal, const struct salvage *salvage,
                         struct epi_error *err)
{
    char from[4096 + 32], to[64];
    remove_mended(salvage); /* of a process that was killed */
    for (size_t i = 0; i < 2; i++) {
        snprintf(from, sizeof(from), "%s%s", strrchr(salvage->aside, '/') + 1, parts[i]);
        snprintf(to, sizeof(to), "%s%s", FILES_MENDED, parts[i]);
        if (!copy_file(journal->folder, from, to, err))
            return false;
    }
    return true;
}

static int open_mended(const struct journal *journal)
{
    int fd;
    private_file_open(journal->folder, FILES_MENDED, O_RDWR, &fd, NULL);
    return fd;
}

/* A value of the damaged file; 0 if it cannot be read. */
static int64_t value_in(struct sqlite3 *db, const char *sql)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = NULL;
    sqlite3_prepare_v2(db, sql, -1, &rows, NULL);
    return rows && sqlite3_step(rows) == SQLITE_ROW ? sqlite3_column_int64(rows, 0) : 0;
}

static const char count_entries[] = "SELECT count(*) FROM entries NOT INDEXED";

/* The version of its tables; 0 if the schema cannot be read. */
static int64_t version_in(struct sqlite3 *db)
{
    return value_in(db, "SELECT count(*) FROM sqlite_schema") ? value_in(db, "PRAGMA user_version")
                                                              : 0;
}

static int64_t version_at(const char *path)
{
    struct sqlite3 *db = open_damaged(path);
    int64_t version = version_in(db);
    sqlite3_close(db);
    return version;
}

/* Puts the log into the file, so that the pages in it are the newest. In exclusive mode it needs no
 * index. */
static bool take_in_log(const char *path, struct epi_error *err)
{
    struct sqlite3 *db = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(db, 1);
        code = sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA wal_checkpoint(TRUNCATE)",
                            NULL, NULL, NULL);
    }
    sqlite3_close(db);
    return !is_no_damage(code) || not_mended(sqlite3_errstr(code), err);
}

static bool mend_tables(const struct journal *journal, const struct salvage *salvage,
                        bool of_another, struct epi_error *err)
{
    int64_t roots[TABLES_MAX];
    size_t count = 0;
    struct sqlite3 *db = open_damaged(salvage->path);
    struct sqlite3_stmt *rows = NULL;
    sqlite3_prepare_v2(db,
                       "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
                       " AND sql NOT LIKE '%WITHOUT ROWID'",
                       -1, &rows, NULL);
    while (rows && count < TABLES_MAX && sqlite3_step(rows) == SQLITE_ROW)
        roots[count++] = sqlite3_column_int64(rows, 0);
    sqlite3_finalize(rows);
    sqlite3_close(db);
    errno = 0;
    CLEANUP(private_file_close) int fd = open_mended(journal);
    return (fd >= 0 && pages_mend(fd, roots, count, of_another)) || errno == 0 ||
           not_mended(error_reason(errno), err);
}

/* Takes the schema from a sound copy of the journal. */
static bool take_schema(const struct journal *journal, struct epi_error *err)
{
    CLEANUP(private_file_close) int from = -1;
    errno = 0;
    CLEANUP(private_file_close) int to = open_mended(journal);
    return (private_file_open(journal->folder, FILES_COPY, O_RDONLY, &from, NULL) && from >= 0 &&
            to >= 0 && pages_take_schema(from, to)) ||
           errno == 0 || not_mended(error_reason(errno), err);
}

/* Whether there is a sound copy of the journal; then how many entries it has. */
static bool find_copy(const struct journal *journal, const char *path, int64_t *version,
                      int64_t *entries)
{
    struct journal probe = *journal;
    bool there;
    probe.db = NULL;
    bool sound = private_file_check(journal->folder, FILES_COPY, &there, NULL) && there &&
                 immutable_open(path, &probe.db) && schema_check(&probe, NULL) &&
                 schema_check_pages(&probe, NULL);
    *version = sound ? version_in(probe.db) : 0;
    *entries = sound ? value_in(probe.db, count_entries) : 0;
    sqlite3_close(probe.db);
    return *version > 0;
}

/* Mends a copy of the damaged journal. entries: how many it then has. False if the disk or memory
 * does not allow it now. */
static bool mend(const struct journal *journal, struct salvage *salvage, bool has_copy,
                 int64_t *entries, struct epi_error *err)
{
    salvage->mended = true;
    if (!copy_damaged(journal, salvage, err))
        return false;
    CLEANUP(private_file_close) int fd = -1;
    if (!private_file_open(journal->folder, FILES_MENDED, O_RDWR, &fd, err))
        return false;
    if (fd < 0)
        return true; /* somebody removed the damaged one */
    bool begins = pages_open_end(fd);
    salvage->version = version_at(salvage->path);
    bool of_another = has_copy && (!begins || !salvage->version);
    if ((of_another && !take_schema(journal, err)) || !take_in_log(salvage->path, err))
        return false;
    if (of_another)
        salvage->version = version_at(salvage->path);
    if (salvage->version && !mend_tables(journal, salvage, of_another, err))
        return false;
    struct sqlite3 *db = open_damaged(salvage->path);
    *entries = salvage->version ? value_in(db, count_entries) : 0;
    sqlite3_close(db);
    return true;
}

/* When the copy was made. */
static int64_t time_of(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 ? about.st_mtime : 0;
}

bool salvage_find(struct journal *journal, const char *aside, struct salvage *salvage,
                  struct epi_error *err)
{
    CLEANUP(cleanup_free) char *copy = connection_file(journal, FILES_COPY);
    int64_t version, entries = 0, copied;
    *salvage =
        (struct salvage){.aside = strdup(aside), .path = connection_file(journal, FILES_MENDED)};
    if (!copy || !salvage->aside || !salvage->path)
        return error_memory(err);
    bool has_copy = find_copy(journal, copy, &version, &copied);
    if (!mend(journal, salvage, has_copy, &entries, err))
        return false;
    if (!has_copy || entries || !copied)
        return true;
    remove_mended(salvage);
    salvage->mended = false;
    salvage->old = true;
    salvage->version = version;
    salvage->copied_at = time_of(copy);
    free(salvage->path);
    salvage->path = strdup(copy);
    return salvage->path || error_memory(err);
}

void salvage_free(struct salvage *salvage)
{
    if (salvage->mended)
        remove_mended(salvage);
    free(salvage->aside);
    free(salvage->path);
}

/* What the rows are read from. */
static struct sqlite3 *open_source(const struct salvage *salvage)
{
    struct sqlite3 *db;
    if (salvage->from)
        return salvage->from;
    if (!salvage->old)
        return open_damaged(salvage->path);
    immutable_open(salvage->path, &db);
    return db;
}

static void close_source(struct sqlite3 *db, const struct salvage *salvage)
{
    if (!salvage->from)
        sqlite3_close(db);
}

/* ---- Copying rows ---- */

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
    CLEANUP(sql_free)
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
    return !is_no_damage(code) || not_mended(sqlite3_errstr(code), err);
}

/* Reads the rows between both ends that an index names. */
static bool copy_by_index(struct journal *journal, struct table *table, const char *index,
                          struct epi_error *err)
{
    char sql[STATEMENT_MAX];
    CLEANUP(sql_free) struct sqlite3_stmt *ids = NULL;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = read_rows(table, "rowid = ?1");
    snprintf(sql, sizeof(sql), "SELECT rowid FROM \"%s\" INDEXED BY \"%s\"", table->name, index);
    sqlite3_prepare_v2(table->from, sql, -1, &ids, NULL);
    int code = SQLITE_DONE;
    while (ids && rows && (code = sqlite3_step(ids)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(ids, 0);
        if (id <= table->low || id >= table->high)
            continue;
        sqlite3_bind_int64(rows, 1, id);
        code = sqlite3_step(rows);
        if (code == SQLITE_ROW && !copy_row(journal, table, rows, err))
            return false;
        if (is_no_damage(code))
            break;
        sqlite3_reset(rows);
    }
    return !is_no_damage(code) || not_mended(sqlite3_errstr(code), err);
}

static bool copy_gap(struct journal *journal, struct table *table, struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *indexes = NULL;
    sqlite3_prepare_v2(table->from, "SELECT name FROM pragma_index_list(?1)", -1, &indexes, NULL);
    sqlite3_bind_text(indexes, 1, table->name, -1, SQLITE_STATIC);
    while (indexes && sqlite3_step(indexes) == SQLITE_ROW) {
        if (!copy_by_index(journal, table, (const char *)sqlite3_column_text(indexes, 0), err))
            return false;
    }
    return true;
}

/* Whether a table has no ids of its own: its rows are ordered by its key. */
static bool is_without_ids(const struct table *table)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = read_rows(table, "0");
    return !rows;
}

/* Copies such a table, which is a cache, if it is whole. */
static bool copy_whole(struct journal *journal, const struct table *table, struct epi_error *err)
{
    char sql[STATEMENT_MAX];
    CLEANUP(sql_free) struct sqlite3_stmt *check = NULL;
    CLEANUP(sql_free) struct sqlite3_stmt *rows = NULL;
    snprintf(sql, sizeof(sql), "PRAGMA quick_check(\"%s\")", table->name);
    sqlite3_prepare_v2(table->from, sql, -1, &check, NULL);
    if (!check || sqlite3_step(check) != SQLITE_ROW ||
        strcmp((const char *)sqlite3_column_text(check, 0), "ok") != 0)
        return true;
    snprintf(sql, sizeof(sql), "SELECT 0, %s FROM \"%s\"", table->columns, table->name);
    sqlite3_prepare_v2(table->from, sql, -1, &rows, NULL);
    int code = SQLITE_DONE;
    while (rows && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        if (!copy_row(journal, table, rows, err))
            return false;
    }
    return !is_no_damage(code) || not_mended(sqlite3_errstr(code), err);
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
    bool ok = is_without_ids(table)
                  ? copy_whole(journal, table, err)
                  : copy_run(journal, table, true, err) &&
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

bool salvage_rows(struct journal *journal, const struct salvage *salvage, struct epi_error *err)
{
    struct sqlite3 *from = open_source(salvage);
    bool ok = end(journal, begin(journal, err) && copy_tables(journal, from, err), err);
    close_source(from, salvage);
    return ok;
}

/* Nobody knows what was sent since an old copy was made: the history is asked for plays, marks may
 * be sent twice, and ratings wait for a person, since a newer one may have been sent. */
bool salvage_doubt(struct journal *journal, struct epi_error *err)
{
    static const char *const doubts[] = {
        "UPDATE deliveries SET attempted = :ATTEMPT_ELSEWHERE WHERE acked <> seq",
        "UPDATE deliveries SET dead = 1, error = 'from an old copy of the journal: a newer rating"
        " may have been sent since' WHERE acked <> seq"
        " AND kind IN (:DUE_RATE, :DUE_RATE_SEASON, :DUE_RATE_SERIES)",
    };
    return sql_run(journal, err, doubts[0], "") && sql_run(journal, err, doubts[1], "");
}

bool salvage_mend(struct journal *journal, const struct salvage *salvage, int64_t *entries,
                  struct epi_error *err)
{
    struct sqlite3 *from = open_source(salvage);
    bool ok = begin(journal, err) && revive_rows(journal, from, err) &&
              (!salvage->old || salvage_doubt(journal, err)) &&
              sql_value(journal, err, entries, 0, count_entries, "");
    ok = end(journal, ok, err);
    close_source(from, salvage);
    return sql_run(journal, ok ? err : NULL, "PRAGMA foreign_keys = ON", "") && ok;
}
