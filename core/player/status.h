/* SPDX-License-Identifier: MIT
 *
 * status: how things stand, in one line: whether the episode on screen was watched, or how far it
 * is and what is missing, and what waits to be sent. Changes nothing. Only the recorder calls it.
 */
#ifndef EPIMARK_PLAYER_STATUS_H
#define EPIMARK_PLAYER_STATUS_H

#include "core/player/recording.h"

/* Posts EPI_NOTICE_STATUS, as of fact. */
void status_show(struct recording *recording, const struct epi_fact *fact);

#endif
