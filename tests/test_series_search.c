/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/identify/series_search.h"
#include "tests/doubles/resolving.h"

static void a_series_is_looked_up(void **state)
{
    struct resolving *f = *state;
    struct series series;
    struct epi_error err = {0};
    bool found = false;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    assert_true(
        series_search_ids(f->resolve, &(struct series_ids){.tvdb = 100}, &series, &found, &err));
    assert_true(found);
    assert_string_equal(series.title, "Harbour Lights");
    assert_true(
        series_search_ids(f->resolve, &(struct series_ids){.tvmaze = 777}, &series, &found, &err));
    assert_true(found);
    assert_string_equal(series.title, "Old Harbour");
    assert_true(
        series_search_ids(f->resolve, &(struct series_ids){.tvdb = 9}, &series, &found, &err));
    assert_false(found);
    f->tvmaze.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "busy"};
    assert_false(
        series_search_ids(f->resolve, &(struct series_ids){.tvdb = 9}, &series, &found, &err));
}

static void a_title_is_searched(void **state)
{
    struct resolving *f = *state;
    struct series found[4];
    struct epi_error err = {0};
    size_t count;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    shelf_add(&f->shelf, "Old Harbour", 1950, 0, 777);
    assert_true(series_search_title(f->resolve, "Harbour Lights", 0, found, 4, &count, &err));
    assert_int_equal(count, 2);
    /* The first catalogue knows others that are called like it. */
    assert_true(series_search_title(f->resolve, "Old Harbour", 0, found, 4, &count, &err));
    assert_int_equal(count, 3);
    assert_int_equal(found[2].ids.tvmaze, 777);
    assert_true(series_search_title(f->resolve, "Nothing Like It", 0, found, 4, &count, &err));
    assert_int_equal(count, 0);
    f->tvmaze.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "busy"};
    assert_false(series_search_title(f->resolve, "Nothing Like It", 0, found, 4, &count, &err));
    assert_string_equal(err.text, "busy");
}

static void what_is_typed_is_an_id_or_a_title(void **state)
{
    struct resolving *f = *state;
    struct series found[4];
    struct epi_error err = {0};
    size_t count;
    resolving_show(f, "Harbour Lights", 1990, 100, 2, 10);
    resolving_show(f, "Harbour Lights", 2015, 101, 2, 10);
    assert_true(series_search_text(f->resolve, "tvdb:101", found, 4, &count, &err));
    assert_int_equal(count, 1);
    assert_int_equal(found[0].year, 2015);
    assert_true(series_search_text(f->resolve, "tvdb:9", found, 4, &count, &err));
    assert_int_equal(count, 0);
    assert_true(series_search_text(f->resolve, "harbour lights", found, 4, &count, &err));
    assert_int_equal(count, 2);
    f->tvdb.fail = f->tvmaze.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "busy"};
    assert_false(series_search_text(f->resolve, "harbour lights", found, 4, &count, &err));
    assert_false(series_search_text(f->resolve, "tvdb:9", found, 4, &count, &err));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)
    const struct CMUnitTest tests[] = {
        TEST(a_series_is_looked_up),
        TEST(a_title_is_searched),
        TEST(what_is_typed_is_an_id_or_a_title),
    };
    return cmocka_run_group_tests_name("series_search", tests, NULL, NULL);
}
