/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/connection.h"
#include "core/journal/journal.h"
#include "tests/doubles/place.h"

static void test_a_place_of_the_lock_is_of_one_connection(void **state)
{
    struct place *place = *state;
    struct journal *first = place_open(place), *second = place_open(place);
    assert_true(connection_lock(first, F_WRLCK, CONNECTION_PLACE_DRAIN));
    assert_false(connection_lock(second, F_WRLCK, CONNECTION_PLACE_DRAIN));
    assert_true(connection_lock(first, F_UNLCK, CONNECTION_PLACE_DRAIN));
    assert_true(connection_lock(second, F_WRLCK, CONNECTION_PLACE_DRAIN));
    assert_false(connection_lock(first, F_WRLCK, CONNECTION_PLACE_OPEN)); /* both have it open */
    journal_close(second);
    assert_true(connection_lock(first, F_WRLCK, CONNECTION_PLACE_DRAIN));
    journal_close(first);
}

static void test_an_owner_lives_until_it_closes(void **state)
{
    struct place *place = *state;
    struct journal *first = place_open(place), *second = place_open(place);
    assert_true(connection_own(first, NULL));
    assert_true(connection_own(second, NULL));
    assert_int_not_equal(first->owner, second->owner);
    int owner = second->owner;
    assert_true(connection_own(second, NULL)); /* it has one already */
    assert_int_equal(second->owner, owner);
    assert_true(connection_other_owner(first, owner));
    assert_false(connection_other_owner(second, owner)); /* it is no other */
    assert_false(connection_other_owner(first, 0));
    journal_close(second);
    assert_false(connection_other_owner(first, owner));
    journal_close(first);
}

static void test_nothing_is_waited_for_in_a_hurry(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    int waited_ms = 0;
    assert_true(connection_wait(journal, &waited_ms));
    assert_true(waited_ms > 0);
    waited_ms = 1 << 20;
    assert_false(connection_wait(journal, &waited_ms)); /* too long */
    atomic_store(&place->hurry, true);
    waited_ms = 0;
    assert_true(connection_hurried(journal));
    assert_false(connection_wait(journal, &waited_ms));
    journal_close(journal);
}

static void test_files_lie_in_the_folder(void **state)
{
    struct place *place = *state;
    struct journal *journal = place_open(place);
    char *path = connection_file(journal, "journal.db");
    assert_string_equal(path, place->db);
    free(path);
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_a_place_of_the_lock_is_of_one_connection),
        WITH_PLACE(test_an_owner_lives_until_it_closes),
        WITH_PLACE(test_nothing_is_waited_for_in_a_hurry),
        WITH_PLACE(test_files_lie_in_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
