/* SPDX-License-Identifier: MIT
 *
 * session: one service as one user: the credentials, which are read when first needed, and the
 * token with its renewal. Sends nothing itself. A session belongs to one thread. Rooms above
 * services use only the first part of this header, and no member of struct session.
 */
#ifndef EPIMARK_SERVICES_SESSION_H
#define EPIMARK_SERVICES_SESSION_H

#include "core/base/secret.h"
#include "core/services/service.h"

struct http;

/* ---- For all rooms ---- */

/* What all sessions of one thread share. */
struct session_context {
    const struct epi_config *config;
    struct http *http;
    struct secret *secret;
    int64_t (*now)(void *clock); /* seconds since 1970 */
    void *clock;
    /* Called before each request. Waits until the service may be called, or fails with
     * EPI_ERROR_LATER or EPI_ERROR_STOPPED. NULL: no limit. */
    bool (*pace)(void *pacer, const struct service *service, bool reads, struct epi_error *err);
    /* Called with the time that a service says it is, seconds since 1970. May be NULL. */
    void (*date)(void *clock, int64_t date);
    /* Called with one line that the user should know of an answer which is good all the same. May
     * be NULL. */
    void (*remark)(void *pacer, const struct service *service, const char *text);
    /* Called when a service asks for a pause. May be NULL. */
    void (*rest)(void *pacer, const struct service *service, int seconds);
    void *pacer;
    /* The id that a service itself has for a series (season and number -1), a season (number -1) or
     * an episode, kept from before; 0: none is. And keeps one, or with 0 drops it. Both NULL: none
     * are kept. */
    int64_t (*own_id)(void *keeper, const struct service *service, const struct series_ids *series,
                      int season, int number);
    void (*keep_own_id)(void *keeper, const struct service *service,
                        const struct series_ids *series, int season, int number, int64_t id);
    void *keeper;
    /* Random bytes that nobody can guess, as secret_random. */
    bool (*chance)(void *bytes, size_t count, struct epi_error *err);
};

/* context is borrowed and must outlive the session. NULL if memory is short. */
struct session *session_new(const struct service *service, const struct session_context *context);
void session_free(struct session *session);

/* Whether credentials are stored; account is then filled in. Makes no request. */
bool session_signed_in(struct session *session, bool *signed_in, char *account, size_t size,
                       struct epi_error *err);

/* Forgets the credentials, so that the next call reads them again. */
void session_reset(struct session *session);

/* ---- For the files of core/services ---- */

/* A series and the id that the service itself has for it: the last that was asked for. */
struct session_own {
    struct series_ids series;
    bool known; /* that series was asked for ... */
    int64_t id; /* ... and has this id; 0: the service does not know it */
    bool kept;  /* since before: the service may have another by now */
};

struct session {
    const struct service *service;
    const struct session_context *context;
    struct credentials credentials;
    bool loaded; /* the credentials have been read */
    struct session_own own;
    bool renewing; /* a token is being renewed: requests sent for that do not renew it again */
};

/* Reads the credentials, if there are any and they have not been read. */
bool session_load(struct session *session, struct epi_error *err);

/* The same; fails with EPI_ERROR_SIGN_IN and status 401 if a required credential is missing. */
bool session_need(struct session *session, struct epi_error *err);

/* Uses these credentials, which are not stored, until the session is reset. */
void session_use(struct session *session, const struct credentials *credentials);

/* The value of a credential, or "". */
const char *session_get(const struct session *session, const char *field);

/* The id that the service itself has, as session_context has kept it; and keeps it, or drops it
 * with 0. */
int64_t session_own_id(const struct session *session, const struct series_ids *series, int season,
                       int number);
void session_keep_own_id(const struct session *session, const struct series_ids *series, int season,
                         int number, int64_t id);

/* Seconds since 1970. */
int64_t session_now(const struct session *session);

/* When a token expires according to its JWT field "exp", seconds since 1970; 0 if it has none. */
int64_t session_token_end(const char *token);

/* How the token of a service is renewed: fetch changes session->credentials. */
struct session_token {
    const char *field; /* the credential that holds the token: "token" */
    int ahead;         /* renew it this many seconds before it expires */
    bool single_use;   /* what renews it works only once, so its successor must be stored */
    bool (*fetch)(struct session *session, struct epi_error *err);
};

/* Whether there is a token that does not expire within token->ahead seconds. */
bool session_token_lasts(const struct session *session, const struct session_token *token);

/* Gets a new token, one process at a time: locks, reads the credentials again, fetches a token
 * unless another process has just done so, stores it, unlocks. */
bool session_renew(struct session *session, const struct session_token *token,
                   struct epi_error *err);

/* Writes "Basic BASE64(user:key)"; false if it does not fit. */
bool session_basic(char *buffer, size_t size, const char *user, const char *key);

#endif
