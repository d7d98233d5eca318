/* SPDX-License-Identifier: MIT
 *
 * Trakt's OAuth, at both hosts that serve it. "trakt-v2 3" is a section listed in README.md.
 */
#include <string.h>

#include "standin.h"
#include "trakt.h"

/* trakt-v2 1: OAuth calls need a User-Agent and Content-Type alone. */
bool stand_oauth_admit(struct request *rq)
{
    const char *agent = stand_header(rq, "User-Agent");
    if (!agent || !*agent) {
        rq->status = MHD_HTTP_FORBIDDEN;
        stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
        stand_add(&rq->out, "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare"
                            "</title></head><body>Sorry, you have been blocked</body></html>");
        return false;
    }
    stand_set_header(rq, "Content-Type", "application/json; charset=utf-8");
    if (strcmp(rq->method, "POST") != 0 && strcmp(rq->method, "PUT") != 0)
        return true;
    if (!stand_is_json(rq)) { /* trakt-v2 2 */
        stand_trakt_bare(rq, MHD_HTTP_PRECONDITION_FAILED);
        return false;
    }
    if (!stand_body(rq) || !json_object_is_type(rq->json, json_type_object)) {
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
        return false;
    }
    return true;
}

static void unknown(struct request *rq, int status)
{
    stand_trakt_bare(rq, status);
}

static bool is(struct request *rq, const char *key, const char *wanted)
{
    const char *value = NULL;
    return stand_string(rq->json, key, &value) == STAND_GOOD && strcmp(value, wanted) == 0;
}

/* The app that asks; answers with 403 if Trakt does not know it, or refuses it. */
static int admit_app(struct request *rq)
{
    const char *id = NULL;
    stand_string(rq->json, "client_id", &id);
    int app = stand_app(rq->s, id);
    if (app < 0) {
        stand_set_header(rq, "Content-Type", "text/html"); /* trakt-v2 2 */
        stand_trakt_bare(rq, MHD_HTTP_FORBIDDEN);
    }
    return app;
}

/* Whether the app proves itself: by its secret or, if it got the token without one, without. */
static bool is_proven(struct request *rq, int app, bool without)
{
    const char *secret = NULL;
    if (stand_string(rq->json, "client_secret", &secret) == STAND_ABSENT)
        return without;
    return stand_app_secret(app, secret);
}

static void token_object(struct request *rq, const struct token *token)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'access_token':%s,'token_type':'bearer','expires_in':%l,"
               "'refresh_token':%s,'scope':'public','created_at':%l}",
               token->access, token->expires_at - token->created_at, token->refresh,
               token->created_at);
}

/* As the code or the token that it is for. */
static struct token *new_token(struct standin *s, int app, bool without)
{
    char access[65], refresh[65];
    stand_hex(s, access, 64);
    stand_hex(s, refresh, 64);
    struct token *token =
        stand_issue(s, TOKEN_TRAKT, strdup(access), strdup(refresh), s->trakt_expires_in);
    token->app = app;
    token->without = without;
    return token;
}

static void refuse(struct request *rq, int status, const char *error, const char *description)
{
    rq->status = status;
    stand_json(&rq->out, "{'error':%s,'error_description':%s}", error, description);
}

/* ---- By device ---- */

/* trakt-v2 3, RFC 7636 4.2 and 4.3: 43 characters of base64url, if there is a challenge. */
static bool read_challenge(struct request *rq, const char **challenge)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    *challenge = "";
    if (!json_object_object_get_ex(rq->json, "code_challenge", NULL))
        return !json_object_object_get_ex(rq->json, "code_challenge_method", NULL);
    return stand_string(rq->json, "code_challenge", challenge) == STAND_GOOD &&
           strlen(*challenge) == 43 && strspn(*challenge, digits) == 43 &&
           is(rq, "code_challenge_method", "S256");
}

void stand_oauth_device_code(struct request *rq)
{
    char device[65], user[9];
    const char *challenge;
    int app = admit_app(rq);
    if (app < 0)
        return;
    if (!read_challenge(rq, &challenge)) {
        refuse(rq, MHD_HTTP_BAD_REQUEST, "invalid_request", "no challenge of S256");
        return;
    }
    stand_hex(rq->s, device, 64);
    stand_hex(rq->s, user, 8);
    for (char *p = user; *p; p++) {
        if (*p >= 'a')
            *p = "ABCDEF"[*p - 'a'];
    }
    struct token *token = stand_issue(rq->s, TOKEN_DEVICE, strdup(device), strdup(user), 600);
    token->state = TOKEN_PENDING;
    token->app = app;
    snprintf(token->challenge, sizeof(token->challenge), "%s", challenge);
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'device_code':%s,'user_code':%s,'verification_url':'%e/activate',"
               "'expires_in':600,'interval':%i}",
               token->access, token->refresh, stand_base(rq, "/trakt"), rq->s->device_interval);
}

/* Ours: the page behind verification_url says yes for the user, if he may connect this app. */
void stand_oauth_activate(struct request *rq)
{
    bool known = false, done = false;
    for (size_t i = 0; i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_DEVICE && token->state == TOKEN_PENDING &&
            strcmp(token->refresh, rq->arg[0]) == 0) {
            known = true;
            done = stand_app_approve(rq->s, token);
        }
    }
    rq->status = done ? MHD_HTTP_OK : known ? MHD_HTTP_FORBIDDEN : MHD_HTTP_NOT_FOUND;
    stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
    stand_add(&rq->out, done    ? "<p>Activated.</p>"
                        : known ? "<p>You have connected an app: more are for VIP members.</p>"
                                : "<p>There is no such code.</p>");
}

/* Whether the verifier is that of the code's challenge; none is wanted if there was none. */
static bool is_verified(struct request *rq, const struct token *device)
{
    const char *verifier = NULL;
    enum stand_field field = stand_string(rq->json, "code_verifier", &verifier);
    return device->challenge[0]
               ? field == STAND_GOOD && stand_app_verified(device->challenge, verifier)
               : field == STAND_ABSENT;
}

void stand_oauth_device_token(struct request *rq)
{
    const char *code = NULL;
    stand_string(rq->json, "code", &code);
    struct token *device = stand_token(rq->s, TOKEN_DEVICE, code);
    int64_t now = stand_now(rq->s);
    int app = admit_app(rq);
    if (app < 0)
        return;
    if (!is_proven(rq, app, device && device->challenge[0]))
        stand_trakt_bare(rq, MHD_HTTP_FORBIDDEN);
    else if (!device || device->app != app)
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
    else if (device->state == TOKEN_USED)
        stand_trakt_bare(rq, MHD_HTTP_CONFLICT);
    else if (device->expires_at <= now)
        stand_trakt_bare(rq, MHD_HTTP_GONE);
    else if (device->state == TOKEN_DENIED)
        stand_trakt_bare(rq, 418);
    else if (device->polled_at && now - device->polled_at < rq->s->device_interval)
        stand_trakt_bare(rq, MHD_HTTP_TOO_MANY_REQUESTS);
    else if (!is_verified(rq, device)) {
        device->polled_at = now;
        stand_trakt_bare(rq, rq->s->verifier_error);
    } else if (device->state == TOKEN_PENDING) {
        device->polled_at = now;
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
    } else {
        device->state = TOKEN_USED;
        token_object(rq, new_token(rq->s, app, device->challenge[0]));
    }
}

/* ---- Refreshing ---- */

/* The token that a refresh token of this app renews; NULL if there is none. */
static struct token *find_renewed(struct standin *s, int app, const char *refresh)
{
    for (size_t i = 0; i < s->token_count; i++) {
        struct token *token = &s->tokens[i];
        if (token->kind == TOKEN_TRAKT && token->state == TOKEN_GOOD && token->app == app &&
            strcmp(token->refresh, refresh) == 0)
            return token;
    }
    return NULL;
}

/* Refresh tokens are single-use and rotate. */
void stand_oauth_token(struct request *rq)
{
    const char *id = NULL, *refresh = NULL, *redirect = NULL;
    if (!is(rq, "grant_type", "refresh_token")) {
        refuse(rq, MHD_HTTP_BAD_REQUEST, "unsupported_grant_type", "refresh_token is served here");
        return;
    }
    if (!stand_app_known(stand_string(rq->json, "client_id", &id) == STAND_GOOD ? id : NULL)) {
        refuse(rq, MHD_HTTP_UNAUTHORIZED, "invalid_client", "unknown client");
        return;
    }
    int app = admit_app(rq);
    if (app < 0)
        return;
    if (stand_string(rq->json, "refresh_token", &refresh) != STAND_GOOD || !*refresh ||
        stand_string(rq->json, "redirect_uri", &redirect) != STAND_GOOD) {
        refuse(rq, MHD_HTTP_BAD_REQUEST, "invalid_request", "a parameter is missing");
        return;
    }
    struct token *old = find_renewed(rq->s, app, refresh);
    if (!is_proven(rq, app, !old || old->without)) {
        refuse(rq, MHD_HTTP_UNAUTHORIZED, "invalid_client", "a wrong secret, or none");
        return;
    }
    if (!old) {
        refuse(rq, rq->s->refresh_error, "invalid_grant",
               "The provided authorization grant is invalid, expired or revoked");
        return;
    }
    old->refresh[0] = '\0';
    token_object(rq, new_token(rq->s, app, old->without));
}

/* Always 200. */
void stand_oauth_revoke(struct request *rq)
{
    const char *text = "", *id = NULL;
    stand_string(rq->json, "token", &text);
    stand_string(rq->json, "client_id", &id);
    int app = stand_app(rq->s, id);
    for (size_t i = 0; app >= 0 && *text && i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_TRAKT && token->app == app && is_proven(rq, app, token->without) &&
            (strcmp(token->access, text) == 0 || strcmp(token->refresh, text) == 0))
            token->state = TOKEN_REVOKED;
    }
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "{}");
}

static const struct stand_route routes[] = {
    {"POST", "/oauth/device/code", stand_oauth_device_code},
    {"POST", "/oauth/device/token", stand_oauth_device_token},
    {"POST", "/oauth/token", stand_oauth_token},
    {"POST", "/oauth/revoke", stand_oauth_revoke},
};

static const struct stand_table table = STAND_TABLE(routes);

const struct stand_service stand_trakt_auth = {
    .prefix = "/trakt-auth",
    .tables = {&table},
    .admit = stand_oauth_admit,
    .unknown = unknown,
};
