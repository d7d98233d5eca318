/* SPDX-License-Identifier: MIT */
#include "core/journal/seen.h"

#include <stdlib.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

/* ---- Series ---- */

/* Those that were visited. */
struct visited {
    struct series_ids *list;
    size_t count;
};

static void visited_free(struct visited *visited)
{
    free(visited->list);
}

static bool is_visited(const struct visited *visited, const struct series_ids *ids)
{
    /* What is watched in a row is mostly of one series. */
    for (size_t i = visited->count; i > 0; i--) {
        const struct series_ids *one = &visited->list[i - 1];
        if ((ids->tvdb && ids->tvdb == one->tvdb) || (ids->tvmaze && ids->tvmaze == one->tvmaze))
            return true;
    }
    return false;
}

static bool add_visited(struct visited *visited, const struct series_ids *ids,
                        struct epi_error *err)
{
    struct series_ids *list = reallocarray(visited->list, visited->count + 1, sizeof(*list));
    if (!list)
        return error_memory(err);
    visited->list = list;
    list[visited->count++] = *ids;
    return true;
}

static void read_series(struct sqlite3_stmt *rows, struct seen_series *series)
{
    *series = (struct seen_series){
        .watched_at = sql_int(rows, 0),
        .year = (int)sql_int(rows, 2),
        .ids = {.tvdb = sql_int(rows, 3), .tvmaze = sql_int(rows, 4)},
        .last = {.season = (int)sql_int(rows, 6),
                 .number = (int)sql_int(rows, 7),
                 .absolute = (int)sql_int(rows, 8),
                 .tvdb = sql_int(rows, 11),
                 .tvmaze = sql_int(rows, 12)},
    };
    sql_copy(rows, 1, series->title, sizeof(series->title));
    sql_copy(rows, 5, series->ids.imdb, sizeof(series->ids.imdb));
    sql_copy(rows, 9, series->last.title, sizeof(series->last.title));
    sql_copy(rows, 10, series->last.airdate, sizeof(series->last.airdate));
}

static bool visit(struct journal *journal, int64_t since, seen_visitor visitor, void *context,
                  struct epi_error *err)
{
    CLEANUP(visited_free) struct visited visited = {0};
    /* The pluses have SQLite use the index of times. */
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT e.watched_at, s.series_title, s.series_year, s.series_tvdb, s.series_tvmaze,"
        " s.series_imdb, s.season, s.number, s.absolute, s.title, s.airdate, s.tvdb, s.tvmaze"
        " FROM records r JOIN entries e ON e.id = r.entry JOIN subjects s ON s.id = e.subject"
        " WHERE r.at >= ? AND +r.kind IN (:RECORD_WATCHED, :RECORD_MARKED)"
        " AND r.state = :RECORD_HOLDS AND e.watched_at > 0 AND e.mark = :MARK_WATCHED"
        " AND +s.season > 0 AND +s.number > 0 ORDER BY +r.id DESC",
        "l", since);
    for (bool row = rows != NULL; row;) {
        struct seen_series series;
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        read_series(rows, &series);
        if (!sql_row_ok(journal, err))
            return false;
        if (is_visited(&visited, &series.ids))
            continue;
        if (!add_visited(&visited, &series.ids, err))
            return false;
        row = visitor(context, &series);
    }
    return rows != NULL;
}

bool seen_visit(struct journal *journal, int64_t since, seen_visitor visitor, void *context,
                struct epi_error *err)
{
    bool ok =
        transaction_begin_reading(journal, err) && visit(journal, since, visitor, context, err);
    return transaction_end(journal, ok, err);
}

/* ---- Episodes ---- */

/* An episode by its ids ?1 at TheTVDB and ?2 at TVmaze; or by its season ?3 and number ?4 in the
 * series ?5 and ?6, if it has none of these ids. */
#define SUBJECTS                                                                                   \
    "(SELECT id FROM subjects WHERE tvdb = ?1 AND ?1 <> 0"                                         \
    " UNION ALL SELECT id FROM subjects WHERE tvmaze = ?2 AND ?2 <> 0"                             \
    " UNION ALL SELECT id FROM subjects WHERE season = ?3 AND number = ?4"                         \
    " AND ((series_tvdb = ?5 AND ?5 <> 0) OR (series_tvmaze = ?6 AND ?6 <> 0))"                    \
    " AND (+tvdb = 0 OR ?1 = 0) AND (+tvmaze = 0 OR ?2 = 0))"

bool seen_episodes(struct journal *journal, const struct series_ids *series,
                   const struct episode *episodes, size_t count, enum seen_how *how,
                   struct epi_error *err)
{
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT count(CASE e.mark WHEN :MARK_WATCHED THEN 1 END),"
                  " count(CASE e.mark WHEN :MARK_SKIPPED THEN 1 END)"
                  " FROM entries e WHERE e.watched_at > 0 AND e.subject IN " SUBJECTS,
                  "");
    for (size_t i = 0; rows && i < count; i++) {
        bool row;
        if (!sql_again(journal, err, rows, "lliill", episodes[i].tvdb, episodes[i].tvmaze,
                       episodes[i].season, episodes[i].number, series->tvdb, series->tvmaze) ||
            !sql_next(journal, rows, &row, err))
            return false;
        how[i] = row && sql_int(rows, 0)   ? SEEN_WATCHED
                 : row && sql_int(rows, 1) ? SEEN_SKIPPED
                                           : SEEN_NOT;
    }
    return rows != NULL;
}
