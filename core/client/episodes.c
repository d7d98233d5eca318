/* SPDX-License-Identifier: MIT */
#include "core/client/episodes.h"

#include <stdlib.h>
#include <string.h>

#include "core/client/client.h"
#include "core/client/series_list.h"
#include "core/client/span.h"
#include "core/client/target.h"
#include "core/identify/label.h"

/* Does it for one episode of a series; found is room for it. */
static bool act_on(struct epi_client *client, const struct epi_target *series, int season,
                   int number, episodes_act act, void *context, struct target *found,
                   struct epi_error *err)
{
    struct epi_target target = *series;
    char episode[LABEL_EPISODE_MAX];

    target.episodes = label_episode(season, number, episode);
    memset(found, 0, sizeof(*found));
    return target_find(client, &target, found, err) && act(context, found, err);
}

/* Finds which episodes a span over several seasons is, and moves them to the front. */
static bool list_span(struct epi_client *client, const struct epi_target *target,
                      const struct span *span, struct episode *episodes, size_t *count,
                      struct epi_error *err)
{
    struct epi_error why;
    size_t all;

    if (!series_list_find(client, target->series, episodes, &all, &why)) {
        return epi_error_set(err, why.kind, "%.200s%s", why.text,
                             why.kind == EPI_ERROR_LATER
                                 ? "; meanwhile, name each season by itself, as in 1x08-13"
                                 : "");
    }
    bool begins = false;
    bool ends = false;
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct episode one = episodes[i];
        begins = begins || (one.season == span->season && one.number == span->first);
        ends = ends || (one.season == span->last_season && one.number == span->last);
        if (span_has(span, one.season, one.number))
            episodes[(*count)++] = one;
    }
    if (begins && ends && *count <= SPAN_MAX)
        return true;
    if (begins && ends) {
        return epi_error_set(err, EPI_ERROR_NEVER, "%.80s %.40s: more than %d episodes",
                             target->series, target->episodes, SPAN_MAX);
    }
    return epi_error_set(err, EPI_ERROR_NEVER, "%.80s has no %dx%02d", target->series,
                         begins ? span->last_season : span->season,
                         begins ? span->last : span->first);
}

static bool each_of_seasons(struct epi_client *client, const struct epi_target *target,
                            const struct span *span, episodes_act act, void *context,
                            struct target *found, struct epi_error *err)
{
    CLEANUP(cleanup_free) struct episode *episodes = calloc(SERIES_LIST_MAX, sizeof(*episodes));
    size_t count = 0;

    if (!episodes)
        return error_memory(err);
    if (!list_span(client, target, span, episodes, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!act_on(client, target, episodes[i].season, episodes[i].number, act, context, found,
                    err))
            return false;
    }
    return true;
}

bool episodes_each(struct epi_client *client, const struct epi_target *given, episodes_act act,
                   void *context, struct epi_error *err)
{
    struct epi_target target = target_read(given);
    CLEANUP(cleanup_free) struct target *found = target_new(err);

    if (!found)
        return false;
    struct span span;
    if (!target_is_series(&target) || !target.episodes || !span_read(target.episodes, &span))
        return target_find(client, given, found, err) && act(context, found, err);
    if (span.last_season != span.season)
        return each_of_seasons(client, &target, &span, act, context, found, err);
    for (int number = span.first; number <= span.last; number++) {
        if (!act_on(client, &target, span.season, number, act, context, found, err))
            return false;
    }
    return true;
}
