/* SPDX-License-Identifier: MIT */
#include "core/client/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/stored.h"

static bool keep_entry(void *context, const struct entry *entry)
{
    struct target *found = context;

    found->entry = *entry;
    return false;
}

struct epi_target target_read(const struct epi_target *target)
{
    struct epi_target whole = {0};

    memcpy(&whole, target, target->size < sizeof(whole) ? target->size : sizeof(whole));
    return whole;
}

bool target_look(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err)
{
    struct epi_target target = target_read(given);
    struct entries_filter filter = {.id = target.row, .limit = 1};
    struct journal *journal = client_writable(client, err);

    if (!journal)
        return false;
    found->scope = target.scope;
    if (!target.row && target.path) {
        media_name_absolute(target.path, found->path, sizeof(found->path));
        filter.path = found->path;
    }
    if (!entries_visit(journal, &filter, keep_entry, found, err))
        return false;
    if (found->entry.id) {
        CLEANUP(cleanup_free) char *path = stored_to_path(found->entry.path, err);
        if (!path)
            return false;
        snprintf(found->path, sizeof(found->path), "%s", path);
        found->known = known_name_guess(journal, found->path, found->entry.media_title,
                                        found->entry.duration, &found->guess);
        label_entry(&found->entry, target.scope, found->label, sizeof(found->label));
        return true;
    }
    if (target.row) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "there is no row %lld: `epimark history` lists them",
                             (long long)target.row);
    }
    if (!target.path)
        return epi_error_set(err, EPI_ERROR_NEVER, "the journal is empty: name a file");
    found->known = known_name_guess(journal, found->path, NULL, 0, &found->guess);
    label_scope(&found->guess, 0, target.scope, found->label, sizeof(found->label));
    return true;
}

bool target_find(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err)
{
    if (!target_look(client, given, found, err))
        return false;
    return found->entry.id || found->known ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "this name is not read as an episode: `epimark parse --explain` shows why;"
                         " `epimark fix FILE --series ... --season N --episode N` says which one it"
                         " is");
}

struct target *target_new(struct epi_error *err)
{
    struct target *found = calloc(1, sizeof(*found));

    if (!found)
        error_memory(err);
    return found;
}
