/* SPDX-License-Identifier: MIT */
#include "core/base/credentials.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"

struct credentials *credentials_new(struct epi_error *err)
{
    struct credentials *credentials = calloc(1, sizeof(*credentials));
    if (!credentials)
        error_memory(err);
    return credentials;
}

void credentials_cleanup(struct credentials *const *credentials)
{
    if (*credentials)
        credentials_wipe(*credentials);
    free(*credentials);
}

const char *credentials_get(const struct credentials *credentials, const char *name)
{
    for (int i = 0; i < credentials->count; i++) {
        if (strcmp(credentials->fields[i].name, name) == 0)
            return credentials->fields[i].value;
    }
    return "";
}

static void remove_field(struct credentials *credentials, int index)
{
    int last = --credentials->count;
    if (index < last)
        credentials->fields[index] = credentials->fields[last];
    explicit_bzero(&credentials->fields[last], sizeof(credentials->fields[last]));
}

bool credentials_set(struct credentials *credentials, const char *name, const char *value)
{
    int at = 0;
    while (at < credentials->count && strcmp(credentials->fields[at].name, name) != 0)
        at++;
    if (!*value) {
        if (at < credentials->count)
            remove_field(credentials, at);
        return true;
    }
    if (at == CREDENTIALS_FIELDS_MAX || strlen(name) >= sizeof(credentials->fields[at].name) ||
        strlen(value) >= sizeof(credentials->fields[at].value))
        return false;
    explicit_bzero(&credentials->fields[at], sizeof(credentials->fields[at]));
    memcpy(credentials->fields[at].name, name, strlen(name) + 1);
    memcpy(credentials->fields[at].value, value, strlen(value) + 1);
    if (at == credentials->count)
        credentials->count++;
    return true;
}

void credentials_wipe(struct credentials *credentials)
{
    explicit_bzero(credentials, sizeof(*credentials));
}
