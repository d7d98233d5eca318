/* SPDX-License-Identifier: MIT */
#include "core/journal/viewings.h"

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/enumerators.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "core/journal/sql.h"
#include "core/journal/views.h"

/* Whether a row of entries (id, key) is of what a record is about. Without a key on both sides the
 * path has said so. */
static bool is_of_same(struct sqlite3_stmt *rows, const struct record *record)
{
    const char *key = sql_text(rows, 1);
    return !*key || !*record->key || sitting_key_same(key, record->key);
}

bool viewings_find(struct journal *journal, const struct record *record, int64_t *entry,
                   struct epi_error *err)
{
    *entry = 0;
    if (record->entry) {
        return sql_value(journal, err, entry, 0,
                         "SELECT id FROM entries WHERE id = ? AND " VIEW_ENTRY_RECORDED, "l",
                         record->entry);
    }
    int64_t window = journal->plan.rewatch_hours * (int64_t)3600;
    bool watch = record->kind != RECORD_RATED;
    char base[SITTING_KEY_MAX];
    sitting_key_base(record->key, base, sizeof(base));
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT id, key FROM entries WHERE " VIEW_SAME_VIEWING
                  " AND (path NOT LIKE '%://%' OR media_title = ?4 OR (key <> '' AND ?1 <> ''))"
                  " AND nth = ?5 AND episodes = ?6 AND " VIEW_ENTRY_HOLDS
                  " AND abs(CASE WHEN ?7 AND watched_at > 0 THEN watched_at"
                  " ELSE max(created_at, watched_at, coalesce((SELECT max(at) FROM ratings"
                  " WHERE entry = entries.id), 0)) END - ?8) < ?9 ORDER BY id DESC",
                  "ttdtiiill", base, record->path, record->duration, record->media_title,
                  record->nth, record->episodes, (int)watch, record->at, window);
    for (bool row = rows != NULL; row && !*entry;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && is_of_same(rows, record))
            *entry = sql_int(rows, 0);
    }
    return rows && sql_row_ok(journal, err);
}
