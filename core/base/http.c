/* SPDX-License-Identifier: MIT */
#include "core/base/http.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

enum {
    CONNECT_MS = 10000,
    REDIRECTS_MAX = 3,
    HEADER_BYTES_MAX = 256 << 10, /* of one answer */
    URL_BYTES_MAX = 8192,
    SECRET_BYTES = 16 << 10, /* an answer with tokens is shorter */
    POLL_MS = 1000,
    MULTI_QUICK_EXIT = 21, /* CURLMOPT_QUICK_EXIT, which older headers lack */
};

struct http {
    CURLM *multi; /* owns the connections */
    atomic_bool cancelled;
    int timeout; /* seconds */
    http_waits waits;
    void *waits_context;
    char ca_file[];
};

static void cleanup_easy(CURL **easy)
{
    curl_easy_cleanup(*easy);
}

static void cleanup_list(struct curl_slist **list)
{
    for (struct curl_slist *one = *list; one; one = one->next)
        explicit_bzero(one->data, strlen(one->data)); /* tokens are in headers */
    curl_slist_free_all(*list);
}

static void cleanup_text(char **text)
{
    curl_free(*text);
}

/* It may hold a key, also after it was made empty. */
static void cleanup_address(char **url)
{
    if (*url)
        explicit_bzero(*url, URL_BYTES_MAX);
    free(*url);
}

static void cleanup_url(CURLU **url)
{
    curl_url_cleanup(*url);
}

/* ---- SIGPIPE ---- */

/* What is restored after a call into libcurl. */
struct quiet {
    sigset_t mask;
    bool pending; /* a SIGPIPE was pending before the call */
};

static sigset_t only_sigpipe(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

static struct quiet quiet_begin(void)
{
    struct quiet quiet;
    sigset_t waiting;
    sigset_t pipe = only_sigpipe();
    pthread_sigmask(SIG_BLOCK, &pipe, &quiet.mask);
    sigpending(&waiting);
    quiet.pending = sigismember(&waiting, SIGPIPE) == 1;
    return quiet;
}

static void quiet_end(const struct quiet *quiet)
{
    const struct timespec at_once = {0, 0};
    sigset_t pipe = only_sigpipe();
    while (!quiet->pending && sigtimedwait(&pipe, NULL, &at_once) < 0 && errno == EINTR)
        ;
    pthread_sigmask(SIG_SETMASK, &quiet->mask, NULL);
}

/* ---- Connections ---- */

struct http *http_new(const char *ca_file, int timeout, struct epi_error *err)
{
    /* libcurl counts these calls; they are thread-safe since 7.84. There is no cleanup, since other
     * code of the process may be using libcurl. */
    curl_global_init(CURL_GLOBAL_DEFAULT);
    if (!ca_file)
        ca_file = "";
    struct http *http = calloc(1, sizeof(*http) + strlen(ca_file) + 1);
    CURLM *multi = http ? curl_multi_init() : NULL;
    if (!multi) {
        free(http);
        error_memory(err);
        return NULL;
    }
    /* Like CURLOPT_QUICK_EXIT below: in newer versions of libcurl the multi handle looks names up.
     * Older versions refuse the option and do not need it. */
    curl_multi_setopt(multi, (CURLMoption)MULTI_QUICK_EXIT, 1L);
    http->multi = multi;
    http->timeout = timeout > 0 ? timeout : 1;
    atomic_init(&http->cancelled, false);
    memcpy(http->ca_file, ca_file, strlen(ca_file) + 1);
    return http;
}

void http_free(struct http *http)
{
    if (!http)
        return;
    CLEANUP(quiet_end) __attribute__((unused)) struct quiet quiet = quiet_begin();
    curl_multi_cleanup(http->multi);
    free(http);
}

void http_cancel(struct http *http)
{
    atomic_store(&http->cancelled, true);
    curl_multi_wakeup(http->multi);
}

static bool stopped(struct http *http, struct epi_error *err)
{
    if (!atomic_load(&http->cancelled))
        return false;
    epi_error_set(err, EPI_ERROR_STOPPED, "stopped");
    return true;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void http_watch(struct http *http, http_waits waits, void *context)
{
    http->waits = waits;
    http->waits_context = context;
}

bool http_wait(struct http *http, int milliseconds, struct epi_error *err)
{
    CLEANUP(quiet_end) __attribute__((unused)) struct quiet quiet = quiet_begin();
    int64_t end = now_ms() + milliseconds;
    while (!stopped(http, err)) {
        int64_t left = end - now_ms();
        if (left <= 0)
            return true;
        curl_multi_poll(http->multi, NULL, 0, (int)left, NULL);
    }
    return false;
}

/* ---- Addresses ---- */

struct origin {
    bool https;
    bool loopback;
    char host[256];
    char port[8];
};

static bool url_part(CURLU *url, CURLUPart part, unsigned flags, char *buffer, size_t size)
{
    char *text = NULL;
    if (curl_url_get(url, part, &text, flags))
        return false;
    int len = snprintf(buffer, size, "%s", text);
    curl_free(text);
    return len > 0 && (size_t)len < size;
}

static bool is_loopback(const char *host)
{
    struct in_addr v4;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == 127;
    return curl_strequal(host, "localhost") || strcmp(host, "[::1]") == 0;
}

/* Splits an address into its parts. False if the address is refused; the host is then filled in if
 * it is known. */
static bool read_origin(const char *text, struct origin *origin)
{
    *origin = (struct origin){0};
    CLEANUP(cleanup_url) CURLU *url = curl_url();
    char scheme[8];
    char *user = NULL;
    if (!url || curl_url_set(url, CURLUPART_URL, text, 0) ||
        !url_part(url, CURLUPART_HOST, 0, origin->host, sizeof(origin->host)) ||
        !url_part(url, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)) ||
        !url_part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, origin->port, sizeof(origin->port)))
        return false;
    if (curl_url_get(url, CURLUPART_USER, &user, 0) != CURLUE_NO_USER ||
        curl_url_get(url, CURLUPART_PASSWORD, &user, 0) != CURLUE_NO_PASSWORD) {
        curl_free(user);
        return false;
    }
    origin->https = strcmp(scheme, "https") == 0;
    origin->loopback = is_loopback(origin->host);
    return origin->https || (origin->loopback && strcmp(scheme, "http") == 0);
}

static bool same_origin(const struct origin *a, const struct origin *b)
{
    return a->https == b->https && curl_strequal(a->host, b->host) && strcmp(a->port, b->port) == 0;
}

bool http_url_allowed(const char *url)
{
    struct origin origin;
    return !strpbrk(url, "?#") && read_origin(url, &origin);
}

bool http_escape(char *buffer, size_t size, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char hex[] = "0123456789ABCDEF";
    size_t start = strnlen(buffer, size);
    size_t at = start;
    for (; *text; text++) {
        bool keep = strchr(plain, *text) != NULL;
        if (at + (keep ? 1 : 3) >= size) {
            if (start < size)
                buffer[start] = '\0';
            return false;
        }
        if (keep) {
            buffer[at++] = *text;
            continue;
        }
        buffer[at++] = '%';
        buffer[at++] = hex[(unsigned char)*text >> 4];
        buffer[at++] = hex[(unsigned char)*text & 15];
    }
    if (at >= size)
        return false;
    buffer[at] = '\0';
    return true;
}

/* ---- One request ---- */

/* An answer as it arrives. */
struct incoming {
    char *body;
    size_t len, room, max, header_bytes;
    bool too_large, no_memory;
};

static void cleanup_incoming(struct incoming *incoming)
{
    if (incoming->body)
        explicit_bzero(incoming->body, incoming->len);
    free(incoming->body);
}

static bool make_room(struct incoming *incoming, size_t len)
{
    if (len < incoming->room - incoming->len)
        return true;
    size_t room = incoming->len + len + 1;
    room = room < SECRET_BYTES ? SECRET_BYTES : room + room / 2;
    bool small = room <= 4 * SECRET_BYTES; /* a long list is no secret, and moved by its pages */
    char *body = small ? malloc(room) : realloc(incoming->body, room);
    if (!body) {
        incoming->no_memory = true;
        return false;
    }
    if (small && incoming->body) {
        memcpy(body, incoming->body, incoming->len);
        explicit_bzero(incoming->body, incoming->len);
        free(incoming->body);
    }
    incoming->body = body;
    incoming->room = room;
    return true;
}

/* libcurl ends the transfer if one of these two returns less than it was given. */
static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct incoming *incoming = context;
    size_t len = size * count;
    if (len > incoming->max - incoming->len) {
        incoming->too_large = true;
        return 0;
    }
    if (!make_room(incoming, len))
        return 0;
    memcpy(incoming->body + incoming->len, data, len);
    incoming->len += len;
    return len;
}

static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    (void)data;
    struct incoming *incoming = context;
    incoming->header_bytes += size * count;
    incoming->too_large |= incoming->header_bytes > HEADER_BYTES_MAX;
    return incoming->too_large ? 0 : size * count;
}

static bool append_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer)
        *list = longer;
    return longer != NULL;
}

static bool build_headers(const struct http_request *request, struct curl_slist **list,
                          struct epi_error *err)
{
    bool fine = append_header(list, "Expect:");
    bool typed = false;
    assert(request->header_count <= HTTP_HEADERS_MAX);
    for (size_t i = 0; i < request->header_count && fine; i++) {
        const struct http_header *header = &request->headers[i];
        if (strpbrk(header->value, "\r\n")) {
            return epi_error_set(err, EPI_ERROR_NEVER,
                                 "the value of the header %s contains a line break", header->name);
        }
        size_t size = strlen(header->name) + strlen(header->value) + 3;
        CLEANUP(cleanup_wipe) char *line = calloc(1, size);
        if (line) { /* with a semicolon, libcurl sends a header without a value */
            snprintf(line, size, "%s%s%s", header->name, *header->value ? ": " : ";",
                     header->value);
        }
        fine = line && append_header(list, line);
        typed |= curl_strequal(header->name, "Content-Type") != 0;
    }
    /* libcurl would declare a body to be a form, which it never is here. */
    if (fine && !typed)
        fine = append_header(list, "Content-Type:");
    return fine || error_memory(err);
}

static void set_method(CURL *easy, const struct http_request *request)
{
    const char *method = request->method;
    bool has_body = request->body || strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
                    strcmp(method, "PATCH") == 0;
    if (has_body) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)(request->body ? request->body_len : 0));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body ? request->body : "");
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
    } else if (strcmp(method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else {
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
    }
}

/* Whether the method is idempotent (RFC 9110, 9.2.2). */
static bool is_repeatable(const char *method)
{
    static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE"};
    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (strcmp(method, methods[i]) == 0)
            return true;
    }
    return false;
}

static void set_options(struct http *http, CURL *easy, const struct origin *origin)
{
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L); /* does not wait for a hanging name look-up */
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, origin->https ? "https" : "http");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    char agent[64];
    snprintf(agent, sizeof(agent), "epimark/%s", epi_version());
    curl_easy_setopt(easy, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    long connect = http->timeout * 1000L;
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect < CONNECT_MS ? connect : CONNECT_MS);
    if (origin->loopback) /* a proxy cannot reach this computer's loopback */
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    const char *ca_file = http->ca_file;
    if (*ca_file) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
}

/* host: NULL once its answer is not awaited any more. */
static void say_wait(const struct http *http, const char *host)
{
    if (http->waits)
        http->waits(http->waits_context, host);
}

/* Runs one transfer to its end, or until http_cancel. */
static bool perform(struct http *http, const char *host, CURL *easy, CURLcode *code,
                    struct epi_error *err)
{
    if (curl_multi_add_handle(http->multi, easy))
        return error_memory(err);
    bool done = false;
    while (!done && !stopped(http, err)) {
        int running = 0;
        int left = 0;
        curl_multi_perform(http->multi, &running);
        for (CURLMsg *said; (said = curl_multi_info_read(http->multi, &left));) {
            if (said->msg == CURLMSG_DONE) {
                *code = said->data.result;
                done = true;
            }
        }
        if (!done) {
            say_wait(http, host);
            curl_multi_poll(http->multi, NULL, 0, POLL_MS, NULL);
        }
    }
    say_wait(http, NULL);
    curl_multi_remove_handle(http->multi, easy);
    return done;
}

static bool explain(const struct http *http, const char *host, const struct incoming *incoming,
                    CURLcode code, struct epi_error *err)
{
    if (incoming->too_large) {
        return epi_error_set(err, EPI_ERROR_LATER, "%s sent more than %zu KiB", host,
                             incoming->max >> 10);
    }
    if (incoming->no_memory)
        code = CURLE_OUT_OF_MEMORY;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return epi_error_set(err, EPI_ERROR_LATER, "cannot resolve %s; is the network up?", host);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return epi_error_set(err, EPI_ERROR_LATER, "cannot resolve the proxy for %s", host);
    case CURLE_COULDNT_CONNECT:
        return epi_error_set(err, EPI_ERROR_LATER, "cannot connect to %s", host);
    case CURLE_OPERATION_TIMEDOUT:
        return epi_error_set(err, EPI_ERROR_LATER, "%s did not finish answering within %d s", host,
                             http->timeout);
    case CURLE_PEER_FAILED_VERIFICATION:
        return epi_error_set(
            err, EPI_ERROR_LATER,
            "the certificate of %s is not trusted; to trust it, set ca_file to the "
            "certificate of its CA",
            host);
    case CURLE_SSL_CACERT_BADFILE:
        return *http->ca_file ? epi_error_set(err, EPI_ERROR_LATER,
                                              "cannot read CA certificates from %s: check ca_file",
                                              http->ca_file)
                              : epi_error_set(err, EPI_ERROR_LATER,
                                              "cannot read the system's CA certificates");
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return epi_error_set(err, EPI_ERROR_LATER,
                             "%s closed the connection before the end of its answer", host);
    case CURLE_UNSUPPORTED_PROTOCOL: /* libcurl's error for what looks like HTTP/0.9 */
    case CURLE_WEIRD_SERVER_REPLY:
        return epi_error_set(err, EPI_ERROR_LATER, "%s did not answer in HTTP: check its address",
                             host);
    case CURLE_URL_MALFORMAT:
        return epi_error_set(err, EPI_ERROR_NEVER, "malformed address of %s", host);
    default:
        return epi_error_set(err, EPI_ERROR_LATER, "%s: %s", host, curl_easy_strerror(code));
    }
}

static int clamped(int64_t value)
{
    return value < 0 ? 0 : value > INT_MAX ? INT_MAX : (int)value;
}

static const char *header_of(CURL *easy, const char *name)
{
    struct curl_header *header = NULL;
    return curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) ? NULL : header->value;
}

/* RFC 9110, 10.2.3: seconds or a date. A date is counted from the answer's own, so that it does not
 * depend on this machine's clock. libcurl's own count ends at 6 hours in newer versions. */
static int64_t retry_after_of(CURL *easy)
{
    const char *value = header_of(easy, "Retry-After");
    if (!value)
        return 0;
    size_t digits = strspn(value, "0123456789");
    if (digits && !value[digits])
        return strtoll(value, NULL, 10);
    time_t until = curl_getdate(value, NULL);
    const char *date = header_of(easy, "Date"); /* value is gone */
    time_t now = date ? curl_getdate(date, NULL) : -1;
    if (until != -1 && now != -1)
        return until - now;
    curl_off_t seconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds);
    return seconds;
}

/* RFC 9110, 6.6.1, and RFC 9111, 5.1: a cache tells for how long it had the answer. */
static int64_t date_of(CURL *easy)
{
    const char *date = header_of(easy, "Date");
    time_t at = date ? curl_getdate(date, NULL) : -1;
    const char *age = header_of(easy, "Age");
    return at <= 0 ? 0 : at + (age ? clamped(strtoll(age, NULL, 10)) : 0);
}

static void copy_header(CURL *easy, const char *name, char *text, size_t size)
{
    const char *value = header_of(easy, name);
    snprintf(text, size, "%s", value && strlen(value) < size ? value : "");
}

/* All headers of the answer, or NULL. libcurl has checked that each is one line. */
static char *all_headers(CURL *easy)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct curl_header *header = NULL;
    while (out && (header = curl_easy_nextheader(easy, CURLH_HEADER, -1, header))) {
        if (!curl_strequal(header->name, "Set-Cookie"))
            fprintf(out, "%s: %s\n", header->name, header->value);
    }
    if (out && fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

static void read_response(CURL *easy, struct incoming *incoming, struct http_response *response)
{
    long status = 0;
    char *type = NULL;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
    *response = (struct http_response){
        .status = (int)status,
        .body = incoming->body,
        .body_len = incoming->len,
        .retry_after = clamped(retry_after_of(easy)),
        .date = date_of(easy),
    };
    const char *pages = header_of(easy, "X-Pagination-Page-Count");
    if (pages)
        response->pages = clamped(strtoll(pages, NULL, 10));
    const char *items = header_of(easy, "X-Pagination-Item-Count");
    response->items = items ? strtoll(items, NULL, 10) : -1;
    const char *resets = header_of(easy, "X-RateLimit-Reset");
    if (resets)
        response->resets_at = strtoll(resets, NULL, 10);
    copy_header(easy, "ETag", response->etag, sizeof(response->etag));
    copy_header(easy, "Last-Modified", response->modified, sizeof(response->modified));
    for (size_t i = 0; type && i + 1 < sizeof(response->content_type); i++) {
        if (!type[i] || strchr("; \t", type[i]))
            break;
        bool upper = type[i] >= 'A' && type[i] <= 'Z';
        response->content_type[i] = (char)(upper ? type[i] + ('a' - 'A') : type[i]);
    }
    response->body[response->body_len] = '\0';
    incoming->body = NULL;
}

/* The address made absolute, or NULL. CURLINFO_REDIRECT_URL would do, but newer versions of libcurl
 * leave out a name and password in it, and such an address has to be refused. */
static char *absolute(CURL *easy, const char *location)
{
    char *base = NULL, *target = NULL;
    curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &base);
    CLEANUP(cleanup_url) CURLU *url = curl_url();
    if (!url || !base || curl_url_set(url, CURLUPART_URL, base, 0) ||
        curl_url_set(url, CURLUPART_URL, location, CURLU_NON_SUPPORT_SCHEME) ||
        curl_url_get(url, CURLUPART_URL, &target, 0))
        return NULL;
    return target;
}

/* url becomes the target of a redirect; "" if the answer is not a redirect. */
static bool read_redirect(CURL *easy, const struct http_request *request,
                          const struct origin *origin, char *url, size_t size,
                          struct epi_error *err)
{
    long status = 0;
    struct origin other = {.host = ""};
    *url = '\0';
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    const char *location = header_of(easy, "Location");
    if (!location || request->stays ||
        !(status == 307 || status == 308 || (status >= 301 && status <= 303)))
        return true;
    if (strcmp(request->method, "GET") != 0 && strcmp(request->method, "HEAD") != 0) {
        return epi_error_set(err, EPI_ERROR_LATER, "%s redirects a %s request: refused",
                             origin->host, request->method);
    }
    CLEANUP(cleanup_text) char *target = absolute(easy, location);
    if (!target || !read_origin(target, &other) || !same_origin(origin, &other)) {
        return epi_error_set(err, EPI_ERROR_LATER, "%s redirects to another server (%s): refused",
                             origin->host, *other.host ? other.host : "no host");
    }
    if (strlen(target) >= size) {
        return epi_error_set(err, EPI_ERROR_LATER,
                             "%s redirects to an address that is too long: refused", origin->host);
    }
    memcpy(url, target, strlen(target) + 1);
    return true;
}

/* Gets one answer of any status. url becomes the target of a redirect, or "". */
static bool send_once(struct http *http, const struct http_request *request, char *url, size_t size,
                      int64_t deadline, struct http_response *response, struct epi_error *err)
{
    struct origin origin;
    if (!read_origin(url, &origin)) {
        return epi_error_set(
            err, EPI_ERROR_NEVER,
            "the address of %s is refused: use https, or http on this computer, without "
            "a user name",
            *origin.host ? origin.host : "(no host)");
    }
    CLEANUP(cleanup_incoming)
    struct incoming incoming = {.max = request->max_body ? request->max_body : HTTP_BODY_MAX};
    CLEANUP(cleanup_list) struct curl_slist *headers = NULL;
    CLEANUP(cleanup_easy) CURL *easy = curl_easy_init();
    if (!easy || !make_room(&incoming, 0))
        return error_memory(err);
    if (!build_headers(request, &headers, err))
        return false;
    int64_t left = deadline - now_ms();
    CURLcode code = CURLE_OPERATION_TIMEDOUT;
    set_options(http, easy, &origin);
    set_method(easy, request);
    /* If a reused connection ends without a byte of answer, libcurl sends the request again, even a
     * POST that the service may have carried out. */
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, is_repeatable(request->method) ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left > 0 ? (long)left : 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &incoming);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &incoming);
    if (!perform(http, origin.host, easy, &code, err))
        return false;
    if (code)
        return explain(http, origin.host, &incoming, code, err);
    if (!read_redirect(easy, request, &origin, url, size, err))
        return false;
    if (*url)
        return true;
    read_response(easy, &incoming, response);
    if (request->headers_wanted && !(response->headers = all_headers(easy))) {
        http_response_free(response);
        return error_memory(err);
    }
    return true;
}

bool http_send(struct http *http, const struct http_request *request,
               struct http_response *response, struct epi_error *err)
{
    if (strlen(request->url) >= URL_BYTES_MAX) {
        return epi_error_set(err, EPI_ERROR_NEVER, "the address is longer than %d bytes",
                             URL_BYTES_MAX - 1);
    }
    CLEANUP(cleanup_address) char *url = calloc(1, URL_BYTES_MAX);
    if (!url)
        return error_memory(err);
    memcpy(url, request->url, strlen(request->url));
    CLEANUP(quiet_end) __attribute__((unused)) struct quiet quiet = quiet_begin();
    int64_t deadline = now_ms() + http->timeout * 1000LL;
    for (int hop = 0; hop <= REDIRECTS_MAX; hop++) {
        if (!send_once(http, request, url, URL_BYTES_MAX, deadline, response, err))
            return false;
        if (!*url)
            return true;
    }
    struct origin origin;
    read_origin(url, &origin);
    return epi_error_set(err, EPI_ERROR_LATER, "%s redirects more than %d times", origin.host,
                         REDIRECTS_MAX);
}

const char *http_library(void)
{
    return curl_version();
}

void http_response_free(struct http_response *response)
{
    if (response->body)
        explicit_bzero(response->body, response->body_len); /* a token may be in it */
    free(response->body);
    free(response->headers);
    response->body = response->headers = NULL;
    response->body_len = 0;
}
