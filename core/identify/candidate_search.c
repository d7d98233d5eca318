/* SPDX-License-Identifier: MIT */
#include "core/identify/candidate_search.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/catalogue.h"
#include "core/identify/lookup.h"
#include "core/identify/pool.h"
#include "core/identify/question.h"
#include "core/services/service.h"
#include "core/services/values.h"
#include "matching/matching.h"

enum {
    SEARCHES_MAX = 4,      /* searches of one catalogue */
    ALIASES_ASKED_MAX = 3, /* candidates whose aliases are asked for */
};

static bool same_series(const struct series_ids *a, const struct series_ids *b)
{
    return (a->tvdb && a->tvdb == b->tvdb) || (a->tvmaze && a->tvmaze == b->tvmaze);
}

/* Adds the series that one search finds to those that others found. */
static bool search(const struct question *question, const char *title, int year)
{
    struct pool *pool = question->pool;
    const struct catalogue *catalogue = question->catalogue;
    size_t before = pool->count;
    size_t count = 0;
    if (!*title || before == MATCH_CANDIDATES_MAX)
        return true;
    struct answer_cache cache = question_cache(question);
    if (!lookup_search(catalogue, &cache, title, year, &pool->series[before],
                       MATCH_CANDIDATES_MAX - before, &count, question->err))
        return false;
    for (size_t i = before; i < before + count; i++) {
        bool known = false;
        for (size_t k = 0; k < pool->count && !known; k++)
            known = same_series(&pool->series[k].ids, &pool->series[i].ids);
        if (known)
            continue;
        if (i != pool->count)
            pool->series[pool->count] = pool->series[i];
        pool->count++;
    }
    return true;
}

/* If no candidate has this title, one of the first may have it as an alias. */
static bool ask_aliases(const struct question *question)
{
    const struct catalogue *catalogue = question->catalogue;
    struct pool *pool = question->pool;
    if (!catalogue->service->aliases || pool_has_clear(pool))
        return true;
    struct answer_cache cache = question_cache(question);
    for (size_t i = 0; i < pool->count && i < ALIASES_ASKED_MAX; i++) {
        if (!lookup_aliases(catalogue, &cache, &pool->series[i], question->err))
            return false;
    }
    question_rank(question);
    return true;
}

bool candidate_search_run(const struct question *question)
{
    const struct guess *guess = question->guess;
    struct pool *pool = question->pool;
    const char *country = match_country_in_titles(guess->country);
    char with_country[MATCH_TITLE_MAX + 8];
    char with_other[2 * MATCH_TITLE_MAX];
    char before_dash[MATCH_TITLE_MAX];
    const char *dash = strstr(guess->title, " - ");
    snprintf(before_dash, sizeof(before_dash), "%.*s", dash ? (int)(dash - guess->title) : 0,
             guess->title);
    snprintf(with_country, sizeof(with_country), "%s %s", guess->title, country);
    snprintf(with_other, sizeof(with_other), "%s %s", guess->title, guess->alternative_title);
    const struct {
        bool worth;
        const char *title;
        int year;
    } ways[] = {
        {true, guess->title, 0},
        {*guess->alternative_title, guess->alternative_title, 0},
        {*guess->alternative_title, with_other, 0},
        {*guess->country, with_country, 0},
        {dash != NULL, before_dash, 0},
        {guess->year > 0, guess->title, guess->year},
    };
    int asked = 0;
    pool->count = 0;
    for (size_t i = 0; i < sizeof(ways) / sizeof(*ways) && asked < SEARCHES_MAX; i++) {
        if (!ways[i].worth)
            continue;
        if (!search(question, ways[i].title, ways[i].year))
            return false;
        asked++;
        question_rank(question);
        if (pool_has_clear(pool))
            break;
    }
    return ask_aliases(question);
}
