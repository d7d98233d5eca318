/* SPDX-License-Identifier: MIT */
#include "core/player/fact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/player/watch.h"

void fact_clear(struct fact *fact)
{
    free(fact->path);
    free(fact->title);
    memset(fact, 0, sizeof(*fact));
}

static struct fact *slot(const struct fact_queue *queue, size_t index)
{
    return &queue->facts[(queue->first + index) % queue->room];
}

/* Doubles the room; the facts move to its start. */
static bool grow(struct fact_queue *queue)
{
    size_t room = queue->room ? 2 * queue->room : 64;
    struct fact *facts = calloc(room, sizeof(*facts));

    if (!facts)
        return false;
    for (size_t i = 0; i < queue->count; i++)
        facts[i] = *slot(queue, i);
    free(queue->facts);
    queue->facts = facts;
    queue->room = room;
    queue->first = 0;
    return true;
}

/* Whether playing went on from one position to another without anything between. */
static bool played_on(const struct epi_fact *from, const struct epi_fact *to)
{
    return from->playing && from->speed == to->speed &&
           watch_reaches(to->position - from->position, to->clock - from->clock, to->speed);
}

/* Whether the newest fact may be left out before the next: all three are positions, and with or
 * without it the same was played. */
static bool is_needless(const struct fact_queue *queue, const struct epi_fact *next)
{
    if (queue->count < FACT_QUEUE_FULL || next->kind != EPI_FACT_POSITION)
        return false;
    const struct epi_fact *before = &slot(queue, queue->count - 2)->told;
    const struct epi_fact *newest = &slot(queue, queue->count - 1)->told;
    if (before->kind != EPI_FACT_POSITION || newest->kind != EPI_FACT_POSITION ||
        next->clock - before->clock > FACT_STEP_SECONDS)
        return false;
    if (!before->playing && !newest->playing)
        return true; /* from neither was anything played */
    return played_on(before, newest) && played_on(newest, next) && played_on(before, next);
}

bool fact_queue_add(struct fact_queue *queue, const struct epi_fact *told)
{
    struct fact fact = {.told = {.file_size = -1, .speed = 1}};
    size_t size = told->size < sizeof(fact.told) ? told->size : sizeof(fact.told);

    assert(told->size >= offsetof(struct epi_fact, clock));
    memcpy(&fact.told, told, size);
    fact.told.size = sizeof(fact.told);
    fact.path = fact.told.path ? strdup(fact.told.path) : NULL;
    fact.title = fact.told.title ? strdup(fact.told.title) : NULL;
    fact.told.path = fact.path;
    fact.told.title = fact.title;
    if (is_needless(queue, &fact.told)) {
        fact_clear(slot(queue, queue->count - 1));
        *slot(queue, queue->count - 1) = fact;
        return true;
    }
    if (queue->count == queue->room && !grow(queue)) {
        fact_clear(&fact);
        return false;
    }
    *slot(queue, queue->count++) = fact;
    return true;
}

bool fact_queue_take(struct fact_queue *queue, struct fact *fact)
{
    if (queue->count == 0)
        return false;
    *fact = *slot(queue, 0);
    queue->first = (queue->first + 1) % queue->room;
    queue->count--;
    return true;
}

void fact_queue_clear(struct fact_queue *queue)
{
    struct fact fact;

    while (fact_queue_take(queue, &fact))
        fact_clear(&fact);
    free(queue->facts);
    memset(queue, 0, sizeof(*queue));
}
