/* SPDX-License-Identifier: MIT */
#include "core/journal/holdings.h"

#include <stdio.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/outbox.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include <epimark/match.h>

/* ---- Lists ---- */

static bool find(struct journal *journal, const struct holdings_of *of, struct holdings_list *list,
                 struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        sql_query(journal, err,
                  "SELECT l.id, version, pending, cursor, anew, round, count, extra,"
                  " fetched_at FROM held_lists l JOIN accounts a ON a.service = l.service"
                  " AND a.account = l.account WHERE l.service = ? AND list = ? AND part = ?",
                  "til", of->service, (int)of->list, of->part);
    bool row;
    if (!rows || !sql_next(journal, rows, &row, err))
        return false;
    *list = (struct holdings_list){.id = 0};
    if (!row)
        return true;
    list->id = sql_int(rows, 0);
    sql_copy(rows, 1, list->version, sizeof(list->version));
    sql_copy(rows, 2, list->pending, sizeof(list->pending));
    sql_copy(rows, 3, list->cursor, sizeof(list->cursor));
    list->anew = sql_int(rows, 4) != 0;
    list->round = (int)sql_int(rows, 5);
    list->count = sql_int(rows, 6);
    list->extra = sql_int(rows, 7);
    list->fetched_at = sql_int(rows, 8);
    return sql_row_ok(journal, err);
}

bool holdings_find(struct journal *journal, const struct holdings_of *of,
                   struct holdings_list *list, struct epi_error *err)
{
    return database_readable(journal, err) && find(journal, of, list, err);
}

/* Adds a list, in place of that of another account. */
static bool add_list(struct journal *journal, const struct holdings_of *of, int64_t *id,
                     struct epi_error *err)
{
    int64_t other;
    if (!sql_value(journal, err, &other, 0,
                   "SELECT id FROM held_lists WHERE service = ? AND list = ? AND part = ?", "til",
                   of->service, (int)of->list, of->part) ||
        !sql_run(journal, err, "DELETE FROM held WHERE list = ?", "l", other) ||
        !sql_run(journal, err, "DELETE FROM held_lists WHERE id = ?", "l", other) ||
        !sql_run(journal, err,
                 "INSERT INTO held_lists (service, account, list, part, version, pending, cursor,"
                 " anew, round, count, extra, fetched_at)"
                 " SELECT service, account, ?2, ?3, '', '', '', 1, 0, 0, 0, 0"
                 " FROM accounts WHERE service = ?1",
                 "til", of->service, (int)of->list, of->part))
        return false;
    *id = sql_last_id(journal);
    return sql_changes(journal) == 1 ||
           epi_error_set(err, EPI_ERROR_SIGN_IN, "nobody is signed in at %s", of->service);
}

bool holdings_begin(struct journal *journal, const struct holdings_of *of,
                    struct holdings_list *list, struct epi_error *err)
{
    struct holdings_list now = {.id = 0};
    bool ok = transaction_begin_unsynced(journal, err) && find(journal, of, &now, err) &&
              (now.id || add_list(journal, of, &now.id, err));
    now.anew = list->anew || !*now.version;
    now.round += now.anew;
    memcpy(now.pending, list->pending, sizeof(now.pending));
    now.cursor[0] = '\0';
    ok = ok && sql_run(journal, err,
                       "UPDATE held_lists SET pending = ?, cursor = '', anew = ?, round = ?"
                       " WHERE id = ?",
                       "tiil", now.pending, (int)now.anew, now.round, now.id);
    if (!transaction_end(journal, ok, err))
        return false;
    *list = now;
    return true;
}

bool holdings_agree(const struct holdings_list *list, int64_t total)
{
    return total == HOLDINGS_ANY || total == list->count + list->extra;
}

bool holdings_end(struct journal *journal, struct holdings_list *list, int64_t total, int64_t now,
                  struct epi_error *err)
{
    bool ok = transaction_begin_unsynced(journal, err);
    if (ok && list->anew) {
        ok = sql_run(journal, err, "DELETE FROM held WHERE list = ? AND round < ?", "li", list->id,
                     list->round);
        list->count -= ok ? sql_changes(journal) : 0;
        list->extra = total == HOLDINGS_ANY ? 0 : total - list->count;
    }
    memcpy(list->version, list->pending, sizeof(list->version));
    list->pending[0] = list->cursor[0] = '\0';
    list->fetched_at = now;
    ok = ok && sql_run(journal, err,
                       "UPDATE held_lists SET version = ?, pending = '', cursor = '', count = ?,"
                       " extra = ?, fetched_at = ? WHERE id = ?",
                       "tllll", list->version, list->count, list->extra, now, list->id);
    return transaction_end(journal, ok, err);
}

/* ---- Items ---- */

static enum epi_scope scope_of(const struct subject *subject)
{
    bool episode =
        subject->film || subject->number >= 0 || subject->tvdb > 0 || subject->tvmaze > 0;
    return episode ? EPI_SCOPE_EPISODE : subject->season >= 0 ? EPI_SCOPE_SEASON : EPI_SCOPE_SERIES;
}

/* Finds or adds the series of an item; a newer title and newer ids replace those that are there. */
static bool find_series(struct journal *journal, const char *service, const struct holding *item,
                        int64_t *id, struct epi_error *err)
{
    const struct subject *subject = &item->subject;
    return sql_run(journal, err,
                   "INSERT INTO held_series (service, film, own, title, year, tvdb, tvmaze, imdb,"
                   " tmdb) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (service, film, own)"
                   " DO UPDATE SET title = excluded.title, year = excluded.year,"
                   " tvdb = excluded.tvdb, tvmaze = excluded.tvmaze, imdb = excluded.imdb,"
                   " tmdb = excluded.tmdb",
                   "tiltilltl", service, (int)subject->film, item->series_own,
                   subject->series_title, subject->series_year, subject->series.tvdb,
                   subject->series.tvmaze, subject->series.imdb, subject->series.tmdb) &&
           sql_value(journal, err, id, 0,
                     "SELECT id FROM held_series WHERE service = ? AND film = ? AND own = ?", "til",
                     service, (int)subject->film, item->series_own);
}

/* What was sent and is listed now stands there once: as it is listed. */
static bool drop_sent(struct journal *journal, struct holdings_list *list,
                      const struct holding *item, struct epi_error *err)
{
    const struct subject *subject = &item->subject;
    if (!sql_run(journal, err,
                 "DELETE FROM held WHERE list = ?1 AND at = ?2 AND item < 0"
                 " AND ((tvdb = ?3 AND tvdb > 0) OR ((tvdb = 0 OR ?3 = 0) AND season = ?4"
                 " AND number = ?5 AND series IN (SELECT id FROM held_series"
                 " WHERE tvdb = ?6 AND tvdb > 0 UNION SELECT id FROM held_series"
                 " WHERE imdb = ?7 AND imdb <> '' UNION SELECT id FROM held_series"
                 " WHERE tmdb = ?8 AND tmdb > 0)))",
                 "llliiltl", list->id, item->at, subject->tvdb, subject->season, subject->number,
                 subject->series.tvdb, subject->series.imdb, subject->series.tmdb))
        return false;
    list->count -= sql_changes(journal);
    return true;
}

/* Adds an item, or replaces it. */
static bool put(struct journal *journal, struct holdings_list *list, const struct holding *item,
                int64_t series, bool *fresh, struct epi_error *err)
{
    const struct subject *subject = &item->subject;
    int scope = (int)scope_of(subject);
    /* What was found of a stray (holdings_place) stays. */
    if (!sql_run(journal, err,
                 "UPDATE held SET series = iif(?1, series, ?2), own = ?3,"
                 " season = iif(?1 AND ?4 < 0, season, ?4),"
                 " number = iif(?1 AND ?5 < 0, number, ?5), tvdb = ?6, tvmaze = ?7, value = ?8,"
                 " at = ?9, round = ?10 WHERE list = ?11 AND scope = ?12 AND item = ?13",
                 "illiillililil", (int)(item->series_own == 0), series, item->own, subject->season,
                 subject->number, subject->tvdb, subject->tvmaze, item->value, item->at,
                 list->round, list->id, scope, item->item))
        return false;
    *fresh = sql_changes(journal) == 0;
    if (!*fresh)
        return true;
    list->count++;
    return sql_run(journal, err,
                   "INSERT INTO held (list, series, scope, item, own, season, number, tvdb, tvmaze,"
                   " value, at, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                   "llilliillili", list->id, series, scope, item->item, item->own, subject->season,
                   subject->number, subject->tvdb, subject->tvmaze, item->value, item->at,
                   list->round);
}

static bool keep_place(struct journal *journal, const struct holdings_list *list,
                       struct epi_error *err)
{
    return sql_run(journal, err, "UPDATE held_lists SET cursor = ?, count = ? WHERE id = ?", "tll",
                   list->cursor, list->count, list->id);
}

bool holdings_add(struct journal *journal, const struct holdings_of *of, struct holdings_list *list,
                  const struct holding *items, size_t count, const char *cursor, int *added,
                  struct epi_error *err)
{
    struct holdings_list now = *list;
    *added = 0;
    bool ok = transaction_begin_unsynced(journal, err);
    for (size_t i = 0; ok && i < count; i++) {
        int64_t series = 0;
        bool fresh = false;
        ok = find_series(journal, of->service, &items[i], &series, err) &&
             put(journal, &now, &items[i], series, &fresh, err) &&
             (!fresh || drop_sent(journal, &now, &items[i], err));
        *added += fresh;
    }
    snprintf(now.cursor, sizeof(now.cursor), "%s", cursor);
    ok = ok && keep_place(journal, &now, err);
    if (!transaction_end(journal, ok, err))
        return false;
    *list = now;
    return true;
}

bool holdings_add_sent(struct journal *journal, const struct due *row, struct epi_error *err)
{
    const struct holdings_of of = {row->service, HELD_HISTORY, 0};
    struct holdings_list list = {.id = 0};
    const struct series_ids *ids = &row->subject.series;
    struct holding item = {
        .subject = row->subject, .item = -row->id, .at = values_known_time(row->at), .value = 1};
    /* The service's own id of the series is not known here: below 0 it is none of its own. */
    item.series_own = row->subject.film ? -ids->tmdb : -ids->tvdb;
    if (item.series_own == 0)
        item.series_own = INT64_MIN + row->id;
    int64_t series = 0;
    bool fresh;
    bool ok = transaction_begin_unsynced(journal, err) && find(journal, &of, &list, err);
    if (ok && list.id) {
        ok = find_series(journal, of.service, &item, &series, err) &&
             put(journal, &list, &item, series, &fresh, err) && keep_place(journal, &list, err);
    }
    return transaction_end(journal, ok, err);
}

bool holdings_next_stray(struct journal *journal, const struct holdings_of *of, int64_t after,
                         int64_t *item, struct epi_error *err)
{
    struct holdings_list list;
    return holdings_find(journal, of, &list, err) &&
           sql_value(journal, err, item, 0,
                     "SELECT item FROM held WHERE list = ? AND scope = :EPI_SCOPE_EPISODE"
                     " AND item > ? AND series IN (SELECT id FROM held_series"
                     " WHERE service = ? AND film = 0 AND own = 0) ORDER BY item LIMIT 1",
                     "llt", list.id, after, of->service);
}

bool holdings_place(struct journal *journal, const struct holdings_of *of, int64_t series_own,
                    const struct subject *series, const struct episode *episodes, size_t count,
                    struct epi_error *err)
{
    const struct holding item = {.series_own = series_own, .subject = *series};
    struct holdings_list list = {.id = 0};
    int64_t id = 0;
    bool ok = transaction_begin_unsynced(journal, err) && sql_keep_begin(journal, err) &&
              find(journal, of, &list, err) && find_series(journal, of->service, &item, &id, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = sql_run(journal, err,
                     "UPDATE held SET series = ?, season = ?, number = ?"
                     " WHERE tvmaze = ? AND tvmaze > 0 AND +list = ?",
                     "liill", id, episodes[i].season, episodes[i].number, episodes[i].tvmaze,
                     list.id);
    }
    sql_keep_end(journal);
    return transaction_end(journal, ok, err);
}

bool holdings_remove(struct journal *journal, const char *service, const int64_t *items,
                     size_t count, struct epi_error *err)
{
    const struct holdings_of of = {service, HELD_HISTORY, 0};
    struct holdings_list list = {.id = 0};
    bool ok = transaction_begin_unsynced(journal, err) && find(journal, &of, &list, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = sql_run(journal, err,
                     "DELETE FROM held WHERE list = ? AND scope = :EPI_SCOPE_EPISODE"
                     " AND item = ?",
                     "ll", list.id, items[i]);
        list.count -= ok ? sql_changes(journal) : 0;
    }
    ok = ok && keep_place(journal, &list, err);
    return transaction_end(journal, ok, err);
}

/* ---- Asking ---- */

/* Items of a list of the account at service ?1 that is signed in: of what ?2 and ?3 say. They are
 * found by what they are: with a plus, SQLite does not read all of the list instead. */
#define HELD(list, with)                                                                           \
    "SELECT 1 FROM held h JOIN held_lists l ON l.id = +h.list AND l.service = ?1"                  \
    " AND l.list = " list " JOIN accounts a ON a.service = l.service"                              \
    " AND a.account = l.account JOIN held_series s ON s.id = h.series WHERE " with

/* A play near the time ?2, by less than ?3. */
#define PLAY                                                                                       \
    HELD(":HELD_HISTORY", "+h.scope = :EPI_SCOPE_EPISODE AND h.value = 1"                          \
                          " AND (?2 = 0 OR h.at = 0 OR abs(h.at - ?2) < ?3)")

/* A rating that one of ?3, given at ?2, is not to replace. */
#define RATING HELD(":HELD_RATINGS", "(?2 = 0 OR h.at = 0 OR h.at >= ?2 OR h.value = ?3)")

/* By its own id, else by its number in its series, unless ids differ. */
#define OF_EPISODE(held)                                                                           \
    held " AND h.tvdb = ?4 AND h.tvdb > 0"                                                         \
         " UNION ALL " held " AND h.tvmaze = ?5 AND h.tvmaze > 0"                                  \
         " UNION ALL " held " AND h.season = ?6 AND h.number = ?7"                                 \
         " AND (h.tvdb = 0 OR ?4 = 0) AND (h.tvmaze = 0 OR ?5 = 0) AND h.series IN"                \
         " (SELECT id FROM held_series WHERE tvdb = ?8 AND tvdb > 0"                               \
         " UNION SELECT id FROM held_series WHERE tvmaze = ?9 AND tvmaze > 0"                      \
         " UNION SELECT id FROM held_series WHERE imdb = ?10 AND imdb <> '')"                      \
         " LIMIT 1"

/* By an id, else by title and year. */
#define OF_FILM(held)                                                                              \
    held " AND s.film AND h.series IN"                                                             \
         " (SELECT id FROM held_series WHERE imdb = ?4 AND imdb <> ''"                             \
         " UNION SELECT id FROM held_series WHERE tmdb = ?5 AND tmdb > 0"                          \
         " UNION SELECT id FROM held_series WHERE film AND title = ?6"                             \
         " AND year = ?7 AND (?4 = '' OR imdb = '') AND (?5 = 0 OR tmdb = 0))"                     \
         " LIMIT 1"

/* with: ?3 of the list. */
static bool have(struct journal *journal, const struct holdings_of *of,
                 const struct subject *subject, int64_t at, int64_t with, bool *there,
                 struct epi_error *err)
{
    const struct series_ids *ids = &subject->series;
    bool rating = of->list == HELD_RATINGS;
    int64_t found = 0;
    bool ok =
        database_readable(journal, err) &&
        (subject->film
             ? sql_value(journal, err, &found, 0, rating ? OF_FILM(RATING) : OF_FILM(PLAY),
                         "tlltlti", of->service, at, with, ids->imdb, ids->tmdb,
                         subject->series_title, subject->series_year)
             : sql_value(journal, err, &found, 0, rating ? OF_EPISODE(RATING) : OF_EPISODE(PLAY),
                         "tlllliillt", of->service, at, with, subject->tvdb, subject->tvmaze,
                         subject->season, subject->number, ids->tvdb, ids->tvmaze, ids->imdb));
    *there = found != 0;
    return ok;
}

bool holdings_have(struct journal *journal, const struct holdings_of *of,
                   const struct subject *subject, int64_t at, int64_t within, bool *there,
                   struct epi_error *err)
{
    return have(journal, of, subject, at, within, there, err);
}

bool holdings_have_rating(struct journal *journal, const struct holdings_of *of,
                          const struct subject *subject, int value, int64_t at, bool *there,
                          struct epi_error *err)
{
    return have(journal, of, subject, at, value, there, err);
}

bool holdings_run_time(struct journal *journal, const struct due *row, int64_t *seconds,
                       struct epi_error *err)
{
    return database_readable(journal, err) &&
           sql_value(journal, err, seconds, 0,
                     "SELECT CAST(duration AS INTEGER) FROM entries WHERE id = ?", "l", row->entry);
}

bool holdings_list_items(struct journal *journal, const struct holdings_of *of,
                         const struct holdings_at *after, struct holding *items,
                         struct holdings_at *places, size_t max, size_t *count,
                         struct epi_error *err)
{
    struct holdings_list list;
    *count = 0;
    if (!holdings_find(journal, of, &list, err))
        return false;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(
        journal, err,
        "SELECT scope, item, h.own, season, number, h.tvdb, h.tvmaze, value, at, film, s.own, "
        "title,"
        " year, s.tvdb, s.tvmaze, imdb, tmdb FROM held h JOIN held_series s ON s.id = h.series"
        " WHERE list = ? AND (scope, item) > (?, ?) ORDER BY scope, item LIMIT ?",
        "lili", list.id, after->scope, after->item, (int)max);
    bool row = rows != NULL;
    while (row) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row)
            break;
        struct holding *item = &items[*count];
        struct subject *subject = &item->subject;
        places[*count] = (struct holdings_at){(int)sql_int(rows, 0), sql_int(rows, 1)};
        *item = (struct holding){.item = sql_int(rows, 1),
                                 .own = sql_int(rows, 2),
                                 .value = (int)sql_int(rows, 7),
                                 .at = sql_int(rows, 8),
                                 .series_own = sql_int(rows, 10)};
        subject->season = (int)sql_int(rows, 3);
        subject->number = (int)sql_int(rows, 4);
        subject->tvdb = sql_int(rows, 5);
        subject->tvmaze = sql_int(rows, 6);
        subject->film = sql_int(rows, 9) != 0;
        sql_copy(rows, 11, subject->series_title, sizeof(subject->series_title));
        subject->series_year = (int)sql_int(rows, 12);
        subject->series.tvdb = sql_int(rows, 13);
        subject->series.tvmaze = sql_int(rows, 14);
        sql_copy(rows, 15, subject->series.imdb, sizeof(subject->series.imdb));
        subject->series.tmdb = sql_int(rows, 16);
        if (!sql_row_ok(journal, err))
            return false;
        ++*count;
    }
    return rows != NULL;
}
