/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/journal/holdings.h"
#include "core/journal/outbox.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY, HOUR = 3600 };

static const struct holdings_of plays = {"trakt", HELD_HISTORY, 0};

static struct journal *journal_of(void **state)
{
    return ((struct scratch *)*state)->journal;
}

/* A play of episode 1xNUMBER of Firefly, with TheTVDB's id 2979NUMBER. */
static struct holding play_of(int64_t item, int number, int64_t at)
{
    struct holding held = {.series_own = 1437, .item = item, .value = 1, .at = at};
    held.subject = (struct subject){.series = {.tvdb = 78874, .imdb = "tt0303461"},
                                    .series_title = "Firefly",
                                    .series_year = 2002,
                                    .season = 1,
                                    .number = number,
                                    .tvdb = 297900 + number};
    return held;
}

static struct holdings_list begin(struct journal *journal, const char *version, bool anew)
{
    struct holdings_list list = {.anew = anew};
    snprintf(list.pending, sizeof(list.pending), "%s", version);
    assert_true(holdings_begin(journal, &plays, &list, NULL));
    return list;
}

static int add(struct journal *journal, struct holdings_list *list, const struct holding *items,
               size_t count, const char *cursor)
{
    int added = -1;
    assert_true(holdings_add(journal, &plays, list, items, count, cursor, &added, NULL));
    return added;
}

/* A whole list of three plays. */
static struct holdings_list fill(struct journal *journal)
{
    const struct holding items[] = {play_of(12, 2, NOW), play_of(11, 1, NOW - DAY),
                                    play_of(10, 3, 0)};
    struct holdings_list list = begin(journal, "first", false);
    assert_true(list.anew);
    assert_int_equal(add(journal, &list, items, 3, ""), 3);
    assert_true(holdings_end(journal, &list, 3, NOW, NULL));
    return list;
}

static bool have(struct journal *journal, const struct subject *subject, int64_t at)
{
    bool found = false;
    assert_true(holdings_have(journal, &plays, subject, at, HOUR, &found, NULL));
    return found;
}

static void a_play_is_found_within_its_time(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding held = play_of(0, 1, 0);
    assert_false(have(journal, &held.subject, NOW - DAY));
    fill(journal);
    assert_true(have(journal, &held.subject, NOW - DAY));
    assert_true(have(journal, &held.subject, NOW - DAY + HOUR - 1));
    assert_true(have(journal, &held.subject, NOW - DAY - HOUR + 1));
    assert_false(have(journal, &held.subject, NOW - DAY + HOUR));
    assert_true(have(journal, &held.subject, 0)); /* it is not known when: any play will do */
    held = play_of(0, 3, 0);
    assert_true(have(journal, &held.subject, NOW)); /* nor is it there */
    held = play_of(0, 4, 0);
    assert_false(have(journal, &held.subject, 0));
}

static void an_episode_is_found_by_id_and_else_by_number(void **state)
{
    struct journal *journal = journal_of(state);
    fill(journal);
    struct subject subject = play_of(0, 1, 0).subject;
    subject.season = 7; /* the service counts in its own way */
    assert_true(have(journal, &subject, NOW - DAY));
    subject = play_of(0, 1, 0).subject;
    subject.tvdb = 999; /* another episode that has this number elsewhere */
    assert_false(have(journal, &subject, NOW - DAY));
    subject.tvdb = 0;
    assert_true(have(journal, &subject, NOW - DAY));
    subject.series = (struct series_ids){.imdb = "tt0303461"};
    assert_true(have(journal, &subject, NOW - DAY));
    subject.series = (struct series_ids){.tvdb = 1};
    assert_false(have(journal, &subject, NOW - DAY));
}

static void a_film_is_found_by_an_id_or_by_its_title(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding film = {.series_own = 7, .item = 30, .value = 1, .at = NOW};
    film.subject = (struct subject){.film = true,
                                    .series = {.imdb = "tt0379786"},
                                    .series_title = "Serenity",
                                    .series_year = 2005};
    struct holdings_list list = begin(journal, "first", true);
    add(journal, &list, &film, 1, "");
    assert_true(have(journal, &film.subject, NOW));
    film.subject.series = (struct series_ids){.tmdb = 16320};
    assert_true(have(journal, &film.subject, NOW));
    film.subject.series_year = 2019;
    assert_false(have(journal, &film.subject, NOW));
    film.subject.series = (struct series_ids){.imdb = "tt6476140"};
    film.subject.series_year = 2005;
    assert_false(have(journal, &film.subject, NOW));
}

static void a_films_rating_gives_way_to_a_newer_one(void **state)
{
    static const struct holdings_of ratings = {.service = "trakt", .list = HELD_RATINGS};
    static const struct {
        int value;
        int64_t at;
        bool there;
    } cases[] = {{8, NOW + DAY, true}, {3, NOW, true}, {3, NOW + 1, false}, {3, 0, true}};
    struct journal *journal = journal_of(state);
    struct holding film = {.series_own = 7, .item = 30, .value = 8, .at = NOW};
    film.subject = (struct subject){.film = true,
                                    .series = {.imdb = "tt0379786"},
                                    .series_title = "Serenity",
                                    .series_year = 2005};
    struct holdings_list list = {.anew = true, .pending = "first"};
    int added;
    assert_true(holdings_begin(journal, &ratings, &list, NULL));
    assert_true(holdings_add(journal, &ratings, &list, &film, 1, "", &added, NULL));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        bool there = !cases[i].there;
        assert_true(holdings_have_rating(journal, &ratings, &film.subject, cases[i].value,
                                         cases[i].at, &there, NULL));
        assert_int_equal(there, cases[i].there);
    }
}

static void a_round_goes_on_where_it_was(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding items[] = {play_of(12, 2, NOW), play_of(11, 1, NOW - DAY)};
    struct holdings_list list = begin(journal, "first", true);
    assert_int_equal(add(journal, &list, &items[0], 1, "2"), 1);
    scratch_reopen(*state); /* the process was killed */
    journal = journal_of(state);
    assert_true(holdings_find(journal, &plays, &list, NULL));
    assert_string_equal(list.cursor, "2");
    assert_string_equal(list.pending, "first");
    assert_string_equal(list.version, "");
    assert_int_equal(list.count, 1);
    assert_int_equal(add(journal, &list, items, 2, ""), 1); /* the first came again */
    assert_true(holdings_end(journal, &list, 2, NOW, NULL));
    assert_true(holdings_find(journal, &plays, &list, NULL));
    assert_string_equal(list.version, "first");
    assert_string_equal(list.pending, "");
    assert_int_equal(list.count, 2);
    assert_true(holdings_agree(&list, 2));
    assert_true(holdings_agree(&list, HOLDINGS_ANY));
    assert_false(holdings_agree(&list, 3));
}

static void what_is_not_listed_anew_is_gone(void **state)
{
    struct journal *journal = journal_of(state);
    struct holdings_list list = fill(journal);
    const struct holding item = play_of(12, 2, NOW - 2 * DAY), *left = &item;
    list = begin(journal, "second", true);
    assert_int_equal(add(journal, &list, &item, 1, ""), 0);
    assert_true(holdings_end(journal, &list, 4, NOW, NULL));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.extra, 3); /* it counts more than it lists: that is no change */
    assert_true(holdings_agree(&list, 4));
    assert_true(have(journal, &left->subject, NOW - 2 * DAY));
    assert_false(have(journal, &left->subject, NOW)); /* it has a new time */
    struct holding gone = play_of(0, 1, 0);
    assert_false(have(journal, &gone.subject, 0));
}

static void what_is_listed_beside_stays(void **state)
{
    struct journal *journal = journal_of(state);
    fill(journal);
    const struct holding item = play_of(13, 4, NOW + DAY);
    struct holdings_list list = begin(journal, "second", false);
    assert_false(list.anew);
    assert_int_equal(add(journal, &list, &item, 1, ""), 1);
    assert_true(holdings_end(journal, &list, 4, NOW, NULL));
    assert_int_equal(list.count, 4);
    struct holding old = play_of(0, 1, 0);
    assert_true(have(journal, &old.subject, NOW - DAY));
}

static void what_was_sent_counts_until_it_is_listed(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holding listed = play_of(14, 5, NOW - 9 * DAY);
    struct due row = {.id = 77, .service = "trakt", .kind = DUE_PLAY, .at = NOW - 9 * DAY};
    row.subject = listed.subject;
    assert_true(holdings_add_sent(journal, &row, NULL)); /* no list: nothing to add to */
    assert_false(have(journal, &row.subject, row.at));
    struct holdings_list list = fill(journal);
    assert_true(holdings_add_sent(journal, &row, NULL));
    assert_true(have(journal, &row.subject, row.at));
    assert_true(holdings_find(journal, &plays, &list, NULL));
    assert_int_equal(list.count, 4);
    list = begin(journal, "second", false);
    assert_int_equal(add(journal, &list, &listed, 1, ""), 1);
    assert_int_equal(list.count, 4);
    assert_true(have(journal, &row.subject, row.at));
}

static void what_another_account_holds_is_not_asked(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding held = play_of(0, 1, 0);
    fill(journal);
    assert_true(outbox_sign_in(journal, "trakt", "other", true, NOW, NULL));
    struct holdings_list list;
    assert_true(holdings_find(journal, &plays, &list, NULL));
    assert_int_equal(list.id, 0);
    assert_false(have(journal, &held.subject, 0));
    list = begin(journal, "theirs", false);
    assert_true(list.anew);
    assert_int_equal(list.count, 0);
    assert_true(outbox_sign_out(journal, "trakt", NULL));
    struct holdings_list none = {.anew = true};
    struct epi_error err = {0};
    if (!holdings_begin(journal, &plays, &none, &err))
        assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
}

static void items_are_listed_by_their_place(void **state)
{
    struct journal *journal = journal_of(state);
    struct holding items[2];
    struct holdings_at places[2], after = HOLDINGS_FIRST;
    size_t count = 9;
    assert_true(holdings_list_items(journal, &plays, &after, items, places, 2, &count, NULL));
    assert_int_equal(count, 0);
    fill(journal);
    for (int64_t item = 10; item <= 12; item += 2) {
        assert_true(holdings_list_items(journal, &plays, &after, items, places, 2, &count, NULL));
        assert_int_equal(count, item == 10 ? 2 : 1);
        assert_int_equal(items[0].item, item);
        after = places[count - 1];
    }
    assert_string_equal(items[0].subject.series_title, "Firefly");
    assert_string_equal(items[0].subject.series.imdb, "tt0303461");
    assert_int_equal(items[0].subject.series_year, 2002);
    assert_int_equal(items[0].subject.series.tvdb, 78874);
    assert_int_equal(items[0].subject.tvdb, 297902);
    assert_int_equal(items[0].subject.season, 1);
    assert_int_equal(items[0].subject.number, 2);
    assert_false(items[0].subject.film);
    assert_int_equal(items[0].series_own, 1437);
    assert_int_equal(items[0].value, 1);
    assert_int_equal(items[0].at, NOW);
    assert_true(holdings_list_items(journal, &plays, &after, items, places, 2, &count, NULL));
    assert_int_equal(count, 0);
}

static void a_play_lasts_as_long_as_its_file(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "/tv/a.mkv",
                            .size = 1,
                            .duration = 2520.5,
                            .nth = 1,
                            .episodes = 1};
    struct recorded recorded;
    int64_t seconds = -1;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    const struct due row = {.entry = recorded.entry};
    assert_true(holdings_run_time(journal, &row, &seconds, NULL));
    assert_int_equal(seconds, 2520);
    const struct due none = {.entry = recorded.entry + 1};
    assert_true(holdings_run_time(journal, &none, &seconds, NULL));
    assert_int_equal(seconds, 0);
}

/* A mark of an episode by its id at TVmaze; the service does not say of which series it is. */
static struct holding stray_of(int64_t tvmaze, int64_t at)
{
    struct holding held = {.item = tvmaze, .own = tvmaze, .value = 1, .at = at};
    held.subject = (struct subject){.season = -1, .number = -1, .tvmaze = tvmaze};
    return held;
}

static void fill_strays(struct journal *journal)
{
    const struct holdings_of marks = {"tvmaze", HELD_HISTORY, 0};
    const struct holding items[] = {stray_of(7, NOW), stray_of(8, 0), stray_of(9, NOW)};
    struct holdings_list list = {.anew = true, .pending = "?"};
    int added;
    assert_true(holdings_begin(journal, &marks, &list, NULL));
    assert_true(holdings_add(journal, &marks, &list, items, 3, "", &added, NULL));
    assert_true(holdings_end(journal, &list, HOLDINGS_ANY, NOW, NULL));
}

static int64_t next_stray(struct journal *journal, int64_t after)
{
    const struct holdings_of marks = {"tvmaze", HELD_HISTORY, 0};
    int64_t item = -1;
    assert_true(holdings_next_stray(journal, &marks, after, &item, NULL));
    return item;
}

static void an_episode_keeps_the_series_that_was_found(void **state)
{
    struct journal *journal = journal_of(state);
    const struct holdings_of marks = {"tvmaze", HELD_HISTORY, 0};
    const struct subject series = {.series = {.tvmaze = 180}, .series_title = "Firefly"};
    const struct episode list[] = {{.season = 1, .number = 1, .tvmaze = 7},
                                   {.season = 1, .number = 2, .tvmaze = 70},
                                   {.season = 1, .number = 3, .tvmaze = 9}};
    struct holding items[4];
    struct holdings_at after = HOLDINGS_FIRST, places[4];
    size_t count;
    assert_int_equal(next_stray(journal, 0), 0);
    fill_strays(journal);
    assert_int_equal(next_stray(journal, 0), 7);
    assert_true(holdings_place(journal, &marks, 180, &series, list, 3, NULL));
    fill_strays(journal); /* it comes again, as it was */
    assert_int_equal(next_stray(journal, 0), 8);
    assert_int_equal(next_stray(journal, 8), 0);
    assert_true(holdings_list_items(journal, &marks, &after, items, places, 4, &count, NULL));
    assert_int_equal(count, 3);
    assert_string_equal(items[0].subject.series_title, "Firefly");
    assert_int_equal(items[0].series_own, 180);
    assert_int_equal(items[2].subject.number, 3);
    assert_int_equal(items[1].subject.number, -1);
}

static void what_was_removed_there_is_held_no_more(void **state)
{
    struct journal *journal = journal_of(state);
    const int64_t items[] = {11, 99};
    struct holdings_list list = fill(journal);
    assert_true(holdings_remove(journal, "trakt", items, 2, NULL));
    assert_false(have(journal, &(struct subject){.tvdb = 297901}, NOW - DAY));
    assert_true(have(journal, &(struct subject){.tvdb = 297902}, NOW));
    assert_true(holdings_find(journal, &plays, &list, NULL));
    assert_int_equal(list.count, 2);
    assert_true(holdings_agree(&list, 2)); /* so that it is not fetched anew */
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(a_play_is_found_within_its_time),
        WITH_JOURNAL(an_episode_is_found_by_id_and_else_by_number),
        WITH_JOURNAL(a_film_is_found_by_an_id_or_by_its_title),
        WITH_JOURNAL(a_films_rating_gives_way_to_a_newer_one),
        WITH_JOURNAL(a_round_goes_on_where_it_was),
        WITH_JOURNAL(what_is_not_listed_anew_is_gone),
        WITH_JOURNAL(what_is_listed_beside_stays),
        WITH_JOURNAL(what_was_sent_counts_until_it_is_listed),
        WITH_JOURNAL(what_another_account_holds_is_not_asked),
        WITH_JOURNAL(items_are_listed_by_their_place),
        WITH_JOURNAL(a_play_lasts_as_long_as_its_file),
        WITH_JOURNAL(an_episode_keeps_the_series_that_was_found),
        WITH_JOURNAL(what_was_removed_there_is_held_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
