/* SPDX-License-Identifier: MIT
 *
 * tally: numbers by key, for what was handed over already and how often: small, and fast for
 * hundreds of thousands. A key is 64 bits made of what identifies a thing.
 */
#ifndef EPIMARK_IMPORT_TALLY_H
#define EPIMARK_IMPORT_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tally_slot {
    uint64_t key; /* 0: empty */
    int64_t value;
};

/* Begin with zeros. failed: memory was short; what was added since is not in it. */
struct tally {
    struct tally_slot *slots;
    size_t count, room;
    bool failed;
};

void tally_free(struct tally *tally); /* its memory, not the struct */

/* A key; text may be NULL. Two different things have the same one as good as never. */
uint64_t tally_key(char kind, const char *text, int64_t first, int64_t second);

/* The value of a key, 0 at first. */
int64_t tally_get(const struct tally *tally, uint64_t key);

/* Sets the value of a key. */
void tally_set(struct tally *tally, uint64_t key, int64_t value);

/* Adds to the value, and returns what it was before. */
int64_t tally_add(struct tally *tally, uint64_t key, int64_t value);

#endif
