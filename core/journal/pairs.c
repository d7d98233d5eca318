/* SPDX-License-Identifier: MIT */
#include "core/journal/pairs.h"

enum { DAY = 86400, NOON = 43200, ANY_DAY = 26 * 3600 }; /* one day in any time zones */

/* A play that began before the one before it can have ended is the same once more. */
static void find_twice(struct pair *there, size_t count, int64_t run)
{
    size_t kept = count;
    for (size_t i = 0; i < count; i++) {
        if (there[i].at == 0 || there[i].unlisted)
            continue;
        bool twice = kept < count && there[i].at - there[kept].at < run;
        there[i].fate = twice ? PAIR_TWICE : PAIR_ALONE;
        there[i].with = twice ? kept : 0;
        kept = twice ? kept : i;
    }
}

static void join(struct pair *here, size_t i, struct pair *there, size_t k, enum pair_fate fate)
{
    here[i].fate = there[k].fate = fate;
    here[i].with = k;
    there[k].with = i;
}

/* The next one from i on that is alone. */
static size_t alone(const struct pair *pairs, size_t count, size_t i)
{
    while (i < count && pairs[i].fate != PAIR_ALONE)
        i++;
    return i;
}

/* The same of those of which it is known when. */
static size_t alone_known(const struct pair *pairs, size_t count, size_t i)
{
    while (i < count && (pairs[i].fate != PAIR_ALONE || pairs[i].at == 0))
        i++;
    return i;
}

static bool is_near(int64_t a, int64_t b, int64_t window)
{
    bool day = a % DAY == NOON || b % DAY == NOON;
    return (a > b ? a - b : b - a) < (day && window < ANY_DAY ? ANY_DAY : window);
}

static void join_near(struct pair *here, size_t here_count, struct pair *there, size_t there_count,
                      int64_t window)
{
    size_t i = 0, k = 0;
    while ((i = alone_known(here, here_count, i)) < here_count &&
           (k = alone_known(there, there_count, k)) < there_count) {
        if (is_near(here[i].at, there[k].at, window))
            join(here, i, there, k, PAIR_SAME);
        else if (here[i].at < there[k].at)
            i++;
        else
            k++;
    }
}

/* What is left of both sides, in the order of their times: those of unknown times come first. */
static void join_rest(struct pair *here, size_t here_count, struct pair *there, size_t there_count)
{
    size_t i = 0, k = 0;
    while ((i = alone(here, here_count, i)) < here_count &&
           (k = alone(there, there_count, k)) < there_count) {
        bool any = here[i].at == 0 || there[k].at == 0;
        join(here, i, there, k, any ? PAIR_SAME : PAIR_OTHER_TIME);
    }
}

void pairs_find(struct pair *here, size_t here_count, struct pair *there, size_t there_count,
                int64_t run, int64_t window)
{
    for (size_t i = 0; i < here_count; i++)
        here[i].fate = PAIR_ALONE;
    for (size_t i = 0; i < there_count; i++)
        there[i].fate = PAIR_ALONE;
    find_twice(there, there_count, run);
    join_near(here, here_count, there, there_count, window > run ? window : run);
    join_rest(here, here_count, there, there_count);
}
