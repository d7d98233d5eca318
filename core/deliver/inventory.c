/* SPDX-License-Identifier: MIT */
#include "core/deliver/inventory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/journal/holdings.h"
#include "core/services/service.h"

enum { CHUNK = 128 }; /* items that are written together */

/* One list on its way from the service to the journal. */
struct fetch {
    const struct inventory *inventory;
    struct holdings_of of;
    int64_t part; /* of which the next page is */
    struct holdings_list list;
    int64_t total; /* as the last page says */
    int added;     /* of the page: how many were not there before */
    bool resumed;  /* it was begun long ago: the list may have grown since */
    bool failed;   /* the journal: err */
    struct epi_error err;
    size_t count;
    struct holding items[CHUNK];
};

/* ---- Pages ---- */

static bool write_items(struct fetch *fetch, const char *cursor, struct epi_error *err)
{
    int added = 0;
    if (!holdings_add(fetch->inventory->journal, &fetch->of, &fetch->list, fetch->items,
                      fetch->count, cursor, &added, err))
        return false;
    fetch->added += added;
    fetch->count = 0;
    return true;
}

static bool take_item(void *context, const struct holding *holding)
{
    struct fetch *fetch = context;
    char cursor[HOLDINGS_CURSOR_MAX];
    memcpy(cursor, fetch->list.cursor, sizeof(cursor)); /* until the page is whole */
    if (fetch->count == CHUNK)
        fetch->failed = !write_items(fetch, cursor, &fetch->err);
    if (!fetch->failed)
        fetch->items[fetch->count++] = *holding;
    return !fetch->failed;
}

static bool fetch_page(struct fetch *fetch, struct epi_error *err)
{
    const struct inventory *inventory = fetch->inventory;
    struct holdings_page page = {.list = fetch->of.list, .part = fetch->part, .total = -1};
    memcpy(page.cursor, fetch->list.cursor, sizeof(page.cursor));
    fetch->added = 0;
    fetch->count = 0;
    fetch->failed = false;
    if (!inventory->service->holdings(inventory->session, &page, take_item, fetch, err))
        return false;
    if (fetch->failed) {
        if (err)
            *err = fetch->err;
        return false;
    }
    if (!write_items(fetch, page.cursor, err))
        return false;
    fetch->total = page.total < 0 ? HOLDINGS_ANY : page.total;
    if (inventory->progress)
        inventory->progress(inventory->context, fetch->list.count, page.total);
    return true;
}

/* ---- Rounds ---- */

/* Begins a round that leads to this version. */
static bool begin(struct fetch *fetch, const char *version, bool anew, struct epi_error *err)
{
    snprintf(fetch->list.pending, sizeof(fetch->list.pending), "%s", version);
    fetch->list.anew = anew;
    return holdings_begin(fetch->inventory->journal, &fetch->of, &fetch->list, err);
}

/* Fetches pages: all of them or, if only what was added is wanted, until one has nothing new. whole
 * is false if that does not explain how many the service counts. */
static bool fetch_pages(struct fetch *fetch, bool *whole, struct epi_error *err)
{
    do {
        if (!fetch_page(fetch, err))
            return false;
    } while (*fetch->list.cursor && (fetch->list.anew || fetch->added > 0));
    *whole = fetch->list.anew || holdings_agree(&fetch->list, fetch->total);
    return !*whole ||
           holdings_end(fetch->inventory->journal, &fetch->list,
                        fetch->resumed ? HOLDINGS_ANY : fetch->total, fetch->inventory->now, err);
}

/* What was begun is ended first; its version is that of its beginning. */
static bool run(struct fetch *fetch, const char *version, bool look, struct epi_error *err)
{
    bool whole = true;
    fetch->resumed = *fetch->list.pending != '\0';
    if (fetch->resumed && !fetch_pages(fetch, &whole, err))
        return false;
    if (whole && (fetch->resumed || !look) && strcmp(fetch->list.version, version) == 0)
        return true;
    /* A rating that was changed stands where it stood: only plays come first when they are new. */
    bool anew =
        !whole || fetch->of.list != HELD_HISTORY || !fetch->inventory->service->holdings_version;
    fetch->resumed = false;
    if (!begin(fetch, version, anew, err) || !fetch_pages(fetch, &whole, err))
        return false;
    return whole || (begin(fetch, version, true, err) && fetch_pages(fetch, &whole, err));
}

bool inventory_refresh(const struct inventory *inventory, enum held_list list, int64_t part,
                       bool look, struct epi_error *err)
{
    const struct service *service = inventory->service;
    char version[HOLDINGS_VERSION_MAX] = "?"; /* a list that has none is fetched each time */
    if (!service->holdings) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%s cannot be asked for what you have there",
                             service->title);
    }
    CLEANUP(cleanup_free) struct fetch *fetch = calloc(1, sizeof(*fetch));
    if (!fetch)
        return error_memory(err);
    fetch->inventory = inventory;
    fetch->of = (struct holdings_of){service->name, list, part};
    fetch->part = part;
    look = look || !service->holdings_version;
    if (!holdings_find(inventory->journal, &fetch->of, &fetch->list, err))
        return false;
    return (!service->holdings_version ||
            service->holdings_version(inventory->session, list, version, err)) &&
           run(fetch, version, look, err);
}

/* One that the service does not know has nothing there. */
static bool fetch_part(struct fetch *fetch, int64_t part, struct epi_error *err)
{
    struct epi_error why = {0};
    fetch->part = part;
    do {
        if (!fetch_page(fetch, &why)) {
            if (why.kind != EPI_ERROR_NEVER && err)
                *err = why;
            return why.kind == EPI_ERROR_NEVER;
        }
    } while (*fetch->list.cursor);
    return true;
}

bool inventory_refresh_parts(const struct inventory *inventory, enum held_list list,
                             const int64_t *parts, size_t count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct fetch *fetch = calloc(1, sizeof(*fetch));
    if (!fetch)
        return error_memory(err);
    fetch->inventory = inventory;
    fetch->of = (struct holdings_of){inventory->service->name, list, 0};
    bool ok = begin(fetch, "?", true, err);
    for (size_t i = 0; ok && i < count; i++)
        ok = fetch_part(fetch, parts[i], err);
    return ok && holdings_end(inventory->journal, &fetch->list, HOLDINGS_ANY, inventory->now, err);
}
