/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/player/fact.h"
#include "core/player/watch.h"
#include "tests/doubles/scarce.h"

enum { LENGTH = 3000, EPISODES = 2 };

static const struct watch_rule rule = {
    .watched_percent = 80, .played_percent = 50, .min_seconds = 300};

static struct epi_fact make(enum epi_fact_kind kind)
{
    return (struct epi_fact){.size = sizeof(struct epi_fact), .kind = kind};
}

/* What the recorder would make of facts: what was played, and how often each episode counted. */
struct result {
    struct watch watch;
    int met[EPISODES + 1];
    int others; /* facts that are no positions */
    int positions;
    bool never; /* counts as watched */
};

static void take(struct result *result, const struct epi_fact *fact)
{
    result->others += fact->kind != EPI_FACT_POSITION;
    result->positions += fact->kind == EPI_FACT_POSITION;
    if (fact->kind == EPI_FACT_BREAK)
        watch_break(&result->watch);
    if (fact->kind != EPI_FACT_POSITION)
        return;
    watch_sample(&result->watch, fact->position, fact->clock, fact->speed, fact->playing);
    for (int nth = 1; nth <= EPISODES && !result->never; nth++) {
        if (!watch_met(&result->watch, nth, EPISODES, &rule, WATCH_SAMPLED))
            continue;
        result->met[nth]++;
        watch_clear(&result->watch, nth, EPISODES);
    }
}

/* A player whose facts go two ways: one by one, and through a queue that is emptied at the end. */
struct bench {
    struct fact_queue queue;
    struct result slow, burst;
    double clock, position, speed;
};

static int setup(void **state)
{
    struct bench *bench = calloc(1, sizeof(*bench));

    bench->speed = 1;
    watch_start(&bench->slow.watch, LENGTH);
    watch_start(&bench->burst.watch, LENGTH);
    *state = bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;

    fact_queue_clear(&bench->queue);
    free(bench);
    return 0;
}

static void tell(struct bench *bench, struct epi_fact fact)
{
    fact.clock = bench->clock;
    assert_true(fact_queue_add(&bench->queue, &fact));
    take(&bench->slow, &fact);
}

static void stand(struct bench *bench, bool playing)
{
    struct epi_fact fact = make(EPI_FACT_POSITION);

    fact.position = bench->position;
    fact.speed = bench->speed;
    fact.playing = playing;
    tell(bench, fact);
}

static void play(struct bench *bench, double until)
{
    double step = epi_player_interval(LENGTH, bench->speed);

    stand(bench, true);
    while (bench->position < until) {
        bench->clock += step;
        bench->position += step * bench->speed;
        stand(bench, true);
    }
}

static void seek(struct bench *bench, double to)
{
    tell(bench, make(EPI_FACT_BREAK));
    bench->position = to;
}

/* Empties the queue; both ways must have come to the same. */
static void assert_same(struct bench *bench)
{
    char burst[WATCH_TEXT_MAX];
    struct fact fact;

    while (fact_queue_take(&bench->queue, &fact)) {
        take(&bench->burst, &fact.told);
        fact_clear(&fact);
    }
    char slow[WATCH_TEXT_MAX];
    for (int nth = 1; nth <= EPISODES; nth++) {
        assert_int_equal(bench->burst.met[nth], bench->slow.met[nth]);
        assert_true(watch_played(&bench->burst.watch, nth, EPISODES) ==
                    watch_played(&bench->slow.watch, nth, EPISODES));
    }
    assert_int_equal(bench->burst.others, bench->slow.others);
    bench->slow.watch.rest = bench->burst.watch.rest; /* begins where the commit was noticed */
    watch_write(&bench->slow.watch, slow, sizeof(slow));
    watch_write(&bench->burst.watch, burst, sizeof(burst));
    assert_string_equal(burst, slow);
}

static void burst_counts_as_much_as_the_same_facts_one_by_one(void **state)
{
    struct bench *bench = *state;

    play(bench, 2700);
    assert_int_equal(bench->slow.met[1], 1);
    assert_int_equal(bench->slow.met[2], 1);
    assert_true(bench->slow.positions > 2700);
    assert_true(bench->queue.count < FACT_QUEUE_FULL + 2700 / FACT_STEP_SECONDS + 10);
    assert_same(bench);
}

static void so_does_one_with_seeks_pauses_and_changes_of_speed(void **state)
{
    struct bench *bench = *state;

    play(bench, 700);
    seek(bench, 100);
    play(bench, 650);
    stand(bench, false);
    bench->clock += 50;
    stand(bench, false);
    bench->speed = 20;
    play(bench, 1300);
    seek(bench, 1290);
    play(bench, 1310);
    bench->speed = 1.5;
    seek(bench, 2000);
    play(bench, 2450);
    seek(bench, 2500);
    play(bench, 2990);
    assert_int_equal(bench->slow.met[1], 1);
    assert_int_equal(bench->slow.met[2], 1);
    assert_same(bench);
}

/* The next of a sequence of numbers below limit that look random and are always the same. */
static unsigned next_number(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % limit;
}

/* One step of a player that does whatever a player can do. */
static void do_anything(struct bench *bench, unsigned *seed, bool *playing)
{
    static const double speeds[] = {0.5, 1, 1, 1.5, 20};
    /* How far it goes a second: mostly as clock and speed say, seldom a little too far. */
    static const double ways[] = {1, 1, 1, 1, 1.35, 1.39, 1.5, 0, -3};
    unsigned what = next_number(seed, 60);

    if (what == 0)
        *playing = !*playing;
    else if (what == 1)
        bench->speed = speeds[next_number(seed, 5)];
    else if (what == 2)
        tell(bench, make(EPI_FACT_BREAK));
    else if (what == 3)
        bench->position = next_number(seed, LENGTH);
    else if (what == 4)
        tell(bench, make(EPI_FACT_STATUS));
    bench->clock += 1;
    if (*playing || what == 5)
        bench->position += bench->speed * ways[next_number(seed, 9)];
    if (bench->position < 0 || bench->position > LENGTH)
        bench->position = 0;
    stand(bench, *playing);
}

/* Nothing counts as watched here: that is noticed up to a step later in a burst. */
static void so_does_anything_else(void **state)
{
    struct bench *bench = *state;

    for (unsigned seed = 1; seed <= 200; seed++) {
        unsigned numbers = seed;
        bool playing = true;

        watch_start(&bench->slow.watch, LENGTH);
        watch_start(&bench->burst.watch, LENGTH);
        bench->slow.never = bench->burst.never = true;
        for (int i = 0; i < 2 * FACT_QUEUE_FULL; i++)
            do_anything(bench, &numbers, &playing);
        assert_true(bench->queue.count < 2 * FACT_QUEUE_FULL);
        assert_same(bench);
    }
}

static void jump_without_a_break_is_no_playing(void **state)
{
    struct bench *bench = *state;

    play(bench, 700);
    for (int i = 0; i < 40; i++) {
        bench->position = i % 2 ? 2900 : 2300; /* at once, and nothing said so */
        bench->clock += 1;
        stand(bench, true);
        bench->position += 5.5; /* a little farther than the clock explains */
        bench->clock += 4.6;
        stand(bench, true);
    }
    assert_same(bench);
}

static void small_queue_keeps_every_position(void **state)
{
    struct bench *bench = *state;

    play(bench, 200);
    assert_int_equal((int)bench->queue.count, bench->slow.positions);
    assert_same(bench);
}

static void what_is_no_position_survives_a_full_queue(void **state)
{
    struct bench *bench = *state;
    struct epi_fact loaded = make(EPI_FACT_LOADED);
    struct epi_fact rate = make(EPI_FACT_RATE);
    int keys = 0;

    loaded.path = "/tv/a.mkv";
    loaded.title = "A";
    tell(bench, loaded);
    play(bench, 2000);
    for (int i = 0; i < 5000; i++) {
        rate.value = i % 10 + 1;
        tell(bench, rate);
    }
    struct fact fact;
    assert_true(fact_queue_take(&bench->queue, &fact));
    assert_int_equal(fact.told.kind, EPI_FACT_LOADED);
    assert_ptr_not_equal(fact.told.path, loaded.path);
    assert_string_equal(fact.told.path, "/tv/a.mkv");
    assert_string_equal(fact.told.title, "A");
    fact_clear(&fact);
    while (fact_queue_take(&bench->queue, &fact)) {
        if (fact.told.kind == EPI_FACT_RATE)
            assert_int_equal(fact.told.value, keys++ % 10 + 1);
    }
    assert_int_equal(keys, 5000);
}

static void chapters_are_copied(void **state)
{
    struct bench *bench = *state;
    char title[] = "Opening";
    struct epi_chapter chapters[] = {{0, NULL}, {90.5, title}, {180, ""}};
    struct epi_fact loaded = make(EPI_FACT_LOADED);

    loaded.path = "/tv/a.mkv";
    loaded.chapters = chapters;
    loaded.chapter_count = 3;
    tell(bench, loaded);
    title[0] = 'x';
    chapters[1].start = 0;
    loaded.chapter_count = EPI_CHAPTERS_MAX + 1; /* not looked at */
    tell(bench, loaded);
    struct fact fact;
    assert_true(fact_queue_take(&bench->queue, &fact));
    assert_int_equal(fact.told.chapter_count, 3);
    assert_null(fact.told.chapters[0].title);
    assert_true(fact.told.chapters[1].start == 90.5);
    assert_string_equal(fact.told.chapters[1].title, "Opening");
    assert_string_equal(fact.told.chapters[2].title, "");
    fact_clear(&fact);
    assert_true(fact_queue_take(&bench->queue, &fact));
    assert_int_equal(fact.told.chapter_count, 0);
    assert_null(fact.told.chapters);
    fact_clear(&fact);
}

/* A front end that was built with an older header knows fewer fields. */
static void shorter_fact_is_filled_up(void **state)
{
    struct bench *bench = *state;
    struct epi_fact told = make(EPI_FACT_POSITION);

    told.position = 5;
    told.speed = 9;
    told.value = 9;
    told.size = offsetof(struct epi_fact, speed);
    assert_true(fact_queue_add(&bench->queue, &told));
    struct fact fact;
    assert_true(fact_queue_take(&bench->queue, &fact));
    assert_int_equal(fact.told.size, sizeof(fact.told));
    assert_true(fact.told.position == 5);
    assert_true(fact.told.speed == 1); /* what is absent is as usual */
    assert_int_equal(fact.told.value, 0);
    assert_false(fact_queue_take(&bench->queue, &fact));
}

static void short_memory_drops_no_beginning_and_no_key(void **state)
{
    struct bench *bench = *state;
    struct epi_fact loaded = make(EPI_FACT_LOADED), position = make(EPI_FACT_POSITION);

    loaded.path = "/tv/a.mkv";
    loaded.title = "A";
    assert_true(fact_queue_start(&bench->queue));
    struct fact fact;
    for (int calls = 0; calls < 4; calls++) {
        scarce_after(calls);
        assert_true(fact_queue_add(&bench->queue, &loaded));
        scarce_after(-1);
        assert_true(fact_queue_take(&bench->queue, &fact));
        assert_string_equal(fact.told.path, "/tv/a.mkv");
        assert_string_equal(fact.told.title, "A");
        fact_clear(&fact);
    }
    /* With no more room, positions give way. */
    size_t room = bench->queue.room;
    for (size_t i = 0; i < room; i++) {
        position.position = (double)i * 100;
        assert_true(fact_queue_add(&bench->queue, &position));
    }
    struct epi_fact rate = make(EPI_FACT_RATE);
    for (size_t i = 0; i < room; i++) {
        rate.value = (int)i;
        scarce_after(0);
        assert_true(fact_queue_add(&bench->queue, &rate));
        assert_true(scarce_failed());
    }
    assert_int_equal(bench->queue.room, room);
    scarce_after(0);
    assert_false(fact_queue_add(&bench->queue, &rate)); /* nothing but keys */
    scarce_after(-1);
    for (int i = 0; fact_queue_take(&bench->queue, &fact); i++)
        assert_int_equal(fact.told.value, i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(burst_counts_as_much_as_the_same_facts_one_by_one),
        TEST(so_does_one_with_seeks_pauses_and_changes_of_speed),
        TEST(so_does_anything_else),
        TEST(jump_without_a_break_is_no_playing),
        TEST(small_queue_keeps_every_position),
        TEST(what_is_no_position_survives_a_full_queue),
        TEST(chapters_are_copied),
        TEST(shorter_fact_is_filled_up),
        TEST(short_memory_drops_no_beginning_and_no_key),
    };

    return cmocka_run_group_tests_name("fact", tests, NULL, NULL);
}
