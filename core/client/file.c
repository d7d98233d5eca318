/* SPDX-License-Identifier: MIT */
#include "core/client/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/apart.h"
#include "core/base/error.h"
#include "core/base/real_path.h"
#include "core/identify/known_name.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/erase.h"
#include "core/journal/sitting_key.h"
#include "core/journal/stored.h"
#include "core/services/values.h"

enum { ANSWER_MS = 3000 }; /* how long a folder may take */

/* ---- On the disk ---- */

struct place {
    char *path;
    char *real; /* where its links lead to; NULL if memory is short */
    bool there;
};

static void look(void *task)
{
    struct place *place = task;

    place->real = real_path_find(place->path);
    place->there = access(place->path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static void free_place(void *task)
{
    struct place *place = task;

    free(place->path);
    free(place->real);
    free(place);
}

static const struct apart_work looking = {look, free_place};

/* Looks where a path leads to. NULL if that is not known soon; else free it with free_place. */
static struct place *look_at(const char *path)
{
    struct apart *apart = apart_new();
    struct place *place = apart ? calloc(1, sizeof(*place)) : NULL;

    if (place && !(place->path = strdup(path))) {
        free(place);
        place = NULL;
    }
    if (place && !apart_run(apart, path, &looking, place, ANSWER_MS, NULL))
        place = NULL;
    apart_free(apart);
    return place;
}

static void cleanup_place(struct place **place)
{
    if (*place)
        free_place(*place);
}

/* Whether nothing is at a path any more. */
static bool is_gone(const char *path)
{
    CLEANUP(cleanup_place) struct place *place = look_at(path);

    return place && !place->there;
}

bool file_is_there(const char *given, const char *advice, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);

    if (!path)
        return error_memory(err);
    if (!strchr(given, '/'))
        return true;
    media_name_absolute(given, path, JOURNAL_PATH_MAX);
    return path[0] != '/' || !is_gone(path) ||
           epi_error_set(err, EPI_ERROR_NEVER, "%.150s does not exist, and is not in the journal%s",
                         given, advice);
}

/* ---- What the journal has ---- */

static bool note_entry(void *context, const struct entry *entry)
{
    (void)entry;
    *(bool *)context = true;
    return false;
}

/* Whether the journal has anything of a file at a path. */
static bool is_known(struct journal *journal, const char *path, bool *known, struct epi_error *err)
{
    const struct entries_filter filter = {.path = path, .limit = 1};
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);

    *known = false;
    return stored && entries_visit(journal, &filter, note_entry, known, err) &&
           (*known || erase_has_said(journal, stored, known, err));
}

/* ---- The same name elsewhere ---- */

/* The newest entry of the same name that is read as the same episode. */
struct namesake {
    char key[SITTING_KEY_MAX];
    char path[JOURNAL_PATH_MAX]; /* "": none yet */
    struct series_ids series;
    bool identified;
    bool doubtful; /* they are of several series */
};

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool read_key(const char *path, const char *media_title, char key[SITTING_KEY_MAX])
{
    struct guess guess;
    enum known_name known = known_name_guess(NULL, path, media_title, 0, true, &guess);

    key[0] = '\0';
    if (known == KNOWN_NAME_READ)
        known_name_sitting_key(known, &guess, key, SITTING_KEY_MAX);
    return key[0];
}

static bool keep_namesake(void *context, const struct entry *entry)
{
    struct namesake *namesake = context;
    CLEANUP(cleanup_free) char *path = stored_to_path(entry->path, NULL);
    char key[SITTING_KEY_MAX];

    if (!path || !read_key(path, entry->media_title, key) || strcmp(key, namesake->key) != 0)
        return true;
    const struct series_ids *ids = &entry->match.series.ids;
    if (entry->identified && namesake->identified && !values_same_series(ids, &namesake->series))
        namesake->doubtful = true;
    if (entry->identified && !namesake->identified) {
        namesake->identified = true;
        namesake->series = *ids;
    }
    if (!namesake->path[0])
        snprintf(namesake->path, sizeof(namesake->path), "%s", path);
    return !namesake->doubtful;
}

static bool find_namesake(struct journal *journal, char *path, bool *moved, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct namesake *namesake = calloc(1, sizeof(*namesake));
    CLEANUP(cleanup_free) char *stored = stored_from_path(path, err);

    if (!namesake)
        return error_memory(err);
    if (!stored)
        return false;
    if (!read_key(path, NULL, namesake->key))
        return true;
    const struct entries_filter filter = {.name = base_of(stored)};
    if (!entries_visit(journal, &filter, keep_namesake, namesake, err))
        return false;
    *moved = namesake->path[0] && !namesake->doubtful && is_gone(namesake->path);
    if (*moved)
        memcpy(path, namesake->path, sizeof(namesake->path));
    return true;
}

bool file_find(struct journal *journal, char *path, bool *moved, struct epi_error *err)
{
    *moved = false;
    if (path[0] != '/')
        return true;
    bool known;
    if (!is_known(journal, path, &known, err))
        return false;
    if (known)
        return true;
    CLEANUP(cleanup_place) struct place *place = look_at(path);
    if (!place || !place->real)
        return true;
    if (strcmp(place->real, path) != 0 && strlen(place->real) < JOURNAL_PATH_MAX) {
        if (!is_known(journal, place->real, &known, err))
            return false;
        *moved = known;
        if (known)
            memcpy(path, place->real, strlen(place->real) + 1);
    }
    return *moved || !place->there || find_namesake(journal, path, moved, err);
}
