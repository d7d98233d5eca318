/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "tests/doubles/place.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW };

static void test_only_the_owner_can_read_the_files(void **state)
{
    struct place *place = *state;
    char deep[4200];
    snprintf(deep, sizeof(deep), "%s/share/epimark", place->folder);
    mode_t before = umask(0);
    struct journal *journal = journal_open(deep, &place_plan, NULL, NULL);
    assert_non_null(journal);
    scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    assert_int_equal(place_mode(place, "share/epimark"), 0700);
    assert_int_equal(place_mode(place, "share/epimark/journal.db"), 0600);
    assert_int_equal(place_mode(place, "share/epimark/journal.db-wal"), 0600);
    assert_int_equal(place_mode(place, "share/epimark/journal.db-shm"), 0600);
    assert_int_equal(place_mode(place, "share/epimark/journal.lock"), 0600);
    assert_string_equal(journal_warning(journal), "");
    journal_close(journal);
    umask(before);
}

static void test_a_folder_that_cannot_be_made(void **state)
{
    struct place *place = *state;
    struct epi_error err;
    char below[4300];
    tempdir_write(place->folder, "file", "x", 1);
    snprintf(below, sizeof(below), "%s/file", place->folder);
    assert_null(journal_open(below, &place_plan, NULL, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    snprintf(below, sizeof(below), "%s/file/epimark", place->folder);
    assert_null(journal_open(below, &place_plan, NULL, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    journal_close(NULL);
}

static void test_the_folder_may_be_a_link(void **state)
{
    struct place *place = *state;
    char link[4200];
    place_fill(place);
    snprintf(link, sizeof(link), "%s/link", place->folder);
    assert_int_equal(symlink(".", link), 0);
    struct journal *journal = journal_open(link, &place_plan, NULL, NULL);
    assert_non_null(journal);
    assert_true(journal_ready(journal, NULL));
    assert_int_equal(scratch_count(journal), 200);
    journal_close(journal);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_only_the_owner_can_read_the_files),
        WITH_PLACE(test_a_folder_that_cannot_be_made),
        WITH_PLACE(test_the_folder_may_be_a_link),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
