/* SPDX-License-Identifier: MIT */
#include "core/journal/lengths.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/series_folder.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/views.h"

bool lengths_in_folder(struct journal *journal, const char *path, const char *key, double least,
                       double most, bool *found, struct epi_error *err)
{
    *found = false;
    if (!*key)
        return true;
    if (!database_readable(journal, err))
        return false;
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    if (!stored)
        return false;
    size_t len = series_folder_length(stored);
    if (len == 0)
        return true;
    CLEANUP(cleanup_free) char *folder = strndup(stored, len);
    if (!folder)
        return error_memory(err);
    int64_t count = 0;
    if (!sql_value(journal, err, &count, 0,
                   "SELECT count(*) FROM entries WHERE title_key = ?1 AND path >= ?2"
                   " AND path < ?2 || char(1114111) AND path <> ?3 AND " VIEW_ENTRY_HOLDS
                   " AND duration / episodes BETWEEN ?4 AND ?5",
                   "tttdd", key, folder, stored, least, most))
        return false;
    *found = count > 0;
    return true;
}

bool lengths_series(struct journal *journal, const char *key, struct series_ids *series,
                    bool *found, struct epi_error *err)
{
    *found = false;
    if (!*key)
        return true;
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT series_tvdb, series_tvmaze, series_imdb FROM entries"
                  " JOIN subjects s ON s.id = subject WHERE title_key = ?"
                  " AND status = :STATUS_IDENTIFIED AND " VIEW_ENTRY_HOLDS
                  " ORDER BY entries.id DESC LIMIT 1",
                  "t", key);
    if (!rows || !sql_next(journal, rows, found, err))
        return false;
    if (*found) {
        *series = (struct series_ids){.tvdb = sql_int(rows, 0), .tvmaze = sql_int(rows, 1)};
        sql_copy(rows, 2, series->imdb, sizeof(series->imdb));
    }
    return sql_row_ok(journal, err);
}
