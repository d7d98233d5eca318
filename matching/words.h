/* SPDX-License-Identifier: MIT
 *
 * words: cuts one part of a path into words and says what each is made of. Private to matching.
 * A word is a run of letters or of digits: "S01E02" is four of them, without a gap between.
 */
#ifndef EPIMARK_MATCHING_WORDS_H
#define EPIMARK_MATCHING_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "matching/tags.h"

enum {
    WORDS_MAX = 160, /* words of one part of a path; the rest is ignored */
    GROUPS_MAX = 40, /* pairs of brackets */
    DEPTH_MAX = 8    /* brackets within brackets */
};

/* What stands before a word: bits. 0: nothing, it is glued to the one before. */
enum {
    GAP_SPACE = 1 << 0,
    GAP_DOT = 1 << 1,
    GAP_LINE = 1 << 2, /* _ */
    GAP_DASH = 1 << 3,
    GAP_COMMA = 1 << 4,
    GAP_AND = 1 << 5, /* & or + */
    GAP_TILDE = 1 << 6,
    GAP_HASH = 1 << 7, /* # or its like */
    GAP_BAR = 1 << 8,
    GAP_OPEN = 1 << 9,
    GAP_CLOSE = 1 << 10,
    GAP_OTHER = 1 << 11,
    GAP_LIGHT = GAP_SPACE | GAP_DOT | GAP_LINE | GAP_DASH | GAP_COMMA
};

enum word_kind { WORD_LETTERS, WORD_NUMBER, WORD_HAN };

struct word {
    uint32_t offset; /* from the start of the part */
    uint16_t len;    /* in bytes */
    uint16_t size;   /* in letters or digits */
    uint16_t gap;
    uint8_t kind;
    uint8_t group; /* the brackets around it; 0 is none */
    bool release;  /* says how the file was made, nothing about the show */
    bool noise;    /* checksums and the like */
    uint8_t ends;  /* how surely it ends a title: TAG_NEVER .. TAG_SURE */
    uint16_t said; /* the value of what it is */
    int32_t value; /* of a number below 10^9, else -1 */
    uint32_t is;   /* what it may be: bits of TAG_..., 0 where it is none of our words */
};

/* Words of one kind, a bit each: they are gone through without looking at the others. One more bit
 * stands behind the last word but one, so that the next is always found at once. */
enum { SET_BLOCKS = (WORDS_MAX + 2 + 63) / 64 };

struct word_set {
    uint64_t bits[SET_BLOCKS];
};

static inline void set_put(struct word_set *set, int i, bool in)
{
    set->bits[i >> 6] |= (uint64_t)in << (i & 63);
}

static inline bool set_has(const struct word_set *set, int i)
{
    return set->bits[i >> 6] >> (i & 63) & 1;
}

/* The first of a set from word i on; beyond every word where there is none. */
static inline int set_next(const struct word_set *set, int i)
{
    if (i >= SET_BLOCKS * 64)
        return i;
    int block = i >> 6;
    uint64_t bits = set->bits[block] & ~(uint64_t)0 << (i & 63);
    while (bits == 0 && ++block < SET_BLOCKS)
        bits = set->bits[block];
    return bits ? block * 64 + __builtin_ctzll(bits) : SET_BLOCKS * 64;
}

struct group {
    uint8_t first; /* its words are first .. end-1 */
    uint8_t end;
    uint8_t outer;
    char open; /* '(', '[' or '{' */
    bool closed;
};

struct words {
    const char *text;
    size_t len;
    int count;
    int groups;     /* 1 and on; group 0 is the part itself */
    uint32_t is;    /* what any of them may be */
    bool noise;     /* any of them is */
    uint16_t tail;  /* what stands behind the last word */
    uint8_t begin;  /* the first word that may be the title's or a number's; the caller's to set */
    bool fans;      /* named as groups of anime fans do: a group in front, a checksum */
    bool event;     /* a bout: its number is no episode's */
    bool broadcast; /* taken from television */
    bool foreign;   /* a word begins with another letter than ASCII's */
    struct word_set glued; /* nothing stands before them */
    struct word_set opens; /* a bracket opens before them */
    struct word_set numbers;
    struct word_set heads;  /* a rule may start with them: numbers, and what announces them */
    struct word_set firsts; /* TAG_FIRST */
    struct word_set units;  /* TAG_UNIT */
    struct word_set stops;  /* release or noise */
    struct word at[WORDS_MAX + 1];
    struct group group[GROUPS_MAX];
};

/* Cuts text up, which must outlive the words, and looks up what each word may be. */
void words_cut(struct words *words, const char *text, size_t len);

/* Says that word i is what tag says. */
void words_set_tag(struct words *words, int i, const struct tag *tag);

/* Says that word i is a checksum or the like. */
void words_set_noise(struct words *words, int i);

/* What a word is: bits of TAG_..., 0 where it is none of ours. */
static inline uint32_t word_is(const struct words *words, int i)
{
    return i >= 0 && i < words->count ? words->at[i].is : 0;
}

/* How surely a word ends a title. */
static inline int word_ends(const struct words *words, int i)
{
    return words->at[i].ends;
}

/* The gap behind word i, the tail behind the last. */
static inline uint16_t gap_after(const struct words *words, int i)
{
    return i + 1 < words->count ? words->at[i + 1].gap : words->tail;
}

/* Whether word i is text, whatever its capitals. */
bool word_same(const struct words *words, int i, const char *text);

/* A number from 1880 to 2049 written with four digits. */
static inline bool number_is_year(const struct word *word)
{
    return (word->size == 4) & (word->value >= 1880) & (word->value < 2050);
}

/* "02": a number with zeros in front. */
bool number_is_padded(const struct words *words, int i);

/* A number that may be an episode's: not a measure, and no letters are glued to it but those of a
 * version (v2) or of a half (a, b, c). */
bool number_is_bare(const struct words *words, int i);

/* Whether a title or a number ends behind word i: brackets, a dash, the end, a release's word. */
bool words_stop(const struct words *words, int i);

/* A dash with air around it: " - ". */
static inline bool gap_wide(uint16_t gap)
{
    return gap & GAP_DASH && gap & (GAP_SPACE | GAP_DOT | GAP_LINE);
}

#endif
