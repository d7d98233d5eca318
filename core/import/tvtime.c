/* SPDX-License-Identifier: MIT */
#include "core/import/tvtime.h"

#include "core/import/tvtime_table.h"

/* Only these: the same zip has tokens, addresses and the hash of the password. */
static const char *const members[] = {
    "tracking-prod-records*.csv", "seen_episode*.csv",
    "watched_on_episode.csv",     "rewatched_episode.csv",
    "tv_show_rate.csv",           "ratings-*votes.csv",
    "tvtime-series*.csv",         "tvtime-movies*.csv",
    "activity_history.csv",       NULL,
};

static bool is_tvtime(const struct form_glance *glance)
{
    return glance->csv && tvtime_table_of(glance->csv) != TVTIME_TABLE_NONE;
}

/* The table that a member is. */
static enum tvtime_table table_of(struct reading *reading, size_t member)
{
    struct epi_error err = {0};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    CLEANUP(csv_rows_cleanup)
    struct csv_rows *rows = stream ? csv_rows_new(stream, &err) : NULL;
    if (stream && !rows)
        reading_bad(reading, member, "", 0, "%s", err.text);
    return rows ? tvtime_table_of(rows) : TVTIME_TABLE_NONE;
}

static void read_tables(struct reading *reading, const enum tvtime_table *tables)
{
    struct tvtime_table_log log = {0};
    size_t count = container_count(reading->container);
    void (*unreadable)(void *, const char *, const char *) = reading->unreadable;
    reading->unreadable = NULL; /* what cannot be read is said once */
    for (size_t i = 0; i < count; i++) {
        log.table = tables[i];
        if (tables[i] == TVTIME_TABLE_RECORDS_2 || tables[i] == TVTIME_TABLE_RECORDS_1 ||
            tables[i] == TVTIME_TABLE_REWATCHED || tables[i] == TVTIME_TABLE_EPISODES ||
            tables[i] == TVTIME_TABLE_FILMS) {
            reading_csv(reading, i, tvtime_table_columns, tvtime_table_column_count,
                        tvtime_table_count, &log);
        }
    }
    reading->unreadable = unreadable;
    for (enum tvtime_table table = 0; table < TVTIME_TABLE_COUNT; table++) {
        for (size_t i = 0; i < count && !reading->stopped; i++) {
            log.table = table;
            if (tables[i] == table) {
                reading_csv(reading, i, tvtime_table_columns, tvtime_table_column_count,
                            tvtime_table_give, &log);
            }
        }
    }
    reading->failed = log.again.failed || log.rewatched.failed || log.given.failed ||
                      log.series.failed || log.years.failed;
    tvtime_table_free(&log);
}

static void read_all(struct reading *reading)
{
    size_t count = container_count(reading->container);
    CLEANUP(cleanup_free) enum tvtime_table *tables = calloc(count + 1, sizeof(*tables));
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
