/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/scratch.h"
#include "core/deliver/batch.h"

enum { ROWS = 120 };

/* A list of what is due, and the batch that is taken from it. */
struct list {
    struct due rows[BATCH_MAX + ROWS];
    size_t count;
    struct batch batch;
};

static const struct batch_rules plain = {.marks = 0};
static const struct batch_rules bulk = {.marks = 1000};

static int begin(void **state)
{
    *state = scratch_new(sizeof(struct list));
    return !*state;
}

static int end(void **state)
{
    scratch_free(*state);
    return 0;
}

static void fill(struct list *list, size_t count, struct due row)
{
    list->count = count;
    for (size_t i = 0; i < count; i++) {
        list->rows[i] = row;
        list->rows[i].id = (int64_t)i;
    }
}

/* How many rows go in the next request. */
static size_t take(struct list *list, const struct batch_rules *rules)
{
    batch_take(&list->batch, rules, list->rows, &list->count);
    return list->batch.count;
}

static void a_whole_history_of_marks_is_one_request(void **state)
{
    struct list *list = *state;
    struct due mark = {.kind = DUE_MARK, .value = 1};
    fill(list, ROWS, mark);
    assert_int_equal(take(list, &bulk), ROWS);
    assert_int_equal(list->count, 0);
    fill(list, ROWS, mark);
    assert_int_equal(take(list, &plain), BATCH_USUAL);
    assert_int_equal(list->rows[0].id, BATCH_USUAL);
    fill(list, BATCH_MAX + ROWS, mark);
    assert_int_equal(take(list, &bulk), BATCH_MAX);
    assert_int_equal(take(list, &bulk), ROWS);
}

static void of_anything_else_there_are_fewer(void **state)
{
    struct list *list = *state;
    fill(list, ROWS, (struct due){.kind = DUE_PLAY, .value = 1});
    assert_int_equal(take(list, &bulk), BATCH_USUAL);
    fill(list, ROWS, (struct due){.kind = DUE_RATE, .value = 7});
    assert_int_equal(take(list, &bulk), BATCH_USUAL);
    fill(list, ROWS, (struct due){.kind = DUE_MARK}); /* to be taken back */
    assert_int_equal(take(list, &bulk), BATCH_USUAL);
}

/* One of many may be the reason why all of them failed. */
static void what_failed_goes_with_fewer_others_and_then_alone(void **state)
{
    struct list *list = *state;
    struct due mark = {.kind = DUE_MARK, .value = 1, .tries = 1};
    fill(list, ROWS, mark);
    list->rows[1].tries = 0;
    assert_int_equal(take(list, &bulk), BATCH_USUAL);
    assert_int_equal(list->batch.rows[1].id, 2);
    fill(list, ROWS, mark);
    assert_int_equal(take(list, &plain), 1);
    mark.tries = 2;
    fill(list, ROWS, mark);
    assert_int_equal(take(list, &bulk), 1);
}

static void a_play_that_may_be_there_goes_alone_unless_all_are_listed(void **state)
{
    static const struct batch_rules lists = {.lists = true};
    struct list *list = *state;
    struct due play = {.kind = DUE_PLAY, .value = 1, .attempted = true};
    fill(list, 2, play);
    assert_int_equal(take(list, &lists), 1);
    play.elsewhere = true;
    fill(list, 2, play);
    assert_int_equal(take(list, &plain), 1);
    fill(list, 2, play);
    assert_int_equal(take(list, &lists), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_history_of_marks_is_one_request),
        TEST(of_anything_else_there_are_fewer),
        TEST(what_failed_goes_with_fewer_others_and_then_alone),
        TEST(a_play_that_may_be_there_goes_alone_unless_all_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
