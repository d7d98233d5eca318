/* SPDX-License-Identifier: MIT
 *
 * choosing: which series or episode is the file on screen, in which order? Lists what there is to
 * choose from, at any time, and records the answer. An answer counts only for the list that was
 * shown last, and only while its file is on screen. Only the recorder calls these.
 */
#ifndef EPIMARK_PLAYER_CHOOSING_H
#define EPIMARK_PLAYER_CHOOSING_H

#include "core/player/recording.h"

struct found;

/* Lists the candidates that are kept or, if they are not more than one series, asks the courier for
 * all. While its folder is awaited, that it is wanted is only noted: call it again then. */
void choosing_list(struct recording *recording);

/* The same for a key, unless it means another file. */
void choosing_asked(struct recording *recording, const struct epi_fact *fact);

/* Asks the courier for the series that a text means, to list them. */
void choosing_search(struct recording *recording, const struct epi_fact *fact);

/* Asks the courier for the episodes of the series on screen, or for its orders, to list them. While
 * it is not known which series that is, does as choosing_asked. */
void choosing_episodes(struct recording *recording, const struct epi_fact *fact);
void choosing_orders(struct recording *recording, const struct epi_fact *fact);

/* Records what was chosen, or that it is none of the list. */
void choosing_answer(struct recording *recording, const struct epi_fact *fact);

/* Records that the file on screen is no episode: from now on nothing of it counts. */
void choosing_leave(struct recording *recording, const struct epi_fact *fact);

/* Takes what the courier found, for the file on screen or one before. */
void choosing_found(struct recording *recording, const struct found *found);

/* A choice was taken back: the file on screen may be another series. */
void choosing_undone(struct recording *recording);

/* Closes the list that is open: its file is not on screen any more, or nothing may be chosen. */
void choosing_close(struct recording *recording);

#endif
