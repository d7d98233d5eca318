/* SPDX-License-Identifier: MIT */
#include "core/identify/evidence.h"

#include <stdio.h>
#include <string.h>

#include "core/identify/label.h"
#include "core/identify/located.h"

void evidence_missing(const struct guess *guess, struct located *located)
{
    bool special = guess->season == 0 || guess->special;
    enum clue_kind kind = CLUE_MISSING_ANY;
    char missed[LABEL_EPISODE_MAX] = "";
    bool titled = guess->episode_count == 1 && guess->episodes[0] == 0 && *guess->episode_title;
    if (guess->season >= 0 && guess->episode_count > 0 && !titled) {
        kind = CLUE_MISSING_NUMBER;
        label_episode(guess->season, guess->episodes[0], missed);
    } else if (*guess->date) {
        kind = CLUE_MISSING_DATE;
        snprintf(missed, sizeof(missed), "%s", guess->date);
    } else if ((guess->absolute_count > 0 || guess->episode_count > 0) && !titled) {
        int number = guess->absolute_count > 0 ? guess->absolute[0] : guess->episodes[0];
        kind = CLUE_MISSING_EPISODE;
        snprintf(missed, sizeof(missed), "%d", number);
    }
    double weight = match_clue_value(special        ? CLUE_MISSING_SPECIAL
                                     : *guess->date ? CLUE_MISSING_DATE
                                                    : CLUE_MISSING_ANY);
    located_weigh(located, kind, weight, "%s", missed);
}

void evidence_title(double like, struct located *located)
{
    located->titled = like >= EVIDENCE_TITLE_SAME;
    located->mistitled = like < EVIDENCE_TITLE_OTHER;
    if (like >= EVIDENCE_TITLE_SAME)
        located_add(located, CLUE_EPISODE_SAME);
    else if (like >= EVIDENCE_TITLE_NEAR)
        located_add(located, CLUE_EPISODE_NEAR);
    else if (like < EVIDENCE_TITLE_OTHER)
        located_add(located, CLUE_EPISODE_OTHER);
}

static int year_of(const char *date)
{
    int year = 0;
    for (int i = 0; i < 4 && date[i] >= '0' && date[i] <= '9'; i++)
        year = year * 10 + date[i] - '0';
    return year;
}

/* Whether the year in the name is the one in which the episode was aired, and not the series'. */
static bool aired_then(const struct guess *guess, const struct series *series,
                       const struct episode *episode)
{
    return guess->year && series->year && guess->year != series->year &&
           guess->year == year_of(episode->airdate);
}

void evidence_began(const struct guess *guess, const char *airdate, struct located *located)
{
    if (guess->year && guess->year == year_of(airdate))
        located_add_number(located, CLUE_BEGAN_THEN, guess->year);
}

/* Pays back what the year of the series weighed, and no more if they are near each other. */
static void weigh_aired_then(const struct guess *guess, const struct series *series,
                             struct located *located)
{
    int apart = guess->year - series->year;
    double weight = apart == 1 || apart == -1 ? -match_clue_value(CLUE_YEAR_NEAR)
                                              : match_clue_value(CLUE_AIRED_THEN);
    located_weigh(located, CLUE_AIRED_THEN, weight, "%d", guess->year);
}

/* The run time of the episode, instead of the usual one of its series, which match_rank weighed. */
static void weigh_runtime(const struct series *series, const struct episode *episode,
                          double seconds, struct located *located)
{
    double weight =
        match_duration(seconds, episode->runtime) - match_duration(seconds, series->runtime);
    if (episode->runtime > 0 && weight != 0) {
        located_weigh(located, CLUE_DURATION_EPISODE, weight, "%d %d", episode->runtime,
                      series->runtime);
    }
}

void evidence_found(const struct guess *guess, const struct series *series, double duration,
                    struct located *located)
{
    char label[LABEL_EPISODE_MAX];
    const struct episode *first = located_first(located);
    if (!first)
        return;
    bool dated = *guess->date && strcmp(guess->date, first->airdate) == 0;
    bool rare = first->season > 2 || first->number > 20;
    if (located->beyond)
        located_add(located, match_anime(series) ? CLUE_BEYOND_ANIME : CLUE_BEYOND);
    weigh_runtime(series, first, duration / (double)located->count, located);
    if (aired_then(guess, series, first))
        weigh_aired_then(guess, series, located);
    label_episode(first->season, first->number, label);
    if (dated) {
        double weight = located->beyond ? 0 : match_clue_value(CLUE_AIRED_ON);
        located_weigh(located, CLUE_AIRED_ON, weight, "%s", first->airdate);
    } else {
        located_add_text(located,
                         located->beyond ? CLUE_NUMBER_BEYOND
                         : rare          ? CLUE_NUMBER_RARE
                                         : CLUE_NUMBER_COMMON,
                         label);
    }
    /* An entry that waits only for a missing one shows this reason. */
    for (size_t i = 0; i < located->count && guess->season >= 0 && guess->episode_count > 0; i++) {
        if (located->episodes[i].season < 0) {
            label_episode(guess->season, guess->episodes[i], label);
            located_add_text(located, CLUE_MISSING_ONE, label);
        }
    }
}
