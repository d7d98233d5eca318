/* SPDX-License-Identifier: MIT
 *
 * gap: whether an episode was left out: the one before the episode on screen is not in the journal
 * as watched, and the one before that is. courier uses it.
 */
#ifndef EPIMARK_PLAYER_GAP_H
#define EPIMARK_PLAYER_GAP_H

#include <stdbool.h>

struct journal;
struct match;

/* Whether the episode before match was left out. One that is not identified yet, but may be it,
 * fills the gap. False if the journal cannot be read. */
bool gap_before(struct journal *journal, const struct match *match);

#endif
