/* SPDX-License-Identifier: MIT
 *
 * How far series are watched, and what comes next of each: what the journal has beside the lists of
 * episodes that are kept, which are asked for where they are not.
 */
#include "core/client/progress.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/client/client.h"
#include "core/client/series_list.h"
#include "core/client/series_name.h"
#include "core/client/target.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/episode_search.h"
#include "core/identify/lookup.h"
#include "core/identify/resolve.h"
#include "core/journal/entries.h"
#include "core/journal/seen.h"

/* The series that the name of a file says which was watched and is not identified yet. */
struct unidentified {
    char title[MATCH_TITLE_MAX];
    int year;
    struct series_ids ids;
};

/* What one call works with. */
struct progress {
    struct epi_client *client;
    struct journal *journal;
    const struct catalogue *catalogues;
    size_t catalogue_count;
    struct epi_error away[CATALOGUES_MAX]; /* why it did not answer: it is asked no more */
    const struct progress_more *more;
    bool offline;
    char today[11];
    /* The series. */
    struct seen_series *list;
    size_t count;
    struct unidentified *unidentified;
    size_t unidentified_count;
    bool failed; /* memory was short */
    /* Of the one that is shown. */
    struct series series;
    struct episode rows[LOOKUP_ROWS_MAX];
    enum seen_how how[LOOKUP_ROWS_MAX];
    size_t row_count;
    struct epi_error why; /* why they are missing or old */
};

static void progress_free(struct progress **progress)
{
    if (*progress) {
        free((*progress)->list);
        free((*progress)->unidentified);
    }
    free(*progress);
}

/* ---- Which series ---- */

static bool collect(void *context, const struct seen_series *series)
{
    struct progress *progress = context;
    struct seen_series *list =
        reallocarray(progress->list, progress->count + 1, sizeof(*progress->list));

    progress->failed = progress->failed || !list;
    if (!list)
        return false;
    progress->list = list;
    list[progress->count++] = *series;
    return true;
}

static bool collect_unidentified(void *context, const struct entry *entry)
{
    struct progress *progress = context;
    struct series series;
    int season, number;

    if (entry->identified || !entry->watched_at ||
        !target_read_name(entry, &series, &season, &number))
        return true;
    struct unidentified *list =
        reallocarray(progress->unidentified, progress->unidentified_count + 1, sizeof(*list));
    progress->failed = progress->failed || !list;
    if (!list)
        return false;
    progress->unidentified = list;
    struct unidentified *one = &list[progress->unidentified_count++];
    *one = (struct unidentified){.year = series.year, .ids = series.ids};
    memcpy(one->title, series.title, sizeof(one->title));
    return true;
}

/* How many files are not identified yet whose name says the series that is shown. */
static int count_unidentified(const struct progress *progress)
{
    const struct series *series = &progress->series;
    int count = 0;

    for (size_t i = 0; i < progress->unidentified_count; i++) {
        const struct unidentified *one = &progress->unidentified[i];
        bool same = match_similarity(series->title, one->title) >= 1 &&
                    (!one->year || !series->year || one->year == series->year);
        count += same || values_same_series(&series->ids, &one->ids);
    }
    return count;
}

/* Keeps what a target means. */
static bool keep_target(struct progress *progress, const struct epi_target *target,
                        struct epi_error *err)
{
    struct epi_target whole = target_read(target);
    CLEANUP(cleanup_free) struct target *found = target_new(err);
    bool named = target_is_series(&whole);
    size_t kept = 0;

    if (!found || (!named && !target_look(progress->client, target, found, err)))
        return false;
    if (!named && !found->entry.identified) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%.200s: it is not known of which series it is",
                             found->label);
    }
    for (size_t i = 0; i < progress->count; i++) {
        const struct seen_series *one = &progress->list[i];
        struct series *series = &progress->series;

        *series = (struct series){.ids = one->ids, .year = one->year};
        memcpy(series->title, one->title, sizeof(series->title));
        if (named ? series_name_means(whole.series, series)
                  : values_same_series(&one->ids, &found->entry.match.series.ids))
            progress->list[kept++] = *one;
    }
    progress->count = kept;
    return kept > 0 || epi_error_set(err, EPI_ERROR_NEVER, "nothing of %.200s was watched",
                                     named ? whole.series : found->entry.match.series.title);
}

/* ---- Its episodes ---- */

static bool may_ask(const struct progress *progress, size_t index)
{
    return !progress->offline && progress->away[index].kind == EPI_ERROR_NONE;
}

/* Asks one catalogue for the list. False if it did not answer; something may be kept all the
 * same. */
static bool ask_catalogue(struct progress *progress, size_t index, struct epi_error *err)
{
    struct epi_error *away = &progress->away[index];
    bool ask = may_ask(progress, index);
    bool ok = series_list_of(progress->client, &progress->catalogues[index], &progress->series, ask,
                             progress->rows, &progress->row_count, err);

    if (!ok && err->kind != EPI_ERROR_NEVER)
        *away = *err;
    if (ok && !ask && away->kind != EPI_ERROR_NONE && progress->row_count == 0) {
        *err = *away;
        return false;
    }
    return ok;
}

/* Asks one catalogue after the other: those that have the episode watched last, or the others.
 * Fails only if it is stopped. */
static bool ask_catalogues(struct progress *progress, const struct episode *last, bool having_it,
                           struct epi_error *err)
{
    for (size_t i = 0; i < progress->catalogue_count && progress->row_count == 0; i++) {
        enum id_kind kind = progress->catalogues[i].service->ids;
        struct epi_error why = {0};

        if (having_it != (values_episode_id(last, kind) != 0) || ask_catalogue(progress, i, &why))
            continue;
        if (why.kind == EPI_ERROR_STOPPED) {
            *err = why;
            return false;
        }
        if (why.kind != EPI_ERROR_SIGN_IN)
            progress->why = why;
    }
    return true;
}

/* Finds the list of a series; why has why there is none, or an old one. Fails only if it is
 * stopped. */
static bool find_list(struct progress *progress, const struct seen_series *seen,
                      struct epi_error *err)
{
    progress->series = (struct series){.ids = seen->ids, .year = seen->year};
    memcpy(progress->series.title, seen->title, sizeof(progress->series.title));
    progress->row_count = 0;
    progress->why = (struct epi_error){0};
    return ask_catalogues(progress, &seen->last, true, err) &&
           ask_catalogues(progress, &seen->last, false, err);
}

/* ---- How far it is ---- */

/* Whether an episode was aired: one without a date was, if a later one was. */
static bool is_aired(const struct progress *progress, size_t index)
{
    for (size_t i = index; i < progress->row_count; i++) {
        const char *date = progress->rows[i].airdate;
        if (*date)
            return strcmp(date, progress->today) <= 0 || progress->how[index] == SEEN_WATCHED;
    }
    return progress->how[index] == SEEN_WATCHED;
}

/* Where the episode watched last is in the list; its end if it is not there. */
static size_t index_of(const struct progress *progress, const struct episode *last)
{
    for (size_t i = 0; i < progress->row_count; i++) {
        const struct episode *row = &progress->rows[i];
        if ((last->tvdb && last->tvdb == row->tvdb) ||
            (last->tvmaze && last->tvmaze == row->tvmaze))
            return i;
    }
    for (size_t i = 0; i < progress->row_count; i++) {
        if (progress->rows[i].season == last->season && progress->rows[i].number == last->number)
            return i;
    }
    return progress->row_count;
}

/* What comes next: the first after the last one that was not seen, else one that was left out
 * before. The end of the list if there is none. */
static size_t find_next(const struct progress *progress, const struct episode *last)
{
    size_t count = progress->row_count;
    size_t after = index_of(progress, last);

    for (size_t i = 1; i <= count; i++) {
        size_t index = (after + i) % (count + 1);
        if (index < count && progress->how[index] == SEEN_NOT)
            return index;
    }
    return count;
}

static bool find_seen(struct progress *progress, struct epi_error *err)
{
    const struct progress_more *more = progress->more;

    if (more->seen) {
        more->seen(more->context, &progress->series.ids, progress->rows, progress->row_count,
                   progress->how);
        return true;
    }
    return seen_episodes(progress->journal, &progress->series.ids, progress->rows,
                         progress->row_count, progress->how, err);
}

/* Shows one series, if it is in progress or asked for. */
static bool show(struct progress *progress, const struct seen_series *seen, bool all,
                 epi_progress_visit visit, void *context, bool *more, struct epi_error *err)
{
    if (!find_list(progress, seen, err))
        return false;
    bool known = progress->row_count > 0;
    progress->row_count = episode_search_keep_regular(progress->rows, progress->row_count);
    if (!find_seen(progress, err))
        return false;
    size_t next = find_next(progress, &seen->last);
    if (known && next == progress->row_count && !all)
        return true;
    struct epi_series series;
    struct epi_episode last, following;
    struct epi_progress view = {.series = &series,
                                .last = &last,
                                .watched_at = seen->watched_at,
                                .watched = known ? 0 : -1,
                                .aired = known ? 0 : -1,
                                .unidentified = count_unidentified(progress),
                                .error = progress->why.text};
    views_series(&progress->series, &series);
    views_episode(&seen->last, &last);
    for (size_t i = 0; i < progress->row_count; i++) {
        bool aired = is_aired(progress, i);
        view.aired += aired;
        view.watched += aired && progress->how[i] == SEEN_WATCHED;
    }
    if (next < progress->row_count) {
        views_episode(&progress->rows[next], &following);
        view.next = &following;
        view.next_aired = is_aired(progress, next);
    }
    *more = visit(context, &view);
    return true;
}

/* The day where the user is. */
static void find_today(int64_t now, char today[11])
{
    time_t seconds = (time_t)now;
    struct tm parts;

    if (!localtime_r(&seconds, &parts) || strftime(today, 11, "%Y-%m-%d", &parts) == 0)
        today[0] = '\0';
}

bool progress_each(struct epi_client *client, const struct epi_progress_query *given,
                   const struct progress_more *wanted, epi_progress_visit visit, void *context,
                   struct epi_error *err)
{
    CLEANUP(progress_free) struct progress *progress = calloc(1, sizeof(*progress));
    struct epi_progress_query query = {0};

    if (!progress)
        return error_memory(err);
    memcpy(&query, given, given->size < sizeof(query) ? given->size : sizeof(query));
    struct resolve *resolve = worker_resolve(client->worker, err);
    progress->client = client;
    progress->more = wanted;
    progress->offline = query.offline;
    progress->journal = client_readable(client, err);
    if (!resolve || !progress->journal)
        return false;
    progress->catalogues = resolve_catalogues(resolve, &progress->catalogue_count);
    find_today(client_clock(), progress->today);
    int64_t since = query.days > 0 ? client_clock() - query.days * (int64_t)CLOCK_DAY : 0;
    struct entries_filter open = {.waiting = true};
    if (!seen_visit(progress->journal, since, collect, progress, err) ||
        !entries_visit(progress->journal, &open, collect_unidentified, progress, err))
        return false;
    if (progress->failed)
        return error_memory(err);
    if (query.target && !keep_target(progress, query.target, err))
        return false;
    bool more = true;
    for (size_t i = 0; more && i < progress->count; i++) {
        client_say(client, i, progress->count, "series");
        if (!show(progress, &progress->list[i], query.target || wanted->finished, visit, context,
                  &more, err))
            return false;
    }
    return true;
}

bool epi_progress_each(struct epi_client *client, const struct epi_progress_query *query,
                       epi_progress_visit visit, void *context, struct epi_error *err)
{
    const struct progress_more nothing = {0};

    return progress_each(client, query, &nothing, visit, context, err);
}
