/* SPDX-License-Identifier: MIT
 *
 * toast: a notice as rows of a panel: the series strong and the episode beside it, below them what
 * happened, stars, and a hint. Draws nothing and knows no mpv.
 */
#ifndef EPIMARK_PLUGIN_TOAST_H
#define EPIMARK_PLUGIN_TOAST_H

#include "plugin/panel.h"
#include <epimark/player.h>

enum {
    TOAST_TEXT_MAX = 1024 + 96,
    TOAST_ROWS_MAX = 5,
    TOASTS_MAX = 4,
    TOASTS_ROWS_MAX = TOASTS_MAX * TOAST_ROWS_MAX,
};

/* A line of text in parts. Plain values: it may be copied. */
struct toast {
    char parts[TOAST_TEXT_MAX + 8];
    size_t head; /* where the parts begin; the first is the series */
    size_t body;
    size_t hint;
    int stars; /* 0: it has none */
};

/* Takes the line of a notice apart. notice says what it is about; NULL: that is not known. */
void toast_read(struct toast *toast, const char *text, const struct epi_notice *notice);

/* How long a line takes to be read, in seconds, for one whom mpv's own messages suit. */
double toast_seconds(const char *text);

/* Its rows, up to TOAST_ROWS_MAX, which borrow its texts. before: the toast above it, or NULL: the
 * same series and episode are not named twice. Returns how many there are. */
size_t toast_rows(const struct toast *toast, const struct toast *before, struct panel_row *rows);

/* The lines that came last, the oldest first. Zero has none. */
struct toasts {
    struct toast_line {
        char text[TOAST_TEXT_MAX];
        struct toast toast;
        double shown; /* the clock when it came */
        double until; /* the clock when it goes from the screen; 0: it was only for the log */
    } lines[TOASTS_MAX];
    int count;
};

/* Remembers a line; false if the same one came just now. notice: as for toast_read. */
bool toasts_keep(struct toasts *toasts, const char *text, const struct epi_notice *notice,
                 double clock, double until);

/* Takes all from the screen. */
void toasts_clear(struct toasts *toasts);

/* The clock when the next one goes; 0 if none is on screen. */
double toasts_next(const struct toasts *toasts, double clock);

/* The newest, if it is on screen; else NULL. */
const struct toast *toasts_last(const struct toasts *toasts, double clock);

/* The rows of all that are on screen, as toast_rows. Returns how many there are. */
size_t toasts_rows(const struct toasts *toasts, double clock,
                   struct panel_row rows[TOASTS_ROWS_MAX]);

#endif
