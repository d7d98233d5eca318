/* SPDX-License-Identifier: MIT
 *
 * ass: text as mpv's overlays draw it: of one size relative to the window, at its top right,
 * escaped, and broken into lines that leave the left half to others. Knows nothing of notices.
 */
#ifndef EPIMARK_PLUGIN_ASS_H
#define EPIMARK_PLUGIN_ASS_H

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

#endif
