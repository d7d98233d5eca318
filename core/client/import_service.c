/* SPDX-License-Identifier: MIT
 *
 * What an account holds at a service, handed on as what is to be imported.
 */
#include "core/client/import_service.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/client/client.h"
#include "core/client/strays.h"
#include "core/deliver/inventory.h"
#include "core/journal/holdings.h"
#include "core/journal/seen.h"
#include "core/services/service.h"
#include <epimark/import.h>

enum { STEP = 64 };

/* Some items, with room for what they point to. */
struct step {
    struct holding items[STEP];
    struct holdings_at places[STEP];
    size_t count;
};

static void say_progress(void *context, int64_t count, int64_t total)
{
    client_say(context, (size_t)count, total > count ? (size_t)total : (size_t)count,
               "items of your account");
}

/* As the service's API has it: what was watched at no known time has none. */
static struct epi_imported imported_of(const struct service *service, enum held_list list,
                                       const struct holding *holding)
{
    const struct subject *subject = &holding->subject;
    bool history = list == HELD_HISTORY;
    /* The numbers of a catalogue lead to its own list, not to that of another. */
    bool own = service->rank > 0;
    struct epi_imported one = {.size = sizeof(one),
                               .source = service->name,
                               .place = service->title,
                               .film = subject->film,
                               .watched = history,
                               .watched_at = history ? holding->at : 0,
                               .rating = history ? 0 : holding->value,
                               .rated_at = history ? 0 : holding->at,
                               .series = subject->series_title,
                               .year = subject->series_year,
                               .tvdb = own && service->ids != ID_TVDB ? 0 : subject->series.tvdb,
                               .tvmaze = subject->series.tvmaze,
                               .tmdb = own ? 0 : subject->series.tmdb,
                               .imdb = own ? "" : subject->series.imdb,
                               .numbering = service->name,
                               .season = subject->film ? -1 : subject->season,
                               .number = subject->film ? -1 : subject->number,
                               .episode_tvdb = subject->tvdb,
                               .episode_tvmaze = subject->tvmaze};
    bool episode = subject->film || subject->number >= 0 || subject->tvdb || subject->tvmaze;
    one.scope = episode                ? EPI_SCOPE_EPISODE
                : subject->season >= 0 ? EPI_SCOPE_SEASON
                                       : EPI_SCOPE_SERIES;
    if (strcmp(service->name, "trakt") == 0) {
        one.trakt = holding->series_own;
        one.episode_trakt = episode && !subject->film ? holding->own : 0;
    }
    return one;
}

/* Adds the items of a step that are wanted. What is not of the service's list was sent from
 * here. */
static bool add_step(const struct service *service, enum held_list list, const struct step *step,
                     import_service_wanted wanted, void *context, struct epi_import *import,
                     struct epi_error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < step->count; i++) {
        const struct holding *item = &step->items[i];
        struct epi_imported one = imported_of(service, list, item);
        if (item->item > 0 && wanted(context, list, (enum epi_scope)step->places[i].scope, item))
            ok = epi_import_add(import, &one, err);
    }
    return ok;
}

static bool find_inventory(struct epi_client *client, const struct service *service,
                           struct inventory *inventory, struct epi_error *err)
{
    struct journal *journal = client_writable(client, err);
    *inventory =
        (struct inventory){.journal = journal,
                           .service = service,
                           .session = journal ? worker_session(client->worker, service, err) : NULL,
                           .now = worker_now(client->worker),
                           .progress = say_progress,
                           .context = client};
    return inventory->session != NULL;
}

bool import_service_refresh(struct epi_client *client, const struct service *service,
                            struct epi_error *err)
{
    struct inventory inventory;
    return find_inventory(client, service, &inventory, err) &&
           inventory_refresh(&inventory, HELD_HISTORY, 0, true, err) &&
           inventory_refresh(&inventory, HELD_RATINGS, 0, true, err) &&
           strays_place(client, service, inventory.session, err);
}

/* ---- Only what was watched here ---- */

struct known {
    const struct service *service;
    int64_t *ids;           /* at the service */
    struct subject *series; /* the same */
    size_t count;
    bool failed; /* no memory */
};

static void known_free(struct known *known)
{
    free(known->ids);
    free(known->series);
}

static bool know(void *context, const struct seen_series *seen)
{
    struct known *known = context;
    int64_t id = values_series_id(&seen->ids, known->service->ids);
    if (id <= 0)
        return true;
    int64_t *ids = reallocarray(known->ids, known->count + 1, sizeof(*ids));
    known->ids = ids ? ids : known->ids;
    struct subject *series = reallocarray(known->series, known->count + 1, sizeof(*series));
    known->series = series ? series : known->series;
    known->failed = !ids || !series;
    if (known->failed)
        return false;
    struct subject *one = &series[known->count];
    *one = (struct subject){.series = seen->ids, .series_year = seen->year};
    memcpy(one->series_title, seen->title, sizeof(one->series_title));
    ids[known->count++] = id;
    return true;
}

static int by_id(const void *a, const void *b)
{
    return values_order(*(const int64_t *)a, *(const int64_t *)b);
}

bool import_service_refresh_seen(struct epi_client *client, const struct service *service,
                                 int64_t **series, size_t *count, struct epi_error *err)
{
    const struct holdings_of of = {service->name, HELD_HISTORY, 0};
    CLEANUP(known_free) struct known known = {.service = service};
    struct inventory inventory;
    if (!find_inventory(client, service, &inventory, err) ||
        !seen_visit(inventory.journal, 0, know, &known, err))
        return false;
    if (known.failed || (!known.ids && !(known.ids = calloc(1, sizeof(*known.ids)))))
        return error_memory(err);
    bool ok = inventory_refresh_parts(&inventory, HELD_HISTORY, known.ids, known.count, err);
    for (size_t i = 0; ok && i < known.count; i++) /* its title: the service does not say it */
        ok = holdings_place(inventory.journal, &of, known.ids[i], &known.series[i], NULL, 0, err);
    if (!ok)
        return false;
    qsort(known.ids, known.count, sizeof(*known.ids), by_id);
    *series = known.ids;
    *count = known.count;
    known.ids = NULL;
    return true;
}

/* ---- Adding ---- */

static bool add_list(struct epi_client *client, const struct service *service, enum held_list list,
                     import_service_wanted wanted, void *context, struct epi_import *import,
                     struct epi_error *err)
{
    const struct holdings_of of = {service->name, list, 0};
    struct journal *journal = client_readable(client, err);
    struct holdings_at after = HOLDINGS_FIRST;
    CLEANUP(cleanup_free) struct step *step = malloc(sizeof(*step));
    if (!step)
        return error_memory(err);
    do {
        if (!journal ||
            !holdings_list_items(journal, &of, &after, step->items, step->places, STEP,
                                 &step->count, err) ||
            !add_step(service, list, step, wanted, context, import, err))
            return false;
        if (step->count > 0)
            after = step->places[step->count - 1];
    } while (step->count == STEP);
    return true;
}

bool import_service_add(struct epi_client *client, const struct service *service,
                        import_service_wanted wanted, void *context, struct epi_import *import,
                        struct epi_error *err)
{
    return add_list(client, service, HELD_HISTORY, wanted, context, import, err) &&
           add_list(client, service, HELD_RATINGS, wanted, context, import, err);
}

bool epi_import_service_is(const char *name)
{
    return service_find(name) != NULL;
}

const struct service *import_service_find(struct epi_client *client, const char *name,
                                          struct epi_error *err)
{
    const struct service *service = service_chosen(&client->config, name);
    if (!service) {
        epi_error_set(err, EPI_ERROR_NEVER, "unknown service '%s'", name);
    } else if (!service->holdings) {
        epi_error_set(err, EPI_ERROR_NEVER, "%s cannot be asked for what you have there",
                      service->title);
    }
    return service && service->holdings ? service : NULL;
}

/* Whatever was watched or rated. */
static bool want_all(void *context, enum held_list list, enum epi_scope scope,
                     const struct holding *holding)
{
    (void)context;
    (void)scope;
    return list != HELD_HISTORY || holding->value == 1 + MARK_WATCHED;
}

bool epi_import_service_add(struct epi_client *client, const char *service,
                            struct epi_import *import, struct epi_error *err)
{
    const struct service *of = import_service_find(client, service, err);
    return of && import_service_refresh(client, of, err) &&
           import_service_add(client, of, want_all, NULL, import, err);
}
