/* SPDX-License-Identifier: MIT
 *
 * look: how panels look by mpv's own options and its window, observed while mpv runs. Draws
 * nothing.
 */
#ifndef EPIMARK_PLUGIN_LOOK_H
#define EPIMARK_PLUGIN_LOOK_H

#include <stdbool.h>

#include "plugin/panel.h"
#include "plugin/player_api.h"

/* Asks mpv to report its options and its window as properties, and to measure its font. */
void look_observe(mpv_handle *mpv);

/* Takes any event of mpv. True if look changed. If mpv's font did, it is measured anew. */
bool look_learn(struct panel_look *look, mpv_handle *mpv, const mpv_event *event);

#endif
