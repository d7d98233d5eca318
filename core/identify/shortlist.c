/* SPDX-License-Identifier: MIT */
#include "core/identify/shortlist.h"

#include "core/identify/locate.h"
#include "core/identify/located.h"
#include "core/identify/question.h"
#include "matching/matching.h"

/* Asks for the episodes of the k-th in the list. */
static bool check(const struct question *question, struct shortlist *list, size_t k)
{
    struct pool *pool = question->pool;
    size_t i = list->order[k];
    if (!question_locate(question, &pool->series[i], question->guess, &pool->located[k]))
        return false;
    list->checked[k] = true;
    pool->scores[i].weight += pool->located[k].weight;
    match_weigh(pool->scores, pool->count);
    return true;
}

/* A candidate that lacks the episode weighs more if the episode may just not be listed yet. */
static bool check_missing(const struct question *question, const struct shortlist *list)
{
    struct pool *pool = question->pool;
    bool any = false;
    for (size_t k = 0; k < list->count; k++)
        any = any || pool->located[k].found > 0;
    for (size_t k = 0; any && k < list->count; k++) {
        struct score *score = &pool->scores[list->order[k]];
        bool may_be = false;
        if (pool->located[k].found > 0 || !score->same_title)
            continue;
        if (!locate_may_be_new(&question->source, &pool->series[list->order[k]], question->guess,
                               &may_be, question->err))
            return false;
        if (!may_be)
            continue;
        double weight = match_clue_value(CLUE_PERHAPS_NEW) - pool->located[k].weight;
        score->weight += weight;
        match_clue(&score->clues, CLUE_PERHAPS_NEW, weight);
    }
    match_weigh(pool->scores, pool->count);
    return true;
}

bool shortlist_check(const struct question *question, struct shortlist *list)
{
    struct pool *pool = question->pool;
    list->count = pool_best(pool, list->order, POOL_CHECKED_MAX);
    if (list->count == 0)
        return true;
    list->named = pool->scores[list->order[0]].confidence;
    list->rivals = pool_rivals(pool, list->order[0]);
    if (!check(question, list, 0))
        return false;
    if (pool->located[0].found > 0 && list->named >= MATCH_SURE)
        return true;
    for (size_t k = 1; k < list->count; k++) {
        if (!check(question, list, k))
            return false;
    }
    return list->count < 2 || check_missing(question, list);
}

const struct located *shortlist_located(const struct pool *pool, const struct shortlist *list,
                                        size_t candidate)
{
    for (size_t k = 0; k < list->count; k++) {
        if (list->order[k] == candidate && list->checked[k])
            return &pool->located[k];
    }
    return NULL;
}
