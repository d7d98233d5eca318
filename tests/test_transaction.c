/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/connection.h"
#include "core/journal/journal.h"
#include "core/journal/sql.h"
#include "core/journal/transaction.h"
#include "tests/doubles/place.h"

static const char add[] = "INSERT INTO once (key, at) VALUES (?, 1)";

static int64_t value_of(struct journal *journal, const char *sql)
{
    int64_t value = -1;
    assert_true(sql_value(journal, NULL, &value, 0, sql, ""));
    return value;
}

static int64_t count(struct journal *journal)
{
    return value_of(journal, "SELECT count(*) FROM once");
}

static void test_what_fails_is_rolled_back(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    assert_true(transaction_begin(journal, NULL));
    assert_true(sql_run(journal, NULL, add, "t", "one"));
    assert_true(transaction_end(journal, true, NULL));
    assert_true(transaction_begin(journal, NULL));
    assert_true(sql_run(journal, NULL, add, "t", "two"));
    assert_false(sql_run(journal, NULL, add, "t", "one")); /* it is there */
    assert_false(transaction_end(journal, false, NULL));
    assert_int_equal(count(journal), 1);
    assert_false(TRANSACTION_RUN(journal, NULL, add, "t", "one"));
    assert_true(TRANSACTION_RUN(journal, NULL, add, "t", "three"));
    assert_int_equal(count(journal), 2);
    journal_close(journal);
}

static void test_only_what_can_be_had_again_is_unsynced(void **state)
{
    enum { NORMAL = 1, FULL = 2 };
    struct place *place = *state;
    struct journal *journal = place_open(place);
    assert_true(transaction_begin(journal, NULL));
    assert_int_equal(value_of(journal, "PRAGMA synchronous"), FULL);
    assert_true(transaction_end(journal, true, NULL));
    assert_true(transaction_begin_unsynced(journal, NULL));
    assert_int_equal(value_of(journal, "PRAGMA synchronous"), NORMAL);
    assert_true(transaction_end(journal, true, NULL));
    assert_true(transaction_begin(journal, NULL));
    assert_int_equal(value_of(journal, "PRAGMA synchronous"), FULL);
    assert_true(transaction_end(journal, true, NULL));
    journal_close(journal);
}

static void test_reading_sees_one_point_of_time(void **state)
{
    struct place *place = *state;
    struct journal *reader = place_open(place), *writer = place_open(place);
    assert_true(transaction_begin_reading(reader, NULL));
    assert_int_equal(count(reader), 0);
    assert_true(TRANSACTION_RUN(writer, NULL, add, "t", "one"));
    assert_int_equal(count(reader), 0);
    assert_true(transaction_end(reader, true, NULL));
    assert_int_equal(count(reader), 1);
    journal_close(writer);
    journal_close(reader);
}

static void test_a_damaged_journal_is_closed_at_the_end(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    assert_true(transaction_begin(journal, NULL));
    journal->damaged = true; /* as sql_failed notes */
    assert_false(transaction_end(journal, false, NULL));
    assert_null(journal->db);
    assert_false(transaction_end(journal, true, NULL));
    assert_true(transaction_begin(journal, NULL)); /* it is sound after all */
    assert_true(transaction_end(journal, true, NULL));
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_what_fails_is_rolled_back),
        WITH_PLACE(test_only_what_can_be_had_again_is_unsynced),
        WITH_PLACE(test_reading_sees_one_point_of_time),
        WITH_PLACE(test_a_damaged_journal_is_closed_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
