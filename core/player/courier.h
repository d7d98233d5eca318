/* SPDX-License-Identifier: MIT
 *
 * courier: identifies what the recorder committed and delivers it. Network and keyring, and its own
 * connection to the journal; cancelled by http_cancel. Of one thread; core.c runs it beside a
 * player, the client for a command.
 */
#ifndef EPIMARK_PLAYER_COURIER_H
#define EPIMARK_PLAYER_COURIER_H

#include "core/base/http.h"
#include "core/deliver/deliver.h"
#include "core/identify/resolve.h"
#include "core/journal/journal.h"
#include "core/player/recorder.h"
#include <epimark/player.h>

enum { COURIER_IDLE = 3600 }; /* seconds until it looks again although nothing is due */

/* What the courier asks of the one who runs it; called on the courier's thread. */
struct courier_host {
    void *context;
    const atomic_bool *hurry; /* true while core stops; NULL: never */
    void (*notice)(void *context, const struct epi_notice *notice);
    int64_t (*now_ms)(void *context); /* milliseconds since 1970 */
};

struct courier;

/* config, folder and http are borrowed; nothing is opened yet. */
struct courier *courier_new(const struct epi_config *config, const char *folder, struct http *http,
                            const struct courier_host *host);
void courier_free(struct courier *courier);

/* Runs one job of the recorder: looks the file on screen up, says what it is and keeps the
 * candidates for the recorder; or tells live watching. JOB_DELIVER is courier_round's. */
void courier_job(struct courier *courier, const struct job *job);

/* What one round did. */
struct courier_round {
    int identified;
    int held;
    struct delivered delivered;
};

/* Identifies and delivers all that is due. next_at: when something is due again, seconds since
 * 1970, 0: nothing is. False where the journal cannot be had or it was cancelled. */
bool courier_round(struct courier *courier, struct courier_round *round, int64_t *next_at,
                   struct epi_error *err);

/* Its parts, opened when first asked for. */
struct journal *courier_journal(struct courier *courier, struct epi_error *err);
struct session *courier_session(struct courier *courier, const struct service *service,
                                struct epi_error *err);
struct resolve *courier_resolve(struct courier *courier, struct epi_error *err);
struct secret *courier_secret(struct courier *courier);

/* What has to be told of the journal where it was opened and can be written, else "". */
const char *courier_warning(struct courier *courier);

#endif
