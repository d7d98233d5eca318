/* SPDX-License-Identifier: MIT */
#include "tests/doubles/shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    SHOWS_MAX = 12000,
    NAMES_MAX = 6 * SHOWS_MAX,
    ROWS_TVDB = 50,
    ROWS_TVMAZE = 10,
    YES_SEASONS = 30, /* of a show whose episodes are not known */
    YES_NUMBERS = 40,
    LIST_SEASONS = 2, /* in a list */
    LIST_NUMBERS = 24,
};

/* ---- What is on the shelf ---- */

static void read_name(const char *title, struct shelf_name *name)
{
    char folded[MATCH_TITLE_MAX + 4] = " ";
    memset(name, 0, sizeof(*name));
    match_fold(title, folded + 1, sizeof(folded) - 2);
    size_t len = strlen(folded);
    folded[len] = ' ';
    folded[++len] = '\0';
    for (size_t i = 0; i + 3 <= len; i++) {
        uint32_t hash = 2166136261u;
        for (size_t k = 0; k < 3; k++)
            hash = (hash ^ (unsigned char)folded[i + k]) * 16777619u;
        hash ^= hash >> 15;
        name->bits[hash / 64 % SHELF_BITS] |= UINT64_C(1) << hash % 64;
    }
    for (size_t i = 0; i < SHELF_BITS; i++) {
        name->count += __builtin_popcountll(name->bits[i]);
        if (name->bits[i])
            name->where[name->used++] = (uint8_t)i;
    }
}

static void add_name(struct shelf *shelf, const struct show *show, const char *title)
{
    assert_true(shelf->name_count < NAMES_MAX);
    struct shelf_name *name = &shelf->names[shelf->name_count++];
    read_name(title, name);
    name->show = (size_t)(show - shelf->shows);
}

static double alike(const struct shelf_name *a, const struct shelf_name *b)
{
    int common = 0;
    for (int i = 0; i < a->used; i++) {
        uint64_t both = a->bits[a->where[i]] & b->bits[a->where[i]];
        common += both ? __builtin_popcountll(both) : 0;
    }
    return a->count + b->count ? 2.0 * common / (a->count + b->count) : 0;
}

void shelf_open(struct shelf *shelf)
{
    *shelf = (struct shelf){0};
    shelf->shows = calloc(SHOWS_MAX, sizeof(*shelf->shows));
    shelf->ids = calloc(SHOWS_MAX, sizeof(*shelf->ids));
    assert_non_null(shelf->shows);
    assert_non_null(shelf->ids);
    shelf->names = calloc(NAMES_MAX, sizeof(*shelf->names));
    assert_non_null(shelf->names);
}

void shelf_close(struct shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++)
        free(shelf->shows[i].episodes);
    free(shelf->shows);
    free(shelf->ids);
    free(shelf->names);
}

struct show *shelf_find(const struct shelf *shelf, int64_t tvdb, int64_t tvmaze)
{
    for (size_t i = 0; i < shelf->count; i++) {
        if ((tvdb && shelf->ids[i][0] == tvdb) || (tvmaze && shelf->ids[i][1] == tvmaze))
            return &shelf->shows[i];
    }
    return NULL;
}

void shelf_set_tvmaze(struct shelf *shelf, struct show *show, int64_t id)
{
    show->tvmaze.ids.tvmaze = id;
    shelf->ids[show - shelf->shows][1] = id;
}

struct show *shelf_add(struct shelf *shelf, const char *title, int year, int64_t tvdb,
                       int64_t tvmaze)
{
    assert_true(shelf->count < SHOWS_MAX);
    struct show *show = &shelf->shows[shelf->count++];
    snprintf(show->plain, sizeof(show->plain), "%s", title);
    snprintf(show->tvdb.title, sizeof(show->tvdb.title), "%s", title);
    show->tvdb.ids.tvdb = tvdb;
    show->tvdb.year = year;
    shelf->ids[show - shelf->shows][0] = tvdb;
    show->tvmaze = show->tvdb;
    shelf_set_tvmaze(shelf, show, tvmaze);
    show->asked = true;
    add_name(shelf, show, title);
    return show;
}

void shelf_add_alias(struct shelf *shelf, struct show *show, const char *alias)
{
    struct series *series = &show->tvdb;
    if (*alias && strcmp(alias, series->title) != 0 && series->alias_count < MATCH_ALIASES_MAX)
        snprintf(series->aliases[series->alias_count++], sizeof(series->aliases[0]), "%s", alias);
    add_name(shelf, show, alias);
}

void shelf_add_episode(struct show *show, const struct episode *episode)
{
    struct episode *more =
        realloc(show->episodes, (show->episode_count + 1) * sizeof(*show->episodes));
    assert_non_null(more);
    show->episodes = more;
    show->episodes[show->episode_count++] = *episode;
    show->full = true;
}

/* ---- Facts from files ---- */

void shelf_each_line(const char *folder, const char *file, shelf_visit visit, void *context)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, file);
    FILE *stream = fopen(path, "r");
    if (!stream)
        fail_msg("%s cannot be read", path);
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    while ((len = getline(&line, &size, stream)) > 0) {
        struct json *row = json_read(line, (size_t)len, NULL);
        if (row)
            visit(context, row);
        json_free(row);
    }
    free(line);
    fclose(stream);
}

static const char *or_else(const char *text, const char *other)
{
    return *text ? text : other;
}

static void visit_show(void *context, const struct json *row)
{
    struct shelf *shelf = context;
    const char *name = json_text(json_get(row, "name"));
    const struct json *spelt = json_get(row, "names_by_service");
    if (!json_is_null(json_get(row, "tvdb_disputed_by")))
        return;
    struct show *show =
        shelf_add(shelf, or_else(json_text(json_get(spelt, "tvdb")), name),
                  (int)json_int(json_get(row, "year"), 0), json_int(json_get(row, "tvdb"), 0), 0);
    struct series *tvdb = &show->tvdb;
    json_copy(json_get(row, "country"), tvdb->country, sizeof(tvdb->country));
    json_copy(json_get(row, "network"), tvdb->network, sizeof(tvdb->network));
    if (json_is_true(json_get(row, "anime")) && !*tvdb->country)
        memcpy(tvdb->country, "JP", 3);
    show->tvmaze = *tvdb;
    shelf_set_tvmaze(shelf, show, json_int(json_get(row, "tvmaze"), 0));
    show->tvmaze.year_end = (int)strtol(json_text(json_get(row, "ended")), NULL, 10);
    show->tvmaze.runtime = (int)json_int(json_get(row, "runtime"), 0);
    snprintf(show->tvmaze.title, sizeof(show->tvmaze.title), "%s",
             or_else(json_text(json_get(spelt, "tvmaze")), name));
    snprintf(show->plain, sizeof(show->plain), "%s", name);
    const struct json *aliases = json_get(row, "aliases");
    for (size_t i = 0; i < json_count(aliases); i++)
        shelf_add_alias(shelf, show, json_text(json_at(aliases, i)));
    if (strcmp(name, tvdb->title) != 0)
        shelf_add_alias(shelf, show, name);
    show->full = strcmp(json_text(json_get(row, "episodes_coverage")), "full") == 0;
    show->asked = !json_is_true(json_get(row, "name_is_alias"));
}

static void visit_episode(void *context, const struct json *row)
{
    struct show *show = shelf_find(context, json_int(json_get(row, "tvdb_show"), 0),
                                   json_int(json_get(row, "tvmaze_show"), 0));
    if (!show || !show->full || json_is_null(json_get(row, "season")))
        return;
    struct episode episode = {
        .tvdb = json_int(json_get(row, "tvdb_id"), 0),
        .tvmaze = json_int(json_get(row, "tvmaze_id"), 0),
        .season = (int)json_int(json_get(row, "season"), -1),
        .number = (int)json_int(json_get(row, "number"), -1),
        .absolute = (int)json_int(json_get(row, "absolute"), 0),
        .runtime = (int)json_int(json_get(row, "runtime"), 0),
        .special = json_is_true(json_get(row, "special")),
    };
    json_copy(json_get(row, "name"), episode.title, sizeof(episode.title));
    json_copy(json_get(row, "airdate"), episode.airdate, sizeof(episode.airdate));
    shelf_add_episode(show, &episode);
}

static void visit_season(void *context, const struct json *row)
{
    struct show *show = shelf_find(context, json_int(json_get(row, "tvdb"), 0), 0);
    int season = (int)json_int(json_get(row, "tvdb_default_season"), 0);
    if (show && season > show->seasons)
        show->seasons = season;
}

void shelf_load(struct shelf *shelf, const char *folder)
{
    shelf_each_line(folder, "shows.jsonl", visit_show, shelf);
    shelf_each_line(folder, "episodes.jsonl", visit_episode, shelf);
    shelf_each_line(folder, "anime.jsonl", visit_season, shelf);
}

/* ---- What it answers ---- */

void session_open(struct session *session, const struct shelf *shelf, bool tvmaze)
{
    *session = (struct session){.shelf = shelf, .tvmaze = tvmaze};
    session->hits = calloc(SHOWS_MAX, sizeof(*session->hits));
    assert_non_null(session->hits);
}

void session_close(struct session *session)
{
    free(session->hits);
    session->hits = NULL;
}

/* Counts a request; false if it is to fail. */
static bool answers(struct session *session, struct epi_error *err)
{
    session->requests++;
    if (session->fail.kind == EPI_ERROR_NONE ||
        (session->fails_at && session->fails_at != session->requests))
        return true;
    if (err)
        *err = session->fail;
    return false;
}

static const struct series *own_series(const struct session *session, const struct show *show)
{
    return session->tvmaze ? &show->tvmaze : &show->tvdb;
}

static bool is_known(const struct session *session, const struct show *show)
{
    return session->tvmaze ? show->tvmaze.ids.tvmaze > 0 : show->tvdb.ids.tvdb > 0;
}

static int by_score(const void *a, const void *b)
{
    const struct shelf_hit *x = a;
    const struct shelf_hit *y = b;
    return x->score < y->score ? 1 : x->score > y->score ? -1 : 0;
}

static bool search(struct session *session, const char *title, int year, struct series *series,
                   size_t max, size_t *count, struct epi_error *err)
{
    const struct shelf *shelf = session->shelf;
    struct shelf_name asked;
    size_t n = 0;
    size_t rows = session->tvmaze ? ROWS_TVMAZE : ROWS_TVDB;
    if (!answers(session, err))
        return false;
    read_name(title, &asked);
    for (size_t i = 0; i < shelf->count; i++)
        session->hits[i] = (struct shelf_hit){&shelf->shows[i], 0};
    for (size_t i = 0; i < shelf->name_count; i++) {
        struct shelf_hit *hit = &session->hits[shelf->names[i].show];
        double like = alike(&asked, &shelf->names[i]);
        hit->score = like > hit->score ? like : hit->score;
    }
    for (size_t i = 0; i < shelf->count; i++) {
        struct shelf_hit hit = session->hits[i];
        if (hit.score <= 0.3 || !is_known(session, hit.show) ||
            (year && !session->tvmaze && hit.show->tvdb.year != year))
            continue;
        /* The order is a search engine's: popularity and habit, not only the name. */
        uint32_t habit = (uint32_t)(i * 2654435761u) >> 20;
        hit.score += (double)habit / 4096 * 0.25;
        session->hits[n++] = hit;
    }
    qsort(session->hits, n, sizeof(*session->hits), by_score);
    n = n < max ? n : max;
    n = n < rows ? n : rows;
    for (size_t i = 0; i < n; i++)
        series[i] = *own_series(session, session->hits[i].show);
    *count = n;
    return true;
}

static bool lookup(struct session *session, const struct series_ids *ids, struct series *series,
                   bool *found, struct epi_error *err)
{
    if (!answers(session, err))
        return false;
    const struct show *show = shelf_find(session->shelf, ids->tvdb, ids->tvmaze);
    *found = show && is_known(session, show);
    if (*found)
        *series = *own_series(session, show);
    return true;
}

/* TVmaze has aliases only by a request of its own. */
static bool aliases(struct session *session, struct series *series, struct epi_error *err)
{
    if (!answers(session, err))
        return false;
    const struct show *show = shelf_find(session->shelf, 0, series->ids.tvmaze);
    if (show) {
        memcpy(series->aliases, show->tvdb.aliases, sizeof(series->aliases));
        series->alias_count = show->tvdb.alias_count;
    }
    return true;
}

static size_t yes_season(const struct show *show, int season, int first, int last,
                         struct episode *rows)
{
    size_t count = 0;
    for (int number = first; number <= last; number++) {
        rows[count++] =
            (struct episode){.tvdb = show->tvdb.ids.tvdb * 100000 + season * 1000 + number,
                             .season = season,
                             .number = number};
    }
    return count;
}

/* A show whose episodes are not known has all that are asked for. */
static size_t yes(const struct show *show, const struct episode_query *query, struct episode *rows,
                  size_t max)
{
    bool single = query->number >= 0 || *query->date;
    bool seasoned = query->season >= 0;
    int first = query->number < 0 ? 1 : query->number;
    int last = single ? first : LIST_NUMBERS;
    int seasons = show->seasons ? show->seasons : single || seasoned ? YES_SEASONS : LIST_SEASONS;
    int season = seasoned ? query->season : 1;
    size_t count = 0;
    if (season < 1 || season > seasons || last > YES_NUMBERS)
        return 0;
    int end = single || seasoned ? season : seasons;
    for (; season <= end && count + LIST_NUMBERS <= max; season++)
        count += yes_season(show, season, first, last, rows + count);
    return count;
}

static bool is_wanted(const struct episode *episode, const struct episode_query *query)
{
    if (*query->date)
        return strcmp(episode->airdate, query->date) == 0;
    bool in_season = query->season == 0 ? episode->special || episode->season == 0
                                        : episode->season == query->season && !episode->special;
    return (query->season < 0 || in_season) &&
           (query->number < 0 || episode->number == query->number);
}

void session_place(struct session *session, enum episode_order order, int season, int number,
                   const struct episode *episode)
{
    assert_true(session->placed_count < SHELF_PLACED_MAX);
    struct episode *placed = &session->placed[session->placed_count++];
    *placed = (struct episode){
        .season = season, .number = number, .tvdb = episode->tvdb, .tvmaze = episode->tvmaze};
    session->placed_in = order;
}

/* Whether the list that is kept is still the right one. */
static bool is_unchanged(const struct session *session, struct list_version *version)
{
    if (!version || !session->version)
        return false;
    version->unchanged = strcmp(version->etag, session->version) == 0;
    snprintf(version->etag, sizeof(version->etag), "%s", session->version);
    return version->unchanged;
}

static bool order(struct session *session, const struct series *series,
                  const struct episode_query *query, struct episode *rows, size_t max,
                  size_t *count, struct epi_error *err)
{
    if (!answers(session, err))
        return false;
    assert_non_null(shelf_find(session->shelf, series->ids.tvdb, series->ids.tvmaze));
    assert_true(query->order != ORDER_AIRED && query->season < 0 && query->number < 0);
    *count = 0;
    if (is_unchanged(session, query->version) || query->order != session->placed_in)
        return true;
    for (size_t i = 0; i < session->placed_count && i < max; i++)
        rows[(*count)++] = session->placed[i];
    return true;
}

static bool episodes(struct session *session, const struct series *series,
                     const struct episode_query *query, struct episode *rows, size_t max,
                     size_t *count, struct epi_error *err)
{
    if (!answers(session, err))
        return false;
    const struct show *show = shelf_find(session->shelf, series->ids.tvdb, series->ids.tvmaze);
    assert_non_null(show);
    *count = 0;
    assert_int_equal(query->order, ORDER_AIRED);
    if (is_unchanged(session, query->version))
        return true;
    if (!show->full)
        *count = yes(show, query, rows, max);
    for (size_t i = 0; show->full && i < show->episode_count && *count < max; i++) {
        if (is_wanted(&show->episodes[i], query))
            rows[(*count)++] = show->episodes[i];
    }
    return true;
}

const struct service shelf_tvdb = {
    .name = "tvdb", .search = search, .lookup = lookup, .episodes = episodes, .order = order};
const struct service shelf_tvmaze = {.name = "tvmaze",
                                     .search = search,
                                     .lookup = lookup,
                                     .aliases = aliases,
                                     .episodes = episodes,
                                     .order = order};
