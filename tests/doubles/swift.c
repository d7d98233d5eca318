/* SPDX-License-Identifier: MIT */
#include "tests/doubles/swift.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <curl/curl.h>

#include "core/base/clock.h"
#include "core/base/http.h"

/* It is a function behind the macro of curl.h. */
#undef curl_easy_setopt

enum { SOON_MS = 30, WATCH_MS = 2 };

CURLcode __real_curl_easy_setopt(CURL *easy, CURLoption option, ...);
CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...);
CURLMcode __real_curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned count, int ms,
                                 int *ready);
CURLMcode __wrap_curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned count, int ms,
                                 int *ready);
int64_t __wrap_clock_wall_ms(void *context);
void __wrap_clock_steady_begin(struct clock_steady *clock);
int64_t __wrap_clock_steady_ms(void *clock);
bool __real_http_wait(struct http *http, int milliseconds, struct epi_error *err);
bool __wrap_http_wait(struct http *http, int milliseconds, struct epi_error *err);

/* All of it belongs to the thread that sends. */
static int64_t clock_ms;
static swift_decide decide_fate;
static swift_watch watch_request;
static void *request_context;
static int requests;
static enum swift_fate fate;

/* ---- The clock ---- */

void swift_set(int64_t now_ms)
{
    clock_ms = now_ms;
}

int64_t swift_now_ms(void)
{
    return clock_ms;
}

int64_t __wrap_clock_wall_ms(void *context)
{
    (void)context;
    return clock_ms;
}

void __wrap_clock_steady_begin(struct clock_steady *clock)
{
    *clock = (struct clock_steady){.wall_ms = clock_ms};
}

int64_t __wrap_clock_steady_ms(void *clock)
{
    (void)clock;
    return clock_ms;
}

bool __wrap_http_wait(struct http *http, int milliseconds, struct epi_error *err)
{
    clock_ms += milliseconds;
    return __real_http_wait(http, 0, err);
}

/* ---- Requests ---- */

void swift_on_request(swift_decide decide, swift_watch watch, void *context)
{
    decide_fate = decide;
    watch_request = watch;
    request_context = context;
    requests = 0;
    fate = SWIFT_SENT;
}

int swift_requests(void)
{
    return requests;
}

/* core sets the address of each request, and after it the time that it may take. */
static void begin(CURL *easy)
{
    static char nowhere[] = "::127.0.0.1:1";
    static struct curl_slist to = {.data = nowhere};

    requests++;
    fate = decide_fate ? decide_fate(request_context, requests) : SWIFT_SENT;
    if (fate == SWIFT_REFUSED)
        __real_curl_easy_setopt(easy, CURLOPT_CONNECT_TO, &to);
}

CURLcode __wrap_curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    va_list args;

    va_start(args, option);
    CURLcode code;
    if (option < CURLOPTTYPE_OBJECTPOINT) {
        long number = va_arg(args, long);
        if (option == CURLOPT_TIMEOUT_MS && fate == SWIFT_GIVEN_UP)
            number = SOON_MS;
        code = __real_curl_easy_setopt(easy, option, number);
    } else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB) {
        code = __real_curl_easy_setopt(easy, option, va_arg(args, curl_off_t));
    } else { /* of the functions, too, a pointer is passed */
        code = __real_curl_easy_setopt(easy, option, va_arg(args, void *));
        if (option == CURLOPT_URL)
            begin(easy);
    }
    va_end(args);
    return code;
}

CURLMcode __wrap_curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned count, int ms,
                                 int *ready)
{
    bool watched = fate == SWIFT_WATCHED && watch_request;

    if (watched)
        watch_request(request_context);
    return __real_curl_multi_poll(multi, fds, count, watched && ms > WATCH_MS ? WATCH_MS : ms,
                                  ready);
}
