/* SPDX-License-Identifier: MIT
 *
 * Repairs what a comparison found, each side as asked. What is interrupted is found again.
 */
#include <stdlib.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "core/client/client.h"
#include "core/client/import_service.h"
#include "core/client/reconcile.h"
#include "core/journal/holdings.h"
#include "core/journal/resend.h"
#include <epimark/import.h>

enum {
    STEP = 250,   /* deliveries in one transaction */
    REMOVED = 100 /* plays in one request */
};

/* ---- To the service ---- */

static bool resend_step(struct epi_reconcile *reconcile, const struct resend_row *rows,
                        size_t count, struct epi_reconciled *done, struct epi_error *err)
{
    struct journal *journal = client_writable(reconcile->client, err);
    if (!journal || !resend_rows(journal, reconcile->service->name, rows, count,
                                 worker_now(reconcile->client->worker), err))
        return false;
    done->due += count;
    return true;
}

static bool send_all(struct epi_reconcile *reconcile, struct epi_reconciled *done,
                     struct epi_error *err)
{
    const struct differences *found = &reconcile->found;
    CLEANUP(cleanup_free) struct resend_row *rows = calloc(STEP, sizeof(*rows));
    size_t count = 0;
    bool ok = true;
    if (!rows)
        return error_memory(err);
    for (size_t i = 0; ok && i < found->count; i++) {
        const struct difference *one = &found->rows[i];
        if (!reconcile_goes_there(reconcile, one))
            continue;
        rows[count++] = (struct resend_row){.kind = one->rating                ? DUE_RATE
                                                    : reconcile->service->mark ? DUE_MARK
                                                                               : DUE_PLAY,
                                            .subject = one->subject,
                                            .entry = one->here.id};
        if (count == STEP) {
            ok = http_wait(reconcile->client->http, 0, err) &&
                 resend_step(reconcile, rows, count, done, err);
            count = 0;
        }
    }
    return ok && (count == 0 || resend_step(reconcile, rows, count, done, err));
}

/* ---- To the journal ---- */

/* What is wanted of what is held, sorted. */
struct wanted {
    struct key {
        enum held_list list;
        enum epi_scope scope;
        int64_t item;
    } * keys;
    size_t count;
};

static int by_key(const void *a, const void *b)
{
    const struct key *x = a, *y = b;
    int by = values_order(x->list, y->list);
    by = by ? by : values_order(x->scope, y->scope);
    return by ? by : values_order(x->item, y->item);
}

static void wanted_free(struct wanted *wanted)
{
    free(wanted->keys);
}

static bool is_wanted(void *context, enum held_list list, enum epi_scope scope,
                      const struct holding *holding)
{
    const struct wanted *wanted = context;
    const struct key key = {list, scope, holding->item};
    return bsearch(&key, wanted->keys, wanted->count, sizeof(key), by_key) != NULL;
}

static bool collect(const struct epi_reconcile *reconcile, struct wanted *wanted,
                    struct epi_error *err)
{
    const struct differences *found = &reconcile->found;
    wanted->keys = calloc(found->count + 1, sizeof(*wanted->keys));
    if (!wanted->keys)
        return error_memory(err);
    for (size_t i = 0; i < found->count; i++) {
        const struct difference *one = &found->rows[i];
        if (reconcile_comes_here(reconcile, one)) {
            wanted->keys[wanted->count++] =
                (struct key){one->rating ? HELD_RATINGS : HELD_HISTORY, one->scope, one->there.id};
        }
    }
    if (wanted->count > 0)
        qsort(wanted->keys, wanted->count, sizeof(*wanted->keys), by_key);
    return true;
}

/* As the importer takes in a history, of which the rest is left out. */
static bool take_in(struct epi_reconcile *reconcile, struct epi_reconciled *done,
                    struct epi_error *err)
{
    CLEANUP(wanted_free) struct wanted wanted = {0};
    if (!collect(reconcile, &wanted, err))
        return false;
    if (wanted.count == 0)
        return true;
    struct epi_import *import = epi_import_new(reconcile->client, err);
    const struct epi_import_plan *plan = NULL;
    if (import &&
        import_service_add(reconcile->client, reconcile->service, is_wanted, &wanted, import,
                           err) &&
        epi_import_find(import, false, err))
        plan = epi_import_apply(import, err);
    if (plan) {
        done->taken = plan->counts.viewings + plan->counts.ratings;
        done->unsure = plan->counts.unsure + plan->counts.later;
    }
    epi_import_free(import);
    return plan != NULL;
}

/* ---- Doubles ---- */

static bool remove_step(struct epi_reconcile *reconcile, struct session *session,
                        const int64_t *items, size_t count, struct epi_reconciled *done,
                        struct epi_error *err)
{
    const struct service *service = reconcile->service;
    struct journal *journal = client_writable(reconcile->client, err);
    if (!journal || !service->remove_plays(session, items, count, err))
        return false;
    done->removed += count;
    return holdings_remove(journal, service->name, items, count, err);
}

static bool remove_doubles(struct epi_reconcile *reconcile, struct epi_reconciled *done,
                           struct epi_error *err)
{
    const struct differences *found = &reconcile->found;
    struct session *session = NULL;
    int64_t items[REMOVED];
    size_t count = 0;
    bool ok = true;
    if (reconcile->plan.doubles == 0)
        return true;
    session = worker_session(reconcile->client->worker, reconcile->service, err);
    ok = session != NULL;
    for (size_t i = 0; ok && i < found->count; i++) {
        if (found->rows[i].kind == DIFFERENCE_TWICE)
            items[count++] = found->rows[i].there.id;
        if (count == REMOVED) {
            ok = remove_step(reconcile, session, items, count, done, err);
            client_say(reconcile->client, done->removed, reconcile->plan.doubles, "plays removed");
            count = 0;
        }
    }
    return ok && (count == 0 || remove_step(reconcile, session, items, count, done, err));
}

bool epi_reconcile_apply(struct epi_reconcile *reconcile, unsigned flags,
                         struct epi_reconciled *done, struct epi_error *err)
{
    *done = (struct epi_reconciled){.due = 0};
    return (!(flags & EPI_RECONCILE_DOUBLES) || remove_doubles(reconcile, done, err)) &&
           (!(flags & EPI_RECONCILE_TO_JOURNAL) || take_in(reconcile, done, err)) &&
           (!(flags & EPI_RECONCILE_TO_SERVICE) || send_all(reconcile, done, err));
}
