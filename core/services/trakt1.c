/* SPDX-License-Identifier: MIT
 *
 * trakt1: Trakt's API v1, which Trakt itself no longer offers.
 */
#include <stdio.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/request.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "core/services/trakt1_routes.h"

static const struct service_field fields[] = {
    {"apikey", "API key", true, false, false},
    {"user", "user name", false, false, false},
    {"password", "password", true, false, true},
    {NULL, NULL, false, false, false},
};

static bool sign(struct session *session, struct request *request, struct epi_error *err)
{
    if (!session_need(session, err))
        return false;
    request_member(request, "username", session_get(session, "user"));
    request_member(request, "password", session_get(session, "password"));
    return true;
}

static const struct api api_trakt1 = {
    .name = "trakt1",
    .service = &service_trakt1,
    .url = offsetof(struct epi_config, trakt1_url),
    .login_url = offsetof(struct epi_config, trakt1_url),
    .routes = trakt1_routes,
    .route_count = sizeof(trakt1_routes) / sizeof(trakt1_routes[0]),
    .sign = sign,
};

/* Reads the status in the body: v1 may answer a failure with HTTP 200. */
static bool succeeded(const struct session *session, const struct json *json, struct epi_error *err)
{
    static const struct {
        const char *part;
        enum epi_error_kind kind;
        const char *text;
    } failures[] = {
        {"API key", EPI_ERROR_SIGN_IN, "does not accept the API key; run `epimark login trakt1`"},
        {"authentication", EPI_ERROR_SIGN_IN,
         "does not accept the user name or password; run `epimark login trakt1`"},
        {"permission", EPI_ERROR_SIGN_IN, "does not allow this API key to do that"},
        {"capacity", EPI_ERROR_LATER, "is over capacity"},
        {"not found", EPI_ERROR_NEVER, "does not know this item"},
    };
    const char *status = json_text(json_get(json, "status"));
    const char *said = json_text(json_get(json, "error"));
    if (strcmp(status, "success") == 0)
        return true;
    if (strcmp(status, "failure") != 0) {
        return epi_error_set(err, EPI_ERROR_LATER, "%s sent an unexpected answer",
                             session->service->title);
    }
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (strstr(said, failures[i].part)) {
            return error_status(err, failures[i].kind,
                                failures[i].kind == EPI_ERROR_SIGN_IN ? 401 : 0, 0, "%s %s",
                                session->service->title, failures[i].text);
        }
    }
    return epi_error_set(err, EPI_ERROR_NEVER, "%s refuses the request", session->service->title);
}

/* Makes a call. False unless both the status and the body report success. */
static bool ask(struct session *session, const char *route, struct json *body,
                struct answer *answer, struct epi_error *err)
{
    struct answer got = {0};
    if (!route_send(session, &api_trakt1, route, NULL, body, &got, err))
        return false;
    /* The body of a failure says more than its status, except for server errors. */
    bool failure = strcmp(json_text(json_get(got.json, "status")), "failure") == 0;
    bool success =
        ((failure && got.status < 500) || answer_accepted(session->service, &got, err)) &&
        succeeded(session, got.json, err);
    if (!success) {
        answer_free(&got);
        return false;
    }
    *answer = got;
    return true;
}

static bool takes(const struct subject *subject)
{
    bool known = subject->series.tvdb > 0 || subject->series.imdb[0] || subject->series_title[0];
    return known && (subject->season < 0 ? !subject->airdate[0] : subject->number >= 0);
}

static struct json *item_json(const struct rating *rating)
{
    const struct subject *subject = &rating->subject;
    struct json *json = json_new_object();
    if (subject->series.tvdb > 0)
        json_set_int(json, "tvdb_id", subject->series.tvdb);
    if (subject->series.imdb[0])
        json_set_text(json, "imdb_id", subject->series.imdb);
    if (subject->series_title[0])
        json_set_text(json, "title", subject->series_title);
    if (subject->series_year > 0)
        json_set_int(json, "year", subject->series_year);
    if (subject->season >= 0) {
        json_set_int(json, "season", subject->season);
        json_set_int(json, "episode", subject->number);
    }
    if (rating->value == RATING_LOVE || rating->value == RATING_HATE)
        json_set_text(json, "rating", rating->value == RATING_LOVE ? "love" : "hate");
    else if (rating->value)
        json_set_int(json, "rating", rating->value);
    else
        json_set_text(json, "rating", "unrate");
    return json;
}

/* Whether a skipped element, which looks like what was sent, is this subject. */
static bool is_skipped(const struct json *row, const struct subject *subject)
{
    int64_t tvdb = json_int(json_get(row, "tvdb_id"), 0);
    const char *imdb = json_text(json_get(row, "imdb_id"));
    bool series = tvdb > 0 && subject->series.tvdb > 0 ? tvdb == subject->series.tvdb
                  : *imdb && subject->series.imdb[0]
                      ? strcmp(imdb, subject->series.imdb) == 0
                      : strcmp(json_text(json_get(row, "title")), subject->series_title) == 0;
    return series &&
           (subject->season < 0 || (json_int(json_get(row, "season"), -1) == subject->season &&
                                    json_int(json_get(row, "episode"), -1) == subject->number));
}

/* Sends the ratings of episodes, or those of whole series, in one request. */
static bool rate_some(struct session *session, const struct rating *ratings, size_t count,
                      bool series, struct epi_error *results, struct epi_error *err)
{
    struct json *list = json_new_array(), *body = json_new_object();
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (takes(&ratings[i].subject) && (ratings[i].subject.season < 0) == series) {
            json_add(list, item_json(&ratings[i]));
            used++;
        }
    }
    json_set(body, series ? "shows" : "episodes", list);
    if (!used) {
        json_free(body);
        return true;
    }
    struct answer answer = {0};
    if (!ask(session, series ? "rate-shows" : "rate-episodes", body, &answer, err))
        return false;
    const struct json *rows = json_get(answer.json, series ? "skipped_shows" : "skipped_episodes");
    bool all = json_int(json_get(answer.json, "skipped"), 0) >= (int64_t)used;
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = &ratings[i].subject;
        if (!takes(subject) || (subject->season < 0) != series)
            continue;
        bool skipped = all;
        for (size_t j = 0; j < json_count(rows); j++)
            skipped = skipped || is_skipped(json_at(rows, j), subject);
        results[i] = (struct epi_error){0};
        if (skipped)
            fields_unknown(session->service, subject, &results[i]);
    }
    answer_free(&answer);
    return true;
}

static bool rate(struct session *session, const struct rating *ratings, size_t count,
                 struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = &ratings[i].subject;
        if (subject->season >= 0 && subject->number < 0)
            fields_no_season(session->service, &ratings[i], &results[i]);
        else if (!takes(subject))
            fields_unknown(session->service, subject, &results[i]);
    }
    return rate_some(session, ratings, count, false, results, err) &&
           rate_some(session, ratings, count, true, results, err);
}

static bool who(struct session *session, struct account *account, struct epi_error *err)
{
    struct answer answer = {0};
    if (!ask(session, "account-test", NULL, &answer, err))
        return false;
    answer_free(&answer);
    *account = (struct account){0};
    snprintf(account->name, sizeof(account->name), "%s", session_get(session, "user"));
    snprintf(account->allowed, sizeof(account->allowed), "ratings");
    return true;
}

static bool chosen(const struct epi_config *config)
{
    return config->trakt_api == 1;
}

static const struct api *const apis[] = {&api_trakt1, NULL};

const struct service service_trakt1 = {
    .name = "trakt1",
    .title = "Trakt v1",
    .hint = "Trakt has switched this version off, and no key of it works there any\n"
            "more: it is for another server that speaks it. At Trakt itself, use\n"
            "version 2 (trakt).",
    .family = "trakt",
    .chosen = chosen,
    .apis = apis,
    .fields = fields,
    .rate = rate,
    .loves = true,
    .who = who,
};
