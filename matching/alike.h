/* SPDX-License-Identifier: MIT
 *
 * alike: how alike two titles are. Private to matching. Never allocates.
 */
#ifndef EPIMARK_MATCHING_ALIKE_H
#define EPIMARK_MATCHING_ALIKE_H

#include "matching/matching.h"

/* Of titles that are the same but for ... */
#define ALIKE_SPACES    0.99
#define ALIKE_AND       0.98
#define ALIKE_ARTICLE   0.97
#define ALIKE_ALL_THREE 0.96
#define ALIKE_SAME      ALIKE_ALL_THREE /* from here on they are the same */
#define ALIKE_LEAST     0.6             /* less alike is not alike at all */

enum { ALIKE_FOLDED_MAX = MATCH_TITLE_MAX * 2, ALIKE_LETTERS = 37 };

/* A folded title, made ready for many comparisons. */
struct folded {
    char text[ALIKE_FOLDED_MAX];
    char core[ALIKE_FOLDED_MAX]; /* without spaces, "and" and articles */
    int letters[ALIKE_LETTERS];  /* how often each occurs; the last is all others, byte by byte */
    int length;                  /* bytes without spaces */
};

/* Folds len bytes of a title, in any encoding. */
void alike_fold(struct folded *folded, const char *title, size_t len);

/* 1 is the same, 0 nothing in common. What is less than least is only said to be less. */
double alike_titles(const struct folded *a, const struct folded *b, double least);

#endif
