/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/orders.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

/* The series that scratch_watch watches. */
static const struct series_ids watched = {.tvdb = 81189, .tvmaze = 169, .imdb = "tt0903747"};

static struct recorded say(struct journal *journal, const struct series_ids *ids,
                           enum episode_order order, int64_t at)
{
    struct record record = {.kind = RECORD_ORDERED,
                            .at = at,
                            .path = "",
                            .size = -1,
                            .value = (int)order,
                            .title_key = "breaking bad",
                            .correction = {.series = *ids, .title = "Breaking Bad"}};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    return recorded;
}

/* The order of a series; -1 if none was said. */
static int order_of_series(struct journal *journal, struct series_ids ids)
{
    struct said_order said;
    bool found;
    assert_true(orders_find(journal, &ids, &said, &found, NULL));
    return found ? (int)said.order : -1;
}

static void test_an_order_is_found_by_any_id(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(order_of_series(journal, watched), -1);
    say(journal, &watched, ORDER_DVD, NOW);
    assert_int_equal(order_of_series(journal, (struct series_ids){.tvdb = 81189}), ORDER_DVD);
    assert_int_equal(order_of_series(journal, (struct series_ids){.tvmaze = 169}), ORDER_DVD);
    assert_int_equal(order_of_series(journal, (struct series_ids){.imdb = "tt0903747"}), ORDER_DVD);
    assert_int_equal(order_of_series(journal, (struct series_ids){.tvdb = 169}), -1);
    assert_int_equal(order_of_series(journal, (struct series_ids){0}), -1);
    say(journal, &watched, ORDER_AUTO, NOW + 1);
    assert_int_equal(order_of_series(journal, watched), ORDER_AUTO);
}

static void test_an_order_is_undone_like_a_mark(void **state)
{
    struct journal *journal = journal_of(state);
    say(journal, &watched, ORDER_AIRED, NOW);
    say(journal, &watched, ORDER_DVD, NOW + 1);
    assert_true(say(journal, &watched, ORDER_DVD, NOW + 2).repeated);
    struct recorded undone = scratch_undo(journal, 0, NOW + 3);
    assert_true(undone.undid);
    assert_int_equal(undone.undone, RECORD_ORDERED);
    assert_string_equal(undone.undone_title, "Breaking Bad");
    assert_int_equal(order_of_series(journal, watched), ORDER_AIRED);
    scratch_undo(journal, 0, NOW + 4);
    assert_int_equal(order_of_series(journal, watched), -1);
    assert_false(scratch_undo(journal, 0, NOW + 5).undid);
}

static void test_what_it_concerns_is_identified_again(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t mine = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    int64_t held = scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW, 0).entry;
    int64_t other = scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW, 0).entry;
    assert_true(entries_hold(journal, held, "breaking bad", "which one?", NOW, NULL));
    assert_true(entries_hold(journal, other, "another", "which one?", NOW, NULL));
    assert_int_equal(say(journal, &watched, ORDER_DVD, NOW + 1).released, 2);
    struct entry *entry = scratch_entry(journal, mine);
    assert_false(entry->identified);
    free(entry);
    assert_int_equal(scratch_state(journal, held), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, other), ENTRY_HELD);
    assert_int_equal(say(journal, &watched, ORDER_DVD, NOW + 2).released, 0);
    assert_int_equal(scratch_undo(journal, 0, NOW + 3).released, 2);
}

static void test_a_choice_may_come_after_it(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvmaze = 169}};
    struct said_order said;
    bool found;
    say(journal, &watched, ORDER_DVD, NOW);
    assert_true(orders_find(journal, &watched, &said, &found, NULL));
    assert_true(said.last);
    scratch_choose(journal, "/tv/a.mkv", "bad", &correction, NOW);
    assert_true(orders_find(journal, &watched, &said, &found, NULL));
    assert_false(said.last);
    scratch_undo(journal, 0, NOW);
    assert_true(orders_find(journal, &watched, &said, &found, NULL));
    assert_true(said.last);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_an_order_is_found_by_any_id),
        WITH_JOURNAL(test_an_order_is_undone_like_a_mark),
        WITH_JOURNAL(test_a_choice_may_come_after_it),
        WITH_JOURNAL(test_what_it_concerns_is_identified_again),
    };
    return cmocka_run_group_tests_name("orders", tests, NULL, NULL);
}
