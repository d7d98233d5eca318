/* SPDX-License-Identifier: MIT */
#include "core/journal/viewings.h"

#include "core/base/error.h"
#include "core/journal/connection.h"
#include "core/journal/enumerators.h"
#include "core/journal/record.h"
#include "core/journal/sitting_key.h"
#include "core/journal/sql.h"
#include "core/journal/views.h"
#include "core/services/values.h"

/* Whether a row of entries (id, key) is of what a record is about. Without a key on both sides the
 * path has said so. */
static bool is_of_same(struct sqlite3_stmt *rows, const struct record *record)
{
    const char *key = sql_text(rows, 1);
    return !*key || !*record->key || sitting_key_same(key, record->key);
}

/* When an entry was watched or, for a rating, touched last. */
#define TIME                                                                                       \
    "CASE WHEN ?7 AND watched_at > 0 THEN watched_at ELSE max(created_at, watched_at,"             \
    " coalesce((SELECT max(at) FROM ratings WHERE entry = entries.id), 0)) END"

/* Whether the clock was set between that time and a record, as far as can be seen: then the last
 * act before it is taken for one of the same viewing. */
#define CLOCK_WAS_SET "(" TIME " > ?8 OR (" TIME " < ?10 AND ?8 >= ?10))"

/* Behind an address the media title, or the key, says what it is; ?4: the media title. */
#define OF_TITLE "(path NOT LIKE '%://%' OR media_title = ?4 OR (key <> '' AND ?1 <> ''))"

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
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT id, key FROM entries WHERE " VIEW_SAME_VIEWING " AND " OF_TITLE
        " AND nth = ?5 AND episodes = ?6 AND " VIEW_ENTRY_HOLDS " AND (abs(" TIME
        " - ?8) < ?9 OR (" CLOCK_WAS_SET " AND id ="
        " (SELECT entry FROM records WHERE id = (SELECT max(id) FROM records))))"
        " ORDER BY id DESC",
        "ttdtiiilll", base, record->path, record->duration, record->media_title, record->nth,
        record->episodes, (int)watch, record->at, window, (int64_t)VALUES_YEAR_2000);
    for (bool row = rows != NULL; row && !*entry;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && is_of_same(rows, record))
            *entry = sql_int(rows, 0);
    }
    return rows && sql_row_ok(journal, err);
}

bool viewings_stand(struct journal *journal, const struct record *record, struct standing *standing,
                    struct epi_error *err)
{
    char base[SITTING_KEY_MAX];
    int64_t newest = 0;
    *standing = (struct standing){0};
    sitting_key_base(record->key, base, sizeof(base));
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT id, key, iif(mark = :MARK_WATCHED, watched_at, 0),"
        " coalesce((SELECT value FROM ratings WHERE entry = entries.id"
        " AND scope = :EPI_SCOPE_EPISODE), 0),"
        " coalesce((SELECT max(id) FROM records WHERE entry = entries.id"
        " AND kind = :RECORD_RATED AND scope = :EPI_SCOPE_EPISODE AND state = :RECORD_HOLDS), 0)"
        " FROM entries WHERE " VIEW_SAME_VIEWING " AND " OF_TITLE
        " AND nth = ?5 AND episodes = ?6 AND " VIEW_ENTRY_HOLDS " ORDER BY id DESC",
        "ttdtii", base, record->path, record->duration, record->media_title, record->nth,
        record->episodes);
    for (bool row = rows != NULL; row;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row || !is_of_same(rows, record))
            continue;
        if (standing->watched_at == 0)
            standing->watched_at = sql_int(rows, 2);
        if (sql_int(rows, 4) > newest) {
            newest = sql_int(rows, 4);
            standing->rating = (int)sql_int(rows, 3);
        }
    }
    return rows && sql_row_ok(journal, err);
}
