/* SPDX-License-Identifier: MIT
 *
 * real_path: where a file really is, whatever a player was given to open it by.
 */
#ifndef EPIMARK_BASE_REAL_PATH_H
#define EPIMARK_BASE_REAL_PATH_H

#include <stdbool.h>

/* The absolute path that a player opens for what it is given: a path, an address of a file
 * ("file://", and an archive, for which it is the archive's), a descriptor ("fd://3", and "-"). As
 * it is written: links and ".." are not followed. NULL if it is no local file, or if memory is
 * short. Asks for the working folder and nothing else. */
char *real_path_opened(const char *given);

/* Whether an opened path means something else in another process: it is one of this one's
 * descriptors. */
bool real_path_is_own(const char *opened);

/* Where an opened path leads to: without links, "." and "..". What is not there, or cannot be
 * entered, is taken as it is written. May hang: run it apart. NULL if memory is short. */
char *real_path_find(const char *opened);

#endif
