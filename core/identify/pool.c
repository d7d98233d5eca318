/* SPDX-License-Identifier: MIT */
#include "core/identify/pool.h"

bool pool_has_clear(const struct pool *pool)
{
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->scores[i].same_title && pool->scores[i].weight > match_clue_value(CLUE_RIVAL) / 2)
            return true;
    }
    return false;
}

size_t pool_rivals(const struct pool *pool, size_t best)
{
    size_t rivals = 0;
    for (size_t i = 0; i < pool->count; i++) {
        rivals += i != best && pool->scores[i].same_title &&
                  pool->scores[i].weight > pool->scores[best].weight + match_clue_value(CLUE_RIVAL);
    }
    return rivals;
}

size_t pool_best(const struct pool *pool, double least, size_t *order, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; i < pool->count; i++) {
        if (pool->scores[i].confidence < least)
            continue;
        size_t place = count;
        while (place > 0 && pool->scores[order[place - 1]].confidence < pool->scores[i].confidence)
            place--;
        if (place >= max)
            continue;
        count += count < max;
        for (size_t k = count - 1; k > place; k--)
            order[k] = order[k - 1];
        order[place] = i;
    }
    return count;
}
