/* SPDX-License-Identifier: MIT
 *
 * file: by which path the journal knows a file that a user names: by the same, by that of a link to
 * it, or by that of where it was before it was moved. Changes nothing. Of core/client alone.
 */
#ifndef EPIMARK_CLIENT_FILE_H
#define EPIMARK_CLIENT_FILE_H

#include <stdbool.h>

struct epi_error;
struct journal;

/* path: the file by its absolute path; becomes the one that the journal has, if that has nothing of
 * this one and there is no doubt which it is: where its links lead to; or where a file of the same
 * name, read as the same episode, was and is not any more. moved: it is another one. path has
 * JOURNAL_PATH_MAX. */
bool file_find(struct journal *journal, char *path, bool *moved, struct epi_error *err);

/* Fails if a path with a slash, as a user gave it, leads to nothing: it says so, and then advice. A
 * folder that does not answer may have it; so may what is no path. */
bool file_is_there(const char *given, const char *advice, struct epi_error *err);

#endif
