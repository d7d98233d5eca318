/* SPDX-License-Identifier: MIT */
#include "core/journal/episode_lists.h"

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"

enum { KEPT_SECONDS = 183 * 24 * 60 * 60 };

#define OF_LIST " WHERE catalogue = ? AND language = ? AND series = ? AND episode_order = ?"

static bool find_list(struct journal *journal, const struct episode_list *list, int64_t *id,
                      struct epi_error *err)
{
    return sql_value(journal, err, id, 0, "SELECT id FROM episode_lists" OF_LIST, "ttli",
                     list->catalogue, list->language, list->series, (int)list->order);
}

/* ---- Writing ---- */

static bool drop(struct journal *journal, int64_t id, struct epi_error *err)
{
    return sql_run(journal, err, "DELETE FROM listed_episodes WHERE list = ?", "l", id) &&
           sql_run(journal, err, "DELETE FROM episode_lists WHERE id = ?", "l", id);
}

static bool drop_old(struct journal *journal, int64_t now, struct epi_error *err)
{
    int64_t old = 0;
    do {
        if (!sql_value(journal, err, &old, 0, "SELECT id FROM episode_lists WHERE fetched_at < ?",
                       "l", now - KEPT_SECONDS))
            return false;
    } while (old && drop(journal, old, err));
    return old == 0;
}

static bool add_episode(struct journal *journal, int64_t list, size_t place,
                        const struct episode *episode, struct epi_error *err)
{
    return sql_run(journal, err,
                   "INSERT INTO listed_episodes (list, place, season, number, absolute, special,"
                   " title, airdate, runtime, tvdb, tvmaze)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "lliiiittill", list, (int64_t)place, episode->season, episode->number,
                   episode->absolute, (int)episode->special, episode->title, episode->airdate,
                   episode->runtime, episode->tvdb, episode->tvmaze);
}

bool episode_lists_store(struct journal *journal, const struct episode_list *list,
                         const struct episode *episodes, size_t count,
                         const struct list_version *version, int64_t now, struct epi_error *err)
{
    int64_t id = 0;
    bool ok = transaction_begin_unsynced(journal, err) && find_list(journal, list, &id, err) &&
              (!id || drop(journal, id, err)) && drop_old(journal, now, err) &&
              sql_run(journal, err,
                      "INSERT INTO episode_lists (catalogue, language, series, episode_order,"
                      " fetched_at, etag, modified) VALUES (?, ?, ?, ?, ?, ?, ?)",
                      "ttliltt", list->catalogue, list->language, list->series, (int)list->order,
                      now, version->etag, version->modified);
    id = ok ? sql_last_id(journal) : 0;
    for (size_t i = 0; ok && i < count; i++)
        ok = add_episode(journal, id, i, &episodes[i], err);
    return transaction_end(journal, ok, err);
}

bool episode_lists_confirm(struct journal *journal, const struct episode_list *list, int64_t now,
                           struct epi_error *err)
{
    bool ok = transaction_begin_unsynced(journal, err) &&
              sql_run(journal, err, "UPDATE episode_lists SET fetched_at = ?" OF_LIST, "lttli", now,
                      list->catalogue, list->language, list->series, (int)list->order);
    return transaction_end(journal, ok, err);
}

bool episode_lists_drop(struct journal *journal, const struct episode_list *list,
                        struct epi_error *err)
{
    int64_t id = 0;
    bool ok = transaction_begin_unsynced(journal, err) && find_list(journal, list, &id, err) &&
              (!id || drop(journal, id, err));
    return transaction_end(journal, ok, err);
}

bool episode_lists_age(struct journal *journal, int64_t fetched_at, struct epi_error *err)
{
    return TRANSACTION_RUN(journal, err,
                           "UPDATE episode_lists SET fetched_at = ?1 WHERE fetched_at > ?1", "l",
                           fetched_at);
}

/* ---- Reading ---- */

bool episode_lists_fetched(struct journal *journal, const struct episode_list *list,
                           int64_t *fetched_at, struct epi_error *err)
{
    return database_readable(journal, err) &&
           sql_value(journal, err, fetched_at, 0, "SELECT fetched_at FROM episode_lists" OF_LIST,
                     "ttli", list->catalogue, list->language, list->series, (int)list->order);
}

bool episode_lists_version(struct journal *journal, const struct episode_list *list,
                           struct list_version *version, struct epi_error *err)
{
    *version = (struct list_version){0};
    if (!database_readable(journal, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err, "SELECT etag, modified FROM episode_lists" OF_LIST, "ttli",
                  list->catalogue, list->language, list->series, (int)list->order);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (row) {
        sql_copy(rows, 0, version->etag, sizeof(version->etag));
        sql_copy(rows, 1, version->modified, sizeof(version->modified));
    }
    return true;
}

bool episode_lists_oldest(struct journal *journal, const struct episode_lists_wanted *wanted,
                          enum id_kind ids, struct episode_list *list, struct epi_error *err)
{
    list->series = 0;
    if (!database_readable(journal, err))
        return false;
    /* The plus has SQLite use the index of times. */
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT series, episode_order FROM episode_lists l WHERE catalogue = ?"
                  " AND language = ? AND fetched_at < ? AND series IN"
                  " (SELECT iif(? = :ID_TVDB, series_tvdb, series_tvmaze) FROM records r"
                  " JOIN entries e ON e.id = r.entry JOIN subjects s ON s.id = e.subject"
                  " WHERE r.at >= ? AND +r.kind IN (:RECORD_WATCHED, :RECORD_MARKED)"
                  " AND r.state = :RECORD_HOLDS) AND (episode_order = :ORDER_AIRED OR EXISTS"
                  " (SELECT 1 FROM listed_episodes WHERE list = l.id))"
                  " AND episode_order BETWEEN :ORDER_AIRED AND :ORDER_REGIONAL"
                  " ORDER BY fetched_at LIMIT 1",
                  "ttlil", list->catalogue, list->language, wanted->fetched_before, (int)ids,
                  wanted->watched_since);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    if (row) {
        list->series = sql_int(rows, 0);
        list->order = (enum episode_order)sql_int(rows, 1);
    }
    return true;
}

static void read_episode(struct sqlite3_stmt *rows, struct episode *episode)
{
    *episode = (struct episode){
        .season = (int)sql_int(rows, 0),
        .number = (int)sql_int(rows, 1),
        .absolute = (int)sql_int(rows, 2),
        .special = sql_int(rows, 3) != 0,
        .runtime = (int)sql_int(rows, 6),
        .tvdb = sql_int(rows, 7),
        .tvmaze = sql_int(rows, 8),
    };
    sql_copy(rows, 4, episode->title, sizeof(episode->title));
    sql_copy(rows, 5, episode->airdate, sizeof(episode->airdate));
}

/* What a row has to have; -1: anything. */
struct filter {
    int special;
    int season;
    int number;
};

static struct filter filter_of(const struct episode_list *list, const struct episode_query *query)
{
    if (query->date[0])
        return (struct filter){-1, -1, -1};
    if (list->order == ORDER_ABSOLUTE) /* it has only one season, and specials */
        return (struct filter){-1, query->number < 0 ? -1 : 1, query->number};
    if (list->order != ORDER_AIRED)
        return (struct filter){-1, query->season, query->number};
    if (query->season == 0)
        return (struct filter){1, -1, query->number};
    if (query->season > 0)
        return (struct filter){0, query->season, query->number};
    return (struct filter){-1, -1, query->number};
}

bool episode_lists_find(struct journal *journal, const struct episode_list *list,
                        const struct episode_query *query, struct episode *episodes, size_t max,
                        size_t *count, struct epi_error *err)
{
    int64_t id = 0;
    if (!database_readable(journal, err) || !find_list(journal, list, &id, err))
        return false;
    struct filter filter = filter_of(list, query);
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT season, number, absolute, special, title, airdate, runtime, tvdb, tvmaze"
        " FROM listed_episodes WHERE list = ?1 AND (?2 = '' OR airdate = ?2)"
        " AND (?3 < 0 OR special = ?3) AND (?4 < 0 OR season = ?4)"
        " AND (?5 < 0 OR number = ?5) ORDER BY place LIMIT ?6",
        "ltiiil", id, query->date, filter.special, filter.season, filter.number, (int64_t)max);
    size_t found = 0;
    bool row = rows != NULL;
    while (row) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (row && found < max)
            read_episode(rows, &episodes[found++]);
        if (row && !sql_row_ok(journal, err))
            return false;
    }
    *count = found;
    return rows != NULL;
}
