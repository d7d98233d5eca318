/* SPDX-License-Identifier: MIT
 *
 * trakt1_routes: the part of Trakt's API v1 for ratings, as data; only trakt1.c includes it.
 * {apikey}, and the body's username and password, come from the stored sign-in.
 */
#ifndef EPIMARK_SERVICES_TRAKT1_ROUTES_H
#define EPIMARK_SERVICES_TRAKT1_ROUTES_H

#include "core/services/route.h"

#define POST(name, path, help)                                                                     \
    {                                                                                              \
        name, "POST", path, ROUTE_NO_PARAMS, SIGN_BODY, BODY_OBJECT, PAGES_NONE, false, help       \
    }

/* clang-format off */
static const struct route trakt1_routes[] = {
    POST("rate-episodes", "/rate/episodes/{apikey}",
        "Rate: {\"episodes\":[{\"tvdb_id\" or \"imdb_id\" or \"title\" and \"year\",\"season\","
        "\"episode\",\"rating\"}]}, rating: love, hate, 1 to 10, unrate"),
    POST("rate-episode", "/rate/episode/{apikey}",
        "Rate one: {\"tvdb_id\",\"title\",\"year\",\"season\",\"episode\",\"rating\"}"),
    POST("rate-shows", "/rate/shows/{apikey}",
        "Rate series: {\"shows\":[{\"tvdb_id\",\"rating\"}]}"),
    POST("rate-show", "/rate/show/{apikey}", "Rate one series: {\"tvdb_id\",\"rating\"}"),
    POST("account-test", "/account/test/{apikey}", "Check the sign-in"),
    POST("account-settings", "/account/settings/{apikey}", "The account's settings"),
};
/* clang-format on */

#undef POST

#endif
