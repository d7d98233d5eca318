/* SPDX-License-Identifier: MIT */
#include "core/import/netflix.h"

#include <stdio.h>

#include "core/base/clock.h"
#include "core/import/netflix_date.h"
#include "core/import/netflix_sittings.h"
#include "core/import/netflix_title.h"
#include "core/import/tally.h"

enum {
    TITLE,
    DATE,
    PROFILE,
    BEGIN,
    DURATION,
    EXTRA,
    BOOKMARK,
    COLUMNS,
    PROFILES_MAX = 16,
    PROFILE_SIZE = 64,
    KEY_SIZE = 512, /* bytes of a title that tell it from others */
    SHORT = 300,    /* seconds: who saw less only looked at it */
};

static const char *const names[COLUMNS] = {
    [TITLE] = "title",       [DATE] = "date",         [PROFILE] = "profile name",
    [BEGIN] = "start time",  [DURATION] = "duration", [EXTRA] = "supplemental video type",
    [BOOKMARK] = "bookmark",
};

static const struct reading_table table = {.names = names, .count = COLUMNS, .times = 1U << BEGIN};

/* What is known of a list before its rows are handed over. */
struct list {
    struct netflix_dates dates;
    int64_t today;
    struct tally known; /* what is a series for sure, and what was handed over */
    char profiles[PROFILES_MAX][PROFILE_SIZE];
    size_t profile_count;
    struct netflix_sittings sittings;
    struct epi_error err;
};

/* ---- Titles ---- */

static uint64_t series_key(const char *title, size_t len)
{
    char text[KEY_SIZE];
    snprintf(text, sizeof(text), "%.*s", (int)len, title);
    return tally_key('s', text, 0, 0);
}

static bool is_series(const void *context, const char *title, size_t len)
{
    return tally_get(context, series_key(title, len)) != 0;
}

/* Keeps the series that a title names for sure. */
static void see_title(struct list *list, const char *text)
{
    struct netflix_title title = netflix_title_part(text, NULL, NULL);
    if (title.kind == NETFLIX_EPISODE)
        tally_set(&list->known, series_key(title.series.text, title.series.len), 1);
}

/* Hands over what a title is, with what is known of its time. */
static void give(struct reading *reading, const struct list *list, const char *text,
                 struct epi_imported *imported)
{
    struct netflix_title title = netflix_title_part(text, is_series, &list->known);
    CLEANUP(cleanup_free) char *series = strndup(title.series.text, title.series.len);
    CLEANUP(cleanup_free)
    char *episode = strndup(title.episode.len ? title.episode.text : "", title.episode.len);
    struct epi_error err;
    if (!series || !episode) {
        error_memory(&err);
        reading_fail(reading, &err);
        return;
    }
    imported->film = title.kind == NETFLIX_FILM;
    imported->whole = title.kind == NETFLIX_WHOLE;
    imported->watched = true;
    imported->series = series;
    imported->title = episode;
    imported->season = title.season;
    imported->number = title.number;
    imported->numbering = reading->source;
    reading_give(reading, imported);
}

/* Whether a title names an episode or a film; else says that it does not. */
static bool is_whole(const struct reading_row *row, const char *text)
{
    struct netflix_title title = netflix_title_part(text, NULL, NULL);
    if (title.kind != NETFLIX_NOTHING)
        return true;
    reading_row_bad(row, title.series.len ? "does not say which episode"
                                          : "does not say of which series it is");
    return false;
}

/* ---- The short list ---- */

static void see_viewing(const struct reading_row *row)
{
    struct list *list = row->context;
    netflix_date_see(&list->dates, reading_value(row, DATE), list->today);
    see_title(list, reading_value(row, TITLE));
}

static void read_viewing(const struct reading_row *row)
{
    struct list *list = row->context;
    const char *title = reading_value(row, TITLE), *date = reading_value(row, DATE);
    int64_t day = 0;
    if (!*title || !is_whole(row, title)) {
        if (!*title)
            reading_row_bad(row, "has no title");
        return;
    }
    if (*date && !netflix_date_read(&list->dates, date, list->today, &day)) {
        reading_row_bad(
            row, "has a date that is no day in the order of the others, or is in the future");
        return;
    }
    if (tally_add(&list->known, tally_key('r', title, day, 0), 1) > 0)
        return; /* the same on the same day is one viewing */
    struct epi_imported imported =
        reading_new(row->reading, row->member, "line", csv_rows_line(row->rows));
    imported.watched_at = day ? day * CLOCK_DAY + CLOCK_DAY / 2 : 0;
    imported.day = day != 0;
    give(row->reading, list, title, &imported);
}

/* ---- The long list ---- */

static void see_profile(struct list *list, const char *profile)
{
    for (size_t i = 0; i < list->profile_count; i++) {
        if (strncmp(list->profiles[i], profile, PROFILE_SIZE - 1) == 0)
            return;
    }
    if (list->profile_count < PROFILES_MAX)
        snprintf(list->profiles[list->profile_count++], PROFILE_SIZE, "%s", profile);
}

static bool is_meant(const struct reading_row *row)
{
    const char *profile = row->reading->profile;
    return !profile || strcmp(reading_value(row, PROFILE), profile) == 0;
}

static void see_sitting(const struct reading_row *row)
{
    struct list *list = row->context;
    see_profile(list, reading_value(row, PROFILE));
    if (!*reading_value(row, EXTRA))
        see_title(list, reading_value(row, TITLE));
}

/* Seconds of "H:MM:SS"; -1 if a text is no duration. */
static int64_t duration_of(const char *text)
{
    int hours, minutes, seconds, used = 0;
    if (sscanf(text, "%6d:%2d:%2d%n", &hours, &minutes, &seconds, &used) != 3 || text[used])
        return -1;
    return hours < 0 || minutes < 0 || seconds < 0 ? -1 : hours * 3600 + minutes * 60 + seconds;
}

static void read_sitting(const struct reading_row *row)
{
    struct list *list = row->context;
    const char *title = reading_value(row, TITLE);
    int64_t begin, seconds = duration_of(reading_value(row, DURATION));
    int64_t mark = duration_of(reading_value(row, BOOKMARK));
    if (*reading_value(row, EXTRA) || !is_meant(row)) /* a trailer is no viewing */
        return;
    if (!*title) {
        reading_row_bad(row, "has no title");
        return;
    }
    if (!is_whole(row, title) || !reading_time(row, BEGIN, &begin, NULL))
        return;
    if (seconds < 0) {
        reading_row_bad(row, "has no duration, or one that is not hours, minutes and seconds");
        return;
    }
    struct netflix_sitting sitting = {.begin = begin,
                                      .end = begin ? begin + seconds : 0,
                                      .seconds = seconds,
                                      .first_mark = mark,
                                      .mark = mark,
                                      .line = csv_rows_line(row->rows)};
    if (!netflix_sittings_add(&list->sittings, title, &sitting, &list->err))
        reading_fail(row->reading, &list->err);
}

static void give_sittings(struct reading *reading, const struct list *list, size_t member)
{
    for (size_t i = 0; i < list->sittings.count && !reading->stopped; i++) {
        const struct netflix_sitting *sitting = &list->sittings.list[i];
        struct epi_imported imported = reading_new(reading, member, "line", sitting->line);
        imported.watched_at = sitting->end;
        imported.opened = sitting->seconds < SHORT;
        give(reading, list, sitting->title, &imported);
    }
}

/* Fails if the list is of several people, and none is named; or one who has none. */
static bool choose_profile(struct reading *reading, struct list *list)
{
    char all[160] = "";
    for (size_t i = 0; i < list->profile_count; i++) {
        if (reading->profile && strcmp(list->profiles[i], reading->profile) == 0)
            return true;
        size_t len = strlen(all);
        snprintf(all + len, sizeof(all) - len, "%s%s", len ? ", " : "", list->profiles[i]);
    }
    if (list->profile_count <= 1 && !reading->profile)
        return true;
    if (reading->profile) {
        epi_error_set(&list->err, EPI_ERROR_NEVER, "has no profile '%.40s', but %s",
                      reading->profile, all);
    } else {
        epi_error_set(&list->err, EPI_ERROR_NEVER,
                      "has several profiles; name one with --profile: %s", all);
    }
    reading_fail(reading, &list->err);
    return false;
}

/* ---- Both ---- */

static void note_length(const struct reading_row *row)
{
    bool *is_long = row->context;
    *is_long = csv_rows_has(row->rows, names[BEGIN]);
}

/* Reads a member without saying what of it cannot be read: it is read once more. */
static void look_at(struct reading *reading, size_t member,
                    void (*row)(const struct reading_row *row), void *context)
{
    struct reading quiet = *reading;
    quiet.unreadable = NULL;
    reading_csv(&quiet, member, &table, row, context);
}

static void read_list(struct reading *reading, size_t member, struct list *list)
{
    bool is_long = false;
    look_at(reading, member, note_length, &is_long);
    look_at(reading, member, is_long ? see_sitting : see_viewing, list);
    enum netflix_order given = reading->clock.order == CELL_DAY_FIRST     ? NETFLIX_DAY_FIRST
                               : reading->clock.order == CELL_MONTH_FIRST ? NETFLIX_MONTH_FIRST
                                                                          : NETFLIX_UNKNOWN;
    if (is_long) {
        if (choose_profile(reading, list)) {
            reading_csv(reading, member, &table, read_sitting, list);
            give_sittings(reading, list, member);
        }
    } else if (netflix_date_decide(&list->dates, given, &list->err)) {
        reading_csv(reading, member, &table, read_viewing, list);
    } else {
        reading_fail(reading, &list->err);
    }
}

static void list_free(struct list *list)
{
    if (list) {
        tally_free(&list->known);
        netflix_sittings_clear(&list->sittings);
    }
    free(list);
}

static void read_all(struct reading *reading)
{
    reading->clock.local = false; /* the times of the long list are UTC */
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped; i++) {
        if (!container_is_file(reading->container) &&
            !form_reads(&netflix_form, container_at(reading->container, i)))
            continue;
        struct list *list = calloc(1, sizeof(*list));
        struct epi_error err;
        if (list) {
            list->today = reading->clock.now / CLOCK_DAY;
            read_list(reading, i, list);
            reading->failed = reading->failed || list->known.failed;
        } else {
            error_memory(&err);
            reading_fail(reading, &err);
        }
        list_free(list);
    }
}

static bool is_netflix(const struct form_glance *glance)
{
    const struct csv_rows *csv = glance->csv;
    if (!csv || !csv_rows_has(csv, names[TITLE]))
        return false;
    bool other = csv_rows_has(csv, "type") || csv_rows_has(csv, "season") ||
                 csv_rows_has(csv, "episode") || csv_rows_has(csv, "year") ||
                 csv_rows_has(csv, "rating");
    bool long_form = csv_rows_has(csv, names[PROFILE]) && csv_rows_has(csv, names[BEGIN]);
    return long_form || (csv_rows_has(csv, names[DATE]) && !other);
}

static const char *const members[] = {"NetflixViewingHistory*.csv", "ViewingActivity.csv", NULL};

const struct form netflix_form = {
    .name = "netflix", .members = members, .is = is_netflix, .read = read_all};
