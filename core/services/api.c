/* SPDX-License-Identifier: MIT */
#include "core/services/api.h"

#include <stdio.h>
#include <string.h>

#include "core/services/service.h"
#include <epimark/error.h>

const struct api *api_at(size_t index)
{
    for (size_t i = 0; services[i]; i++) {
        for (const struct api *const *api = services[i]->apis; api && *api; api++) {
            if (index-- == 0)
                return *api;
        }
    }
    return NULL;
}

const struct api *api_find(const char *name, struct epi_error *err)
{
    char names[160] = "";
    const struct api *api;
    for (size_t i = 0; (api = api_at(i)); i++) {
        if (strcmp(api->name, name) == 0)
            return api;
        size_t len = strlen(names);
        snprintf(names + len, sizeof(names) - len, "%s%s", i ? ", " : "", api->name);
    }
    epi_error_set(err, EPI_ERROR_NEVER, "unknown API \"%.40s\"; one of: %s", name, names);
    return NULL;
}
