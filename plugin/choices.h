/* SPDX-License-Identifier: MIT
 *
 * choices: a list to choose from, as text: nine a page, each with the digit that chooses it; one is
 * lit, which Enter chooses. Pure: knows neither mpv nor how text is drawn.
 */
#ifndef EPIMARK_PLUGIN_CHOICES_H
#define EPIMARK_PLUGIN_CHOICES_H

#include <epimark/player.h>
#include <epimark/sentence.h>

enum {
    CHOICES_MAX = 50,                          /* in a list; what follows is left out */
    CHOICES_PAGE = 9,                          /* on one page */
    CHOICES_LABEL_MAX = 136,                   /* bytes of one, with the terminator */
    CHOICES_LINE_MAX = CHOICES_LABEL_MAX + 24, /* the same with its number */
    CHOICES_TEXT_MAX = 384,
    CHOICES_TITLE_MAX = 84,
    CHOICES_HEADING_MAX = 224,
    CHOICES_KEYS_MAX = 2048,
};

/* What a list is of. */
enum choices_kind { CHOICES_SERIES, CHOICES_EPISODES, CHOICES_ORDERS };

/* What its keys do, beside the actions of actions.h. */
#define CHOICES_CLOSE    "close"
#define CHOICES_NEXT     "next-page"
#define CHOICES_PREVIOUS "previous-page"
#define CHOICES_LIST     "list-" /* then up, down, enter, click or point */

/* "Show (2005, US)", numbered "Show (2005, US) 1x02"; a long title is cut. label has
 * CHOICES_LABEL_MAX. */
void choices_label(const struct epi_candidate *candidate, bool numbered,
                   const struct epi_language *language, char *label);

/* Whether a series is there with several episodes: then each is shown with its number. */
bool choices_are_episodes(const struct epi_notice *notice);

/* Which series or episode is it? Names the best candidates of EPI_NOTICE_UNSURE, and the key that
 * lists them all, or "". */
void choices_question(const struct epi_notice *notice, const struct epi_language *language,
                      const char *key, char *text, size_t size);

/* One to choose, as a line and in parts. */
struct choice {
    char label[CHOICES_LABEL_MAX]; /* in English, for the log */
    char title[CHOICES_TITLE_MAX]; /* cut as in label; of an episode "1x02 Title" */
    char year[16];                 /* "" if it is not known, as all */
    char country[4];
    char number[16]; /* "1x02", if a series is there with several episodes; of an episode its day */
    bool current;    /* what holds now */
};

/* A list and the page that is shown. Zero has no entries. */
struct choices {
    enum choices_kind kind;
    char heading[CHOICES_HEADING_MAX]; /* the question that it answers */
    char none[CHOICES_TEXT_MAX];       /* why there is none to choose; else "" */
    struct choice list[CHOICES_MAX];
    size_t count;
    size_t page;    /* from 0 */
    size_t chosen;  /* the entry that is lit, on that page */
    int64_t number; /* of the list, for EPI_FACT_ANSWER */
};

/* Takes the list of a notice; what holds now is lit, else the first. */
void choices_take(struct choices *choices, const struct epi_notice *notice,
                  const struct epi_language *language);

/* Turns by so many pages, from the last to the first and back; its first entry is lit. */
void choices_turn(struct choices *choices, int pages);

/* Lights the next entry (1) or the one before (-1), from the last to the first and back. */
void choices_move(struct choices *choices, int by);

/* How many pages it has, at least 1. */
size_t choices_pages(const struct choices *choices);

/* The number in the whole list, from 1, that a digit 1..9 chooses; 0 if it chooses none. */
size_t choices_of_digit(const struct choices *choices, size_t digit);

/* The keys of the page that is shown, as lines of input.conf. keys has CHOICES_KEYS_MAX. */
void choices_keys(const struct choices *choices, char *keys);

/* An entry, by its index from 0, as a line with this number: "2 Show (2005, US) · now". line has
 * CHOICES_LINE_MAX. */
void choices_line(const struct choices *choices, size_t index, size_t number, char *line);

/* What the keys do. text has CHOICES_TEXT_MAX. */
void choices_hint(const struct choices *choices, const struct epi_language *language, char *text);

#endif
