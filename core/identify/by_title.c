/* SPDX-License-Identifier: MIT */
#include "core/identify/by_title.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/episode_title.h"
#include "core/identify/evidence.h"
#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/services/values.h"
#include "matching/matching.h"

/* The title of an episode without that of the series before it, both folded; the whole of it if it
 * does not begin so. */
static const char *without_series(const char *title, const char *series)
{
    size_t len = strlen(series);
    return len > 0 && strncmp(title, series, len) == 0 && title[len] == ' ' ? title + len + 1
                                                                            : title;
}

double by_title_like(const struct episode_search *search, const struct episode *episode)
{
    const struct guess *guess = search->guess;
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
    match_fold(search->series->title, series, sizeof(series));
    const char *rest = without_series(title, series);
    if (rest != title)
        like = fmax(like, match_similarity(rest, guess->episode_title));
    if (guess->special) {
        snprintf(wanted, sizeof(wanted), "%s Special", guess->episode_title);
        like = fmax(like, fmax(match_similarity(title, wanted), match_similarity(rest, wanted)));
    }
    return like;
}

int by_title_best(const struct episode_search *search, size_t count, double *like)
{
    const struct episode *rows = search->source->rows;
    int best = -1;
    *like = 0;
    for (size_t i = 0; i < count; i++) {
        double this_like = by_title_like(search, &rows[i]);
        if (this_like > *like) {
            *like = this_like;
            best = (int)i;
        }
    }
    return best;
}

/* How many rows have just this title. "Chapter 1" is much like "Chapter 11". */
static size_t count_titles(const struct episode_search *search, size_t count)
{
    double just = episode_title_is_plain(search->guess->episode_title) ? 1 : EVIDENCE_TITLE_SAME;
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += by_title_like(search, &search->source->rows[i]) >= just;
    return same;
}

/* The best of all of a season, -1: of the whole series. */
static bool find_best(const struct episode_search *search, int season, size_t *count, int *best,
                      double *like)
{
    if (!episode_search_number(search, ORDER_AIRED, season, -1, count))
        return false;
    *best = by_title_best(search, *count, like);
    return true;
}

/* Takes the best of so many rows, if its title is the same. Whether it is. */
static bool take_best(const struct episode_search *search, size_t count, int best, double like)
{
    if (best < 0 || like < EVIDENCE_TITLE_SAME)
        return false;
    size_t same = count_titles(search, count);
    located_take(search->out, 0, &search->source->rows[best]);
    if (same > 1)
        located_add_number(search->out, CLUE_BY_TITLES, (long)same);
    else
        located_add(search->out, like > 0.95 ? CLUE_BY_TITLE : CLUE_BY_TITLE_NEAR);
    return true;
}

/* Whether S00E00 is all that the name says: that is no special in particular. */
static bool is_numberless(const struct guess *guess)
{
    return guess->season == 0 && guess->episode_count == 1 && guess->episodes[0] == 0;
}

bool by_title_find(const struct episode_search *search, bool special)
{
    size_t count = 0;
    double like = 0;
    int best = -1;
    if (!*search->guess->episode_title)
        return true;
    bool first = special && !is_numberless(search->guess);
    for (int season = first ? 0 : -1; season >= -1 && like < EVIDENCE_TITLE_SAME; season--) {
        if (!find_best(search, season, &count, &best, &like))
            return false;
    }
    take_best(search, count, best, like);
    return true;
}

bool by_title_find_in(const struct episode_search *search, int season)
{
    const int seasons[] = {season, 0, -1};
    struct located *out = search->out;
    size_t count = 0;
    double like = 0;
    int best = -1;
    if (!*search->guess->episode_title)
        return true;
    for (size_t i = 0; i < sizeof(seasons) / sizeof(*seasons) && like < EVIDENCE_TITLE_SAME; i++) {
        if (!find_best(search, seasons[i], &count, &best, &like))
            return false;
    }
    if (!take_best(search, count, best, like))
        return true;
    /* "Episode 1" is one of many series: it does not tell which. */
    if (episode_title_is_plain(search->guess->episode_title) && !values_has_id(&search->guess->ids))
        located_add(out, CLUE_BY_TITLE_NEAR);
    int other = out->episodes[0].season;
    char label[LABEL_EPISODE_MAX];
    if (other != season && other != 0) {
        located_add_text(out, CLUE_OTHER_TITLE,
                         label_episode(other, out->episodes[0].number, label));
    }
    return true;
}
