/* SPDX-License-Identifier: MIT */
#include "core/player/fact.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/player/chapters.h"
#include "core/player/watch.h"

void fact_clear(struct fact *fact)
{
    free(fact->path);
    if (!fact->reserved)
        free(fact->title);
    free(fact->chapters);
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

/* Leaves out the newest position that waits. */
static bool leave_one_out(struct fact_queue *queue)
{
    size_t at = queue->count;
    while (at > 0 && slot(queue, at - 1)->told.kind != EPI_FACT_POSITION)
        at--;
    if (at == 0)
        return false;
    fact_clear(slot(queue, at - 1));
    for (; at < queue->count; at++)
        *slot(queue, at - 1) = *slot(queue, at);
    queue->count--;
    return true;
}

/* ---- Texts ---- */

static void fill_reserve(struct fact_queue *queue)
{
    if (!queue->reserve)
        queue->reserve = malloc(FACT_PATH_MAX + FACT_TITLE_MAX);
}

/* Copies the texts of a fact; with the reserve, both are in one block. */
static bool copy_texts(struct fact_queue *queue, struct fact *fact)
{
    const char *path = fact->told.path, *title = fact->told.title;
    fact->path = path ? strdup(path) : NULL;
    fact->title = title ? strdup(title) : NULL;
    if ((path && !fact->path) || (title && !fact->title)) {
        free(fact->path);
        free(fact->title);
        fact->path = queue->reserve;
        if (!fact->path)
            return false;
        queue->reserve = NULL;
        fact->reserved = true;
        fact->title = title ? fact->path + FACT_PATH_MAX : NULL;
        snprintf(fact->path, FACT_PATH_MAX, "%s", path ? path : "");
        if (title)
            snprintf(fact->title, FACT_TITLE_MAX, "%s", title);
    }
    fact->told.path = path ? fact->path : NULL;
    fact->told.title = fact->title;
    return true;
}

/* Copies the chapters into one block. Without memory or with more than anybody reads, there are
 * none. */
static void copy_chapters(struct fact *fact)
{
    size_t count = fact->told.chapter_count;
    const struct epi_chapter *told = fact->told.chapters;
    size_t size = count * sizeof(*told);
    fact->told.chapters = NULL;
    fact->told.chapter_count = 0;
    if (!told || count == 0 || count > CHAPTERS_MAX)
        return;
    for (size_t i = 0; i < count; i++)
        size += told[i].title ? strlen(told[i].title) + 1 : 0;
    fact->chapters = malloc(size);
    if (!fact->chapters)
        return;
    char *text = (char *)&fact->chapters[count];
    for (size_t i = 0; i < count; i++) {
        fact->chapters[i] = (struct epi_chapter){.start = told[i].start};
        if (!told[i].title)
            continue;
        size_t len = strlen(told[i].title) + 1;
        fact->chapters[i].title = memcpy(text, told[i].title, len);
        text += len;
    }
    fact->told.chapters = fact->chapters;
    fact->told.chapter_count = count;
}

/* ---- The queue ---- */

bool fact_queue_start(struct fact_queue *queue)
{
    fill_reserve(queue);
    return queue->reserve && grow(queue);
}

bool fact_queue_add(struct fact_queue *queue, const struct epi_fact *told)
{
    struct fact fact = {.told = {.file_size = -1, .speed = 1}};
    size_t size = told->size < sizeof(fact.told) ? told->size : sizeof(fact.told);

    assert(told->size >= offsetof(struct epi_fact, clock));
    memcpy(&fact.told, told, size);
    fact.told.size = sizeof(fact.told);
    fill_reserve(queue);
    if (!copy_texts(queue, &fact))
        return false;
    copy_chapters(&fact);
    if (is_needless(queue, &fact.told)) {
        fact_clear(slot(queue, queue->count - 1));
        *slot(queue, queue->count - 1) = fact;
        return true;
    }
    if (queue->count == queue->room && !grow(queue) && !leave_one_out(queue)) {
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
    free(queue->reserve);
    memset(queue, 0, sizeof(*queue));
}
