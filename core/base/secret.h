/* SPDX-License-Identifier: MIT
 *
 * secret: credentials in the Secret Service (attributes application=epimark service= account=)
 * or, if the user chose it, in credentials.json (mode 0600, owner checked). Never prompts while
 * reading; nothing read here may reach a log, an error, the database or an argument.
 */
#ifndef EPIMARK_BASE_SECRET_H
#define EPIMARK_BASE_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/config.h"
#include "core/base/credentials.h"
#include "core/base/error.h"

enum { SECRET_SHA1_SIZE = 41 };

/* The SHA-1 of a text in lower-case hexadecimal, as Trakt v1 keeps a password. */
void secret_sha1(const char *text, char hash[SECRET_SHA1_SIZE]);

struct secret; /* access to the store; of one thread */

/* folder: where credentials.json and the locks are. Opens nothing. NULL if memory is short. */
struct secret *secret_new(enum config_credentials store, const char *folder);
void secret_free(struct secret *secret);

/* Loads the account of a service; found is false if there is none. If the keyring is locked or
 * there is none, fails with EPI_ERROR_SIGN_IN: the text says how to unlock it, or names the option.
 * Never prompts, never waits for a person. */
bool secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                 bool *found, struct epi_error *err);

/* Saves it in place of any other account of that service. interactive: may ask the user to unlock
 * the keyring (the tool); otherwise it fails if that is needed. */
bool secret_save(struct secret *secret, const char *service, const struct credentials *credentials,
                 bool interactive, struct epi_error *err);

/* Removes it; there may be none. */
bool secret_clear(struct secret *secret, const char *service, struct epi_error *err);

/* One owner at a time across processes for a token that rotates: waits at most milliseconds.
 * Returns a lock to give to secret_unlock, or -1 with EPI_ERROR_LATER. */
int secret_lock(struct secret *secret, const char *service, int milliseconds,
                struct epi_error *err);
void secret_unlock(int lock);

#endif
