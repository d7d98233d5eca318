/* SPDX-License-Identifier: MIT */
#include "core/identify/locate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/error.h"
#include "core/identify/anime_list.h"
#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/evidence.h"
#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/identify/lookup.h"
#include "core/identify/order.h"
#include "core/services/service.h"
#include "matching/matching.h"

enum {
    DAY = 24 * 60 * 60,
    BEYOND_MIN = 11, /* a lower number is always one of its season */
    NEW_DAYS = 400,  /* a series that aired an episode within these may air another */
};

struct request {
    const struct locate *locate;
    const struct series *series;
    const struct guess *guess;
    struct located *out;
    struct epi_error *err;
    struct order order; /* that its names follow */
};

/* ---- Asking a catalogue for episodes ---- */

/* Fills locate->rows. */
static bool ask(const struct request *request, const struct episode_query *query, size_t *count)
{
    const struct locate *locate = request->locate;
    const struct catalogue *catalogue = locate->catalogue;
    struct answer_cache cache = {locate->journal, catalogue->service->name,
                                 locate->config->language, locate->now, locate->anew};
    return lookup_episodes(catalogue, &cache, request->series, query, locate->rows, LOOKUP_ROWS_MAX,
                           count, request->err);
}

static bool ask_number(const struct request *request, enum episode_order order, int season,
                       int number, size_t *count)
{
    return ask(request, &(struct episode_query){.order = order, .season = season, .number = number},
               count);
}

/* This is the i-th episode that the name means. */
static void take(struct located *out, size_t i, const struct episode *episode)
{
    out->found += out->episodes[i].season < 0;
    out->episodes[i] = *episode;
}

static bool is_same(const struct episode *a, const struct episode *b)
{
    return a->season == b->season && a->number == b->number && a->tvdb == b->tvdb &&
           a->tvmaze == b->tvmaze;
}

/* The name may mean this one instead. */
static void add_other(struct located *out, const struct episode *episode)
{
    bool known = is_same(episode, &out->episodes[0]);
    for (size_t i = 0; i < out->other_count && !known; i++)
        known = is_same(episode, &out->others[i]);
    if (!known && out->other_count < LOCATED_OTHERS_MAX)
        out->others[out->other_count++] = *episode;
}

/* Replaces the episode that was found by a likelier one. */
static void prefer(struct located *out, const struct episode *episode)
{
    struct episode before = out->episodes[0];
    out->episodes[0] = *episode;
    add_other(out, &before);
}

/* ---- Counting ---- */

static int by_number(const void *a, const void *b)
{
    const struct episode *x = a;
    const struct episode *y = b;
    if (x->season != y->season)
        return x->season > y->season ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Drops specials and sorts the rest as they are counted. Returns how many remain. */
static size_t keep_regular(struct episode *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].season > 0 && rows[i].number > 0)
            rows[kept++] = rows[i];
    }
    qsort(rows, kept, sizeof(*rows), by_number);
    return kept;
}

/* Whether the rows, sorted, count from 1x01 on without a gap. */
static bool is_gapless(const struct episode *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool first = rows[i].number == 1 && rows[i].season == (i ? rows[i - 1].season + 1 : 1);
        bool next =
            i && rows[i].season == rows[i - 1].season && rows[i].number == rows[i - 1].number + 1;
        if (!first && !next)
            return false;
    }
    return true;
}

/* The n-th of the rows, sorted; in a series of one season the one with that number. NULL if they
 * cannot be counted, or end before. */
static const struct episode *count_to(const struct episode *rows, size_t count, int n)
{
    bool one_season = count > 0 && rows[0].season == rows[count - 1].season;
    for (size_t i = 0; one_season && i < count; i++) {
        if (rows[i].number == n)
            return &rows[i];
    }
    return !one_season && n > 0 && (size_t)n <= count && is_gapless(rows, count) ? &rows[n - 1]
                                                                                 : NULL;
}

/* The regular episodes of the whole series, as they are counted. */
static bool ask_regular(const struct request *request, size_t *count)
{
    if (!ask_number(request, ORDER_AIRED, -1, -1, count))
        return false;
    *count = keep_regular(request->locate->rows, *count);
    return true;
}

/* The n-th episode of the whole series; season -1 if there is none. */
static bool absolute_episode(const struct request *request, int n, struct episode *episode)
{
    struct episode *rows = request->locate->rows;
    size_t count;
    episode->season = -1;
    if (!ask_number(request, ORDER_ABSOLUTE, -1, n, &count))
        return false;
    if (count > 0) {
        *episode = rows[0];
        episode->absolute = n;
        return true;
    }
    if (!ask_regular(request, &count))
        return false;
    bool counted = false; /* the catalogue has absolute numbers, but not this one */
    for (size_t i = 0; i < count; i++)
        counted = counted || rows[i].absolute > 0;
    const struct episode *counted_to = counted ? NULL : count_to(rows, count, n);
    if (counted_to)
        *episode = *counted_to;
    return true;
}

/* ---- Ways of naming episodes ---- */

/* The numbers of one season in the aired order: one by its number, several from the season. */
static bool locate_season(const struct request *request, int season)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool single = guess->episode_count == 1;
    size_t count;
    if (!ask_number(request, ORDER_AIRED, season, single ? guess->episodes[0] : -1, &count))
        return false;
    const struct episode *rows = request->locate->rows;
    for (size_t i = 0; i < out->count; i++) {
        for (size_t k = 0; k < count && out->episodes[i].season < 0; k++) {
            if (rows[k].number == guess->episodes[i])
                take(out, i, &rows[k]);
        }
    }
    return true;
}

/* The episode with that number in an order; season -1 if there is none. count: how many it is. */
static bool ordered_episode(const struct request *request, enum episode_order order, int number,
                            struct episode *episode, size_t *count)
{
    episode->season = -1;
    if (!ask_number(request, order, request->guess->season, number, count))
        return false;
    if (*count > 0)
        *episode = request->locate->rows[0];
    return true;
}

static bool locate_absolutes(const struct request *request, const int16_t *numbers)
{
    for (size_t i = 0; i < request->out->count; i++) {
        struct episode episode;
        if (!absolute_episode(request, numbers[i], &episode))
            return false;
        if (episode.season >= 0)
            take(request->out, i, &episode);
    }
    return true;
}

/* A number that its season does not have may be counted over the whole series. */
static bool locate_beyond(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool anime = match_anime(request->series);
    if (guess->absolute_count == guess->episode_count) {
        if (!locate_absolutes(request, guess->absolute))
            return false;
        located_add(out, out->found ? CLUE_BY_ABSOLUTE : CLUE_NO_ABSOLUTE);
        return true;
    }
    if (guess->season < 1 || guess->episodes[0] < BEYOND_MIN || (guess->season > 1 && !anime))
        return true;
    if (!locate_absolutes(request, guess->episodes))
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

/* As match_season_title, but a series of one season has no later one that its title could mean, and
 * a season that it lacks is none that a title numbers. */
static bool ask_season_title(const struct request *request, int *season_title)
{
    size_t count;
    *season_title = match_season_title(request->guess, request->series);
    if (*season_title == SEASON_TITLE_NONE)
        return true;
    if (!ask_regular(request, &count))
        return false;
    const struct episode *rows = request->locate->rows;
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

/* The first season that began in the year of the name, 0 if there is none, and how many did. */
static bool ask_seasons_of_year(const struct request *request, int *season, int *seasons)
{
    const struct episode *rows = request->locate->rows;
    size_t count;
    *season = *seasons = 0;
    if (!ask_regular(request, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!begins_in(rows, i, request->guess->year))
            continue;
        *season = *seasons ? *season : rows[i].season;
        ++*seasons;
    }
    return true;
}

/* The name may mean the episode with that number in another season. Likelier is one that began in
 * the year of the name, then the second and the last. */
static bool offer_seasons(const struct request *request, int number)
{
    struct located *out = request->out;
    const struct episode *rows = request->locate->rows;
    size_t count;
    if (!ask_regular(request, &count))
        return false;
    int last = count > 0 ? rows[count - 1].season : 0;
    enum { OF_YEAR, SECOND, LAST, ANY, RANKS };
    for (int rank = OF_YEAR; rank < RANKS; rank++) {
        bool of_year = false;
        for (size_t i = 0; i < count; i++) {
            int season = rows[i].season;
            bool first = i == 0 || rows[i - 1].season != season;
            of_year = first ? begins_in(rows, i, request->guess->year) : of_year;
            if (rows[i].number == number &&
                (rank == ANY || (rank == OF_YEAR && of_year) || (rank == SECOND && season == 2) ||
                 (rank == LAST && season == last)))
                add_other(out, &rows[i]);
        }
    }
    return true;
}

static bool doubt_season(const struct request *request, int number)
{
    located_add(request->out, CLUE_LATER_SEASON);
    return offer_seasons(request, number);
}

/* Under the title of a later season numbers count from the start of that season. */
static bool locate_titled_season(const struct request *request, int season, const int16_t *numbers,
                                 enum clue_kind by)
{
    struct guess guess = *request->guess;
    struct request again = *request;
    guess.season = season;
    guess.episode_count = (int)request->out->count;
    memmove(guess.episodes, numbers, request->out->count * sizeof(*numbers));
    again.guess = &guess;
    if (!locate_season(&again, season))
        return false;
    located_add_number(request->out, by, season);
    return true;
}

/* What the order that the user says does not make sure. */
static void doubt_order(const struct request *request, size_t merged)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    const char *order = order_word(request->order.order);
    if (merged > 1) {
        out->unordered = request->order.last;
        located_weigh(out, CLUE_ORDER_MERGED, match_clue_value(CLUE_ORDER_MERGED), "%zu %s", merged,
                      order);
    }
    for (size_t i = 0; i < out->count && request->order.order == ORDER_ABSOLUTE; i++) {
        int season = out->episodes[i].season;
        if (season < 0 || guess->season <= 1 || season == guess->season)
            continue;
        out->unordered = request->order.last;
        located_add_number(out, CLUE_ORDER_SEASON, season);
        return;
    }
}

/* The numbers of the order that the user says. What it lacks is read as aired, but is not sure. */
static bool locate_ordered(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    const int16_t *numbers = guess->episode_count > 0 ? guess->episodes : guess->absolute;
    size_t merged = 0;
    /* One by one: the rows of a whole season have the aired numbers. */
    for (size_t i = 0; i < out->count; i++) {
        struct episode episode;
        size_t count = 1;
        if (request->order.order == ORDER_ABSOLUTE
                ? !absolute_episode(request, numbers[i], &episode)
                : !ordered_episode(request, request->order.order, numbers[i], &episode, &count))
            return false;
        if (episode.season >= 0)
            take(out, i, &episode);
        merged = count > merged ? count : merged;
    }
    if (out->found > 0) {
        located_add_text(out, CLUE_BY_ORDER, order_word(request->order.order));
        doubt_order(request, merged);
        return true;
    }
    if (guess->season < 0 || !locate_season(request, guess->season))
        return guess->season < 0;
    if (out->found > 0) {
        out->unordered = request->order.last;
        located_add_text(out, CLUE_NOT_IN_ORDER, order_word(request->order.order));
    }
    return true;
}

/* The episode at a place of the list that the user points to; season -1 if there is none. */
static bool listed_episode(const struct request *request, const struct anime_place *place,
                           struct episode *episode)
{
    size_t count = 0;
    episode->season = -1;
    if (place->place <= 0)
        return true;
    if (place->season < 0)
        return absolute_episode(request, place->place, episode);
    if (!ask_number(request, ORDER_AIRED, place->season, place->place, &count))
        return false;
    if (count > 0)
        *episode = request->locate->rows[0];
    return true;
}

/* Numbers of an anime, which the list that the user points to has under this title. listed: it has,
 * and the catalogue has any of them there. */
static bool locate_listed(const struct request *request, const int16_t *numbers, bool *listed)
{
    const struct guess *guess = request->guess;
    const char *path = request->locate->config->anime_list;
    struct located *out = request->out;
    struct anime_place places[MATCH_EPISODES_MAX] = {0};
    *listed = false;
    if (!*path || !request->series->ids.tvdb || guess->season > 1 || !*guess->title)
        return true;
    for (size_t i = 0; i < out->count; i++)
        places[i].number = numbers[i];
    if (!anime_list_find(path, request->series->ids.tvdb, guess->title, places, out->count, listed,
                         request->err))
        return false;
    for (size_t i = 0; *listed && i < out->count; i++) {
        struct episode episode;
        if (!listed_episode(request, &places[i], &episode))
            return false;
        if (episode.season < 0)
            continue;
        char label[LABEL_EPISODE_MAX];
        label_episode(episode.season, episode.number, label);
        if (out->found == 0)
            located_add_text(out, CLUE_BY_ANIME_LIST, label);
        take(out, i, &episode);
    }
    *listed = out->found > 0;
    return true;
}

static bool locate_numbers(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    if (request->order.order != ORDER_AUTO && request->order.order != ORDER_AIRED)
        return locate_ordered(request);
    bool listed;
    if (!locate_listed(request, guess->episodes, &listed))
        return false;
    if (listed)
        return true;
    if (!locate_season(request, guess->season))
        return false;
    if (out->found == 0)
        return locate_beyond(request);
    int season_title = SEASON_TITLE_NONE;
    if (guess->season == 1 && match_anime(request->series) &&
        !ask_season_title(request, &season_title))
        return false;
    return season_title == SEASON_TITLE_NONE || doubt_season(request, guess->episodes[0]);
}

/* 102 may be 1x02. */
static bool locate_hundreds(const struct request *request, int number, bool anime)
{
    size_t count;
    if (request->out->count > 1 || number < 101 || number % 100 == 0)
        return true;
    if (!ask_number(request, ORDER_AIRED, number / 100, number % 100, &count))
        return false;
    if (count > 0) {
        take(request->out, 0, &request->locate->rows[0]);
        located_add(request->out, anime ? CLUE_BY_HUNDREDS_ANIME : CLUE_BY_HUNDREDS);
    }
    return true;
}

/* Numbers without a season: over the whole series, or of its first or only season. */
static bool locate_unseasoned(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool absolute = guess->absolute_count > 0;
    const int16_t *numbers = absolute ? guess->absolute : guess->episodes;
    bool listed;
    if (!locate_listed(request, numbers, &listed))
        return false;
    if (listed)
        return true;
    int season_title;
    if (!ask_season_title(request, &season_title))
        return false;
    if (season_title > SEASON_TITLE_OF) {
        return locate_titled_season(request, season_title - SEASON_TITLE_OF, numbers,
                                    CLUE_BY_SEASON_TITLE);
    }
    int of_year = 0;
    int seasons = 0;
    bool anime = match_anime(request->series) || *guess->group;
    bool other_year = guess->year != request->series->year;
    if (guess->year && (other_year || anime || season_title != SEASON_TITLE_NONE) &&
        !ask_seasons_of_year(request, &of_year, &seasons))
        return false;
    if (of_year > 1) {
        return locate_titled_season(request, of_year, numbers, CLUE_BY_SEASON_YEAR) &&
               (seasons == 1 || doubt_season(request, numbers[0]));
    }
    if (!locate_absolutes(request, numbers))
        return false;
    bool first = true;
    for (size_t i = 0; i < out->count; i++)
        first = first && out->episodes[i].season <= 1;
    if (out->found == 0)
        return locate_hundreds(request, numbers[0], anime);
    located_add(out, first      ? CLUE_NO_SEASON_FIRST
                     : anime    ? CLUE_NO_SEASON_ANIME
                     : absolute ? CLUE_NO_SEASON_COUNTED
                                : CLUE_NO_SEASON);
    bool doubtful = of_year ? seasons > 1 : season_title != SEASON_TITLE_NONE;
    return !doubtful || doubt_season(request, numbers[0]);
}

/* The title of an episode without that of the series before it, both folded; the whole of it if it
 * does not begin so. */
static const char *without_series(const char *title, const char *series)
{
    size_t len = strlen(series);
    return len > 0 && strncmp(title, series, len) == 0 && title[len] == ' ' ? title + len + 1
                                                                            : title;
}

/* How alike (0..1) the title of an episode is to the one in the name, which may lack the title of
 * the series before it, words in brackets at its end, and, of a special, the word for it. */
static double title_like(const struct request *request, const struct episode *episode)
{
    const struct guess *guess = request->guess;
    char wanted[MATCH_TITLE_MAX + sizeof(" Special")];
    char bare[MATCH_TITLE_MAX];
    char title[MATCH_TITLE_MAX];
    char series[MATCH_TITLE_MAX];
    double like = match_similarity(episode->title, guess->episode_title);
    if (like >= EVIDENCE_TITLE_SAME)
        return like;
    snprintf(bare, sizeof(bare), "%s", episode->title);
    char *bracket = strrchr(bare, '(');
    if (bracket && bracket > bare && bare[strlen(bare) - 1] == ')') {
        *bracket = '\0';
        like = fmax(like, match_similarity(bare, guess->episode_title));
    }
    match_fold(bare, title, sizeof(title));
    match_fold(request->series->title, series, sizeof(series));
    const char *rest = without_series(title, series);
    if (rest != title)
        like = fmax(like, match_similarity(rest, guess->episode_title));
    if (guess->special) {
        snprintf(wanted, sizeof(wanted), "%s Special", guess->episode_title);
        like = fmax(like, fmax(match_similarity(title, wanted), match_similarity(rest, wanted)));
    }
    return like;
}

/* The index of the row whose title is most like it, and how much; -1 if none is at all. */
static int best_title(const struct request *request, size_t count, double *like)
{
    const struct episode *rows = request->locate->rows;
    int best = -1;
    *like = 0;
    for (size_t i = 0; i < count; i++) {
        double this_like = title_like(request, &rows[i]);
        if (this_like > *like) {
            *like = this_like;
            best = (int)i;
        }
    }
    return best;
}

static bool ask_date(const struct request *request, const char *date, size_t *count)
{
    struct episode_query query = {.order = ORDER_AIRED, .season = -1, .number = -1};
    snprintf(query.date, sizeof(query.date), "%s", date);
    return ask(request, &query, count);
}

/* Nothing was aired on the day: the date may be that of another time zone, if one of the two days
 * beside it has an episode, and only one. */
static bool locate_next_day(const struct request *request)
{
    struct located *out = request->out;
    struct episode near = {.season = -1};
    int64_t day = clock_days_of(request->guess->date);
    size_t found = 0;
    for (int64_t beside = day - 1; beside <= day + 1; beside += 2) {
        char date[CLOCK_DATE_SIZE];
        size_t count;
        clock_date_of(beside, date);
        if (!ask_date(request, date, &count))
            return false;
        if (count > 0)
            near = request->locate->rows[0];
        found += count;
    }
    if (found != 1)
        return true;
    take(out, 0, &near);
    located_add(out, CLUE_BY_DAY_OFF);
    return true;
}

static bool locate_date(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    size_t count;
    if (!ask_date(request, guess->date, &count))
        return false;
    if (count == 0)
        return locate_next_day(request);
    double like;
    int best = best_title(request, count, &like);
    bool titled = count > 1 && *guess->episode_title && like >= EVIDENCE_TITLE_SAME;
    take(out, 0, &request->locate->rows[titled ? best : 0]);
    if (count == 1 || titled) {
        located_add(out, CLUE_BY_DATE);
    } else {
        located_weigh(out, CLUE_BY_DATES, match_clue_value(CLUE_BY_DATES), "%zu %s", count,
                      guess->date);
    }
    return true;
}

static bool locate_part(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    int season = guess->season >= 0 ? guess->season : 1;
    size_t count;
    if (!ask_number(request, ORDER_AIRED, season, guess->part, &count))
        return false;
    if (count == 0)
        return true;
    take(out, 0, &request->locate->rows[0]);
    if (!ask_number(request, ORDER_AIRED, 2, -1, &count))
        return false;
    bool told = guess->season >= 0 || count == 0;
    located_add_number(out, told ? CLUE_BY_PART : CLUE_BY_PART_ANY, guess->part);
    return told || offer_seasons(request, guess->part);
}

/* How many rows have just this title. */
static size_t count_titles(const struct request *request, size_t count)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += title_like(request, &request->locate->rows[i]) >= EVIDENCE_TITLE_SAME;
    return same;
}

/* An episode that is named by its title, or a special whose number the catalogue does not have. A
 * special is first looked for among the specials. */
static bool locate_title(const struct request *request, bool special)
{
    struct located *out = request->out;
    const struct episode *rows = request->locate->rows;
    size_t count;
    double like = 0;
    int best = -1;
    if (!*request->guess->episode_title)
        return true;
    for (int season = special ? 0 : -1; season >= -1 && like < EVIDENCE_TITLE_SAME; season--) {
        if (!ask_number(request, ORDER_AIRED, season, -1, &count))
            return false;
        best = best_title(request, count, &like);
    }
    if (best < 0 || like < EVIDENCE_TITLE_SAME)
        return true;
    size_t same = count_titles(request, count);
    take(out, 0, &rows[best]);
    if (same > 1)
        located_add_number(out, CLUE_BY_TITLES, (long)same);
    else
        located_add(out, like > 0.95 ? CLUE_BY_TITLE : CLUE_BY_TITLE_NEAR);
    return true;
}

static bool locate_special(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    if (guess->episode_count > 0 && !locate_season(request, 0))
        return false;
    if (out->found == 0)
        return locate_title(request, true);
    /* Release groups number specials each in their own way, unless the name says S00. */
    double like = title_like(request, &out->episodes[0]);
    bool named = guess->season == 0 || like >= EVIDENCE_TITLE_NEAR;
    located_add(out, named ? CLUE_BY_SPECIAL : CLUE_BY_SPECIAL_NUMBER);
    return true;
}

size_t locate_wanted(const struct guess *guess)
{
    if (guess->kind != GUESS_EPISODE || guess->season_pack)
        return 0;
    if (guess->episode_count > 0)
        return (size_t)guess->episode_count;
    if (guess->absolute_count > 0)
        return (size_t)guess->absolute_count;
    return *guess->date || guess->part > 0 || *guess->episode_title ? 1 : 0;
}

/* Whether a word for a special in the name is one of the title: "Special Unit". */
static bool is_titled_special(const struct series *series)
{
    static const char *const words[] = {"special", "specials", "ova", "oad", "ona"};
    char title[MATCH_TITLE_MAX];
    match_fold(series->title, title, sizeof(title));
    for (const char *word = title; *word;) {
        size_t len = strcspn(word, " ");
        for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
            if (strlen(words[i]) == len && strncmp(word, words[i], len) == 0)
                return true;
        }
        word += len + (word[len] == ' ');
    }
    return false;
}

static bool locate_any(const struct request *request)
{
    const struct guess *guess = request->guess;
    bool special = guess->special && guess->season < 0 && !*guess->date;
    if (guess->season == 0 || (special && !is_titled_special(request->series)))
        return locate_special(request);
    if (guess->season > 0 && guess->episode_count > 0)
        return locate_numbers(request);
    if (*guess->date)
        return locate_date(request);
    if (guess->episode_count > 0 || guess->absolute_count > 0) {
        return request->order.order == ORDER_ABSOLUTE ? locate_ordered(request)
                                                      : locate_unseasoned(request);
    }
    return guess->part > 0 ? locate_part(request) : locate_title(request, false);
}

/* ---- Other readings of the number ---- */

/* Weighs another reading that the catalogue has as well, or in place of the first one. */
static void weigh_other(const struct request *request, const struct episode *other,
                        double certainty)
{
    struct located *out = request->out;
    const struct episode *first = &out->episodes[0];
    const char *title = request->guess->episode_title;
    char label[LABEL_EPISODE_MAX];
    label_episode(other->season, other->number, label);
    if (out->found == 0) {
        take(out, 0, other);
        double other_certain = match_clue_value(CLUE_READ_AS);
        certainty = certainty < other_certain ? certainty : other_certain;
        located_weigh(out, CLUE_READ_AS, certainty, "%s", label);
        return;
    }
    if (other->season == first->season && other->number == first->number)
        return;
    double like = *title ? match_similarity(first->title, title) : 0;
    if (*title && match_similarity(other->title, title) >= EVIDENCE_TITLE_SAME &&
        like < EVIDENCE_TITLE_SAME) {
        prefer(out, other);
        located_add_text(out, CLUE_READ_BY_TITLE, label);
    } else if (like < EVIDENCE_TITLE_SAME) {
        add_other(out, other);
        located_add_text(out, CLUE_READ_ALSO, label);
    }
}

/* Looks for the other readings of an ambiguous number: "108" may be 1x08. */
static bool locate_others(const struct request *request)
{
    const struct guess *guess = request->guess;
    if (guess->alternative_count == 0 || request->out->count != 1)
        return true;
    CLEANUP(cleanup_free) struct located *other = calloc(1, sizeof(*other));
    if (!other)
        return error_memory(request->err);
    struct episode first = request->out->episodes[0];
    for (int i = 0; i < guess->alternative_count; i++) {
        struct guess reading = *guess;
        struct request again = *request;
        again.guess = &reading;
        again.out = other;
        reading.season = guess->alternatives[i].season;
        reading.episode_count = reading.season >= 0;
        reading.absolute_count = reading.season < 0;
        reading.episodes[0] = reading.absolute[0] = guess->alternatives[i].episode;
        *other = (struct located){.count = 1, .certainty = 1};
        other->episodes[0].season = -1;
        if (!locate_any(&again))
            return false;
        if (other->found > 0 && !other->beyond)
            weigh_other(request, &other->episodes[0], other->certainty);
    }
    const struct episode *now = &request->out->episodes[0];
    bool same = now->season == first.season && now->number == first.number;
    request->out->decided =
        request->out->found > 0 && (same || first.season < 0) && request->out->certainty > 0.7;
    if (request->out->decided && request->out->certainty < match_clue_value(CLUE_READ_ONLY))
        located_add(request->out, CLUE_READ_ONLY);
    return true;
}

/* ---- The title of the episode ---- */

/* The title is that of other, and not of the episode with the number: it may follow the DVD order,
 * or one of the two is wrong. */
static bool weigh_contradiction(const struct request *request, const struct episode *other)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    struct episode on_dvd = {.season = -1};
    char label[LABEL_EPISODE_MAX];
    size_t count;
    if (request->order.order == ORDER_AUTO &&
        !ordered_episode(request, ORDER_DVD, guess->episodes[0], &on_dvd, &count))
        return false;
    if (on_dvd.season >= 0 && title_like(request, &on_dvd) >= EVIDENCE_TITLE_SAME) {
        prefer(out, &on_dvd);
        located_add(out, CLUE_DVD_TITLE);
        evidence_title(1, out);
        return true;
    }
    out->mistitled = true;
    add_other(out, other);
    located_add_text(out, CLUE_OTHER_TITLE, label_episode(other->season, other->number, label));
    return true;
}

/* Compares the title of the episode; if it is another one, looks for it in the whole series. */
static bool weigh_title(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    const struct episode *first = &out->episodes[0];
    if (!*guess->episode_title || !*first->title || out->count > 1)
        return true;
    double like = title_like(request, first);
    if (like < EVIDENCE_TITLE_SAME && guess->season > 0 && guess->episode_count == 1) {
        size_t count;
        double best_like;
        if (!ask_number(request, ORDER_AIRED, -1, -1, &count))
            return false;
        int best = best_title(request, count, &best_like);
        if (best >= 0 && best_like >= EVIDENCE_TITLE_SAME) {
            struct episode other = request->locate->rows[best];
            if (other.season != first->season || other.number != first->number)
                return weigh_contradiction(request, &other);
        }
    }
    evidence_title(like, out);
    if (out->titled && out->beyond)
        located_add(out, CLUE_BEYOND_TITLED);
    return true;
}

/* An episode that is not aired yet can hardly be watched, unless it has the very title. */
static void doubt_future(const struct request *request)
{
    struct located *out = request->out;
    for (size_t i = 0; i < out->count && !out->titled; i++) {
        const struct episode *episode = &out->episodes[i];
        if (episode->season < 0 || clock_days_of(episode->airdate) <= request->locate->now / DAY)
            continue;
        double future = match_clue_value(CLUE_FUTURE);
        future = out->certainty < future ? out->certainty : future;
        located_weigh(out, CLUE_FUTURE, future, "%s", episode->airdate);
        return;
    }
}

/* ---- One series ---- */

bool locate_episodes(const struct locate *locate, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err)
{
    struct request request = {
        .locate = locate, .series = series, .guess = guess, .out = located, .err = err};
    request.order = order_of(locate->config, locate->journal, &series->ids);
    if (!request.order.said && locate->order)
        request.order.order = *locate->order;
    memset(located, 0, sizeof(*located));
    located->count = locate_wanted(guess);
    located->certainty = 1;
    for (size_t i = 0; i < located->count; i++)
        located->episodes[i].season = -1;
    if (!locate_any(&request) || !locate_others(&request))
        return false;
    if (located->found == 0) {
        evidence_missing(guess, located);
        return true;
    }
    if (!weigh_title(&request))
        return false;
    doubt_future(&request);
    evidence_found(guess, series, locate->duration, located);
    return true;
}

/* Whether a series of which no episode is listed may just have begun: one that began years ago is
 * an entry that nobody fills. */
static bool may_have_begun(const struct series *series, int64_t now)
{
    char today[CLOCK_DATE_SIZE];
    clock_date_of(now / DAY, today);
    return series->year == 0 || series->year + 1 >= (int)strtol(today, NULL, 10);
}

bool locate_may_be_new(const struct locate *locate, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err)
{
    struct request request = {.locate = locate, .series = series, .guess = guess, .err = err};
    size_t count;
    if (!ask_regular(&request, &count))
        return false;
    int64_t latest = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t day = clock_days_of(locate->rows[i].airdate);
        latest = day > latest ? day : latest;
    }
    const struct episode *last = count > 0 ? &locate->rows[count - 1] : NULL;
    int number = guess->episode_count > 0 ? guess->episodes[0] : 0;
    bool beyond = !last || *guess->date || guess->season > last->season ||
                  (guess->season == last->season && number > last->number);
    bool goes_on =
        last ? latest + NEW_DAYS > locate->now / DAY : may_have_begun(series, locate->now);
    *may_be = beyond && goes_on;
    return true;
}
