/* SPDX-License-Identifier: MIT
 *
 * recorder: turns facts into committed rows. It reads names, applies the watch rule and answers
 * keys. Uses only the disk: it never waits for network or keyring, so it can always be joined. It
 * belongs to one thread, which player.c runs.
 */
#ifndef EPIMARK_PLAYER_RECORDER_H
#define EPIMARK_PLAYER_RECORDER_H

#include "core/player/recording.h"
#include <epimark/player.h>

struct found;
struct recorder;

/* config and folder are borrowed. The journal in folder is opened when it is first needed. NULL if
 * memory is short. */
struct recorder *recorder_new(const struct epi_config *config, const char *folder,
                              const struct recording_host *host);

/* Takes one fact. On return, what it changed is committed or in the spool. */
void recorder_tell(struct recorder *recorder, const struct epi_fact *fact);

/* The answer to recording_host.folder: what the folder of a file says, by the question's key. */
void recorder_heard(struct recorder *recorder, const char *key, enum folder_says says);

/* What the courier found for a file. */
void recorder_found(struct recorder *recorder, const struct found *found);

/* Private mode may end by itself, also while nothing happens: recorder_wait returns how many
 * seconds after the last fact that is, less than 0 if it does not; then recorder_tick is due. */
double recorder_wait(const struct recorder *recorder);
void recorder_tick(struct recorder *recorder);

/* Keeps what was played so far for the next sitting. */
void recorder_free(struct recorder *recorder);

#endif
