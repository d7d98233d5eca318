/* SPDX-License-Identifier: MIT */
#include "core/journal/orders.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/record.h"
#include "core/journal/sql.h"
#include "core/journal/wanted.h"

enum { ENTRIES_MAX = 256 }; /* that are read at a time */

/* Of a row with these columns: whether it is of the series with the ids ?1 at TheTVDB, ?2 at
 * TVmaze, ?3 at IMDb. */
#define OF_SERIES(tvdb, tvmaze, imdb)                                                              \
    "((" tvdb " = ?1 AND ?1 <> 0) OR (" tvmaze " = ?2 AND ?2 <> 0) OR (" imdb " = ?3 AND ?3 <> "   \
    "''))"
#define OF_SUBJECT(name) OF_SERIES(name ".series_tvdb", name ".series_tvmaze", name ".series_imdb")

bool orders_find(struct journal *journal, const struct series_ids *ids, struct said_order *order,
                 bool *found, struct epi_error *err)
{
    *found = false;
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT value, id > (SELECT coalesce(max(id), 0) FROM records WHERE kind = :RECORD_CHOSEN"
        " AND entry IS NULL AND state = :RECORD_HOLDS AND " OF_SERIES(
            "tvdb", "tvmaze",
            "imdb") ") FROM records"
                    " WHERE kind = :RECORD_ORDERED AND entry IS NULL AND state = :RECORD_HOLDS"
                    " AND " OF_SERIES("tvdb", "tvmaze", "imdb") " ORDER BY id DESC LIMIT 1",
        "llt", ids->tvdb, ids->tvmaze, ids->imdb);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    int64_t value = row ? sql_int(rows, 0) : -1;
    *found = value >= ORDER_AIRED && value <= ORDER_AUTO;
    if (*found)
        *order = (struct said_order){(enum episode_order)value, sql_int(rows, 1) != 0};
    return true;
}

bool orders_repeated(struct journal *journal, const struct record *record, bool *repeated,
                     struct epi_error *err)
{
    struct said_order before;
    bool found;
    if (!orders_find(journal, &record->correction.series, &before, &found, err))
        return false;
    *repeated = found && (int)before.order == record->value;
    return true;
}

/* The next entries, by their ids, after one: those of the series, and those that have a title of
 * its entries and no series yet. */
static bool next_entries(struct journal *journal, const struct record *record, int64_t after,
                         int64_t *entries, size_t *count, struct epi_error *err)
{
    static const char sql[] =
        "SELECT id FROM entries WHERE id > ?4 AND id IN (SELECT e.id FROM subjects s"
        " JOIN entries e ON e.subject = s.id WHERE " OF_SUBJECT(
            "s") " UNION SELECT id FROM entries WHERE title_key = ?5 AND ?5 <> ''"
                 " AND subject IS NULL UNION SELECT u.id FROM subjects p"
                 " JOIN entries o ON o.subject = p.id JOIN entries u ON u.title_key = o.title_key"
                 " WHERE " OF_SUBJECT("p") " AND u.title_key <> '' AND u.subject IS NULL)"
                                           " ORDER BY id LIMIT ?6";
    const struct series_ids *ids = &record->correction.series;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(journal, err, sql, "lltlti", ids->tvdb, ids->tvmaze,
                                          ids->imdb, after, record->title_key, ENTRIES_MAX);
    *count = 0;
    for (bool row = rows != NULL; row;) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && *count < ENTRIES_MAX)
            entries[(*count)++] = sql_int(rows, 0);
    }
    return rows != NULL;
}

bool orders_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                  struct epi_error *err)
{
    int64_t entries[ENTRIES_MAX], last = 0;
    size_t count = 0;
    do {
        if (!next_entries(journal, record, last, entries, &count, err))
            return false;
        for (size_t i = 0; i < count; i++) {
            struct wanted_changes changes = {0};
            last = entries[i];
            if (!wanted_identify_again(journal, last, false, record->at, &changes, err))
                return false;
            recorded->released++;
        }
    } while (count == ENTRIES_MAX);
    return true;
}
