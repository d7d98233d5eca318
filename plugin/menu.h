/* SPDX-License-Identifier: MIT
 *
 * menu: what the menu shows and what its keys do: rows of a panel out of EPI_NOTICE_MENU, facts out
 * of keys. A plain value that knows no mpv; screen.c draws it and binds its keys.
 */
#ifndef EPIMARK_PLUGIN_MENU_H
#define EPIMARK_PLUGIN_MENU_H

#include "plugin/panel.h"
#include <epimark/player.h>

enum {
    MENU_ROWS_MAX = 24,
    MENU_TITLE_MAX = 264,
    MENU_SERVICES_MAX = 8,
    MENU_KEYS_MAX = 4096,
};

enum menu_item {
    MENU_RATE,
    MENU_MARK,
    MENU_CHOOSE,
    MENU_EPISODE,
    MENU_ORDER,
    MENU_UNDO,
    MENU_PRIVATE,
    MENU_PRIVATE_HOUR,
    MENU_ACCOUNTS,
    MENU_QUEUE,
    MENU_ITEMS
};

/* Which episode a file is, as a notice says it. */
struct menu_subject {
    int64_t file;              /* 0: none */
    enum epi_notice_kind kind; /* of that notice */
    char title[MENU_TITLE_MAX];
    char number[64]; /* " 1x02", " 2024-05-01", " 135" or "" */
    char episode[MENU_TITLE_MAX];
    char origin[32]; /* "2005, US" */
    double confidence;
    size_t candidates;
};

struct menu_service {
    char title[32];
    char account[128];
    char error[256];
    int due;
    int waiting;
};

/* Zero is a closed menu. */
struct menu {
    const struct epi_language *language; /* of all its texts; NULL: English */
    bool open;
    bool known;   /* what it shows has been answered */
    bool stale;   /* something happened since: it is to be asked anew */
    bool listing; /* it shows a list below an item, in place of all items */
    enum menu_item chosen;
    int stars;                   /* the rating that Enter gives; 0: as it stands */
    struct menu_subject found;   /* what a file was found to be last */
    struct menu_subject subject; /* what the menu is about */
    bool ended, watched, is_private;
    int rating, due, waiting;
    char played[96], sure[192], details[MENU_ITEMS][128];
    struct menu_service services[MENU_SERVICES_MAX];
    int service_count;
};

enum menu_result {
    MENU_NOTHING,
    MENU_DRAW,  /* it looks different now */
    MENU_CLOSE, /* it is closed now, and nothing is asked */
    MENU_ASK,   /* fact says what the user asks for; see whether it is still open */
};

/* Opens it, at its first item; it shows nothing until it has learnt an EPI_NOTICE_MENU. */
void menu_open(struct menu *menu);

/* Takes any notice. True if an open menu looks different now. */
bool menu_learn(struct menu *menu, const struct epi_notice *notice);

/* Writes the keys of the open menu as lines of a section of mpv's, each bound to
 * epimark/menu-NAME. own: the key that opened it, or ""; close_window: what the window's button
 * does, "": quit. All other keys are ignored. */
void menu_keys(const char *own, const char *close_window, char keys[MENU_KEYS_MAX]);

/* A key by its NAME, but "click" and "point". */
enum menu_result menu_press(struct menu *menu, const char *name, struct epi_fact *fact);

/* The mouse is on that spot of the rows of menu_rows; click: and its button was pressed. */
enum menu_result menu_point(struct menu *menu, struct panel_spot spot, bool click,
                            struct epi_fact *fact);

/* Its rows, which borrow its texts. Returns how many there are. */
size_t menu_rows(const struct menu *menu, struct panel_row rows[MENU_ROWS_MAX]);

#endif
