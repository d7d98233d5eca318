/* SPDX-License-Identifier: MIT
 *
 * ass: text as mpv's overlays draw it: of one size relative to the window, at its top right,
 * escaped, and broken into lines that leave the left half to others. Knows nothing of notices.
 */
#ifndef EPIMARK_PLUGIN_ASS_H
#define EPIMARK_PLUGIN_ASS_H

#include <stdbool.h>
#include <stddef.h>

/* What all sizes are relative to: the height of an overlay, whatever the window's. */
enum { ASS_HEIGHT = 720 };

/* What is known of the window. Begin with ASS_WINDOW. */
struct ass_window {
    double aspect; /* its width by its height */
    double scale;  /* mpv's osd-scale */
};
#define ASS_WINDOW ((struct ass_window){.aspect = 16 / 9.0, .scale = 1})

/* Where a text is: notices end at the right margin; a list begins at the left edge of the column,
 * so that its numbers are below each other; the mark of private mode is above both. */
enum ass_place { ASS_NOTICE, ASS_LIST, ASS_MARK };

/* Writes text as an event, so that ASS shows it as it is: a brace opens no tag, a backslash escapes
 * nothing. A newline begins a new line. What does not fit into size bytes is left out. */
void ass_write(char *ass, size_t size, const struct ass_window *window, enum ass_place place,
               const char *text);

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

/* Adds tags or drawings to the event, from a printf format. */
void ass_add(struct ass *ass, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds len bytes of text to the event, so that they are shown as they are. */
void ass_add_text(struct ass *ass, const char *text, size_t len);

/* The event is whole, or is left out if it does not fit. */
void ass_end_event(struct ass *ass);

/* ---- Widths ---- */

/* How wide len bytes of text are about, in heights of a line, in a font as wide as DejaVu Sans. */
double ass_width(const char *text, size_t len);

/* How many bytes of text, in whole characters, are not wider than that. */
size_t ass_fit(const char *text, double width);

/* How many bytes the first line of text has if none may be wider than that: lines end at a newline,
 * or between words, or between characters. next: where the second begins, at least 1. text must not
 * be empty. */
size_t ass_line(const char *text, double width, size_t *next);

#endif
