/* SPDX-License-Identifier: MIT
 *
 * live: the recorder's half of live watching: which starts, pauses and stops of the file on screen
 * a service should hear of. The courier reports them; nothing here is recorded or tried again.
 */
#ifndef EPIMARK_PLAYER_LIVE_H
#define EPIMARK_PLAYER_LIVE_H

#include "core/player/recording.h"

/* After each sample of the position: reports what changed since the last report. */
void live_follow(struct recording *recording, struct viewing *viewing, bool playing);

/* The file ends, or private mode begins. */
void live_stop(struct recording *recording, struct viewing *viewing);

/* Until when (seconds since 1970) the stop of live watching, once accepted, may be the play of what
 * is recorded now; 0: it cannot. */
int64_t live_until(const struct recording *recording, const struct viewing *viewing, int64_t now);

#endif
