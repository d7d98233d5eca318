/* SPDX-License-Identifier: MIT
 *
 * episode_title: whether two catalogues' titles are those of one episode. Pure. Only carry uses it.
 */
#ifndef EPIMARK_IDENTIFY_EPISODE_TITLE_H
#define EPIMARK_IDENTIFY_EPISODE_TITLE_H

#include <stdbool.h>

/* Whether a title says no more than a number does: "", "TBA", "Episode 5". */
bool episode_title_is_plain(const char *title);

/* Whether two titles are the same, or one is of a part of what the other names whole: "Pilot",
 * "Pilot (1)" and "Pilot, Part One", but not "Pilot (2)" and "Pilot (1)". */
bool episode_title_same(const char *a, const char *b);

/* Whether two titles that are not the same can belong to one episode: one is plain, or they are in
 * different scripts. */
bool episode_title_may_be(const char *a, const char *b);

#endif
