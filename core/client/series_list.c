/* SPDX-License-Identifier: MIT */
#include "core/client/series_list.h"

#include <stdlib.h>

#include "core/client/client.h"
#include "core/client/series.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/episode_search.h"
#include "core/identify/lookup.h"
#include "core/identify/resolve.h"

_Static_assert((int)SERIES_LIST_MAX == (int)LOOKUP_ROWS_MAX, "a whole list fits");

/* The id of a series at a catalogue; one that is not known is looked up if it may be asked. 0:
 * none. */
static bool find_id(const struct catalogue *catalogue, const struct answer_cache *cache,
                    const struct series *series, bool ask, int64_t *id, struct epi_error *err)
{
    enum id_kind kind = catalogue->service->ids;
    CLEANUP(cleanup_free) struct series *found = calloc(1, sizeof(*found));
    bool there = false;

    if (!found)
        return error_memory(err);
    *id = values_series_id(&series->ids, kind);
    if (*id || !ask)
        return true;
    if (!lookup_series(catalogue, cache, &series->ids, found, &there, err))
        return false;
    *id = there ? values_series_id(&found->ids, kind) : 0;
    return true;
}

bool series_list_of(struct epi_client *client, const struct catalogue *catalogue,
                    const struct series *series, bool ask, struct episode *episodes, size_t *count,
                    struct epi_error *err)
{
    const struct answer_cache cache = {client_readable(client, NULL), catalogue->service->name,
                                       client->config.language, worker_now(client->worker), false};
    int64_t id = 0;

    return find_id(catalogue, &cache, series, ask, &id, err) &&
           (!id || lookup_list(catalogue, &cache, id, ask, episodes, SERIES_LIST_MAX, count, err));
}

bool series_list_find(struct epi_client *client, const char *text, struct episode *episodes,
                      size_t *count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct series *series = calloc(1, sizeof(*series));
    struct resolve *resolve = worker_resolve(client->worker, err);
    struct epi_error why = {0};

    if (!series)
        return error_memory(err);
    if (!resolve || !series_of_text(client, text, series, err))
        return false;
    size_t catalogue_count;
    const struct catalogue *catalogues = resolve_catalogues(resolve, &catalogue_count);
    *count = 0;
    for (size_t i = 0; i < catalogue_count && *count == 0; i++) {
        struct epi_error one = {0};
        if (!series_list_of(client, &catalogues[i], series, true, episodes, count, &one) &&
            one.kind != EPI_ERROR_SIGN_IN)
            why = one;
        if (one.kind == EPI_ERROR_STOPPED)
            break;
    }
    *count = episode_search_keep_regular(episodes, *count);
    if (*count == 0 && why.kind != EPI_ERROR_NONE)
        *err = why;
    else if (*count == 0)
        epi_error_set(err, EPI_ERROR_NEVER, "no catalogue has the episodes of %.80s", text);
    return *count > 0;
}
