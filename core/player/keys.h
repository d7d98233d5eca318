/* SPDX-License-Identifier: MIT
 *
 * keys: what a key or a script message does. Each is committed, and answered by one notice on
 * screen that says what became of it. Only the recorder calls these.
 */
#ifndef EPIMARK_PLAYER_KEYS_H
#define EPIMARK_PLAYER_KEYS_H

#include "core/player/recording.h"

/* Rates one higher (1) or lower (-1) than the episode is rated. */
void keys_step(struct recording *recording, const struct epi_fact *fact, int step);

/* Rates, marks, or takes the last action back. */
void keys_rate(struct recording *recording, const struct epi_fact *fact);
void keys_mark(struct recording *recording, const struct epi_fact *fact);
void keys_undo(struct recording *recording, const struct epi_fact *fact);

/* The folder of a file has answered, or does not answer in time: so do the keys that waited. */
void keys_heard(struct recording *recording, struct viewing *viewing);

#endif
