/* SPDX-License-Identifier: MIT */
#include "core/services/service.h"

#include <string.h>

const struct service *const services[] = {&service_tvmaze, &service_tvdb,   &service_tvdb2,
                                          &service_trakt,  &service_trakt1, NULL};

const struct service *service_find(const char *name)
{
    for (size_t i = 0; services[i]; i++) {
        if (strcmp(services[i]->name, name) == 0)
            return services[i];
    }
    return NULL;
}

const struct service *service_chosen(const struct epi_config *config, const char *name)
{
    if (strcmp(name, "tvdb") == 0)
        return config->tvdb_api == 2 ? &service_tvdb2 : &service_tvdb;
    if (strcmp(name, "trakt") == 0)
        return config->trakt_api == 1 ? &service_trakt1 : &service_trakt;
    return service_find(name);
}
