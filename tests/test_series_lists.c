/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/lookup.h"
#include "core/identify/series_lists.h"
#include "core/journal/entry.h"
#include "tests/doubles/resolving.h"

/* A series of three seasons of ten episodes, of which the file is 2x05. */
struct fixture {
    struct resolving *f;
    struct show *show;
    struct guess guess;
    struct match match;
    struct episode *rows;
    size_t count;
    const char *source;
    struct epi_error err;
};

static struct series_lists lists_of(const struct fixture *fixture)
{
    return (struct series_lists){.resolve = fixture->f->resolve,
                                 .config = &fixture->f->config,
                                 .journal = fixture->f->journal,
                                 .now = RESOLVING_NOW,
                                 .guess = &fixture->guess,
                                 .match = &fixture->match};
}

static int begin(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    void *resolving = NULL;
    if (resolving_begin(&resolving) != 0)
        return 1;
    fixture->f = resolving;
    fixture->rows = calloc(LOOKUP_ROWS_MAX, sizeof(*fixture->rows));
    fixture->show = resolving_show(fixture->f, "Harbour Lights", 2005, 100, 3, 10);
    resolving_title(fixture->show, 1, 4, "The Storm");
    resolving_title(fixture->show, 3, 2, "After the Storm");
    fixture->guess = (struct guess){.season = 2, .episodes = {5}, .episode_count = 1};
    fixture->match = (struct match){.series = fixture->show->tvdb,
                                    .episode = *resolving_listed(fixture->show, 2, 5),
                                    .source = "tvdb"};
    *state = fixture;
    return 0;
}

static int end(void **state)
{
    struct fixture *fixture = *state;
    void *resolving = fixture->f;
    free(fixture->rows);
    free(fixture);
    return resolving_end(&resolving);
}

static void ask(struct fixture *fixture)
{
    struct series_lists lists = lists_of(fixture);
    assert_true(series_lists_episodes(&lists, fixture->rows, &fixture->count, &fixture->source,
                                      &fixture->err));
}

static void assert_row(const struct fixture *fixture, size_t index, int season, int number)
{
    assert_true(index < fixture->count);
    assert_int_equal(fixture->rows[index].season, season);
    assert_int_equal(fixture->rows[index].number, number);
}

static void all_episodes_are_listed_in_their_order(void **state)
{
    struct fixture *fixture = *state;
    resolving_listed(fixture->show, 1, 1)->season = 0; /* now a special */
    ask(fixture);
    assert_int_equal(fixture->count, 30);
    assert_row(fixture, 0, 1, 2);
    assert_row(fixture, 28, 3, 10);
    assert_row(fixture, 29, 0, 1);
    assert_true(fixture->source[0]);
}

/* The numbers are those that the names have: what is chosen moves them. */
static void they_have_the_numbers_of_the_order_that_holds(void **state)
{
    struct fixture *fixture = *state;
    const enum episode_order dvd = ORDER_DVD;
    session_place(&fixture->f->tvdb, ORDER_DVD, 1, 1, resolving_listed(fixture->show, 2, 5));
    session_place(&fixture->f->tvdb, ORDER_DVD, 1, 2, resolving_listed(fixture->show, 1, 1));
    struct series_lists lists = lists_of(fixture);
    lists.order = &dvd; /* by the folder */
    assert_true(series_lists_episodes(&lists, fixture->rows, &fixture->count, &fixture->source,
                                      &fixture->err));
    assert_int_equal(fixture->count, 2);
    assert_row(fixture, 0, 1, 1);
    assert_true(series_lists_same(&fixture->rows[0], &fixture->match.episode));
    resolving_order(fixture->f, &fixture->match.series.ids, ORDER_ABSOLUTE);
    ask(fixture);
    assert_int_equal(fixture->count, 30);
    assert_row(fixture, 14, 2, 15); /* in the season of the name */
    assert_true(series_lists_same(&fixture->rows[14], &fixture->match.episode));
    resolving_order(fixture->f, &fixture->match.series.ids, ORDER_REGIONAL);
    ask(fixture); /* it has none: names are read as aired */
    assert_row(fixture, 14, 2, 5);
}

static void numbers_and_titles_are_searched(void **state)
{
    static const struct {
        const char *text;
        size_t count;
        int season, number;
    } cases[] = {
        {"1x04", 1, 1, 4},      {"S03E10", 1, 3, 10}, {" 7 ", 1, 2, 7},  {"after the", 1, 3, 2},
        {"the storm", 2, 1, 4}, {"storm", 2, 1, 4},   {"9x09", 0, 0, 0}, {"unheard of", 0, 0, 0},
    };
    struct fixture *fixture = *state;
    struct series_lists lists = lists_of(fixture);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        ask(fixture);
        fixture->count = series_lists_search(&lists, cases[i].text, fixture->rows, fixture->count);
        assert_int_equal(fixture->count, cases[i].count);
        if (fixture->count > 0)
            assert_row(fixture, 0, cases[i].season, cases[i].number);
    }
}

static void of_many_those_near_it_are_listed(void **state)
{
    struct fixture *fixture = *state;
    struct series_lists lists = lists_of(fixture);
    ask(fixture);
    assert_int_equal(series_lists_near(&lists, fixture->rows, fixture->count, 50), 30);
    assert_row(fixture, 0, 1, 1);
    assert_int_equal(series_lists_near(&lists, fixture->rows, fixture->count, 10), 10);
    assert_row(fixture, 0, 1, 10);
    assert_row(fixture, 5, 2, 5);
    ask(fixture);
    fixture->match.episode = *resolving_listed(fixture->show, 3, 10);
    series_lists_near(&lists, fixture->rows, fixture->count, 10);
    assert_row(fixture, 9, 3, 10);
    ask(fixture);
    fixture->match.episode = (struct episode){.season = -1, .number = -1}; /* not known */
    series_lists_near(&lists, fixture->rows, fixture->count, 10);
    assert_row(fixture, 0, 1, 1);
}

static void the_orders_of_a_series_are_found(void **state)
{
    struct fixture *fixture = *state;
    struct series_lists lists = lists_of(fixture);
    unsigned always = 1U << ORDER_AUTO | 1U << ORDER_AIRED | 1U << ORDER_ABSOLUTE, orders = 99;
    assert_true(series_lists_orders(&lists, &orders, &fixture->err));
    assert_int_equal(orders, always);
    session_place(&fixture->f->tvdb, ORDER_DVD, 1, 1, resolving_listed(fixture->show, 2, 5));
    assert_true(series_lists_orders(&lists, &orders, &fixture->err));
    assert_int_equal(orders, always | 1U << ORDER_DVD);
}

static void a_catalogue_that_cannot_be_asked_is_named(void **state)
{
    struct fixture *fixture = *state;
    struct series_lists lists = lists_of(fixture);
    unsigned orders;
    fixture->f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "busy"};
    ask(fixture); /* the other one has it too */
    assert_int_equal(fixture->count, 30);
    fixture->f->tvmaze.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "away"};
    assert_false(series_lists_episodes(&lists, fixture->rows, &fixture->count, &fixture->source,
                                       &fixture->err));
    assert_string_equal(fixture->err.text, "busy");
    assert_false(series_lists_orders(&lists, &orders, &fixture->err));
    fixture->f->tvdb.fail.kind = EPI_ERROR_SIGN_IN; /* it is asked only of who is signed in */
    assert_false(series_lists_orders(&lists, &orders, &fixture->err));
    assert_string_equal(fixture->err.text, "away");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(all_episodes_are_listed_in_their_order),
        TEST(they_have_the_numbers_of_the_order_that_holds),
        TEST(numbers_and_titles_are_searched),
        TEST(of_many_those_near_it_are_listed),
        TEST(the_orders_of_a_series_are_found),
        TEST(a_catalogue_that_cannot_be_asked_is_named),
    };
    return cmocka_run_group_tests_name("series_lists", tests, NULL, NULL);
}
