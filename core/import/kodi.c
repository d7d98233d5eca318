/* SPDX-License-Identifier: MIT */
#include "core/import/kodi.h"

#include <stdio.h>

#include "core/import/kodi_items.h"

/* A member that is read. */
struct file {
    struct reading *reading;
    size_t member;
    size_t count;                   /* items so far */
    bool one;                       /* it lies beside a video: its items need no number */
    const struct kodi_item *series; /* of the files in its folder, or NULL */
};

/* ---- What an item says ---- */

static void bad(const struct file *file, const char *why)
{
    reading_bad(file->reading, file->member, file->one ? "" : "entry", file->one ? 0 : file->count,
                "%s", why);
}

/* When an item was played last: a day, or a time of this computer. */
static bool set_time(const struct file *file, const struct kodi_item *item,
                     struct epi_imported *imported)
{
    struct cell_clock clock = file->reading->clock;
    const char *why = "";
    clock.local = strlen(item->played) > CELL_DAY_SIZE - 1;
    enum cell_time known = cell_time(item->played, &clock, &imported->watched_at, &why);
    imported->day = known == CELL_TIME_DAY;
    if (known == CELL_TIME_BAD) {
        reading_bad(file->reading, file->member, file->one ? "" : "entry",
                    file->one ? 0 : file->count, "'%.40s' %s", item->played, why);
    }
    return known != CELL_TIME_BAD;
}

static void set_series(struct epi_imported *imported, const struct kodi_item *item,
                       const struct kodi_item *series)
{
    imported->series = *item->series ? item->series : series ? series->title : "";
    imported->tvdb = series ? series->tvdb : 0;
    imported->tmdb = series ? series->tmdb : 0;
    imported->imdb = series ? series->imdb : "";
    imported->year = series ? series->year : 0;
    imported->title = item->title;
    imported->episode_tvdb = item->tvdb;
    imported->episode_imdb = item->imdb;
    imported->season = item->season;
    imported->number = item->number;
    imported->numbering = item->by_tvdb || (series && series->by_tvdb) ? "tvdb" : "";
}

static void set_own(struct epi_imported *imported, const struct kodi_item *item)
{
    imported->film = item->kind == KODI_FILM;
    imported->scope = item->kind == KODI_SERIES ? EPI_SCOPE_SERIES : EPI_SCOPE_EPISODE;
    imported->series = item->title;
    imported->tvdb = item->tvdb;
    imported->tmdb = item->tmdb;
    imported->imdb = item->imdb;
    imported->year = item->year;
}

/* What is missing to know which episode or film it is; NULL if nothing is. */
static const char *missing(const struct epi_imported *imported)
{
    bool known = *imported->series || imported->tvdb || imported->tmdb || *imported->imdb;
    bool whole = imported->film || imported->scope == EPI_SCOPE_SERIES;
    if (whole)
        return known ? NULL : "has neither a title nor an id";
    if (imported->episode_tvdb || *imported->episode_imdb)
        return NULL;
    return !known                                         ? "does not say of which series it is"
           : imported->season < 0 || imported->number < 0 ? "does not say which episode"
                                                          : NULL;
}

static void take(void *context, const struct kodi_item *item, const struct kodi_item *around)
{
    struct file *file = context;
    char airdate[CELL_DAY_SIZE];
    file->count++;
    bool watched = item->judged ? item->watched : item->plays > 0;
    watched = watched && item->kind != KODI_SERIES;
    bool rated = item->rating >= 1 && item->rating <= 10;
    if (!watched && !rated)
        return;
    struct epi_imported imported = reading_new(
        file->reading, file->member, file->one ? "" : "entry", file->one ? 0 : file->count);
    imported.title = imported.imdb = imported.episode_imdb = imported.numbering = "";
    if (item->kind == KODI_EPISODE)
        set_series(&imported, item, around ? around : file->series);
    else
        set_own(&imported, item);
    cell_day(item->airdate, &file->reading->clock, airdate);
    imported.airdate = airdate;
    imported.watched = watched;
    imported.again = watched && item->plays > 1 ? item->plays - 1 : 0;
    imported.rating = rated ? item->rating : 0;
    const char *why = missing(&imported);
    if (why)
        bad(file, why);
    else if (!watched || set_time(file, item, &imported))
        reading_give(file->reading, &imported);
}

/* ---- Files ---- */

static ptrdiff_t read_stream(void *handle, char *buffer, size_t size, struct epi_error *err)
{
    return stream_read(handle, buffer, size, err);
}

/* Reads the export of a whole library. */
static void read_library(struct reading *reading, size_t member)
{
    struct epi_error err = {0};
    struct file file = {.reading = reading, .member = member};
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    CLEANUP(kodi_items_cleanup) struct kodi_items *items = kodi_items_new(take, &file);
    if (!stream)
        return;
    if (!items) {
        reading->failed = true;
        return;
    }
    struct xml_reader reader = kodi_items_reader(items);
    struct xml_source source = {.read = read_stream, .handle = stream};
    if (!xml_read_from("its XML", &source, CONTAINER_MEMBER_MAX, &reader, &err))
        reading_bad(reading, member, "", 0, "%s", err.text);
}

/* Reads a file beside a video; says what is wrong with it unless it is quiet. */
static void read_beside(struct reading *reading, size_t member, kodi_items_visit visit,
                        void *context, bool quiet)
{
    struct epi_error err = {0};
    size_t len;
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, member);
    CLEANUP(cleanup_free)
    char *text = stream ? stream_text(stream, XML_PIECE_MAX, &len, &err) : NULL;
    CLEANUP(kodi_items_cleanup) struct kodi_items *items = kodi_items_new(visit, context);
    if (!items) {
        reading->failed = true;
        return;
    }
    struct xml_reader reader = kodi_items_reader(items);
    bool ok = !text ? !stream
                    : !kodi_items_are_in(text, len) ||
                          xml_read_roots("its XML", text, len, &reader, &err);
    if (!ok && !quiet)
        reading_bad(reading, member, "", 0, "%s", err.text);
}

/* ---- The series of a folder ---- */

/* The file about a series lies in its folder; its episodes lie there or in folders of seasons. */
struct folder {
    char *path; /* of the folder whose series is known */
    bool has;   /* there is one */
    struct kodi_item series;
};

static void keep_series(void *context, const struct kodi_item *item, const struct kodi_item *around)
{
    struct folder *folder = context;
    (void)around;
    if (item->kind == KODI_SERIES) {
        folder->series = *item;
        folder->has = true;
    }
}

static bool find_member(const struct container *container, const char *folder, size_t len,
                        size_t *member)
{
    static const char name[] = "tvshow.nfo";
    for (size_t i = 0; i < container_count(container); i++) {
        const char *path = container_at(container, i)->path;
        if (strncmp(path, folder, len) == 0 && strcmp(path + len, name) == 0) {
            *member = i;
            return true;
        }
    }
    return false;
}

/* The bytes of a path up to its file, with the slash. */
static size_t folder_length(const char *path, size_t len)
{
    while (len > 0 && path[len - 1] != '/')
        len--;
    return len;
}

/* The series of a member, from the file in its folder or the one above; NULL. */
static const struct kodi_item *series_of(struct reading *reading, size_t member,
                                         struct folder *folder)
{
    const char *path = container_at(reading->container, member)->path;
    size_t len = folder_length(path, strlen(path));
    if (!folder->path || strlen(folder->path) != len || strncmp(folder->path, path, len) != 0) {
        size_t found, up = len > 0 ? folder_length(path, len - 1) : 0;
        free(folder->path);
        folder->path = strndup(path, len);
        folder->has = false;
        reading->failed = reading->failed || !folder->path;
        if (find_member(reading->container, path, len, &found) ||
            find_member(reading->container, path, up, &found))
            read_beside(reading, found, keep_series, folder, true);
    }
    return folder->has ? &folder->series : NULL;
}

static bool is_named(const struct container_member *member, const char *pattern)
{
    return container_fits(member->name, pattern);
}

static bool is_library(struct reading *reading)
{
    char head[4096];
    struct epi_error err;
    CLEANUP(stream_cleanup) struct stream *stream = reading_open(reading, 0);
    ptrdiff_t len = stream ? stream_read(stream, head, sizeof(head), &err) : -1;
    return len > 0 && memmem(head, (size_t)len, "<videodb", 8);
}

static void read_all(struct reading *reading)
{
    struct folder *folder = calloc(1, sizeof(*folder));
    bool alone = container_is_file(reading->container);
    bool library = alone && is_library(reading);
    reading->failed = reading->failed || !folder;
    for (size_t i = 0; i < container_count(reading->container) && !reading->stopped && folder &&
                       !reading->failed && !reading->locked;
         i++) {
        const struct container_member *member = container_at(reading->container, i);
        if (library || (!alone && is_named(member, "videodb.xml"))) {
            read_library(reading, i);
        } else if (alone || is_named(member, "*.nfo")) {
            struct file file = {.reading = reading, .member = i, .one = true};
            file.series = alone ? NULL : series_of(reading, i, folder);
            read_beside(reading, i, take, &file, false);
        }
    }
    if (folder)
        free(folder->path);
    free(folder);
}

static bool is_kodi(const struct form_glance *glance)
{
    return memmem(glance->text, glance->len, "<videodb", 8) ||
           (memchr(glance->text, '<', glance->len) && kodi_items_are_in(glance->text, glance->len));
}

static const char *const members[] = {"videodb.xml", "*.nfo", NULL};

const struct form kodi_form = {.name = "kodi", .members = members, .is = is_kodi, .read = read_all};
