/* SPDX-License-Identifier: MIT */
#include "matching/release.h"

#include <string.h>

#include "matching/words.h"

static const struct tag measured = {.is = TAG_FORMAT, .ends = TAG_SURE, .sets = SET_STOPS};

static const struct tag identified = {.ends = TAG_SURE, .sets = SET_STOPS};

enum { LINES_LEAST = 240, JOINED_MAX = 24, NOISE_LEAST = 20, HASH_LEAST = 12 };

static void mark(struct words *words, int first, int end, const struct tag *tag)
{
    for (int i = first; i < end; i++)
        words_mark(words, i, tag);
}

static bool is_hex(const char *s, size_t len)
{
    bool digit = false;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = tags_lower((uint8_t)s[i]);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        digit |= c <= '9';
    }
    return digit;
}

/* Whether the glued words first .. end-1 are a checksum or a random name. */
static bool is_noise(const struct words *words, int first, int end, size_t len)
{
    const struct word *w = &words->at[first];
    const char *s = words->text + w->offset;
    if (len < 8)
        return false;
    if (len == 8) {
        bool alone = w->gap & GAP_OPEN && words_gap_after(words, end - 1) & GAP_CLOSE;
        bool last = end == words->count && w->gap & (GAP_DASH | GAP_SPACE | GAP_LINE);
        return (alone || last) && is_hex(s, len);
    }
    int unknown = 0;
    bool numbers = true; /* "E01E02E03" */
    for (int i = first; i < end; i++) {
        unknown += words->at[i].kind == WORD_LETTERS && words->at[i].is == 0;
        numbers &= words->at[i].kind == WORD_NUMBER ||
                   words->at[i].is & (TAG_SEASON | TAG_EPISODE | TAG_CROSS);
    }
    return (unknown >= 2 && len >= NOISE_LEAST) ||
           (!numbers && len >= HASH_LEAST && is_hex(s, len));
}

/* Returns how many of the glued words i .. end-1 are one measure: "1080p", "10bit", "1280x720",
 * "AAC2", "DD5", "HDTVx264"; 0 if they are not. */
static int measure(const struct words *words, int i, int end)
{
    const struct word *w = &words->at[i];
    if (i + 1 >= end)
        return 0;
    const struct word *next = w + 1;
    if (w->kind == WORD_NUMBER) {
        bool title = (i == 0) & (words->count > 2) & (next->kind == WORD_LETTERS);
        bool nothing = (w->value == 0) & (w->gap == 0);
        if (next->is & TAG_UNIT && /* but "16bit Copper", "b0mb" */
            (w->value >= LINES_LEAST || (next->len > 1 && !title && !nothing)))
            return 2;
        return next->is & TAG_CROSS && i + 2 < end && w->value >= LINES_LEAST &&
                       next[1].value >= LINES_LEAST && w->value < 3 * next[1].value
                   ? 3 /* "1280x720", but "2020x289" is a season and its episode */
                   : 0;
    }
    if (next->kind != WORD_NUMBER || w->kind != WORD_LETTERS)
        return 0;
    bool dolby = w->len == 2 && (words->text[w->offset] | 0x20) == 'd';
    if (w->is & TAG_FORMAT && (w->ends == TAG_SURE || dolby))
        return 2;
    bool codec = w->is == 0 || (w->is & TAG_FORMAT) || (w->is & TAG_CROSS && w->gap != 0);
    return codec && (next->value == 264 || next->value == 265) ? 2 : 0; /* but "E264" */
}

/* Marks letters and digits that are glued, first .. end-1. */
static void mark_mixed(struct words *words, int first, int end)
{
    const uint32_t kinds = TAG_FORMAT | TAG_LANGUAGE | TAG_SITE | TAG_FILE | TAG_EDITION;
    const struct word *last = &words->at[end - 1];
    const char *s = words->text + words->at[first].offset;
    size_t len = last->offset + last->len - words->at[first].offset;
    const struct tag *whole = tags_find_raw(s, len);
    if (whole->is & kinds) {
        mark(words, first, end, whole);
        return;
    }
    if (is_noise(words, first, end, len)) {
        for (int i = first; i < end; i++)
            words_mark_noise(words, i);
        return;
    }
    for (int i = first; i < end; i++) {
        int count = measure(words, i, end);
        if (count > 0)
            mark(words, i, i + count, &measured);
    }
}

/* Marks words i and i+1 if they are one: "WEB-DL", "H.264", "Blu Ray". */
static void mark_pair(struct words *words, int i)
{
    const uint32_t kinds = TAG_FORMAT | TAG_EDITION | TAG_LANGUAGE | TAG_PACK | TAG_SITE;
    const struct word *a = &words->at[i];
    const struct word *b = a + 1;
    if (b->gap == 0 || b->gap & ~GAP_LIGHT || a->noise || a->len + b->len > JOINED_MAX)
        return;
    if (b->is & TAG_SEASON && i + 2 < words->count &&
        ((b[1].kind == WORD_NUMBER && !b[1].release) || b[1].is & TAG_COUNTED))
        return; /* "complete season 3" */
    char joined[JOINED_MAX];
    for (size_t k = 0; k < a->len; k++)
        joined[k] = (char)tags_lower((uint8_t)words->text[a->offset + k]);
    for (size_t k = 0; k < b->len; k++)
        joined[a->len + k] = (char)tags_lower((uint8_t)words->text[b->offset + k]);
    const struct tag *tag = tags_find_text(joined, (size_t)a->len + b->len);
    if (tag->is & kinds)
        mark(words, i, i + 2, tag);
}

/* Whether word i is a unit after its number, with a gap between: "450 MB". */
static bool is_size(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    if (w->release || (w->gap != GAP_SPACE && w->gap != GAP_DOT && w->gap != GAP_DASH))
        return false;
    if (w[1].kind == WORD_NUMBER && w[1].size == 1 &&
        (w[1].gap == 0 || (w[1].gap == GAP_SPACE && w[-1].gap == 0)))
        return false; /* "E02.cd1", "E02 CD 1" */
    uint8_t last = tags_lower((uint8_t)words->text[w->offset + w->len - 1]);
    return w->len >= 2 && (w->len == 4 || last == 'b' || last == 'd' || w->gap == GAP_DASH);
}

/* Marks numbers i and i+1 if a dot makes them one measure: "2.0", "5.1", "4.8GB". */
static void mark_decimal(struct words *words, int i)
{
    const struct word *a = &words->at[i];
    const struct word *b = a + 1;
    bool dot = b->gap == GAP_DOT;
    bool unit = i + 2 < words->count && (b[1].gap & ~GAP_SPACE) == 0 && b[1].release &&
                b[1].len > 1 && b->size < 4;
    if (dot && b->release && unit && !a->release && a->gap != 0 && a->value < 100) {
        mark(words, i, i + 1, &measured);
        return;
    }
    if (b->release || a->len != 1 || b->len != 1 || b->value > 2 || a->value < 1)
        return;
    bool behind = i > 0 && a[-1].release && (a->gap & ~GAP_LIGHT) == 0;
    bool alone = a->gap & GAP_OPEN && words_gap_after(words, i + 1) & GAP_CLOSE;
    if (((dot || b->gap == GAP_SPACE) && (a->release || behind)) ||
        ((dot || b->gap == GAP_DASH) && alone))
        mark(words, i, i + 2, &measured);
}

static void mark_identified(struct words *words, int first, int end)
{
    for (int i = first; i < end; i++) {
        words_mark(words, i, &identified);
        words_mark_noise(words, i);
    }
}

/* Marks what brackets have that begin with word i, the name of a catalogue and an id:
 * "[tvdb-81189]", "{anidb2-4880}"; or what is said of the cut of a film: "{edition-Final Cut}".
 * Returns false if they have something else. */
static bool mark_bracketed(struct words *words, int i)
{
    const struct brackets *brackets = words_brackets_at(words, i);
    if (!brackets || !brackets->closed || brackets->end - i < 2)
        return false;
    bool cut = words->at[i].tag_value == TAG_CUT;
    bool id = brackets->end - i <= 4 && words->at[brackets->end - 1].kind == WORD_NUMBER;
    if (cut ? brackets->open != '{' || words->at[i + 1].gap != GAP_DASH : !id)
        return false;
    mark_identified(words, i, brackets->end);
    return true;
}

/* Marks an id that word i announces, with brackets or without: "tmdb-550", "tt0137523". */
static void mark_id(struct words *words, int i)
{
    const struct word *w = &words->at[i];
    const struct word *next = w + 1;
    enum { ID_DIGITS_LEAST = 7, ID_DIGITS_MOST = 8 };
    if ((w->tag_value != TAG_TITLE_ID && mark_bracketed(words, i)) || i + 1 >= words->count ||
        next->kind != WORD_NUMBER)
        return;
    bool title = w->tag_value == TAG_TITLE_ID && (w->gap != 0 || i == 0) && next->gap == 0 &&
                 next->size >= ID_DIGITS_LEAST && next->size <= ID_DIGITS_MOST;
    if (title || (w->tag_value == TAG_FILMS && next->gap == GAP_DASH))
        mark_identified(words, i, i + 2);
}

void release_mark(struct words *words)
{
    const int count = words->count;
    for (int i = word_set_next(&words->odd, 0); i < count; i = word_set_next(&words->odd, i + 1)) {
        if (words->at[i].tag_value >= TAG_CATALOGUE && words->at[i].tag_value <= TAG_CUT)
            mark_id(words, i);
    }
    for (int end, i = word_set_next(&words->glued, 1); i < count;
         i = word_set_next(&words->glued, end)) {
        end = i + 1;
        while (word_set_has(&words->glued, end))
            end++;
        mark_mixed(words, i - 1, end);
    }
    for (int i = word_set_next(&words->firsts, 0); i + 1 < count;
         i = word_set_next(&words->firsts, i + 1))
        mark_pair(words, i);
    for (int i = word_set_next(&words->units, 1); i < count;
         i = word_set_next(&words->units, i + 1)) {
        if (word_set_has(&words->numbers, i - 1) && is_size(words, i))
            mark(words, i - 1, i + 1, &measured);
    }
    struct word_set pairs; /* numbers with a number after them */
    for (int block = 0; block < WORD_SET_BLOCKS; block++) {
        uint64_t next = block + 1 < WORD_SET_BLOCKS ? words->numbers.bits[block + 1] : 0;
        uint64_t numbers = words->numbers.bits[block];
        pairs.bits[block] = numbers & (numbers >> 1 | next << 63);
    }
    word_set_add(&pairs, count + 1, true);
    for (int i = word_set_next(&pairs, 0); i < count; i = word_set_next(&pairs, i + 1))
        mark_decimal(words, i);
}
