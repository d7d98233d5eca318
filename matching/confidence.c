/* SPDX-License-Identifier: MIT */
#include "matching/confidence.h"

#include "matching/guess_fields.h"
#include "matching/matching.h"
#include "matching/name_part.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"

/* Whether a number may be the lines of a picture: "Title - 720". */
static bool is_lines(int number)
{
    return number == 480 || number == 576 || number == 720 || number == 1080 || number == 2160;
}

/* Whether anything in the name of a film may be something else: a group before the title, a number
 * that no field has, a language at the end of the title. */
static bool film_is_odd(const struct name_part *name)
{
    const struct words *words = &name->words;
    struct stretch title = name->title.main;
    if (!words_has(title))
        return true;
    const struct word *first = &words->at[title.first];
    char c = words->text[first->offset];
    bool group = c >= 'a' && c <= 'z' && title.end - title.first > 1 && first[1].gap == GAP_DASH;
    bool site = words_is(words, title.first) & TAG_SITE && title_is_upper(words, title.first) &&
                title.end - title.first > 1;
    bool language = title.end - title.first > 1 && words_is(words, title.end - 1) & TAG_LANGUAGE &&
                    words->at[title.end - 1].len > 3;
    bool bare_year = name->year_word >= 0 && words->at[name->year_word].brackets == 0;
    bool odd = group || site || language || name->pack;
    for (int i = 0; i < name->finding_count && !odd; i++) {
        odd = name->findings[i].rule->kind <= FINDING_DATE &&
              name->findings[i].first >= title.end && name->findings[i].rule->sure > 0.7;
    }
    for (int i = title.first + 1; i < title.end && !odd; i++) {
        bool dash = words_gap_is_wide(words->at[i].gap);
        odd = words->at[i].gap & GAP_CLOSE || (dash && (bare_year || i == title.first + 1)) ||
              (words->at[i].kind == WORD_NUMBER && words->at[i].gap & GAP_OTHER) ||
              (i == title.end - 1 && words_is_year(&words->at[i]));
    }
    return odd;
}

static double film_confidence(const struct guess *guess, const struct name_part *name)
{
    const struct words *words = &name->words;
    if (film_is_odd(name))
        return guess->year || name->release < words->count ? 0.8 : 0.6;
    if (guess->year)
        return 0.94;
    if (name->release >= words->count)
        return 0.6;
    const struct word *last = &words->at[name->title.main.end - 1];
    bool plain =
        name->title.main.end == name->release && !words->event && last->kind != WORD_NUMBER;
    for (int i = name->title.main.first + 1; i < name->title.main.end; i++) {
        plain &=
            !words_gap_is_wide(words->at[i].gap); /* "Title - subtitle, actor or other title" */
    }
    return plain ? 0.9 : 0.8;
}

/* Whether a year without brackets precedes word i: "Title.1991.E01". */
static bool follows_year(const struct words *words, int i)
{
    return i > 0 && words_is_year(&words->at[i - 1]) && words->at[i - 1].brackets == 0;
}

/* Whether day and month of a date may be the other way round: "05-06-2024". */
static bool is_ambiguous_date(const struct words *words, const struct finding *date)
{
    return date->end - date->first == 3 && date->day <= 12 && date->day != date->month &&
           words->at[date->first].size <= 2 && words->at[date->first + 1].kind == WORD_NUMBER;
}

static double lower(double sure, double most)
{
    return sure < most ? sure : most;
}

/* Whether the number of an episode may count something else, or count in another season. */
static bool is_doubtful(const struct guess *guess, const struct name_part *name)
{
    const struct words *words = &name->words;
    const struct finding *id = name->id;
    if (id->kind == FINDING_DATE)
        return is_ambiguous_date(words, id);
    return id->kind == FINDING_EPISODE &&
           ((guess->season < 0 && follows_year(words, id->first)) || guess_announced_again(name));
}

/* How sure a number without a season beside it is. */
static double number_confidence(const struct guess *guess, const struct name_part *name, int season)
{
    const struct words *words = &name->words;
    const struct finding *id = name->id;
    double sure = id->rule->sure;
    if (id->kind == FINDING_PACKED && season == id->season)
        sure = 0.96; /* the folder says the same */
    else if (id->rule->how & RULE_LEADING && season >= 0)
        sure = 0.93; /* "Season 2/03 - Name" */
    else if (id->kind == FINDING_ABSOLUTE &&
             (is_lines(id->span[0].from) || words_is_year(&words->at[id->end])))
        sure = 0.7;
    else if (id->rule->how & RULE_LAST && id->kind == FINDING_ABSOLUTE && words->fansub)
        sure = 0.92; /* "[Group] Title 01" */
    else if (id->kind == FINDING_PART && words->broadcast)
        sure = 0.9;
    if (id->kind == FINDING_DATE && words->at[id->first].brackets != 0)
        sure = 0.8; /* a date in brackets may not be the air date */
    if (guess->season < 0 && numbers_count(id) > MATCH_EPISODES_MAX)
        sure = lower(sure, 0.8); /* more episodes than a guess holds */
    if (guess->alternative_count > 0 || is_doubtful(guess, name))
        sure = lower(sure, CONFIDENCE_UNSURE);
    return sure;
}

double confidence_of(const struct guess *guess, const struct name_part *name, int season)
{
    const struct finding *id = name->id;
    double sure;
    if (!id)
        sure = name->season ? name->season->rule->sure : film_confidence(guess, name);
    else
        sure = id->kind == FINDING_BOTH ? id->rule->sure : number_confidence(guess, name, season);
    if (guess_is_contradicted(name, season))
        sure = lower(sure, CONFIDENCE_UNSURE);
    if (id && name->pack && numbers_count(id) > 1)
        sure = lower(sure, 0.8); /* a pack, or episodes one by one? */
    bool names_series = guess->title[0] || guess->ids.tvdb || guess->ids.tvmaze || *guess->ids.imdb;
    return names_series ? sure : sure * 0.3;
}
