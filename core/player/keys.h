/* SPDX-License-Identifier: MIT
 *
 * keys: what a key or a script message does. Each is committed, and answered by one notice on
 * screen that says what became of it. Only the recorder calls these.
 */
#ifndef EPIMARK_PLAYER_KEYS_H
#define EPIMARK_PLAYER_KEYS_H

#include "core/player/recording.h"

/* Does what the user asks for, of all but private mode; ignores any other fact. */
void keys_press(struct recording *recording, const struct epi_fact *fact);

/* The folder of a file has answered, or does not answer in time: so do the keys that waited. */
void keys_heard(struct recording *recording, struct viewing *viewing);

#endif
