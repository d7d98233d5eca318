/* SPDX-License-Identifier: MIT
 *
 * tvdb2_routes: TheTVDB's older JSON API (2.1.2, with what 3.0.0 added) as data, after its Swagger
 * description and what the service accepted in practice; only tvdb2.c includes it.
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
    GET("refresh-token", "/refresh_token", ROUTE_NO_PARAMS, "Another token before this one ends"),
    GET("languages", "/languages", ROUTE_NO_PARAMS, "The languages there are"),
    GET("language", "/languages/{id}", ROUTE_PARAMS(ID), "One language"),
    GET("search", "/search/series",
        ROUTE_PARAMS(QUERY_TEXT("name", ONE_OF), QUERY_TEXT("imdbId", ONE_OF),
                     QUERY_TEXT("zap2itId", ONE_OF), QUERY_TEXT("slug", ONE_OF), LANGUAGE),
        "Series by name or another catalogue's id"),
    GET("search-params", "/search/series/params", ROUTE_NO_PARAMS, "What search takes"),
    GET("series", "/series/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One series"),
    {"series-head", "HEAD", "/series/{id}", ROUTE_PARAMS(ID, LANGUAGE), SIGN_TOKEN, BODY_NONE,
        PAGES_NONE, false, "Whether a series is there, without its record"},
    GET("series-actors", "/series/{id}/actors", ROUTE_PARAMS(ID), "Who plays in a series"),
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
        "What series-query takes"),
    GET("series-summary", "/series/{id}/episodes/summary", ROUTE_PARAMS(ID),
        "How many episodes and seasons a series has"),
    GET("series-filter", "/series/{id}/filter",
        ROUTE_PARAMS(ID, QUERY_TEXT("keys", REQUIRED), LANGUAGE),
        "Some keys of a series, with commas between"),
    GET("series-filter-params", "/series/{id}/filter/params", ROUTE_PARAMS(ID, LANGUAGE),
        "The keys that series-filter takes"),
    GET("series-images", "/series/{id}/images", ROUTE_PARAMS(ID, LANGUAGE),
        "How many pictures a series has"),
    GET("series-images-query", "/series/{id}/images/query",
        ROUTE_PARAMS(ID, QUERY_TEXT("keyType", OPTIONAL), QUERY_TEXT("resolution", OPTIONAL),
                     QUERY_TEXT("subKey", OPTIONAL), LANGUAGE), "Pictures of a series"),
    GET("series-images-params", "/series/{id}/images/query/params", ROUTE_PARAMS(ID, LANGUAGE),
        "What series-images-query takes"),
    GET("episode", "/episodes/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One episode"),
    GET("updated", "/updated/query",
        ROUTE_PARAMS(QUERY_INT("fromTime", REQUIRED), QUERY_INT("toTime", OPTIONAL), LANGUAGE),
        "What changed in a week from a time in seconds since 1970"),
    GET("updated-params", "/updated/query/params", ROUTE_NO_PARAMS, "What updated takes"),
    GET("movie", "/movies/{id}", ROUTE_PARAMS(ID, LANGUAGE), "One film (3.0.0)"),
    GET("movie-updates", "/movieupdates", ROUTE_PARAMS(QUERY_INT("since", REQUIRED)),
        "Films that changed since a time (3.0.0)"),
    USER("user", "GET", "/user", ROUTE_NO_PARAMS, PAGES_NONE, "Who is signed in"),
    USER("favorites", "GET", "/user/favorites", ROUTE_NO_PARAMS, PAGES_NONE, "Your favourites"),
    USER("favorite", "PUT", "/user/favorites/{id}", ROUTE_PARAMS(ID), PAGES_NONE,
        "A new favourite series"),
    USER("favorite-delete", "DELETE", "/user/favorites/{id}", ROUTE_PARAMS(ID), PAGES_NONE,
        "A favourite series no more"),
    USER("ratings", "GET", "/user/ratings", ROUTE_PARAMS(QUERY_INT("page", OPTIONAL)), PAGES_LINKS,
        "Your ratings"),
    USER("ratings-query", "GET", "/user/ratings/query",
        ROUTE_PARAMS(QUERY_CHOICE("itemType", "series|episode|banner"),
                     QUERY_INT("page", OPTIONAL)), PAGES_LINKS, "Your ratings of one kind"),
    USER("ratings-params", "GET", "/user/ratings/query/params", ROUTE_NO_PARAMS, PAGES_NONE,
        "What ratings-query takes"),
    USER("rating", "PUT", "/user/ratings/{itemType}/{itemId}/{itemRating}",
        ROUTE_PARAMS(PATH_CHOICE("itemType", "series|episode|image"), PATH_INT("itemId"),
                     PATH_CHOICE("itemRating", "1|2|3|4|5|6|7|8|9|10")), PAGES_NONE,
        "Rate a series, an episode or a picture"),
    USER("rating-delete", "DELETE", "/user/ratings/{itemType}/{itemId}",
        ROUTE_PARAMS(PATH_CHOICE("itemType", "series|episode|image"), PATH_INT("itemId")),
        PAGES_NONE, "Take a rating back"),
};
/* clang-format on */

#undef ID
#undef LANGUAGE
#undef GET
#undef GET_PAGES
#undef USER

#endif
