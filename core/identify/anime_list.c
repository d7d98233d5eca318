/* SPDX-License-Identifier: MIT */
#include "core/identify/anime_list.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/apart.h"
#include "core/base/xml.h"
#include "matching/matching.h"

enum {
    WHOLE_SERIES = -1, /* a season "a" */
    OTHER_SEASON = -2, /* no season at all */
    TEXT_MAX = 16 << 10,
    ANSWER_MS = 10000, /* how long reading it may take; 50 MB take less than a second */
};

/* ---- What is kept ---- */

/* Some numbers of an anime that are elsewhere: a range that is moved, and single ones. */
struct mapping {
    uint32_t pairs; /* where its ";1-5;2-6;" begins in the texts; 0: none */
    int16_t season;
    int16_t start, end; /* 0: no range; no end */
    int16_t offset;
};

struct anime {
    int64_t tvdb;   /* its series */
    uint32_t names; /* where they begin in the texts, each with its NUL; an empty one ends them */
    uint32_t mappings; /* where those of its regular episodes begin */
    uint32_t map_count;
    int16_t season; /* of its numbers, unless a mapping says otherwise */
    int16_t offset;
};

/* An array that grows. */
struct rows {
    void *rows;
    uint32_t count, room;
};

struct contents {
    struct rows anime; /* by series, in the order of the file */
    struct rows mappings;
    struct rows texts; /* the first is empty */
};

static void contents_free(struct contents *contents)
{
    free(contents->anime.rows);
    free(contents->mappings.rows);
    free(contents->texts.rows);
    *contents = (struct contents){0};
}

/* Adds count rows. False if memory is short. */
static bool add(struct rows *rows, const void *more, uint32_t count, size_t size)
{
    if (rows->room - rows->count < count) {
        uint32_t room = rows->room + rows->room / 2 + count + 64;
        void *grown = realloc(rows->rows, room * size);
        if (!grown)
            return false;
        rows->rows = grown;
        rows->room = room;
    }
    memcpy((char *)rows->rows + rows->count * size, more, count * size);
    rows->count += count;
    return true;
}

/* ---- Reading ---- */

/* What is being read. */
struct reading {
    struct contents *contents;
    struct anime anime;
    struct mapping mapping;
    uint32_t before; /* how many texts there were before the anime */
    bool mine;       /* the anime is part of a series */
    bool usable;     /* and all of it could be read */
    bool mapped;     /* the mapping is of its regular episodes */
    bool full;       /* memory is short */
    size_t len;      /* of the text; TEXT_MAX: it is longer */
    size_t names_len;
    char text[TEXT_MAX];
    char names[TEXT_MAX]; /* of the anime, each with its NUL */
};

/* Reads a number, of which an empty text is 0. */
static bool read_number(const char *text, int16_t *number)
{
    char *end;
    long value = strtol(text, &end, 10);
    *number = (int16_t)value;
    return !*end && value >= -INT16_MAX && value <= INT16_MAX;
}

static int16_t read_season(const char *text)
{
    int16_t season;
    if (strcmp(text, "a") == 0)
        return WHOLE_SERIES;
    return *text && read_number(text, &season) && season >= 0 ? season : OTHER_SEASON;
}

static void begin_anime(struct reading *reading, const char *const *attributes)
{
    struct anime *anime = &reading->anime;
    *anime = (struct anime){
        .tvdb = strtoll(xml_attribute(attributes, "tvdbid"), NULL, 10),
        .mappings = reading->contents->mappings.count,
        .season = read_season(xml_attribute(attributes, "defaulttvdbseason")),
    };
    reading->before = reading->contents->texts.count;
    reading->names_len = 0;
    reading->mine = anime->tvdb > 0 && !reading->full;
    reading->usable = anime->season != OTHER_SEASON &&
                      read_number(xml_attribute(attributes, "episodeoffset"), &anime->offset);
}

/* A range that is moved: start="1" end="12" offset="-12". */
static void begin_mapping(struct reading *reading, const char *const *attributes)
{
    struct mapping *mapping = &reading->mapping;
    *mapping = (struct mapping){.season = read_season(xml_attribute(attributes, "tvdbseason"))};
    reading->mapped = strcmp(xml_attribute(attributes, "anidbseason"), "1") == 0;
    bool read = read_number(xml_attribute(attributes, "start"), &mapping->start) &&
                read_number(xml_attribute(attributes, "end"), &mapping->end) &&
                read_number(xml_attribute(attributes, "offset"), &mapping->offset);
    reading->usable = reading->usable && (read || !reading->mapped);
}

static void begin(void *context, const char *name, const char *const *attributes)
{
    struct reading *reading = context;
    reading->len = 0;
    if (strcmp(name, "anime") == 0)
        begin_anime(reading, attributes);
    else if (strcmp(name, "mapping") == 0 && reading->mine)
        begin_mapping(reading, attributes);
}

static void text(void *context, const char *piece, size_t len)
{
    struct reading *reading = context;
    size_t room = TEXT_MAX - reading->len;
    len = !reading->mine ? 0 : len < room ? len : room;
    memcpy(reading->text + reading->len, piece, len);
    reading->len += len;
}

static bool add_texts(struct reading *reading, const char *texts, size_t len, uint32_t *at)
{
    *at = reading->contents->texts.count;
    return add(&reading->contents->texts, texts, (uint32_t)len, 1);
}

static void end_name(struct reading *reading)
{
    size_t len = reading->len + 1;
    if (len > TEXT_MAX - 1 - reading->names_len) {
        reading->usable = false;
        return;
    }
    memcpy(reading->names + reading->names_len, reading->text, len);
    reading->names_len += reading->len ? len : 0;
}

static void end_mapping(struct reading *reading)
{
    struct mapping *mapping = &reading->mapping;
    struct contents *contents = reading->contents;
    size_t len = reading->len;
    if (len == TEXT_MAX) {
        reading->usable = false;
    } else if (reading->mapped && reading->usable) {
        reading->full = (len && !add_texts(reading, reading->text, len + 1, &mapping->pairs)) ||
                        !add(&contents->mappings, mapping, 1, sizeof(*mapping));
    }
    reading->mapped = false;
}

static void end_anime(struct reading *reading)
{
    struct contents *contents = reading->contents;
    struct anime *anime = &reading->anime;
    if (reading->mine && reading->usable && reading->names_len) {
        anime->map_count = contents->mappings.count - anime->mappings;
        reading->names[reading->names_len] = '\0';
        reading->full =
            !add_texts(reading, reading->names, reading->names_len + 1, &anime->names) ||
            !add(&contents->anime, anime, 1, sizeof(*anime));
    } else if (reading->mine) {
        contents->texts.count = reading->before;
        contents->mappings.count = anime->mappings;
    }
    reading->mine = false;
}

static void end(void *context, const char *name)
{
    struct reading *reading = context;
    if (reading->mine && !reading->full) {
        if (reading->len < TEXT_MAX)
            reading->text[reading->len] = '\0';
        if (strcmp(name, "anime") == 0)
            end_anime(reading);
        else if (strcmp(name, "name") == 0)
            end_name(reading);
        else if (strcmp(name, "mapping") == 0)
            end_mapping(reading);
    }
    reading->len = 0;
}

static int by_series(const void *a, const void *b)
{
    const struct anime *x = a;
    const struct anime *y = b;
    if (x->tvdb != y->tvdb)
        return x->tvdb > y->tvdb ? 1 : -1;
    return (x->names > y->names) - (x->names < y->names);
}

static bool read_contents(const char *path, struct contents *contents, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct reading *reading = calloc(1, sizeof(*reading));
    if (!reading || !add(&contents->texts, "", 1, 1))
        return error_memory(err);
    reading->contents = contents;
    struct xml_reader reader = {begin, text, end, reading};
    if (!xml_read(path, ANIME_LIST_MAX, &reader, err))
        return false;
    if (reading->full)
        return error_memory(err);
    if (contents->anime.count)
        qsort(contents->anime.rows, contents->anime.count, sizeof(struct anime), by_series);
    return true;
}

/* ---- A file that may not answer, and may change ---- */

/* By what a file is known; all 0 if there is none. */
struct version {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified, changed;
};

struct anime_list {
    const char *path;
    struct apart *apart;
    struct version version;   /* of what was read */
    struct contents contents; /* empty unless it could be read whole */
    struct epi_error wrong;   /* with this version, if it could not */
};

/* What a thread reads that may be left behind. */
struct task {
    struct version version; /* the one that is known, then the one that was found */
    bool same;              /* it is still that one */
    bool read;
    struct contents contents;
    struct epi_error err;
    char path[];
};

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool same_version(const struct version *a, const struct version *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           same_time(&a->modified, &b->modified) && same_time(&a->changed, &b->changed);
}

static void read_task(void *context)
{
    struct task *task = context;
    struct version found = {0};
    struct stat about;
    if (stat(task->path, &about) == 0 && S_ISREG(about.st_mode)) {
        found = (struct version){about.st_dev, about.st_ino, about.st_size, about.st_mtim,
                                 about.st_ctim};
    }
    task->same = found.inode && same_version(&found, &task->version);
    task->version = found;
    if (!task->same)
        task->read = read_contents(task->path, &task->contents, &task->err);
}

static void drop_task(void *context)
{
    struct task *task = context;
    contents_free(&task->contents);
    free(task);
}

static const struct apart_work reading_apart = {read_task, drop_task};

struct anime_list *anime_list_new(const char *path, struct apart *apart)
{
    struct anime_list *list = calloc(1, sizeof(*list));
    if (!list)
        return NULL;
    list->path = path;
    list->apart = apart;
    return list;
}

void anime_list_free(struct anime_list *list)
{
    if (!list)
        return;
    contents_free(&list->contents);
    free(list);
}

/* Takes over what was read. What is wrong with a version of the file stays wrong. */
static void keep(struct anime_list *list, struct task *task)
{
    contents_free(&list->contents);
    list->wrong = (struct epi_error){0};
    list->version = task->version;
    if (task->read) {
        list->contents = task->contents;
        task->contents = (struct contents){0};
        return;
    }
    epi_error_set(&list->wrong, EPI_ERROR_LATER, "anime_list: %.220s", task->err.text);
    if (task->err.kind != EPI_ERROR_NEVER)
        list->version = (struct version){0};
}

/* Reads the file if it is not the one that is known. */
static bool refresh(struct anime_list *list, struct epi_error *err)
{
    size_t size = strlen(list->path) + 1;
    struct epi_error why = {0};
    struct task *task = calloc(1, sizeof(*task) + size);
    if (!task)
        return error_memory(err);
    memcpy(task->path, list->path, size);
    task->version = list->version;
    if (!apart_run(list->apart, list->path, &reading_apart, task, ANSWER_MS, &why))
        return epi_error_set(err, why.kind, "anime_list: %.220s", why.text);
    if (!task->same)
        keep(list, task);
    drop_task(task);
    if (list->wrong.kind != EPI_ERROR_NONE && err)
        *err = list->wrong;
    return list->wrong.kind == EPI_ERROR_NONE;
}

/* ---- Finding ---- */

static const char *text_at(const struct contents *contents, uint32_t at)
{
    return (const char *)contents->texts.rows + at;
}

static bool has_name(const struct contents *contents, const struct anime *anime, const char *title)
{
    for (const char *name = text_at(contents, anime->names); *name; name += strlen(name) + 1) {
        if (match_similarity(name, title) >= 1)
            return true;
    }
    return false;
}

/* The only anime of a series with this title; NULL if there is none, or several. */
static const struct anime *find_anime(const struct contents *contents, int64_t tvdb,
                                      const char *title)
{
    const struct anime *rows = contents->anime.rows;
    const struct anime *only = NULL;
    size_t first = 0;
    for (size_t end = contents->anime.count; first < end;) {
        size_t middle = first + (end - first) / 2;
        if (rows[middle].tvdb < tvdb)
            first = middle + 1;
        else
            end = middle;
    }
    for (size_t i = first; i < contents->anime.count && rows[i].tvdb == tvdb; i++) {
        if (!has_name(contents, &rows[i], title))
            continue;
        if (only)
            return NULL;
        only = &rows[i];
    }
    return only;
}

/* Puts a number where a mapping has it by itself: ";1-5;2-6;3-0;". 0 is none; "1-5+6" is two, which
 * one number cannot be. */
static void place_singly(const char *pairs, int season, struct anime_place *place)
{
    for (const char *at = pairs; *at; at += *at == ';') {
        char *dash, *end;
        long number = strtol(at, &dash, 10);
        if (number == place->number && *dash == '-' && dash != at) {
            long there = strtol(dash + 1, &end, 10);
            bool one = end != dash + 1 && (*end == ';' || !*end) && there <= INT16_MAX;
            place->season = season;
            place->place = one ? (int)there : 0;
        }
        at += strcspn(at, ";");
    }
}

static void place_number(const struct contents *contents, const struct anime *anime,
                         struct anime_place *place)
{
    const struct mapping *mappings = contents->mappings.rows;
    place->season = anime->season;
    place->place = place->number + anime->offset;
    for (uint32_t i = anime->mappings; i < anime->mappings + anime->map_count; i++) {
        const struct mapping *mapping = &mappings[i];
        if (mapping->start && place->number >= mapping->start &&
            (!mapping->end || place->number <= mapping->end)) {
            place->season = mapping->season;
            place->place = place->number + mapping->offset;
        }
        place_singly(text_at(contents, mapping->pairs), mapping->season, place);
    }
    if (place->season == OTHER_SEASON)
        place->place = 0;
}

bool anime_list_find(struct anime_list *list, int64_t tvdb, const char *title,
                     struct anime_place *places, size_t count, bool *found, struct epi_error *err)
{
    bool asked = *list->path && tvdb > 0;
    if (asked && !refresh(list, err))
        return false;
    const struct anime *anime = !asked ? NULL : find_anime(&list->contents, tvdb, title);
    for (size_t i = 0; anime && i < count; i++)
        place_number(&list->contents, anime, &places[i]);
    *found = anime != NULL;
    return true;
}
