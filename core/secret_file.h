/* SPDX-License-Identifier: MIT
 *
 * secret_file: the private file that holds credentials where the user chose that. Knows how such a
 * file is kept safe and nothing of what is in it; secret.c alone uses it.
 */
#ifndef EPIMARK_SECRET_FILE_H
#define EPIMARK_SECRET_FILE_H

#include "core/error.h"
#include "core/json.h"
#include <stdbool.h>

/* FOLDER/NAMESUFFIX. Free it; NULL, with err, where memory is short. */
char *secret_file_path(const char *folder, const char *name, const char *suffix, struct error *err);

/* All of folder's credentials.json, an empty object where there is none. NULL, with ERROR_SIGN_IN,
 * where it is a link, not of this user, readable by others, or damaged. */
struct json *secret_file_read(const char *folder, struct error *err);

/* Puts root in its place, mode 0600: whole or not at all, whatever happens meanwhile. */
bool secret_file_write(const char *folder, const struct json *root, struct error *err);

#endif
