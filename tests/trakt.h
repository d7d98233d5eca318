/* SPDX-License-Identifier: MIT
 *
 * trakt: what the tests of Trakt v2 share: a viewer who is signed in, and what is rated and played.
 */
#ifndef EPIMARK_TESTS_TRAKT_H
#define EPIMARK_TESTS_TRAKT_H

#include "tests/services.h"

/* 2024-06-10T06:13:20Z */
enum { WATCHED_AT = 1718000000 };

static inline int start(void **state)
{
    int started = fixture_start(state, &service_trakt);
    struct fixture *f = *state;
    if (!started)
        fixture_trakt(f, f->now + 7 * DAY);
    return started;
}

static inline bool one_who(struct fixture *f, struct epi_error *err)
{
    struct account account;
    return service_trakt.who(f->session, &account, err);
}

static inline struct subject identified(int64_t tvdb)
{
    struct subject subject = fixture_firefly(1, 2);
    subject.tvdb = tvdb;
    return subject;
}

static inline bool rate(struct fixture *f, struct subject subject, int value,
                        struct epi_error *result)
{
    struct rating rating = {subject, value, WATCHED_AT};
    struct epi_error err = {0};
    assert_ok(service_trakt.rate(f->session, &rating, 1, result, &err), err);
    return result->kind == EPI_ERROR_NONE;
}

static inline struct mark play_of(struct subject subject, int64_t at)
{
    return (struct mark){.subject = subject, .at = at};
}

static inline bool live(struct fixture *f, struct subject subject, enum live_action action,
                        double progress, bool *counted, struct epi_error *err)
{
    return service_trakt.live(f->session, &subject, action, progress, counted, err);
}

/* How many plays the stand-in holds. */
static inline size_t plays_held(struct fixture *f)
{
    struct json *state = fixture_state(f);
    size_t count = json_count(json_get(state, "plays"));
    json_free(state);
    return count;
}

#endif
