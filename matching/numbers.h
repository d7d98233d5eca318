/* SPDX-License-Identifier: MIT
 *
 * numbers: finds what numbers the episode in a name: seasons, episodes, dates, parts. It applies
 * the rules of number_rules.c to the words, and does not decide which finding is the episode's:
 * that is up to name_part.c. Private to matching.
 */
#ifndef EPIMARK_MATCHING_NUMBERS_H
#define EPIMARK_MATCHING_NUMBERS_H

#include "matching/finding.h"

struct words;

/* Searches the words from words->begin on. Returns the number of findings, which are in the order
 * of the name and do not overlap. */
int numbers_find(const struct words *words, struct finding findings[FINDINGS_MAX]);

/* Returns the number of episodes in a finding. */
int numbers_count(const struct finding *finding);

#endif
