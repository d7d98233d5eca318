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

static bool find(struct journal *journal, const struct series_ids *ids, enum episode_order *order,
                 bool *found, struct epi_error *err)
{
    int64_t value;
    if (!sql_value(
            journal, err, &value, -1,
            "SELECT value FROM records WHERE kind = :RECORD_ORDERED AND state = :RECORD_HOLDS"
            " AND " OF_SERIES("tvdb", "tvmaze", "imdb") " ORDER BY id DESC LIMIT 1",
            "llt", ids->tvdb, ids->tvmaze, ids->imdb))
        return false;
    *found = value >= ORDER_AIRED && value <= ORDER_AUTO;
    if (*found)
        *order = (enum episode_order)value;
    return true;
}

bool orders_find(struct journal *journal, const struct series_ids *ids, enum episode_order *order,
                 bool *found, struct epi_error *err)
{
    *found = false;
    return database_readable(journal, err) && find(journal, ids, order, found, err);
}

bool orders_repeated(struct journal *journal, const struct record *record, bool *repeated,
                     struct epi_error *err)
{
    enum episode_order before;
    bool found;
    if (!find(journal, &record->correction.series, &before, &found, err))
        return false;
    *repeated = found && (int)before == record->value;
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
