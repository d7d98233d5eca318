/* SPDX-License-Identifier: MIT
 *
 * live_end: what a service was told to be watched, and that this ended, kept in the journal until
 * the service knows: a player that quits waits for no answer, so the next one may have to tell it.
 * Nothing here may fail: what is lost, the service forgets by itself.
 */
#ifndef EPIMARK_PLAYER_LIVE_END_H
#define EPIMARK_PLAYER_LIVE_END_H

#include <stdbool.h>
#include <stdint.h>

struct job;
struct journal;
struct subject;

/* A service knows of a start or pause (a JOB_LIVE). What ended before is settled by that. */
void live_end_started(struct journal *journal, const struct job *job, const struct subject *subject,
                      int64_t now);

/* It ended; the service is still to be told. */
void live_end_wanted(struct journal *journal, const struct job *job, int64_t now);

/* The service was told. */
void live_end_done(struct journal *journal, int64_t now);

/* Whether a service still takes something for being watched that ended: what, and where (%). */
bool live_end_left(struct journal *journal, int64_t now, struct subject *subject, double *progress);

#endif
