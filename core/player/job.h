/* SPDX-License-Identifier: MIT
 *
 * job: what the recorder asks of the courier, and the queue between them. A job may be lost without
 * harm: whatever counts is already in the journal. Knows no thread: player.c guards the queue.
 */
#ifndef EPIMARK_PLAYER_JOB_H
#define EPIMARK_PLAYER_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/services/values.h"

struct match;

enum job_kind {
    JOB_DELIVER,    /* something was recorded that may be sent */
    JOB_LOOK_UP,    /* this file is on screen: which episode is it? */
    JOB_LIVE,       /* it started, paused or stopped: report that to a service now */
    JOB_PRIVATE,    /* private mode began: ask for nothing that could wait */
    JOB_CANDIDATES, /* which series may the file on screen be? */
    JOB_KEPT,   /* deliver; if this entry, which was watched, is not sent then, the user is told */
    JOB_SEARCH, /* which series are called so, or have this id: text */
    JOB_EPISODES, /* which episodes has the series of match: near it, or those that text means */
    JOB_ORDERS,   /* in which orders is the series of match numbered? */
};

struct job {
    enum job_kind kind;
    const char *path;        /* as the journal knows it */
    const char *media_title; /* or NULL */
    double duration;         /* seconds */
    int nth;                 /* JOB_LIVE: which episode of the file, from 1 */
    enum live_action action;
    double progress;           /* JOB_LIVE: of that episode, % */
    int64_t entry;             /* JOB_KEPT ... */
    bool goes_on;              /* ... live watching is to send its play, and goes on */
    const char *text;          /* JOB_SEARCH and _EPISODES: what the user typed; else NULL */
    int64_t file;              /* JOB_LOOK_UP: which file, as notices name it */
    const struct match *match; /* JOB_EPISODES and _ORDERS: what the file is taken for */
};

/* A job in the queue owns its texts. */
struct queued_job {
    struct job job;
    char *path;
    char *media_title;
    char *text;
    struct match *match;
};

enum { JOBS_MAX = 16 };

/* Zero is an empty queue. */
struct job_queue {
    struct queued_job jobs[JOBS_MAX]; /* oldest first */
    size_t count;
};

/* Adds a copy of job and drops those that it makes needless, or the oldest of a full queue. */
void job_queue_add(struct job_queue *queue, const struct job *job);

/* Takes the oldest; false if there is none. Clear it after use. */
bool job_queue_take(struct job_queue *queue, struct queued_job *queued);

/* Frees the texts of a job, and all that a queue has. */
void job_clear(struct queued_job *queued);
void job_queue_clear(struct job_queue *queue);

#endif
