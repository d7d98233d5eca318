/* SPDX-License-Identifier: MIT
 *
 * evidence: how much the episodes of a series, found or missing, speak for it, and why in words.
 * Each weight is a natural logarithm that is added to the one of match_rank. Pure: asks nothing,
 * decides nothing. Only locate and its helpers use it; known_series and episode_title use its
 * limits.
 */
#ifndef EPIMARK_IDENTIFY_EVIDENCE_H
#define EPIMARK_IDENTIFY_EVIDENCE_H

struct guess;
struct located;
struct series;

/* How alike (0..1, by match_similarity) two titles of episodes are that are the same, may be the
 * same, and are not the same below. */
#define EVIDENCE_TITLE_SAME  0.85
#define EVIDENCE_TITLE_NEAR  0.6
#define EVIDENCE_TITLE_OTHER 0.5

/* None of the episodes was found. */
void evidence_missing(const struct guess *guess, struct located *located);

/* The title of the only episode found is that much like the one in the name. */
void evidence_title(double like, struct located *located);

/* Some were found: their numbers, air date, running time (duration: seconds of the file, 0
 * unknown) and year. */
void evidence_found(const struct guess *guess, const struct series *series, double duration,
                    struct located *located);

/* The first episode of a series whose year is unknown aired then; the year in the name may be that.
 */
void evidence_began(const struct guess *guess, const char *airdate, struct located *located);

#endif
