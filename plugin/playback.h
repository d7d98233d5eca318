/* SPDX-License-Identifier: MIT
 *
 * player: turns mpv's events into core's facts: which file is on, where it really is and when it
 * jumps. Asks mpv asynchronously alone, so that it never waits for the playback, and an answer that
 * a seek or another file has overtaken is dropped. Knows nothing of episodes. The thread of the
 * event loop alone may call it.
 */
#ifndef EPIMARK_PLUGIN_PLAYBACK_H
#define EPIMARK_PLUGIN_PLAYBACK_H

#include <mpv/client.h>

#include <epimark/player.h>

struct playback;

/* mpv and core are borrowed. NULL where memory is short. */
struct playback *playback_new(mpv_handle *mpv, struct epi_player *player);
void playback_free(struct playback *playback);

/* Takes any event; what is none of its own is left alone. An answer whose reply_userdata is 0 never
 * is. clock: seconds of a monotonic clock; at: seconds since 1970. */
void playback_event(struct playback *playback, const mpv_event *event, double clock, int64_t at);

/* Seconds until playback_sample is due, below 0 where nothing is to be waited for. */
double playback_wait(const struct playback *playback, double clock);

/* Asks mpv for the position, if that is due. */
void playback_sample(struct playback *playback, double clock);

#endif
