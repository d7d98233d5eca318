/* SPDX-License-Identifier: MIT */
#include "core/base/apart.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/error.h"

/* The work reads files. Sanitizers need more than libc. */
enum { STACK_SIZE = 256 * 1024 };

/* One thing that is run. The thread frees it if nobody waits for it any more. */
struct errand {
    struct apart *apart;
    struct errand *next; /* of those left behind */
    char *name;
    const struct apart_work *work;
    void *task;
    apart_done call; /* when it has run; NULL: a caller waits for it */
    void *context;   /* of call */
    bool done;
    bool left;
};

struct apart {
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t changed;
    int users; /* the owner, and each thread */
    bool cancelled;
    struct errand *left; /* behind */
    int left_count;
};

struct apart *apart_new(void)
{
    struct apart *apart = calloc(1, sizeof(*apart));

    if (!apart)
        return NULL;
    apart->users = 1;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&apart->lock, NULL);
    pthread_cond_init(&apart->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return apart;
}

/* Ends one use, with the lock held, and frees what nobody uses. */
static void end_use(struct apart *apart)
{
    bool last = --apart->users == 0;

    pthread_mutex_unlock(&apart->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&apart->lock);
    pthread_cond_destroy(&apart->changed);
    free(apart);
}

void apart_free(struct apart *apart)
{
    if (!apart)
        return;
    pthread_mutex_lock(&apart->lock);
    end_use(apart);
}

void apart_cancel(struct apart *apart)
{
    pthread_mutex_lock(&apart->lock);
    apart->cancelled = true;
    pthread_cond_broadcast(&apart->changed);
    pthread_mutex_unlock(&apart->lock);
}

static void errand_free(struct errand *errand)
{
    if (!errand)
        return;
    if (errand->task)
        errand->work->drop(errand->task);
    free(errand->name);
    free(errand);
}

/* ---- The thread ---- */

static void forget_left(struct apart *apart, const struct errand *errand)
{
    struct errand **link = &apart->left;

    while (*link != errand)
        link = &(*link)->next;
    *link = errand->next;
    apart->left_count--;
}

static void *run(void *context)
{
    struct errand *errand = context;
    struct apart *apart = errand->apart;

    errand->work->run(errand->task);
    pthread_mutex_lock(&apart->lock);
    errand->done = true;
    if (errand->call && !apart->cancelled)
        errand->call(errand->context, errand->task);
    if (errand->left) {
        forget_left(apart, errand);
        errand_free(errand);
    }
    pthread_cond_broadcast(&apart->changed);
    end_use(apart);
    return NULL;
}

/* Signals belong to the front end: the thread handles none. */
static bool start(struct errand *errand)
{
    pthread_attr_t attr;

    if (pthread_attr_init(&attr) != 0)
        return false;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    bool started = pthread_attr_setstacksize(&attr, STACK_SIZE) == 0 &&
                   pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0 &&
                   pthread_create(&thread, &attr, run, errand) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    return started;
}

/* ---- The one who waits ---- */

static bool still_hangs(const struct apart *apart, const char *name)
{
    for (const struct errand *errand = apart->left; errand; errand = errand->next) {
        if (strcmp(errand->name, name) == 0)
            return true;
    }
    return apart->left_count >= APART_LEFT_MAX;
}

static bool does_not_answer(const char *name, struct epi_error *err)
{
    return epi_error_set(err, EPI_ERROR_LATER, "%s does not answer; tried again later", name);
}

/* With the lock held: nobody waits for the errand from here on. */
static void leave_behind(struct errand *errand)
{
    struct apart *apart = errand->apart;

    errand->left = true;
    errand->next = apart->left;
    apart->left = errand;
    apart->left_count++;
}

/* With the lock held: waits until the errand is done, for so long at most. */
static bool wait_for(struct errand *errand, int milliseconds)
{
    struct apart *apart = errand->apart;
    struct timespec until = clock_monotonic_in(milliseconds);

    while (!errand->done && !apart->cancelled &&
           pthread_cond_timedwait(&apart->changed, &apart->lock, &until) == 0)
        continue;
    if (!errand->done)
        leave_behind(errand);
    return errand->done;
}

/* With the lock held. */
static bool begin(struct errand *errand)
{
    struct apart *apart = errand->apart;

    if (apart->cancelled || still_hangs(apart, errand->name))
        return false;
    apart->users++;
    if (start(errand))
        return true;
    apart->users--;
    return false;
}

/* With the lock held. */
static bool say_why(const struct apart *apart, const char *name, struct epi_error *err)
{
    return apart->cancelled ? epi_error_set(err, EPI_ERROR_STOPPED, "stopped")
                            : does_not_answer(name, err);
}

/* With the lock held. The errand is gone or left behind if it fails. */
static bool run_errand(struct errand *errand, int milliseconds, struct epi_error *err)
{
    bool begun = begin(errand);

    if (begun && wait_for(errand, milliseconds))
        return true;
    say_why(errand->apart, errand->name, err);
    if (!begun)
        errand_free(errand);
    return false;
}

/* NULL, with the task dropped, if memory is short. */
static struct errand *errand_new(struct apart *apart, const char *name,
                                 const struct apart_work *work, void *task, struct epi_error *err)
{
    struct errand *errand = calloc(1, sizeof(*errand));
    char *copy = strdup(name);

    if (!errand || !copy) {
        free(errand);
        free(copy);
        work->drop(task);
        error_memory(err);
        return NULL;
    }
    *errand = (struct errand){.apart = apart, .name = copy, .work = work, .task = task};
    return errand;
}

bool apart_start(struct apart *apart, const char *name, const struct apart_work *work, void *task,
                 apart_done done, void *context, struct epi_error *err)
{
    struct errand *errand = errand_new(apart, name, work, task, err);

    if (!errand)
        return false;
    errand->call = done;
    errand->context = context;
    pthread_mutex_lock(&apart->lock);
    bool begun = begin(errand);
    if (begun) {
        leave_behind(errand);
    } else {
        say_why(apart, name, err);
        errand_free(errand);
    }
    pthread_mutex_unlock(&apart->lock);
    return begun;
}

bool apart_run(struct apart *apart, const char *name, const struct apart_work *work, void *task,
               int milliseconds, struct epi_error *err)
{
    struct errand *errand = errand_new(apart, name, work, task, err);

    if (!errand)
        return false;
    pthread_mutex_lock(&apart->lock);
    bool ran = run_errand(errand, milliseconds, err);
    pthread_mutex_unlock(&apart->lock);
    if (ran) {
        errand->task = NULL;
        errand_free(errand);
    }
    return ran;
}
