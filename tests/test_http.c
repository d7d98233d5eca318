/* SPDX-License-Identifier: MIT */
#include <netdb.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/http.h"
#include "tests/doubles/raw.h"
#include "tests/doubles/scarce.h"
#include "tests/doubles/secure.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/standin.h"
/* cmocka.h wants those first. */
#include <cmocka.h>

#include "tests/doubles/kind.h"

/* ---- A name that takes for ever to be looked up ---- */

struct hang {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool entered, released, left;
};

static struct hang *the_hang(void)
{
    static struct hang hang = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0, 0};
    return &hang;
}

/* In place of libc's, which libcurl's resolver thread calls: nothing here needs a real name. */
__attribute__((visibility("default"))) int getaddrinfo(const char *node, const char *service,
                                                       const struct addrinfo *hints,
                                                       struct addrinfo **result)
{
    (void)service;
    (void)hints;
    *result = NULL;
    if (node && strcmp(node, "hang.example") == 0) {
        struct hang *hang = the_hang();
        pthread_mutex_lock(&hang->lock);
        hang->entered = true;
        pthread_cond_broadcast(&hang->changed);
        while (!hang->released)
            pthread_cond_wait(&hang->changed, &hang->lock);
        hang->left = true;
        pthread_cond_broadcast(&hang->changed);
        pthread_mutex_unlock(&hang->lock);
    }
    return EAI_NONAME;
}

/* ---- The fixture ---- */

struct fixture {
    struct raw *raw;
    struct http *http;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct epi_error err;
    fixture->raw = raw_start();
    fixture->http = http_new(NULL, 30, &err);
    assert_non_null(fixture->http);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    http_free(fixture->http);
    raw_stop(fixture->raw);
    free(fixture);
    return 0;
}

static void address(const struct fixture *fixture, const char *path, char *url, size_t size)
{
    snprintf(url, size, "http://127.0.0.1:%d%s", fixture->raw->port, path);
}

static bool ask(struct fixture *fixture, const char *method, const char *path,
                struct http_response *response, struct epi_error *err)
{
    char url[256];
    address(fixture, path, url, sizeof(url));
    struct http_request request = {.method = method, .url = url};
    return http_send(fixture->http, &request, response, err);
}

static void get(struct fixture *fixture, const char *path, struct http_response *response)
{
    struct epi_error err = {0};
    if (!ask(fixture, "GET", path, response, &err))
        fail_msg("%s: %s", path, err.text);
}

static void assert_fails(struct fixture *fixture, const char *path, enum epi_error_kind kind,
                         const char *text)
{
    struct epi_error err = {0};
    struct http_response response = {.status = -1};
    assert_false(ask(fixture, "GET", path, &response, &err));
    assert_int_equal(response.status, -1); /* untouched */
    if (err.kind != kind || !strstr(err.text, text))
        fail_msg("%s: %s: %s", path, kind_text(err.kind), err.text);
    assert_null(strstr(err.text, "secret"));
    assert_null(strstr(err.text, path));
}

/* ---- Answers ---- */

static void takes_an_answer(void **state)
{
    struct http_response response;
    get(*state, "/hello", &response);
    assert_int_equal(response.status, 200);
    assert_int_equal(response.body_len, 5);
    assert_string_equal(response.body, "hello");
    assert_string_equal(response.content_type, "text/plain");
    assert_int_equal(response.retry_after, 0);
    assert_int_equal(response.pages, 0);
    http_response_free(&response);
    http_response_free(&response);

    get(*state, "/empty", &response);
    assert_int_equal(response.status, 204);
    assert_int_equal(response.body_len, 0);
    assert_string_equal(response.body, "");
    assert_string_equal(response.content_type, "");
    http_response_free(&response);

    get(*state, "/nul", &response);
    assert_int_equal(response.body_len, 3);
    assert_memory_equal(response.body, "a\0b", 4);
    http_response_free(&response);

    get(*state, "/missing", &response);
    assert_int_equal(response.status, 404);
    http_response_free(&response);
}

static void reads_how_long_to_wait(void **state)
{
    static const struct {
        const char *path;
        int from, to;
    } cases[] = {{"/error", 7, 7},
                 {"/retry-date", 1, 90},
                 {"/soon", 0, 0},
                 {"/past", 0, 0},
                 {"/long-wait", INT32_MAX, INT32_MAX},
                 {"/day", 86400, 86400},
                 {"/week", 604800, 604800},
                 {"/minus", 0, 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_response response;
        get(*state, cases[i].path, &response);
        if (response.retry_after < cases[i].from || response.retry_after > cases[i].to)
            fail_msg("%s: %d", cases[i].path, response.retry_after);
        http_response_free(&response);
    }
}

/* A cache tells for how long it had the answer. */
static void reads_what_time_it_is_there(void **state)
{
    static const struct {
        const char *path;
        int64_t date;
    } cases[] = {{"/week", 1420070400}, {"/aged", 1420070490}, {"/hello", 0}, {"/undated", 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_response response;
        get(*state, cases[i].path, &response);
        assert_int_equal(response.date, cases[i].date);
        http_response_free(&response);
    }
}

static void reads_how_many_pages(void **state)
{
    struct http_response response;
    get(*state, "/pages", &response);
    assert_int_equal(response.pages, 12);
    http_response_free(&response);
    get(*state, "/bad-pages", &response);
    assert_int_equal(response.pages, 0);
    http_response_free(&response);
}

static void unpacks_gzip(void **state)
{
    struct http_response response;
    get(*state, "/gzip", &response);
    assert_string_equal(response.body, "hello");
    http_response_free(&response);
    struct fixture *fixture = *state;
    assert_non_null(strstr(fixture->raw->request, "\r\nAccept-Encoding: "));
    assert_fails(fixture, "/gzip-lie", EPI_ERROR_LATER, "127.0.0.1");
}

static void bounds_the_body(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *path;
        size_t max;
        bool fits;
    } cases[] = {{"/hello", 5, true},          {"/hello", 4, false},
                 {"/gzip", 5, true},           {"/gzip", 4, false},
                 {"/gzip-bomb", 99999, false}, {"/gzip-bomb", 100000, true},
                 {"/endless-body", 0, false},  {"/endless-head", 0, false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char url[256];
        struct epi_error err = {0};
        struct http_response response = {0};
        address(fixture, cases[i].path, url, sizeof(url));
        struct http_request request = {.method = "GET", .url = url, .max_body = cases[i].max};
        bool sent = http_send(fixture->http, &request, &response, &err);
        if (sent != cases[i].fits)
            fail_msg("%s, %zu: %s", cases[i].path, cases[i].max, err.text);
        if (!sent)
            assert_int_equal(err.kind, EPI_ERROR_LATER);
        http_response_free(&response);
    }
}

static void a_broken_answer_is_for_later(void **state)
{
    assert_fails(*state, "/cut", EPI_ERROR_LATER,
                 "127.0.0.1 closed the connection before the end of its answer");
    assert_fails(*state, "/cut-chunk", EPI_ERROR_LATER,
                 "127.0.0.1 closed the connection before the end of its answer");
    assert_fails(*state, "/cut-at-once", EPI_ERROR_LATER,
                 "127.0.0.1 closed the connection before the end of its answer");
    assert_fails(*state, "/no-http", EPI_ERROR_LATER, "127.0.0.1 did not answer in HTTP");
}

static void a_dripping_answer_times_out(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err;
    http_free(fixture->http);
    fixture->http = http_new("", 1, &err);
    assert_fails(fixture, "/drip", EPI_ERROR_LATER,
                 "127.0.0.1 did not finish answering within 1 s");
    assert_fails(fixture, "/stall", EPI_ERROR_LATER,
                 "127.0.0.1 did not finish answering within 1 s");
}

static void nobody_there_is_for_later(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err = {0};
    struct http_response response;
    struct http_request request = {.method = "GET", .url = "http://127.0.0.1:1/"};
    assert_false(http_send(fixture->http, &request, &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "cannot connect to 127.0.0.1");
    request.url = "https://stranger.example/path?secret";
    assert_false(http_send(fixture->http, &request, &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "cannot resolve stranger.example; is the network up?");
}

static void short_of_memory_is_for_later(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err = {0};
    scarce_after(0);
    assert_null(http_new("", 1, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    char url[256];
    address(fixture, "/gzip-bomb", url, sizeof(url));
    struct http_request request = {
        .method = "GET", .url = url, .headers = {{"Accept", "a"}, {"X-B", "b"}}, .header_count = 2};
    for (int calls = 0;; calls++) {
        struct http_response response = {0};
        scarce_after(calls);
        bool sent = http_send(fixture->http, &request, &response, &err);
        bool failed = scarce_failed();
        scarce_after(-1);
        assert_int_equal(sent, !failed);
        http_response_free(&response);
        if (!failed)
            break;
        assert_int_equal(err.kind, EPI_ERROR_LATER);
        assert_non_null(strcasestr(err.text, "out of memory"));
        assert_true(calls < 100);
    }
}

/* ---- Requests ---- */

static void says_who_it_is(void **state)
{
    struct http_response response;
    get(*state, "/echo", &response);
    assert_non_null(strstr(response.body, "\r\nUser-Agent: epimark/" EPIMARK_VERSION "\r\n"));
    assert_null(strstr(response.body, "Content-Type:"));
    assert_null(strstr(response.body, "Expect:"));
    http_response_free(&response);
}

static void sends_every_method(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *method, *body, *want;
    } cases[] = {{"GET", NULL, NULL},   {"DELETE", NULL, NULL},   {"POST", "{}", "{}"},
                 {"PUT", "[1]", "[1]"}, {"DELETE", "[2]", "[2]"}, {"POST", NULL, ""},
                 {"PUT", NULL, ""}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char url[256];
        char start[32];
        struct epi_error err = {0};
        struct http_response response = {0};
        address(fixture, "/echo", url, sizeof(url));
        struct http_request request = {.method = cases[i].method,
                                       .url = url,
                                       .headers = {{"Authorization", "Bearer abc"}, {"X-None", ""}},
                                       .header_count = 2,
                                       .body = cases[i].body,
                                       .body_len = cases[i].body ? strlen(cases[i].body) : 0};
        if (!http_send(fixture->http, &request, &response, &err))
            fail_msg("%s: %s", cases[i].method, err.text);
        snprintf(start, sizeof(start), "%s /echo HTTP/1.1\r\n", cases[i].method);
        assert_memory_equal(response.body, start, strlen(start));
        assert_non_null(strstr(response.body, "\r\nAuthorization: Bearer abc\r\n"));
        assert_non_null(strstr(response.body, "\r\nX-None:\r\n"));
        assert_null(strstr(response.body, "Content-Type:"));
        const char *length = strstr(response.body, "\r\nContent-Length: ");
        assert_int_equal(length != NULL, cases[i].want != NULL);
        if (length && cases[i].want) {
            assert_int_equal(strtoul(length + 18, NULL, 10), strlen(cases[i].want));
            const char *body = strstr(response.body, "\r\n\r\n");
            assert_non_null(body);
            assert_string_equal(body + 4, cases[i].want);
        }
        http_response_free(&response);
    }
    struct http_response response;
    struct epi_error err;
    assert_true(ask(fixture, "HEAD", "/hello", &response, &err));
    assert_int_equal(response.status, 200);
    assert_int_equal(response.body_len, 0);
    http_response_free(&response);
}

static void sends_a_body_byte_for_byte(void **state)
{
    struct fixture *fixture = *state;
    char url[256];
    struct epi_error err;
    struct http_response response = {0};
    address(fixture, "/hello", url, sizeof(url));
    struct http_request request = {.method = "POST",
                                   .url = url,
                                   .headers = {{"content-type", "application/json"}},
                                   .header_count = 1,
                                   .body = "a\0\r\n\xff",
                                   .body_len = 5};
    assert_true(http_send(fixture->http, &request, &response, &err));
    http_response_free(&response);
    const char *sent = fixture->raw->request;
    const char *body = strstr(sent, "\r\n\r\n");
    assert_non_null(body);
    assert_memory_equal(body + 4, "a\0\r\n\xff", 5);
    assert_non_null(strstr(sent, "\r\ncontent-type: application/json\r\n"));
}

static void refuses_a_header_of_two_lines(void **state)
{
    struct fixture *fixture = *state;
    static const char *const values[] = {"secret\r\nX-More: 1", "secret\n", "secret\r"};
    for (size_t i = 0; i < 3; i++) {
        char url[256];
        struct epi_error err = {0};
        struct http_response response;
        address(fixture, "/echo", url, sizeof(url));
        struct http_request request = {.method = "GET",
                                       .url = url,
                                       .headers = {{"Authorization", values[i]}},
                                       .header_count = 1};
        assert_false(http_send(fixture->http, &request, &response, &err));
        assert_int_equal(err.kind, EPI_ERROR_NEVER);
        assert_string_equal(err.text,
                            "the value of the header Authorization contains a line break");
    }
    assert_int_equal(raw_requests(fixture->raw), 0);
}

static void keeps_its_connection(void **state)
{
    struct fixture *fixture = *state;
    struct http_response response;
    for (int i = 0; i < 5; i++) {
        get(fixture, "/hello", &response);
        http_response_free(&response);
    }
    assert_int_equal(raw_connections(fixture->raw), 1);
    /* A raw may close a kept connection at any time: nobody may notice. */
    for (int i = 0; i < 3; i++) {
        get(fixture, "/then-close", &response);
        assert_string_equal(response.body, "bye");
        http_response_free(&response);
    }
    assert_int_equal(raw_requests(fixture->raw), 8);
}

/* What a service gets of one request after another on a connection that is kept, where it ends the
 * connection without a word: at any connection, or only at one that is kept. */
static void send_into_silence(const char *method, const char *deed, bool kept, bool arrives,
                              int times)
{
    struct standin *standin = standin_start(NULL);
    struct epi_error err = {0};
    struct http_response response = {0};
    char url[128], pattern[64], fault[128];
    assert_non_null(standin);
    struct http *http = http_new(NULL, 30, &err);
    snprintf(url, sizeof(url), "%s/tvmaze/shows/1", standin_url(standin));
    snprintf(pattern, sizeof(pattern), "%s /tvmaze/shows/1", method);
    struct http_request before = {.method = "GET", .url = url};
    struct http_request request = {.method = method, .url = url, .body = "{}", .body_len = 2};
    assert_true(http_send(http, &before, &response, &err));
    http_response_free(&response);
    snprintf(fault, sizeof(fault), "{\"match\":\"%s\",\"do\":\"%s\",\"nth\":0,\"kept\":%s}",
             pattern, deed, kept ? "true" : "false");
    assert_true(standin_fault(standin, fault));
    bool sent = http_send(http, &request, &response, &err);
    int came = standin_count(standin, pattern);
    if (sent != arrives || came != times) {
        fail_msg("%s, %s%s: %s, came %d times", method, deed, kept ? " where kept" : "",
                 sent ? "answered" : err.text, came);
    }
    if (!sent) {
        assert_int_equal(err.kind, EPI_ERROR_LATER);
        assert_string_equal(err.text,
                            "127.0.0.1 closed the connection before the end of its answer");
    }
    http_response_free(&response);
    http_free(http);
    standin_stop(standin);
}

static void what_may_not_be_said_twice_is_sent_once(void **state)
{
    static const char *const methods[] = {"POST", "PATCH"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        send_into_silence(methods[i], "close", true, true, 1);
        send_into_silence(methods[i], "reset", true, true, 1);
        send_into_silence(methods[i], "close", false, false, 1);
        send_into_silence(methods[i], "reset", false, false, 1);
    }
    /* libcurl says again what may be: a service may close a kept connection at any time. */
    send_into_silence("PUT", "close", true, true, 2);
}

static void no_proxy_for_loopback(void **state)
{
    struct fixture *fixture = *state;
    struct http_response response;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    get(fixture, "/hello", &response);
    http_response_free(&response);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

static void the_users_proxy_for_others(void **state)
{
    struct fixture *fixture = *state;
    char proxy[64];
    struct epi_error err;
    struct http_response response;
    address(fixture, "", proxy, sizeof(proxy));
    setenv("https_proxy", proxy, 1);
    struct http_request request = {.method = "GET", .url = "https://stranger.example/secret"};
    assert_false(http_send(fixture->http, &request, &response, &err));
    unsetenv("https_proxy");
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_null(strstr(err.text, "secret"));
    const char *connect = "CONNECT stranger.example:443 HTTP/1.1\r\n";
    assert_memory_equal(fixture->raw->request, connect, strlen(connect));
}

/* ---- Redirects ---- */

static void follows_on_the_same_origin(void **state)
{
    struct fixture *fixture = *state;
    static const char *const paths[] = {"/see", "/see-relative", "/see-308", "/see-whole",
                                        "/chain3"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct http_response response;
        get(fixture, paths[i], &response);
        assert_int_equal(response.status, 200);
        assert_string_equal(response.body, "hello");
        http_response_free(&response);
    }
    struct http_response response;
    struct epi_error err;
    assert_true(ask(fixture, "HEAD", "/see", &response, &err));
    assert_int_equal(response.status, 200);
    assert_memory_equal(fixture->raw->request, "HEAD /hello ", 12);
    http_response_free(&response);
}

static void credentials_stay_on_the_origin(void **state)
{
    struct fixture *fixture = *state;
    struct raw *other = raw_start();
    fixture->raw->other_port = other->port;
    assert_fails(fixture, "/see-other-port", EPI_ERROR_LATER, "another server");
    assert_fails(fixture, "/see-other-name", EPI_ERROR_LATER, "another server (localhost)");
    assert_fails(fixture, "/see-user", EPI_ERROR_LATER, "another server");
    assert_fails(fixture, "/see-stranger", EPI_ERROR_LATER, "another server (stranger.example)");
    assert_fails(fixture, "/see-bad", EPI_ERROR_LATER, "another server");
    assert_int_equal(raw_requests(other), 0);
    assert_int_equal(raw_requests(fixture->raw), 5);
    raw_stop(other);
}

static void headers_go_along_on_the_same_origin(void **state)
{
    struct fixture *fixture = *state;
    char url[256];
    struct epi_error err;
    struct http_response response;
    address(fixture, "/see", url, sizeof(url));
    struct http_request request = {.method = "GET",
                                   .url = url,
                                   .headers = {{"Authorization", "Basic abc"}},
                                   .header_count = 1};
    assert_true(http_send(fixture->http, &request, &response, &err));
    assert_memory_equal(fixture->raw->request, "GET /hello ", 11);
    assert_non_null(strstr(fixture->raw->request, "\r\nAuthorization: Basic abc\r\n"));
    http_response_free(&response);
}

static void one_that_stays_takes_it_for_an_answer(void **state)
{
    struct fixture *fixture = *state;
    char url[256];
    struct epi_error err;
    struct http_response response;
    address(fixture, "/see-stranger", url, sizeof(url));
    struct http_request request = {.method = "GET", .url = url, .stays = true};
    assert_true(http_send(fixture->http, &request, &response, &err));
    assert_int_equal(response.status, 302);
    http_response_free(&response);
}

static void a_circle_ends(void **state)
{
    struct fixture *fixture = *state;
    assert_fails(fixture, "/circle", EPI_ERROR_LATER, "redirects more than 3 times");
    assert_int_equal(raw_requests(fixture->raw), 4);
}

static void only_reading_follows(void **state)
{
    struct fixture *fixture = *state;
    struct http_response response;
    struct epi_error err;
    assert_false(ask(fixture, "PUT", "/see", &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_false(ask(fixture, "POST", "/see-308", &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_int_equal(raw_requests(fixture->raw), 2);
    get(fixture, "/see-nothing", &response);
    assert_int_equal(response.status, 301);
    http_response_free(&response);
    get(fixture, "/see-choices", &response);
    assert_int_equal(response.status, 300);
    http_response_free(&response);
}

/* ---- TLS ---- */

/* Asks https://localhost of a server with that certificate, trusting ca_file ("": the system's). */
static void ask_securely(const char *name, int seconds, bool trusted, bool taken)
{
    static const char why[] = "the certificate of localhost is not trusted";
    char *folder = tempdir_make();
    char ca_path[4096];
    char url[64];
    struct epi_error err = {0};
    struct http_response response = {0};
    snprintf(ca_path, sizeof(ca_path), "%s/ca.pem", folder);
    struct secure *secure = secure_start(name, seconds, ca_path);
    struct http *http = http_new(trusted ? ca_path : "", 30, &err);
    snprintf(url, sizeof(url), "https://localhost:%d/secret", secure_port(secure));
    struct http_request request = {
        .method = "PUT", .url = url, .headers = {{"Authorization", "secret"}}, .header_count = 1};
    for (int i = 0; i < 2; i++) {
        bool sent = http_send(http, &request, &response, &err);
        assert_int_equal(sent, taken);
        if (sent)
            assert_string_equal(response.body, "hello");
        else if (err.kind != EPI_ERROR_LATER || !strstr(err.text, why) ||
                 strstr(err.text, "secret"))
            fail_msg("%s: %s", kind_text(err.kind), err.text);
        http_response_free(&response);
    }
    assert_int_equal(secure_connections(secure), taken ? 1 : 2);
    assert_int_equal(secure_requests(secure), taken ? 2 : 0);
    http_free(http);
    secure_stop(secure);
    tempdir_remove(folder);
}

static void trusts_whom_the_user_trusts(void **state)
{
    (void)state;
    ask_securely("localhost", 3600, true, true);
}

static void trusts_nobody_else(void **state)
{
    (void)state;
    ask_securely("localhost", 3600, false, false);
    ask_securely("stranger.example", 3600, true, false);
    ask_securely("localhost", -60, true, false);
}

static void a_missing_ca_file_says_so(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err = {0};
    struct http_response response;
    struct http *http = http_new("/nowhere/ca.pem", 30, &err);
    char url[64];
    snprintf(url, sizeof(url), "https://127.0.0.1:%d/", fixture->raw->port);
    struct http_request request = {.method = "GET", .url = url};
    assert_false(http_send(http, &request, &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text,
                        "cannot read CA certificates from /nowhere/ca.pem: check ca_file");
    http_free(http);
}

/* ---- Addresses ---- */

static void knows_which_addresses_are_allowed(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool allowed;
    } cases[] = {{"https://api.tvmaze.com", true},
                 {"https://api.tvmaze.com/v1", true},
                 {"HTTPS://API.TVMAZE.COM:8443/v1/", true},
                 {"http://127.0.0.1:4010", true},
                 {"http://127.255.0.9/x", true},
                 {"http://localhost:80/x", true},
                 {"http://LocalHost/x", true},
                 {"http://[::1]:8080/", true},
                 {"http://api.tvmaze.com", false},
                 {"http://127.0.0.1.evil.example/", false},
                 {"http://localhost.evil.example/", false},
                 {"http://128.0.0.1/", false},
                 {"http://0.0.0.0/", false},
                 {"http://[::2]/", false},
                 {"http://[::ffff:127.0.0.1]/", false},
                 {"http://10.0.0.1/", false},
                 {"https://user@api.tvmaze.com", false},
                 {"https://user:pw@api.tvmaze.com", false},
                 {"https://:pw@api.tvmaze.com", false},
                 {"http://127.0.0.1@evil.example/", false},
                 {"http://evil.example#@127.0.0.1/", false},
                 {"http://evil.example\\@127.0.0.1/", false},
                 {"https://api.tvmaze.com/?q=1", false},
                 {"https://api.tvmaze.com/?", false},
                 {"https://api.tvmaze.com/#x", false},
                 {"ftp://127.0.0.1/", false},
                 {"file:///etc/passwd", false},
                 {"gopher://127.0.0.1/", false},
                 {"api.tvmaze.com", false},
                 {"https://", false},
                 {"https:///", false},
                 {"//127.0.0.1/", false},
                 {"https://api.tvmaze.com:99999/", false},
                 {"https://api.tv maze.com/", false},
                 {"https://api.tvmaze.com/a b", false},
                 {"https://api.tvmaze.com/\r\nX: 1", false},
                 {"", false},
                 {"127.0.0.1", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (http_url_allowed(cases[i].url) != cases[i].allowed)
            fail_msg("%s is %sallowed", cases[i].url, cases[i].allowed ? "not " : "");
    }
}

static void asks_no_address_that_is_not_allowed(void **state)
{
    struct fixture *fixture = *state;
    char port_url[128];
    snprintf(port_url, sizeof(port_url), "http://me:secret@127.0.0.1:%d/hello", fixture->raw->port);
    const char *const urls[] = {"http://stranger.example/secret",
                                "file:///etc/secret",
                                "ftp://127.0.0.1/secret",
                                "secret",
                                "",
                                port_url};
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        struct http_request request = {.method = "GET", .url = urls[i]};
        struct http_response response;
        struct epi_error err = {0};
        assert_false(http_send(fixture->http, &request, &response, &err));
        assert_int_equal(err.kind, EPI_ERROR_NEVER);
        assert_null(strstr(err.text, "secret"));
    }
    char long_url[10000] = "https://";
    memset(long_url + 8, 'x', sizeof(long_url) - 9);
    struct http_request request = {.method = "GET", .url = long_url};
    struct http_response response;
    struct epi_error err = {0};
    assert_false(http_send(fixture->http, &request, &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_int_equal(raw_requests(fixture->raw), 0);
}

static void escapes_what_is_reserved(void **state)
{
    (void)state;
    char buffer[32] = "q=";
    assert_true(http_escape(buffer, sizeof(buffer), "a-Z_0.9~"));
    assert_string_equal(buffer, "q=a-Z_0.9~");
    assert_true(http_escape(buffer, sizeof(buffer), " &\xc3\xa9/%"));
    assert_string_equal(buffer, "q=a-Z_0.9~%20%26%C3%A9%2F%25");
    assert_false(http_escape(buffer, sizeof(buffer), "&&"));
    assert_string_equal(buffer, "q=a-Z_0.9~%20%26%C3%A9%2F%25");
    assert_true(http_escape(buffer, sizeof(buffer), "end"));
    assert_int_equal(strlen(buffer), sizeof(buffer) - 1);
    assert_false(http_escape(buffer, sizeof(buffer), "x"));
    assert_true(http_escape(buffer, sizeof(buffer), ""));
}

/* ---- Cancelling ---- */

struct canceller {
    struct fixture *fixture;
    struct hang *hang; /* waits for this instead of a request */
};

static void *cancel_once_asked(void *context)
{
    struct canceller *canceller = context;
    if (canceller->hang) {
        pthread_mutex_lock(&canceller->hang->lock);
        while (!canceller->hang->entered)
            pthread_cond_wait(&canceller->hang->changed, &canceller->hang->lock);
        pthread_mutex_unlock(&canceller->hang->lock);
    } else {
        raw_await(canceller->fixture->raw, 1);
    }
    http_cancel(canceller->fixture->http);
    return NULL;
}

static void a_request_can_be_cancelled(void **state)
{
    struct canceller canceller = {.fixture = *state};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel_once_asked, &canceller), 0);
    /* Without the cancelling this fails with EPI_ERROR_LATER, half a minute later. */
    assert_fails(*state, "/stall", EPI_ERROR_STOPPED, "stopped");
    pthread_join(thread, NULL);
    assert_fails(*state, "/hello", EPI_ERROR_STOPPED, "stopped"); /* it stays so */
    assert_int_equal(raw_requests(canceller.fixture->raw), 1);
}

/* Whom a request waits for, in the order in which that was said. */
struct watched {
    struct http *http;
    int waits;
    int ends;
    int most;  /* the request is cancelled once it waits for so long; 0: never */
    bool over; /* the last that was said is that it waits no more */
};

static void watch(void *context, const char *host)
{
    struct watched *watched = context;
    if (host)
        assert_string_equal(host, "127.0.0.1");
    watched->waits += host != NULL;
    watched->ends += host == NULL;
    watched->over = !host;
    if (watched->waits == watched->most)
        http_cancel(watched->http);
}

static void it_is_said_who_is_waited_for(void **state)
{
    struct fixture *fixture = *state;
    struct watched watched = {.http = fixture->http};
    struct http_response response;
    http_watch(fixture->http, watch, &watched);
    get(fixture, "/hello", &response);
    http_response_free(&response);
    assert_int_equal(watched.ends, 1);
    assert_true(watched.over);
    watched.most = watched.waits + 3;
    assert_fails(fixture, "/stall", EPI_ERROR_STOPPED, "stopped");
    assert_int_equal(watched.waits, watched.most);
    assert_int_equal(watched.ends, 2);
    assert_true(watched.over);
    http_watch(fixture->http, NULL, NULL);
    assert_fails(fixture, "/hello", EPI_ERROR_STOPPED, "stopped");
    assert_int_equal(watched.ends, 2);
}

/* Without CURLOPT_QUICK_EXIT this waits for the look-up, which waits for this. */
static void a_hanging_name_can_be_cancelled(void **state)
{
    struct fixture *fixture = *state;
    struct hang *hang = the_hang();
    struct canceller canceller = {.fixture = fixture, .hang = hang};
    struct http_request request = {.method = "GET", .url = "https://hang.example/"};
    struct http_response response;
    struct epi_error err = {0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel_once_asked, &canceller), 0);
    assert_false(http_send(fixture->http, &request, &response, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    pthread_join(thread, NULL);
    http_free(fixture->http);
    fixture->http = NULL;
    pthread_mutex_lock(&hang->lock);
    hang->released = true;
    pthread_cond_broadcast(&hang->changed);
    while (!hang->left)
        pthread_cond_wait(&hang->changed, &hang->lock);
    pthread_mutex_unlock(&hang->lock);
}

static void *cancel_now(void *http)
{
    http_cancel(http);
    return NULL;
}

static void a_wait_can_be_cancelled(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err = {0};
    pthread_t thread;
    assert_true(http_wait(fixture->http, 0, &err));
    assert_true(http_wait(fixture->http, 5, &err));
    assert_int_equal(pthread_create(&thread, NULL, cancel_now, fixture->http), 0);
    assert_false(http_wait(fixture->http, 3600000, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    pthread_join(thread, NULL);
    assert_false(http_wait(fixture->http, 0, &err));
}

static void a_wait_lasts(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err;
    struct timespec start;
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    assert_true(http_wait(fixture->http, 30, &err));
    clock_gettime(CLOCK_MONOTONIC, &end);
    int64_t ns = (end.tv_sec - start.tv_sec) * 1000000000LL + end.tv_nsec - start.tv_nsec;
    assert_true(ns >= 29000000);
}

static bool sigpipe_in(int (*read)(sigset_t *set))
{
    sigset_t set;
    assert_int_equal(read(&set), 0);
    return sigismember(&set, SIGPIPE) == 1;
}

static int read_mask(sigset_t *set)
{
    return pthread_sigmask(SIG_BLOCK, NULL, set);
}

struct breaker {
    struct fixture *fixture;
    pthread_t sender;
};

/* What a TLS connection that breaks does to the thread that sends. */
static void *break_once_asked(void *context)
{
    struct breaker *breaker = context;
    raw_await(breaker->fixture->raw, 1);
    pthread_kill(breaker->sender, SIGPIPE);
    http_cancel(breaker->fixture->http);
    return NULL;
}

/* Without the blocking the signal ends this process. */
static void a_broken_pipe_ends_with_the_call(void **state)
{
    struct breaker breaker = {*state, pthread_self()};
    pthread_t thread;
    assert_false(sigpipe_in(read_mask));
    assert_int_equal(pthread_create(&thread, NULL, break_once_asked, &breaker), 0);
    assert_fails(*state, "/stall", EPI_ERROR_STOPPED, "stopped");
    pthread_join(thread, NULL);
    assert_false(sigpipe_in(sigpending));
    assert_false(sigpipe_in(read_mask));
    struct epi_error err;
    assert_false(http_wait(breaker.fixture->http, 1, &err));
    assert_false(sigpipe_in(read_mask));
}

/* A host that blocks SIGPIPE itself, and has one waiting, keeps both. */
static void the_hosts_own_broken_pipe_stays(void **state)
{
    struct fixture *fixture = *state;
    struct epi_error err;
    sigset_t pipe;
    sigset_t before;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, &pipe, &before), 0);
    assert_int_equal(pthread_kill(pthread_self(), SIGPIPE), 0);
    assert_true(http_wait(fixture->http, 1, &err));
    assert_true(sigpipe_in(sigpending));
    assert_true(sigpipe_in(read_mask));
    int taken = 0;
    assert_int_equal(sigwait(&pipe, &taken), 0);
    assert_int_equal(taken, SIGPIPE);
    assert_int_equal(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {WITH_SERVER(takes_an_answer),
                                       WITH_SERVER(reads_how_long_to_wait),
                                       WITH_SERVER(reads_what_time_it_is_there),
                                       WITH_SERVER(reads_how_many_pages),
                                       WITH_SERVER(unpacks_gzip),
                                       WITH_SERVER(bounds_the_body),
                                       WITH_SERVER(a_broken_answer_is_for_later),
                                       WITH_SERVER(a_dripping_answer_times_out),
                                       WITH_SERVER(nobody_there_is_for_later),
                                       WITH_SERVER(short_of_memory_is_for_later),
                                       WITH_SERVER(says_who_it_is),
                                       WITH_SERVER(sends_every_method),
                                       WITH_SERVER(sends_a_body_byte_for_byte),
                                       WITH_SERVER(refuses_a_header_of_two_lines),
                                       WITH_SERVER(keeps_its_connection),
                                       cmocka_unit_test(what_may_not_be_said_twice_is_sent_once),
                                       WITH_SERVER(no_proxy_for_loopback),
                                       WITH_SERVER(the_users_proxy_for_others),
                                       WITH_SERVER(follows_on_the_same_origin),
                                       WITH_SERVER(credentials_stay_on_the_origin),
                                       WITH_SERVER(headers_go_along_on_the_same_origin),
                                       WITH_SERVER(one_that_stays_takes_it_for_an_answer),
                                       WITH_SERVER(a_circle_ends),
                                       WITH_SERVER(only_reading_follows),
                                       cmocka_unit_test(trusts_whom_the_user_trusts),
                                       cmocka_unit_test(trusts_nobody_else),
                                       WITH_SERVER(a_missing_ca_file_says_so),
                                       cmocka_unit_test(knows_which_addresses_are_allowed),
                                       WITH_SERVER(asks_no_address_that_is_not_allowed),
                                       cmocka_unit_test(escapes_what_is_reserved),
                                       WITH_SERVER(a_request_can_be_cancelled),
                                       WITH_SERVER(it_is_said_who_is_waited_for),
                                       WITH_SERVER(a_hanging_name_can_be_cancelled),
                                       WITH_SERVER(a_wait_can_be_cancelled),
                                       WITH_SERVER(a_wait_lasts),
                                       WITH_SERVER(a_broken_pipe_ends_with_the_call),
                                       WITH_SERVER(the_hosts_own_broken_pipe_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
