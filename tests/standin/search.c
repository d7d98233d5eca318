/* SPDX-License-Identifier: MIT */
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

static void grams(const char *text, uint64_t set[8])
{
    memset(set, 0, 8 * sizeof(*set));
    size_t n = strlen(text);
    for (size_t i = 0; i <= n; i++) {
        unsigned a = i ? (unsigned char)text[i - 1] : ' ';
        unsigned b = (unsigned char)(i < n ? text[i] : ' ');
        unsigned c = (unsigned char)(i + 1 < n ? text[i + 1] : ' ');
        unsigned hash = ((a * 31 + b) * 31 + c) * 2654435761u >> 23;
        set[hash / 64] |= UINT64_C(1) << hash % 64;
    }
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
    key->text = text;
    grams(text, key->grams);
}

static bool has_word(const char *text, const char *word, size_t length)
{
    for (const char *p = strstr(text, word); p; p = strchr(p, ' ')) {
        if (*p == ' ')
            p++;
        if (strncmp(p, word, length) == 0 && (p[length] == ' ' || !p[length]))
            return true;
    }
    return false;
}

/* True when every word of the query is a word of the name. */
static bool has_words(const char *text, const char *query)
{
    for (const char *p = query; *p;) {
        size_t n = strcspn(p, " ");
        char word[64];
        if (n >= sizeof(word))
            return false;
        memcpy(word, p, n);
        word[n] = '\0';
        if (!has_word(text, word, n))
            return false;
        p += n + (p[n] == ' ');
    }
    return true;
}

static double score(const struct key *query, const struct key *key)
{
    size_t wanted = strlen(query->text), have = strlen(key->text);
    if (!wanted || !have)
        return 0;
    if (wanted == have && memcmp(query->text, key->text, have) == 0)
        return 1;
    int common = 0, total = 0;
    for (int i = 0; i < 8; i++) {
        common += __builtin_popcountll(query->grams[i] & key->grams[i]);
        total += __builtin_popcountll(query->grams[i]) + __builtin_popcountll(key->grams[i]);
    }
    double alike = 0.9 * (2.0 * common / total);
    if (common && wanted < have && has_words(key->text, query->text)) {
        bool first = strncmp(query->text, key->text, wanted) == 0;
        double part = (first ? 0.6 : 0.5) + 0.35 * (double)wanted / (double)have;
        return part > alike ? part : alike;
    }
    return alike;
}

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
    grams(wanted.text, wanted.grams);
    struct hit *all = calloc(c->count + 1, sizeof(*all));
    size_t count = 0;
    for (size_t i = 0; all && i < c->count; i++) {
        double best = 0;
        for (size_t k = 0; k < c->shows[i].key_count; k++) {
            double this = score(&wanted, &c->shows[i].keys[k]);
            best = this > best ? this : best;
        }
        if (best >= least)
            all[count++] = (struct hit){.show = &c->shows[i], .score = best};
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
