/* SPDX-License-Identifier: MIT
 *
 * confidence: how sure a reading is. Private to matching.
 */
#ifndef EPIMARK_MATCHING_CONFIDENCE_H
#define EPIMARK_MATCHING_CONFIDENCE_H

struct guess;
struct name_part;

/* The confidence in an ambiguous reading, at most. */
#define CONFIDENCE_UNSURE 0.85

/* That in a reading that finds nothing to look up, at least. */
#define CONFIDENCE_NOTHING 0.9

/* Returns the confidence in a reading: that of its rule, lowered by what makes a name ambiguous.
 * season: of a folder above the file; -1: none. */
double confidence_of(const struct guess *guess, const struct name_part *name, int season);

#endif
