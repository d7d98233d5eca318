/* SPDX-License-Identifier: MIT
 *
 * trakt_routes: Trakt's API v2 as data, from its documentation; only trakt_account.c includes it.
 */
#ifndef EPIMARK_SERVICES_TRAKT_ROUTES_H
#define EPIMARK_SERVICES_TRAKT_ROUTES_H

#include "core/services/route.h"

#define LOGIN(name, path, help)                                                                    \
    {                                                                                              \
        name, "POST", path, ROUTE_NO_PARAMS, SIGN_BODY, BODY_OBJECT, PAGES_NONE, false, help       \
    }
#define POST(name, path, help)                                                                     \
    {                                                                                              \
        name, "POST", path, ROUTE_NO_PARAMS, SIGN_TOKEN, BODY_OBJECT, PAGES_NONE, false, help      \
    }
#define DELETE(name, path, params, help)                                                           \
    {                                                                                              \
        name, "DELETE", path, params, SIGN_TOKEN, BODY_NONE, PAGES_NONE, false, help               \
    }
#define GET(name, path, params, sign, help)                                                        \
    {                                                                                              \
        name, "GET", path, params, sign, BODY_NONE, PAGES_NONE, false, help                        \
    }
#define LIST(name, path, params, sign, help)                                                       \
    {                                                                                              \
        name, "GET", path, params, sign, BODY_NONE, PAGES_COUNT, true, help                        \
    }
#define EXTENDED QUERY_TEXT("extended", OPTIONAL)
#define PAGES    QUERY_INT("page", OPTIONAL), QUERY_INT("limit", OPTIONAL)
#define SPAN     QUERY_TEXT("start_at", OPTIONAL), QUERY_TEXT("end_at", OPTIONAL)
#define KIND     PATH_CHOICE("type", "movies|shows|seasons|episodes")
#define RATED    PATH_CHOICE("type", "movies|shows|seasons|episodes|all")
#define SHOW     PATH_TEXT("id")

/* clang-format off */
static const struct route trakt_routes[] = {
    LOGIN("device-code", "/oauth/device/code",
        "Begin to sign in a device: get a code to type; without a secret "
        "{\"code_challenge\",\"code_challenge_method\"}"),
    LOGIN("device-token", "/oauth/device/token",
        "Check whether the code was typed: {\"code\",\"code_verifier\"}"),
    LOGIN("token", "/oauth/token",
        "Get a new token for a refresh token, which works once: "
        "{\"refresh_token\",\"redirect_uri\",\"grant_type\"}"),
    LOGIN("revoke", "/oauth/revoke", "Revoke a token: {\"token\"}"),
    POST("scrobble-start", "/scrobble/start", "Report that watching began: {item,\"progress\"}"),
    POST("scrobble-pause", "/scrobble/pause", "Report that watching paused: {item,\"progress\"}"),
    POST("scrobble-stop", "/scrobble/stop",
        "Report that watching ended; a play if progress is 80 or more: {item,\"progress\"}"),
    POST("checkin", "/checkin", "Report what you are watching now: {item}"),
    DELETE("checkin-delete", "/checkin", ROUTE_NO_PARAMS, "Cancel what you are watching now"),
    POST("history-add", "/sync/history",
        "Add plays: {\"episodes\":[{\"ids\",\"watched_at\"}],\"shows\":[],\"movies\":[]}"),
    POST("history-remove", "/sync/history/remove",
        "Remove plays: {\"ids\":[]}, or all plays of {\"episodes\":[]} and so on"),
    LIST("history", "/sync/history", ROUTE_PARAMS(SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "Your plays, newest first"),
    LIST("history-type", "/sync/history/{type}", ROUTE_PARAMS(KIND, SPAN, PAGES, EXTENDED),
        SIGN_TOKEN, "Your plays of one kind"),
    LIST("history-item", "/sync/history/{type}/{id}",
        ROUTE_PARAMS(KIND, PATH_INT("id"), SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "Your plays of one item, by its id at Trakt"),
    LIST("user-history", "/users/{user}/history",
        ROUTE_PARAMS(PATH_TEXT("user"), SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "A user's plays; me is you"),
    LIST("user-history-type", "/users/{user}/history/{type}",
        ROUTE_PARAMS(PATH_TEXT("user"), KIND, SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "A user's plays of one kind; me is you"),
    POST("ratings-add", "/sync/ratings",
        "Rate: {\"episodes\":[{\"ids\",\"rating\",\"rated_at\"}],\"shows\":[],\"movies\":[]}"),
    POST("ratings-remove", "/sync/ratings/remove", "Remove ratings: {\"episodes\":[{\"ids\"}]}"),
    LIST("ratings", "/sync/ratings/{type}", ROUTE_PARAMS(RATED, PAGES, EXTENDED), SIGN_TOKEN,
        "Your ratings"),
    LIST("ratings-value", "/sync/ratings/{type}/{rating}",
        ROUTE_PARAMS(RATED, PATH_CHOICE("rating", "1|2|3|4|5|6|7|8|9|10"), PAGES, EXTENDED),
        SIGN_TOKEN, "Your ratings of one value"),
    LIST("playback", "/sync/playback", ROUTE_PARAMS(SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "What you began to watch and did not finish"),
    LIST("playback-type", "/sync/playback/{type}",
        ROUTE_PARAMS(PATH_CHOICE("type", "movies|episodes"), SPAN, PAGES, EXTENDED), SIGN_TOKEN,
        "The same, of one kind"),
    DELETE("playback-delete", "/sync/playback/{id}", ROUTE_PARAMS(PATH_INT("id")),
        "Remove an item of playback"),
    LIST("watched", "/sync/watched/{type}",
        ROUTE_PARAMS(PATH_CHOICE("type", "movies|shows"), PAGES, EXTENDED), SIGN_TOKEN,
        "Everything you have watched; extended=progress adds the episodes"),
    GET("last-activities", "/sync/last_activities", ROUTE_NO_PARAMS, SIGN_TOKEN,
        "When each of your lists last changed"),
    GET("settings", "/users/settings", ROUTE_NO_PARAMS, SIGN_TOKEN,
        "The account that is signed in, and its settings"),
    GET("search-id", "/search/{id_type}/{id}",
        ROUTE_PARAMS(PATH_CHOICE("id_type", "trakt|imdb|tmdb|tvdb"), PATH_TEXT("id"),
                     QUERY_TEXT("type", OPTIONAL), EXTENDED), SIGN_APP,
        "What has an id; type=show or episode distinguishes equal ids"),
    LIST("search", "/search/{type}",
        ROUTE_PARAMS(PATH_TEXT("type"), QUERY_TEXT("query", REQUIRED),
                     QUERY_TEXT("fields", OPTIONAL), QUERY_TEXT("years", OPTIONAL), PAGES,
                     EXTENDED), SIGN_APP,
        "Search by text; type: show, movie, episode, person, list, or several with commas"),
    GET("show", "/shows/{id}", ROUTE_PARAMS(SHOW, EXTENDED), SIGN_APP,
        "A series by its Trakt id, slug or IMDb id"),
    GET("seasons", "/shows/{id}/seasons", ROUTE_PARAMS(SHOW, EXTENDED), SIGN_APP,
        "The seasons of a series; extended=episodes adds their episodes"),
    GET("season", "/shows/{id}/seasons/{season}",
        ROUTE_PARAMS(SHOW, PATH_INT("season"), EXTENDED), SIGN_APP, "The episodes of a season"),
    GET("episode", "/shows/{id}/seasons/{season}/episodes/{episode}",
        ROUTE_PARAMS(SHOW, PATH_INT("season"), PATH_INT("episode"), EXTENDED), SIGN_APP,
        "One episode"),
};
/* clang-format on */

#undef LOGIN
#undef POST
#undef DELETE
#undef GET
#undef LIST
#undef EXTENDED
#undef PAGES
#undef SPAN
#undef KIND
#undef RATED
#undef SHOW

#endif
