/* SPDX-License-Identifier: MIT */
#include "core/identify/later_season.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/located.h"
#include "matching/matching.h"

bool later_season_title(const struct episode_search *search, int *season_title)
{
    size_t count;
    *season_title = match_season_title(search->guess, search->series);
    if (*season_title == SEASON_TITLE_NONE)
        return true;
    if (!episode_search_regular(search, &count))
        return false;
    const struct episode *rows = search->source->rows;
    int numbered = *season_title - SEASON_TITLE_OF;
    bool has_it = false;
    for (size_t i = 0; i < count; i++)
        has_it = has_it || rows[i].season == numbered;
    if (numbered > 0 && !has_it)
        *season_title = SEASON_TITLE_NUMBERED;
    else if (*season_title == SEASON_TITLE_SUBTITLE && (count == 0 || rows[count - 1].season < 2))
        *season_title = SEASON_TITLE_NONE;
    return true;
}

/* Whether row i is the first of its season, and that began in the year. */
static bool begins_in(const struct episode *rows, size_t i, int year)
{
    char prefix[16];
    snprintf(prefix, sizeof(prefix), "%d-", year);
    bool first = i == 0 || rows[i - 1].season != rows[i].season;
    return first && strncmp(rows[i].airdate, prefix, strlen(prefix)) == 0;
}

bool later_season_of_year(const struct episode_search *search, int *season, int *seasons)
{
    const struct episode *rows = search->source->rows;
    size_t count;
    *season = *seasons = 0;
    if (!episode_search_regular(search, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!begins_in(rows, i, search->guess->year))
            continue;
        *season = *seasons ? *season : rows[i].season;
        ++*seasons;
    }
    return true;
}

/* Which season a name is likelier to mean than others. */
enum season_rank { OF_YEAR, HINTED, SECOND, THIRD, LAST, ANY, RANKS };

/* What a name says of its season, and which the series has. */
struct season_signs {
    int hint;       /* a season, 0: none */
    int last;       /* of the series */
    bool continues; /* the title has more words than one of the series */
};

static bool has_rank(const struct season_signs *signs, enum season_rank rank, int season,
                     bool of_year)
{
    return rank == ANY || (rank == OF_YEAR && of_year) ||
           (rank == HINTED && season == signs->hint) || (rank == SECOND && season == 2) ||
           (rank == THIRD && season == 3 && signs->continues) ||
           (rank == LAST && season == signs->last);
}

bool later_season_offer(const struct episode_search *search, int number)
{
    struct located *out = search->out;
    const struct episode *rows = search->source->rows;
    size_t count;
    if (!episode_search_regular(search, &count))
        return false;
    struct season_signs signs = {
        .hint = match_season_hint(search->guess),
        .last = count > 0 ? rows[count - 1].season : 0,
        .continues = match_season_continues(search->guess, search->series),
    };
    if (signs.hint == SEASON_LAST)
        signs.hint = signs.last;
    for (enum season_rank rank = OF_YEAR; rank < RANKS; rank++) {
        bool of_year = false;
        for (size_t i = 0; i < count; i++) {
            bool first = i == 0 || rows[i - 1].season != rows[i].season;
            of_year = first ? begins_in(rows, i, search->guess->year) : of_year;
            if (rows[i].number == number && has_rank(&signs, rank, rows[i].season, of_year))
                located_add_other(out, &rows[i]);
        }
    }
    return true;
}

bool later_season_doubt(const struct episode_search *search, int number)
{
    struct located *out = search->out;
    located_add(out, CLUE_LATER_SEASON);
    if (!later_season_offer(search, number))
        return false;
    if (out->count == 1 && out->episodes[0].season == 1 && !*search->guess->episode_title &&
        match_season_continues(search->guess, search->series))
        located_put_last(out);
    return true;
}
