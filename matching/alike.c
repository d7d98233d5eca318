/* SPDX-License-Identifier: MIT */
#include "matching/alike.h"

#include <string.h>

#include "matching/text.h"

static bool is_article(const char *word, size_t len)
{
    static const char *const articles[] = {"the", "a",   "an", "der", "die", "das", "le",
                                           "la",  "les", "el", "los", "las", "il",  "lo",
                                           "gli", "het", "de", "ein", "une", "un",  "eine"};
    for (size_t i = 0; i < sizeof(articles) / sizeof(*articles); i++) {
        if (strlen(articles[i]) == len && memcmp(articles[i], word, len) == 0)
            return true;
    }
    return false;
}

enum strip { STRIP_SPACES = 1, STRIP_AND = 2, STRIP_ARTICLE = 4, STRIP_ALL = 7 };

/* Copies a folded title without what strip names. out has room for ALIKE_FOLDED_MAX bytes. */
static size_t strip_title(const char *folded, unsigned strip, char *out)
{
    size_t n = 0;
    const char *rest;
    size_t len;
    for (const char *word = folded; (len = text_word(word, &rest)) > 0; word = rest) {
        bool first = word == folded;
        bool last = !*rest;
        bool article = (first && !last && is_article(word, len)) ||
                       (last && !first && len == 3 && memcmp(word, "the", 3) == 0);
        if ((strip & STRIP_ARTICLE) && article)
            continue;
        if ((strip & STRIP_AND) && len == 3 && memcmp(word, "and", 3) == 0)
            continue;
        if (n > 0 && !(strip & STRIP_SPACES))
            out[n++] = ' ';
        memcpy(out + n, word, len);
        n += len;
    }
    out[n] = '\0';
    return n;
}

void alike_fold(struct folded *folded, const char *title, size_t len)
{
    text_fold(folded->text, sizeof(folded->text), title, len);
    strip_title(folded->text, STRIP_ALL, folded->core);
    memset(folded->letters, 0, sizeof(folded->letters));
    folded->length = 0;
    for (const char *c = folded->text; *c; c++) {
        if (*c == ' ')
            continue;
        folded->letters[*c >= 'a' && *c <= 'z'   ? *c - 'a'
                        : *c >= '0' && *c <= '9' ? *c - '0' + 26
                                                 : ALIKE_LETTERS - 1]++;
        folded->length++;
    }
}

static bool same_stripped(const char *a, const char *b, unsigned strip)
{
    char x[ALIKE_FOLDED_MAX];
    char y[ALIKE_FOLDED_MAX];
    strip_title(a, strip, x);
    strip_title(b, strip, y);
    return *x && strcmp(x, y) == 0;
}

/* Whether a word distinguishes series of one name: a number, or a Roman numeral. */
static bool is_number(const char *word, size_t len)
{
    if (strspn(word, "0123456789") >= len)
        return true;
    return len > 1 && strspn(word, "ivx") >= len;
}

/* Returns the bytes of the words of one that other has too. Sets *numbers if other lacks a
 * number. */
static size_t common_words(const char *one, const char *other, bool *numbers)
{
    size_t common = 0;
    const char *rest;
    size_t len;
    for (const char *word = one; (len = text_word(word, &rest)) > 0; word = rest) {
        const char *next;
        size_t n;
        bool found = false;
        for (const char *w = other; !found && (n = text_word(w, &next)) > 0; w = next)
            found = n == len && memcmp(w, word, len) == 0;
        common += found ? len : 0;
        *numbers = *numbers || (!found && is_number(word, len));
    }
    return common;
}

static size_t characters(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* Returns how many letters at least are not in both. */
static int letters_apart(const struct folded *a, const struct folded *b)
{
    int apart = 0;
    for (int i = 0; i < ALIKE_LETTERS; i++) {
        apart += a->letters[i] > b->letters[i] ? a->letters[i] - b->letters[i]
                                               : b->letters[i] - a->letters[i];
    }
    return apart;
}

/* How alike titles of the same words in another order are: "Psycho Detective" is another series. */
#define WORDS_MOVED 0.95

double alike_titles(const struct folded *a, const struct folded *b, double least)
{
    if (!a->length || !b->length)
        return 0;
    if (*a->core && strcmp(a->core, b->core) == 0) {
        if (strcmp(a->text, b->text) == 0)
            return 1;
        if (same_stripped(a->text, b->text, STRIP_SPACES))
            return ALIKE_SPACES;
        if (same_stripped(a->text, b->text, STRIP_AND))
            return ALIKE_AND;
        return same_stripped(a->text, b->text, STRIP_ARTICLE) ? ALIKE_ARTICLE : ALIKE_ALL_THREE;
    }
    double most = 1 - (double)letters_apart(a, b) / (a->length + b->length);
    if (most < least)
        return most * ALIKE_SAME * least;
    bool numbers = false;
    size_t common = common_words(a->text, b->text, &numbers);
    common += common_words(b->text, a->text, &numbers);
    double like = (double)common / (a->length + b->length);
    like = like > WORDS_MOVED ? WORDS_MOVED : like;
    size_t longer = characters(a->text);
    longer = characters(b->text) > longer ? characters(b->text) : longer;
    longer = longer < 256 ? longer : 256;
    double letters = 1 - (double)text_distance(a->text, b->text) / (double)longer;
    like = letters > like ? letters : like;
    like = numbers ? like - 0.15 : like;
    return like < 0 ? 0 : like * ALIKE_SAME;
}

double match_similarity(const char *a, const char *b)
{
    struct folded x;
    struct folded y;
    alike_fold(&x, a, strlen(a));
    alike_fold(&y, b, strlen(b));
    return alike_titles(&x, &y, 0);
}

void match_fold(const char *title, char *folded, size_t size)
{
    text_fold(folded, size, title, strlen(title));
}
