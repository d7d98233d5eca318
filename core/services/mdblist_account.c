/* SPDX-License-Identifier: MIT */
#include "core/services/mdblist_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/mdblist_routes.h"
#include "core/services/oauth.h"
#include "core/services/request.h"
#include "core/services/services.h"
#include "core/services/session.h"

enum { TOKEN_AHEAD = 300 }; /* renew a token this many seconds before it expires */

/* ---- Signing requests ---- */

const struct service_field mdblist_account_fields[] = {
    {"apikey", "API key", true, false, false},
    {NULL, NULL, false, false, false},
};

const struct service_field mdblist_account_pair_fields[] = {
    {"client_id", "client ID of an app", false, false, false},
    {NULL, NULL, false, false, false},
};

const char *mdblist_account_preset(const struct epi_config *config, const char *field)
{
    return strcmp(field, "client_id") == 0 ? config->mdblist_client_id : "";
}

static bool is_error(const struct answer *answer, const char *error)
{
    return strcmp(json_text(json_get(answer->json, "error")), error) == 0;
}

static bool fetch_token(struct session *session, struct epi_error *err)
{
    static const char again[] = "MDBList no longer accepts the stored sign-in (it expired, was "
                                "revoked, or its renewal was interrupted); run "
                                "`epimark login mdblist`";
    static const char refused[] = "MDBList refuses the app with this client ID; run "
                                  "`epimark login mdblist`";
    if (!*session_get(session, "refresh_token"))
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0, "%s", again);
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "grant_type", "refresh_token");
    json_set_text(body, "refresh_token", session_get(session, "refresh_token"));
    if (!route_send(session, &api_mdblist, "token", NULL, body, &answer, err))
        return false;
    bool ended = is_error(&answer, "invalid_grant");
    if (answer_token(session->service, &answer, ended || answer.status == 401,
                     ended ? again : refused, err))
        return oauth_keep(session, true, &answer, err);
    answer_free(&answer);
    return false;
}

static const struct session_token token = {"access_token", TOKEN_AHEAD, true, fetch_token};

/* A key cannot be renewed. */
static bool renew(struct session *session, struct epi_error *err)
{
    if (!*session_get(session, "apikey"))
        return session_renew(session, &token, err);
    return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                        "MDBList does not accept the API key (401); run `epimark login mdblist`");
}

/* A form holds the client ID, and any other request the key in its address, or the token. */
static bool sign(struct session *session, struct request *request, struct epi_error *err)
{
    bool form = request->route->sign == SIGN_BODY;
    if (form ? !session_load(session, err) : !session_need(session, err))
        return false;
    if (form) {
        request_member(request, "client_id", session_get(session, "client_id"));
        request_member(request, "client_id", session->context->config->mdblist_client_id);
        return true;
    }
    if (*session_get(session, "apikey")) {
        request_query(request, "apikey", session_get(session, "apikey"));
        return true;
    }
    if (!session_token_lasts(session, &token) && !renew(session, err))
        return false;
    request_bearer(request, session_get(session, "access_token"));
    return true;
}

const struct api api_mdblist = {
    .name = "mdblist",
    .service = &service_mdblist,
    .url = offsetof(struct epi_config, mdblist_url),
    .login_url = offsetof(struct epi_config, mdblist_url),
    .routes = mdblist_routes,
    .route_count = sizeof(mdblist_routes) / sizeof(mdblist_routes[0]),
    .sign = sign,
    .renew = renew,
};

/* ---- The account ---- */

static int small_count(const struct json *json)
{
    int64_t count = json_int(json, 0);
    return count < 0 ? 0 : count > INT32_MAX ? INT32_MAX : (int)count;
}

bool mdblist_account_who(struct session *session, struct account *account, struct epi_error *err)
{
    static const char *const names[] = {"username", "user_name", "name"};
    struct answer answer = {0};
    if (!route_get(session, &api_mdblist, "user", NULL, NULL, &answer, err))
        return false;
    const struct json *user = answer.json;
    if (!json_is_object(user))
        return answer_unreadable(session->service, &answer, err);
    *account = (struct account){0};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !account->name[0]; i++)
        json_copy(json_get(user, names[i]), account->name, sizeof(account->name));
    if (strcmp(json_text(json_get(user, "patron_status")), "active_patron") == 0)
        snprintf(account->level, sizeof(account->level), "supporter");
    snprintf(account->allowed, sizeof(account->allowed), "plays, ratings");
    account->requests_a_day = small_count(json_get(user, "api_requests"));
    int used = small_count(json_get(user, "api_requests_count"));
    if (used < account->requests_a_day)
        account->requests_left = account->requests_a_day - used;
    account->expires_at = strtoll(session_get(session, "expires_at"), NULL, 10);
    answer_free(&answer);
    return true;
}

/* A key has no end: only its owner can change it, on the web site. */
bool mdblist_account_sign_out(struct session *session, struct epi_error *err)
{
    if (!session_need(session, err))
        return false;
    if (*session_get(session, "apikey"))
        return true;
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "token", session_get(session, "refresh_token"));
    json_set_text(body, "token_type_hint", "refresh_token");
    if (!route_get(session, &api_mdblist, "revoke", NULL, body, &answer, err))
        return false;
    answer_free(&answer);
    return true;
}

/* ---- Signing in on a web page, RFC 8628 ---- */

static void wipe_pairing(struct pairing *pairing)
{
    explicit_bzero(pairing, sizeof(*pairing));
}

bool mdblist_account_pair_start(struct session *session, const struct credentials *given,
                                struct pairing *pairing, struct epi_error *err)
{
    CLEANUP(wipe_pairing) struct pairing read = {.interval = 0};
    struct json *body = json_new_object();
    struct answer answer = {0};
    session_use(session, given);
    json_set_text(body, "scope", "write");
    if (!route_send(session, &api_mdblist, "device-code", NULL, body, &answer, err))
        return false;
    int status = answer.status;
    if ((status == 400 || status == 401) && !answer.html) {
        answer_free(&answer);
        return error_status(err, EPI_ERROR_NEVER, status, 0,
                            "MDBList does not know an app with this client ID: check "
                            "mdblist_client_id");
    }
    oauth_read_device(answer.json, "verification_uri", "?user_code=", &read);
    bool accepted = answer_accepted(session->service, &answer, err);
    if (accepted && (!read.token[0] || !read.code[0] || !read.url[0]))
        return answer_unreadable(session->service, &answer, err);
    answer_free(&answer);
    if (accepted)
        *pairing = read;
    return accepted;
}

/* The error for a device code that did not lead to a token: its name says more than the status. */
static bool poll_failed(struct session *session, const struct answer *answer, struct epi_error *err)
{
    static const char expired[] = "this code has expired: start again";
    static const struct {
        const char *error, *text;
    } ends[] = {
        {"access_denied", "you denied the request at MDBList"},
        {"expired_token", expired},
        {"invalid_grant", expired},
        {"device_not_found", "MDBList no longer knows this code: start again"},
        {"invalid_client", "MDBList does not know an app with this client ID: start again"},
    };
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        if (is_error(answer, ends[i].error))
            return error_status(err, EPI_ERROR_NEVER, answer->status, 0, "%s", ends[i].text);
    }
    return answer_accepted(session->service, answer, err);
}

bool mdblist_account_pair_poll(struct session *session, struct pairing *pairing, bool *done,
                               struct credentials *signed_in, struct epi_error *err)
{
    enum { SLOWER = 5 }; /* seconds, RFC 8628, 3.5 */
    struct json *body = json_new_object();
    struct answer answer = {0};
    *done = false;
    json_set_text(body, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    json_set_text(body, "device_code", pairing->token);
    if (!route_send(session, &api_mdblist, "token", NULL, body, &answer, err))
        return false;
    bool slower = is_error(&answer, "slow_down") || answer.status == 429;
    if (slower || is_error(&answer, "authorization_pending")) {
        if (slower)
            pairing->interval += answer.retry_after > 0 ? answer.retry_after : SLOWER;
        answer_free(&answer);
        return true;
    }
    if (!poll_failed(session, &answer, err)) {
        answer_free(&answer);
        return false;
    }
    if (!oauth_keep(session, true, &answer, err))
        return false;
    *signed_in = session->credentials;
    *done = true;
    return true;
}
