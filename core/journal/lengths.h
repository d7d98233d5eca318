/* SPDX-License-Identifier: MIT
 *
 * lengths: what the journal says of how long the episodes of a series are, and of which series a
 * title is. Reads and writes nothing else. usual_length uses it.
 */
#ifndef EPIMARK_JOURNAL_LENGTHS_H
#define EPIMARK_JOURNAL_LENGTHS_H

#include <stdbool.h>

#include "matching/matching.h"

struct epi_error;
struct journal;

/* Whether another file of this title (key: of title_key.h), in the folder of the series or below,
 * that was watched, marked or rated, has episodes which last between these seconds each. */
bool lengths_in_folder(struct journal *journal, const char *path, const char *key, double least,
                       double most, bool *found, struct epi_error *err);

/* The series that an entry of this title was identified as last, in whatever folder. */
bool lengths_series(struct journal *journal, const char *key, struct series_ids *series,
                    bool *found, struct epi_error *err);

#endif
