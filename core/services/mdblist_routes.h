/* SPDX-License-Identifier: MIT
 *
 * mdblist_routes: MDBList's API as data, as its own add-ons and the clients that name their sources
 * use it; only mdblist_account.c includes it.
 */
#ifndef EPIMARK_SERVICES_MDBLIST_ROUTES_H
#define EPIMARK_SERVICES_MDBLIST_ROUTES_H

#include "core/services/route.h"

#define LOGIN(name, path, help)                                                                    \
    {                                                                                              \
        name, "POST", path, ROUTE_NO_PARAMS, SIGN_BODY, BODY_FORM, PAGES_NONE, false, help         \
    }
#define POST(name, path, params, help)                                                             \
    {                                                                                              \
        name, "POST", path, params, SIGN_TOKEN, BODY_OBJECT, PAGES_NONE, false, help               \
    }
#define GET(name, path, params, help)                                                              \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_NONE, false, help                  \
    }
#define LIST(name, path, params, help)                                                             \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_CURSOR, true, help                 \
    }
#define PAGES    QUERY_INT("limit", OPTIONAL), QUERY_TEXT("cursor", OPTIONAL), SPAN
#define SPAN     QUERY_INT("offset", OPTIONAL), QUERY_TEXT("since", OPTIONAL)
#define EXTENDED QUERY_CHOICE("extended", "ids_only")
#define PROVIDER PATH_CHOICE("provider", "imdb|tmdb|tvdb|trakt|mdblist")
#define MEDIA    PATH_CHOICE("type", "movie|show|any")

/* clang-format off */
static const struct route mdblist_routes[] = {
    LOGIN("device-code", "/oauth/device-authorization/",
        "Begin to sign in a device: get a code to type: {\"scope\":\"write\"}"),
    LOGIN("token", "/oauth/token/",
        "Check whether the code was typed: {\"grant_type\",\"device_code\"}; or get a new token: "
        "{\"grant_type\":\"refresh_token\",\"refresh_token\"}"),
    LOGIN("revoke", "/oauth/revoke_token/", "Revoke a token: {\"token\",\"token_type_hint\"}"),
    GET("user", "/user", ROUTE_NO_PARAMS,
        "The account that is signed in, and its requests of today"),
    POST("scrobble-start", "/scrobble/start", ROUTE_NO_PARAMS,
        "Report that watching began; watched if progress is 80 or more: {item,\"progress\"}"),
    POST("scrobble-pause", "/scrobble/pause", ROUTE_NO_PARAMS,
        "Report that watching paused: {item,\"progress\"}"),
    POST("scrobble-stop", "/scrobble/stop", ROUTE_NO_PARAMS,
        "Report that watching ended; watched if progress is 80 or more: {item,\"progress\"}"),
    POST("scrobble-clear", "/scrobble/clear", ROUTE_NO_PARAMS,
        "Forget what is paused: {\"id\"} or {item}"),
    POST("checkin", "/checkin", ROUTE_NO_PARAMS, "Report what you are watching now: {item}"),
    GET("playback", "/sync/playback", ROUTE_NO_PARAMS,
        "What you began to watch and did not finish"),
    LIST("watched", "/sync/watched",
        ROUTE_PARAMS(PAGES, QUERY_CHOICE("mediatype", "movie|show|episode"), EXTENDED,
                     QUERY_CHOICE("plays", "all")),
        "What you have watched; plays=all: a row for each play"),
    POST("watched-add", "/sync/watched", ROUTE_PARAMS(QUERY_CHOICE("report_added", "true|false")),
        "Add plays: {\"shows\":[{\"ids\",\"seasons\":[{\"number\",\"episodes\":[{\"number\","
        "\"watched_at\"}]}]}],\"movies\":[]}; a show by itself is all of its episodes"),
    POST("watched-remove", "/sync/watched/remove", ROUTE_NO_PARAMS,
        "Make what you watched unwatched: as watched-add"),
    POST("plays-remove", "/sync/watched/plays/remove", ROUTE_NO_PARAMS,
        "Remove single plays: {\"play_ids\":[]}"),
    LIST("ratings", "/sync/ratings", ROUTE_PARAMS(PAGES, EXTENDED), "Your ratings"),
    POST("ratings-add", "/sync/ratings", ROUTE_NO_PARAMS,
        "Rate from 1 to 10: {\"shows\":[{\"ids\",\"rating\",\"rated_at\"}],\"movies\":[]}, or "
        "in the show its seasons and their episodes"),
    POST("ratings-remove", "/sync/ratings/remove", ROUTE_NO_PARAMS,
        "Remove ratings: as ratings-add, without the rating"),
    GET("last-activities", "/sync/last_activities", ROUTE_NO_PARAMS,
        "When each of your lists last changed"),
    LIST("journal", "/sync/journal", ROUTE_PARAMS(PAGES),
        "What changed within the last 30 days, what was removed too"),
    GET("lookup", "/{provider}/{type}/{id}",
        ROUTE_PARAMS(PROVIDER, MEDIA, PATH_TEXT("id"), QUERY_TEXT("append_to_response", OPTIONAL)),
        "A series or a film by its id"),
    POST("lookup-many", "/{provider}/{type}/", ROUTE_PARAMS(PROVIDER, MEDIA),
        "Several by their ids: {\"ids\":[]}"),
    GET("search", "/search/{type}",
        ROUTE_PARAMS(MEDIA, QUERY_TEXT("query", REQUIRED), QUERY_INT("year", OPTIONAL),
                     QUERY_INT("limit", OPTIONAL), QUERY_TEXT("limit_by_score", OPTIONAL),
                     QUERY_CHOICE("sort_by_score", "true|false")),
        "Search by title"),
};
/* clang-format on */

#undef LOGIN
#undef POST
#undef GET
#undef LIST
#undef PAGES
#undef SPAN
#undef EXTENDED
#undef PROVIDER
#undef MEDIA

#endif
