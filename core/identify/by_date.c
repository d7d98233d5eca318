/* SPDX-License-Identifier: MIT */
#include "core/identify/by_date.h"

#include <stddef.h>
#include <stdio.h>

#include "core/base/clock.h"
#include "core/identify/by_title.h"
#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/evidence.h"
#include "core/identify/located.h"
#include "core/services/values.h"
#include "matching/matching.h"

static bool ask_date(const struct episode_search *search, const char *date, size_t *count)
{
    struct episode_query query = {.order = ORDER_AIRED, .season = -1, .number = -1};
    snprintf(query.date, sizeof(query.date), "%s", date);
    return episode_search_ask(search, &query, count);
}

/* Nothing was aired on the day: the date may be that of another time zone, if one of the two days
 * beside it has an episode, and only one. */
static bool find_next_day(const struct episode_search *search)
{
    struct located *out = search->out;
    struct episode near = {.season = -1};
    int64_t day = clock_days_of(search->guess->date);
    size_t found = 0;
    for (int64_t beside = day - 1; beside <= day + 1; beside += 2) {
        char date[CLOCK_DATE_SIZE];
        size_t count;
        clock_date_of(beside, date);
        if (!ask_date(search, date, &count))
            return false;
        if (count > 0)
            near = search->source->rows[0];
        found += count;
    }
    if (found != 1)
        return true;
    located_take(out, 0, &near);
    located_add(out, CLUE_BY_DAY_OFF);
    return true;
}

/* The index of the only row that the name may mean: by its title, or the only special if the name
 * says that it is one; -1 if several may be meant. */
static int find_only(const struct episode_search *search, size_t count)
{
    const struct episode *rows = search->source->rows;
    double like;
    int best = by_title_best(search, count, &like);
    if (*search->guess->episode_title && like >= EVIDENCE_TITLE_SAME)
        return best;
    int only = count == 1 ? 0 : -1;
    size_t specials = 0;
    for (size_t i = 0; i < count && search->guess->special && count > 1; i++) {
        specials += rows[i].special;
        only = rows[i].special ? (int)i : only;
    }
    return specials <= 1 ? only : -1;
}

bool by_date_find(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    size_t count;
    if (!ask_date(search, guess->date, &count))
        return false;
    if (count == 0)
        return find_next_day(search);
    int only = find_only(search, count);
    located_take(out, 0, &search->source->rows[only < 0 ? 0 : only]);
    if (only >= 0) {
        located_add(out, CLUE_BY_DATE);
    } else {
        located_weigh(out, CLUE_BY_DATES, match_clue_value(CLUE_BY_DATES), "%zu %s", count,
                      guess->date);
    }
    return true;
}
