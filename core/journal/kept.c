/* SPDX-License-Identifier: MIT
 *
 * What was learnt on the way: sittings, corrections, answers of catalogues, paces, and what was
 * said once.
 */
#include <stdlib.h>
#include <string.h>

#include "core/journal/sql.h"

enum { PROGRESS_SECONDS = 30 * 86400 };

/* ---- Sittings ---- */

/* A stream has no size: its duration stands in. */
static int stand_in(int64_t size, double duration)
{
    return size > 0 ? 0 : (int)(duration + 0.5);
}

bool sittings_read(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, char *text, size_t text_size, struct epi_error *err)
{
    char stored[JOURNAL_PATH_MAX];
    bool row;
    stored_path(path, stored);
    if (!journal_ready(journal, err) && !journal->db)
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT played FROM progress WHERE path = ? AND size = ?"
                  " AND duration = ? AND at > ?",
                  "tlil", stored, size, stand_in(size, duration), now - PROGRESS_SECONDS);
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    sql_copy(rows, 0, text, text_size);
    return sql_whole(journal, err);
}

bool sittings_keep(struct journal *journal, const char *path, int64_t size, double duration,
                   int64_t now, const char *text, struct epi_error *err)
{
    char stored[JOURNAL_PATH_MAX];
    stored_path(path, stored);
    bool ok =
        sql_begin_loose(journal, err) &&
        sql_run(journal, err, "DELETE FROM progress WHERE at <= ?", "l", now - PROGRESS_SECONDS) &&
        sql_run(journal, err, "DELETE FROM progress WHERE path = ? AND size = ? AND duration = ?",
                "tli", stored, size, stand_in(size, duration)) &&
        (!*text || sql_run(journal, err,
                           "INSERT INTO progress (path, size, duration, played, at)"
                           " VALUES (?, ?, ?, ?, ?)",
                           "tlitl", stored, size, stand_in(size, duration), text, now));
    return sql_end(journal, ok, err);
}

/* ---- Corrections ---- */

/* The folder of a path, with its last slash; "" where it has none. */
static void folder_of(const char *path, char *folder)
{
    stored_path(path, folder);
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
static bool release_held(struct journal *journal, const char *folder, const char *title_key,
                         int *released, struct epi_error *err)
{
    if (!sql_run(journal, err,
                 "UPDATE entries SET status = 0, identify_at = 0, error = '', candidates = NULL"
                 " WHERE status IN (2, 3) AND title_key = ?2"
                 " AND rtrim(path, replace(path, '/', '')) = ?1",
                 "tt", folder, title_key))
        return false;
    *released += sql_changes(journal);
    return true;
}

/* The folders below a series' own in which something is held under this title, one a call. */
static bool next_season(struct journal *journal, const char *series, const char *title_key,
                        char *folder, bool *found, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT DISTINCT rtrim(path, replace(path, '/', '')) AS folder FROM entries"
                  " WHERE status IN (2, 3) AND title_key = ?2"
                  " AND substr(path, 1, length(?1)) = ?1 AND folder > ?3 ORDER BY folder",
                  "ttt", series, title_key, folder);
    if (!rows || !sql_next(journal, rows, found, err))
        return false;
    if (*found)
        sql_copy(rows, 0, folder, JOURNAL_PATH_MAX);
    return true;
}

static bool release_seasons(struct journal *journal, const char *series, const char *title_key,
                            int *released, struct epi_error *err)
{
    char folder[JOURNAL_PATH_MAX] = "";
    for (bool found = true; found;) {
        char own[JOURNAL_PATH_MAX];
        if (!next_season(journal, series, title_key, folder, &found, err))
            return false;
        memcpy(own, folder, sizeof(own));
        series_folder(own);
        if (found && strcmp(own, series) == 0 &&
            !release_held(journal, folder, title_key, released, err))
            return false;
    }
    return true;
}

static bool write_correction(struct journal *journal, const char *folder, const char *title_key,
                             const struct correction *correction, int64_t now,
                             struct epi_error *err)
{
    return sql_run(journal, err,
                   "INSERT OR REPLACE INTO corrections (folder, title_key, tvdb, tvmaze, imdb,"
                   " season_offset, number_offset, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                   "ttlltiil", folder, title_key, correction->series.tvdb,
                   correction->series.tvmaze, correction->series.imdb, correction->season_offset,
                   correction->number_offset, now);
}

bool corrections_add(struct journal *journal, const char *path, const char *title_key,
                     const struct correction *correction, int64_t now, int *released,
                     struct epi_error *err)
{
    char folder[JOURNAL_PATH_MAX];
    char series[JOURNAL_PATH_MAX];
    int count = 0;
    folder_of(path, folder);
    memcpy(series, folder, sizeof(series));
    /* Numbers that move do so in one season alone. */
    if (!correction->season_offset && !correction->number_offset)
        series_folder(series);
    bool ok = sql_begin(journal, err) &&
              write_correction(journal, folder, title_key, correction, now, err) &&
              release_held(journal, folder, title_key, &count, err);
    if (ok && strcmp(series, folder) != 0)
        ok = write_correction(journal, series, title_key, correction, now, err) &&
             release_seasons(journal, series, title_key, &count, err);
    if (!sql_end(journal, ok, err))
        return false;
    *released = count;
    return true;
}

static bool read_correction(struct journal *journal, const char *folder, const char *title_key,
                            struct correction *correction, bool *found, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT tvdb, tvmaze, imdb, season_offset, number_offset FROM corrections"
                  " WHERE folder = ? AND title_key = ?",
                  "tt", folder, title_key);
    if (!rows || !sql_next(journal, rows, found, err))
        return false;
    if (*found) {
        memset(correction, 0, sizeof(*correction));
        correction->series.tvdb = sql_int(rows, 0);
        correction->series.tvmaze = sql_int(rows, 1);
        sql_copy(rows, 2, correction->series.imdb, sizeof(correction->series.imdb));
        correction->season_offset = (int)sql_int(rows, 3);
        correction->number_offset = (int)sql_int(rows, 4);
    }
    return sql_whole(journal, err);
}

bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct epi_error *err)
{
    char folder[JOURNAL_PATH_MAX];
    char series[JOURNAL_PATH_MAX];
    folder_of(path, folder);
    memcpy(series, folder, sizeof(series));
    series_folder(series);
    struct epi_error why = {0};
    if (!journal_ready(journal, &why) && !journal->db) {
        *found = false; /* in a journal that will never be read nobody looks for a word */
        if (err)
            *err = why;
        return why.kind == EPI_ERROR_NEVER;
    }
    if (!read_correction(journal, folder, title_key, correction, found, err))
        return false;
    return *found || strcmp(series, folder) == 0 ||
           read_correction(journal, series, title_key, correction, found, err);
}

/* ---- The cache ---- */

bool cache_read(struct journal *journal, const char *key, int64_t now, char **text,
                struct epi_error *err)
{
    bool row;
    if (!journal_ready(journal, err) && !journal->db)
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err, "SELECT text FROM cache WHERE key = ? AND expires_at > ?", "tl", key, now);
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *text = row ? strdup(sql_text(rows, 0)) : NULL;
    return sql_whole(journal, err) && (!row || *text || error_memory(err));
}

bool cache_keep(struct journal *journal, const char *key, const char *text, int64_t expires_at,
                int64_t now, struct epi_error *err)
{
    bool ok = sql_begin_loose(journal, err) &&
              sql_run(journal, err, "DELETE FROM cache WHERE expires_at <= ?", "l", now) &&
              sql_run(journal, err,
                      "INSERT OR REPLACE INTO cache (key, text, expires_at) VALUES (?, ?, ?)",
                      "ttl", key, text, expires_at);
    return sql_end(journal, ok, err);
}

/* ---- Paces ---- */

bool pace_take(struct journal *journal, const char *bucket, int capacity, double per_seconds,
               int64_t now_ms, int *wait_ms, struct epi_error *err)
{
    /* Half of them at once and the other half evenly: in no stretch of that time are they more. */
    int burst = capacity > 1 ? capacity / 2 : 1;
    double rate = (capacity > 1 ? capacity - burst : 1) / (per_seconds * 1000);
    double tokens = burst;
    bool row = false;
    bool ok = sql_begin_loose(journal, err);
    struct sqlite3_stmt *rows =
        ok ? sql_query(journal, err, "SELECT tokens, at_ms FROM paces WHERE bucket = ?", "t",
                       bucket)
           : NULL;
    ok = rows && sql_next(journal, rows, &row, err);
    if (ok && row) {
        int64_t passed = now_ms - sql_int(rows, 1); /* a clock may be set back */
        tokens = sql_double(rows, 0) + (passed > 0 ? (double)passed * rate : 0);
        tokens = tokens < burst ? tokens : burst;
    }
    sql_free(&rows);
    bool taken = tokens >= 1;
    ok = ok && sql_run(journal, err,
                       "INSERT OR REPLACE INTO paces (bucket, tokens, at_ms) VALUES (?, ?, ?)",
                       "tdl", bucket, taken ? tokens - 1 : tokens, now_ms);
    if (!sql_end(journal, ok, err))
        return false;
    *wait_ms = taken ? 0 : (int)((1 - tokens) / rate) + 1;
    return true;
}

/* ---- Once ---- */

bool once_first(struct journal *journal, const char *key, int64_t now, bool *first,
                struct epi_error *err)
{
    bool ok =
        sql_begin(journal, err) &&
        sql_run(journal, err, "INSERT OR IGNORE INTO said (key, at) VALUES (?, ?)", "tl", key, now);
    bool added = ok && sql_changes(journal) > 0;
    if (!sql_end(journal, ok, err))
        return false;
    *first = added;
    return true;
}
