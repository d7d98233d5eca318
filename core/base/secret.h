/* SPDX-License-Identifier: MIT
 *
 * secret: credentials in the Secret Service (attributes application=epimark service= account=)
 * or, if the user chose it, in credentials.json (mode 0600, owner checked). Never prompts while
 * reading. Nothing read here may reach a log, an error, the database or an argument.
 */
#ifndef EPIMARK_BASE_SECRET_H
#define EPIMARK_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/config.h"
#include "core/base/credentials.h"
#include "core/base/error.h"

enum { SECRET_SHA1_SIZE = 41, SECRET_SHA256_BYTES = 32 };

/* The SHA-1 of a text in lower-case hexadecimal, the form in which Trakt v1 expects a password. */
void secret_sha1(const char *text, char hash[SECRET_SHA1_SIZE]);

/* The SHA-256 of a text. */
void secret_sha256(const char *text, unsigned char hash[SECRET_SHA256_BYTES]);

/* Random bytes that nobody can guess, at most 256. */
bool secret_random(void *bytes, size_t count, struct epi_error *err);

struct secret; /* access to the store, for one thread */

/* folder: where credentials.json and the locks are. Opens nothing. NULL if memory is short. */
struct secret *secret_new(enum config_credentials store, const char *folder);
void secret_free(struct secret *secret);

/* From any thread: ends a secret_load that waits for the keyring, and every later one, with
 * EPI_ERROR_STOPPED. Saving goes on: what a service issued once must not be lost. */
void secret_cancel(struct secret *secret);

/* Loads the account of a service; found is false if there is none. If the keyring is locked or
 * missing, fails with EPI_ERROR_SIGN_IN: the text says how to unlock it, or names the option to
 * set. Never prompts, never waits for the user. */
bool secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                 bool *found, struct epi_error *err);

/* Saves the account of a service and replaces any other. interactive: the keyring may ask the user
 * to unlock it (the tool); otherwise a locked keyring is an error. */
bool secret_save(struct secret *secret, const char *service, const struct credentials *credentials,
                 bool interactive, struct epi_error *err);

/* Removes the account of a service, if there is one. */
bool secret_clear(struct secret *secret, const char *service, struct epi_error *err);

/* A lock between processes, so that only one of them renews a token. Waits at most the given number
 * of milliseconds. Returns a lock for secret_unlock, or -1 with EPI_ERROR_LATER. */
int secret_lock(struct secret *secret, const char *service, int milliseconds,
                struct epi_error *err);
void secret_unlock(int lock);

#endif
