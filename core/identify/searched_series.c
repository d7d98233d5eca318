/* SPDX-License-Identifier: MIT */
#include "core/identify/searched_series.h"

#include <stddef.h>

#include "core/base/config.h"
#include "core/identify/answer_cache.h"
#include "core/identify/candidate_search.h"
#include "core/identify/catalogue.h"
#include "core/identify/located.h"
#include "core/identify/offer.h"
#include "core/identify/pool.h"
#include "core/identify/question.h"
#include "core/identify/resolution.h"
#include "core/identify/shortlist.h"
#include "core/identify/trace.h"
#include "core/services/service.h"
#include "matching/matching.h"

static void note_weighed(const struct question *question, const struct shortlist *list)
{
    const struct pool *pool = question->pool;
    const struct catalogue *catalogue = question->catalogue;
    for (size_t i = 0; catalogue->trace && i < pool->count; i++) {
        trace_candidate(catalogue->trace, catalogue->service->name, &pool->series[i],
                        &pool->scores[i], shortlist_located(pool, list, i));
    }
}

static bool policy_takes(const struct question *question, const struct shortlist *list, size_t k,
                         double confidence)
{
    const struct score *score = &question->pool->scores[list->order[k]];
    bool exact = score->same_title && k == 0 && list->rivals == 0;
    if (question->exact && !exact)
        return false;
    switch (question->source.config->match) {
    case MATCH_STRICT:
        return confidence >= MATCH_SURE && exact;
    case MATCH_EAGER:
        return confidence >= POOL_EAGER;
    case MATCH_NORMAL:
        break;
    }
    return confidence >= MATCH_SURE;
}

/* Keeps a series for the next file of the folder; for that of this title anywhere, if the name
 * alone made it sure: neither the network, the duration nor the episode did. Ranks anew. */
static void keep_series(const struct question *question, size_t i)
{
    struct pool *pool = question->pool;
    struct answer_cache cache = question_cache(question);
    struct series_ids ids = question_ids(question, &pool->series[i].ids);
    answer_cache_keep_lookup(&cache, &ids, &pool->series[i]);
    const struct score *score = &pool->scores[i];
    struct guess bare = *question->guess;
    bare.network[0] = '\0';
    match_rank(&bare, 0, pool->series, pool->count, pool->scores);
    if (score->confidence >= MATCH_SURE && score->same_title && pool_rivals(pool, i) == 0)
        answer_cache_keep_series(&cache, question->guess, &pool->series[i], score->confidence);
}

static void decide(const struct question *question, const struct shortlist *list)
{
    struct pool *pool = question->pool;
    const struct guess *guess = question->guess;
    const char *source = question->catalogue->service->name;
    if (list->count == 0)
        return;
    size_t best = 0;
    for (size_t k = 1; k < list->count; k++) {
        if (pool->scores[list->order[k]].confidence > pool->scores[list->order[best]].confidence)
            best = k;
    }
    const struct series *series = &pool->series[list->order[best]];
    const struct score *score = &pool->scores[list->order[best]];
    const struct located *located = &pool->located[best];
    double whole = located->found ? located_confidence(located, guess, score->confidence) : 0;
    char reason[256];
    match_clue_reason(&score->clues, reason, sizeof(reason));
    if (located->found > 0 && policy_takes(question, list, best, whole)) {
        resolution_sure(question->out, source, series, located, whole, reason);
        keep_series(question, list->order[best]);
    } else if (located->found == 0 && best == 0 && list->named >= MATCH_SURE && score->same_title) {
        resolution_no_episode(question->out, source, series, located, list->named, reason);
    } else {
        offer_likely(question, list, best, whole);
    }
}

bool searched_series_find(const struct question *question)
{
    struct shortlist list = {0};
    if (!candidate_search_run(question) || !shortlist_check(question, &list))
        return false;
    note_weighed(question, &list);
    decide(question, &list);
    return true;
}

bool searched_series_find_sequel(const struct question *question)
{
    struct guess season;
    struct question again = *question;
    if (question->out->outcome == RESOLUTION_SURE || pool_has_clear(question->pool) ||
        !match_sequel(question->guess, &season))
        return true;
    again.guess = &season;
    return searched_series_find(&again);
}

bool searched_series_offer(const struct question *question)
{
    struct shortlist list = {0};
    struct guess season;
    struct question again = *question;
    if (!candidate_search_run(question) || !shortlist_check(question, &list))
        return false;
    if (!pool_has_clear(question->pool) && match_sequel(question->guess, &season)) {
        again.guess = &season;
        list = (struct shortlist){0};
        if (!candidate_search_run(&again) || !shortlist_check(&again, &list))
            return false;
    }
    note_weighed(question, &list);
    offer_all(question, &list);
    return true;
}
