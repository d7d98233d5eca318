/* SPDX-License-Identifier: MIT
 *
 * episode_title: whether two catalogues' titles are those of one episode. Pure. by_title,
 * carry, episode_parts and joined_parts use it, and client for what is imported.
 */
#ifndef EPIMARK_IDENTIFY_EPISODE_TITLE_H
#define EPIMARK_IDENTIFY_EPISODE_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "matching/matching.h"

/* Whether a title says no more than a number does: "", "TBA", "Episode 5". */
bool episode_title_is_plain(const char *title);

/* Whether two titles are the same, or one is of a part of what the other names whole: "Pilot",
 * "Pilot (1)" and "Pilot, Part One", but not "Pilot (2)" and "Pilot (1)". */
bool episode_title_same(const char *a, const char *b);

/* The part that a title names, from 1: 2 for "Pilot (2)"; 0 if it names none. */
int episode_title_part(const char *title);

/* Whether b is the part after a of the same: they differ in the part's number alone. */
bool episode_title_goes_on(const char *a, const char *b);

/* Splits a title that may join several: "Embers / Afterglow". kind: the word or sign between them,
 * of EPISODE_TITLE_SIGNS, since a title may have any of its own. Returns how many there are, 0 if
 * there is only one or are too many. */
enum { EPISODE_TITLE_SIGNS = 6, EPISODE_TITLES_MAX = 4 };
size_t episode_title_split(const char *title, int kind,
                           char (*titles)[MATCH_TITLE_MAX] /* [EPISODE_TITLES_MAX] */);

/* Whether two titles that are not the same can belong to one episode: one is plain, or they are in
 * different scripts. */
bool episode_title_may_be(const char *a, const char *b);

#endif
