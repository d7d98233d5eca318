/* SPDX-License-Identifier: MIT
 *
 * Runs a fuzz_*.c without libFuzzer: fuzz-NAME [ROUNDS]. What it tries is the same every time.
 * fuzz-NAME --seeds FOLDER writes what libFuzzer may begin with.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 65536, ROUNDS = 60000, SEEDS = 2000 };

static uint64_t next(uint64_t *chance)
{
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    return *chance;
}

/* Puts text in place of cut bytes at at; returns the new length. */
static size_t splice(uint8_t *data, size_t len, size_t at, size_t cut, const void *text, size_t add)
{
    if (at + cut > len)
        cut = len - at;
    if (len - cut + add > INPUT_MAX)
        return len;
    memmove(data + at + add, data + at + cut, len - at - cut);
    memcpy(data + at, text, add);
    return len - cut + add;
}

static size_t mutate(uint8_t *data, size_t len, uint64_t *chance)
{
    static const char *const words[] = {
        "null", "-1",      "1e999", "[]", "{}",     "\"\"", "99999999999999999999", "true", "0",
        ",",    "\\u0000", "\xc3(", "\"", "[[[[[[", "\xff", "{\"data\":",           "]",    "}"};
    size_t at = 1 + next(chance) % (len - 1), cut = next(chance) % 12;
    uint8_t byte = (uint8_t)next(chance);
    const char *word = words[next(chance) % (sizeof(words) / sizeof(words[0]))];
    uint8_t copy[64];
    size_t from = next(chance) % len, span = next(chance) % sizeof(copy);
    switch (next(chance) % 5) {
    case 0:
        data[at] = byte;
        return len;
    case 1:
        return splice(data, len, at, cut, "", 0);
    case 2:
        return splice(data, len, at, cut, word, strlen(word));
    case 3:
        span = from + span > len ? len - from : span;
        memcpy(copy, data + from, span);
        return splice(data, len, at, 0, copy, span);
    default:
        return splice(data, len, at, len, "", 0); /* cut short */
    }
}

static int write_seeds(const char *folder)
{
    static uint8_t data[INPUT_MAX];
    char path[4096];
    for (uint64_t number = 0; number < SEEDS; number++) {
        size_t len = fuzz_seed(number, data, sizeof(data));
        snprintf(path, sizeof(path), "%s/seed-%d", folder, (int)number);
        FILE *file = fopen(path, "wb");
        bool written = file && fwrite(data, 1, len, file) == len;
        if (!file || fclose(file) || !written) {
            fprintf(stderr, "cannot write %s\n", path);
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    static uint8_t data[INPUT_MAX + 1];
    if (argc == 3 && strcmp(argv[1], "--seeds") == 0)
        return write_seeds(argv[2]);
    long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : ROUNDS;
    uint64_t chance = 88172645463325252u;
    for (long round = 0; round < rounds; round++) {
        size_t len = fuzz_seed((uint64_t)round, data, INPUT_MAX);
        for (uint64_t times = next(&chance) % 8; times && len > 2; times--)
            len = mutate(data, len, &chance);
        LLVMFuzzerTestOneInput(data, len);
    }
    printf("%ld inputs\n", rounds);
    return 0;
}
