/* SPDX-License-Identifier: MIT
 *
 * Measures how many names match_parse reads per second, in process, on one core. Usage: bench-parse
 * FILE [MINIMUM], with one name a line in FILE. Exits with 1 if the best of five rounds is slower
 * than MINIMUM.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "matching/matching.h"

enum { NAMES_MAX = 100000, ROUNDS = 5, NAMES_A_ROUND = 400000 };

struct name {
    const char *text;
    size_t len;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
    rewind(file);
    char *text = size > 0 ? malloc((size_t)size) : NULL;
    *len = text ? fread(text, 1, (size_t)size, file) : 0;
    fclose(file);
    return text;
}

/* Returns names per second of processor time. */
static double measure(const struct name *names, size_t count)
{
    struct guess guess;
    size_t read = 0;
    double start = now();
    while (read < NAMES_A_ROUND) {
        for (size_t i = 0; i < count; i++)
            match_parse(names[i].text, names[i].len, &guess);
        read += count;
    }
    return (double)read / (now() - start);
}

int main(int argc, char **argv)
{
    static struct name names[NAMES_MAX];
    size_t len = 0;
    char *text = argc > 1 ? read_file(argv[1], &len) : NULL;
    if (!text) {
        fprintf(stderr, "usage: bench-parse FILE [MINIMUM]\n");
        return 2;
    }
    size_t count = 0;
    for (size_t i = 0; i < len && count < NAMES_MAX;) {
        const char *end = memchr(text + i, '\n', len - i);
        size_t n = end ? (size_t)(end - text) - i : len - i;
        if (n > 0)
            names[count++] = (struct name){text + i, n};
        i += n + 1;
    }
    double best = 0;
    for (int i = 0; i < ROUNDS && count > 0; i++) {
        double rate = measure(names, count);
        best = rate > best ? rate : best;
    }
    printf("match_parse: %.0f names/s on one core (%zu names, best of %d)\n", best, count, ROUNDS);
    free(text);
    return argc > 2 && best < strtod(argv[2], NULL) ? 1 : 0;
}
