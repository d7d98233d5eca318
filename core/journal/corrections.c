/* SPDX-License-Identifier: MIT */
#include "core/journal/corrections.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/transaction.h"

/* The folder of a path, with its last slash; "" if it has none. NULL if memory is short. */
static char *folder_of(const char *path, struct epi_error *err)
{
    char *folder = stored_from_path(path, err);
    if (folder) {
        char *slash = strrchr(folder, '/');
        folder[slash ? slash + 1 - folder : 0] = '\0';
    }
    return folder;
}

/* Whether a folder's name, len bytes, says no more than a season: "Season 2", "S02", "Specials". */
static bool is_season(const char *name, size_t len)
{
    struct guess guess;
    match_parse(name, len, &guess);
    return *guess.title ? guess.special && match_similarity(guess.title, "Specials") == 1
                        : guess.season_pack;
}

/* How much of a folder's path is the series' folder: without the last name if that is a season. */
static size_t series_length(const char *folder)
{
    size_t len = strlen(folder);
    size_t begin = len > 0 ? len - 1 : 0;
    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    return begin > 0 && is_season(folder + begin, len - 1 - begin) ? begin : len;
}

/* Has everything identified again that is held in this folder under this title. */
static bool release_held(struct journal *journal, const char *folder, const char *title_key,
                         int *released, struct epi_error *err)
{
    if (!sql_run(journal, err,
                 "UPDATE entries SET status = :STATUS_NEW, identify_at = 0, error = ''"
                 " WHERE status IN (:STATUS_HELD, :STATUS_UNKNOWN)"
                 " AND title_key = ?2 AND rtrim(path, replace(path, '/', '')) = ?1",
                 "tt", folder, title_key))
        return false;
    *released += sql_changes(journal);
    return true;
}

/* The first folder after *folder, below the series' own, in which something is held under this
 * title; NULL if there is none. Frees the one before. */
static bool next_season(struct journal *journal, const char *series, const char *title_key,
                        char **folder, struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT DISTINCT rtrim(path, replace(path, '/', '')) AS folder FROM entries"
                  " WHERE status IN (:STATUS_HELD, :STATUS_UNKNOWN) AND title_key = ?2"
                  " AND substr(path, 1, length(?1)) = ?1 AND folder > ?3 ORDER BY folder",
                  "ttt", series, title_key, *folder ? *folder : "");
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    free(*folder);
    *folder = row ? strdup(sql_text(rows, 0)) : NULL;
    return sql_row_ok(journal, err) && (!row || *folder || error_memory(err));
}

static bool release_seasons(struct journal *journal, const char *series, const char *title_key,
                            int *released, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *folder = NULL;
    do {
        if (!next_season(journal, series, title_key, &folder, err))
            return false;
        if (folder && series_length(folder) == strlen(series) &&
            !release_held(journal, folder, title_key, released, err))
            return false;
    } while (folder);
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
    CLEANUP(cleanup_free) char *folder = folder_of(path, err);
    if (!folder)
        return false;
    /* An offset holds for one season only. */
    bool offset = correction->season_offset || correction->number_offset;
    CLEANUP(cleanup_free)
    char *series = strndup(folder, offset ? strlen(folder) : series_length(folder));
    if (!series)
        return error_memory(err);
    int count = 0;
    bool ok = transaction_begin(journal, err) &&
              write_correction(journal, folder, title_key, correction, now, err) &&
              release_held(journal, folder, title_key, &count, err);
    if (ok && strcmp(series, folder) != 0) {
        ok = write_correction(journal, series, title_key, correction, now, err) &&
             release_seasons(journal, series, title_key, &count, err);
    }
    if (!transaction_end(journal, ok, err))
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
    return sql_row_ok(journal, err);
}

bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      struct correction *correction, bool *found, struct epi_error *err)
{
    struct epi_error why = {0};
    if (!database_readable(journal, &why)) {
        *found = false; /* a journal that can never be read has no corrections */
        if (err)
            *err = why;
        return why.kind == EPI_ERROR_NEVER;
    }
    CLEANUP(cleanup_free) char *folder = folder_of(path, err);
    if (!folder || !read_correction(journal, folder, title_key, correction, found, err))
        return false;
    size_t len = series_length(folder);
    if (*found || !folder[len])
        return true;
    folder[len] = '\0';
    return read_correction(journal, folder, title_key, correction, found, err);
}
