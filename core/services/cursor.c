/* SPDX-License-Identifier: MIT */
#include "core/services/cursor.h"

#include <string.h>

#include "core/base/json.h"
#include "core/services/route.h"

const char *cursor_next(struct json *seen, const struct json *page)
{
    const struct json *next = json_get(json_get(page, "pagination"), "next_cursor");
    if (!*json_text(next))
        return NULL;
    for (size_t i = 0; i < json_count(seen); i++) {
        if (strcmp(json_text(json_at(seen, i)), json_text(next)) == 0)
            return NULL;
    }
    json_add(seen, json_new_text(json_text(next)));
    return json_text(json_at(seen, json_count(seen) - 1));
}

void cursor_turn(struct route_args *args, const char *next)
{
    size_t kept = 0;
    for (size_t i = 0; i < args->count && i < ROUTE_ARGS_MAX; i++) {
        const char *name = args->list[i].name;
        if (strcmp(name, "cursor") != 0 && strcmp(name, "since") != 0)
            args->list[kept++] = args->list[i];
    }
    args->count = kept;
    route_text(args, "cursor", next);
}

void cursor_end(struct json **seen)
{
    json_free(*seen);
}
