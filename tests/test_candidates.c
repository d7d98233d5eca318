/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/candidates.h"

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct match *written = calloc(2, sizeof(*written));
    struct match *read = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*read));
    assert_non_null(written);
    assert_non_null(read);
    written[0] = (struct match){.series = {.ids = {.tvdb = 100, .tvmaze = 5, .imdb = "tt1"},
                                           .title = "Show “A”",
                                           .year = 2005,
                                           .country = "US"},
                                .source = "tvdb",
                                .confidence = 0.5};
    written[1] = (struct match){.series = {.title = "Show"}, .source = "tvmaze"};
    char *text = candidates_write(written, 2);
    assert_int_equal(candidates_read(text, read, JOURNAL_CANDIDATES_MAX), 2);
    assert_string_equal(read[0].series.title, "Show “A”");
    assert_int_equal(read[0].series.ids.tvdb, 100);
    assert_int_equal(read[0].series.ids.tvmaze, 5);
    assert_string_equal(read[0].series.ids.imdb, "tt1");
    assert_int_equal(read[0].series.year, 2005);
    assert_string_equal(read[0].series.country, "US");
    assert_string_equal(read[0].source, "tvdb");
    assert_true(read[0].confidence == 0.5);
    assert_int_equal(read[0].episode.season, -1);
    assert_string_equal(read[1].series.title, "Show");
    assert_int_equal(candidates_read(text, read, 1), 1);
    free(text);
    free(read);
    free(written);
}

static void text_that_is_no_list_has_none(void **state)
{
    (void)state;
    struct match *read = calloc(1, sizeof(*read));
    assert_non_null(read);
    assert_int_equal(candidates_read(NULL, read, 1), 0);
    assert_int_equal(candidates_read("", read, 1), 0);
    assert_int_equal(candidates_read("{\"title\":\"Show\"}", read, 1), 0);
    assert_int_equal(candidates_read("[{\"year\":2005}]", read, 1), 0);
    free(read);
}

static void the_key_is_of_one_file(void **state)
{
    (void)state;
    struct guess guess = {.kind = GUESS_EPISODE, .title = "Show"};
    char *key = candidates_key("/tv/Show S01E02.mkv", &guess);
    assert_string_equal(key, "question\nshow\n/tv/Show S01E02.mkv");
    free(key);
    key = candidates_key("https://me:secret@a.example/b?token=1", &guess);
    assert_string_equal(key, "question\nshow\nhttps://a.example/b");
    free(key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(text_that_is_no_list_has_none),
        cmocka_unit_test(the_key_is_of_one_file),
    };
    return cmocka_run_group_tests_name("candidates", tests, NULL, NULL);
}
