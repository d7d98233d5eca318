/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/candidates.h"
#include "core/journal/entries.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

static void what_is_kept_is_loaded_again(void **state)
{
    struct match *written = calloc(2, sizeof(*written));
    struct match *read = calloc(JOURNAL_CANDIDATES_MAX, sizeof(*read));
    const char *path = "/tv/Show S01E02.mkv";
    assert_non_null(written);
    assert_non_null(read);
    written[0] = (struct match){.series = {.ids = {.tvdb = 100, .tvmaze = 5, .imdb = "tt1"},
                                           .title = "Show “A”",
                                           .year = 2005,
                                           .country = "US"},
                                .episode = {.season = -1},
                                .source = "tvdb",
                                .confidence = 0.5};
    written[1] =
        (struct match){.series = {.title = "Show"}, .episode = {.season = -1}, .source = "tvmaze"};
    assert_true(candidates_keep(journal_of(state), path, NULL, written, 2, NOW, NULL));
    scratch_reopen(*state);
    struct journal *journal = journal_of(state);
    assert_int_equal(candidates_load(journal, path, NULL, NOW, read, JOURNAL_CANDIDATES_MAX), 2);
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
    assert_int_equal(candidates_load(journal, path, NULL, NOW, read, 1), 1);
    free(read);
    free(written);
}

static void a_candidate_keeps_its_episode(void **state)
{
    struct match *one = calloc(2, sizeof(*one));
    assert_non_null(one);
    one[0].series = (struct series){.title = "Show"};
    one[0].episode = (struct episode){.season = 1, .number = 2, .title = "Fog"};
    one[0].other = true;
    one[1].series = (struct series){.title = "Other"};
    one[1].episode.season = -1;
    assert_true(candidates_keep(journal_of(state), "/tv/a.mkv", NULL, one, 2, NOW, NULL));
    memset(one, 0, 2 * sizeof(*one));
    assert_int_equal(candidates_load(journal_of(state), "/tv/a.mkv", NULL, NOW, one, 2), 2);
    assert_int_equal(one[0].episode.season, 1);
    assert_int_equal(one[0].episode.number, 2);
    assert_string_equal(one[0].episode.title, "Fog");
    assert_true(one[0].other);
    assert_false(one[1].other);
    assert_true(candidates_are_episodes(one, 2));
    assert_false(candidates_are_episodes(one + 1, 1));
    assert_int_equal(one[1].episode.season, -1);
    free(one);
}

static void those_before_stay_if_none_come_close_now(void **state)
{
    struct match *one = calloc(1, sizeof(*one));
    struct journal *journal = journal_of(state);
    assert_non_null(one);
    one->series = (struct series){.title = "Show"};
    assert_true(candidates_keep(journal, "/tv/a.mkv", NULL, one, 1, NOW, NULL));
    assert_true(candidates_keep(journal, "/tv/a.mkv", NULL, one, 0, NOW, NULL));
    assert_int_equal(candidates_load(journal, "/tv/a.mkv", NULL, NOW, one, 1), 1);
    one->series = (struct series){.title = "Other"};
    assert_true(candidates_keep(journal, "/tv/a.mkv", NULL, one, 1, NOW, NULL));
    assert_int_equal(candidates_load(journal, "/tv/a.mkv", NULL, NOW, one, 1), 1);
    assert_string_equal(one->series.title, "Other");
    free(one);
}

static void text_that_is_no_list_has_none(void **state)
{
    static const char *const texts[] = {"", "{\"title\":\"Show\"}", "[{\"year\":2005}]"};
    struct match *read = calloc(1, sizeof(*read));
    assert_non_null(read);
    assert_int_equal(candidates_load(journal_of(state), "/tv/a.mkv", NULL, NOW, read, 1), 0);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_true(
            entries_keep_candidates(journal_of(state), "/tv/a.mkv", NULL, texts[i], NOW, NULL));
        assert_int_equal(candidates_load(journal_of(state), "/tv/a.mkv", NULL, NOW, read, 1), 0);
    }
    free(read);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_is_kept_is_loaded_again),
        WITH_JOURNAL(a_candidate_keeps_its_episode),
        WITH_JOURNAL(those_before_stay_if_none_come_close_now),
        WITH_JOURNAL(text_that_is_no_list_has_none),
    };
    return cmocka_run_group_tests_name("candidates", tests, NULL, NULL);
}
