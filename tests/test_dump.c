/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/json.h"
#include "core/journal/dump.h"
#include "tests/doubles/scratch.h"

struct text {
    char *bytes;
    size_t len;
    size_t most; /* then it is refused; 0: never */
};

static bool take(void *context, const char *bytes, size_t len)
{
    struct text *text = context;
    text->bytes = realloc(text->bytes, text->len + len + 1);
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
    return !text->most || text->len < text->most;
}

static char *dump(struct scratch *scratch)
{
    struct text text = {0};
    struct epi_error err = {0};
    if (!dump_journal(scratch->journal, take, &text, &err))
        fail_msg("%s", err.text);
    return text.bytes;
}

static struct json *trakt(struct scratch *scratch, bool films)
{
    struct text text = {0};
    struct epi_error err = {0};
    if (!dump_trakt(scratch->journal, films, take, &text, &err))
        fail_msg("%s", err.text);
    struct json *json = json_read(text.bytes, text.len, &err);
    free(text.bytes);
    assert_non_null(json);
    return json;
}

/* How many elements of an array have a member of this text. */
static int count(const struct json *array, const char *key, const char *text)
{
    int found = 0;
    for (size_t i = 0; i < json_count(array); i++)
        found += strcmp(json_text(json_get(json_at(array, i), key)), text) == 0;
    return found;
}

static void test_an_empty_journal(void **state)
{
    char *text = dump(*state);
    assert_string_equal(text, "{\"format\":\"epimark-journal\",\"version\":1,\n\"subjects\":[],\n"
                              "\"entries\":[],\n\"records\":[],\n\"ratings\":[],\n"
                              "\"deliveries\":[],\n\"sittings\":[],\n\"service_ids\":[]}\n");
    free(text);
}

static void test_all_of_it_is_there_in_words(void **state)
{
    struct scratch *scratch = *state;
    scratch_fill(scratch->journal);
    char *text = dump(scratch);
    struct json *json = json_read(text, strlen(text), NULL);
    assert_non_null(json);
    assert_int_equal(json_count(json_get(json, "entries")), scratch_count(scratch->journal));
    static const char *const kinds[] = {"watched", "marked", "rated", "undo", "chosen", "ordered"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        assert_true(count(json_get(json, "records"), "kind", kinds[i]) > 0);
    static const char *const statuses[] = {"new", "identified", "held", "unknown", "left"};
    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        assert_true(count(json_get(json, "entries"), "status", statuses[i]) > 0);
    assert_int_equal(count(json_get(json, "entries"), "kind", "film"), 1);
    assert_true(count(json_get(json, "records"), "state", "undone") > 0);
    assert_true(count(json_get(json, "deliveries"), "error", "404: \"no such episode\"") > 0);
    assert_non_null(strstr(text, "\"path\":\"/tv/half.mkv\",\"duration\":1500.125"));
    assert_null(strstr(text, "lease"));
    json_free(json);
    free(text);
}

static void test_it_is_the_same_whenever_it_is_written(void **state)
{
    struct scratch *scratch = *state;
    scratch_fill(scratch->journal);
    char *one = dump(scratch);
    scratch_reopen(scratch);
    char *other = dump(scratch);
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static void test_who_reads_it_may_stop(void **state)
{
    struct scratch *scratch = *state;
    struct text text = {.most = 200};
    struct epi_error err = {0};
    scratch_fill(scratch->journal);
    assert_false(dump_journal(scratch->journal, take, &text, &err));
    assert_int_equal(err.kind, EPI_ERROR_STOPPED);
    free(text.bytes);
    scratch_watch(scratch->journal, "later S01E09.mkv", 1, 9, SCRATCH_NOW); /* nothing is locked */
}

static void test_what_trakt_takes_in(void **state)
{
    struct scratch *scratch = *state;
    struct journal *journal = scratch->journal;
    scratch_watch(journal, "A S01E01.mkv", 1, 1, SCRATCH_NOW);
    scratch_rate(journal, "A S01E01.mkv", 1, 1, SCRATCH_NOW + 1, 8);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/A S01E01.mkv", SCRATCH_NOW + 2, 7);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/A S01E01.mkv", SCRATCH_NOW + 3, 9);
    int64_t skipped = scratch_record(journal, RECORD_MARKED, "/tv/B.mkv", SCRATCH_NOW, 2).entry;
    scratch_identify(journal, skipped, 2, 2, SCRATCH_NOW);
    struct json *json = trakt(scratch, true);
    assert_int_equal(json_count(json), 4);
    const struct json *first = json_at(json, 0);
    assert_string_equal(json_text(json_get(first, "watched_at")), "2023-11-14T22:13:20.000Z");
    assert_string_equal(json_text(json_get(first, "type")), "episode");
    assert_int_equal(json_int(json_get(json_get(first, "episode"), "number"), 0), 1);
    const struct json *ids = json_get(json_get(first, "show"), "ids");
    assert_int_equal(json_int(json_get(ids, "tvdb"), 0), 81189);
    assert_string_equal(json_text(json_get(ids, "imdb")), "tt0903747");
    static const char *const types[] = {"episode", "season", "show"};
    static const int ratings[] = {8, 7, 9};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(json_text(json_get(json_at(json, i + 1), "type")), types[i]);
        assert_int_equal(json_int(json_get(json_at(json, i + 1), "rating"), 0), ratings[i]);
    }
    json_free(json);
}

static void test_films_are_left_out_unless_they_are_wanted(void **state)
{
    struct scratch *scratch = *state;
    scratch_fill(scratch->journal);
    struct json *with = trakt(scratch, true), *without = trakt(scratch, false);
    assert_int_equal(count(with, "type", "movie"), 2); /* watched, and rated at an unknown time */
    assert_int_equal(count(without, "type", "movie"), 0);
    assert_int_equal(count(with, "rated_at", "1970-01-01T00:00:00.000Z"), 0);
    assert_int_equal(json_count(with), json_count(without) + 2);
    json_free(with);
    json_free(without);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_an_empty_journal),
        TEST(test_all_of_it_is_there_in_words),
        TEST(test_it_is_the_same_whenever_it_is_written),
        TEST(test_who_reads_it_may_stop),
        TEST(test_what_trakt_takes_in),
        TEST(test_films_are_left_out_unless_they_are_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
