/* SPDX-License-Identifier: MIT
 *
 * worker: what the tests of the worker and its helpers share: a worker over the stand-in services.
 */
#ifndef EPIMARK_TESTS_WORKER_H
#define EPIMARK_TESTS_WORKER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/base/http.h"
#include "core/base/secret.h"
#include "core/deliver/worker.h"
#include "core/journal/entries.h"
#include "core/journal/entry.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/services/service.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"

enum { NOW = 1700000000, DAY = 86400 };

/* A worker over the stand-in services, with a journal of its own and a clock that the test sets. */
struct bench {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    struct http *http;
    struct worker *worker;
    int64_t now;
    struct worker_round round;
    int64_t next_at;
    struct epi_error err;
};

static inline int64_t now_ms(void *context)
{
    return ((struct bench *)context)->now * 1000;
}

static inline int setup_with(void **state, const char *catalogue, const char *scrobble_on)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct standin_options options = {.catalogue = catalogue};
    struct worker_host host = {.context = bench, .now_ms = now_ms};

    bench->now = NOW;
    bench->folder = tempdir_make();
    bench->standin = standin_start(&options);
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    snprintf(bench->config.scrobble_on, sizeof(bench->config.scrobble_on), "%s", scrobble_on);
    places_set(&bench->config, bench->standin);
    bench->http = http_new("", 10, &bench->err);
    assert_non_null(bench->http);
    bench->worker = worker_new(&bench->config, bench->folder, bench->http, &host);
    assert_non_null(bench->worker);
    *state = bench;
    return 0;
}

static inline int setup(void **state)
{
    return setup_with(state, NULL, "tvmaze");
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;

    worker_free(bench->worker);
    http_free(bench->http);
    standin_stop(bench->standin);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

static inline int64_t record(struct bench *bench, const char *path)
{
    struct record record = {
        .kind = RECORD_WATCHED, .at = bench->now, .path = path, .size = 4711, .duration = 3000};
    struct journal *journal = worker_journal(bench->worker, &bench->err);

    assert_non_null(journal);
    record.nth = record.episodes = 1;
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, &bench->err));
    return recorded.entry;
}

static inline void round_now(struct bench *bench)
{
    if (!worker_round(bench->worker, &bench->round, &bench->next_at, &bench->err))
        fail_msg("%s", bench->err.text);
}

static inline const struct entry *entry_of(struct bench *bench, int64_t id)
{
    static struct entry entry;
    bool found = false;

    assert_true(entries_find(worker_journal(bench->worker, NULL), id, &entry, &found, NULL));
    assert_true(found);
    return &entry;
}

static inline void sign_in(struct bench *bench)
{
    struct credentials credentials = {.account = STANDIN_TVMAZE_USER};

    assert_true(credentials_set(&credentials, "user", STANDIN_TVMAZE_USER));
    assert_true(credentials_set(&credentials, "key", STANDIN_TVMAZE_KEY));
    assert_true(
        secret_save(worker_secret(bench->worker), "tvmaze", &credentials, true, &bench->err));
    round_now(bench); /* what is recorded from now on is sent */
}

static inline void sign_in_tvdb(struct bench *bench)
{
    struct credentials credentials = {.account = "viewer"};

    assert_true(credentials_set(&credentials, "apikey", STANDIN_TVDB_KEY));
    assert_true(secret_save(worker_secret(bench->worker), "tvdb", &credentials, true, &bench->err));
}

static inline void sign_in_trakt(struct bench *bench)
{
    struct credentials credentials = {.account = "viewer"};

    assert_true(credentials_set(&credentials, "client_id", STANDIN_TRAKT_ID) &&
                credentials_set(&credentials, "client_secret", STANDIN_TRAKT_SECRET) &&
                credentials_set(&credentials, "access_token", STANDIN_TRAKT_ACCESS) &&
                credentials_set(&credentials, "refresh_token", STANDIN_TRAKT_REFRESH) &&
                credentials_set(&credentials, "expires_at", "9999999999"));
    assert_true(
        secret_save(worker_secret(bench->worker), "trakt", &credentials, true, &bench->err));
    round_now(bench); /* what is recorded from now on is sent */
}

#endif
