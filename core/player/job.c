/* SPDX-License-Identifier: MIT */
#include "core/player/job.h"

#include <stdlib.h>
#include <string.h>

#include "core/journal/entry.h"

static struct match *copy_match(const struct match *match)
{
    struct match *copy = match ? malloc(sizeof(*copy)) : NULL;

    if (copy)
        *copy = *match;
    return copy;
}

void job_clear(struct queued_job *queued)
{
    free(queued->path);
    free(queued->media_title);
    free(queued->text);
    free(queued->match);
    memset(queued, 0, sizeof(*queued));
}

static void remove_job(struct job_queue *queue, size_t index)
{
    queue->count--;
    memmove(&queue->jobs[index], &queue->jobs[index + 1],
            (queue->count - index) * sizeof(queue->jobs[0]));
}

static void drop(struct job_queue *queue, size_t index)
{
    job_clear(&queue->jobs[index]);
    remove_job(queue, index);
}

/* Whether a newer job makes this one needless: a look-up or a delivery of the same kind, and what
 * live watching was about to report of the same episode, unless that ends it. */
static bool is_needless(const struct job_queue *queue, size_t index, const struct job *newer)
{
    const struct job *older = &queue->jobs[index].job;

    if (older->kind == JOB_DELIVER && newer->kind == JOB_KEPT)
        return true;
    if (older->kind != newer->kind || older->entry != newer->entry)
        return false;
    return newer->kind != JOB_LIVE ||
           (index + 1 == queue->count && older->action != LIVE_STOP && older->nth == newer->nth &&
            older->path && newer->path && strcmp(older->path, newer->path) == 0);
}

void job_queue_add(struct job_queue *queue, const struct job *job)
{
    for (size_t i = queue->count; i-- > 0;) {
        if (is_needless(queue, i, job))
            drop(queue, i);
    }
    if (queue->count == JOBS_MAX)
        drop(queue, 0);
    struct queued_job *queued = &queue->jobs[queue->count++];
    *queued = (struct queued_job){.job = *job,
                                  .path = job->path ? strdup(job->path) : NULL,
                                  .media_title = job->media_title ? strdup(job->media_title) : NULL,
                                  .text = job->text ? strdup(job->text) : NULL,
                                  .match = copy_match(job->match)};
    queued->job.path = queued->path;
    queued->job.media_title = queued->media_title;
    queued->job.text = queued->text;
    queued->job.match = queued->match;
}

bool job_queue_take(struct job_queue *queue, struct queued_job *queued)
{
    if (queue->count == 0)
        return false;
    *queued = queue->jobs[0];
    remove_job(queue, 0);
    return true;
}

void job_queue_clear(struct job_queue *queue)
{
    while (queue->count > 0)
        drop(queue, 0);
}
