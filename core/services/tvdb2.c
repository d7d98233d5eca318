/* SPDX-License-Identifier: MIT
 *
 * tvdb2: TheTVDB's older JSON API, versions 2 and 3.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/language.h"
#include "core/services/request.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "core/services/tvdb2_routes.h"
#include "core/services/tvdb_shared.h"

enum {
    TOKEN_LIFE = 86400, /* seconds, if a token does not state its expiry */
};

static const struct api tvdb2_api;
static const struct tvdb_shared_keys keys = {"airedSeason", "airedEpisodeNumber", "episodeName",
                                             "firstAired"};

/* ---- Signing in ---- */

static const struct service_field fields[] = {
    {"apikey", "API key", true, false, false},
    {"user", "user name (empty: no ratings)", false, true, false},
    {"userkey", "user key", true, true, false},
    {NULL, NULL, false, false, false},
};

/* Keeps the token of an answer. False if it is missing or the same as before. */
static bool keep_token(struct session *session, const struct answer *answer)
{
    const char *token = json_text(json_get(answer->json, "token"));
    return strcmp(token, session_get(session, "token")) != 0 &&
           tvdb_shared_keep_token(session, token, TOKEN_LIFE);
}

static bool log_in(struct session *session, struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_send(session, &tvdb2_api, "login", NULL, NULL, &answer, err))
        return false;
    bool refused = answer.status == 401 || (answer.status == 403 && !answer.html);
    const char *again = *session_get(session, "user")
                            ? "TheTVDB v2 does not accept the API key, user name and user key; "
                              "run `epimark login tvdb2`"
                            : "TheTVDB v2 does not accept the API key; run `epimark login tvdb2`";
    bool accepted = answer_token(session->service, &answer, refused, again, err);
    if (accepted) {
        credentials_set(&session->credentials, "token", "");
        if (!keep_token(session, &answer))
            return answer_unreadable(session->service, &answer, err);
    }
    answer_free(&answer);
    return accepted;
}

static bool fetch_token(struct session *session, struct epi_error *err)
{
    /* A valid token can be exchanged for a new one; the service may return the same one. */
    int64_t end = strtoll(session_get(session, "expires_at"), NULL, 10);
    struct answer answer = {0};
    if (*session_get(session, "token") && end > session_now(session) &&
        route_send(session, &tvdb2_api, "refresh-token", NULL, NULL, &answer, NULL)) {
        bool kept = answer.status == 200 && keep_token(session, &answer);
        answer_free(&answer);
        if (kept)
            return true;
    }
    return log_in(session, err);
}

static const struct session_token token = {"token", TVDB_SHARED_TOKEN_AHEAD, false, fetch_token};

static bool renew(struct session *session, struct epi_error *err)
{
    return session_renew(session, &token, err);
}

static bool sign(struct session *session, struct request *request, struct epi_error *err)
{
    if (!session_need(session, err))
        return false;
    if (request->route->sign == SIGN_BODY) {
        request_member(request, "apikey", session_get(session, "apikey"));
        request_member(request, "username", session_get(session, "user"));
        request_member(request, "userkey", session_get(session, "userkey"));
        return true;
    }
    if (request->route->sign == SIGN_USER &&
        (!*session_get(session, "user") || !*session_get(session, "userkey"))) {
        return error_status(err, EPI_ERROR_SIGN_IN, 403, 0,
                            "TheTVDB v2 requires a user name and a user key for this; run "
                            "`epimark login tvdb2`");
    }
    return tvdb_shared_sign(session, &token, request, err);
}

static const struct api tvdb2_api = {
    .name = "tvdb2",
    .service = &service_tvdb2,
    .url = offsetof(struct epi_config, tvdb2_url),
    .login_url = offsetof(struct epi_config, tvdb2_url),
    .routes = tvdb2_routes,
    .route_count = sizeof(tvdb2_routes) / sizeof(tvdb2_routes[0]),
    .headers = "Accept|Accept-Language", /* which version, which language */
    .sign = sign,
    .renew = renew,
};

/* ---- Series ---- */

static const char *wanted_language(const struct session *session)
{
    return tvdb_shared_language(session, language_short(session->context->config->language));
}

static void add_language(const struct session *session, struct route_args *args)
{
    const char *language = wanted_language(session);
    if (*language)
        route_text(args, "Accept-Language", language);
}

static bool ask(struct session *session, const char *route, const struct route_args *args,
                struct answer *answer, bool *found, struct epi_error *err)
{
    return tvdb_shared_ask(session, &tvdb2_api, route, args, answer, found, err);
}

static bool has_language(struct session *session, bool *has, struct epi_error *err)
{
    return tvdb_shared_has_language(session, &tvdb2_api, "abbreviation", wanted_language(session),
                                    has, err);
}

/* Reads a row of the search, or a series' record: both have the same keys. */
static bool read_series(const struct json *json, struct series *series)
{
    struct series read = {.ids.tvdb = json_int(json_get(json, "id"), 0)};
    json_copy(json_get(json, "seriesName"), read.title, sizeof(read.title));
    tvdb_shared_aliases(json_get(json, "aliases"), NULL, &read);
    if (!read.title[0] && read.alias_count) {
        snprintf(read.title, sizeof(read.title), "%s", read.aliases[0]);
        memmove(read.aliases[0], read.aliases[1], --read.alias_count * sizeof(read.aliases[0]));
    }
    json_copy(json_get(json, "imdbId"), read.ids.imdb, sizeof(read.ids.imdb));
    json_copy(json_get(json, "network"), read.network, sizeof(read.network));
    read.year = fields_year(json_get(json, "firstAired"));
    read.runtime = fields_minutes(json_get(json, "runtime"));
    read.anime = tvdb_shared_has_genre(json_get(json, "genre"), "Anime");
    if (read.ids.tvdb <= 0)
        return false;
    *series = read;
    return true;
}

static bool search_by(struct session *session, const char *name, const char *value,
                      struct series *series, size_t max, size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    add_language(session, route_text(&args, name, value));
    if (!ask(session, "search", &args, &answer, &found, err))
        return false;
    const struct json *rows = json_get(answer.json, "data");
    if (found && !tvdb_shared_is_list(rows))
        return answer_unreadable(session->service, &answer, err);
    size_t taken = 0;
    for (size_t i = 0; found && i < json_count(rows) && taken < max; i++)
        taken += read_series(json_at(rows, i), &series[taken]) && series[taken].title[0];
    *count = taken;
    answer_free(&answer);
    return true;
}

static bool search(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err)
{
    (void)year; /* the API has no such filter; the rows contain the year */
    return search_by(session, "name", title, series, max, count, err);
}

static bool lookup(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err)
{
    int64_t id = ids->tvdb;
    bool there = false;
    if (id <= 0 && ids->imdb[0]) {
        struct series row;
        size_t count = 0;
        if (!search_by(session, "imdbId", ids->imdb, &row, 1, &count, err))
            return false;
        id = count ? row.ids.tvdb : 0;
    }
    /* If a series has no name in the user's language, get it in English. */
    for (int english = 0; id > 0 && english < 2; english++) {
        struct route_args args = {0};
        struct answer answer = {0};
        struct series read = {0};
        route_int(&args, "id", id);
        if (!english)
            add_language(session, &args);
        if (!ask(session, "series", &args, &answer, &there, err))
            return false;
        if (there && !read_series(json_get(answer.json, "data"), &read))
            return answer_unreadable(session->service, &answer, err);
        if (there && read.ids.tvdb != id)
            return answer_of_other(session->service, &answer, "series", err);
        answer_free(&answer);
        if (there)
            *series = read;
        if (!there || read.title[0] || !*wanted_language(session))
            break;
    }
    *found = there;
    return true;
}

/* ---- Episodes ---- */

/* A number or its text, of which the fraction is left out: 3.1 is a part of 3. -1: none. */
static int dvd_number(const struct json *json)
{
    double number = json_double(json, -1);
    const char *text = json_text(json);
    size_t digits = strspn(text, "0123456789");
    if (digits && digits < 6 && (!text[digits] || text[digits] == '.'))
        number = (double)strtol(text, NULL, 10);
    return number >= 0 && number <= INT16_MAX ? (int)number : -1;
}

/* Reads a row with the numbers of an order: those of the DVD may be fractions, which are parts of
 * one episode. False if it has none there, or is not what was asked for, in case the service
 * ignored a filter. */
static bool read_row(const struct json *json, const struct episode_query *query,
                     struct episode *episode)
{
    if (!tvdb_shared_read_episode(json, &keys, episode))
        return false;
    if (query->order == ORDER_DVD) {
        episode->season = dvd_number(json_get(json, "dvdSeason"));
        episode->number = dvd_number(json_get(json, "dvdEpisodeNumber"));
        return episode->season >= 0 && episode->number >= 0;
    }
    if (query->date[0])
        return strcmp(episode->airdate, query->date) == 0;
    return (query->season < 0 || episode->season == query->season) &&
           (query->number < 0 || episode->number == query->number);
}

/* Adds the filters for a query; returns the route. */
static const char *build_query(const struct session *session, int64_t series,
                               const struct episode_query *query, struct route_args *args)
{
    add_language(session, route_int(args, "id", series));
    if (query->date[0]) {
        route_text(args, "firstAired", query->date);
    } else if (query->season >= 0) {
        route_int(args, "airedSeason", query->season);
        if (query->number >= 0)
            route_int(args, "airedEpisode", query->number);
    } else {
        return "series-episodes";
    }
    return "series-query";
}

static bool list_pages(struct session *session, const char *route, int64_t series,
                       const struct route_args *args, const struct episode_query *query,
                       struct episode *out, size_t max, size_t *count, struct epi_error *err)
{
    int64_t page = 1;
    struct tvdb_shared_pages read = {0};
    *count = 0;
    while (page > 0 && *count < max) {
        struct route_args paged = *args;
        struct answer answer = {0};
        bool found = false;
        if (!ask(session, route, route_int(&paged, "page", page), &answer, &found, err))
            return false;
        const struct json *rows = json_get(answer.json, "data");
        if (found && !tvdb_shared_is_list(rows))
            return answer_unreadable(session->service, &answer, err);
        bool again = false;
        if (found && !tvdb_shared_check_page(session, series, rows, &read, &again, &answer, err))
            return false;
        for (size_t i = 0; found && !again && i < json_count(rows) && *count < max; i++)
            *count += read_row(json_at(rows, i), query, &out[*count]);
        int64_t next = json_int(json_get(json_get(answer.json, "links"), "next"), 0);
        page = found && !again && next > page ? next : 0;
        answer_free(&answer);
    }
    return true;
}

/* Gets the English names of a few episodes that have none in the user's language. */
static bool name_singly(struct session *session, struct episode *episodes, size_t count,
                        struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (episodes[i].title[0])
            continue;
        struct route_args args = {0};
        struct answer answer = {0};
        bool found = false;
        if (!ask(session, "episode", route_int(&args, "id", episodes[i].tvdb), &answer, &found,
                 err))
            return false;
        json_copy(json_get(json_get(answer.json, "data"), "episodeName"), episodes[i].title,
                  sizeof(episodes[i].title));
        answer_free(&answer);
    }
    return true;
}

/* The same for all episodes of a series. */
static bool name_list(struct session *session, int64_t series, struct episode *episodes,
                      size_t count, struct epi_error *err)
{
    static const struct episode_query whole = {ORDER_AIRED, -1, -1, "", NULL};
    CLEANUP(cleanup_free) struct episode *named = calloc(count, sizeof(*named));
    struct route_args args = {0};
    size_t named_count = 0;
    if (!named)
        return error_memory(err);
    route_int(&args, "id", series);
    if (!list_pages(session, "series-episodes", series, &args, &whole, named, count, &named_count,
                    err))
        return false;
    tvdb_shared_take_names(episodes, count, named, named_count, false);
    return true;
}

static bool name_episodes(struct session *session, int64_t series, struct episode *episodes,
                          size_t count, struct epi_error *err)
{
    if (!*wanted_language(session) || !tvdb_shared_lacks_names(episodes, count))
        return true;
    return count <= TVDB_SHARED_NAMED_SINGLY ? name_singly(session, episodes, count, err)
                                             : name_list(session, series, episodes, count, err);
}

static bool episodes(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *out, size_t max,
                     size_t *count, struct epi_error *err)
{
    int64_t id = 0;
    if (!tvdb_shared_series(session, &series->ids, &id, err))
        return false;
    size_t found = 0;
    if (id > 0 && max && (query->season >= 0 || query->number < 0)) {
        struct route_args args = {0};
        const char *route = build_query(session, id, query, &args);
        if (!list_pages(session, route, id, &args, query, out, max, &found, err) ||
            !name_episodes(session, id, out, found, err))
            return false;
    }
    *count = found;
    return true;
}

static bool order(struct session *session, const struct series *series,
                  const struct episode_query *query, struct episode *out, size_t max, size_t *count,
                  struct epi_error *err)
{
    int64_t id = 0;
    struct route_args args = {0};
    *count = 0;
    if (query->order != ORDER_DVD)
        return true; /* absolute numbers are in the aired order too, and v2 has no others */
    return tvdb_shared_series(session, &series->ids, &id, err) &&
           (id <= 0 || list_pages(session, "series-episodes", id, route_int(&args, "id", id), query,
                                  out, max, count, err));
}

/* ---- Ratings ---- */

/* The id of what is rated: an episode or, with season -1, a series; 0 if TheTVDB does not have it.
 * */
static bool find_item(struct session *session, const struct subject *subject, int64_t *id,
                      struct epi_error *err)
{
    if (subject->season < 0 && !subject->tvdb)
        return tvdb_shared_series(session, &subject->series, id, err);
    *id = subject->tvdb;
    if (*id > 0 || subject->season < 0 || subject->number < 0)
        return true;
    struct series series = {.ids = subject->series};
    struct episode_query query = {ORDER_AIRED, subject->season, subject->number, "", NULL};
    struct episode episode;
    size_t count = 0;
    if (!episodes(session, &series, &query, &episode, 1, &count, err))
        return false;
    *id = count ? episode.tvdb : 0;
    return true;
}

static bool rate_one(struct session *session, const struct rating *rating, struct epi_error *result,
                     struct epi_error *err)
{
    const struct subject *subject = &rating->subject;
    int64_t id = 0;
    if (subject->season >= 0 && subject->number < 0 && !subject->tvdb) {
        fields_no_season(session->service, rating, result);
        return true;
    }
    if (!find_item(session, subject, &id, err))
        return false;
    if (id <= 0) {
        fields_unknown(session->service, subject, result);
        return true;
    }
    struct route_args args = {0};
    struct answer answer = {0};
    char value[12];
    bool series = subject->season < 0 && !subject->tvdb;
    snprintf(value, sizeof(value), "%d", rating->value);
    route_int(route_text(&args, "itemType", series ? "series" : "episode"), "itemId", id);
    if (rating->value)
        route_text(&args, "itemRating", value);
    if (!route_send(session, &tvdb2_api, rating->value ? "rating" : "rating-delete", &args, NULL,
                    &answer, err))
        return false;
    *result = (struct epi_error){0};
    bool gone = !rating->value && (answer.status == 404 || answer.status == 409) &&
                *json_text(json_get(answer.json, "Error")); /* its own words */
    if (!gone)
        answer_accepted(session->service, &answer, result);
    answer_free(&answer);
    return true;
}

static bool rate(struct session *session, const struct rating *ratings, size_t count,
                 struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!rate_one(session, &ratings[i], &results[i], err))
            return false;
    }
    return true;
}

/* ---- The account ---- */

static bool who(struct session *session, struct account *account, struct epi_error *err)
{
    if (!session_need(session, err))
        return false;
    bool user = *session_get(session, "user") && *session_get(session, "userkey");
    struct answer answer = {0};
    if (!route_get(session, &tvdb2_api, user ? "user" : "search-params", NULL, NULL, &answer, err))
        return false;
    tvdb_shared_account(session, json_get(json_get(answer.json, "data"), "userName"), "API key",
                        account);
    snprintf(account->allowed, sizeof(account->allowed), "%s",
             user ? "episodes, ratings" : "episodes (ratings need a user name and key)");
    answer_free(&answer);
    return true;
}

static bool chosen(const struct epi_config *config)
{
    return config->tvdb_api == 2;
}

static const struct api *const apis[] = {&tvdb2_api, NULL};

/* TheTVDB publishes no rate limit. */
const struct service service_tvdb2 = {
    .name = "tvdb2",
    .title = "TheTVDB v2",
    .credit = tvdb_shared_credit,
    .hint = "A key of the old version 2 works on; new ones are for version 4 (tvdb).\n"
            "The user key is on your dashboard (https://thetvdb.com/dashboard);\n"
            "without one, nothing is rated there.",
    .family = "tvdb",
    .chosen = chosen,
    .rank = 10,
    .ids = ID_TVDB,
    .whole_lists = true,
    .own_error = true,
    .apis = apis,
    .fields = fields,
    .search = search,
    .lookup = lookup,
    .has_language = has_language,
    .episodes = episodes,
    .order = order,
    .rate = rate,
    .who = who,
};
