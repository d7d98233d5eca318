/* SPDX-License-Identifier: MIT
 *
 * Whatever a server answers, headers first: it is an answer within its bounds, or one error with a
 * kind and a text of one line. The input is all that the server sends before it closes.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/base/http.h"
#include "tests/fuzz/fuzz.h"

enum { TIMEOUT = 20, BODY_MAX = 1 << 20, INPUT_MAX = 1 << 16 };

/* A server of one answer. */
static struct {
    int listener;
    char url[64];
    pthread_t thread;
    pthread_mutex_t lock;
    uint8_t bytes[INPUT_MAX]; /* a copy: it may still be sent when nobody listens any more */
    size_t len;
} server = {.listener = -1, .lock = PTHREAD_MUTEX_INITIALIZER};

static void answer(int to)
{
    static uint8_t copy[INPUT_MAX]; /* of the one thread that answers */
    char request[4096];
    pthread_mutex_lock(&server.lock);
    const uint8_t *bytes = copy;
    size_t left = server.len;
    memcpy(copy, server.bytes, left);
    pthread_mutex_unlock(&server.lock);
    if (recv(to, request, sizeof(request), 0) <= 0)
        left = 0;
    while (left) {
        ssize_t sent = send(to, bytes, left, MSG_NOSIGNAL);
        if (sent <= 0)
            break;
        bytes += sent;
        left -= (size_t)sent;
    }
    shutdown(to, SHUT_WR);
    while (recv(to, request, sizeof(request), 0) > 0)
        continue;
}

static void *serve(void *context)
{
    (void)context;
    for (;;) {
        int to = accept(server.listener, NULL, NULL);
        if (to < 0)
            return NULL;
        answer(to);
        close(to);
    }
}

static void begin(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    HOLDS(server.listener >= 0);
    HOLDS(bind(server.listener, (struct sockaddr *)&address, sizeof(address)) == 0);
    HOLDS(listen(server.listener, 16) == 0);
    HOLDS(getsockname(server.listener, (struct sockaddr *)&address, &size) == 0);
    snprintf(server.url, sizeof(server.url), "http://127.0.0.1:%d/a", ntohs(address.sin_port));
    HOLDS(pthread_create(&server.thread, NULL, serve, NULL) == 0);
}

#define ENDED(text) (memchr((text), 0, sizeof(text)))

static void check(const struct http_response *response)
{
    HOLDS(response->status >= 0 && response->status <= 999);
    HOLDS(response->body && response->body_len <= BODY_MAX);
    HOLDS(response->body[response->body_len] == '\0');
    HOLDS(ENDED(response->content_type) && ENDED(response->etag) && ENDED(response->modified));
    HOLDS(!strpbrk(response->content_type, "; \t\r\nABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    HOLDS(!strpbrk(response->etag, "\r\n") && !strpbrk(response->modified, "\r\n"));
    HOLDS(response->retry_after >= 0 && response->pages >= 0 && response->date >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct epi_error err = {0};
    struct http_response response;
    if (server.listener < 0)
        begin();
    pthread_mutex_lock(&server.lock);
    server.len = len < INPUT_MAX ? len : INPUT_MAX;
    memcpy(server.bytes, bytes, server.len);
    pthread_mutex_unlock(&server.lock);
    struct http *http = http_new(NULL, TIMEOUT, &err);
    HOLDS(http);
    const struct http_request request = {.method = "GET", .url = server.url, .max_body = BODY_MAX};
    if (http_send(http, &request, &response, &err)) {
        check(&response);
        http_response_free(&response);
    } else {
        HOLDS(err.kind != EPI_ERROR_NONE && err.kind != EPI_ERROR_STOPPED);
        HOLDS(*err.text && !strpbrk(err.text, "\r\n"));
    }
    http_free(http);
    return 0;
}

static const char *const seeds[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/JSON; charset=utf-8\r\nContent-Length: 2\r\n"
    "ETag: W/\"1\"\r\nLast-Modified: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
    "Date: Thu, 01 Jan 2015 00:00:00 GMT\r\nAge: 60\r\nX-Pagination-Page-Count: 12\r\n\r\n[]",
    "HTTP/1.1 429 Slow Down\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 503 Busy\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
    "Retry-After: Thu, 08 Jan 2015 00:00:00 GMT\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n0\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: //127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 301 Moved\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.0 200\r\nContent-Encoding: gzip\r\n\r\nhello",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nDate: now\r\nAge: -1\r\n\r\n",
};

size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size)
{
    return fuzz_text_seed(seeds, sizeof(seeds) / sizeof(seeds[0]), number, data, size);
}
