/* SPDX-License-Identifier: MIT
 *
 * sitting_key: what a name says is watched, as a key: two copies of an episode whose names are read
 * alike have the same key, whatever their path and size. Of the name alone: a correction never
 * changes it. Pure.
 */
#ifndef EPIMARK_JOURNAL_SITTING_KEY_H
#define EPIMARK_JOURNAL_SITTING_KEY_H

#include <stdbool.h>
#include <stddef.h>

struct guess;

enum { SITTING_KEY_MAX = 512 };

/* The folded title and all numbers, the date, the part or the title of the episode, then year and
 * country if the name says them; "" if the name has no title, or nothing after it. size is
 * SITTING_KEY_MAX. */
void sitting_key_of(const struct guess *guess, char *key, size_t size);

/* Whether two keys, neither "", mean one episode. A year or country counts only if both say it. */
bool sitting_key_same(const char *a, const char *b);

/* The key without year and country. Keys that mean one episode have the same. */
void sitting_key_base(const char *key, char *base, size_t size);

#endif
