/* SPDX-License-Identifier: MIT
 *
 * player: turns mpv's events into core's facts: which file is on, where it really is and when it
 * jumps. Asks mpv asynchronously alone, so that it never waits for the player, and an answer that
 * a seek or another file has overtaken is dropped. Knows nothing of episodes. The thread of the
 * event loop alone may call it.
 */
#ifndef EPIMARK_PLAYER_H
#define EPIMARK_PLAYER_H

#include "core/core.h"
#include <mpv/client.h>

struct player;

/* mpv and core are borrowed. NULL where memory is short. */
struct player *player_new(mpv_handle *mpv, struct core *core);
void player_free(struct player *player);

/* Takes any event; what is none of its own is left alone. An answer whose reply_userdata is 0 never
 * is. clock: seconds of a monotonic clock; at: seconds since 1970. */
void player_event(struct player *player, const mpv_event *event, double clock, int64_t at);

/* Seconds until player_sample is due, below 0 where nothing is to be waited for. */
double player_wait(const struct player *player, double clock);

/* Asks mpv for the position, if that is due. */
void player_sample(struct player *player, double clock);

#endif
