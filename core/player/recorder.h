/* SPDX-License-Identifier: MIT
 *
 * recorder: turns a player's facts into committed rows. Reads names, applies the watch rule,
 * answers keys. Disk only: it never waits for a network or a keyring. Of one thread; core.c owns
 * it.
 */
#ifndef EPIMARK_PLAYER_RECORDER_H
#define EPIMARK_PLAYER_RECORDER_H

#include <stdatomic.h>

#include "core/services/service.h"
#include <epimark/player.h>

enum job_kind {
    JOB_DELIVER, /* something was committed that may go out */
    JOB_LOOK_UP, /* this file is on screen: what is it? */
    JOB_LIVE,    /* it started, paused or stopped, and a service shall hear of it now */
};

/* What the recorder asks of the courier. Nothing is lost with one: what counts is in the
 * journal. */
struct job {
    enum job_kind kind;
    const char *path;        /* as the journal knows it; copied where it is kept */
    const char *media_title; /* or NULL */
    double duration;         /* seconds */
    int nth;                 /* JOB_LIVE: which episode of the file, from 1 */
    enum live_action action;
    double progress; /* JOB_LIVE: of that episode, % */
};

/* What the recorder asks of the one who runs it; called on the recorder's thread. */
struct recorder_host {
    void *context;
    const atomic_bool *hurry; /* true while core stops; NULL: never */
    void (*notice)(void *context, const struct epi_notice *notice);
    void (*job)(void *context, const struct job *job);
};

struct recorder;

/* config is borrowed. The journal in folder is opened with the first fact. */
struct recorder *recorder_new(const struct epi_config *config, const char *folder,
                              const struct recorder_host *host);

/* Takes one fact; what it changes is committed, or in the spool, on return. */
void recorder_tell(struct recorder *recorder, const struct epi_fact *fact);

/* Keeps what was played so far for the next sitting. */
void recorder_free(struct recorder *recorder);

#endif
