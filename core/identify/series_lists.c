/* SPDX-License-Identifier: MIT */
#include "core/identify/series_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/config.h"
#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/lookup.h"
#include "core/identify/order.h"
#include "core/identify/resolve.h"
#include "core/journal/entry.h"
#include "core/services/service.h"
#include "matching/matching.h"

/* One catalogue, and the series as it knows it. */
struct list_source {
    const struct catalogue *catalogue;
    struct answer_cache cache;
    struct series series;
};

static const struct episode_query all_aired = {.order = ORDER_AIRED, .season = -1, .number = -1};

/* ---- Whom to ask ---- */

/* Makes a catalogue the source, if it knows the series. */
static bool know_series(const struct series_lists *lists, struct list_source *source, bool *known,
                        struct epi_error *err)
{
    const struct service *service = source->catalogue->service;
    source->cache = (struct answer_cache){lists->journal, service->name, lists->config->language,
                                          lists->now, false};
    source->series = lists->match->series;
    *known = values_series_id(&source->series.ids, service->ids) != 0;
    return *known || lookup_series(source->catalogue, &source->cache, &lists->match->series.ids,
                                   &source->series, known, err);
}

/* Asks one catalogue for the whole list. */
static bool ask(const struct series_lists *lists, struct list_source *source, struct episode *rows,
                size_t *count, struct epi_error *err)
{
    bool known = false;
    *count = 0;
    return know_series(lists, source, &known, err) &&
           (!known || lookup_episodes(source->catalogue, &source->cache, &source->series,
                                      &all_aired, rows, LOOKUP_ROWS_MAX, count, err));
}

/* Asks the catalogue that the match is from, then the others, until one has episodes. Fails if none
 * has, and one could not be asked. */
static bool ask_all(const struct series_lists *lists, struct list_source *source,
                    struct episode *rows, size_t *count, struct epi_error *err)
{
    struct epi_error first = {0};
    size_t catalogues;
    const struct catalogue *all = resolve_catalogues(lists->resolve, &catalogues);
    *count = 0;
    for (int others = 0; others < 2; others++) {
        for (size_t i = 0; i < catalogues && *count == 0; i++) {
            struct epi_error why = {0};
            source->catalogue = &all[i];
            bool of_match = strcmp(all[i].service->name, lists->match->source) == 0;
            if (of_match != (others == 0) || ask(lists, source, rows, count, &why))
                continue;
            if (why.kind != EPI_ERROR_SIGN_IN && first.kind == EPI_ERROR_NONE)
                first = why;
        }
    }
    if (*count > 0 || first.kind == EPI_ERROR_NONE)
        return true;
    *err = first;
    return false;
}

/* ---- In which order ---- */

bool series_lists_same(const struct episode *a, const struct episode *b)
{
    if (a->tvdb && b->tvdb)
        return a->tvdb == b->tvdb;
    if (a->tvmaze && b->tvmaze)
        return a->tvmaze == b->tvmaze;
    return a->season == b->season && a->number == b->number;
}

static int compare(const void *a, const void *b)
{
    const struct episode *x = a;
    const struct episode *y = b;
    if ((x->season == 0) != (y->season == 0))
        return x->season == 0 ? 1 : -1;
    if (x->season != y->season)
        return x->season > y->season ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Without what has no number: no name can mean it by one. */
static size_t sort(struct episode *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].season >= 0 && rows[i].number >= 0)
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof(*rows), compare);
    return kept;
}

/* By their absolute numbers or, in a series that has none, counted. */
static size_t number_absolutely(const struct series_lists *lists, struct episode *rows,
                                size_t count)
{
    bool numbered = false; /* a catalogue has them */
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        numbered = numbered || (rows[i].season > 0 && rows[i].absolute > 0);
    for (size_t i = 0; i < count; i++) {
        int number = numbered ? rows[i].absolute : (int)kept + 1;
        if (rows[i].season <= 0 || number <= 0)
            continue;
        rows[kept] = rows[i];
        rows[kept].season = lists->guess->season > 0 ? lists->guess->season : 1;
        rows[kept++].number = number;
    }
    return kept;
}

/* By the numbers of another order; a series without it keeps those that it was aired by. */
static bool number_otherwise(const struct list_source *source, enum episode_order order,
                             struct episode *rows, size_t *count, struct epi_error *err)
{
    CLEANUP(scratch_cleanup)
    struct episode *placed = scratch_new(LOOKUP_ROWS_MAX * sizeof(*placed));
    size_t placed_count = 0, kept = 0;
    if (!placed)
        return error_memory(err);
    if (!lookup_order(source->catalogue, &source->cache, &source->series, order, placed,
                      LOOKUP_ROWS_MAX, &placed_count, err))
        return false;
    for (size_t i = 0; placed_count > 0 && i < *count; i++) {
        size_t at = 0;
        while (at < placed_count && !series_lists_same(&rows[i], &placed[at]))
            at++;
        if (at == placed_count)
            continue;
        rows[kept] = rows[i];
        rows[kept].season = placed[at].season;
        rows[kept++].number = placed[at].number;
    }
    *count = placed_count > 0 ? kept : *count;
    return true;
}

bool series_lists_episodes(const struct series_lists *lists, struct episode *rows, size_t *count,
                           const char **source, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct list_source *from = calloc(1, sizeof(*from));
    if (!from)
        return error_memory(err);
    if (!ask_all(lists, from, rows, count, err))
        return false;
    *source = *count > 0 ? from->catalogue->service->name : "";
    enum episode_order as =
        order_of(lists->config, lists->journal, &lists->match->series.ids, lists->order).order;
    *count = sort(rows, *count);
    if (as == ORDER_ABSOLUTE)
        *count = number_absolutely(lists, rows, *count);
    else if (*count > 0 && as != ORDER_AIRED && as != ORDER_AUTO &&
             !number_otherwise(from, as, rows, count, err))
        return false;
    *count = sort(rows, *count);
    return true;
}

/* Whether a catalogue counts the series as a whole, or it can be counted. */
static bool has_absolute(const struct episode *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].season > 1 || (rows[i].season == 1 && rows[i].absolute > 0))
            return true;
    }
    return false;
}

bool series_lists_orders(const struct series_lists *lists, unsigned *orders, struct epi_error *err)
{
    static const enum episode_order others[] = {ORDER_DVD, ORDER_ALTERNATE, ORDER_REGIONAL};
    CLEANUP(cleanup_free) struct list_source *from = calloc(1, sizeof(*from));
    CLEANUP(scratch_cleanup)
    struct episode *rows = scratch_new(LOOKUP_ROWS_MAX * sizeof(*rows));
    size_t count;
    if (!from || !rows)
        return error_memory(err);
    if (!ask_all(lists, from, rows, &count, err))
        return false;
    *orders = 0;
    if (count == 0)
        return true;
    *orders = 1U << ORDER_AUTO | 1U << ORDER_AIRED;
    if (has_absolute(rows, count))
        *orders |= 1U << ORDER_ABSOLUTE;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        if (!lookup_order(from->catalogue, &from->cache, &from->series, others[i], rows,
                          LOOKUP_ROWS_MAX, &count, err))
            return false;
        if (count > 0)
            *orders |= 1U << others[i];
    }
    return true;
}

/* ---- Which of them ---- */

/* Reads a text that is the number of an episode and nothing else. season -1: it names none. */
static bool read_number(const char *text, int *season, int *number)
{
    static const char title[] = "Title"; /* "Series 1" would be a season */
    char name[MATCH_TITLE_MAX];
    struct guess guess;
    text += strspn(text, " ");
    bool bare = text[strspn(text, "0123456789 ")] == '\0';
    snprintf(name, sizeof(name), "%s %s%s", title, bare ? "E" : "", text);
    match_parse(name, strlen(name), &guess);
    if (strcmp(guess.title, title) != 0 || *guess.episode_title ||
        guess.episode_count + guess.absolute_count == 0)
        return false;
    *season = guess.episode_count > 0 ? guess.season : -1;
    *number = guess.episode_count > 0 ? guess.episodes[0] : guess.absolute[0];
    return true;
}

/* How well a title answers what was typed, 0 to 1: a part of it is enough. */
static double likeness(const char *title, const char *text)
{
    char whole[MATCH_TITLE_MAX], part[MATCH_TITLE_MAX];
    double similarity = match_similarity(title, text);
    match_fold(title, whole, sizeof(whole));
    match_fold(text, part, sizeof(part));
    return *part && strstr(whole, part) && similarity < 0.9 ? 0.9 : similarity;
}

static void swap(struct episode *a, struct episode *b)
{
    struct episode kept = *a;
    *a = *b;
    *b = kept;
}

size_t series_lists_search(const struct series_lists *lists, const char *text, struct episode *rows,
                           size_t count)
{
    static const double levels[] = {1, 0.9, 0.75, 0.6};
    int season, number;
    size_t found = 0;
    if (read_number(text, &season, &number)) {
        int same = season >= 0 ? season : lists->match->episode.season;
        for (size_t i = 0; i < count; i++) {
            if (rows[i].number == number && (same < 0 || rows[i].season == same))
                swap(&rows[found++], &rows[i]);
        }
        if (found > 0 || season >= 0)
            return found;
    }
    for (size_t level = 0; level < sizeof(levels) / sizeof(*levels); level++) {
        size_t before = found;
        for (size_t i = found; i < count; i++) {
            if (likeness(rows[i].title, text) >= levels[level])
                swap(&rows[found++], &rows[i]);
        }
        qsort(rows + before, found - before, sizeof(*rows), compare);
    }
    return found;
}

size_t series_lists_near(const struct series_lists *lists, struct episode *rows, size_t count,
                         size_t max)
{
    if (count <= max)
        return count;
    size_t at = 0;
    while (at < count && !series_lists_same(&rows[at], &lists->match->episode))
        at++;
    size_t first = at == count || at < max / 2 ? 0 : at - max / 2;
    first = first > count - max ? count - max : first;
    memmove(rows, rows + first, max * sizeof(*rows));
    return max;
}
