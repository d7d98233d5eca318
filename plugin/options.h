/* SPDX-License-Identifier: MIT
 *
 * options: brings what the user set in mpv to the library: script-opts/epimark.conf, then
 * --script-opts, and how much --msg-level lets through. Read once, before playback starts.
 */
#ifndef EPIMARK_PLUGIN_OPTIONS_H
#define EPIMARK_PLUGIN_OPTIONS_H

#include "plugin/player_api.h"
#include <epimark/config.h>
#include <epimark/player.h>

/* Reads every option over what config holds; warn hears of each that was not taken. loaded_from:
 * the path of the plugin, or NULL. Programs that use libmpv often give it no folder of its own
 * (Celluloid, jellyfin-mpv-shim): then the script-opts beside the plugin's scripts folder count. */
void options_read(mpv_handle *mpv, const char *loaded_from, struct epi_config *config,
                  epi_config_warning warn, void *context);

/* The last level that mpv's property msg-level (a map, or any other node) lets epimark print:
 * an enum epi_notice_level, or -1 for nothing. */
int options_level(const mpv_node *msg_level);

#endif
