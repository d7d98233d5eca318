/* SPDX-License-Identifier: MIT
 *
 * scale: makes a journal of many entries, as years of watching leave it, and measures in process
 * what a player does with it.
 *
 *     bench-scale fill FOLDER ENTRIES   makes the journal; prints its bytes for each entry
 *     bench-scale time FOLDER           prints the milliseconds of one opening and of one commit
 *
 * FOLDER is where journal.db is, or is to be. One entry of 100 is held until its series is chosen,
 * one of 10 is rated, and all others were sent to two services.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <sqlite3.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
#include "core/journal/record.h"

static const struct plan plan = {
    .targets = {{.service = "tvmaze", .kind = DUE_MARK},
                {.service = "trakt", .kind = DUE_PLAY},
                {.service = "trakt", .kind = DUE_RATE}},
    .count = 3,
    .rewatch_hours = 6,
};

/* ---- Filling ---- */

/* Three years of a series have 30 episodes; n counts entries from 0, ?1 of them. */
static const char *const rows[] = {
    "CREATE TEMP TABLE numbers AS WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM"
    " count WHERE n + 1 < ?1) SELECT n, n / 30 AS series, 1 + n % 30 / 10 AS season,"
    " 1 + n % 10 AS number, 1600000000 + n * 3000 AS at, n % 100 = 7 AS held,"
    " printf('%032x', n) AS uid FROM count",
    "INSERT INTO accounts (service, account, since) VALUES ('tvmaze', 'viewer', 1),"
    " ('trakt', 'viewer', 1)",
    "INSERT INTO subjects (id, series_title, series_year, series_tvdb, series_tvmaze, series_imdb,"
    " season, number, absolute, title, airdate, tvdb, tvmaze) SELECT n + 1,"
    " 'The Long Series ' || series, 2000 + series % 25, 70000 + series, 1000 + series,"
    " printf('tt%07d', series), season, number, 1 + n % 30, 'An Episode of Number ' || n,"
    " date(at, 'unixepoch'), 4000000 + n, 1000000 + n FROM numbers WHERE NOT held",
    "INSERT INTO entries (id, uid, path, size, duration, nth, episodes, media_title, created_at,"
    " watched_at, status, subject, source, confidence, reason, candidates, title_key, error, key)"
    " SELECT n + 1, uid, printf('/media/videos/Series/The Long Series %d/Season %02d/"
    "The Long Series %d - S%02dE%02d - An Episode of Number %d.mkv', series, season, series,"
    " season, number, n), 734003200 + n, 2580.5, 1, 1, '', at, at, iif(held, 2, 1),"
    " iif(held, NULL, n + 1), iif(held, '', 'tvmaze'), iif(held, 0, 0.98),"
    " iif(held, '', 'title is the same; ' || season || 'x0' || number || ' exists'),"
    " iif(held, printf('%.*c', 600, 'c'), NULL), 'the long series ' || series,"
    " iif(held, 'several series have this title', ''),"
    " printf('the long series %d %dx%02d', series, season, number) FROM numbers",
    "INSERT INTO records (uid, entry, kind, value, at, state) SELECT uid, n + 1, 0, 0, at, 0"
    " FROM numbers",
    "INSERT INTO records (uid, entry, kind, value, at, state) SELECT 'r' || substr(uid, 2), n + 1,"
    " 2, 1 + n % 10, at, 0 FROM numbers WHERE n % 10 = 3 ORDER BY n",
    "INSERT INTO ratings (entry, scope, value, at, subject) SELECT n + 1, 0, 1 + n % 10, at, n + 1"
    " FROM numbers WHERE n % 10 = 3",
    "INSERT INTO deliveries (service, account, kind, subject, uid, entry, value, at, acked,"
    " accepted, tries, done_at, record) SELECT 'tvmaze', 'viewer', 0, n + 1, '', n + 1, 1, at, 1,"
    " 1, 1, at, n + 1 FROM numbers WHERE NOT held",
    "INSERT INTO deliveries (service, account, kind, subject, uid, entry, value, at, acked,"
    " accepted, tries, done_at, record) SELECT 'trakt', 'viewer', 2, n + 1, uid, n + 1, 1, at, 1,"
    " 1, 1, at, n + 1 FROM numbers WHERE NOT held",
    "INSERT INTO deliveries (service, account, kind, subject, uid, entry, value, at, acked,"
    " accepted, tries, done_at, record) SELECT 'trakt', 'viewer', 1, n + 1, '', n + 1, 1 + n % 10,"
    " at, 1, 1, 1, at, n + 1 FROM numbers WHERE n % 10 = 3",
};

static bool insert(struct sqlite3 *db, const char *sql, int64_t count)
{
    struct sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_bind_parameter_count(statement) > 0)
        sqlite3_bind_int64(statement, 1, count);
    sqlite3_step(statement);
    return sqlite3_finalize(statement) == SQLITE_OK;
}

static bool fill(const char *folder, int64_t count)
{
    struct epi_error err = {0};
    struct journal *journal = journal_open(folder, &plan, NULL, &err);
    bool ok = journal && journal_ready(journal, &err);
    journal_close(journal);
    char path[4096];
    struct sqlite3 *db = NULL;
    snprintf(path, sizeof(path), "%s/journal.db", folder);
    ok = ok && sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
         sqlite3_exec(db, "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; BEGIN", NULL, NULL,
                      NULL) == SQLITE_OK;
    for (size_t i = 0; ok && i < sizeof(rows) / sizeof(rows[0]); i++)
        ok = insert(db, rows[i], count);
    ok = ok &&
         sqlite3_exec(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL) == SQLITE_OK;
    if (!ok)
        fprintf(stderr, "scale: %s\n", err.text[0] ? err.text : sqlite3_errmsg(db));
    sqlite3_close(db);
    struct stat about;
    if (ok && stat(path, &about) == 0)
        printf("%lld\n", (long long)(about.st_size / count));
    return ok;
}

/* ---- Measuring ---- */

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* An episode that is watched and identified: all that is committed of it. */
static bool commit(struct journal *journal, struct epi_error *err)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct record record = {
        .kind = RECORD_WATCHED,
        .at = now.tv_sec,
        .path = "/media/videos/Series/The Long Series 7/Season 04/The Long Series 7 - S04E01.mkv",
        .size = 734003200,
        .duration = 2580.5,
        .nth = 1,
        .episodes = 1,
        .title_key = "the long series 7",
        .key = "the long series 7 4x01",
    };
    struct match match = {
        .series = {.title = "The Long Series 7",
                   .year = 2007,
                   .ids = {.tvdb = 70007, .tvmaze = 1007, .imdb = "tt0000007"}},
        .episode = {.season = 4, .number = 1, .title = "A New One", .tvmaze = 3000000},
        .source = "tvmaze",
        .confidence = 0.98,
    };
    struct recorded recorded;
    return journal_add(journal, &record, &recorded, err) &&
           (!recorded.spooled || epi_error_set(err, EPI_ERROR_NEVER, "it was kept in the spool")) &&
           entries_set_match(journal, recorded.entry, &match, record.title_key, now.tv_sec, err);
}

static bool measure(const char *folder)
{
    struct epi_error err = {0};
    double began = now_ms();
    struct journal *journal = journal_open(folder, &plan, NULL, &err);
    double opened = now_ms();
    bool ok = journal && journal_ready(journal, &err);
    double ready = now_ms();
    ok = ok && commit(journal, &err);
    double done = now_ms();
    journal_close(journal);
    if (ok)
        printf("%.3f %.3f\n", opened - began, done - ready);
    else
        fprintf(stderr, "scale: %s\n", err.text);
    return ok;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "fill") == 0)
        return fill(argv[2], strtoll(argv[3], NULL, 10)) ? 0 : 1;
    if (argc == 3 && strcmp(argv[1], "time") == 0)
        return measure(argv[2]) ? 0 : 1;
    fprintf(stderr, "usage: bench-scale fill FOLDER ENTRIES | time FOLDER\n");
    return 2;
}
