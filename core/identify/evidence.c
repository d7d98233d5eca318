/* SPDX-License-Identifier: MIT */
#include "core/identify/evidence.h"

#include <string.h>

#include "core/identify/label.h"
#include "core/identify/located.h"
#include "core/identify/reason.h"

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
#define W_AIRED_THEN      5.5    /* the year in the name is the episode's, not the series' */

static void add_missing_number(const struct guess *guess, size_t i, struct located *located)
{
    char label[LABEL_EPISODE_MAX];
    reason_add(located->reason, sizeof(located->reason), "it has no %s",
               label_episode(guess->season, guess->episodes[i], label));
}

void evidence_missing(const struct guess *guess, struct located *located)
{
    char *reason = located->reason;
    size_t size = sizeof(located->reason);
    bool special = guess->season == 0 || guess->special;
    if (guess->season >= 0 && guess->episode_count > 0)
        add_missing_number(guess, 0, located);
    else if (*guess->date)
        reason_add(reason, size, "nothing was aired on %s", guess->date);
    else if (guess->absolute_count > 0)
        reason_add(reason, size, "it has no episode %d", guess->absolute[0]);
    else if (guess->episode_count > 0)
        reason_add(reason, size, "it has no episode %d", guess->episodes[0]);
    else
        reason_add(reason, size, "it has no such episode");
    located->weight = special ? W_MISSING_SPECIAL : *guess->date ? W_MISSING_DATE : W_MISSING;
}

void evidence_title(double like, struct located *located)
{
    located->titled = like >= EVIDENCE_TITLE_SAME;
    located->mistitled = like < EVIDENCE_TITLE_OTHER;
    if (like >= EVIDENCE_TITLE_NEAR)
        reason_add(located->reason, sizeof(located->reason), "episode title fits");
    located->weight += like >= EVIDENCE_TITLE_SAME   ? W_TITLE
                       : like >= EVIDENCE_TITLE_NEAR ? W_TITLE_NEAR
                       : like < EVIDENCE_TITLE_OTHER ? W_TITLE_OTHER
                                                     : 0;
}

static int year_of(const char *date)
{
    int year = 0;
    for (int i = 0; i < 4 && date[i] >= '0' && date[i] <= '9'; i++)
        year = year * 10 + date[i] - '0';
    return year;
}

static const struct episode *first_found(const struct located *located)
{
    for (size_t i = 0; i < located->count; i++) {
        if (located->episodes[i].season >= 0)
            return &located->episodes[i];
    }
    return NULL;
}

/* Whether the year in the name is the one in which the episode was aired, and not the series'. */
static bool aired_then(const struct guess *guess, const struct series *series,
                       const struct episode *episode)
{
    return guess->year && series->year && guess->year != series->year &&
           guess->year == year_of(episode->airdate);
}

void evidence_found(const struct guess *guess, const struct series *series, double duration,
                    struct located *located)
{
    char *reason = located->reason;
    size_t size = sizeof(located->reason);
    char label[LABEL_EPISODE_MAX];
    const struct episode *first = first_found(located);
    if (!first)
        return;
    bool dated = *guess->date && strcmp(guess->date, first->airdate) == 0;
    bool rare = first->season > 2 || first->number > 20;
    if (located->beyond)
        located->weight += match_anime(series) ? W_BEYOND_ANIME : W_BEYOND;
    else
        located->weight += dated ? W_DATE : rare ? W_RARE : W_COMMON;
    double seconds = duration / (double)located->count;
    if (first->runtime > 0) {
        located->weight +=
            match_duration(seconds, first->runtime) - match_duration(seconds, series->runtime);
    }
    if (aired_then(guess, series, first)) {
        located->weight += W_AIRED_THEN;
        reason_add(reason, size, "aired in %d", guess->year);
    }
    if (dated) {
        reason_add(reason, size, "aired on %s", first->airdate);
    } else {
        reason_add(reason, size, "%s exists", label_episode(first->season, first->number, label));
    }
    /* An entry that waits only for a missing one shows this reason. */
    for (size_t i = 0; i < located->count && guess->season >= 0 && guess->episode_count > 0; i++) {
        if (located->episodes[i].season < 0)
            add_missing_number(guess, i, located);
    }
}
