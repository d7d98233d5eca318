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

/* Asks mpv to report its options and its window as properties. */
void look_observe(mpv_handle *mpv);

/* Takes any event of mpv. True if look changed. */
bool look_learn(struct panel_look *look, const mpv_event *event);

/* Has mpv's font measured, once, if there is a window: mpv takes 3 MiB for it and keeps them. What
 * is drawn must be drawn again when look_learn takes the answer. */
void look_measure(struct panel_look *look, mpv_handle *mpv);

#endif
