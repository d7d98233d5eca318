/* SPDX-License-Identifier: MIT
 *
 * words: what stands on screen, in the language of the user: the sentences of notices
 * (epimark/sentence.h) and those of the plugin itself. A language is a file words_NAME.c with one
 * table, and a row in languages.c. Pure.
 */
#ifndef EPIMARK_PLUGIN_WORDS_H
#define EPIMARK_PLUGIN_WORDS_H

#include <epimark/sentence.h>

/* The plugin's own sentences, and what their parts are. */
enum word {
    /* What is added to what a notice says. */
    WORD_KEY_TO_CHOOSE = EPI_SENTENCES, /* what the notice says; key */
    WORD_KEY_MENU,                      /* key or keys, as those that follow */
    WORD_KEY_RATE,
    WORD_KEY_WRONG,
    WORD_SENT_TO,   /* services */
    WORD_PUT_RIGHT, /* services */

    /* What is wrong with what was asked for. */
    WORD_INVALID_NUMBER,  /* number; action; the lowest; the highest */
    WORD_MISSING_NUMBER,  /* action; the lowest; the highest */
    WORD_UNKNOWN_MESSAGE, /* name; the near one */
    WORD_UNKNOWN_BINDING, /* the same */
    WORD_NO_SUCH_MESSAGE, /* name */
    WORD_NO_SUCH_BINDING, /* the same */
    WORD_UNEXPECTED,      /* word; action */

    /* The list to choose from, and the line that is typed. */
    WORD_HEAD_SERIES,  /* title as read */
    WORD_HEAD_EPISODE, /* title and number */
    WORD_HEAD_ORDER,   /* series */
    WORD_LIST_KEYS,    /* WORD_LIST_MORE or nothing; WORD_LIST_PAGE or nothing */
    WORD_LIST_MORE,
    WORD_LIST_PAGE, /* page; pages */
    WORD_WHICH_SERIES,
    WORD_WHICH_EPISODE,
    WORD_TYPE_SERIES,
    WORD_TYPE_EPISODE,

    WORD_ORDER_AUTO,
    WORD_ORDER_AIRED,
    WORD_ORDER_DVD,
    WORD_ORDER_ABSOLUTE,
    WORD_ORDER_ALTERNATE,
    WORD_ORDER_REGIONAL,

    WORD_PRIVATE_MARK,

    /* The menu. */
    WORD_RATE,
    WORD_MARK,
    WORD_UNMARK,
    WORD_WRONG_SERIES,
    WORD_WRONG_EPISODE,
    WORD_ORDER,
    WORD_UNDO,
    WORD_PRIVATE,
    WORD_PRIVATE_HOUR,
    WORD_ACCOUNTS,
    WORD_QUEUE,
    WORD_NO_EPISODE,
    WORD_NOT_LOOKED_UP,
    WORD_SURE,      /* % */
    WORD_SURE_FROM, /* year and country; % */
    WORD_UNSURE,    /* how many series or episodes come close */
    WORD_IS_WATCHED,
    WORD_IS_NOT_WATCHED,
    WORD_ON,
    WORD_OFF,
    WORD_SIGNED_IN, /* how many; of how many */
    WORD_WAIT,      /* how many */
    WORD_EMPTY,
    WORD_WAITING,
    WORD_DUE,
    WORD_SIGN_IN,
    WORD_BACK,
    WORD_QUEUE_BACK,
    WORD_MENU_KEYS,

    WORDS
};

/* One language: its name as in the option osd_language, "de". */
struct words_language {
    const char *name;
    struct epi_language language;
};

/* All of them; English is the first. Ends with a NULL name. */
extern const struct words_language words_languages[];

/* The tables, each with WORDS templates. In that of English, those of notices are NULL: the library
 * has them. */
extern const char *const words_en[];
extern const char *const words_de[];

/* The languages that the user's environment asks for, as getenv gives them: each NULL if it is not
 * set. */
struct words_environment {
    const char *language; /* LANGUAGE: several, separated by colons */
    const char *lc_all;
    const char *lc_messages;
    const char *lang;
};

/* The language of that name, which may have a country ("de-AT"). If name is "", the one that the
 * environment asks for. English if there is none; of a name, warning then says so, otherwise it is
 * "". */
const struct epi_language *words_find(const char *name, const struct words_environment *environment,
                                      char *warning, size_t size);

/* Writes a saying in a language; NULL: English for the log, in which nothing is marked off. */
void words_write(const struct epi_language *language, const struct epi_saying *saying, char *text,
                 size_t size);

/* A sentence without parts. Static. */
const char *words_of(const struct epi_language *language, enum word word);

/* An order by its name in the options, "dvd"; the name if it is none that is known. */
const char *words_order(const struct epi_language *language, const char *name);

#endif
