/* SPDX-License-Identifier: MIT
 *
 * route: a web API as data, and the only way to call it. A table (route_table.h) holds each route's
 * name, method, path, parameters, kind of sign-in, body and one line of help; route_send checks,
 * builds, signs and sends the request of any row. No other file contains a path of a service. Used
 * by the files of the services and by the client's calls; a session and its calls belong to one
 * thread.
 */
#ifndef EPIMARK_SERVICES_ROUTE_H
#define EPIMARK_SERVICES_ROUTE_H

#include <stddef.h>
#include <stdint.h>

#include "core/services/answer.h"
#include "core/services/api.h"
#include "core/services/route_table.h"

struct http;
struct session;

/* Finds a route by name. NULL if there is none; err then suggests a similar one. */
const struct route *route_find(const struct api *api, const char *name, struct epi_error *err);

/* The routes of an API: [{"name","method","path","params","auth","body","paged","help"}]. */
struct json *route_list(const struct api *api);

/* ---- Arguments ---- */

/* They return args, so that calls can be nested. Too many arguments are an error when the route is
 * called. */
struct route_args *route_text(struct route_args *args, const char *name, const char *value);
struct route_args *route_int(struct route_args *args, const char *name, int64_t value);
struct route_args *route_header(struct route_args *args, const char *name, const char *value);

/* ---- Calls ---- */

/* Calls a row (args may be NULL) and returns the answer, whatever its status; a token that has
 * expired is renewed once. Frees body. Fails if the row does not accept these arguments and this
 * body (EPI_ERROR_NEVER says what it expects), if the credentials or http_send fail, and with
 * EPI_ERROR_LATER if the answer has a status of success and is not JSON. */
bool route_send(struct session *session, const struct api *api, const char *name,
                const struct route_args *args, struct json *body, struct answer *answer,
                struct epi_error *err);

/* route_send followed by answer_accepted: answer is filled only on success. */
bool route_get(struct session *session, const struct api *api, const char *name,
               const struct route_args *args, struct json *body, struct answer *answer,
               struct epi_error *err);

/* As route_get, for requests to which 404 means that there is no such item: found is then false.
 * Free the answer in both cases. */
bool route_ask(struct session *session, const struct api *api, const char *name,
               const struct route_args *args, struct answer *answer, bool *found,
               struct epi_error *err);

/* Asks an address (of an API) for nothing, without credentials: whatever status it answers. date:
 * what time it is there, seconds since 1970; 0 if it does not say. */
bool route_reach(struct http *http, const char *address, int *status, int64_t *date,
                 struct epi_error *err);

#endif
