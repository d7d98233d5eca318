/* SPDX-License-Identifier: MIT
 *
 * title_key: the title of a guess as a key: two names that mean the same series by the same words
 * have the same key. Corrections, the cache and what is held in the journal are found by it. Pure.
 */
#ifndef EPIMARK_IDENTIFY_TITLE_KEY_H
#define EPIMARK_IDENTIFY_TITLE_KEY_H

#include <stddef.h>

struct guess;

/* Folds the title with its year and country; size is MATCH_TITLE_MAX. */
void title_key_of(const struct guess *guess, char *key, size_t size);

#endif
