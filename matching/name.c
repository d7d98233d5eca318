/* SPDX-License-Identifier: MIT */
#include "matching/matching.h"

#include <string.h>
#include <strings.h>

#include "matching/numbers.h"
#include "matching/text.h"
#include "matching/words.h"

enum { PARTS_MAX = 5, EXTENSION_MAX = 6, TITLE_WORDS_MAX = 60 };

/* How surely the numbers of a reading name an episode. */
enum strength { STRENGTH_NONE, STRENGTH_WEAK, STRENGTH_FAIR, STRENGTH_FULL };

/* A stretch of words: first .. end-1. */
struct stretch {
    int first;
    int end;
};

/* What one part of a path says. */
struct reading {
    struct words words;
    struct fact facts[FACTS_MAX];
    int fact_count;
    int begin;                 /* the first word that is no group's, site's or release's */
    int release;               /* the first word behind it that surely is of the release */
    int year_word;             /* -1: none */
    const struct fact *id;     /* what numbers the episode */
    const struct fact *season; /* said apart from it */
    const struct fact *date;
    const struct fact *absolute; /* said beside season and episode */
    const struct fact *part;
    enum strength strength;
    struct stretch title;
    struct stretch alternative;
    struct stretch episode_title;
    struct stretch group;
    struct stretch country;
    int year;
    bool special;
    bool pack;
    bool bracketed; /* every word stands in brackets */
};

/* ---- the front of a name ---- */

static bool is_word(const struct words *words, int i, const char *text)
{
    const struct word *w = &words->at[i];
    size_t len = strlen(text);
    return w->len == len && strncasecmp(words->text + w->offset, text, len) == 0;
}

/* The words of a host's name that begins at i, 0 where none does. */
static int host_words(const struct words *words, int i)
{
    int n = i;
    if (is_word(words, i, "www") || is_word(words, i, "ww")) {
        bool dotted = words->count > i + 1 && words->at[i + 1].gap & GAP_DOT;
        for (n = i + 1; n < words->count && n < i + 8; n++) {
            uint16_t gap = words->at[n].gap;
            if (gap & (GAP_OPEN | GAP_CLOSE) || (dotted && gap & GAP_SPACE) || gap_wide(gap))
                return n - i;
        }
        return n == words->count ? 0 : n - i > 3 ? 0 : n - i;
    }
    for (n = i + 1; n < words->count && n < i + 7; n++) {
        if (words->at[n].gap & ~(GAP_DOT | GAP_DASH))
            return 0;
        uint16_t after = gap_after(words, n);
        bool ends = (after & GAP_DASH && after & GAP_SPACE) || after & GAP_CLOSE;
        if (words->at[n].gap == GAP_DOT && word_is(words, n) & TAG_DOMAIN && ends)
            return n + 1 - i;
    }
    return 0;
}

static bool group_says_release(const struct words *words, const struct group *group)
{
    for (int i = group->first; i < group->end; i++) {
        const struct word *w = &words->at[i];
        if (!w->release && !w->noise && word_ends(words, i) == TAG_NEVER)
            return false;
    }
    return group->end > group->first;
}

static bool opens(const struct words *words, int i, const struct group **group)
{
    const struct word *w = &words->at[i];
    *group = &words->group[w->group];
    return w->gap & GAP_OPEN && w->group != 0 && (*group)->first == i;
}

/* The outermost group that opens at word i. */
static const struct group *outermost(const struct words *words, int i)
{
    const struct group *group = &words->group[words->at[i].group];
    while (group->outer != 0 && words->group[group->outer].first == i)
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

/* Finds where the title may begin: behind the group's name, the site's, the tags in front. */
static void find_begin(struct reading *r)
{
    const struct words *words = &r->words;
    const struct group *group;
    int i = 0;
    r->bracketed = words->count > 0 && words->at[0].gap & GAP_OPEN && !words_outside(words);
    while (i < words->count) {
        int host = host_words(words, i);
        if (host > 0 && i + host < words->count) {
            i += host;
            continue;
        }
        const struct word *w = &words->at[i];
        if (opens(words, i, &group)) {
            group = outermost(words, i);
            bool round = group->open == '(';
            bool year = group->end - group->first == 1 && number_is_year(w);
            bool skip = round ? group_says_release(words, group) || year || host_words(words, i) > 0
                              : !r->bracketed || i == 0;
            if (r->bracketed && !round && i == 0) {
                for (int k = group->first + 1; k < group->end; k++)
                    skip &= !number_is_year(&words->at[k]);
            }
            if (!skip || group->end >= words->count || group->end <= i)
                break;
            if (year)
                r->year = w->value;
            if (!round && r->group.end == 0 && !year && !group_says_release(words, group) &&
                host_words(words, i) == 0)
                r->group = (struct stretch){group->first, group->end};
            i = group->end;
            continue;
        }
        bool leading = w->release || (word_ends(words, i) == TAG_MIDDLE && i + 1 < words->count &&
                                      words->at[i + 1].release);
        if (!leading || i + 1 >= words->count)
            break;
        i++;
    }
    r->begin = i;
}

/* ---- where the title ends ---- */

static void find_release(struct reading *r)
{
    const struct words *words = &r->words;
    const struct group *group;
    r->release = words->count;
    for (int i = r->begin; i < words->count; i++) {
        const struct word *w = &words->at[i];
        if ((i > r->begin && (w->release || w->noise)) ||
            (i > r->begin && opens(words, i, &group) &&
             group_says_release(words, outermost(words, i)))) {
            r->release = i;
            return;
        }
    }
}

static bool is_upper(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    for (size_t k = 0; k < w->len; k++) {
        char c = words->text[w->offset + k];
        if (c >= 'a' && c <= 'z')
            return false;
    }
    return true;
}

/* Takes weak words of the release off the end of a stretch: "FRENCH" before "720p". Short ones
 * count in capitals only, and behind words in capitals no others count. */
static int trim_weak(const struct words *words, int first, int end, int least)
{
    bool capitals = false;
    while (end - first > 1) {
        const struct word *w = &words->at[end - 1];
        bool upper = is_upper(words, end - 1);
        if (w->kind == WORD_NUMBER || word_ends(words, end - 1) < least ||
            (word_ends(words, end - 1) == TAG_WEAK && !upper &&
             (w->len <= 3 || (capitals && w->tag->is & TAG_LANGUAGE))))
            break;
        capitals |= upper && w->len > 3;
        end--;
    }
    return end;
}

/* The year of a film: in brackets, or the last before the release's words. */
static int find_year(const struct reading *r)
{
    const struct words *words = &r->words;
    int found = -1;
    for (int i = r->begin; i < words->count; i++) {
        const struct word *w = &words->at[i];
        if (!number_is_year(w) || w->release || w->noise)
            continue;
        bool alone = w->gap & GAP_OPEN && gap_after(words, i) & GAP_CLOSE;
        if (alone && i > r->begin)
            return i;
        bool edge = w->group != 0 && (gap_after(words, i) & GAP_CLOSE || w->gap & GAP_OPEN);
        if (i > r->release && found >= 0 && !edge)
            continue;
        if (i > r->release && (w->gap & GAP_DASH || word_is(words, i - 1) & TAG_FORMAT))
            continue;
        found = i;
    }
    return found;
}

/* ---- the title ---- */

static bool is_latin(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return w->kind == WORD_LETTERS && (uint8_t)words->text[w->offset] < 0xC8;
}

static bool is_foreign(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    uint8_t c = (uint8_t)words->text[w->offset];
    return w->kind == WORD_HAN || (w->kind == WORD_LETTERS && c >= 0xD6 && c <= 0xDB);
}

/* Chinese or Arabic beside Latin: the Latin part is the title, the other one its alternative. */
static void split_scripts(struct reading *r)
{
    const struct words *words = &r->words;
    struct stretch latin = {0, 0};
    int letters = 0;
    int foreign = 0;
    for (int i = r->title.first; i < r->title.end; i++) {
        letters += is_latin(words, i) ? words->at[i].len : 0;
        foreign += is_foreign(words, i);
    }
    if (letters < 3 || foreign == 0)
        return;
    for (int i = r->title.first; i < r->title.end; i++) {
        if (is_foreign(words, i) || word_ends(words, i) == TAG_SURE)
            continue;
        int end = i;
        int size = 0;
        while (end < r->title.end && !is_foreign(words, end) &&
               !(end > i && words->at[end].gap & (GAP_OPEN | GAP_BAR) &&
                 words->at[i].gap & GAP_OPEN)) {
            size += is_latin(words, end);
            end++;
        }
        if (size > 0 && latin.end == 0)
            latin = (struct stretch){i, end};
        i = end > i ? end - 1 : i;
    }
    if (latin.end == 0)
        return;
    if (latin.first > r->title.first)
        r->alternative = (struct stretch){r->title.first, latin.first};
    else
        r->alternative = (struct stretch){latin.end, r->title.end};
    r->title = latin;
}

/* Takes a group off the end of the title: a year, a country, another title. */
static bool trim_group(struct reading *r)
{
    const struct words *words = &r->words;
    int last = r->title.end - 1;
    const struct word *w = &words->at[last];
    if (w->group == 0 || !(gap_after(words, last) & GAP_CLOSE || last + 1 == words->count))
        return false;
    const struct group *group = &words->group[w->group];
    while (group->outer != 0)
        group = &words->group[group->outer];
    int first = group->first;
    if (first <= r->title.first || group->end > r->title.end)
        return false;
    if (last == first && number_is_year(w)) {
        if (r->year == 0)
            r->year = w->value;
    } else if (last == first && word_is(words, last) & TAG_COUNTRY) {
        r->country = (struct stretch){last, last + 1};
    } else if (!group_says_release(words, group) && r->alternative.end == 0) {
        r->alternative = (struct stretch){first, group->end};
        for (int i = first; i < group->end; i++) {
            if (number_is_year(&words->at[i])) {
                r->alternative.end = 0;
                if (r->year == 0 && (i == first || i == group->end - 1))
                    r->year = words->at[i].value;
            }
        }
    }
    r->title.end = first;
    return true;
}

/* "The Office US": the country behind a title, in capitals where the title is not. */
static bool trim_country(struct reading *r)
{
    const struct words *words = &r->words;
    int last = r->title.end - 1;
    static const char *const bare[] = {"US", "USA", "UK", "AU", "NZ", "CA"};
    if (last <= r->title.first || !(word_is(words, last) & TAG_COUNTRY) || !is_upper(words, last))
        return false;
    bool known = false;
    for (size_t i = 0; i < sizeof(bare) / sizeof(*bare); i++)
        known |= is_word(words, last, bare[i]);
    bool mixed = false;
    for (int i = r->title.first; i < last; i++)
        mixed |= words->at[i].kind == WORD_LETTERS && words->at[i].len > 1 && !is_upper(words, i);
    if (!known || !mixed)
        return false;
    r->country = (struct stretch){last, last + 1};
    r->title.end = last;
    return true;
}

/* Takes off the end of the title what belongs to other fields. */
static void trim_title(struct reading *r)
{
    const struct words *words = &r->words;
    bool again = true;
    while (again && r->title.end - r->title.first > 1) {
        int last = r->title.end - 1;
        const struct word *w = &words->at[last];
        again = trim_group(r);
        if (again)
            continue;
        if (number_is_year(w) && w->gap != 0 && r->year == 0 &&
            !(w->gap & GAP_DASH && !gap_wide(w->gap))) {
            r->year = w->value;
            r->title.end = last;
            again = true;
        } else if (trim_country(r)) {
            again = true;
        } else if (word_is(words, last) & TAG_PACK && r->id == NULL) {
            r->title.end = last;
            again = true;
        } else if (word_is(words, last) & TAG_SPECIAL && word_is(words, last) != TAG_FORMAT &&
                   r->special && w->len <= 4 && last - 1 > r->title.first) {
            again = false;
        }
    }
    if (r->title.end - r->title.first > 1 && is_word(words, r->title.end - 1, "the") && r->pack)
        r->title.end--;
}

/* A bracket that opens in the title and does not close there is cut off. */
static void close_title(struct reading *r)
{
    const struct words *words = &r->words;
    int last = r->title.end - 1;
    if (last <= r->title.first)
        return;
    for (int g = words->at[last].group; g != 0; g = words->group[g].outer) {
        const struct group *group = &words->group[g];
        if (group->first > r->title.first && group->end > r->title.end)
            r->title.end = group->first;
    }
}

/* ---- what numbers the episode ---- */

static bool by_itself(const struct fact *fact)
{
    return fact->kind <= FACT_PART;
}

/* The believed fact: the best rule's, and of several of one weak rule the last. */
static const struct fact *best_fact(const struct reading *r)
{
    const struct fact *best = NULL;
    for (int i = 0; i < r->fact_count; i++) {
        const struct fact *fact = &r->facts[i];
        if (!by_itself(fact))
            continue;
        if (fact->kind >= FACT_ABSOLUTE && fact->kind != FACT_DATE && fact->first > r->release &&
            strcmp(fact->rule->name, "- 01") != 0)
            continue;
        if (fact->kind == FACT_PACKED && fact->rule->sure < 0.9F && fact->first > r->release)
            continue;
        if (!best || numbers_rank(fact->rule) < numbers_rank(best->rule) ||
            (fact->rule == best->rule &&
             (fact->kind == FACT_PACKED || strcmp(fact->rule->name, "title 01") == 0) &&
             fact->first < r->release))
            best = fact;
    }
    return best;
}

static int count_episodes(const struct fact *fact)
{
    int count = 0;
    for (int i = 0; i < fact->spans; i++)
        count += fact->span[i].to - fact->span[i].from + 1;
    return count;
}

static bool is_leading(const struct fact *fact)
{
    return strcmp(fact->rule->name, "01 title") == 0;
}

/* "01 title" is an episode only where something else says so. */
static bool leading_counts(const struct reading *r, const struct fact *fact, bool in_season)
{
    const struct words *words = &r->words;
    const struct word *w = &words->at[fact->first];
    uint16_t after = gap_after(words, fact->end - 1);
    bool zero = w->len >= 2 && words->text[w->offset] == '0';
    bool whole = fact->end >= words->count;
    if (find_year(r) >= 0 && !in_season)
        return false;
    if (in_season || whole)
        return true;
    if (zero)
        return true;
    return gap_wide(after) && w->len >= 2;
}

static void choose(struct reading *r, bool in_season)
{
    const struct words *words = &r->words;
    for (int i = 0; i < r->fact_count; i++) {
        struct fact *fact = &r->facts[i];
        if (fact->kind == FACT_SEASON && !r->season)
            r->season = fact;
        if (fact->kind == FACT_DATE && !r->date)
            r->date = fact;
        if (fact->kind == FACT_PART && !r->part)
            r->part = fact;
        if (is_leading(fact) && !leading_counts(r, fact, in_season))
            fact->kind = FACT_NOTHING;
    }
    r->id = best_fact(r);
    if (r->id && r->id->kind == FACT_DATE) {
        const struct fact *packed = r->id - 1;
        if (packed >= r->facts && packed->kind == FACT_PACKED && packed->end < r->id->first)
            r->id = packed;
    }
    if (r->date && r->date->first == r->begin && r->date->end < words->count)
        r->begin = r->date->end;
    for (int i = 0; i < r->fact_count && r->id; i++) {
        const struct fact *fact = &r->facts[i];
        if (fact == r->id || r->id->kind != FACT_BOTH ||
            (fact->kind != FACT_ABSOLUTE && fact->kind != FACT_PACKED))
            continue;
        bool next = fact->end == r->id->first || fact->first == r->id->end;
        bool sure = fact->kind == FACT_ABSOLUTE && (strcmp(fact->rule->name, "- 01") == 0 ||
                                                    strcmp(fact->rule->name, "[01]") == 0);
        bool same = fact->kind == FACT_ABSOLUTE && count_episodes(fact) == count_episodes(r->id) &&
                    (count_episodes(fact) > 1 || r->begin > 0) && words->at[fact->first].len >= 3;
        if (next && (sure || same) && !r->absolute)
            r->absolute = fact;
    }
    if (!r->id)
        return;
    switch (r->id->kind) {
    case FACT_BOTH:
        r->strength = STRENGTH_FULL;
        break;
    case FACT_EPISODE:
        r->strength = r->season ? STRENGTH_FULL : STRENGTH_FAIR;
        break;
    case FACT_DATE:
        r->strength = STRENGTH_FAIR;
        break;
    default:
        r->strength = r->id->rule->sure > 0.8F ? STRENGTH_FAIR : STRENGTH_WEAK;
    }
}

/* ---- one part of the path ---- */

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* Where the first accepted number begins: the title ends there. */
static int numbers_begin(const struct reading *r)
{
    int end = r->words.count;
    if (r->id)
        end = min(end, r->id->first);
    if (r->season)
        end = min(end, r->season->first);
    if (r->date && r->date->first > r->begin)
        end = min(end, r->date->first);
    if (r->absolute)
        end = min(end, r->absolute->first);
    for (int i = 0; i < r->fact_count; i++) {
        const struct fact *fact = &r->facts[i];
        if (fact->kind == FACT_SPECIAL && fact->first > r->begin && fact->end <= end && r->id &&
            fact != r->id && fact->end == r->id->first)
            end = fact->first;
        if (fact->kind == FACT_NOTHING && fact->first > r->begin && !is_leading(fact) &&
            fact->rule->pattern[0] != 'F' && !(r->year_word > fact->first))
            end = min(end, fact->first);
    }
    return end;
}

static void find_special(struct reading *r, int from, int to)
{
    for (int i = from; i < to && i < r->words.count; i++) {
        if (word_is(&r->words, i) & TAG_SPECIAL && word_ends(&r->words, i) != TAG_SURE &&
            !(r->words.at[i].len <= 2 && !is_word(&r->words, i, "sp")))
            r->special = true;
        if (word_is(&r->words, i) & TAG_PACK && i > r->begin)
            r->pack = true;
    }
}

/* Reads words that have no number: "Title (2005) ..." */
static void read_film(struct reading *r)
{
    const struct words *words = &r->words;
    int end = r->release;
    if (r->year_word > r->begin) {
        const struct word *w = &words->at[r->year_word];
        r->year = w->value;
        int at = r->year_word;
        if (w->group != 0) {
            const struct group *group = &words->group[w->group];
            if (group->first > r->begin)
                at = group->first;
        }
        if (at < end || end == words->count)
            end = min(end, at);
        int least = TAG_MIDDLE;
        end = trim_weak(words, r->begin, end, least);
        if (end - r->begin > 2 && word_is(words, end - 1) & TAG_EDITION) {
            end--;
            if (word_is(words, end - 1) & TAG_ORDINAL && words->at[end - 1].gap == 0)
                end -= 2;
        }
    } else if (r->year_word == r->begin && end > r->begin + 1 && r->year_word >= 0) {
        r->year = words->at[r->begin].value;
        r->begin++;
        end = trim_weak(words, r->begin, end, TAG_WEAK);
    } else {
        end = trim_weak(words, r->begin, end, end < words->count ? TAG_WEAK : TAG_MIDDLE);
    }
    r->title = (struct stretch){r->begin, end};
}

static void read_numbered(struct reading *r)
{
    const struct words *words = &r->words;
    int end = numbers_begin(r);
    const struct fact *last = r->id ? r->id : r->season;
    if (end > r->begin && r->begin < words->count) {
        r->title = (struct stretch){r->begin, min(end, r->release)};
        if (r->release < end && r->pack)
            r->title.end = trim_weak(words, r->begin, r->title.end, TAG_MIDDLE);
    } else if (last && last->kind >= FACT_SPECIAL && !(r->id && r->id->kind == FACT_DATE)) {
        /* "003. Title - Name of the episode" */
        int i = last->end;
        int stop = i;
        while (stop < min(r->release, words->count) && !(stop > i && gap_wide(words->at[stop].gap)))
            stop++;
        r->title = (struct stretch){i, stop};
        last = NULL;
    }
    int from = last ? last->end : r->title.end;
    if (r->absolute && r->absolute->end > from)
        from = r->absolute->end;
    int stop = from;
    const struct group *group;
    while (stop < words->count && !words->at[stop].release && !words->at[stop].noise &&
           !(opens(words, stop, &group) && group_says_release(words, group)) &&
           !(stop == from && words->at[stop].gap & GAP_OPEN))
        stop++;
    if (stop < words->count)
        stop = trim_weak(words, from - 1, stop, TAG_WEAK);
    if (stop > from)
        r->episode_title = (struct stretch){from, stop};
}

static void read_part(struct reading *r, const char *text, size_t len, bool in_season)
{
    words_cut(&r->words, text, len);
    r->fact_count = 0;
    r->begin = 0;
    r->year_word = -1;
    r->id = r->season = r->date = r->absolute = r->part = NULL;
    r->strength = STRENGTH_NONE;
    r->title = r->alternative = r->episode_title = r->group = r->country = (struct stretch){0, 0};
    r->year = 0;
    r->special = r->pack = r->bracketed = false;
    if (r->words.count == 0)
        return;
    find_begin(r);
    find_release(r);
    r->fact_count = numbers_find(&r->words, r->begin, r->facts);
    r->year_word = find_year(r);
    choose(r, in_season);
    if (r->id || r->season) {
        read_numbered(r);
    } else {
        read_film(r);
        int end = numbers_begin(r);
        if (end > r->begin && end < r->title.end)
            r->title.end = end;
    }
    find_special(r, r->title.end - 2 > r->begin ? r->title.end - 2 : r->begin, r->words.count);
    split_scripts(r);
    if (r->bracketed && r->title.end > r->title.first) {
        /* [group][title][01]: the first pair of brackets is the title */
        const struct group *group = outermost(&r->words, r->title.first);
        if (group->end < r->title.end && group->end > r->title.first)
            r->title.end = group->end;
    }
    close_title(r);
    trim_title(r);
}

/* ---- writing text ---- */

static bool single_letter(const struct words *words, int i)
{
    return i >= 0 && i < words->count && words->at[i].kind == WORD_LETTERS && words->at[i].len == 1;
}

/* Writes a stretch as a person would: no dots and lines for spaces. */
static size_t write_text(char *out, size_t size, const struct words *words, struct stretch stretch)
{
    char buf[1024];
    size_t n = 0;
    for (int i = stretch.first; i < stretch.end && i < words->count; i++) {
        const struct word *w = &words->at[i];
        if (i > stretch.first) {
            size_t from = w[-1].offset + w[-1].len;
            size_t len = w->offset - from;
            bool acronym = single_letter(words, i - 1) && single_letter(words, i);
            bool decimal = w->kind == WORD_NUMBER && w[-1].kind == WORD_NUMBER;
            bool spaced = w->gap & GAP_SPACE;
            for (size_t k = 0; k < len && n + 2 < sizeof(buf); k++) {
                char c = words->text[from + k];
                bool keep_dot = w->gap == GAP_DOT
                                    ? acronym || decimal
                                    : spaced && k == 0 && w->gap == (GAP_DOT | GAP_SPACE);
                if (c == '_' || c == '\t' || (c == '.' && !keep_dot))
                    c = ' ';
                if (c != ' ' || (n > 0 && buf[n - 1] != ' '))
                    buf[n++] = c;
            }
        }
        size_t len = w->len;
        if (n + len + 1 > sizeof(buf))
            break;
        memcpy(buf + n, words->text + w->offset, len);
        n += len;
    }
    if (stretch.end > stretch.first) {
        size_t at = words->at[stretch.end - 1].offset + words->at[stretch.end - 1].len;
        while (at < words->len && n + 1 < sizeof(buf) &&
               (words->text[at] == '!' || words->text[at] == '?'))
            buf[n++] = words->text[at++];
        if (single_letter(words, stretch.end - 1) && single_letter(words, stretch.end - 2) &&
            words->at[stretch.end - 1].gap == GAP_DOT && at < words->len &&
            words->text[at] == '.' && n < sizeof(buf))
            buf[n++] = '.';
    }
    return text_copy(out, size, buf, n);
}

static void write_episodes(int16_t *out, int *count, const struct fact *fact)
{
    for (int i = 0; i < fact->spans; i++) {
        for (int value = fact->span[i].from; value <= fact->span[i].to; value++) {
            if (*count == MATCH_EPISODES_MAX)
                return;
            int at = *count;
            while (at > 0 && out[at - 1] > value)
                at--;
            if (at > 0 && out[at - 1] == value)
                continue;
            memmove(out + at + 1, out + at, (size_t)(*count - at) * sizeof(*out));
            out[at] = (int16_t)value;
            ++*count;
        }
    }
}

static void write_date(char out[11], const struct fact *fact)
{
    int year = fact->year;
    for (int i = 3; i >= 0; i--, year /= 10)
        out[i] = (char)('0' + year % 10);
    out[4] = out[7] = '-';
    out[5] = (char)('0' + fact->month / 10);
    out[6] = (char)('0' + fact->month % 10);
    out[8] = (char)('0' + fact->day / 10);
    out[9] = (char)('0' + fact->day % 10);
    out[10] = '\0';
}

/* ---- ids that stand in the path ---- */

static void find_ids(struct series_ids *ids, const char *name, size_t len)
{
    for (size_t i = 0; i + 6 < len; i++) {
        if (name[i] != '[' && name[i] != '{' && name[i] != '(')
            continue;
        static const char *const services[] = {"tvdb", "tvmaze", "imdb"};
        for (int s = 0; s < 3; s++) {
            size_t n = strlen(services[s]);
            const char *p = name + i + 1;
            const char *end = name + len;
            if ((size_t)(end - p) <= n || strncasecmp(p, services[s], n) != 0)
                continue;
            p += n;
            if (end - p > 2 && strncasecmp(p, "id", 2) == 0)
                p += 2;
            if (p < end && (*p == '-' || *p == '=' || *p == ':' || *p == ' '))
                p++;
            bool title = end - p > 2 && strncasecmp(p, "tt", 2) == 0;
            if ((s == 2) != title)
                continue;
            const char *digits = p + (title ? 2 : 0);
            int64_t value = 0;
            size_t count = 0;
            while (digits + count < end && digits[count] >= '0' && digits[count] <= '9' &&
                   count < 12)
                value = value * 10 + (digits[count++] - '0');
            if (count == 0 || count > 10)
                continue;
            if (s == 0)
                ids->tvdb = value;
            else if (s == 1)
                ids->tvmaze = value;
            else {
                memcpy(ids->imdb, "tt", 2);
                memcpy(ids->imdb + 2, digits, count);
                ids->imdb[2 + count] = '\0';
            }
        }
    }
}

/* ---- the path ---- */

struct part {
    const char *text;
    size_t len;
};

/* Whether the slash at i stands in brackets that close at once: "[720p/MKV]", "(1/7)". */
static bool slash_in_brackets(const char *name, size_t len, size_t i, char open)
{
    char close = open == '(' ? ')' : open == '[' ? ']' : '}';
    for (size_t k = i + 1; k < len && k < i + 24; k++) {
        if (name[k] == close)
            return true;
        if (name[k] == '/' || name[k] == '\\' || name[k] == '(' || name[k] == '[')
            return false;
    }
    return false;
}

/* Cuts the path up: parts[0] is the file, parts[1] its folder and so on. */
static int cut_path(const char *name, size_t len, struct part parts[PARTS_MAX])
{
    struct part ring[PARTS_MAX];
    int count = 0;
    size_t start = 0;
    char open = 0;
    for (size_t i = 0; i <= len; i++) {
        char c = i < len ? name[i] : '/';
        if (c == '[' || c == '(' || c == '{')
            open = c;
        else if (c == ']' || c == ')' || c == '}')
            open = 0;
        if (c != '/' && c != '\\')
            continue;
        if (i < len && ((open && slash_in_brackets(name, len, i, open)) ||
                        (i > 0 && name[i - 1] == ' ' && i + 1 < len && name[i + 1] == ' ')))
            continue;
        if (i > start)
            ring[count++ % PARTS_MAX] = (struct part){name + start, i - start};
        start = i + 1;
        open = 0;
    }
    int kept = min(count, PARTS_MAX);
    for (int i = 0; i < kept; i++)
        parts[i] = ring[(count - 1 - i) % PARTS_MAX];
    return kept;
}

static void cut_extension(struct part *part)
{
    for (int round = 0; round < 2; round++) {
        size_t n = 0;
        char word[EXTENSION_MAX];
        while (n < EXTENSION_MAX && n < part->len) {
            char c = part->text[part->len - 1 - n];
            if (c == '.')
                break;
            n++;
        }
        if (n == 0 || n >= EXTENSION_MAX || n + 1 >= part->len ||
            part->text[part->len - 1 - n] != '.')
            return;
        for (size_t i = 0; i < n; i++) {
            char c = part->text[part->len - n + i];
            word[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
        const struct tag *tag = tags_find_text(word, n);
        if (!tag || !(tag->is & TAG_FILE))
            return;
        part->len -= n + 1;
    }
}

static bool is_generic(const struct reading *r)
{
    const struct words *words = &r->words;
    if (words->count == 0 ||
        (words->count == 1 && words->at[0].len == 1 && words->at[0].kind == WORD_LETTERS))
        return true;
    for (int i = 0; i < words->count; i++) {
        if (!(word_is(words, i) & TAG_FOLDER))
            return false;
    }
    return true;
}

/* What the folders say. */
struct folders {
    int season; /* -1: none */
    bool special;
    int title; /* the part whose title is the series', 0 is none */
};

static bool only_special(const struct reading *r)
{
    return r->words.count == 1 && word_is(&r->words, 0) & TAG_SPECIAL;
}

static struct folders read_folders(const struct part *parts, int count, struct reading *folder)
{
    struct folders found = {-1, false, 0};
    for (int i = 1; i < count; i++) {
        read_part(folder, parts[i].text, parts[i].len, false);
        if (folder->words.count == 0)
            continue;
        if (only_special(folder)) {
            found.special = true;
            if (found.season < 0)
                found.season = 0;
            continue;
        }
        if (folder->season || (folder->id && folder->id->season >= 0)) {
            if (found.season < 0)
                found.season = folder->season ? folder->season->season : folder->id->season;
            if (folder->title.end <= folder->title.first ||
                is_word(&folder->words, folder->title.first, "unsafe"))
                continue;
        } else if (folder->id && folder->id->first == 0 && folder->id->kind == FACT_EPISODE) {
            continue;
        } else if (is_generic(folder)) {
            continue;
        }
        if (folder->title.end > folder->title.first) {
            found.title = i;
            break;
        }
    }
    return found;
}

/* ---- putting it together ---- */

static void take_text(struct guess *out, const struct reading *r)
{
    write_text(out->title, sizeof(out->title), &r->words, r->title);
    if (r->alternative.end > r->alternative.first)
        write_text(out->alternative_title, sizeof(out->alternative_title), &r->words,
                   r->alternative);
    if (r->country.end > r->country.first) {
        uint16_t letters = r->words.at[r->country.first].tag->value;
        out->country[0] = (char)(letters >> 8);
        out->country[1] = (char)(letters & 0xFF);
    }
    if (r->year)
        out->year = r->year;
}

static void take_numbers(struct guess *out, const struct reading *r, const struct folders *folders)
{
    const struct fact *id = r->id;
    if (r->season)
        out->season = r->season->season;
    if (r->date)
        write_date(out->date, r->date);
    if (r->part && r->part->part >= 0)
        out->part = r->part->part;
    if (r->absolute)
        write_episodes(out->absolute, &out->absolute_count, r->absolute);
    out->special |= r->special;
    if (!id)
        return;
    if (id->version >= 0)
        out->version = id->version;
    switch (id->kind) {
    case FACT_BOTH:
        out->season = id->season;
        write_episodes(out->episodes, &out->episode_count, id);
        for (const struct fact *more = id + 1; more < r->facts + r->fact_count; more++) {
            if (more->kind == FACT_BOTH && more->season == id->season)
                write_episodes(out->episodes, &out->episode_count, more);
        }
        break;
    case FACT_PACKED:
        if (folders->season >= 0 && folders->season != id->season) {
            out->season = folders->season;
            out->episodes[out->episode_count++] = (int16_t)(id->season * 100 + id->span[0].from);
            break;
        }
        out->season = id->season;
        write_episodes(out->episodes, &out->episode_count, id);
        break;
    case FACT_SPECIAL:
        out->special = true;
        if (id->spans > 0 && strcmp(id->rule->name, "sp01") == 0)
            write_episodes(out->episodes, &out->episode_count, id);
        break;
    case FACT_EPISODE:
    case FACT_ABSOLUTE:
        if (out->season < 0 && folders->season >= 0)
            out->season = folders->season;
        if (id->kind == FACT_EPISODE || out->season >= 0)
            write_episodes(out->episodes, &out->episode_count, id);
        else
            write_episodes(out->absolute, &out->absolute_count, id);
        break;
    default:
        break;
    }
}

static bool film_folder(const struct reading *file, const struct reading *folder)
{
    return !is_generic(folder) && folder->title.end > folder->title.first && !file->year &&
           (folder->year || folder->release < folder->words.count);
}

static void put_together(struct guess *out, const struct part *parts, int count,
                         struct reading *file, struct reading *folder)
{
    struct folders folders = {-1, false, 0};
    const struct reading *numbered = file;
    if (count > 1)
        folders = read_folders(parts, count, folder);
    read_part(file, parts[0].text, parts[0].len, folders.season >= 0 || folders.title > 0);
    if (count > 1) {
        read_part(folder, parts[1].text, parts[1].len, false);
        if (folder->strength == STRENGTH_FULL && file->strength < STRENGTH_FULL &&
            folder->id->kind == FACT_BOTH)
            numbered = folder;
    }
    take_numbers(out, numbered, &folders);
    bool numbers = out->episode_count + out->absolute_count > 0 || out->date[0] ||
                   out->season >= 0 || out->special;
    if (!numbers && count > 1 && film_folder(file, folder)) {
        take_text(out, folder);
    } else if (numbered->title.end > numbered->title.first) {
        take_text(out, numbered);
        if (numbered == file && folders.title > 0 &&
            is_leading(numbered->id ? numbered->id
                                    : &(struct fact){.rule = &(struct rule){.name = ""}})) {
            out->title[0] = '\0';
        }
    }
    if (!out->title[0] && folders.title > 0) {
        read_part(folder, parts[folders.title].text, parts[folders.title].len, false);
        take_text(out, folder);
    }
    if (numbered->episode_title.end > numbered->episode_title.first)
        write_text(out->episode_title, sizeof(out->episode_title), &numbered->words,
                   numbered->episode_title);
    if (numbered->group.end > numbered->group.first)
        write_text(out->group, sizeof(out->group), &numbered->words, numbered->group);

    bool episode = out->episode_count + out->absolute_count > 0 || out->date[0];
    out->season_pack = !episode && out->season >= 0 && !out->special;
    if (episode || out->season >= 0 || numbered->id)
        out->kind = GUESS_EPISODE;
    else
        out->kind = out->title[0] ? GUESS_MOVIE : GUESS_NONE;
    out->confidence = numbered->id ? (double)numbered->id->rule->sure : 0.9;
    if (!out->title[0])
        out->confidence *= 0.3;
}

void match_parse(const char *name, size_t len, struct guess *out)
{
    match_explain(name, len, out, NULL, 0);
}

size_t match_explain(const char *name, size_t len, struct guess *out, struct match_word *words,
                     size_t max)
{
    struct reading file;
    struct reading folder;
    struct part parts[PARTS_MAX];
    (void)words;
    (void)max;
    *out = (struct guess){.season = -1, .part = -1, .version = -1};
    if (len > MATCH_INPUT_MAX)
        len = MATCH_INPUT_MAX;
    int count = cut_path(name, len, parts);
    if (count == 0)
        return 0;
    cut_extension(&parts[0]);
    find_ids(&out->ids, name, len);
    put_together(out, parts, count, &file, &folder);
    return 0;
}
