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
#include "core/journal/differences.h"
#include "core/journal/entries.h"
#include "core/journal/holdings.h"
#include "core/journal/imports.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY, HOUR = 3600, TEXT_MAX = 2048 };

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

/* One of episode 1xNUMBER of the series that scratch_identify knows. */
static struct holding held_of(int64_t item, int number, int value, int64_t at)
{
    struct holding held = {
        .series_own = 1388, .own = 60000 + number, .item = item, .value = value, .at = at};
    held.subject = (struct subject){.series = {.tvdb = 81189, .imdb = "tt0903747"},
                                    .series_title = "Breaking Bad",
                                    .series_year = 2008,
                                    .season = 1,
                                    .number = number,
                                    .tvdb = 349100 + number};
    return held;
}

static void hold(struct journal *journal, const char *service, enum held_list list_of,
                 const struct holding *items, size_t count)
{
    const struct holdings_of of = {service, list_of, 0};
    struct holdings_list list = {.anew = true, .pending = "first"};
    int added;
    assert_true(holdings_begin(journal, &of, &list, NULL));
    assert_true(holdings_add(journal, &of, &list, items, count, "", &added, NULL));
    assert_true(holdings_end(journal, &list, (int64_t)count, NOW, NULL));
}

/* Like "there? Breaking Bad 1x02 here 3; " */
static void write_row(const struct differences *found, const struct difference *row, char *text)
{
    static const char *const kinds[] = {"not there", "not here", "twice", "other"};
    size_t len = strlen(text);
    snprintf(text + len, TEXT_MAX - len, "%s%s %s %dx%d here %d there %d; ",
             row->rating ? "rated " : "", kinds[row->kind], found->series[row->series].title,
             row->season, row->number, row->here.value, row->there.value);
}

static void check(struct journal *journal, const struct differences_how *how, size_t same,
                  size_t same_ratings, const char *wanted)
{
    struct differences found = {0};
    struct epi_error err = {0};
    char text[TEXT_MAX] = "";
    if (!differences_find(journal, how, &found, &err))
        fail_msg("%s", err.text);
    for (size_t i = 0; i < found.count; i++)
        write_row(&found, &found.rows[i], text);
    assert_string_equal(text, wanted);
    assert_int_equal(found.same, same);
    assert_int_equal(found.same_ratings, same_ratings);
    differences_free(&found);
}

static const struct differences_how trakt = {.service = "trakt", .films = true, .seasons = true};
static const struct differences_how tvmaze = {.service = "tvmaze", .marks = true};

static void what_both_have_does_not_differ(void **state)
{
    struct journal *journal = journal_of(state);
    check(journal, &trakt, 0, 0, "");
    const struct holding plays[] = {held_of(11, 2, 1, NOW - DAY + 60)};
    const struct holding rates[] = {held_of(20, 2, 8, NOW - 5 * DAY)};
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_rate(journal, "s1e2.mkv", 1, 2, NOW - DAY + 60, 8);
    hold(journal, "trakt", HELD_HISTORY, plays, 1);
    hold(journal, "trakt", HELD_RATINGS, rates, 1);
    check(journal, &trakt, 1, 1, "");
}

static void what_one_side_lacks_is_found(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding plays[] = {held_of(11, 3, 1, NOW - DAY), held_of(12, 4, 1, NOW - DAY),
                                    held_of(13, 4, 1, NOW - DAY + 60)};
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_watch(journal, "s1e3.mkv", 1, 3, NOW - DAY);
    hold(journal, "trakt", HELD_HISTORY, plays, 3);
    check(journal, &trakt, 1, 0,
          "not here Breaking Bad 1x4 here 0 there 1; twice Breaking Bad 1x4 here 0 there 1; "
          "not there Breaking Bad 1x2 here 1 there 0; ");
}

/* A file of 3,000 seconds, with so many episodes in it, of which this is the first. */
static void watch_long(struct journal *journal, int episodes, int64_t at)
{
    const struct record record = {.kind = RECORD_WATCHED,
                                  .at = at,
                                  .path = "/tv/long/s1e2.mkv",
                                  .size = 2000000,
                                  .duration = 3000,
                                  .nth = 1,
                                  .episodes = episodes};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    scratch_identify(journal, recorded.entry, 1, 2, NOW);
}

/* The shortest file that was watched says how long the episode is. */
static void an_episode_is_as_long_as_its_file(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding plays[] = {held_of(10, 2, 1, NOW - 9 * DAY), held_of(11, 2, 1, NOW - DAY),
                                    held_of(12, 2, 1, NOW - DAY + 1499),
                                    held_of(13, 2, 1, NOW - DAY + 2000)};
    watch_long(journal, 1, NOW - 9 * DAY);
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    hold(journal, "trakt", HELD_HISTORY, plays, 4);
    check(journal, &trakt, 2, 0,
          "twice Breaking Bad 1x2 here 0 there 1; not here Breaking Bad 1x2 here 0 there 1; ");
}

static void two_episodes_share_the_length_of_a_file(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding plays[] = {held_of(11, 2, 1, NOW - DAY),
                                    held_of(12, 2, 1, NOW - DAY + 1499),
                                    held_of(13, 2, 1, NOW - DAY + 2000)};
    watch_long(journal, 2, NOW - DAY);
    hold(journal, "trakt", HELD_HISTORY, plays, 3);
    check(journal, &trakt, 1, 0,
          "twice Breaking Bad 1x2 here 0 there 1; not here Breaking Bad 1x2 here 0 there 1; ");
}

/* What counts as one viewing here is one play there, hours later by another program's clock. */
static void what_is_the_same_viewing_here_is_one_play(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding plays[] = {held_of(11, 2, 1, NOW - DAY + 5 * HOUR)};
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_watch(journal, "again/s1e2.mkv", 1, 2, NOW - DAY + HOUR);
    hold(journal, "trakt", HELD_HISTORY, plays, 1);
    check(journal, &trakt, 1, 0, "");
}

/* A service that keeps plays has none of what was marked as something else. */
static void what_was_only_skipped_is_no_play(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry =
        scratch_record(journal, RECORD_MARKED, "/tv/s1e2.mkv", NOW - DAY, MARK_SKIPPED).entry;
    scratch_identify(journal, entry, 1, 2, NOW);
    check(journal, &trakt, 0, 0, "");
    check(journal, &tvmaze, 0, 0, "not there Breaking Bad 1x2 here 3 there 0; ");
}

/* A play that was sent since the list came is there, and none that could be removed. */
static void what_was_sent_is_there(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    hold(journal, "trakt", HELD_HISTORY, NULL, 0);
    check(journal, &trakt, 0, 0, "not there Breaking Bad 1x2 here 1 there 0; ");
    struct due row = scratch_claim(journal, "trakt", NOW);
    assert_true(holdings_add_sent(journal, &row, NULL));
    row.id++;
    row.at += 60;
    assert_true(holdings_add_sent(journal, &row, NULL));
    check(journal, &trakt, 1, 0, "not here Breaking Bad 1x2 here 0 there 1; ");
}

static void another_series_is_not_taken_for_this_one(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding other = held_of(11, 2, 1, NOW - DAY);
    other.series_own = 1;
    other.subject.tvdb = 0;
    other.subject.series = (struct series_ids){.tvdb = 79349, .imdb = "tt0773262"};
    snprintf(other.subject.series_title, MATCH_TITLE_MAX, "Dexter");
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    hold(journal, "trakt", HELD_HISTORY, &other, 1);
    check(journal, &trakt, 0, 0,
          "not here Dexter 1x2 here 0 there 1; not there Breaking Bad 1x2 here 1 there 0; ");
}

/* A film and a series may have the same number at TMDB. */
static void a_film_is_not_taken_for_a_series(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding items[] = {held_of(11, 2, 1, NOW - DAY), held_of(12, 0, 1, NOW - DAY)};
    struct subject *film = &items[1].subject;
    items[0].subject.series.tmdb = 1396;
    *film = (struct subject){.film = true, .series = {.tmdb = 1396}, .series_title = "Mirror"};
    items[1].series_own = 8;
    hold(journal, "trakt", HELD_HISTORY, items, 2);
    check(journal, &trakt, 0, 0,
          "not here Breaking Bad 1x2 here 0 there 1; not here Mirror -1x-1 here 0 there 1; ");
}

static void ratings_differ_by_their_values(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding rates[] = {held_of(20, 2, 7, NOW), held_of(21, 4, 5, NOW)};
    scratch_rate(journal, "s1e2.mkv", 1, 2, NOW - DAY, 8);
    scratch_rate(journal, "s1e3.mkv", 1, 3, NOW - DAY, 9);
    scratch_rate(journal, "s1e4.mkv", 1, 4, NOW - DAY, 5);
    scratch_rate(journal, "s1e4.mkv", 1, 4, NOW, 0); /* taken back, but not there */
    hold(journal, "trakt", HELD_RATINGS, rates, 2);
    check(journal, &trakt, 0, 0,
          "rated other Breaking Bad 1x2 here 8 there 7; "
          "rated not there Breaking Bad 1x3 here 9 there 0; "
          "rated not here Breaking Bad 1x4 here 0 there 5; ");
}

/* Other services get the number that a love or a hate means. */
static void love_is_a_ten(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding rates[] = {held_of(20, 2, 10, NOW), held_of(21, 3, 10, NOW)};
    scratch_rate(journal, "s1e2.mkv", 1, 2, NOW - DAY, RATING_LOVE);
    scratch_rate(journal, "s1e3.mkv", 1, 3, NOW - DAY, RATING_HATE);
    hold(journal, "trakt", HELD_RATINGS, rates, 2);
    check(journal, &trakt, 0, 1, "rated other Breaking Bad 1x3 here 12 there 10; ");
}

static void a_series_and_a_season_are_rated_apart(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding rates[] = {held_of(20, 0, 7, NOW), held_of(21, 0, 6, NOW)};
    rates[0].subject.tvdb = rates[1].subject.tvdb = 0;
    rates[0].subject.number = rates[1].subject.number = -1;
    rates[1].subject.season = -1;
    scratch_record(journal, RECORD_WATCHED, "/tv/s1e2.mkv", NOW, 0);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/s1e2.mkv", NOW, 7);
    int64_t entry = scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/s1e2.mkv", NOW, 8).entry;
    scratch_identify(journal, entry, 1, 2, NOW);
    hold(journal, "trakt", HELD_RATINGS, rates, 2);
    check(journal, &trakt, 0, 1,
          "not there Breaking Bad 1x2 here 1 there 0; "
          "rated other Breaking Bad -1x-1 here 8 there 6; ");
    check(journal, &tvmaze, 0, 0,
          "not there Breaking Bad 1x2 here 1 there 0; "
          "rated not there Breaking Bad -1x-1 here 8 there 0; "); /* it has none of a season */
}

/* A service that keeps marks has one of an episode: the newest viewing is what it should say. */
static void a_mark_is_compared_with_the_newest_viewing(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding marks[] = {held_of(2, 2, 1, NOW - 9 * DAY), held_of(3, 3, 1, NOW - DAY),
                                    held_of(4, 4, 3, NOW - DAY), held_of(5, 5, 1, 0)};
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - 9 * DAY);
    scratch_watch(journal, "again/s1e2.mkv", 1, 2, NOW - DAY);
    scratch_watch(journal, "s1e3.mkv", 1, 3, NOW - 9 * DAY);
    scratch_watch(journal, "again/s1e3.mkv", 1, 3, NOW - DAY);
    scratch_watch(journal, "s1e4.mkv", 1, 4, NOW - DAY);
    scratch_watch(journal, "s1e5.mkv", 1, 5, NOW - DAY);
    hold(journal, "tvmaze", HELD_HISTORY, marks, 4);
    check(journal, &tvmaze, 2, 0,
          "other Breaking Bad 1x2 here 1 there 1; other Breaking Bad 1x4 here 1 there 3; ");
}

static void a_film_is_left_out_where_none_are_taken(void **state)
{
    struct journal *journal = journal_of(state);
    const struct match match = {
        .film = true, .series = {.ids = {.imdb = "tt0379786"}, .title = "Serenity", .year = 2005}};
    const struct import_act act = {.film = true,
                                   .at = NOW,
                                   .nth = 1,
                                   .match = &match,
                                   .path = "Serenity (2005)",
                                   .title_key = "serenity"};
    struct holding film = {.series_own = 7, .own = 7, .item = 30, .value = 1, .at = NOW - 60};
    film.subject =
        (struct subject){.film = true, .series = {.imdb = "tt0379786"}, .series_title = "Serenity"};
    enum import_standing standing;
    assert_true(imports_add(journal, &act, 1, NOW, &standing, NULL));
    check(journal, &tvmaze, 0, 0, "");
    check(journal, &trakt, 0, 0, "not there Serenity -1x-1 here 1 there 0; ");
    hold(journal, "trakt", HELD_HISTORY, &film, 1);
    check(journal, &trakt, 1, 0, "");
}

/* Of a series that the service was not asked for, nothing is known. */
static void only_what_was_asked_for_is_compared(void **state)
{
    struct journal *journal = journal_of(state);
    const int64_t others[] = {82, 170, 526}, these[] = {82, 169, 526};
    struct differences_how how = tvmaze;
    struct holding mark = held_of(3, 3, 1, NOW - DAY);
    mark.subject.series.tvmaze = 169;
    hold(journal, "tvmaze", HELD_HISTORY, &mark, 1);
    scratch_watch(journal, "s1e2.mkv", 1, 2, NOW - DAY);
    scratch_rate(journal, "s1e2.mkv", 1, 2, NOW - DAY + 60, 8);
    how.series = others;
    how.series_count = 3;
    check(journal, &how, 0, 0, "");
    how.series = these;
    check(journal, &how, 0, 0,
          "not here Breaking Bad 1x3 here 0 there 1; not there Breaking Bad 1x2 here 1 there 0; ");
    how.series_count = 0; /* none was watched that it could be asked for */
    check(journal, &how, 0, 0, "");
}

static void what_is_not_identified_is_counted(void **state)
{
    struct journal *journal = journal_of(state);
    struct differences found = {0};
    scratch_record(journal, RECORD_WATCHED, "/tv/unknown.mkv", NOW, 0);
    scratch_record(journal, RECORD_RATED, "/tv/rated.mkv", NOW, 8); /* that is nothing watched */
    int64_t unsure = scratch_record(journal, RECORD_WATCHED, "/tv/unsure.mkv", NOW, 0).entry;
    assert_true(entries_hold(journal, unsure, "unsure", "two come close", NOW, NULL));
    assert_true(differences_find(journal, &trakt, &found, NULL));
    assert_int_equal(found.unidentified, 2);
    assert_int_equal(found.count, 0);
    differences_free(&found);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(what_both_have_does_not_differ),
        WITH_JOURNAL(what_one_side_lacks_is_found),
        WITH_JOURNAL(an_episode_is_as_long_as_its_file),
        WITH_JOURNAL(two_episodes_share_the_length_of_a_file),
        WITH_JOURNAL(what_is_the_same_viewing_here_is_one_play),
        WITH_JOURNAL(what_was_only_skipped_is_no_play),
        WITH_JOURNAL(what_was_sent_is_there),
        WITH_JOURNAL(another_series_is_not_taken_for_this_one),
        WITH_JOURNAL(a_film_is_not_taken_for_a_series),
        WITH_JOURNAL(ratings_differ_by_their_values),
        WITH_JOURNAL(love_is_a_ten),
        WITH_JOURNAL(a_series_and_a_season_are_rated_apart),
        WITH_JOURNAL(a_mark_is_compared_with_the_newest_viewing),
        WITH_JOURNAL(a_film_is_left_out_where_none_are_taken),
        WITH_JOURNAL(only_what_was_asked_for_is_compared),
        WITH_JOURNAL(what_is_not_identified_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
