/* SPDX-License-Identifier: MIT
 *
 * view: all that is on screen, and its drawing: the menu, or the list to choose from and below it
 * what was said, and the mark of private mode. Takes no keys.
 */
#ifndef EPIMARK_PLUGIN_VIEW_H
#define EPIMARK_PLUGIN_VIEW_H

#include "plugin/choices.h"
#include "plugin/menu.h"
#include "plugin/panel.h"
#include "plugin/player_api.h"
#include "plugin/toast.h"
#include "plugin/typed.h"

enum { VIEW_ASS_MAX = 32768 };

/* What is shown, and until when by the clock; 0: not. After a change, draw it. */
struct view {
    mpv_handle *mpv;
    const struct epi_language *language; /* NULL: English */
    struct panel_look look;
    struct toasts toasts;
    struct choices choices;
    bool typing; /* the line that is typed is there in place of the list */
    struct typed typed;
    double choices_until;
    struct menu menu;
    double menu_until;
    bool private;   /* the mark of private mode is there */
    double changes; /* the clock when something goes; 0: nothing is there but the mark */
    char ass[VIEW_ASS_MAX];
};

/* Draws all but the mark, and notes when that changes. */
void view_draw(struct view *view, double clock);
void view_draw_mark(struct view *view);

/* What of the menu is at a place of the window, in its pixels. */
struct panel_spot view_at(const struct view *view, double x, double y, double clock);

/* Which entry of the list to choose from is there, by its number from 1; 0: none. */
size_t view_choice_at(const struct view *view, double x, double y, double clock);

/* Takes any event of mpv: if its options or its window change, all moves. */
void view_learn(struct view *view, const mpv_event *event, double clock);

#endif
