/* SPDX-License-Identifier: MIT
 *
 * Searching as the services do: word by word, each word forgiving a letter or two, words in any
 * order, small words of little weight, and what is popular before what fits a little better.
 */
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "catalogue.h"
#include "text.h"

char *search_fold(const char *name)
{
    utf8proc_uint8_t *plain = NULL;
    utf8proc_map((const utf8proc_uint8_t *)name, 0, &plain,
                 UTF8PROC_NULLTERM | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                     UTF8PROC_STRIPMARK);
    struct text out = {0};
    stand_add(&out, "");
    bool gap = false;
    for (const char *p = plain ? (char *)plain : name; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool word = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (word || c == '&') {
            if (gap && out.length)
                stand_add(&out, " ");
            gap = c == '&';
            if (word)
                stand_add_bytes(&out, p, 1);
            else
                stand_add(&out, out.length && out.data[out.length - 1] != ' ' ? " and" : "and");
        } else if (c != '\'') {
            gap = true;
        }
    }
    free(plain);
    return out.data;
}

/* ---- Words ---- */

/* A long word is found with two wrong letters, a short one with one, a tiny one with none. */
static int letters_forgiven(size_t length)
{
    return length >= 8 ? 2 : length >= 4 ? 1 : 0;
}

static bool is_small(const char *word, size_t length)
{
    static const char *const small[] = {"the", "a",  "an", "and", "of",
                                        "in",  "to", "de", "la",  "no"};
    for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++) {
        if (strlen(small[i]) == length && memcmp(small[i], word, length) == 0)
            return true;
    }
    return false;
}

static size_t cut_words(const char *text, struct word words[KEY_WORDS_MAX])
{
    size_t count = 0;
    for (const char *p = text; *p && count < KEY_WORDS_MAX;) {
        struct word *word = &words[count++];
        *word = (struct word){.at = (uint16_t)(p - text), .length = (uint16_t)strcspn(p, " ")};
        for (size_t i = 0; i < word->length; i++)
            word->letters |= UINT32_C(1) << (unsigned char)p[i] % 32;
        word->small = is_small(p, word->length);
        p += word->length + (p[word->length] == ' ');
    }
    return count;
}

void search_key(struct show *show, const char *name)
{
    char *text = search_fold(name);
    for (size_t i = 0; i < show->key_count; i++) {
        if (strcmp(show->keys[i].text, text) == 0) {
            free(text);
            return;
        }
    }
    show->keys = realloc(show->keys, (show->key_count + 1) * sizeof(*show->keys));
    if (!show->keys)
        abort();
    struct key *key = &show->keys[show->key_count++];
    *key = (struct key){.text = text};
    key->word_count = cut_words(text, key->words);
    for (size_t i = 0; i < key->word_count; i++)
        key->letters |= key->words[i].letters;
}

/* How many letters must be changed, or swapped with their neighbour, to make b of a; more than most
 * is not counted. */
static int letters_apart(const char *a, size_t m, const char *b, size_t n, int most)
{
    enum { WORD_MAX = 40 };
    int rows[3][WORD_MAX + 1];
    if (m > WORD_MAX || n > WORD_MAX || m > n + (size_t)most || n > m + (size_t)most)
        return most + 1;
    for (size_t k = 0; k <= n; k++)
        rows[0][k] = (int)k;
    for (size_t i = 1; i <= m; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t k = 1; k <= n; k++) {
            int least = above[k - 1] + (a[i - 1] != b[k - 1]);
            least = above[k] + 1 < least ? above[k] + 1 : least;
            least = row[k - 1] + 1 < least ? row[k - 1] + 1 : least;
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
                least = two[k - 2] + 1 < least ? two[k - 2] + 1 : least;
            row[k] = least;
        }
    }
    return rows[m % 3][n];
}

/* How well a word of a name answers one of the query: 1 is the word itself, 0 not at all. */
static double word_fits(const struct key *query, const struct word *asked, const struct key *key,
                        const struct word *word)
{
    const char *a = query->text + asked->at;
    const char *b = key->text + word->at;
    int most = letters_forgiven(asked->length);
    if (asked->length == word->length && memcmp(a, b, word->length) == 0)
        return 1;
    if (asked->length >= 3 && asked->length < word->length && memcmp(a, b, asked->length) == 0)
        return 0.7;
    if (!most || __builtin_popcount(asked->letters ^ word->letters) > 2 * most)
        return 0;
    int apart = letters_apart(a, asked->length, b, word->length, most);
    return apart <= most ? 0.9 - 0.1 * apart : 0;
}

/* The share of the query that the name answers, less a little for words that were not asked for. */
static double score(const struct key *query, const struct key *key)
{
    double wanted = 0, found = 0;
    size_t answered = 0;
    for (size_t i = 0; i < query->word_count; i++) {
        const struct word *asked = &query->words[i];
        double weight = asked->small ? 0.2 : 1;
        double best = 0;
        bool may =
            __builtin_popcount(asked->letters & ~key->letters) <= letters_forgiven(asked->length);
        for (size_t k = 0; may && k < key->word_count && best < 1; k++) {
            double fits = word_fits(query, asked, key, &key->words[k]);
            best = fits > best ? fits : best;
        }
        wanted += weight;
        found += weight * best;
        answered += best > 0;
    }
    if (!answered || !wanted)
        return 0;
    size_t more = key->word_count > answered ? key->word_count - answered : 0;
    return found / wanted * (1 - 0.2 * (double)more / (double)key->word_count);
}

/* ---- Searching ---- */

enum { POPULAR_PERCENT = 15 }; /* of the score, for the most popular */

static int by_score(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->show->film != y->show->film) /* what stands in the way comes first */
        return x->show->film ? -1 : 1;
    int64_t p = x->show->tvdb ? x->show->tvdb : INT64_MAX;
    int64_t q = y->show->tvdb ? y->show->tvdb : INT64_MAX;
    if (p == q) {
        p = x->show->tvmaze;
        q = y->show->tvmaze;
    }
    return p < q ? -1 : p > q;
}

size_t search_shows(const struct catalogue *c, const char *query, double least, struct hit *hits,
                    size_t max)
{
    struct key wanted = {.text = search_fold(query)};
    wanted.word_count = cut_words(wanted.text, wanted.words);
    struct hit *all = calloc(c->count + 1, sizeof(*all));
    size_t count = 0;
    for (size_t i = 0; all && i < c->count; i++) {
        const struct show *show = &c->shows[i];
        double best = 0;
        for (size_t k = 0; k < show->key_count; k++) {
            double this = score(&wanted, &show->keys[k]);
            best = this > best ? this : best;
        }
        if (best >= least) {
            double popular = 1 - POPULAR_PERCENT / 100.0 * (100 - show->popularity) / 100.0;
            all[count++] = (struct hit){.show = show, .score = best * popular};
        }
    }
    if (count)
        qsort(all, count, sizeof(*all), by_score);
    count = count < max ? count : max;
    if (count)
        memcpy(hits, all, count * sizeof(*all));
    free(all);
    free(wanted.text);
    return count;
}
