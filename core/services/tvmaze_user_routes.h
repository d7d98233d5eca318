/* SPDX-License-Identifier: MIT
 *
 * tvmaze_user_routes: TVmaze's user API as data, from its OpenAPI description; only
 * tvmaze_user.c includes it.
 */
#ifndef EPIMARK_SERVICES_TVMAZE_USER_ROUTES_H
#define EPIMARK_SERVICES_TVMAZE_USER_ROUTES_H

#include "core/services/route.h"

/* The web site, for people. */
#define TVMAZE_SITE "https://www.tvmaze.com"

#define USER(name, method, path, params, sign, body, help)                                         \
    {                                                                                              \
        name, method, path, params, sign, body, PAGES_NONE, false, help                            \
    }
#define LIST(name, path, params, sign, help)                                                       \
    {                                                                                              \
        name, "GET", path, params, sign, BODY_NONE, PAGES_NONE, true, help                         \
    }
/* The four calls of one kind of follow. */
#define FOLLOWS(one, many, id)                                                                     \
    LIST("follows-" many, "/user/follows/" many, ROUTE_PARAMS(QUERY_CHOICE("embed", one)),         \
         SIGN_PREMIUM, "Every " one " that you follow"),                                           \
        USER("follow-" one "-get", "GET", "/user/follows/" many "/{" id "}",                       \
             ROUTE_PARAMS(PATH_INT(id)), SIGN_PREMIUM, BODY_NONE, "Whether you follow a " one),    \
        USER("follow-" one, "PUT", "/user/follows/" many "/{" id "}", ROUTE_PARAMS(PATH_INT(id)),  \
             SIGN_PREMIUM, BODY_NONE, "Follow a " one),                                            \
        USER("unfollow-" one, "DELETE", "/user/follows/" many "/{" id "}",                         \
             ROUTE_PARAMS(PATH_INT(id)), SIGN_PREMIUM, BODY_NONE, "Stop following a " one)

/* clang-format off */
static const struct route tvmaze_user_routes[] = {
    USER("auth-start", "POST", "/auth/start", ROUTE_NO_PARAMS, SIGN_NONE, BODY_OBJECT,
        "Begin to sign in: {\"email\",\"email_confirmation\"}"),
    USER("auth-poll", "POST", "/auth/poll", ROUTE_NO_PARAMS, SIGN_NONE, BODY_OBJECT,
        "Check whether the sign-in was confirmed: {\"token\"}"),
    USER("auth-validate", "GET", "/auth/validate", ROUTE_NO_PARAMS, SIGN_BASIC, BODY_NONE,
        "Check the sign-in and get its premium level, 0 to 3"),
    USER("scrobble-episode", "PUT", "/scrobble/episodes/{episode_id}",
        ROUTE_PARAMS(PATH_INT("episode_id")), SIGN_BASIC, BODY_OBJECT,
        "Mark an episode: {\"marked_at\",\"type\"}, 0 watched, 1 acquired, 2 skipped"),
    USER("scrobble-episodes", "POST", "/scrobble/episodes", ROUTE_NO_PARAMS, SIGN_BASIC,
        BODY_ARRAY, "Mark several: [{\"episode_id\",\"marked_at\",\"type\"}]"),
    USER("scrobble-shows", "POST", "/scrobble/shows",
        ROUTE_PARAMS(QUERY_INT("tvmaze_id", ONE_OF), QUERY_INT("thetvdb_id", ONE_OF),
                     QUERY_TEXT("imdb_id", ONE_OF)), SIGN_BASIC, BODY_ARRAY,
        "Mark by number or date: [{\"season\",\"episode\" or \"airdate\",\"marked_at\",\"type\"}]"),
    LIST("scrobble-show", "/scrobble/shows/{show_id}",
        ROUTE_PARAMS(PATH_INT("show_id"), QUERY_CHOICE("embed", "episode"),
                     QUERY_UNLISTED_INT("type")), SIGN_BASIC,
        "The marked episodes of a series"),
    LIST("episodes", "/user/episodes", ROUTE_PARAMS(QUERY_INT("show_id", OPTIONAL)), SIGN_PREMIUM,
        "All marked episodes"),
    USER("episode-get", "GET", "/user/episodes/{episode_id}", ROUTE_PARAMS(PATH_INT("episode_id")),
        SIGN_PREMIUM, BODY_NONE, "How an episode is marked"),
    USER("episode", "PUT", "/user/episodes/{episode_id}", ROUTE_PARAMS(PATH_INT("episode_id")),
        SIGN_PREMIUM, BODY_OBJECT, "Mark an episode: {\"marked_at\",\"type\"}"),
    USER("episode-delete", "DELETE", "/user/episodes/{episode_id}",
        ROUTE_PARAMS(PATH_INT("episode_id")), SIGN_PREMIUM, BODY_NONE, "Remove a mark"),
    FOLLOWS("show", "shows", "show_id"),
    FOLLOWS("person", "people", "person_id"),
    FOLLOWS("network", "networks", "network_id"),
    FOLLOWS("webchannel", "webchannels", "webchannel_id"),
    LIST("votes-shows", "/user/votes/shows", ROUTE_PARAMS(QUERY_CHOICE("embed", "show")),
        SIGN_PREMIUM, "Every series that you voted for"),
    USER("vote-show-get", "GET", "/user/votes/shows/{show_id}", ROUTE_PARAMS(PATH_INT("show_id")),
        SIGN_PREMIUM, BODY_NONE, "Your vote for a series"),
    USER("vote-show", "PUT", "/user/votes/shows/{show_id}", ROUTE_PARAMS(PATH_INT("show_id")),
        SIGN_PREMIUM, BODY_OBJECT, "Vote for a series: {\"vote\"}, 1 to 10"),
    USER("vote-show-delete", "DELETE", "/user/votes/shows/{show_id}",
        ROUTE_PARAMS(PATH_INT("show_id")), SIGN_PREMIUM, BODY_NONE,
        "Remove your vote for a series"),
    LIST("votes-episodes", "/user/votes/episodes", ROUTE_NO_PARAMS, SIGN_PREMIUM,
        "Every episode that you voted for"),
    USER("vote-episode-get", "GET", "/user/votes/episodes/{episode_id}",
        ROUTE_PARAMS(PATH_INT("episode_id")), SIGN_PREMIUM, BODY_NONE, "Your vote for an episode"),
    USER("vote-episode", "PUT", "/user/votes/episodes/{episode_id}",
        ROUTE_PARAMS(PATH_INT("episode_id")), SIGN_PREMIUM, BODY_OBJECT,
        "Vote for an episode: {\"vote\"}, 1 to 10"),
    USER("vote-episode-delete", "DELETE", "/user/votes/episodes/{episode_id}",
        ROUTE_PARAMS(PATH_INT("episode_id")), SIGN_PREMIUM, BODY_NONE,
        "Remove your vote for an episode"),
    LIST("tags", "/user/tags", ROUTE_NO_PARAMS, SIGN_PREMIUM, "Your tags"),
    USER("tag-new", "POST", "/user/tags", ROUTE_NO_PARAMS, SIGN_PREMIUM, BODY_OBJECT,
        "Add a tag: {\"name\"}"),
    USER("tag-rename", "PATCH", "/user/tags/{tag_id}", ROUTE_PARAMS(PATH_INT("tag_id")),
        SIGN_PREMIUM, BODY_OBJECT, "Rename a tag: {\"name\"}"),
    USER("tag-delete", "DELETE", "/user/tags/{tag_id}", ROUTE_PARAMS(PATH_INT("tag_id")),
        SIGN_PREMIUM, BODY_NONE, "Remove a tag"),
    LIST("tag-shows", "/user/tags/{tag_id}/shows",
        ROUTE_PARAMS(PATH_INT("tag_id"), QUERY_CHOICE("embed", "show")), SIGN_PREMIUM,
        "The series under a tag"),
    USER("tag-show", "PUT", "/user/tags/{tag_id}/shows/{show_id}",
        ROUTE_PARAMS(PATH_INT("tag_id"), PATH_INT("show_id")), SIGN_PREMIUM, BODY_NONE,
        "Put a tag on a series"),
    USER("untag-show", "DELETE", "/user/tags/{tag_id}/shows/{show_id}",
        ROUTE_PARAMS(PATH_INT("tag_id"), PATH_INT("show_id")), SIGN_PREMIUM, BODY_NONE,
        "Remove a tag from a series"),
};
/* clang-format on */

#undef USER
#undef LIST
#undef FOLLOWS

#endif
