/* SPDX-License-Identifier: MIT
 *
 * osd: which notices the user wants to see on the screen, by the option osd. Pure.
 */
#ifndef EPIMARK_PLUGIN_OSD_H
#define EPIMARK_PLUGIN_OSD_H

#include <epimark/player.h>

/* Whether notices of a kind are wanted. */
bool osd_wants(const struct epi_config *config, enum epi_notice_kind kind);

/* Whether answers to what the user asks for are: all of them, unless nothing is. */
bool osd_answers(const struct epi_config *config);

#endif
