/* SPDX-License-Identifier: MIT */
#include "core/client/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/client/client.h"
#include "core/client/file.h"
#include "core/client/series_name.h"
#include "core/client/span.h"
#include "core/identify/label.h"
#include "core/identify/media_name.h"
#include "core/journal/entries.h"
#include "core/journal/stored.h"

struct target *target_new(struct epi_error *err)
{
    struct target *found = calloc(1, sizeof(*found));

    if (!found)
        error_memory(err);
    return found;
}

struct epi_target target_read(const struct epi_target *target)
{
    struct epi_target whole = {0};

    memcpy(&whole, target, target->size < sizeof(whole) ? target->size : sizeof(whole));
    return whole;
}

/* ---- A series and its episodes ---- */

bool epi_target_is_episodes(const char *text)
{
    struct span span;

    return span_read(text, &span);
}

bool target_is_series(const struct epi_target *target)
{
    return !target->row && !target->path && target->series;
}

bool target_read_name(const struct entry *entry, struct series *series, int *season, int *number)
{
    struct guess guess;

    if (!media_name_guess(entry->path, entry->media_title, entry->film, &guess))
        return false;
    *series = (struct series){.ids = guess.ids, .year = guess.year};
    snprintf(series->title, sizeof(series->title), "%s", guess.title);
    bool numbered = entry->nth > 0 && entry->nth <= guess.episode_count;
    *season = guess.season < 0 ? 1 : guess.season;
    *number = numbered ? guess.episodes[entry->nth - 1] : -1;
    return true;
}

bool target_names(const struct epi_target *target, const struct entry *entry)
{
    if (entry->film)
        return false;
    struct series read;
    const struct series *series = &entry->match.series;
    int season = entry->match.episode.season;
    int number = entry->match.episode.number;

    if (!entry->identified) {
        if (!target_read_name(entry, &read, &season, &number))
            return false;
        series = &read;
    }
    struct span span;
    if (target->episodes &&
        (!span_read(target->episodes, &span) || !span_has(&span, season, number)))
        return false;
    return series_name_means(target->series, series);
}

bool target_mentions(const char *text, const struct entry *entry)
{
    struct series read;
    const struct series *series = &entry->match.series;
    int season, number;

    if (!entry->identified) {
        if (!target_read_name(entry, &read, &season, &number))
            return false;
        series = &read;
    }
    if (epi_list_is_id(text))
        return series_name_means(text, series);
    char part[MATCH_TITLE_MAX];
    char title[MATCH_TITLE_MAX];
    match_fold(text, part, sizeof(part));
    match_fold(series->title, title, sizeof(title));
    return strstr(title, part) != NULL;
}

/* ---- One entry, or what would be one ---- */

static bool keep_entry(void *context, const struct entry *entry)
{
    struct target *found = context;

    found->entry = *entry;
    return false;
}

/* The newest entry of a series. */
struct search {
    const struct epi_target *target;
    struct target *found;
    bool several; /* they are of more than one series */
};

static bool same_series(const struct match *a, const struct match *b)
{
    return (a->series.ids.tvdb && a->series.ids.tvdb == b->series.ids.tvdb) ||
           (a->series.ids.tvmaze && a->series.ids.tvmaze == b->series.ids.tvmaze);
}

static bool keep_named(void *context, const struct entry *entry)
{
    struct search *search = context;
    struct entry *kept = &search->found->entry;

    if (!target_names(search->target, entry))
        return true;
    if (!kept->id)
        *kept = *entry;
    search->several = search->several || (kept->identified && entry->identified &&
                                          !same_series(&kept->match, &entry->match));
    return !search->several;
}

/* The entry of an episode, or the name of it. A series without a number is any episode of it. */
static bool look_for_series(struct journal *journal, const struct epi_target *target,
                            struct target *found, struct epi_error *err)
{
    struct span span = {.season = 1, .first = 1, .last_season = 1, .last = 1};
    struct entries_filter filter = {0};
    struct search search = {.target = target, .found = found};

    if (!target->episodes && target->scope != EPI_SCOPE_SERIES) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%.80s: add which episode, as in 1x02",
                             target->series);
    }
    if (target->episodes && (!span_read(target->episodes, &span) || span.last != span.first ||
                             span.last_season != span.season)) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "invalid episode \"%.40s\"; expected one, as in 1x02",
                             target->episodes);
    }
    if (target->episodes) {
        filter =
            (struct entries_filter){.numbered = true, .season = span.season, .number = span.first};
    }
    if (!entries_visit(journal, &filter, keep_named, &search, err))
        return false;
    if (search.several) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "several series in the journal have the title \"%.80s\"; name it by "
                             "tvdb:ID or tvmaze:ID",
                             target->series);
    }
    if (!found->entry.id) {
        series_name_episode(target->series, span.season, span.first, found->path,
                            sizeof(found->path));
    }
    return true;
}

/* The entry of a row, a path, or the last one. */
static bool look_for_entry(struct journal *journal, const struct epi_target *target,
                           struct target *found, struct epi_error *err)
{
    struct entries_filter filter = {.id = target->row, .limit = 1};
    CLEANUP(cleanup_free) char *path = malloc(JOURNAL_PATH_MAX);

    if (!path)
        return error_memory(err);
    if (!target->row && target->path) {
        media_name_absolute(target->path, found->path, sizeof(found->path));
        found->given = target->path;
        filter.path = path;
        memcpy(path, found->path, sizeof(found->path));
        if (!file_find(journal, path, &found->moved, err))
            return false;
    }
    if (!entries_visit(journal, &filter, keep_entry, found, err))
        return false;
    if (target->row && !found->entry.id) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "there is no row %lld: `epimark history` lists them",
                             (long long)target->row);
    }
    return found->entry.id || target->path ||
           epi_error_set(err, EPI_ERROR_NEVER,
                         "the journal is empty: name a file, or a series and its episode");
}

/* A film is rated by itself whatever part of a series was asked for. */
static void note_film(struct target *found)
{
    found->film = found->entry.id ? found->entry.film : found->known && found->guess.film;
    if (found->film)
        found->scope = EPI_SCOPE_EPISODE;
}

bool target_look(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err)
{
    struct epi_target target = target_read(given);
    struct journal *journal = client_writable(client, err);

    if (!journal || !(target_is_series(&target) ? look_for_series(journal, &target, found, err)
                                                : look_for_entry(journal, &target, found, err)))
        return false;
    found->scope = target.scope;
    if (!found->entry.id) {
        found->known = known_name_guess(journal, found->path, NULL, 0,
                                        client->config.films != FILMS_NO, &found->guess);
        note_film(found);
        label_scope(&found->guess, 0, found->scope, found->label, sizeof(found->label));
        return true;
    }
    CLEANUP(cleanup_free) char *path = stored_to_path(found->entry.path, err);
    if (!path)
        return false;
    if (!found->moved)
        snprintf(found->path, sizeof(found->path), "%s", path);
    found->known = known_name_guess(journal, found->path, found->entry.media_title,
                                    found->entry.duration, found->entry.film, &found->guess);
    note_film(found);
    label_entry(&found->entry, found->scope, found->label, sizeof(found->label));
    return true;
}

bool target_find(struct epi_client *client, const struct epi_target *given, struct target *found,
                 struct epi_error *err)
{
    if (!target_look(client, given, found, err))
        return false;
    if (!found->entry.id && found->given && target_read(given).must_exist &&
        !file_is_there(found->given, "; --missing takes it as a name", err))
        return false;
    if (found->entry.id || found->known)
        return true;
    if (found->given && !strchr(found->given, '/') && access(found->path, F_OK) != 0) {
        return epi_error_set(err, EPI_ERROR_NEVER,
                             "there is no file \"%.80s\" here, and its name is not read as an "
                             "episode; of a series, add which one: \"%.80s\" 1x02",
                             found->given, found->given);
    }
    return epi_error_set(err, EPI_ERROR_NEVER,
                         "this name is not read as an episode: `epimark parse --explain` shows why;"
                         " `epimark fix FILE --series ... --season N --episode N` says which one it"
                         " is");
}

/* ---- Several ---- */

void target_label(const struct epi_target *target, char *label, size_t size)
{
    snprintf(label, size, "%.200s%s%s", target->series, target->episodes ? " " : "",
             target->episodes ? target->episodes : "");
}

/* The rows of a series. */
struct collection {
    const struct epi_target *target;
    struct target_rows *rows;
    bool failed; /* memory was short */
};

static bool add_row(struct target_rows *rows, int64_t id)
{
    int64_t *ids = reallocarray(rows->ids, rows->count + 1, sizeof(*ids));

    if (!ids)
        return false;
    rows->ids = ids;
    ids[rows->count++] = id;
    return true;
}

static bool collect(void *context, const struct entry *entry)
{
    struct collection *collection = context;

    if (target_names(collection->target, entry))
        collection->failed = !add_row(collection->rows, entry->id);
    return !collection->failed;
}

bool target_rows(struct epi_client *client, const struct epi_target *given,
                 struct target_rows *rows, struct epi_error *err)
{
    struct epi_target target = target_read(given);
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    struct journal *journal = client_writable(client, err);

    memset(rows, 0, sizeof(*rows));
    if (!found || !journal)
        return false;
    if (!target_is_series(&target)) {
        if (!target_look(client, &target, found, err))
            return false;
        snprintf(rows->label, sizeof(rows->label), "%s", found->label);
        return !found->entry.id || add_row(rows, found->entry.id) || error_memory(err);
    }
    target_label(&target, rows->label, sizeof(rows->label));
    struct entries_filter filter = {0};
    struct collection collection = {.target = &target, .rows = rows};
    return entries_visit(journal, &filter, collect, &collection, err) &&
           (!collection.failed || error_memory(err));
}

bool target_is_there(const struct epi_target *given, struct epi_error *err)
{
    struct epi_target target = target_read(given);

    return target.row || !target.path || file_is_there(target.path, "", err);
}

void target_rows_free(struct target_rows *rows)
{
    free(rows->ids);
}
