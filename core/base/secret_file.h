/* SPDX-License-Identifier: MIT
 *
 * secret_file: the private file that holds credentials where the user chose that. Knows how such a
 * file is kept safe and nothing of what is in it; secret.c alone uses it.
 */
#ifndef EPIMARK_BASE_SECRET_FILE_H
#define EPIMARK_BASE_SECRET_FILE_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/json.h"

/* FOLDER/NAMESUFFIX. Free it; NULL, with err, where memory is short. */
char *secret_file_path(const char *folder, const char *name, const char *suffix,
                       struct epi_error *err);

/* All of folder's credentials.json, an empty object where there is none. NULL, with
 * EPI_ERROR_SIGN_IN, where it is a link, not of this user, readable by others, or damaged. */
struct json *secret_file_read(const char *folder, struct epi_error *err);

/* Puts root in its place, mode 0600: whole or not at all, whatever happens meanwhile. */
bool secret_file_write(const char *folder, const struct json *root, struct epi_error *err);

#endif
