/* SPDX-License-Identifier: MIT
 *
 * choices: a list of candidates to choose from, as text: nine a page, each with the digit that
 * chooses it. Pure: knows neither mpv nor how text is drawn.
 */
#ifndef EPIMARK_PLUGIN_CHOICES_H
#define EPIMARK_PLUGIN_CHOICES_H

#include <epimark/player.h>

enum {
    CHOICES_MAX = 50,                          /* in a list; what follows is left out */
    CHOICES_PAGE = 9,                          /* on one page */
    CHOICES_LABEL_MAX = 136,                   /* bytes of one, with the terminator */
    CHOICES_LINE_MAX = CHOICES_LABEL_MAX + 24, /* the same with its number */
    CHOICES_TEXT_MAX = 2048,                   /* bytes of a page */
    CHOICES_TITLE_MAX = 84,
    CHOICES_KEYS_MAX = 1024,
};

/* What its keys do, beside the actions of actions.h. */
#define CHOICES_CLOSE    "close"
#define CHOICES_NEXT     "next-page"
#define CHOICES_PREVIOUS "previous-page"

/* "Show (2005, US)", numbered "Show (2005, US) 1x02"; a long title is cut. label has
 * CHOICES_LABEL_MAX. */
void choices_label(const struct epi_candidate *candidate, bool numbered, char *label);

/* Whether a series is there with several episodes: then each is shown with its number. */
bool choices_are_episodes(const struct epi_notice *notice);

/* One to choose, as a line and in parts. */
struct choice {
    char label[CHOICES_LABEL_MAX];
    char title[CHOICES_TITLE_MAX]; /* cut as in label */
    char year[16];                 /* "" if it is not known, as all */
    char country[4];
    char number[16]; /* "1x02", if a series is there with several episodes */
    bool current;    /* what the file is taken for */
};

/* A list and the page that is shown. Zero has no entries. */
struct choices {
    struct choice list[CHOICES_MAX];
    size_t count;
    size_t page;    /* from 0 */
    int64_t number; /* of the list, for EPI_FACT_ANSWER */
};

/* Takes the list of a notice, and shows its first page. */
void choices_take(struct choices *choices, const struct epi_notice *notice);

/* Turns by so many pages, from the last to the first and back. */
void choices_turn(struct choices *choices, int pages);

/* How many pages it has, at least 1. */
size_t choices_pages(const struct choices *choices);

/* The number in the whole list, from 1, that a digit 1..9 chooses; 0 if it chooses none. */
size_t choices_of_digit(const struct choices *choices, size_t digit);

/* The keys of the page that is shown, as lines of input.conf. keys has CHOICES_KEYS_MAX. */
void choices_keys(const struct choices *choices, char *keys);

/* An entry, by its index from 0, as a line with this number: "2 Show (2005, US) · now". line has
 * CHOICES_LINE_MAX. */
void choices_line(const struct choices *choices, size_t index, size_t number, char *line);

/* The page that is shown: a line for each entry, and what the keys do. text has CHOICES_TEXT_MAX.
 */
void choices_write(const struct choices *choices, char *text);

#endif
