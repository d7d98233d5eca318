/* SPDX-License-Identifier: MIT
 *
 * gap: whether an episode was left out: the one before the episode on screen is not in the journal
 * as watched, and the one before that is. It asks no service. courier uses it.
 */
#ifndef EPIMARK_PLAYER_GAP_H
#define EPIMARK_PLAYER_GAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct episode;
struct journal;
struct match;
struct notice;
struct resolve;

/* Whether the episode before match was left out, and which one that is: its season and number. rows
 * are the regular episodes of its series in their order, so that the last one of a season comes
 * before the first one of the next; if match is not in them, only its own season is known. One that
 * is not identified yet, but may be it, fills the gap. False if the journal cannot be read. */
bool gap_before(struct journal *journal, const struct match *match, const struct episode *rows,
                size_t count, struct episode *missing);

/* What is said of that, once a series. The list of episodes is that of a catalogue of resolve
 * (NULL: none) as it is kept in that language. NULL if there is nothing to say. */
struct notice *gap_notice(struct journal *journal, struct resolve *resolve, const char *language,
                          int64_t now, const struct match *match);

#endif
