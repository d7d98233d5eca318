/* SPDX-License-Identifier: MIT
 *
 * secret_file: the private file that holds credentials if the user chose that. Keeps the file safe
 * and does not interpret its content; only secret.c uses it.
 */
#ifndef EPIMARK_BASE_SECRET_FILE_H
#define EPIMARK_BASE_SECRET_FILE_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/json.h"

/* FOLDER/NAMESUFFIX. Free it; NULL, with err, if memory is short. */
char *secret_file_path(const char *folder, const char *name, const char *suffix,
                       struct epi_error *err);

/* Reads folder's credentials.json; an empty object if there is none. NULL, with EPI_ERROR_SIGN_IN,
 * if it is a link, belongs to another user, can be read by others, or is damaged. */
struct json *secret_file_read(const char *folder, struct epi_error *err);

/* Removes what a process left behind that was killed while it replaced the file. */
void secret_file_sweep(const char *folder);

/* Replaces it with root, mode 0600. The file has either its old or its new content, even if the
 * process dies meanwhile. Call it, and secret_file_sweep, with the lock of the credentials. */
bool secret_file_write(const char *folder, const struct json *root, struct epi_error *err);

#endif
