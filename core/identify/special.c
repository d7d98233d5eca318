/* SPDX-License-Identifier: MIT */
#include "core/identify/special.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "core/identify/by_number.h"
#include "core/identify/by_title.h"
#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/evidence.h"
#include "core/identify/located.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* How much shorter or longer a special may be than its catalogue says, which may round. */
#define RUNTIME_TOLERANCE 0.1

/* Whether a special may be the one that is meant. */
typedef bool (*fits)(const struct episode_search *search, const struct episode *special);

static bool is_dated(const struct episode_search *search, const struct episode *special)
{
    return *search->guess->date && strcmp(search->guess->date, special->airdate) == 0;
}

/* One with a number would have been found by it. */
static bool is_as_long(const struct episode_search *search, const struct episode *special)
{
    double seconds = special->runtime * 60.0;
    return special->number < 0 && seconds > 0 &&
           fabs(search->source->duration - seconds) <= seconds * RUNTIME_TOLERANCE;
}

/* Takes the first special that fits, and offers the others. found: how many. */
static bool find_fitting(const struct episode_search *search, fits fit, size_t *found)
{
    struct located *out = search->out;
    size_t count;
    *found = 0;
    if (!episode_search_number(search, ORDER_AIRED, 0, -1, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct episode *special = &search->source->rows[i];
        if (!fit(search, special))
            continue;
        if (*found == 0)
            located_take(out, 0, special);
        else
            located_add_other(out, special);
        ++*found;
    }
    return true;
}

/* What the title does not tell. */
static bool find_other_ways(const struct episode_search *search)
{
    struct located *out = search->out;
    size_t found;
    if (out->count != 1 || !find_fitting(search, is_dated, &found))
        return out->count != 1;
    if (found > 0) {
        enum clue_kind clue = found == 1 ? CLUE_BY_DATE : CLUE_BY_DATES;
        located_weigh(out, clue, match_clue_value(clue), "%zu %s", found, search->guess->date);
        return true;
    }
    if (!find_fitting(search, is_as_long, &found))
        return false;
    if (found > 0)
        located_add_number(out, CLUE_BY_RUNTIME, (long)found);
    return true;
}

bool special_find(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    if (guess->episode_count > 0 && !by_number_in_season(search, 0))
        return false;
    if (out->found == 0)
        return by_title_find(search, true) && (out->found > 0 || find_other_ways(search));
    /* Release groups number specials each in their own way, unless the name says S00. */
    double like = by_title_like(search, &out->episodes[0]);
    bool named = guess->season == 0 || like >= EVIDENCE_TITLE_NEAR;
    located_add(out, named ? CLUE_BY_SPECIAL : CLUE_BY_SPECIAL_NUMBER);
    return true;
}
