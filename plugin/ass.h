/* SPDX-License-Identifier: MIT
 *
 * ass: text as mpv's overlays draw it: events that show what they are given as it is, and how wide
 * a text is about, so that it can be cut and broken. Knows nothing of notices and places.
 */
#ifndef EPIMARK_PLUGIN_ASS_H
#define EPIMARK_PLUGIN_ASS_H

#include <stdbool.h>
#include <stddef.h>

/* What all sizes are relative to: the height of an overlay, whatever the window's. */
enum { ASS_HEIGHT = 720 };

/* ---- Events ---- */

/* Events as they are written, one a line. One that does not fit is left out as a whole. */
struct ass {
    char *text; /* borrowed */
    size_t size;
    size_t len;
    size_t whole; /* the length of the events that have ended */
    bool full;    /* the event that is written does not fit */
};

/* Begins with no event in a buffer of that size, at least 1. */
struct ass ass_begin(char *text, size_t size);

/* Adds tags or drawings to the event, as they are. */
void ass_add(struct ass *ass, const char *tags);

/* Adds len bytes of text to the event, so that they are shown as they are. */
void ass_add_text(struct ass *ass, const char *text, size_t len);

/* The event is whole, or is left out if it does not fit. */
void ass_end_event(struct ass *ass);

/* ---- Widths ---- */

/* How wide the letters of a font are, in heights of a line. */
struct ass_font {
    double each;  /* what all of them have in common: the whole width if it is of one width */
    double share; /* what more each has, of what it has in DejaVu Sans */
};
#define ASS_FONT_USUAL ((struct ass_font){.each = 0, .share = 1})

/* How wide len bytes of text are about, in heights of a line. */
double ass_width(const struct ass_font *font, const char *text, size_t len);

/* How many bytes of text, in whole characters, are not wider than that. */
size_t ass_fit(const struct ass_font *font, const char *text, double width);

/* How many bytes the first line of text has if none may be wider than that: lines end at a newline,
 * or between words, or between characters. next: where the second begins, at least 1. text must not
 * be empty. */
size_t ass_line(const struct ass_font *font, const char *text, double width, size_t *next);

#endif
