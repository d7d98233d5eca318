/* SPDX-License-Identifier: MIT
 *
 * panel: a translucent panel at the top right of the window, drawn as ASS: rows of text, items
 * with aligned columns, rows of ten stars. Data in, ASS out: it knows neither mpv nor notices. All
 * sizes are relative to the window's height, which is ASS_HEIGHT.
 */
#ifndef EPIMARK_PLUGIN_PANEL_H
#define EPIMARK_PLUGIN_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugin/ass.h"

/* What mpv's options and its window are like. Begin with PANEL_LOOK, mpv's own. */
struct panel_look {
    double aspect;   /* of the window: its width by its height */
    double height;   /* of the window in pixels; 0: not known */
    double scale;    /* osd-scale */
    double margin_x; /* osd-margin-x and osd-margin-y, of a height of ASS_HEIGHT */
    double margin_y;
    uint32_t text;   /* osd-color, 0xRRGGBB */
    uint32_t back;   /* osd-back-color */
    uint32_t accent; /* osd-selected-color, of mpv 0.40 and later: that of the stars */
    bool other_font; /* osd-font is not mpv's default */
    bool measured;   /* it was asked how wide it is */
    struct ass_font font;
    double narrow; /* how wide its narrow letters were measured, until the others are */
};
#define PANEL_LOOK                                                                                 \
    ((struct panel_look){.aspect = 16 / 9.0,                                                       \
                         .scale = 1,                                                               \
                         .margin_x = 25,                                                           \
                         .margin_y = 25,                                                           \
                         .text = 0xffffff,                                                         \
                         .back = 0x000000,                                                         \
                         .accent = 0xfabd2f,                                                       \
                         .font = ASS_FONT_USUAL})

enum panel_kind {
    PANEL_HEAD,  /* strong, then text, in as many lines as they take */
    PANEL_TEXT,  /* text, in lines */
    PANEL_HINT,  /* the same, smaller and dim */
    PANEL_ITEM,  /* one line: text, which is cut, and at the right its columns or its stars */
    PANEL_STARS, /* a line of ten stars */
    PANEL_RULE,  /* a line that separates */
    PANEL_GAP,   /* room that does */
};

enum { PANEL_COLUMNS_MAX = 3, PANEL_STARS_MAX = 10, PANEL_NO_STARS = -1 };

/* A row. Texts are borrowed; NULL is "". */
struct panel_row {
    enum panel_kind kind;
    const char *strong;
    const char *text;
    const char *key; /* of an item: a digit that chooses it, dim before its text; NULL: none */
    const char *columns[PANEL_COLUMNS_MAX]; /* of items: each as wide as the widest in the panel */
    int stars;   /* how many of ten are filled; of an item PANEL_NO_STARS if it has none */
    bool chosen; /* the item is lit */
    bool now;    /* it is what holds now: a bar at its left */
    bool off;    /* the item is dim */
};

enum panel_width {
    PANEL_FITTED, /* as wide as its text, up to a column */
    PANEL_COLUMN, /* as wide as a column: nearly half of a wide window */
};

/* A panel that begins at top. */
struct panel {
    double top;
    enum panel_width width;
    const struct panel_row *rows;
    size_t count;
};

/* Adds a panel as events; out NULL: only measures. One that is higher than the window is drawn
 * smaller, to half its size. Returns where it ends. */
double panel_write(const struct panel *panel, const struct panel_look *look, struct ass *out);

/* What is drawn at a place, in the units of ASS_HEIGHT from the top left. */
struct panel_spot {
    int row;   /* -1: the place is on none */
    int stars; /* how many stars end there, 1..10; 0: it is on none */
};
struct panel_spot panel_at(const struct panel *panel, const struct panel_look *look, double x,
                           double y);

#endif
