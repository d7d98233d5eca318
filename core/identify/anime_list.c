/* SPDX-License-Identifier: MIT */
#include "core/identify/anime_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/xml.h"
#include "matching/matching.h"

enum {
    WHOLE_SERIES = -1, /* a season "a" */
    OTHER_SEASON = -2, /* no season at all */
    TEXT_MAX = 16 << 10,
};

/* What is being read. */
struct search {
    int64_t tvdb;
    const char *title;
    struct anime_place *places; /* of the anime with that title */
    struct anime_place *now;    /* of the one that is being read */
    size_t count;
    int found; /* how many have the title */
    bool mine; /* it is of that series at TheTVDB */
    bool titled;
    int season, offset; /* where its numbers are unless a mapping says otherwise */
    int mapping_season; /* of the mapping that is being read */
    bool mapping;       /* of its regular episodes */
    char text[TEXT_MAX];
    size_t len;
};

static int read_season(const char *text)
{
    if (strcmp(text, "a") == 0)
        return WHOLE_SERIES;
    char *end;
    long season = strtol(text, &end, 10);
    return *text && !*end && season >= 0 && season <= INT16_MAX ? (int)season : OTHER_SEASON;
}

static int read_number(const char *text)
{
    long number = strtol(text, NULL, 10);
    return number >= -INT16_MAX && number <= INT16_MAX ? (int)number : 0;
}

static void begin_anime(struct search *search, const char *const *attributes)
{
    search->mine =
        search->tvdb > 0 && strtoll(xml_attribute(attributes, "tvdbid"), NULL, 10) == search->tvdb;
    search->titled = false;
    search->season = read_season(xml_attribute(attributes, "defaulttvdbseason"));
    search->offset = read_number(xml_attribute(attributes, "episodeoffset"));
    for (size_t i = 0; search->mine && i < search->count; i++) {
        search->now[i] = search->places[i];
        search->now[i].season = search->season;
        search->now[i].place = search->now[i].number + search->offset;
    }
}

/* A range that is moved: start="1" end="12" offset="-12". */
static void begin_mapping(struct search *search, const char *const *attributes)
{
    int start = read_number(xml_attribute(attributes, "start"));
    int end = read_number(xml_attribute(attributes, "end"));
    int offset = read_number(xml_attribute(attributes, "offset"));
    search->mapping = strcmp(xml_attribute(attributes, "anidbseason"), "1") == 0;
    search->mapping_season = read_season(xml_attribute(attributes, "tvdbseason"));
    for (size_t i = 0; search->mapping && i < search->count; i++) {
        struct anime_place *place = &search->now[i];
        if (start == 0 || place->number < start || (end && place->number > end))
            continue;
        place->season = search->mapping_season;
        place->place = place->number + offset;
    }
}

static void begin(void *context, const char *name, const char *const *attributes)
{
    struct search *search = context;
    search->len = 0;
    if (strcmp(name, "anime") == 0)
        begin_anime(search, attributes);
    else if (strcmp(name, "mapping") == 0 && search->mine)
        begin_mapping(search, attributes);
}

static void text(void *context, const char *piece, size_t len)
{
    struct search *search = context;
    size_t room = sizeof(search->text) - 1 - search->len;
    len = !search->mine ? 0 : len < room ? len : room;
    memcpy(search->text + search->len, piece, len);
    search->len += len;
}

/* Single numbers: ";1-5;2-6;3-0;". 0 is none; "1-5+6" is two, which one number cannot be. */
static void end_mapping(struct search *search)
{
    for (const char *at = search->text; *at; at += *at == ';') {
        int number = 0, place = 0, used = 0;
        size_t len = strcspn(at, ";");
        bool read = sscanf(at, "%5d-%5d%n", &number, &place, &used) == 2;
        for (size_t i = 0; read && i < search->count; i++) {
            if (search->now[i].number != number)
                continue;
            search->now[i].season = search->mapping_season;
            search->now[i].place = (size_t)used == len ? place : 0;
        }
        at += len;
    }
    search->mapping = false;
}

static void end_anime(struct search *search)
{
    if (search->mine && search->titled && search->season != OTHER_SEASON) {
        search->found++;
        memcpy(search->places, search->now, search->count * sizeof(*search->places));
    }
    search->mine = false;
}

static void end(void *context, const char *name)
{
    struct search *search = context;
    search->text[search->len] = '\0';
    if (strcmp(name, "anime") == 0)
        end_anime(search);
    else if (strcmp(name, "name") == 0 && search->mine)
        search->titled = search->titled || match_similarity(search->text, search->title) >= 1;
    else if (strcmp(name, "mapping") == 0 && search->mapping)
        end_mapping(search);
    search->len = 0;
}

bool anime_list_find(const char *path, int64_t tvdb, const char *title, struct anime_place *places,
                     size_t count, bool *found, struct epi_error *err)
{
    struct anime_place now[MATCH_EPISODES_MAX];
    CLEANUP(cleanup_free) struct search *search = calloc(1, sizeof(*search));
    if (!search)
        return error_memory(err);
    *search =
        (struct search){.tvdb = tvdb, .title = title, .places = places, .now = now, .count = count};
    struct xml_reader reader = {begin, text, end, search};
    struct epi_error why = {0};
    if (!xml_read(path, ANIME_LIST_MAX, &reader, &why))
        return epi_error_set(err, EPI_ERROR_LATER, "anime_list: %.220s", why.text);
    *found = search->found == 1;
    return true;
}
