/* SPDX-License-Identifier: MIT
 *
 * candidates: the series that came close, as the text that the journal keeps until the user has
 * chosen one. recorder, courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_CANDIDATES_H
#define EPIMARK_IDENTIFY_CANDIDATES_H

#include "core/journal/entry.h"

/* The text of up to JOURNAL_CANDIDATES_MAX matches; NULL if memory runs out. Free it. */
char *candidates_write(const struct match *candidates, size_t count);

/* Reads them back into up to max candidates and returns how many; 0 for text that is no list. */
size_t candidates_read(const char *text, struct match *candidates, size_t max);

enum { CANDIDATES_KEY_MAX = JOURNAL_PATH_MAX + MATCH_TITLE_MAX + 16 };

/* The key under which the journal's cache keeps them for a file; key has CANDIDATES_KEY_MAX. */
void candidates_key(const char *path, const struct guess *guess, char *key);

#endif
