/* SPDX-License-Identifier: MIT
 *
 * evening: what a viewer does in an evening and on the next day, what that means for the services,
 * and what they hold in the end.
 */
#ifndef EPIMARK_TESTS_FAULTS_EVENING_H
#define EPIMARK_TESTS_FAULTS_EVENING_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/faults/viewer.h"

enum { EVENING_HELD_MAX = 4096 };

/* Which services the viewer has. */
struct evening {
    const char *name;
    const char *services[VIEWER_SERVICES_MAX + 1]; /* to sign in to, in this order */
    const char *scrobble_on, *rate_on;
    bool live;
    bool old;           /* the old APIs of TheTVDB and Trakt */
    const char *series; /* how the correction names the right one */
    const char *meant;  /* what the services hold in the end, sorted, one a line */
};

extern const struct evening evenings[];
extern const size_t evening_count;

/* A viewer with these services, who has not signed in yet. Free it with viewer_free. */
struct viewer *evening_begin(const struct evening *evening);

/* Signs in, watches three episodes, rates two, changes a rating, undoes a mark, corrects what an
 * episode was taken for, quits; the next day watches one more, and undoes a rating. What fails
 * under the viewer's eyes is left for another day. corrected: whether the correction worked. */
void evening_play(const struct evening *evening, struct viewer *viewer, bool *corrected);

/* How it was put right. */
enum healing {
    HEALED_SOON,       /* within a day; at most the viewer did again what failed under his eyes */
    HEALED_LATER,      /* as late as what is not known is sent again */
    HEALED_BY_SIGN_IN, /* a line asked to sign in, and he did */
    HEALED_BY_RETRY,   /* `queue retry` */
    HEALED_NOT,
    HEALINGS
};

/* The days after, when nothing fails. Waits as long as core may take before it tries what is left
 * to a person. */
enum healing evening_heal(const struct evening *evening, struct viewer *viewer, bool corrected);

/* What the services hold, written as what was meant; held has EVENING_HELD_MAX. */
void evening_held(struct viewer *viewer, char *held);

#endif
