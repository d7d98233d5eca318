/* SPDX-License-Identifier: MIT
 *
 * keeper: turns a player's facts into committed rows. Reads names, applies the watch rule, answers
 * keys. Disk only: it never waits for a network or a keyring. Of one thread; core.c owns it.
 */
#ifndef EPIMARK_KEEPER_H
#define EPIMARK_KEEPER_H

#include "core/core.h"
#include "core/services/service.h"
#include <stdatomic.h>

enum errand_kind {
    ERRAND_DELIVER, /* something was committed that may go out */
    ERRAND_LOOK_UP, /* this file is on screen: what is it? */
    ERRAND_LIVE,    /* it started, paused or stopped, and a service shall hear of it now */
};

/* What the keeper asks of the courier. Nothing is lost with one: what counts is in the journal. */
struct errand {
    enum errand_kind kind;
    const char *path;        /* as the journal knows it; copied where it is kept */
    const char *media_title; /* or NULL */
    double duration;         /* seconds */
    int part;                /* ERRAND_LIVE: which episode of the file, from 1 */
    enum live_action action;
    double progress; /* ERRAND_LIVE: of that episode, % */
};

/* What the keeper asks of the one who runs it; called on the keeper's thread. */
struct keeper_host {
    void *context;
    const atomic_bool *hurry; /* true while core stops; NULL: never */
    void (*notice)(void *context, const struct notice *notice);
    void (*errand)(void *context, const struct errand *errand);
};

struct keeper;

/* config is borrowed. The journal in folder is opened with the first fact. */
struct keeper *keeper_new(const struct config *config, const char *folder,
                          const struct keeper_host *host);

/* Takes one fact; what it changes is committed, or in the spool, on return. */
void keeper_tell(struct keeper *keeper, const struct fact *fact);

/* Keeps what was played so far for the next sitting. */
void keeper_free(struct keeper *keeper);

#endif
