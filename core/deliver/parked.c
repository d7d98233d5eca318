/* SPDX-License-Identifier: MIT */
#include "core/deliver/parked.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/allowed.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/real_path.h"
#include "core/identify/folder_file.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/stored.h"

enum { FILES_MAX = 64 }; /* files that are asked for in one round */

/* The files that parked records are of, as the records have them. */
struct files {
    char *paths[FILES_MAX];
    char *opened[FILES_MAX]; /* or NULL */
    enum parked_fate fates[FILES_MAX];
    int count;
};

static void free_file(char *path, char *opened)
{
    free(path);
    free(opened);
}

static void files_free(struct files *files)
{
    for (int i = 0; i < files->count; i++)
        free_file(files->paths[i], files->opened[i]);
}

static int find(const struct files *files, const struct record *record)
{
    const char *opened = record->opened ? record->opened : "";
    for (int i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], record->path) == 0 &&
            strcmp(files->opened[i] ? files->opened[i] : "", opened) == 0)
            return i;
    }
    return -1;
}

static enum parked_fate collect(void *context, const struct record *record)
{
    struct files *files = context;

    if (files->count == FILES_MAX || find(files, record) >= 0)
        return PARKED_WAITS;
    char *path = strdup(record->path);
    char *opened = record->opened ? strdup(record->opened) : NULL;
    if (!path || (record->opened && !opened)) {
        free_file(path, opened);
        return PARKED_WAITS;
    }
    files->fates[files->count] = PARKED_WAITS;
    files->opened[files->count] = opened;
    files->paths[files->count++] = path;
    return PARKED_WAITS;
}

static enum parked_fate fate_of(void *context, const struct record *record)
{
    const struct files *files = context;
    int found = find(files, record);

    return found < 0 ? PARKED_WAITS : files->fates[found];
}

/* Whether ignore= and only= allow a file. A descriptor of another process can be asked for no more:
 * it is taken for private. */
static bool is_allowed(const struct epi_config *config, struct apart *apart, const char *opened,
                       bool *allowed, struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = real_path_opened(opened);

    *allowed = !allowed_asks(config) || !path || !real_path_is_own(path);
    return !*allowed || allowed_file(config, apart, opened, allowed, err);
}

/* Asks what becomes of one file. A file system that does not answer is no error. */
static bool ask(const struct epi_config *config, struct apart *apart, const struct files *files,
                int i, enum parked_fate *fate, struct epi_error *err)
{
    const char *stored = files->opened[i] ? files->opened[i] : files->paths[i];
    CLEANUP(cleanup_free) char *path = stored_to_path(files->paths[i], err);
    CLEANUP(cleanup_free) char *opened = stored_to_path(stored, err);

    if (!path || !opened)
        return false;
    struct folder_file file = {0};
    struct epi_error why = {0};
    bool allowed;
    if (is_allowed(config, apart, opened, &allowed, &why) &&
        (!allowed || folder_file_find(apart, path, &file, NULL, &why) || file.unusable))
        *fate = !allowed || file.ignore ? PARKED_DROPPED : PARKED_COUNTS;
    if (why.kind == EPI_ERROR_STOPPED && err)
        *err = why;
    return why.kind != EPI_ERROR_STOPPED;
}

bool parked_settle(struct journal *journal, const struct epi_config *config, struct apart *apart,
                   int *waiting, struct epi_error *err)
{
    CLEANUP(files_free) struct files files = {0};
    struct journal_settling collecting = {&files, collect, NULL};
    struct journal_settling settling = {&files, fate_of, NULL};

    *waiting = 0;
    if (!journal_has_parked(journal))
        return true;
    if (!journal_settle(journal, &collecting, waiting, err))
        return false;
    for (int i = 0; i < files.count; i++) {
        if (!ask(config, apart, &files, i, &files.fates[i], err))
            return false;
    }
    return journal_settle(journal, &settling, waiting, err);
}

bool parked_may_record(const struct epi_config *config, struct apart *apart,
                       const struct parked_file *file, struct epi_error *err)
{
    bool allowed = true;

    if (file->given && !allowed_file(config, apart, file->given, &allowed, err))
        return false;
    if (!allowed) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "not recorded: ignore= or only= excludes this file");
    }
    struct folder_file found;
    if (!folder_file_find(apart, file->path, &found, NULL, err))
        return found.unusable;
    return !found.ignore || epi_error_set(err, EPI_ERROR_NEVER,
                                          "not recorded: .epimark in its folder says ignore=yes");
}
