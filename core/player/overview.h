/* SPDX-License-Identifier: MIT
 *
 * overview: what the menu of a front end shows, as data: what is on screen and how sure that is,
 * what was rated and watched, and how things stand at the services. Changes nothing. Only the
 * recorder calls it.
 */
#ifndef EPIMARK_PLAYER_OVERVIEW_H
#define EPIMARK_PLAYER_OVERVIEW_H

#include "core/player/recording.h"

/* Answers EPI_FACT_MENU. */
void overview_show(struct recording *recording, const struct epi_fact *fact);

#endif
