/* SPDX-License-Identifier: MIT */
#include "matching/words.h"

#include <string.h>

#include "matching/text.h"

enum class {
    CLASS_LETTER = 1,
    CLASS_DIGIT,
    CLASS_OPEN,
    CLASS_CLOSE,
    CLASS_QUOTE, /* between letters it belongs to them */
    CLASS_HAN,
    CLASS_HIGH, /* not ASCII: must be decoded */
    CLASS_GAP   /* CLASS_GAP + bit number of GAP_... */
};

#define GAP_CLASS(bit) (CLASS_GAP + (bit))
enum { SPACE = 0, DOT, LINE, DASH, COMMA, AND, TILDE, HASH, BAR, OTHER = 11 };

/* The classes of ASCII; 0 is "any other sign". */
static const uint8_t ascii_class[256] = {
    ['\t'] = GAP_CLASS(SPACE),
    ['\n'] = GAP_CLASS(SPACE),
    ['\r'] = GAP_CLASS(SPACE),
    [' '] = GAP_CLASS(SPACE),
    ['.'] = GAP_CLASS(DOT),
    ['_'] = GAP_CLASS(LINE),
    ['-'] = GAP_CLASS(DASH),
    [','] = GAP_CLASS(COMMA),
    ['&'] = GAP_CLASS(AND),
    ['+'] = GAP_CLASS(AND),
    ['~'] = GAP_CLASS(TILDE),
    ['#'] = GAP_CLASS(HASH),
    ['|'] = GAP_CLASS(BAR),
    ['('] = CLASS_OPEN,
    ['['] = CLASS_OPEN,
    ['{'] = CLASS_OPEN,
    [')'] = CLASS_CLOSE,
    [']'] = CLASS_CLOSE,
    ['}'] = CLASS_CLOSE,
    ['\''] = CLASS_QUOTE,
    ['0'] = CLASS_DIGIT,
    ['1'] = CLASS_DIGIT,
    ['2'] = CLASS_DIGIT,
    ['3'] = CLASS_DIGIT,
    ['4'] = CLASS_DIGIT,
    ['5'] = CLASS_DIGIT,
    ['6'] = CLASS_DIGIT,
    ['7'] = CLASS_DIGIT,
    ['8'] = CLASS_DIGIT,
    ['9'] = CLASS_DIGIT,
#define PAIR(c) [c] = CLASS_LETTER, [(c)-32] = CLASS_LETTER
    PAIR('a'),
    PAIR('b'),
    PAIR('c'),
    PAIR('d'),
    PAIR('e'),
    PAIR('f'),
    PAIR('g'),
    PAIR('h'),
    PAIR('i'),
    PAIR('j'),
    PAIR('k'),
    PAIR('l'),
    PAIR('m'),
    PAIR('n'),
    PAIR('o'),
    PAIR('p'),
    PAIR('q'),
    PAIR('r'),
    PAIR('s'),
    PAIR('t'),
    PAIR('u'),
    PAIR('v'),
    PAIR('w'),
    PAIR('x'),
    PAIR('y'),
    PAIR('z'),
#undef PAIR
};

/* Signs beyond ASCII that are not letters. */
static const struct {
    uint32_t from;
    uint32_t to;
    uint8_t class;
} signs[] = {
    {0x00A0, 0x00A0, GAP_CLASS(SPACE)}, /* no-break space */
    {0x00AA, 0x00AA, CLASS_LETTER},     /* feminine ordinal */
    {0x00B0, 0x00B0, CLASS_LETTER},     /* degree, for an ordinal */
    {0x00B7, 0x00B7, GAP_CLASS(OTHER)},
    {0x00BA, 0x00BA, CLASS_LETTER}, /* masculine ordinal */
    {0x0080, 0x00BF, GAP_CLASS(OTHER)},
    {0x00D7, 0x00D7, CLASS_LETTER}, /* multiplication sign */
    {0x2000, 0x200F, GAP_CLASS(SPACE)},
    {0x2010, 0x2015, GAP_CLASS(DASH)},
    {0x2018, 0x2019, CLASS_QUOTE},
    {0x2020, 0x2115, GAP_CLASS(OTHER)},
    {0x2116, 0x2116, GAP_CLASS(HASH)}, /* numero */
    {0x2117, 0x215F, GAP_CLASS(OTHER)},
    {0x2190, 0x2211, GAP_CLASS(OTHER)},
    {0x2212, 0x2212, GAP_CLASS(DASH)}, /* minus */
    {0x2213, 0x2BFF, GAP_CLASS(OTHER)},
    {0x3000, 0x3000, GAP_CLASS(SPACE)},
    {0x3001, 0x3007, GAP_CLASS(OTHER)},
    {0x3008, 0x3011, CLASS_OPEN}, /* even numbers open, odd ones close */
    {0x3012, 0x3013, GAP_CLASS(OTHER)},
    {0x3014, 0x301B, CLASS_OPEN},
    {0x301C, 0x301C, GAP_CLASS(TILDE)},
    {0x301D, 0x303F, GAP_CLASS(OTHER)},
    {0x3040, 0x30FA, CLASS_HAN},
    {0x30FB, 0x30FB, GAP_CLASS(OTHER)}, /* middle dot */
    {0x30FC, 0x30FF, CLASS_HAN},
    {0x3400, 0x9FFF, CLASS_HAN},
    {0xF900, 0xFAFF, CLASS_HAN},
    {0xFE00, 0xFE0F, GAP_CLASS(OTHER)},
    {0xFEFF, 0xFEFF, GAP_CLASS(SPACE)},
    {0xFF03, 0xFF03, GAP_CLASS(HASH)},
    {0xFF06, 0xFF06, GAP_CLASS(AND)},
    {0xFF08, 0xFF08, CLASS_OPEN},
    {0xFF09, 0xFF09, CLASS_CLOSE},
    {0xFF0D, 0xFF0D, GAP_CLASS(DASH)},
    {0xFF10, 0xFF19, CLASS_DIGIT},
    {0xFF21, 0xFF3A, CLASS_LETTER},
    {0xFF3B, 0xFF3B, CLASS_OPEN},
    {0xFF3D, 0xFF3D, CLASS_CLOSE},
    {0xFF41, 0xFF5A, CLASS_LETTER},
    {0xFF5E, 0xFF5E, GAP_CLASS(TILDE)},
    {0xFF66, 0xFF9F, CLASS_HAN},
    {0xFF00, 0xFFFF, GAP_CLASS(OTHER)},
    {0x1F000, 0x1FAFF, GAP_CLASS(OTHER)},
    {0x20000, 0x3FFFF, CLASS_HAN},
};

static const struct tag measured = {"", TAG_FORMAT, TAG_SURE, 0};

struct cutter {
    struct words *words;
    size_t at;
    uint16_t gap;
    uint8_t depth;
    uint8_t stack[DEPTH_MAX + 1];
};

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static uint8_t class_of(const char *s, size_t len, uint32_t *c, size_t *step)
{
    uint8_t byte = (uint8_t)s[0];
    if (byte < 0x80) {
        *c = byte;
        *step = 1;
        return ascii_class[byte] ? ascii_class[byte] : GAP_CLASS(OTHER);
    }
    *step = text_decode(s, len, c);
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        if (*c >= signs[i].from && *c <= signs[i].to) {
            if (signs[i].class == CLASS_OPEN && *c < 0xFF00)
                return *c % 2 == 0 ? CLASS_OPEN : CLASS_CLOSE;
            return signs[i].class;
        }
    }
    return CLASS_LETTER;
}

/* The number a Chinese numeral's character stands for: 1..9, 10 for ten, -1 for none. */
static int numeral(uint32_t c)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (int i = 0; i < 10; i++) {
        if (digits[i] == c)
            return i + 1;
    }
    return -1;
}

enum { ORDINAL_MARK = 0x7B2C, COUNTERS = 8 };

/* Season, term, tale, volume, time: what stands behind a number in Chinese and Japanese. */
static bool is_counter(uint32_t c)
{
    static const uint32_t counters[COUNTERS] = {0x5B63, 0x671F, 0x8A71, 0x8BDD,
                                                0x96C6, 0x56DE, 0x7AE0, 0x90E8};
    for (int i = 0; i < COUNTERS; i++) {
        if (counters[i] == c)
            return true;
    }
    return false;
}

static struct word *add(struct cutter *cut, size_t offset, size_t len, enum word_kind kind)
{
    struct words *words = cut->words;
    if (words->count == WORDS_MAX)
        return NULL;
    struct word *word = &words->at[words->count++];
    *word = (struct word){.offset = (uint32_t)offset,
                          .len = (uint16_t)(len > UINT16_MAX ? UINT16_MAX : len),
                          .size = (uint16_t)(len > UINT16_MAX ? UINT16_MAX : len),
                          .gap = cut->gap,
                          .kind = (uint8_t)kind,
                          .group = cut->stack[cut->depth],
                          .value = -1};
    cut->gap = 0;
    return word;
}

static void open_group(struct cutter *cut, char sign)
{
    struct words *words = cut->words;
    cut->gap |= GAP_OPEN;
    if (words->groups == GROUPS_MAX || cut->depth == DEPTH_MAX)
        return;
    struct group *group = &words->group[words->groups];
    *group = (struct group){.first = (uint8_t)words->count,
                            .end = (uint8_t)words->count,
                            .outer = cut->stack[cut->depth],
                            .open = sign};
    cut->stack[++cut->depth] = (uint8_t)words->groups++;
}

static void close_group(struct cutter *cut)
{
    cut->gap |= GAP_CLOSE;
    if (cut->depth == 0)
        return;
    struct group *group = &cut->words->group[cut->stack[cut->depth--]];
    group->end = (uint8_t)cut->words->count;
    group->closed = true;
}

static void cut_number(struct cutter *cut)
{
    const struct words *words = cut->words;
    size_t start = cut->at;
    int64_t value = 0;
    int digits = 0;
    while (cut->at < words->len) {
        uint32_t c;
        size_t step;
        if (class_of(words->text + cut->at, words->len - cut->at, &c, &step) != CLASS_DIGIT)
            break;
        digits++;
        if (digits <= 9)
            value = value * 10 + (c >= 0xFF10 ? c - 0xFF10 : c - '0');
        cut->at += step;
    }
    struct word *word = add(cut, start, cut->at - start, WORD_NUMBER);
    if (word) {
        word->value = digits <= 9 ? (int32_t)value : -1;
        word->size = (uint16_t)(digits > UINT16_MAX ? UINT16_MAX : digits);
    }
}

/* "12" in Chinese numerals: the whole number token, up to 99. */
static bool cut_numerals(struct cutter *cut)
{
    const struct words *words = cut->words;
    size_t start = cut->at;
    size_t at = cut->at;
    int value = 0;
    while (at < words->len) {
        uint32_t c;
        size_t step = text_decode(words->text + at, words->len - at, &c);
        int digit = numeral(c);
        if (digit < 0)
            break;
        value = digit == 10 ? (value ? value * 10 : 10) : (value >= 10 ? value + digit : digit);
        at += step;
    }
    if (at == start || value > 99)
        return false;
    cut->at = at;
    struct word *word = add(cut, start, at - start, WORD_NUMBER);
    if (word) {
        word->value = value;
        word->size = value < 10 ? 1 : 2;
    }
    return true;
}

static void cut_han(struct cutter *cut)
{
    const struct words *words = cut->words;
    size_t start = cut->at;
    bool behind_number =
        words->count > 0 && cut->gap == 0 && words->at[words->count - 1].kind == WORD_NUMBER;
    bool ordinal = false;
    while (cut->at < words->len) {
        uint32_t c;
        size_t step;
        if (class_of(words->text + cut->at, words->len - cut->at, &c, &step) != CLASS_HAN)
            break;
        if (c == ORDINAL_MARK && cut->at > start)
            break;
        cut->at += step;
        ordinal = c == ORDINAL_MARK;
        if (ordinal || (behind_number && is_counter(c) && cut->at - step == start))
            break;
    }
    struct word *word = add(cut, start, cut->at - start, WORD_HAN);
    if (word && word->len <= 12)
        word->tag = tags_find_text(words->text + start, word->len);
    if (ordinal)
        cut_numerals(cut);
}

/* Whether "s01e02" begins at the last letter of the run that ends at at. */
static bool glued_number(const char *s, size_t at, size_t len)
{
    if (at < 2 || lower((uint8_t)s[at - 1]) != 's')
        return false;
    size_t i = at;
    while (i < len && i < at + 4 && ascii_class[(uint8_t)s[i]] == CLASS_DIGIT)
        i++;
    return i - at >= 2 && i + 1 < len && lower((uint8_t)s[i]) == 'e' &&
           ascii_class[(uint8_t)s[i + 1]] == CLASS_DIGIT;
}

static const struct tag *find_folded(const char *s, size_t len)
{
    char folded[64];
    if (len > 40)
        return NULL;
    size_t n = text_fold(folded, sizeof(folded), s, len);
    return tags_find_text(folded, n);
}

static void cut_letters(struct cutter *cut)
{
    const struct words *words = cut->words;
    const char *s = words->text;
    size_t start = cut->at;
    size_t at = start;
    uint32_t hash = TAG_HASH_START;
    bool plain = true;
    while (at < words->len) {
        uint8_t byte = (uint8_t)s[at];
        if (ascii_class[byte] == CLASS_LETTER) {
            hash = TAG_HASH(hash, lower(byte));
            at++;
            continue;
        }
        if (byte < 0x80 && byte != '\'')
            break;
        uint32_t c;
        size_t step;
        uint8_t class = class_of(s + at, words->len - at, &c, &step);
        if (class == CLASS_QUOTE) {
            uint32_t next;
            size_t more;
            if (at == start || at + step >= words->len ||
                class_of(s + at + step, words->len - at - step, &next, &more) != CLASS_LETTER)
                break;
        } else if (class != CLASS_LETTER) {
            break;
        }
        plain = false;
        at += step;
    }
    bool split = plain && at > start + 1 && at < words->len && glued_number(s, at, words->len);
    if (split)
        at--;
    cut->at = at > start ? at : start + 1;
    struct word *word = add(cut, start, at - start, WORD_LETTERS);
    if (!word)
        return;
    if (!plain)
        word->tag = find_folded(s + start, at - start);
    else if (split)
        word->tag = tags_find_text(s + start, at - start);
    else
        word->tag = tags_find(s + start, at - start, hash);
    if (split)
        cut->gap = GAP_OTHER; /* "zoos01e02": the s belongs to the number */
}

static void cut_all(struct cutter *cut)
{
    const struct words *words = cut->words;
    while (cut->at < words->len && words->count < WORDS_MAX) {
        uint32_t c;
        size_t step;
        uint8_t class = class_of(words->text + cut->at, words->len - cut->at, &c, &step);
        switch (class) {
        case CLASS_LETTER:
            cut_letters(cut);
            break;
        case CLASS_DIGIT:
            cut_number(cut);
            break;
        case CLASS_HAN:
            cut_han(cut);
            break;
        case CLASS_OPEN:
            open_group(cut, c == '(' || c == 0xFF08 ? '(' : c == '{' ? '{' : '[');
            cut->at += step;
            break;
        case CLASS_CLOSE:
            close_group(cut);
            cut->at += step;
            break;
        case CLASS_QUOTE:
            cut->gap |= GAP_OTHER;
            cut->at += step;
            break;
        default:
            cut->gap |= (uint16_t)(1 << (class - CLASS_GAP));
            cut->at += step;
        }
    }
}

/* The first word behind the glued run that begins at i. */
static int run_end(const struct words *words, int i)
{
    int end = i + 1;
    while (end < words->count && words->at[end].gap == 0)
        end++;
    return end;
}

static void mark(struct words *words, int first, int end, const struct tag *tag)
{
    for (int i = first; i < end; i++) {
        words->at[i].tag = tag;
        words->at[i].release = tag->ends == TAG_SURE;
    }
}

static bool is_hex(const char *s, size_t len)
{
    bool digit = false;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = lower((uint8_t)s[i]);
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        digit |= c <= '9';
    }
    return digit;
}

static size_t run_len(const struct words *words, int first, int end)
{
    const struct word *last = &words->at[end - 1];
    return last->offset + last->len - words->at[first].offset;
}

/* Letters and digits in one: "x264", "AAC2", "10bit", "1280x720", a checksum. */
static void read_mixed(struct words *words, int first, int end)
{
    struct word *w = &words->at[first];
    const char *s = words->text + w->offset;
    size_t len = run_len(words, first, end);
    const struct tag *whole = len <= 16 ? find_folded(s, len) : NULL;
    if (whole && (whole->is & (TAG_FORMAT | TAG_LANGUAGE | TAG_SITE | TAG_FILE))) {
        mark(words, first, end, whole);
        return;
    }
    if (len >= 20 ||
        (len == 8 && w->gap & GAP_OPEN && gap_after(words, end - 1) & GAP_CLOSE &&
         is_hex(s, len)) ||
        (len >= 16 && is_hex(s, len))) {
        for (int i = first; i < end; i++)
            words->at[i].noise = true;
        return;
    }
    for (int i = first; i < end; i++) {
        const struct word *next = &words->at[i + 1];
        bool before_number = i + 1 < end && next->kind == WORD_NUMBER;
        uint32_t is = words->at[i].tag ? words->at[i].tag->is : 0;
        uint32_t next_is = i + 1 < end && next->tag ? next->tag->is : 0;
        if (words->at[i].kind == WORD_NUMBER && next_is & TAG_UNIT) {
            bool lines = next->len == 1;
            if (!lines || words->at[i].value >= 240)
                mark(words, i, i + 2, &measured);
        } else if (words->at[i].kind == WORD_NUMBER && i + 2 < end && next_is & TAG_CROSS &&
                   words->at[i].value >= 240 && words->at[i + 2].value >= 240) {
            mark(words, i, i + 3, &measured);
        } else if (before_number && (is & TAG_FORMAT) &&
                   (words->at[i].tag->ends == TAG_SURE || words->at[i].len == 2)) {
            mark(words, i, i + 2, &measured);
        } else if (before_number && words->at[i].kind == WORD_LETTERS &&
                   (next->value == 264 || next->value == 265)) {
            mark(words, i, i + 2, &measured);
        }
    }
}

/* Two words that are one: "WEB-DL", "H.264", "Blu Ray". */
static void read_pair(struct words *words, int i)
{
    struct word *a = &words->at[i];
    struct word *b = &words->at[i + 1];
    if (!(b->gap & (GAP_SPACE | GAP_DOT | GAP_LINE | GAP_DASH)) || b->gap & ~GAP_LIGHT ||
        a->len + b->len > 20)
        return;
    char joined[24];
    for (size_t k = 0; k < a->len; k++)
        joined[k] = (char)lower((uint8_t)words->text[a->offset + k]);
    for (size_t k = 0; k < b->len; k++)
        joined[a->len + k] = (char)lower((uint8_t)words->text[b->offset + k]);
    const struct tag *tag = tags_find_text(joined, (size_t)a->len + b->len);
    if (tag && tag->is & (TAG_FORMAT | TAG_EDITION | TAG_LANGUAGE | TAG_PACK | TAG_SITE))
        mark(words, i, i + 2, tag);
}

/* "2.0", "5.1" and "4.8GB": digits on both sides of a dot that are one measure. */
static void read_decimals(struct words *words)
{
    for (int i = 0; i + 1 < words->count; i++) {
        struct word *a = &words->at[i];
        struct word *b = &words->at[i + 1];
        if (a->kind != WORD_NUMBER || b->kind != WORD_NUMBER)
            continue;
        bool dot = b->gap == GAP_DOT;
        bool behind_format = i > 0 && words->at[i - 1].release && (a->gap & ~GAP_LIGHT) == 0;
        bool channels = a->len == 1 && b->len == 1 && b->value <= 2 && a->value >= 1;
        bool unit =
            i + 2 < words->count && b[1].gap == 0 && b[1].release && b[1].len > 1 && b->size < 4;
        if (dot && b->release && unit && !a->release && a->gap != 0 && a->value < 100)
            mark(words, i, i + 1, &measured);
        else if (!b->release && channels && (dot || b->gap == GAP_SPACE) &&
                 (a->release || behind_format))
            mark(words, i, i + 2, &measured);
        else if (!b->release && channels && (dot || b->gap == GAP_DASH) && a->gap & GAP_OPEN &&
                 gap_after(words, i + 1) & GAP_CLOSE)
            mark(words, i, i + 2, &measured);
    }
}

void words_cut(struct words *words, const char *text, size_t len)
{
    words->text = text;
    words->len = len;
    words->count = 0;
    words->groups = 1;
    words->group[0] = (struct group){0};
    struct cutter cut = {.words = words, .gap = GAP_OTHER};
    cut_all(&cut);
    words->tail = cut.gap | GAP_OTHER;
    while (cut.depth > 0)
        words->group[cut.stack[cut.depth--]].end = (uint8_t)words->count;
    words->group[0].end = (uint8_t)words->count;
    words->at[words->count] = (struct word){.gap = words->tail};

    bool numbers = false;
    for (int i = 0; i < words->count;) {
        int end = run_end(words, i);
        if (end - i > 1)
            read_mixed(words, i, end);
        else if (words->at[i].len >= 16 && is_hex(text + words->at[i].offset, words->at[i].len))
            words->at[i].noise = true;
        for (; i < end; i++) {
            struct word *w = &words->at[i];
            numbers |= w->kind == WORD_NUMBER;
            if (w->tag && w->tag->ends == TAG_SURE)
                w->release = true;
        }
    }
    for (int i = 0; i + 1 < words->count; i++) {
        const struct word *w = &words->at[i];
        if (w->tag && w->tag->is & TAG_FIRST && !w->noise)
            read_pair(words, i);
        else if (w->kind == WORD_NUMBER && word_is(words, i + 1) & TAG_UNIT &&
                 words->at[i + 1].len > 1 &&
                 (words->at[i + 1].gap & ~(GAP_SPACE | GAP_DOT | GAP_DASH)) == 0 &&
                 !words->at[i + 1].release)
            mark(words, i, i + 2, &measured);
    }
    if (numbers)
        read_decimals(words);
}
