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

/* What a rule asks of its first two words beside the tags, of which it asks for the first ones
 * only: bits. */
enum {
    RULE_TAGS = (TAG_PACK << 1) - 1,
    RULE_ANY = 0, /* nothing that could be told before the pattern is laid */
    RULE_NUMBER = TAG_PACK << 1,
    RULE_ZERO = TAG_PACK << 2,  /* a number with zeros in front */
    RULE_LONG = TAG_PACK << 3,  /* a number of three digits or more */
    RULE_DAY = TAG_PACK << 4,   /* a number of six digits or more */
    RULE_PAIR = TAG_PACK << 5,  /* a number, and behind it another one */
    RULE_BEGIN = TAG_PACK << 6, /* the name begins with the first word */
    RULE_DASH = TAG_PACK << 7,  /* a dash with air around it stands before it */
    RULE_OPEN = TAG_PACK << 8,  /* a bracket opens before it */
    RULE_HASH = TAG_PACK << 9,  /* a number's sign stands before it */
    RULE_BEFORE = RULE_BEGIN | RULE_DASH | RULE_OPEN | RULE_HASH
};

/* A rule: its name is an example of it. sure is how often it is right, from 0 to 1. */
struct rule {
    const char *name;
    char pattern[12]; /* see rules.c */
    uint32_t first;   /* TAG_..., RULE_...: its first word, and what stands before it */
    uint32_t next;    /* its second word */
    uint8_t kind;     /* FACT_... */
    uint8_t how;      /* RULE_... */
    double sure;
    /* What it asks beyond its pattern; NULL: nothing. */
    bool (*fits)(const struct words *words, const struct fact *fact);
};

/* The rules, the most believed first; the last has no name, and asks for nothing. */
extern const struct rule rules[];

#endif
