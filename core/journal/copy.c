/* SPDX-License-Identifier: MIT */
#include "core/journal/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/private_file.h"
#include "core/journal/connection.h"
#include "core/journal/database.h"
#include "core/journal/files.h"
#include "core/journal/immutable.h"
#include "core/journal/schema.h"
#include "core/journal/sql.h"

enum {
    AGE_SECONDS = 7 * 86400, /* of a copy that is made again */
    STEP_PAGES = 256,
    CHECK_STEPS = 10000,  /* of SQLite's machine, between two looks at whether there is time */
    ROOM_BYTES = 1 << 20, /* that stay free on the disk */
    VERSION_AT = 60,      /* in the header of a file of SQLite, four bytes */
};

/* Where a copy goes. */
struct place {
    const char *folder;
    const char *name;
    const char *fresh; /* its name while it is made */
    const char *what;  /* for people */
};

struct copy {
    const struct journal *journal;
    struct place place;
    struct sqlite3 *from; /* reads the journal as it was when the copy was begun */
    struct sqlite3 *to;
    struct sqlite3_backup *backup;
    bool fresh; /* there is a file that is to be removed */
    bool whole; /* it is made, and in its place */
};

static struct place weekly(const struct journal *journal)
{
    return (struct place){.folder = journal->folder,
                          .name = FILES_COPY,
                          .fresh = FILES_FRESH_COPY,
                          .what = "the weekly copy of the journal"};
}

/* A file of the folder that the copy goes to; NULL if memory is short. Free it. */
static char *file_of(const struct copy *copy, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", copy->place.folder, name) < 0 ? NULL : path;
}

/* ---- When ---- */

static int64_t version_in(int fd)
{
    unsigned char bytes[4];
    if (pread(fd, bytes, sizeof(bytes), VERSION_AT) != sizeof(bytes))
        return -1;
    return (int64_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

/* A copy from the future was made while the clock was ahead. */
static bool is_due(struct journal *journal, int64_t now, bool *due, struct epi_error *err)
{
    CLEANUP(private_file_close) int fd = -1;
    struct stat about;
    int64_t version, any;
    *due = false;
    if (!private_file_open(journal->folder, FILES_COPY, O_RDONLY, &fd, err) ||
        !sql_value(journal, err, &version, 0, "PRAGMA user_version", ""))
        return false;
    if (fd >= 0 && fstat(fd, &about) == 0 && version_in(fd) == version &&
        llabs((long long)(now - about.st_mtime)) < AGE_SECONDS)
        return true;
    if (!sql_value(journal, err, &any, 0, "SELECT EXISTS (SELECT 1 FROM records)", ""))
        return false;
    *due = any != 0;
    return true;
}

/* ---- Making it ---- */

static bool cannot(const struct copy *copy, const char *why, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_LATER, "%s cannot be made: %s (in %s)", copy->place.what,
                         why, copy->place.folder);
}

/* The same for a result code of SQLite. */
static bool cannot_read(const struct copy *copy, int code, struct epi_error *err)
{
    return cannot(copy, (code & 0xff) == SQLITE_FULL ? "disk full" : sqlite3_errstr(code), err);
}

static bool has_room(const struct copy *copy, struct epi_error *err)
{
    struct private_file_about about;
    struct statvfs disk;
    if (!private_file_look(copy->journal->folder, FILES_JOURNAL, &about, err))
        return false;
    return statvfs(copy->place.folder, &disk) != 0 || disk.f_blocks == 0 ||
           (uint64_t)disk.f_bavail * disk.f_frsize > (uint64_t)about.size + ROOM_BYTES ||
           cannot(copy, "disk full", err);
}

/* The file is there before the journal is read: what is erased later is also erased from it. */
static bool make_file(struct copy *copy, struct epi_error *err)
{
    const char *folder = copy->place.folder, *fresh = copy->place.fresh;
    CLEANUP(cleanup_free) char *path = file_of(copy, copy->place.fresh);
    CLEANUP(private_file_close) int fd = -1;
    bool there;
    if (!path)
        return error_memory(err);
    if (!private_file_check(folder, fresh, &there, err) ||
        (there && unlink(path) != 0 && !cannot(copy, error_reason(errno), err)) ||
        !private_file_open(folder, fresh, O_RDWR | O_CREAT | O_EXCL, &fd, err))
        return false;
    copy->fresh = true;
    return true;
}

static bool begin_backup(struct copy *copy, struct epi_error *err)
{
    static const char reading[] = "PRAGMA trusted_schema = OFF; BEGIN; SELECT 1 FROM sqlite_schema";
    static const char writing[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
    CLEANUP(cleanup_free) char *path = file_of(copy, copy->place.fresh);
    if (!path)
        return error_memory(err);
    int code = sqlite3_open_v2(copy->journal->path, &copy->from,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy->from, reading, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_open_v2(path, &copy->to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy->to, writing, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return cannot_read(copy, code, err);
    copy->backup = sqlite3_backup_init(copy->to, "main", copy->from, "main");
    return copy->backup || cannot_read(copy, sqlite3_errcode(copy->to), err);
}

static void close_backup(struct copy *copy)
{
    sqlite3_backup_finish(copy->backup);
    sqlite3_close(copy->to);
    sqlite3_close(copy->from);
    copy->backup = NULL;
    copy->to = copy->from = NULL;
}

void copy_free(struct copy *copy)
{
    if (!copy)
        return;
    close_backup(copy);
    CLEANUP(cleanup_free) char *path = file_of(copy, copy->place.fresh);
    if (copy->fresh && path)
        unlink(path);
    connection_lock(copy->journal, F_UNLCK, CONNECTION_PLACE_COPY);
    free(copy);
}

static bool begin(struct journal *journal, const struct place *place, struct copy **copy,
                  struct epi_error *err)
{
    if (!connection_lock(journal, F_WRLCK, CONNECTION_PLACE_COPY))
        return true; /* another process makes one */
    struct copy *begun = calloc(1, sizeof(*begun));
    if (!begun)
        return error_memory(err);
    begun->journal = journal;
    begun->place = *place;
    if (has_room(begun, err) && make_file(begun, err) && begin_backup(begun, err)) {
        *copy = begun;
        return true;
    }
    copy_free(begun);
    return false;
}

/* ---- Checking it ---- */

static int stop_if_hurried(void *journal)
{
    return connection_hurried(journal);
}

/* Whether the file is still there: what is erased meanwhile takes it away. */
static bool is_there(const char *path)
{
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_sound(struct copy *copy, const char *path, struct epi_error *err)
{
    struct journal probe = *copy->journal;
    CLEANUP(cleanup_free) char *name = file_of(copy, copy->place.fresh);
    probe.db = NULL;
    probe.path = name; /* for the text of an error */
    if (!name)
        return error_memory(err);
    bool sound =
        immutable_open(path, &probe.db) || cannot_read(copy, sqlite3_errcode(probe.db), err);
    if (sound) {
        sqlite3_progress_handler(probe.db, CHECK_STEPS, stop_if_hurried, &probe);
        sound = schema_check(&probe, err) && schema_check_pages(&probe, err);
    }
    sqlite3_close(probe.db);
    return sound;
}

/* Puts it in the place of the last one, with the time of now. */
static bool put(struct copy *copy, const char *path, int64_t now, struct epi_error *err)
{
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = (time_t)now}};
    CLEANUP(cleanup_free) char *final = file_of(copy, copy->place.name);
    CLEANUP(private_file_close) int fd = -1;
    if (!final)
        return error_memory(err);
    if (!private_file_open(copy->place.folder, copy->place.fresh, O_RDWR, &fd, err))
        return false;
    if (futimens(fd, times) != 0 || fsync(fd) != 0 || rename(path, final) != 0)
        return cannot(copy, error_reason(errno), err);
    copy->fresh = false;
    copy->whole = true;
    private_file_sync(copy->place.folder);
    return true;
}

static bool finish(struct copy *copy, int64_t now, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = file_of(copy, copy->place.fresh);
    close_backup(copy);
    if (!path)
        return error_memory(err);
    if (is_there(path) && is_sound(copy, path, err) && put(copy, path, now, err))
        return true;
    copy->fresh = is_there(path);
    return !copy->fresh;
}

/* ---- A step ---- */

static bool step(struct copy *copy, int64_t now, bool *more, struct epi_error *err)
{
    int code = sqlite3_backup_step(copy->backup, STEP_PAGES);
    *more = code == SQLITE_OK;
    return *more || (code == SQLITE_DONE ? finish(copy, now, err) : cannot_read(copy, code, err));
}

static bool step_weekly(struct journal *journal, struct copy **copy, int64_t now, bool *more,
                        struct epi_error *err)
{
    struct place place = weekly(journal);
    bool due = true;
    if (!*copy && (!is_due(journal, now, &due, err) || (due && !begin(journal, &place, copy, err))))
        return false;
    return !*copy || step(*copy, now, more, err);
}

bool copy_step(struct journal *journal, struct copy **copy, int64_t now, bool *more,
               struct epi_error *err)
{
    struct epi_error why = {0};
    *more = false;
    bool ok = !connection_hurried(journal) && database_writable(journal, &why) &&
              step_weekly(journal, copy, now, more, &why);
    if (!*more) {
        copy_free(*copy);
        *copy = NULL;
    }
    if (ok || connection_hurried(journal))
        return true;
    connection_warn(journal, &why);
    if (err)
        *err = why;
    return false;
}

/* ---- To a file ---- */

bool copy_to(struct journal *journal, const char *folder, const char *name, int64_t now,
             struct epi_error *err)
{
    CLEANUP(cleanup_free) char *fresh = NULL;
    struct copy *copy = NULL;
    bool more = true;
    if (asprintf(&fresh, ".%s.epimark-new", name) < 0)
        return error_memory(err);
    const struct place place = {
        .folder = folder, .name = name, .fresh = fresh, .what = "the backup"};
    bool ok = database_writable(journal, err) && connection_begin_copying(journal, err) &&
              begin(journal, &place, &copy, err);
    while (ok && copy && more)
        ok = step(copy, now, &more, err);
    if (ok && (!copy || !copy->whole))
        ok = epi_error_set(err, EPI_ERROR_LATER, "the backup was removed while it was made");
    copy_free(copy);
    return ok;
}
