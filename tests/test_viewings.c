/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/services/values.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void number_path_and_duration_separate_entries(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "/tv/a.mkv",
                            .size = 5,
                            .duration = 3000,
                            .nth = 1,
                            .episodes = 2};
    struct recorded first, other;
    assert_true(journal_add(journal, &record, &first, NULL));
    record.nth = 2;
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_not_equal(first.entry, other.entry);
    record.duration = 3100;
    assert_true(journal_add(journal, &record, &other, NULL));
    record.path = "/tv/b.mkv";
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_equal(scratch_count(journal), 4);
    record.size = 6; /* a file that grew, or got tags */
    record.duration = 3130;
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_equal(scratch_count(journal), 4);
}

static void the_key_separates_and_joins_entries(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "/downloads/show.102.mkv",
                            .size = 5,
                            .duration = 1500,
                            .nth = 1,
                            .episodes = 1,
                            .key = "show 1x02"};
    struct recorded first, other;
    assert_true(journal_add(journal, &record, &first, NULL));
    record.path = "/tv/Show (2015)/2.mkv";
    record.key = "show 1x02 (2015)";
    record.duration = 1520;
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_true(other.repeated);
    assert_int_equal(other.entry, first.entry);
    record.path = "/downloads/show.102.mkv";
    record.key = "show 1x03";
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_not_equal(other.entry, first.entry);
    /* A mark at the prompt knows no duration; one by an older epimark has no key. */
    record.key = "show 1x02";
    record.duration = 0;
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_equal(other.entry, first.entry);
    record.key = "";
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_equal(scratch_count(journal), 2);
    /* It may be another series of this title. */
    record.path = "/tv/Other/show.102.mkv";
    record.key = "show 1x02";
    assert_true(journal_add(journal, &record, &other, NULL));
    assert_int_equal(scratch_count(journal), 3);
}

/* The clock was not set yet, or ahead, when it was watched: what is done next to it is no second
 * viewing. Anything else in between ends that. */
static void a_clock_that_is_set_begins_no_viewing(void **state)
{
    struct journal *journal = journal_of(state);
    static const int64_t times[] = {5000, NOW + 40 * SCRATCH_DAY};
    for (size_t i = 0; i < 2; i++) {
        struct record record = {.kind = RECORD_WATCHED,
                                .at = times[i],
                                .path = i ? "/tv/a.mkv" : "/tv/b.mkv",
                                .size = 5,
                                .duration = 1500,
                                .nth = 1,
                                .episodes = 1};
        struct recorded first, then;
        assert_true(journal_add(journal, &record, &first, NULL));
        record.kind = RECORD_MARKED;
        record.at = NOW;
        assert_true(journal_add(journal, &record, &then, NULL));
        assert_int_equal(then.entry, first.entry);
        record.kind = RECORD_WATCHED;
        record.at = times[i];
        record.path = i ? "/tv/c.mkv" : "/tv/d.mkv";
        assert_true(journal_add(journal, &record, &first, NULL));
        struct record between = {.kind = RECORD_WATCHED, .at = NOW, .path = "/tv/e.mkv", .nth = 1};
        between.episodes = 1;
        assert_true(journal_add(journal, &between, &then, NULL));
        record.at = NOW;
        assert_true(journal_add(journal, &record, &then, NULL));
        assert_int_not_equal(then.entry, first.entry);
    }
}

static void the_title_separates_streams(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "https://host.example/watch?v=1",
                            .size = -1,
                            .duration = 1500,
                            .nth = 1,
                            .episodes = 1,
                            .media_title = "Show S01E01"};
    struct recorded first, second;
    assert_true(journal_add(journal, &record, &first, NULL));
    record.path = "https://host.example/watch?v=2";
    record.media_title = "Show S01E02";
    assert_true(journal_add(journal, &record, &second, NULL));
    assert_int_not_equal(first.entry, second.entry);
    record.at += 60;
    assert_true(journal_add(journal, &record, &first, NULL));
    assert_int_equal(first.entry, second.entry);
    assert_true(first.repeated);
}

/* Adds a record and asserts what stands of its episode then. */
static int64_t assert_standing(struct journal *journal, const struct record *record,
                               int64_t watched_at, int rating)
{
    struct recorded recorded;
    struct standing standing;
    assert_true(journal_add(journal, record, &recorded, NULL));
    assert_true(journal_standing(journal, record, &standing, NULL));
    assert_int_equal(standing.watched_at, watched_at);
    assert_int_equal(standing.rating, rating);
    return recorded.entry;
}

static void what_stands_is_of_all_viewings_of_an_episode(void **state)
{
    struct journal *journal = journal_of(state);
    const int64_t week = 7 * 86400;
    struct record record = {.kind = RECORD_RATED,
                            .at = NOW,
                            .path = "/downloads/show.102.mkv",
                            .size = 5,
                            .duration = 1500,
                            .nth = 1,
                            .episodes = 1,
                            .value = 8,
                            .key = "show 1x02"};
    struct record other = record;
    struct standing standing;
    assert_true(journal_standing(journal, &record, &standing, NULL));
    assert_int_equal(standing.watched_at, 0);
    assert_int_equal(standing.rating, 0);
    other.entry = assert_standing(journal, &record, 0, 8);
    record.kind = RECORD_WATCHED;
    assert_standing(journal, &record, NOW, 8);
    record.path = "/tv/Show/1x02.mkv"; /* a week later, from a copy */
    record.at = NOW + week;
    assert_standing(journal, &record, NOW + week, 8);
    record.kind = RECORD_RATED;
    record.value = 6;
    assert_standing(journal, &record, NOW + week, 6);
    other.value = 9; /* of the first viewing, but given last */
    assert_standing(journal, &other, NOW + week, 9);
    other.scope = EPI_SCOPE_SERIES;
    other.value = 3;
    assert_standing(journal, &other, NOW + week, 9);
    other.scope = EPI_SCOPE_EPISODE;
    other.value = 0;
    assert_standing(journal, &other, NOW + week, 0);
    other.entry = 0;
    other.key = "show 1x03";
    other.path = "/tv/Show/1x03.mkv";
    other.kind = RECORD_MARKED;
    other.value = MARK_SKIPPED;
    assert_standing(journal, &other, 0, 0);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(number_path_and_duration_separate_entries),
        WITH_JOURNAL(the_key_separates_and_joins_entries),
        WITH_JOURNAL(a_clock_that_is_set_begins_no_viewing),
        WITH_JOURNAL(the_title_separates_streams),
        WITH_JOURNAL(what_stands_is_of_all_viewings_of_an_episode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
