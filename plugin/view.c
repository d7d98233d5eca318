/* SPDX-License-Identifier: MIT */
#include "plugin/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "plugin/list_panel.h"
#include "plugin/look.h"
#include "plugin/overlay.h"
#include "plugin/words.h"

enum { MENU_PANEL_MAX = MENU_ROWS_MAX + TOAST_ROWS_MAX };

enum overlay { OVERLAY_TEXT = 1, OVERLAY_PRIVATE };

static const double gap = 10; /* between two panels */

/* Adds the lines whose time is not over as a panel that begins at top. */
static void add_toasts(const struct view *view, double top, double clock, struct ass *out)
{
    struct panel_row rows[TOASTS_ROWS_MAX];
    struct panel panel = {.top = top, .width = PANEL_FITTED, .rows = rows};
    panel.count = toasts_rows(&view->toasts, clock, rows);
    if (panel.count > 0)
        panel_write(&panel, &view->look, out);
}

/* The mark of private mode; out NULL: only measures it. Returns where what is below it begins. */
static double add_mark(const struct view *view, struct ass *out)
{
    struct panel_row row = {.kind = PANEL_HINT,
                            .text = words_of(view->language, WORD_PRIVATE_MARK)};
    struct panel panel = {
        .top = view->look.margin_y, .width = PANEL_FITTED, .rows = &row, .count = 1};
    return panel_write(&panel, &view->look, out) + gap;
}

/* Where the first panel begins. */
static double first_top(const struct view *view)
{
    return view->private ? add_mark(view, NULL) : view->look.margin_y;
}

/* The menu as a panel of rows; for a while what was said last is in place of its last row. */
static struct panel menu_panel(const struct view *view, double clock,
                               struct panel_row rows[MENU_PANEL_MAX])
{
    struct panel panel = {.top = first_top(view), .width = PANEL_COLUMN, .rows = rows};
    panel.count = menu_rows(&view->menu, rows);
    const struct toast *last = toasts_last(&view->toasts, clock);
    if (!last)
        return panel;
    struct panel_row said[TOAST_ROWS_MAX];
    size_t count = toast_rows(last, last, said);
    if (count > 1) /* it says more than what is playing, which the menu says, too */
        panel.count--;
    for (size_t i = 1; i < count; i++) { /* the first parts it from the toast above */
        if (said[i].kind != PANEL_STARS) /* the menu has them */
            rows[panel.count++] = said[i];
    }
    return panel;
}

/* Whether the menu has something to show by now. */
static bool menu_is_there(const struct view *view, double clock)
{
    return view->menu.known && view->menu_until > clock;
}

/* When the next of what is on screen goes; 0 if nothing is there. */
static double next_change(const struct view *view, double clock)
{
    double next = view->choices_until > clock ? view->choices_until : 0;
    if (view->menu_until > clock)
        next = next > 0 ? fmin(next, view->menu_until) : view->menu_until;
    double toast = toasts_next(&view->toasts, clock);
    if (toast > 0)
        next = next > 0 ? fmin(next, toast) : toast;
    return next;
}

void view_draw(struct view *view, double clock)
{
    bool was_there = view->changes > 0;
    view->changes = next_change(view, clock);
    if (view->changes <= 0) {
        if (was_there)
            overlay_draw(view->mpv, OVERLAY_TEXT, NULL);
        return;
    }
    /* A toast can do without: it has no columns. */
    if (menu_is_there(view, clock) || view->choices_until > clock || view->look.other_font)
        look_measure(&view->look, view->mpv);
    struct ass out = ass_begin(view->ass, sizeof(view->ass));
    if (menu_is_there(view, clock)) {
        struct panel_row rows[MENU_PANEL_MAX];
        struct panel panel = menu_panel(view, clock, rows);
        panel_write(&panel, &view->look, &out);
    } else {
        double top = first_top(view);
        if (view->choices_until > clock) {
            const struct epi_language *language = view->language;
            top = view->typing
                      ? list_panel_typed(&view->typed, language, top, &view->look, &out)
                      : list_panel_choices(&view->choices, language, top, &view->look, &out);
            top += gap;
        }
        add_toasts(view, top, clock, &out);
    }
    overlay_draw(view->mpv, OVERLAY_TEXT, view->ass);
}

void view_draw_mark(struct view *view)
{
    struct ass out = ass_begin(view->ass, sizeof(view->ass));
    add_mark(view, &out);
    overlay_draw(view->mpv, OVERLAY_PRIVATE, view->private ? view->ass : NULL);
}

struct panel_spot view_at(const struct view *view, double x, double y, double clock)
{
    struct panel_row rows[MENU_PANEL_MAX];
    if (view->look.height <= 0 || !menu_is_there(view, clock))
        return (struct panel_spot){.row = -1};
    double unit = ASS_HEIGHT / view->look.height;
    struct panel panel = menu_panel(view, clock, rows);
    return panel_at(&panel, &view->look, x * unit, y * unit);
}

size_t view_choice_at(const struct view *view, double x, double y, double clock)
{
    if (view->look.height <= 0 || view->choices_until <= clock || view->typing)
        return 0;
    double unit = ASS_HEIGHT / view->look.height;
    return list_panel_at(&view->choices, view->language, first_top(view), &view->look, x * unit,
                         y * unit);
}

void view_learn(struct view *view, const mpv_event *event, double clock)
{
    if (!look_learn(&view->look, event))
        return;
    if (view->changes > 0)
        view_draw(view, clock);
    if (view->private)
        view_draw_mark(view);
}
