/* SPDX-License-Identifier: MIT
 *
 * secret_file: the private file that holds credentials if the user chose that. Knows how such a
 * file is kept safe and nothing of its content; only secret.c uses it.
 */
#ifndef EPIMARK_BASE_SECRET_FILE_H
#define EPIMARK_BASE_SECRET_FILE_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/base/json.h"

/* FOLDER/NAMESUFFIX. Free it; NULL, with err, if memory is short. */
char *secret_file_path(const char *folder, const char *name, const char *suffix,
                       struct epi_error *err);

/* All of folder's credentials.json, an empty object if there is none. NULL, with
 * EPI_ERROR_SIGN_IN, if it is a link, another user's, readable by others, or damaged. */
struct json *secret_file_read(const char *folder, struct epi_error *err);

/* Replaces it by root, mode 0600: whole or not at all, even if the process dies. */
bool secret_file_write(const char *folder, const struct json *root, struct epi_error *err);

#endif
