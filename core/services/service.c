/* SPDX-License-Identifier: MIT */
#include "core/services/service.h"

#include <string.h>

enum {
    PAUSE_SECONDS = 3600, /* the longest pause of a service that documents no longer one */
    DAY_SECONDS = 86400,
};

const struct service *service_find(const char *name)
{
    for (size_t i = 0; services[i]; i++) {
        if (strcmp(services[i]->name, name) == 0)
            return services[i];
    }
    return NULL;
}

static bool is_chosen(const struct service *service, const struct epi_config *config)
{
    return !service->chosen || service->chosen(config);
}

const struct service *service_chosen(const struct epi_config *config, const char *name)
{
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->family && strcmp(services[i]->family, name) == 0 &&
            is_chosen(services[i], config))
            return services[i];
    }
    return service_find(name);
}

size_t service_catalogues(const struct epi_config *config, const struct service **catalogues,
                          size_t max)
{
    size_t count = 0;
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->rank == 0 || !is_chosen(services[i], config))
            continue;
        size_t place = count;
        while (place > 0 && catalogues[place - 1]->rank > services[i]->rank)
            place--;
        if (place == max)
            continue;
        count += count < max;
        for (size_t k = count - 1; k > place; k--)
            catalogues[k] = catalogues[k - 1];
        catalogues[place] = services[i];
    }
    return count;
}

int service_pause(const struct service *service, int seconds, int64_t now)
{
    int longest = PAUSE_SECONDS;
    int to_midnight = DAY_SECONDS - (int)(now % DAY_SECONDS);
    if (service->daily_quota && to_midnight > longest)
        longest = to_midnight;
    return seconds < longest ? seconds : longest;
}

const struct service *service_with_lists(void)
{
    for (size_t i = 0; services[i]; i++) {
        if (services[i]->lists)
            return services[i];
    }
    return NULL;
}
