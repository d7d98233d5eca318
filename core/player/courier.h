/* SPDX-License-Identifier: MIT
 *
 * courier: identifies what the recorder committed and delivers it. Network and keyring, and its own
 * connection to the journal; cancelled by http_cancel. Of one thread; core.c runs it beside a
 * player, the client for a command.
 */
#ifndef EPIMARK_PLAYER_COURIER_H
#define EPIMARK_PLAYER_COURIER_H

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
struct http;

/* config, folder and http are borrowed; nothing is opened yet. */
struct courier *courier_new(const struct epi_config *config, const char *folder, struct http *http,
                            const struct courier_host *host);
void courier_free(struct courier *courier);

/* Runs one job of the recorder: looks the file on screen up, says what it is and keeps the
 * candidates for the recorder; or tells live watching. JOB_DELIVER is courier_round's. */
void courier_job(struct courier *courier, const struct job *job);

/* Identifies and delivers all that is due. Returns the seconds until the next round. */
int courier_round(struct courier *courier);

#endif
