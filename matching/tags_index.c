/* SPDX-License-Identifier: MIT
 *
 * Writes the table of words and its index from the rows of tags.def. Runs when the project is
 * built.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matching/tags.h"

enum { SLOTS = 1 << TAG_SLOT_BITS, ROWS_MAX = 4096, WORD_MAX = 32 };

struct row {
    char word[WORD_MAX];
    uint32_t is;
    unsigned ends;
    unsigned value;
};

static const struct {
    const char *words;
    uint32_t is;
    unsigned ends;
    unsigned value;
} sources[] = {
#define TAGS(words, is, ends, value) {words, is, ends, value},
#include "matching/tags.def"
#undef TAGS
};

/* Returns the sets that a word is in: SET_... */
static unsigned sets_of(const struct row *row)
{
    const uint32_t announce = TAG_SEASON | TAG_EPISODE | TAG_PART | TAG_VOLUME | TAG_MONTH |
                              TAG_MOVIE | TAG_SPECIAL | TAG_COUNTED | TAG_CROSS | TAG_CREDITS;
    return (row->is & announce ? SET_HEADS : 0u) | (row->is & TAG_FIRST ? SET_FIRSTS : 0u) |
           (row->is & TAG_UNIT ? SET_UNITS : 0u) | (row->ends == TAG_SURE ? SET_STOPS : 0u) |
           (row->value >= TAG_CATALOGUE ? SET_ODD : 0u);
}

static uint64_t key_of(const char *word, size_t len)
{
    uint64_t key = 0;
    for (size_t i = 0; i < len; i++)
        key = TAG_KEY(key, word[i]);
    return key;
}

/* Returns the slot of a word, or the empty slot for it. */
static size_t find(const struct row *rows, const uint16_t *slots, const char *word, size_t len)
{
    size_t slot = tags_slot(key_of(word, len));
    while (slots[slot] &&
           (strncmp(rows[slots[slot]].word, word, len) != 0 || rows[slots[slot]].word[len] != '\0'))
        slot = (slot + 1) % SLOTS;
    return slot;
}

int main(int argc, char **argv)
{
    static struct row rows[ROWS_MAX]; /* row 0 means "not found" */
    static uint16_t slots[SLOTS];
    size_t count = 1;
    for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
        const char *word = sources[i].words;
        for (size_t len = strcspn(word, " "); len > 0; len = strcspn(word, " ")) {
            size_t slot = find(rows, slots, word, len);
            if (len >= WORD_MAX || count == ROWS_MAX) {
                fprintf(
                    stderr,
                    "tags.def: \"%s\" does not fit; raise ROWS_MAX or WORD_MAX in tags_index.c\n",
                    word);
                return EXIT_FAILURE;
            }
            if (!slots[slot]) {
                slots[slot] = (uint16_t)count;
                memcpy(rows[count++].word, word, len);
            }
            struct row *row = &rows[slots[slot]];
            row->is |= sources[i].is;
            if (sources[i].ends > row->ends)
                row->ends = sources[i].ends;
            if (sources[i].value)
                row->value = sources[i].value;
            word += len + (word[len] == ' ');
        }
    }
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: tags-index FILE\n");
        return EXIT_FAILURE;
    }
    fprintf(
        out,
        "enum { TAGS_SLOTS = %d };\nstatic const struct tag tags[] = {\n{0, NULL, 0, 0, 0, 0},\n",
        SLOTS);
    for (size_t i = 1; i < count; i++) {
        fprintf(out, "{%#llxu, \"%s\", %lu, %u, %u, %u},\n",
                (unsigned long long)key_of(rows[i].word, strlen(rows[i].word)), rows[i].word,
                (unsigned long)rows[i].is, rows[i].ends, sets_of(&rows[i]), rows[i].value);
    }
    fprintf(out, "};\nstatic const uint16_t tags_index[TAGS_SLOTS] = {\n");
    for (size_t i = 0; i < SLOTS; i++) {
        if (slots[i])
            fprintf(out, "[%zu] = %u,\n", i, (unsigned)slots[i]);
    }
    fprintf(out, "};\n");
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
