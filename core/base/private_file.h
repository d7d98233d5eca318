/* SPDX-License-Identifier: MIT
 *
 * private_file: files in epimark's own folder. Each must be a regular file that belongs to this
 * user: a link, a pipe or a device is refused, since it could lead elsewhere or block. The folder
 * itself may be a link. All files in that folder are opened through this module.
 */
#ifndef EPIMARK_BASE_PRIVATE_FILE_H
#define EPIMARK_BASE_PRIVATE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"

/* Creates a folder that only its owner can enter, and the folders above it, if missing. */
bool private_file_make_folder(const char *path, struct epi_error *err);

/* Opens folder/name with the flags of open(2); a new file gets mode 0600. Never blocks. True with
 * *fd -1 if the file does not exist and flags do not create it. False with *fd -1 if it is not such
 * a file (EPI_ERROR_NEVER) or cannot be opened; the text names the file and says what to do. */
bool private_file_open(const char *folder, const char *name, int flags, int *fd,
                       struct epi_error *err);

/* The same check without opening the file; there becomes whether it exists. */
bool private_file_check(const char *folder, const char *name, bool *there, struct epi_error *err);

/* What is known of folder/name without opening it. False if it is not a regular file, whoever owns
 * it. For what is only read, and never written. */
struct private_file_about {
    bool there;
    bool ours;
    int64_t size;
};
bool private_file_look(const char *folder, const char *name, struct private_file_about *about,
                       struct epi_error *err);

/* Makes sure that created and renamed files in the folder survive a power failure. */
bool private_file_sync(const char *folder);

/* Closes *fd unless it is -1; for CLEANUP. */
void private_file_close(const int *fd);

#endif
