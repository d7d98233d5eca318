/* SPDX-License-Identifier: MIT */
#include "matching/name_part.h"

#include "matching/name_front.h"
#include "matching/number_rules.h"
#include "matching/numbers.h"
#include "matching/release.h"

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* ---- The words of the release ---- */

static int find_release(const struct words *words)
{
    if (words->at[words->begin].noise)
        return words->begin;
    int end = min(word_set_next(&words->stops, words->begin + 1), words->count);
    for (int i = word_set_next(&words->opens, words->begin + 1); i < end;
         i = word_set_next(&words->opens, i + 1)) {
        const struct brackets *brackets = words_brackets_at(words, i);
        if (brackets && title_brackets_are_release(words, brackets) &&
            !title_brackets_are_country(words, brackets) &&
            !title_brackets_are_network(words, brackets))
            return i;
    }
    return end;
}

/* Finds out what kind of name it is, from all of its words. */
static void find_kind(struct words *words)
{
    words->fansub = words->begin > 0 && words->at[0].gap & GAP_OPEN &&
                    words->brackets[words->at[0].brackets].open != '(';
    words->event = (words->is & TAG_EVENT) != 0;
    words->broadcast = (words->is & TAG_BROADCAST) != 0;
    words->fansub |= (words->is & TAG_FANSUB) != 0;
    for (int i = words->begin; words->noise && i < words->count; i++)
        words->fansub |= words->at[i].noise && words->at[i].gap & GAP_OPEN;
}

/* Returns the word that is the year of a film: in brackets, or the last before the words of the
 * release. */
static int find_year(const struct name_part *name)
{
    const struct words *words = &name->words;
    int found = -1;
    for (int i = word_set_next(&words->numbers, words->begin); i < words->count;
         i = word_set_next(&words->numbers, i + 1)) {
        const struct word *w = &words->at[i];
        if (!words_is_year(w) || w->release || w->noise)
            continue;
        uint16_t after = words_gap_after(words, i);
        if (w->gap & GAP_OPEN && after & GAP_CLOSE && i > words->begin)
            return i;
        bool edge = w->brackets != 0 && (after & GAP_CLOSE || w->gap & GAP_OPEN);
        if (i > name->release &&
            ((found >= 0 && !edge) || w->gap & GAP_DASH || words->at[i - 1].ends == TAG_WEAK))
            continue;
        found = i;
    }
    return found;
}

/* Finds who released the file: the words after the last dash, "x264-GRP[site]". */
static void find_group(struct name_part *name)
{
    const struct words *words = &name->words;
    int end = words->count;
    while (end > name->release && words->at[end - 1].brackets != 0)
        end--;
    for (int i = end - 1; i > name->release; i--) {
        const struct word *w = &words->at[i];
        if (w->gap & ~(GAP_DASH | GAP_DOT))
            return;
        if (w->gap != GAP_DASH)
            continue;
        if (!(words_is(words, i) & TAG_EDITION)) {
            name->group = (struct stretch){i, end};
            return;
        }
        end = i; /* "-GRP-Obfuscated" */
    }
}

/* ---- What numbers the episode ---- */

static bool is_leading(const struct finding *finding)
{
    return finding->rule->how & RULE_LEADING;
}

/* Whether a number at the front is an episode: "01 title" is one only if something else says so. */
static bool leading_counts(const struct name_part *name, const struct finding *finding,
                           struct place place)
{
    const struct words *words = &name->words;
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
           finding[1].kind <= FINDING_ABSOLUTE && finding[1].rule->sure > 0.9;
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
    if (name->finding_count > 0 && is_leading(name->findings)) {
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

/* Decides which of the findings is the episode. */
static void choose(struct name_part *name, struct place place)
{
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
        bool packed = before->kind == FINDING_PACKED &&
                      (before->end < name->id->first || before->rule->sure > 0.8);
        if (packed || (before->kind == FINDING_BOTH && before->first == words->begin))
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
    name->strength = strength_of(name);
}

/* ---- Titles ---- */

/* Whether a finding ends the title although it is not the episode. */
static bool ends_title(const struct name_part *name, const struct finding *finding, int end)
{
    if (finding->first <= name->words.begin)
        return false;
    if (finding->kind == FINDING_SPECIAL && name->id && finding != name->id)
        return finding->end <= end && finding->end == name->id->first; /* "- 12.5 (S00E01)" */
    return finding->rule->kind == FINDING_NOTHING && !(finding->rule->how & RULE_MOVIE) &&
           name->year_word <= finding->first;
}

/* Returns where the title ends at the latest: at the first finding that counts. */
static int numbers_begin(const struct name_part *name)
{
    const struct words *words = &name->words;
    const struct finding *season = name->season;
    int end = name->id ? name->id->first : words->count;
    bool other_title =
        season && name->id && season->first < name->id->first &&
        (name->bracketed || (season->end < words->count && words->at[season->end].gap & GAP_BAR));
    if (season && !other_title)
        end = min(end, season->first);
    if (name->date && name->date->first > words->begin)
        end = min(end, name->date->first);
    if (name->absolute)
        end = min(end, name->absolute->first);
    for (int i = 0; i < name->finding_count; i++) {
        if (ends_title(name, &name->findings[i], end))
            end = min(end, name->findings[i].first);
    }
    return end;
}

/* Returns the end of a title without a site that tags.def does not list, in capitals before its
 * source: "DDY.WEBRip". */
static int trim_site(const struct words *words, int first, int end)
{
    if (end - first < 2 || end >= words->count)
        return end;
    const struct word *w = &words->at[end - 1];
    bool mixed = false;
    for (int i = first; i < end - 1; i++)
        mixed |= !title_is_upper(words, i);
    const char *source = words->text + words->at[end].offset;
    bool web = words->at[end].len >= 3 && (source[0] | 0x20) == 'w' && (source[1] | 0x20) == 'e' &&
               (source[2] | 0x20) == 'b';
    bool site = w->kind == WORD_LETTERS && w->len >= 2 && w->len <= 4;
    return web && mixed && site && title_is_upper(words, end - 1) ? end - 1 : end;
}

/* Returns the end of the title of a film with a year after it. */
static int film_end(struct name_part *name, int end)
{
    const struct words *words = &name->words;
    const struct word *w = &words->at[name->year_word];
    int at = name->year_word;
    name->title.year = w->value;
    if (w->brackets != 0 && words->brackets[w->brackets].first > words->begin)
        at = words->brackets[w->brackets].first;
    if (name->place.above_season)
        return min(end, at);
    end = title_trim_release(words, words->begin, min(end, at), TAG_MIDDLE);
    if (end - words->begin > 2 && words_is(words, end - 1) & TAG_EDITION &&
        words->at[end - 1].gap != 0) {
        end--; /* "10th Anniversary" */
        if (words_is(words, end - 1) & TAG_ORDINAL && words->at[end - 1].gap == 0)
            end -= 2;
    }
    return end;
}

/* Whether nothing follows from word i on but ids and checksums, which say nothing of a release. */
static bool only_noise(const struct words *words, int i)
{
    while (i < words->count && words->at[i].noise)
        i++;
    return i >= words->count;
}

/* Reads a name without an episode: "Title (2005) ..." */
static void read_film(struct name_part *name)
{
    struct words *words = &name->words;
    int end = name->release;
    if (name->year_word > words->begin) {
        end = film_end(name, end);
    } else if (name->year_word == words->begin && end > words->begin + 1) {
        name->title.year = words->at[words->begin++].value;
        end = title_trim_release(words, words->begin, end, TAG_WEAK);
    } else if (!only_noise(words, end) || !name->place.above_season) {
        int last = end - 1;
        if (end == words->count && last > words->begin && words_gap_is_wide(words->at[last].gap) &&
            words_is(words, last) & TAG_LANGUAGE && title_is_upper(words, last))
            end--; /* "Title - FR" */
        end = trim_site(words, words->begin, end);
        end = title_trim_release(words, words->begin, end,
                                 only_noise(words, end) ? TAG_MIDDLE : TAG_WEAK);
    }
    if (end - words->begin > 2 && words->at[end - 1].kind == WORD_NUMBER &&
        words->at[end - 1].gap == 0 && words_is(words, end - 2) & TAG_VERSION &&
        words->at[end - 2].gap != 0) {
        name->version = words->at[end - 1].value;
        end -= 2;
    }
    int numbers = numbers_begin(name);
    if (numbers > words->begin)
        end = min(end, numbers);
    name->title.main = (struct stretch){words->begin, end};
}

/* Reads the title of the episode: from a word on to the words of the release. */
static void read_episode_title(struct name_part *name, int from)
{
    const struct words *words = &name->words;
    if (words_is(words, from) & TAG_END && from < words->count)
        from++; /* "24 END" */
    int end = from;
    while (end < words->count && !words->at[end].release && !words->at[end].noise) {
        const struct brackets *brackets =
            words->at[end].gap & GAP_OPEN ? words_brackets_at(words, end) : NULL;
        if (brackets &&
            (end == from || brackets->open != '(' || title_brackets_are_release(words, brackets)))
            break;
        end++;
    }
    if (end < words->count)
        end = title_trim_release(words, from - 1, end, TAG_WEAK);
    const struct brackets *last = &words->brackets[end > from ? words->at[end - 1].brackets : 0];
    if (last->end > end && last->first >= from)
        end = last->first;
    name->episode_title = (struct stretch){from, end};
}

static void read_numbered(struct name_part *name)
{
    const struct words *words = &name->words;
    const struct finding *last = name->id ? name->id : name->season;
    int end = numbers_begin(name);
    int from = last->end;
    if (end > words->begin && words->begin < words->count) {
        name->title.main = (struct stretch){words->begin, min(end, name->release)};
        if (name->release < end && name->pack) {
            name->title.main.end =
                title_trim_release(words, words->begin, name->title.main.end, TAG_MIDDLE);
        }
    } else if ((last->kind >= FINDING_SPECIAL && last->kind != FINDING_DATE) ||
               words_gap_after(words, last->end - 1) & GAP_CLOSE) {
        /* "003. Title - Title of the episode" */
        int stop = from;
        while (stop < min(name->release, words->count) &&
               !(stop > from && words_gap_is_wide(words->at[stop].gap)))
            stop++;
        name->title.main = (struct stretch){from, stop};
        from = stop;
    }
    const struct word *front = &words->at[name->title.main.first];
    if (name->id && words_has(name->title.main) && front->kind == WORD_NUMBER && front->size == 2 &&
        front[1].gap == GAP_DASH && name->id->kind <= FINDING_PACKED &&
        name->id->span[0].from == front->value)
        name->title.main.first++; /* "04-seal.team.104" */
    if (name->id && name->title.main.end - name->title.main.first > 2 && front->size == 3 &&
        front->kind == WORD_NUMBER && front[1].kind == WORD_NUMBER && front[1].gap == GAP_DASH &&
        front[1].value - front->value + 1 == numbers_count(name->id) && front[1].size == 3)
        name->title.main.first += 2; /* "165-166.title.s08e14-15" */
    if (name->absolute && name->absolute->end > from)
        from = name->absolute->end;
    read_episode_title(name, from);
}

/* Finds "Special" and "Complete" from the last words of the title on. */
static void find_marks(struct name_part *name)
{
    const struct words *words = &name->words;
    if (!(words->is & (TAG_SPECIAL | TAG_PACK)))
        return;
    bool numbered = name->id && name->id->kind == FINDING_BOTH && name->id->season > 0;
    int from = name->title.main.end - (numbered ? 0 : 2); /* "To Be Special.S01E02" */
    if (from < words->begin)
        from = words->begin;
    for (int i = from; i < words->count; i++) {
        uint32_t is = words_is(words, i);
        if (is & TAG_SPECIAL && !(is & TAG_SHORT) &&
            (words->at[i].len > 2 || words_is_text(words, i, "sp")))
            name->special = true;
        if (is & TAG_PACK && i > words->begin)
            name->pack = true;
    }
}

/* Removes from the title what belongs to other fields. */
static void trim_title(struct name_part *name)
{
    const struct title_hints hints = {
        .findings = name->findings,
        .finding_count = name->finding_count,
        .bracketed = name->bracketed,
        .numbered = name->id != NULL,
        .special = name->special,
        .pack = name->pack,
        .above_season = name->place.above_season,
    };
    title_trim(&name->title, &name->words, &hints);
    if (name->bracketed && name->season && name->season->first > name->title.main.first &&
        name->season->first < name->title.main.end)
        name->title.main.end = name->season->first;
}

/* Returns the word after the title of the series, which the first count words are, and after its
 * year. */
static int after_title(struct name_part *name, int count)
{
    const struct words *words = &name->words;
    int i = count;
    if (i < words->count && words_is_year(&words->at[i]) && words->at[i].gap & GAP_OPEN &&
        words_gap_after(words, i) & GAP_CLOSE)
        name->title.year = words->at[i++].value;
    return i;
}

/* Gives the title its words back, which no rule was to read. */
static void extend_title(struct name_part *name)
{
    struct stretch *title = &name->title.main;
    int known = name->place.title_words;
    if (name->id && name->id->first == name->words.begin) {
        if (title->first >= name->id->end) /* "Show - 05 - Title" */
            name->episode_title.first = name->id->end;
        *title = (struct stretch){0, known};
    } else if (words_has(*title)) {
        title->first = 0;
    } else {
        *title = (struct stretch){0, known};
    }
}

void name_part_cut(struct name_part *name, const char *text, size_t len)
{
    words_cut(&name->words, text, len);
    release_mark(&name->words);
}

void name_part_read(struct name_part *name, struct place place)
{
    name->finding_count = 0;
    name->year_word = name->title.country = name->title.network = name->version = -1;
    name->id = name->season = name->date = name->absolute = name->part = NULL;
    name->strength = STRENGTH_NONE;
    name->title.main = name->title.alternative = name->episode_title = name->group =
        (struct stretch){0, 0};
    name->title.year = 0;
    name->special = name->pack = name->credits = name->bracketed = false;
    name->release = 0;
    name->words.begin = 0;
    if (name->words.count == 0)
        return;
    struct name_front front;
    name_front_read(&name->words, &front);
    name->group = front.group;
    name->title.year = front.year;
    name->words.begin =
        (uint8_t)(place.title_words > 0 ? after_title(name, place.title_words) : front.begin);
    name->bracketed = front.bracketed;
    name->release = find_release(&name->words);
    int film = name->words.begin;
    if (film + 2 < name->words.count && name->words.at[film].is & TAG_MOVIE &&
        !words_is_text(&name->words, film, "movie") && !words_is_text(&name->words, film, "film"))
        name->words.begin++; /* "Gekijouban Title" */
    find_kind(&name->words);
    name->words.in_season = place.in_season;
    name->words.titled = place.title_words > 0;
    name->words.in_series = place.in_series;
    name->words.season = place.season;
    name->finding_count = numbers_find(&name->words, name->findings);
    name->year_word = find_year(name);
    name->place = place;
    int last = name->year_word;
    if (place.above_season && last >= 0 && last + 1 < name->words.count &&
        name->words.at[last].brackets == 0)
        name->year_word = -1; /* "The 1900 House" */
    choose(name, place);
    if (name->date && name->date->first == name->words.begin && name->date->end < name->words.count)
        name->words.begin = name->date->end;
    if (name->id || name->season)
        read_numbered(name);
    else
        read_film(name);
    if (place.title_words > 0)
        extend_title(name);
    find_marks(name);
    trim_title(name);
    if (!words_has(name->group))
        find_group(name);
}

bool name_part_is_film(struct name_part *name)
{
    const struct words *words = &name->words;
    if (name->id || !name->season || name->year_word != name->season->end ||
        words->at[name->year_word].brackets == 0 || name->season->first <= words->begin ||
        !words_is_text(words, name->season->first, "season"))
        return false;
    name->finding_count = 0;
    name->season = NULL;
    read_film(name);
    trim_title(name);
    return true;
}
