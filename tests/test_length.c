/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/player/length.h"
#include "tests/recording.h"

static void one_that_never_changes_is_steady(void **state)
{
    (void)state;
    struct length length;
    length_start(&length, 1200, 5000);
    assert_true(length_is_steady(&length, 0));
    assert_false(length_update(&length, 1200.4, 5000, 10));
    assert_false(length_update(&length, 0, -1, 11)); /* not known */
    assert_true(length_is_steady(&length, 11));
    assert_true(length.duration == 1200);
    assert_true(length_was_whole(&length, 0, 11));
}

static void one_that_grew_is_steady_after_a_while(void **state)
{
    (void)state;
    struct length length;
    length_start(&length, 1200, 5000);
    assert_true(length_update(&length, 1210, 5000, 10));
    assert_true(length.duration == 1210);
    assert_false(length_is_steady(&length, 39));
    assert_true(length_is_steady(&length, 40));
    assert_false(length_update(&length, 1210, 6000, 50));
    assert_false(length_is_steady(&length, 79));
    assert_true(length_is_steady(&length, 80));
}

static void at_its_end_more_bytes_do_not_matter(void **state)
{
    (void)state;
    struct length length;
    length_start(&length, 1000, 5000);
    length_update(&length, 1000, 6000, 10);
    assert_false(length_was_whole(&length, 969, 11));
    assert_true(length_was_whole(&length, 970, 11));
    length_update(&length, 1010, 6000, 12);
    assert_false(length_was_whole(&length, 1010, 13));
}

/* ---- In the recorder ---- */

static void a_file_that_grows_counts_once_its_length_is_known(void **state)
{
    struct bench *bench = *state;

    load(bench, "/recordings/Some Show S01E02.ts");
    for (int position = 0; position <= 4500; position += 10) {
        bench->length = LENGTH + position;
        play(bench, position);
    }
    assert_int_equal(entries_of(bench)->count, 0);
    play(bench, 4540); /* it was steady for a while */
    assert_int_equal(entries_of(bench)->count, 1);
}

static void more_bytes_alone_hold_it_back_too(void **state)
{
    struct bench *bench = *state;

    load(bench, "/recordings/Some Show S01E02.ts");
    for (int position = 0; position < 900; position += 5) {
        bench->size = 5000 + position;
        play(bench, position);
    }
    assert_int_equal(entries_of(bench)->count, 0);
    play(bench, 930);
    assert_int_equal(entries_of(bench)->count, 1);
}

static void a_download_that_goes_on_counts_at_its_end(void **state)
{
    struct bench *bench = *state;

    for (int end = 900; end <= 1000; end += 100) {
        load(bench, "/downloads/Some Show S01E02.mkv");
        for (int position = 0; position < end; position += 5) {
            bench->size++;
            play(bench, position);
        }
        tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
        assert_int_equal(entries_of(bench)->count, end == 1000);
    }
}

static void what_was_too_short_at_first_is_looked_up_later(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_LOADED,
                                  .path = "/recordings/Some Show S01E02.ts",
                                  .duration = 200,
                                  .file_size = 4711});
    play(bench, 100);
    assert_int_equal(bench->look_ups, 0);
    bench->length = 1200;
    play(bench, 1100);
    assert_int_equal(bench->look_ups, 1);
    assert_int_equal(entries_of(bench)->count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_never_changes_is_steady),
        cmocka_unit_test(one_that_grew_is_steady_after_a_while),
        cmocka_unit_test(at_its_end_more_bytes_do_not_matter),
        cmocka_unit_test_setup_teardown(a_file_that_grows_counts_once_its_length_is_known, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(more_bytes_alone_hold_it_back_too, setup, teardown),
        cmocka_unit_test_setup_teardown(a_download_that_goes_on_counts_at_its_end, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_too_short_at_first_is_looked_up_later, setup,
                                        teardown),
    };
    return cmocka_run_group_tests_name("length", tests, NULL, NULL);
}
