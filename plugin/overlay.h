/* SPDX-License-Identifier: MIT
 *
 * overlay: ASS over the video, by mpv's osd-overlay, in the units of ASS_HEIGHT. Only asynchronous
 * commands. Knows nothing of what is drawn.
 */
#ifndef EPIMARK_PLUGIN_OVERLAY_H
#define EPIMARK_PLUGIN_OVERLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "plugin/player_api.h"

/* Draws events, one a line, over the video until they are replaced; NULL removes them. */
void overlay_draw(mpv_handle *mpv, int id, char *ass);

/* Asks how much room events would take, without drawing them. They may not have that id drawn. */
void overlay_measure(mpv_handle *mpv, int id, uint64_t userdata, char *ass);

/* Reads the answer, a command's result: how wide they are. False if it says nothing. */
bool overlay_width(const mpv_node *result, double *width);

#endif
