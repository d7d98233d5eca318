/* SPDX-License-Identifier: MIT
 *
 * numbers: finds what in a name numbers the episode: seasons, episodes, dates, parts. Private to
 * matching. What it looks for are the rules of rules.c.
 */
#ifndef EPIMARK_MATCHING_NUMBERS_H
#define EPIMARK_MATCHING_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/words.h"

enum { FACTS_MAX = 24, SPANS_MAX = 10 };

/* What a rule finds, in the order of what it is worth. */
enum fact_kind {
    FACT_BOTH,     /* a season and its episodes */
    FACT_PACKED,   /* the same in one number: 102 */
    FACT_EPISODE,  /* episodes, announced by a word */
    FACT_SPECIAL,  /* a special's number */
    FACT_ABSOLUTE, /* a bare number */
    FACT_DATE,
    FACT_PART,
    FACT_SEASON, /* a season alone */
    FACT_NOTHING /* numbers no episode: a volume, a film of a series, an opening */
};

/* Consecutive episodes. */
struct span {
    int16_t from;
    int16_t to;
};

/* One finding: words first .. end-1. Absent numbers are -1, an absent year 0. */
struct fact {
    const struct rule *rule;
    uint8_t kind;
    uint8_t first;
    uint8_t end;
    uint8_t spans; /* how many there are of span, the episodes */
    int16_t season;
    int16_t version;
    int16_t part;
    int16_t year;
    int8_t month;
    int8_t day;
    struct span span[SPANS_MAX];
};

/* Looks through the words behind words->begin. Returns how many facts were put into facts; they
 * are in the order of the name and do not overlap. */
int numbers_find(const struct words *words, struct fact facts[FACTS_MAX]);

/* How many episodes a fact names. */
int numbers_count(const struct fact *fact);

#endif
