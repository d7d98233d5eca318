/* SPDX-License-Identifier: MIT
 *
 * The connection: where the journal lies, who may open it, and what happens when it cannot be used.
 * Places in journal.lock say who is there (locks of open files, which end with their process):
 * whoever opens or sets up the journal, whoever has it open, and a place for each that claims.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "core/base/private_file.h"
#include "core/journal/sql.h"

enum {
    APPLICATION_ID = 0x6570696d, /* "epim" */
    PATIENCE_MS = 2000,          /* for somebody else's lock */
    WAIT_MS = 5,
    OWNERS_MAX = 1024,
};

/* How to get from each version of the schema to the next. */
static const char *const schema[] = {
    "CREATE TABLE subjects (id INTEGER PRIMARY KEY, series_title TEXT NOT NULL,"
    " series_year INTEGER NOT NULL, series_tvdb INTEGER NOT NULL, series_tvmaze INTEGER NOT NULL,"
    " series_imdb TEXT NOT NULL, season INTEGER NOT NULL, number INTEGER NOT NULL,"
    " absolute INTEGER NOT NULL, title TEXT NOT NULL, airdate TEXT NOT NULL,"
    " tvdb INTEGER NOT NULL, tvmaze INTEGER NOT NULL) STRICT;"
    "CREATE INDEX subjects_tvdb ON subjects (tvdb);"
    "CREATE INDEX subjects_tvmaze ON subjects (tvmaze);"
    "CREATE INDEX subjects_number ON subjects (season, number);"

    "CREATE TABLE entries (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, path TEXT NOT NULL,"
    " size INTEGER NOT NULL, duration REAL NOT NULL, part INTEGER NOT NULL,"
    " parts INTEGER NOT NULL, media_title TEXT NOT NULL, created_at INTEGER NOT NULL,"
    " watched_at INTEGER NOT NULL DEFAULT 0, mark INTEGER NOT NULL DEFAULT 0,"
    " rating INTEGER NOT NULL DEFAULT -1, rated_at INTEGER NOT NULL DEFAULT 0,"
    " live_until INTEGER NOT NULL DEFAULT 0, counted TEXT NOT NULL DEFAULT ',',"
    " status INTEGER NOT NULL DEFAULT 0, subject INTEGER REFERENCES subjects,"
    " source TEXT NOT NULL DEFAULT '', confidence REAL NOT NULL DEFAULT 0,"
    " reason TEXT NOT NULL DEFAULT '', candidates TEXT, title_key TEXT NOT NULL DEFAULT '',"
    " error TEXT NOT NULL DEFAULT '', identify_at INTEGER NOT NULL DEFAULT 0,"
    " owner INTEGER NOT NULL DEFAULT 0, lease_until INTEGER NOT NULL DEFAULT 0,"
    " same_as INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX entries_path ON entries (path);"
    "CREATE INDEX entries_subject ON entries (subject);"
    "CREATE INDEX entries_status ON entries (status) WHERE status <> 1;"

    "CREATE TABLE records (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE,"
    " entry INTEGER REFERENCES entries, kind INTEGER NOT NULL, value INTEGER NOT NULL,"
    " at INTEGER NOT NULL, state INTEGER NOT NULL) STRICT;"
    "CREATE INDEX records_entry ON records (entry);"
    "CREATE INDEX records_at ON records (at);"

    "CREATE TABLE deliveries (id INTEGER PRIMARY KEY, service TEXT NOT NULL,"
    " account TEXT NOT NULL, kind INTEGER NOT NULL, subject INTEGER NOT NULL REFERENCES subjects,"
    " uid TEXT NOT NULL DEFAULT '', entry INTEGER NOT NULL REFERENCES entries,"
    " value INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 1,"
    " acked INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0,"
    " attempted INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,"
    " next_at INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0,"
    " error TEXT NOT NULL DEFAULT '', owner INTEGER NOT NULL DEFAULT 0,"
    " lease_until INTEGER NOT NULL DEFAULT 0, done_at INTEGER NOT NULL DEFAULT 0,"
    " UNIQUE (service, account, kind, subject, uid)) STRICT;"
    "CREATE INDEX deliveries_subject ON deliveries (subject);"
    "CREATE INDEX deliveries_entry ON deliveries (entry);"
    "CREATE INDEX deliveries_open ON deliveries (service) WHERE acked <> seq;"

    "CREATE TABLE accounts (service TEXT PRIMARY KEY, account TEXT NOT NULL,"
    " since INTEGER NOT NULL) STRICT;"
    "CREATE TABLE holds (service TEXT NOT NULL, capability TEXT NOT NULL, text TEXT NOT NULL,"
    " since INTEGER NOT NULL, PRIMARY KEY (service, capability)) STRICT;"
    "CREATE TABLE pauses (service TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT;"
    "CREATE TABLE paces (bucket TEXT PRIMARY KEY, tokens REAL NOT NULL, at_ms INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE progress (path TEXT NOT NULL, size INTEGER NOT NULL, duration INTEGER NOT NULL,"
    " played TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (path, size, duration)) STRICT;"
    "CREATE TABLE corrections (folder TEXT NOT NULL, title_key TEXT NOT NULL,"
    " tvdb INTEGER NOT NULL, tvmaze INTEGER NOT NULL, imdb TEXT NOT NULL,"
    " season_offset INTEGER NOT NULL, number_offset INTEGER NOT NULL, at INTEGER NOT NULL,"
    " PRIMARY KEY (folder, title_key)) STRICT;"
    "CREATE TABLE cache (key TEXT PRIMARY KEY, text TEXT NOT NULL, expires_at INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE said (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;",

    /* An entry may hold three ratings: of its episode, its season, its series. */
    "ALTER TABLE records ADD COLUMN scope INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE ratings (entry INTEGER NOT NULL REFERENCES entries, scope INTEGER NOT NULL,"
    " value INTEGER NOT NULL, at INTEGER NOT NULL, subject INTEGER REFERENCES subjects,"
    " PRIMARY KEY (entry, scope)) STRICT;"
    "CREATE INDEX ratings_subject ON ratings (subject);"
    "INSERT INTO ratings (entry, scope, value, at, subject)"
    " SELECT id, 0, rating, rated_at, subject FROM entries WHERE rating >= 0;"
    "ALTER TABLE entries DROP COLUMN rating;"
    "ALTER TABLE entries DROP COLUMN rated_at;",

    /* A play that live watching told is a delivery like any other. */
    "ALTER TABLE entries DROP COLUMN counted;",
};
static const char db_name[] = "journal.db";
static const int schema_version = sizeof(schema) / sizeof(schema[0]);

/* ---- Waiting and locks ---- */

bool journal_hurried(const struct journal *journal)
{
    return journal->hurry && atomic_load(journal->hurry);
}

bool journal_wait(struct journal *journal, int *waited_ms)
{
    if (journal_hurried(journal) || *waited_ms >= PATIENCE_MS)
        return false;
    poll(NULL, 0, WAIT_MS);
    *waited_ms += WAIT_MS;
    return true;
}

static int on_busy(void *context, int count)
{
    int waited_ms = count * WAIT_MS;
    return journal_wait(context, &waited_ms);
}

bool journal_lock_place(const struct journal *journal, short type, int place)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(journal->lock, F_OFD_SETLK, &lock) == 0;
}

bool journal_other_lives(const struct journal *journal, int64_t owner)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = owner, .l_len = 1};
    return owner > 0 && owner != journal->owner && fcntl(journal->lock, F_OFD_GETLK, &lock) == 0 &&
           lock.l_type != F_UNLCK;
}

bool journal_own(struct journal *journal, struct epi_error *err)
{
    for (int i = 0; !journal->owner && i < OWNERS_MAX; i++) {
        if (journal_lock_place(journal, F_WRLCK, JOURNAL_PLACE_OWNERS + i))
            journal->owner = JOURNAL_PLACE_OWNERS + i;
    }
    if (!journal->owner)
        return epi_error_set(err, EPI_ERROR_LATER, "too many programs use the journal at once");
    return true;
}

/* ---- Files ---- */

char *journal_file(const struct journal *journal, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", journal->folder, name) < 0 ? NULL : path;
}

/* Whether SQLite may open what is there: it would follow a link, and wait at a pipe for ever. */
static bool check_files(const struct journal *journal, bool *there, struct epi_error *err)
{
    static const char *const beside[] = {"journal.db-wal", "journal.db-shm", "journal.db-journal"};
    bool one;
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        if (!private_file_check(journal->folder, beside[i], &one, err))
            return false;
    }
    return private_file_check(journal->folder, db_name, there, err);
}

/* SQLite would make the file readable by everybody. Only a new file is ever opened here: closing
 * one that SQLite has open in this process would end SQLite's locks. */
static bool make_file(struct journal *journal, struct epi_error *err)
{
    bool there;
    int fd;
    if (!check_files(journal, &there, err))
        return false;
    if (there)
        return true;
    if (!private_file_open(journal->folder, db_name, O_RDWR | O_CREAT | O_EXCL, &fd, err))
        return false;
    close(fd);
    private_file_sync(journal->folder);
    return true;
}

/* Gives a damaged journal another name, its log first: a log without its file means nothing, but a
 * new file beside an old log would take it in. */
static bool move_aside(struct journal *journal, struct epi_error *err)
{
    static const char *const parts[] = {"-wal", "-shm", ""};
    char from[4096 + 32], to[4096 + 32];
    int number = 0;
    do {
        snprintf(to, sizeof(to), "%s.corrupt-%d", journal->path, ++number);
    } while (faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        snprintf(from, sizeof(from), "%s%s", journal->path, parts[i]);
        snprintf(to, sizeof(to), "%s.corrupt-%d%s", journal->path, number, parts[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return epi_error_set(err, EPI_ERROR_NEVER,
                                 "the journal %s is damaged and cannot be moved aside: %s",
                                 journal->path, strerror(errno));
    }
    private_file_sync(journal->folder);
    snprintf(journal->warning, sizeof(journal->warning),
             "the journal was damaged: it is kept as journal.db.corrupt-%d, and a new one is begun",
             number);
    return true;
}

/* ---- Opening ---- */

static void close_db(struct journal *journal)
{
    if (journal->db && (journal->final || journal_hurried(journal)))
        sqlite3_db_config(journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(journal->db);
    journal->db = NULL;
}

static bool newer(struct journal *journal, int64_t version, struct epi_error *err)
{
    journal->final = true;
    return epi_error_set(
        err, EPI_ERROR_NEVER,
        "journal.db is of a newer epimark (version %d, this one knows %d): update this "
        "one; until then what happens is kept in journal.spool",
        (int)version, schema_version);
}

/* Looks at the version without touching anything: not even a lock or a log. A file that is just
 * being written may look odd: only what is clear counts. */
static bool is_newer(struct journal *journal, int64_t *version)
{
    size_t size = 3 * strlen(journal->path) + 32;
    CLEANUP(cleanup_free) char *uri = malloc(size);
    if (!uri)
        return false;
    size_t len = (size_t)snprintf(uri, size, "file:");
    for (const char *c = journal->path; *c; c++)
        len += (size_t)snprintf(uri + len, size - len, strchr("%?#", *c) ? "%%%02X" : "%c",
                                (unsigned char)*c);
    snprintf(uri + len, size - len, "?immutable=1");
    struct journal probe = {.path = journal->path};
    int64_t application = 0;
    bool ok = sqlite3_open_v2(uri, &probe.db,
                              SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                              NULL) == SQLITE_OK &&
              sql_value(&probe, NULL, &application, 0, "PRAGMA application_id", "") &&
              sql_value(&probe, NULL, version, 0, "PRAGMA user_version", "");
    sqlite3_close(probe.db);
    return ok && application == APPLICATION_ID && *version > schema_version;
}

static bool check(struct journal *journal, struct epi_error *err)
{
    int64_t application, version, tables;
    if (!sql_value(journal, err, &application, 0, "PRAGMA application_id", "") ||
        !sql_value(journal, err, &version, 0, "PRAGMA user_version", "") ||
        !sql_value(journal, err, &tables, 0, "SELECT count(*) FROM sqlite_schema", ""))
        return false;
    if (application != APPLICATION_ID && (application || version || tables)) {
        journal->final = true;
        return epi_error_set(err, EPI_ERROR_NEVER, "%s is not a journal of epimark: move it away",
                             journal->path);
    }
    if (version > schema_version)
        return newer(journal, version, err);
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(journal, err, "PRAGMA quick_check(1)", "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    return (row && strcmp(sql_text(rows, 0), "ok") == 0) ||
           sql_failed(journal, SQLITE_CORRUPT, err);
}

static bool migrate(struct journal *journal, struct epi_error *err)
{
    int64_t version;
    if (!sql_value(journal, err, &version, 0, "PRAGMA user_version", ""))
        return false;
    if (version == schema_version)
        return true;
    bool ok = sql_run(journal, err, "BEGIN IMMEDIATE", "") &&
              sql_value(journal, err, &version, 0, "PRAGMA user_version", "");
    for (; ok && version < schema_version; version++) {
        int code = sqlite3_exec(journal->db, schema[version], NULL, NULL, NULL);
        ok = code == SQLITE_OK || sql_failed(journal, code, err);
    }
    char pragmas[96];
    snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, schema_version);
    int code = ok ? sqlite3_exec(journal->db, pragmas, NULL, NULL, NULL) : SQLITE_OK;
    ok = ok && (code == SQLITE_OK || sql_failed(journal, code, err));
    ok = ok && sql_run(journal, err, "COMMIT", "");
    if (!ok && !sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

static bool set_up(struct journal *journal, struct epi_error *err)
{
    static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                  "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                  "PRAGMA journal_size_limit = 1048576";
    int64_t version;
    journal->damaged = false;
    journal->loose = false;
    if (is_newer(journal, &version))
        return newer(journal, version, err);
    int code = sqlite3_open_v2(journal->path, &journal->db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_failed(journal, code, err);
    sqlite3_busy_handler(journal->db, on_busy, journal);
    if (!check(journal, err))
        return false;
    if (sqlite3_db_readonly(journal->db, "main") == 1) {
        journal->readonly = true;
        return sql_failed(journal, SQLITE_READONLY, err);
    }
    code = sqlite3_exec(journal->db, pragmas, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return sql_failed(journal, code, err);
    return migrate(journal, err);
}

/* Opens the journal while nobody else does. A damaged one is moved aside where nobody uses it. */
static bool open_alone(struct journal *journal, struct epi_error *err)
{
    if (!journal_lock_place(journal, F_RDLCK, JOURNAL_PLACE_OPEN))
        return epi_error_set(err, EPI_ERROR_LATER,
                             "the journal is busy: another program repairs it");
    if (make_file(journal, err) && set_up(journal, err))
        return true;
    if (!journal->damaged)
        return false;
    close_db(journal);
    if (!journal_lock_place(journal, F_WRLCK, JOURNAL_PLACE_OPEN))
        return epi_error_set(
            err, EPI_ERROR_LATER,
            "the journal is damaged, and in use: close the other players; until then "
            "what happens is kept in journal.spool");
    bool ok = move_aside(journal, err) && make_file(journal, err) && set_up(journal, err);
    journal_lock_place(journal, F_RDLCK, JOURNAL_PLACE_OPEN);
    return ok;
}

/* In a folder that cannot be written, what is there may be read. */
static bool open_reading(struct journal *journal, struct epi_error *err)
{
    bool there;
    if (!check_files(journal, &there, err))
        return false;
    int code = sqlite3_open_v2(journal->path, &journal->db,
                               SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    journal->readonly = code == SQLITE_OK && check(journal, err);
    if (!journal->readonly)
        close_db(journal);
    return journal->final ? false : sql_failed(journal, SQLITE_READONLY, err);
}

static bool open_db(struct journal *journal, struct epi_error *err)
{
    static const char lock_name[] = "journal.lock";
    int waited_ms = 0;
    bool there;
    if (journal->lock < 0) {
        if (!private_file_check(journal->folder, lock_name, &there, err))
            return false;
        if (!private_file_open(journal->folder, lock_name, O_RDWR | O_CREAT, &journal->lock, NULL))
            return open_reading(journal, err);
    }
    while (!journal_lock_place(journal, F_WRLCK, JOURNAL_PLACE_SETUP)) {
        if (!journal_wait(journal, &waited_ms))
            return epi_error_set(err, EPI_ERROR_LATER,
                                 "the journal is busy: another program opens it");
    }
    bool ok = open_alone(journal, err);
    if (!ok && !journal->readonly)
        journal_drop(journal);
    journal_lock_place(journal, F_UNLCK, JOURNAL_PLACE_SETUP);
    return ok;
}

void journal_drop(struct journal *journal)
{
    close_db(journal);
    journal->damaged = false;
    if (journal->lock >= 0)
        journal_lock_place(journal, F_UNLCK, JOURNAL_PLACE_OPEN);
}

bool journal_ready(struct journal *journal, struct epi_error *err)
{
    int moved = 0;
    if (journal->db && !journal->readonly) {
        sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
        if (!moved)
            return true;
        journal_drop(journal); /* somebody took the file away: begin another */
    }
    if (!journal->readonly && !journal->final && open_db(journal, &journal->why)) {
        journal->why = (struct epi_error){0};
        return true;
    }
    if (err)
        *err = journal->why;
    return false;
}

static void warn(struct journal *journal, const struct epi_error *why)
{
    if (!journal->warning[0])
        snprintf(journal->warning, sizeof(journal->warning), "%s", why->text);
}

struct journal *journal_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                             struct epi_error *err)
{
    if (!private_file_make_folder(folder, err))
        return NULL;
    struct journal *journal = calloc(1, sizeof(*journal));
    if (journal) {
        journal->lock = -1;
        journal->folder = strdup(folder);
        journal->path = journal->folder ? journal_file(journal, db_name) : NULL;
    }
    if (!journal || !journal->path || strlen(journal->path) > 4096) {
        journal_close(journal);
        error_memory(err);
        return NULL;
    }
    journal->plan = *plan;
    journal->hurry = hurry;
    struct epi_error why = {0};
    if (!journal_ready(journal, &why) ||
        (!spool_take_in(journal, NULL, &why) && why.kind == EPI_ERROR_NEVER))
        warn(journal, &why);
    return journal;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    close_db(journal);
    if (journal->lock >= 0)
        close(journal->lock);
    free(journal->folder);
    free(journal->path);
    free(journal);
}

void journal_set_plan(struct journal *journal, const struct plan *plan)
{
    journal->plan = *plan;
}

const char *journal_warning(const struct journal *journal)
{
    return journal->warning;
}
