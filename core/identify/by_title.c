/* SPDX-License-Identifier: MIT */
#include "core/identify/by_title.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/identify/episode_search.h"
#include "core/identify/episode_source.h"
#include "core/identify/evidence.h"
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

/* How many rows have just this title. */
static size_t count_titles(const struct episode_search *search, size_t count)
{
    size_t same = 0;
    for (size_t i = 0; i < count; i++)
        same += by_title_like(search, &search->source->rows[i]) >= EVIDENCE_TITLE_SAME;
    return same;
}

bool by_title_find(const struct episode_search *search, bool special)
{
    struct located *out = search->out;
    const struct episode *rows = search->source->rows;
    size_t count;
    double like = 0;
    int best = -1;
    if (!*search->guess->episode_title)
        return true;
    for (int season = special ? 0 : -1; season >= -1 && like < EVIDENCE_TITLE_SAME; season--) {
        if (!episode_search_number(search, ORDER_AIRED, season, -1, &count))
            return false;
        best = by_title_best(search, count, &like);
    }
    if (best < 0 || like < EVIDENCE_TITLE_SAME)
        return true;
    size_t same = count_titles(search, count);
    located_take(out, 0, &rows[best]);
    if (same > 1)
        located_add_number(out, CLUE_BY_TITLES, (long)same);
    else
        located_add(out, like > 0.95 ? CLUE_BY_TITLE : CLUE_BY_TITLE_NEAR);
    return true;
}
