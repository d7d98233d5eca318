/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/answer_cache.h"
#include "tests/doubles/resolving.h"

static void a_kept_answer_is_not_asked_for_again(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 2, 10);
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    size_t first = f->tvdb.requests;
    assert_true(first >= 2);
    resolving_episode(f, "Harbour.Lights.S01E02.mkv", 100, 1, 2);
    assert_int_equal(f->tvdb.requests, first);
    resolving_episode(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_int_equal(f->tvdb.requests, first + 1);
    /* In another language it is another answer. */
    memcpy(f->config.language, "de", 3);
    resolving_episode(f, "Harbour.Lights.S01E03.mkv", 100, 1, 3);
    assert_true(f->tvdb.requests >= first + 3);
}

static struct answer_cache cache_of(struct resolving *f)
{
    return (struct answer_cache){f->journal, "tvdb", "en", RESOLVING_NOW, false};
}

static void a_series_is_kept_for_two_weeks(void **state)
{
    struct answer_cache cache = cache_of(*state);
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Harbour Lights"};
    struct series series = {.ids = {.tvdb = 100, .imdb = "tt1"},
                            .title = "Harbour Lights",
                            .aliases = {"Hafenlichter"},
                            .alias_count = 1,
                            .year = 2005,
                            .runtime = 42};
    struct series found;
    double confidence;
    assert_false(answer_cache_find_series(&cache, &guess, &found, &confidence));
    answer_cache_keep_series(&cache, &guess, &series, 0.97);
    assert_true(answer_cache_find_series(&cache, &guess, &found, &confidence));
    assert_true(confidence == 0.97);
    assert_int_equal(found.ids.tvdb, 100);
    assert_string_equal(found.ids.imdb, "tt1");
    assert_string_equal(found.title, "Harbour Lights");
    assert_int_equal(found.alias_count, 1);
    assert_string_equal(found.aliases[0], "Hafenlichter");
    assert_int_equal(found.year, 2005);
    assert_int_equal(found.runtime, 42);
    cache.anew = true; /* it is doubted */
    assert_false(answer_cache_find_series(&cache, &guess, &found, &confidence));
    cache.anew = false;
    guess.year = 2005; /* another title key */
    assert_false(answer_cache_find_series(&cache, &guess, &found, &confidence));
    guess.year = 0;
    cache.catalogue = "tvmaze";
    assert_false(answer_cache_find_series(&cache, &guess, &found, &confidence));
    cache.catalogue = "tvdb";
    cache.now += 14 * 86400 + 1;
    assert_false(answer_cache_find_series(&cache, &guess, &found, &confidence));
}

static void short_answers_are_kept_for_a_week(void **state)
{
    struct answer_cache cache = cache_of(*state);
    int64_t kept_at = 0;
    struct series_ids ids = {.tvdb = 100};
    struct episode_query query = {.order = ORDER_AIRED, .season = 1, .number = 2};
    struct episode kept[ANSWER_CACHE_ROWS_MAX + 1] = {
        {.tvdb = 7, .season = 1, .number = 2, .title = "The Fire", .airdate = "2005-01-08"}};
    struct episode rows[ANSWER_CACHE_ROWS_MAX];
    size_t count = 0;
    assert_false(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    answer_cache_keep_episodes(&cache, &ids, &query, kept, ANSWER_CACHE_ROWS_MAX + 1);
    assert_false(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    answer_cache_keep_episodes(&cache, &ids, &query, kept, 1);
    assert_true(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    assert_int_equal(count, 1);
    assert_int_equal(kept_at, RESOLVING_NOW);
    assert_int_equal(rows[0].tvdb, 7);
    assert_int_equal(rows[0].season, 1);
    assert_int_equal(rows[0].number, 2);
    assert_string_equal(rows[0].title, "The Fire");
    assert_string_equal(rows[0].airdate, "2005-01-08");
    query.order = ORDER_DVD;
    assert_false(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    query.order = ORDER_AIRED;
    cache.now += 7 * 86400 + 1;
    assert_false(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
}

static void what_was_not_found_is_kept_for_a_day(void **state)
{
    struct answer_cache cache = cache_of(*state);
    int64_t kept_at = 0;
    struct series_ids ids = {.tvdb = 100};
    struct episode_query query = {.order = ORDER_AIRED, .season = 1, .number = 77};
    struct episode rows[ANSWER_CACHE_ROWS_MAX] = {{.season = 0}};
    struct series series = {.year = 0};
    size_t count = 9;
    bool found = true;
    answer_cache_keep_episodes(&cache, &ids, &query, rows, 0);
    answer_cache_keep_search(&cache, "Nothing Like It", 0, &series, 0);
    answer_cache_keep_lookup(&cache, &ids, NULL);
    cache.now += 3600;
    assert_true(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    assert_int_equal(count, 0);
    assert_int_equal(kept_at, RESOLVING_NOW);
    kept_at = 0;
    count = 9;
    assert_true(
        answer_cache_find_search(&cache, "nothing like it", 0, &series, 1, &count, &kept_at));
    assert_int_equal(count, 0);
    assert_int_equal(kept_at, RESOLVING_NOW);
    kept_at = 0;
    assert_true(answer_cache_find_lookup(&cache, &ids, &series, &found, &kept_at));
    assert_false(found);
    assert_int_equal(kept_at, RESOLVING_NOW);
    cache.now += 86400 + 1;
    assert_false(answer_cache_find_episodes(&cache, &ids, &query, rows, &count, &kept_at));
    assert_false(
        answer_cache_find_search(&cache, "nothing like it", 0, &series, 1, &count, &kept_at));
    assert_false(answer_cache_find_lookup(&cache, &ids, &series, &found, &kept_at));
}

static void searches_lookups_and_aliases_are_kept(void **state)
{
    struct answer_cache cache = cache_of(*state);
    int64_t kept_at = 0;
    struct series kept[2] = {{.ids = {.tvdb = 100}, .title = "Harbour Lights", .year = 2005},
                             {.ids = {.tvdb = 101}, .title = "Harbour Nights"}};
    struct series found[3] = {{.year = 0}};
    struct series_ids ids = {.imdb = "tt7"};
    size_t count = 0;
    bool is = false;
    answer_cache_keep_search(&cache, "Harbour", 2005, kept, 2);
    assert_false(answer_cache_find_search(&cache, "Harbour", 0, found, 3, &count, &kept_at));
    assert_true(answer_cache_find_search(&cache, "harbour", 2005, found, 3, &count, &kept_at));
    assert_int_equal(count, 2);
    assert_string_equal(found[0].title, "Harbour Lights");
    assert_int_equal(found[1].ids.tvdb, 101);
    assert_true(answer_cache_find_search(&cache, "harbour", 2005, found, 1, &count, &kept_at));
    assert_int_equal(count, 1);
    answer_cache_keep_lookup(&cache, &ids, &kept[1]);
    assert_true(answer_cache_find_lookup(&cache, &ids, &found[0], &is, &kept_at));
    assert_true(is);
    assert_int_equal(kept_at, RESOLVING_NOW);
    kept_at = 0;
    assert_string_equal(found[0].title, "Harbour Nights");
    assert_false(answer_cache_find_aliases(&cache, &kept[0], &kept_at));
    kept[0].alias_count = 1;
    memcpy(kept[0].aliases[0], "Lichter", sizeof("Lichter"));
    answer_cache_keep_aliases(&cache, &kept[0]);
    kept[0].alias_count = 0;
    assert_true(answer_cache_find_aliases(&cache, &kept[0], &kept_at));
    assert_int_equal(kept[0].alias_count, 1);
    assert_int_equal(kept_at, RESOLVING_NOW);
    assert_string_equal(kept[0].aliases[0], "Lichter");
}

static void without_a_journal_the_cache_is_empty(void **state)
{
    struct answer_cache cache = cache_of(*state);
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Harbour Lights"};
    struct series series = {.ids = {.tvdb = 100}, .title = "Harbour Lights"};
    double confidence;
    cache.journal = NULL;
    answer_cache_keep_series(&cache, &guess, &series, 0.97);
    assert_false(answer_cache_find_series(&cache, &guess, &series, &confidence));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_kept_answer_is_not_asked_for_again),  TEST(a_series_is_kept_for_two_weeks),
        TEST(short_answers_are_kept_for_a_week),     TEST(what_was_not_found_is_kept_for_a_day),
        TEST(searches_lookups_and_aliases_are_kept), TEST(without_a_journal_the_cache_is_empty),
    };
    return cmocka_run_group_tests_name("answer_cache", tests, NULL, NULL);
}
