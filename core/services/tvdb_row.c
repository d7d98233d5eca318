/* SPDX-License-Identifier: MIT */
#include "core/services/tvdb_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/json.h"
#include "core/services/fields.h"
#include "core/services/language.h"
#include "core/services/session.h"
#include "core/services/tvdb_shared.h"

const char *tvdb_row_language(const struct session *session)
{
    return tvdb_shared_language(session, language_long(session->context->config->language));
}

void tvdb_row_remote_ids(const struct json *ids, struct series_ids *out)
{
    for (size_t i = 0; i < json_count(ids); i++) {
        const struct json *row = json_at(ids, i);
        const char *source = json_text(json_get(row, "sourceName"));
        const char *id = json_text(json_get(row, "id"));
        if (strcmp(source, "IMDB") == 0 && strncmp(id, "tt", 2) == 0 &&
            strlen(id) < sizeof(out->imdb))
            snprintf(out->imdb, sizeof(out->imdb), "%s", id);
        if (strcmp(source, "TV Maze") == 0)
            out->tvmaze = json_int(json_get(row, "id"), out->tvmaze);
    }
}

bool tvdb_row_is_anime(const struct json *genres, const char *country)
{
    return tvdb_shared_has_genre(genres, "Anime") ||
           (tvdb_shared_has_genre(genres, "Animation") && strcmp(country, "JP") == 0);
}

/* The id of a row if it is of that kind, else 0: {"type":"movie","id":"movie-1","tvdb_id":"1"}. */
static int64_t read_id(const struct json *row, const char *kind)
{
    const char *id = json_text(json_get(row, "id"));
    const char *type = json_text(json_get(row, "type"));
    const char *dash = strchr(id, '-');
    size_t len = strlen(kind);
    bool named = strncmp(id, kind, len) == 0 && id[len] == '-';
    int64_t number = json_int(json_get(row, "tvdb_id"), 0);
    if (*type ? strcmp(type, kind) != 0 : dash && !named)
        return 0;
    if (number > 0)
        return number;
    return named ? strtoll(id + len + 1, NULL, 10) : json_int(json_get(row, "id"), 0);
}

bool tvdb_row_read(const struct json *row, const char *kind, const char *language,
                   const char *wanted, struct series *series)
{
    struct series read = {.ids.tvdb = read_id(row, kind)};
    const struct json *names = json_get(row, "translations");
    const char *own = json_text(json_get(row, "name"));
    const char *english = tvdb_shared_name(names, "eng");
    const char *wished = *language ? tvdb_shared_name(names, language) : "";
    snprintf(read.title, sizeof(read.title), "%s", *wished ? wished : *own ? own : english);
    fields_alias(&read, own);
    fields_alias(&read, english);
    tvdb_shared_aliases(json_get(row, "aliases"), wanted, &read);
    tvdb_shared_aliases(names, NULL, &read);
    if (!read.title[0] && read.alias_count) /* a name in any language is better than none */
        snprintf(read.title, sizeof(read.title), "%s", read.aliases[0]);
    tvdb_row_remote_ids(json_get(row, "remote_ids"), &read.ids);
    read.year = fields_year(json_get(row, "year"));
    if (!read.year)
        read.year = fields_year(json_get(row, "first_air_time"));
    snprintf(read.country, sizeof(read.country), "%s",
             language_country(json_text(json_get(row, "country"))));
    snprintf(read.language, sizeof(read.language), "%s",
             language_long(json_text(json_get(row, "primary_language"))));
    json_copy(json_get(row, "network"), read.network, sizeof(read.network));
    read.anime = tvdb_row_is_anime(json_get(row, "genres"), read.country);
    if (read.ids.tvdb <= 0 || !read.title[0])
        return false;
    *series = read;
    return true;
}
