/* SPDX-License-Identifier: MIT
 *
 * tempdir: a folder for one test, which is removed afterwards with all that is in it.
 */
#ifndef EPIMARK_TESTS_DOUBLES_TEMPDIR_H
#define EPIMARK_TESTS_DOUBLES_TEMPDIR_H

#include <stddef.h>

/* Makes one below $TMPDIR or /tmp. Free the path by tempdir_remove. */
char *tempdir_make(void);
void tempdir_remove(char *path);

/* Writes len bytes to a file in it; with len (size_t)-1, a string without its terminator. */
void tempdir_write(const char *folder, const char *name, const char *bytes, size_t len);

/* What may be there instead of a regular file: "fifo", "directory", "socket", "link" (to a text
 * file), "dangling" (a link to nowhere). Ends with NULL. */
extern const char *const tempdir_oddities[];

/* Makes one as folder/name, and removes it again. The program ends if a minute passes in between,
 * since a wait at a FIFO would never end. */
void tempdir_plant(const char *folder, const char *name, const char *oddity);
void tempdir_clear(const char *folder, const char *name);

#endif
