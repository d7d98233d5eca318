/* SPDX-License-Identifier: MIT */
#include "core/identify/answer_cache.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/identify/title_key.h"
#include "core/journal/cache.h"
#include "core/journal/episode_lists.h"
#include "core/services/values.h"

enum {
    SERIES_DAYS = 14,
    EPISODE_DAYS = 7,
    MISS_DAYS = 1, /* what was not found, and lists of what might be meant */
    KEY_MAX = 2 * MATCH_TITLE_MAX + 128,
};

/* ---- One answer ---- */

/* What is kept under a key, and until when; NULL for nothing. */
static struct json *read_key(const struct answer_cache *cache, const char *key, int64_t *expires_at)
{
    char *text = NULL;
    if (!cache->journal || cache->anew ||
        !cache_load(cache->journal, key, cache->now, &text, expires_at, NULL) || !text)
        return NULL;
    struct json *value = json_read(text, strlen(text), NULL);
    free(text);
    return value;
}

/* Frees value. */
static void keep(const struct answer_cache *cache, const char *key, struct json *value, int days)
{
    char *text = json_write(value, false);
    json_free(value);
    int64_t expires_at = cache->now + (int64_t)days * CLOCK_DAY;
    if (text)
        cache_store(cache->journal, key, text, expires_at, cache->now, NULL);
    free(text);
}

/* ---- Series ---- */

static void series_key(const struct answer_cache *cache, const struct guess *guess, char *key)
{
    char title[MATCH_TITLE_MAX];
    char alternative[MATCH_TITLE_MAX];
    title_key_of(guess, title, sizeof(title));
    match_fold(guess->alternative_title, alternative, sizeof(alternative));
    snprintf(key, KEY_MAX, "series %s %s %s|%s", cache->catalogue, cache->language, title,
             alternative);
}

static void read_series(const struct json *object, struct series *series)
{
    *series = (struct series){
        .year = (int)json_int(json_get(object, "year"), 0),
        .year_end = (int)json_int(json_get(object, "year_end"), 0),
        .anime = json_is_true(json_get(object, "anime")),
        .runtime = (int)json_int(json_get(object, "runtime"), 0),
    };
    values_read_series_ids(object, &series->ids);
    json_copy(json_get(object, "title"), series->title, sizeof(series->title));
    json_copy(json_get(object, "country"), series->country, sizeof(series->country));
    json_copy(json_get(object, "language"), series->language, sizeof(series->language));
    json_copy(json_get(object, "network"), series->network, sizeof(series->network));
    const struct json *aliases = json_get(object, "aliases");
    for (size_t i = 0; i < json_count(aliases) && i < MATCH_ALIASES_MAX; i++) {
        json_copy(json_at(aliases, i), series->aliases[series->alias_count++],
                  sizeof(series->aliases[0]));
    }
}

static bool is_series(const struct series *series)
{
    return *series->title && values_has_id(&series->ids);
}

static struct json *write_series(const struct series *series)
{
    struct json *object = json_new_object();
    values_write_series_ids(object, &series->ids);
    json_set_text(object, "title", series->title);
    json_set_int(object, "year", series->year);
    json_set_int(object, "year_end", series->year_end);
    json_set_text(object, "country", series->country);
    json_set_text(object, "language", series->language);
    json_set_text(object, "network", series->network);
    json_set(object, "anime", json_new_bool(series->anime));
    json_set_int(object, "runtime", series->runtime);
    struct json *aliases = json_new_array();
    for (int i = 0; i < series->alias_count; i++)
        json_add(aliases, json_new_text(series->aliases[i]));
    json_set(object, "aliases", aliases);
    return object;
}

bool answer_cache_find_series(const struct answer_cache *cache, const struct guess *guess,
                              struct series *series, double *confidence)
{
    char key[KEY_MAX];
    struct series read;
    series_key(cache, guess, key);
    struct json *object = read_key(cache, key, NULL);
    read_series(object, &read);
    double sure = json_double(json_get(object, "confidence"), 0);
    json_free(object);
    if (!is_series(&read))
        return false;
    *series = read;
    *confidence = sure;
    return true;
}

void answer_cache_keep_series(const struct answer_cache *cache, const struct guess *guess,
                              const struct series *series, double confidence)
{
    char key[KEY_MAX];
    if (!cache->journal)
        return;
    series_key(cache, guess, key);
    struct json *object = write_series(series);
    json_set(object, "confidence", json_new_double(confidence));
    keep(cache, key, object, SERIES_DAYS);
}

/* ---- Searches, look-ups and aliases ---- */

bool answer_cache_forget_misses(struct journal *journal, int64_t now, struct epi_error *err)
{
    const int64_t lasts = MISS_DAYS * (int64_t)CLOCK_DAY;
    return cache_expire(journal, now + lasts, err) && episode_lists_age(journal, now - lasts, err);
}

static void search_key(const struct answer_cache *cache, const char *title, int year, char *key)
{
    char folded[MATCH_TITLE_MAX];
    match_fold(title, folded, sizeof(folded));
    snprintf(key, KEY_MAX, "search %s %s %d %s", cache->catalogue, cache->language, year, folded);
}

bool answer_cache_find_search(const struct answer_cache *cache, const char *title, int year,
                              struct series *series, size_t max, size_t *count, int64_t *kept_at)
{
    char key[KEY_MAX];
    int64_t expires_at = 0;
    search_key(cache, title, year, key);
    struct json *array = read_key(cache, key, &expires_at);
    bool kept = json_is_array(array);
    size_t taken = 0;
    for (size_t i = 0; kept && i < json_count(array) && taken < max; i++) {
        read_series(json_at(array, i), &series[taken]);
        taken += is_series(&series[taken]);
    }
    json_free(array);
    if (!kept)
        return false;
    *count = taken;
    *kept_at = expires_at - MISS_DAYS * CLOCK_DAY;
    return true;
}

void answer_cache_keep_search(const struct answer_cache *cache, const char *title, int year,
                              const struct series *series, size_t count)
{
    char key[KEY_MAX];
    if (!cache->journal)
        return;
    search_key(cache, title, year, key);
    struct json *array = json_new_array();
    for (size_t i = 0; i < count; i++)
        json_add(array, write_series(&series[i]));
    keep(cache, key, array, MISS_DAYS);
}

static void lookup_key(const struct answer_cache *cache, const struct series_ids *ids, char *key)
{
    snprintf(key, KEY_MAX, "lookup %s %s %" PRId64 " %" PRId64 " %s", cache->catalogue,
             cache->language, ids->tvdb, ids->tvmaze, ids->imdb);
}

bool answer_cache_find_lookup(const struct answer_cache *cache, const struct series_ids *ids,
                              struct series *series, bool *found, int64_t *kept_at)
{
    char key[KEY_MAX];
    struct series read;
    int64_t expires_at = 0;
    lookup_key(cache, ids, key);
    struct json *object = read_key(cache, key, &expires_at);
    bool kept = json_is_object(object);
    read_series(object, &read);
    json_free(object);
    if (!kept)
        return false;
    *found = is_series(&read);
    *kept_at = expires_at - (*found ? SERIES_DAYS : MISS_DAYS) * CLOCK_DAY;
    if (*found)
        *series = read;
    return true;
}

void answer_cache_keep_lookup(const struct answer_cache *cache, const struct series_ids *ids,
                              const struct series *series)
{
    char key[KEY_MAX];
    if (!cache->journal)
        return;
    lookup_key(cache, ids, key);
    keep(cache, key, series ? write_series(series) : json_new_object(),
         series ? SERIES_DAYS : MISS_DAYS);
}

static void aliases_key(const struct answer_cache *cache, const struct series *series, char *key)
{
    snprintf(key, KEY_MAX, "aliases %s %s %" PRId64 " %" PRId64, cache->catalogue, cache->language,
             series->ids.tvdb, series->ids.tvmaze);
}

bool answer_cache_find_aliases(const struct answer_cache *cache, struct series *series,
                               int64_t *kept_at)
{
    char key[KEY_MAX];
    struct series read;
    int64_t expires_at = 0;
    aliases_key(cache, series, key);
    struct json *object = read_key(cache, key, &expires_at);
    read_series(object, &read);
    json_free(object);
    if (!is_series(&read))
        return false;
    memcpy(series->aliases, read.aliases, sizeof(series->aliases));
    series->alias_count = read.alias_count;
    *kept_at = expires_at - SERIES_DAYS * CLOCK_DAY;
    return true;
}

void answer_cache_keep_aliases(const struct answer_cache *cache, const struct series *series)
{
    char key[KEY_MAX];
    if (!cache->journal)
        return;
    aliases_key(cache, series, key);
    keep(cache, key, write_series(series), SERIES_DAYS);
}

/* ---- Episodes ---- */

static void episodes_key(const struct answer_cache *cache, const struct series_ids *ids,
                         const struct episode_query *query, char *key)
{
    snprintf(key, KEY_MAX, "episodes %s %s %" PRId64 " %" PRId64 " %d %d %d %s", cache->catalogue,
             cache->language, ids->tvdb, ids->tvmaze, (int)query->order, query->season,
             query->number, query->date);
}

static void read_episode(const struct json *object, struct episode *episode)
{
    *episode = (struct episode){
        .season = (int)json_int(json_get(object, "season"), -1),
        .number = (int)json_int(json_get(object, "number"), -1),
        .absolute = (int)json_int(json_get(object, "absolute"), 0),
        .runtime = (int)json_int(json_get(object, "runtime"), 0),
        .special = json_is_true(json_get(object, "special")),
    };
    json_copy(json_get(object, "title"), episode->title, sizeof(episode->title));
    json_copy(json_get(object, "airdate"), episode->airdate, sizeof(episode->airdate));
    values_read_episode_ids(object, episode);
}

bool answer_cache_find_episodes(const struct answer_cache *cache, const struct series_ids *ids,
                                const struct episode_query *query, struct episode *rows,
                                size_t *count, int64_t *kept_at)
{
    char key[KEY_MAX];
    int64_t expires_at = 0;
    episodes_key(cache, ids, query, key);
    struct json *array = read_key(cache, key, &expires_at);
    size_t kept = json_count(array);
    bool usable = json_is_array(array) && kept <= ANSWER_CACHE_ROWS_MAX;
    for (size_t i = 0; usable && i < kept; i++)
        read_episode(json_at(array, i), &rows[i]);
    json_free(array);
    if (!usable)
        return false;
    *count = kept;
    *kept_at = expires_at - (kept ? EPISODE_DAYS : MISS_DAYS) * CLOCK_DAY;
    return true;
}

void answer_cache_keep_episodes(const struct answer_cache *cache, const struct series_ids *ids,
                                const struct episode_query *query, const struct episode *rows,
                                size_t count)
{
    char key[KEY_MAX];
    if (!cache->journal || count > ANSWER_CACHE_ROWS_MAX)
        return;
    episodes_key(cache, ids, query, key);
    struct json *array = json_new_array();
    for (size_t i = 0; i < count; i++) {
        struct json *object = json_new_object();
        values_write_episode_ids(object, &rows[i]);
        json_set_int(object, "season", rows[i].season);
        json_set_int(object, "number", rows[i].number);
        json_set_int(object, "absolute", rows[i].absolute);
        json_set_int(object, "runtime", rows[i].runtime);
        json_set(object, "special", json_new_bool(rows[i].special));
        json_set_text(object, "title", rows[i].title);
        json_set_text(object, "airdate", rows[i].airdate);
        json_add(array, object);
    }
    keep(cache, key, array, count ? EPISODE_DAYS : MISS_DAYS);
}
