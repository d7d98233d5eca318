/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_account.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/services/oauth.h"
#include "core/services/request.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "core/services/trakt_app.h"
#include "core/services/trakt_routes.h"

enum { TOKEN_AHEAD = 300 }; /* renew a token this many seconds before it expires */

/* ---- Signing in ---- */

const struct service_field trakt_account_fields[] = {
    {"client_id", "client ID of your app", false, false, false},
    {"client_secret", "client secret of your app", true, true, false},
    {"access_token", "access token", true, false, false},
    {"refresh_token", "refresh token", true, true, false},
    {"expires_at", "expiry of the access token, seconds since 1970", false, true, false},
    {NULL, NULL, false, false, false},
};

/* Whether the sign-in itself is refused: 401; or 400, if the body names an error of RFC 6749, 5.2,
 * that no later try can heal. */
static bool is_refused(const struct answer *answer)
{
    static const char *const errors[] = {"invalid_grant", "invalid_client", "unauthorized_client"};
    const char *error = json_text(json_get(answer->json, "error"));
    for (size_t i = 0; answer->status == 400 && i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (strcmp(error, errors[i]) == 0)
            return true;
    }
    return answer->status == 401;
}

static bool fetch_token(struct session *session, struct epi_error *err)
{
    static const char again[] =
        "Trakt no longer accepts the stored sign-in (it expired, was revoked, "
        "or its renewal was interrupted); run `epimark login trakt`";
    if (!*session_get(session, "refresh_token"))
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0, "%s", again);
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "refresh_token", session_get(session, "refresh_token"));
    json_set_text(body, "redirect_uri", "urn:ietf:wg:oauth:2.0:oob");
    json_set_text(body, "grant_type", "refresh_token");
    if (!route_send(session, &api_trakt, "token", NULL, body, &answer, err))
        return false;
    bool accepted = trakt_app_is_refused(&answer)
                        ? trakt_app_refuse(EPI_ERROR_SIGN_IN, 401, err)
                        : answer_token(session->service, &answer, is_refused(&answer), again, err);
    if (accepted)
        return oauth_keep(session, false, &answer, err);
    answer_free(&answer);
    return false;
}

static const struct session_token token = {"access_token", TOKEN_AHEAD, true, fetch_token};

static bool renew(struct session *session, struct epi_error *err)
{
    return session_renew(session, &token, err);
}

static bool sign(struct session *session, struct request *request, struct epi_error *err)
{
    enum route_sign how = request->route->sign;
    if (how == SIGN_TOKEN ? !session_need(session, err) : !session_load(session, err))
        return false;
    const char *client = session_get(session, "client_id");
    if (!*client)
        client = trakt_app_id(session->context->config);
    if (!*client) {
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                            "Trakt: not signed in; run `epimark login trakt`");
    }
    if (how == SIGN_BODY) {
        request_member(request, "client_id", client);
        if (strcmp(request->route->name, "device-code") != 0)
            request_member(request, "client_secret", session_get(session, "client_secret"));
        return true;
    }
    if (how == SIGN_TOKEN && !session_token_lasts(session, &token) && !renew(session, err))
        return false;
    request_header(request, "trakt-api-version", "2");
    request_header(request, "trakt-api-key", client);
    if (how == SIGN_TOKEN)
        request_bearer(request, session_get(session, "access_token"));
    return true;
}

const struct api api_trakt = {
    .name = "trakt",
    .service = &service_trakt,
    .url = offsetof(struct epi_config, trakt_url),
    .login_url = offsetof(struct epi_config, trakt_auth_url),
    .routes = trakt_routes,
    .route_count = sizeof(trakt_routes) / sizeof(trakt_routes[0]),
    .sign = sign,
    .renew = renew,
};

/* ---- The account ---- */

bool trakt_account_who(struct session *session, struct account *account, struct epi_error *err)
{
    struct answer answer = {0};
    if (!route_get(session, &api_trakt, "settings", NULL, NULL, &answer, err))
        return false;
    const struct json *user = json_get(answer.json, "user");
    if (!json_is_object(user))
        return answer_unreadable(session->service, &answer, err);
    *account = (struct account){0};
    json_copy(json_get(user, "username"), account->name, sizeof(account->name));
    if (json_is_true(json_get(user, "vip")))
        snprintf(account->level, sizeof(account->level), "VIP");
    snprintf(account->allowed, sizeof(account->allowed), "ratings, plays, live watching");
    account->expires_at = strtoll(session_get(session, "expires_at"), NULL, 10);
    answer_free(&answer);
    return true;
}

bool trakt_account_sign_out(struct session *session, struct epi_error *err)
{
    if (!session_need(session, err))
        return false;
    struct json *body = json_new_object();
    struct answer answer = {0};
    json_set_text(body, "token", session_get(session, "access_token"));
    if (!route_get(session, &api_trakt, "revoke", NULL, body, &answer, err))
        return false;
    answer_free(&answer);
    return true;
}
