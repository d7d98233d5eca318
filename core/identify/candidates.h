/* SPDX-License-Identifier: MIT
 *
 * candidates: the series that came close, as the text that the journal keeps until somebody chose.
 * recorder, courier and client use it.
 */
#ifndef EPIMARK_IDENTIFY_CANDIDATES_H
#define EPIMARK_IDENTIFY_CANDIDATES_H

#include "core/journal/entry.h"

/* The text of up to JOURNAL_CANDIDATES_MAX matches, or NULL out of memory. Free it. */
char *candidates_write(const struct match *candidates, size_t count);

/* Reads them back: returns how many, 0 of text that is none. */
size_t candidates_read(const char *text, struct match *candidates, size_t max);

enum { CANDIDATES_KEY_MAX = JOURNAL_PATH_MAX + MATCH_TITLE_MAX + 16 };

/* The key under which the journal's cache keeps them for a file; key has CANDIDATES_KEY_MAX. */
void candidates_key(const char *path, const struct guess *guess, char *key);

/* "Show (2005, US)". */
void candidates_label(const struct match *candidate, char *label, size_t size);

#endif
