/* SPDX-License-Identifier: MIT */
#include "core/import/plain.h"

enum {
    TYPE,
    ACTION,
    TITLE,
    SERIES,
    YEAR,
    SEASON,
    EPISODE,
    WATCHED,
    RATED,
    RATING,
    STATUS,
    IMDB,
    TMDB,
    TVDB,
    TRAKT,
    TVMAZE,
    SERIES_IMDB,
    SERIES_TMDB,
    SERIES_TVDB,
    SERIES_TRAKT,
    SERIES_TVMAZE,
    EPISODE_IMDB,
    EPISODE_TVDB,
    EPISODE_TRAKT,
    EPISODE_TVMAZE,
    MEDIA,
    SOURCE,
    COLUMNS
};

static const char *const names[COLUMNS] = {
    [TYPE] = "type|media_type|title_type|kind",
    [ACTION] = "action",
    [TITLE] = "title|name|episode_title",
    [SERIES] = "series_title|series_name|show_title|show_name|tv_show_name|series|show",
    [YEAR] = "year|series_year|show_year",
    [SEASON] = "season|season_number|s_no|episode_season_number",
    [EPISODE] = "episode|episode_number|number|ep_no",
    [WATCHED] = ("watched_at|watched_date|date_watched|viewed_at|last_watched_at|last_viewed_at|"
                 "end_date|ended_on|progressed_at"),
    [RATED] = "rated_at|date_rated",
    [RATING] = "rating|rating10|your_rating|user_rating|score",
    [STATUS] = "status|watchlist",
    [IMDB] = "imdb|imdb_id|const",
    [TMDB] = "tmdb|tmdb_id",
    [TVDB] = "tvdb|tvdb_id",
    [TRAKT] = "trakt|trakt_id",
    [TVMAZE] = "tvmaze|tvmaze_id",
    [SERIES_IMDB] = "series_imdb|series_imdb_id|show_imdb|show_imdb_id",
    [SERIES_TMDB] = "series_tmdb|series_tmdb_id|show_tmdb|show_tmdb_id",
    [SERIES_TVDB] = "series_tvdb|series_tvdb_id|show_tvdb|show_tvdb_id",
    [SERIES_TRAKT] = "series_trakt|series_trakt_id|show_trakt|show_trakt_id",
    [SERIES_TVMAZE] = "series_tvmaze|series_tvmaze_id|show_tvmaze|show_tvmaze_id",
    [EPISODE_IMDB] = "episode_imdb|episode_imdb_id",
    [EPISODE_TVDB] = "episode_tvdb|episode_tvdb_id",
    [EPISODE_TRAKT] = "episode_trakt|episode_trakt_id",
    [EPISODE_TVMAZE] = "episode_tvmaze|episode_tvmaze_id",
    [MEDIA] = "media_id",
    [SOURCE] = "source",
};

static const struct reading_table table = {
    .names = names, .count = COLUMNS, .times = 1U << WATCHED | 1U << RATED};

/* ---- What a row is about ---- */

enum kind { EPISODE_ROW, SEASON_ROW, SERIES_ROW, FILM_ROW, OTHER_ROW };

static enum kind kind_of(const struct reading_row *row)
{
    static const struct {
        const char *word;
        enum kind kind;
    } words[] = {
        {"episode", EPISODE_ROW},       {"tv episode", EPISODE_ROW}, {"season", SEASON_ROW},
        {"show", SERIES_ROW},           {"series", SERIES_ROW},      {"tv", SERIES_ROW},
        {"tv series", SERIES_ROW},      {"tv show", SERIES_ROW},     {"anime", SERIES_ROW},
        {"tv mini series", SERIES_ROW}, {"movie", FILM_ROW},         {"film", FILM_ROW},
        {"tv movie", FILM_ROW},
    };
    const char *type = reading_value(row, TYPE);
    bool season = *reading_value(row, SEASON), episode = *reading_value(row, EPISODE);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (cell_is(type, words[i].word))
            return words[i].kind == SERIES_ROW && episode ? EPISODE_ROW : words[i].kind;
    }
    if (*type)
        return OTHER_ROW;
    return episode ? EPISODE_ROW : season ? SEASON_ROW : OTHER_ROW;
}

/* Whether the columns are those of Trakt's importer: the ids and titles of episodes are their own,
 * not those of their series. */
static bool is_trakts(const struct csv_rows *rows)
{
    return csv_rows_has(rows, "action") || csv_rows_has(rows, "trakt") ||
           csv_rows_has(rows, "trakt_id");
}

/* NULL ends the words. */
static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++) {
        if (cell_is(text, *words))
            return true;
    }
    return false;
}

/* Whether a row says that it was not watched, or is to be watched some day. */
static bool is_unwatched(const struct reading_row *row)
{
    static const char *const words[] = {
        "planning",  "planned",   "plan to watch", "plantowatch", "to watch", "not started",
        "watchlist", "unwatched", "not watched",   "no",          "false",    "0",
        NULL};
    return is_one_of(reading_value(row, STATUS), words) ||
           is_one_of(reading_value(row, ACTION), words);
}

/* Whether a row says that it was watched: in a word, or by when it was. */
static bool is_watched(const struct reading_row *row)
{
    static const char *const words[] = {"watched",  "completed", "complete", "finished", "seen",
                                        "yes",      "true",      "1",        "history",  "watch",
                                        "scrobble", "checkin",   NULL};
    const char *action = reading_value(row, ACTION);
    if (*action)
        return is_one_of(action, words);
    return *reading_value(row, WATCHED) || is_one_of(reading_value(row, STATUS), words);
}

/* ---- Values ---- */

static int64_t id_in(const struct reading_row *row, size_t column, size_t other)
{
    const char *text = reading_value(row, column);
    int64_t id = cell_int(*text ? text : reading_value(row, other), 0);
    return id > 0 ? id : 0;
}

static const char *imdb_in(const struct reading_row *row, size_t column, size_t other)
{
    const char *text = reading_value(row, column);
    if (!*text)
        text = reading_value(row, other);
    return strncmp(text, "tt", 2) == 0 ? text : "";
}

static void set_ids(const struct reading_row *row, bool own, struct epi_imported *imported)
{
    bool episode = own && !imported->film && imported->scope == EPI_SCOPE_EPISODE;
    imported->tvdb = id_in(row, SERIES_TVDB, episode ? SERIES_TVDB : TVDB);
    imported->tmdb = id_in(row, SERIES_TMDB, episode ? SERIES_TMDB : TMDB);
    imported->trakt = id_in(row, SERIES_TRAKT, episode ? SERIES_TRAKT : TRAKT);
    imported->tvmaze = id_in(row, SERIES_TVMAZE, episode ? SERIES_TVMAZE : TVMAZE);
    imported->imdb = imdb_in(row, SERIES_IMDB, episode ? SERIES_IMDB : IMDB);
    imported->episode_tvdb = id_in(row, EPISODE_TVDB, episode ? TVDB : EPISODE_TVDB);
    imported->episode_trakt = id_in(row, EPISODE_TRAKT, episode ? TRAKT : EPISODE_TRAKT);
    imported->episode_tvmaze = id_in(row, EPISODE_TVMAZE, episode ? TVMAZE : EPISODE_TVMAZE);
    imported->episode_imdb = imdb_in(row, EPISODE_IMDB, episode ? IMDB : EPISODE_IMDB);
    const char *source = reading_value(row, SOURCE);
    if (cell_is(source, "tmdb"))
        imported->tmdb = id_in(row, MEDIA, MEDIA);
    else if (cell_is(source, "tvdb"))
        imported->tvdb = id_in(row, MEDIA, MEDIA);
}

static bool is_known(const struct epi_imported *imported)
{
    return *imported->series || imported->tvdb || imported->tmdb || imported->trakt ||
           imported->tvmaze || *imported->imdb;
}

/* Fills in times and rating; false, after it said why, if there is neither viewing nor rating. */
static bool set_acts(const struct reading_row *row, struct epi_imported *imported)
{
    const char *rating = reading_value(row, RATING);
    bool whole = !imported->film && imported->scope != EPI_SCOPE_EPISODE;
    if (!reading_time(row, WATCHED, &imported->watched_at, &imported->day) ||
        !reading_time(row, RATED, &imported->rated_at, NULL))
        return false;
    int64_t value = *rating ? cell_int(rating, -1) : 0;
    bool rated = value >= 0 && value <= 10;
    imported->rating = rated ? (int)value : 0;
    imported->watched = !whole && is_watched(row);
    if (!imported->watched)
        imported->watched_at = imported->day = 0;
    if (!rated)
        reading_row_bad(row, "has a rating that is not 1 to 10");
    else if (!imported->watched && !imported->rating && !whole)
        reading_row_bad(row, "does not say that it was watched: by when, or with 'unknown'");
    return imported->watched || imported->rating;
}

static void read_row(const struct reading_row *row)
{
    enum kind kind = kind_of(row);
    bool trakts = is_trakts(row->rows);
    if (is_unwatched(row))
        return;
    if (kind == OTHER_ROW) {
        reading_row_bad(row, "does not say what it is: an episode, a season, a series or a film");
        return;
    }
    struct epi_imported imported =
        reading_new(row->reading, row->member, "line", csv_rows_line(row->rows));
    bool numbered = *reading_value(row, SEASON) && *reading_value(row, EPISODE);
    bool own = kind == EPISODE_ROW && (trakts || !numbered);
    const char *title = reading_value(row, TITLE), *series = reading_value(row, SERIES);
    imported.film = kind == FILM_ROW;
    imported.scope = kind == SEASON_ROW   ? EPI_SCOPE_SEASON
                     : kind == SERIES_ROW ? EPI_SCOPE_SERIES
                                          : EPI_SCOPE_EPISODE;
    imported.series = *series || own ? series : title;
    imported.title = kind == EPISODE_ROW && (*series || own) ? title : "";
    imported.year = (int)cell_int(reading_value(row, YEAR), 0);
    imported.numbering = trakts ? "trakt" : "";
    if (kind == EPISODE_ROW || kind == SEASON_ROW)
        imported.season = (int)cell_int(reading_value(row, SEASON), -1);
    if (kind == EPISODE_ROW)
        imported.number = (int)cell_int(reading_value(row, EPISODE), -1);
    set_ids(row, own, &imported);
    bool identified = imported.episode_tvdb || imported.episode_trakt || imported.episode_tvmaze ||
                      *imported.episode_imdb;
    if (kind == EPISODE_ROW && imported.number < 0 && !identified)
        reading_row_bad(row, "does not say which episode");
    else if (!identified && !is_known(&imported))
        reading_row_bad(row, "has neither a title nor an id");
    else if (set_acts(row, &imported))
        reading_give(row->reading, &imported);
}

static void read_all(struct reading *reading)
{
    for (size_t i = 0; i < container_count(reading->container); i++)
        reading_csv(reading, i, &table, read_row, NULL);
}

/* What a table has. */
struct heading {
    size_t known; /* columns that are known */
    bool named;   /* a title or an id */
    bool about;   /* what a row is: an episode, a film ... */
    bool act;     /* when it was watched, or how it is rated */
};

static struct heading heading_of(const struct csv_rows *csv)
{
    static const size_t named[] = {TITLE, SERIES, IMDB, TMDB, TVDB, TRAKT, TVMAZE};
    struct heading heading = {0};
    struct csv_rows_column columns[COLUMNS];
    csv_rows_find(csv, names, COLUMNS, columns);
    for (size_t i = 0; i < COLUMNS; i++)
        heading.known += columns[i].at[0] >= 0;
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
        heading.named = heading.named || columns[named[i]].at[0] >= 0;
    heading.about = columns[TYPE].at[0] >= 0 || columns[EPISODE].at[0] >= 0;
    heading.act = columns[WATCHED].at[0] >= 0 || columns[RATING].at[0] >= 0;
    return heading;
}

static bool is_plain(const struct form_glance *glance)
{
    if (!glance->csv || form_is_own(glance->csv))
        return false;
    struct heading heading = heading_of(glance->csv);
    return heading.named && heading.about && heading.act;
}

static const char *lacks(const struct form_glance *glance)
{
    enum { MANY = 3 }; /* columns: this is a table, whatever they are called */
    struct heading heading = heading_of(glance->csv);
    if (heading.known == 0 && csv_rows_columns(glance->csv) < MANY)
        return NULL;
    if (heading.known == 0)
        return "no column that is known; call them title, season, episode, watched_at, rating";
    if (!heading.named)
        return "no column with a title or an id (title, series, tvdb, imdb ...)";
    if (!heading.about)
        return "no column that says which episode (season, episode), or that it is a film (type)";
    return "no column that says when it was watched (watched_at), or how it is rated (rating)";
}

const struct form plain_form = {.name = "csv", .is = is_plain, .read = read_all, .lacks = lacks};
