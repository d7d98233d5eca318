/* SPDX-License-Identifier: MIT
 *
 * toast: a notice as rows of a panel: the series strong and the episode beside it, below them what
 * happened, stars, and a hint. Draws nothing and knows no mpv.
 */
#ifndef EPIMARK_PLUGIN_TOAST_H
#define EPIMARK_PLUGIN_TOAST_H

#include "plugin/panel.h"
#include <epimark/player.h>

enum { TOAST_TEXT_MAX = 1024 + 96, TOAST_ROWS_MAX = 5 };

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

/* Its rows, up to TOAST_ROWS_MAX, which borrow its texts. before: the toast above it, or NULL: the
 * same series and episode are not named twice. Returns how many there are. */
size_t toast_rows(const struct toast *toast, const struct toast *before, struct panel_row *rows);

#endif
