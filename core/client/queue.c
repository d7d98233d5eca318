/* SPDX-License-Identifier: MIT
 *
 * What a user says of what is still to be sent: retry, drop.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/client/client.h"
#include "core/client/target.h"
#include "core/identify/answer_cache.h"
#include "core/journal/drop.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"

/* The rows of a target, of which there must be one. */
static bool find_rows(struct epi_client *client, const struct epi_target *target,
                      struct target_rows *rows, struct epi_error *err)
{
    return target_rows(client, target, rows, err) &&
           (rows->count > 0 || (target_is_there(target, err) &&
                                epi_error_set(err, EPI_ERROR_NEVER,
                                              "the journal has nothing of %.200s", rows->label)));
}

bool epi_client_retry(struct epi_client *client, const struct epi_target *target, char *done,
                      size_t size, struct epi_error *err)
{
    CLEANUP(target_rows_free) struct target_rows rows = {.label = "all rows"};
    struct journal *journal = client_writable(client, err);
    int all = 0;

    if (!journal || (target && !find_rows(client, target, &rows, err)) ||
        !answer_cache_forget_misses(journal, client_clock(), err) ||
        (!target && !outbox_retry(journal, true, 0, client_clock(), &all, err)))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        int count = 0;
        if (!outbox_retry(journal, true, rows.ids[i], client_clock(), &count, err))
            return false;
        all += count;
    }
    if (all == 0) {
        snprintf(done, size, "%s: nothing has to be tried again", rows.label);
    } else {
        snprintf(done, size, "%s: %d to be tried again; `epimark sync` does it now", rows.label,
                 all);
    }
    return true;
}

/* The rows of a target that may have something to be sent, and those that cannot yet. */
struct droppable {
    struct target_rows *rows; /* those that may are moved to its front */
    size_t count;
    size_t unknown;
    int64_t last_unknown;
};

static bool find_droppable(struct epi_client *client, struct droppable *droppable,
                           struct epi_error *err)
{
    CLEANUP(cleanup_free) struct entry *entry = calloc(1, sizeof(*entry));

    if (!entry)
        return error_memory(err);
    for (size_t i = 0; i < droppable->rows->count; i++) {
        int64_t id = droppable->rows->ids[i];
        bool there;
        if (!entries_find(client_readable(client, err), id, entry, &there, err))
            return false;
        if (there && !entry->identified && entry->delivery_count == 0) {
            droppable->unknown++;
            droppable->last_unknown = id;
        } else if (there) {
            droppable->rows->ids[droppable->count++] = id;
        }
    }
    return true;
}

/* "4 dropped (3 tvmaze mark, 1 trakt rate)" behind what was named. */
static void say_dropped(const struct droppable *droppable, const struct dropped *dropped,
                        char *done, size_t size)
{
    char kinds[256] = "";
    size_t len = 0;

    for (int i = 0; i < dropped->kind_count && len < sizeof(kinds); i++) {
        const struct dropped_kind *kind = &dropped->kinds[i];
        char number[16] = "";
        if (dropped->count > 1)
            snprintf(number, sizeof(number), "%d ", kind->count);
        len += (size_t)snprintf(kinds + len, sizeof(kinds) - len, "%s%s%s %s", i ? ", " : " (",
                                number, kind->service, kind->kind);
    }
    char skipped[160] = "";
    if (droppable->unknown == 1) {
        snprintf(skipped, sizeof(skipped),
                 "; row %lld is not identified and has nothing to drop: `epimark undo %lld` takes "
                 "it back",
                 (long long)droppable->last_unknown, (long long)droppable->last_unknown);
    } else if (droppable->unknown) {
        snprintf(skipped, sizeof(skipped), "; %zu more are not identified and have nothing to drop",
                 droppable->unknown);
    }
    if (dropped->count == 0) {
        snprintf(done, size, "%s: nothing has to be sent%s", droppable->rows->label, skipped);
        return;
    }
    snprintf(done, size, "%s: %d dropped%s%s%s", droppable->rows->label, dropped->count, kinds,
             *kinds ? ")" : "", skipped);
}

bool epi_client_drop(struct epi_client *client, const struct epi_target *target, char *done,
                     size_t size, struct epi_error *err)
{
    CLEANUP(target_rows_free) struct target_rows rows = {0};
    struct droppable droppable = {.rows = &rows};

    if (!find_rows(client, target, &rows, err) || !find_droppable(client, &droppable, err))
        return false;
    if (droppable.count == 0 && droppable.unknown == 1) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%.200s is not identified, so there is nothing to drop; `epimark undo "
                             "%lld` takes it back",
                             rows.label, (long long)droppable.last_unknown);
    }
    struct dropped dropped;
    if (!drop_entries(client_readable(client, err), rows.ids, droppable.count, &dropped, err))
        return false;
    say_dropped(&droppable, &dropped, done, size);
    return true;
}
