/* SPDX-License-Identifier: MIT
 *
 * route_call: a call from outside, with names and JSON text; joins the pages of a list. Used by the
 * client's calls.
 */
#ifndef EPIMARK_SERVICES_ROUTE_CALL_H
#define EPIMARK_SERVICES_ROUTE_CALL_H

#include "core/services/route.h"

/* As route_get, with the body as JSON text (NULL: none). answer is filled even if the service
 * refuses the call; free it in both cases. all_pages: joins all pages of a list, at most
 * ROUTE_ITEMS_MAX items. */
enum { ROUTE_ITEMS_MAX = 200000 };
/* A 304 is an answer to whoever set a header for it. */
bool route_call(struct session *session, const struct api *api, const char *name,
                const struct route_args *args, const char *body_json, bool all_pages,
                struct answer *answer, struct epi_error *err);

/* Whether a row accepts these arguments and this body, as route_check says. */
bool route_call_check(const struct api *api, const struct route *route,
                      const struct route_args *args, const char *body_json, struct epi_error *err);

#endif
