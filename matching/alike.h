/* SPDX-License-Identifier: MIT
 *
 * alike: how alike two titles are. Private to matching. Never allocates.
 */
#ifndef EPIMARK_MATCHING_ALIKE_H
#define EPIMARK_MATCHING_ALIKE_H

#include "matching/matching.h"

/* The likeness of titles that differ only in ... */
#define ALIKE_SPACES    0.99
#define ALIKE_AND       0.98
#define ALIKE_ARTICLE   0.97
#define ALIKE_ALL_THREE 0.96
#define ALIKE_SAME      ALIKE_ALL_THREE /* titles at least so alike are the same */
#define ALIKE_MIXED     0.7             /* at most, if only one has another script than Latin */
#define ALIKE_LEAST     0.6             /* titles less alike have nothing to do with each other */

enum { ALIKE_FOLDED_MAX = MATCH_TITLE_MAX * 2, ALIKE_LETTERS = 37 };

/* A folded title, prepared for many comparisons. */
struct folded {
    char text[ALIKE_FOLDED_MAX];
    char core[ALIKE_FOLDED_MAX]; /* without spaces, "and" and articles */
    int letters
        [ALIKE_LETTERS]; /* how often each occurs; the last one counts the bytes of all others */
    int length;          /* bytes without spaces */
};

/* Folds a title of len bytes, in any encoding. */
void alike_fold(struct folded *folded, const char *title, size_t len);

/* Returns the likeness of two titles: 1 if they are the same, 0 if they have nothing in common. If
 * it is less than least, some value less than least is returned. */
double alike_titles(const struct folded *a, const struct folded *b, double least);

#endif
