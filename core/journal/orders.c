/* SPDX-License-Identifier: MIT */
#include "core/journal/orders.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/record.h"
#include "core/journal/sql.h"
#include "core/journal/wanted.h"

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
        " AND state = :RECORD_HOLDS AND " OF_SERIES(
            "tvdb", "tvmaze", "imdb") ") FROM records"
                                      " WHERE kind = :RECORD_ORDERED AND state = :RECORD_HOLDS"
                                      " AND " OF_SERIES("tvdb", "tvmaze",
                                                        "imdb") " ORDER BY id DESC LIMIT 1",
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

bool orders_apply(struct journal *journal, const struct record *record, struct recorded *recorded,
                  struct epi_error *err)
{
    const struct series_ids *ids = &record->correction.series;
    int64_t entry = 0;
    for (;;) {
        if (!sql_value(
                journal, err, &entry, 0,
                "SELECT e.id FROM entries e LEFT JOIN subjects s ON s.id = e.subject"
                " WHERE e.id > ?4 AND (" OF_SUBJECT(
                    "s") " OR (e.subject IS NULL"
                         " AND e.title_key <> '' AND (e.title_key = ?5 OR e.title_key IN"
                         " (SELECT o.title_key FROM entries o JOIN subjects p ON p.id = o.subject"
                         " WHERE " OF_SUBJECT("p") ")))) ORDER BY e.id LIMIT 1",
                "lltlt", ids->tvdb, ids->tvmaze, ids->imdb, entry, record->title_key))
            return false;
        if (!entry)
            return true;
        struct wanted_changes changes = {0};
        if (!wanted_identify_again(journal, entry, false, record->at, &changes, err))
            return false;
        recorded->released++;
    }
}
