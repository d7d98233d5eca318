/* SPDX-License-Identifier: MIT */
#include "core/import/tvtime.h"

#include "core/import/json_item.h"
#include "core/import/tvtime_table.h"

/* Only these: the same zip has tokens, addresses and the hash of the password. */
static const char *const members[] = {
    "tracking-prod-records*.csv", "seen_episode*.csv",    "watched_on_episode.csv",
    "rewatched_episode.csv",      "tv_show_rate.csv",     "ratings-*votes.csv",
    "tvtime-series*.csv",         "tvtime-series*.json",  "tvtime-movies*.json",
    "tvtime-movies*.csv",         "activity_history.csv", NULL,
};

/* ---- JSON: what the last tools wrote beside their tables ---- */

static void give_episodes(const struct reading_element *element, const struct epi_imported *series)
{
    const struct json *seasons = json_get(element->value, "seasons");
    for (size_t s = 0; s < json_count(seasons); s++) {
        const struct json *season = json_at(seasons, s), *episodes = json_get(season, "episodes");
        for (size_t e = 0; e < json_count(episodes) && !element->reading->stopped; e++) {
            const struct json *episode = json_at(episodes, e);
            struct epi_imported imported = *series;
            imported.season = (int)json_int(json_get(season, "number"), -1);
            imported.number = (int)json_int(json_get(episode, "number"), -1);
            imported.episode_tvdb = json_item_id(episode, "tvdb");
            imported.episode_imdb = json_item_imdb(episode);
            if (json_is_true(json_get(episode, "is_watched")) &&
                reading_json_time(element, json_get(episode, "watched_at"), &imported.watched_at))
                tvtime_table_add(element->reading, element->context, &imported);
        }
    }
}

static void read_element(const struct reading_element *element)
{
    const struct json *value = element->value;
    struct epi_imported imported = reading_element_new(element);
    json_item_set(&imported, value);
    if (!*imported.series && !imported.tvdb) {
        reading_element_bad(element, "does not say which film or series");
    } else if (json_is_array(json_get(value, "seasons"))) {
        imported.numbering = "tvdb";
        give_episodes(element, &imported);
    } else if (json_is_true(json_get(value, "is_watched")) &&
               reading_json_time(element, json_get(value, "watched_at"), &imported.watched_at)) {
        imported.film = true;
        tvtime_table_add(element->reading, element->context, &imported);
    }
}

/* ---- Tables ---- */

static bool is_tvtime(const struct form_glance *glance)
{
    const struct json *element = glance->json;
    if (glance->csv && tvtime_table_of(glance->csv) != TVTIME_TABLE_NONE)
        return true;
    return !*glance->list && json_is_object(json_get(element, "id")) &&
           json_is_text(json_get(element, "title")) &&
           (json_is_array(json_get(element, "seasons")) || json_get(element, "is_watched"));
}

/* The table that a member is. JSON stands behind all of them. */
enum { JSON = TVTIME_TABLE_COUNT + 1 };

static int table_of(struct reading *reading, size_t member)
{
    struct epi_error err = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    char first = '\0';
    if (stream && stream_read(stream, &first, 1, &err) > 0 && (first == '[' || first == '{'))
        return JSON;
    stream_free(stream);
    stream = reading_open(reading, member);
    CLEANUP(csv_rows_cleanup)
    struct csv_rows *rows = stream ? csv_rows_new(stream, &err) : NULL;
    if (stream && !rows)
        reading_bad(reading, member, "", 0, "%s", err.text);
    return rows ? tvtime_table_of(rows) : TVTIME_TABLE_NONE;
}

static void read_tables(struct reading *reading, const int *tables)
{
    struct tvtime_table_log log = {0};
    size_t count = container_count(reading->container);
    void (*unreadable)(void *, const char *, const char *) = reading->unreadable;
    reading->unreadable = NULL; /* what cannot be read is said once */
    for (size_t i = 0; i < count; i++) {
        log.table = tables[i] == JSON ? TVTIME_TABLE_NONE : (enum tvtime_table)tables[i];
        if (tables[i] == TVTIME_TABLE_RECORDS_2 || tables[i] == TVTIME_TABLE_RECORDS_1 ||
            tables[i] == TVTIME_TABLE_REWATCHED || tables[i] == TVTIME_TABLE_EPISODES ||
            tables[i] == TVTIME_TABLE_FILMS) {
            reading_csv(reading, i, &tvtime_table_columns, tvtime_table_count, &log);
        }
    }
    reading->unreadable = unreadable;
    for (enum tvtime_table table = 0; table < TVTIME_TABLE_COUNT; table++) {
        for (size_t i = 0; i < count && !reading->stopped; i++) {
            log.table = table;
            if (tables[i] == (int)table) {
                reading_csv(reading, i, &tvtime_table_columns, tvtime_table_give, &log);
            }
        }
    }
    for (size_t i = 0; i < count && !reading->stopped; i++) {
        if (tables[i] == JSON)
            reading_json(reading, i, read_element, &log);
    }
    reading->failed = log.again.failed || log.rewatched.failed || log.given.failed ||
                      log.series.failed || log.years.failed;
    tvtime_table_free(&log);
}

static void read_all(struct reading *reading)
{
    size_t count = container_count(reading->container);
    CLEANUP(cleanup_free) int *tables = calloc(count + 1, sizeof(*tables));
    if (!tables) {
        reading->failed = true;
        return;
    }
    reading->clock.local = false; /* all of its times are UTC */
    for (size_t i = 0; i < count; i++) {
        bool reads = container_is_file(reading->container) ||
                     form_reads(&tvtime_form, container_at(reading->container, i));
        tables[i] = reads ? table_of(reading, i) : TVTIME_TABLE_NONE;
    }
    read_tables(reading, tables);
}

const struct form tvtime_form = {
    .name = "tvtime", .members = members, .is = is_tvtime, .read = read_all};
