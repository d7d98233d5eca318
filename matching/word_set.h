/* SPDX-License-Identifier: MIT
 *
 * word_set: which words of a name are of one kind, one bit for each word, so that the other words
 * need not be looked at. Private to matching.
 */
#ifndef EPIMARK_MATCHING_WORD_SET_H
#define EPIMARK_MATCHING_WORD_SET_H

#include <stdbool.h>
#include <stdint.h>

enum {
    WORDS_MAX = 160, /* words of one name; the rest is ignored */
    /* There are two more bits than words: bit count + 1, the one behind all words, is set by those
     * that fill a set, so that a search always finds one. */
    WORD_SET_BLOCKS = (WORDS_MAX + 2 + 63) / 64
};

struct word_set {
    uint64_t bits[WORD_SET_BLOCKS];
};

/* Adds word i to a set if in. */
static inline void word_set_add(struct word_set *set, int i, bool in)
{
    set->bits[i >> 6] |= (uint64_t)in << (i & 63);
}

static inline bool word_set_has(const struct word_set *set, int i)
{
    return set->bits[i >> 6] >> (i & 63) & 1;
}

/* Returns the first word of a set from word i on, or the bit behind all words, which i must not
 * exceed. */
static inline int word_set_next(const struct word_set *set, int i)
{
    int block = i >> 6;
    uint64_t bits = set->bits[block] & ~(uint64_t)0 << (i & 63);
    while (bits == 0)
        bits = set->bits[++block];
    return block * 64 + __builtin_ctzll(bits);
}

#endif
