/* SPDX-License-Identifier: MIT */
#include "plugin/words.h"

#include <stdio.h>
#include <string.h>

/* ---- Which language ---- */

/* The language whose name is the first len bytes, or what is before a country in them; NULL if
 * there is none. */
static const struct epi_language *find(const char *name, size_t len)
{
    size_t code = strcspn(name, "_-.@");
    if (code > len)
        code = len;
    for (const struct words_language *row = words_languages; row->name; row++) {
        if (strlen(row->name) == code && strncmp(row->name, name, code) == 0)
            return &row->language;
    }
    return NULL;
}

static bool is_set(const char *text)
{
    return text && *text;
}

/* As gettext has it: LANGUAGE counts unless the locale is C. */
static const struct epi_language *find_asked(const struct words_environment *environment)
{
    const char *locale = is_set(environment->lc_all)        ? environment->lc_all
                         : is_set(environment->lc_messages) ? environment->lc_messages
                         : is_set(environment->lang)        ? environment->lang
                                                            : "C";
    size_t code = strcspn(locale, ".@");
    if ((code == 1 && *locale == 'C') || strcmp(locale, "POSIX") == 0)
        return NULL;
    const struct epi_language *found = NULL;
    const char *list = is_set(environment->language) ? environment->language : locale;
    for (size_t len; *list && !found; list += len + (list[len] == ':')) {
        len = strcspn(list, ":");
        found = find(list, len);
    }
    return found;
}

const struct epi_language *words_find(const char *name, const struct words_environment *environment,
                                      char *warning, size_t size)
{
    const struct epi_language *found = *name ? find(name, strlen(name)) : find_asked(environment);
    *warning = '\0';
    if (found)
        return found;
    if (*name) {
        size_t len = (size_t)snprintf(
            warning, size, "unknown language \"%.32s\" for osd_language; expected one of:", name);
        for (const struct words_language *row = words_languages; row->name && len < size; row++)
            len += (size_t)snprintf(warning + len, size - len, " %s", row->name);
    }
    return &words_languages[0].language;
}

/* ---- Writing ---- */

static const struct epi_language plain = {.templates = words_en, .count = WORDS};

static const struct epi_language *or_plain(const struct epi_language *language)
{
    return language ? language : &plain;
}

void words_write(const struct epi_language *language, const struct epi_saying *saying, char *text,
                 size_t size)
{
    epi_sentence_write(saying, or_plain(language), text, size);
}

const char *words_of(const struct epi_language *language, enum word word)
{
    return or_plain(language)->templates[word];
}

const char *words_order(const struct epi_language *language, const char *name)
{
    static const struct {
        const char *name;
        enum word word;
    } orders[] = {
        {"auto", WORD_ORDER_AUTO},
        {"aired", WORD_ORDER_AIRED},
        {"dvd", WORD_ORDER_DVD},
        {"absolute", WORD_ORDER_ABSOLUTE},
        {"alternate", WORD_ORDER_ALTERNATE},
        {"regional", WORD_ORDER_REGIONAL},
    };
    for (size_t i = 0; i < sizeof(orders) / sizeof(*orders); i++) {
        if (strcmp(orders[i].name, name) == 0)
            return words_of(language, orders[i].word);
    }
    return name;
}
