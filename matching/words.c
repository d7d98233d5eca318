/* SPDX-License-Identifier: MIT */
#include "matching/words.h"

#include <string.h>

#include "matching/text.h"

/* What a character is. From CLASS_SPACE on the order is that of the bits of GAP_... */
enum class {
    CLASS_OTHER, /* a sign without a meaning */
    CLASS_LETTER,
    CLASS_DIGIT,
    CLASS_OPEN,
    CLASS_CLOSE,
    CLASS_QUOTE, /* belongs to the letters on both sides of it */
    CLASS_HAN,
    CLASS_BREAK, /* ends a line: a space that no title keeps */
    CLASS_SPACE,
    CLASS_DOT,
    CLASS_LINE,
    CLASS_DASH,
    CLASS_COMMA,
    CLASS_AND,
    CLASS_TILDE,
    CLASS_HASH,
    CLASS_BAR
};

/* The classes of ASCII; bytes from 0x80 on must be decoded. That of "+" depends on the whole
 * name. */
static const uint8_t ascii_class[256] = {
    ['\t'] = CLASS_SPACE,
    ['\n'] = CLASS_BREAK,
    ['\r'] = CLASS_BREAK,
    [' '] = CLASS_SPACE,
    ['.'] = CLASS_DOT,
    ['_'] = CLASS_LINE,
    ['-'] = CLASS_DASH,
    [','] = CLASS_COMMA,
    ['&'] = CLASS_AND,
    ['~'] = CLASS_TILDE,
    ['#'] = CLASS_HASH,
    ['|'] = CLASS_BAR,
    ['/'] = CLASS_BAR,
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

/* The classes of other characters, unless they are letters, without most of Chinese and Japanese;
 * the first row that fits counts. */
static const struct {
    uint32_t from;
    uint32_t to;
    uint8_t class;
} signs[] = {
    {0x00A0, 0x00A0, CLASS_SPACE},  /* no-break space */
    {0x00AA, 0x00AA, CLASS_LETTER}, /* feminine ordinal */
    {0x00B0, 0x00B0, CLASS_LETTER}, /* degree, for an ordinal */
    {0x00B7, 0x00B7, CLASS_OTHER},
    {0x00BA, 0x00BA, CLASS_LETTER}, /* masculine ordinal */
    {0x0080, 0x00BF, CLASS_OTHER},
    {0x00D7, 0x00D7, CLASS_LETTER}, /* multiplication sign */
    {0x2000, 0x200F, CLASS_SPACE},
    {0x2010, 0x2015, CLASS_DASH},
    {0x2018, 0x2019, CLASS_QUOTE},
    {0x201A, 0x2115, CLASS_OTHER}, /* quotes in pairs, and others */
    {0x2116, 0x2116, CLASS_HASH},  /* numero */
    {0x2117, 0x215F, CLASS_OTHER},
    {0x2190, 0x2211, CLASS_OTHER},
    {0x2212, 0x2212, CLASS_DASH}, /* minus */
    {0x2213, 0x2BFF, CLASS_OTHER},
    {0x3000, 0x3000, CLASS_SPACE},
    {0x3001, 0x3007, CLASS_OTHER},
    {0x3008, 0x3011, CLASS_OPEN}, /* even numbers open, odd ones close */
    {0x3012, 0x3013, CLASS_OTHER},
    {0x3014, 0x301B, CLASS_OPEN},
    {0x301C, 0x301C, CLASS_TILDE},
    {0x301D, 0x303F, CLASS_OTHER},
    {0x30FB, 0x30FB, CLASS_OTHER}, /* middle dot */
    {0x30FC, 0x30FF, CLASS_HAN},
    {0xF900, 0xFAFF, CLASS_HAN},
    {0xFE00, 0xFE0F, CLASS_OTHER},
    {0xFEFF, 0xFEFF, CLASS_SPACE},
    {0xFF03, 0xFF03, CLASS_HASH},
    {0xFF06, 0xFF06, CLASS_AND},
    {0xFF08, 0xFF08, CLASS_OPEN},
    {0xFF09, 0xFF09, CLASS_CLOSE},
    {0xFF0D, 0xFF0D, CLASS_DASH},
    {0xFF10, 0xFF19, CLASS_DIGIT},
    {0xFF21, 0xFF3A, CLASS_LETTER},
    {0xFF3B, 0xFF3B, CLASS_OPEN},
    {0xFF3D, 0xFF3D, CLASS_CLOSE},
    {0xFF41, 0xFF5A, CLASS_LETTER},
    {0xFF5E, 0xFF5E, CLASS_TILDE},
    {0xFF66, 0xFF9F, CLASS_HAN},
    {0xFF00, 0xFFFF, CLASS_OTHER},
    {0x1F000, 0x1FAFF, CLASS_OTHER},
    {0x20000, 0x3FFFF, CLASS_HAN},
};

/* Returns GAP_... for the class of a gap, 0 for any other class. */
static inline uint16_t gap_of(uint8_t class)
{
    return (uint16_t)(1 << class >> CLASS_SPACE);
}

struct cutter {
    struct words *words;
    uint16_t gap;
    uint16_t plus; /* the gap that "+" stands for; 0: not known yet */
    uint8_t depth;
    uint8_t stack[DEPTH_MAX + 1];
    uint8_t sets[WORD_SET_BLOCKS * 64]; /* of each word: SET_... */
};

/* ---- Eight bytes at once: a processor cannot predict the length of a word ---- */

/* Returns how many of the lowest bytes have their high bit set: 8 if all do. */
static inline int leading(uint64_t high)
{
    uint64_t other = ~high & TEXT_EACH(0x80u);
    return other ? __builtin_ctzll(other) >> 3 : 8;
}

/* Returns eight bytes of the text from at on, with zeros after its end. */
static inline uint64_t bytes_at(const struct words *words, size_t at)
{
    if (words->len >= 8) {
        size_t last = words->len - 8;
        size_t from = at < last ? at : last;
        size_t half = 4 * (at - from); /* of the bits to drop, which may be all 64 */
        return text_load(words->text + from) >> half >> half;
    }
    uint64_t bytes = 0;
    for (size_t i = words->len; i-- > at;)
        bytes = bytes << 8 | (uint8_t)words->text[i];
    return bytes;
}

/* Returns the value of count digits, 1 to 7, in the lowest bytes. */
static inline int32_t digits_value(uint64_t bytes, int count)
{
    uint64_t d = (bytes - TEXT_EACH('0')) << (64 - 8 * count); /* leading zeros */
    d = (d * 10 + (d >> 8)) & 0x00FF00FF00FF00FFu;
    d = (d * 100 + (d >> 16)) & 0x0000FFFF0000FFFFu;
    return (int32_t)((d * 10000 + (d >> 32)) & 0xFFFFFFFFu);
}

/* Returns the key (tags_key) of count letters, 1 to 8, in the lowest bytes. */
static inline uint64_t letters_key(uint64_t bytes, int count)
{
    return __builtin_bswap64(bytes | TEXT_EACH(0x20u)) >> (64 - 8 * count);
}

/* Returns the class of a character beyond ASCII; *c is its code point, *step its bytes. */
static uint8_t class_beyond(const char *s, size_t len, uint32_t *c, size_t *step)
{
    *step = text_decode(s, len, c);
    if ((*c > 0xD7 && *c < 0x2000) || (*c >= 0xAC00 && *c < 0xD7B0))
        return CLASS_LETTER;
    if ((*c >= 0x3040 && *c < 0x30FB) || (*c >= 0x3400 && *c < 0xA000))
        return CLASS_HAN;
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        if (*c >= signs[i].from && *c <= signs[i].to) {
            if (signs[i].class == CLASS_OPEN && *c < 0xFF00)
                return *c % 2 == 0 ? CLASS_OPEN : CLASS_CLOSE;
            return signs[i].class;
        }
    }
    return CLASS_LETTER;
}

/* Returns the class of the character at s; *c is its code point, *step its bytes. */
static inline uint8_t class_of(const char *s, size_t len, uint32_t *c, size_t *step)
{
    *c = (uint8_t)s[0];
    *step = 1;
    return *c < 0x80 ? ascii_class[*c] : class_beyond(s, len, c, step);
}

/* Returns the value of a Chinese numeral, 1 to 10; -1 for any other character. */
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

/* Whether a character follows numbers in Chinese and Japanese: season, term, tale, volume, time. */
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

void words_mark(struct words *words, int i, const struct tag *tag)
{
    struct word *word = &words->at[i];
    word->is = tag->is;
    word->tag_value = tag->value;
    word->ends = tag->ends;
    word->release = tag->ends == TAG_SURE;
    words->is |= tag->is;
    word_set_add(&words->heads, i, (tag->sets & SET_HEADS) != 0);
    word_set_add(&words->firsts, i, (tag->sets & SET_FIRSTS) != 0);
    word_set_add(&words->units, i, (tag->sets & SET_UNITS) != 0);
    word_set_add(&words->stops, i, word->release);
}

void words_mark_noise(struct words *words, int i)
{
    words->at[i].noise = words->noise = true;
    word_set_add(&words->stops, i, true);
}

/* Returns the lowest bits of eight bytes, side by side. */
static inline uint64_t gather(uint64_t bytes)
{
    return (bytes & TEXT_EACH(1u)) * 0x0102040810204080u >> 56;
}

/* Adds the words to their sets, eight at a time. */
static void fill_sets(struct cutter *cut)
{
    struct words *words = cut->words;
    words->glued = words->opens = words->numbers = words->heads = words->firsts = words->units =
        words->stops = words->odd = (struct word_set){{0}};
    memset(&cut->sets[words->count], 0, 9);
    cut->sets[words->count + 1] = UINT8_MAX;
    for (int i = 0; i <= words->count + 1; i += 8) {
        uint64_t bytes = text_load((const char *)&cut->sets[i]);
        int block = i >> 6;
        int at = i & 63;
        words->glued.bits[block] |= gather(bytes / SET_GLUED) << at;
        words->opens.bits[block] |= gather(bytes / SET_OPENS) << at;
        words->numbers.bits[block] |= gather(bytes / SET_NUMBERS) << at;
        words->heads.bits[block] |= gather(bytes / SET_HEADS) << at;
        words->firsts.bits[block] |= gather(bytes / SET_FIRSTS) << at;
        words->units.bits[block] |= gather(bytes / SET_UNITS) << at;
        words->stops.bits[block] |= gather(bytes / SET_STOPS) << at;
        words->odd.bits[block] |= gather(bytes / SET_ODD) << at;
    }
}

static const struct tag number = {.sets = SET_NUMBERS | SET_HEADS};

/* Adds a word. The caller has made sure that there is room. */
static inline struct word *add(struct cutter *cut, size_t offset, size_t len, enum word_kind kind,
                               const struct tag *tag)
{
    struct words *words = cut->words;
    int i = words->count++;
    uint16_t gap = cut->gap;
    uint16_t size = (uint16_t)(len > UINT16_MAX ? UINT16_MAX : len);
    struct word *word = &words->at[i];
    words->is |= tag->is;
    cut->sets[i] =
        (uint8_t)(tag->sets | (gap == 0 ? SET_GLUED : 0) | (gap & GAP_OPEN ? SET_OPENS : 0));
    *word = (struct word){.offset = (uint32_t)offset,
                          .len = size,
                          .size = size,
                          .gap = gap,
                          .kind = (uint8_t)kind,
                          .brackets = cut->stack[cut->depth],
                          .value = -1,
                          .release = tag->ends == TAG_SURE,
                          .is = tag->is,
                          .ends = tag->ends,
                          .sets = tag->sets,
                          .tag_value = tag->value};
    cut->gap = 0;
    return word;
}

static void open_brackets(struct cutter *cut, char sign)
{
    struct words *words = cut->words;
    cut->gap |= GAP_OPEN;
    if (words->brackets_count == BRACKETS_MAX || cut->depth == DEPTH_MAX)
        return;
    struct brackets *brackets = &words->brackets[words->brackets_count];
    *brackets = (struct brackets){.first = (uint8_t)words->count,
                                  .end = (uint8_t)words->count,
                                  .outer = cut->stack[cut->depth],
                                  .open = sign};
    cut->stack[++cut->depth] = (uint8_t)words->brackets_count++;
}

static void close_brackets(struct cutter *cut)
{
    cut->gap |= GAP_CLOSE;
    if (cut->depth == 0)
        return;
    struct brackets *brackets = &cut->words->brackets[cut->stack[cut->depth--]];
    brackets->end = (uint8_t)cut->words->count;
    brackets->closed = true;
}

/* ---- Words: each function cuts one off and returns where it ends ---- */

enum {
    NOISE_DIGITS = 16, /* more than any episode or date has */
    HAN_MAX = 12       /* bytes of the longest such word in tags.def */
};

/* Cuts any number, including many or wide digits. */
static size_t cut_long_number(struct cutter *cut, size_t start)
{
    struct words *words = cut->words;
    size_t at = start;
    int64_t value = 0;
    int32_t day = -1; /* the date of a date and time: 20190506200000 */
    int digits = 0;
    while (at < words->len) {
        uint32_t c;
        size_t step;
        if (class_of(words->text + at, words->len - at, &c, &step) != CLASS_DIGIT)
            break;
        words->plain &= c < 0x80;
        digits++;
        if (digits == 9)
            day = (int32_t)value;
        if (digits <= 9)
            value = value * 10 + (c >= 0xFF10 ? c - 0xFF10 : c - '0');
        at += step;
    }
    struct word *word = add(cut, start, at - start, WORD_NUMBER, &number);
    word->value = digits <= 9 ? (int32_t)value : digits == 12 || digits == 14 ? day : -1;
    word->size = (uint16_t)(digits > UINT16_MAX ? UINT16_MAX : digits);
    words->year |= words_is_year(word);
    if (digits >= NOISE_DIGITS && word->gap != 0) {
        word->noise = words->noise = true;
        cut->sets[words->count - 1] |= SET_STOPS;
    }
    return at;
}

/* Whether "1x02" begins at a digit and ends with its number. */
static bool glued_cross(const char *s, size_t at, size_t len)
{
    size_t i = at;
    while (i < len && i < at + 2 && s[i] >= '0' && s[i] <= '9')
        i++;
    if (i + 2 >= len || (s[i] | 0x20) != 'x')
        return false;
    size_t digits = 0;
    for (i++; i < len && s[i] >= '0' && s[i] <= '9'; i++)
        digits++;
    return digits == 2 && (i == len || ascii_class[(uint8_t)s[i]] >= CLASS_BREAK);
}

/* Whether "1x02" begins at at, glued to a word of three letters or more. */
static bool begins_cross(const struct cutter *cut, size_t at)
{
    const struct words *words = cut->words;
    const struct word *last = &words->at[words->count > 0 ? words->count - 1 : 0];
    return cut->gap == 0 && words->count > 0 && last->len >= 3 && last->kind == WORD_LETTERS &&
           glued_cross(words->text, at, words->len);
}

static size_t cut_number(struct cutter *cut, size_t at)
{
    const struct words *words = cut->words;
    uint64_t bytes = bytes_at(words, at);
    int count = leading(text_within(bytes, '0', '9'));
    size_t end = at + (size_t)count;
    if ((uint8_t)(bytes >> 8 * (count & 7) | 0x20) == 'x' && begins_cross(cut, at))
        cut->gap = GAP_OTHER; /* "Title1x02" */
    if (count == 0 || count == 8 || (end < words->len && (uint8_t)words->text[end] >= 0x80))
        return cut_long_number(cut, at);
    struct word *word = add(cut, at, (size_t)count, WORD_NUMBER, &number);
    word->value = digits_value(bytes, count);
    cut->words->year |= words_is_year(word);
    return end;
}

/* Cuts a number up to 99 in Chinese numerals. */
static size_t cut_numerals(struct cutter *cut, size_t start)
{
    const struct words *words = cut->words;
    size_t at = start;
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
        return start;
    struct word *word = add(cut, start, at - start, WORD_NUMBER, &number);
    word->value = value;
    word->size = value < 10 ? 1 : 2;
    return at;
}

static size_t cut_han(struct cutter *cut, size_t start)
{
    const struct words *words = cut->words;
    size_t at = start;
    bool behind_number =
        words->count > 0 && cut->gap == 0 && words->at[words->count - 1].kind == WORD_NUMBER;
    bool ordinal = false;
    while (at < words->len) {
        uint32_t c;
        size_t step;
        if (class_of(words->text + at, words->len - at, &c, &step) != CLASS_HAN)
            break;
        if (c == ORDINAL_MARK && at > start)
            break;
        at += step;
        ordinal = c == ORDINAL_MARK;
        if (ordinal || (behind_number && is_counter(c) && at - step == start))
            break;
    }
    size_t len = at - start;
    add(cut, start, len, WORD_HAN, tags_find_text(words->text + start, len <= HAN_MAX ? len : 0));
    if (ordinal && words->count < WORDS_MAX)
        return cut_numerals(cut, at);
    return at;
}

/* Whether "s01e02" begins at the last letter before at, of a word that begins at start. */
static inline bool glued_number(const char *s, size_t start, size_t at, size_t len)
{
    char next = at < len ? s[at] : '\0';
    if ((at <= start + 1) | ((s[at - 1] | 0x20) != 's') | (next < '0') | (next > '9'))
        return false;
    size_t i = at;
    while (i < len && i < at + 4 && s[i] >= '0' && s[i] <= '9')
        i++;
    return i - at >= 2 && i + 1 < len && (s[i] | 0x20) == 'e' && s[i + 1] >= '0' && s[i + 1] <= '9';
}

/* Returns the end of a run of letters that begins at start, with letters beyond ASCII or quotes
 * from at on. */
static size_t letters_end(struct words *words, size_t start, size_t at)
{
    const char *s = words->text;
    while (at < words->len) {
        uint32_t c;
        size_t step;
        uint8_t class = class_of(s + at, words->len - at, &c, &step);
        words->plain &= c < 0x80;
        if (class == CLASS_QUOTE) {
            uint32_t next;
            size_t more;
            if (at == start || at + step >= words->len ||
                class_of(s + at + step, words->len - at - step, &next, &more) != CLASS_LETTER)
                break;
        } else if (class != CLASS_LETTER) {
            break;
        }
        at += step;
    }
    return at > start ? at : start + 1;
}

/* Returns the end of a run of ASCII letters that begins at start, and its key. */
static inline size_t plain_end(const struct words *words, size_t start, uint64_t *key)
{
    uint64_t bytes = bytes_at(words, start);
    int count = leading(text_within(bytes | TEXT_EACH(0x20u), 'a', 'z'));
    size_t at = start + (size_t)count;
    *key = count > 0 ? letters_key(bytes, count) : 0;
    if (count < 8)
        return at;
    do {
        count = leading(text_within(bytes_at(words, at) | TEXT_EACH(0x20u), 'a', 'z'));
        at += (size_t)count;
    } while (count == 8);
    if (at > start + 8)
        *key = tags_long_key(words->text + start, at - start, TEXT_EACH(0x20u));
    return at;
}

/* Cuts letters of which those from at on are beyond ASCII, or have a quote among them. */
static size_t cut_odd_letters(struct cutter *cut, size_t start, size_t at)
{
    struct words *words = cut->words;
    const char *s = words->text;
    at = letters_end(words, start, at);
    bool split = at < words->len && at > start + 3 && (uint8_t)s[at - 2] >= 0x80 &&
                 glued_number(s, start, at, words->len);
    at -= split;
    add(cut, start, at - start, WORD_LETTERS, tags_find_raw(s + start, at - start));
    if (split)
        cut->gap = GAP_OTHER;
    return at;
}

static inline size_t cut_letters(struct cutter *cut, size_t start)
{
    const struct words *words = cut->words;
    const char *s = words->text;
    uint64_t key;
    size_t at = plain_end(words, start, &key);
    uint8_t next = at < words->len ? (uint8_t)s[at] : 0;
    if ((next >= 0x80) | (next == '\''))
        return cut_odd_letters(cut, start, at);
    const struct tag *tag;
    bool split = glued_number(s, start, at, words->len);
    if (split) {
        at--; /* "zoos01e02": the s belongs to the number */
        tag = tags_find_raw(s + start, at - start);
    } else {
        tag = tags_find(s + start, at - start, key);
    }
    add(cut, start, at - start, WORD_LETTERS, tag);
    cut->gap = split ? GAP_OTHER : 0;
    return at;
}

/* Returns the gap that "+" is: a space if the name has no other gaps, as in URLs:
 * "Name+Episode+3". */
static uint16_t plus_gap(struct cutter *cut)
{
    const struct words *words = cut->words;
    if (cut->plus == 0) {
        const char *first = memchr(words->text, '+', words->len);
        size_t rest = words->len - (size_t)(first + 1 - words->text);
        bool url = memchr(first + 1, '+', rest) && !memchr(words->text, ' ', words->len) &&
                   !memchr(words->text, '.', words->len) && !memchr(words->text, '_', words->len);
        cut->plus = url ? GAP_SPACE : GAP_AND;
    }
    return cut->plus;
}

/* Reads a sign that is not part of a word. */
static void cut_sign(struct cutter *cut, uint8_t class, uint32_t c)
{
    if (class >= CLASS_SPACE)
        cut->gap |= gap_of(class);
    else if (class == CLASS_BREAK)
        cut->gap |= GAP_SPACE;
    else if (class == CLASS_OPEN)
        open_brackets(cut, c == '(' || c == 0xFF08 ? '(' : c == '{' ? '{' : '[');
    else if (class == CLASS_CLOSE)
        close_brackets(cut);
    else if (c == '+')
        cut->gap |= plus_gap(cut);
    else
        cut->gap |= GAP_OTHER;
}

/* Reads a character beyond ASCII, or a sign with a meaning of its own. */
static size_t cut_other(struct cutter *cut, size_t at)
{
    struct words *words = cut->words;
    uint32_t c;
    size_t step;
    uint8_t class = class_of(words->text + at, words->len - at, &c, &step);
    words->foreign |= c >= 0x80;
    words->plain &= c >= ' ' && c <= '~';
    if (class == CLASS_LETTER)
        return cut_odd_letters(cut, at, at);
    if (class == CLASS_DIGIT)
        return cut_long_number(cut, at);
    if (class == CLASS_HAN)
        return cut_han(cut, at);
    cut_sign(cut, class, c);
    return at + step;
}

static void cut_all(struct cutter *cut)
{
    const struct words *words = cut->words;
    size_t at = 0;
    while (at < words->len && words->count < WORDS_MAX) {
        /* Most words have one sign before them or none: a processor cannot predict which. */
        uint8_t class = ascii_class[(uint8_t)words->text[at]];
        cut->gap |= gap_of(class);
        at += class >= CLASS_SPACE;
        if (at == words->len)
            return;
        class = ascii_class[(uint8_t)words->text[at]];
        if (class >= CLASS_SPACE) {
            cut->gap |= gap_of(class);
            at++;
        } else if (class == CLASS_LETTER) {
            at = cut_letters(cut, at);
        } else if (class == CLASS_DIGIT) {
            at = cut_number(cut, at);
        } else {
            at = cut_other(cut, at);
        }
    }
}

void words_cut(struct words *words, const char *text, size_t len)
{
    words->text = text;
    words->len = len;
    words->count = 0;
    words->brackets_count = 1;
    words->is = 0;
    words->noise = false;
    words->year = false;
    words->foreign = false;
    words->plain = true;
    words->brackets[0] = (struct brackets){0};
    struct cutter cut; /* stack and sets are written before they are read */
    cut.words = words;
    cut.gap = GAP_OTHER;
    cut.plus = 0;
    cut.depth = 0;
    cut.stack[0] = 0;
    cut_all(&cut);
    fill_sets(&cut);
    words->tail = cut.gap | GAP_OTHER;
    while (cut.depth > 0)
        words->brackets[cut.stack[cut.depth--]].end = (uint8_t)words->count;
    words->brackets[0].end = (uint8_t)words->count;
    words->at[words->count] = (struct word){.gap = words->tail};
}

/* ---- Words and what is around them ---- */

bool words_is_text(const struct words *words, int i, const char *text)
{
    const struct word *w = &words->at[i];
    for (size_t k = 0; k < w->len; k++) {
        if (tags_lower((uint8_t)words->text[w->offset + k]) != (uint8_t)text[k])
            return false;
    }
    return text[w->len] == '\0';
}

const struct brackets *words_brackets_at(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    const struct brackets *brackets = &words->brackets[w->brackets];
    if (!(w->gap & GAP_OPEN) || w->brackets == 0 || brackets->first != i)
        return NULL;
    while (brackets->outer != 0 && words->brackets[brackets->outer].first == i &&
           words->brackets[brackets->outer].closed)
        brackets = &words->brackets[brackets->outer];
    return brackets;
}

bool words_stop(const struct words *words, int i)
{
    uint16_t gap = words_gap_after(words, i);
    if (i + 1 >= words->count || gap & (GAP_OPEN | GAP_CLOSE | GAP_BAR) || words_gap_is_wide(gap))
        return true;
    const struct word *next = &words->at[i + 1];
    return next->release || next->noise || next->ends == TAG_MIDDLE || next->is & TAG_END;
}

bool words_is_padded(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    return w->size >= 2 && words->text[w->offset] == '0';
}

bool words_is_bare(const struct words *words, int i)
{
    const struct word *w = &words->at[i];
    if (w->kind != WORD_NUMBER || w->value < 0 || w->release || w->noise || w->is)
        return false;
    if (i + 1 >= words->count || words->at[i + 1].gap != 0)
        return true;
    const struct word *next = &words->at[i + 1];
    if (next->is & TAG_END && (i + 2 >= words->count || words->at[i + 2].gap != 0))
        return true; /* "12END" */
    if (w->brackets != 0 && words_is_text(words, i + 1, "tv"))
        return true; /* "[01-12TV]" */
    if (words_is(words, i + 1) & TAG_VERSION && i + 2 < words->count &&
        words->at[i + 2].kind == WORD_NUMBER && words->at[i + 2].gap == 0)
        return true;
    uint8_t c = tags_lower((uint8_t)words->text[next->offset]);
    return next->kind == WORD_LETTERS && next->size == 1 && c >= 'a' && c <= 'd' &&
           (i + 2 >= words->count || words->at[i + 2].gap != 0);
}
