/* SPDX-License-Identifier: MIT */
#include "core/identify/episode_search.h"

#include <stdlib.h>

#include "core/base/config.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/episode_source.h"
#include "core/identify/lookup.h"
#include "core/services/service.h"

bool episode_search_ask(const struct episode_search *search, const struct episode_query *query,
                        size_t *count)
{
    const struct episode_source *source = search->source;
    const struct catalogue *catalogue = source->catalogue;
    struct answer_cache cache = {source->journal, catalogue->service->name,
                                 source->config->language, source->now, source->anew};
    return lookup_episodes(catalogue, &cache, search->series, query, source->rows, LOOKUP_ROWS_MAX,
                           count, search->err);
}

bool episode_search_number(const struct episode_search *search, enum episode_order order,
                           int season, int number, size_t *count)
{
    return episode_search_ask(
        search, &(struct episode_query){.order = order, .season = season, .number = number}, count);
}

/* ---- Counting ---- */

static int compare_numbers(const void *a, const void *b)
{
    const struct episode *x = a;
    const struct episode *y = b;
    if (x->season != y->season)
        return x->season > y->season ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

size_t episode_search_keep_regular(struct episode *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].season > 0 && rows[i].number > 0)
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof(*rows), compare_numbers);
    return kept;
}

/* Whether the rows, sorted, count from 1x01 on without a gap. */
static bool is_gapless(const struct episode *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool first = rows[i].number == 1 && rows[i].season == (i ? rows[i - 1].season + 1 : 1);
        bool next =
            i && rows[i].season == rows[i - 1].season && rows[i].number == rows[i - 1].number + 1;
        if (!first && !next)
            return false;
    }
    return true;
}

/* The n-th of the rows, sorted; in a series of one season the one with that number. NULL if they
 * cannot be counted, or end before. */
static const struct episode *count_to(const struct episode *rows, size_t count, int n)
{
    bool one_season = count > 0 && rows[0].season == rows[count - 1].season;
    for (size_t i = 0; one_season && i < count; i++) {
        if (rows[i].number == n)
            return &rows[i];
    }
    return !one_season && n > 0 && (size_t)n <= count && is_gapless(rows, count) ? &rows[n - 1]
                                                                                 : NULL;
}

bool episode_search_regular(const struct episode_search *search, size_t *count)
{
    if (!episode_search_number(search, ORDER_AIRED, -1, -1, count))
        return false;
    *count = episode_search_keep_regular(search->source->rows, *count);
    return true;
}

bool episode_search_absolute(const struct episode_search *search, int n, struct episode *episode)
{
    struct episode *rows = search->source->rows;
    size_t count;
    episode->season = -1;
    if (!episode_search_number(search, ORDER_ABSOLUTE, -1, n, &count))
        return false;
    if (count > 0) {
        *episode = rows[0];
        episode->absolute = n;
        return true;
    }
    if (!episode_search_regular(search, &count))
        return false;
    bool counted = false; /* the catalogue has absolute numbers, but not this one */
    for (size_t i = 0; i < count; i++)
        counted = counted || rows[i].absolute > 0;
    const struct episode *counted_to = counted ? NULL : count_to(rows, count, n);
    if (counted_to)
        *episode = *counted_to;
    return true;
}
