/* SPDX-License-Identifier: MIT
 *
 * tvdb_routes: TheTVDB's API v4 as data, from its OpenAPI description 4.7.10; only tvdb.c
 * includes it.
 */
#ifndef EPIMARK_SERVICES_TVDB_ROUTES_H
#define EPIMARK_SERVICES_TVDB_ROUTES_H

#include "core/services/route.h"

/* clang-format off */
#define GET(name, path, params, help)                                                              \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_NONE, false, help                  \
    }
#define GET_PAGES(name, path, params, help)                                                        \
    {                                                                                              \
        name, "GET", path, params, SIGN_TOKEN, BODY_NONE, PAGES_LINKS, true, help                  \
    }
/* A record by its id: the base record, the extended one, a translation. */
#define BASE(name, many) GET(name, "/" many "/{id}", ROUTE_PARAMS(ID), "The base record")
#define EXTENDED(name, many)                                                                       \
    GET(name, "/" many "/{id}/extended", ROUTE_PARAMS(ID), "The extended record")
#define META(name, many, values)                                                                   \
    GET(name, "/" many "/{id}/extended",                                                           \
        ROUTE_PARAMS(ID, QUERY_CHOICE("meta", values), QUERY_CHOICE("short", "true|false")),       \
        "The extended record; short=true omits people and artwork")
#define TRANSLATION(name, many)                                                                    \
    GET(name, "/" many "/{id}/translations/{language}", ROUTE_PARAMS(ID, PATH_TEXT("language")),   \
        "The translation into a language, such as eng")
#define SLUG(name, many)                                                                           \
    GET(name, "/" many "/slug/{slug}", ROUTE_PARAMS(PATH_TEXT("slug")),                            \
        "The base record, by its slug")
#define ALL(name, path, help) \
    GET_PAGES(name, path, ROUTE_PARAMS(QUERY_INT("page", OPTIONAL)), help)
#define KINDS(name, path, help) GET(name, path, ROUTE_NO_PARAMS, help)
#define ID PATH_INT("id")
#define ORDER \
    PATH_CHOICE("season-type", "default|official|dvd|absolute|alternate|regional|altdvd")
#define FILTER(values)                                                                             \
    ROUTE_PARAMS(QUERY_TEXT("country", REQUIRED), QUERY_TEXT("lang", REQUIRED),                    \
                 QUERY_INT("company", OPTIONAL), QUERY_INT("contentRating", OPTIONAL),             \
                 QUERY_INT("genre", OPTIONAL), QUERY_CHOICE("sort", values),                       \
                 QUERY_CHOICE("sortType", "asc|desc"), QUERY_CHOICE("status", "1|2|3"),            \
                 QUERY_INT("year", OPTIONAL))

static const struct route tvdb_routes[] = {
    {"login", "POST", "/login", ROUTE_NO_PARAMS, SIGN_BODY, BODY_OBJECT, PAGES_NONE, false,
        "Get a token for the stored key and PIN"},
    {"search", "GET", "/search",
        ROUTE_PARAMS(QUERY_TEXT("query", ONE_OF), QUERY_TEXT("q", ONE_OF),
                     QUERY_TEXT("remote_id", ONE_OF),
                     QUERY_CHOICE("type", "series|movie|person|company"),
                     QUERY_INT("year", OPTIONAL), QUERY_TEXT("company", OPTIONAL),
                     QUERY_TEXT("country", OPTIONAL), QUERY_TEXT("director", OPTIONAL),
                     QUERY_TEXT("language", OPTIONAL), QUERY_TEXT("primaryType", OPTIONAL),
                     QUERY_TEXT("network", OPTIONAL), QUERY_INT("offset", OPTIONAL),
                     QUERY_INT("limit", OPTIONAL)),
        SIGN_TOKEN, BODY_NONE, PAGES_OFFSET, false, "Series, films, people or companies by name"},
    GET("search-remote", "/search/remoteid/{remoteId}", ROUTE_PARAMS(PATH_TEXT("remoteId")),
        "Records with an id of another catalogue, such as tt0903747"),

    ALL("series-all", "/series", "All series"),
    BASE("series", "series"),
    META("series-extended", "series", "translations|episodes"),
    GET("series-artworks", "/series/{id}/artworks",
        ROUTE_PARAMS(ID, QUERY_TEXT("lang", OPTIONAL), QUERY_INT("type", OPTIONAL)),
        "Pictures of a series"),
    GET("series-next", "/series/{id}/nextAired", ROUTE_PARAMS(ID), "When a series airs next"),
    {"series-episodes", "GET", "/series/{id}/episodes/{season-type}",
        ROUTE_PARAMS(ID, ORDER, QUERY_INT("page", OPTIONAL), QUERY_INT("season", OPTIONAL),
                     QUERY_INT("episodeNumber", OPTIONAL), QUERY_DATE("airDate", OPTIONAL)),
        SIGN_TOKEN, BODY_NONE, PAGES_LINKS, true,
        "The episodes of a series in an order; episodeNumber needs season"},
    {"series-episodes-language", "GET", "/series/{id}/episodes/{season-type}/{lang}",
        ROUTE_PARAMS(ID, ORDER, PATH_TEXT("lang"), QUERY_INT("page", OPTIONAL)),
        SIGN_TOKEN, BODY_NONE, PAGES_LINKS, true, "The same in a language, such as eng"},
    GET("series-filter", "/series/filter", FILTER("score|firstAired|lastAired|name"),
        "Series by country, language and more"),
    SLUG("series-slug", "series"),
    TRANSLATION("series-translation", "series"),
    KINDS("series-statuses", "/series/statuses", "The statuses that a series can have"),

    ALL("episodes-all", "/episodes", "All episodes"),
    BASE("episode", "episodes"),
    GET("episode-extended", "/episodes/{id}/extended",
        ROUTE_PARAMS(ID, QUERY_CHOICE("meta", "translations")), "The extended record"),
    TRANSLATION("episode-translation", "episodes"),

    ALL("seasons-all", "/seasons", "All seasons"),
    BASE("season", "seasons"),
    EXTENDED("season-extended", "seasons"),
    KINDS("season-types", "/seasons/types", "All kinds of seasons: aired, DVD, absolute ..."),
    TRANSLATION("season-translation", "seasons"),

    GET_PAGES("updates", "/updates",
        ROUTE_PARAMS(QUERY_INT("since", REQUIRED),
                     QUERY_CHOICE("type", "artwork|award_nominees|companies|episodes|lists|people|"
                        "seasons|series|seriespeople|artworktypes|award_categories|awards|"
                        "company_types|content_ratings|countries|entity_types|genres|languages|"
                        "movies|movie_genres|movie_status|peopletypes|seasontypes|sourcetypes|"
                        "tag_options|tags|translatedcharacters|translatedcompanies|"
                        "translatedepisodes|translatedlists|translatedmovies|translatedpeople|"
                        "translatedseasons|translatedserierk"),
                     QUERY_CHOICE("action", "delete|update"), QUERY_INT("page", OPTIONAL)),
        "What changed since a time in seconds since 1970"),
    KINDS("languages", "/languages", "All languages"),
    {"user", "GET", "/user", ROUTE_NO_PARAMS, SIGN_USER, BODY_NONE, PAGES_NONE, false,
        "The user whose PIN was used"},
    {"user-by-id", "GET", "/user/{id}", ROUTE_PARAMS(ID), SIGN_USER, BODY_NONE, PAGES_NONE, false,
        "A user by id"},
    {"favorites", "GET", "/user/favorites", ROUTE_NO_PARAMS, SIGN_USER, BODY_NONE, PAGES_NONE, true,
        "Your favourites"},
    {"favorite", "POST", "/user/favorites", ROUTE_NO_PARAMS, SIGN_USER, BODY_OBJECT, PAGES_NONE,
        false, "Add a favourite: {\"series\":ID}, or movie, episode, artwork, people, list"},

    BASE("artwork", "artwork"),
    EXTENDED("artwork-extended", "artwork"),
    KINDS("artwork-statuses", "/artwork/statuses", "The statuses that an artwork can have"),
    KINDS("artwork-types", "/artwork/types", "The kinds of artwork"),
    KINDS("awards", "/awards", "All awards"),
    BASE("award", "awards"),
    EXTENDED("award-extended", "awards"),
    BASE("award-category", "awards/categories"),
    EXTENDED("award-category-extended", "awards/categories"),
    BASE("character", "characters"),
    ALL("companies", "/companies", "All companies"),
    KINDS("company-types", "/companies/types", "The kinds of companies"),
    BASE("company", "companies"),
    KINDS("content-ratings", "/content/ratings", "All content ratings"),
    KINDS("countries", "/countries", "All countries"),
    KINDS("entities", "/entities", "The kinds of records"),
    KINDS("genders", "/genders", "All genders"),
    KINDS("genres", "/genres", "All genres"),
    BASE("genre", "genres"),
    KINDS("inspiration-types", "/inspiration/types", "The kinds of inspiration"),
    ALL("lists", "/lists", "All lists"),
    BASE("list", "lists"),
    SLUG("list-slug", "lists"),
    EXTENDED("list-extended", "lists"),
    TRANSLATION("list-translation", "lists"),
    ALL("movies", "/movies", "All films"),
    BASE("movie", "movies"),
    META("movie-extended", "movies", "translations"),
    GET("movie-filter", "/movies/filter", FILTER("score|firstAired|name"),
        "Films by country, language and more"),
    SLUG("movie-slug", "movies"),
    TRANSLATION("movie-translation", "movies"),
    KINDS("movie-statuses", "/movies/statuses", "The statuses that a film can have"),
    ALL("people", "/people", "All people"),
    BASE("person", "people"),
    GET("person-extended", "/people/{id}/extended",
        ROUTE_PARAMS(ID, QUERY_CHOICE("meta", "translations")), "The extended record"),
    TRANSLATION("person-translation", "people"),
    KINDS("people-types", "/people/types", "The kinds of people"),
    KINDS("source-types", "/sources/types", "The other catalogues whose ids TheTVDB knows"),
};
/* clang-format on */

#undef GET
#undef GET_PAGES
#undef BASE
#undef EXTENDED
#undef META
#undef TRANSLATION
#undef SLUG
#undef ALL
#undef KINDS
#undef ID
#undef ORDER
#undef FILTER

#endif
