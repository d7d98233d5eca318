/* SPDX-License-Identifier: MIT */
#include "core/services/tvmaze_user.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/request.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "core/services/tvmaze_public.h"
#include "core/services/tvmaze_user_routes.h"

static bool sign(struct session *session, struct request *request, struct epi_error *err)
{
    if (request->route->sign == SIGN_NONE)
        return true;
    if (!session_need(session, err))
        return false;
    if (!session_basic(request->authorization, sizeof(request->authorization),
                       session_get(session, "user"), session_get(session, "key"))) {
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                            "TVmaze: the stored sign-in is too long; run `epimark login tvmaze`");
    }
    request_header(request, "Authorization", request->authorization);
    return true;
}

const struct api api_tvmaze_user = {
    .name = "tvmaze-user",
    .service = &service_tvmaze,
    .url = offsetof(struct epi_config, tvmaze_user_url),
    .login_url = offsetof(struct epi_config, tvmaze_user_url),
    .routes = tvmaze_user_routes,
    .route_count = sizeof(tvmaze_user_routes) / sizeof(tvmaze_user_routes[0]),
    .sign = sign,
};

/* ---- Sending ---- */

/* Sets the result of one item from its answer: 404 means that TVmaze does not have it. */
static void judge(struct session *session, const struct answer *answer,
                  const struct subject *subject, struct epi_error *result)
{
    *result = (struct epi_error){0};
    if (answer->status == 404)
        fields_unknown(session->service, subject, result);
    else
        answer_accepted(session->service, answer, result);
}

/* Several marks being sent: the request that each is part of, and its result. */
struct marking {
    struct session *session;
    const struct mark *marks;
    struct epi_error *results;
    size_t count;
    int64_t *episodes; /* ids at TVmaze; 0: sent by series and number */
    bool *done;
    bool answered; /* at least one request was answered */
};

static void fail(struct marking *marking, const bool *group, const struct epi_error *err)
{
    for (size_t i = 0; i < marking->count; i++) {
        if (group[i])
            marking->results[i] = *err;
    }
}

static struct json *mark_json(const struct mark *mark)
{
    struct json *json = json_new_object();
    json_set_int(json, "marked_at", mark->at);
    json_set_int(json, "type", mark->type);
    return json;
}

static void mark_one(struct marking *marking, size_t at)
{
    const struct mark *mark = &marking->marks[at];
    struct route_args args = {0};
    struct answer answer = {0};
    struct epi_error *result = &marking->results[at];
    marking->done[at] = true;
    if (!route_send(marking->session, &api_tvmaze_user, "scrobble-episode",
                    route_int(&args, "episode_id", marking->episodes[at]), mark_json(mark), &answer,
                    result))
        return;
    marking->answered = true;
    judge(marking->session, &answer, &mark->subject, result);
    if (result->kind == EPI_ERROR_NONE && !json_is_object(answer.json))
        answer_unreadable(marking->session->service, &answer, result);
    answer_free(&answer);
}

/* Reads a bulk answer: one element for each mark of the group, in the same order. */
static void read_bulk(struct marking *marking, const bool *group, struct answer *answer)
{
    struct epi_error err = {0};
    bool bulk = json_is_array(answer->json) && (answer->status == 422 || answer->status < 300);
    marking->answered = true;
    if (!bulk && answer_accepted(marking->session->service, answer, &err))
        answer_unreadable(marking->session->service, answer, &err);
    if (!bulk) {
        fail(marking, group, &err);
        return;
    }
    size_t element = 0;
    for (size_t i = 0; i < marking->count; i++) {
        if (!group[i])
            continue;
        int64_t code = json_int(json_get(json_at(answer->json, element++), "code"), 0);
        struct answer item = {.status = code >= 100 && code < 600 ? (int)code : 0};
        judge(marking->session, &item, &marking->marks[i].subject, &marking->results[i]);
    }
}

/* Sends a group; with by_show, by season and number or by date within the series that args give.
 * Returns whether TVmaze knows the series. */
static bool send_bulk(struct marking *marking, const bool *group, bool by_show,
                      const struct route_args *args)
{
    struct json *body = json_new_array();
    for (size_t i = 0; i < marking->count; i++) {
        if (!group[i])
            continue;
        const struct subject *subject = &marking->marks[i].subject;
        struct json *json = mark_json(&marking->marks[i]);
        if (!by_show) {
            json_set_int(json, "episode_id", marking->episodes[i]);
        } else if (subject->season > 0 && subject->number >= 0) {
            json_set_int(json, "season", subject->season);
            json_set_int(json, "episode", subject->number);
        } else {
            json_set_text(json, "airdate", subject->airdate);
        }
        json_add(body, json);
        marking->done[i] = true;
    }
    struct epi_error err = {0};
    struct answer answer = {0};
    if (!route_send(marking->session, &api_tvmaze_user,
                    by_show ? "scrobble-shows" : "scrobble-episodes", args, body, &answer, &err)) {
        fail(marking, group, &err);
        return true;
    }
    bool known = answer.status != 404;
    if (known)
        read_bulk(marking, group, &answer);
    answer_free(&answer);
    return known;
}

/* Sends all marks of one series by number or date, using the first of its ids that TVmaze knows. */
static void mark_series(struct marking *marking, const struct series_ids *ids, bool *group)
{
    bool known = false;
    for (size_t i = 0; i < marking->count; i++) {
        const struct series_ids *other = &marking->marks[i].subject.series;
        group[i] = !marking->done[i] && other->tvmaze == ids->tvmaze && other->tvdb == ids->tvdb &&
                   strcmp(other->imdb, ids->imdb) == 0;
    }
    for (int way = 0; way < 3 && !known; way++) {
        struct route_args args = {0};
        /* The series was found at TheTVDB: its ids of other services are second-hand. */
        if (way == 0 && ids->tvdb > 0)
            route_int(&args, "thetvdb_id", ids->tvdb);
        else if (way == 1 && ids->tvmaze > 0)
            route_int(&args, "tvmaze_id", ids->tvmaze);
        else if (way == 2 && ids->imdb[0])
            route_text(&args, "imdb_id", ids->imdb);
        else
            continue;
        known = send_bulk(marking, group, true, &args);
    }
    if (known)
        return;
    marking->answered = true;
    for (size_t i = 0; i < marking->count; i++) {
        if (group[i]) {
            marking->done[i] = true;
            error_status(&marking->results[i], EPI_ERROR_NEVER, 404, 0, "TVmaze does not know %s",
                         marking->marks[i].subject.series_title);
        }
    }
}

/* Finds the ids of marks that can only be sent by id: a special has no number at TVmaze. */
static void find_ids(struct marking *marking)
{
    for (size_t i = 0; i < marking->count; i++) {
        const struct subject *subject = &marking->marks[i].subject;
        bool numbered = subject->season > 0 && subject->number >= 0;
        marking->results[i] = (struct epi_error){0};
        marking->episodes[i] = subject->tvmaze;
        if (subject->tvmaze > 0 || numbered || (subject->season < 0 && subject->airdate[0]))
            continue;
        if (subject->season == 0 &&
            !tvmaze_public_find_episode(marking->session, subject, &marking->episodes[i],
                                        &marking->results[i])) {
            marking->done[i] = true;
        } else if (!marking->episodes[i]) {
            marking->done[i] = marking->answered = true;
            fields_unknown(marking->session->service, subject, &marking->results[i]);
        }
    }
}

static bool mark_all(struct marking *marking, bool *group, struct epi_error *err)
{
    size_t known = 0, first = 0;
    find_ids(marking);
    for (size_t i = marking->count; i-- > 0;) {
        group[i] = !marking->done[i] && marking->episodes[i] > 0;
        known += group[i];
        first = group[i] ? i : first;
    }
    if (known == 1)
        mark_one(marking, first);
    else if (known > 1 && !send_bulk(marking, group, false, NULL))
        read_bulk(marking, group, &(struct answer){.status = 404});
    for (size_t i = 0; i < marking->count; i++) {
        if (!marking->done[i])
            mark_series(marking, &marking->marks[i].subject.series, group);
    }
    for (size_t i = 0; i < marking->count; i++) {
        if (marking->results[i].kind == EPI_ERROR_STOPPED || (!marking->answered && !i)) {
            *err = marking->results[i];
            return false;
        }
    }
    return true;
}

bool tvmaze_user_mark(struct session *session, const struct mark *marks, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    CLEANUP(cleanup_free) int64_t *ids = calloc(count + 1, sizeof(*ids));
    CLEANUP(cleanup_free) bool *flags = calloc(2 * count + 1, sizeof(*flags));
    if (!ids || !flags)
        return error_memory(err);
    struct marking marking = {.session = session,
                              .marks = marks,
                              .results = results,
                              .count = count,
                              .episodes = ids,
                              .done = flags};
    return mark_all(&marking, flags + count, err);
}

/* Makes one call of the premium API about an episode or a series. gone: 404 is a success. */
static bool say(struct session *session, const char *route, const char *name, int64_t id,
                struct json *body, bool gone, const struct subject *subject,
                struct epi_error *result, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    if (!route_send(session, &api_tvmaze_user, route, route_int(&args, name, id), body, &answer,
                    err))
        return false;
    *result = (struct epi_error){0};
    if (answer.status != 404 || !gone)
        judge(session, &answer, subject, result);
    answer_free(&answer);
    return true;
}

bool tvmaze_user_unmark(struct session *session, const struct subject *subjects, size_t count,
                        struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        if (!tvmaze_public_find_episode(session, &subjects[i], &id, err))
            return false;
        if (!id)
            fields_unknown(session->service, &subjects[i], &results[i]);
        else if (!say(session, "episode-delete", "episode_id", id, NULL, true, &subjects[i],
                      &results[i], err))
            return false;
    }
    return true;
}

bool tvmaze_user_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = &ratings[i].subject;
        bool series = subject->season < 0 && subject->tvmaze <= 0 && !subject->airdate[0];
        bool take_back = ratings[i].value == 0;
        int64_t id = 0;
        if (!series && subject->number < 0 && subject->tvmaze <= 0 && !subject->airdate[0]) {
            fields_no_season(session->service, &results[i]);
            continue;
        }
        if (!(series ? tvmaze_public_find_show(session, &subject->series, &id, err)
                     : tvmaze_public_find_episode(session, subject, &id, err)))
            return false;
        if (!id) {
            fields_unknown(session->service, subject, &results[i]);
            continue;
        }
        struct json *body = take_back ? NULL : json_new_object();
        if (body)
            json_set_int(body, "vote", ratings[i].value);
        const char *route = series ? (take_back ? "vote-show-delete" : "vote-show")
                                   : (take_back ? "vote-episode-delete" : "vote-episode");
        if (!say(session, route, series ? "show_id" : "episode_id", id, body, take_back, subject,
                 &results[i], err))
            return false;
    }
    return true;
}

/* ---- The account ---- */

bool tvmaze_user_who(struct session *session, struct account *account, struct epi_error *err)
{
    static const char *const levels[] = {"", "premium: bronze", "premium: silver", "premium: gold"};
    struct answer answer = {0};
    if (!route_get(session, &api_tvmaze_user, "auth-validate", NULL, NULL, &answer, err))
        return false;
    if (!json_is_object(answer.json))
        return answer_unreadable(session->service, &answer, err);
    int64_t level = json_int(json_get(answer.json, "premium"), 0);
    *account = (struct account){0};
    snprintf(account->name, sizeof(account->name), "%s", session_get(session, "user"));
    snprintf(account->level, sizeof(account->level), "%s",
             level > 0 && level < 4 ? levels[level] : "");
    snprintf(account->allowed, sizeof(account->allowed), "%s",
             level > 0 ? "marks, removing marks, votes, follows, tags"
                       : "marks (everything else is for premium members)");
    answer_free(&answer);
    return true;
}

/* ---- Pairing ---- */

enum { POLL_SECONDS = 10 };

const struct service_field tvmaze_user_pair_fields[] = {
    {"email", "e-mail address of your TVmaze account", false, false, false},
    {NULL, NULL, false, false, false},
};

bool tvmaze_user_pair_start(struct session *session, const struct credentials *given,
                            struct pairing *pairing, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "email", credentials_get(given, "email"));
    json_set(body, "email_confirmation", json_new_bool(true));
    if (!route_send(session, &api_tvmaze_user, "auth-start", NULL, body, &answer, err))
        return false;
    int status = answer.status;
    struct pairing read = {.interval = POLL_SECONDS};
    json_copy(json_get(answer.json, "token"), read.token, sizeof(read.token));
    json_copy(json_get(answer.json, "confirm_url"), read.url, sizeof(read.url));
    if (status == 401 || status == 404) {
        answer_free(&answer);
        return error_status(
            err, EPI_ERROR_NEVER, status, 0,
            status == 401 ? "this e-mail address has not been confirmed at TVmaze: confirm it "
                            "at tvmaze.com first"
                          : "TVmaze has no account with this e-mail address: check the address");
    }
    bool accepted = answer_accepted(session->service, &answer, err);
    if (accepted && (!read.token[0] || !read.url[0]))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    if (accepted)
        *pairing = read;
    return accepted;
}

bool tvmaze_user_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                           struct credentials *signed_in, struct epi_error *err)
{
    struct json *body = json_new_object();
    struct answer answer = {0};
    *done = false;
    json_set_text(body, "token", pairing->token);
    if (!route_send(session, &api_tvmaze_user, "auth-poll", NULL, body, &answer, err))
        return false;
    bool pending = (answer.status == 403 && !answer.html) || answer.status == 429;
    if (answer.status == 429)
        pairing->interval += answer.retry_after > 0 ? answer.retry_after : POLL_SECONDS;
    bool gone = answer.status == 404;
    bool accepted = pending || (!gone && answer_accepted(session->service, &answer, err));
    if (accepted && !pending) {
        const char *user = json_text(json_get(answer.json, "username"));
        const char *key = json_text(json_get(answer.json, "apikey"));
        credentials_wipe(signed_in);
        if (!*user || !*key || !credentials_set(signed_in, "user", user) ||
            !credentials_set(signed_in, "key", key))
            return answer_unreadable(session->service, &answer, err);
        snprintf(signed_in->account, sizeof(signed_in->account), "%s", user);
        *done = true;
    }
    answer_wipe(&answer);
    return gone ? error_status(err, EPI_ERROR_NEVER, 404, 0,
                               "this sign-in at TVmaze has expired: start again")
                : accepted;
}
