/* SPDX-License-Identifier: MIT */
#include "core/import/tally.h"

#include <stdlib.h>
#include <string.h>

void tally_free(struct tally *tally)
{
    free(tally->slots);
    *tally = (struct tally){0};
}

static uint64_t mix(uint64_t key, uint64_t value)
{
    key ^= value + 0x9e3779b97f4a7c15u + (key << 6) + (key >> 2);
    key ^= key >> 31;
    key *= 0xbf58476d1ce4e5b9u;
    return key ^ (key >> 27);
}

uint64_t tally_key(char kind, const char *text, int64_t first, int64_t second)
{
    uint64_t key = mix(0, (unsigned char)kind);
    for (const char *at = text ? text : ""; *at; at++)
        key = mix(key, (unsigned char)*at);
    key = mix(mix(key, (uint64_t)first), (uint64_t)second);
    return key ? key : 1;
}

/* The slot of a key, or the empty one where it belongs. There is always one that is empty. */
static struct tally_slot *slot_of(const struct tally *tally, uint64_t key)
{
    size_t at = (size_t)key & (tally->room - 1);
    while (tally->slots[at].key && tally->slots[at].key != key)
        at = (at + 1) & (tally->room - 1);
    return &tally->slots[at];
}

int64_t tally_get(const struct tally *tally, uint64_t key)
{
    return tally->room ? slot_of(tally, key)->value : 0;
}

static bool grow(struct tally *tally)
{
    struct tally larger = {.room = tally->room ? tally->room * 2 : 256, .count = tally->count};
    larger.slots = calloc(larger.room, sizeof(*larger.slots));
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < tally->room; i++) {
        if (tally->slots[i].key)
            *slot_of(&larger, tally->slots[i].key) = tally->slots[i];
    }
    free(tally->slots);
    *tally = larger;
    return true;
}

void tally_set(struct tally *tally, uint64_t key, int64_t value)
{
    if (tally->failed || (tally->count * 4 >= tally->room * 3 && !grow(tally))) {
        tally->failed = true;
        return;
    }
    struct tally_slot *slot = slot_of(tally, key);
    tally->count += !slot->key;
    *slot = (struct tally_slot){.key = key, .value = value};
}

int64_t tally_add(struct tally *tally, uint64_t key, int64_t value)
{
    int64_t before = tally_get(tally, key);
    tally_set(tally, key, before + value);
    return before;
}
