/* SPDX-License-Identifier: MIT
 *
 * known_series: a series that is known without a search: from ids that the user or the name gives,
 * another file of the folder, or an answer from before. Each fails as the catalogue does. Only
 * resolve uses it.
 */
#ifndef EPIMARK_IDENTIFY_KNOWN_SERIES_H
#define EPIMARK_IDENTIFY_KNOWN_SERIES_H

#include <stdbool.h>

#include "matching/matching.h"

struct corrected_guess;
struct guess;
struct question;
struct series_ids;

/* By ids that are facts: the user or the name gives them. */
bool known_series_by_ids(const struct question *question, const struct series_ids *ids,
                         const struct guess *guess, enum clue_kind clue);

/* By what the user said of this title in the folder. */
bool known_series_corrected(const struct question *question,
                            const struct corrected_guess *corrected);

/* The series that another file of this folder with this title was identified as, unless what the
 * name says more contradicts it. */
bool known_series_by_neighbour(const struct question *question, const struct series_ids *neighbour);

/* What the user chose for this title in another folder: unless something contradicts, it is offered
 * first, and no other series is sure. */
bool known_series_offer_choice(const struct question *question, const struct series_ids *chosen);

/* The series that this title by itself was sure to mean before. */
bool known_series_by_cache(const struct question *question);

#endif
