/* SPDX-License-Identifier: MIT */
#include "core/client/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"
#include "core/journal/entries.h"
#include "core/journal/stored.h"

static bool keep_entry(void *context, const struct entry *entry)
{
    struct client_target *found = context;

    found->entry = *entry;
    return false;
}

struct epi_target client_target_read(const struct epi_target *target)
{
    struct epi_target whole = {0};

    memcpy(&whole, target, target->size < sizeof(whole) ? target->size : sizeof(whole));
    return whole;
}

bool client_target_find(struct epi_client *client, const struct epi_target *given,
                        struct client_target *found, struct epi_error *err)
{
    struct epi_target target = client_target_read(given);
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
        media_name_guess(found->path, found->entry.media_title, &found->guess);
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
    if (!media_name_guess(found->path, NULL, &found->guess)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "this name is not read as an episode: `epimark parse --explain` "
                             "shows why");
    }
    label_scope(&found->guess, 0, target.scope, found->label, sizeof(found->label));
    return true;
}

struct client_target *client_target_new(struct epi_error *err)
{
    struct client_target *found = calloc(1, sizeof(*found));

    if (!found)
        error_memory(err);
    return found;
}

/* ---- Which series ---- */

bool client_read_id(const char *text, struct series_ids *ids)
{
    const char *colon = strchr(text, ':');
    size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

    memset(ids, 0, sizeof(*ids));
    if (digits == 0 || digits > 18 || colon[1 + digits])
        return false;
    for (int kind = 0; kind < ID_KINDS; kind++) {
        const char *name = values_id_name((enum id_kind)kind);
        size_t len = (size_t)(colon - text);
        if (strlen(name) == len && memcmp(text, name, len) == 0)
            values_set_series_id(ids, (enum id_kind)kind, strtoll(colon + 1, NULL, 10));
    }
    return values_has_id(ids);
}

bool client_series_of(struct epi_client *client, const char *id, struct series *series,
                      struct epi_error *err)
{
    struct series_ids ids;
    bool exists = false;

    if (!client_read_id(id, &ids)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "invalid series \"%.40s\"; expected tvdb:ID or tvmaze:ID", id);
    }
    struct resolve *resolve = worker_resolve(client->worker, err);
    if (!resolve || !resolve_series(resolve, &ids, series, &exists, err))
        return false;
    return exists || epi_error_set(err, EPI_ERROR_NEVER, "no catalogue knows %.40s", id);
}

/* Asks the catalogues which series a file is of. */
static bool match_series(struct epi_client *client, const struct client_target *found,
                         struct series *series, struct epi_error *err)
{
    const struct resolution *match =
        client_resolve(client, found->path, found->entry.duration, err);

    if (!match)
        return false;
    if (match->outcome != RESOLUTION_SURE || !match->count) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s: %s; name the series as tvdb:ID or tvmaze:ID", found->label,
                             match->reason);
    }
    *series = match->matches[0].series;
    return true;
}

bool client_series(struct epi_client *client, const struct epi_target *target,
                   struct series *series, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct client_target *found = client_target_new(err);

    if (!found)
        return false;
    if (!client_target_find(client, target, found, err)) {
        if (found->path[0] && found->guess.kind != GUESS_EPISODE) {
            epi_error_set(err, EPI_ERROR_NEVER,
                          "this name is not read as an episode: name the series as tvdb:ID or "
                          "tvmaze:ID");
        }
        return false;
    }
    if (!found->entry.identified)
        return match_series(client, found, series, err);
    *series = found->entry.match.series;
    return true;
}
