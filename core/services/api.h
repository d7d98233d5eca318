/* SPDX-License-Identifier: MIT
 *
 * api: one web API of a service: its routes as data, its address, and how its requests are signed.
 * Sends nothing; route does.
 */
#ifndef EPIMARK_SERVICES_API_H
#define EPIMARK_SERVICES_API_H

#include <stdbool.h>
#include <stddef.h>

struct epi_error;
struct request;
struct route;
struct service;
struct session;

/* One web API. A service has one or more. */
struct api {
    const char *name;              /* "tvmaze-user" */
    const struct service *service; /* whose credentials it uses */
    size_t url;                    /* offset of its base address in struct epi_config */
    size_t login_url;              /* the same for SIGN_BODY rows */
    const struct route *routes;
    size_t route_count;
    /* "A|B": headers that its document has for the caller to set, beside those of its rows; NULL:
     * none. */
    const char *headers;
    /* Adds the credentials to a request; NULL: there is nothing to add. */
    bool (*sign)(struct session *session, struct request *request, struct epi_error *err);
    /* Gets a new token after a 401; NULL: there are no tokens. */
    bool (*renew)(struct session *session, struct epi_error *err);
};

/* The web APIs of all services, in the order of the list of services; NULL past the end. */
const struct api *api_at(size_t index);

/* Finds an API by name. NULL if there is none; err then lists the names. */
const struct api *api_find(const char *name, struct epi_error *err);

#endif
