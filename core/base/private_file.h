/* SPDX-License-Identifier: MIT
 *
 * private_file: files in epimark's own folder. Each has to be a regular file of this user: a link,
 * a pipe or a device in its place is refused before it can lead elsewhere or hang whoever opens
 * it. The folder itself may be a link. Whatever opens a file there goes through here.
 */
#ifndef EPIMARK_BASE_PRIVATE_FILE_H
#define EPIMARK_BASE_PRIVATE_FILE_H

#include <stdbool.h>

#include "core/base/error.h"

/* Makes a folder that only its owner enters, with the folders above it, if it is missing. */
bool private_file_make_folder(const char *path, struct epi_error *err);

/* Opens folder/name with flags of open (a new file gets mode 0600); never blocks. True with *fd -1
 * if there is none and flags do not create it. False, with *fd -1, if it is not such a file
 * (EPI_ERROR_NEVER) or cannot be opened; the text names the file and says what helps. */
bool private_file_open(const char *folder, const char *name, int flags, int *fd,
                       struct epi_error *err);

/* The same check without opening it, for who must not or cannot: there tells if it exists. */
bool private_file_check(const char *folder, const char *name, bool *there, struct epi_error *err);

/* Makes sure that new and other names in the folder outlast an outage. */
bool private_file_sync(const char *folder);

/* Closes it unless it is -1: for CLEANUP. */
void private_file_close(const int *fd);

#endif
