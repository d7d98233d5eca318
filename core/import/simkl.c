/* SPDX-License-Identifier: MIT */
#include "core/import/simkl.h"

#include "core/import/json_item.h"
#include "core/import/tally.h"

static const char *const members[] = {"simkl*.json", "simkl*.csv", NULL};

/* ---- What both forms share ---- */

/* "S01E03", "s4e3", "E02", "7": false if it is none. The season is -1 if it says none. */
static bool read_last(const char *text, int *season, int *number)
{
    const char *e = strpbrk(text, "eE");
    char digits[8] = "";
    *season = -1;
    if (e && (*text == 's' || *text == 'S') && e - text <= (ptrdiff_t)sizeof(digits)) {
        memcpy(digits, text + 1, (size_t)(e - text) - 1);
        *season = (int)cell_int(digits, -1);
    }
    *number = (int)cell_int(e ? e + 1 : text, -1);
    return *number >= 0 && (!e || e == text || *season >= 0);
}

/* Whether a title may be that of a later season, or of a part of one: "2nd Season", "III", "Part
 * 2", "Name: Some Arc". */
static bool is_later(const char *title)
{
    static const char *const words[] = {"season", "part", "cour", "arc", "final", "saga"};
    size_t len = strlen(title);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcasestr(title, words[i]))
            return true;
    }
    return strpbrk(title, ":0123456789") || (len > 3 && strcmp(title + len - 2, "II") == 0) ||
           (len > 3 && strcmp(title + len - 3, " IV") == 0);
}

/* An entry of anime is one season, or a part of it, under a title of its own, while its ids may be
 * those of the whole series: only the title says which one it is. If that can be a later one, the
 * number says nothing; else the episodes are counted over the series. */
static void set_numbering(struct epi_imported *imported, bool anime)
{
    imported->numbering = anime ? "" : "tvdb";
    if (!anime)
        return;
    imported->tvdb = imported->tmdb = imported->trakt = 0;
    imported->imdb = "";
    imported->season = -1;
    if (imported->number > 0 && !is_later(imported->series)) {
        imported->absolute = imported->number;
        imported->number = -1;
    }
}

static const char only_last[] = "says only which episode was watched last, not which before";
static const char none_named[] = "does not say which episodes were watched";

static int rating_of(int64_t rating)
{
    return rating >= 1 && rating <= 10 ? (int)rating : 0;
}

/* ---- JSON ---- */

/* The episodes that an entry lists. */
static void give_episodes(const struct reading_element *element, const struct epi_imported *series,
                          bool anime)
{
    const struct json *seasons = json_get(element->value, "seasons");
    for (size_t s = 0; s < json_count(seasons); s++) {
        const struct json *season = json_at(seasons, s), *episodes = json_get(season, "episodes");
        for (size_t e = 0; e < json_count(episodes) && !element->reading->stopped; e++) {
            struct epi_imported imported = *series;
            const struct json *episode = json_at(episodes, e);
            imported.watched = true;
            imported.season = (int)json_int(json_get(season, "number"), -1);
            imported.number = (int)json_int(json_get(episode, "number"), -1);
            if (imported.number < 0)
                reading_element_bad(element, "has an episode without a number");
            if (imported.number < 0)
                continue;
            bool timed =
                reading_json_time(element, json_get(episode, "watched_at"), &imported.watched_at);
            uint64_t series_key = tally_key('s', imported.series, series->tvdb, imported.year);
            uint64_t viewing = tally_key('v', NULL, (int64_t)series_key + imported.watched_at,
                                         imported.season * (int64_t)100000 + imported.number);
            set_numbering(&imported, anime);
            if (timed && !tally_add(element->context, viewing, 1))
                reading_give(element->reading, &imported);
        }
    }
}

/* A series that has no list of its episodes. */
static void give_last(const struct reading_element *element, struct epi_imported *imported,
                      bool anime)
{
    const char *last = json_text(json_get(element->value, "last_watched"));
    bool completed = strcmp(json_text(json_get(element->value, "status")), "completed") == 0;
    bool known = read_last(last, &imported->season, &imported->number);
    int64_t count = json_int(json_get(element->value, "watched_episodes_count"), 0);
    known = known && (imported->season >= 0 || anime);
    if (known && reading_json_time(element, json_get(element->value, "last_watched_at"),
                                   &imported->watched_at)) {
        imported->watched = true;
        set_numbering(imported, anime);
        reading_give(element->reading, imported);
    }
    if (known ? count != 1 : count > 0 || completed)
        reading_element_bad(element, known ? only_last : none_named);
}

static void read_element(const struct reading_element *element)
{
    const struct json *value = element->value, *movie = json_get(value, "movie");
    const struct json *item = movie ? movie : json_get(value, "show");
    struct epi_imported imported = reading_element_new(element);
    bool anime = strcmp(element->list, "anime") == 0;
    imported.film = movie || strcmp(json_text(json_get(value, "anime_type")), "movie") == 0;
    json_item_set(&imported, item);
    if (!*imported.series && !imported.tvdb && !imported.tmdb && !*imported.imdb) {
        reading_element_bad(element, "does not say which film or series");
        return;
    }
    struct epi_imported rated = imported;
    rated.rating = rating_of(json_int(json_get(value, "user_rating"), 0));
    rated.scope = imported.film ? EPI_SCOPE_EPISODE : EPI_SCOPE_SERIES;
    if (!reading_json_time(element, json_get(value, "user_rated_at"), &rated.rated_at))
        rated.rating = 0;
    if (imported.film) {
        rated.watched = strcmp(json_text(json_get(value, "status")), "completed") == 0;
        if (rated.watched &&
            !reading_json_time(element, json_get(value, "last_watched_at"), &rated.watched_at))
            return;
    } else if (json_count(json_get(value, "seasons"))) {
        give_episodes(element, &imported, anime);
    } else {
        give_last(element, &imported, anime);
    }
    if (anime && !imported.film)
        set_numbering(&rated, true);
    if (rated.watched || rated.rating)
        reading_give(element->reading, &rated);
}

/* ---- CSV ---- */

enum { TITLE, TYPE, YEAR, STATUS, LAST, AT, RATING, TVDB, TMDB, IMDB, COLUMNS };

static const char *const names[COLUMNS] = {
    [TITLE] = "title",        [TYPE] = "type",      [YEAR] = "year",     [STATUS] = "watchlist",
    [LAST] = "lastepwatched", [AT] = "watcheddate", [RATING] = "rating", [TVDB] = "tvdb",
    [TMDB] = "tmdb",          [IMDB] = "imdb",
};

static const struct reading_table table = {.names = names, .count = COLUMNS, .times = 1U << AT};

static void read_row(const struct reading_row *row)
{
    struct epi_imported imported =
        reading_new(row->reading, row->member, "line", csv_rows_line(row->rows));
    const char *type = reading_value(row, TYPE), *last = reading_value(row, LAST);
    const char *imdb = reading_value(row, IMDB);
    bool anime = cell_is(type, "anime");
    bool completed = cell_is(reading_value(row, STATUS), "completed");
    imported.film = cell_is(type, "movie");
    imported.series = reading_value(row, TITLE);
    imported.year = (int)cell_int(reading_value(row, YEAR), 0);
    imported.tvdb = cell_int(reading_value(row, TVDB), 0);
    imported.tmdb = cell_int(reading_value(row, TMDB), 0);
    imported.imdb = strncmp(imdb, "tt", 2) == 0 ? imdb : "";
    if (!*imported.series && !imported.tvdb && !imported.tmdb && !*imported.imdb) {
        reading_row_bad(row, "does not say which film or series");
        return;
    }
    struct epi_imported rated = imported;
    rated.rating = rating_of(cell_int(reading_value(row, RATING), 0));
    rated.scope = imported.film ? EPI_SCOPE_EPISODE : EPI_SCOPE_SERIES;
    if (!reading_time(row, AT, &imported.watched_at, &imported.day))
        return;
    if (imported.film) {
        rated.watched = completed;
        rated.watched_at = completed ? imported.watched_at : 0;
        rated.day = completed && imported.day;
    } else if (read_last(last, &imported.season, &imported.number) &&
               (imported.season >= 0 || anime)) {
        imported.watched = true;
        set_numbering(&imported, anime);
        reading_give(row->reading, &imported);
        reading_row_bad(row, only_last);
    } else if (*last || completed) {
        reading_row_bad(row, none_named);
    }
    if (anime)
        set_numbering(&rated, true);
    if (rated.watched || rated.rating) {
        rated.place = imported.place;
        reading_give(row->reading, &rated);
    }
}

/* ---- Files ---- */

static bool is_json(struct reading *reading, size_t member)
{
    struct epi_error ignored = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    CLEANUP(json_rows_cleanup)
    struct json_rows *rows = stream ? json_rows_new(stream, &ignored) : NULL;
    return rows;
}

static void read_all(struct reading *reading)
{
    struct tally given = {0};
    reading->clock.local = false;
    reading->usual = CELL_DAY_FIRST;
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped; i++) {
        if (!container_is_file(reading->container) &&
            !form_reads(&simkl_form, container_at(reading->container, i)))
            continue;
        if (is_json(reading, i))
            reading_json(reading, i, read_element, &given);
        else
            reading_csv(reading, i, &table, read_row, NULL);
    }
    reading->failed = given.failed;
    tally_free(&given);
}

static bool is_simkl(const struct form_glance *glance)
{
    static const char *const lists[] = {"shows", "anime", "movies"};
    if (glance->csv && csv_rows_has(glance->csv, "simkl_id") &&
        csv_rows_has(glance->csv, "lastepwatched"))
        return true;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        if (strcmp(glance->list, lists[i]) == 0) {
            return json_get(glance->json, "status") &&
                   (json_get(glance->json, "show") || json_get(glance->json, "movie"));
        }
    }
    return false;
}

const struct form simkl_form = {
    .name = "simkl", .members = members, .is = is_simkl, .read = read_all};
