/* SPDX-License-Identifier: MIT */
#include "core/journal/incoming.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/files.h"
#include "core/journal/immutable.h"
#include "core/journal/revive.h"
#include "core/journal/salvage.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"

enum { VALUE_MAX = 16 << 20 }; /* bytes of one value of a file from elsewhere */

/* ---- The file from elsewhere ---- */

static bool is_file(const char *path, struct epi_error *err)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return epi_error_set(err, EPI_ERROR_NEVER, "cannot read %s: %s", path, error_reason(errno));
    return S_ISREG(about.st_mode) ||
           epi_error_set(err, EPI_ERROR_NEVER, "%s is not a regular file", path);
}

static bool is_damaged(const char *path, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_NEVER, "%s is damaged: use an older backup", path);
}

bool incoming_is_database(const char *path)
{
    static const char magic[] = "SQLite format 3";
    char begin[sizeof(magic)];
    CLEANUP(private_file_close)
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    return fd >= 0 && read(fd, begin, sizeof(begin)) == (ssize_t)sizeof(begin) &&
           memcmp(begin, magic, sizeof(magic)) == 0;
}

/* Whether a process may be writing to it: then its log is there. */
static bool has_log(const char *path)
{
    char log[4096 + 32];
    int len = snprintf(log, sizeof(log), "%s-wal", path);
    return len < (int)sizeof(log) && access(log, F_OK) == 0;
}

/* Opens it to be read and no more, as of one point of time. */
static bool open_source(const char *path, struct sqlite3 **db, struct epi_error *err)
{
    int code = SQLITE_CANTOPEN;
    *db = NULL;
    if (!is_file(path, err))
        return false;
    if (has_log(path))
        code = sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    else if (immutable_open(path, db))
        code = SQLITE_OK;
    if (code == SQLITE_OK) {
        sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(*db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_limit(*db, SQLITE_LIMIT_LENGTH, VALUE_MAX);
        code = sqlite3_exec(*db,
                            "PRAGMA cell_size_check = ON; BEGIN; SELECT count(*) FROM"
                            " sqlite_schema",
                            NULL, NULL, NULL);
    }
    if (code == SQLITE_OK)
        return true;
    if ((code & 0xff) == SQLITE_NOTADB)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a journal of epimark", path);
    if ((code & 0xff) == SQLITE_CORRUPT)
        return is_damaged(path, err);
    return epi_error_set(err, EPI_ERROR_NEVER, "cannot read the journal %s: %s", path,
                         sqlite3_errstr(code));
}

/* Whether reading its tables runs nothing of its own. */
static bool is_plain(struct journal *probe, bool *plain, struct epi_error *err)
{
    int64_t odd, computed = 0;
    if (!sql_value(probe, err, &odd, 0,
                   "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')"
                   " OR sql LIKE 'CREATE VIRTUAL%'",
                   "") ||
        (!odd && !sql_value(probe, err, &computed, 0,
                            "SELECT count(*) FROM sqlite_schema t, pragma_table_xinfo(t.name) c"
                            " WHERE t.type = 'table' AND c.hidden <> 0",
                            "")))
        return false;
    *plain = odd == 0 && computed == 0;
    return true;
}

/* Whether it is a whole journal that this epimark knows; then its version. */
static bool is_journal(struct journal *probe, int64_t *version, struct epi_error *err)
{
    bool plain;
    struct epi_error why = {0};
    if (schema_is_newer(probe, version)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s was made by a newer epimark (version %d, this one knows %d): "
                             "update this one first",
                             probe->path, (int)*version, schema_newest());
    }
    if (!is_plain(probe, &plain, err))
        return false;
    if (!plain) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s has triggers, views or the like, which no journal of epimark "
                             "has: it is not read",
                             probe->path);
    }
    bool sound = schema_check(probe, &why) && schema_check_pages(probe, &why) &&
                 sql_value(probe, &why, version, 0, "PRAGMA user_version", "");
    if (sound && *version > 0)
        return true;
    if (sound || probe->final)
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a journal of epimark", probe->path);
    return is_damaged(probe->path, err);
}

/* ---- The new journal ---- */

bool incoming_begin(struct journal *journal, struct incoming *incoming, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = connection_file(journal, FILES_INCOMING);
    int fd;
    *incoming = (struct incoming){.journal = {.lock = -1}};
    if (!path)
        return error_memory(err);
    if (!connection_begin_copying(journal, err))
        return false;
    incoming->path = incoming->journal.path = path;
    path = NULL;
    unlink(incoming->path); /* of a process that was killed */
    if (!private_file_open(journal->folder, FILES_INCOMING, O_RDWR | O_CREAT | O_EXCL, &fd, err))
        return false;
    close(fd);
    static const char pragmas[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                  "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -2048";
    int code = sqlite3_open_v2(incoming->path, &incoming->journal.db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(incoming->journal.db, pragmas, NULL, NULL, NULL);
    return code == SQLITE_OK || sql_failed(&incoming->journal, code, err);
}

static bool take_rows(struct incoming *incoming, struct sqlite3 *from, int64_t version,
                      struct epi_error *err)
{
    struct journal *journal = &incoming->journal;
    const struct salvage salvage = {.from = from, .version = version};
    return schema_migrate(journal, version, err) && salvage_rows(journal, &salvage, err) &&
           schema_migrate(journal, 0, err) && revive_references(journal, err) &&
           /* A lease names a process of its own folder. */
           sql_run(journal, err, "UPDATE entries SET owner = 0, lease_until = 0", "") &&
           sql_run(journal, err, "UPDATE deliveries SET owner = 0, lease_until = 0", "");
}

bool incoming_read(struct incoming *incoming, const char *file, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = strdup(file);
    struct journal probe = {.path = path, .lock = -1};
    int64_t version;
    if (!path)
        return error_memory(err);
    bool ok = open_source(file, &probe.db, err) && is_journal(&probe, &version, err) &&
              take_rows(incoming, probe.db, version, err);
    sqlite3_close(probe.db);
    return ok;
}

bool incoming_finish(struct incoming *incoming, struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    int code = sqlite3_close(incoming->journal.db);
    incoming->journal.db = NULL;
    if (code != SQLITE_OK)
        return sql_failed(&incoming->journal, code, err);
    fd = open(incoming->path, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || epi_error_set(err, EPI_ERROR_LATER, "cannot write %s: %s",
                                                        incoming->path, error_reason(errno));
}

void incoming_end(struct journal *journal, struct incoming *incoming)
{
    sqlite3_close(incoming->journal.db);
    if (incoming->path) {
        unlink(incoming->path);
        connection_lock(journal, F_UNLCK, CONNECTION_PLACE_COPY);
    }
    free(incoming->path);
}
