/* SPDX-License-Identifier: MIT */
#include "matching/title.h"

#include <string.h>

#include "matching/text.h"

bool title_group_is_release(const struct words *words, const struct group *group)
{
    for (int i = group->first; i < group->end; i++) {
        const struct word *w = &words->at[i];
        if (!w->release && !w->noise && word_ends(words, i) == TAG_NEVER)
            return false;
    }
    return group->end > group->first;
}

bool title_is_upper(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    bool capital = false;
    for (size_t k = 0; k < w->len; k++) {
        char c = words->text[w->offset + k];
        if (c >= 'a' && c <= 'z' && c != 'i')
            return false;
        capital |= c >= 'A' && c <= 'Z';
    }
    return capital || w->kind == WORD_NUMBER;
}

/* "Life" is a word and "LIFE" a broadcaster. */
static bool is_site_word(const struct word *w)
{
    return w->is & TAG_SITE && !(w->is & (TAG_FORMAT | TAG_LANGUAGE | TAG_EDITION));
}

/* Short words count in capitals only, languages of three letters beside another language too. */
static bool is_short_word(const struct words *words, int i, bool languages)
{
    const struct word *w = &words->at[i];
    if (w->len > 3)
        return false;
    bool language = w->len == 3 && w->is & TAG_LANGUAGE;
    return !(language && (languages || word_is(words, i - 1) & TAG_LANGUAGE));
}

int title_trim_release(const struct words *words, int first, int end, int least)
{
    bool capitals = false; /* behind long words in capitals no others count as languages */
    bool languages = false;
    while (end - first > 1) {
        const struct word *w = &words->at[end - 1];
        if (w->is == 0 || word_ends(words, end - 1) < least)
            break;
        bool upper = title_is_upper(words, end - 1);
        if (w->ends == TAG_WEAK && !upper &&
            (is_short_word(words, end - 1, languages) || is_site_word(w) ||
             (capitals && w->is & TAG_LANGUAGE)))
            break;
        capitals |= upper && w->len > 3;
        languages |= (w->is & TAG_LANGUAGE) != 0;
        end--;
    }
    return end;
}

/* ---- two scripts ---- */

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

/* The Latin words from i on, up to brackets or another script; their letters in *size, negative
 * where another script goes on in the same breath. */
static int latin_stretch(const struct naming *naming, int i, int *size)
{
    const struct words *words = &naming->words;
    const uint16_t borders = GAP_OPEN | GAP_BAR | GAP_CLOSE;
    int end = i;
    *size = 0;
    for (; end < naming->title.end && !is_foreign(words, end); end++) {
        if (end > i && words->at[end].gap & borders)
            break;
        *size += is_latin(words, end) ? words->at[end].len : 0;
    }
    if (end < naming->title.end && is_foreign(words, end) &&
        !(words->at[end].gap & (borders | GAP_OTHER)))
        *size = -*size;
    return end;
}

/* Chinese or Arabic beside Latin: the Latin part is the title, the other one its alternative. */
static void split_scripts(struct naming *naming)
{
    const struct words *words = &naming->words;
    if (!words->foreign)
        return;
    struct stretch latin = {0, 0};
    int letters = 0;
    int foreign = 0;
    for (int i = naming->title.first; i < naming->title.end; i++) {
        letters += is_latin(words, i) ? words->at[i].len : 0;
        foreign += is_foreign(words, i);
    }
    if (letters < 3 || foreign == 0)
        return;
    int best = 0;
    for (int i = naming->title.first, end; i < naming->title.end; i = end) {
        end = i + 1;
        if (is_foreign(words, i) || words->at[i].release)
            continue;
        int size;
        end = latin_stretch(naming, i, &size);
        bool inside = size < 0;
        if ((inside ? -size : size) > 1 &&
            (!stretch_is(latin) || (best < 0 && (!inside || size < best)))) {
            latin = (struct stretch){i, end};
            best = size;
        }
    }
    if (!stretch_is(latin))
        return;
    struct stretch other = {latin.end, naming->title.end};
    if (latin.first > naming->title.first) {
        other = (struct stretch){latin.first - 1, latin.first};
        while (other.first > naming->title.first &&
               !(words->at[other.first].gap & (GAP_OPEN | GAP_BAR)))
            other.first--;
    }
    naming->alternative = other;
    naming->title = latin;
    for (int i = 0; i < naming->fact_count; i++) {
        const struct fact *fact = &naming->facts[i];
        if (fact->kind == FACT_SEASON && fact->first > latin.first &&
            fact->first < naming->title.end)
            naming->title.end = fact->first;
    }
}

/* ---- what stands at the end of a title ---- */

/* Brackets that are another title, or hold a year beside other words. */
static void take_alternative(struct naming *naming, struct stretch inside)
{
    const struct words *words = &naming->words;
    for (int i = inside.first; i < inside.end; i++) {
        if (!number_is_year(&words->at[i]))
            continue;
        if (naming->year == 0 && (i == inside.first || i == inside.end - 1))
            naming->year = words->at[i].value;
        return;
    }
    naming->alternative = inside;
}

/* Takes a pair of brackets off the end of the title: a year, a country, another title. */
static bool trim_group(struct naming *naming)
{
    const struct words *words = &naming->words;
    int last = naming->title.end - 1;
    const struct word *w = &words->at[last];
    if (w->group == 0 || !(gap_after(words, last) & GAP_CLOSE || last + 1 == words->count))
        return false;
    const struct group *group = &words->group[w->group];
    while (group->outer != 0)
        group = &words->group[group->outer];
    int first = group->first;
    if (first <= naming->title.first || group->end > naming->title.end)
        return false;
    if (last == first && number_is_year(w)) {
        if (naming->year == 0)
            naming->year = w->value;
    } else if (last == first && word_is(words, last) & TAG_COUNTRY) {
        naming->country = last;
    } else if (!title_group_is_release(words, group) && !stretch_is(naming->alternative)) {
        take_alternative(naming, (struct stretch){first, group->end});
    }
    naming->title.end = first;
    return true;
}

/* "The Office US": the country behind a title, in capitals where the title is not. */
static bool trim_country(struct naming *naming)
{
    const struct words *words = &naming->words;
    int last = naming->title.end - 1;
    if (!(word_is(words, last) & TAG_COUNTRY) || !(word_is(words, last) & TAG_BEHIND) ||
        !title_is_upper(words, last))
        return false;
    bool mixed = false;
    for (int i = naming->title.first; i < last; i++)
        mixed |=
            words->at[i].kind == WORD_LETTERS && words->at[i].len > 1 && !title_is_upper(words, i);
    if (!mixed)
        return false;
    naming->country = last;
    naming->title.end = last;
    return true;
}

/* Takes one thing off the end of the title. */
static bool trim_last(struct naming *naming)
{
    const struct words *words = &naming->words;
    int last = naming->title.end - 1;
    const struct word *w = &words->at[last];
    if (trim_group(naming) || trim_country(naming))
        return true;
    bool hyphen = w->gap & GAP_DASH && !gap_wide(w->gap);
    if (number_is_year(w) && w->gap != 0 && naming->year == 0 && !hyphen) {
        naming->year = w->value;
        naming->title.end = last;
        return true;
    }
    if (naming->special && word_is(words, last) & TAG_SPECIAL && w->len > 5) {
        naming->title.end = last;
        if (last - 1 > naming->title.first && word_is(words, last - 1) & TAG_SPECIAL)
            naming->title.end--; /* "Christmas Special" */
        return true;
    }
    if (word_is(words, last) & TAG_PACK && !naming->id && !naming->place.above_season) {
        naming->title.end = last;
        if (last - 1 > naming->title.first && word_same(words, last - 1, "the"))
            naming->title.end--; /* "The Complete" */
        return true;
    }
    return false;
}

/* A bracket that opens in the title and does not close there is cut off. */
static void close_title(struct naming *naming)
{
    const struct words *words = &naming->words;
    int last = naming->title.end - 1;
    if (last <= naming->title.first)
        return;
    for (int g = words->at[last].group; g != 0; g = words->group[g].outer) {
        const struct group *group = &words->group[g];
        if (group->first > naming->title.first && group->end > naming->title.end)
            naming->title.end = group->first;
    }
}

void title_trim(struct naming *naming)
{
    const struct words *words = &naming->words;
    split_scripts(naming);
    if (naming->bracketed && stretch_is(naming->title)) {
        /* [group][title][01]: one pair of brackets is the title */
        int g = words->at[naming->title.first].group;
        while (words->group[g].outer != 0 &&
               words->group[words->group[g].outer].first == naming->title.first)
            g = words->group[g].outer;
        if (words->group[g].end < naming->title.end && words->group[g].end > naming->title.first)
            naming->title.end = words->group[g].end;
    }
    close_title(naming);
    while (naming->title.end - naming->title.first > 1 && trim_last(naming))
        ;
    if (naming->pack && !naming->place.above_season &&
        naming->title.end - naming->title.first > 1 &&
        word_same(words, naming->title.end - 1, "the"))
        naming->title.end--;
}

/* ---- writing ---- */

static bool is_initial(const struct words *words, int i)
{
    return i >= 0 && i < words->count && words->at[i].kind == WORD_LETTERS && words->at[i].len == 1;
}

/* The bytes between words i-1 and i. */
static size_t gap_len(const struct words *words, int i)
{
    return words->at[i].offset - (words->at[i - 1].offset + words->at[i - 1].len);
}

/* Whether a dot between words i-1 and i is theirs: "A.B", "24.7". */
static bool keeps_dot(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return (is_initial(words, i - 1) && is_initial(words, i)) ||
           (w->kind == WORD_NUMBER && w[-1].kind == WORD_NUMBER);
}

/* What stands between words i-1 and i, as a person would write it. */
static size_t write_gap(char *out, size_t room, const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    size_t len = gap_len(words, i);
    size_t from = w->offset - len;
    if (w->gap == GAP_SPACE) {
        out[0] = ' ';
        return 1;
    }
    bool keep_dot = w->gap == GAP_DOT ? keeps_dot(words, i) : w->gap == (GAP_DOT | GAP_SPACE);
    size_t n = 0;
    for (size_t k = 0; k < len && n < room; k++) {
        char c = words->text[from + k];
        if (c == '_' || c == '\t' || (c == '.' && !(keep_dot && k == 0)))
            c = ' ';
        if (c != ' ' || n == 0 || out[n - 1] != ' ')
            out[n++] = c;
    }
    return n;
}

/* The signs behind the last word that belong to it: "!", "?", an acronym's dot, a bracket. */
static size_t write_tail(char *out, size_t room, const struct words *words, struct stretch stretch)
{
    int last = stretch.end - 1;
    size_t at = words->at[last].offset + words->at[last].len;
    size_t n = 0;
    while (at < words->len && n + 1 < room && (words->text[at] == '!' || words->text[at] == '?'))
        out[n++] = words->text[at++];
    if (n == 0 && last > stretch.first && is_initial(words, last) && is_initial(words, last - 1) &&
        words->at[last].gap == GAP_DOT && at < words->len && words->text[at] == '.')
        out[n++] = '.';
    const struct group *group = &words->group[words->at[last].group];
    if (group->open && group->closed && group->first > stretch.first && group->end == stretch.end)
        out[n++] = group->open == '(' ? ')' : group->open == '[' ? ']' : '}';
    return n;
}

void title_write(char *out, size_t size, const struct words *words, struct stretch stretch)
{
    char buf[1024];
    size_t n = 0;
    for (int i = stretch.first, end; i < stretch.end && i < words->count && n + 8 <= sizeof(buf);
         i = end) {
        if (i > stretch.first)
            n += write_gap(buf + n, sizeof(buf) - n, words, i);
        /* Words that are one sign apart are written at once, and their signs put right. */
        for (end = i + 1; end < stretch.end && end < words->count && gap_len(words, end) <= 1;)
            end++;
        const struct word *first = &words->at[i];
        size_t len = words->at[end - 1].offset + words->at[end - 1].len - first->offset;
        if (len > sizeof(buf) - n)
            len = sizeof(buf) - n;
        memcpy(buf + n, words->text + first->offset, len);
        for (int k = i + 1; k < end && words->at[k].offset - first->offset <= len; k++) {
            char *sign = buf + n + (words->at[k].offset - first->offset) - 1;
            if (words->at[k].gap == GAP_SPACE || *sign == '_' ||
                (*sign == '.' && !keeps_dot(words, k)))
                *sign = ' ';
        }
        n += len;
    }
    if (stretch_is(stretch) && n + 8 < sizeof(buf))
        n += write_tail(buf + n, 8, words, stretch);
    text_copy(out, size, buf, n);
}
