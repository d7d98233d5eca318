/* SPDX-License-Identifier: MIT
 *
 * tvdb: TheTVDB's API v4.
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
#include "core/services/tvdb_films.h"
#include "core/services/tvdb_routes.h"
#include "core/services/tvdb_row.h"
#include "core/services/tvdb_shared.h"

enum {
    TOKEN_LIFE = 30 * 86400, /* seconds, if a token does not state its expiry */
};

static const struct api tvdb_api;
static const struct tvdb_shared_keys keys = {"seasonNumber", "number", "name", "aired"};
static const struct episode_query whole = {ORDER_AIRED, -1, -1, "", NULL};
static const char *const order_names[] = {
    [ORDER_AIRED] = "official",      [ORDER_DVD] = "dvd",           [ORDER_ABSOLUTE] = "absolute",
    [ORDER_ALTERNATE] = "alternate", [ORDER_REGIONAL] = "regional",
};

/* ---- Signing in ---- */

static const struct service_field fields[] = {
    {"apikey", "API key", true, false, false},
    {"pin", "subscriber PIN", true, true, false},
    {NULL, NULL, false, false, false},
};

static bool fetch_token(struct session *session, struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_send(session, &tvdb_api, "login", NULL, NULL, &answer, err))
        return false;
    int status = answer.status;
    bool refused = status == 400 || status == 401 || (status == 403 && !answer.html);
    const char *again =
        *session_get(session, "pin")
            ? "TheTVDB does not accept the API key with this PIN; run `epimark login tvdb`"
            : "TheTVDB does not accept the API key (a subscriber's key needs its PIN); "
              "run `epimark login tvdb`";
    if (!answer_token(session->service, &answer, refused, again, err)) {
        answer_free(&answer);
        return false;
    }
    const char *token = json_text(json_get(json_get(answer.json, "data"), "token"));
    if (!tvdb_shared_keep_token(session, token, TOKEN_LIFE))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    return true;
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
        request_member(request, "pin", session_get(session, "pin"));
        return true;
    }
    return tvdb_shared_sign(session, &token, request, err);
}

static const struct api tvdb_api = {
    .name = "tvdb",
    .service = &service_tvdb,
    .url = offsetof(struct epi_config, tvdb_url),
    .login_url = offsetof(struct epi_config, tvdb_url),
    .routes = tvdb_routes,
    .route_count = sizeof(tvdb_routes) / sizeof(tvdb_routes[0]),
    .headers = "If-Modified-Since",
    .sign = sign,
    .renew = renew,
};

/* ---- Series ---- */

static bool ask(struct session *session, const char *route, const struct route_args *args,
                struct answer *answer, bool *found, struct epi_error *err)
{
    return tvdb_shared_ask(session, &tvdb_api, route, args, answer, found, err);
}

static bool has_language(struct session *session, bool *has, struct epi_error *err)
{
    return tvdb_shared_has_language(session, &tvdb_api, "id", tvdb_row_language(session), has, err);
}

static bool search_once(struct session *session, const char *title, int year, struct series *series,
                        size_t max, size_t *count, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_text(route_text(&args, "query", title), "type", "series");
    if (year > 0)
        route_int(&args, "year", year);
    if (!ask(session, "search", &args, &answer, &found, err))
        return false;
    const struct json *rows = json_get(answer.json, "data");
    if (found && !tvdb_shared_is_list(rows))
        return answer_unreadable(session->service, &answer, err);
    size_t taken = 0;
    for (size_t i = 0; i < json_count(rows) && taken < max; i++) {
        taken += tvdb_row_read(json_at(rows, i), "series", tvdb_row_language(session), title,
                               &series[taken]);
    }
    if (!taken && json_count(rows) && !json_is_object(json_at(rows, 0)))
        return answer_unreadable(session->service, &answer, err);
    *count = taken; /* rows without a name are none */
    answer_free(&answer);
    return true;
}

static bool search(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err)
{
    /* The year in a name may be that of a season, so if nothing is found, search without it. */
    size_t found = 0;
    if (year > 0 && !search_once(session, title, year, series, max, &found, err))
        return false;
    if (!found && !search_once(session, title, 0, series, max, &found, err))
        return false;
    *count = found;
    return true;
}

/* Replaces title with the name in a language; keeps title if there is none. */
static bool translate(struct session *session, const char *route, int64_t id, const char *language,
                      char *title, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool found = false;
    route_text(route_int(&args, "id", id), "language", language);
    if (!ask(session, route, &args, &answer, &found, err))
        return false;
    const struct json *name = json_get(json_get(answer.json, "data"), "name");
    if (*json_text(name))
        json_copy(name, title, MATCH_TITLE_MAX);
    answer_free(&answer);
    return true;
}

static bool lists_language(const struct json *languages, const char *language)
{
    for (size_t i = 0; i < json_count(languages); i++) {
        if (strstr(json_text(json_at(languages, i)), language))
            return true; /* strstr: the list may also be one text, "eng,fra" */
    }
    return false;
}

static void read_record(const struct json *record, struct series *series)
{
    struct series read = {.ids.tvdb = json_int(json_get(record, "id"), 0)};
    json_copy(json_get(record, "name"), read.title, sizeof(read.title));
    tvdb_shared_aliases(json_get(record, "aliases"), NULL, &read);
    tvdb_row_remote_ids(json_get(record, "remoteIds"), &read.ids);
    read.year = fields_year(json_get(record, "year"));
    if (!read.year)
        read.year = fields_year(json_get(record, "firstAired"));
    if (strcmp(json_text(json_get(json_get(record, "status"), "name")), "Ended") == 0)
        read.year_end = fields_year(json_get(record, "lastAired"));
    snprintf(read.country, sizeof(read.country), "%s",
             language_country(json_text(json_get(record, "originalCountry"))));
    snprintf(read.language, sizeof(read.language), "%s",
             language_long(json_text(json_get(record, "originalLanguage"))));
    json_copy(json_get(json_get(record, "originalNetwork"), "name"), read.network,
              sizeof(read.network));
    read.runtime = fields_minutes(json_get(record, "averageRuntime"));
    read.anime = tvdb_row_is_anime(json_get(record, "genres"), read.country);
    *series = read;
}

static bool lookup_id(struct session *session, int64_t id, struct series *series, bool *found,
                      struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    route_text(route_int(&args, "id", id), "short", "true");
    if (!ask(session, "series-extended", &args, &answer, found, err))
        return false;
    if (!*found) {
        answer_free(&answer);
        return true;
    }
    struct series read;
    const struct json *record = json_get(answer.json, "data");
    read_record(record, &read);
    const char *language = tvdb_row_language(session);
    if (!*language && !read.title[0])
        language = "eng";
    bool known = *language && lists_language(json_get(record, "nameTranslations"), language);
    if (read.ids.tvdb != id)
        return answer_of_other(session->service, &answer, "series", err);
    answer_free(&answer);
    char original[MATCH_TITLE_MAX];
    memcpy(original, read.title, sizeof(original));
    if (known && !translate(session, "series-translation", id, language, read.title, err))
        return false;
    fields_alias(&read, original);
    *series = read;
    return true;
}

static bool lookup_remote(struct session *session, const char *imdb, struct series *series,
                          bool *found, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    bool there = false;
    *found = false;
    if (!ask(session, "search-remote", route_text(&args, "remoteId", imdb), &answer, &there, err))
        return false;
    const struct json *rows = json_get(answer.json, "data");
    bool asked = true;
    /* Some hits are of other kinds, or of deleted records: use the first that exists. */
    for (size_t i = 0; i < json_count(rows) && asked && !*found; i++) {
        int64_t id = json_int(json_get(json_get(json_at(rows, i), "series"), "id"), 0);
        if (id > 0)
            asked = lookup_id(session, id, series, found, err);
    }
    answer_free(&answer);
    return asked;
}

static bool lookup(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err)
{
    bool there = false;
    if (ids->tvdb > 0 && !lookup_id(session, ids->tvdb, series, &there, err))
        return false;
    if (!there && ids->imdb[0] && !lookup_remote(session, ids->imdb, series, &there, err))
        return false;
    *found = there;
    return true;
}

/* ---- Episodes ---- */

struct list {
    struct episode *episodes;
    size_t max;
    size_t count;
    bool lacking; /* there is no such list */
};

static bool read_episode(const struct json *json, struct episode *episode)
{
    if (!tvdb_shared_read_episode(json, &keys, episode))
        return false;
    episode->runtime = fields_minutes(json_get(json, "runtime"));
    return true;
}

/* Whether a row is what was asked for, in case the service ignored a filter. */
static bool is_wanted(const struct episode *episode, const struct episode_query *query)
{
    if (query->date[0])
        return strcmp(episode->airdate, query->date) == 0;
    return (query->season < 0 || episode->season == query->season) &&
           (query->number < 0 || episode->number == query->number);
}

/* Reads all pages of a list of episodes. If a series has no such order, the list is empty. */
static bool list_pages(struct session *session, const char *route, int64_t series,
                       const struct route_args *args, const struct episode_query *query,
                       struct list *list, struct epi_error *err)
{
    struct tvdb_shared_pages read = {0};
    for (int page = 0;; page++) {
        struct route_args paged = *args;
        struct answer answer = {0};
        bool found = false;
        paged.version = page == 0 ? query->version : NULL;
        if (!ask(session, route, route_int(&paged, "page", page), &answer, &found, err))
            return false;
        list->lacking = page == 0 && !found;
        if (answer.unchanged)
            return true; /* there is nothing to free */
        const struct json *data = json_get(answer.json, "data");
        const struct json *rows = json_get(data, "episodes");
        int64_t of = json_int(json_get(json_get(data, "series"), "id"), series);
        if (found && !tvdb_shared_is_list(rows))
            return answer_unreadable(session->service, &answer, err);
        if (of != series)
            return answer_of_other(session->service, &answer, "series", err);
        bool again = false;
        if (!tvdb_shared_check_page(session, series, rows, &read, &again, &answer, err))
            return false;
        for (size_t i = 0; !again && i < json_count(rows) && list->count < list->max; i++) {
            list->count += read_episode(json_at(rows, i), &list->episodes[list->count]) &&
                           is_wanted(&list->episodes[list->count], query);
        }
        bool more =
            !again && json_count(rows) && list->count < list->max && !fields_last_page(answer.json);
        answer_free(&answer);
        if (!more)
            break;
        /* The version of one page says nothing of the next. */
        if (query->version)
            *query->version = (struct list_version){0};
    }
    return true;
}

static bool list_order(struct session *session, int64_t series, const struct episode_query *query,
                       struct list *list, struct epi_error *err)
{
    struct route_args args = {0};
    route_text(route_int(&args, "id", series), "season-type", order_names[query->order]);
    if (query->date[0]) {
        route_text(&args, "airDate", query->date);
    } else if (query->season >= 0) {
        route_int(&args, "season", query->season);
        if (query->number >= 0)
            route_int(&args, "episodeNumber", query->number);
    }
    list->count = 0;
    if (!list_pages(session, "series-episodes", series, &args, query, list, err))
        return false;
    /* The list of a series that is there may be missing for a while. */
    return !list->lacking || query->order != ORDER_AIRED ||
           error_status(err, EPI_ERROR_LATER, 404, 0, "%s does not have the list of episodes now",
                        session->service->title);
}

/* Names episodes in the user's language; if none is set, in English what has no name. */
static bool name_episodes(struct session *session, int64_t series, struct list *list,
                          struct epi_error *err)
{
    const char *language = tvdb_row_language(session);
    if (list->count <= TVDB_SHARED_NAMED_SINGLY) {
        for (size_t i = 0; i < list->count; i++) {
            struct episode *episode = &list->episodes[i];
            if ((*language || !episode->title[0]) &&
                !translate(session, "episode-translation", episode->tvdb,
                           *language ? language : "eng", episode->title, err))
                return false;
        }
        return true;
    }
    if (!*language && !tvdb_shared_lacks_names(list->episodes, list->count))
        return true;
    struct route_args args = {0};
    struct list named = {.episodes = calloc(list->max, sizeof(*named.episodes)), .max = list->max};
    if (!named.episodes)
        return error_memory(err);
    route_text(route_int(&args, "id", series), "season-type", "official");
    bool listed =
        list_pages(session, "series-episodes-language", series,
                   route_text(&args, "lang", *language ? language : "eng"), &whole, &named, err);
    if (listed)
        tvdb_shared_take_names(list->episodes, list->count, named.episodes, named.count, *language);
    free(named.episodes);
    return listed;
}

static bool episodes(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *out, size_t max,
                     size_t *count, struct epi_error *err)
{
    int64_t id = 0;
    if (!tvdb_shared_series(session, &series->ids, &id, err))
        return false;
    *count = 0;
    if (id <= 0 || !max)
        return true;
    struct list list = {.episodes = out, .max = max};
    if (!query->date[0] && query->season < 0 && query->number >= 0)
        return true; /* a number without a season is not enough */
    if (!list_order(session, id, query, &list, err))
        return false;
    if (query->version && query->version->unchanged)
        return true;
    if (!name_episodes(session, id, &list, err))
        return false;
    *count = list.count;
    return true;
}

static bool order(struct session *session, const struct series *series,
                  const struct episode_query *query, struct episode *out, size_t max, size_t *count,
                  struct epi_error *err)
{
    int64_t id = 0;
    struct list list = {.episodes = out, .max = max};
    if (!tvdb_shared_series(session, &series->ids, &id, err) ||
        (id > 0 && !list_order(session, id, query, &list, err)))
        return false;
    *count = list.count;
    return true;
}

/* ---- The account ---- */

static bool who(struct session *session, struct account *account, struct epi_error *err)
{
    struct answer answer = {0};
    if (!session_need(session, err))
        return false;
    /* A key without a PIN belongs to an application, not to a user. */
    bool pin = *session_get(session, "pin");
    if (!route_get(session, &tvdb_api, pin ? "user" : "series-statuses", NULL, NULL, &answer, err))
        return false;
    if (!json_is_object(answer.json))
        return answer_unreadable(session->service, &answer, err);
    tvdb_shared_account(session, json_get(json_get(answer.json, "data"), "name"),
                        pin ? "subscriber" : "API key", account);
    if (pin)
        snprintf(account->level, sizeof(account->level), "subscriber");
    snprintf(account->allowed, sizeof(account->allowed), "episodes");
    answer_free(&answer);
    return true;
}

static bool chosen(const struct epi_config *config)
{
    return config->tvdb_api != 2;
}

static const struct api *const apis[] = {&tvdb_api, NULL};

/* TheTVDB publishes no rate limit. */
const struct service service_tvdb = {
    .name = "tvdb",
    .title = "TheTVDB",
    .credit = tvdb_shared_credit,
    .hint = "An API key comes from https://thetvdb.com/api-information; one that\n"
            "users pay for asks for your subscriber PIN too. Without it, series are\n"
            "looked up at TVmaze.",
    .family = "tvdb",
    .chosen = chosen,
    .rank = 10,
    .ids = ID_TVDB,
    .whole_lists = true,
    .apis = apis,
    .fields = fields,
    .search = search,
    .lookup = lookup,
    .has_language = has_language,
    .episodes = episodes,
    .order = order,
    .films = tvdb_films_find,
    .who = who,
};
