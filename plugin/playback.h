/* SPDX-License-Identifier: MIT
 *
 * playback: turns mpv's events into facts: which file is on, where it really is and when it jumps.
 * Asks mpv only asynchronously, so that it never waits for the playback, and drops an answer that a
 * seek or another file has overtaken. Knows nothing of episodes. Only the thread of the event loop
 * may call it.
 */
#ifndef EPIMARK_PLUGIN_PLAYBACK_H
#define EPIMARK_PLUGIN_PLAYBACK_H

#include "plugin/player_api.h"
#include <epimark/player.h>

struct playback;

/* mpv and player are borrowed. NULL if memory is short. */
struct playback *playback_new(mpv_handle *mpv, struct epi_player *player);
void playback_free(struct playback *playback);

/* Takes any event and ignores what is not its own, such as an answer whose reply_userdata is 0.
 * clock: seconds of a monotonic clock; at: seconds since 1970. */
void playback_event(struct playback *playback, const mpv_event *event, double clock, int64_t at);

/* Seconds until playback_sample is due, below 0 if it is not. */
double playback_wait(const struct playback *playback, double clock);

/* Asks mpv for the position, if that is due. */
void playback_sample(struct playback *playback, double clock);

#endif
