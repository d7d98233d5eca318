/* SPDX-License-Identifier: MIT */
#include "core/journal/watched.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

/* ---- Viewings ---- */

static void read_viewing(struct sqlite3_stmt *rows, struct watched_viewing *viewing)
{
    int episodes = (int)sql_int(rows, 2);

    *viewing = (struct watched_viewing){
        .at = values_known_time(sql_int(rows, 0)),
        .seconds = sql_double(rows, 1) / (episodes > 1 ? episodes : 1),
        .mark = (enum mark_type)sql_int(rows, 3),
        .film = sql_int(rows, 4) != 0,
        .identified = sql_int(rows, 5) != 0,
        .again = sql_int(rows, 6) != 0,
        .year = (int)sql_int(rows, 8),
        .ids = {.tvdb = sql_int(rows, 9), .tvmaze = sql_int(rows, 10), .tmdb = sql_int(rows, 12)},
        .season = (int)sql_int(rows, 13),
        .number = (int)sql_int(rows, 14),
        .tvdb = sql_int(rows, 15),
        .tvmaze = sql_int(rows, 16),
    };
    if (!(viewing->seconds > 0))
        viewing->seconds = 0;
    sql_copy(rows, 7, viewing->title, sizeof(viewing->title));
    sql_copy(rows, 11, viewing->ids.imdb, sizeof(viewing->ids.imdb));
}

/* Another viewing of the same episode, before that of e. */
#define BEFORE                                                                                     \
    "EXISTS (SELECT 1 FROM entries o WHERE o.subject = e.subject AND o.watched_at > 0"             \
    " AND o.mark = :MARK_WATCHED AND o.same_as = 0 AND (o.watched_at < e.watched_at"               \
    " OR (o.watched_at = e.watched_at AND o.id < e.id)))"

static bool visit(struct journal *journal, watched_visitor visitor, void *context,
                  struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT e.watched_at, e.duration, e.episodes, e.mark, e.kind, s.id IS NOT NULL, " BEFORE
        ", s.series_title, s.series_year, s.series_tvdb, s.series_tvmaze, s.series_imdb,"
        " s.series_tmdb, s.season, s.number, s.tvdb, s.tvmaze FROM entries e"
        " LEFT JOIN subjects s ON s.id = e.subject AND e.status = :STATUS_IDENTIFIED"
        " WHERE e.watched_at > 0 AND e.same_as = 0 AND e.status <> :STATUS_LEFT"
        " ORDER BY e.watched_at, e.id",
        "");
    for (bool row = rows != NULL; row;) {
        struct watched_viewing viewing;
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        read_viewing(rows, &viewing);
        if (!sql_row_ok(journal, err))
            return false;
        row = visitor(context, &viewing);
    }
    return rows != NULL;
}

bool watched_visit(struct journal *journal, watched_visitor visitor, void *context,
                   struct epi_error *err)
{
    bool ok = transaction_begin_reading(journal, err) && visit(journal, visitor, context, err);
    return transaction_end(journal, ok, err);
}

/* ---- Ratings ---- */

static void read_rating(struct sqlite3_stmt *rows, struct watched_rating *rating)
{
    *rating = (struct watched_rating){
        .value = (int)sql_int(rows, 0),
        .at = sql_int(rows, 1),
        .scope = (enum epi_scope)sql_int(rows, 2),
        .film = sql_int(rows, 3) != 0,
        .year = (int)sql_int(rows, 5),
        .ids = {.tvdb = sql_int(rows, 6), .tvmaze = sql_int(rows, 7), .tmdb = sql_int(rows, 9)},
    };
    sql_copy(rows, 4, rating->title, sizeof(rating->title));
    sql_copy(rows, 8, rating->ids.imdb, sizeof(rating->ids.imdb));
}

bool watched_visit_ratings(struct journal *journal, watched_rating_visitor visitor, void *context,
                           struct epi_error *err)
{
    if (!database_readable(journal, err))
        return false;
    /* The same may be rated through several entries: the newest one holds. */
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT r.value, r.at, r.scope, e.kind, s.series_title, s.series_year, s.series_tvdb,"
        " s.series_tvmaze, s.series_imdb, s.series_tmdb FROM ratings r"
        " JOIN entries e ON e.id = r.entry LEFT JOIN subjects s ON s.id = r.subject"
        " WHERE r.value BETWEEN 1 AND 12 AND e.status <> :STATUS_LEFT"
        " AND NOT EXISTS (SELECT 1 FROM ratings n WHERE n.subject = r.subject"
        " AND n.scope = r.scope AND (n.at > r.at OR (n.at = r.at AND n.entry > r.entry)))",
        "");
    for (bool row = rows != NULL; row;) {
        struct watched_rating rating;
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        read_rating(rows, &rating);
        if (!sql_row_ok(journal, err))
            return false;
        row = visitor(context, &rating);
    }
    return rows != NULL;
}
