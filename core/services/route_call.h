/* SPDX-License-Identifier: MIT
 *
 * route_call: a call from outside by names and JSON text, and the pages of a list as one. The
 * client's calls use it.
 */
#ifndef EPIMARK_SERVICES_ROUTE_CALL_H
#define EPIMARK_SERVICES_ROUTE_CALL_H

#include "core/services/route.h"

/* As route_get, for a call from outside, with its body as JSON text (NULL: none); the answer is
 * given even if the service refuses. Free it in either case. all_pages: the whole list in one
 * answer, of at most ROUTE_ITEMS_MAX items. */
enum { ROUTE_ITEMS_MAX = 200000 };
bool route_call(struct session *session, const struct api *api, const char *name,
                const struct route_args *args, const char *body_json, bool all_pages,
                struct answer *answer, struct epi_error *err);

#endif
