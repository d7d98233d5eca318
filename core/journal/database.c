/* SPDX-License-Identifier: MIT */
#include "core/journal/database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/files.h"
#include "core/journal/immutable.h"
#include "core/journal/salvage.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"

static int on_busy(void *context, int count)
{
    int waited_ms = count * CONNECTION_WAIT_MS;
    return connection_wait(context, &waited_ms);
}

/* ---- Files ---- */

/* Whether SQLite may open what is there: it would follow a link, and wait at a pipe for ever. */
static bool check_files(const struct journal *journal, bool *there, struct epi_error *err)
{
    static const char *const beside[] = {"journal.db-wal", "journal.db-shm", "journal.db-journal"};
    bool one;
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        if (!private_file_check(journal->folder, beside[i], &one, err))
            return false;
    }
    return private_file_check(journal->folder, FILES_JOURNAL, there, err);
}

/* Makes the file, which SQLite would make readable by everybody. An existing file is not opened:
 * closing one that SQLite has open in this process would end SQLite's locks. */
static bool make_file(struct journal *journal, struct epi_error *err)
{
    bool there;
    if (!check_files(journal, &there, err))
        return false;
    if (there)
        return true;
    int fd;
    if (!private_file_open(journal->folder, FILES_JOURNAL, O_RDWR | O_CREAT | O_EXCL, &fd, err))
        return false;
    close(fd);
    private_file_sync(journal->folder);
    return true;
}

/* ---- A damaged journal ---- */

/* While the rows of a damaged journal are saved, a file says so. A process that finds it begins
 * again: the one that wrote it was killed, or could not write the new journal. */

static void name_aside(const struct journal *journal, int number, const char *suffix, char *path,
                       size_t size)
{
    snprintf(path, size, "%s.corrupt-%d%s", journal->path, number, suffix);
}

static bool is_there(const char *path)
{
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* The number of the journal whose rows are being saved; 0 if there is none. */
static int read_saving(const struct journal *journal)
{
    CLEANUP(private_file_close) int fd = -1;
    char text[16] = "";
    if (!private_file_open(journal->folder, FILES_SAVING, O_RDONLY, &fd, NULL) || fd < 0 ||
        pread(fd, text, sizeof(text) - 1, 0) < 0)
        return 0;
    int number = (int)strtol(text, NULL, 10);
    if (number == 0) { /* a power cut took its text: then nothing was moved yet */
        CLEANUP(cleanup_free) char *path = connection_file(journal, FILES_SAVING);
        if (path)
            unlink(path);
    }
    return number;
}

static bool begin_saving(const struct journal *journal, int *number, struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    char path[4096 + 32], text[16];
    *number = 0;
    do {
        name_aside(journal, ++*number, "", path, sizeof(path));
    } while (is_there(path));
    if (!private_file_open(journal->folder, FILES_SAVING, O_WRONLY | O_CREAT | O_TRUNC, &fd, err))
        return false;
    int len = snprintf(text, sizeof(text), "%d\n", *number);
    return (write(fd, text, (size_t)len) == len && fsync(fd) == 0 &&
            private_file_sync(journal->folder)) ||
           epi_error_set(err, EPI_ERROR_LATER, "the journal %s is damaged: %s", journal->path,
                         error_reason(errno));
}

/* From now on there are rows in the new journal that the damaged one does not have. */
static bool end_saving(const struct journal *journal, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = connection_file(journal, FILES_SAVING);
    if (!path)
        return error_memory(err);
    return (unlink(path) == 0 && private_file_sync(journal->folder)) ||
           epi_error_set(err, EPI_ERROR_LATER, "%s cannot be removed: %s", FILES_SAVING,
                         error_reason(errno));
}

static bool move_file(const struct journal *journal, int number, const char *suffix,
                      struct epi_error *err)
{
    char from[4096 + 32], to[4096 + 32];
    snprintf(from, sizeof(from), "%s%s", journal->path, suffix);
    name_aside(journal, number, suffix, to, sizeof(to));
    return rename(from, to) == 0 || errno == ENOENT ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "the journal %s is damaged and cannot be moved aside: %s", journal->path,
                         error_reason(errno));
}

/* Removes what a process that was killed has begun instead of the damaged journal. */
static bool remove_begun(const struct journal *journal, struct epi_error *err)
{
    static const char *const suffixes[] = {"-wal", "-shm", ""};
    char path[4096 + 32];
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", journal->path, suffixes[i]);
        if (unlink(path) != 0 && errno != ENOENT) {
            return epi_error_set(err, EPI_ERROR_LATER, "the journal %s cannot be begun again: %s",
                                 journal->path, error_reason(errno));
        }
        if (suffixes[i][0])
            private_file_sync(journal->folder);
    }
    return true;
}

/* Renames a damaged journal, its log first: a log without its file does no harm, but SQLite would
 * apply an old log to a new file. */
static bool move_aside(const struct journal *journal, int number, char *aside, size_t size,
                       struct epi_error *err)
{
    name_aside(journal, number, "", aside, size);
    if (is_there(aside))
        return remove_begun(journal, err);
    if (!move_file(journal, number, "-wal", err))
        return false;
    private_file_sync(journal->folder);
    if (!move_file(journal, number, "", err))
        return false;
    private_file_sync(journal->folder);
    return true;
}

/* ---- Opening ---- */

enum { SMALL_BYTES = 1 << 20 }; /* of a journal whose pages are checked at each opening */

static bool is_suspect(const struct journal *journal)
{
    struct private_file_about about;
    return !private_file_look(journal->folder, FILES_SUSPECT, &about, NULL) || about.there;
}

/* Whether the journal that was opened is sound. A large one is read whole only if a statement found
 * it damaged; what none comes upon, the weekly copy does. */
static bool check(struct journal *journal, struct epi_error *err)
{
    struct private_file_about about;
    if (!schema_check(journal, err) ||
        !private_file_look(journal->folder, FILES_JOURNAL, &about, err))
        return false;
    return (about.size > SMALL_BYTES && !is_suspect(journal)) || schema_check_pages(journal, err);
}

/* The journal was checked, or another one took its place. */
static void trust(const struct journal *journal)
{
    CLEANUP(cleanup_free) char *path = connection_file(journal, FILES_SUSPECT);
    if (path)
        unlink(path);
}

/* Whether the log was begun and holds nothing yet, and its index cannot be written. SQLite takes
 * that for the work of another process, and would wait 10 s for it each time. */
static bool is_stuck(const struct journal *journal)
{
    enum { HEADER_BYTES = 32 };
    struct private_file_about log, index;
    int fd;
    if (!private_file_look(journal->folder, FILES_JOURNAL "-wal", &log, NULL) ||
        !private_file_look(journal->folder, FILES_JOURNAL "-shm", &index, NULL) || !index.there ||
        log.size == 0 || log.size > HEADER_BYTES)
        return false;
    if (!private_file_open(journal->folder, FILES_JOURNAL "-shm", O_RDWR, &fd, NULL))
        return true;
    close(fd);
    return false;
}

/* Whether the journal is a newer one, without touching anything: not even a lock or a log. While it
 * is being written the file may look odd: only what is clear counts. */
static bool is_newer(const struct journal *journal, int64_t *version)
{
    struct journal probe = {.path = journal->path};
    bool newer = immutable_open(journal->path, &probe.db) && schema_is_newer(&probe, version);
    sqlite3_close(probe.db);
    return newer;
}

/* What was lost and what was saved. */
static void warn_saved(struct journal *journal, const struct salvage *salvage, int64_t entries)
{
    char date[CLOCK_DATE_SIZE] = "";
    if (salvage->old)
        clock_date_of(salvage->copied_at / 86400, date);
    snprintf(journal->warning, sizeof(journal->warning),
             "the journal was damaged: it was moved to %s, and a new one was begun with the %lld "
             "entries %s%s",
             strrchr(salvage->aside, '/') + 1, (long long)entries,
             salvage->old ? "of its copy of " : "that could still be read", date);
}

/* Whether rows were saved, or never will be: then the journal is begun without. */
static bool is_done(bool saved, const struct epi_error *why, struct epi_error *err)
{
    if (saved || why->kind == EPI_ERROR_NEVER)
        return true;
    if (err)
        *err = *why;
    return false;
}

/* Fills a new journal with what can still be read of the damaged one. */
static bool save_rows(struct journal *journal, const char *aside, struct epi_error *err)
{
    int64_t entries = 0;
    struct epi_error why = {0};
    CLEANUP(salvage_free) struct salvage salvage;
    if (!salvage_find(journal, aside, &salvage, err) ||
        !schema_migrate(journal, salvage.version, err) ||
        !is_done(salvage_rows(journal, &salvage, &why), &why, err) ||
        !schema_migrate(journal, 0, err) ||
        !is_done(salvage_mend(journal, &salvage, &entries, &why), &why, err))
        return false;
    warn_saved(journal, &salvage, entries);
    return true;
}

/* aside: the damaged journal that this one takes the place of, or NULL. */
static bool set_up(struct journal *journal, const char *aside, struct epi_error *err)
{
    static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                  "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                  "PRAGMA journal_size_limit = 1048576;"
                                  "PRAGMA cache_size = -128"; /* KiB; the system has the rest */
    journal->damaged = false;
    journal->unsynced = false;
    int64_t version;
    if (is_newer(journal, &version))
        return schema_refuse(journal, version, err);
    if (is_stuck(journal))
        return sql_failed(journal, SQLITE_READONLY, err);
    int code = sqlite3_open_v2(journal->path, &journal->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_failed(journal, code, err);
    sqlite3_busy_handler(journal->db, on_busy, journal);
    if (!check(journal, err))
        return false;
    if (sqlite3_db_readonly(journal->db, "main") == 1) {
        journal->readonly = schema_is_current(journal, err);
        return journal->readonly && sql_failed(journal, SQLITE_READONLY, err);
    }
    code = sqlite3_exec(journal->db, pragmas, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return sql_failed(journal, code, err);
    return aside ? save_rows(journal, aside, err) : schema_migrate(journal, 0, err);
}

/* Whether a journal of which there is a copy was cut to nothing. SQLite would begin a new one. */
static bool is_emptied(const struct journal *journal)
{
    struct private_file_about about, log, copy;
    return private_file_look(journal->folder, FILES_JOURNAL, &about, NULL) && about.there &&
           about.ours && about.size == 0 &&
           private_file_look(journal->folder, FILES_JOURNAL "-wal", &log, NULL) && !log.size &&
           private_file_look(journal->folder, FILES_COPY, &copy, NULL) && copy.ours && copy.size;
}

/* Opens the journal while no other process does. A damaged one is moved aside if it is not in use
 * anywhere. */
static bool open_alone(struct journal *journal, struct epi_error *err)
{
    if (!connection_lock(journal, F_RDLCK, CONNECTION_PLACE_OPEN)) {
        return epi_error_set(err, EPI_ERROR_LATER,
                             "the journal is busy: another program is repairing it");
    }
    int saving = read_saving(journal);
    bool suspect = is_suspect(journal);
    journal->damaged = saving || is_emptied(journal);
    if (!journal->damaged && make_file(journal, err) && set_up(journal, NULL, err)) {
        if (suspect)
            trust(journal);
        return true;
    }
    if (!journal->damaged)
        return false;
    connection_close_db(journal);
    if (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_OPEN)) {
        return epi_error_set(
            err, EPI_ERROR_LATER,
            "the journal is damaged and in use: close the other players; until then "
            "records are kept in journal.spool");
    }
    char aside[4096 + 32];
    bool ok = (saving || begin_saving(journal, &saving, err)) &&
              move_aside(journal, saving, aside, sizeof(aside), err) && make_file(journal, err) &&
              set_up(journal, aside, err) && end_saving(journal, err);
    if (ok)
        trust(journal);
    connection_lock(journal, F_RDLCK, CONNECTION_PLACE_OPEN);
    return ok;
}

static bool open_db(struct journal *journal, struct epi_error *err)
{
    static const char lock_name[] = "journal.lock";
    if (journal->lock < 0) {
        if (!private_file_open(journal->folder, lock_name, O_RDWR | O_CREAT, &journal->lock, err))
            return false;
    }
    int waited_ms = 0;
    while (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_SETUP)) {
        if (!connection_wait(journal, &waited_ms)) {
            return epi_error_set(err, EPI_ERROR_LATER,
                                 "the journal is busy: another program is opening it");
        }
    }
    bool ok = open_alone(journal, err);
    if (!ok && !journal->readonly)
        connection_drop(journal);
    connection_lock(journal, F_UNLCK, CONNECTION_PLACE_SETUP);
    return ok;
}

bool database_writable(struct journal *journal, struct epi_error *err)
{
    if (journal->readonly && journal->why.kind == EPI_ERROR_LATER) {
        connection_drop(journal); /* it was opened to be read meanwhile */
        journal->readonly = false;
    }
    if (journal->db && !journal->readonly) {
        int moved = 0;
        sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
        if (!moved)
            return true;
        connection_drop(journal); /* the file was moved or removed: begin another */
    }
    if (!journal->readonly && !journal->final && open_db(journal, &journal->why)) {
        journal->why = (struct epi_error){0};
        return true;
    }
    if (err)
        *err = journal->why;
    return false;
}

/* ---- Reading ---- */

/* A sound journal that was opened to be read stays open; another is closed. */
static bool keep_reading(struct journal *journal, bool opened, struct epi_error *err)
{
    if (opened) {
        sqlite3_busy_handler(journal->db, on_busy, journal);
        sqlite3_db_config(journal->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        journal->readonly = check(journal, err) && schema_is_current(journal, err);
    }
    if (!journal->readonly) {
        sqlite3_close(journal->db);
        journal->db = NULL;
    }
    return journal->readonly;
}

/* Opens a journal that cannot be written, and writes nothing: beside the journal of another user, a
 * log of ours would shut that user out. Without a log the file is all there is; a log without its
 * index is used by nobody. */
static bool open_reading(struct journal *journal, struct epi_error *err)
{
    struct private_file_about about, log, index;
    if (!private_file_look(journal->folder, FILES_JOURNAL, &about, err) ||
        !private_file_look(journal->folder, FILES_JOURNAL "-wal", &log, err) ||
        !private_file_look(journal->folder, FILES_JOURNAL "-shm", &index, err) || !about.there)
        return false;
    if (about.ours && is_stuck(journal))
        return keep_reading(journal, immutable_open(journal->path, &journal->db), err);
    if ((about.ours || index.size > 0) &&
        keep_reading(journal,
                     sqlite3_open_v2(journal->path, &journal->db,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK,
                     err))
        return true;
    if (journal->final || (log.size > 0 && index.size > 0))
        return false;
    bool opened = log.size > 0 ? immutable_open_log(journal->path, &journal->db)
                               : immutable_open(journal->path, &journal->db);
    return keep_reading(journal, opened, err);
}

bool database_readable(struct journal *journal, struct epi_error *err)
{
    if (journal->readonly)
        return true;
    struct epi_error why, reading = {0};
    if (database_writable(journal, &why) || journal->db ||
        (!journal->final && open_reading(journal, &reading)))
        return true;
    if (err) /* an old version is why it cannot be read, else it is what keeps it from all */
        *err = reading.kind == EPI_ERROR_NEVER ? reading : why;
    return false;
}
