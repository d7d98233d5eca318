/* SPDX-License-Identifier: MIT */
#include "core/services/session.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/base64.h"
#include "core/base/http.h"
#include "core/base/json.h"

enum { LOCK_STEP_MS = 50, LOCK_PATIENCE_MS = 40000 };

struct session *session_new(const struct service *service, const struct session_context *context)
{
    struct session *session = calloc(1, sizeof(*session));
    if (session) {
        session->service = service;
        session->context = context;
    }
    return session;
}

void session_free(struct session *session)
{
    if (!session)
        return;
    credentials_wipe(&session->credentials);
    free(session);
}

void session_reset(struct session *session)
{
    credentials_wipe(&session->credentials);
    session->loaded = false;
}

bool session_load(struct session *session, struct epi_error *err)
{
    if (session->loaded)
        return true;
    bool found = false;
    credentials_wipe(&session->credentials);
    if (!secret_load(session->context->secret, session->service->name, &session->credentials,
                     &found, err))
        return false;
    if (!found)
        credentials_wipe(&session->credentials);
    session->loaded = true;
    return true;
}

void session_use(struct session *session, const struct credentials *credentials)
{
    session->credentials = *credentials;
    session->loaded = true;
}

static const char *missing_field(const struct session *session)
{
    const char *instead = session->service->instead;
    if (instead && *credentials_get(&session->credentials, instead))
        return NULL;
    for (const struct service_field *field = session->service->fields; field->name; field++) {
        if (!field->optional && !*credentials_get(&session->credentials, field->name))
            return field->prompt;
    }
    return NULL;
}

bool session_need(struct session *session, struct epi_error *err)
{
    if (!session_load(session, err))
        return false;
    const char *title = session->service->title, *name = session->service->name;
    const char *missing = missing_field(session);
    if (missing && session->credentials.count == 0) {
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                            "%s: not signed in; run `epimark login %s`", title, name);
    }
    if (missing) {
        return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                            "%s: the stored sign-in has no %s; run `epimark login %s`", title,
                            missing, name);
    }
    return true;
}

bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err)
{
    if (!session_load(session, err))
        return false;
    *signed_in = session->credentials.count > 0 && !missing_field(session);
    if (*signed_in)
        snprintf(account, size, "%s", session->credentials.account);
    return true;
}

const char *session_get(const struct session *session, const char *field)
{
    return credentials_get(&session->credentials, field);
}

int64_t session_own_id(const struct session *session, const struct series_ids *series, int season,
                       int number)
{
    const struct session_context *context = session->context;
    return context->own_id
               ? context->own_id(context->keeper, session->service, series, season, number)
               : 0;
}

void session_keep_own_id(const struct session *session, const struct series_ids *series, int season,
                         int number, int64_t id)
{
    const struct session_context *context = session->context;
    if (context->keep_own_id)
        context->keep_own_id(context->keeper, session->service, series, season, number, id);
}

int64_t session_now(const struct session *session)
{
    return session->context->now(session->context->clock);
}

int64_t session_token_end(const char *token)
{
    const char *claims = strchr(token, '.');
    const char *end = claims ? strchr(claims + 1, '.') : NULL;
    if (!end)
        return 0;
    char text[CREDENTIALS_VALUE_MAX];
    size_t len = base64_read(claims + 1, (size_t)(end - claims - 1), text, sizeof(text));
    struct json *json = len ? json_read(text, len, NULL) : NULL;
    int64_t exp = json_int(json_get(json, "exp"), 0);
    json_free(json);
    return exp > 0 ? exp : 0;
}

bool session_basic(char *buffer, size_t size, const char *user, const char *key)
{
    char text[1024];
    int len = snprintf(text, sizeof(text), "%s:%s", user, key);
    if (len < 0 || (size_t)len >= sizeof(text) || size < 6 + BASE64_SIZE(len))
        return false;
    snprintf(buffer, size, "Basic ");
    base64_write(text, (size_t)len, buffer + 6, size - 6);
    explicit_bzero(text, sizeof(text));
    return true;
}

bool session_token_lasts(const struct session *session, const struct session_token *token)
{
    if (!*session_get(session, token->field))
        return false;
    int64_t end = strtoll(session_get(session, "expires_at"), NULL, 10);
    return end <= 0 || end - session_now(session) > token->ahead;
}

/* Waits for the lock in steps, so that a cancelled session ends at once. */
static int lock_token(struct session *session, struct epi_error *err)
{
    const struct session_context *context = session->context;
    for (int waited = 0;; waited += LOCK_STEP_MS) {
        int lock = secret_lock(context->secret, session->service->name, 0, err);
        if (lock >= 0 || waited >= LOCK_PATIENCE_MS)
            return lock;
        if (!http_wait(context->http, LOCK_STEP_MS, err))
            return -1;
    }
}

static bool store_token(struct session *session, const struct session_token *token,
                        struct epi_error *err)
{
    struct epi_error why = {0};
    if (secret_save(session->context->secret, session->service->name, &session->credentials, false,
                    &why) ||
        !token->single_use)
        return true; /* a token that can be requested again need not be stored */
    return error_status(err, EPI_ERROR_SIGN_IN, 401, 0,
                        "%s sent a new token that could not be stored; run `epimark login %s` (%s)",
                        session->service->title, session->service->name, why.text);
}

static bool renew_locked(struct session *session, const struct session_token *token,
                         const char *stale, struct epi_error *err)
{
    session->loaded = false;
    if (!session_need(session, err))
        return false;
    if (strcmp(session_get(session, token->field), stale) != 0 &&
        session_token_lasts(session, token))
        return true; /* another process has renewed it meanwhile */
    /* A refresh token works once: make sure that its successor can be stored before using it. */
    if (token->single_use && !secret_save(session->context->secret, session->service->name,
                                          &session->credentials, false, err))
        return false;
    session->renewing = true;
    bool fetched = token->fetch(session, err);
    session->renewing = false;
    return fetched && store_token(session, token, err);
}

static bool renew(struct session *session, const struct session_token *token, struct epi_error *err)
{
    char stale[CREDENTIALS_VALUE_MAX];
    snprintf(stale, sizeof(stale), "%s", session_get(session, token->field));
    int lock = lock_token(session, err);
    if (lock < 0)
        return false;
    bool renewed = renew_locked(session, token, stale, err);
    secret_unlock(lock);
    explicit_bzero(stale, sizeof(stale));
    return renewed;
}

bool session_renew(struct session *session, const struct session_token *token,
                   struct epi_error *err)
{
    struct epi_error why = {0};
    if (renew(session, token, &why))
        return true;
    /* It is about the sign-in: what was to be sent must not be given up for it. */
    if (why.kind == EPI_ERROR_NEVER)
        why.kind = EPI_ERROR_LATER;
    if (err)
        *err = why;
    return false;
}
