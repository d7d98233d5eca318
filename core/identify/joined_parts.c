/* SPDX-License-Identifier: MIT */
#include "core/identify/joined_parts.h"

#include <stddef.h>
#include <string.h>

#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/episode_title.h"
#include "core/identify/label.h"
#include "core/identify/located.h"
#include "matching/matching.h"

/* How many times as long as the catalogue lists the first part a file of both is; and a file of one
 * part at most: a slot of an hour has both parts of 42 minutes at 1.4. */
static const double both_share_min = 1.8;
static const double both_share_max = 2.2;
static const double one_share_max = 1.25;

/* What the name and the catalogue say. */
struct pair {
    struct episode first;
    struct episode second;
    bool parts; /* by their titles, of one episode */
    bool more;  /* there is a third part, or a third episode of the day */
    bool one_day;
};

/* The row with a number in the season of the first; false, with nothing taken, if there is none. */
static bool take_row(const struct episode_search *search, int number, struct episode *row,
                     bool *found)
{
    size_t count = 0;
    int season = search->out->episodes[0].season;
    *found = false;
    if (!episode_search_number(search, ORDER_AIRED, season, number, &count))
        return false;
    *found = count == 1 && !search->source->rows[0].special;
    if (*found)
        *row = search->source->rows[0];
    return true;
}

static bool find_pair(const struct episode_search *search, struct pair *pair, bool *found)
{
    struct episode third;
    bool is_third = false;
    pair->first = search->out->episodes[0];
    if (!take_row(search, pair->first.number + 1, &pair->second, found) || !*found)
        return !*found;
    if (!take_row(search, pair->first.number + 2, &third, &is_third))
        return false;
    const char *day = pair->first.airdate;
    pair->parts = episode_title_part(pair->first.title) == 1 &&
                  episode_title_goes_on(pair->first.title, pair->second.title);
    pair->one_day = *day && strcmp(pair->second.airdate, day) == 0;
    pair->more = is_third && (pair->parts ? episode_title_goes_on(pair->second.title, third.title)
                                          : strcmp(third.airdate, day) == 0);
    return true;
}

/* How many times as long as the catalogue lists it the file is; 0: unknown. */
static double share_of(const struct episode_search *search)
{
    int minutes = located_minutes(search->out, search->series);
    return minutes > 0 ? search->source->duration / (minutes * 60.0) : 0;
}

static void take_both(struct located *out, const struct pair *pair)
{
    out->count = 2;
    out->episodes[1].season = -1;
    located_take(out, 1, &pair->second);
    located_add(out, CLUE_BOTH_PARTS);
}

static void doubt(struct located *out, const struct pair *pair)
{
    char first[LABEL_EPISODE_MAX], second[LABEL_EPISODE_MAX];
    double certainty = match_clue_value(CLUE_PERHAPS_BOTH);
    certainty = out->certainty < certainty ? out->certainty : certainty;
    label_episode(pair->first.season, pair->first.number, first);
    label_episode(pair->second.season, pair->second.number, second);
    located_add_other(out, &pair->second);
    located_weigh(out, CLUE_PERHAPS_BOTH, certainty, "%s %s", first, second);
}

bool joined_parts_find(const struct episode_search *search)
{
    struct located *out = search->out;
    const char *title = search->guess->episode_title;
    const struct episode *first = &out->episodes[0];
    double share = share_of(search);
    if (out->count != 1 || out->found != 1 || first->special || first->season < 1 ||
        first->number < 1 || share <= one_share_max || out->beyond)
        return true;
    /* The name says which of them it is. */
    if (episode_title_part(title) > 0 || search->guess->part > 0)
        return true;
    bool twice = share >= both_share_min && share <= both_share_max;
    if (!twice && episode_title_part(first->title) != 1)
        return true;
    struct pair pair = {0};
    bool found;
    if (!find_pair(search, &pair, &found))
        return false;
    bool titled = *title && episode_title_same(title, first->title);
    if (!found || (*title && pair.parts && !titled))
        return true;
    if (pair.parts && twice && !pair.more)
        take_both(out, &pair);
    else if (pair.parts || (twice && pair.one_day && !pair.more && !titled))
        doubt(out, &pair);
    return true;
}
