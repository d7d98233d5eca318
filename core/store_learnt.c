/* SPDX-License-Identifier: MIT
 *
 * What was learnt on the way: sittings, corrections, answers of catalogues, paces, and what was
 * said once.
 */
#include "core/store_sql.h"

#include <stdlib.h>
#include <string.h>

enum { PROGRESS_SECONDS = 30 * 86400 };

/* ---- Sittings ---- */

/* A stream has no size: its duration stands in. */
static int stand_in(int64_t size, double duration)
{
    return size > 0 ? 0 : (int)(duration + 0.5);
}

bool store_progress(struct store *store, const char *path, int64_t size, double duration,
                    int64_t now, char *text, size_t text_size, struct error *err)
{
    char stored[JOURNAL_PATH_MAX];
    bool row;
    store_path(path, stored);
    if (!store_ready(store, err) && !store->db)
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(store, err,
                  "SELECT played FROM progress WHERE path = ? AND size = ?"
                  " AND duration = ? AND at > ?",
                  "tlil", stored, size, stand_in(size, duration), now - PROGRESS_SECONDS);
    if (!rows || !sql_next(store, rows, &row, err))
        return false;
    sql_copy(rows, 0, text, text_size);
    return sql_whole(store, err);
}

bool store_keep_progress(struct store *store, const char *path, int64_t size, double duration,
                         int64_t now, const char *text, struct error *err)
{
    char stored[JOURNAL_PATH_MAX];
    store_path(path, stored);
    bool ok =
        sql_begin_loose(store, err) &&
        sql_run(store, err, "DELETE FROM progress WHERE at <= ?", "l", now - PROGRESS_SECONDS) &&
        sql_run(store, err, "DELETE FROM progress WHERE path = ? AND size = ? AND duration = ?",
                "tli", stored, size, stand_in(size, duration)) &&
        (!*text || sql_run(store, err,
                           "INSERT INTO progress (path, size, duration, played, at)"
                           " VALUES (?, ?, ?, ?, ?)",
                           "tlitl", stored, size, stand_in(size, duration), text, now));
    return sql_end(store, ok, err);
}

/* ---- Corrections ---- */

/* The folder of a path, with its last slash; "" where it has none. */
static void folder_of(const char *path, char *folder)
{
    store_path(path, folder);
    char *slash = strrchr(folder, '/');
    folder[slash ? slash + 1 - folder : 0] = '\0';
}

/* Whether a folder's name, len bytes, says no more than a season: "Season 2", "S02", "Specials". */
static bool is_season(const char *name, size_t len)
{
    struct guess guess;
    match_parse(name, len, &guess);
    return *guess.title ? guess.special && match_similarity(guess.title, "Specials") == 1
                        : guess.season_pack;
}

/* The folder of a series whose seasons have folders of their own: cuts theirs off. */
static void series_folder(char *folder)
{
    size_t len = strlen(folder);
    size_t begin = len > 0 ? len - 1 : 0;
    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    if (begin > 0 && is_season(folder + begin, len - 1 - begin))
        folder[begin] = '\0';
}

/* Lets go what is held in this folder under this title. */
static bool release_held(struct store *store, const char *folder, const char *title_key,
                         int *released, struct error *err)
{
    if (!sql_run(store, err,
                 "UPDATE entries SET status = 0, identify_at = 0, error = '', candidates = NULL"
                 " WHERE status IN (2, 3) AND title_key = ?2"
                 " AND rtrim(path, replace(path, '/', '')) = ?1",
                 "tt", folder, title_key))
        return false;
    *released += sql_changes(store);
    return true;
}

/* The folders below a series' own in which something is held under this title, one a call. */
static bool next_season(struct store *store, const char *series, const char *title_key,
                        char *folder, bool *found, struct error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(store, err,
                  "SELECT DISTINCT rtrim(path, replace(path, '/', '')) AS folder FROM entries"
                  " WHERE status IN (2, 3) AND title_key = ?2"
                  " AND substr(path, 1, length(?1)) = ?1 AND folder > ?3 ORDER BY folder",
                  "ttt", series, title_key, folder);
    if (!rows || !sql_next(store, rows, found, err))
        return false;
    if (*found)
        sql_copy(rows, 0, folder, JOURNAL_PATH_MAX);
    return true;
}

static bool release_seasons(struct store *store, const char *series, const char *title_key,
                            int *released, struct error *err)
{
    char folder[JOURNAL_PATH_MAX] = "";
    for (bool found = true; found;) {
        char own[JOURNAL_PATH_MAX];
        if (!next_season(store, series, title_key, folder, &found, err))
            return false;
        memcpy(own, folder, sizeof(own));
        series_folder(own);
        if (found && !strcmp(own, series) && !release_held(store, folder, title_key, released, err))
            return false;
    }
    return true;
}

static bool write_correction(struct store *store, const char *folder, const char *title_key,
                             const struct correction *correction, int64_t now, struct error *err)
{
    return sql_run(store, err,
                   "INSERT OR REPLACE INTO corrections (folder, title_key, tvdb, tvmaze, imdb,"
                   " season_offset, number_offset, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "ttlltiil", folder, title_key, correction->series.tvdb,
                   correction->series.tvmaze, correction->series.imdb, correction->season_offset,
                   correction->number_offset, now);
}

bool store_correct(struct store *store, const char *path, const char *title_key,
                   const struct correction *correction, int64_t now, int *released,
                   struct error *err)
{
    char folder[JOURNAL_PATH_MAX];
    char series[JOURNAL_PATH_MAX];
    int count = 0;
    folder_of(path, folder);
    memcpy(series, folder, sizeof(series));
    /* Numbers that move do so in one season alone. */
    if (!correction->season_offset && !correction->number_offset)
        series_folder(series);
    bool ok = sql_begin(store, err) &&
              write_correction(store, folder, title_key, correction, now, err) &&
              release_held(store, folder, title_key, &count, err);
    if (ok && strcmp(series, folder) != 0)
        ok = write_correction(store, series, title_key, correction, now, err) &&
             release_seasons(store, series, title_key, &count, err);
    if (!sql_end(store, ok, err))
        return false;
    *released = count;
    return true;
}

static bool read_correction(struct store *store, const char *folder, const char *title_key,
                            struct correction *correction, bool *found, struct error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(store, err,
                  "SELECT tvdb, tvmaze, imdb, season_offset, number_offset FROM corrections"
                  " WHERE folder = ? AND title_key = ?",
                  "tt", folder, title_key);
    if (!rows || !sql_next(store, rows, found, err))
        return false;
    if (*found) {
        memset(correction, 0, sizeof(*correction));
        correction->series.tvdb = sql_int(rows, 0);
        correction->series.tvmaze = sql_int(rows, 1);
        sql_copy(rows, 2, correction->series.imdb, sizeof(correction->series.imdb));
        correction->season_offset = (int)sql_int(rows, 3);
        correction->number_offset = (int)sql_int(rows, 4);
    }
    return sql_whole(store, err);
}

bool store_correction(struct store *store, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct error *err)
{
    char folder[JOURNAL_PATH_MAX];
    char series[JOURNAL_PATH_MAX];
    folder_of(path, folder);
    memcpy(series, folder, sizeof(series));
    series_folder(series);
    struct error why = {0};
    if (!store_ready(store, &why) && !store->db) {
        *found = false; /* in a journal that will never be read nobody looks for a word */
        if (err)
            *err = why;
        return why.kind == ERROR_NEVER;
    }
    if (!read_correction(store, folder, title_key, correction, found, err))
        return false;
    return *found || !strcmp(series, folder) ||
           read_correction(store, series, title_key, correction, found, err);
}

/* ---- The cache ---- */

bool store_cache(struct store *store, const char *key, int64_t now, char **text, struct error *err)
{
    bool row;
    if (!store_ready(store, err) && !store->db)
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        store, err, "SELECT text FROM cache WHERE key = ? AND expires_at > ?", "tl", key, now);
    if (!rows || !sql_next(store, rows, &row, err))
        return false;
    *text = row ? strdup(sql_text(rows, 0)) : NULL;
    return sql_whole(store, err) && (!row || *text || error_set(err, ERROR_LATER, "out of memory"));
}

bool store_keep_cache(struct store *store, const char *key, const char *text, int64_t expires_at,
                      int64_t now, struct error *err)
{
    bool ok =
        sql_begin_loose(store, err) &&
        sql_run(store, err, "DELETE FROM cache WHERE expires_at <= ?", "l", now) &&
        sql_run(store, err, "INSERT OR REPLACE INTO cache (key, text, expires_at) VALUES (?, ?, ?)",
                "ttl", key, text, expires_at);
    return sql_end(store, ok, err);
}

/* ---- Paces ---- */

bool store_pace(struct store *store, const char *bucket, int capacity, double per_seconds,
                int64_t now_ms, int *wait_ms, struct error *err)
{
    /* Half of them at once and the other half evenly: in no stretch of that time are they more. */
    int burst = capacity > 1 ? capacity / 2 : 1;
    double rate = (capacity > 1 ? capacity - burst : 1) / (per_seconds * 1000);
    double tokens = burst;
    bool row = false;
    bool ok = sql_begin_loose(store, err);
    struct sqlite3_stmt *rows =
        ok ? sql_query(store, err, "SELECT tokens, at_ms FROM paces WHERE bucket = ?", "t", bucket)
           : NULL;
    ok = rows && sql_next(store, rows, &row, err);
    if (ok && row) {
        int64_t passed = now_ms - sql_int(rows, 1); /* a clock may be set back */
        tokens = sql_double(rows, 0) + (passed > 0 ? (double)passed * rate : 0);
        tokens = tokens < burst ? tokens : burst;
    }
    sql_free(&rows);
    bool taken = tokens >= 1;
    ok = ok && sql_run(store, err,
                       "INSERT OR REPLACE INTO paces (bucket, tokens, at_ms) VALUES (?, ?, ?)",
                       "tdl", bucket, taken ? tokens - 1 : tokens, now_ms);
    if (!sql_end(store, ok, err))
        return false;
    *wait_ms = taken ? 0 : (int)((1 - tokens) / rate) + 1;
    return true;
}

/* ---- Once ---- */

bool store_once(struct store *store, const char *key, int64_t now, bool *first, struct error *err)
{
    bool ok =
        sql_begin(store, err) &&
        sql_run(store, err, "INSERT OR IGNORE INTO said (key, at) VALUES (?, ?)", "tl", key, now);
    bool added = ok && sql_changes(store) > 0;
    if (!sql_end(store, ok, err))
        return false;
    *first = added;
    return true;
}
