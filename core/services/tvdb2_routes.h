/* SPDX-License-Identifier: MIT
 *
 * tvdb2_routes: TheTVDB's older JSON API (2.1.2, with the additions of 3.0.0) as data, from its
 * Swagger description and from what the service accepted in practice; only tvdb2.c includes it.
 */
#ifndef EPIMARK_SERVICES_TVDB2_ROUTES_H
#define EPIMARK_SERVICES_TVDB2_ROUTES_H

#include "core/services/route.h"

#define ID       PATH_INT("id")
#define LANGUAGE HEADER_TEXT("Accept-Language")
#define GET(name, path, params, help)                                                              \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_NONE, false, help                  \
    }
#define GET_PAGES(name, path, params, help)                                                        \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_LINKS, false, help                 \
    }
#define USER(name, method, path, params, pages, help)                                              \
    {                                                                                              \
        name, method, path, params, SIGN_USER, BODY_NONE, pages, false, help                       \
    }

/* clang-format off */
static const struct route tvdb2_routes[] = {
    {"login", "POST", "/login", ROUTE_NO_PARAMS, SIGN_BODY, BODY_OBJECT, PAGES_NONE, false,
        "Get a token for the stored key, user and user key"},
    GET("refresh-token", "/refresh_token", ROUTE_NO_PARAMS,
        "Get a new token before the current one expires"),
    GET("languages", "/languages", ROUTE_NO_PARAMS, "All languages"),
    GET("language", "/languages/{id}", ROUTE_PARAMS(ID), "One language"),
    GET("search", "/search/series",
        ROUTE_PARAMS(QUERY_TEXT("name", ONE_OF), QUERY_TEXT("imdbId", ONE_OF),
                     QUERY_TEXT("zap2itId", ONE_OF), QUERY_TEXT("slug", ONE_OF), LANGUAGE),
        "Series by name or another catalogue's id"),
    GET("search-params", "/search/series/params", ROUTE_NO_PARAMS, "The parameters of search"),
    GET("series", "/series/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One series"),
    {"series-head", "HEAD", "/series/{id}", ROUTE_PARAMS(ID, LANGUAGE), SIGN_TOKEN, BODY_NONE,
        PAGES_NONE, false, "Check whether a series exists, without getting its record"},
    GET("series-actors", "/series/{id}/actors", ROUTE_PARAMS(ID), "The actors of a series"),
    GET_PAGES("series-episodes", "/series/{id}/episodes",
        ROUTE_PARAMS(ID, QUERY_INT("page", OPTIONAL), LANGUAGE),
        "The episodes of a series, 100 a page from 1"),
    GET_PAGES("series-query", "/series/{id}/episodes/query",
        ROUTE_PARAMS(ID, QUERY_INT("absoluteNumber", OPTIONAL), QUERY_INT("airedSeason", OPTIONAL),
                     QUERY_INT("airedEpisode", OPTIONAL), QUERY_INT("dvdSeason", OPTIONAL),
                     QUERY_INT("dvdEpisode", OPTIONAL), QUERY_TEXT("imdbId", OPTIONAL),
                     QUERY_DATE("firstAired", OPTIONAL), QUERY_INT("page", OPTIONAL), LANGUAGE),
        "Episodes of a series by number, date or id"),
    GET("series-query-params", "/series/{id}/episodes/query/params", ROUTE_PARAMS(ID),
        "The parameters of series-query"),
    GET("series-summary", "/series/{id}/episodes/summary", ROUTE_PARAMS(ID),
        "How many episodes and seasons a series has"),
    GET("series-filter", "/series/{id}/filter",
        ROUTE_PARAMS(ID, QUERY_TEXT("keys", REQUIRED), LANGUAGE),
        "Some keys of a series; keys: names separated by commas"),
    GET("series-filter-params", "/series/{id}/filter/params", ROUTE_PARAMS(ID, LANGUAGE),
        "The keys that series-filter accepts"),
    GET("series-images", "/series/{id}/images", ROUTE_PARAMS(ID, LANGUAGE),
        "How many pictures a series has"),
    GET("series-images-query", "/series/{id}/images/query",
        ROUTE_PARAMS(ID, QUERY_TEXT("keyType", OPTIONAL), QUERY_TEXT("resolution", OPTIONAL),
                     QUERY_TEXT("subKey", OPTIONAL), LANGUAGE), "Pictures of a series"),
    GET("series-images-params", "/series/{id}/images/query/params", ROUTE_PARAMS(ID, LANGUAGE),
        "The parameters of series-images-query"),
    GET("episode", "/episodes/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One episode"),
    GET("updated", "/updated/query",
        ROUTE_PARAMS(QUERY_INT("fromTime", REQUIRED), QUERY_INT("toTime", OPTIONAL), LANGUAGE),
        "What changed in the week after a time in seconds since 1970"),
    GET("updated-params", "/updated/query/params", ROUTE_NO_PARAMS, "The parameters of updated"),
    GET("movie", "/movies/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One film (3.0.0)"),
    GET("movie-updates", "/movieupdates", ROUTE_PARAMS(QUERY_INT("since", REQUIRED)),
        "Films that changed since a time (3.0.0)"),
    USER("user", "GET", "/user", ROUTE_NO_PARAMS, PAGES_NONE, "The user who is signed in"),
    USER("favorites", "GET", "/user/favorites", ROUTE_NO_PARAMS, PAGES_NONE, "Your favourites"),
    USER("favorite", "PUT", "/user/favorites/{id}", ROUTE_PARAMS(ID), PAGES_NONE,
        "Add a favourite series"),
    USER("favorite-delete", "DELETE", "/user/favorites/{id}", ROUTE_PARAMS(ID), PAGES_NONE,
        "Remove a favourite series"),
    USER("ratings", "GET", "/user/ratings", ROUTE_PARAMS(QUERY_INT("page", OPTIONAL)), PAGES_LINKS,
        "Your ratings"),
    USER("ratings-query", "GET", "/user/ratings/query",
        ROUTE_PARAMS(QUERY_CHOICE("itemType", "series|episode|banner"),
                     QUERY_INT("page", OPTIONAL)), PAGES_LINKS, "Your ratings of one kind"),
    USER("ratings-params", "GET", "/user/ratings/query/params", ROUTE_NO_PARAMS, PAGES_NONE,
        "The parameters of ratings-query"),
    USER("rating", "PUT", "/user/ratings/{itemType}/{itemId}/{itemRating}",
        ROUTE_PARAMS(PATH_CHOICE("itemType", "series|episode|image"), PATH_INT("itemId"),
                     PATH_CHOICE("itemRating", "1|2|3|4|5|6|7|8|9|10")), PAGES_NONE,
        "Rate a series, an episode or a picture"),
    USER("rating-delete", "DELETE", "/user/ratings/{itemType}/{itemId}",
        ROUTE_PARAMS(PATH_CHOICE("itemType", "series|episode|image"), PATH_INT("itemId")),
        PAGES_NONE, "Remove a rating"),
};
/* clang-format on */

#undef ID
#undef LANGUAGE
#undef GET
#undef GET_PAGES
#undef USER

#endif
