/* SPDX-License-Identifier: MIT */
#include "core/client/staged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/client/series_name.h"

enum {
    AGAIN_MAX = 1000,      /* more viewings than that nobody has counted */
    TEXTS_MAX = 256 << 20, /* bytes */
    FIRST_ROOM = 1024,     /* rows, groups, bytes */
    KEY_MAX = MATCH_TITLE_MAX + 64,
};

void staged_free(struct staged *staged)
{
    free(staged->texts);
    free(staged->rows);
    free(staged->groups);
    free(staged->buckets);
    *staged = (struct staged){0};
}

/* ---- Texts ---- */

/* Makes room for more of something, whose size is that. */
static bool make_room(void **list, size_t *room, size_t count, size_t size, struct epi_error *err)
{
    if (count <= *room)
        return true;
    size_t wanted = *room ? *room + *room / 2 : FIRST_ROOM;
    wanted = wanted < count ? count : wanted;
    void *grown = reallocarray(*list, wanted, size);
    if (!grown)
        return error_memory(err);
    *list = grown;
    *room = wanted;
    return true;
}

bool staged_keep(struct staged *staged, const char *text, uint32_t *at, struct epi_error *err)
{
    *at = 0;
    if (!text || !*text)
        return true;
    size_t len = strlen(text) + 1;
    size_t begin = staged->text_size ? staged->text_size : 1;
    if (begin + len > TEXTS_MAX)
        return epi_error_set(err, EPI_ERROR_NEVER, "the export is too large: import its parts");
    void *texts = staged->texts;
    if (!make_room(&texts, &staged->text_room, begin + len, 1, err))
        return false;
    staged->texts = texts;
    staged->texts[0] = '\0';
    memcpy(staged->texts + begin, text, len);
    staged->text_size = begin + len;
    *at = (uint32_t)begin;
    return true;
}

const char *staged_text(const struct staged *staged, uint32_t at)
{
    return at ? staged->texts + at : "";
}

/* ---- Groups ---- */

static uint64_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325U; /* FNV-1a */
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3U;
    return value;
}

/* The place of a key: that of its group, or the one for it. */
static size_t find_bucket(const struct staged *staged, const char *key)
{
    size_t at = (size_t)hash(key) & (staged->bucket_count - 1);
    while (staged->buckets[at] &&
           strcmp(staged_text(staged, staged->groups[staged->buckets[at] - 1].key), key) != 0)
        at = (at + 1) & (staged->bucket_count - 1);
    return at;
}

/* Keeps half of the buckets empty. */
static bool grow_buckets(struct staged *staged, struct epi_error *err)
{
    if (staged->group_count * 2 < staged->bucket_count)
        return true;
    size_t count = staged->bucket_count ? staged->bucket_count * 4 : FIRST_ROOM;
    uint32_t *buckets = calloc(count, sizeof(*buckets));
    if (!buckets)
        return error_memory(err);
    free(staged->buckets);
    staged->buckets = buckets;
    staged->bucket_count = count;
    for (size_t i = 0; i < staged->group_count; i++)
        buckets[find_bucket(staged, staged_text(staged, staged->groups[i].key))] = (uint32_t)i + 1;
    return true;
}

static const char *text_of(const char *text)
{
    return text ? text : "";
}

/* Of a file its name says which: see import.c. One that says none is alone, by its place. */
static void write_key(const struct epi_imported *one, char key[KEY_MAX])
{
    char title[MATCH_TITLE_MAX];
    const char *kind = one->film ? "film" : "series";
    match_fold(text_of(one->series), title, sizeof(title));
    if (one->tvdb > 0)
        snprintf(key, KEY_MAX, "%s tvdb %lld", kind, (long long)one->tvdb);
    else if (one->tvmaze > 0)
        snprintf(key, KEY_MAX, "%s tvmaze %lld", kind, (long long)one->tvmaze);
    else if (one->imdb && *one->imdb)
        snprintf(key, KEY_MAX, "%s imdb %.32s", kind, one->imdb);
    else if (one->tmdb > 0)
        snprintf(key, KEY_MAX, "%s tmdb %lld", kind, (long long)one->tmdb);
    else if (!*title && one->path && *one->path)
        snprintf(key, KEY_MAX, "file %016llx", (unsigned long long)hash(one->path));
    else
        snprintf(key, KEY_MAX, "%s title %d %s", kind, one->year, title);
}

/* What is known of a group only from a later thing is added. */
static bool add_known(struct staged *staged, struct staged_group *group,
                      const struct epi_imported *one, struct epi_error *err)
{
    if (!group->title && !staged_keep(staged, one->series, &group->title, err))
        return false;
    group->year = group->year ? group->year : one->year;
    group->ids.tvdb = group->ids.tvdb ? group->ids.tvdb : one->tvdb;
    group->ids.tvmaze = group->ids.tvmaze ? group->ids.tvmaze : one->tvmaze;
    group->ids.tmdb = group->ids.tmdb || !one->film ? group->ids.tmdb : one->tmdb;
    if (!*group->ids.imdb)
        snprintf(group->ids.imdb, sizeof(group->ids.imdb), "%s", text_of(one->imdb));
    return true;
}

static bool find_group(struct staged *staged, const struct epi_imported *one, uint32_t *found,
                       struct epi_error *err)
{
    char key[KEY_MAX];
    write_key(one, key);
    if (!grow_buckets(staged, err))
        return false;
    size_t at = find_bucket(staged, key);
    if (!staged->buckets[at]) {
        void *groups = staged->groups;
        struct staged_group group = {.film = one->film};
        if (!staged_keep(staged, key, &group.key, err) ||
            !make_room(&groups, &staged->group_room, staged->group_count + 1, sizeof(group), err))
            return false;
        staged->groups = groups;
        staged->groups[staged->group_count++] = group;
        staged->buckets[at] = (uint32_t)staged->group_count;
    }
    *found = staged->buckets[at] - 1;
    return add_known(staged, &staged->groups[*found], one, err);
}

/* ---- Rows ---- */

bool staged_copy_row(struct staged *staged, const struct staged_row *row, struct epi_error *err)
{
    const struct staged_row copy = *row; /* which may be one of those that move */
    void *rows = staged->rows;
    if (!make_room(&rows, &staged->room, staged->count + 1, sizeof(copy), err))
        return false;
    staged->rows = rows;
    staged->rows[staged->count++] = copy;
    return true;
}

static enum staged_numbering numbering_of(const char *name)
{
    return !*name                        ? STAGED_BY_ANY
           : strcmp(name, "tvdb") == 0   ? STAGED_BY_TVDB
           : strcmp(name, "tvmaze") == 0 ? STAGED_BY_TVMAZE
                                         : STAGED_BY_OTHER;
}

static bool add_rows(struct staged *staged, const struct epi_imported *one, struct staged_row *row,
                     struct epi_error *err)
{
    bool ok = true;
    for (int i = 0; ok && one->watched && i <= one->again && i <= AGAIN_MAX; i++) {
        row->at = i == 0 ? one->watched_at : 0;
        row->day = i == 0 && one->day;
        ok = staged_copy_row(staged, row, err);
    }
    if (!ok || one->rating < 1 || one->rating > 10)
        return ok;
    row->rating = (unsigned char)one->rating;
    row->scope = one->film ? EPI_SCOPE_EPISODE : (unsigned char)one->scope;
    row->at = one->rated_at;
    row->day = false;
    return staged_copy_row(staged, row, err);
}

bool staged_add(struct staged *staged, const struct epi_imported *imported, struct epi_error *err)
{
    struct epi_imported one = *imported;
    struct staged_row row = {
        .tvdb = one.episode_tvdb,
        .tvmaze = one.episode_tvmaze,
        .season = one.season,
        .number = one.number,
        .absolute = one.absolute,
        .was = one.opened ? STAGED_OPENED : STAGED_OPEN,
        .numbers = (unsigned char)numbering_of(text_of(one.numbering)),
    };
    one.watched = one.watched || one.opened;
    return find_group(staged, &one, &row.group, err) &&
           staged_keep(staged, one.title, &row.title, err) &&
           staged_keep(staged, one.airdate, &row.airdate, err) &&
           staged_keep(staged, one.place, &row.place, err) &&
           staged_keep(staged, one.path, &row.path, err) && add_rows(staged, &one, &row, err);
}

/* ---- Orders ---- */

#define ORDER(a, b)                                                                                \
    do {                                                                                           \
        if ((a) != (b))                                                                            \
            return (a) < (b) ? -1 : 1;                                                             \
    } while (0)

static int by_group(const void *a, const void *b)
{
    const struct staged_row *x = a;
    const struct staged_row *y = b;
    ORDER(x->group, y->group);
    return 0;
}

void staged_sort_groups(struct staged *staged)
{
    if (staged->count > 0)
        qsort(staged->rows, staged->count, sizeof(*staged->rows), by_group);
    for (size_t i = 0; i < staged->group_count; i++)
        staged->groups[i].count = 0;
    for (size_t i = 0; i < staged->count; i++) {
        struct staged_group *group = &staged->groups[staged->rows[i].group];
        group->first = group->count++ ? group->first : i;
    }
}

/* Without times: 0 if both are of one episode, season or series, and both viewings or ratings. */
static int by_subject(const struct staged_row *x, const struct staged_row *y)
{
    ORDER(x->fate, y->fate);
    ORDER(x->rating > 0, y->rating > 0);
    ORDER(x->scope, y->scope);
    if (x->scope == EPI_SCOPE_SERIES)
        return 0;
    ORDER(x->season, y->season);
    if (x->scope == EPI_SCOPE_SEASON)
        return 0;
    ORDER(x->number, y->number);
    ORDER(x->tvdb, y->tvdb);
    ORDER(x->tvmaze, y->tvmaze);
    return 0;
}

static int by_episode(const void *a, const void *b)
{
    const struct staged_row *x = a;
    const struct staged_row *y = b;
    int order = by_subject(x, y);
    if (order)
        return order;
    ORDER(y->at > 0, x->at > 0);
    ORDER(y->at, x->at);
    ORDER(x->place, y->place);
    return 0;
}

/* Whether two viewings, the later first, or two ratings are one. */
static bool is_twice(const struct staged_row *one, const struct staged_row *other, int64_t window)
{
    enum { DAY = 26 * 3600 };
    if (other->rating)
        return true; /* of two ratings the newest counts */
    if (one->day != other->day && window < DAY)
        window = DAY;
    return other->at > 0 && one->at - other->at < (window > 0 ? window : 1);
}

void staged_sort_episodes(struct staged *staged, struct staged_group *group, int64_t window)
{
    struct staged_row *rows = staged->rows + group->first;
    /* The last one that counts, if any does. By its number, not a pointer that is NULL at first:
     * gcc 14 was seen to read through that before it looks. */
    size_t last = 0;
    bool any = false;
    qsort(rows, group->count, sizeof(*rows), by_episode);
    for (size_t i = 0; i < group->count; i++) {
        bool same = any && by_subject(&rows[last], &rows[i]) == 0;
        rows[i].nth = same ? rows[last].nth + 1 : 1;
        if (rows[i].fate != STAGED_SURE)
            continue;
        if (same && is_twice(&rows[last], &rows[i], window)) {
            rows[i].fate = STAGED_KNOWN;
            continue;
        }
        last = i;
        any = true;
    }
}

static int by_time(const void *a, const void *b)
{
    const struct staged_row *x = a;
    const struct staged_row *y = b;
    ORDER(x->rating > 0, y->rating > 0);
    ORDER(y->at, x->at);
    ORDER(x->group, y->group);
    ORDER(y->season, x->season);
    ORDER(y->number, x->number);
    ORDER(x->nth, y->nth);
    return 0;
}

void staged_sort_times(struct staged *staged)
{
    qsort(staged->rows, staged->count, sizeof(*staged->rows), by_time);
}

/* ---- For the journal ---- */

/* The rating of a season or series is given through an episode of it. */
static bool is_wide(const struct staged_row *row)
{
    return row->rating && row->scope != EPI_SCOPE_EPISODE;
}

bool staged_is_numbered(const struct staged *staged, const struct staged_row *row)
{
    return staged->groups[row->group].film || row->path || is_wide(row) ||
           (row->season >= 0 && row->number >= 0) || row->absolute > 0;
}

/* Adds what else tells the episode, or speaks against the number. A slash would begin a folder. */
static void add_title(const char *title, char name[STAGED_NAME_MAX])
{
    size_t len = strlen(name);
    snprintf(name + len, STAGED_NAME_MAX - len, " - %.*s", MATCH_TITLE_MAX - 1, title);
    for (char *c = name + len; *c; c++)
        *c = *c == '/' || *c == '\\' ? ' ' : *c;
}

/* What a file of it would be called. */
static void write_name(const struct staged *staged, const struct staged_group *group,
                       const struct staged_row *row, char name[STAGED_NAME_MAX])
{
    char title[MATCH_TITLE_MAX];
    char ids[32] = "";
    if (!group->sure && !group->film && group->ids.tvdb > 0)
        snprintf(ids, sizeof(ids), " {tvdb-%lld}", (long long)group->ids.tvdb);
    if (group->year && !(group->sure && !group->film)) {
        snprintf(title, sizeof(title), "%.*s (%d)%s", MATCH_TITLE_MAX - 48,
                 staged_text(staged, group->title), group->year, ids);
    } else {
        snprintf(title, sizeof(title), "%.*s%s", MATCH_TITLE_MAX - 40,
                 staged_text(staged, group->title), ids);
    }
    if (group->film) {
        snprintf(name, STAGED_NAME_MAX, "%s", title);
        return;
    }
    if (row->season < 0 && row->number < 0 && row->absolute > 0) {
        snprintf(name, STAGED_NAME_MAX, "%s - %02d", title, row->absolute);
        return;
    }
    bool wide = is_wide(row);
    int season = wide && row->season < 1 ? 1 : row->season;
    int number = wide ? 1 : row->number;
    series_name_episode(title, season < 0 ? 0 : season, number < 0 ? 0 : number, name,
                        STAGED_NAME_MAX);
    if (!wide && row->title)
        add_title(staged_text(staged, row->title), name);
}

bool staged_name(struct staged *staged, struct epi_error *err)
{
    char name[STAGED_NAME_MAX];
    bool ok = true;
    for (size_t i = 0; ok && i < staged->count; i++) {
        struct staged_row *row = &staged->rows[i];
        if (row->path || row->name)
            continue;
        write_name(staged, &staged->groups[row->group], row, name);
        ok = staged_keep(staged, name, &row->name, err);
    }
    return ok;
}

static void fill_match(const struct staged *staged, const struct staged_group *group,
                       const struct staged_row *row, struct match *match)
{
    memset(match, 0, sizeof(*match));
    match->film = group->film;
    match->series.ids = group->ids;
    snprintf(match->series.title, sizeof(match->series.title), "%s",
             staged_text(staged, group->title));
    match->series.year = group->year;
    match->episode.season = group->film ? -1 : row->season;
    match->episode.number = group->film ? -1 : row->number;
    match->episode.absolute = row->absolute;
    match->episode.tvdb = row->tvdb;
    match->episode.tvmaze = row->tvmaze;
    snprintf(match->episode.title, sizeof(match->episode.title), "%s",
             staged_text(staged, row->title));
    snprintf(match->episode.airdate, sizeof(match->episode.airdate), "%s",
             staged_text(staged, row->airdate));
    snprintf(match->source, sizeof(match->source), "%s", group->source);
    match->confidence = group->confidence;
    snprintf(match->reason, sizeof(match->reason), "imported");
}

void staged_act(const struct staged *staged, const struct staged_row *row, struct match *match,
                char name[STAGED_NAME_MAX], struct import_act *act)
{
    const struct staged_group *group = &staged->groups[row->group];
    bool known = row->fate != STAGED_UNSURE && row->fate != STAGED_LATER;
    *act = (struct import_act){.rating = row->rating > 0,
                               .scope = (enum epi_scope)row->scope,
                               .value = row->rating,
                               .at = row->at,
                               .day = row->day,
                               .nth = row->nth,
                               .film = group->film,
                               .match = known ? match : NULL,
                               .path = name,
                               .waits_as = staged_text(staged, row->path ? row->path : row->name),
                               .title_key = staged_text(staged, group->title_key),
                               .reason = staged_text(staged, row->reason)};
    if (known)
        fill_match(staged, group, row, match);
    if (row->path)
        act->path = staged_text(staged, row->path);
    else
        write_name(staged, group, row, name);
}
