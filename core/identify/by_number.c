/* SPDX-License-Identifier: MIT */
#include "core/identify/by_number.h"

#include <string.h>

#include "core/identify/anime_list.h"
#include "core/identify/by_title.h"
#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/label.h"
#include "core/identify/later_season.h"
#include "core/identify/located.h"
#include "core/identify/order.h"
#include "core/journal/neighbours.h"
#include "matching/matching.h"

enum {
    BEYOND_MIN = 11, /* a lower number is always one of its season */
    SEVERAL_MAX =
        8, /* episodes that one number of an order may be; more are an error of the list */
};

bool by_number_in_season(const struct episode_search *search, int season)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    bool single = guess->episode_count == 1;
    size_t count;
    if (!episode_search_number(search, ORDER_AIRED, season, single ? guess->episodes[0] : -1,
                               &count))
        return false;
    const struct episode *rows = search->source->rows;
    for (size_t i = 0; i < out->count; i++) {
        for (size_t k = 0; k < count && out->episodes[i].season < 0; k++) {
            if (rows[k].number == guess->episodes[i])
                located_take(out, i, &rows[k]);
        }
    }
    return true;
}

bool by_number_in_order(const struct episode_search *search, enum episode_order order, int number,
                        struct episode *episode, size_t *count)
{
    episode->season = -1;
    if (!episode_search_number(search, order, search->guess->season, number, count))
        return false;
    if (*count > 0)
        *episode = search->source->rows[0];
    return true;
}

static bool find_absolutes(const struct episode_search *search, const int16_t *numbers)
{
    for (size_t i = 0; i < search->out->count; i++) {
        struct episode episode;
        if (!episode_search_absolute(search, numbers[i], &episode))
            return false;
        if (episode.season >= 0)
            located_take(search->out, i, &episode);
    }
    return true;
}

/* A number that its season does not have may be counted over the whole series. */
static bool find_beyond(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    bool anime = match_anime(search->series);
    if (guess->absolute_count == guess->episode_count) {
        if (!find_absolutes(search, guess->absolute))
            return false;
        located_add(out, out->found ? CLUE_BY_ABSOLUTE : CLUE_NO_ABSOLUTE);
        return true;
    }
    if (guess->season < 1 || guess->episodes[0] < BEYOND_MIN || (guess->season > 1 && !anime))
        return true;
    if (!find_absolutes(search, guess->episodes))
        return false;
    for (size_t i = 0; i < out->count; i++) {
        if (guess->season > 1 && out->episodes[i].season >= 0 &&
            out->episodes[i].season != guess->season) {
            out->episodes[i].season = -1;
            out->found--;
        }
    }
    out->beyond = out->found > 0;
    if (out->found)
        located_add(out, CLUE_BY_BEYOND);
    return true;
}

/* Under the title of a later season numbers count from the start of that season. */
static bool find_in_later_season(const struct episode_search *search, int season,
                                 const int16_t *numbers, enum clue_kind by)
{
    struct guess guess = *search->guess;
    struct episode_search again = *search;
    guess.season = season;
    guess.episode_count = (int)search->out->count;
    memmove(guess.episodes, numbers, search->out->count * sizeof(*numbers));
    again.guess = &guess;
    if (!by_number_in_season(&again, season))
        return false;
    located_add_number(search->out, by, season);
    return true;
}

/* ---- As the user says ---- */

/* What the order that the user says does not make sure. */
static void doubt_order(const struct episode_search *search, size_t merged)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    const char *order = order_word(search->order.order);
    if (merged > 1) {
        out->unordered = search->order.last;
        located_weigh(out, CLUE_ORDER_MERGED, match_clue_value(CLUE_ORDER_MERGED), "%zu %s", merged,
                      order);
    }
    for (size_t i = 0; i < out->count && search->order.order == ORDER_ABSOLUTE; i++) {
        int season = out->episodes[i].season;
        if (season < 0 || guess->season <= 1 || season == guess->season)
            continue;
        out->unordered = search->order.last;
        located_add_number(out, CLUE_ORDER_SEASON, season);
        return;
    }
}

/* The number is that of several episodes: the name means all of them. */
static void take_all(const struct episode_search *search, size_t count)
{
    struct located *out = search->out;
    out->count = count;
    out->found = 0;
    for (size_t i = 0; i < count; i++) {
        out->episodes[i].season = -1;
        located_take(out, i, &search->source->rows[i]);
    }
    located_add_number(out, CLUE_ORDER_SEVERAL, (long)count);
}

/* The numbers of the order that the user says. What it lacks is read as aired, but is not sure. */
static bool find_ordered(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    const int16_t *numbers = guess->episode_count > 0 ? guess->episodes : guess->absolute;
    size_t merged = 0;
    /* One by one: the rows of a whole season have the aired numbers. */
    for (size_t i = 0; i < out->count; i++) {
        struct episode episode;
        size_t count = 1;
        if (search->order.order == ORDER_ABSOLUTE
                ? !episode_search_absolute(search, numbers[i], &episode)
                : !by_number_in_order(search, search->order.order, numbers[i], &episode, &count))
            return false;
        if (episode.season >= 0)
            located_take(out, i, &episode);
        merged = count > merged ? count : merged;
    }
    if (out->found > 0) {
        located_add_text(out, CLUE_BY_ORDER, order_word(search->order.order));
        if (out->count == 1 && merged > 1 && merged <= SEVERAL_MAX)
            take_all(search, merged);
        else
            doubt_order(search, merged);
        return true;
    }
    if (guess->season < 0 || !by_number_in_season(search, guess->season))
        return guess->season < 0;
    if (out->found > 0) {
        out->unordered = search->order.last;
        located_add_text(out, CLUE_NOT_IN_ORDER, order_word(search->order.order));
    }
    return true;
}

/* The episode at a place of the list that the user points to; season -1 if there is none. */
static bool listed_episode(const struct episode_search *search, const struct anime_place *place,
                           struct episode *episode)
{
    size_t count = 0;
    episode->season = -1;
    if (place->place <= 0)
        return true;
    if (place->season < 0)
        return episode_search_absolute(search, place->place, episode);
    if (!episode_search_number(search, ORDER_AIRED, place->season, place->place, &count))
        return false;
    if (count > 0)
        *episode = search->source->rows[0];
    return true;
}

/* Numbers of an anime, which the list that the user points to has under this title. listed: it has,
 * and the catalogue has any of them there. */
static bool find_listed(const struct episode_search *search, const int16_t *numbers, bool *listed)
{
    const struct guess *guess = search->guess;
    struct anime_list *list = search->source->anime_list;
    struct located *out = search->out;
    struct anime_place places[MATCH_EPISODES_MAX] = {0};
    *listed = false;
    if (!list || !search->series->ids.tvdb || guess->season > 1 || !*guess->title)
        return true;
    for (size_t i = 0; i < out->count; i++)
        places[i].number = numbers[i];
    if (!anime_list_find(list, search->series->ids.tvdb, guess->title, places, out->count, listed,
                         search->err))
        return false;
    for (size_t i = 0; *listed && i < out->count; i++) {
        struct episode episode;
        if (!listed_episode(search, &places[i], &episode))
            return false;
        if (episode.season < 0)
            continue;
        char label[LABEL_EPISODE_MAX];
        label_episode(episode.season, episode.number, label);
        if (out->found == 0)
            located_add_text(out, CLUE_BY_ANIME_LIST, label);
        located_take(out, i, &episode);
    }
    *listed = out->found > 0;
    return true;
}

/* ---- As another file of the folder ---- */

/* Whether that file is of this series, and its name counts as this one does. */
static bool counts_alike(const struct episode_search *search, const struct neighbour *neighbour)
{
    const struct series_ids *ids = &search->series->ids;
    const struct series_ids *other = neighbour ? &neighbour->series : NULL;
    bool same = other && (ids->tvdb && other->tvdb ? ids->tvdb == other->tvdb
                                                   : ids->tvmaze && ids->tvmaze == other->tvmaze);
    return same && neighbour->named_number > 0 && neighbour->season > 0 &&
           neighbour->named_season == search->guess->season;
}

/* Keeps what was found if it is all. Returns true. */
static bool take_counted(struct located *out, bool *counted)
{
    *counted = out->found == out->count;
    if (*counted)
        located_add(out, CLUE_COUNTED_ON);
    for (size_t i = 0; i < out->count && !*counted; i++)
        out->episodes[i].season = -1;
    out->found = *counted ? out->count : 0;
    return true;
}

/* The numbers go on from the one just before or behind in the folder; from others there may be a
 * gap. After `S02E13` that was 3x01, `S02E14` is 3x02. counted: that season has all of them. */
static bool count_on(const struct episode_search *search, const int16_t *numbers, bool *counted)
{
    const struct neighbour *neighbour = search->source->neighbour;
    struct located *out = search->out;
    *counted = false;
    if (!counts_alike(search, neighbour))
        return true;
    if (search->guess->season < 0) {
        struct episode plain;
        if (!episode_search_absolute(search, neighbour->named_number, &plain))
            return false;
        if (plain.season == neighbour->season && plain.number == neighbour->number)
            return find_absolutes(search, numbers) && take_counted(out, counted);
    }
    int apart = numbers[0] - neighbour->named_number;
    for (size_t i = 0; i < out->count && (apart == 1 || apart == -1); i++) {
        size_t count;
        int number = neighbour->number + numbers[i] - neighbour->named_number;
        if (!episode_search_number(search, ORDER_AIRED, neighbour->season, number > 0 ? number : 0,
                                   &count))
            return false;
        if (count > 0)
            located_take(out, i, &search->source->rows[0]);
    }
    return take_counted(out, counted);
}

/* ---- As the name says ---- */

bool by_number_with_season(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    if (search->order.order != ORDER_AUTO && search->order.order != ORDER_AIRED)
        return find_ordered(search);
    bool listed;
    if (!find_listed(search, guess->episodes, &listed))
        return false;
    if (listed)
        return true;
    if (!by_number_in_season(search, guess->season))
        return false;
    bool counted = false;
    const struct neighbour *neighbour = search->source->neighbour;
    if (out->found == 0 && neighbour && neighbour->season > guess->season &&
        !count_on(search, guess->episodes, &counted))
        return false;
    if (counted)
        return true;
    /* Few seasons have an episode 0: then the title says which it is. */
    if (out->found == 0 && out->count == 1 && guess->episodes[0] == 0 && *guess->episode_title)
        return by_title_find_in(search, guess->season);
    if (out->found == 0)
        return find_beyond(search);
    int season_title = SEASON_TITLE_NONE;
    if (guess->season == 1 && match_anime(search->series) &&
        !later_season_title(search, &season_title))
        return false;
    return season_title == SEASON_TITLE_NONE || later_season_doubt(search, guess->episodes[0]);
}

/* 102 may be 1x02. */
static bool find_hundreds(const struct episode_search *search, int number, bool anime)
{
    size_t count;
    if (search->out->count > 1 || number < 101 || number % 100 == 0)
        return true;
    if (!episode_search_number(search, ORDER_AIRED, number / 100, number % 100, &count))
        return false;
    if (count > 0) {
        located_take(search->out, 0, &search->source->rows[0]);
        located_add(search->out, anime ? CLUE_BY_HUNDREDS_ANIME : CLUE_BY_HUNDREDS);
    }
    return true;
}

bool by_number_without_season(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    bool absolute = guess->absolute_count > 0;
    const int16_t *numbers = absolute ? guess->absolute : guess->episodes;
    bool listed;
    if (search->order.order == ORDER_ABSOLUTE)
        return find_ordered(search);
    if (!find_listed(search, numbers, &listed))
        return false;
    bool counted = false;
    if (!listed && !count_on(search, numbers, &counted))
        return false;
    if (listed || counted)
        return true;
    int season_title;
    if (!later_season_title(search, &season_title))
        return false;
    if (season_title > SEASON_TITLE_OF) {
        return find_in_later_season(search, season_title - SEASON_TITLE_OF, numbers,
                                    CLUE_BY_SEASON_TITLE);
    }
    int of_year = 0;
    int seasons = 0;
    bool anime = match_anime(search->series) || *guess->group;
    bool other_year = guess->year != search->series->year;
    if (guess->year && (other_year || anime || season_title != SEASON_TITLE_NONE) &&
        !later_season_of_year(search, &of_year, &seasons))
        return false;
    if (of_year > 1) {
        return find_in_later_season(search, of_year, numbers, CLUE_BY_SEASON_YEAR) &&
               (seasons == 1 || later_season_doubt(search, numbers[0]));
    }
    if (!find_absolutes(search, numbers))
        return false;
    bool first = true;
    for (size_t i = 0; i < out->count; i++)
        first = first && out->episodes[i].season <= 1;
    if (out->found == 0)
        return find_hundreds(search, numbers[0], anime);
    located_add(out, first      ? CLUE_NO_SEASON_FIRST
                     : anime    ? CLUE_NO_SEASON_ANIME
                     : absolute ? CLUE_NO_SEASON_COUNTED
                                : CLUE_NO_SEASON);
    bool doubtful = of_year ? seasons > 1 : season_title != SEASON_TITLE_NONE;
    return !doubtful || later_season_doubt(search, numbers[0]);
}

bool by_number_of_part(const struct episode_search *search)
{
    const struct guess *guess = search->guess;
    struct located *out = search->out;
    int season = guess->season >= 0 ? guess->season : 1;
    size_t count;
    if (!episode_search_number(search, ORDER_AIRED, season, guess->part, &count))
        return false;
    if (count == 0)
        return true;
    located_take(out, 0, &search->source->rows[0]);
    if (!episode_search_number(search, ORDER_AIRED, 2, -1, &count))
        return false;
    bool told = guess->season >= 0 || count == 0;
    located_add_number(out, told ? CLUE_BY_PART : CLUE_BY_PART_ANY, guess->part);
    return told || later_season_offer(search, guess->part);
}
