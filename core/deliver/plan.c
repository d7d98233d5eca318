/* SPDX-License-Identifier: MIT */
#include "core/deliver/plan.h"

#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/journal/plan.h"
#include "core/services/service.h"

/* Each target once; what does not fit is left out. */
static void add_target(struct plan *plan, const struct service *service, enum due_kind kind)
{
    for (int i = 0; i < plan->count; i++) {
        if (plan->targets[i].kind == kind && strcmp(plan->targets[i].service, service->name) == 0)
            return;
    }
    if (plan->count == JOURNAL_TARGETS_MAX)
        return;
    snprintf(plan->targets[plan->count].service, JOURNAL_SERVICE_MAX, "%s", service->name);
    plan->targets[plan->count++].kind = kind;
}

/* Plays and ratings of films go to that service, also if those of episodes do not. */
static void add_films(struct plan *plan, const struct service *service)
{
    static const enum due_kind kinds[] = {DUE_PLAY, DUE_RATE};
    for (size_t k = 0; service && service->films && k < sizeof(kinds) / sizeof(*kinds); k++) {
        int before = plan->count;
        add_target(plan, service, kinds[k]);
        if (plan->count > before)
            plan->targets[before].only_films = true;
        for (int i = 0; i < plan->count; i++) {
            if (plan->targets[i].kind == kinds[k] &&
                strcmp(plan->targets[i].service, service->name) == 0)
                plan->targets[i].films = true;
        }
    }
}

/* The service of the next name that has one, in a list separated by commas; NULL at its end. */
static const struct service *next_service(const struct epi_config *config, const char **list)
{
    while (**list) {
        char name[JOURNAL_SERVICE_MAX];
        *list += strspn(*list, ", ");
        size_t len = strcspn(*list, ", ");
        snprintf(name, sizeof(name), "%.*s", (int)len, *list);
        *list += len;
        const struct service *service = len ? service_chosen(config, name) : NULL;
        if (service)
            return service;
    }
    return NULL;
}

void plan_make(const struct epi_config *config, struct plan *plan)
{
    const struct service *service;
    memset(plan, 0, sizeof(*plan));
    plan->rewatch_hours = config->rewatch_hours;
    for (const char *list = config->scrobble_on; (service = next_service(config, &list));) {
        if (service->mark)
            add_target(plan, service, DUE_MARK);
        else if (service->play)
            add_target(plan, service, DUE_PLAY);
    }
    for (const char *list = config->rate_on; (service = next_service(config, &list));) {
        if (service->rate)
            add_target(plan, service, DUE_RATE);
    }
    if (config->films == FILMS_SEND)
        add_films(plan, service_chosen(config, "trakt"));
}
