/* SPDX-License-Identifier: MIT
 *
 * Writes the table of words and its index from the rows of tags.def. Runs when the project is
 * built.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matching/tags.h"

enum {
    SLOTS = 1 << TAG_SLOT_BITS,
    BUCKETS = 1 << TAG_BUCKET_BITS,
    BUCKET_MAX = 16,
    ROWS_MAX = SLOTS,
    WORD_MAX = 32
};

struct row {
    char word[WORD_MAX];
    uint64_t hash;
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

/* Returns the row of a word, count if it has none yet. */
static size_t find(const struct row *rows, size_t count, const char *word, size_t len)
{
    size_t i = 1;
    while (i < count && (strncmp(rows[i].word, word, len) != 0 || rows[i].word[len] != '\0'))
        i++;
    return i;
}

/* Reads tags.def into rows, from row 1 on: row 0 means "not found". Returns their number, 0 if they
 * do not fit. */
static size_t read_rows(struct row rows[ROWS_MAX])
{
    size_t count = 1;
    for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
        const char *word = sources[i].words;
        for (size_t len = strcspn(word, " "); len > 0; len = strcspn(word, " ")) {
            if (len >= WORD_MAX || count == ROWS_MAX)
                return 0;
            size_t at = find(rows, count, word, len);
            struct row *row = &rows[at];
            if (at == count) {
                memcpy(row->word, word, len);
                row->hash = tags_hash(tags_key(word, len));
                count++;
            }
            row->is |= sources[i].is;
            if (sources[i].ends > row->ends)
                row->ends = sources[i].ends;
            if (sources[i].value)
                row->value = sources[i].value;
            word += len + (word[len] == ' ');
        }
    }
    return count;
}

/* ---- The index ---- */

/* The rows whose words have one hash bucket. */
struct bucket {
    uint16_t rows[BUCKET_MAX];
    size_t count;
};

static bool fill_buckets(const struct row *rows, size_t count, struct bucket buckets[BUCKETS])
{
    for (size_t i = 1; i < count; i++) {
        struct bucket *bucket = &buckets[tags_bucket(rows[i].hash)];
        if (bucket->count == BUCKET_MAX)
            return false;
        bucket->rows[bucket->count++] = (uint16_t)i;
    }
    return true;
}

/* Gives each row of a bucket a slot by this factor, or none of them if a slot is taken. */
static bool place(const struct row *rows, const struct bucket *bucket, uint8_t factor,
                  uint16_t slots[SLOTS])
{
    size_t placed = 0;
    while (placed < bucket->count) {
        uint16_t *slot = &slots[tags_slot(rows[bucket->rows[placed]].hash, factor)];
        if (*slot)
            break;
        *slot = bucket->rows[placed++];
    }
    if (placed == bucket->count)
        return true;
    while (placed-- > 0)
        slots[tags_slot(rows[bucket->rows[placed]].hash, factor)] = 0;
    return false;
}

/* Finds a factor for each bucket, the fullest buckets first. Returns false if one has none. */
static bool make_index(const struct row *rows, size_t count, uint8_t factors[BUCKETS],
                       uint16_t slots[SLOTS])
{
    static struct bucket buckets[BUCKETS];
    if (!fill_buckets(rows, count, buckets))
        return false;
    for (size_t size = BUCKET_MAX; size > 0; size--) {
        for (size_t i = 0; i < BUCKETS; i++) {
            if (buckets[i].count != size)
                continue;
            factors[i] = UINT8_MAX;
            while (factors[i] > 0 && !place(rows, &buckets[i], factors[i], slots))
                factors[i]--;
            if (factors[i] == 0)
                return false;
        }
    }
    return true;
}

/* ---- Writing ---- */

static void write_rows(FILE *out, const struct row *rows, size_t count)
{
    fprintf(out, "static const struct tag tags[] = {\n{0, 0, 0, 0, 0},\n");
    for (size_t i = 1; i < count; i++) {
        fprintf(out, "{%#llxu, %lu, %u, %u, %u},\n",
                (unsigned long long)tags_key(rows[i].word, strlen(rows[i].word)),
                (unsigned long)rows[i].is, rows[i].ends, sets_of(&rows[i]), rows[i].value);
    }
    fprintf(out, "};\nstatic const char *const tags_words[] = {\n\"\",\n");
    for (size_t i = 1; i < count; i++)
        fprintf(out, "\"%s\",\n", rows[i].word);
    fprintf(out, "};\n");
}

static void write_index(FILE *out, const struct row *rows, const uint8_t factors[BUCKETS],
                        const uint16_t slots[SLOTS])
{
    fprintf(out, "static const uint8_t tags_factors[%d] = {\n", BUCKETS);
    for (size_t i = 0; i < BUCKETS; i++)
        fprintf(out, "%u,\n", factors[i]);
    fprintf(out, "};\nstatic const struct tag_slot tags_index[%d] = {\n", SLOTS);
    for (size_t i = 0; i < SLOTS; i++) {
        if (slots[i])
            fprintf(out, "[%zu] = {%u, %u},\n", i, slots[i], tags_check(rows[slots[i]].hash));
    }
    fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    static struct row rows[ROWS_MAX];
    static uint8_t factors[BUCKETS];
    static uint16_t slots[SLOTS];
    size_t count = read_rows(rows);
    if (count == 0 || !make_index(rows, count, factors, slots)) {
        fprintf(stderr, "tags.def: the words do not fit; raise WORD_MAX in tags_index.c or the "
                        "numbers of bits in tags.h\n");
        return EXIT_FAILURE;
    }
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: tags-index FILE\n");
        return EXIT_FAILURE;
    }
    write_rows(out, rows, count);
    write_index(out, rows, factors, slots);
    return fclose(out) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
