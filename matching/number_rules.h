/* SPDX-License-Identifier: MIT
 *
 * number_rules: the table of what may number an episode. It is data: numbers.c matches the patterns
 * against a name. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NUMBER_RULES_H
#define EPIMARK_MATCHING_NUMBER_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "matching/tags.h"

struct finding;
struct words;

/* What a rule's finding means for the rest of the name: bits. */
enum {
    RULE_LAST = 1 << 0,        /* if there are several, the last one counts */
    RULE_LEADING = 1 << 1,     /* an episode only if a folder or the number's form says so */
    RULE_BESIDE = 1 << 2,      /* an absolute number if it is next to season and episode */
    RULE_BEHIND = 1 << 3,      /* may also follow the words of the release */
    RULE_CREDITS = 1 << 4,     /* an opening or ending */
    RULE_MOVIE = 1 << 5,       /* a film of a series: its number belongs to the title */
    RULE_MONTH_NAME = 1 << 6,  /* a date whose month is a word */
    RULE_YEAR_FIRST = 1 << 7,  /* a date that begins with its year */
    RULE_MONTH_FIRST = 1 << 8, /* a date that begins with its month, in digits */
};

/* What a rule requires of its first two words, and of the third one if the second is a number: bits
 * of TAG_... up to TAG_PACK, and these. */
enum {
    RULE_TAGS = (TAG_PACK << 1) - 1,
    RULE_ANY = 0, /* nothing that can be checked before the pattern is */
    /* the word */
    RULE_NUMBER = TAG_PACK << 1,
    RULE_ZERO = TAG_PACK << 2, /* a number with leading zeros */
    RULE_TWO = TAG_PACK << 3,  /* a number of two digits */
    RULE_LONG = TAG_PACK << 4, /* a number of three digits or more */
    RULE_FIVE = TAG_PACK << 5, /* a number of five digits or more */
    RULE_PAIR = TAG_PACK << 6, /* a number with another number after it */
    /* what precedes it */
    RULE_DASH = TAG_PACK << 7, /* a dash with space around it */
    RULE_TIE = TAG_PACK << 8,  /* a dash or a tilde */
    RULE_DOT = TAG_PACK << 9,
    RULE_OPEN = TAG_PACK << 10, /* an opening bracket */
    RULE_HASH = TAG_PACK << 11, /* a number sign */
    /* where it stands; only of the first word */
    RULE_BEGIN = TAG_PACK << 12,  /* nothing that may be read precedes it */
    RULE_INSIDE = TAG_PACK << 13, /* the title may precede it */
    RULE_FOLDER = TAG_PACK << 14, /* the file is in the folder of a season or a series */
    RULE_BEFORE = RULE_BEGIN | RULE_DASH | RULE_OPEN | RULE_HASH,
    /* what follows it; only of the second word, if that is a number */
    RULE_EPISODE_NEXT = RULE_BEGIN, /* a word for an episode */
    RULE_CROSS_NEXT = RULE_INSIDE,
    RULE_MARK_NEXT = RULE_FOLDER /* a word for a special, a unit, a volume */
};

/* What a rule requires of its first word and of what precedes it (TAG_..., RULE_...), and of its
 * second word: both in one number, since comparing them takes most of the time. */
#define RULE_WORDS(first, next) ((uint64_t)(next) << 32 | (first))

/* A rule; its name is an example of it. */
struct number_rule {
    const char *name;
    char pattern[12]; /* see number_rules.c */
    uint64_t wanted;  /* of its first word and what precedes it, and of its second: RULE_WORDS */
    uint8_t kind;     /* FINDING_... */
    uint16_t how;     /* RULE_LAST and on */
    double sure;      /* how often it is right, 0..1 */
    /* Checks what the pattern cannot express; NULL if there is nothing to check. */
    bool (*fits)(const struct words *words, const struct finding *finding);
};

/* A word of a pattern, taken apart by rules_index.c: its sign, that of the gap behind it or 0, and
 * whether the number may be a word. */
struct pattern_word {
    char sign;
    char gap;
    bool counted;
    bool last;
};

enum { PATTERN_WORDS_MAX = 6 };

/* What a rule requires of its first word. */
static inline uint32_t number_rule_first(const struct number_rule *rule)
{
    return (uint32_t)rule->wanted;
}

/* So many rules may begin with a number, and so many others with a word. */
enum { RULES_AT_MOST = 64 };

/* The rules, the most reliable first. The last one has no name and requires nothing. */
extern const struct number_rule number_rules[];

#endif
