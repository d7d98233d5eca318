/* SPDX-License-Identifier: MIT */
#include "core/import/tvtime_table.h"

enum {
    KEY,
    TYPE,
    ENTITY,
    UUID,
    TITLE,
    FILM,
    SERIES_ID,
    SERIES_IMDB,
    EPISODE_ID,
    SEASON,
    NUMBER,
    WATCHED_AT,
    AT,
    WATCH_RANGE,
    RELEASE,
    YEAR,
    AGAIN,
    RATING,
    VOTE,
    IS_WATCHED,
    TVDB,
    IMDB,
    COLUMNS
};

static const char *const names[] = {
    [KEY] = "key",
    [TYPE] = "type",
    [ENTITY] = "entity_type",
    [UUID] = "uuid",
    [TITLE] = "series_name|tv_show_name|title",
    [FILM] = "movie_name",
    [SERIES_ID] = "s_id|series_id|tv_show_id|series_tvdb_id",
    [SERIES_IMDB] = "series_imdb_id",
    [EPISODE_ID] = "ep_id|episode_id",
    [SEASON] = "s_no|season_number|episode_season_number|season",
    [NUMBER] = "ep_no|episode_number|episode",
    [WATCHED_AT] = "watched_at",
    [AT] = "watch_date|created_at",
    [WATCH_RANGE] = "watch_date_range_key",
    [RELEASE] = "release_date",
    [YEAR] = "year",
    [AGAIN] = "cpt|rewatch_count",
    [RATING] = "rating",
    [VOTE] = "vote_key",
    [IS_WATCHED] = "is_watched",
    [TVDB] = "tvdb_id",
    [IMDB] = "imdb_id",
};

const struct reading_table tvtime_table_columns = {
    .names = names, .count = COLUMNS, .times = 1U << WATCHED_AT | 1U << AT};

enum tvtime_table tvtime_table_of(const struct csv_rows *rows)
{
    static const struct {
        const char *columns[4];
        enum tvtime_table table;
    } tables[] = {
        {{"type-uuid-n"}, TVTIME_TABLE_RECORDS_1},
        {{"s_id", "key"}, TVTIME_TABLE_RECORDS_2},
        {{"s_id", "created_at", "season_number", "episode_number"}, TVTIME_TABLE_RECORDS_2},
        {{"cpt", "episode_id"}, TVTIME_TABLE_REWATCHED},
        {{"vote_key", "episode_id"}, TVTIME_TABLE_VOTES},
        {{"tv_show_id", "rating"}, TVTIME_TABLE_RATED},
        {{"tv_show_name", "episode_season_number", "episode_number", "created_at"},
         TVTIME_TABLE_SEEN},
        {{"is_watchlisted", "is_watched", "type", "title"}, TVTIME_TABLE_ACTIVITY},
        {{"series_tvdb_id", "is_watched", "episode"}, TVTIME_TABLE_EPISODES},
        {{"is_watched", "tvdb_id", "year", "uuid"}, TVTIME_TABLE_FILMS},
    };
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        size_t c = 0;
        while (c < 4 && tables[i].columns[c] && csv_rows_has(rows, tables[i].columns[c]))
            c++;
        if (c == 4 || !tables[i].columns[c])
            return tables[i].table;
    }
    return TVTIME_TABLE_NONE;
}

void tvtime_table_free(struct tvtime_table_log *log)
{
    tally_free(&log->again);
    tally_free(&log->rewatched);
    tally_free(&log->given);
    tally_free(&log->series);
    tally_free(&log->years);
}

/* ---- What a row is about ---- */

static int64_t id_in(const struct reading_row *row, size_t column)
{
    int64_t id = cell_int(reading_value(row, column), 0);
    return id > 0 ? id : 0;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* What a row of one of the two tables of records says: "watch", "rewatch", or something else. */
enum act { OTHER, WATCH, REWATCH };

static enum act act_of(const struct reading_row *row, enum tvtime_table table)
{
    const char *key = reading_value(row, KEY), *type = reading_value(row, TYPE);
    if (table == TVTIME_TABLE_RECORDS_2) {
        if (begins(key, "rewatch-episode-"))
            return REWATCH;
        bool bare = !csv_rows_has(row->rows, "key"); /* a table that a tool made smaller */
        return begins(key, "watch-episode-") || bare ? WATCH : OTHER;
    }
    return strcmp(type, "watch") == 0 ? WATCH : strcmp(type, "rewatch") == 0 ? REWATCH : OTHER;
}

static bool is_film(const struct reading_row *row, enum tvtime_table table)
{
    switch (table) {
    case TVTIME_TABLE_RECORDS_1:
        return strcmp(reading_value(row, ENTITY), "movie") == 0;
    case TVTIME_TABLE_FILMS:
        return true;
    case TVTIME_TABLE_ACTIVITY:
        return cell_is(reading_value(row, TYPE), "movie") ||
               cell_is(reading_value(row, TYPE), "film");
    case TVTIME_TABLE_VOTES:
        return !id_in(row, EPISODE_ID) && *reading_value(row, FILM);
    default:
        return false;
    }
}

/* The series of a row, and in some tables the film. */
static int64_t series_id(const struct reading_row *row, enum tvtime_table table)
{
    return table == TVTIME_TABLE_ACTIVITY ? id_in(row, TVDB) : id_in(row, SERIES_ID);
}

static int64_t episode_id(const struct reading_row *row, enum tvtime_table table)
{
    return table == TVTIME_TABLE_EPISODES ? id_in(row, TVDB) : id_in(row, EPISODE_ID);
}

/* Keys of an episode or film: by its own id, and by the number in its series; 0: not known. */
struct keys {
    uint64_t own, numbered;
};

static struct keys keys_of(const struct reading_row *row, enum tvtime_table table)
{
    struct keys keys = {0};
    if (is_film(row, table)) {
        const char *uuid = reading_value(row, UUID);
        keys.own = *uuid ? tally_key('f', uuid, 0, 0)
                         : tally_key('f', reading_value(row, TITLE), id_in(row, YEAR), 0);
        if (id_in(row, TVDB))
            keys.numbered = tally_key('F', NULL, id_in(row, TVDB), 0);
        return keys;
    }
    int64_t id = episode_id(row, table), series = series_id(row, table);
    int64_t season = cell_int(reading_value(row, SEASON), -1);
    int64_t number = cell_int(reading_value(row, NUMBER), -1);
    if (id)
        keys.own = tally_key('e', NULL, id, 0);
    if (series && season >= 0 && number > 0)
        keys.numbered = tally_key('n', NULL, series, season * 100000 + number);
    if (!keys.own)
        keys.own = keys.numbered;
    if (!keys.own && number >= 0)
        keys.own = tally_key('t', reading_value(row, TITLE), season, number);
    return keys;
}

/* A viewing of it. */
static uint64_t viewing_of(uint64_t own, int64_t at)
{
    return tally_key('v', NULL, (int64_t)own, at);
}

/* When the row says that it was watched; false after it said that this cannot be read. */
static bool time_of(const struct reading_row *row, enum tvtime_table table,
                    struct epi_imported *imported)
{
    static const char range[] = "watch-date-";
    const char *key = reading_value(row, WATCH_RANGE);
    const char *why = "";
    bool log = table == TVTIME_TABLE_RECORDS_2 || table == TVTIME_TABLE_RECORDS_1 ||
               table == TVTIME_TABLE_SEEN;
    if (!begins(key, range))
        return reading_time(row, log ? AT : WATCHED_AT, &imported->watched_at, &imported->day);
    if (cell_time(key + strlen(range), &row->reading->clock, &imported->watched_at, &why) !=
        CELL_TIME_BAD)
        return true;
    reading_row_bad(row, why);
    return false;
}

/* ---- Counting ---- */

static int64_t year_of(const struct reading_row *row)
{
    char day[CELL_DAY_SIZE];
    cell_day(reading_value(row, RELEASE), &row->reading->clock, day);
    day[*day ? 4 : 0] = '\0';
    return cell_int(day, 0);
}

void tvtime_table_count(const struct reading_row *row)
{
    struct tvtime_table_log *log = row->context;
    enum tvtime_table table = log->table;
    struct keys keys = keys_of(row, table);
    struct epi_imported when = {.size = sizeof(when)};
    enum act act = act_of(row, table);
    int64_t series = series_id(row, table), again = cell_int(reading_value(row, AGAIN), 0);
    if (table == TVTIME_TABLE_RECORDS_1 && is_film(row, table) && year_of(row))
        tally_set(&log->years, keys.own, year_of(row));
    if (table == TVTIME_TABLE_RECORDS_2) {
        log->has_log = log->has_log || act != OTHER;
        if (series) {
            uint64_t title = tally_key('t', reading_value(row, TITLE), 0, 0);
            int64_t before = tally_get(&log->series, title);
            tally_set(&log->series, tally_key('s', NULL, series, 0), 1);
            tally_set(&log->series, title, before && before != series ? -1 : series);
        }
    }
    if (act == REWATCH) {
        reading_time(row, AT, &when.watched_at, NULL);
        if (!tally_add(&log->rewatched, viewing_of(keys.own, when.watched_at), 1))
            tally_add(&log->rewatched, keys.own, 1);
    }
    if (keys.own && again > tally_get(&log->again, keys.own))
        tally_set(&log->again, keys.own, again);
}

/* ---- Handing over ---- */

static struct epi_imported fill(const struct reading_row *row, const struct tvtime_table_log *log,
                                struct keys keys)
{
    enum tvtime_table table = log->table;
    struct epi_imported imported =
        reading_new(row->reading, row->member, "line", csv_rows_line(row->rows));
    const char *title = reading_value(row, TITLE), *imdb = reading_value(row, IMDB);
    imported.film = is_film(row, table);
    imported.series = title;
    imported.imdb = begins(imdb, "tt") ? imdb : "";
    if (imported.film) {
        imported.series = *reading_value(row, FILM) ? reading_value(row, FILM) : title;
        imported.year = (int)cell_int(reading_value(row, YEAR), tally_get(&log->years, keys.own));
        imported.tvdb = id_in(row, TVDB);
        return imported;
    }
    if (begins(reading_value(row, SERIES_IMDB), "tt"))
        imported.imdb = reading_value(row, SERIES_IMDB);
    imported.numbering = "tvdb";
    imported.tvdb = series_id(row, table);
    if (!imported.tvdb && *title) { /* an older table; if it is one series alone */
        int64_t named = tally_get(&log->series, tally_key('t', title, 0, 0));
        imported.tvdb = named > 0 ? named : 0;
    }
    imported.episode_tvdb = episode_id(row, table);
    imported.season = (int)cell_int(reading_value(row, SEASON), -1);
    imported.number = (int)cell_int(reading_value(row, NUMBER), -1);
    return imported;
}

static bool is_given(const struct tvtime_table_log *log, struct keys keys)
{
    return tally_get(&log->given, keys.own) ||
           (keys.numbered && tally_get(&log->given, keys.numbered));
}

/* Whether a series has left TV Time's newer log, though that has others: it says so once. */
static bool is_left_over(const struct reading_row *row, struct tvtime_table_log *log)
{
    int64_t series = series_id(row, log->table);
    if (!log->has_log || !series)
        return false;
    int64_t known = tally_get(&log->series, tally_key('s', NULL, series, 0));
    if (!known) {
        reading_row_bad(row, "is of a series that TV Time's newer log does not have; it and all "
                             "others of that series are left out");
        tally_set(&log->series, tally_key('s', NULL, series, 0), -1);
    }
    return known <= 0;
}

/* Hands over a viewing, unless it was: again is how often it was seen besides. */
static void give(struct reading *reading, struct tvtime_table_log *log, struct keys keys,
                 int64_t again, struct epi_imported *imported)
{
    uint64_t viewing = viewing_of(keys.own, imported->watched_at);
    bool first = !is_given(log, keys);
    if (tally_get(&log->given, viewing) || (!first && !imported->watched_at))
        return;
    imported->watched = true;
    imported->again = first && again > 0 ? (int)again : 0;
    tally_set(&log->given, viewing, 1);
    tally_set(&log->given, keys.own, 1);
    if (keys.numbered)
        tally_set(&log->given, keys.numbered, 1);
    reading_give(reading, imported);
}

void tvtime_table_add(struct reading *reading, struct tvtime_table_log *log,
                      struct epi_imported *imported)
{
    struct keys keys = {0};
    if (imported->film) {
        keys.own = tally_key('f', imported->series, imported->year, 0);
        keys.numbered = imported->tvdb ? tally_key('F', NULL, imported->tvdb, 0) : 0;
    } else {
        keys.own = imported->episode_tvdb
                       ? tally_key('e', NULL, imported->episode_tvdb, 0)
                       : tally_key('t', imported->series, imported->season, imported->number);
        keys.numbered = tally_key('n', NULL, imported->tvdb,
                                  imported->season * (int64_t)100000 + imported->number);
    }
    if (!is_given(log, keys))
        give(reading, log, keys, 0, imported);
}

static void give_viewing(const struct reading_row *row, struct tvtime_table_log *log,
                         struct keys keys, struct epi_imported *imported)
{
    int64_t again = tally_get(&log->again, keys.own) - tally_get(&log->rewatched, keys.own);
    if (time_of(row, log->table, imported))
        give(row->reading, log, keys, again, imported);
}

/* TV Time's own numbers for how much one liked something; 0: another. */
static int rating_of_vote(const char *key)
{
    static const struct {
        int vote, rating;
    } votes[] = {{1, 2}, {27, 4}, {28, 6}, {29, 8}, {3, 10}};
    const char *last = strrchr(key, '-');
    int64_t vote = cell_int(last ? last + 1 : key, 0);
    for (size_t i = 0; i < sizeof(votes) / sizeof(votes[0]); i++) {
        if (votes[i].vote == vote)
            return votes[i].rating;
    }
    return 0;
}

static void give_rating(const struct reading_row *row, enum tvtime_table table,
                        struct epi_imported *imported)
{
    int64_t stars = cell_int(reading_value(row, RATING), 0);
    if (table == TVTIME_TABLE_RATED) {
        imported->scope = EPI_SCOPE_SERIES;
        imported->rating = stars >= 1 && stars <= 5 ? (int)stars * 2 : 0;
    } else {
        imported->rating = rating_of_vote(reading_value(row, VOTE));
    }
    if (!imported->rating)
        reading_row_bad(row, "has a rating that is not known");
    else if (reading_time(row, AT, &imported->rated_at, NULL))
        reading_give(row->reading, imported);
}

static void give_activity(const struct reading_row *row, struct tvtime_table_log *log,
                          struct keys keys, struct epi_imported *imported)
{
    int64_t rating = cell_int(reading_value(row, RATING), 0);
    if (!imported->film && !cell_is(reading_value(row, TYPE), "episode")) {
        imported->scope = EPI_SCOPE_SERIES;
        imported->season = imported->number = -1;
    }
    imported->rating = rating > 0 && rating <= 10 ? (int)rating : 0;
    if (imported->scope == EPI_SCOPE_EPISODE && cell_is_true(reading_value(row, IS_WATCHED)))
        give_viewing(row, log, keys, imported);
    else if (imported->rating)
        reading_give(row->reading, imported);
}

void tvtime_table_give(const struct reading_row *row)
{
    struct tvtime_table_log *log = row->context;
    enum tvtime_table table = log->table;
    struct keys keys = keys_of(row, table);
    enum act act = act_of(row, table);
    bool film = is_film(row, table);
    if (table <= TVTIME_TABLE_RECORDS_1 && act == OTHER)
        return;
    if ((table == TVTIME_TABLE_EPISODES || table == TVTIME_TABLE_FILMS) &&
        !cell_is_true(reading_value(row, IS_WATCHED)))
        return;
    struct epi_imported imported = fill(row, log, keys);
    bool rated = table == TVTIME_TABLE_RATED;
    if (film && !*imported.series && !imported.tvdb && !*imported.imdb) {
        reading_row_bad(row, "does not say which film");
    } else if (!film && !keys.own && !rated && table != TVTIME_TABLE_ACTIVITY) {
        reading_row_bad(row, "does not say which episode");
    } else if (rated || table == TVTIME_TABLE_VOTES) {
        give_rating(row, table, &imported);
    } else if (table == TVTIME_TABLE_ACTIVITY) {
        give_activity(row, log, keys, &imported);
    } else {
        bool extra = table == TVTIME_TABLE_RECORDS_1 && !film;
        bool older = extra || table == TVTIME_TABLE_SEEN || table == TVTIME_TABLE_REWATCHED;
        if ((extra && is_left_over(row, log)) || (older && act != REWATCH && is_given(log, keys)))
            return;
        give_viewing(row, log, keys, &imported);
    }
}
