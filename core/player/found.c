/* SPDX-License-Identifier: MIT */
#include "core/player/found.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct found *found_new(enum found_kind kind, const char *path, const struct match *matches,
                        size_t count, const char *why)
{
    size_t size = count * sizeof(*matches);
    size_t len = strlen(path) + 1;
    struct found *found = malloc(sizeof(*found) + size + len);

    if (!found)
        return NULL;
    found->kind = kind;
    found->unsure = found->later = false;
    found->orders = 0;
    found->ordered = false;
    found->order = ORDER_AUTO;
    found->reason = EPI_SAY_TEXT;
    found->count = count;
    snprintf(found->why, sizeof(found->why), "%s", why ? why : "");
    if (count > 0)
        memcpy(found->matches, matches, size);
    found->path = memcpy((char *)&found->matches[count], path, len);
    return found;
}

void found_free(struct found *found)
{
    free(found);
}
