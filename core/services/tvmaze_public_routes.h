/* SPDX-License-Identifier: MIT
 *
 * tvmaze_public_routes: TVmaze's public API as data, from www.tvmaze.com/api; only
 * tvmaze_public.c includes it.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_PUBLIC_ROUTES_H
#define EPIMARK_SERVICES_TVMAZE_PUBLIC_ROUTES_H

#include "core/services/route.h"

#define ID PATH_INT("id")
#define GET(name, path, params, help)                                                              \
    {                                                                                              \
        name, "GET", path, params, SIGN_NONE, BODY_NONE, PAGES_NONE, false, help                   \
    }
#define GET_LIST(name, path, params, help)                                                         \
    {                                                                                              \
        name, "GET", path, params, SIGN_NONE, BODY_NONE, PAGES_NONE, true, help                    \
    }
#define GET_PAGES(name, path, params, help)                                                        \
    {                                                                                              \
        name, "GET", path, params, SIGN_NONE, BODY_NONE, PAGES_END, false, help                    \
    }

/* clang-format off */
static const struct route tvmaze_public_routes[] = {
    GET("search", "/search/shows", ROUTE_PARAMS(QUERY_TEXT("q", REQUIRED)),
        "Search series by title, fuzzily; the ten best"),
    GET("single-search", "/singlesearch/shows",
        ROUTE_PARAMS(QUERY_TEXT("q", REQUIRED), QUERY_CHOICES("embed", "episodes|cast")),
        "The best match for a title"),
    GET("lookup", "/lookup/shows",
        ROUTE_PARAMS(QUERY_INT("thetvdb", ONE_OF), QUERY_TEXT("imdb", ONE_OF),
                     QUERY_INT("tvrage", ONE_OF)),
        "The series with an id of another catalogue"),
    GET("search-people", "/search/people", ROUTE_PARAMS(QUERY_TEXT("q", REQUIRED)),
        "People by name"),
    GET_LIST("schedule", "/schedule",
        ROUTE_PARAMS(QUERY_TEXT("country", OPTIONAL), QUERY_DATE("date", OPTIONAL)),
        "What airs in a country (US, GB ...) on a day"),
    GET_LIST("schedule-web", "/schedule/web",
        ROUTE_PARAMS(QUERY_TEXT("country", OPTIONAL), QUERY_DATE("date", OPTIONAL)),
        "What streaming services release on a day"),
    GET_LIST("schedule-full", "/schedule/full", ROUTE_NO_PARAMS,
        "All episodes that have not aired yet (large)"),
    GET_PAGES("shows", "/shows", ROUTE_PARAMS(QUERY_INT("page", OPTIONAL)),
        "All series by id, 250 ids a page from 0"),
    GET("show", "/shows/{id}",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "episodes|cast|crew|seasons|akas|images|"
                                                "nextepisode|previousepisode")),
        "One series"),
    GET_LIST("show-episodes", "/shows/{id}/episodes",
        ROUTE_PARAMS(ID, QUERY_CHOICE("specials", "0|1")),
        "All episodes of a series; specials=1 adds its specials"),
    GET("show-episode", "/shows/{id}/episodebynumber",
        ROUTE_PARAMS(ID, QUERY_INT("season", REQUIRED), QUERY_INT("number", REQUIRED)),
        "One episode by season and number"),
    GET("show-date", "/shows/{id}/episodesbydate",
        ROUTE_PARAMS(ID, QUERY_DATE("date", REQUIRED)),
        "The episodes of a series that aired on a day"),
    GET("show-seasons", "/shows/{id}/seasons", ROUTE_PARAMS(ID), "The seasons of a series"),
    GET("show-cast", "/shows/{id}/cast", ROUTE_PARAMS(ID), "The cast of a series"),
    GET("show-crew", "/shows/{id}/crew", ROUTE_PARAMS(ID), "The crew of a series"),
    GET("show-akas", "/shows/{id}/akas", ROUTE_PARAMS(ID), "Other names of a series"),
    GET("show-images", "/shows/{id}/images", ROUTE_PARAMS(ID), "Pictures of a series"),
    GET("show-alternate-lists", "/shows/{id}/alternatelists", ROUTE_PARAMS(ID),
        "The other orders (DVD, premiere ...) of a series"),
    GET("alternate-list", "/alternatelists/{id}",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "alternateepisodes")), "One other order"),
    GET_LIST("alternate-episodes", "/alternatelists/{id}/alternateepisodes",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "episodes")), "The episodes of another order"),
    GET("season", "/seasons/{id}", ROUTE_PARAMS(ID), "One season"),
    GET_LIST("season-episodes", "/seasons/{id}/episodes", ROUTE_PARAMS(ID),
        "The episodes of a season, with its specials"),
    GET("episode", "/episodes/{id}", ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "show")),
        "One episode"),
    GET("episode-guest-cast", "/episodes/{id}/guestcast", ROUTE_PARAMS(ID),
        "The guest cast of an episode"),
    GET("episode-guest-crew", "/episodes/{id}/guestcrew", ROUTE_PARAMS(ID),
        "The crew of one episode only"),
    GET_PAGES("people", "/people", ROUTE_PARAMS(QUERY_INT("page", OPTIONAL)),
        "All people, 1000 ids a page from 0"),
    GET("person", "/people/{id}", ROUTE_PARAMS(ID, QUERY_CHOICES("embed",
        "castcredits|crewcredits|guestcastcredits")), "One person"),
    GET("person-cast", "/people/{id}/castcredits",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "show|character")),
        "The series that a person plays in"),
    GET("person-crew", "/people/{id}/crewcredits",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "show")), "The series that a person works on"),
    GET("person-guest", "/people/{id}/guestcastcredits",
        ROUTE_PARAMS(ID, QUERY_CHOICES("embed", "episode|character")),
        "The episodes that a person is a guest in"),
    GET_LIST("updates-shows", "/updates/shows",
        ROUTE_PARAMS(QUERY_CHOICE("since", "day|week|month")), "When each series last changed"),
    GET_LIST("updates-people", "/updates/people",
        ROUTE_PARAMS(QUERY_CHOICE("since", "day|week|month")), "When each person last changed"),
};
/* clang-format on */

#undef GET
#undef GET_LIST
#undef GET_PAGES
#undef ID

#endif
