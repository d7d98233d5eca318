/* SPDX-License-Identifier: MIT */
#include "core/import/kodi_items.h"

#include <stdio.h>

#include "core/import/cell.h"
#include <epimark/error.h>

enum field {
    NONE,
    TITLE,
    SERIES,
    SEASON,
    EPISODE,
    RATING,
    PLAYS,
    WATCHED,
    PLAYED,
    AIRED,
    YEAR,
    TVDB,
    TMDB,
    IMDB,
    UNIQUE, /* of the kind that an attribute names */
    ID,     /* of whatever kind */
};

static const struct {
    const char *name;
    enum field field;
} fields[] = {
    {"title", TITLE},       {"showtitle", SERIES}, {"season", SEASON},   {"episode", EPISODE},
    {"userrating", RATING}, {"playcount", PLAYS},  {"watched", WATCHED}, {"aired", AIRED},
    {"lastplayed", PLAYED}, {"year", YEAR},        {"tvdbid", TVDB},     {"tmdbid", TMDB},
    {"imdbid", IMDB},       {"imdb_id", IMDB},     {"uniqueid", UNIQUE}, {"id", ID},
};

static const struct {
    const char *name;
    enum kodi_kind kind;
} roots[] = {{"episodedetails", KODI_EPISODE}, {"movie", KODI_FILM}, {"tvshow", KODI_SERIES}};
enum { ROOTS = sizeof(roots) / sizeof(roots[0]) };

struct kodi_items {
    kodi_items_visit visit;
    void *context;
    int depth;
    int item_depth, series_depth; /* of what is being read; 0: there is none */
    struct kodi_item item, series;
    enum field field; /* that is being read, one below */
    bool first_id;    /* it is the default one */
    char kind[16];    /* of UNIQUE */
    size_t len;
    char text[KODI_ITEMS_TEXT];
};

struct kodi_items *kodi_items_new(kodi_items_visit visit, void *context)
{
    struct kodi_items *items = calloc(1, sizeof(*items));
    if (items) {
        items->visit = visit;
        items->context = context;
    }
    return items;
}

void kodi_items_free(struct kodi_items *items)
{
    free(items);
}

void kodi_items_cleanup(struct kodi_items **items)
{
    kodi_items_free(*items);
}

bool kodi_items_are_in(const char *text, size_t len)
{
    char tag[32];
    bool wide = len > 1 && ((unsigned char)text[0] ^ (unsigned char)text[1]) == 1;
    for (size_t i = 0; i < ROOTS; i++) {
        snprintf(tag, sizeof(tag), "<%s", roots[i].name);
        if (memmem(text, len, tag, strlen(tag)))
            return true;
    }
    return wide && (unsigned char)(text[0] & text[1]) == 0xfe; /* UTF-16 */
}

/* ---- Fields ---- */

/* Copies a text, cut between two characters. */
static void copy(char *out, size_t size, const char *text)
{
    size_t len = 0;
    for (size_t step; (step = epi_utf8_length(text + len, strlen(text + len))) > 0; len += step) {
        if (len + step >= size)
            break;
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

static int whole(const char *text)
{
    int64_t value = cell_int(text, -1);
    return value >= 0 && value <= INT16_MAX ? (int)value : -1;
}

static void set_imdb(struct kodi_item *item, const char *text)
{
    if (strncmp(text, "tt", 2) == 0)
        copy(item->imdb, sizeof(item->imdb), text);
}

static void set_unique(struct kodi_items *items, struct kodi_item *item)
{
    int64_t number = cell_int(items->text, 0);
    bool tvdb = cell_is(items->kind, "tvdb");
    if (tvdb)
        item->tvdb = number > 0 ? number : 0;
    else if (cell_is(items->kind, "tmdb"))
        item->tmdb = number > 0 ? number : 0;
    else
        set_imdb(item, items->text);
    if (items->first_id)
        item->by_tvdb = tvdb;
}

static void set_field(struct kodi_items *items, struct kodi_item *item)
{
    const char *text = items->text;
    switch (items->field) {
    case TITLE:
        copy(item->title, sizeof(item->title), text);
        break;
    case SERIES:
        copy(item->series, sizeof(item->series), text);
        break;
    case SEASON:
        item->season = whole(text);
        break;
    case EPISODE:
        item->number = whole(text);
        break;
    case RATING:
        item->rating = whole(text);
        break;
    case PLAYS:
        item->plays = whole(text);
        break;
    case WATCHED:
        item->judged = *text;
        item->watched = cell_is_true(text);
        break;
    case PLAYED:
        copy(item->played, sizeof(item->played), text);
        break;
    case AIRED:
        copy(item->airdate, sizeof(item->airdate), text);
        break;
    case YEAR:
        item->year = whole(text) > 0 ? whole(text) : 0;
        break;
    case TVDB:
        item->tvdb = cell_int(text, 0);
        break;
    case TMDB:
        item->tmdb = cell_int(text, 0);
        break;
    case IMDB:
    case ID:
        set_imdb(item, text);
        break;
    case UNIQUE:
        set_unique(items, item);
        break;
    case NONE:
        break;
    }
}

/* ---- Elements ---- */

/* The item whose fields are read, and how deep it lies; NULL if there is none. */
static struct kodi_item *reading_item(struct kodi_items *items, int *depth)
{
    *depth = items->item_depth ? items->item_depth : items->series_depth;
    return items->item_depth ? &items->item : items->series_depth ? &items->series : NULL;
}

static bool begin_item(struct kodi_items *items, const char *name)
{
    for (size_t i = 0; i < ROOTS && !items->item_depth; i++) {
        if (strcmp(name, roots[i].name) != 0)
            continue;
        bool series = roots[i].kind == KODI_SERIES;
        struct kodi_item *item = series ? &items->series : &items->item;
        *item = (struct kodi_item){.kind = roots[i].kind, .season = -1, .number = -1};
        *(series ? &items->series_depth : &items->item_depth) = items->depth;
        return true;
    }
    return false;
}

static void begin(void *context, const char *name, const char *const *attributes)
{
    struct kodi_items *items = context;
    int depth;
    items->depth++;
    items->field = NONE;
    if (begin_item(items, name) || !reading_item(items, &depth) || items->depth != depth + 1)
        return;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (strcmp(name, fields[i].name) == 0)
            items->field = fields[i].field;
    }
    items->len = 0;
    items->first_id = cell_is_true(xml_attribute(attributes, "default"));
    copy(items->kind, sizeof(items->kind), xml_attribute(attributes, "type"));
}

static void text(void *context, const char *piece, size_t len)
{
    struct kodi_items *items = context;
    size_t room = sizeof(items->text) - 1 - items->len;
    if (items->field == NONE)
        return;
    len = len < room ? len : room;
    memcpy(items->text + items->len, piece, len);
    items->len += len;
}

static void end(void *context, const char *name)
{
    struct kodi_items *items = context;
    int depth;
    struct kodi_item *item = reading_item(items, &depth);
    (void)name;
    if (item && items->field != NONE) {
        items->text[items->len] = '\0';
        set_field(items, item);
    }
    items->field = NONE;
    if (item && items->depth == depth) {
        bool around = items->item_depth && items->series_depth;
        items->visit(items->context, item, around ? &items->series : NULL);
        *(items->item_depth ? &items->item_depth : &items->series_depth) = 0;
    }
    items->depth--;
}

struct xml_reader kodi_items_reader(struct kodi_items *items)
{
    items->depth = items->item_depth = items->series_depth = 0;
    items->field = NONE;
    return (struct xml_reader){.begin = begin, .text = text, .end = end, .context = items};
}
