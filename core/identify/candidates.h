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

/* The key under which the journal's cache keeps them for a file, or NULL out of memory. Free it. */
char *candidates_key(const char *path, const struct guess *guess);

#endif
