/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/answer_cache.h"
#include "core/identify/catalogue.h"
#include "core/identify/lookup.h"
#include "core/identify/trace.h"
#include "tests/doubles/resolving.h"

enum { DAY = 86400 };

static const int64_t harbour = 100;

/* The catalogue of resolving, which gives whole lists here. */
struct asking {
    struct service service;
    struct catalogue catalogue;
    struct answer_cache cache;
    struct series series;
    struct episode rows[64];
    size_t count;
    struct epi_error err;
};

static void begin(struct resolving *f, struct asking *asking)
{
    *asking = (struct asking){
        .service = shelf_tvdb,
        .catalogue = {&asking->service, &f->tvdb, NULL},
        .cache = {f->journal, "tvdb", "", RESOLVING_NOW, false},
        .series = {.ids = {.tvdb = harbour}, .title = "Harbour Lights", .year = 1990},
    };
    asking->service.ids = ID_TVDB;
    asking->service.whole_lists = true;
    resolving_show(f, "Harbour Lights", 1990, harbour, 2, 10);
}

static bool ask(struct asking *asking, const struct episode_query *query)
{
    asking->count = 99;
    return lookup_episodes(&asking->catalogue, &asking->cache, &asking->series, query, asking->rows,
                           64, &asking->count, &asking->err);
}

/* Asks for a number of the aired order; found: that it is there, after so many requests in all. */
static void assert_asked(struct resolving *f, struct asking *asking, int season, int number,
                         bool found, size_t requests)
{
    assert_true(
        ask(asking, &(struct episode_query){ORDER_AIRED, .season = season, .number = number}));
    assert_int_equal(asking->count, found);
    if (found) {
        assert_int_equal(asking->rows[0].season, season);
        assert_int_equal(asking->rows[0].number, number);
    }
    assert_int_equal(f->tvdb.requests, requests);
}

static void the_next_episode_needs_no_request(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    assert_asked(f, &asking, 1, 3, true, 1);
    assert_asked(f, &asking, 2, 10, true, 1);
    struct episode third = asking.rows[0];
    struct episode_query dated = {ORDER_AIRED, -1, -1, "", NULL};
    memcpy(dated.date, third.airdate, sizeof(dated.date));
    assert_true(ask(&asking, &dated));
    assert_int_equal(asking.count, 1);
    assert_int_equal(asking.rows[0].tvdb, third.tvdb);
    assert_true(ask(&asking, &(struct episode_query){ORDER_AIRED, 2, -1, "", NULL}));
    assert_int_equal(asking.count, 10);
    assert_true(ask(&asking, &(struct episode_query){ORDER_AIRED, -1, -1, "", NULL}));
    assert_int_equal(asking.count, 20);
    assert_true(ask(&asking, &(struct episode_query){ORDER_ABSOLUTE, -1, 13, "", NULL}));
    assert_int_equal(asking.count, 1);
    assert_int_equal(asking.rows[0].season, 2);
    assert_int_equal(asking.rows[0].number, 3);
    assert_int_equal(f->tvdb.requests, 1);
}

/* Asks for a number of another order; the season and number that it has in the aired one, 0: none,
 * after so many requests in all. */
static void assert_placed(struct resolving *f, struct asking *asking, enum episode_order order,
                          int number, int season, int aired, size_t requests)
{
    assert_true(ask(asking, &(struct episode_query){order, 1, number, "", NULL}));
    assert_int_equal(asking->count, aired > 0);
    if (aired > 0) {
        assert_int_equal(asking->rows[0].season, season);
        assert_int_equal(asking->rows[0].number, aired);
        assert_true(*asking->rows[0].airdate);
    }
    assert_int_equal(f->tvdb.requests, requests);
}

/* Not even on a plane. */
static void another_order_is_kept_whole_too(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    struct show *show = shelf_find(&f->shelf, harbour, 0);
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 9));
    session_place(&f->tvdb, ORDER_DVD, 1, 2, resolving_listed(show, 2, 4));
    assert_placed(f, &asking, ORDER_DVD, 1, 1, 9, 2);
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "no connection"};
    assert_placed(f, &asking, ORDER_DVD, 2, 2, 4, 2);
    asking.cache.now += DAY - 1;
    assert_placed(f, &asking, ORDER_DVD, 3, 0, 0, 2);
    asking.cache.now += 1;
    assert_false(ask(&asking, &(struct episode_query){ORDER_DVD, 1, 3, "", NULL}));
    f->tvdb.fail.kind = EPI_ERROR_NONE;
    session_place(&f->tvdb, ORDER_DVD, 1, 3, resolving_listed(show, 1, 1));
    assert_placed(f, &asking, ORDER_DVD, 3, 1, 1, 4);
    /* Each order is another list, and a series may not have it. */
    assert_placed(f, &asking, ORDER_REGIONAL, 1, 0, 0, 5);
    assert_placed(f, &asking, ORDER_REGIONAL, 2, 0, 0, 5);
    assert_asked(f, &asking, 1, 2, true, 5);
}

static void several_episodes_may_be_at_one_number(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    struct show *show = shelf_find(&f->shelf, harbour, 0);
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 2));
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 1));
    assert_true(ask(&asking, &(struct episode_query){ORDER_DVD, 1, 1, "", NULL}));
    assert_int_equal(asking.count, 2);
    assert_int_equal(asking.rows[0].number, 1);
    assert_int_equal(asking.rows[1].number, 2);
}

/* The order may be newer than the aired list. */
static void what_only_the_order_has_is_looked_for_again(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    struct episode late = {
        .tvdb = 999, .season = 2, .number = 11, .airdate = "1991-03-20", .title = "The Last Ferry"};
    begin(f, &asking);
    session_place(&f->tvdb, ORDER_DVD, 1, 1, &late);
    assert_asked(f, &asking, 1, 2, true, 1);
    assert_placed(f, &asking, ORDER_DVD, 1, 0, 0, 2);
    shelf_add_episode(shelf_find(&f->shelf, harbour, 0), &late);
    assert_placed(f, &asking, ORDER_DVD, 1, 0, 0, 2);
    asking.cache.now += DAY;
    assert_placed(f, &asking, ORDER_DVD, 1, 2, 11, 3);
}

static void an_absolute_number_is_of_the_list_or_of_its_own_order(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    struct show *show = shelf_find(&f->shelf, harbour, 0);
    assert_placed(f, &asking, ORDER_ABSOLUTE, 13, 2, 3, 1);
    for (size_t i = 0; i < show->episode_count; i++)
        show->episodes[i].absolute = 0;
    session_place(&f->tvdb, ORDER_ABSOLUTE, 1, 13, resolving_listed(show, 2, 5));
    asking.cache.anew = true;
    assert_true(ask(&asking, &(struct episode_query){ORDER_ABSOLUTE, -1, 13, "", NULL}));
    assert_int_equal(asking.rows[0].number, 5);
    asking.cache.anew = false;
    size_t before = f->tvdb.requests;
    assert_placed(f, &asking, ORDER_ABSOLUTE, 13, 2, 5, before + 2);
    assert_placed(f, &asking, ORDER_ABSOLUTE, 14, 0, 0, before + 2);
    assert_placed(f, &asking, ORDER_ABSOLUTE, 0, 0, 0, before + 2);
}

static void without_a_journal_an_order_is_asked_for_each_time(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    asking.cache.journal = NULL;
    session_place(&f->tvdb, ORDER_DVD, 1, 1,
                  resolving_listed(shelf_find(&f->shelf, harbour, 0), 1, 9));
    assert_placed(f, &asking, ORDER_DVD, 1, 1, 9, 2);
    assert_placed(f, &asking, ORDER_DVD, 1, 1, 9, 4);
    assert_placed(f, &asking, ORDER_ABSOLUTE, 13, 2, 3, 5);
}

static void specials_are_found_as_specials(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    struct show *show = shelf_find(&f->shelf, harbour, 0);
    struct episode numbered = {
        .tvdb = 901, .season = 0, .number = 4, .special = true, .title = "Low Tide"};
    struct episode between = {
        .tvdb = 902, .season = 1, .number = -1, .special = true, .title = "High Tide"};
    shelf_add_episode(show, &numbered);
    shelf_add_episode(show, &between);
    assert_true(ask(&asking, &(struct episode_query){ORDER_AIRED, 0, -1, "", NULL}));
    assert_int_equal(asking.count, 2);
    assert_string_equal(asking.rows[1].title, "High Tide");
    assert_asked(f, &asking, 0, 4, true, 1);
    assert_true(ask(&asking, &(struct episode_query){ORDER_AIRED, 1, -1, "", NULL}));
    assert_int_equal(asking.count, 10);
}

static void what_a_list_lacks_is_asked_for_again_after_a_day(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 77, false, 1);
    asking.cache.now += DAY - 1;
    assert_asked(f, &asking, 1, 77, false, 1);
    asking.cache.now += 1;
    assert_asked(f, &asking, 1, 77, false, 2);
    asking.series.year = 2099; /* a new series grows faster */
    asking.cache.now += DAY / 4;
    assert_asked(f, &asking, 1, 77, false, 3);
    asking.cache.now -= 2 * DAY; /* a clock that was ahead does not keep it */
    assert_asked(f, &asking, 1, 77, false, 4);
}

static void a_list_is_fetched_again_after_a_week(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    asking.cache.now += 7 * DAY - 1;
    assert_asked(f, &asking, 1, 3, true, 1);
    asking.cache.now += 1;
    resolving_title(shelf_find(&f->shelf, harbour, 0), 1, 3, "Put Right");
    assert_asked(f, &asking, 1, 3, true, 2);
    assert_string_equal(asking.rows[0].title, "Put Right");
}

static void an_old_list_is_better_than_none(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    struct episode_query query = {ORDER_AIRED, 1, 77, "", NULL};
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    asking.cache.now += 100 * DAY;
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "no connection"};
    assert_asked(f, &asking, 1, 3, true, f->tvdb.requests + 1);
    /* But it cannot tell what came since. */
    assert_false(ask(&asking, &query));
    assert_int_equal(asking.err.kind, EPI_ERROR_LATER);
    f->tvdb.fail.kind = EPI_ERROR_STOPPED;
    query.number = 3;
    assert_false(ask(&asking, &query));
    assert_int_equal(asking.err.kind, EPI_ERROR_STOPPED);
}

static void a_doubted_list_is_forgotten(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    asking.cache.anew = true;
    assert_asked(f, &asking, 1, 2, true, 2);
    asking.cache.anew = false;
    assert_asked(f, &asking, 1, 3, true, 3);
    assert_asked(f, &asking, 1, 4, true, 3);
}

static void renew(struct asking *asking)
{
    asking->err = (struct epi_error){0};
    if (!lookup_renew(&asking->catalogue, &asking->cache, harbour, ORDER_AIRED, &asking->err))
        fail_msg("%s", asking->err.text);
}

static void a_list_is_renewed_before_it_is_too_old(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    f->tvdb.version = "\"1\"";
    assert_asked(f, &asking, 1, 2, true, 1);
    resolving_title(shelf_find(&f->shelf, harbour, 0), 1, 3, "Put Right");
    asking.cache.now += 6 * DAY;
    renew(&asking); /* the same version: the list stays as it is, and is fresh again */
    asking.cache.now += 6 * DAY;
    assert_asked(f, &asking, 1, 3, true, 2);
    assert_string_not_equal(asking.rows[0].title, "Put Right");
    f->tvdb.version = "\"2\"";
    renew(&asking);
    asking.cache.now += 6 * DAY;
    assert_asked(f, &asking, 1, 3, true, 3);
    assert_string_equal(asking.rows[0].title, "Put Right");
}

static void a_trace_says_what_was_kept_and_what_is_unchanged(void **state)
{
    struct resolving *f = *state;
    struct trace *trace = calloc(1, sizeof(*trace));
    struct asking asking;
    begin(f, &asking);
    asking.catalogue.trace = trace;
    f->tvdb.version = "\"1\"";
    assert_asked(f, &asking, 1, 2, true, 1);
    assert_int_equal(trace->question_count, 2);
    assert_string_equal(trace->questions[0].words, "all episodes of Harbour Lights (1990)");
    assert_int_equal(trace->questions[0].rows, 20);
    assert_string_equal(trace->questions[1].words, "1x02 of Harbour Lights (1990)");
    assert_int_equal(trace->questions[1].kept_at, 0);
    trace->question_count = 0;
    asking.cache.now += DAY;
    assert_asked(f, &asking, 1, 2, true, 1);
    assert_int_equal(trace->question_count, 1);
    assert_int_equal(trace->questions[0].kept_at, RESOLVING_NOW);
    trace->question_count = 0;
    asking.cache.now += 7 * DAY;
    assert_asked(f, &asking, 1, 2, true, 2);
    assert_true(trace->questions[0].answered && trace->questions[0].unchanged);
    assert_int_equal(trace->questions[1].kept_at, 0);
    free(trace);
}

static void a_renewal_that_fails_or_finds_nothing_takes_nothing(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    f->tvdb.fail = (struct epi_error){.kind = EPI_ERROR_LATER, .text = "no connection"};
    assert_false(lookup_renew(&asking.catalogue, &asking.cache, harbour, ORDER_AIRED, &asking.err));
    assert_int_equal(asking.err.kind, EPI_ERROR_LATER);
    f->tvdb.fail.kind = EPI_ERROR_NONE;
    shelf_find(&f->shelf, harbour, 0)->episode_count = 0;
    renew(&asking);
    assert_asked(f, &asking, 1, 3, true, 3);
}

/* What was cut off would be taken for the whole list. */
static void a_list_that_is_too_long_is_none(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    struct episode *rows = calloc(LOOKUP_ROWS_MAX, sizeof(*rows));
    struct show *show = shelf_find(&f->shelf, harbour, 0);
    free(show->episodes);
    show->episodes = calloc(LOOKUP_ROWS_MAX, sizeof(*show->episodes));
    show->episode_count = LOOKUP_ROWS_MAX;
    for (int i = 0; i < LOOKUP_ROWS_MAX; i++) {
        show->episodes[i] =
            (struct episode){.tvdb = 1 + i, .season = 1 + i / 1000, .number = 1 + i % 1000};
    }
    size_t count;
    assert_false(lookup_episodes(&asking.catalogue, &asking.cache, &asking.series,
                                 &(struct episode_query){ORDER_AIRED, 1, 2, "", NULL}, rows,
                                 LOOKUP_ROWS_MAX, &count, &asking.err));
    assert_int_equal(asking.err.kind, EPI_ERROR_LATER);
    assert_non_null(strstr(asking.err.text, "more episodes than a series has"));
    free(rows);
}

static void each_language_has_its_list(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    assert_asked(f, &asking, 1, 2, true, 1);
    asking.cache.language = "deu";
    assert_asked(f, &asking, 1, 2, true, 2);
    asking.cache.language = "";
    assert_asked(f, &asking, 1, 3, true, 2);
}

static void without_a_list_each_is_asked_for(void **state)
{
    struct resolving *f = *state;
    struct asking asking;
    begin(f, &asking);
    asking.service.whole_lists = false;
    assert_asked(f, &asking, 1, 2, true, 1);
    assert_asked(f, &asking, 1, 3, true, 2);
    assert_asked(f, &asking, 1, 3, true, 2); /* an answer is kept all the same */
    asking.service.whole_lists = true;
    asking.cache.journal = NULL;
    assert_asked(f, &asking, 1, 3, true, 3);
    assert_asked(f, &asking, 1, 3, true, 4);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_next_episode_needs_no_request),
        TEST(another_order_is_kept_whole_too),
        TEST(several_episodes_may_be_at_one_number),
        TEST(what_only_the_order_has_is_looked_for_again),
        TEST(an_absolute_number_is_of_the_list_or_of_its_own_order),
        TEST(without_a_journal_an_order_is_asked_for_each_time),
        TEST(specials_are_found_as_specials),
        TEST(what_a_list_lacks_is_asked_for_again_after_a_day),
        TEST(a_list_is_fetched_again_after_a_week),
        TEST(an_old_list_is_better_than_none),
        TEST(a_doubted_list_is_forgotten),
        TEST(a_list_is_renewed_before_it_is_too_old),
        TEST(a_trace_says_what_was_kept_and_what_is_unchanged),
        TEST(a_renewal_that_fails_or_finds_nothing_takes_nothing),
        TEST(a_list_that_is_too_long_is_none),
        TEST(each_language_has_its_list),
        TEST(without_a_list_each_is_asked_for),
    };
    return cmocka_run_group_tests_name("lookup", tests, NULL, NULL);
}
