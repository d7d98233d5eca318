/* SPDX-License-Identifier: MIT */
#include "matching/naming.h"

#include "matching/release.h"
#include "matching/rules.h"
#include "matching/title.h"

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* ---- the front of a name ---- */

/* "www.site.com", "www site com": the words behind i that are the host's. */
static int www_words(const struct words *words, int i)
{
    bool dotted = words->count > i + 1 && words->at[i + 1].gap & GAP_DOT;
    int n = i + 1;
    for (; n < words->count && n < i + 8; n++) {
        uint16_t gap = words->at[n].gap;
        if (gap & (GAP_OPEN | GAP_CLOSE) || (dotted && gap & GAP_SPACE) || gap_wide(gap))
            return n - i;
    }
    return n == words->count || n - i > 3 ? 0 : n - i;
}

/* The words of a host's name that begins at i, 0 where none does. */
static int host_words(const struct words *words, int i)
{
    if ((words->text[words->at[i].offset] | 0x20) == 'w' && gap_after(words, i) != 0 &&
        (word_same(words, i, "www") || word_same(words, i, "ww")))
        return www_words(words, i);
    if (!(words->is & TAG_DOMAIN) || words->count <= i + 1 ||
        words->at[i + 1].gap & ~(GAP_DOT | GAP_DASH))
        return 0;
    for (int n = i + 1; n < words->count && n < i + 7; n++) {
        if (words->at[n].gap & ~(GAP_DOT | GAP_DASH))
            return 0;
        uint16_t after = gap_after(words, n);
        bool ends = (after & GAP_DASH && after & GAP_SPACE) || after & GAP_CLOSE;
        if (words->at[n].gap == GAP_DOT && word_is(words, n) & TAG_DOMAIN && ends)
            return n + 1 - i;
    }
    return 0;
}

/* The pair of brackets that opens at word i, the outermost that closes; NULL: none. */
static const struct group *opens(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    const struct group *group = &words->group[w->group];
    if (!(w->gap & GAP_OPEN) || w->group == 0 || group->first != i)
        return NULL;
    while (group->outer != 0 && words->group[group->outer].first == i &&
           words->group[group->outer].closed)
        group = &words->group[group->outer];
    return group;
}

static bool words_outside(const struct words *words)
{
    for (int i = 0; i < words->count; i++) {
        const struct word *w = &words->at[i];
        if (w->group == 0 && w->kind != WORD_NUMBER && !w->release && !w->noise &&
            word_ends(words, i) == TAG_NEVER)
            return true;
    }
    return false;
}

/* "Host.[Group] Title": one word before a group in front of a title. */
static bool group_is_second(const struct words *words)
{
    const struct group *group = words->count > 2 ? opens(words, 1) : NULL;
    if (!group || group->open != '[' || !group->closed || words->at[1].gap == GAP_OPEN ||
        group->end + 1 >= words->count || title_group_is_release(words, group))
        return false;
    if (words->at[1].kind == WORD_NUMBER || words->at[2].gap == 0)
        return false; /* "Title [04x19]", "Title [s04e19]" */
    const struct word *next = &words->at[group->end];
    return next->group == 0 && next->kind == WORD_LETTERS && !next->release && next[1].gap != 0;
}

/* Whether the brackets in front are not the title: a group's, a site's, a year, tags. */
static bool skip_group(struct naming *naming, int i, const struct group *group)
{
    const struct words *words = &naming->words;
    const struct word *w = &words->at[i];
    int count = group->end - group->first;
    bool year = count == 1 && number_is_year(w);
    bool release = title_group_is_release(words, group);
    if (group->end >= words->count || count < 1)
        return false;
    if (group->open == '(') {
        if (year)
            naming->year = w->value;
        return release || year || host_words(words, i) > 0;
    }
    if (count == 2 && w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER && w[1].gap == GAP_DOT &&
        w[1].size > 1)
        return false; /* [5.01] */
    if (naming->bracketed) {
        for (int k = i; k < group->end; k++) {
            if (i > 0 || (k > i && number_is_year(&words->at[k])))
                return false; /* [group][title], [title 1998] */
        }
    }
    if (!stretch_is(naming->group) && !year && !release && host_words(words, i) == 0)
        naming->group = (struct stretch){group->first, group->end};
    return true;
}

/* Finds where the title may begin: behind the group's name, the site's, the tags in front. */
static int find_begin(struct naming *naming)
{
    const struct words *words = &naming->words;
    naming->bracketed = words->at[0].gap & GAP_OPEN && words->group[words->at[0].group].closed &&
                        !words_outside(words);
    int i = group_is_second(words) ? 1 : 0;
    while (i + 1 < words->count) {
        const struct word *w = &words->at[i];
        const struct group *group = opens(words, i);
        int host = host_words(words, i);
        bool tag = w->release || (word_ends(words, i) == TAG_MIDDLE && w[1].release);
        if (host > 0 && i + host < words->count)
            i += host;
        else if (group && skip_group(naming, i, group))
            i = group->end;
        else if (!group && tag)
            i++;
        else
            break;
    }
    return i;
}

/* ---- the words of the release ---- */

static int find_release(const struct words *words)
{
    if (words->at[words->begin].noise)
        return words->begin;
    int end = min(set_next(&words->stops, words->begin + 1), words->count);
    for (int i = set_next(&words->opens, words->begin + 1); i < end;
         i = set_next(&words->opens, i + 1)) {
        const struct group *group = opens(words, i);
        if (group && title_group_is_release(words, group))
            return i;
    }
    return end;
}

/* What kind of name it is, from all of its words. */
static void find_kind(struct words *words)
{
    words->fans = words->begin > 0 && words->at[0].gap & GAP_OPEN &&
                  words->group[words->at[0].group].open != '(';
    words->event = (words->is & TAG_EVENT) != 0;
    words->broadcast = (words->is & TAG_BROADCAST) != 0;
    words->fans |= (words->is & TAG_FANS) != 0;
    for (int i = words->begin; words->noise && i < words->count; i++)
        words->fans |= words->at[i].noise && words->at[i].gap & GAP_OPEN;
}

/* The year of a film: in brackets, or the last before the release's words. */
static int find_year(const struct naming *naming)
{
    const struct words *words = &naming->words;
    int found = -1;
    for (int i = set_next(&words->numbers, words->begin); i < words->count;
         i = set_next(&words->numbers, i + 1)) {
        const struct word *w = &words->at[i];
        if (!number_is_year(w) || w->release || w->noise)
            continue;
        uint16_t after = gap_after(words, i);
        if (w->gap & GAP_OPEN && after & GAP_CLOSE && i > words->begin)
            return i;
        bool edge = w->group != 0 && (after & GAP_CLOSE || w->gap & GAP_OPEN);
        if (i > naming->release &&
            ((found >= 0 && !edge) || w->gap & GAP_DASH || word_ends(words, i - 1) == TAG_WEAK))
            continue;
        found = i;
    }
    return found;
}

/* Who released it: the words behind the last dash, "x264-GRP[site]". */
static void find_group(struct naming *naming)
{
    const struct words *words = &naming->words;
    int end = words->count;
    while (end > naming->release && words->at[end - 1].group != 0)
        end--;
    for (int i = end - 1; i > naming->release; i--) {
        const struct word *w = &words->at[i];
        if (w->gap & ~(GAP_DASH | GAP_DOT))
            return;
        if (w->gap != GAP_DASH)
            continue;
        if (!(word_is(words, i) & TAG_EDITION)) {
            naming->group = (struct stretch){i, end};
            return;
        }
        end = i; /* "-GRP-Obfuscated" */
    }
}

/* ---- what numbers the episode ---- */

static bool is_leading(const struct fact *fact)
{
    return fact->rule->how & RULE_LEADING;
}

/* "01 title" is an episode only where something else says so. */
static bool leading_counts(const struct naming *naming, const struct fact *fact, struct place place)
{
    const struct words *words = &naming->words;
    if (naming->season || (naming->year_word >= 0 && !place.in_season))
        return false;
    if (place.in_season || (place.in_series && fact->end >= words->count))
        return true;
    return number_is_padded(words, fact->first) ||
           (gap_wide(gap_after(words, fact->end - 1)) && words->at[fact->first].size >= 2);
}

/* Whether a bare number is the title's: a film's, or one before a season's word. */
static bool is_of_title(const struct naming *naming, const struct fact *fact, struct place place)
{
    bool weak = fact->rule->sure < 0.85;
    if (weak && naming->season && fact->end <= naming->season->first &&
        (fact->kind <= FACT_ABSOLUTE || fact->kind == FACT_PART))
        return true; /* "Copper.300.Years.S02" */
    if (fact->kind > FACT_ABSOLUTE)
        return false;
    if (weak && naming->year_word >= fact->end && naming->year_word < naming->release &&
        !place.in_season)
        return true;
    bool before = (naming->season && fact->end == naming->season->first) ||
                  (naming->piece && fact->end == naming->piece->first);
    return before && fact->rule->sure < 0.9 && naming->words.at[fact->first].size > 1;
}

/* "3x3 Title - 1x02": a name that begins so has its number behind. */
static bool is_cross_title(const struct words *words, const struct fact *fact)
{
    const struct word *w = &words->at[fact->first];
    return fact->kind == FACT_BOTH && fact->first == words->begin && w[0].kind == WORD_NUMBER &&
           w[0].size == 1 && w[2].size == 1 && fact[1].kind <= FACT_ABSOLUTE &&
           fact[1].rule->sure > 0.9;
}

/* The believed fact: the best rule's. */
static const struct fact *best_fact(const struct naming *naming)
{
    const struct fact *best = NULL;
    for (int i = 0; i < naming->fact_count; i++) {
        const struct fact *fact = &naming->facts[i];
        bool behind = fact->first > naming->release && !(fact->rule->how & RULE_BEHIND);
        bool strong = fact->kind == FACT_BOTH || fact->kind == FACT_EPISODE ||
                      fact->kind == FACT_DATE || fact->rule->sure > 0.9;
        bool title = i + 1 < naming->fact_count && is_cross_title(&naming->words, fact);
        if (fact->kind > FACT_PART || title ||
            (behind && !(strong && fact->kind < FACT_SPECIAL) && fact->kind != FACT_DATE))
            continue;
        if (!best || fact->rule < best->rule ||
            (fact->rule == best->rule && fact->rule->how & RULE_LAST &&
             fact->first < naming->release))
            best = fact;
    }
    return best;
}

/* A film in parts: "Part II (1974)", "Episode IV ... 1977". */
static bool is_film_part(const struct naming *naming, const struct fact *fact, struct place place)
{
    const struct words *words = &naming->words;
    bool counted = fact->kind == FACT_EPISODE && word_is(words, fact->end - 1) & TAG_COUNTED &&
                   words->at[fact->end - 1].kind == WORD_LETTERS;
    return (fact->kind == FACT_PART || counted) && !naming->season && !place.in_season &&
           naming->year_word > fact->first;
}

/* The absolute numbers that stand next to season and episode. */
static const struct fact *find_absolute(const struct naming *naming)
{
    for (int i = 0; i < naming->fact_count; i++) {
        const struct fact *fact = &naming->facts[i];
        if (fact->kind != FACT_ABSOLUTE ||
            (fact->end != naming->id->first && fact->first != naming->id->end))
            continue;
        int count = numbers_count(fact);
        bool same = count == numbers_count(naming->id) && (count > 1 || naming->words.begin > 0) &&
                    naming->words.at[fact->first].size >= 3;
        if (same || fact->rule->how & RULE_BESIDE)
            return fact;
    }
    return NULL;
}

static enum strength strength_of(const struct naming *naming)
{
    if (!naming->id || naming->id->kind == FACT_PART)
        return naming->id ? STRENGTH_WEAK : STRENGTH_NONE;
    if (naming->id->kind == FACT_BOTH || (naming->id->kind == FACT_EPISODE && naming->season))
        return STRENGTH_FULL;
    bool fair = naming->id->kind == FACT_EPISODE || naming->id->rule->sure > 0.8;
    return fair ? STRENGTH_FAIR : STRENGTH_WEAK;
}

/* Whether a fact before season and episode is only words of the title: "Take.Op.Two.S01E02",
 * "Growing.Season.2015.S01E02", "Shop.24.7.2015.S01E02". */
static bool is_before_both(const struct words *words, const struct fact *fact,
                           const struct fact *both)
{
    const struct word *w = &words->at[fact->first];
    bool beside = fact->end == both->first;
    if (fact->kind == FACT_SEASON)
        return beside && number_is_year(&words->at[fact->end - 1]);
    if (fact->kind == FACT_DATE)
        return beside && w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER &&
               (w[0].size == 1 || w[1].size == 1);
    return fact->rule->pattern[0] == 'C';
}

/* Forgets what is_before_both; above a season's folder all that would number an episode. */
static void leave_to_title(struct naming *naming)
{
    int both = naming->fact_count - 1;
    while (both > 0 && naming->facts[both].kind != FACT_BOTH)
        both--;
    if (both <= 0 && !naming->place.above_season)
        return;
    int kept = 0;
    for (int i = 0; i < naming->fact_count; i++) {
        const struct fact *fact = &naming->facts[i];
        bool title = naming->place.above_season
                         ? fact->kind < FACT_SEASON
                         : i < both && is_before_both(&naming->words, fact, &naming->facts[both]);
        if (!title)
            naming->facts[kept++] = *fact;
    }
    naming->fact_count = kept;
}

/* Decides which of the facts is the episode's. */
static void choose(struct naming *naming, struct place place)
{
    const struct words *words = &naming->words;
    leave_to_title(naming);
    for (int i = naming->fact_count - 1; i >= 0; i--) {
        const struct fact *fact = &naming->facts[i];
        bool group = fact->first > naming->release && words->at[fact->first].gap == GAP_DASH;
        if (fact->kind == FACT_SEASON && !group)
            naming->season = fact;
        if (fact->kind == FACT_DATE)
            naming->date = fact;
        if (fact->kind == FACT_PART)
            naming->piece = fact;
        naming->credits |= fact->rule->pattern[0] == 'C';
    }
    const struct fact *date = naming->date;
    if (date && naming->year_word >= date->first && naming->year_word < date->end)
        naming->year_word = -1;
    for (int i = 0; i < naming->fact_count; i++) {
        struct fact *fact = &naming->facts[i];
        if (is_of_title(naming, fact, place) ||
            (is_leading(fact) && !leading_counts(naming, fact, place)))
            fact->kind = FACT_NOTHING;
    }
    naming->id = best_fact(naming);
    if (naming->id && is_film_part(naming, naming->id, place))
        naming->id = NULL;
    if (naming->id && naming->id->kind == FACT_DATE && naming->id > naming->facts) {
        const struct fact *before = naming->id - 1;
        if (before->kind == FACT_PACKED &&
            (before->end < naming->id->first || before->rule->sure > 0.8))
            naming->id = before; /* "102 title 2010-11-23" */
    }
    if (naming->id && naming->id->kind == FACT_BOTH)
        naming->absolute = find_absolute(naming);
    naming->strength = strength_of(naming);
}

/* ---- title and episode's title ---- */

/* Whether a number that is no episode's ends the title. */
static bool ends_title(const struct naming *naming, const struct fact *fact, int end)
{
    if (fact->first <= naming->words.begin)
        return false;
    if (fact->kind == FACT_SPECIAL && naming->id && fact != naming->id)
        return fact->end <= end && fact->end == naming->id->first; /* "- 12.5 (S00E01)" */
    return fact->rule->kind == FACT_NOTHING && fact->rule->pattern[0] != 'F' &&
           naming->year_word <= fact->first;
}

/* Where the first accepted number begins: the title ends there. */
static int numbers_begin(const struct naming *naming)
{
    const struct words *words = &naming->words;
    const struct fact *season = naming->season;
    int end = naming->id ? naming->id->first : words->count;
    bool other_title =
        season && naming->id && season->first < naming->id->first &&
        (naming->bracketed || (season->end < words->count && words->at[season->end].gap & GAP_BAR));
    if (season && !other_title)
        end = min(end, season->first);
    if (naming->date && naming->date->first > words->begin)
        end = min(end, naming->date->first);
    if (naming->absolute)
        end = min(end, naming->absolute->first);
    for (int i = 0; i < naming->fact_count; i++) {
        if (ends_title(naming, &naming->facts[i], end))
            end = min(end, naming->facts[i].first);
    }
    return end;
}

/* "DDY.WEBRip": a site nobody listed, in capitals before its source. */
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

/* The title of a film that has a year behind it. */
static int film_end(struct naming *naming, int end)
{
    const struct words *words = &naming->words;
    const struct word *w = &words->at[naming->year_word];
    int at = naming->year_word;
    naming->year = w->value;
    if (w->group != 0 && words->group[w->group].first > words->begin)
        at = words->group[w->group].first;
    if (naming->place.above_season)
        return min(end, at);
    end = title_trim_release(words, words->begin, min(end, at), TAG_MIDDLE);
    if (end - words->begin > 2 && word_is(words, end - 1) & TAG_EDITION &&
        words->at[end - 1].gap != 0) {
        end--; /* "10th Anniversary" */
        if (word_is(words, end - 1) & TAG_ORDINAL && words->at[end - 1].gap == 0)
            end -= 2;
    }
    return end;
}

/* Reads words that have no number: "Title (2005) ..." */
static void read_film(struct naming *naming)
{
    struct words *words = &naming->words;
    int end = naming->release;
    if (naming->year_word > words->begin) {
        end = film_end(naming, end);
    } else if (naming->year_word == words->begin && end > words->begin + 1) {
        naming->year = words->at[words->begin++].value;
        end = title_trim_release(words, words->begin, end, TAG_WEAK);
    } else if (end < words->count || !naming->place.above_season) {
        int last = end - 1;
        if (end == words->count && last > words->begin && gap_wide(words->at[last].gap) &&
            word_is(words, last) & TAG_LANGUAGE && title_is_upper(words, last))
            end--; /* "Title - FR" */
        end = trim_site(words, words->begin, end);
        end = title_trim_release(words, words->begin, end,
                                 end < words->count ? TAG_WEAK : TAG_MIDDLE);
    }
    if (end - words->begin > 2 && words->at[end - 1].kind == WORD_NUMBER &&
        words->at[end - 1].gap == 0 && word_is(words, end - 2) & TAG_VERSION &&
        words->at[end - 2].gap != 0) {
        naming->version = words->at[end - 1].value;
        end -= 2;
    }
    int numbers = numbers_begin(naming);
    if (numbers > words->begin)
        end = min(end, numbers);
    naming->title = (struct stretch){words->begin, end};
}

/* The episode's title: from there to the words of the release. */
static void read_episode_title(struct naming *naming, int from)
{
    const struct words *words = &naming->words;
    if (word_is(words, from) & TAG_END && from < words->count)
        from++; /* "24 END" */
    int end = from;
    while (end < words->count && !words->at[end].release && !words->at[end].noise) {
        const struct group *group = words->at[end].gap & GAP_OPEN ? opens(words, end) : NULL;
        if (group && (end == from || group->open != '(' || title_group_is_release(words, group)))
            break;
        end++;
    }
    if (end < words->count)
        end = title_trim_release(words, from - 1, end, TAG_WEAK);
    const struct group *last = &words->group[end > from ? words->at[end - 1].group : 0];
    if (last->end > end && last->first >= from)
        end = last->first;
    naming->episode_title = (struct stretch){from, end};
}

static void read_numbered(struct naming *naming)
{
    const struct words *words = &naming->words;
    const struct fact *last = naming->id ? naming->id : naming->season;
    int end = numbers_begin(naming);
    int from = last->end;
    if (end > words->begin && words->begin < words->count) {
        naming->title = (struct stretch){words->begin, min(end, naming->release)};
        if (naming->release < end && naming->pack)
            naming->title.end =
                title_trim_release(words, words->begin, naming->title.end, TAG_MIDDLE);
    } else if (last->kind >= FACT_SPECIAL && last->kind != FACT_DATE) {
        /* "003. Title - Name of the episode" */
        int stop = from;
        while (stop < min(naming->release, words->count) &&
               !(stop > from && gap_wide(words->at[stop].gap)))
            stop++;
        naming->title = (struct stretch){from, stop};
        from = stop;
    }
    if (naming->absolute && naming->absolute->end > from)
        from = naming->absolute->end;
    read_episode_title(naming, from);
}

/* "Special" and "Complete", from the title's last words on. */
static void find_marks(struct naming *naming)
{
    const struct words *words = &naming->words;
    if (!(words->is & (TAG_SPECIAL | TAG_PACK)))
        return;
    bool numbered = naming->id && naming->id->kind == FACT_BOTH && naming->id->season > 0;
    int from = naming->title.end - (numbered ? 0 : 2); /* "To Be Special.S01E02" */
    if (from < words->begin)
        from = words->begin;
    for (int i = from; i < words->count; i++) {
        uint32_t is = word_is(words, i);
        if (is & TAG_SPECIAL && !(is & TAG_SHORT) &&
            (words->at[i].len > 2 || word_same(words, i, "sp")))
            naming->special = true;
        if (is & TAG_PACK && i > words->begin)
            naming->pack = true;
    }
}

void naming_cut(struct naming *naming, const char *text, size_t len)
{
    words_cut(&naming->words, text, len);
    release_mark(&naming->words);
}

void naming_read(struct naming *naming, struct place place)
{
    naming->fact_count = 0;
    naming->year_word = naming->country = naming->version = -1;
    naming->id = naming->season = naming->date = naming->absolute = naming->piece = NULL;
    naming->strength = STRENGTH_NONE;
    naming->title = naming->alternative = naming->episode_title = naming->group =
        (struct stretch){0, 0};
    naming->year = 0;
    naming->special = naming->pack = naming->credits = naming->bracketed = false;
    naming->release = 0;
    naming->words.begin = 0;
    if (naming->words.count == 0)
        return;
    naming->words.begin = (uint8_t)find_begin(naming);
    naming->release = find_release(&naming->words);
    find_kind(&naming->words);
    naming->fact_count = numbers_find(&naming->words, naming->facts);
    naming->year_word = find_year(naming);
    naming->place = place;
    int last = naming->year_word;
    if (place.above_season && last >= 0 && last + 1 < naming->words.count &&
        naming->words.at[last].group == 0)
        naming->year_word = -1; /* "The 1900 House" */
    choose(naming, place);
    if (naming->date && naming->date->first == naming->words.begin &&
        naming->date->end < naming->words.count)
        naming->words.begin = naming->date->end;
    if (naming->id || naming->season)
        read_numbered(naming);
    else
        read_film(naming);
    find_marks(naming);
    title_trim(naming);
    if (!stretch_is(naming->group))
        find_group(naming);
}
