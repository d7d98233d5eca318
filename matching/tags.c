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

const struct tag *tags_find(const char *word, size_t len, uint64_t key)
{
    for (uint32_t slot = tags_slot(key);; slot = (slot + 1) % TAGS_SLOTS) {
        const struct tag *tag = &tags[tags_index[slot]];
        if (tag->key == key && (len <= TAG_KEY_BYTES || (tag->word && same(tag->word, word, len))))
            return tag->word ? tag : NULL;
        if (!tag->word)
            return NULL;
    }
}

const struct tag *tags_find_text(const char *word, size_t len)
{
    uint64_t key = 0;
    for (size_t i = 0; i < len; i++)
        key = TAG_KEY(key, word[i]);
    return tags_find(word, len, key);
}

const struct tag *tags_find_raw(const char *word, size_t len)
{
    char folded[WORD_MAX + 1];
    uint64_t key = 0;
    if (len > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = (uint8_t)word[i];
        if (c >= 0x80 || c == '\'') {
            size_t n = text_fold(folded, sizeof(folded), word, len);
            return tags_find_text(folded, n);
        }
        key = TAG_KEY(key, tags_lower(c));
    }
    return tags_find(word, len, key);
}
