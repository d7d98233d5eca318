/* SPDX-License-Identifier: MIT */
#include "core/client/import_series.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/error.h"
#include "core/client/client.h"
#include "core/client/import_numbers.h"
#include "core/client/import_titles.h"
#include "core/client/series_list.h"
#include "core/client/staged.h"
#include "core/identify/answer_cache.h"
#include "core/identify/carry.h"
#include "core/identify/known_name.h"
#include "core/identify/label.h"
#include "core/identify/lookup.h"
#include "core/identify/resolution.h"
#include "core/identify/resolve.h"

bool import_series_begin(struct import_series *series, struct epi_client *client,
                         struct staged *staged, struct epi_error *err)
{
    *series = (struct import_series){.client = client, .staged = staged};
    series->rows = calloc(SERIES_LIST_MAX, sizeof(*series->rows));
    return series->rows || error_memory(err);
}

void import_series_end(struct import_series *series)
{
    free(series->rows);
}

/* ---- Words ---- */

/* A row of a group is not sure, or was not looked up, and why. */
static bool doubt(struct import_series *series, struct staged_group *group, size_t row,
                  enum staged_fate fate, const char *why, struct epi_error *err)
{
    struct staged *staged = series->staged;
    if (!staged_is_numbered(staged, &staged->rows[row])) {
        if (fate == STAGED_LATER)
            fate = STAGED_POSTPONED;
        else if (fate == STAGED_UNSURE && !staged->rows[row].title)
            fate = STAGED_UNREAD;
    }
    staged->rows[row].fate = (unsigned char)fate;
    group->doubted = group->doubted ? group->doubted : row + 1;
    return group->reason || staged_keep(staged, why, &group->reason, err);
}

/* The same for all that are open. */
static bool doubt_all(struct import_series *series, struct staged_group *group,
                      enum staged_fate fate, const char *why, struct epi_error *err)
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        if (series->staged->rows[i].fate == STAGED_OPEN && !doubt(series, group, i, fate, why, err))
            return false;
    }
    return true;
}

/* Whether a failure ends it all. */
static bool ends(const struct epi_error *why, struct epi_error *err)
{
    if (why->kind == EPI_ERROR_STOPPED && err)
        *err = *why;
    return why->kind == EPI_ERROR_STOPPED;
}

/* ---- The series ---- */

/* What a series is called is taken over if the export does not say it. */
static bool know(struct import_series *series, struct staged_group *group,
                 const struct series *found, struct epi_error *err)
{
    struct series_ids *ids = &group->ids;
    ids->tvdb = ids->tvdb ? ids->tvdb : found->ids.tvdb;
    ids->tvmaze = ids->tvmaze ? ids->tvmaze : found->ids.tvmaze;
    ids->tmdb = ids->tmdb ? ids->tmdb : found->ids.tmdb;
    if (!*ids->imdb)
        memcpy(ids->imdb, found->ids.imdb, sizeof(ids->imdb));
    group->year = group->year ? group->year : found->year;
    return group->title || staged_keep(series->staged, found->title, &group->title, err);
}

/* The list of one catalogue, if it knows the series by an id. */
static bool list_at(struct import_series *series, struct staged_group *group,
                    const struct catalogue *catalogue, struct epi_error *err)
{
    struct epi_client *client = series->client;
    const struct answer_cache cache = {client_readable(client, NULL), catalogue->service->name,
                                       client->config.language, worker_now(client->worker), false};
    CLEANUP(cleanup_free) struct series *found = calloc(1, sizeof(*found));
    int64_t id = values_series_id(&group->ids, catalogue->service->ids);
    bool there = id != 0;
    if (!found)
        return error_memory(err);
    if ((!id || !group->title) &&
        (!lookup_series(catalogue, &cache, &group->ids, found, &there, err) ||
         (there && !know(series, group, found, err))))
        return false;
    id = there ? values_series_id(&group->ids, catalogue->service->ids) : 0;
    bool listed = !id || lookup_list(catalogue, &cache, id, true, series->rows, SERIES_LIST_MAX,
                                     &series->row_count, err);
    if (id && (listed || series->row_count > 0)) /* an old list is better than none */
        snprintf(group->source, sizeof(group->source), "%s", catalogue->service->name);
    return listed;
}

/* The list of the first catalogue that has one; without one, the source is the last that knows the
 * series, or "". why: of one that was not asked, as of later. */
static bool find_list(struct import_series *series, struct staged_group *group,
                      struct epi_error *why, struct epi_error *err)
{
    struct resolve *resolve = worker_resolve(series->client->worker, err);
    size_t count = 0;
    series->row_count = 0;
    group->source[0] = '\0';
    if (!resolve)
        return false;
    const struct catalogue *all = resolve_catalogues(resolve, &count);
    for (size_t i = 0; i < count && series->row_count == 0; i++) {
        struct epi_error one = series->away[i];
        size_t had = 0;
        if (one.kind == EPI_ERROR_NONE && !list_at(series, group, &all[i], &one)) {
            had = series->row_count;
            if (ends(&one, err))
                return false;
            series->away[i] = one.kind == EPI_ERROR_NEVER ? (struct epi_error){0} : one;
        }
        if (one.kind == EPI_ERROR_LATER && had == 0)
            *why = one;
    }
    return true;
}

/* Resolves the name of a file: what is found is the client's. NULL with why: it failed. */
static const struct resolution *resolve_name(struct import_series *series, const char *name,
                                             struct guess *guess, struct epi_error *why)
{
    const struct client_file file = {.path = name};
    return client_resolve(series->client, &file, guess, why);
}

/* Whether the name of a file can say which episode a row is. */
static bool is_named(const struct staged_row *row)
{
    return (row->season >= 0 && row->number >= 0) || row->absolute > 0;
}

/* Whether the title of an episode can say it. */
static bool is_titled(const struct staged_row *row)
{
    return row->title != 0;
}

/* The first open row of a group that says so; NULL if none does. */
static const struct staged_row *first_open(const struct staged *staged,
                                           const struct staged_group *group,
                                           bool (*says)(const struct staged_row *row))
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        if (staged->rows[i].fate == STAGED_OPEN && says(&staged->rows[i]))
            return &staged->rows[i];
    }
    return NULL;
}

/* The row by whose name the series is looked up; false if there is none. If titles are all that
 * tells the episodes apart, any number does for the series: each has a first episode. */
static bool find_naming(const struct staged *staged, const struct staged_group *group,
                        struct staged_row *row)
{
    const struct staged_row *first = first_open(staged, group, is_named);
    bool numbered = first != NULL;
    first = first ? first : first_open(staged, group, is_titled);
    if (!first)
        return false;
    *row = *first;
    row->fate = STAGED_UNSURE;
    row->title = 0; /* only the series is looked for */
    if (!numbered) {
        row->season = row->season > 0 ? row->season : 1;
        row->number = 1;
    }
    return true;
}

/* How sure a series is that the titles of its episodes tell. */
static const double BY_TITLES = 0.95;

/* A group without ids is the series that a file with its title is of. */
static bool resolve_group(struct import_series *series, struct staged_group *group,
                          struct epi_error *err)
{
    CLEANUP(cleanup_free) struct match *match = malloc(sizeof(*match));
    char name[STAGED_NAME_MAX];
    struct import_act act;
    struct guess guess;
    struct epi_error why = {0};
    struct staged_row row;
    if (!match)
        return error_memory(err);
    if (!group->title && !series->staged->rows[group->first].path)
        return doubt_all(series, group, STAGED_UNREAD, "nothing says which series it is of", err);
    if (!find_naming(series->staged, group, &row))
        return doubt_all(series, group, STAGED_UNREAD, "no number says which episode it is", err);
    staged_act(series->staged, &row, match, name, &act);
    const struct resolution *found = resolve_name(series, act.path, &guess, &why);
    if (!found) {
        return !ends(&why, err) && doubt_all(series, group, STAGED_LATER, why.text, err);
    }
    const struct match *sure = found->outcome == RESOLUTION_SURE         ? &found->matches[0]
                               : found->outcome == RESOLUTION_NO_EPISODE ? &found->candidates[0]
                                                                         : NULL;
    bool left = found->outcome == RESOLUTION_NOTHING || found->outcome == RESOLUTION_LEFT;
    if (found->outcome == RESOLUTION_UNSURE &&
        !import_titles_decide(series, group, found, &sure, err))
        return false;
    if (!sure)
        return doubt_all(series, group, left ? STAGED_UNREAD : STAGED_UNSURE, found->reason, err);
    group->confidence = found->outcome == RESOLUTION_UNSURE ? BY_TITLES : sure->confidence;
    return know(series, group, &sure->series, err);
}

/* ---- The episodes ---- */

static const struct episode *find_by_id(const struct import_series *series,
                                        const struct staged_row *row)
{
    for (size_t i = 0; i < series->row_count; i++) {
        const struct episode *one = &series->rows[i];
        if ((row->tvdb > 0 && one->tvdb == row->tvdb) ||
            (row->tvmaze > 0 && one->tvmaze == row->tvmaze))
            return one;
    }
    return NULL;
}

static const struct episode *find_by_number(const struct import_series *series,
                                            const struct staged_row *row)
{
    for (size_t i = 0; i < series->row_count; i++) {
        const struct episode *one = &series->rows[i];
        if (one->season == row->season && one->number == row->number)
            return one;
    }
    return NULL;
}

/* Only if the catalogue counts so itself. */
static const struct episode *find_absolute(const struct import_series *series,
                                           const struct staged_row *row)
{
    for (size_t i = 0; i < series->row_count; i++) {
        const struct episode *one = &series->rows[i];
        if (!one->special && one->absolute == row->absolute)
            return one;
    }
    return NULL;
}

/* The episode that a row means, in the list. */
static const struct episode *locate(const struct import_series *series,
                                    const struct staged_group *group, const struct staged_row *row)
{
    const char *language = series->client->config.language;
    bool tvdb = series->row_count > 0 && series->rows[0].tvdb > 0;
    bool own = row->numbers == (tvdb ? STAGED_BY_TVDB : STAGED_BY_TVMAZE);
    bool by_id = tvdb ? row->tvdb > 0 : row->tvmaze > 0;
    const struct episode *found = find_by_id(series, row);
    /* Without a title or a date there is nothing to compare but the number. */
    bool bare = !row->title && !row->airdate && row->season > 0;
    if (!found && (own || bare) && !by_id && row->season >= 0 && row->number >= 0)
        return find_by_number(series, row);
    if (!found && row->season < 0 && row->number < 0 && row->absolute > 0)
        return find_absolute(series, row);
    if (found)
        return found;
    CLEANUP(cleanup_free) struct subject *subject = calloc(1, sizeof(*subject));
    if (!subject)
        return NULL;
    subject->series = group->ids;
    subject->season = row->season;
    subject->number = row->number;
    snprintf(subject->title, sizeof(subject->title), "%s", staged_text(series->staged, row->title));
    snprintf(subject->airdate, sizeof(subject->airdate), "%s",
             staged_text(series->staged, row->airdate));
    found = carry_find(subject, series->rows, series->row_count,
                       *language && strncmp(language, "en", 2) != 0);
    return found || row->number >= 0 ? found : import_titles_find(series, row);
}

/* Whether an episode that was found by its title is of another season than its row says, though the
 * series has that season, too. What counts by numbers of its own may mean it so. */
static bool is_elsewhere(const struct import_series *series, const struct staged_row *row,
                         const struct episode *found)
{
    bool counts = row->numbers != STAGED_BY_ANY && row->number >= 0;
    if (row->season <= 0 || row->season == found->season || counts || !row->title || row->airdate ||
        find_by_id(series, row))
        return false;
    for (size_t i = 0; i < series->row_count; i++) {
        if (series->rows[i].season == row->season)
            return true;
    }
    return false;
}

static bool take(struct import_series *series, struct staged_row *row,
                 const struct episode *episode, struct epi_error *err)
{
    row->fate = STAGED_SURE;
    row->season = episode->season;
    row->number = episode->number;
    row->absolute = episode->absolute;
    row->tvdb = row->tvdb ? row->tvdb : episode->tvdb;
    row->tvmaze = row->tvmaze ? row->tvmaze : episode->tvmaze;
    return (!*episode->title || staged_keep(series->staged, episode->title, &row->title, err)) &&
           (!*episode->airdate ||
            staged_keep(series->staged, episode->airdate, &row->airdate, err));
}

static const char *catalogue_title(const struct staged_group *group)
{
    const struct service *service = service_find(group->source);
    return service ? service->title : group->source;
}

/* What becomes of one row of a series that is known. */
static bool find_row(struct import_series *series, struct staged_group *group, size_t i,
                     struct epi_error *err)
{
    struct staged_row *row = &series->staged->rows[i];
    if (row->rating && row->scope != EPI_SCOPE_EPISODE) {
        row->fate = STAGED_SURE;
        return true;
    }
    const struct episode *episode = locate(series, group, row);
    char why[128];
    if (episode && is_elsewhere(series, row, episode)) {
        char label[LABEL_EPISODE_MAX];
        snprintf(why, sizeof(why), "this title is that of %s",
                 label_episode(episode->season, episode->number, label));
        return doubt(series, group, i, STAGED_UNSURE, why, err);
    }
    if (episode && import_numbers_borrowed(series, row)) {
        row->borrowed = true;
        if (import_numbers_doubt(series, row, why, sizeof(why))) {
            return staged_keep(series->staged, why, &row->reason, err) &&
                   doubt(series, group, i, STAGED_UNSURE, why, err);
        }
    }
    if (episode)
        return take(series, row, episode, err);
    snprintf(why, sizeof(why), "%s has no such episode", catalogue_title(group));
    return doubt(series, group, i, STAGED_UNSURE, why, err);
}

/* ---- Films and files ---- */

/* Without a year a title says not even that it is one. */
static bool doubt_film(struct import_series *series, struct staged_group *group,
                       const struct resolution *found, struct epi_error *err)
{
    bool undated = !group->year && found->outcome == RESOLUTION_NOTHING;
    return doubt_all(series, group, STAGED_UNSURE,
                     undated ? "no year says which film it is" : found->reason, err);
}

static bool find_film(struct import_series *series, struct staged_group *group,
                      struct epi_error *err)
{
    char name[MATCH_TITLE_MAX + 16];
    struct guess guess;
    struct epi_error why = {0};
    bool ids = group->ids.tmdb > 0 || *group->ids.imdb;
    snprintf(group->source, sizeof(group->source), "import");
    group->confidence = 1;
    if (series->client->config.films == FILMS_NO)
        return doubt_all(series, group, STAGED_FILM, "films=no leaves films alone", err);
    if (!ids && (!group->title || series->client->config.films == FILMS_SEND)) {
        snprintf(name, sizeof(name), group->year ? "%s (%d)" : "%s",
                 staged_text(series->staged, group->title), group->year);
        const struct resolution *found = resolve_name(series, name, &guess, &why);
        if (!found)
            return !ends(&why, err) && doubt_all(series, group, STAGED_LATER, why.text, err);
        if (found->outcome != RESOLUTION_SURE || !found->matches[0].film)
            return doubt_film(series, group, found, err);
        if (!know(series, group, &found->matches[0].series, err))
            return false;
    }
    group->sure = true;
    for (size_t i = group->first; i < group->first + group->count; i++) {
        if (series->staged->rows[i].fate == STAGED_OPEN)
            series->staged->rows[i].fate = STAGED_SURE;
    }
    return true;
}

/* ---- One group ---- */

static bool find_series(struct import_series *series, struct staged_group *group,
                        struct epi_error *err)
{
    struct epi_error why = {0};
    if (!values_has_id(&group->ids) && !resolve_group(series, group, err))
        return false;
    if (!values_has_id(&group->ids))
        return true;
    if (!find_list(series, group, &why, err))
        return false;
    if (series->row_count == 0 && why.kind != EPI_ERROR_NONE)
        return doubt_all(series, group, STAGED_LATER, why.text, err);
    if (series->row_count == 0) {
        char text[128] = "no catalogue knows the series";
        if (*group->source)
            snprintf(text, sizeof(text), "%s has no episodes of it", catalogue_title(group));
        return doubt_all(series, group, STAGED_UNSURE, text, err);
    }
    group->sure = true;
    group->confidence = group->confidence > 0 ? group->confidence : 1;
    import_numbers_begin(series, group);
    for (size_t i = group->first; i < group->first + group->count; i++) {
        if (series->staged->rows[i].fate == STAGED_OPEN && !find_row(series, group, i, err))
            return false;
    }
    return true;
}

/* The title by which corrections know it. */
static bool find_title_key(struct import_series *series, struct staged_group *group,
                           struct epi_error *err)
{
    CLEANUP(cleanup_free) struct match *match = malloc(sizeof(*match));
    char name[STAGED_NAME_MAX], key[MATCH_TITLE_MAX];
    struct staged_row row = {.group = (uint32_t)(group - series->staged->groups),
                             .season = 1,
                             .number = 1,
                             .fate = STAGED_UNSURE};
    struct import_act act;
    struct guess guess;
    if (!match)
        return error_memory(err);
    staged_act(series->staged, &row, match, name, &act);
    known_name_title_key(known_name_guess(NULL, name, NULL, 0, group->film, &guess), &guess, key,
                         sizeof(key));
    return staged_keep(series->staged, key, &group->title_key, err);
}

/* What ignore= and only= exclude is left out before anything is looked up. any: something is
 * left. */
static bool leave_out(struct import_series *series, struct staged_group *group, bool *any,
                      struct epi_error *err)
{
    *any = false;
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct staged_row *row = &series->staged->rows[i];
        bool allowed = true;
        if (row->fate == STAGED_OPEN && row->path &&
            !worker_allows(series->client->worker, staged_text(series->staged, row->path), &allowed,
                           err))
            return false;
        if (!allowed &&
            !doubt(series, group, i, STAGED_UNREAD, "ignore= or only= excludes this file", err))
            return false;
        *any = *any || row->fate == STAGED_OPEN;
    }
    return true;
}

bool import_series_find(struct import_series *series, size_t index, struct epi_error *err)
{
    struct staged_group *group = &series->staged->groups[index];
    bool open;
    if (!leave_out(series, group, &open, err))
        return false;
    return !open || ((group->film ? find_film : find_series)(series, group, err) &&
                     find_title_key(series, group, err));
}
