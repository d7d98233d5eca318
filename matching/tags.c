/* SPDX-License-Identifier: MIT */
#include "matching/tags.h"

#include <stdbool.h>
#include <string.h>

#include "matching/text.h"
#include "tags_table.h"

enum { WORD_MAX = 40 };

/* Whether word, which may have capitals, folds to folded. */
static bool same(const char *folded, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (folded[i] != word[i] && folded[i] != (word[i] | 0x20))
            return false;
    }
    return folded[len] == '\0';
}

const struct tag *tags_find(const char *word, size_t len, uint64_t key)
{
    for (uint32_t slot = tags_slot(key);; slot = (slot + 1) % TAGS_SLOTS) {
        /* An empty slot has row 0, which every key finds. A processor cannot predict whether a word
         * is in the table, or how long it is, so no branch depends on one of these alone. */
        size_t row = tags_index[slot];
        uint64_t other = (tags[row].key ^ key) & (0 - (uint64_t)(row != 0));
        if (other == 0 && (row * (len / TAG_KEY_BYTES) == 0 || same(tags[row].word, word, len)))
            return &tags[row];
    }
}

/* Returns the key of a word: TAG_KEY over its bytes. */
static uint64_t key_of(const char *word, size_t len)
{
    if (len >= TAG_KEY_BYTES)
        return __builtin_bswap64(text_load(word + len - TAG_KEY_BYTES));
    uint64_t key = 0;
    for (size_t i = 0; i < len; i++)
        key = TAG_KEY(key, word[i]);
    return key;
}

const struct tag *tags_find_text(const char *word, size_t len)
{
    return tags_find(word, len, key_of(word, len));
}

const struct tag *tags_find_raw(const char *word, size_t len)
{
    char folded[WORD_MAX + 1];
    if (len == 2 && word[0] == '\xC2' && word[1] == '\xB0')
        return tags_find_text("o", 1); /* a degree, for the sign of an ordinal */
    uint64_t key = key_of(word, len);
    if (len > WORD_MAX)
        return tags;
    uint64_t odd = key & TEXT_EACH(0x80u);
    for (size_t i = 0; i + TAG_KEY_BYTES < len; i += TAG_KEY_BYTES)
        odd |= text_load(word + i) & TEXT_EACH(0x80u);
    if (odd || memchr(word, '\'', len)) {
        size_t n = text_fold(folded, sizeof(folded), word, len);
        return tags_find_text(folded, n);
    }
    return tags_find(word, len, len ? key | TEXT_EACH(0x20u) >> (64 - 8 * (len < 8 ? len : 8)) : 0);
}
