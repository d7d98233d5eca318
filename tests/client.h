/* SPDX-License-Identifier: MIT
 *
 * client: what the tests of core.h's client share: one over the stand-in services, with a journal
 * and credentials in a folder of its own, and the commands they have in common.
 */
#ifndef EPIMARK_TESTS_CLIENT_H
#define EPIMARK_TESTS_CLIENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/config.h"
#include "core/client/client.h"
#include "core/journal/entries.h"
#include "core/journal/sql.h"
#include "tests/doubles/tempdir.h"
#include "tests/standin/places.h"
#include <epimark/client.h>

#define EPISODE "/tv/Breaking Bad/Season 1/Breaking.Bad.S01E02.mkv"

/* A client over real services' stand-ins, a real journal and credentials in a file. */
struct bench {
    struct standin *standin;
    char *folder;
    struct epi_config config;
    struct epi_client *client;
    char done[512];
    struct epi_error err;
};

static inline int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));
    struct standin_options options = {0};

    bench->folder = tempdir_make();
    setenv("XDG_DATA_HOME", bench->folder, 1);
    bench->standin = standin_start(&options);
    assert_non_null(bench->standin);
    config_init(&bench->config);
    bench->config.credential_store = CREDENTIALS_FILE;
    places_set(&bench->config, bench->standin);
    bench->client = epi_client_new(&bench->config, &bench->err);
    assert_non_null(bench->client);
    *state = bench;
    return 0;
}

static inline int teardown(void **state)
{
    struct bench *bench = *state;

    epi_client_free(bench->client);
    standin_stop(bench->standin);
    tempdir_remove(bench->folder);
    free(bench);
    return 0;
}

#define OK(call)                                                                                   \
    do {                                                                                           \
        if (!(call))                                                                               \
            fail_msg("%s", bench->err.text);                                                       \
    } while (0)

static inline int login(struct bench *bench, const char *service, const char *const *values,
                        size_t count)
{
    char account[128];
    int waiting = -1;

    OK(epi_account_login(bench->client, service, values, count, account, sizeof(account), &waiting,
                         &bench->err));
    assert_true(account[0]);
    return waiting;
}

static inline int login_tvmaze(struct bench *bench)
{
    return login(bench, "tvmaze", (const char *[]){STANDIN_TVMAZE_USER, STANDIN_TVMAZE_KEY}, 2);
}

static inline int login_trakt(struct bench *bench)
{
    return login(bench, "trakt",
                 (const char *[]){STANDIN_TRAKT_ID, STANDIN_TRAKT_SECRET, STANDIN_TRAKT_ACCESS,
                                  STANDIN_TRAKT_REFRESH, "4102444800"},
                 5);
}

/* From now on nothing waits for the pace of a service: that it was called is forgotten at once. */
static inline void no_pace(struct bench *bench)
{
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);

    OK(journal && sql_run(journal, &bench->err,
                          "CREATE TEMP TRIGGER no_pace AFTER INSERT ON pace"
                          " BEGIN DELETE FROM pace; END",
                          ""));
}

static inline struct epi_sync sync_now(struct bench *bench)
{
    const struct epi_sync *sync = epi_client_sync(bench->client, false, &bench->err);

    OK(sync);
    return *sync;
}

static inline bool keep_entry(void *context, const struct entry *entry)
{
    *(struct entry *)context = *entry;
    return false;
}

/* The newest entry as the journal has it. */
static inline const struct entry *newest(struct bench *bench)
{
    static struct entry entry;
    struct entries_filter filter = {.limit = 1};
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);

    memset(&entry, 0, sizeof(entry));
    OK(journal && entries_visit(journal, &filter, keep_entry, &entry, &bench->err));
    return &entry;
}

#define TARGET(...)                                                                                \
    {                                                                                              \
        .size = sizeof(struct epi_target), __VA_ARGS__                                             \
    }

static inline void mark(struct bench *bench, const char *path)
{
    struct epi_target target = TARGET(.path = path);

    OK(epi_client_mark(bench->client, &target, "watched", bench->done, sizeof(bench->done),
                       &bench->err));
}

#endif
