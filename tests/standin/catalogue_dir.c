/* SPDX-License-Identifier: MIT
 *
 * Reads a folder of JSON lines: shows.jsonl, episodes.jsonl and, if it is there, anime.jsonl. A
 * show may have a "weight", its popularity; an episode "tvmaze_season" and "tvmaze_number" if
 * TVmaze numbers it differently, "dvd_season" and "dvd_number".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "catalogue.h"

static const char *text(json_object *row, const char *key)
{
    json_object *value = json_object_object_get(row, key);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static int64_t number(json_object *row, const char *key, int64_t otherwise)
{
    json_object *value = json_object_object_get(row, key);
    return json_object_is_type(value, json_type_int) ? json_object_get_int64(value) : otherwise;
}

static bool truth(json_object *row, const char *key)
{
    return json_object_get_boolean(json_object_object_get(row, key));
}

static void copy(char *out, size_t size, const char *from)
{
    snprintf(out, size, "%s", from ? from : "");
}

/* Series by id, for the rows that follow: open addressing, ids of both services in one table. */
struct index {
    struct {
        int64_t key; /* tvdb * 2, tvmaze * 2 + 1 */
        size_t show;
    } * slots;
    size_t size;
};

static size_t *slot(struct index *index, int64_t key)
{
    size_t i = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15) >> 32 & (index->size - 1);
    while (index->slots[i].key && index->slots[i].key != key)
        i = (i + 1) & (index->size - 1);
    if (!index->slots[i].key)
        index->slots[i].show = SIZE_MAX;
    index->slots[i].key = key;
    return &index->slots[i].show;
}

struct reading {
    struct catalogue *c;
    struct index index;
};

static struct show *find(struct reading *r, int64_t tvdb, int64_t tvmaze)
{
    size_t at = tvmaze ? *slot(&r->index, tvmaze * 2 + 1) : SIZE_MAX;
    if (at == SIZE_MAX && tvdb)
        at = *slot(&r->index, tvdb * 2);
    return at == SIZE_MAX ? NULL : &r->c->shows[at];
}

static void remember(struct reading *r, const struct show *show)
{
    size_t at = (size_t)(show - r->c->shows);
    if (show->tvdb)
        *slot(&r->index, show->tvdb * 2) = at;
    if (show->tvmaze)
        *slot(&r->index, show->tvmaze * 2 + 1) = at;
}

static void read_languages(struct show *show, const char *language)
{
    /* the names that TVmaze uses */
    static const char *const names[][2] = {
        {"English", "eng"},   {"Japanese", "jpn"}, {"German", "deu"},    {"French", "fra"},
        {"Spanish", "spa"},   {"Korean", "kor"},   {"Swedish", "swe"},   {"Danish", "dan"},
        {"Chinese", "zho"},   {"Italian", "ita"},  {"Norwegian", "nor"}, {"Dutch", "nld"},
        {"Russian", "rus"},   {"Polish", "pol"},   {"Hindi", "hin"},     {"Portuguese", "por"},
        {"Turkish", "tur"},   {"Hebrew", "heb"},   {"Finnish", "fin"},   {"Icelandic", "isl"},
        {"Hungarian", "hun"}, {"Czech", "ces"},    {"Greek", "ell"},     {"Ukrainian", "ukr"},
    };
    for (size_t i = 0; language && i < sizeof(names) / sizeof(*names); i++) {
        if (strcmp(names[i][0], language) == 0)
            copy(show->language, sizeof(show->language), names[i][1]);
    }
}

/* A row whose name is only an alias, or whose id is disputed, is left out as its makers advise. */
static void read_show(struct reading *r, json_object *row)
{
    const char *name = text(row, "name");
    if (!name || truth(row, "name_is_alias"))
        return;
    int64_t tvdb = number(row, "tvdb", 0), tvmaze = number(row, "tvmaze", 0);
    if (json_object_object_get(row, "tvdb_disputed_by") || (!tvdb && !tvmaze))
        return;
    if (find(r, tvdb, tvmaze)) {
        search_key(find(r, tvdb, tvmaze), name);
        return;
    }
    json_object *names = json_object_object_get(row, "names_by_service");
    const char *maze = names ? text(names, "tvmaze") : NULL,
               *db = names ? text(names, "tvdb") : NULL;
    struct show *show = catalogue_add_show(r->c, maze ? maze : name);
    show->tvdb_name = strdup(db ? db : name);
    show->tvdb = tvdb;
    show->tvmaze = tvmaze;
    show->year = (int)number(row, "year", 0);
    show->runtime = (int)number(row, "runtime", 0);
    show->popularity = (int)number(row, "weight", 0);
    copy(show->imdb, sizeof(show->imdb), text(row, "imdb"));
    copy(show->premiered, sizeof(show->premiered), text(row, "premiered"));
    copy(show->ended, sizeof(show->ended), text(row, "ended"));
    copy(show->country, sizeof(show->country), text(row, "country"));
    copy(show->kind, sizeof(show->kind), text(row, "type"));
    read_languages(show, text(row, "language"));
    if (text(row, "network"))
        show->network = strdup(text(row, "network"));
    json_object *aliases = json_object_object_get(row, "aliases");
    size_t count =
        json_object_is_type(aliases, json_type_array) ? json_object_array_length(aliases) : 0;
    for (size_t i = 0; i < count; i++)
        catalogue_add_alias(show, json_object_get_string(json_object_array_get_idx(aliases, i)));
    if (strcmp(name, show->name) != 0)
        search_key(show, name);
    remember(r, show);
}

/* The same episode may come twice, once from each service. */
static void read_episode(struct reading *r, json_object *row)
{
    struct show *show = find(r, number(row, "tvdb_show", 0), number(row, "tvmaze_show", 0));
    int64_t season = number(row, "season", -1), n = number(row, "number", -1);
    bool special = truth(row, "special") || season == 0 || n < 0;
    if (!show || season < 0)
        return;
    int64_t tvmaze = number(row, "tvmaze_id", 0), tvdb = number(row, "tvdb_id", 0);
    struct episode *e = NULL;
    for (size_t i = 0; i < show->episode_count && n >= 0 && !e; i++) {
        struct episode *other = &show->episodes[i];
        if (other->season == season && other->number == n)
            e = other;
    }
    if (!e && special && season > 0) { /* TVmaze's special: TheTVDB's place for it is unknown */
        e = catalogue_add_episode(show, 0, 1000 + (int)show->episode_count);
        e->maze_season = (int)season;
        e->maze_number = -1;
    } else if (!e) {
        e = catalogue_add_episode(show, (int)season, (int)n);
    }
    if (tvmaze)
        e->tvmaze = tvmaze;
    if (tvdb)
        e->tvdb = tvdb;
    if (number(row, "absolute", -1) >= 0)
        e->absolute = (int)number(row, "absolute", -1);
    e->maze_season = (int)number(row, "tvmaze_season", e->maze_season);
    e->maze_number = (int)number(row, "tvmaze_number", e->maze_number);
    e->dvd_season = (int)number(row, "dvd_season", e->dvd_season);
    e->dvd_number = (int)number(row, "dvd_number", e->dvd_number);
    if (!e->name && text(row, "name"))
        e->name = strdup(text(row, "name"));
    if (!*e->date)
        copy(e->date, sizeof(e->date), text(row, "airdate"));
    if (number(row, "runtime", 0))
        e->runtime = (int)number(row, "runtime", 0);
}

/* The many names of an anime are aliases of its series. */
static void read_anime(struct reading *r, json_object *row)
{
    int64_t tvdb = number(row, "tvdb", 0);
    if (tvdb <= 0 || !text(row, "name"))
        return;
    struct show *show = find(r, tvdb, 0);
    if (!show) {
        const char *english = text(row, "name_en");
        show = catalogue_add_show(r->c, english ? english : text(row, "name"));
        show->tvdb = tvdb;
        copy(show->country, sizeof(show->country), "JP");
        copy(show->language, sizeof(show->language), "jpn");
        copy(show->kind, sizeof(show->kind), "Animation");
        remember(r, show);
    }
    json_object *names = json_object_object_get(row, "names");
    size_t count =
        json_object_is_type(names, json_type_array) ? json_object_array_length(names) : 0;
    for (size_t i = 0; i < count; i++)
        catalogue_add_alias(show, json_object_get_string(json_object_array_get_idx(names, i)));
}

static bool read_rows(struct reading *r, const char *dir, const char *name, bool optional,
                      void (*row)(struct reading *, json_object *))
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    FILE *file = fopen(path, "re");
    if (!file && optional && errno == ENOENT)
        return true;
    if (!file) {
        fprintf(stderr, "standin: cannot read the catalogue %s\n", path);
        return false;
    }
    char *line = NULL;
    size_t size = 0;
    bool good = true;
    for (int at = 1; good && getline(&line, &size, file) >= 0; at++) {
        json_object *object = json_tokener_parse(line);
        good = json_object_is_type(object, json_type_object);
        if (good)
            row(r, object);
        else
            fprintf(stderr, "standin: %s:%d: no JSON object\n", path, at);
        json_object_put(object);
    }
    free(line);
    fclose(file);
    return good;
}

struct catalogue *catalogue_read_dir(const char *dir)
{
    struct reading r = {.c = calloc(1, sizeof(struct catalogue)), .index = {.size = 1 << 17}};
    r.index.slots = calloc(r.index.size, sizeof(*r.index.slots));
    if (!r.c || !r.index.slots)
        abort();
    bool good = read_rows(&r, dir, "shows.jsonl", false, read_show) &&
                read_rows(&r, dir, "episodes.jsonl", false, read_episode) &&
                read_rows(&r, dir, "anime.jsonl", true, read_anime);
    free(r.index.slots);
    if (!good) {
        catalogue_free(r.c);
        return NULL;
    }
    catalogue_finish(r.c);
    return r.c;
}
