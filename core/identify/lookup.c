/* SPDX-License-Identifier: MIT */
#include "core/identify/lookup.h"

#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/scratch.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/trace.h"
#include "core/journal/episode_lists.h"
#include "core/services/service.h"

enum {
    LIST_SECONDS =
        7 * CLOCK_DAY, /* if it has the episode: titles and dates are corrected at times */
    LACKING_SECONDS = CLOCK_DAY,
    LACKING_YOUNG_SECONDS = CLOCK_DAY / 4,
    SECONDS_A_YEAR = 31556952,
};

/* For the trace; kept_at: 0 if the answer came now. */
static struct trace_answer answer_of(const struct catalogue *catalogue, bool answered, size_t rows,
                                     int64_t kept_at, const struct epi_error *err)
{
    return (struct trace_answer){.service = catalogue->service->name,
                                 .answered = answered,
                                 .rows = rows,
                                 .kept_at = kept_at,
                                 .err = err};
}

/* ---- Series ---- */

bool lookup_search(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const char *title, int year, struct series *series, size_t max, size_t *count,
                   struct epi_error *err)
{
    int64_t kept_at = 0;
    bool kept = answer_cache_find_search(cache, title, year, series, max, count, &kept_at);
    bool answered = kept || catalogue->service->search(catalogue->session, title, year, series, max,
                                                       count, err);
    struct trace_answer answer =
        answer_of(catalogue, answered, answered ? *count : 0, kept_at, err);
    trace_search(catalogue->trace, &answer, title, year);
    if (answered && !kept)
        answer_cache_keep_search(cache, title, year, series, *count);
    return answered;
}

bool lookup_series(const struct catalogue *catalogue, const struct answer_cache *cache,
                   const struct series_ids *ids, struct series *series, bool *found,
                   struct epi_error *err)
{
    int64_t kept_at = 0;
    bool kept = answer_cache_find_lookup(cache, ids, series, found, &kept_at);
    bool answered = kept || catalogue->service->lookup(catalogue->session, ids, series, found, err);
    struct trace_answer answer = answer_of(catalogue, answered, answered && *found, kept_at, err);
    trace_series(catalogue->trace, &answer, ids);
    if (answered && !kept)
        answer_cache_keep_lookup(cache, ids, *found ? series : NULL);
    return answered;
}

bool lookup_aliases(const struct catalogue *catalogue, const struct answer_cache *cache,
                    struct series *series, struct epi_error *err)
{
    int64_t kept_at = 0;
    bool kept = answer_cache_find_aliases(cache, series, &kept_at);
    bool answered = kept || catalogue->service->aliases(catalogue->session, series, err);
    struct trace_answer answer =
        answer_of(catalogue, answered, (size_t)series->alias_count, kept_at, err);
    trace_aliases(catalogue->trace, &answer, series);
    if (answered && !kept)
        answer_cache_keep_aliases(cache, series);
    return answered;
}

/* ---- Episodes ---- */

/* Asks for what the query means and nothing else. */
static bool ask_singly(const struct catalogue *catalogue, const struct answer_cache *cache,
                       const struct series *series, const struct episode_query *query,
                       struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    bool single = query->number >= 0 || *query->date;
    int64_t kept_at = 0;
    *count = 0;
    bool kept =
        single && answer_cache_find_episodes(cache, &series->ids, query, episodes, count, &kept_at);
    bool answered = kept || catalogue->service->episodes(catalogue->session, series, query,
                                                         episodes, max, count, err);
    struct trace_answer answer =
        answer_of(catalogue, answered, answered ? *count : 0, kept_at, err);
    trace_episodes(catalogue->trace, &answer, series, query);
    if (answered && !kept && single)
        answer_cache_keep_episodes(cache, &series->ids, query, episodes, *count);
    return answered;
}

/* The list of the series that is worth fetching whole; series 0 if there is none. */
static struct episode_list list_of(const struct catalogue *catalogue,
                                   const struct answer_cache *cache, const struct series *series,
                                   enum episode_order order)
{
    const struct service *service = catalogue->service;
    bool listed = service->whole_lists && cache->journal;
    int64_t id = service->ids == ID_TVDB ? series->ids.tvdb : series->ids.tvmaze;
    return (struct episode_list){cache->catalogue, cache->language, listed ? id : 0, order};
}

/* Asks for a whole list. */
static bool ask_whole(const struct catalogue *catalogue, const struct series *series,
                      const struct episode_query *whole, struct episode *episodes, size_t max,
                      size_t *count, struct epi_error *err)
{
    const struct service *service = catalogue->service;
    bool aired = whole->order == ORDER_AIRED;
    *count = 0;
    bool answered = (aired ? service->episodes : service->order)(catalogue->session, series, whole,
                                                                 episodes, max, count, err);
    struct trace_answer answer = answer_of(catalogue, answered, answered ? *count : 0, 0, err);
    answer.unchanged = answered && whole->version && whole->version->unchanged;
    trace_episodes(catalogue->trace, &answer, series, whole);
    if (answered && *count == LOOKUP_ROWS_MAX) {
        return epi_error_set(err, EPI_ERROR_LATER, "%s sent more episodes than a series has",
                             service->title);
    }
    return answered;
}

/* Whether the series began in this year or the last: its list grows. */
static bool is_young(const struct series *series, int64_t now)
{
    return series->year >= 1970 + now / SECONDS_A_YEAR - 1;
}

/* Whether what a list says of a query can be believed. */
static bool is_fresh(const struct answer_cache *cache, const struct series *series,
                     int64_t fetched_at, size_t count)
{
    int64_t seconds = count > 0                      ? LIST_SECONDS
                      : is_young(series, cache->now) ? LACKING_YOUNG_SECONDS
                                                     : LACKING_SECONDS;
    return fetched_at > cache->now - seconds && fetched_at <= cache->now;
}

static bool find(const struct answer_cache *cache, const struct episode_list *list,
                 const struct episode_query *query, struct episode *episodes, size_t max,
                 size_t *count, struct epi_error *err)
{
    return episode_lists_find(cache->journal, list, query, episodes, max, count, err);
}

/* Fetches the whole list if it has changed; an answer of none does not replace what is kept.
 * stored: it is in the journal; episodes has room for max of it. */
static bool fetch(const struct catalogue *catalogue, const struct answer_cache *cache,
                  const struct episode_list *list, const struct series *series,
                  struct episode *episodes, size_t max, bool *stored, struct epi_error *err)
{
    struct list_version version;
    int64_t kept = 0;
    if (!episode_lists_fetched(cache->journal, list, &kept, NULL) ||
        !episode_lists_version(cache->journal, list, &version, NULL))
        version = (struct list_version){0};
    struct episode_query whole = {
        .order = list->order, .season = -1, .number = -1, .version = &version};
    size_t count = 0;
    if (!ask_whole(catalogue, series, &whole, episodes, max, &count, err))
        return false;
    bool same = version.unchanged || (kept && count == 0);
    *stored = same ? episode_lists_confirm(cache->journal, list, cache->now, NULL)
                   : episode_lists_store(cache->journal, list, episodes, count, &version,
                                         cache->now, NULL);
    return true;
}

/* Asks a list that is kept, or fetched to be kept. lacks: it is known to lack what is looked for.
 * usable: it could be. */
static bool ask_list(const struct catalogue *catalogue, const struct answer_cache *cache,
                     const struct series *series, const struct episode_query *query, bool lacks,
                     struct episode *episodes, size_t max, size_t *count, bool *usable,
                     struct epi_error *err)
{
    struct episode_list list = list_of(catalogue, cache, series, query->order);
    int64_t fetched_at = 0;
    size_t kept = 0;
    if (cache->anew && list.series)
        episode_lists_drop(cache->journal, &list, NULL);
    bool stored = list.series && !cache->anew &&
                  episode_lists_fetched(cache->journal, &list, &fetched_at, NULL) &&
                  find(cache, &list, query, episodes, max, &kept, NULL);
    *usable = stored && fetched_at > 0;
    if (stored && !is_fresh(cache, series, fetched_at, lacks ? 0 : kept)) {
        /* An old list is better than none. */
        bool fetched = fetch(catalogue, cache, &list, series, episodes, max, usable, err);
        if (!fetched && (kept == 0 || lacks || err->kind != EPI_ERROR_LATER))
            return false;
        fetched_at = fetched ? 0 : fetched_at;
        *usable = *usable && find(cache, &list, query, episodes, max, &kept, NULL);
    }
    if (!*usable)
        return true;
    struct trace_answer answer = answer_of(catalogue, true, kept, fetched_at, err);
    trace_episodes(catalogue->trace, &answer, series, query);
    *count = kept;
    return true;
}

static bool ask_aired(const struct catalogue *catalogue, const struct answer_cache *cache,
                      const struct series *series, const struct episode_query *query,
                      struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    bool usable = false;
    if (query->order == ORDER_AIRED &&
        !ask_list(catalogue, cache, series, query, false, episodes, max, count, &usable, err))
        return false;
    return usable || ask_singly(catalogue, cache, series, query, episodes, max, count, err);
}

/* ---- Other orders ---- */

enum { PLACED_MAX = 64 }; /* episodes at one number of another order; more are not read */

bool lookup_order(const struct catalogue *catalogue, const struct answer_cache *cache,
                  const struct series *series, enum episode_order order, struct episode *episodes,
                  size_t max, size_t *count, struct epi_error *err)
{
    const struct episode_query whole = {.order = order, .season = -1, .number = -1};
    bool usable = false;
    *count = 0;
    return !catalogue->service->order ||
           (ask_list(catalogue, cache, series, &whole, false, episodes, max, count, &usable, err) &&
            (usable || ask_whole(catalogue, series, &whole, episodes, max, count, err)));
}

/* What is at a number of another order: ids only. episodes: room for max. */
static bool ask_placed(const struct catalogue *catalogue, const struct answer_cache *cache,
                       const struct series *series, const struct episode_query *query,
                       struct episode *episodes, size_t max, struct episode *placed, size_t *count,
                       struct epi_error *err)
{
    const struct episode_query whole = {.order = query->order, .season = -1, .number = -1};
    int season = query->order == ORDER_ABSOLUTE ? 1 : query->season;
    bool usable = false;
    size_t rows = 0;
    *count = 0;
    if (!ask_list(catalogue, cache, series, query, false, episodes, max, &rows, &usable, err) ||
        (!usable && !ask_whole(catalogue, series, &whole, episodes, max, &rows, err)))
        return false;
    for (size_t i = 0; i < rows && *count < PLACED_MAX; i++) {
        if (episodes[i].season == season && episodes[i].number == query->number)
            placed[(*count)++] = episodes[i];
    }
    return true;
}

/* What is looked for among all episodes in the aired order. */
struct wanted {
    int absolute;                 /* the one that the order itself counts so, or */
    const struct episode *placed; /* those with these ids */
    size_t placed_count;
};

static bool is_wanted(const struct episode *episode, const struct wanted *wanted)
{
    bool is = wanted->absolute > 0 && episode->absolute == wanted->absolute && !episode->special;
    for (size_t i = 0; i < wanted->placed_count && !is; i++) {
        const struct episode *placed = &wanted->placed[i];
        is = (episode->tvdb && episode->tvdb == placed->tvdb) ||
             (episode->tvmaze && episode->tvmaze == placed->tvmaze);
    }
    return is;
}

/* A list that lacks it may be too old. */
static bool ask_all(const struct catalogue *catalogue, const struct answer_cache *cache,
                    const struct series *series, const struct wanted *wanted,
                    struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    const struct episode_query all = {.order = ORDER_AIRED, .season = -1, .number = -1};
    bool usable = true;
    *count = 0;
    for (int again = 0; again < 2 && usable && *count == 0; again++) {
        size_t rows = 0;
        if (!ask_list(catalogue, cache, series, &all, again > 0, episodes, max, &rows, &usable,
                      err) ||
            (!usable && !ask_singly(catalogue, cache, series, &all, episodes, max, &rows, err)))
            return false;
        for (size_t i = 0; i < rows; i++) {
            if (is_wanted(&episodes[i], wanted))
                episodes[(*count)++] = episodes[i];
        }
    }
    return true;
}

/* The episodes at one number of another order, as the aired one has them. */
static bool ask_ordered(const struct catalogue *catalogue, const struct answer_cache *cache,
                        const struct series *series, const struct episode_query *query,
                        struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct episode *placed = calloc(PLACED_MAX, sizeof(*placed));
    struct wanted wanted = {.placed = placed};
    *count = 0;
    if (!placed)
        return error_memory(err);
    return ask_placed(catalogue, cache, series, query, episodes, max, placed, &wanted.placed_count,
                      err) &&
           (wanted.placed_count == 0 ||
            ask_all(catalogue, cache, series, &wanted, episodes, max, count, err));
}

/* The episode with an absolute number: as the aired order says itself, else as the absolute one. */
static bool ask_absolute(const struct catalogue *catalogue, const struct answer_cache *cache,
                         const struct series *series, const struct episode_query *query,
                         struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    const struct wanted wanted = {.absolute = query->number};
    return ask_all(catalogue, cache, series, &wanted, episodes, max, count, err) &&
           (*count > 0 || ask_ordered(catalogue, cache, series, query, episodes, max, count, err));
}

bool lookup_episodes(const struct catalogue *catalogue, const struct answer_cache *cache,
                     const struct series *series, const struct episode_query *query,
                     struct episode *episodes, size_t max, size_t *count, struct epi_error *err)
{
    bool aired = query->order == ORDER_AIRED || !catalogue->service->order;
    return (aired ? ask_aired
            : query->order == ORDER_ABSOLUTE
                ? ask_absolute
                : ask_ordered)(catalogue, cache, series, query, episodes, max, count, err);
}

bool lookup_renew(const struct catalogue *catalogue, const struct answer_cache *cache,
                  int64_t series, enum episode_order order, struct epi_error *err)
{
    const struct episode_list list = {cache->catalogue, cache->language, series, order};
    struct series wanted = {0};
    values_set_series_id(&wanted.ids, catalogue->service->ids, series);
    CLEANUP(scratch_cleanup)
    struct episode *episodes = scratch_new(LOOKUP_ROWS_MAX * sizeof(*episodes));
    bool stored;
    return episodes
               ? fetch(catalogue, cache, &list, &wanted, episodes, LOOKUP_ROWS_MAX, &stored, err)
               : error_memory(err);
}

bool lookup_list(const struct catalogue *catalogue, const struct answer_cache *cache,
                 int64_t series, bool ask, struct episode *episodes, size_t max, size_t *count,
                 struct epi_error *err)
{
    const struct episode_query all = {.order = ORDER_AIRED, .season = -1, .number = -1};
    const struct episode_list list = {cache->catalogue, cache->language, series, ORDER_AIRED};
    int64_t fetched_at = 0;
    *count = 0;
    if (!episode_lists_fetched(cache->journal, &list, &fetched_at, err))
        return false;
    bool fresh = fetched_at > cache->now - LIST_SECONDS && fetched_at <= cache->now;
    bool ok = !ask || fresh || lookup_renew(catalogue, cache, series, ORDER_AIRED, err);
    return find(cache, &list, &all, episodes, max, count, ok ? err : NULL) && ok;
}
