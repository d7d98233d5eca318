/* SPDX-License-Identifier: MIT */
#include "matching/tags.h"

#include <stdbool.h>

#include "matching/text.h"
#include "tags_table.h"

enum { WORD_MAX = 40 };

/* Whether folded is word, whose capitals may still stand. */
static bool same(const char *folded, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (folded[i] != word[i] && folded[i] != (word[i] | 0x20))
            return false;
    }
    return folded[len] == '\0';
}

const struct tag *tags_find(const char *word, size_t len, uint32_t hash)
{
    for (uint32_t slot = TAG_SLOT(hash);; slot++) {
        const struct tag *tag = &tags[tags_index[slot % TAGS_SLOTS]];
        if (!tag->word)
            return NULL;
        if (same(tag->word, word, len))
            return tag;
    }
}

const struct tag *tags_find_text(const char *word, size_t len)
{
    uint32_t hash = TAG_HASH_START;
    for (size_t i = 0; i < len; i++)
        hash = TAG_HASH(hash, word[i]);
    return tags_find(word, len, hash);
}

const struct tag *tags_find_raw(const char *word, size_t len)
{
    char folded[WORD_MAX + 1];
    uint32_t hash = TAG_HASH_START;
    if (len > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = (uint8_t)word[i];
        if (c >= 0x80 || c == '\'') {
            size_t n = text_fold(folded, sizeof(folded), word, len);
            return tags_find_text(folded, n);
        }
        hash = TAG_HASH(hash, tags_lower(c));
    }
    return tags_find(word, len, hash);
}
