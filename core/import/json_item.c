/* SPDX-License-Identifier: MIT */
#include "core/import/json_item.h"

#include <stdio.h>

static const struct json *id_of(const struct json *item, const char *service)
{
    char flat[32];
    snprintf(flat, sizeof(flat), "%s_id", service);
    const struct json *id = json_get(json_get(item, "ids"), service);
    if (!id)
        id = json_get(json_get(item, "id"), service);
    return id ? id : json_get(item, flat);
}

int64_t json_item_id(const struct json *item, const char *service)
{
    int64_t id = json_int(id_of(item, service), 0);
    return id > 0 ? id : 0;
}

const char *json_item_imdb(const struct json *item)
{
    const char *id = json_text(id_of(item, "imdb"));
    return strncmp(id, "tt", 2) == 0 ? id : "";
}

void json_item_set(struct epi_imported *imported, const struct json *item)
{
    imported->series = json_text(json_get(item, "title"));
    imported->year = (int)json_int(json_get(item, "year"), 0);
    imported->tvdb = json_item_id(item, "tvdb");
    imported->tmdb = json_item_id(item, "tmdb");
    imported->trakt = json_item_id(item, "trakt");
    imported->imdb = json_item_imdb(item);
}
