/* SPDX-License-Identifier: MIT
 *
 * keeper: turns a player's facts into committed rows. Reads names, applies the watch rule, answers
 * keys. Disk only: it never waits for a network or a keyring. Of one thread; core.c owns it.
 */
#ifndef EPIMARK_KEEPER_H
#define EPIMARK_KEEPER_H

#include "core/core.h"

/* What the keeper asks of the one who runs it; called on the keeper's thread. */
struct keeper_host {
    void *context;
    void (*notice)(void *context, const struct notice *notice);
    /* A file worth looking up is on screen, or none is (path NULL). */
    void (*look_up)(void *context, const char *path, const char *name, double duration);
    /* Something was committed that the courier may deliver. */
    void (*deliver)(void *context);
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
