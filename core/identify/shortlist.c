/* SPDX-License-Identifier: MIT */
#include "core/identify/shortlist.h"

#include <stdint.h>

#include "core/identify/locate.h"
#include "core/identify/located.h"
#include "core/identify/question.h"
#include "core/identify/siblings.h"
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

/* Whether series k of the list has the title and the episode. */
static bool is_equal(const struct pool *pool, const struct shortlist *list, size_t k)
{
    return pool->scores[list->order[k]].same_title && pool->located[k].found > 0;
}

/* If the duration of the file fits one of several series with the title, it counts more against
 * those that it contradicts. */
static void check_durations(const struct question *question, const struct shortlist *list)
{
    struct pool *pool = question->pool;
    double seconds[POOL_CHECKED_MAX] = {0}; /* of an episode; 0: says nothing */
    bool any = false;
    for (size_t k = 0; k < list->count; k++) {
        const struct located *located = &pool->located[k];
        int minutes = located_minutes(located, &pool->series[list->order[k]]);
        if (!is_equal(pool, list, k) || minutes == 0)
            continue;
        seconds[k] = question->source.duration / (double)located->count;
        any = any || match_duration(seconds[k], minutes) == 0;
    }
    for (size_t k = 0; any && k < list->count; k++) {
        struct score *score = &pool->scores[list->order[k]];
        int minutes = located_minutes(&pool->located[k], &pool->series[list->order[k]]);
        if (!match_duration_contradicts(seconds[k], minutes))
            continue;
        double weight = match_clue_value(CLUE_DURATION_UNFIT);
        score->weight += weight;
        match_clue(&score->clues, CLUE_DURATION_UNFIT, weight);
    }
    match_weigh(pool->scores, pool->count);
}

/* Whether there are several such, and none is sure. */
static bool is_undecided(const struct pool *pool, const struct shortlist *list)
{
    size_t equals = 0;
    bool sure = false;
    for (size_t k = 0; k < list->count; k++) {
        equals += is_equal(pool, list, k);
        sure = sure || pool->scores[list->order[k]].confidence >= MATCH_SURE;
    }
    return equals > 1 && !sure;
}

static void weigh_missing(struct score *score, size_t missing, bool had)
{
    double least = match_clue_value(CLUE_SIBLINGS_LEAST);
    double weight = match_clue_value(CLUE_SIBLINGS_LACK) * (double)missing;
    weight = weight > least ? weight : least;
    if (missing > 0)
        match_clue_of(&score->clues, CLUE_SIBLINGS_LACK, weight, "%zu", missing);
    else if (had)
        match_clue(&score->clues, CLUE_SIBLINGS_HAD, 0);
    score->weight += weight;
}

/* If none of several series with the title and the episode is sure, their lists may tell: one lacks
 * more of the episodes that the other files of the folder are. */
static bool check_siblings(const struct question *question, const struct shortlist *list)
{
    struct pool *pool = question->pool;
    const struct siblings *siblings = question_siblings(question);
    size_t missing[POOL_CHECKED_MAX] = {0};
    size_t least = SIZE_MAX;
    size_t most = 0;
    if (siblings->number_count == 0 || !is_undecided(pool, list))
        return true;
    for (size_t k = 0; k < list->count; k++) {
        if (!is_equal(pool, list, k))
            continue;
        if (!locate_missing(&question->source, &pool->series[list->order[k]], siblings->numbers,
                            siblings->number_count, &missing[k], question->err))
            return false;
        least = missing[k] < least ? missing[k] : least;
        most = missing[k] > most ? missing[k] : most;
    }
    for (size_t k = 0; k < list->count; k++) {
        if (is_equal(pool, list, k))
            weigh_missing(&pool->scores[list->order[k]], missing[k] - least, most > least);
    }
    match_weigh(pool->scores, pool->count);
    return true;
}

bool shortlist_check(const struct question *question, struct shortlist *list)
{
    struct pool *pool = question->pool;
    list->count = pool_best(pool, POOL_WEIGHED, list->order, POOL_CHECKED_MAX);
    if (list->count == 0)
        return true;
    list->named = pool->scores[list->order[0]].confidence;
    list->rivals = pool_rivals(pool, list->order[0]);
    if (!check(question, list, 0))
        return false;
    /* A usual run time alone does not decide: the episode may have another. */
    bool timed = question->source.duration > 0 && list->rivals > 0;
    if (pool->located[0].found > 0 && list->named >= MATCH_SURE && !timed)
        return true;
    for (size_t k = 1; k < list->count; k++) {
        if (!check(question, list, k))
            return false;
    }
    if (list->count > 1 && !check_missing(question, list))
        return false;
    check_durations(question, list);
    return list->count < 2 || check_siblings(question, list);
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
