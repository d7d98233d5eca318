/* SPDX-License-Identifier: MIT
 *
 * length: how long the file on screen is, which may grow while it is played: a recording, a
 * download. Pure; a plain value.
 */
#ifndef EPIMARK_PLAYER_LENGTH_H
#define EPIMARK_PLAYER_LENGTH_H

#include <stdbool.h>
#include <stdint.h>

struct length {
    double duration; /* seconds, 0 unknown */
    int64_t size;    /* bytes, -1 unknown */
    bool grew;       /* duration or size changed since the file was begun ... */
    bool longer;     /* ... and so did its duration */
    double clock;    /* when they did last */
};

/* A file begins. */
void length_start(struct length *length, double duration, int64_t size);

/* What they are by now (0 or less: not known) and the clock. True if the duration changed. */
bool length_update(struct length *length, double duration, int64_t size, double clock);

/* Whether they are as they were for long enough to count on. */
bool length_is_steady(const struct length *length, double clock);

/* The same when the file was closed at a position: of one that was played to the end of a duration
 * that never changed, more bytes do not matter. */
bool length_was_whole(const struct length *length, double position, double clock);

#endif
