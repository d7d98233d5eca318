/* SPDX-License-Identifier: MIT */
#include "core/journal/schema.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/sql.h"

enum { APPLICATION_ID = 0x6570696d }; /* "epim" */

/* From each version to the next, the first from an empty file. Never change a version that was
 * released, nor name an enumerator here: the numbers are those of its time. */
static const char *const versions[] = {
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

    /* A play that live watching sent is a delivery like any other. */
    "ALTER TABLE entries DROP COLUMN counted;",

    /* Each table is called as the file that keeps it, each column as in the code. */
    "ALTER TABLE entries RENAME COLUMN part TO nth;"
    "ALTER TABLE entries RENAME COLUMN parts TO episodes;"
    "ALTER TABLE deliveries RENAME COLUMN taken TO accepted;"
    "ALTER TABLE progress RENAME TO sittings;"
    "ALTER TABLE paces RENAME TO pace;"
    "ALTER TABLE said RENAME TO once;"
    /* The series to choose from are kept with an entry alone. */
    "DELETE FROM cache WHERE key LIKE 'question' || char(10) || '%';",

    /* What an account may not do is asked again: when, 0 never by itself, -1 now. How often a
     * service did not know an episode. */
    "ALTER TABLE holds ADD COLUMN ask_at INTEGER NOT NULL DEFAULT 0;"
    "UPDATE holds SET ask_at = -1 WHERE capability NOT IN ('*', 'keyring');"
    "ALTER TABLE deliveries ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;"
    /* The record that a value is from, and the last one before a sign-in: clocks are set, so that
     * no time says which came first. */
    "ALTER TABLE deliveries ADD COLUMN record INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE accounts ADD COLUMN record INTEGER NOT NULL DEFAULT 0;"
    "UPDATE accounts SET record ="
    " (SELECT coalesce(max(id), 0) FROM records WHERE at < since);",

    /* A correction is a record, so that it can be undone. Those of before are older than all other
     * records; the one of the series' folder follows from the one of a season's. */
    "ALTER TABLE records ADD COLUMN path TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE records ADD COLUMN duration REAL NOT NULL DEFAULT 0;"
    "ALTER TABLE records ADD COLUMN title_key TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE records ADD COLUMN title TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE records ADD COLUMN tvdb INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE records ADD COLUMN tvmaze INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE records ADD COLUMN imdb TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE records ADD COLUMN season_offset INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE records ADD COLUMN number_offset INTEGER NOT NULL DEFAULT 0;"
    "INSERT INTO records (id, uid, kind, value, at, state, path, title_key, title, tvdb, tvmaze,"
    " imdb, season_offset, number_offset)"
    " SELECT -row_number() OVER (ORDER BY at DESC, rowid DESC), lower(hex(randomblob(16))), 4, 0,"
    " at, 0, folder, title_key, coalesce((SELECT series_title FROM subjects WHERE"
    " (c.tvdb <> 0 AND series_tvdb = c.tvdb) OR (c.tvmaze <> 0 AND series_tvmaze = c.tvmaze)"
    " LIMIT 1), ''), tvdb, tvmaze, imdb, season_offset, number_offset FROM corrections c"
    " WHERE NOT EXISTS (SELECT 1 FROM corrections n WHERE n.title_key = c.title_key AND n.at = c.at"
    " AND n.tvdb = c.tvdb AND n.tvmaze = c.tvmaze AND n.imdb = c.imdb AND n.season_offset = 0"
    " AND n.number_offset = 0 AND length(n.folder) > length(c.folder)"
    " AND substr(n.folder, 1, length(c.folder)) = c.folder);"
    "DROP TABLE corrections;"
    "CREATE INDEX records_kind ON records (kind, title_key);"
    "CREATE INDEX entries_title ON entries (title_key);"
    /* What an entry is, 0 an episode and 1 a film, and by what its sittings are joined. */
    "ALTER TABLE entries ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE entries ADD COLUMN key TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE sittings ADD COLUMN key TEXT NOT NULL DEFAULT '';"
    /* Whole lists of episodes, as the catalogues gave them. */
    "CREATE TABLE episode_lists (id INTEGER PRIMARY KEY, catalogue TEXT NOT NULL,"
    " language TEXT NOT NULL, series INTEGER NOT NULL, fetched_at INTEGER NOT NULL,"
    " UNIQUE (catalogue, language, series)) STRICT;"
    "CREATE TABLE listed_episodes (list INTEGER NOT NULL REFERENCES episode_lists,"
    " place INTEGER NOT NULL, season INTEGER NOT NULL, number INTEGER NOT NULL,"
    " absolute INTEGER NOT NULL, special INTEGER NOT NULL, title TEXT NOT NULL,"
    " airdate TEXT NOT NULL, runtime INTEGER NOT NULL, tvdb INTEGER NOT NULL,"
    " tvmaze INTEGER NOT NULL, PRIMARY KEY (list, place)) STRICT, WITHOUT ROWID;",

    /* How the catalogue names the version of a list. */
    ("ALTER TABLE episode_lists ADD COLUMN etag TEXT NOT NULL DEFAULT '';"
     "ALTER TABLE episode_lists ADD COLUMN modified TEXT NOT NULL DEFAULT '';"),

    /* Sittings are joined by key, whatever the path and the size of the file. */
    ("ALTER TABLE sittings RENAME TO sized;"
     "CREATE TABLE sittings (id INTEGER PRIMARY KEY, path TEXT NOT NULL, duration REAL NOT NULL,"
     " key TEXT NOT NULL, played TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
     "INSERT INTO sittings (path, duration, key, played, at)"
     " SELECT path, duration, key, played, at FROM sized ORDER BY at;"
     "DROP TABLE sized;"
     "CREATE INDEX entries_key ON entries (key);"),

    /* A list for each order of a series; those of before are aired. */
    ("CREATE TABLE lists (id INTEGER PRIMARY KEY, catalogue TEXT NOT NULL,"
     " language TEXT NOT NULL, series INTEGER NOT NULL, episode_order INTEGER NOT NULL,"
     " fetched_at INTEGER NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,"
     " UNIQUE (catalogue, language, series, episode_order)) STRICT;"
     "INSERT INTO lists SELECT id, catalogue, language, series, 0, fetched_at, etag, modified"
     " FROM episode_lists;"
     "CREATE TABLE listed (list INTEGER NOT NULL REFERENCES lists,"
     " place INTEGER NOT NULL, season INTEGER NOT NULL, number INTEGER NOT NULL,"
     " absolute INTEGER NOT NULL, special INTEGER NOT NULL, title TEXT NOT NULL,"
     " airdate TEXT NOT NULL, runtime INTEGER NOT NULL, tvdb INTEGER NOT NULL,"
     " tvmaze INTEGER NOT NULL, PRIMARY KEY (list, place)) STRICT, WITHOUT ROWID;"
     "INSERT INTO listed SELECT * FROM listed_episodes;"
     "DROP TABLE listed_episodes;"
     "DROP TABLE episode_lists;"
     "ALTER TABLE lists RENAME TO episode_lists;"
     "ALTER TABLE listed RENAME TO listed_episodes;"),

    /* What a catalogue splits: the ids of all but the first, with spaces between them. */
    ("ALTER TABLE subjects ADD COLUMN tvdb_more TEXT NOT NULL DEFAULT '';"
     "ALTER TABLE subjects ADD COLUMN tvmaze_more TEXT NOT NULL DEFAULT '';"),

    /* Only choices are found by their kind; they belong to no entry. */
    ("DROP INDEX records_kind;"
     "CREATE INDEX records_kind ON records (kind, title_key) WHERE entry IS NULL;"
     "CREATE INDEX cache_expires_at ON cache (expires_at);"),

    /* The ids that a service itself has for what is sent to it. */
    ("CREATE TABLE service_ids (id INTEGER PRIMARY KEY, service TEXT NOT NULL,"
     " series TEXT NOT NULL, season INTEGER NOT NULL, number INTEGER NOT NULL,"
     " own INTEGER NOT NULL, UNIQUE (service, series, season, number)) STRICT;"),

    /* A subject may be a film: it is the series, and has no episode. */
    ("ALTER TABLE subjects ADD COLUMN film INTEGER NOT NULL DEFAULT 0;"
     "ALTER TABLE subjects ADD COLUMN series_tmdb INTEGER NOT NULL DEFAULT 0;"
     "CREATE INDEX subjects_film ON subjects (series_title, series_year) WHERE film;"
     "CREATE INDEX subjects_film_imdb ON subjects (series_imdb) WHERE film;"
     "CREATE INDEX subjects_film_tmdb ON subjects (series_tmdb) WHERE film;"),

    /* What accounts hold at their services, as these list it. */
    ("CREATE TABLE held_lists (id INTEGER PRIMARY KEY, service TEXT NOT NULL,"
     " account TEXT NOT NULL, list INTEGER NOT NULL, part INTEGER NOT NULL, version TEXT NOT NULL,"
     " pending TEXT NOT NULL, cursor TEXT NOT NULL, anew INTEGER NOT NULL,"
     " round INTEGER NOT NULL, count INTEGER NOT NULL, extra INTEGER NOT NULL,"
     " fetched_at INTEGER NOT NULL, UNIQUE (service, list, part)) STRICT;"
     "CREATE TABLE held_series (id INTEGER PRIMARY KEY, service TEXT NOT NULL,"
     " film INTEGER NOT NULL, own INTEGER NOT NULL, title TEXT NOT NULL, year INTEGER NOT NULL,"
     " tvdb INTEGER NOT NULL, tvmaze INTEGER NOT NULL, imdb TEXT NOT NULL, tmdb INTEGER NOT NULL,"
     " UNIQUE (service, film, own)) STRICT;"
     "CREATE INDEX held_series_tvdb ON held_series (tvdb);"
     "CREATE INDEX held_series_tvmaze ON held_series (tvmaze);"
     "CREATE INDEX held_series_imdb ON held_series (imdb);"
     "CREATE INDEX held_series_tmdb ON held_series (tmdb);"
     "CREATE INDEX held_series_title ON held_series (title) WHERE film;"
     "CREATE TABLE held (id INTEGER PRIMARY KEY, list INTEGER NOT NULL REFERENCES held_lists,"
     " series INTEGER NOT NULL REFERENCES held_series, scope INTEGER NOT NULL,"
     " item INTEGER NOT NULL, own INTEGER NOT NULL, season INTEGER NOT NULL,"
     " number INTEGER NOT NULL, tvdb INTEGER NOT NULL, tvmaze INTEGER NOT NULL,"
     " value INTEGER NOT NULL, at INTEGER NOT NULL, round INTEGER NOT NULL,"
     " UNIQUE (list, scope, item)) STRICT;"
     "CREATE INDEX held_tvdb ON held (tvdb) WHERE tvdb > 0;"
     "CREATE INDEX held_tvmaze ON held (tvmaze) WHERE tvmaze > 0;"
     "CREATE INDEX held_number ON held (series, season, number);"
     "CREATE INDEX held_at ON held (list, at, season, number);"
     "CREATE INDEX held_round ON held (list, round);"
     /* An episode of a series, though thousands of series have one of that number. */
     "CREATE INDEX subjects_in_tvdb ON subjects (series_tvdb, season, number);"
     "CREATE INDEX subjects_in_tvmaze ON subjects (series_tvmaze, season, number);"
     "CREATE INDEX subjects_in_imdb ON subjects (series_imdb, season, number);"),
};
static const int newest = sizeof(versions) / sizeof(versions[0]);

/* How many columns all tables of a version have together, from version 0. */
static const int columns[] = {0,   97,  101, 100, 100, 104, 124, 126,
                              126, 127, 129, 129, 135, 137, 173};
_Static_assert(sizeof(columns) / sizeof(columns[0]) == sizeof(versions) / sizeof(versions[0]) + 1,
               "each version has its count");

/* The tables and columns of the newest version. */
static const char names[] =
    "'accounts.service', 'accounts.account', 'accounts.since', 'accounts.record',"
    "'cache.key', 'cache.text', 'cache.expires_at',"
    "'deliveries.id', 'deliveries.service', 'deliveries.account', 'deliveries.kind',"
    "'deliveries.subject', 'deliveries.uid', 'deliveries.entry', 'deliveries.value',"
    "'deliveries.at', 'deliveries.seq', 'deliveries.acked', 'deliveries.accepted',"
    "'deliveries.attempted', 'deliveries.tries', 'deliveries.next_at', 'deliveries.dead',"
    "'deliveries.error', 'deliveries.owner', 'deliveries.lease_until', 'deliveries.done_at',"
    "'deliveries.unknown', 'deliveries.record',"
    "'entries.id', 'entries.uid', 'entries.path', 'entries.size', 'entries.duration',"
    "'entries.nth', 'entries.episodes', 'entries.media_title', 'entries.created_at',"
    "'entries.watched_at', 'entries.mark', 'entries.live_until', 'entries.status',"
    "'entries.subject', 'entries.source', 'entries.confidence', 'entries.reason',"
    "'entries.candidates', 'entries.title_key', 'entries.error', 'entries.identify_at',"
    "'entries.owner', 'entries.lease_until', 'entries.same_as', 'entries.kind', 'entries.key',"
    "'episode_lists.id', 'episode_lists.catalogue', 'episode_lists.language',"
    "'episode_lists.series', 'episode_lists.episode_order', 'episode_lists.fetched_at',"
    "'episode_lists.etag', 'episode_lists.modified',"
    "'held.id', 'held.list', 'held.series', 'held.scope', 'held.item', 'held.own',"
    "'held.season', 'held.number', 'held.tvdb', 'held.tvmaze', 'held.value', 'held.at',"
    "'held.round', 'held_lists.id', 'held_lists.service', 'held_lists.account',"
    "'held_lists.list', 'held_lists.part', 'held_lists.version', 'held_lists.pending',"
    "'held_lists.cursor', 'held_lists.anew', 'held_lists.round',"
    "'held_lists.count', 'held_lists.extra', 'held_lists.fetched_at', 'held_series.id',"
    "'held_series.service', 'held_series.film', 'held_series.own', 'held_series.title',"
    "'held_series.year', 'held_series.tvdb', 'held_series.tvmaze', 'held_series.imdb',"
    "'held_series.tmdb',"
    "'holds.service', 'holds.capability', 'holds.text', 'holds.since', 'holds.ask_at',"
    "'listed_episodes.list', 'listed_episodes.place', 'listed_episodes.season',"
    "'listed_episodes.number', 'listed_episodes.absolute', 'listed_episodes.special',"
    "'listed_episodes.title', 'listed_episodes.airdate', 'listed_episodes.runtime',"
    "'listed_episodes.tvdb', 'listed_episodes.tvmaze',"
    "'once.key', 'once.at',"
    "'pace.bucket', 'pace.tokens', 'pace.at_ms',"
    "'pauses.service', 'pauses.until',"
    "'ratings.entry', 'ratings.scope', 'ratings.value', 'ratings.at', 'ratings.subject',"
    "'records.id', 'records.uid', 'records.entry', 'records.kind', 'records.value',"
    "'records.at', 'records.state', 'records.scope', 'records.path', 'records.duration',"
    "'records.title_key', 'records.title', 'records.tvdb', 'records.tvmaze', 'records.imdb',"
    "'records.season_offset', 'records.number_offset',"
    "'service_ids.id', 'service_ids.service', 'service_ids.series', 'service_ids.season',"
    "'service_ids.number', 'service_ids.own',"
    "'sittings.id', 'sittings.path', 'sittings.duration', 'sittings.key', 'sittings.played',"
    "'sittings.at',"
    "'subjects.id', 'subjects.series_title', 'subjects.series_year', 'subjects.series_tvdb',"
    "'subjects.series_tvmaze', 'subjects.series_imdb', 'subjects.season', 'subjects.number',"
    "'subjects.absolute', 'subjects.title', 'subjects.airdate', 'subjects.tvdb',"
    "'subjects.tvmaze', 'subjects.tvdb_more', 'subjects.tvmaze_more', 'subjects.film',"
    "'subjects.series_tmdb'";

bool schema_is_newer(struct journal *journal, int64_t *version)
{
    int64_t application;
    return sql_value(journal, NULL, &application, 0, "PRAGMA application_id", "") &&
           sql_value(journal, NULL, version, 0, "PRAGMA user_version", "") &&
           application == APPLICATION_ID && *version > newest;
}

int schema_newest(void)
{
    return newest;
}

bool schema_refuse(struct journal *journal, int64_t version, struct epi_error *err)
{
    journal->final = true;
    return epi_error_set(err, EPI_ERROR_NEVER,
                         "journal.db was made by a newer epimark (version %d, this one knows %d): "
                         "update this one; until then records are kept in journal.spool",
                         (int)version, newest);
}

/* Whether the file has every table and column of its version, and an older one no others. Asked at
 * each opening, so it is one query. What the user added to the newest version is no damage. */
static bool find_whole(struct journal *journal, int64_t version, bool *whole, struct epi_error *err)
{
    static const char counts[] = "SELECT count(*) FROM sqlite_schema t, pragma_table_info(t.name) c"
                                 " WHERE t.type = 'table' AND ";
    char sql[sizeof(counts) + sizeof(names) + 64];
    int64_t count;
    if (version == newest)
        snprintf(sql, sizeof(sql), "%st.name || '.' || c.name IN (%s)", counts, names);
    else
        snprintf(sql, sizeof(sql), "%st.name NOT LIKE 'sqlite%%'", counts);
    if (!sql_value(journal, err, &count, 0, sql, ""))
        return false;
    *whole = count == columns[version];
    return true;
}

bool schema_is_current(struct journal *journal, struct epi_error *err)
{
    int64_t version;
    if (!sql_value(journal, err, &version, 0, "PRAGMA user_version", ""))
        return false;
    return version == newest ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "journal.db was made by an older epimark (version %d, this one needs %d) "
                         "and cannot be brought up to date: make it writable",
                         (int)version, newest);
}

bool schema_check(struct journal *journal, struct epi_error *err)
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
    if (version > newest)
        return schema_refuse(journal, version, err);
    bool whole = false;
    if (version >= 0 && !find_whole(journal, version, &whole, err))
        return false;
    return whole || sql_failed(journal, SQLITE_CORRUPT, err);
}

bool schema_check_pages(struct journal *journal, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(journal, err, "PRAGMA quick_check(1)", "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    return (row && strcmp(sql_text(rows, 0), "ok") == 0) ||
           sql_failed(journal, SQLITE_CORRUPT, err);
}

bool schema_migrate(struct journal *journal, int64_t target, struct epi_error *err)
{
    int to = target > 0 && target < newest ? (int)target : newest;
    int64_t version;
    if (!sql_value(journal, err, &version, 0, "PRAGMA user_version", ""))
        return false;
    if (version == to)
        return true;
    bool ok = sql_run(journal, err, "BEGIN IMMEDIATE", "") &&
              sql_value(journal, err, &version, 0, "PRAGMA user_version", "");
    for (; ok && version < to; version++) {
        int code = sqlite3_exec(journal->db, versions[version], NULL, NULL, NULL);
        ok = code == SQLITE_OK || sql_failed(journal, code, err);
    }
    char pragmas[96];
    snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, to);
    int code = ok ? sqlite3_exec(journal->db, pragmas, NULL, NULL, NULL) : SQLITE_OK;
    ok = ok && (code == SQLITE_OK || sql_failed(journal, code, err));
    ok = ok && sql_run(journal, err, "COMMIT", "");
    if (!ok && !sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return ok;
}
