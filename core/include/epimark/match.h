/* SPDX-License-Identifier: MIT
 *
 * match: what a name says and what was found for it, as plain values.
 */
#ifndef EPIMARK_MATCH_H
#define EPIMARK_MATCH_H

/* What of a series is meant. */
enum epi_scope { EPI_SCOPE_EPISODE, EPI_SCOPE_SEASON, EPI_SCOPE_SERIES };

#endif
