/* SPDX-License-Identifier: MIT */
#include "core/identify/candidates.h"

#include <string.h>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/journal/entries.h"
#include "core/services/values.h"

static struct json *write_episode(const struct episode *episode)
{
    struct json *object = json_new_object();
    json_set_int(object, "season", episode->season);
    json_set_int(object, "number", episode->number);
    json_set_text(object, "title", episode->title);
    return object;
}

/* season -1 if there is none. */
static void read_episode(const struct json *object, struct episode *episode)
{
    episode->season = (int)json_int(json_get(object, "season"), -1);
    episode->number = (int)json_int(json_get(object, "number"), -1);
    json_copy(json_get(object, "title"), episode->title, sizeof(episode->title));
}

/* NULL if memory runs out. */
static char *write_list(const struct match *candidates, size_t count)
{
    struct json *list = json_new_array();
    for (size_t i = 0; i < count && i < JOURNAL_CANDIDATES_MAX; i++) {
        const struct series *series = &candidates[i].series;
        struct json *object = json_new_object();
        json_set_text(object, "title", series->title);
        json_set_int(object, "year", series->year);
        json_set_text(object, "country", series->country);
        values_write_series_ids(object, &series->ids);
        json_set_text(object, "source", candidates[i].source);
        json_set(object, "confidence", json_new_double(candidates[i].confidence));
        if (candidates[i].episode.season >= 0)
            json_set(object, "episode", write_episode(&candidates[i].episode));
        if (candidates[i].film)
            json_set(object, "film", json_new_bool(true));
        if (candidates[i].other)
            json_set(object, "other", json_new_bool(true));
        json_add(list, object);
    }
    char *text = json_write(list, false);
    json_free(list);
    return text;
}

/* 0 for text that is no list. */
static size_t read_list(const char *text, struct match *candidates, size_t max)
{
    struct json *list = text ? json_read(text, strlen(text), NULL) : NULL;
    size_t count = 0;
    for (size_t i = 0; i < json_count(list) && json_is_array(list) && count < max; i++) {
        const struct json *object = json_at(list, i);
        struct match *match = &candidates[count];
        struct series *series = &match->series;
        memset(match, 0, sizeof(*match));
        read_episode(json_get(object, "episode"), &match->episode);
        if (!json_copy(json_get(object, "title"), series->title, sizeof(series->title)))
            continue;
        series->year = (int)json_int(json_get(object, "year"), 0);
        json_copy(json_get(object, "country"), series->country, sizeof(series->country));
        values_read_series_ids(object, &series->ids);
        json_copy(json_get(object, "source"), match->source, sizeof(match->source));
        match->confidence = json_double(json_get(object, "confidence"), 0);
        match->film = json_is_true(json_get(object, "film"));
        match->other = json_is_true(json_get(object, "other"));
        count++;
    }
    json_free(list);
    return count;
}

bool candidates_keep(struct journal *journal, const char *path, const char *media_title,
                     const struct match *candidates, size_t count, int64_t now,
                     struct epi_error *err)
{
    if (count == 0)
        return true;
    CLEANUP(cleanup_free) char *text = write_list(candidates, count);
    if (!text)
        return error_memory(err);
    return entries_keep_candidates(journal, path, media_title, text, now, err);
}

size_t candidates_load(struct journal *journal, const char *path, const char *media_title,
                       int64_t now, struct match *candidates, size_t max)
{
    CLEANUP(cleanup_free) char *text = NULL;
    if (!entries_candidates(journal, path, media_title, now, &text, NULL))
        return 0;
    return read_list(text, candidates, max);
}

bool candidates_are_episodes(const struct match *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (candidates[i].other)
            return true;
    }
    return false;
}
