/* SPDX-License-Identifier: MIT */
#include "tests/doubles/raw.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char gzip_hello[] =
    "\037\213\010\000\000\000\000\000\002\377\313\110\315\311\311\007\000\206\246\020\066\005"
    "\000\000\000";

/* 100,000 blanks. */
static const char gzip_bomb[] =
    "\037\213\010\000\000\000\000\000\002\377\355\301\061\001\000\000\000\302\240\052\353\237"
    "\322\032\036\100\001\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000"
    "\000\000\000\000\000\000\000\000\000\000\000\000\000\257\006\055\360\171\312\240\206\001"
    "\000";

/* Answers that are the same each time. */
static const struct {
    const char *path;
    const char *head;
    const char *body;
    size_t len;
} canned[] = {
    {"/hello", "200 OK\r\nContent-Type: Text/Plain; charset=utf-8", "hello", 5},
    {"/nul", "200 OK", "a\0b", 3},
    {"/empty", "204 No Content", NULL, 0},
    {"/error", "503 Busy\r\nRetry-After: 7", "later", 5},
    {"/soon", "429 Slow Down\r\nRetry-After: soon", "", 0},
    {"/long-wait", "429 Slow Down\r\nRetry-After: 99999999999", "", 0},
    {"/day", "429 Slow Down\r\nRetry-After: 86400", "", 0},
    {"/week",
     "429 Slow Down\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\n"
     "Retry-After: Thu, 08 Jan 2015 00:00:00 GMT",
     "", 0},
    {"/aged", "200 OK\r\nDate: Thu, 01 Jan 2015 00:00:00 GMT\r\nAge: 90", "", 0},
    {"/undated", "200 OK\r\nDate: today\r\nAge: 90", "", 0},
    {"/minus", "429 Slow Down\r\nRetry-After: -5", "", 0},
    {"/past", "429 Slow Down\r\nRetry-After: Thu, 01 Jan 2015 00:00:00 GMT", "", 0},
    {"/pages", "200 OK\r\nX-Pagination-Page-Count: 12", "[]", 2},
    {"/bad-pages", "200 OK\r\nx-pagination-page-count: -99999999999999999999", "[]", 2},
    {"/see", "301 Moved\r\nLocation: /hello", "null", 4},
    {"/see-relative", "302 Found\r\nLocation: hello", "", 0},
    {"/see-308", "308 Moved\r\nLocation: /hello", "", 0},
    {"/see-nothing", "301 Moved", "here", 4},
    {"/see-choices", "300 Choose\r\nLocation: /hello", "many", 4},
    {"/see-bad", "301 Moved\r\nLocation: ftp://127.0.0.1/x", "", 0},
    {"/circle", "302 Found\r\nLocation: /circle", "", 0},
    {"/chain3", "302 Found\r\nLocation: /chain2", "", 0},
    {"/chain2", "302 Found\r\nLocation: /chain1", "", 0},
    {"/chain1", "302 Found\r\nLocation: /hello", "", 0},
    {"/gzip", "200 OK\r\nContent-Encoding: gzip", gzip_hello, sizeof(gzip_hello) - 1},
    {"/gzip-bomb", "200 OK\r\nContent-Encoding: gzip", gzip_bomb, sizeof(gzip_bomb) - 1},
    {"/gzip-lie", "200 OK\r\nContent-Encoding: gzip", "hello", 5},
};

static void send_all(int to, const char *bytes, size_t len)
{
    while (len) {
        ssize_t sent = send(to, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void send_answer(int to, const char *head, const char *body, size_t len)
{
    char start[8192]; /* the longest head of canned, and more */
    int size = body ? snprintf(start, sizeof(start), "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n",
                               head, len)
                    : snprintf(start, sizeof(start), "HTTP/1.1 %s\r\n\r\n", head);
    send_all(to, start, (size_t)size);
    send_all(to, body, len);
}

/* Whether the client closes within that many milliseconds. */
static bool client_left(int to, int milliseconds)
{
    struct pollfd poll_for = {.fd = to, .events = POLLIN};
    char byte = 0;
    return poll(&poll_for, 1, milliseconds) == 1 && recv(to, &byte, 1, 0) <= 0;
}

static void send_redirect(int to, const char *host, int port, const char *path)
{
    char head[256];
    snprintf(head, sizeof(head), "302 Found\r\nLocation: http://%s:%d%s", host, port, path);
    send_answer(to, head, "", 0);
}

/* Answers that depend on the time or the port. */
static void answer_elsewhere(struct raw *raw, int to, const char *path)
{
    if (strcmp(path, "/retry-date") == 0) {
        char head[128];
        struct tm tm;
        time_t then = time(NULL) + 90;
        gmtime_r(&then, &tm);
        strftime(head, sizeof(head), "429 Slow Down\r\nRetry-After: %a, %d %b %Y %H:%M:%S GMT",
                 &tm);
        send_answer(to, head, "", 0);
    } else if (strcmp(path, "/see-whole") == 0) {
        send_redirect(to, "127.0.0.1", raw->port, "/hello");
    } else if (strcmp(path, "/see-other-port") == 0) {
        send_redirect(to, "127.0.0.1", raw->other_port, "/secret-path?secret=1");
    } else if (strcmp(path, "/see-other-name") == 0) {
        send_redirect(to, "localhost", raw->port, "/secret-path?secret=1");
    } else if (strcmp(path, "/see-user") == 0) {
        send_redirect(to, "me:secret@127.0.0.1", raw->port, "/hello");
    } else if (strcmp(path, "/see-stranger") == 0) {
        send_redirect(to, "stranger.example", 80, "/secret-path?secret=1");
    }
}

/* Answers one request; false ends the connection. */
static bool answer_request(struct raw *raw, int to, const char *path, const char *request)
{
    for (size_t i = 0; i < sizeof(canned) / sizeof(canned[0]); i++) {
        if (strcmp(path, canned[i].path) == 0) {
            send_answer(to, canned[i].head, canned[i].body,
                        strncmp(request, "HEAD ", 5) ? canned[i].len : 0);
            return true;
        }
    }
    if (strcmp(path, "/echo") == 0) {
        send_answer(to, "200 OK", request, strlen(request));
        return true;
    }
    if (strcmp(path, "/missing") == 0) {
        send_answer(to, "404 Not Found", "none", 4);
        return true;
    }
    if (strcmp(path, "/then-close") == 0) {
        send_answer(to, "200 OK", "bye", 3);
    } else if (strcmp(path, "/stall") == 0) {
        client_left(to, -1);
    } else if (strcmp(path, "/drip") == 0) {
        send_all(to, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", 43 + 1);
        while (!client_left(to, 20))
            send_all(to, "x", 1);
    } else if (strcmp(path, "/cut") == 0) {
        send_all(to, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", 44);
    } else if (strcmp(path, "/cut-chunk") == 0) {
        const char *cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        send_all(to, cut, strlen(cut));
    } else if (strcmp(path, "/cut-at-once") == 0) {
        return false;
    } else if (strcmp(path, "/no-http") == 0) {
        send_all(to, "SSH-2.0-OpenSSH\r\n\r\n", 19);
    } else if (strcmp(path, "/endless-body") == 0) {
        send_all(to, "HTTP/1.1 200 OK\r\n\r\n", 19);
        static const char much[65536];
        while (!client_left(to, 0))
            send_all(to, much, sizeof(much));
    } else if (strcmp(path, "/endless-head") == 0) {
        send_all(to, "HTTP/1.1 200 OK\r\n", 17);
        while (!client_left(to, 0))
            send_all(to, "X-More: 0123456789abcdef\r\n", 26);
    } else {
        answer_elsewhere(raw, to, path);
    }
    return false;
}

/* Reads one request with its body into request. False if the client left. */
static bool read_request(int from, char *request)
{
    size_t len = 0;
    size_t whole = SIZE_MAX;
    while (len < whole && len < RAW_REQUEST_MAX - 1) {
        ssize_t got = recv(from, request + len, RAW_REQUEST_MAX - 1 - len, 0);
        if (got <= 0)
            return false;
        len += (size_t)got;
        request[len] = '\0';
        const char *head_end = strstr(request, "\r\n\r\n");
        if (head_end && whole == SIZE_MAX) {
            const char *length = strstr(request, "\r\nContent-Length: ");
            whole = (size_t)(head_end - request) + 4;
            if (length && length < head_end)
                whole += strtoul(length + 18, NULL, 10);
        }
    }
    return true;
}

static void *serve_connection(void *context)
{
    struct connection *connection = context;
    struct raw *raw = connection->raw;
    char *request = connection->request;
    bool stay = true;
    while (stay && read_request(connection->socket, request)) {
        pthread_mutex_lock(&raw->lock);
        raw->requests++;
        memcpy(raw->request, request, RAW_REQUEST_MAX);
        pthread_cond_broadcast(&raw->changed);
        pthread_mutex_unlock(&raw->lock);
        char path[256] = "";
        sscanf(request, "%*s %255s", path);
        stay = answer_request(raw, connection->socket, path, request);
    }
    shutdown(connection->socket, SHUT_RDWR);
    return NULL;
}

/* Ends the test: it needs its server. */
static void must(bool holds)
{
    if (!holds)
        abort();
}

static void *serve(void *context)
{
    struct raw *raw = context;
    for (int socket; (socket = accept(raw->listener, NULL, NULL)) >= 0;) {
        must(raw->connections < RAW_CONNECTIONS_MAX);
        int at_once = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
        pthread_mutex_lock(&raw->lock);
        struct connection *connection = &raw->connection[raw->connections++];
        pthread_mutex_unlock(&raw->lock);
        *connection = (struct connection){.raw = raw, .socket = socket};
        pthread_create(&connection->thread, NULL, serve_connection, connection);
    }
    return NULL;
}

struct raw *raw_start(void)
{
    struct raw *raw = calloc(1, sizeof(*raw));
    must(raw != NULL);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    pthread_mutex_init(&raw->lock, NULL);
    pthread_cond_init(&raw->changed, NULL);
    raw->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(bind(raw->listener, (struct sockaddr *)&address, size) == 0);
    must(listen(raw->listener, 16) == 0);
    must(getsockname(raw->listener, (struct sockaddr *)&address, &size) == 0);
    raw->port = ntohs(address.sin_port);
    must(pthread_create(&raw->thread, NULL, serve, raw) == 0);
    return raw;
}

void raw_stop(struct raw *raw)
{
    shutdown(raw->listener, SHUT_RDWR);
    pthread_join(raw->thread, NULL);
    close(raw->listener);
    for (int i = 0; i < raw->connections; i++) {
        shutdown(raw->connection[i].socket, SHUT_RDWR);
        pthread_join(raw->connection[i].thread, NULL);
        close(raw->connection[i].socket);
    }
    pthread_cond_destroy(&raw->changed);
    pthread_mutex_destroy(&raw->lock);
    free(raw);
}

int raw_requests(struct raw *raw)
{
    pthread_mutex_lock(&raw->lock);
    int requests = raw->requests;
    pthread_mutex_unlock(&raw->lock);
    return requests;
}

int raw_connections(struct raw *raw)
{
    pthread_mutex_lock(&raw->lock);
    int connections = raw->connections;
    pthread_mutex_unlock(&raw->lock);
    return connections;
}

void raw_await(struct raw *raw, int requests)
{
    pthread_mutex_lock(&raw->lock);
    while (raw->requests < requests)
        pthread_cond_wait(&raw->changed, &raw->lock);
    pthread_mutex_unlock(&raw->lock);
}
