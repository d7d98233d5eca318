/* SPDX-License-Identifier: MIT
 *
 * numbers: finds what in a name numbers the episode: seasons, episodes, dates, parts. Private to
 * matching. The rules are one table in numbers.c.
 */
#ifndef EPIMARK_MATCHING_NUMBERS_H
#define EPIMARK_MATCHING_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/words.h"

enum { FACTS_MAX = 24, SPANS_MAX = 10 };

/* What a rule finds. The first ones name an episode by themselves. */
enum fact_kind {
    FACT_BOTH,     /* a season and its episodes */
    FACT_PACKED,   /* the same in one number: 102 */
    FACT_EPISODE,  /* episodes, announced by a word */
    FACT_SPECIAL,  /* a special's number */
    FACT_ABSOLUTE, /* a bare number */
    FACT_DATE,
    FACT_PART,
    FACT_SEASON,
    FACT_NOTHING /* numbers no episode: a volume, a film of a series, an opening */
};

struct span {
    int16_t from;
    int16_t to;
};

struct rule;

/* One finding: words first .. end-1. Absent numbers are -1, an absent year 0. */
struct fact {
    const struct rule *rule;
    uint8_t kind;
    uint8_t first;
    uint8_t end;
    uint8_t spans; /* the episodes */
    int16_t season;
    int16_t season_end;
    int16_t year;
    int8_t month;
    int8_t day;
    int16_t version;
    int16_t part;
    struct span span[SPANS_MAX];
};

/* A rule: what it is called, what it looks for, what it finds, and how surely. */
struct rule {
    const char *name;
    const char *pattern;
    uint8_t kind;
    float sure;
    bool (*fits)(const struct words *words, const struct fact *fact, int begin);
};

/* Looks through the words from begin on. Returns how many facts were put into facts, which are
 * in the order of the name. */
int numbers_find(const struct words *words, int begin, struct fact facts[FACTS_MAX]);

/* The place of a rule in the table: the lower, the more it is believed. */
int numbers_rank(const struct rule *rule);

/* A number from 1900 to 2049 written with four digits. */
bool number_is_year(const struct word *word);

/* Whether a title or a number ends behind word i: brackets, a dash, the end, a release's word. */
bool words_stop(const struct words *words, int i);

#endif
