/* SPDX-License-Identifier: MIT
 *
 * resolution: writes what resolve finds into its result. A better outcome replaces a worse one, an
 * equal or worse one changes nothing. Decides nothing. Only resolve uses it.
 */
#ifndef EPIMARK_IDENTIFY_RESOLUTION_H
#define EPIMARK_IDENTIFY_RESOLUTION_H

#include "core/identify/locate.h"
#include "core/identify/resolve.h"

/* Clears out for an outcome that is better than what it has; false where it is not. */
bool resolution_begin(struct resolution *out, enum resolve_outcome outcome);

/* Adds one more reason behind those of a resolution or match. */
void resolution_add_reason(char reason[256], const char *more);

/* The episodes are sure; source is the catalogue, why tells of the series. */
void resolution_sure(struct resolution *out, const char *source, const struct series *series,
                     const struct located *located, double confidence, const char *why);

/* The series is sure, its episode is not there. */
void resolution_no_episode(struct resolution *out, const char *source, const struct series *series,
                           const struct located *located, double confidence, const char *why);

/* One more candidate, where there is room; located may be NULL. */
void resolution_offer(struct resolution *out, const char *source, const struct series *series,
                      const struct located *located, double confidence, const char *why);

#endif
