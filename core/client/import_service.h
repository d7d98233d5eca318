/* SPDX-License-Identifier: MIT
 *
 * import_service: what an account holds at a service, for the import and for comparing it. Of
 * core/client alone.
 */
#ifndef EPIMARK_CLIENT_IMPORT_SERVICE_H
#define EPIMARK_CLIENT_IMPORT_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"
#include <epimark/import.h>

struct service;

/* The service of that name, if it can be asked for what an account holds there; NULL with err. */
const struct service *import_service_find(struct epi_client *client, const char *name,
                                          struct epi_error *err);

/* Brings what the journal knows of both lists of an account up to date. */
bool import_service_refresh(struct epi_client *client, const struct service *service,
                            struct epi_error *err);

/* The same of the history of the series that were watched here, for an account that may not ask for
 * all: a request each. series: their ids at the service, in order; the caller frees them. */
bool import_service_refresh_seen(struct epi_client *client, const struct service *service,
                                 int64_t **series, size_t *count, struct epi_error *err);

/* Adds the items that are known to what is to be imported, if wanted says so of them. */
typedef bool (*import_service_wanted)(void *context, enum held_list list, enum epi_scope scope,
                                      const struct holding *holding);
bool import_service_add(struct epi_client *client, const struct service *service,
                        import_service_wanted wanted, void *context, struct epi_import *import,
                        struct epi_error *err);

#endif
