/* SPDX-License-Identifier: MIT
 *
 * What a user says of what is still to be sent: retry, drop.
 */
#include <stdio.h>

#include "core/client/client.h"
#include "core/client/target.h"
#include "core/identify/answer_cache.h"
#include "core/journal/outbox.h"

/* The rows of a target, of which there must be one. */
static bool find_rows(struct epi_client *client, const struct epi_target *target,
                      struct target_rows *rows, struct epi_error *err)
{
    return target_rows(client, target, rows, err) &&
           (rows->count > 0 ||
            epi_error_set(err, EPI_ERROR_NEVER, "the journal has nothing of %.200s", rows->label));
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

/* Gives up what one row has to be sent. */
static bool drop(struct epi_client *client, int64_t row, int *count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct epi_target target = {.size = sizeof(target), .row = row};

    if (!found || !target_find(client, &target, found, err))
        return false;
    if (!found->entry.identified && found->entry.delivery_count == 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "%s is not identified, so there is nothing to drop; `epimark undo "
                             "%lld` takes it back",
                             found->label, (long long)row);
    }
    return outbox_drop(client_readable(client, err), row, count, err);
}

bool epi_client_drop(struct epi_client *client, const struct epi_target *target, char *done,
                     size_t size, struct epi_error *err)
{
    CLEANUP(target_rows_free) struct target_rows rows = {0};
    int all = 0;

    if (!find_rows(client, target, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        int count = 0;
        if (!drop(client, rows.ids[i], &count, err))
            return false;
        all += count;
    }
    snprintf(done, size, "%s: %d dropped", rows.label, all);
    return true;
}
