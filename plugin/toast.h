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
    TOAST_SENT_MAX = 128,
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

/* What a line is about: a line that is on screen is changed by what follows from it. */
struct toast_subject {
    enum {
        TOAST_OTHER, /* nothing follows */
        TOAST_WATCHED,
        TOAST_RATING,
        TOAST_CHOICE,
        TOAST_LIST,
    } topic;
    int64_t id; /* of the entry or, of a choice, the file */
    enum epi_scope scope;
};

/* The lines that came last, the oldest first. Zero has none. */
struct toasts {
    struct toast_line {
        char text[TOAST_TEXT_MAX];
        struct toast toast;
        enum epi_notice_kind kind;
        struct toast_subject subject;
        int rating;                /* as in epi_notice */
        bool back;                 /* a service took something back; of a choice, what was wrong */
        char sent[TOAST_SENT_MAX]; /* the services that accepted it, "TVmaze, Trakt"; or "" */
        double shown;              /* the clock when it came */
        double until; /* the clock when it goes from the screen; 0: it was only for the log */
    } lines[TOASTS_MAX];
    int count;
};

/* Remembers a line; false if the same one came just now. What became of an act that is on screen,
 * and what replaces it, changes its line there. notice: as for toast_read. language: NULL is
 * English. */
bool toasts_keep(struct toasts *toasts, const char *text, const struct epi_notice *notice,
                 const struct epi_language *language, double clock, double until);

/* Takes all from the screen, or what is of a kind. */
void toasts_clear(struct toasts *toasts);
void toasts_end(struct toasts *toasts, enum epi_notice_kind kind);

/* The clock when the next one goes; 0 if none is on screen. */
double toasts_next(const struct toasts *toasts, double clock);

/* The newest, if it is on screen; else NULL. */
const struct toast *toasts_last(const struct toasts *toasts, double clock);

/* The rows of all that are on screen, as toast_rows. Returns how many there are. */
size_t toasts_rows(const struct toasts *toasts, double clock,
                   struct panel_row rows[TOASTS_ROWS_MAX]);

#endif
