/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/episode_lists.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, HALF_A_YEAR = 183 * SCRATCH_DAY, MAX = 8 };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

static struct episode_list list_of(int64_t series, enum episode_order order)
{
    return (struct episode_list){"tvdb", "en", series, order};
}

/* Two seasons of two episodes, with a special between them. */
static const struct episode some_rows[] = {
    {.season = 1, .number = 1, .absolute = 1, .title = "One", .airdate = "2020-01-01", .tvdb = 11},
    {.season = 1, .number = 2, .absolute = 2, .title = "Two", .airdate = "2020-01-08", .tvdb = 12},
    {.season = 1, .number = -1, .special = true, .title = "Between", .airdate = "2020-01-08"},
    {.season = 0, .number = 1, .special = true, .title = "Extra", .tvmaze = 99},
    {.season = 2, .number = 1, .absolute = 3, .runtime = 42},
};

static void store(struct journal *journal, int64_t series, enum episode_order order, size_t count,
                  int64_t at)
{
    struct episode_list list = list_of(series, order);
    struct list_version version = {.etag = "\"tag\"", .modified = "yesterday"};
    assert_true(episode_lists_store(journal, &list, some_rows, count, &version, at, NULL));
}

static int64_t fetched(struct journal *journal, int64_t series, enum episode_order order)
{
    struct episode_list list = list_of(series, order);
    int64_t at = -1;
    assert_true(episode_lists_fetched(journal, &list, &at, NULL));
    return at;
}

/* The numbers of the rows that a query means, as text: "1x1 0x1s". */
static const char *find(struct journal *journal, enum episode_order order,
                        const struct episode_query *query, size_t max)
{
    static char text[128];
    struct episode rows[MAX];
    struct episode_list list = list_of(7, order);
    size_t count = 99;
    assert_true(episode_lists_find(journal, &list, query, rows, max, &count, NULL));
    assert_true(count <= max);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "%s%dx%d%s", len ? " " : "", rows[i].season,
                 rows[i].number, rows[i].special ? "s" : "");
    }
    return text;
}

static void assert_found(struct journal *journal, enum episode_order order, int season, int number,
                         const char *wanted)
{
    struct episode_query query = {.season = season, .number = number};
    assert_string_equal(find(journal, order, &query, MAX), wanted);
}

static void in_the_aired_order_specials_have_a_season_of_their_own(void **state)
{
    struct journal *journal = journal_of(state);
    assert_found(journal, ORDER_AIRED, -1, -1, "");
    store(journal, 7, ORDER_AIRED, 5, NOW);
    assert_found(journal, ORDER_AIRED, -1, -1, "1x1 1x2 1x-1s 0x1s 2x1");
    assert_found(journal, ORDER_AIRED, 1, -1, "1x1 1x2");
    assert_found(journal, ORDER_AIRED, 1, 2, "1x2");
    assert_found(journal, ORDER_AIRED, 0, -1, "1x-1s 0x1s");
    assert_found(journal, ORDER_AIRED, 0, 1, "0x1s");
    assert_found(journal, ORDER_AIRED, -1, 1, "1x1 0x1s 2x1");
    assert_found(journal, ORDER_AIRED, 3, -1, "");
    assert_found(journal, ORDER_AIRED, 1, 0, "");
}

static void another_order_has_its_own_numbers(void **state)
{
    struct journal *journal = journal_of(state);
    store(journal, 7, ORDER_DVD, 5, NOW);
    assert_found(journal, ORDER_DVD, 1, -1, "1x1 1x2 1x-1s");
    assert_found(journal, ORDER_DVD, 0, -1, "0x1s");
    assert_found(journal, ORDER_DVD, -1, 1, "1x1 0x1s 2x1");
    assert_found(journal, ORDER_AIRED, -1, -1, "");
}

static void the_absolute_order_has_one_season(void **state)
{
    struct journal *journal = journal_of(state);
    store(journal, 7, ORDER_ABSOLUTE, 5, NOW);
    assert_found(journal, ORDER_ABSOLUTE, -1, 2, "1x2");
    assert_found(journal, ORDER_ABSOLUTE, 9, 1, "1x1");
    assert_found(journal, ORDER_ABSOLUTE, 9, 0, "");
    assert_found(journal, ORDER_ABSOLUTE, 9, -1, "1x1 1x2 1x-1s 0x1s 2x1");
}

static void a_day_means_all_that_aired_then(void **state)
{
    struct journal *journal = journal_of(state);
    struct episode_query query = {.season = 5, .number = 5, .date = "2020-01-08"};
    store(journal, 7, ORDER_AIRED, 5, NOW);
    assert_string_equal(find(journal, ORDER_AIRED, &query, MAX), "1x2 1x-1s");
    assert_string_equal(find(journal, ORDER_AIRED, &query, 1), "1x2");
    memcpy(query.date, "2020-01-02", sizeof(query.date));
    assert_string_equal(find(journal, ORDER_AIRED, &query, MAX), "");
}

static void a_row_comes_back_as_it_was(void **state)
{
    struct journal *journal = journal_of(state);
    struct episode_query whole = {.season = -1, .number = -1};
    struct episode_list list = list_of(7, ORDER_AIRED);
    struct episode rows[MAX];
    size_t count;
    store(journal, 7, ORDER_AIRED, 5, NOW);
    assert_true(episode_lists_find(journal, &list, &whole, rows, MAX, &count, NULL));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].absolute, some_rows[i].absolute);
        assert_int_equal(rows[i].runtime, some_rows[i].runtime);
        assert_int_equal(rows[i].tvdb, some_rows[i].tvdb);
        assert_int_equal(rows[i].tvmaze, some_rows[i].tvmaze);
        assert_string_equal(rows[i].title, some_rows[i].title);
        assert_string_equal(rows[i].airdate, some_rows[i].airdate);
    }
}

static void a_list_replaces_the_one_before(void **state)
{
    struct journal *journal = journal_of(state);
    struct list_version version;
    struct episode_list list = list_of(7, ORDER_AIRED);
    assert_true(episode_lists_version(journal, &list, &version, NULL));
    assert_string_equal(version.etag, "");
    store(journal, 7, ORDER_AIRED, 5, NOW);
    store(journal, 8, ORDER_AIRED, 5, NOW);
    store(journal, 7, ORDER_AIRED, 1, NOW + 5);
    assert_found(journal, ORDER_AIRED, -1, -1, "1x1");
    assert_int_equal(fetched(journal, 7, ORDER_AIRED), NOW + 5);
    assert_int_equal(fetched(journal, 8, ORDER_AIRED), NOW);
    assert_int_equal(fetched(journal, 7, ORDER_DVD), 0);
    assert_true(episode_lists_version(journal, &list, &version, NULL));
    assert_string_equal(version.etag, "\"tag\"");
    assert_string_equal(version.modified, "yesterday");
}

static void what_nothing_fetches_is_forgotten(void **state)
{
    struct journal *journal = journal_of(state);
    store(journal, 7, ORDER_AIRED, 5, NOW - HALF_A_YEAR - 1);
    store(journal, 7, ORDER_DVD, 5, NOW - HALF_A_YEAR - 1);
    store(journal, 8, ORDER_AIRED, 5, NOW - HALF_A_YEAR);
    store(journal, 9, ORDER_AIRED, 5, NOW);
    assert_int_equal(fetched(journal, 7, ORDER_AIRED), 0);
    assert_int_equal(fetched(journal, 7, ORDER_DVD), 0);
    assert_int_equal(fetched(journal, 8, ORDER_AIRED), NOW - HALF_A_YEAR);
    assert_found(journal, ORDER_AIRED, -1, -1, "");
}

static void a_list_may_be_confirmed_aged_and_dropped(void **state)
{
    struct journal *journal = journal_of(state);
    struct episode_list list = list_of(7, ORDER_AIRED);
    store(journal, 7, ORDER_AIRED, 5, NOW);
    store(journal, 8, ORDER_AIRED, 5, NOW);
    assert_true(episode_lists_confirm(journal, &list, NOW + 9, NULL));
    assert_int_equal(fetched(journal, 7, ORDER_AIRED), NOW + 9);
    assert_int_equal(fetched(journal, 8, ORDER_AIRED), NOW);
    assert_true(episode_lists_age(journal, NOW + 4, NULL));
    assert_int_equal(fetched(journal, 7, ORDER_AIRED), NOW + 4);
    assert_int_equal(fetched(journal, 8, ORDER_AIRED), NOW);
    assert_true(episode_lists_drop(journal, &list, NULL));
    assert_int_equal(fetched(journal, 7, ORDER_AIRED), 0);
    assert_found(journal, ORDER_AIRED, -1, -1, "");
    assert_int_equal(fetched(journal, 8, ORDER_AIRED), NOW);
    assert_true(episode_lists_drop(journal, &list, NULL)); /* there is none */
}

/* The series of the oldest list. */
static int64_t oldest(struct journal *journal, enum id_kind ids, int64_t watched_since,
                      int64_t fetched_before, enum episode_order *order)
{
    struct episode_lists_wanted wanted = {watched_since, fetched_before};
    struct episode_list list = list_of(99, ORDER_AIRED);
    assert_true(episode_lists_oldest(journal, &wanted, ids, &list, NULL));
    *order = list.order;
    return list.series;
}

static void the_oldest_list_of_a_watched_series_is_fetched_next(void **state)
{
    struct journal *journal = journal_of(state);
    enum episode_order order;
    store(journal, 81189, ORDER_AIRED, 5, NOW + 20);
    store(journal, 81189, ORDER_DVD, 5, NOW + 10);
    store(journal, 81189, ORDER_ABSOLUTE, 0, NOW + 1); /* it has none */
    store(journal, 169, ORDER_AIRED, 5, NOW + 2);
    assert_int_equal(oldest(journal, ID_TVDB, 0, NOW + 99, &order), 0);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    assert_int_equal(oldest(journal, ID_TVDB, NOW, NOW + 99, &order), 81189);
    assert_int_equal(order, ORDER_DVD);
    assert_int_equal(oldest(journal, ID_TVDB, NOW + 1, NOW + 99, &order), 0);
    assert_int_equal(oldest(journal, ID_TVDB, NOW, NOW + 11, &order), 81189);
    assert_int_equal(oldest(journal, ID_TVDB, NOW, NOW + 10, &order), 0);
    assert_int_equal(oldest(journal, ID_TVMAZE, NOW, NOW + 99, &order), 169);
    store(journal, 81189, ORDER_DVD, 5, NOW + 30);
    assert_int_equal(oldest(journal, ID_TVDB, NOW, NOW + 99, &order), 81189);
    assert_int_equal(order, ORDER_AIRED);
    store(journal, 81189, ORDER_AIRED, 0, NOW + 20); /* also one without rows */
    assert_int_equal(oldest(journal, ID_TVDB, NOW, NOW + 25, &order), 81189);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
        TEST(in_the_aired_order_specials_have_a_season_of_their_own),
        TEST(another_order_has_its_own_numbers),
        TEST(the_absolute_order_has_one_season),
        TEST(a_day_means_all_that_aired_then),
        TEST(a_row_comes_back_as_it_was),
        TEST(a_list_replaces_the_one_before),
        TEST(what_nothing_fetches_is_forgotten),
        TEST(a_list_may_be_confirmed_aged_and_dropped),
        TEST(the_oldest_list_of_a_watched_series_is_fetched_next),
    };
    return cmocka_run_group_tests_name("episode_lists", tests, NULL, NULL);
}
