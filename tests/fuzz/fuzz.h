/* SPDX-License-Identifier: MIT
 *
 * fuzz: what each fuzz_*.c offers. With clang and EPIMARK_FUZZ libFuzzer runs it for as long as one
 * likes; otherwise fuzz.c does, with mutations of its seeds that are the same every time.
 */
#ifndef EPIMARK_TESTS_FUZZ_FUZZ_H
#define EPIMARK_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tries one input; aborts where something does not hold. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts where a promise does not hold, in every kind of build. */
#define HOLDS(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "does not hold: %s\n", #condition);                                    \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Writes the input to begin with that has this number; returns its length. */
size_t fuzz_seed(uint64_t number, uint8_t *data, size_t size);

/* The same, if the inputs to begin with are texts. */
static inline size_t fuzz_text_seed(const char *const *seeds, size_t count, uint64_t number,
                                    uint8_t *data, size_t size)
{
    const char *seed = seeds[number % count];
    size_t len = strlen(seed);
    HOLDS(len <= size);
    memcpy(data, seed, len);
    return len;
}

#endif
