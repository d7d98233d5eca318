/* SPDX-License-Identifier: MIT
 *
 * request: one request to a service, to which the sign function of its web API adds the
 * credentials. Sends nothing. Only the files of core/services use it.
 */
#ifndef EPIMARK_SERVICES_REQUEST_H
#define EPIMARK_SERVICES_REQUEST_H

#include "core/base/http.h"
#include "core/base/secret.h"

struct json;
struct route;

struct request {
    const struct route *route;
    struct http_request http;
    char authorization[CREDENTIALS_VALUE_MAX + 16];
    struct json *body;       /* NULL: none */
    const char *query;       /* a parameter of the address that signs the request; NULL: none */
    const char *query_value; /* a secret */
};

/* Adds a header; the value is borrowed. */
void request_header(struct request *request, const char *name, const char *value);

/* Adds "Authorization: Bearer TOKEN". */
void request_bearer(struct request *request, const char *token);

/* Adds a parameter to the address, one at most; both are borrowed. */
void request_query(struct request *request, const char *name, const char *value);

/* Sets a member of the body, which is an object, unless the caller has set it. */
void request_member(struct request *request, const char *name, const char *value);

#endif
