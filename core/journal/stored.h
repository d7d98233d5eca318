/* SPDX-License-Identifier: MIT
 *
 * stored: how the journal writes paths and texts that come from outside. Everything it returns is
 * valid UTF-8 and holds no password.
 */
#ifndef EPIMARK_JOURNAL_STORED_H
#define EPIMARK_JOURNAL_STORED_H

#include <stddef.h>

struct epi_error;

/* A path or address as the journal keeps it: an address without user, password, query and
 * fragment; bytes that are not UTF-8 as \xHH and a backslash as \\. If it is longer than
 * JOURNAL_PATH_MAX - 1, its end is kept. NULL if memory is short; free it. */
char *stored_from_path(const char *path, struct epi_error *err);

/* The bytes of a stored path again. NULL if memory is short; free it. */
char *stored_to_path(const char *stored, struct epi_error *err);

/* The title of the file at path, with "?" for each byte that is not UTF-8, and cut between
 * characters if too long. "" for NULL, and for a title that repeats anything of an address which
 * stored_from_path leaves out. */
void stored_from_title(const char *path, const char *title, char *stored, size_t size);

#endif
