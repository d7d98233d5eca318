/* SPDX-License-Identifier: MIT
 *
 * watch: when does playing count as watched? Keeps the set of ranges of one file that were really
 * played, and tells when they are enough. Pure: no I/O, no clock, no allocation; a plain value.
 * The recorder has one for each file on screen.
 */
#ifndef EPIMARK_PLAYER_WATCH_H
#define EPIMARK_PLAYER_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/player/chapters.h"

enum {
    WATCH_RANGES_MAX = 256,
    WATCH_TEXT_MAX = WATCH_RANGES_MAX * 32, /* bytes that watch_write may need */
};

struct watch_range {
    double start; /* seconds from the start of the file */
    double end;
};

struct watch {
    double duration;                             /* of the file in seconds; 0 unknown */
    struct chapters chapters;                    /* of the file */
    struct watch_range ranges[WATCH_RANGES_MAX]; /* played; ascending, none touching another */
    int count;
    struct watch_range rest; /* after a commit: what is left of that viewing, and does not count */
    bool following;          /* playing on from the last sample */
    bool counted;            /* the last sample was reached by playing, starting at from */
    bool broken;             /* since the last sample there was a break */
    double from;
    double played_to; /* the last sample that was; below 0: none was yet */
    double left;      /* the same when it jumped last */
    double position;  /* of the last sample */
    double clock;
    double speed;
    double late; /* seconds of the file that clock and speed have explained before they came */
};

/* What it takes, as the options have it. */
struct watch_rule {
    int watched_percent; /* the position that has to be reached; over 97 is taken as 97, since a
                          * player never reports the very end. If the ending begins before, its
                          * beginning has to be reached */
    int played_percent;  /* how much has to be really played, of what is neither opening nor
                          * ending */
    int min_seconds;     /* shorter files never count */
};

/* Begins a file of duration seconds (0 or less: unknown, never counts) with nothing played and
 * without chapters, which may be set then. */
void watch_start(struct watch *watch, double duration);

/* Forgets what was played of it. */
void watch_forget(struct watch *watch);

/* Reports where the player is: position in the file and a clock that never goes back, both in
 * seconds, and whether it plays on from here at speed. What lies between two samples was played if
 * the player was playing at the first and watch_reaches, with what the clock was late by before;
 * everything else is a jump. */
void watch_sample(struct watch *watch, double position, double clock, double speed, bool playing);

/* Whether a file is too short to count by itself. One of several episodes may be shorter than a
 * file of its own, but a length that cannot hold them means that the name was misread. */
bool watch_is_brief(double duration, int episodes, int min_seconds);

/* Whether a player at this speed can have gone so far (seconds of the file) by playing for elapsed
 * seconds of the clock. */
bool watch_reaches(double went, double elapsed, double speed);

/* A seek, a restart or the like: the next sample is reached by a jump. */
void watch_break(struct watch *watch);

/* The player came to the end of the file. If nothing was played since the last jump, that led
 * there. */
void watch_end(struct watch *watch);

/* When it is asked whether an episode is watched. */
enum watch_when {
    WATCH_SAMPLED, /* after a sample: a position counts if it was reached by playing */
    WATCH_CLOSED,  /* the file was closed: where it stood counts, even after a jump */
    WATCH_LEFT,    /* the user went on to the next file: that counts as the position reached */
};

/* Whether the nth (from 1) of several equally long episodes in this file is watched: the player
 * came past its threshold from within it, or from before, and enough of it was played. */
bool watch_met(const struct watch *watch, int nth, int episodes, const struct watch_rule *rule,
               enum watch_when when);

/* The position that has to be reached, in % of the nth episode. */
int watch_threshold(const struct watch *watch, int nth, int episodes, int watched_percent);

/* Where the last sample was within the nth episode, 0..1. */
double watch_reached(const struct watch *watch, int nth, int episodes);

/* How much of the nth episode was played, 0..1, of what is neither opening nor ending. */
double watch_played(const struct watch *watch, int nth, int episodes);

/* Empties the ranges of the nth episode once it is recorded. Playing on from here is the rest of
 * that viewing and counts for nothing, in later sittings too; going back before begins another. */
void watch_clear(struct watch *watch, int nth, int episodes);

/* What was played as one line of text, for the next sitting; "" if nothing was. */
void watch_write(const struct watch *watch, char *text, size_t size);

/* Adds what an earlier sitting played. Reading ends at the first text that is not a range. */
void watch_read(struct watch *watch, const char *text);

#endif
