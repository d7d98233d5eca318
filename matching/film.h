/* SPDX-License-Identifier: MIT
 *
 * film: whether a name is a film's. Any title without a number may be one; only a year or an id
 * says so. Private to matching.
 */
#ifndef EPIMARK_MATCHING_FILM_H
#define EPIMARK_MATCHING_FILM_H

#include <stdbool.h>

struct guess;
struct name_part;

/* Whether the path has an id that films have. */
bool film_has_id(const struct guess *guess);

/* Whether a GUESS_MOVIE is a film: it has an id, or a title and a year. One that is split into
 * several files is none of it in the first, "Title (2006)-cd1", since more follows; nor is what the
 * name says that somebody filmed: "Birthday 2019", "Lake May 2019". */
bool film_is_named(const struct name_part *file, const struct guess *guess);

#endif
