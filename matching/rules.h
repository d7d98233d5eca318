/* SPDX-License-Identifier: MIT
 *
 * rules: the table of what may number an episode, for numbers.c to lay on a name. Private to
 * matching. It is data: how a pattern is matched stands in numbers.c.
 */
#ifndef EPIMARK_MATCHING_RULES_H
#define EPIMARK_MATCHING_RULES_H

#include "matching/numbers.h"

/* How a rule's fact is taken where there are others: bits. */
enum {
    RULE_LAST = 1 << 0,    /* of several the last one counts */
    RULE_LEADING = 1 << 1, /* an episode only where a folder or its form says so */
    RULE_BESIDE = 1 << 2,  /* absolute numbers where season and episode stand next to it */
    RULE_BEHIND = 1 << 3   /* may stand behind the words of the release, too */
};

/* For first and next, beside the bits of TAG_...; no rule asks for these two tags. */
#define RULE_NUMBER TAG_FANS
#define RULE_ANY    ((uint32_t)TAG_BROADCAST)

/* A rule: its name is an example of it. sure is how often it is right, from 0 to 1. */
struct rule {
    const char *name;
    const char *pattern; /* see rules.c */
    uint32_t first;      /* what its first word is: TAG_... or RULE_NUMBER */
    uint32_t next;       /* the same of its second word, RULE_ANY where the pattern does not say */
    uint8_t kind;        /* FACT_... */
    uint8_t how;         /* RULE_... */
    float sure;
    /* What it asks beyond its pattern; NULL: nothing. */
    bool (*fits)(const struct words *words, const struct fact *fact);
};

/* The rules, the most believed first; the last has no name. */
extern const struct rule rules[];

#endif
