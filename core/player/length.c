/* SPDX-License-Identifier: MIT */
#include "core/player/length.h"

#include <math.h>

/* A file that grows does so more often than this, a live stream by whole pieces too. */
static const double steady_seconds = 30;

/* At its end a player learns to some frames how long a file is. */
static const double slack_seconds = 0.5;

/* So much of a file is played once it is at its end. */
static const double end_share = 0.97;

void length_start(struct length *length, double duration, int64_t size)
{
    *length = (struct length){.duration = duration, .size = size};
}

bool length_update(struct length *length, double duration, int64_t size, double clock)
{
    bool longer = duration > 0 && fabs(duration - length->duration) > slack_seconds;
    bool larger = size > 0 && size != length->size;

    if (longer)
        length->duration = duration;
    if (larger)
        length->size = size;
    if (longer || larger) {
        length->grew = true;
        length->longer = length->longer || longer;
        length->clock = clock;
    }
    return longer;
}

bool length_is_steady(const struct length *length, double clock)
{
    return !length->grew || clock - length->clock >= steady_seconds;
}

bool length_was_whole(const struct length *length, double position, double clock)
{
    return length_is_steady(length, clock) ||
           (!length->longer && position >= end_share * length->duration);
}
