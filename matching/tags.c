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
    uint64_t hash = tags_hash(key);
    struct tag_slot slot = tags_index[tags_slot(hash, tags_factors[tags_bucket(hash)])];
    /* A processor cannot predict whether a word is in the table, so no branch depends on that.
     * Nearly all words that are not in it get row 0. */
    size_t row = slot.row & (0 - (size_t)(slot.check == tags_check(hash)));
    size_t doubt = row & (0 - (size_t)((len > TAG_KEY_BYTES) | (tags[row].key != key)));
    if (doubt != 0 && (tags[row].key != key || !same(tags_words[row], word, len)))
        return tags;
    return &tags[row];
}

const struct tag *tags_find_text(const char *word, size_t len)
{
    return tags_find(word, len, tags_key(word, len));
}

const struct tag *tags_find_raw(const char *word, size_t len)
{
    char folded[WORD_MAX + 1];
    if (len == 2 && word[0] == '\xC2' && word[1] == '\xB0')
        return tags_find_text("o", 1); /* a degree, for the sign of an ordinal */
    if (len > WORD_MAX)
        return tags;
    uint64_t lower = TEXT_EACH(0x20u);
    uint64_t key = tags_short_key(word, len < TAG_KEY_BYTES ? len : TAG_KEY_BYTES);
    uint64_t odd = key | text_within(key, '\'', '\''); /* high bits, of odd bytes and of quotes */
    if (len > TAG_KEY_BYTES) {
        uint64_t last = text_load(word + len - TAG_KEY_BYTES);
        odd |= last | text_within(last, '\'', '\'');
        for (size_t i = TAG_KEY_BYTES; i + TAG_KEY_BYTES < len; i += TAG_KEY_BYTES) {
            uint64_t bytes = text_load(word + i);
            odd |= bytes | text_within(bytes, '\'', '\'');
        }
    }
    if (odd & TEXT_EACH(0x80u)) {
        size_t n = text_fold(folded, sizeof(folded), word, len);
        return tags_find_text(folded, n);
    }
    if (len > TAG_KEY_BYTES)
        key = tags_long_key(word, len, lower);
    else if (len > 0)
        key |= lower >> (64 - 8 * len);
    return tags_find(word, len, key);
}
