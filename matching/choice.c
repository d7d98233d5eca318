/* SPDX-License-Identifier: MIT */
#include "matching/choice.h"

#include "matching/number_rules.h"
#include "matching/numbers.h"
#include "matching/part.h"

static bool is_leading(const struct finding *finding)
{
    return finding->rule->how & RULE_LEADING;
}

/* Whether only a dash and the number of an episode follow: "24 - 199". */
static bool is_before_last(const struct name_part *name, const struct finding *finding)
{
    const struct words *words = &name->words;
    int last = finding->end;
    if (!words_gap_is_wide(words->at[last].gap) || words->at[last].kind != WORD_NUMBER ||
        words->at[last].size < 2 || words->at[last].size > 4)
        return false;
    bool version = words_is_text(words, last + 1, "v") && words->at[last + 1].gap == 0;
    int end = last + (version ? 3 : 1);
    return (version || words_is_bare(words, last)) && (end >= words->count || end >= name->release);
}

/* Whether a number at the front is an episode: "01 title" is one only if something else says so. */
static bool leading_counts(const struct name_part *name, const struct finding *finding,
                           struct place place)
{
    const struct words *words = &name->words;
    if (finding->kind == FINDING_ABSOLUTE && !place.in_season && is_before_last(name, finding))
        return false;
    if (finding->kind < FINDING_ABSOLUTE || finding->rule->sure > 0.8)
        return true;
    if (name->season || (name->year_word >= 0 && !place.in_season))
        return false;
    if (place.in_season || (place.in_series && finding->end >= words->count))
        return true;
    return words_is_padded(words, finding->first) ||
           (words_gap_is_wide(words_gap_after(words, finding->end - 1)) &&
            words->at[finding->first].size >= 2);
}

/* Whether a bare number belongs to the title: that of a film, or one before the season. */
static bool is_of_title(const struct name_part *name, const struct finding *finding,
                        struct place place)
{
    bool weak = finding->rule->sure < 0.85;
    if (weak && name->season && finding->end <= name->season->first &&
        (finding->kind <= FINDING_ABSOLUTE || finding->kind == FINDING_PART))
        return true; /* "Copper.300.Years.S02" */
    if (finding->kind > FINDING_ABSOLUTE)
        return false;
    if (weak && name->year_word >= finding->end && name->year_word < name->release &&
        !place.in_season)
        return true;
    if (is_leading(finding) && finding->rule->sure > 0.8)
        return false; /* "Title/12. Part 3" */
    bool before = (name->season && finding->end == name->season->first) ||
                  (name->part && finding->end == name->part->first);
    return before && finding->rule->sure < 0.9 && name->words.at[finding->first].size > 1;
}

/* Whether a finding is the title because a better one follows it: "3x3 Title - 1x02". */
static bool is_cross_title(const struct words *words, const struct finding *finding, bool another)
{
    const struct word *w = &words->at[finding->first];
    return another && finding->kind == FINDING_BOTH && finding->first == words->begin &&
           w[0].kind == WORD_NUMBER && w[0].size == 1 && w[2].size == 1 &&
           (finding[1].kind <= FINDING_ABSOLUTE ||
            (finding[1].kind == FINDING_DATE && finding[1].first > finding->end)) &&
           finding[1].rule->sure > 0.9;
}

/* Returns the finding of the most reliable rule. */
static const struct finding *best_finding(const struct name_part *name)
{
    const struct finding *best = NULL;
    for (int i = 0; i < name->finding_count; i++) {
        const struct finding *finding = &name->findings[i];
        bool behind = finding->first > name->release && !(finding->rule->how & RULE_BEHIND);
        bool strong = finding->kind == FINDING_BOTH || finding->kind == FINDING_EPISODE ||
                      finding->kind == FINDING_DATE || finding->rule->sure > 0.9;
        bool title = is_cross_title(&name->words, finding, i + 1 < name->finding_count);
        if (finding->kind > FINDING_PART || title ||
            (behind && !(strong && finding->kind < FINDING_SPECIAL) &&
             finding->kind != FINDING_DATE))
            continue;
        if (!best || finding->rule < best->rule ||
            (finding->rule == best->rule && finding->rule->how & RULE_LAST &&
             finding->first < name->release))
            best = finding;
    }
    return best;
}

/* Whether a finding is the part of a film: "Part II (1974)", "Episode IV ... 1977". */
static bool is_film_part(const struct name_part *name, const struct finding *finding,
                         struct place place)
{
    const struct words *words = &name->words;
    bool counted = finding->kind == FINDING_EPISODE &&
                   words_is(words, finding->end - 1) & TAG_COUNTED &&
                   words->at[finding->end - 1].kind == WORD_LETTERS;
    return (finding->kind == FINDING_PART || counted) && !name->season && !place.in_season &&
           name->year_word > finding->first;
}

/* Returns the absolute numbers next to season and episode. */
static const struct finding *find_absolute(const struct name_part *name)
{
    for (int i = 0; i < name->finding_count; i++) {
        const struct finding *finding = &name->findings[i];
        if (finding->kind != FINDING_ABSOLUTE ||
            (finding->end != name->id->first && finding->first != name->id->end))
            continue;
        int count = numbers_count(finding);
        bool same = count == numbers_count(name->id) && (count > 1 || name->words.begin > 0) &&
                    name->words.at[finding->first].size >= 3;
        if (same || finding->rule->how & RULE_BESIDE)
            return finding;
    }
    return NULL;
}

static enum strength strength_of(const struct name_part *name)
{
    if (!name->id || name->id->kind == FINDING_PART)
        return name->id ? STRENGTH_WEAK : STRENGTH_NONE;
    if ((name->id->kind == FINDING_BOTH && name->id->rule->sure > 0.8) ||
        (name->id->kind == FINDING_EPISODE && name->season))
        return STRENGTH_FULL;
    bool fair = name->id->kind == FINDING_EPISODE || name->id->rule->sure > 0.8;
    return fair ? STRENGTH_FAIR : STRENGTH_WEAK;
}

/* Whether a finding before season and episode belongs to the title: "Take.Op.Two.S01E02",
 * "Growing.Season.2015.S01E02", "Shop.24.7.2015.S01E02". */
static bool is_before_both(const struct words *words, const struct finding *finding,
                           const struct finding *both)
{
    const struct word *w = &words->at[finding->first];
    bool beside = finding->end == both->first;
    if (finding->kind == FINDING_SEASON)
        return beside && words_is_year(&words->at[finding->end - 1]);
    if (finding->kind == FINDING_DATE) {
        return beside && w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER &&
               !(finding->rule->how & RULE_YEAR_FIRST) && (w[0].size == 1 || w[1].size == 1);
    }
    return (finding->rule->how & RULE_CREDITS) != 0;
}

/* Removes the findings that belong to the title: those of is_before_both, and above a season's
 * folder all that would number an episode. */
static void leave_to_title(struct name_part *name)
{
    if (name->finding_count == 0)
        return;
    int both = name->finding_count - 1;
    while (both > 0 && name->findings[both].kind != FINDING_BOTH)
        both--;
    if (both <= 0 && !name->place.above_season)
        return;
    int kept = 0;
    for (int i = 0; i < name->finding_count; i++) {
        const struct finding *finding = &name->findings[i];
        bool title = name->place.above_season
                         ? finding->kind < FINDING_SEASON
                         : i < both && is_before_both(&name->words, finding, &name->findings[both]);
        if (!title)
            name->findings[kept++] = *finding;
    }
    name->finding_count = kept;
}

/* Returns the word between two dashes that calls a file a special: "Title 13 - Special - Name"; 0
 * if none does. */
static int lone_special(const struct name_part *name)
{
    const struct words *words = &name->words;
    for (int i = words->begin + 1; i + 1 < words->count && i < name->release; i++) {
        if (words_gap_is_wide(words->at[i].gap) && words_gap_is_wide(words->at[i + 1].gap) &&
            (words_is_text(words, i, "special") || words_is_text(words, i, "specials")))
            return i;
    }
    return 0;
}

/* Removes weak findings beside a word that calls the file a special, and seasons from a file among
 * the specials: they belong to the titles of the series and of the episode. */
static void leave_to_special(struct name_part *name)
{
    const struct words *words = &name->words;
    int special = words->is & TAG_SPECIAL ? lone_special(name) : 0;
    bool among = name->place.in_season && name->place.season == 0;
    if (special == 0 && !among)
        return;
    int kept = 0;
    for (int i = 0; i < name->finding_count; i++) {
        const struct finding *finding = &name->findings[i];
        bool words_only = finding->kind == FINDING_SEASON || finding->kind == FINDING_PART;
        bool strong = finding->kind == FINDING_BOTH || finding->kind == FINDING_EPISODE ||
                      finding->kind == FINDING_DATE ||
                      (finding->first == special + 1 && !words_only);
        bool titled = (special > 0 && finding->first != special && !strong) ||
                      (among && finding->kind == FINDING_SEASON && finding->first > words->begin);
        if (!titled)
            name->findings[kept++] = *finding;
    }
    name->finding_count = kept;
}

/* Whether a finding says all: a season and an episode, or an episode in a season's folder. */
static bool is_complete(const struct name_part *name, const struct finding *finding)
{
    const struct finding *before = finding > name->findings ? finding - 1 : NULL;
    if (finding->first > name->release)
        return false;
    if (finding->kind == FINDING_BOTH)
        return finding->rule->sure >= 0.93;
    if (finding->kind == FINDING_PACKED)
        return is_leading(finding);
    return finding->kind == FINDING_EPISODE && finding->rule->sure >= 0.9 &&
           (name->place.in_season || (before && before->kind == FINDING_SEASON));
}

/* Whether a finding after a complete one still says something: the same numbers again, a date. */
static bool may_follow(const struct name_part *name, const struct finding *finding,
                       const struct finding *complete)
{
    const struct words *words = &name->words;
    uint16_t gap = words->at[finding->first].gap;
    if (finding->kind == FINDING_DATE)
        return true;
    if (finding->kind == FINDING_ABSOLUTE)
        return finding->first == complete->end;
    if (finding->kind == FINDING_BOTH)
        return finding->season == complete->season && !words_gap_is_wide(gap) && !(gap & GAP_OPEN);
    const struct word *w = &words->at[finding->first];
    bool credits = w->len >= 4 && (words->text[w->offset] | 0x20) == 'n'; /* "NCOP" */
    return finding->kind == FINDING_NOTHING && (!(finding->rule->how & RULE_CREDITS) || credits);
}

/* Removes what follows a complete number: it is the title of the episode. */
static void leave_to_episode_title(struct name_part *name)
{
    int complete = 0;
    if (name->finding_count < 2)
        return;
    if (is_leading(name->findings)) {
        int both = 1; /* SxxEyy and 1x05 beat a number at the front */
        while (both < name->finding_count && !(name->findings[both].kind == FINDING_BOTH &&
                                               name->findings[both].rule->sure > 0.96))
            both++;
        complete = both < name->finding_count ? both : 0;
    }
    while (complete < name->finding_count && !is_complete(name, &name->findings[complete]))
        complete++;
    if (complete < name->finding_count &&
        is_cross_title(&name->words, &name->findings[complete], complete + 1 < name->finding_count))
        complete++;
    int kept = complete + 1;
    for (int i = complete + 1; i < name->finding_count; i++) {
        if (may_follow(name, &name->findings[i], &name->findings[complete]))
            name->findings[kept++] = name->findings[i];
    }
    if (complete < name->finding_count)
        name->finding_count = kept;
}

/* Whether a season is in the title of the episode: "Episode 6 - All of Season 3". */
static bool is_in_episode_title(const struct name_part *name, const struct finding *season)
{
    const struct words *words = &name->words;
    bool dash = false;
    for (int i = name->id->end; i <= season->first; i++)
        dash |= words_gap_is_wide(words->at[i].gap);
    return dash && name->id->kind == FINDING_EPISODE && season->first > name->id->end;
}

/* Whether the only finding is a season and an episode that cannot be a part of the title. */
static bool is_plain(const struct name_part *name)
{
    const struct finding *finding = name->findings;
    return name->finding_count == 1 && finding->kind == FINDING_BOTH && finding->rule->sure > 0.9 &&
           !is_leading(finding) && !name->place.above_season;
}

/* Decides between several findings, or about one that may be something else. */
static void choose(struct name_part *name)
{
    struct place place = name->place;
    const struct words *words = &name->words;
    leave_to_title(name);
    leave_to_episode_title(name);
    for (int i = name->finding_count - 1; i >= 0; i--) {
        const struct finding *finding = &name->findings[i];
        bool group = finding->first > name->release && words->at[finding->first].gap == GAP_DASH;
        if (finding->kind == FINDING_SEASON && !group)
            name->season = finding;
        if (finding->kind == FINDING_DATE)
            name->date = finding;
        if (finding->kind == FINDING_PART)
            name->part = finding;
        name->credits |= (finding->rule->how & RULE_CREDITS) != 0;
    }
    const struct finding *date = name->date;
    if (date && name->year_word >= date->first && name->year_word < date->end)
        name->year_word = -1;
    for (int i = 0; i < name->finding_count; i++) {
        struct finding *finding = &name->findings[i];
        if (is_of_title(name, finding, place) ||
            (is_leading(finding) && !leading_counts(name, finding, place)))
            finding->kind = FINDING_NOTHING;
    }
    name->id = best_finding(name);
    if (name->season && name->id && is_in_episode_title(name, name->season))
        name->season = NULL;
    if (name->id && is_film_part(name, name->id, place))
        name->id = NULL;
    if (name->id && name->id->kind == FINDING_DATE && name->id > name->findings) {
        const struct finding *before = name->id - 1;
        bool packed = before->kind == FINDING_PACKED && before->span[0].from > 0 &&
                      (before->end < name->id->first || before->rule->sure > 0.8);
        if (packed || (before->kind == FINDING_BOTH && before->first == words->begin &&
                       !is_cross_title(words, before, true)))
            name->id = before; /* "102 title 2010-11-23" */
    }
    if (name->id && name->id->kind == FINDING_DATE && words->at[name->id->first].gap & GAP_OPEN) {
        for (int i = 0; i < name->finding_count; i++) {
            const struct finding *finding = &name->findings[i];
            if (finding->kind == FINDING_ABSOLUTE && finding->rule->sure > 0.9 && words->fansub) {
                name->id = finding; /* "[747][2023.02.25]": when it was released */
                break;
            }
        }
    }
    if (name->id && name->id->kind == FINDING_BOTH)
        name->absolute = find_absolute(name);
}

void choice_make(struct name_part *name)
{
    if (is_plain(name)) {
        name->id = name->findings;
    } else if (name->finding_count > 0) {
        leave_to_special(name);
        choose(name);
    }
    name->strength = strength_of(name);
}
