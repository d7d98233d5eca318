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

static void token_object(struct request *rq, const struct token *token)
{
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'access_token':%s,'token_type':'bearer','expires_in':%l,"
               "'refresh_token':%s,'scope':'public','created_at':%l}",
               token->access, token->expires_at - token->created_at, token->refresh,
               token->created_at);
}

static struct token *new_token(struct standin *s)
{
    char access[65], refresh[65];
    stand_hex(s, access, 64);
    stand_hex(s, refresh, 64);
    return stand_issue(s, TOKEN_TRAKT, strdup(access), strdup(refresh), s->trakt_expires_in);
}

/* ---- By device ---- */

void stand_oauth_device_code(struct request *rq)
{
    char device[65], user[9];
    if (!is(rq, "client_id", STANDIN_TRAKT_ID)) {
        stand_trakt_bare(rq, MHD_HTTP_FORBIDDEN);
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
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'device_code':%s,'user_code':%s,'verification_url':'%e/activate',"
               "'expires_in':600,'interval':%i}",
               token->access, token->refresh, stand_base(rq, "/trakt"), rq->s->device_interval);
}

/* Ours: the page behind verification_url says yes for the user. */
void stand_oauth_activate(struct request *rq)
{
    bool done = false;
    for (size_t i = 0; i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_DEVICE && token->state == TOKEN_PENDING &&
            strcmp(token->refresh, rq->arg[0]) == 0) {
            token->state = TOKEN_GOOD;
            done = true;
        }
    }
    rq->status = done ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND;
    stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
    stand_add(&rq->out, done ? "<p>Activated.</p>" : "<p>There is no such code.</p>");
}

void stand_oauth_device_token(struct request *rq)
{
    const char *code = NULL;
    stand_string(rq->json, "code", &code);
    struct token *device = stand_token(rq->s, TOKEN_DEVICE, code);
    int64_t now = stand_now(rq->s);
    if (!is(rq, "client_id", STANDIN_TRAKT_ID) || !is(rq, "client_secret", STANDIN_TRAKT_SECRET))
        stand_trakt_bare(rq, MHD_HTTP_FORBIDDEN);
    else if (!device)
        stand_trakt_bare(rq, MHD_HTTP_NOT_FOUND);
    else if (device->state == TOKEN_USED)
        stand_trakt_bare(rq, MHD_HTTP_CONFLICT);
    else if (device->expires_at <= now)
        stand_trakt_bare(rq, MHD_HTTP_GONE);
    else if (device->state == TOKEN_DENIED)
        stand_trakt_bare(rq, 418);
    else if (device->polled_at && now - device->polled_at < rq->s->device_interval)
        stand_trakt_bare(rq, MHD_HTTP_TOO_MANY_REQUESTS);
    else if (device->state == TOKEN_PENDING) {
        device->polled_at = now;
        stand_trakt_bare(rq, MHD_HTTP_BAD_REQUEST);
    } else {
        device->state = TOKEN_USED;
        token_object(rq, new_token(rq->s));
    }
}

/* ---- Refreshing ---- */

static void refuse(struct request *rq, int status, const char *error, const char *description)
{
    rq->status = status;
    stand_json(&rq->out, "{'error':%s,'error_description':%s}", error, description);
}

/* Refresh tokens are single-use and rotate. */
void stand_oauth_token(struct request *rq)
{
    const char *refresh = NULL, *redirect = NULL;
    struct token *old = NULL;
    if (!is(rq, "grant_type", "refresh_token")) {
        refuse(rq, MHD_HTTP_BAD_REQUEST, "unsupported_grant_type", "refresh_token is served here");
        return;
    }
    if (!is(rq, "client_id", STANDIN_TRAKT_ID) || !is(rq, "client_secret", STANDIN_TRAKT_SECRET)) {
        refuse(rq, MHD_HTTP_UNAUTHORIZED, "invalid_client", "unknown client");
        return;
    }
    if (stand_string(rq->json, "refresh_token", &refresh) != STAND_GOOD || !*refresh ||
        stand_string(rq->json, "redirect_uri", &redirect) != STAND_GOOD) {
        refuse(rq, MHD_HTTP_BAD_REQUEST, "invalid_request", "a parameter is missing");
        return;
    }
    for (size_t i = 0; i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_TRAKT && token->state == TOKEN_GOOD &&
            strcmp(token->refresh, refresh) == 0)
            old = token;
    }
    if (!old) {
        refuse(rq, rq->s->refresh_error, "invalid_grant",
               "The provided authorization grant is invalid, expired or revoked");
        return;
    }
    old->refresh[0] = '\0';
    token_object(rq, new_token(rq->s));
}

/* Always 200. */
void stand_oauth_revoke(struct request *rq)
{
    const char *text = "";
    stand_string(rq->json, "token", &text);
    bool ours =
        is(rq, "client_id", STANDIN_TRAKT_ID) && is(rq, "client_secret", STANDIN_TRAKT_SECRET);
    for (size_t i = 0; ours && *text && i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_TRAKT &&
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
