/* SPDX-License-Identifier: MIT
 *
 * http: one request at a time, bounded in time and size, which any thread can cancel. Only https
 * with verification, or plain http to loopback; redirects are followed on the same origin only.
 * Knows nothing of any service. services uses it, and those who make its connections.
 */
#ifndef EPIMARK_BASE_HTTP_H
#define EPIMARK_BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"

enum {
    HTTP_HEADERS_MAX = 12,
    HTTP_BODY_MAX = 4 << 20,       /* bytes of an answer, unless its route allows more */
    HTTP_BODY_MAX_LIST = 64 << 20, /* whole episode lists */
};

struct http; /* the connections of one thread */

/* ca_file: only these certificates are trusted; "" or NULL: the system's own. timeout: seconds for
 * a whole request. Only the calling thread may send, wait and free. A TLS connection that breaks
 * raises SIGPIPE, which would end the process: while one of these calls runs, SIGPIPE is blocked in
 * that thread, and one that the call raised is gone when it returns. */
struct http *http_new(const char *ca_file, int timeout, struct epi_error *err);
void http_free(struct http *http);

/* From any thread: the running and every later request or wait ends at once with
 * EPI_ERROR_STOPPED. */
void http_cancel(struct http *http);

/* Waits up to milliseconds, or until http_cancel: then false with EPI_ERROR_STOPPED. */
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
    size_t max_body; /* bytes of the answer; 0 is HTTP_BODY_MAX */
};

struct http_response {
    int status;
    char *body; /* terminated; free with http_response_free */
    size_t body_len;
    char content_type[64]; /* "application/json": no parameters, lower case */
    int retry_after;       /* seconds, 0 if it has none */
    int pages;             /* X-Pagination-Page-Count, 0 if it has none */
};

/* Sends a request and waits for its whole answer, whatever its status. Fails with EPI_ERROR_LATER
 * (no connection, time out, cut short, over its maximum, a redirect that is not followed),
 * EPI_ERROR_NEVER (an address or a header that is not allowed) or EPI_ERROR_STOPPED. The text names
 * the host, never the path, query or headers. User-Agent is epimark/VERSION; Accept-Encoding is
 * what libcurl decodes. GET and HEAD follow up to three redirects. GET, HEAD, PUT and DELETE may
 * arrive twice; any other method leaves on a fresh connection and arrives once at most. */
bool http_send(struct http *http, const struct http_request *request,
               struct http_response *response, struct epi_error *err);

void http_response_free(struct http_response *response);

/* Whether url may be a base address: https, or http to loopback (127.0.0.0/8, ::1, localhost);
 * no user, query or fragment. */
bool http_url_allowed(const char *url);

/* Appends text to a buffer with everything but RFC 3986 unreserved characters escaped. False,
 * with the buffer as it was, when it does not fit. */
bool http_escape(char *buffer, size_t size, const char *text);

/* How many connections were opened so far; for tests and measurements. */
long http_connections(const struct http *http);

#endif
