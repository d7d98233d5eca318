/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/apart.h"
#include "core/base/error.h"

enum { SHORT_MS = 20, LONG_MS = 600000 };

/* What hangs posts asked and waits for answer; gone is posted when it is dropped after that. */
static sem_t asked, answer, gone;

struct task {
    int number;
};

static int setup(void **state)
{
    sem_init(&asked, 0, 0);
    sem_init(&answer, 0, 0);
    sem_init(&gone, 0, 0);
    *state = apart_new();
    return *state ? 0 : 1;
}

static int teardown(void **state)
{
    apart_free(*state);
    return 0;
}

static struct task *task_new(int number)
{
    struct task *task = malloc(sizeof(*task));
    assert_non_null(task);
    task->number = number;
    return task;
}

static void doubles(void *context)
{
    struct task *task = context;
    task->number *= 2;
}

static void hangs(void *context)
{
    struct task *task = context;
    sem_post(&asked);
    while (sem_wait(&answer) != 0)
        continue;
    task->number = 0; /* it is still there */
}

static void drop(void *context)
{
    struct task *task = context;
    bool hung = task->number == 0;
    free(task);
    if (hung)
        sem_post(&gone);
}

static const struct apart_work doubling = {doubles, drop};
static const struct apart_work hanging = {hangs, drop};

static void assert_runs(struct apart *apart, const char *name)
{
    struct task *task = task_new(21);
    assert_true(apart_run(apart, name, &doubling, task, LONG_MS, NULL));
    assert_int_equal(task->number, 42);
    free(task);
}

static void assert_left(struct apart *apart, const char *name)
{
    struct epi_error err = {0};
    assert_false(apart_run(apart, name, &hanging, task_new(1), SHORT_MS, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
}

static void what_answers_is_waited_for(void **state)
{
    assert_runs(*state, "/tv");
    assert_runs(*state, "/tv");
}

static void what_hangs_is_left_behind(void **state)
{
    struct epi_error err = {0};
    assert_left(*state, "/dead");
    /* It is not asked again while it hangs, and others are. */
    assert_false(apart_run(*state, "/dead", &doubling, task_new(1), LONG_MS, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    assert_string_equal(err.text, "/dead does not answer; tried again later");
    assert_runs(*state, "/tv");
    sem_post(&answer);
    assert_int_equal(sem_wait(&gone), 0);
}

static void what_answers_again_is_asked_again(void **state)
{
    struct task *task = task_new(21);
    assert_left(*state, "/slow");
    sem_post(&answer);
    assert_int_equal(sem_wait(&gone), 0);
    while (!apart_run(*state, "/slow", &doubling, task, LONG_MS, NULL))
        task = task_new(21); /* its thread is about to end */
    assert_int_equal(task->number, 42);
    free(task);
}

static void no_more_than_some_are_left(void **state)
{
    struct epi_error err = {0};
    char name[] = "/dead/a";
    for (int i = 0; i < APART_LEFT_MAX; i++) {
        name[6] = (char)('a' + i);
        assert_left(*state, name);
    }
    assert_false(apart_run(*state, "/tv", &doubling, task_new(1), LONG_MS, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    for (int i = 0; i < APART_LEFT_MAX; i++)
        sem_post(&answer);
    for (int i = 0; i < APART_LEFT_MAX; i++)
        assert_int_equal(sem_wait(&gone), 0);
}

static void *cancel(void *apart)
{
    while (sem_wait(&asked) != 0)
        continue;
    apart_cancel(apart);
    return NULL;
}

static void cancelling_ends_the_wait(void **state)
{
    struct epi_error err = {0};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, cancel, *state), 0);
    assert_false(apart_run(*state, "/dead", &hanging, task_new(1), LONG_MS, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    pthread_join(thread, NULL);
    assert_false(apart_run(*state, "/tv", &doubling, task_new(1), LONG_MS, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    /* What is left behind outlives its owner. */
    apart_free(*state);
    *state = NULL;
    sem_post(&answer);
    assert_int_equal(sem_wait(&gone), 0);
}

/* What was started posts its number. */
static sem_t done;
static int done_number;

static void is_done(void *context, const void *of)
{
    const struct task *task = of;
    done_number = task->number + *(int *)context;
    sem_post(&done);
}

static bool start(struct apart *apart, const char *name, const struct apart_work *work,
                  struct epi_error *err)
{
    static int hundred = 100;
    return apart_start(apart, name, work, task_new(21), is_done, &hundred, err);
}

static void what_is_started_says_when_it_has_run(void **state)
{
    struct epi_error err = {0};
    sem_init(&done, 0, 0);
    assert_true(start(*state, "/tv", &doubling, &err));
    assert_int_equal(sem_wait(&done), 0);
    assert_int_equal(done_number, 142);
    /* What hangs keeps nobody, and is not started twice. */
    assert_true(start(*state, "/dead", &hanging, &err));
    assert_false(start(*state, "/dead", &hanging, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    sem_post(&answer);
    assert_int_equal(sem_wait(&done), 0);
    assert_int_equal(done_number, 100);
}

static void what_was_cancelled_says_nothing(void **state)
{
    struct epi_error err = {0};
    sem_init(&done, 0, 0);
    assert_true(start(*state, "/dead", &hanging, &err));
    apart_cancel(*state);
    assert_false(start(*state, "/tv", &doubling, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    apart_free(*state);
    sem_post(&answer);
    assert_int_equal(sem_wait(&gone), 0);
    *state = apart_new();
    assert_true(start(*state, "/tv", &doubling, &err)); /* another one, which is answered first */
    assert_int_equal(sem_wait(&done), 0);
    assert_int_equal(done_number, 142);
    assert_int_not_equal(sem_trywait(&done), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(what_answers_is_waited_for),        TEST(what_hangs_is_left_behind),
        TEST(what_answers_again_is_asked_again), TEST(no_more_than_some_are_left),
        TEST(cancelling_ends_the_wait),          TEST(what_is_started_says_when_it_has_run),
        TEST(what_was_cancelled_says_nothing),
    };
    return cmocka_run_group_tests_name("apart", tests, NULL, NULL);
}
