/* SPDX-License-Identifier: MIT */
#include "core/journal/dump.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/journal/dump_table.h"
#include "core/journal/enumerators.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "core/services/values.h"

struct dump {
    struct journal *journal;
    dump_write write;
    void *context;
    bool any; /* the array that is being written has an element */
};

static bool put(const struct dump *dump, const char *text, struct epi_error *err)
{
    return dump->write(dump->context, text, strlen(text)) ||
           epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
}

/* The next element of an array, on a line of its own; frees it. */
static bool put_element(struct dump *dump, struct json *element, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *text = json_write(element, false);
    bool ok =
        text ? put(dump, dump->any ? ",\n" : "\n", err) && put(dump, text, err) : error_memory(err);
    dump->any = true;
    json_free(element);
    return ok;
}

/* ---- The whole journal ---- */

/* A value as JSON, NULL if it is left out. */
static struct json *member(struct sqlite3_stmt *rows, int at, const struct dump_column *column)
{
    int64_t number = sql_int(rows, at);
    switch (column->type) {
    case DUMP_REAL:
        return sql_double(rows, at) != 0 ? json_new_double(sql_double(rows, at)) : NULL;
    case DUMP_TEXT:
        return *sql_text(rows, at) ? json_new_text(sql_text(rows, at)) : NULL;
    case DUMP_TEXT_OR_NULL:
        return sqlite3_column_type(rows, at) != SQLITE_NULL ? json_new_text(sql_text(rows, at))
                                                            : NULL;
    default:
        break;
    }
    for (int64_t i = 0; column->words && column->words[i]; i++) {
        if (i == number)
            return json_new_text(column->words[i]);
    }
    return number ? json_new_int(number) : NULL;
}

static bool put_row(struct dump *dump, const struct dump_table *table, struct sqlite3_stmt *rows,
                    struct epi_error *err)
{
    struct json *row = json_new_object();
    for (int i = 0; table->columns[i].name; i++) {
        struct json *value = member(rows, i, &table->columns[i]);
        if (value)
            json_set(row, table->columns[i].name, value);
    }
    if (!sql_row_ok(dump->journal, err)) {
        json_free(row);
        return false;
    }
    return put_element(dump, row, err);
}

static bool put_table(struct dump *dump, const struct dump_table *table, struct epi_error *err)
{
    char columns[DUMP_SQL_MAX], sql[DUMP_SQL_MAX + 256];
    dump_table_columns(table, columns);
    snprintf(sql, sizeof(sql), "SELECT %s FROM %s WHERE %s ORDER BY %s", columns, table->name,
             table->where ? table->where : "1", table->order);
    CLEANUP(sql_free) struct sqlite3_stmt *rows = sql_query(dump->journal, err, sql, "");
    snprintf(sql, sizeof(sql), ",\n\"%s\":[", table->name);
    bool row = rows && put(dump, sql, err);
    if (!row)
        return false;
    dump->any = false;
    while (row) {
        if (!sql_next(dump->journal, rows, &row, err) || (row && !put_row(dump, table, rows, err)))
            return false;
    }
    return put(dump, dump->any ? "\n]" : "]", err);
}

static bool put_journal(struct dump *dump, struct epi_error *err)
{
    char head[64];
    snprintf(head, sizeof(head), "{\"format\":\"%s\",\"version\":%d", DUMP_FORMAT, DUMP_VERSION);
    bool ok = put(dump, head, err);
    for (const struct dump_table *table = dump_tables; ok && table->name; table++)
        ok = put_table(dump, table, err);
    return ok && put(dump, "}\n", err);
}

bool dump_journal(struct journal *journal, dump_write write, void *context, struct epi_error *err)
{
    struct dump dump = {.journal = journal, .write = write, .context = context};
    bool ok = transaction_begin_reading(journal, err) && put_journal(&dump, err);
    return transaction_end(journal, ok, err);
}

/* ---- As Trakt takes it in ---- */

/* "2026-11-21T20:14:05.000Z"; a viewing of 1970 is one of an unknown time there, too. */
static void set_time(struct json *object, const char *key, int64_t at)
{
    char text[32];
    time_t seconds = (time_t)(at < VALUES_YEAR_2000 ? 0 : at);
    struct tm parts;
    if (gmtime_r(&seconds, &parts) &&
        strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S.000Z", &parts) > 0)
        json_set_text(object, key, text);
}

static void set_id(struct json *ids, const char *key, int64_t id)
{
    if (id > 0)
        json_set_int(ids, key, id);
}

/* What follows the time and the value in a row. */
#define SUBJECT                                                                                    \
    "s.film, s.series_title, s.series_year, s.series_tvdb, s.series_imdb, s.series_tmdb, "         \
    "s.season,"                                                                                    \
    " s.number, s.title, s.tvdb"

enum { AT, VALUE, FILM, TITLE, YEAR, TVDB, IMDB, TMDB, SEASON, NUMBER, EPISODE, EPISODE_TVDB };

static struct json *series_of(struct sqlite3_stmt *rows)
{
    struct json *series = json_new_object(), *ids = json_new_object();
    json_set_text(series, "title", sql_text(rows, TITLE));
    if (sql_int(rows, YEAR) > 0)
        json_set_int(series, "year", sql_int(rows, YEAR));
    set_id(ids, "tvdb", sql_int(rows, TVDB));
    set_id(ids, "tmdb", sql_int(rows, TMDB));
    if (*sql_text(rows, IMDB))
        json_set_text(ids, "imdb", sql_text(rows, IMDB));
    json_set(series, "ids", ids);
    return series;
}

/* What a row is of, as Trakt names it. */
static void set_subject(struct json *object, struct sqlite3_stmt *rows)
{
    int64_t season = sql_int(rows, SEASON), number = sql_int(rows, NUMBER);
    if (sql_int(rows, FILM)) {
        json_set_text(object, "type", "movie");
        json_set(object, "movie", series_of(rows));
        return;
    }
    json_set_text(object, "type", season < 0 ? "show" : number < 0 ? "season" : "episode");
    json_set(object, "show", series_of(rows));
    if (season >= 0 && number >= 0) {
        struct json *episode = json_new_object(), *ids = json_new_object();
        json_set_int(episode, "season", season);
        json_set_int(episode, "number", number);
        json_set_text(episode, "title", sql_text(rows, EPISODE));
        set_id(ids, "tvdb", sql_int(rows, EPISODE_TVDB));
        json_set(episode, "ids", ids);
        json_set(object, "episode", episode);
    } else if (season >= 0) {
        struct json *one = json_new_object();
        json_set_int(one, "number", season);
        json_set(object, "season", one);
    }
}

static bool put_rows(struct dump *dump, const char *sql, bool films, bool ratings,
                     struct epi_error *err)
{
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows = sql_query(dump->journal, err, sql, "i", (int)films);
    bool row = rows != NULL;
    while (row) {
        if (!sql_next(dump->journal, rows, &row, err))
            return false;
        if (!row)
            break;
        struct json *object = json_new_object();
        if (!ratings || values_known_time(sql_int(rows, AT)) != 0)
            set_time(object, ratings ? "rated_at" : "watched_at", sql_int(rows, AT));
        if (ratings)
            json_set_int(object, "rating", values_rating_number((int)sql_int(rows, VALUE)));
        else
            json_set_text(object, "action", "watch");
        set_subject(object, rows);
        if (!put_element(dump, object, err))
            return false;
    }
    return rows != NULL;
}

static bool put_trakt(struct dump *dump, bool films, struct epi_error *err)
{
    static const char watched[] =
        "SELECT e.watched_at, 0, " SUBJECT " FROM entries e JOIN subjects s ON s.id = e.subject"
        " WHERE e.status = :STATUS_IDENTIFIED AND e.watched_at > 0 AND e.mark = :MARK_WATCHED"
        " AND e.same_as = 0 AND (?1 OR NOT s.film) ORDER BY e.watched_at, e.id";
    static const char rated[] =
        "SELECT r.at, r.value, " SUBJECT " FROM ratings r JOIN subjects s ON s.id = r.subject"
        " WHERE r.value > 0 AND (?1 OR NOT s.film) AND NOT EXISTS (SELECT 1 FROM ratings n"
        " WHERE n.subject = r.subject AND (n.at, n.entry) > (r.at, r.entry))"
        " ORDER BY r.at, r.entry, r.scope";
    return put(dump, "[", err) && put_rows(dump, watched, films, false, err) &&
           put_rows(dump, rated, films, true, err) && put(dump, dump->any ? "\n]\n" : "]\n", err);
}

bool dump_trakt(struct journal *journal, bool films, dump_write write, void *context,
                struct epi_error *err)
{
    struct dump dump = {.journal = journal, .write = write, .context = context};
    bool ok = transaction_begin_reading(journal, err) && put_trakt(&dump, films, err);
    return transaction_end(journal, ok, err);
}
