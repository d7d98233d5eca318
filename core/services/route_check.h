/* SPDX-License-Identifier: MIT
 *
 * route_check: whether a row of a route table takes these arguments and this body. What has the
 * wrong form is refused. What the description of a service does not list is not: descriptions are
 * narrower than the services. Pure. Used by route and route_call.
 */
#ifndef EPIMARK_SERVICES_ROUTE_CHECK_H
#define EPIMARK_SERVICES_ROUTE_CHECK_H

#include "core/services/route_table.h"

struct api;
struct epi_error;
struct json;

/* The names of enum route_type and enum route_body. */
extern const char *const route_check_types[];
extern const char *const route_check_bodies[];

/* Whether a row accepts these arguments and this body; err says what it expects. */
bool route_check(const struct api *api, const struct route *route, const struct route_args *args,
                 const struct json *body, struct epi_error *err);

/* What of arguments that a row accepts is not in its description, in one line; false, with an empty
 * text, if all of it is. */
bool route_check_unlisted(const struct route *route, const struct route_args *args, char *text,
                          size_t size);

/* The value of an argument. */
const char *route_check_value(const struct route_arg *arg);

/* The value of a parameter, NULL if it is not given; and how often it is given. */
const char *route_check_given(const struct route_args *args, const char *name);
size_t route_check_times(const struct route_args *args, const char *name);

/* A parameter by name; NULL if the row has none. */
const struct route_param *route_check_param(const struct route *route, const char *name,
                                            size_t len);

/* Whether an argument, which the row accepts, goes into a header. */
bool route_check_is_header(const struct route *route, const struct route_arg *arg);

#endif
