/* SPDX-License-Identifier: MIT */
#include "core/import/netflix_sittings.h"

#include "core/base/clock.h"

static bool grow(struct netflix_sittings *sittings, struct epi_error *err)
{
    size_t room = sittings->room ? 2 * sittings->room : 512;
    struct netflix_sitting *list = realloc(sittings->list, room * sizeof(*list));
    if (!list)
        return error_memory(err);
    sittings->list = list;
    sittings->room = room;
    return true;
}

/* Whether a later sitting goes on with what an earlier one began. */
static bool goes_on(const struct netflix_sitting *earlier, const struct netflix_sitting *later)
{
    bool soon = later->begin - earlier->end < (int64_t)NETFLIX_SITTINGS_DAYS * CLOCK_DAY;
    return soon &&
           (earlier->mark < 0 || later->first_mark < 0 || earlier->mark <= later->first_mark);
}

/* Joins one that is the same viewing. */
static bool join(struct netflix_sitting *one, const struct netflix_sitting *other)
{
    bool before = other->begin < one->begin;
    if (!goes_on(before ? other : one, before ? one : other))
        return false;
    one->seconds += other->seconds;
    if (before) {
        one->begin = other->begin;
        one->first_mark = other->first_mark;
    } else {
        one->end = other->end;
        one->mark = other->mark;
        one->line = other->line;
    }
    return true;
}

bool netflix_sittings_add(struct netflix_sittings *sittings, const char *title,
                          const struct netflix_sitting *sitting, struct epi_error *err)
{
    if (sittings->count == sittings->room && !grow(sittings, err))
        return false;
    uint64_t key = tally_key('t', title, 0, 0);
    int64_t place = tally_get(&sittings->places, key);
    if (place && join(&sittings->list[place - 1], sitting))
        return true;
    char *copy = strdup(title);
    if (!copy)
        return error_memory(err);
    sittings->list[sittings->count] = *sitting;
    sittings->list[sittings->count++].title = copy;
    tally_set(&sittings->places, key, (int64_t)sittings->count);
    return !sittings->places.failed || error_memory(err);
}

void netflix_sittings_clear(struct netflix_sittings *sittings)
{
    for (size_t i = 0; i < sittings->count; i++)
        free(sittings->list[i].title);
    free(sittings->list);
    tally_free(&sittings->places);
    *sittings = (struct netflix_sittings){0};
}
