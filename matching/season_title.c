/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "matching/matching.h"
#include "matching/text.h"

/* How sure it is that "Title II" is a season of "Title". */
#define SEQUEL_CONFIDENCE 0.8

enum { PART_OF_MIN = 4 }; /* letters of a title that another title goes on from */

bool match_anime(const struct series *series)
{
    return series->anime || strcmp(series->country, "JP") == 0 ||
           strcmp(series->language, "jpn") == 0;
}

/* What follows the title of a series in a longer one: "2", "ii", "2nd season", "the return". */
static int part_of_words(const char *words)
{
    static const char *const told[][3] = {
        {"2", "ii", "2nd"}, {"3", "iii", "3rd"}, {"4", "iv", "4th"},   {"5", "v", "5th"},
        {"6", "vi", "6th"}, {"7", "vii", "7th"}, {"8", "viii", "8th"}, {"9", "ix", "9th"},
    };
    bool begins = strncmp(words, "season ", 7) == 0;
    const char *number = begins ? words + 7 : words;
    size_t len = strcspn(number, " ");
    bool alone = !number[len] || strcmp(number + len, " season") == 0;
    for (int i = 0; i < 8; i++)
        for (int k = 0; k < 3; k++)
            if (strlen(told[i][k]) == len && strncmp(told[i][k], number, len) == 0)
                return alone ? SEASON_TITLE_OF + i + 2 : SEASON_TITLE_NUMBERED;
    return SEASON_TITLE_SUBTITLE;
}

/* Later seasons of anime may differ by the marks at their end alone: "Title!", "Title!!". */
static size_t count_marks(const char *title)
{
    size_t len = strlen(title);
    size_t marks = 0;
    while (marks < len && strchr("!#'+.@", title[len - 1 - marks]))
        marks++;
    return marks;
}

/* Two capitals at the end may be a country: "Title JP". */
static bool ends_in_capitals(const char *title)
{
    size_t len = strlen(title);
    return len > 3 && title[len - 3] == ' ' && title[len - 2] >= 'A' && title[len - 2] <= 'Z' &&
           title[len - 1] >= 'A' && title[len - 1] <= 'Z';
}

/* Which part of a series another of its names says that the name in the file stands for. */
static int part_beside(const char *said, const char *name, bool capitals)
{
    size_t len = strlen(name);
    if (len < PART_OF_MIN || strncmp(said, name, len) != 0 || said[len] != ' ')
        return SEASON_TITLE_NONE;
    int part = part_of_words(said + len + 1);
    return part == SEASON_TITLE_SUBTITLE && capitals && strlen(said) == len + 3 ? SEASON_TITLE_NONE
                                                                                : part;
}

/* Catalogues keep the titles of later seasons as aliases of the series. */
int match_season_title(const struct guess *guess, const struct series *series)
{
    char said[2 * MATCH_TITLE_MAX];
    char name[2 * MATCH_TITLE_MAX];
    size_t marks = count_marks(guess->title);
    int part = SEASON_TITLE_NONE;
    text_fold(said, sizeof(said), guess->title, strlen(guess->title));
    for (int i = -1; i < series->alias_count; i++) {
        const char *other = i < 0 ? series->title : series->aliases[i];
        text_fold(name, sizeof(name), other, strlen(other));
        bool same = strcmp(said, name) == 0;
        if (same && i < 0 && count_marks(other) >= marks)
            return SEASON_TITLE_NONE;
        int one = same ? count_marks(other) < marks && match_anime(series) ? SEASON_TITLE_SUBTITLE
                                                                           : SEASON_TITLE_NONE
                       : part_beside(said, name, ends_in_capitals(guess->title));
        part = one > part ? one : part;
    }
    return part;
}

bool match_sequel(const struct guess *guess, struct guess *season)
{
    static const char *const numbers[][2] = {{"2", "II"}, {"3", "III"}, {"4", "IV"},  {"5", "V"},
                                             {"6", "VI"}, {"7", "VII"}, {"8", "VIII"}};
    const char *last = strrchr(guess->title, ' ');
    int told = 0;
    if (guess->season >= 0 || guess->episode_count + guess->absolute_count == 0 || !last)
        return false;
    for (int i = 0; i < 7 && !told; i++)
        if (strcmp(last + 1, numbers[i][0]) == 0 || strcmp(last + 1, numbers[i][1]) == 0)
            told = i + 2;
    if (!told)
        return false;
    *season = *guess;
    season->title[last - guess->title] = '\0';
    season->season = told;
    if (season->episode_count == 0) {
        memcpy(season->episodes, guess->absolute, sizeof(season->episodes));
        season->episode_count = guess->absolute_count;
    }
    season->absolute_count = 0;
    if (season->confidence > SEQUEL_CONFIDENCE)
        season->confidence = SEQUEL_CONFIDENCE;
    return true;
}
