/* SPDX-License-Identifier: MIT
 *
 * secret: credentials in the Secret Service (attributes application=epimark service= account=)
 * or, only where the user chose it, in credentials.json (mode 0600, owner checked). Never prompts
 * while reading; nothing read here may reach a log, an error, the database or an argument.
 */
#ifndef EPIMARK_BASE_SECRET_H
#define EPIMARK_BASE_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/config.h"
#include "core/base/error.h"

enum { SECRET_FIELDS_MAX = 8, SECRET_VALUE_MAX = 4096 };

/* What one account of one service needs, as named values: "key", "pin", "token" ... */
struct credentials {
    char account[128]; /* the user's name there, or "default" where a service has none */
    struct {
        char name[24];
        char value[SECRET_VALUE_MAX];
    } fields[SECRET_FIELDS_MAX];
    int count;
};

/* The value of a field, or "". */
const char *credentials_get(const struct credentials *credentials, const char *name);

/* Sets or, with "" as value, removes a field. False where it does not fit. */
bool credentials_set(struct credentials *credentials, const char *name, const char *value);

/* Overwrites every byte. */
void credentials_wipe(struct credentials *credentials);

enum { SECRET_SHA1_SIZE = 41 };

/* The SHA-1 of a text in lower-case hexadecimal, as Trakt v1 keeps a password. */
void secret_sha1(const char *text, char hash[SECRET_SHA1_SIZE]);

struct secret; /* one way into the store; of one thread */

/* folder: where credentials.json and the locks lie. Opens nothing yet. */
struct secret *secret_new(enum config_credentials store, const char *folder);
void secret_free(struct secret *secret);

/* Loads the account of a service. found tells absent from failed; a locked keyring is
 * EPI_ERROR_SIGN_IN and says how to unlock it, none at all is EPI_ERROR_SIGN_IN and names the
 * option. Never prompts, never waits for a person. */
bool secret_load(struct secret *secret, const char *service, struct credentials *credentials,
                 bool *found, struct epi_error *err);

/* Saves it in place of any other account of that service. interactive: may ask the user to unlock
 * (the tool); otherwise fails where it would have to. */
bool secret_save(struct secret *secret, const char *service, const struct credentials *credentials,
                 bool interactive, struct epi_error *err);

/* Removes it; removing nothing is fine. */
bool secret_clear(struct secret *secret, const char *service, struct epi_error *err);

/* One owner at a time across processes for a token that rotates: waits at most milliseconds.
 * Returns a lock to give to secret_unlock, or -1 with EPI_ERROR_LATER. */
int secret_lock(struct secret *secret, const char *service, int milliseconds,
                struct epi_error *err);
void secret_unlock(int lock);

#endif
