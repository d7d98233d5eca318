/* SPDX-License-Identifier: MIT
 *
 * courier: identifies and delivers beside a player. A worker does both; the courier adds the file
 * on screen, live watching and the notices. Uses network and keyring, and its own connection to the
 * journal; courier_cancel ends it at once. It belongs to one thread, which player.c runs.
 */
#ifndef EPIMARK_PLAYER_COURIER_H
#define EPIMARK_PLAYER_COURIER_H

#include <stdatomic.h>
#include <stdint.h>

struct courier;
struct epi_config;
struct found;
struct http;
struct job;
struct notice;

enum { COURIER_IDLE_SECONDS = 3600 }; /* until the next round if nothing is due */

/* What the courier asks of its owner; called on the courier's thread. */
struct courier_host {
    void *context;
    const atomic_bool *hurry; /* true while the player stops; NULL: never */
    void (*notice)(void *context, struct notice *notice); /* owns it from now on; it may be NULL */
    void (*found)(void *context, struct found *found);    /* the same: of the file on screen */
    int64_t (*now_ms)(void *context);                     /* milliseconds since 1970 */
};

/* config, folder and http are borrowed. Opens nothing. NULL if memory is short. */
struct courier *courier_new(const struct epi_config *config, const char *folder, struct http *http,
                            const struct courier_host *host);
void courier_free(struct courier *courier);

/* From any thread: ends what waits for the network or the keyring; nothing is asked any more. */
void courier_cancel(struct courier *courier);

/* Does what the recorder asks: looks up the file on screen or what it may be, reports it live to a
 * service, or delivers. Returns the seconds until the next round after one, otherwise 0. */
int courier_job(struct courier *courier, const struct job *job);

#endif
