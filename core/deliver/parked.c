/* SPDX-License-Identifier: MIT */
#include "core/deliver/parked.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/identify/folder_file.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/journal/stored.h"

enum { FILES_MAX = 64 }; /* files that are asked for in one round */

/* The files that parked records are of, as the records have them. */
struct files {
    char *paths[FILES_MAX];
    enum parked_fate fates[FILES_MAX];
    int count;
};

static void files_free(struct files *files)
{
    for (int i = 0; i < files->count; i++)
        free(files->paths[i]);
}

static enum parked_fate collect(void *context, const struct record *record)
{
    struct files *files = context;

    for (int i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], record->path) == 0)
            return PARKED_WAITS;
    }
    char *path = files->count < FILES_MAX ? strdup(record->path) : NULL;
    if (path) {
        files->fates[files->count] = PARKED_WAITS;
        files->paths[files->count++] = path;
    }
    return PARKED_WAITS;
}

static enum parked_fate fate_of(void *context, const struct record *record)
{
    const struct files *files = context;

    for (int i = 0; i < files->count; i++) {
        if (strcmp(files->paths[i], record->path) == 0)
            return files->fates[i];
    }
    return PARKED_WAITS;
}

/* Asks the folder of a file. One that does not answer is no error. */
static bool ask(struct apart *apart, const char *stored, enum parked_fate *fate,
                struct epi_error *err)
{
    CLEANUP(cleanup_free) char *path = stored_to_path(stored, err);

    if (!path)
        return false;
    struct folder_file file;
    struct epi_error why = {0};
    if (folder_file_find(apart, path, &file, NULL, &why) || file.unusable)
        *fate = file.ignore ? PARKED_DROPPED : PARKED_COUNTS;
    if (why.kind == EPI_ERROR_STOPPED && err)
        *err = why;
    return why.kind != EPI_ERROR_STOPPED;
}

bool parked_settle(struct journal *journal, struct apart *apart, int *waiting,
                   struct epi_error *err)
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
        if (!ask(apart, files.paths[i], &files.fates[i], err))
            return false;
    }
    return journal_settle(journal, &settling, waiting, err);
}

bool parked_may_record(struct apart *apart, const char *path, struct epi_error *err)
{
    struct folder_file file;

    if (!folder_file_find(apart, path, &file, NULL, err))
        return file.unusable;
    return !file.ignore || epi_error_set(err, EPI_ERROR_NEVER,
                                         "not recorded: .epimark in its folder says ignore=yes");
}
