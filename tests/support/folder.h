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

#endif
