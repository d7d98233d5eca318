/* SPDX-License-Identifier: MIT
 *
 * MDBList's OAuth, mdblist 2 of the sections listed in README.md.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mdblist.h"
#include "standin.h"

enum { NO_APP = -1 }; /* of Trakt's, whose device codes are of the same kind */

/* ---- Forms ---- */

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c - 'a' + 10;
}

/* Decodes in place up to an end sign; returns where it is. */
static char *decode(char *at, const char *ends)
{
    char *out = at;
    while (*at && !strchr(ends, *at)) {
        if (*at == '%' && strspn(at + 1, "0123456789abcdefABCDEF") >= 2) {
            *out++ = (char)(digit(at[1]) * 16 + digit(at[2]));
            at += 3;
        } else {
            *out++ = *at == '+' ? ' ' : *at;
            at++;
        }
    }
    char *end = *at ? at + 1 : at;
    *out = '\0';
    return end;
}

bool stand_mdb_form(struct request *rq)
{
    static const char wanted[] = "application/x-www-form-urlencoded";
    const char *type = stand_header(rq, "Content-Type");
    if (!type || strncasecmp(type, wanted, sizeof(wanted) - 1) != 0) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "invalid_request");
        return false;
    }
    char *form = strdup(rq->in.data ? rq->in.data : "");
    rq->json = json_object_new_object();
    for (char *at = form; *at;) {
        char *name = at, *value = decode(at, "=");
        at = decode(value, "&");
        json_object_object_add(rq->json, name, json_object_new_string(value));
    }
    free(form);
    return true;
}

static bool is(struct request *rq, const char *key, const char *wanted)
{
    const char *value = NULL;
    return stand_string(rq->json, key, &value) == STAND_GOOD && strcmp(value, wanted) == 0;
}

/* ---- Signing in ---- */

static void device_authorization(struct request *rq)
{
    char device[33], user[9];
    const char *scope = NULL;
    if (!is(rq, "client_id", STANDIN_MDBLIST_ID)) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "invalid_client");
        return;
    }
    if (stand_string(rq->json, "scope", &scope) != STAND_GOOD || !strstr(scope, "write")) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "invalid_scope"); /* it could only read */
        return;
    }
    stand_hex(rq->s, device, 32);
    stand_hex(rq->s, user, 8);
    for (char *p = user; *p; p++) {
        if (*p >= 'a')
            *p = "ABCDEF"[*p - 'a'];
    }
    struct token *token = stand_issue(rq->s, TOKEN_DEVICE, strdup(device), strdup(user), 1800);
    token->state = TOKEN_PENDING;
    token->app = NO_APP;
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'device_code':%s,'user_code':%s,'verification_uri':'%e/oauth/device/',"
               "'expires_in':1800,'interval':%i}",
               device, user, stand_base(rq, "/mdblist"), rq->s->device_interval);
}

/* Ours: the page behind verification_uri says yes for the user. */
static void device_page(struct request *rq)
{
    const char *code = stand_query(rq, "user_code");
    bool known = false;
    for (size_t i = 0; code && i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_DEVICE && token->app == NO_APP && token->state == TOKEN_PENDING &&
            strcmp(token->refresh, code) == 0) {
            token->state = TOKEN_GOOD;
            known = true;
        }
    }
    rq->status = known ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND;
    stand_set_header(rq, "Content-Type", "text/html; charset=UTF-8");
    stand_add(&rq->out, known ? "<p>Connected.</p>" : "<p>There is no such code.</p>");
}

static void give_token(struct request *rq)
{
    char access[33], refresh[33];
    stand_hex(rq->s, access, 32);
    stand_hex(rq->s, refresh, 32);
    const struct token *token = stand_issue(rq->s, TOKEN_MDBLIST, strdup(access), strdup(refresh),
                                            rq->s->mdblist_expires_in);
    rq->status = MHD_HTTP_OK;
    stand_json(&rq->out,
               "{'access_token':%s,'refresh_token':%s,'token_type':'Bearer','expires_in':%l,"
               "'scope':'write'}",
               token->access, token->refresh, rq->s->mdblist_expires_in);
}

static void device_token(struct request *rq)
{
    const char *code = "";
    stand_string(rq->json, "device_code", &code);
    struct token *device = stand_token(rq->s, TOKEN_DEVICE, code);
    int64_t now = stand_now(rq->s);
    const char *error = NULL;
    if (!device || device->app != NO_APP || device->state == TOKEN_USED) {
        stand_mdb_error(rq, MHD_HTTP_NOT_FOUND, "device_not_found");
        return;
    }
    if (device->expires_at <= now)
        error = "expired_token";
    else if (device->state == TOKEN_DENIED)
        error = "access_denied";
    else if (device->polled_at && now - device->polled_at < rq->s->device_interval)
        error = "slow_down";
    else if (device->state == TOKEN_PENDING)
        error = "authorization_pending";
    device->polled_at = now;
    if (error) {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, error);
        return;
    }
    device->state = TOKEN_USED;
    give_token(rq);
}

/* Each works once. */
static void renew(struct request *rq)
{
    const char *refresh = "";
    stand_string(rq->json, "refresh_token", &refresh);
    for (size_t i = 0; *refresh && i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind != TOKEN_MDBLIST || token->state != TOKEN_GOOD ||
            strcmp(token->refresh, refresh) != 0)
            continue;
        token->refresh[0] = '\0';
        give_token(rq);
        return;
    }
    stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "invalid_grant");
}

static void post_token(struct request *rq)
{
    bool device = is(rq, "grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    bool refresh = is(rq, "grant_type", "refresh_token");
    if (!is(rq, "client_id", STANDIN_MDBLIST_ID)) {
        stand_mdb_error(rq, refresh ? MHD_HTTP_UNAUTHORIZED : MHD_HTTP_BAD_REQUEST,
                        "invalid_client");
    } else if (device) {
        device_token(rq);
    } else if (refresh) {
        renew(rq);
    } else {
        stand_mdb_error(rq, MHD_HTTP_BAD_REQUEST, "unsupported_grant_type");
    }
}

/* That of the refresh token ends the access token too. */
static void end_token(struct request *rq)
{
    const char *text = "";
    stand_string(rq->json, "token", &text);
    if (!is(rq, "client_id", STANDIN_MDBLIST_ID)) {
        stand_mdb_error(rq, MHD_HTTP_UNAUTHORIZED, "invalid_client");
        return;
    }
    for (size_t i = 0; *text && i < rq->s->token_count; i++) {
        struct token *token = &rq->s->tokens[i];
        if (token->kind == TOKEN_MDBLIST &&
            (strcmp(token->access, text) == 0 || strcmp(token->refresh, text) == 0))
            token->state = TOKEN_REVOKED;
    }
    rq->status = MHD_HTTP_OK;
    stand_add(&rq->out, "{}");
}

static const struct stand_route routes[] = {
    {"POST", "/oauth/device-authorization/", device_authorization},
    {"POST", "/oauth/token/", post_token},
    {"POST", "/oauth/revoke_token/", end_token},
    {"GET", "/oauth/device/", device_page},
};

const struct stand_table stand_mdb_oauth = STAND_TABLE(routes);
