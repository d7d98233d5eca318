/* SPDX-License-Identifier: MIT
 *
 * tempdir: a folder for one test, gone with all in it afterwards.
 */
#ifndef EPIMARK_TESTS_DOUBLES_TEMPDIR_H
#define EPIMARK_TESTS_DOUBLES_TEMPDIR_H

#include <stddef.h>

/* Makes one below $TMPDIR or /tmp. Free the path by folder_remove. */
char *tempdir_make(void);
void tempdir_remove(char *path);

/* Writes len bytes to a file in it (len (size_t)-1: text with its terminator left out). */
void tempdir_write(const char *folder, const char *name, const char *bytes, size_t len);

/* What may lie in place of a regular file: "fifo", "directory", "socket", "link" (to a file with
 * text in it), "dangling" (a link to nowhere). Ends with NULL. */
extern const char *const folder_oddities[];

/* Puts one there as folder/name; folder_clear takes it away. The program ends if a minute passes in
 * between: waiting at a FIFO has no end. */
void tempdir_plant(const char *folder, const char *name, const char *oddity);
void tempdir_clear(const char *folder, const char *name);

#endif
