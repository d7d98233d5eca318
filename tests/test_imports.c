/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/journal/entries.h"
#include "core/journal/imports.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY, LONG_AGO = SCRATCH_NOW - 1000 * SCRATCH_DAY };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

/* An episode of the series that scratch_identify knows. */
static struct match match_of(int season, int number)
{
    return (struct match){
        .series = {.ids = {.tvdb = 81189, .tvmaze = 169}, .title = "Breaking Bad", .year = 2008},
        .episode = {.season = season, .number = number, .tvdb = 349000 + season * 100 + number},
        .source = "tvdb",
        .confidence = 1,
    };
}

/* How the journal stood to an act that it was given. */
static enum import_standing take_in(struct journal *journal, const struct import_act *act)
{
    struct epi_error err = {0};
    enum import_standing planned = IMPORT_NEW, taken = IMPORT_NEW;
    if (!imports_compare(journal, act, 1, &planned, &err) ||
        !imports_add(journal, act, 1, NOW, &taken, &err))
        fail_msg("%s", err.text);
    assert_int_equal(planned, taken); /* a plan says what becomes of it */
    return taken;
}

static enum import_standing watch(struct journal *journal, int number, int64_t at, int nth)
{
    struct match match = match_of(1, number);
    return take_in(journal, &(struct import_act){.at = at,
                                                 .nth = nth,
                                                 .match = &match,
                                                 .path = "Breaking Bad",
                                                 .title_key = "breakingbad"});
}

static enum import_standing rate(struct journal *journal, enum epi_scope scope, int value,
                                 int64_t at)
{
    struct match match = match_of(1, 1);
    return take_in(journal, &(struct import_act){.rating = true,
                                                 .scope = scope,
                                                 .value = value,
                                                 .at = at,
                                                 .match = &match,
                                                 .path = "Breaking Bad"});
}

/* The times at which the rows of a service that are due were watched or rated, in their order. */
static void assert_times(struct journal *journal, const char *service, const char *wanted)
{
    struct due *rows = calloc(50, sizeof(*rows));
    size_t count;
    char text[512] = "";
    assert_true(outbox_list(journal, service, NOW, rows, 50, &count, NULL));
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(text);
        snprintf(text + len, sizeof(text) - len, "%s %d:%lld; ", outbox_kind_name(rows[i].kind),
                 rows[i].subject.number, (long long)rows[i].at);
    }
    free(rows);
    assert_string_equal(text, wanted);
}

static void test_a_viewing_is_taken_in_once(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(watch(journal, 1, LONG_AGO, 1), IMPORT_NEW);
    assert_int_equal(watch(journal, 1, LONG_AGO, 1), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 1, LONG_AGO + 3600, 1), IMPORT_KNOWN);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x01=1");
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1");
    assert_int_equal(watch(journal, 1, LONG_AGO + DAY, 1), IMPORT_NEW);
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1; play 1x01=1");
    assert_int_equal(scratch_count(journal), 2);
}

static void test_what_was_watched_here_is_known(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 1, LONG_AGO);
    assert_int_equal(watch(journal, 1, LONG_AGO + 60, 1), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 1, 0, 1), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 2, 0, 1), IMPORT_NEW);
}

static void test_an_unknown_time_stays_one(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(watch(journal, 1, 0, 1), IMPORT_NEW);
    assert_int_equal(watch(journal, 1, 0, 1), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 1, 0, 2), IMPORT_NEW);
    assert_int_equal(watch(journal, 1, 0, 2), IMPORT_KNOWN);
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1; play 1x01=1");
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_int_equal(values_known_time(row.at), 0);
}

static void test_a_day_is_any_time_of_it(void **state)
{
    struct journal *journal = journal_of(state);
    struct match match = match_of(1, 1);
    int64_t noon = LONG_AGO / DAY * DAY + DAY / 2;
    struct import_act act = {
        .at = noon, .day = true, .nth = 1, .match = &match, .path = "Breaking Bad"};
    scratch_watch(journal, "a.mkv", 1, 1, noon + 10 * 3600);
    assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    act.at -= 3 * DAY;
    assert_int_equal(take_in(journal, &act), IMPORT_NEW);
    assert_int_equal(watch(journal, 1, act.at + 10 * 3600, 1), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 1, act.at + 30 * 3600, 1), IMPORT_NEW);
}

static void test_two_days_are_two_viewings(void **state)
{
    struct journal *journal = journal_of(state);
    struct match match = match_of(1, 1);
    struct import_act act = {.at = LONG_AGO / DAY * DAY + DAY / 2,
                             .day = true,
                             .nth = 1,
                             .match = &match,
                             .path = "Breaking Bad"};
    assert_int_equal(take_in(journal, &act), IMPORT_NEW);
    act.at -= DAY;
    assert_int_equal(take_in(journal, &act), IMPORT_NEW);
    assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
}

static void test_a_mark_has_the_newest_date(void **state)
{
    struct journal *journal = journal_of(state);
    watch(journal, 1, LONG_AGO + 5 * DAY, 1);
    watch(journal, 1, LONG_AGO, 1);
    watch(journal, 1, 0, 3);
    char wanted[64];
    snprintf(wanted, sizeof(wanted), "mark 1:%d; ", LONG_AGO + 5 * DAY);
    assert_times(journal, "tvmaze", wanted);
    scratch_watch(journal, "a.mkv", 1, 1, LONG_AGO + 9 * DAY);
    watch(journal, 1, LONG_AGO + 2 * DAY, 1);
    snprintf(wanted, sizeof(wanted), "mark 1:%d; ", LONG_AGO + 9 * DAY);
    assert_times(journal, "tvmaze", wanted);
    watch(journal, 1, LONG_AGO + 12 * DAY, 1);
    snprintf(wanted, sizeof(wanted), "mark 1:%d; ", LONG_AGO + 12 * DAY);
    assert_times(journal, "tvmaze", wanted);
}

static void test_what_was_done_here_goes_first(void **state)
{
    struct journal *journal = journal_of(state);
    watch(journal, 1, LONG_AGO + DAY, 1);
    watch(journal, 2, LONG_AGO, 1);
    scratch_watch(journal, "a.mkv", 1, 3, NOW - 60);
    char wanted[96];
    snprintf(wanted, sizeof(wanted), "mark 3:%d; mark 2:%d; mark 1:%d; ", NOW - 60, LONG_AGO,
             LONG_AGO + DAY);
    assert_times(journal, "tvmaze", wanted);
}

static bool add_viewing(void *context, const struct entry *entry)
{
    char *text = context;
    snprintf(text + strlen(text), 16, "%d ", entry->viewing);
    return true;
}

static void test_each_viewing_has_its_number(void **state)
{
    struct journal *journal = journal_of(state);
    char text[64] = "";
    watch(journal, 1, LONG_AGO + 5 * DAY, 1);
    watch(journal, 1, LONG_AGO, 1);
    watch(journal, 2, LONG_AGO, 1);
    scratch_watch(journal, "a.mkv", 1, 1, NOW);
    scratch_watch(journal, "b.mkv", 1, 1, NOW + 60); /* the same viewing */
    scratch_rate(journal, "c.mkv", 1, 2, NOW, 7);
    assert_true(entries_visit(journal, &(struct entries_filter){0}, add_viewing, text, NULL));
    assert_string_equal(text, "0 0 3 2 1 1 ");
}

static bool add_number(void *context, const struct entry *entry)
{
    char *text = context;
    snprintf(text + strlen(text), 16, "%d ", entry->match.episode.number);
    return true;
}

static void test_the_history_begins_with_what_was_done_here(void **state)
{
    struct journal *journal = journal_of(state);
    char text[64] = "";
    scratch_watch(journal, "a.mkv", 1, 3, NOW);
    watch(journal, 1, LONG_AGO + DAY, 1);
    watch(journal, 2, LONG_AGO, 1);
    assert_true(entries_visit(journal, &(struct entries_filter){0}, add_number, text, NULL));
    assert_string_equal(text, "3 1 2 ");
    assert_true(scratch_undo(journal, 0, NOW).undid);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=1; mark 1x01=1");
}

static void test_an_older_rating_never_replaces_a_newer_one(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 1, LONG_AGO, 6);
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 8, LONG_AGO - 1), IMPORT_OLDER);
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 8, 0), IMPORT_OLDER);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x01=6");
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 6, LONG_AGO + DAY), IMPORT_KNOWN);
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 9, LONG_AGO + DAY), IMPORT_NEW);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x01=9");
}

static void test_a_rating_belongs_to_its_viewing(void **state)
{
    struct journal *journal = journal_of(state);
    watch(journal, 1, LONG_AGO, 1);
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 8, LONG_AGO), IMPORT_NEW);
    assert_int_equal(rate(journal, EPI_SCOPE_EPISODE, 8, LONG_AGO), IMPORT_KNOWN);
    assert_int_equal(scratch_count(journal), 1);
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1; rate 1x01=8");
}

static void test_seasons_and_series_are_rated(void **state)
{
    struct journal *journal = journal_of(state);
    assert_int_equal(rate(journal, EPI_SCOPE_SEASON, 7, LONG_AGO), IMPORT_NEW);
    assert_int_equal(rate(journal, EPI_SCOPE_SERIES, 9, 0), IMPORT_NEW);
    assert_int_equal(rate(journal, EPI_SCOPE_SEASON, 7, LONG_AGO), IMPORT_KNOWN);
    assert_int_equal(rate(journal, EPI_SCOPE_SERIES, 9, 0), IMPORT_KNOWN);
    scratch_assert_due(journal, "trakt", NOW, "rate-series -1x-1=9; rate-season 1x-1=7");
}

static void test_what_was_taken_back_does_not_return(void **state)
{
    struct journal *journal = journal_of(state);
    watch(journal, 1, LONG_AGO, 1);
    assert_true(scratch_undo(journal, 0, NOW).undid);
    scratch_assert_due(journal, "tvmaze", NOW, "");
    assert_int_equal(watch(journal, 1, LONG_AGO, 1), IMPORT_KNOWN);
    scratch_assert_due(journal, "tvmaze", NOW, "");
}

/* A series is one by any id of it, whatever it is called. */
static void test_what_was_taken_back_has_no_other_name(void **state)
{
    static const struct series_ids ids[] = {{.tvdb = 1}, {.tvmaze = 2}, {.tmdb = 3}};
    struct journal *journal = journal_of(state);
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct match match = {.series = {.ids = ids[i], .title = "Some Show"},
                              .episode = {.season = 1, .number = 1},
                              .source = "import",
                              .confidence = 1};
        struct import_act act = {.at = LONG_AGO, .nth = 1, .match = &match, .path = "Some Show"};
        assert_int_equal(take_in(journal, &act), IMPORT_NEW);
        assert_true(scratch_undo(journal, 0, NOW).undid);
        snprintf(match.series.title, sizeof(match.series.title), "Eine Serie");
        assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    }
}

/* Without an id its whole title says which series it is. */
static void test_long_titles_differ_at_their_end(void **state)
{
    struct journal *journal = journal_of(state);
    for (int i = 0; i < 2; i++) {
        struct match match = {.episode = {.season = 1, .number = 1}, .confidence = 1};
        struct import_act act = {.at = LONG_AGO, .nth = 1, .match = &match, .path = "Some Show"};
        memset(match.series.title, 'x', sizeof(match.series.title) - 2);
        match.series.title[sizeof(match.series.title) - 2] = (char)('a' + i);
        assert_int_equal(take_in(journal, &act), IMPORT_NEW);
        assert_true(scratch_undo(journal, 0, NOW).undid);
        assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    }
}

/* Viewings at unknown times lie apart, in a time when there was nothing to watch. */
static void test_unknown_times_lie_apart(void **state)
{
    struct journal *journal = journal_of(state);
    char wanted[128];
    int apart = 6 * 3600 + 1;
    watch(journal, 1, 0, 1);
    watch(journal, 1, 0, 3);
    watch(journal, 2, 0, 100000); /* nobody has watched so often */
    snprintf(wanted, sizeof(wanted), "play 1:%d; play 2:%d; play 1:%d; ", (int)IMPORTS_UNKNOWN_TIME,
             (int)IMPORTS_UNKNOWN_TIME, (int)IMPORTS_UNKNOWN_TIME + 2 * apart);
    assert_times(journal, "trakt", wanted);
}

static void test_what_is_unsure_waits_for_the_user(void **state)
{
    struct journal *journal = journal_of(state);
    const struct import_act act = {.at = LONG_AGO,
                                   .nth = 1,
                                   .path = "Some Show S01E01",
                                   .title_key = "someshow",
                                   .reason = "two series have this title"};
    assert_int_equal(take_in(journal, &act), IMPORT_NEW);
    assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    assert_int_equal(scratch_state(journal, 1), ENTRY_HELD);
    const struct import_act rating = {.rating = true, .value = 7, .path = "Some Show S01E02"};
    assert_int_equal(take_in(journal, &rating), IMPORT_NEW);
    assert_int_equal(take_in(journal, &rating), IMPORT_KNOWN);
    scratch_identify(journal, 1, 1, 1, NOW);
    assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    assert_int_equal(watch(journal, 1, LONG_AGO, 1), IMPORT_KNOWN);
    scratch_assert_due(journal, "trakt", NOW, "play 1x01=1");
}

static void test_a_film_is_one_by_its_ids(void **state)
{
    struct journal *journal = scratch_replan(*state, "trakt play");
    struct match match = {.film = true,
                          .series = {.title = "Serenity", .year = 2005},
                          .episode = {.season = -1, .number = -1},
                          .source = "import",
                          .confidence = 1};
    struct import_act act = {
        .film = true, .at = LONG_AGO, .nth = 1, .match = &match, .path = "Serenity (2005)"};
    match.series.ids.tmdb = 16320;
    assert_int_equal(take_in(journal, &act), IMPORT_NEW);
    snprintf(match.series.title, sizeof(match.series.title), "Serenity: The Film");
    assert_int_equal(take_in(journal, &act), IMPORT_KNOWN);
    scratch_assert_due(journal, "trakt", NOW, ""); /* the plan keeps films */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_viewing_is_taken_in_once, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_what_was_watched_here_is_known, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_an_unknown_time_stays_one, scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_a_day_is_any_time_of_it, scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_two_days_are_two_viewings, scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_a_mark_has_the_newest_date, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_what_was_done_here_goes_first, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_the_history_begins_with_what_was_done_here,
                                        scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_each_viewing_has_its_number, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_an_older_rating_never_replaces_a_newer_one,
                                        scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_a_rating_belongs_to_its_viewing, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_seasons_and_series_are_rated, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_what_was_taken_back_does_not_return, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_what_was_taken_back_has_no_other_name, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_long_titles_differ_at_their_end, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_unknown_times_lie_apart, scratch_begin, scratch_end),
        cmocka_unit_test_setup_teardown(test_what_is_unsure_waits_for_the_user, scratch_begin,
                                        scratch_end),
        cmocka_unit_test_setup_teardown(test_a_film_is_one_by_its_ids, scratch_begin, scratch_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
