/* SPDX-License-Identifier: MIT */
#include "core/journal/corrections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/record.h"
#include "core/journal/series_folder.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/views.h"
#include "core/journal/wanted.h"
#include "core/services/values.h"

/* How much the durations of two copies of one file may differ. */
#define DURATION_TOLERANCE 0.02

enum { FOLDERS_MAX = 32 }; /* whose choices are told apart */

/* ---- Where one holds ---- */

static bool same_start(const char *a, size_t a_len, const char *b, size_t b_len)
{
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static bool same_duration(double a, double b)
{
    return a <= 0 || b <= 0 || fabs(a - b) <= DURATION_TOLERANCE * fmax(a, b);
}

/* A choice as it was recorded, and where it was made. */
struct chosen {
    const char *path; /* of its file */
    const char *title_key;
    double duration;
    struct correction correction;
};

static bool moves_numbers(const struct correction *correction)
{
    return correction->season_offset || correction->number_offset;
}

enum reach {
    REACH_NONE,
    REACH_BESIDE, /* another season in its folder, whose numbers it moves */
    REACH_SERIES, /* another season of the series beside it */
    REACH_OWN,    /* its own folder or, of what is said of a file alone, that file */
};

/* The season of the name of a file; names without one count as the first. */
static int season_of(const char *path)
{
    struct guess guess;
    match_parse(path, strlen(path), &guess);
    return guess.season >= 0 ? guess.season : 1;
}

/* The title of a path, folded; "" if the name says nothing. */
static void title_of(const char *path, char title[MATCH_TITLE_MAX])
{
    struct guess guess;
    match_parse(path, strlen(path), &guess);
    match_fold(guess.kind == GUESS_EPISODE ? guess.title : "", title, MATCH_TITLE_MAX);
}

/* Whether two files of one name have, by their folders, one title too. */
static bool same_title(const char *a, const char *b)
{
    char one[MATCH_TITLE_MAX], other[MATCH_TITLE_MAX];
    title_of(a, one);
    title_of(b, other);
    return strcmp(one, other) == 0;
}

/* Whether both are one file, which may have been moved. */
static bool same_file(const struct chosen *chosen, const char *path, double duration)
{
    size_t here = series_folder_own(path);
    size_t there = series_folder_own(chosen->path);
    return strcmp(path + here, chosen->path + there) == 0 &&
           same_duration(duration, chosen->duration) &&
           (strcmp(path, chosen->path) == 0 || same_title(path, chosen->path));
}

/* Whether a choice holds for a file with the same title. */
static enum reach reach_of(const struct chosen *chosen, const char *path, double duration)
{
    size_t here = series_folder_own(path);
    size_t there = series_folder_own(chosen->path);
    if (!*chosen->title_key)
        return same_file(chosen, path, duration) ? REACH_OWN : REACH_NONE;
    /* An offset holds for one season only. */
    bool moves = moves_numbers(&chosen->correction);
    if (same_start(path, here, chosen->path, there))
        return moves && season_of(path) != season_of(chosen->path) ? REACH_BESIDE : REACH_OWN;
    bool wide = !moves && same_start(path, series_folder_length(path), chosen->path,
                                     series_folder_length(chosen->path));
    return wide ? REACH_SERIES : REACH_NONE;
}

/* ---- Finding ---- */

static bool read_chosen(struct journal *journal, struct sqlite3_stmt *rows, struct chosen *chosen,
                        struct epi_error *err)
{
    struct correction *correction = &chosen->correction;
    memset(correction, 0, sizeof(*correction));
    chosen->path = sql_text(rows, 0);
    chosen->duration = sql_double(rows, 1);
    sql_copy(rows, 2, correction->title, sizeof(correction->title));
    correction->series.tvdb = sql_int(rows, 3);
    correction->series.tvmaze = sql_int(rows, 4);
    sql_copy(rows, 5, correction->series.imdb, sizeof(correction->series.imdb));
    correction->season_offset = (int)sql_int(rows, 6);
    correction->number_offset = (int)sql_int(rows, 7);
    correction->choice = (enum choice)sql_int(rows, 8);
    return sql_row_ok(journal, err);
}

#define CHOICES_WHERE(where)                                                                       \
    "SELECT path, duration, title, tvdb, tvmaze, imdb, season_offset, number_offset, value"        \
    " FROM records r WHERE kind = :RECORD_CHOSEN AND entry IS NULL AND state = :RECORD_HOLDS"      \
    " AND title_key = ?" where " ORDER BY id DESC"

/* The choices that stand for a title, or for files alone with "", the newest first. */
static struct sqlite3_stmt *choices_of(struct journal *journal, const char *title_key,
                                       struct epi_error *err)
{
    return *title_key ? sql_query(journal, err, CHOICES_WHERE(""), "t", title_key)
                      : sql_query(journal, err, CHOICES_WHERE(" AND NOT " VIEW_SAID_SINCE), "t",
                                  title_key);
}

/* The newest choice that holds for a stored path, one of its own folder before others. */
static bool find_chosen(struct journal *journal, const char *path, const char *title_key,
                        double duration, struct correction *correction, enum reach *reach,
                        struct epi_error *err)
{
    CLEANUP(sql_free) struct sqlite3_stmt *rows = choices_of(journal, title_key, err);
    struct chosen chosen = {.title_key = title_key};
    bool row = rows != NULL;
    *reach = REACH_NONE;
    while (row && *reach != REACH_OWN) {
        if (!sql_next(journal, rows, &row, err) ||
            (row && !read_chosen(journal, rows, &chosen, err)))
            return false;
        enum reach one = row ? reach_of(&chosen, path, duration) : REACH_NONE;
        if (one <= *reach)
            continue;
        *reach = one;
        *correction = chosen.correction;
        correction->moved_season = -1;
        if (one == REACH_BESIDE) {
            correction->moved_season = season_of(chosen.path);
            correction->season_offset = correction->number_offset = 0;
        }
    }
    return rows != NULL;
}

/* Whether the journal can be read. One that never can has no corrections: then result is true. */
static bool is_readable(struct journal *journal, bool *result, struct epi_error *err)
{
    struct epi_error why = {0};
    if (database_readable(journal, &why))
        return true;
    if (err)
        *err = why;
    *result = why.kind == EPI_ERROR_NEVER;
    return false;
}

bool corrections_find(struct journal *journal, const char *path, const char *title_key,
                      double duration, struct correction *correction, bool *found,
                      struct epi_error *err)
{
    bool result;
    *found = false;
    if (!is_readable(journal, &result, err))
        return result;
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    enum reach reach;
    if (!stored || !find_chosen(journal, stored, title_key, duration, correction, &reach, err))
        return false;
    *found = reach != REACH_NONE;
    return true;
}

static bool same_ids(const struct series_ids *a, const struct series_ids *b)
{
    return a->tvdb == b->tvdb && a->tvmaze == b->tvmaze && strcmp(a->imdb, b->imdb) == 0;
}

/* ---- Elsewhere ---- */

/* The folders whose choice was read, the newest of each first. */
struct folders {
    char *list[FOLDERS_MAX];
    int count;
};

static void free_folders(struct folders *folders)
{
    for (int i = 0; i < folders->count; i++)
        free(folders->list[i]);
}

/* Whether a newer choice was read for the folder of a stored path; else it is one from now on. */
static bool has_newer(struct folders *folders, const char *path)
{
    size_t own = series_folder_own(path);
    for (int i = 0; i < folders->count; i++) {
        if (same_start(path, own, folders->list[i], strlen(folders->list[i])))
            return true;
    }
    char *folder = folders->count < FOLDERS_MAX ? strndup(path, own) : NULL;
    if (folder)
        folders->list[folders->count++] = folder;
    return false;
}

static bool find_elsewhere(struct journal *journal, const char *title_key,
                           struct series_ids *series, bool *found, struct epi_error *err)
{
    CLEANUP(free_folders) struct folders folders = {0};
    CLEANUP(sql_free) struct sqlite3_stmt *rows = choices_of(journal, title_key, err);
    struct chosen chosen = {.title_key = title_key};
    bool row = rows != NULL;
    bool agreed = true;
    *found = false;
    while (row && agreed) {
        if (!sql_next(journal, rows, &row, err) ||
            (row && !read_chosen(journal, rows, &chosen, err)))
            return false;
        if (!row || has_newer(&folders, chosen.path))
            continue;
        const struct series_ids *ids = &chosen.correction.series;
        if (chosen.correction.choice != CHOICE_SERIES)
            continue;
        agreed = !moves_numbers(&chosen.correction) && (!*found || values_same_series(series, ids));
        *series = *ids;
        *found = true;
    }
    *found = *found && agreed;
    return rows != NULL;
}

bool corrections_find_elsewhere(struct journal *journal, const char *path, const char *title_key,
                                struct series_ids *series, bool *found, struct epi_error *err)
{
    struct correction correction;
    bool here;
    *found = false;
    if (!corrections_find(journal, path, title_key, 0, &correction, &here, err))
        return false;
    bool result;
    if (here || !*title_key || !is_readable(journal, &result, NULL))
        return true;
    return find_elsewhere(journal, title_key, series, found, err);
}

bool corrections_repeated(struct journal *journal, const struct record *record, bool *repeated,
                          struct epi_error *err)
{
    struct correction before;
    enum reach reach;
    if (!find_chosen(journal, record->path, record->title_key, record->duration, &before, &reach,
                     err))
        return false;
    struct correction of_file;
    enum reach alone = REACH_NONE;
    if (*record->title_key &&
        !find_chosen(journal, record->path, "", record->duration, &of_file, &alone, err))
        return false;
    *repeated = reach == REACH_OWN && alone == REACH_NONE &&
                before.choice == record->correction.choice &&
                same_ids(&before.series, &record->correction.series) &&
                before.season_offset == record->correction.season_offset &&
                before.number_offset == record->correction.number_offset;
    return true;
}

/* ---- What follows ---- */

/* An entry that a choice may hold for. */
struct affected {
    int64_t id;
    enum reach reach;
    bool identified;
    bool same_series; /* as the choice says */
    bool said;        /* what was said of its file alone does not hold any more */
};

#define AFFECTED_WHERE(where)                                                                      \
    "SELECT e.id, e.path, e.duration, e.status = :STATUS_IDENTIFIED,"                              \
    " coalesce((s.series_tvdb = ?3 AND ?3 <> 0) OR (s.series_tvmaze = ?4 AND ?4 <> 0)"             \
    " OR (s.series_imdb = ?5 AND ?5 <> ''), 0),"                                                   \
    " ?2 <> '' AND e.path = ?6 AND " VIEW_FILE_SAID(                                               \
        "?6", "") " FROM entries e LEFT JOIN subjects s ON s.id = e.subject WHERE e.id > ?1" where \
                  " ORDER BY e.id"

/* The first entry after one for which a choice holds; id 0 if there is none. One of a file alone
 * may hold for any entry: it is found by the name of its file. One of a title does not hold for
 * another file of which alone something was said. */
static bool next_affected(struct journal *journal, const struct chosen *chosen,
                          struct affected *affected, struct epi_error *err)
{
    const struct series_ids *ids = &chosen->correction.series;
    CLEANUP(sql_free)
    struct sqlite3_stmt *rows =
        *chosen->title_key
            ? sql_query(
                  journal, err,
                  AFFECTED_WHERE(" AND e.id IN (SELECT id FROM entries WHERE path = ?6"
                                 " UNION SELECT id FROM entries WHERE title_key = ?2)"
                                 " AND NOT (e.path <> ?6 AND " VIEW_FILE_CHOSEN("e.path") ")"),
                  "ltlltt", affected->id, chosen->title_key, ids->tvdb, ids->tvmaze, ids->imdb,
                  chosen->path)
            : sql_query(journal, err, AFFECTED_WHERE(""), "ltlltt", affected->id, "", ids->tvdb,
                        ids->tvmaze, ids->imdb, chosen->path);
    bool row = rows != NULL;
    affected->id = 0;
    while (row && !affected->id) {
        if (!sql_next(journal, rows, &row, err))
            return false;
        enum reach reach =
            row ? reach_of(chosen, sql_text(rows, 1), sql_double(rows, 2)) : REACH_NONE;
        if (reach == REACH_NONE)
            continue;
        *affected = (struct affected){.id = sql_int(rows, 0),
                                      .reach = reach,
                                      .identified = sql_int(rows, 3) != 0,
                                      .same_series = sql_int(rows, 4) != 0,
                                      .said = sql_int(rows, 5) != 0};
    }
    return rows && sql_row_ok(journal, err);
}

bool corrections_apply(struct journal *journal, const struct record *record, bool undone,
                       struct recorded *recorded, struct epi_error *err)
{
    struct chosen chosen = {.path = record->path,
                            .title_key = record->title_key,
                            .duration = record->duration,
                            .correction = record->correction};
    struct affected affected = {0};
    for (;;) {
        if (!next_affected(journal, &chosen, &affected, err))
            return false;
        if (!affected.id)
            return true;
        bool same = affected.same_series && !undone && !affected.said;
        bool moved = moves_numbers(&chosen.correction) && affected.reach != REACH_BESIDE;
        if (affected.identified && (recorded->repeated || (same && !moved)))
            continue;
        struct wanted_changes changes = {0};
        /* What is of another series is wrong; the same one may turn out to be right. */
        bool wrong = affected.identified && !affected.same_series;
        bool left = chosen.correction.choice == CHOICE_NOTHING && !undone;
        if (!(left ? wanted_leave(journal, affected.id, record->at, &changes, err)
                   : wanted_identify_again(journal, affected.id, wrong, record->at, &changes, err)))
            return false;
        recorded->released += !left;
        recorded->dropped += changes.dropped;
        recorded->to_take_back += changes.to_take_back;
    }
}
