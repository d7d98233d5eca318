/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/journal/companions.h"
#include "core/journal/entries.h"
#include "core/journal/record.h"
#include "core/journal/transaction.h"
#include "tests/doubles/scratch.h"

enum { NOW = 1795328257 };

static const char path[] = "/tv/Show.S03E01.mkv";

/* The nth companion of an entry; 0: it has none. */
static int64_t companion_of(struct journal *journal, int64_t entry, int nth)
{
    int64_t companion = -1;
    assert_true(transaction_begin_reading(journal, NULL));
    assert_true(companions_find(journal, entry, nth, &companion, NULL));
    assert_true(transaction_end(journal, true, NULL));
    return companion;
}

static int64_t add(struct journal *journal, int64_t entry, size_t episodes)
{
    struct epi_error err = {0};
    if (!companions_add(journal, entry, episodes, &err))
        fail_msg("%s", err.text);
    return companion_of(journal, entry, 2);
}

static void assert_watched(struct journal *journal, int64_t entry, int64_t at)
{
    struct entry *found = scratch_entry(journal, entry);
    assert_int_equal(found->watched_at, at);
    assert_string_equal(found->path, path);
    free(found);
}

static void each_is_an_entry_of_its_own(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, NOW, 0).entry;
    scratch_record(journal, RECORD_RATED, path, NOW + 1, 8);
    int64_t second = add(journal, entry, 3);
    int64_t third = companion_of(journal, entry, 3);
    assert_true(second > 0 && third > 0 && second != third && second != entry);
    assert_int_equal(companion_of(journal, entry, 4), 0);
    assert_int_equal(scratch_count(journal), 3);
    assert_watched(journal, second, NOW);
    struct entry *found = scratch_entry(journal, second);
    assert_int_equal(found->nth, 2);
    assert_int_equal(found->rating, -1); /* which one was rated, the name does not say */
    assert_false(found->identified);
    free(found);
    assert_int_equal(add(journal, entry, 3), second); /* they are made once */
    assert_int_equal(scratch_count(journal), 3);
}

static void they_are_watched_when_the_file_is(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    int64_t entry = scratch_record(journal, RECORD_RATED, path, NOW, 8).entry;
    int64_t second = add(journal, entry, 2);
    assert_int_equal(scratch_count(journal), 1); /* nothing is recorded of it yet */
    assert_int_equal(scratch_record(journal, RECORD_WATCHED, path, NOW + 60, 0).entry, entry);
    assert_watched(journal, entry, NOW + 60);
    assert_watched(journal, second, NOW + 60);
}

static void each_is_taken_back_by_itself(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, NOW, 0).entry;
    int64_t second = add(journal, entry, 2);
    assert_int_equal(scratch_undo(journal, second, NOW + 1).entry, second);
    assert_watched(journal, entry, NOW);
    assert_watched(journal, second, 0);
    add(journal, entry, 2);
    assert_watched(journal, second, 0);
}

static void a_number_is_not_a_hundred_episodes(void **state)
{
    struct journal *journal = ((struct scratch *)*state)->journal;
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, NOW, 0).entry;
    add(journal, entry, 100);
    assert_int_equal(scratch_count(journal), COMPANIONS_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        TEST(each_is_an_entry_of_its_own),
        TEST(they_are_watched_when_the_file_is),
        TEST(each_is_taken_back_by_itself),
        TEST(a_number_is_not_a_hundred_episodes),
    };
    return cmocka_run_group_tests_name("companions", tests, NULL, NULL);
}
