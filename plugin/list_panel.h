/* SPDX-License-Identifier: MIT
 *
 * list_panel: a list to choose from, and a line that is typed, as panels. Pure.
 */
#ifndef EPIMARK_PLUGIN_LIST_PANEL_H
#define EPIMARK_PLUGIN_LIST_PANEL_H

#include <stddef.h>

struct ass;
struct choices;
struct epi_language;
struct panel_look;
struct typed;

/* Each adds a panel that begins at top, and returns where it ends. */
double list_panel_choices(const struct choices *choices, const struct epi_language *language,
                          double top, const struct panel_look *look, struct ass *out);
double list_panel_typed(const struct typed *typed, const struct epi_language *language, double top,
                        const struct panel_look *look, struct ass *out);

/* The entry, by its number from 1, at a place of the window, in units of ASS_HEIGHT; 0: none. */
size_t list_panel_at(const struct choices *choices, const struct epi_language *language, double top,
                     const struct panel_look *look, double x, double y);

#endif
