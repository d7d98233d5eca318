/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "matching/matching.h"
#include "matching/text.h"

/* The most confidence that "Title II" is a season of "Title". */
#define SEQUEL_CONFIDENCE 0.8

enum { CONTINUED_MIN = 4 }; /* bytes of a title that another one may continue */

bool match_anime(const struct series *series)
{
    return series->anime || strcmp(series->country, "JP") == 0 ||
           strcmp(series->language, "jpn") == 0;
}

/* Whether words begin with a prefix; then they move behind it. */
static bool skip(const char **words, const char *prefix)
{
    size_t len = strlen(prefix);
    if (strncmp(*words, prefix, len) != 0)
        return false;
    *words += len;
    return true;
}

/* How numbers of seasons are written; CHINESE only before "ji". */
static const char *const numbers[][5] = {
    {"1", "i", "1st", "first", "yi"},     {"2", "ii", "2nd", "second", "er"},
    {"3", "iii", "3rd", "third", "san"},  {"4", "iv", "4th", "fourth", "si"},
    {"5", "v", "5th", "fifth", "wu"},     {"6", "vi", "6th", "sixth", "liu"},
    {"7", "vii", "7th", "seventh", "qi"}, {"8", "viii", "8th", "eighth", "ba"},
    {"9", "ix", "9th", "ninth", "jiu"},
};
enum { NUMBERS = sizeof(numbers) / sizeof(*numbers), WORDS = 3, CHINESE = 4 };

/* Returns what words after the title of a series mean: "2", "ii", "2nd season", "di er ji" (that is
 * Chinese), "the return". */
static int words_after(const char *words)
{
    skip(&words, "season ");
    int last = skip(&words, "di ") ? CHINESE : WORDS;
    size_t len = strcspn(words, " ");
    const char *end = words + len;
    bool alone = !*end || strcmp(end, last == CHINESE ? " ji" : " season") == 0;
    for (int i = 0; i < NUMBERS; i++) {
        for (int k = 0; k <= last; k++) {
            bool named = k < WORDS || *end; /* "second" and "er" need the word for a season */
            if (named && strlen(numbers[i][k]) == len && strncmp(numbers[i][k], words, len) == 0)
                return alone ? SEASON_TITLE_OF + i + 1 : SEASON_TITLE_NUMBERED;
        }
    }
    return SEASON_TITLE_SUBTITLE;
}

/* Returns the series' title (i -1) or an alias, folded into out of 2 * MATCH_TITLE_MAX bytes. */
static const char *fold_name(const struct series *series, int i, char *out)
{
    const char *name = i < 0 ? series->title : series->aliases[i];
    text_fold(out, (size_t)2 * MATCH_TITLE_MAX, name, strlen(name));
    return name;
}

/* Counts the signs at the end of a title. They may be all that distinguishes a later season of an
 * anime: "Title!", "Title!!". */
static size_t count_signs(const char *title)
{
    size_t len = strlen(title);
    size_t signs = 0;
    while (signs < len && strchr("!#'+.@", title[len - 1 - signs]))
        signs++;
    return signs;
}

/* Counts the signs at the end of a title that names seldom keep: "Title'", "Title.", "Title#". */
static size_t count_lost_signs(const char *title)
{
    size_t len = strlen(title);
    size_t signs = 0;
    while (signs < len && strchr("#'+.@", title[len - 1 - signs]))
        signs++;
    return signs;
}

/* Whether another name of the series is this title, folded, with a sign that names seldom keep. */
static bool has_signed_twin(const struct series *series, const char *title, const char *written)
{
    char name[2 * MATCH_TITLE_MAX];
    for (int i = -1; i < series->alias_count; i++) {
        const char *other = fold_name(series, i, name);
        if (strcmp(name, title) == 0 && count_lost_signs(other) > count_lost_signs(written))
            return true;
    }
    return false;
}

/* Whether a title ends in two capitals, which may be a country: "Title JP". */
static bool ends_in_capitals(const char *title)
{
    size_t len = strlen(title);
    return len > 3 && title[len - 3] == ' ' && title[len - 2] >= 'A' && title[len - 2] <= 'Z' &&
           title[len - 1] >= 'A' && title[len - 1] <= 'Z';
}

/* Returns what a title means that continues a title of the series; both are folded. capitals: the
 * former ended in two. */
static int continued(const char *title, const char *of_series, bool capitals)
{
    size_t len = strlen(of_series);
    if (len < CONTINUED_MIN || strncmp(title, of_series, len) != 0 || title[len] != ' ')
        return SEASON_TITLE_NONE;
    int meaning = words_after(title + len + 1);
    bool country = meaning == SEASON_TITLE_SUBTITLE && capitals && strlen(title) == len + 3;
    bool kind = strcmp(title + len + 1, "the animation") == 0 || strcmp(title + len + 1, "tv") == 0;
    return country || kind ? SEASON_TITLE_NONE : meaning;
}

/* Whether another name of the series continues a title, folded: then that is the series' own, and
 * no later season's. */
static bool is_continued(const struct series *series, const char *title)
{
    char name[2 * MATCH_TITLE_MAX];
    size_t len = strlen(title);
    for (int i = -1; i < series->alias_count; i++) {
        fold_name(series, i, name);
        if (strncmp(name, title, len) == 0 && name[len] == ' ')
            return true;
    }
    return false;
}

/* Whether a series has one alias, and without a sign that marks a later season: it is the title in
 * the language of the series. */
static bool is_only_name(const struct series *series)
{
    size_t len = series->alias_count == 1 ? strlen(series->aliases[0]) : 0;
    return len > 0 && !strchr("#'+@", series->aliases[0][len - 1]);
}

/* Returns the first alias in Latin letters, which is the title that is shown, if the title itself
 * is not in such letters; else -1. */
static int latin_title(const struct series *series)
{
    if ((unsigned char)series->title[0] < 0x80)
        return -1;
    for (int i = 0; i < series->alias_count; i++) {
        if ((unsigned char)series->aliases[i][0] < 0x80)
            return i;
    }
    return -1;
}

/* Returns which season a title, folded, names at its end; SEASON_TITLE_NONE if it names none. Only
 * for anime a number is enough. */
static int named_at_end(const char *title, bool anime)
{
    for (const char *gap = strchr(title, ' '); gap; gap = strchr(gap + 1, ' ')) {
        int meaning = words_after(gap + 1);
        bool worded = strstr(gap, " season") || strncmp(gap, " di ", 4) == 0;
        if (meaning > SEASON_TITLE_OF && (anime || worded))
            return meaning;
    }
    return SEASON_TITLE_NONE;
}

int match_season_title(const struct guess *guess, const struct series *series)
{
    char title[2 * MATCH_TITLE_MAX];
    char of_series[2 * MATCH_TITLE_MAX];
    size_t signs = count_signs(guess->title);
    int best = SEASON_TITLE_NONE;
    int latin = latin_title(series);
    text_fold(title, sizeof(title), guess->title, strlen(guess->title));
    for (int i = -1; i < series->alias_count; i++) {
        const char *other = fold_name(series, i, of_series);
        bool same = strcmp(title, of_series) == 0;
        bool more_signs = count_signs(other) < signs;
        if (same && (i < 0 || i == latin) && !more_signs) {
            bool doubtful = match_anime(series) && has_signed_twin(series, title, guess->title);
            return doubtful ? SEASON_TITLE_SUBTITLE : SEASON_TITLE_NONE;
        }
        int meaning = continued(title, of_series, ends_in_capitals(guess->title));
        if (same) {
            bool doubtful = more_signs || !(is_only_name(series) || is_continued(series, title));
            meaning = doubtful && match_anime(series) ? SEASON_TITLE_SUBTITLE : SEASON_TITLE_NONE;
            int named = named_at_end(title, match_anime(series));
            fold_name(series, -1, of_series);
            if (named != named_at_end(of_series, match_anime(series)))
                meaning = named > meaning ? named : meaning;
        }
        best = meaning > best ? meaning : best;
    }
    return best;
}

bool match_season_continues(const struct guess *guess, const struct series *series)
{
    char title[2 * MATCH_TITLE_MAX];
    char of_series[2 * MATCH_TITLE_MAX];
    bool continues = false;
    text_fold(title, sizeof(title), guess->title, strlen(guess->title));
    for (int i = -1; i < series->alias_count; i++) {
        fold_name(series, i, of_series);
        if (i < 0 && strcmp(title, of_series) == 0)
            return false;
        continues = continues || continued(title, of_series, ends_in_capitals(guess->title)) !=
                                     SEASON_TITLE_NONE;
    }
    return continues;
}

/* The number that a word means, 0 if it is none. */
static int number_of(const char *word, size_t len)
{
    static const char *const japanese[] = {"", "", "san", "yon", "", "roku", "shichi", "hachi"};
    for (int i = 1; i < NUMBERS; i++) {
        for (int k = 0; k <= WORDS; k++) {
            if (strlen(numbers[i][k]) == len && strncmp(numbers[i][k], word, len) == 0)
                return i + 1;
        }
        if (i < (int)(sizeof(japanese) / sizeof(*japanese)) && *japanese[i] &&
            strlen(japanese[i]) == len && strncmp(japanese[i], word, len) == 0)
            return i + 1;
    }
    return 0;
}

int match_season_hint(const struct guess *guess)
{
    static const char *const last[] = {"final", "last", "kanketsu", "saishuu"};
    char title[2 * MATCH_TITLE_MAX];
    int hint = 0;
    text_fold(title, sizeof(title), guess->title, strlen(guess->title));
    for (const char *gap = strchr(title, ' '); gap && !hint; gap = strchr(gap + 1, ' ')) {
        hint = number_of(gap + 1, strcspn(gap + 1, " "));
        for (size_t i = 0; i < sizeof(last) / sizeof(*last) && !hint; i++)
            hint = strncmp(gap + 1, last[i], strlen(last[i])) == 0 ? SEASON_LAST : 0;
    }
    return hint;
}

bool match_sequel(const struct guess *guess, struct guess *season)
{
    static const char *const sequels[][2] = {{"2", "II"}, {"3", "III"}, {"4", "IV"},  {"5", "V"},
                                             {"6", "VI"}, {"7", "VII"}, {"8", "VIII"}};
    const char *last = strrchr(guess->title, ' ');
    if (guess->season >= 0 || guess->episode_count + guess->absolute_count == 0 || !last)
        return false;
    int number = 0;
    for (int i = 0; i < (int)(sizeof(sequels) / sizeof(*sequels)) && !number; i++) {
        if (strcmp(last + 1, sequels[i][0]) == 0 || strcmp(last + 1, sequels[i][1]) == 0)
            number = i + 2;
    }
    if (!number)
        return false;
    *season = *guess;
    season->title[last - guess->title] = '\0';
    season->season = number;
    if (season->episode_count == 0) {
        memcpy(season->episodes, guess->absolute, sizeof(season->episodes));
        season->episode_count = guess->absolute_count;
    }
    season->absolute_count = 0;
    if (season->confidence > SEQUEL_CONFIDENCE)
        season->confidence = SEQUEL_CONFIDENCE;
    return true;
}
