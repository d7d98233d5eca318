/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/player/job.h"

static const struct job deliver = {.kind = JOB_DELIVER};

static struct job look_up(const char *path)
{
    return (struct job){.kind = JOB_LOOK_UP, .path = path, .media_title = "title"};
}

static struct job live(const char *path, int nth, enum live_action action)
{
    return (struct job){.kind = JOB_LIVE, .path = path, .nth = nth, .action = action};
}

/* Empties the queue into text: "deliver; /a; /a 1 stop; ". */
static const char *drain(struct job_queue *queue)
{
    static const char *const actions[] = {"start", "pause", "stop"};
    static char text[1024];
    size_t len = 0;

    text[0] = '\0';
    struct queued_job queued;
    while (job_queue_take(queue, &queued)) {
        const struct job *job = &queued.job;
        if (job->kind == JOB_DELIVER)
            len += (size_t)snprintf(text + len, sizeof(text) - len, "deliver; ");
        else if (job->kind == JOB_KEPT)
            len += (size_t)snprintf(text + len, sizeof(text) - len, "kept %d; ", (int)job->entry);
        else if (job->kind == JOB_LOOK_UP)
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s; ", job->path);
        else {
            len += (size_t)snprintf(text + len, sizeof(text) - len, "%s %d %s; ", job->path,
                                    job->nth, actions[job->action]);
        }
        job_clear(&queued);
    }
    return text;
}

static void add(struct job_queue *queue, struct job job)
{
    job_queue_add(queue, &job);
}

static void newer_look_up_or_delivery_replaces_an_older_one(void **state)
{
    struct job_queue queue = {.count = 0};

    (void)state;
    add(&queue, look_up("/a"));
    add(&queue, deliver);
    add(&queue, look_up("/b"));
    add(&queue, deliver);
    assert_string_equal(drain(&queue), "/b; deliver; ");
}

/* It delivers, too, and each entry is told. */
static void what_was_watched_is_told_after_a_delivery(void **state)
{
    struct job_queue queue = {.count = 0};

    (void)state;
    add(&queue, deliver);
    add(&queue, (struct job){.kind = JOB_KEPT, .entry = 1});
    assert_string_equal(drain(&queue), "kept 1; ");
    for (int64_t entry = 1; entry <= 2; entry++) {
        add(&queue, deliver);
        add(&queue, (struct job){.kind = JOB_KEPT, .entry = entry});
    }
    add(&queue, (struct job){.kind = JOB_KEPT, .entry = 2});
    add(&queue, deliver);
    assert_string_equal(drain(&queue), "kept 1; kept 2; deliver; ");
}

static void live_job_replaces_the_last_of_the_same_episode_but_a_stop(void **state)
{
    struct job_queue queue = {.count = 0};

    (void)state;
    add(&queue, live("/a", 1, LIVE_START));
    add(&queue, live("/a", 1, LIVE_PAUSE));
    add(&queue, live("/a", 1, LIVE_STOP));
    add(&queue, live("/a", 1, LIVE_START));
    add(&queue, live("/a", 2, LIVE_START));
    add(&queue, live("/b", 2, LIVE_START));
    assert_string_equal(drain(&queue), "/a 1 stop; /a 1 start; /a 2 start; /b 2 start; ");
}

static void full_queue_drops_the_oldest(void **state)
{
    struct job_queue queue = {.count = 0};

    (void)state;
    for (int i = 1; i <= JOBS_MAX + 3; i++)
        add(&queue, live("/a", i, LIVE_START));
    assert_int_equal(queue.count, JOBS_MAX);
    struct queued_job queued;
    assert_true(job_queue_take(&queue, &queued));
    assert_int_equal(queued.job.nth, 4);
    job_clear(&queued);
    job_queue_clear(&queue);
    assert_false(job_queue_take(&queue, &queued));
}

static void queued_job_owns_its_texts(void **state)
{
    struct job_queue queue = {.count = 0};
    char path[] = "/a";

    (void)state;
    add(&queue, look_up(path));
    path[1] = 'x';
    struct queued_job queued;
    assert_true(job_queue_take(&queue, &queued));
    assert_string_equal(queued.job.path, "/a");
    assert_string_equal(queued.job.media_title, "title");
    job_clear(&queued);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newer_look_up_or_delivery_replaces_an_older_one),
        cmocka_unit_test(what_was_watched_is_told_after_a_delivery),
        cmocka_unit_test(live_job_replaces_the_last_of_the_same_episode_but_a_stop),
        cmocka_unit_test(full_queue_drops_the_oldest),
        cmocka_unit_test(queued_job_owns_its_texts),
    };

    return cmocka_run_group_tests_name("job", tests, NULL, NULL);
}
