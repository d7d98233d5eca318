/* SPDX-License-Identifier: MIT
 *
 * list_panel: a list to choose from, and a line that is typed, as panels. Pure.
 */
#ifndef EPIMARK_PLUGIN_LIST_PANEL_H
#define EPIMARK_PLUGIN_LIST_PANEL_H

struct ass;
struct choices;
struct panel_look;
struct typed;

/* Each adds a panel that begins at top, and returns where it ends. */
double list_panel_choices(const struct choices *choices, double top, const struct panel_look *look,
                          struct ass *out);
double list_panel_typed(const struct typed *typed, double top, const struct panel_look *look,
                        struct ass *out);

#endif
