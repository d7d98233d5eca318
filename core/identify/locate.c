/* SPDX-License-Identifier: MIT */
#include "core/identify/locate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/identify/learnt.h"

/* What the episodes found say for a series, as match_rank weighs. */
#define W_MISSING         (-3.5) /* there is no such number */
#define W_MISSING_DATE    (-5.0) /* nothing was aired on that day */
#define W_MISSING_SPECIAL (-0.3) /* catalogues differ on specials */
#define W_COMMON          0.2    /* there is such an episode, as in most series */
#define W_RARE            1.0    /* there is, as in few */
#define W_BEYOND          (-2.5) /* not in its season, but counted over the series */
#define W_BEYOND_ANIME    (-0.7)
#define W_DATE            3.0
#define W_TITLE           3.5
#define W_TITLE_NEAR      1.5
#define W_TITLE_OTHER     (-0.7) /* little: it may be a translation */
#define W_AIRED_THEN      5.5    /* the year in the name is not the series', but the episode's */

#define TITLE_SAME        0.85
#define TITLE_NEAR        0.6
#define TITLE_OTHER       0.5

enum {
    DAY = 24 * 60 * 60,
    BEYOND_MIN = 11, /* a lower number is one of its season */
    NEW_DAYS = 400,  /* a series with an episode within these may have another */
};

struct request {
    const struct locate *locate;
    const struct series *series;
    const struct guess *guess;
    struct located *out;
    struct epi_error *err;
};

/* ---- Asking a catalogue for episodes ---- */

/* Fills locate->rows. */
static bool ask(const struct request *request, const struct episode_query *query, size_t *count)
{
    const struct locate *locate = request->locate;
    const struct resolve_catalogue *catalogue = locate->catalogue;
    bool single = query->number >= 0 || *query->date;
    struct learnt learnt = {locate->journal, catalogue->service->name, locate->config->language,
                            locate->now};
    if (single && learnt_episodes(&learnt, &request->series->ids, query, locate->rows, count))
        return true;
    *count = 0;
    if (!catalogue->service->episodes(catalogue->session, request->series, query, locate->rows,
                                      LOCATE_ROWS_MAX, count, request->err))
        return false;
    if (single)
        learnt_keep_episodes(&learnt, &request->series->ids, query, locate->rows, *count);
    return true;
}

static bool ask_number(const struct request *request, enum service_order order, int season,
                       int number, size_t *count)
{
    return ask(request, &(struct episode_query){.order = order, .season = season, .number = number},
               count);
}

static void __attribute__((format(printf, 2, 3)))
explain(struct located *located, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t used = strlen(located->reason);
    if (used > 0 && used + 3 < sizeof(located->reason))
        used += (size_t)snprintf(located->reason + used, sizeof(located->reason) - used, "; ");
    vsnprintf(located->reason + used, sizeof(located->reason) - used, format, arguments);
    va_end(arguments);
}

static void take(struct located *out, size_t i, const struct episode *episode)
{
    out->found += out->episodes[i].season < 0;
    out->episodes[i] = *episode;
}

/* ---- Counting ---- */

static int by_number(const void *a, const void *b)
{
    const struct episode *x = a;
    const struct episode *y = b;
    return x->season != y->season ? (x->season > y->season) - (x->season < y->season)
                                  : (x->number > y->number) - (x->number < y->number);
}

/* Keeps regular episodes, in the order in which they are counted. */
static size_t keep_regular(struct episode *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].season > 0 && rows[i].number > 0)
            rows[kept++] = rows[i];
    qsort(rows, kept, sizeof(*rows), by_number);
    return kept;
}

/* The n-th episode of the whole series; season -1 where there is none. */
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
    if (!ask_number(request, ORDER_AIRED, -1, -1, &count))
        return false;
    count = keep_regular(rows, count);
    bool counted = false; /* the catalogue has absolute numbers, and not this one */
    for (size_t i = 0; i < count; i++)
        counted = counted || rows[i].absolute > 0;
    if (!counted && n > 0 && (size_t)n <= count)
        *episode = rows[n - 1];
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
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < count && out->episodes[i].season < 0; k++)
            if (rows[k].number == guess->episodes[i] || (single && count == 1))
                take(out, i, &rows[k]);
    return true;
}

/* The same by the DVD's numbers, which the rows found do not tell. */
static bool locate_dvd(const struct request *request, struct located *out)
{
    const struct guess *guess = request->guess;
    for (size_t i = 0; i < out->count; i++) {
        size_t count;
        if (!ask_number(request, ORDER_DVD, guess->season, guess->episodes[i], &count))
            return false;
        if (count > 0)
            take(out, i, &request->locate->rows[0]);
    }
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

/* A season's number that is not there may be counted over the whole series. */
static bool locate_beyond(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool anime = match_anime(request->series);
    if (guess->absolute_count == guess->episode_count) {
        if (!locate_absolutes(request, guess->absolute))
            return false;
        explain(out, out->found ? "found by its absolute number" : "no such absolute number");
        return true;
    }
    if (guess->season < 1 || guess->episodes[0] < BEYOND_MIN || (guess->season > 1 && !anime))
        return true;
    if (!locate_absolutes(request, guess->episodes))
        return false;
    for (size_t i = 0; i < out->count; i++)
        if (guess->season > 1 && out->episodes[i].season >= 0 &&
            out->episodes[i].season != guess->season) {
            out->episodes[i].season = -1;
            out->found--;
        }
    out->certainty = anime ? 0.95 : 0.8;
    out->beyond = out->found > 0;
    if (out->found)
        explain(out, "counted over the whole series");
    return true;
}

/* As match_season_title, but where a series has one season there is no later one. */
static bool ask_part(const struct request *request, int *part)
{
    size_t count;
    *part = match_season_title(request->guess, request->series);
    if (*part == SEASON_TITLE_NONE)
        return true;
    if (!ask_number(request, ORDER_AIRED, 2, 1, &count))
        return false;
    if (count == 0)
        *part = *part == SEASON_TITLE_SUBTITLE ? SEASON_TITLE_NONE : SEASON_TITLE_NUMBERED;
    return true;
}

static void doubt_part(struct located *out)
{
    out->certainty = 0.7;
    explain(out, "the title may be a later season's");
}

/* Numbers under the title of a later season count from its begin. */
static bool locate_titled_season(const struct request *request, int season, const int16_t *numbers)
{
    struct guess guess = *request->guess;
    struct request again = *request;
    guess.season = season;
    guess.episode_count = (int)request->out->count;
    memmove(guess.episodes, numbers, request->out->count * sizeof(*numbers));
    again.guess = &guess;
    if (!locate_season(&again, season))
        return false;
    request->out->certainty = 0.95;
    explain(request->out, "season %d by its title", season);
    return true;
}

static bool locate_numbers(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool dvd = strcmp(request->locate->config->order, "dvd") == 0 && guess->season > 0;
    if (dvd) {
        if (!locate_dvd(request, out))
            return false;
        if (out->found > 0)
            explain(out, "by the DVD order");
    }
    if (out->found == 0 && !locate_season(request, guess->season))
        return false;
    if (out->found == 0)
        return locate_beyond(request);
    int part = SEASON_TITLE_NONE;
    if (guess->season == 1 && match_anime(request->series) && !ask_part(request, &part))
        return false;
    if (part != SEASON_TITLE_NONE)
        doubt_part(out);
    return true;
}

/* 102 may be the second of season 1 after all. */
static bool locate_hundreds(const struct request *request, int number, bool anime)
{
    size_t count;
    if (request->out->count > 1 || number < 101 || number % 100 == 0)
        return true;
    if (!ask_number(request, ORDER_AIRED, number / 100, number % 100, &count))
        return false;
    if (count > 0) {
        take(request->out, 0, &request->locate->rows[0]);
        request->out->certainty = anime ? 0.7 : 0.92;
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
    int part;
    if (!ask_part(request, &part))
        return false;
    if (part > SEASON_TITLE_OF)
        return locate_titled_season(request, part - SEASON_TITLE_OF, numbers);
    if (!locate_absolutes(request, numbers))
        return false;
    bool first = true;
    for (size_t i = 0; i < out->count; i++)
        first = first && out->episodes[i].season <= 1;
    bool anime = match_anime(request->series) || *guess->group;
    if (out->found == 0)
        return locate_hundreds(request, numbers[0], anime);
    out->certainty = first ? 0.97 : anime ? 0.96 : absolute ? 0.9 : 0.8;
    if (part != SEASON_TITLE_NONE)
        doubt_part(out);
    return true;
}

/* The index of the row whose title is most like it, or -1; like tells how much. */
static int best_title(const struct episode *rows, size_t count, const char *title, double *like)
{
    int best = -1;
    *like = 0;
    for (size_t i = 0; i < count; i++) {
        double this_like = match_similarity(rows[i].title, title);
        if (this_like > *like) {
            *like = this_like;
            best = (int)i;
        }
    }
    return best;
}

static bool locate_date(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    struct episode_query query = {.order = ORDER_AIRED, .season = -1, .number = -1};
    memcpy(query.date, guess->date, sizeof(query.date));
    size_t count;
    if (!ask(request, &query, &count))
        return false;
    if (count == 0)
        return true;
    double like;
    int best = best_title(request->locate->rows, count, guess->episode_title, &like);
    bool titled = count > 1 && *guess->episode_title && like >= TITLE_SAME;
    take(out, 0, &request->locate->rows[titled ? best : 0]);
    out->certainty = count == 1 || titled ? 0.98 : 0.5;
    if (count > 1 && !titled)
        explain(out, "%zu episodes were aired on %s", count, guess->date);
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
    out->certainty = guess->season >= 0 || count == 0 ? 0.96 : 0.6;
    explain(out, "part %d", guess->part);
    return true;
}

/* A special that is named by its title, or whose number its catalogue does not have. */
static bool locate_title(const struct request *request)
{
    struct located *out = request->out;
    const char *title = request->guess->episode_title;
    size_t count;
    double like;
    if (!*title)
        return true;
    if (!ask_number(request, ORDER_AIRED, 0, -1, &count))
        return false;
    int best = best_title(request->locate->rows, count, title, &like);
    if (like < TITLE_SAME) {
        if (!ask_number(request, ORDER_AIRED, -1, -1, &count))
            return false;
        best = best_title(request->locate->rows, count, title, &like);
    }
    if (best < 0 || like < TITLE_SAME)
        return true;
    take(out, 0, &request->locate->rows[best]);
    out->certainty = like > 0.95 ? 0.96 : 0.8;
    return true;
}

static bool locate_special(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    if (guess->episode_count > 0 && !locate_season(request, 0))
        return false;
    if (out->found == 0)
        return locate_title(request);
    /* Everybody counts specials in his own way, unless it says S00. */
    double like = match_similarity(out->episodes[0].title, guess->episode_title);
    out->certainty = guess->season == 0 ? 0.95 : like >= TITLE_NEAR ? 0.95 : 0.7;
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

static bool locate_any(const struct request *request)
{
    const struct guess *guess = request->guess;
    if (guess->season == 0 || (guess->special && guess->season < 0))
        return locate_special(request);
    if (guess->season > 0 && guess->episode_count > 0)
        return locate_numbers(request);
    if (guess->episode_count > 0 || guess->absolute_count > 0)
        return locate_unseasoned(request);
    if (*guess->date)
        return locate_date(request);
    return guess->part > 0 ? locate_part(request) : locate_title(request);
}

/* ---- What it says for the series ---- */

/* A title that contradicts the number may follow the DVD order; taken tells whether it does. */
static bool try_dvd(const struct request *request, bool *taken)
{
    struct located other = {.count = 1, .episodes[0].season = -1};
    const char *title = request->guess->episode_title;
    if (!locate_dvd(request, &other))
        return false;
    *taken = other.found && match_similarity(other.episodes[0].title, title) >= TITLE_SAME;
    if (*taken) {
        request->out->episodes[0] = other.episodes[0];
        explain(request->out, "its title follows the DVD order");
    }
    return true;
}

/* Whether the title is another episode's of the same season: then number or title is wrong. */
static bool try_other(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    size_t count;
    double like;
    if (!ask_number(request, ORDER_AIRED, out->episodes[0].season, -1, &count))
        return false;
    int best = best_title(request->locate->rows, count, guess->episode_title, &like);
    if (best < 0 || like < TITLE_SAME)
        return true;
    const struct episode *other = &request->locate->rows[best];
    out->certainty = 0.7;
    explain(out, "its title is that of S%02dE%02d", other->season, other->number);
    return true;
}

static bool weigh_title(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    struct episode *first = &out->episodes[0];
    if (!*guess->episode_title || !*first->title || out->count > 1)
        return true;
    double like = match_similarity(first->title, guess->episode_title);
    bool by_dvd = false;
    if (like < TITLE_OTHER && guess->season > 0 && guess->episode_count == 1 &&
        (!try_dvd(request, &by_dvd) || (!by_dvd && !try_other(request))))
        return false;
    if (by_dvd)
        like = 1;
    out->titled = like >= TITLE_SAME;
    if (like >= TITLE_NEAR)
        explain(out, "episode title fits");
    out->weight += like >= TITLE_SAME   ? W_TITLE
                   : like >= TITLE_NEAR ? W_TITLE_NEAR
                   : like < TITLE_OTHER ? W_TITLE_OTHER
                                        : 0;
    return true;
}

static int year_of(const char *date)
{
    int year = 0;
    for (int i = 0; i < 4 && date[i] >= '0' && date[i] <= '9'; i++)
        year = year * 10 + date[i] - '0';
    return year;
}

static void weigh_found(const struct request *request)
{
    const struct guess *guess = request->guess;
    const struct episode *first = NULL;
    struct located *out = request->out;
    for (size_t i = 0; i < out->count && !first; i++)
        first = out->episodes[i].season >= 0 ? &out->episodes[i] : NULL;
    if (!first)
        return;
    bool dated = *guess->date && strcmp(guess->date, first->airdate) == 0;
    bool rare = first->season > 2 || first->number > 20;
    if (out->beyond)
        out->weight += match_anime(request->series) ? W_BEYOND_ANIME : W_BEYOND;
    else
        out->weight += dated ? W_DATE : rare ? W_RARE : W_COMMON;
    double seconds = request->locate->duration / (double)out->count;
    if (first->runtime > 0)
        out->weight += match_duration(seconds, first->runtime) -
                       match_duration(seconds, request->series->runtime);
    int year = year_of(first->airdate);
    if (guess->year && request->series->year && guess->year != request->series->year &&
        guess->year == year) {
        out->weight += W_AIRED_THEN;
        explain(out, "aired in %d", year);
    }
    if (dated)
        explain(out, "aired on %s", first->airdate);
    else
        explain(out, "S%02dE%02d exists", first->season, first->number);
    /* What waits alone for one that is missing says why. */
    for (size_t i = 0; i < out->count && guess->season >= 0 && guess->episode_count > 0; i++) {
        if (out->episodes[i].season < 0)
            explain(out, "it has no S%02dE%02d", guess->season, guess->episodes[i]);
    }
}

static void weigh_missing(const struct request *request)
{
    const struct guess *guess = request->guess;
    struct located *out = request->out;
    bool special = guess->season == 0 || guess->special;
    if (guess->season >= 0 && guess->episode_count > 0)
        explain(out, "it has no S%02dE%02d", guess->season, guess->episodes[0]);
    else if (guess->episode_count > 0 || guess->absolute_count > 0)
        explain(out, "it has no episode %d",
                guess->absolute_count > 0 ? guess->absolute[0] : guess->episodes[0]);
    else if (*guess->date)
        explain(out, "nothing was aired on %s", guess->date);
    else
        explain(out, "it has no such episode");
    out->weight = special ? W_MISSING_SPECIAL : *guess->date ? W_MISSING_DATE : W_MISSING;
}

bool locate_episodes(const struct locate *locate, const struct series *series,
                     const struct guess *guess, struct located *located, struct epi_error *err)
{
    struct request request = {locate, series, guess, located, err};
    memset(located, 0, sizeof(*located));
    located->count = locate_wanted(guess);
    located->certainty = 1;
    for (size_t i = 0; i < located->count; i++)
        located->episodes[i].season = -1;
    if (!locate_any(&request))
        return false;
    if (located->found == 0) {
        weigh_missing(&request);
        return true;
    }
    if (!weigh_title(&request))
        return false;
    weigh_found(&request);
    return true;
}

bool locate_may_be_new(const struct locate *locate, const struct series *series,
                       const struct guess *guess, bool *may_be, struct epi_error *err)
{
    struct request request = {locate, series, guess, NULL, err};
    size_t count;
    if (!ask_number(&request, ORDER_AIRED, -1, -1, &count))
        return false;
    count = keep_regular(locate->rows, count);
    int64_t latest = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t day = clock_days_of(locate->rows[i].airdate);
        latest = day > latest ? day : latest;
    }
    const struct episode *last = count > 0 ? &locate->rows[count - 1] : NULL;
    int number = guess->episode_count > 0 ? guess->episodes[0] : 0;
    bool beyond = !last || *guess->date || guess->season > last->season ||
                  (guess->season == last->season && number > last->number);
    *may_be = beyond && (!last || latest + NEW_DAYS > locate->now / DAY);
    return true;
}
