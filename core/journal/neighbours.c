/* SPDX-License-Identifier: MIT */
#include "core/journal/neighbours.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/database.h"
#include "core/journal/enumerators.h"
#include "core/journal/sql.h"
#include "core/journal/stored.h"
#include "core/journal/views.h"
#include "matching/matching.h"

/* Whether the name of an entry has this title, folded; guess: what it says. */
static bool has_title(const char *path, const char *title_key, const char *folded,
                      struct guess *guess)
{
    char title[MATCH_TITLE_MAX];
    if (strncmp(title_key, folded, strlen(folded)) != 0)
        return false; /* a key is the title, and the year and the country after it */
    match_parse(path, strlen(path), guess);
    match_fold(guess->title, title, sizeof(title));
    return strcmp(title, folded) == 0;
}

/* The entries below the folder of a stored path, the newest first. */
static struct sqlite3_stmt *below_folder(struct journal *journal, const char *path, size_t folder,
                                         struct epi_error *err)
{
    CLEANUP(cleanup_free) char *name = strndup(path, folder);
    if (!name) {
        error_memory(err);
        return NULL;
    }
    return sql_query(
        journal, err,
        "SELECT path, title_key, series_tvdb, series_tvmaze, series_imdb, nth,"
        " season, number, " VIEW_FILE_CHOSEN(
            "entries.path") " FROM entries JOIN subjects s ON s.id = subject"
                            " WHERE path >= ?1 AND path < ?1 || char(1114111) AND path <> ?2"
                            " AND status = :STATUS_IDENTIFIED AND " VIEW_ENTRY_HOLDS
                            " ORDER BY entries.id DESC",
        "tt", name, path);
}

/* Reads a row: the n-th episode of its name is what it was identified as. What the user said of a
 * file alone says nothing of how names count. */
static void read_row(struct sqlite3_stmt *rows, const struct guess *guess,
                     struct neighbour *neighbour)
{
    const int16_t *numbers = guess->episode_count > 0 ? guess->episodes : guess->absolute;
    int count = guess->episode_count > 0 ? guess->episode_count : guess->absolute_count;
    int nth = (int)sql_int(rows, 5);
    bool counts = sql_int(rows, 8) == 0;
    *neighbour = (struct neighbour){
        .series = {.tvdb = sql_int(rows, 2), .tvmaze = sql_int(rows, 3)},
        .named_season = guess->season,
        .named_number = counts && nth >= 1 && nth <= count ? numbers[nth - 1] : -1,
        .season = (int)sql_int(rows, 6),
        .number = (int)sql_int(rows, 7),
    };
    sql_copy(rows, 4, neighbour->series.imdb, sizeof(neighbour->series.imdb));
}

static bool same_series(const struct series_ids *a, const struct series_ids *b)
{
    return a->tvdb && b->tvdb ? a->tvdb == b->tvdb : a->tvmaze && a->tvmaze == b->tvmaze;
}

/* The newest of the neighbours of one kind. */
struct newest {
    struct neighbour neighbour;
    size_t count;
    bool several; /* series */
};

static void add_newest(struct newest *newest, const struct neighbour *neighbour)
{
    if (newest->count++ == 0)
        newest->neighbour = *neighbour;
    else if (!same_series(&newest->neighbour.series, &neighbour->series))
        newest->several = true;
}

static bool find(struct journal *journal, const char *path, const char *folded, const char *key,
                 struct neighbour *neighbour, bool *found, struct epi_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash ? (size_t)(slash + 1 - path) : 0;
    *found = false;
    if (folder == 0)
        return true;
    CLEANUP(sql_free) struct sqlite3_stmt *rows = below_folder(journal, path, folder, err);
    struct newest alike = {0};
    struct newest of_key = {0};
    bool row = rows != NULL;
    while (row) {
        struct guess guess;
        struct neighbour one;
        if (!sql_next(journal, rows, &row, err))
            return false;
        if (!row || strchr(sql_text(rows, 0) + folder, '/') ||
            !has_title(sql_text(rows, 0), sql_text(rows, 1), folded, &guess))
            continue;
        read_row(rows, &guess, &one);
        add_newest(&alike, &one);
        if (strcmp(sql_text(rows, 1), key) == 0)
            add_newest(&of_key, &one);
    }
    const struct newest *best = of_key.count > 0 ? &of_key : &alike;
    *found = best->count > 0 && !best->several;
    *neighbour = best->neighbour;
    return rows && sql_row_ok(journal, err);
}

bool neighbours_find(struct journal *journal, const char *path, const char *folded, const char *key,
                     struct neighbour *neighbour, bool *found, struct epi_error *err)
{
    struct epi_error why = {0};
    *found = false;
    if (!database_readable(journal, &why)) {
        if (err)
            *err = why;
        return why.kind == EPI_ERROR_NEVER;
    }
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);
    return stored && find(journal, stored, folded, key, neighbour, found, err);
}
