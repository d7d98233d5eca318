/* SPDX-License-Identifier: MIT
 *
 * doctor_player: checks the player and the plugin.
 */
#ifndef EPIMARK_CLIENT_DOCTOR_PLAYER_H
#define EPIMARK_CLIENT_DOCTOR_PLAYER_H

struct checks;

/* Looks for mpv and asks it for its version; looks for the plugin where players load it from. */
void doctor_player_check(struct checks *checks);

#endif
