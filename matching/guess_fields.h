/* SPDX-License-Identifier: MIT
 *
 * guess_fields: writes what a name says into a guess: its title, its numbers, its kind. Private to
 * matching.
 */
#ifndef EPIMARK_MATCHING_GUESS_FIELDS_H
#define EPIMARK_MATCHING_GUESS_FIELDS_H

#include <stdbool.h>

struct guess;
struct name_part;

/* Empties a guess. Clearing all bytes of its texts would take longer than the reading. */
void guess_clear(struct guess *out);

/* Empties what numbers an episode. */
void guess_clear_numbers(struct guess *out);

/* Writes the title, what stands beside it, and the year. */
void guess_write_title(struct guess *out, const struct name_part *name);

/* Writes what stands beside the title: the country, the network, the year. */
void guess_add_marks(struct guess *out, const struct name_part *name);

/* Writes season, episodes, date, part and version. season: of a folder above the file; -1: none. */
void guess_write_numbers(struct guess *out, const struct name_part *name, int season);

/* Writes the kind and whether it is a whole season, once the numbers are written. */
void guess_write_kind(struct guess *out, const struct name_part *name);

/* Whether a guess has episodes or a date. */
bool guess_says_number(const struct guess *guess);

/* Whether the episode after that of the name is announced too: "ep4 Name ep05 Name". */
bool guess_announced_again(const struct name_part *name);

/* Whether the season and episode in a name contradict the season of its folder and the number in
 * front: "Season 16/03 - Title 1x01". */
bool guess_is_contradicted(const struct name_part *name, int season);

#endif
