/* SPDX-License-Identifier: MIT
 *
 * http: sends one request at a time, limited in time and size; any thread can cancel it. Accepts
 * only https with verification, or plain http to loopback; follows redirects only within the same
 * origin. Knows nothing of any service. Used by services, and where connections are made for it.
 */
#ifndef EPIMARK_BASE_HTTP_H
#define EPIMARK_BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

enum {
    HTTP_HEADERS_MAX = 12,
    HTTP_BODY_MAX = 4 << 20,       /* bytes of one answer, unless its route allows more */
    HTTP_BODY_MAX_LIST = 64 << 20, /* whole episode lists */
};

struct http; /* the connections of one thread */

/* ca_file: trust only these CA certificates; "" or NULL: the system's. timeout: seconds for a whole
 * request. Only the calling thread may send, wait and free. A TLS connection that breaks raises
 * SIGPIPE, which would end the process: each of these calls blocks SIGPIPE in its thread while it
 * runs, and discards one that it raised before it returns. */
struct http *http_new(const char *ca_file, int timeout, struct epi_error *err);
void http_free(struct http *http);

/* From any thread: the current request or wait and all later ones end at once with
 * EPI_ERROR_STOPPED. */
void http_cancel(struct http *http);

/* From now on waits is called while an answer is awaited, at least once a second, with the host
 * that is to give it, and with NULL once it is not awaited any more; on the calling thread, and
 * must not use http. NULL: no more. */
typedef void (*http_waits)(void *context, const char *host);
void http_watch(struct http *http, http_waits waits, void *context);

/* Waits for a number of milliseconds. False with EPI_ERROR_STOPPED after http_cancel. */
bool http_wait(struct http *http, int milliseconds, struct epi_error *err);

struct http_header {
    const char *name;
    const char *value;
};

struct http_request {
    const char *method; /* "GET" */
    const char *url;
    struct http_header headers[HTTP_HEADERS_MAX];
    size_t header_count;
    const char *body; /* NULL for none */
    size_t body_len;
    size_t max_body; /* bytes of the answer; 0: HTTP_BODY_MAX */
    bool stays;      /* a redirect is an answer like any other */
    bool headers_wanted;
};

struct http_response {
    int status;
    char *body; /* terminated; free with http_response_free */
    size_t body_len;
    char content_type[64]; /* "application/json": no parameters, lower case */
    int retry_after;       /* seconds, 0 if absent */
    int pages;             /* X-Pagination-Page-Count, 0 if absent */
    int64_t items;         /* X-Pagination-Item-Count, -1 if absent */
    int64_t resets_at;     /* X-RateLimit-Reset, seconds since 1970; 0 if absent */
    int64_t date;          /* what time it was there, seconds since 1970; 0 if absent */
    char etag[128];        /* as sent; "" if absent, or too long */
    char modified[40];     /* Last-Modified, the same */
    char *headers; /* if wanted: "Name: value\n" for each but cookies, which are secrets; or NULL */
};

/* Sends a request and waits for the whole answer, whatever its status. Fails with EPI_ERROR_LATER
 * (no connection, timeout, incomplete answer, answer too large, redirect refused), EPI_ERROR_NEVER
 * (an address or a header that is not allowed) or EPI_ERROR_STOPPED. The text of an error names the
 * host, never the path, query or headers. User-Agent is epimark/VERSION; Accept-Encoding lists what
 * libcurl can decode. GET and HEAD follow up to three redirects, unless the request stays. GET,
 * HEAD, PUT and DELETE may arrive twice; any other method uses a new connection and arrives at most
 * once. */
bool http_send(struct http *http, const struct http_request *request,
               struct http_response *response, struct epi_error *err);

void http_response_free(struct http_response *response);

/* The library beneath, and what it uses: "libcurl/7.88.1 OpenSSL/3.0.19 ...". */
const char *http_library(void);

/* Whether url may be a base address: https, or http to loopback (127.0.0.0/8, ::1, localhost);
 * no user, query or fragment. */
bool http_url_allowed(const char *url);

/* Appends text to a buffer and escapes everything but the unreserved characters of RFC 3986. False,
 * with the buffer unchanged, if it does not fit. */
bool http_escape(char *buffer, size_t size, const char *text);

#endif
