/* SPDX-License-Identifier: MIT
 *
 * The connection: where the journal lies, who may open it, and what happens when it cannot be used.
 * Places in journal.lock say who is there (locks of open files, which end with their process):
 * whoever opens or sets up the journal, whoever has it open, and a place for each that claims.
 */
#include "core/private_file.h"
#include "core/store_sql.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool store_hurried(const struct store *store)
{
    return store->hurry && atomic_load(store->hurry);
}

bool store_wait(struct store *store, int *waited_ms)
{
    if (store_hurried(store) || *waited_ms >= PATIENCE_MS)
        return false;
    poll(NULL, 0, WAIT_MS);
    *waited_ms += WAIT_MS;
    return true;
}

static int on_busy(void *context, int count)
{
    int waited_ms = count * WAIT_MS;
    return store_wait(context, &waited_ms);
}

bool store_lock_place(const struct store *store, short type, int place)
{
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(store->lock, F_OFD_SETLK, &lock) == 0;
}

bool store_other_lives(const struct store *store, int64_t owner)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = owner, .l_len = 1};
    return owner > 0 && owner != store->owner && fcntl(store->lock, F_OFD_GETLK, &lock) == 0 &&
           lock.l_type != F_UNLCK;
}

bool store_own(struct store *store, struct error *err)
{
    for (int i = 0; !store->owner && i < OWNERS_MAX; i++) {
        if (store_lock_place(store, F_WRLCK, STORE_PLACE_OWNERS + i))
            store->owner = STORE_PLACE_OWNERS + i;
    }
    if (!store->owner)
        return error_set(err, ERROR_LATER, "too many programs use the journal at once");
    return true;
}

/* ---- Files ---- */

char *store_file(const struct store *store, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", store->folder, name) < 0 ? NULL : path;
}

static bool make_folder(const char *folder, struct error *err)
{
    CLEANUP(cleanup_free) char *path = strdup(folder);
    if (!path)
        return error_set(err, ERROR_LATER, "out of memory");
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700); /* what matters is whether the last one is there */
        *slash = '/';
    }
    struct stat found;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return error_set(err, ERROR_NEVER, "the folder %s cannot be made: %s", folder,
                         strerror(errno));
    if (stat(path, &found) != 0 || !S_ISDIR(found.st_mode))
        return error_set(err, ERROR_NEVER, "%s is no folder", folder);
    return true;
}

/* Whether SQLite may open what is there: it would follow a link, and wait at a pipe for ever. */
static bool check_files(const struct store *store, bool *there, struct error *err)
{
    static const char *const beside[] = {"journal.db-wal", "journal.db-shm", "journal.db-journal"};
    bool one;
    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        if (!private_file_check(store->folder, beside[i], &one, err))
            return false;
    }
    return private_file_check(store->folder, db_name, there, err);
}

/* SQLite would make the file readable by everybody. Only a new file is ever opened here: closing
 * one that SQLite has open in this process would end SQLite's locks. */
static bool make_file(struct store *store, struct error *err)
{
    bool there;
    int fd;
    if (!check_files(store, &there, err))
        return false;
    if (there)
        return true;
    if (!private_file_open(store->folder, db_name, O_RDWR | O_CREAT | O_EXCL, &fd, err))
        return false;
    close(fd);
    private_file_sync(store->folder);
    return true;
}

/* Gives a damaged journal another name, its log first: a log without its file means nothing, but a
 * new file beside an old log would take it in. */
static bool move_aside(struct store *store, struct error *err)
{
    static const char *const parts[] = {"-wal", "-shm", ""};
    char from[4096 + 32], to[4096 + 32];
    int number = 0;
    do {
        snprintf(to, sizeof(to), "%s.corrupt-%d", store->path, ++number);
    } while (faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        snprintf(from, sizeof(from), "%s%s", store->path, parts[i]);
        snprintf(to, sizeof(to), "%s.corrupt-%d%s", store->path, number, parts[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            return error_set(err, ERROR_NEVER,
                             "the journal %s is damaged and cannot be moved aside: %s", store->path,
                             strerror(errno));
    }
    private_file_sync(store->folder);
    snprintf(store->warning, sizeof(store->warning),
             "the journal was damaged: it is kept as journal.db.corrupt-%d, and a new one is begun",
             number);
    return true;
}

/* ---- Opening ---- */

static void close_db(struct store *store)
{
    if (store->db && (store->final || store_hurried(store)))
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(store->db);
    store->db = NULL;
}

static bool newer(struct store *store, int64_t version, struct error *err)
{
    store->final = true;
    return error_set(
        err, ERROR_NEVER,
        "journal.db is of a newer epimark (version %d, this one knows %d): update this "
        "one; until then what happens is kept in journal.spool",
        (int)version, schema_version);
}

/* Looks at the version without touching anything: not even a lock or a log. A file that is just
 * being written may look odd: only what is clear counts. */
static bool is_newer(struct store *store, int64_t *version)
{
    size_t size = 3 * strlen(store->path) + 32;
    CLEANUP(cleanup_free) char *uri = malloc(size);
    if (!uri)
        return false;
    size_t len = (size_t)snprintf(uri, size, "file:");
    for (const char *c = store->path; *c; c++)
        len += (size_t)snprintf(uri + len, size - len, strchr("%?#", *c) ? "%%%02X" : "%c",
                                (unsigned char)*c);
    snprintf(uri + len, size - len, "?immutable=1");
    struct store probe = {.path = store->path};
    int64_t application = 0;
    bool ok = sqlite3_open_v2(uri, &probe.db,
                              SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
                              NULL) == SQLITE_OK &&
              sql_value(&probe, NULL, &application, 0, "PRAGMA application_id", "") &&
              sql_value(&probe, NULL, version, 0, "PRAGMA user_version", "");
    sqlite3_close(probe.db);
    return ok && application == APPLICATION_ID && *version > schema_version;
}

static bool check(struct store *store, struct error *err)
{
    int64_t application, version, tables;
    if (!sql_value(store, err, &application, 0, "PRAGMA application_id", "") ||
        !sql_value(store, err, &version, 0, "PRAGMA user_version", "") ||
        !sql_value(store, err, &tables, 0, "SELECT count(*) FROM sqlite_schema", ""))
        return false;
    if (application != APPLICATION_ID && (application || version || tables)) {
        store->final = true;
        return error_set(err, ERROR_NEVER, "%s is not a journal of epimark: move it away",
                         store->path);
    }
    if (version > schema_version)
        return newer(store, version, err);
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(store, err, "PRAGMA quick_check(1)", "");
    bool row;
    if (!rows || !sql_next(store, rows, &row, err))
        return false;
    return (row && strcmp(sql_text(rows, 0), "ok") == 0) || sql_failed(store, SQLITE_CORRUPT, err);
}

static bool migrate(struct store *store, struct error *err)
{
    int64_t version;
    if (!sql_value(store, err, &version, 0, "PRAGMA user_version", ""))
        return false;
    if (version == schema_version)
        return true;
    bool ok = sql_run(store, err, "BEGIN IMMEDIATE", "") &&
              sql_value(store, err, &version, 0, "PRAGMA user_version", "");
    for (; ok && version < schema_version; version++) {
        int code = sqlite3_exec(store->db, schema[version], NULL, NULL, NULL);
        ok = code == SQLITE_OK || sql_failed(store, code, err);
    }
    char pragmas[96];
    snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, schema_version);
    int code = ok ? sqlite3_exec(store->db, pragmas, NULL, NULL, NULL) : SQLITE_OK;
    ok = ok && (code == SQLITE_OK || sql_failed(store, code, err));
    ok = ok && sql_run(store, err, "COMMIT", "");
    if (!ok && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}

static bool set_up(struct store *store, struct error *err)
{
    static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                  "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
                                  "PRAGMA journal_size_limit = 1048576";
    int64_t version;
    store->damaged = false;
    store->loose = false;
    if (is_newer(store, &version))
        return newer(store, version, err);
    int code =
        sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_failed(store, code, err);
    sqlite3_busy_handler(store->db, on_busy, store);
    if (!check(store, err))
        return false;
    if (sqlite3_db_readonly(store->db, "main") == 1) {
        store->readonly = true;
        return sql_failed(store, SQLITE_READONLY, err);
    }
    code = sqlite3_exec(store->db, pragmas, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return sql_failed(store, code, err);
    return migrate(store, err);
}

/* Opens the journal while nobody else does. A damaged one is moved aside where nobody uses it. */
static bool open_alone(struct store *store, struct error *err)
{
    if (!store_lock_place(store, F_RDLCK, STORE_PLACE_OPEN))
        return error_set(err, ERROR_LATER, "the journal is busy: another program repairs it");
    if (make_file(store, err) && set_up(store, err))
        return true;
    if (!store->damaged)
        return false;
    close_db(store);
    if (!store_lock_place(store, F_WRLCK, STORE_PLACE_OPEN))
        return error_set(err, ERROR_LATER,
                         "the journal is damaged, and in use: close the other players; until then "
                         "what happens is kept in journal.spool");
    bool ok = move_aside(store, err) && make_file(store, err) && set_up(store, err);
    store_lock_place(store, F_RDLCK, STORE_PLACE_OPEN);
    return ok;
}

/* In a folder that cannot be written, what is there may be read. */
static bool open_reading(struct store *store, struct error *err)
{
    bool there;
    if (!check_files(store, &there, err))
        return false;
    int code =
        sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    store->readonly = code == SQLITE_OK && check(store, err);
    if (!store->readonly)
        close_db(store);
    return store->final ? false : sql_failed(store, SQLITE_READONLY, err);
}

static bool open_db(struct store *store, struct error *err)
{
    static const char lock_name[] = "journal.lock";
    int waited_ms = 0;
    bool there;
    if (store->lock < 0) {
        if (!private_file_check(store->folder, lock_name, &there, err))
            return false;
        if (!private_file_open(store->folder, lock_name, O_RDWR | O_CREAT, &store->lock, NULL))
            return open_reading(store, err);
    }
    while (!store_lock_place(store, F_WRLCK, STORE_PLACE_SETUP)) {
        if (!store_wait(store, &waited_ms))
            return error_set(err, ERROR_LATER, "the journal is busy: another program opens it");
    }
    bool ok = open_alone(store, err);
    if (!ok && !store->readonly)
        store_drop(store);
    store_lock_place(store, F_UNLCK, STORE_PLACE_SETUP);
    return ok;
}

void store_drop(struct store *store)
{
    close_db(store);
    store->damaged = false;
    if (store->lock >= 0)
        store_lock_place(store, F_UNLCK, STORE_PLACE_OPEN);
}

bool store_ready(struct store *store, struct error *err)
{
    int moved = 0;
    if (store->db && !store->readonly) {
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
        if (!moved)
            return true;
        store_drop(store); /* somebody took the file away: begin another */
    }
    if (!store->readonly && !store->final && open_db(store, &store->why)) {
        store->why = (struct error){0};
        return true;
    }
    if (err)
        *err = store->why;
    return false;
}

static void warn(struct store *store, const struct error *why)
{
    if (!store->warning[0])
        snprintf(store->warning, sizeof(store->warning), "%s", why->text);
}

struct store *store_open(const char *folder, const struct plan *plan, const atomic_bool *hurry,
                         struct error *err)
{
    if (!make_folder(folder, err))
        return NULL;
    struct store *store = calloc(1, sizeof(*store));
    if (store) {
        store->lock = -1;
        store->folder = strdup(folder);
        store->path = store->folder ? store_file(store, db_name) : NULL;
    }
    if (!store || !store->path || strlen(store->path) > 4096) {
        store_close(store);
        error_set(err, ERROR_LATER, "the journal: out of memory");
        return NULL;
    }
    store->plan = *plan;
    store->hurry = hurry;
    struct error why = {0};
    if (!store_ready(store, &why) || (!store_take_in(store, NULL, &why) && why.kind == ERROR_NEVER))
        warn(store, &why);
    return store;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    close_db(store);
    if (store->lock >= 0)
        close(store->lock);
    free(store->folder);
    free(store->path);
    free(store);
}

void store_set_plan(struct store *store, const struct plan *plan)
{
    store->plan = *plan;
}

const char *store_warning(const struct store *store)
{
    return store->warning;
}
