/* SPDX-License-Identifier: MIT */
#include "matching/tags.h"

#include <stdbool.h>

#include "tags_table.h"

/* Whether folded is word, whose capitals may still stand. */
static bool same(const char *folded, const char *word, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
        if (folded[i] != c)
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
