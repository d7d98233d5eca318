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
    if (answer->status == 404 && !answer->gateway)
        fields_unknown(session->service, subject, result);
    else
        answer_accepted(session->service, answer, result);
}

static struct json *mark_json(const struct mark *mark)
{
    struct json *json = json_new_object();
    json_set_int(json, "marked_at", mark->at);
    json_set_int(json, "type", mark->type);
    return json;
}

/* What a call of the premium API about an episode or a series said besides its result. */
struct said {
    int64_t about; /* the id that the answer names; 0: none */
    bool unknown;  /* there is nothing with this id, or nothing to take back */
};

/* What the premium API takes back, or TVmaze may do to another episode or series than was meant. */
struct taking {
    const char *route;
    const char *name; /* of its argument */
    const char *did;  /* "marked another episode" */
    const char *what; /* "mark" */
    const char *page;
};

static const struct taking takings[] = {
    {"episode-delete", "episode_id", "marked another episode", "mark", "episodes"},
    {"vote-episode-delete", "episode_id", "took the vote for another episode", "vote", "episodes"},
    {"vote-show-delete", "show_id", "took the vote for another series", "vote", "shows"},
};
enum { TAKE_MARK, TAKE_VOTE, TAKE_VOTE_SERIES };

/* Makes one call of the premium API about an episode or a series. gone: TVmaze's own 404, whose
 * body repeats the status, is a success. */
static bool say(struct session *session, const char *route, const char *name, int64_t id,
                struct json *body, bool gone, const struct subject *subject, struct said *said,
                struct epi_error *result, struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    if (!route_send(session, &api_tvmaze_user, route, route_int(&args, name, id), body, &answer,
                    err))
        return false;
    *result = (struct epi_error){0};
    if (!gone || !tvmaze_public_is_gone(&answer))
        judge(session, &answer, subject, result);
    *said = (struct said){json_int(json_get(answer.json, name), 0),
                          answer.status == 404 && !answer.gateway};
    answer_free(&answer);
    return true;
}

/* Takes back a mark or a vote. */
static bool take_back(struct session *session, const struct taking *taking,
                      const struct subject *subject, int64_t id, struct said *said,
                      struct epi_error *result, struct epi_error *err)
{
    return say(session, taking->route, taking->name, id, NULL, true, subject, said, result, err);
}

void tvmaze_user_page(const struct subject *subject, char *url, size_t size)
{
    bool episode = subject->tvmaze > 0;
    bool series = !episode && subject->season < 0 && subject->series.tvmaze > 0;
    *url = '\0';
    if (episode || series) {
        snprintf(url, size, TVMAZE_SITE "/%s/%lld", episode ? "episodes" : "shows",
                 (long long)(episode ? subject->tvmaze : subject->series.tvmaze));
    }
}

/* TVmaze has done that to another one: takes it back if the account may, and says so. */
static void put_right(struct session *session, const struct taking *taking,
                      const struct subject *subject, int64_t other, struct epi_error *result)
{
    char label[MATCH_TITLE_MAX + 32];
    struct epi_error gone = {0}, failed = {0};
    struct said said;
    values_subject_label(subject, label, sizeof(label));
    bool done = take_back(session, taking, subject, other, &said, &gone, &failed) &&
                gone.kind == EPI_ERROR_NONE;
    epi_error_set(result, EPI_ERROR_NEVER,
                  "TVmaze %s in place of %s: https://www.tvmaze.com/%s/%lld; %sthat %s%s",
                  taking->did, label, taking->page, (long long)other, done ? "" : "take ",
                  taking->what, done ? " was taken back" : " back on its web site");
}

/* Checks a mark that TVmaze accepted: it says which episode it has marked. */
static void check_marked(struct session *session, const struct mark *mark, const struct json *json,
                         struct epi_error *result)
{
    int64_t marked = json_int(json_get(json, "episode_id"), 0);
    if (marked > 0 && marked != mark->subject.tvmaze)
        put_right(session, &takings[TAKE_MARK], &mark->subject, marked, result);
}

static bool mark_one(struct session *session, const struct mark *mark, struct epi_error *result,
                     struct epi_error *err)
{
    struct route_args args = {0};
    struct answer answer = {0};
    if (!route_send(session, &api_tvmaze_user, "scrobble-episode",
                    route_int(&args, "episode_id", mark->subject.tvmaze), mark_json(mark), &answer,
                    err))
        return false;
    judge(session, &answer, &mark->subject, result);
    if (result->kind == EPI_ERROR_NONE && !json_is_object(answer.json))
        answer_unreadable(session->service, &answer, result);
    else if (result->kind == EPI_ERROR_NONE)
        check_marked(session, mark, answer.json, result);
    answer_free(&answer);
    return true;
}

/* Reads a bulk answer: one element for each mark with an id, in the same order. */
static void read_bulk(struct session *session, const struct mark *marks, size_t count,
                      const struct answer *answer, struct epi_error *results)
{
    size_t element = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].subject.tvmaze <= 0)
            continue;
        const struct json *json = json_at(answer->json, element++);
        int64_t code = json_int(json_get(json, "code"), 0);
        struct answer item = {.status = code >= 100 && code < 600 ? (int)code : 0};
        judge(session, &item, &marks[i].subject, &results[i]);
        if (results[i].kind == EPI_ERROR_NONE)
            check_marked(session, &marks[i], json_get(json, "result"), &results[i]);
    }
}

static bool mark_several(struct session *session, const struct mark *marks, size_t count,
                         struct epi_error *results, struct epi_error *err)
{
    struct json *body = json_new_array();
    struct answer answer = {0};
    for (size_t i = 0; i < count; i++) {
        if (marks[i].subject.tvmaze <= 0)
            continue;
        struct json *json = mark_json(&marks[i]);
        json_set_int(json, "episode_id", marks[i].subject.tvmaze);
        json_add(body, json);
    }
    if (!route_send(session, &api_tvmaze_user, "scrobble-episodes", NULL, body, &answer, err))
        return false;
    if (json_is_array(answer.json) && (answer.status == 422 || answer.status < 300)) {
        read_bulk(session, marks, count, &answer, results);
        answer_free(&answer);
        return true;
    }
    if (answer_accepted(session->service, &answer, err))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    return false;
}

bool tvmaze_user_mark(struct session *session, const struct mark *marks, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    size_t known = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        if (marks[i].subject.tvmaze > 0) {
            known++;
            last = i;
        } else {
            fields_unknown(session->service, &marks[i].subject, &results[i]);
        }
    }
    if (known == 0)
        return true;
    return known == 1 ? mark_one(session, &marks[last], &results[last], err)
                      : mark_several(session, marks, count, results, err);
}

bool tvmaze_user_unmark(struct session *session, const struct subject *subjects, size_t count,
                        struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        int64_t id = subjects[i].tvmaze;
        struct said said;
        if (id <= 0)
            fields_unknown(session->service, &subjects[i], &results[i]);
        else if (!take_back(session, &takings[TAKE_MARK], &subjects[i], id, &said, &results[i],
                            err))
            return false;
    }
    return true;
}

/* Votes for the episode or the series with this id, or takes the vote back. */
static bool vote(struct session *session, const struct rating *rating, int64_t id,
                 struct said *said, struct epi_error *result, struct epi_error *err)
{
    bool series = rating->subject.season < 0 && rating->subject.tvmaze <= 0;
    const struct taking *taking = &takings[series ? TAKE_VOTE_SERIES : TAKE_VOTE];
    if (rating->value == 0)
        return take_back(session, taking, &rating->subject, id, said, result, err);
    struct json *body = json_new_object();
    json_set_int(body, "vote", rating->value);
    if (!say(session, series ? "vote-show" : "vote-episode", taking->name, id, body, false,
             &rating->subject, said, result, err))
        return false;
    if (result->kind == EPI_ERROR_NONE && said->about > 0 && said->about != id)
        put_right(session, taking, &rating->subject, said->about, result);
    return true;
}

/* A series that TVmaze does not know by the id that is known may have another one. */
static bool vote_series(struct session *session, const struct rating *rating,
                        struct epi_error *result, struct epi_error *err)
{
    const struct series_ids *ids = &rating->subject.series;
    int64_t id = 0;
    struct said said;
    if (!tvmaze_public_find_show(session, ids, &id, err))
        return false;
    if (id <= 0) {
        fields_unknown(session->service, &rating->subject, result);
        return true;
    }
    if (!vote(session, rating, id, &said, result, err))
        return false;
    if (!said.unknown || ids->tvmaze <= 0)
        return true;
    return tvmaze_public_find_other(session, ids, &id, err) &&
           (id <= 0 || vote(session, rating, id, &said, result, err));
}

bool tvmaze_user_rate(struct session *session, const struct rating *ratings, size_t count,
                      struct epi_error *results, struct epi_error *err)
{
    for (size_t i = 0; i < count; i++) {
        const struct subject *subject = &ratings[i].subject;
        bool ok = true;
        struct said said;
        if (subject->tvmaze > 0)
            ok = vote(session, &ratings[i], subject->tvmaze, &said, &results[i], err);
        else if (subject->season < 0)
            ok = vote_series(session, &ratings[i], &results[i], err);
        else if (subject->number < 0)
            fields_no_season(session->service, &ratings[i], &results[i]);
        else
            fields_unknown(session->service, subject, &results[i]);
        if (!ok)
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
    const char *email = credentials_get(given, "email");
    const char *leads_to = credentials_get(given, "redirect_url");
    if (*email)
        json_set_text(body, "email", email); /* else whoever opens the link confirms */
    json_set(body, "email_confirmation", json_new_bool(*email != '\0'));
    if (*leads_to)
        json_set_text(body, "redirect_url", leads_to);
    if (!route_send(session, &api_tvmaze_user, "auth-start", NULL, body, &answer, err))
        return false;
    int status = answer.status;
    struct pairing read = {.interval = POLL_SECONDS};
    json_copy(json_get(answer.json, "token"), read.token, sizeof(read.token));
    json_copy(json_get(answer.json, "confirm_url"), read.url, sizeof(read.url));
    if (!*email && (status == 400 || status == 401 || status == 404 || status == 422)) {
        answer_free(&answer);
        return error_status(err, EPI_ERROR_NEVER, status, 0,
                            "TVmaze wants an e-mail address (%d): run `epimark login tvmaze`",
                            status);
    }
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
    answer_free(&answer);
    return gone ? error_status(err, EPI_ERROR_NEVER, 404, 0,
                               "this sign-in at TVmaze has expired: start again")
                : accepted;
}
