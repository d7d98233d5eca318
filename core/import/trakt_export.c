/* SPDX-License-Identifier: MIT */
#include "core/import/trakt_export.h"

#include "core/import/json_item.h"
#include "core/import/tally.h"

/* In the order in which they are read: the lists of what was watched only add what the history
 * lacks. */
static const char *const members[] = {
    "watched-history*.json",  "history-*.json",
    "history.json",           "watched-shows*.json",
    "watched-movies*.json",   "ratings-movies*.json",
    "ratings-shows*.json",    "ratings-seasons*.json",
    "ratings-episodes*.json", NULL,
};

/* ---- Values ---- */

static void set_episode(struct epi_imported *imported, const struct json *item)
{
    imported->season = (int)json_int(json_get(item, "season"), -1);
    imported->number = (int)json_int(json_get(item, "number"), -1);
    imported->title = json_text(json_get(item, "title"));
    imported->episode_tvdb = json_item_id(item, "tvdb");
    imported->episode_trakt = json_item_id(item, "trakt");
    imported->episode_imdb = json_item_imdb(item);
}

static bool is_known(const struct epi_imported *imported)
{
    bool episode = !imported->film && imported->scope == EPI_SCOPE_EPISODE;
    bool titled =
        *imported->series || imported->tvdb || imported->tmdb || imported->trakt || *imported->imdb;
    if (!episode)
        return titled && (imported->scope != EPI_SCOPE_SEASON || imported->season >= 0);
    return imported->episode_tvdb || imported->episode_trakt || *imported->episode_imdb ||
           (titled && imported->season >= 0 && imported->number >= 0);
}

/* What an element is about; false if it is neither a film nor anything of a series. */
static bool set_item(struct epi_imported *imported, const struct json *element)
{
    const struct json *movie = json_get(element, "movie"), *show = json_get(element, "show");
    const struct json *episode = json_get(element, "episode");
    const struct json *season = json_get(element, "season");
    const char *type = json_text(json_get(element, "type"));
    imported->numbering = "trakt";
    imported->series = imported->imdb = imported->title = imported->episode_imdb = "";
    imported->film = json_is_object(movie);
    if (imported->film) {
        json_item_set(imported, movie);
    } else if (json_is_object(show)) {
        json_item_set(imported, show);
        imported->scope = EPI_SCOPE_SERIES;
        if (json_is_object(season)) {
            imported->scope = EPI_SCOPE_SEASON;
            imported->season = (int)json_int(json_get(season, "number"), -1);
        }
        if (json_is_object(episode)) {
            imported->scope = EPI_SCOPE_EPISODE;
            set_episode(imported, episode);
        }
    } else if (strcmp(type, "episode") == 0) {
        set_episode(imported, json_is_object(episode) ? episode : element);
        if (!json_is_object(episode))
            imported->number = (int)json_int(json_get(element, "episode"), imported->number);
    } else {
        imported->film = !*type || strcmp(type, "movie") == 0;
        imported->scope = strcmp(type, "season") == 0 ? EPI_SCOPE_SEASON
                          : imported->film            ? EPI_SCOPE_EPISODE
                                                      : EPI_SCOPE_SERIES;
        json_item_set(imported, element);
        imported->season = (int)json_int(season, -1);
    }
    return is_known(imported);
}

/* ---- Viewings ---- */

static uint64_t key_of(const struct epi_imported *imported)
{
    if (imported->film) {
        return tally_key('f', imported->trakt ? "" : imported->series, imported->trakt,
                         imported->tmdb);
    }
    if (imported->episode_trakt)
        return tally_key('e', NULL, imported->episode_trakt, 0);
    return tally_key('n', imported->trakt ? "" : imported->series, imported->trakt,
                     imported->season * (int64_t)100000 + imported->number);
}

/* The same of an episode by its number, which is all that the lists of series have. */
static uint64_t numbered_key(const struct epi_imported *imported)
{
    struct epi_imported numbered = *imported;
    numbered.episode_trakt = 0;
    return key_of(&numbered);
}

/* Hands over a viewing, once. */
static void give_viewing(const struct reading_element *element, struct epi_imported *imported)
{
    struct tally *given = element->context;
    uint64_t key = key_of(imported);
    uint64_t viewing = tally_key('v', NULL, (int64_t)key, imported->watched_at);
    int64_t id = json_int(json_get(element->value, "id"), 0);
    imported->watched = true;
    tally_set(given, key, 1);
    tally_set(given, numbered_key(imported), 1);
    bool known = imported->watched_at && tally_add(given, viewing, 1);
    if ((!id || !tally_add(given, tally_key('p', NULL, id, 0), 1)) && !known)
        reading_give(element->reading, imported);
}

/* What a list of what was watched says of an episode or film that the history lacks. */
static void give_plays(const struct reading_element *element, const struct json *counted,
                       struct epi_imported *imported)
{
    struct tally *given = element->context;
    int64_t plays = json_int(json_get(counted, "plays"), 1);
    if (plays < 1 || tally_add(given, numbered_key(imported), 1) ||
        !reading_json_time(element, json_get(counted, "last_watched_at"), &imported->watched_at))
        return;
    imported->watched = true;
    imported->again = plays < 10000 ? (int)plays - 1 : 0;
    reading_give(element->reading, imported);
}

static void give_seasons(const struct reading_element *element, const struct epi_imported *series)
{
    const struct json *seasons = json_get(element->value, "seasons");
    for (size_t s = 0; s < json_count(seasons); s++) {
        const struct json *season = json_at(seasons, s), *episodes = json_get(season, "episodes");
        for (size_t e = 0; e < json_count(episodes); e++) {
            struct epi_imported imported = *series;
            const struct json *episode = json_at(episodes, e);
            imported.scope = EPI_SCOPE_EPISODE;
            imported.season = (int)json_int(json_get(season, "number"), -1);
            imported.number = (int)json_int(json_get(episode, "number"), -1);
            if (is_known(&imported))
                give_plays(element, episode, &imported);
        }
    }
}

/* Whether an element of a history says that it is one, if not when. */
static bool is_watch(const struct json *element)
{
    static const char *const actions[] = {"watch", "scrobble", "checkin"};
    const char *action = json_text(json_get(element, "action"));
    for (size_t i = 0; i < sizeof(actions) / sizeof(*actions); i++) {
        if (strcmp(action, actions[i]) == 0)
            return true;
    }
    return false;
}

/* An element of any of the files: its members tell what it is. */
static void read_element(const struct reading_element *element)
{
    const struct json *value = element->value, *at = json_get(value, "watched_at");
    struct epi_imported imported = reading_element_new(element);
    if (!at)
        at = json_get(value, "date_watched");
    bool watched = at || is_watch(value);
    bool counted = json_is_number(json_get(value, "plays"));
    int64_t rating = json_int(json_get(value, "rating"), 0);
    if (!watched && !counted && rating == 0)
        return; /* of a list of what is to be watched, or half watched */
    if (!set_item(&imported, value)) {
        reading_element_bad(element, "does not say which film, series or episode");
        return;
    }
    if (!reading_json_time(element, at, &imported.watched_at) ||
        !reading_json_time(element, json_get(value, "rated_at"), &imported.rated_at))
        return;
    if (rating < 0 || rating > 10) {
        reading_element_bad(element, "has a rating that is not 1 to 10");
        return;
    }
    imported.rating = (int)rating;
    if (watched && imported.scope == EPI_SCOPE_EPISODE)
        give_viewing(element, &imported);
    else if (counted && imported.film)
        give_plays(element, value, &imported);
    else if (counted)
        give_seasons(element, &imported);
    else if (rating)
        reading_give(element->reading, &imported);
    else
        reading_element_bad(element, "says that a series was watched, not which episodes");
}

/* ---- Files ---- */

static void read_files(struct reading *reading, const char *pattern, struct tally *given)
{
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped; i++) {
        const struct container_member *member = container_at(reading->container, i);
        if (!member->climbs && container_fits(member->name, pattern))
            reading_json(reading, i, read_element, given);
    }
}

static void read_all(struct reading *reading)
{
    struct tally given = {0};
    if (container_is_file(reading->container)) {
        reading_json(reading, 0, read_element, &given);
    } else {
        for (size_t i = 0; i < container_count(reading->container); i++) {
            if (container_fits(container_at(reading->container, i)->name, "_errors.json"))
                reading_bad(reading, i, "", 0, "says that Trakt could not export everything");
        }
        for (const char *const *pattern = members; *pattern; pattern++)
            read_files(reading, *pattern, &given);
    }
    reading->failed = given.failed;
    tally_free(&given);
}

static bool is_trakt(const struct form_glance *glance)
{
    static const char *const ids[] = {"trakt_id", "tvdb_id", "tmdb_id", "imdb_id"};
    const struct json *element = glance->json;
    if (!json_is_object(element) || *glance->list)
        return false;
    bool item = json_get(json_get(element, "movie"), "ids") ||
                json_get(json_get(element, "show"), "ids") ||
                json_get(json_get(element, "episode"), "ids");
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        item = item || json_get(element, ids[i]);
    return item && (is_watch(element) || json_get(element, "watched_at") ||
                    json_get(element, "date_watched") || json_get(element, "rated_at") ||
                    json_get(element, "plays") || json_get(element, "listed_at"));
}

const struct form trakt_export_form = {
    .name = "trakt", .members = members, .is = is_trakt, .read = read_all};
