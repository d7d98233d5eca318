/* SPDX-License-Identifier: MIT
 *
 * apart: runs what may hang for ever on a thread of its own, and leaves that thread behind if it
 * does: the file system of a server that is gone answers no call, and nothing can end one. Knows no
 * file. worker has one.
 */
#ifndef EPIMARK_BASE_APART_H
#define EPIMARK_BASE_APART_H

#include <stdbool.h>

struct epi_error;

enum { APART_LEFT_MAX = 16 }; /* threads that one apart leaves behind at a time */

struct apart;

/* NULL if memory is short. What hangs keeps what it needs after apart_free. */
struct apart *apart_new(void);
void apart_free(struct apart *apart);

/* From any thread: whoever waits stops, and later calls of apart_run fail, with
 * EPI_ERROR_STOPPED. */
void apart_cancel(struct apart *apart);

/* What is run on a task, which touches nothing but itself, and what frees such a task. */
struct apart_work {
    void (*run)(void *task);
    void (*drop)(void *task);
};

/* Runs the work on a task and waits for that many milliseconds at most. name: what may hang; while
 * something of that name does, nothing else of it is started. True: it has run, and the task is the
 * caller's again. Fails with EPI_ERROR_LATER if it hangs or cannot be started, or with
 * EPI_ERROR_STOPPED: the task is then dropped, if need be when it has run. */
bool apart_run(struct apart *apart, const char *name, const struct apart_work *work, void *task,
               int milliseconds, struct epi_error *err);

/* Called on the thread of what was started, once it has run; must not use apart. Then the task is
 * dropped. */
typedef void (*apart_done)(void *context, const void *task);

/* Starts the work as apart_run does, but does not wait for it: done(context, task) is called when
 * it has run, but never after apart_cancel has returned. Fails as apart_run does; the task is then
 * dropped. */
bool apart_start(struct apart *apart, const char *name, const struct apart_work *work, void *task,
                 apart_done done, void *context, struct epi_error *err);

#endif
