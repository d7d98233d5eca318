/* SPDX-License-Identifier: MIT */
#include "matching/name_front.h"

#include "matching/title.h"

/* Returns how many words from the "www" at word i on are of a host: "www.site.com", "www site
 * com". */
static int www_words(const struct words *words, int i)
{
    bool dotted = words->count > i + 1 && words->at[i + 1].gap & GAP_DOT;
    int n = i + 1;
    for (; n < words->count && n < i + 8; n++) {
        uint16_t gap = words->at[n].gap;
        if (gap & (GAP_OPEN | GAP_CLOSE) || (dotted && gap & GAP_SPACE) || words_gap_is_wide(gap))
            return n - i > 2 ? n - i : 0; /* "WWW.Title!! - 05" */
    }
    return 0;
}

/* Returns the number of words of the host name that begins at word i; 0 if none does. */
static int host_words(const struct words *words, int i)
{
    if ((words->text[words->at[i].offset] | 0x20) == 'w' && words_gap_after(words, i) != 0 &&
        (words_is_text(words, i, "www") || words_is_text(words, i, "ww")))
        return www_words(words, i);
    if (!(words->is & TAG_DOMAIN) || words->count <= i + 1 ||
        words->at[i + 1].gap & ~(GAP_DOT | GAP_DASH))
        return 0;
    for (int n = i + 1; n < words->count && n < i + 7; n++) {
        if (words->at[n].gap & ~(GAP_DOT | GAP_DASH))
            return 0;
        uint16_t after = words_gap_after(words, n);
        bool ends = (after & GAP_DASH && after & GAP_SPACE) || after & GAP_CLOSE;
        if (words->at[n].gap == GAP_DOT && words_is(words, n) & TAG_DOMAIN && ends)
            return n + 1 - i;
    }
    return 0;
}

/* Whether a word that is not a number or of the release is outside of all brackets, and not behind
 * a number and a release in brackets: "[Group][Title][06][720p] we need you". */
static bool words_outside(const struct words *words)
{
    bool number = false;
    bool release = false;
    for (int i = 0; i < words->count; i++) {
        const struct word *w = &words->at[i];
        number |= i > 0 && w->gap & GAP_OPEN && words_gap_after(words, i) & GAP_CLOSE &&
                  words_is_bare(words, i);
        release |= number && w->release;
        if (w->brackets == 0 && !release && !(w->is & TAG_END) && w->kind != WORD_NUMBER &&
            !w->release && !w->noise && words->at[i].ends == TAG_NEVER)
            return true;
    }
    return false;
}

/* Whether one word stands before a group and its title: "Host.[Group] Title". */
static bool group_is_second(const struct words *words)
{
    const struct brackets *brackets = words->count > 2 ? words_brackets_at(words, 1) : NULL;
    if (!brackets || brackets->open != '[' || !brackets->closed || words->at[1].gap == GAP_OPEN ||
        brackets->end + 1 >= words->count || title_brackets_are_release(words, brackets))
        return false;
    if (words->at[1].kind == WORD_NUMBER || words->at[2].gap == 0)
        return false; /* "Title [04x19]", "Title [s04e19]" */
    const struct word *next = &words->at[brackets->end];
    return next->brackets == 0 && next->kind == WORD_LETTERS && !next->release && next[1].gap != 0;
}

/* Whether brackets of the release open at word i. */
static bool is_release_at(const struct words *words, int i)
{
    const struct brackets *brackets = words_brackets_at(words, i);
    return brackets && title_brackets_are_release(words, brackets);
}

/* Whether brackets at the front are not the title but a group, a site, a year or tags. Notes the
 * year or the group. */
static bool skip_brackets(const struct words *words, int i, const struct brackets *brackets,
                          struct name_front *front)
{
    const struct word *w = &words->at[i];
    int count = brackets->end - brackets->first;
    bool year = count == 1 && words_is_year(w);
    bool release = title_brackets_are_release(words, brackets);
    bool first = i == front->begin;
    if (brackets->end >= words->count || count < 1)
        return false;
    if (brackets->open == '(') {
        if (year)
            front->year = w->value;
        return release || year || host_words(words, i) > 0;
    }
    if (first && w[0].is & TAG_EPISODE && w[1].kind == WORD_NUMBER && w[1].gap == 0)
        return false; /* "[E01-E12] Title" */
    if (count == 2 && w[0].kind == WORD_NUMBER && w[1].kind == WORD_NUMBER && w[1].gap == GAP_DOT &&
        w[1].size > 1)
        return false; /* [5.01] */
    if (front->bracketed && first && count >= 3 && w[1].gap == GAP_SPACE && !release &&
        is_release_at(words, brackets->end))
        return false; /* "[title][1080p]" */
    if (front->bracketed && !(release && !first)) {
        for (int k = i; k < brackets->end; k++) {
            if (!first || (k > i && words_is_year(&words->at[k])))
                return false; /* [group][title], [title 1998] */
        }
    }
    if (!words_has(front->group) && !year && !release && host_words(words, i) == 0)
        front->group = (struct stretch){brackets->first, brackets->end};
    return true;
}

/* Whether a number begins at word i, so that what precedes it must be the title. */
static bool numbers_begin(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    bool cross = w->kind == WORD_NUMBER && w[1].gap == 0 && w[1].is & TAG_CROSS;
    bool announced = w->is & (TAG_SEASON | TAG_EPISODE) && w[1].gap == 0;
    return (cross && w[2].kind == WORD_NUMBER) || (announced && w[1].kind == WORD_NUMBER);
}

void name_front_read(const struct words *words, struct name_front *front)
{
    *front = (struct name_front){0};
    if (words->count == 0)
        return;
    int i = group_is_second(words) ? 1 : 0;
    while (i + 1 < words->count && words->at[i].release && words->at[i].brackets == 0)
        i++; /* "★07月新番★[Group][Title]" */
    front->begin = i;
    const struct word *first = &words->at[i];
    front->bracketed =
        first->gap & GAP_OPEN && words->brackets[first->brackets].closed && !words_outside(words);
    while (i + 1 < words->count) {
        const struct word *w = &words->at[i];
        const struct brackets *brackets = words_brackets_at(words, i);
        int host = host_words(words, i);
        bool tag = w->release || (words->at[i].ends == TAG_MIDDLE && w[1].release);
        if (host > 0 && i + host < words->count &&
            !(numbers_begin(words, i + host) && !words_is_text(words, i, "www")))
            i += host;
        else if (brackets && skip_brackets(words, i, brackets, front))
            i = brackets->end;
        else if (!brackets && tag)
            i++;
        else
            break;
    }
    front->begin = i;
}
