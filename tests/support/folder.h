/* SPDX-License-Identifier: MIT
 *
 * folder: a folder for one test, gone with all in it afterwards.
 */
#ifndef EPIMARK_TEST_FOLDER_H
#define EPIMARK_TEST_FOLDER_H

#include <stddef.h>

/* Makes one below $TMPDIR or /tmp. Free the path by folder_remove. */
char *folder_make(void);
void folder_remove(char *path);

/* Writes len bytes to a file in it (len (size_t)-1: text with its terminator left out). */
void folder_write(const char *folder, const char *name, const char *bytes, size_t len);

/* What may lie in place of a regular file: "fifo", "directory", "socket", "link" (to a file with
 * text in it), "dangling" (a link to nowhere). Ends with NULL. */
extern const char *const folder_oddities[];

/* Puts one there as folder/name; folder_clear takes it away. The program ends if a minute passes in
 * between: waiting at a FIFO has no end. */
void folder_plant(const char *folder, const char *name, const char *oddity);
void folder_clear(const char *folder, const char *name);

#endif
