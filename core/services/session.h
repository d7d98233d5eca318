/* SPDX-License-Identifier: MIT
 *
 * session: one service as one user: its credentials, read when first needed, and the life of its
 * token. Only the files of core/services use this header; others see struct session in service.h.
 */
#ifndef EPIMARK_SERVICES_SESSION_H
#define EPIMARK_SERVICES_SESSION_H

#include "core/services/route.h"

struct session {
    const struct service *service;
    const struct service_context *context;
    struct credentials credentials;
    bool loaded;   /* the journal was asked */
    bool renewing; /* a token is on its way: what is sent meanwhile renews none */
};

/* What is being sent; an API's sign function completes it. */
struct route_request {
    const struct route *route;
    struct http_request http;
    char authorization[SECRET_VALUE_MAX + 16];
    struct json *body;
};

/* Adds a header; the value is borrowed. */
void request_header(struct route_request *request, const char *name, const char *value);

/* Adds "Authorization: Bearer TOKEN". */
void request_bearer(struct route_request *request, const char *token);

/* Sets a member of an object body unless the caller did. */
void request_member(struct route_request *request, const char *name, const char *value);

/* Reads the credentials once, if there are any. */
bool session_load(struct session *session, struct epi_error *err);

/* The same; EPI_ERROR_SIGN_IN with status 401 where one that signing in needs is missing. */
bool session_need(struct session *session, struct epi_error *err);

/* Uses these credentials, which are not stored yet, until the session is reset. */
void session_use(struct session *session, const struct credentials *credentials);

/* The value of a credential, or "". */
const char *session_get(const struct session *session, const char *field);
/* Seconds since 1970. */
int64_t session_now(const struct session *session);

/* A token's own word on its end: "exp" of a JWT, seconds since 1970; 0 where it has none. */
int64_t session_token_end(const char *token);

/* What renewing is for a service: fetch changes session->credentials. */
struct session_token {
    const char *field; /* where the token is kept: "token" */
    int ahead;         /* seconds before its end that it is renewed */
    bool single_use;   /* what renews it works once: it must be stored before it is used */
    bool (*fetch)(struct session *session, struct epi_error *err);
};

/* Whether a token is there and lasts. */
bool session_token_lasts(const struct session *session, const struct session_token *token);

/* Gets a new token with one owner at a time across processes: lock, read the credentials again,
 * fetch unless somebody else just did, journal, unlock. */
bool session_renew(struct session *session, const struct session_token *token,
                   struct epi_error *err);

/* "Basic BASE64(user:key)"; false where it does not fit. */
bool session_basic(char *buffer, size_t size, const char *user, const char *key);

#endif
