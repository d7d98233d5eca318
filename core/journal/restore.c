/* SPDX-License-Identifier: MIT */
#include "core/journal/restore.h"

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
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/files.h"
#include "core/journal/incoming.h"
#include "core/journal/salvage.h"
#include "core/journal/spool.h"
#include "core/journal/sql.h"
#include "core/journal/views.h"

/* ---- What is there ---- */

static bool is_itself(const struct journal *journal, const char *file)
{
    struct stat one, other;
    return stat(file, &one) == 0 && stat(journal->path, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* Whether the journal that is there may go. any: whether it has anything to keep. One that cannot
 * be opened (damaged, newer) has, and is not asked further. */
static bool may_go(struct journal *journal, bool force, bool *any, struct epi_error *err)
{
    int64_t records, waiting, unknown;
    *any = true;
    if (!database_writable(journal, NULL))
        return journal->lock >= 0 || database_writable(journal, err);
    spool_drain(journal, NULL, NULL);
    if (!sql_value(journal, err, &records, 0, "SELECT EXISTS (SELECT 1 FROM records)", "") ||
        !sql_value(journal, err, &waiting, 0,
                   "SELECT count(*) FROM deliveries WHERE acked <> seq AND NOT dead", "") ||
        !sql_value(journal, err, &unknown, 0,
                   "SELECT count(*) FROM entries WHERE " VIEW_ENTRY_NEW " AND " VIEW_ENTRY_RECORDED,
                   ""))
        return false;
    *any = records != 0;
    return force || waiting + unknown == 0 ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "%lld %s still to be sent from the journal that is there: `epimark sync` "
                         "sends it; --force restores without",
                         (long long)(waiting + unknown),
                         waiting + unknown == 1 ? "thing is" : "things are");
}

/* Shuts all others out, until release. */
static bool shut(struct journal *journal, struct epi_error *err)
{
    int waited_ms = 0;
    connection_close_db(journal);
    while (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_SETUP)) {
        if (!connection_wait(journal, &waited_ms)) {
            return epi_error_set(err, EPI_ERROR_LATER,
                                 "the journal is busy: another program is opening it");
        }
    }
    return connection_lock(journal, F_WRLCK, CONNECTION_PLACE_OPEN) ||
           epi_error_set(err, EPI_ERROR_LATER,
                         "the journal is in use: close the players, then restore again");
}

static void release(struct journal *journal)
{
    connection_drop(journal);
    connection_lock(journal, F_UNLCK, CONNECTION_PLACE_SETUP);
    journal->readonly = journal->final = false;
    journal->why = (struct epi_error){0};
}

/* Puts a log that a process has left into its file: SQLite would apply it to the new one. */
static bool fold_log(const struct journal *journal, struct epi_error *err)
{
    struct sqlite3 *db = NULL;
    struct private_file_about log;
    if (sqlite3_open_v2(journal->path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
        SQLITE_OK)
        sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
    sqlite3_close(db);
    return private_file_look(journal->folder, FILES_JOURNAL "-wal", &log, err) &&
           (log.size == 0 ||
            epi_error_set(err, EPI_ERROR_NEVER,
                          "the journal %s cannot be closed: move it and its -wal away",
                          journal->path));
}

/* ---- The new one ---- */

static bool fill(struct incoming *incoming, const char *file, struct restored *restored,
                 struct epi_error *err)
{
    struct journal *new = &incoming->journal;
    return incoming_read(incoming, file, err) && salvage_doubt(new, err) &&
           sql_value(new, err, &restored->entries, 0,
                     "SELECT count(*) FROM entries WHERE " VIEW_ENTRY_RECORDED, "") &&
           incoming_finish(incoming, err);
}

/* Gives what is there a second name, under which it stays. */
static bool keep(const struct journal *journal, struct restored *restored, struct epi_error *err)
{
    for (int i = 1; i < 1000; i++) {
        snprintf(restored->kept, sizeof(restored->kept), "%s%d", FILES_REPLACED, i);
        CLEANUP(cleanup_free) char *path = connection_file(journal, restored->kept);
        if (!path)
            return error_memory(err);
        if (link(journal->path, path) == 0)
            return true;
        if (errno == ENOENT) {
            restored->kept[0] = '\0';
            return true;
        }
        if (errno == EEXIST)
            continue;
        /* Without links there is an instant without a journal, but nothing is lost. */
        if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0 &&
            rename(journal->path, path) == 0)
            return true;
    }
    return epi_error_set(err, EPI_ERROR_LATER, "the journal %s cannot be kept: %s", journal->path,
                         error_reason(errno));
}

/* Puts it in its place. The weekly copy is of the journal that was there. */
static bool put(const struct journal *journal, const struct incoming *incoming, bool any,
                struct restored *restored, struct epi_error *err)
{
    static const char *const old[] = {FILES_COPY, FILES_SUSPECT, FILES_JOURNAL "-wal",
                                      FILES_JOURNAL "-shm"};
    if (any && !keep(journal, restored, err))
        return false;
    for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
        CLEANUP(cleanup_free) char *path = connection_file(journal, old[i]);
        if (!path)
            return error_memory(err);
        unlink(path);
    }
    private_file_sync(journal->folder);
    if (rename(incoming->path, journal->path) != 0) {
        return epi_error_set(err, EPI_ERROR_LATER, "the journal %s cannot be replaced: %s",
                             journal->path, error_reason(errno));
    }
    private_file_sync(journal->folder);
    return true;
}

bool restore_journal(struct journal *journal, const char *file, bool force,
                     struct restored *restored, struct epi_error *err)
{
    struct restored done = {0};
    struct incoming incoming;
    bool any;
    if (is_itself(journal, file))
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is the journal itself", file);
    if (!may_go(journal, force, &any, err))
        return false;
    bool ok = shut(journal, err) && fold_log(journal, err);
    if (ok) {
        ok = incoming_begin(journal, &incoming, err) && fill(&incoming, file, &done, err) &&
             put(journal, &incoming, any, &done, err);
        incoming_end(journal, &incoming);
    }
    release(journal);
    if (ok) {
        journal->warning[0] = '\0'; /* it was of the one before */
        *restored = done;
    }
    return ok;
}
