/* SPDX-License-Identifier: MIT
 *
 * credentials: what one account at one service needs, as named values. They are secret and large
 * (33 KiB): keep them on the heap; credentials_cleanup overwrites them. This module stores nothing;
 * secret does.
 */
#ifndef EPIMARK_BASE_CREDENTIALS_H
#define EPIMARK_BASE_CREDENTIALS_H

#include <stdbool.h>

struct epi_error;

enum { CREDENTIALS_FIELDS_MAX = 8, CREDENTIALS_VALUE_MAX = 4096 };

struct credentials {
    char account[128]; /* the user's name there; "default" if the service has none */
    struct {
        char name[24]; /* "key", "pin", "token" ... */
        char value[CREDENTIALS_VALUE_MAX];
    } fields[CREDENTIALS_FIELDS_MAX];
    int count;
};

/* Returns empty credentials. NULL, with err, if memory is short. */
struct credentials *credentials_new(struct epi_error *err);

/* Overwrites and frees those of a variable with CLEANUP. */
void credentials_cleanup(struct credentials *const *credentials);

/* The value of a field, or "". */
const char *credentials_get(const struct credentials *credentials, const char *name);

/* Sets or, with "" as value, removes a field. False if it does not fit. */
bool credentials_set(struct credentials *credentials, const char *name, const char *value);

/* Overwrites every byte. */
void credentials_wipe(struct credentials *credentials);

#endif
