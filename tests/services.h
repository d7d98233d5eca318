/* SPDX-License-Identifier: MIT
 *
 * services: what the tests of core/services share: the stand-in services, a session of one service
 * with stored credentials, a clock that stands still, and the answers a service should not give.
 */
#ifndef EPIMARK_TESTS_SERVICES_H
#define EPIMARK_TESTS_SERVICES_H

#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/http.h"
#include "core/base/json.h"
#include "core/services/request.h"
#include "core/services/route_call.h"
#include "core/services/services.h"
#include "core/services/session.h"
#include "tests/doubles/kind.h"
#include "tests/standin/places.h"

#define DAY INT64_C(86400) /* seconds */

struct fixture {
    struct standin *standin;
    struct epi_config config;
    struct session_context context;
    struct session *session;
    int64_t now;
    int paced; /* requests that asked the pacer */
    char folder[64];
};

static inline int64_t fixture_now(void *clock)
{
    return *(int64_t *)clock;
}

static inline bool fixture_pace(void *pacer, const struct service *service, bool reads,
                                struct epi_error *err)
{
    (void)service;
    (void)reads;
    (void)err;
    ++*(int *)pacer;
    return true;
}

/* Stores credentials as pairs of name and value, ending in NULL, in place of those there are. */
static inline void fixture_sign_in(struct fixture *fixture, const struct service *service, ...)
{
    static struct credentials credentials;
    struct epi_error err = {0};
    va_list pairs;
    credentials_wipe(&credentials);
    snprintf(credentials.account, sizeof(credentials.account), "viewer");
    va_start(pairs, service);
    for (const char *name; (name = va_arg(pairs, const char *));)
        assert_true(credentials_set(&credentials, name, va_arg(pairs, const char *)));
    va_end(pairs);
    if (!secret_save(fixture->context.secret, service->name, &credentials, false, &err))
        fail_msg("credentials: %s", err.text);
    if (fixture->session)
        session_reset(fixture->session);
}

/* The stand-in's Trakt account, with a token that ends then. */
static inline void fixture_trakt(struct fixture *fixture, int64_t expires_at)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%lld", (long long)expires_at);
    fixture_sign_in(fixture, &service_trakt, "client_id", STANDIN_TRAKT_ID, "client_secret",
                    STANDIN_TRAKT_SECRET, "access_token", STANDIN_TRAKT_ACCESS, "refresh_token",
                    STANDIN_TRAKT_REFRESH, "expires_at", digits, NULL);
}

/* An episode of Firefly by its number, or with -1 a season or the series. */
static inline struct subject fixture_firefly(int season, int number)
{
    struct subject subject = {.series = {.tvdb = 78874},
                              .series_title = "Firefly",
                              .series_year = 2002,
                              .season = season,
                              .number = number};
    return subject;
}

/* The stored value of a credential. */
static inline const char *fixture_stored(struct fixture *fixture, const struct service *service,
                                         const char *name)
{
    static struct credentials credentials;
    bool found = false;
    assert_true(secret_load(fixture->context.secret, service->name, &credentials, &found, NULL));
    return found ? credentials_get(&credentials, name) : "";
}

/* A folder of its own, and everything a session needs, pointed at the stand-in. */
static inline int fixture_start(void **state, const struct service *service)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct standin_options options = {.catalogue = EPIMARK_TEST_DATA "/services.txt"};
    struct epi_error err = {0};
    *state = fixture;
    fixture->standin = standin_start(&options);
    fixture->now = time(NULL); /* the stand-in's tokens end by the real clock */
    snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/epimark-test-XXXXXX");
    if (!fixture->standin || !mkdtemp(fixture->folder))
        return -1;
    places_set(&fixture->config, fixture->standin);
    fixture->config.http_timeout = 10;
    fixture->context = (struct session_context){
        .config = &fixture->config,
        .http = http_new(NULL, fixture->config.http_timeout, &err),
        .secret = secret_new(CREDENTIALS_FILE, fixture->folder),
        .now = fixture_now,
        .clock = &fixture->now,
        .pace = fixture_pace,
        .pacer = &fixture->paced,
        .chance = secret_random,
    };
    fixture->session = session_new(service, &fixture->context);
    return fixture->context.http && fixture->context.secret && fixture->session ? 0 : -1;
}

static inline int fixture_remove(const char *path, const struct stat *stat, int kind,
                                 struct FTW *where)
{
    (void)stat;
    (void)kind;
    (void)where;
    return remove(path);
}

static inline int fixture_stop(void **state)
{
    struct fixture *fixture = *state;
    session_free(fixture->session);
    secret_free(fixture->context.secret);
    http_free(fixture->context.http);
    standin_stop(fixture->standin);
    nftw(fixture->folder, fixture_remove, 8, FTW_DEPTH | FTW_PHYS);
    free(fixture);
    return 0;
}

/* The stand-in shall answer the nth request that matches with this fault's members. */
static inline void fixture_fault(struct fixture *fixture, const char *match, const char *members)
{
    char fault[1024];
    snprintf(fault, sizeof(fault), "{\"match\":\"%s\",%s}", match, members);
    assert_true(standin_fault(fixture->standin, fault));
}

static inline void fixture_status(struct fixture *fixture, const char *match, int status)
{
    char members[128];
    snprintf(members, sizeof(members), "\"do\":\"status\",\"status\":%d,\"body\":\"\"", status);
    fixture_fault(fixture, match, members);
}

static inline int fixture_count(struct fixture *fixture, const char *match)
{
    return standin_count(fixture->standin, match);
}

/* While full, no file of this process can grow: as on a full disk. */
static inline void fixture_disk(bool full)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = full ? 0 : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The whole log as JSON; the caller frees. */
static inline struct json *fixture_log(struct fixture *fixture)
{
    char *text = standin_log(fixture->standin);
    struct json *log = json_read(text, strlen(text), NULL);
    free(text);
    assert_non_null(log);
    return log;
}

/* What the stand-in holds; the caller frees. */
static inline struct json *fixture_state(struct fixture *fixture)
{
    char *text = standin_state(fixture->standin);
    struct json *state = json_read(text, strlen(text), NULL);
    free(text);
    assert_non_null(state);
    return state;
}

/* The rating that a service of the stand-in holds of an episode, season or show, or "". */
static inline const char *fixture_rating(struct fixture *fixture, const char *service,
                                         const char *of, const char *id_name, int64_t id)
{
    static char rating[16];
    struct json *state = fixture_state(fixture);
    const struct json *rows = json_get(state, "ratings");
    rating[0] = '\0';
    for (size_t i = 0; i < json_count(rows); i++) {
        const struct json *row = json_at(rows, i);
        if (strcmp(json_text(json_get(row, "service")), service) == 0 &&
            strcmp(json_text(json_get(row, "of")), of) == 0 &&
            json_int(json_get(json_get(row, "ids"), id_name), 0) == id)
            json_copy(json_get(row, "rating"), rating, sizeof(rating));
    }
    json_free(state);
    return rating;
}

/* The body of the last request, as text; the caller frees. */
static inline char *fixture_last_body(struct fixture *fixture)
{
    struct json *log = fixture_log(fixture);
    const struct json *body = json_get(json_at(log, json_count(log) - 1), "body");
    char *text = json_is_text(body) ? strdup(json_text(body)) : json_write(body, false);
    json_free(log);
    return text;
}

#define assert_ok(call, err)                                                                       \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s: %s (%d)", kind_text((err).kind), (err).text, (err).status);              \
    } while (0)

#define assert_fails(call, err, wanted)                                                            \
    do {                                                                                           \
        assert_false(call);                                                                        \
        if ((err).kind != (wanted))                                                                \
            fail_msg("%s, not %s: %s", kind_text((err).kind), kind_text(wanted), (err).text);      \
        assert_true((err).text[0]);                                                                \
    } while (0)

/* What a service may send instead of what it documents. */
struct bad_answer {
    const char *name;
    const char *body;
    size_t size;   /* the body again and again up to so many bytes */
    bool harmless; /* may also be read as an answer that holds nothing */
};

static const struct bad_answer bad_answers[] = {
    {"HTML", "<html><body>Please wait</body></html>", 0, false},
    {"empty", "", 0, false},
    {"null", "null", 0, false},
    {"a number", "17", 0, false},
    {"a text", "\"yes\"", 0, false},
    {"an empty object", "{}", 0, true},
    {"an empty list", "[]", 0, true},
    {"cut off", "{\"data\":[{\"id\":1,", 0, false},
    {"invalid UTF-8", "{\"data\":\"\xc3\x28\"}", 0, false},
    {"other types", "{\"data\":{\"episodes\":7},\"status\":[],\"added\":3,\"user\":1}", 0, true},
    {"keys twice", "{\"data\":1,\"data\":{},\"status\":1,\"status\":\"no\"}", 0, true},
    {"numbers too large", "{\"data\":99999999999999999999999,\"id\":-1e400}", 0, true},
    {"nested 1000 deep", "nested", 0, false},
    {"4 MiB + 1", " ", (4 << 20) + 1, false},
};

/* Gives each bad answer to the next request that matches: call has to end in one clear error of
 * the right kind. */
static inline void fixture_bad_answers(struct fixture *fixture, const char *match,
                                       bool (*call)(struct fixture *fixture, struct epi_error *err))
{
    for (size_t i = 0; i < sizeof(bad_answers) / sizeof(bad_answers[0]); i++) {
        const struct bad_answer *bad = &bad_answers[i];
        char nested[2001] = "";
        memset(nested, '[', 1000);
        memset(nested + 1000, ']', 1000);
        struct json *fault = json_new_object();
        json_set_text(fault, "match", match);
        json_set_text(fault, "do", "status");
        json_set_int(fault, "status", 200);
        const char *body = strcmp(bad->body, "nested") != 0 ? bad->body : nested;
        json_set(fault, "body", json_new_bytes(body, strlen(body)));
        json_set_int(fault, "size", (int64_t)bad->size);
        char *text = json_write(fault, false);
        json_free(fault);
        assert_true(standin_fault(fixture->standin, text));
        free(text);
        int before = fixture_count(fixture, match);
        struct epi_error err = {0};
        bool done = call(fixture, &err);
        if (fixture_count(fixture, match) == before)
            fail_msg("%s was not asked for", match);
        if (done ? !bad->harmless : err.kind != EPI_ERROR_LATER || !err.text[0])
            fail_msg("%s to %s: %s: %s", bad->name, match, kind_text(err.kind), err.text);
    }
}

/* Fails each request of a call, one at a time: then the call fails, and says why. */
static inline void fixture_fail_each(struct fixture *fixture,
                                     bool (*call)(struct fixture *fixture, struct epi_error *err))
{
    for (int n = 1, made = n; made >= n; n++) {
        char members[96];
        struct epi_error err = {0};
        snprintf(members, sizeof(members), "\"nth\":%d,\"do\":\"status\",\"status\":500", n);
        fixture_fault(fixture, "* *", members);
        int before = fixture_count(fixture, NULL);
        bool done = call(fixture, &err);
        made = fixture_count(fixture, NULL) - before;
        if (made < n ? !done : done || err.kind != EPI_ERROR_LATER || err.status != 500)
            fail_msg("request %d of %d failed: %s: %s", n, made, kind_text(err.kind), err.text);
    }
}

#endif
