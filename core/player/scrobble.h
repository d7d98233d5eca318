/* SPDX-License-Identifier: MIT
 *
 * scrobble: the courier's half of live watching: reports that an episode started, paused or stopped
 * to the service that shows it. A late stop is a play there, so it is sent as the journal's row of
 * that play.
 */
#ifndef EPIMARK_PLAYER_SCROBBLE_H
#define EPIMARK_PLAYER_SCROBBLE_H

#include "core/deliver/worker.h"
#include "core/player/job.h"
#include "core/services/service.h"

struct match;

/* What came of a report. */
struct scrobbled {
    const struct service *service;
    struct subject subject; /* what was reported */
    int64_t entry;          /* of which entry of the journal, if it was counted */
    bool counted;           /* the service added it to the history */
};

/* Reports a JOB_LIVE of the file that holds match. Does nothing if nobody is signed in to the
 * service or the options do not send plays there. Borrows all. */
bool scrobble_report(struct worker *worker, const struct epi_config *config, const struct job *job,
                     const struct match *match, struct scrobbled *scrobbled, struct epi_error *err);

/* Tells the service of what ended before, if a player quit before it could. */
bool scrobble_finish(struct worker *worker, const struct epi_config *config, struct epi_error *err);

#endif
