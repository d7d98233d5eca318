/* SPDX-License-Identifier: MIT
 *
 * client: what the handle of epimark/client.h holds: a worker that nobody waits for, and the values
 * that the last calls handed out. Shared by the files of core/client alone.
 */
#ifndef EPIMARK_CLIENT_CLIENT_H
#define EPIMARK_CLIENT_CLIENT_H

#include "core/base/config.h"
#include "core/client/views.h"
#include "core/deliver/worker.h"
#include "core/journal/entry.h"
#include "core/journal/outbox.h"
#include "core/services/service.h"
#include <epimark/client.h>

struct epi_client {
    struct epi_config config;
    char folder[JOURNAL_PATH_MAX];
    struct http *http;
    struct worker *worker;

    struct client_match *match; /* client.c: the last one */
    struct epi_sync sync;
    char sync_reason[256];

    const struct service *pairing_with; /* account.c; NULL: with none */
    struct pairing pairing;
    struct epi_pairing pairing_view;
    struct epi_account account;
    struct account who;
    struct outbox_account kept;
    char account_error[256];

    struct series series; /* list.c: the last one that was found */
    struct epi_series series_view;
};

/* Seconds since 1970. */
int64_t client_clock(void);

/* The series that a target is of, as the journal or the catalogues tell. */
bool client_series(struct epi_client *client, const struct epi_target *target,
                   struct series *series, struct epi_error *err);

/* The series of "tvdb:81189" or "tvmaze:169", as a catalogue has it. */
bool client_series_of(struct epi_client *client, const char *id, struct series *series,
                      struct epi_error *err);

/* Reads such a text. */
bool client_read_id(const char *text, struct series_ids *ids);

#endif
