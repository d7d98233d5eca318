/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/plan.h"
#include "tests/doubles/scratch.h"
#include "tests/doubles/tempdir.h"

enum { NOW = SCRATCH_NOW, HOUR = 3600 };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void send(struct journal *journal, const char *service, int64_t now)
{
    struct due row = scratch_claim(journal, service, now);
    assert_true(outbox_complete(journal, &row, now, NULL));
}

static void test_what_was_watched_is_there_after_a_restart(void **state)
{
    struct recorded recorded =
        scratch_record(journal_of(state), RECORD_WATCHED, "/tv/Show.S01E02.mkv", NOW, 0);
    assert_false(recorded.spooled);
    assert_false(recorded.repeated);
    scratch_reopen(*state);
    struct entry *entry = scratch_entry(journal_of(state), recorded.entry);
    assert_string_equal(entry->path, "/tv/Show.S01E02.mkv");
    assert_int_equal(entry->watched_at, NOW);
    assert_int_equal(entry->created_at, NOW);
    assert_int_equal(entry->size, 1000000);
    assert_true(entry->duration == 1500);
    assert_int_equal(entry->nth, 1);
    assert_int_equal(entry->rating, -1);
    assert_int_equal(entry->state, ENTRY_WATCHED);
    assert_false(entry->identified);
    free(entry);
}

static void test_a_rating_and_a_viewing_are_one_entry(void **state)
{
    struct journal *journal = journal_of(state);
    struct recorded rated = scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW, 8);
    assert_int_equal(scratch_state(journal, rated.entry), ENTRY_RATED);
    struct recorded watched = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 600, 0);
    struct recorded again = scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 700, 9);
    assert_int_equal(watched.entry, rated.entry);
    assert_int_equal(again.entry, rated.entry);
    struct entry *entry = scratch_entry(journal, rated.entry);
    assert_int_equal(entry->rating, 9);
    assert_int_equal(entry->rated_at, NOW + 700);
    assert_int_equal(entry->watched_at, NOW + 600);
    free(entry);
    assert_int_equal(scratch_count(journal), 1);
}

static void test_two_ratings_in_one_second_keep_the_last(void **state)
{
    struct journal *journal = journal_of(state);
    struct recorded recorded = scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW, 9);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW, 3);
    struct entry *entry = scratch_entry(journal, recorded.entry);
    assert_int_equal(entry->rating, 3);
    free(entry);
}

static void test_the_same_viewing_is_watched_once(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    send(journal, "tvmaze", NOW);
    struct recorded again =
        scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 6 * HOUR - 1, 0);
    assert_true(again.repeated);
    assert_int_equal(again.entry, entry);
    scratch_assert_due(journal, "tvmaze", NOW + 6 * HOUR, "");
    struct recorded rewatch =
        scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 6 * HOUR, 0);
    assert_false(rewatch.repeated);
    assert_int_not_equal(rewatch.entry, entry);
}

static void test_a_rating_does_not_make_a_rewatch_the_same_viewing(void **state)
{
    struct journal *journal = journal_of(state);
    struct recorded first = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW, 0);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 5 * HOUR, 7);
    struct recorded second =
        scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 10 * HOUR, 0);
    assert_int_not_equal(first.entry, second.entry);
}

static void test_ratings_one_after_the_other_are_one_entry(void **state)
{
    struct journal *journal = journal_of(state);
    for (int i = 0; i < 4; i++)
        scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + i * 5 * HOUR, 5 + i);
    assert_int_equal(scratch_count(journal), 1);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 21 * HOUR, 1);
    assert_int_equal(scratch_count(journal), 2);
}

static void test_a_record_added_twice_counts_once(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_RATED,
                            .uid = "00112233445566778899aabbccddeeff",
                            .at = NOW,
                            .path = "/tv/a.mkv",
                            .size = 1,
                            .nth = 1,
                            .episodes = 1,
                            .value = 5};
    struct recorded first, second;
    assert_true(journal_add(journal, &record, &first, NULL));
    record.at += 40 * HOUR;
    assert_true(journal_add(journal, &record, &second, NULL));
    assert_true(second.repeated);
    assert_int_equal(second.entry, first.entry);
    assert_int_equal(scratch_count(journal), 1);
}

static void test_a_row_that_does_not_exist_is_an_error(void **state)
{
    struct record record = {.kind = RECORD_RATED, .at = NOW, .entry = 77, .value = 5};
    struct recorded recorded = {.entry = 5};
    struct epi_error err;
    assert_false(journal_add(journal_of(state), &record, &recorded, &err));
    assert_int_equal(err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(err.text, "no row 77"));
    assert_int_equal(recorded.entry, 5);
    assert_int_equal(scratch_count(journal_of(state)), 0);
}

/* ---- What is wanted of the services ---- */

static void test_identifying_an_entry_makes_deliveries(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=1");
    scratch_assert_due(journal, "trakt", NOW, "play 1x02=1");
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 10, 8);
    scratch_assert_due(journal, "trakt", NOW + 10, "play 1x02=1; rate 1x02=8");
    assert_int_equal(scratch_state(journal, entry), ENTRY_WATCHED);
    send(journal, "tvmaze", NOW + 10);
    send(journal, "trakt", NOW + 10);
    assert_int_equal(scratch_state(journal, entry), ENTRY_WATCHED);
    send(journal, "trakt", NOW + 10);
    assert_int_equal(scratch_state(journal, entry), ENTRY_SENT);
}

static void test_the_same_episode_of_another_file_is_the_same_viewing(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    send(journal, "tvmaze", NOW);
    send(journal, "trakt", NOW);
    int64_t other = scratch_watch(journal, "b.mp4", 1, 2, NOW + 5 * HOUR);
    scratch_assert_due(journal, "tvmaze", NOW + 9 * HOUR, "");
    scratch_assert_due(journal, "trakt", NOW + 9 * HOUR, "");
    assert_int_equal(scratch_state(journal, other), ENTRY_SENT);
    int64_t rewatch = scratch_watch(journal, "c.mp4", 1, 2, NOW + 7 * HOUR);
    scratch_assert_due(journal, "tvmaze", NOW + 9 * HOUR, "mark 1x02=1");
    scratch_assert_due(journal, "trakt", NOW + 9 * HOUR, "play 1x02=1");
    assert_int_equal(scratch_state(journal, rewatch), ENTRY_WATCHED);
}

static void test_a_later_rewatch_is_a_newer_mark_and_another_play(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t first = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_watch(journal, "a.mkv", 1, 2, NOW + 10 * SCRATCH_DAY);
    scratch_assert_due(journal, "trakt", NOW + 10 * SCRATCH_DAY, "play 1x02=1; play 1x02=1");
    struct due row = scratch_claim(journal, "tvmaze", NOW + 10 * SCRATCH_DAY);
    assert_int_equal(row.at, NOW + 10 * SCRATCH_DAY);
    assert_true(outbox_complete(journal, &row, NOW + 10 * SCRATCH_DAY, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + 10 * SCRATCH_DAY, "");
    struct entry *entry = scratch_entry(journal, first);
    assert_string_equal(entry->deliveries[0].kind, "mark");
    assert_int_equal(entry->deliveries[0].state, DELIVERY_SENT);
    free(entry);
}

static void test_a_newer_rating_replaces_an_older_one(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 2, NOW, 6);
    scratch_rate(journal, "b.mkv", 1, 2, NOW + 5, 9);
    scratch_assert_due(journal, "trakt", NOW + 5, "rate 1x02=9");
    scratch_rate(journal, "b.mkv", 1, 2, NOW + 9, 0);
    scratch_assert_due(journal, "trakt", NOW + 9, "rate 1x02=0");
}

static void test_an_episode_is_known_by_any_of_its_ids(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct recorded other = scratch_record(journal, RECORD_WATCHED, "/tv/b.mkv", NOW + HOUR, 0);
    struct match match = {.series = {.ids = {.tvmaze = 169}, .title = "Breaking Bad"},
                          .episode = {.season = 1, .number = 2, .tvmaze = 12193},
                          .source = "tvmaze"};
    assert_true(entries_set_match(journal, other.entry, &match, "breaking bad", NOW + HOUR, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + HOUR, "mark 1x02=1");
    struct due row = scratch_claim(journal, "tvmaze", NOW + HOUR);
    assert_int_equal(row.subject.tvdb, 349102); /* what both catalogues know of it */
    assert_int_equal(row.subject.tvmaze, 12193);
    assert_int_equal(row.subject.series.tvdb, 81189);
    assert_string_equal(row.subject.series.imdb, "tt0903747");
    assert_string_equal(row.subject.airdate, "2008-01-20");
    assert_string_equal(row.subject.series_title, "Breaking Bad");
    assert_true(outbox_complete(journal, &row, NOW + HOUR, NULL));

    /* The same number of the same series, but another id: that is another episode. */
    match.episode.tvmaze = 99;
    other = scratch_record(journal, RECORD_WATCHED, "/tv/c.mkv", NOW + HOUR, 0);
    assert_true(entries_set_match(journal, other.entry, &match, "breaking bad", NOW + HOUR, NULL));
    scratch_assert_due(journal, "tvmaze", NOW + HOUR, "mark 1x02=1");
}

static void test_a_special_without_number_is_not_its_season(void **state)
{
    struct journal *journal = journal_of(state);
    struct recorded recorded = scratch_record(journal, RECORD_WATCHED, "/tv/s.mkv", NOW, 0);
    struct match match = {.series = {.ids = {.tvmaze = 169}},
                          .episode = {.season = 3, .number = -1, .tvmaze = 5},
                          .source = "tvmaze"};
    assert_true(entries_set_match(journal, recorded.entry, &match, "", NOW, NULL));
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_int_equal(row.subject.number, 0);
}

static void test_a_service_chosen_later_gets_no_past_marks(void **state)
{
    static const char few[] = "tvmaze mark", many[] = "tvmaze mark, trakt play, trakt rate";
    struct journal *journal = scratch_replan(*state, few);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_assert_due(journal, "trakt", NOW, "");
    journal = scratch_replan(*state, many);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 10, 8);
    scratch_assert_due(journal, "trakt", NOW + 10, "play 1x02=1; rate 1x02=8");
    scratch_watch(journal, "b.mkv", 1, 3, NOW);
    journal = scratch_replan(*state, few);
    scratch_watch(journal, "c.mkv", 1, 4, NOW);
    journal = scratch_replan(*state, many);
    scratch_watch(journal, "d.mkv", 1, 4, NOW + SCRATCH_DAY);
    scratch_assert_due(journal, "trakt", NOW + SCRATCH_DAY,
                       "play 1x02=1; play 1x03=1; rate 1x02=8; play 1x04=1");
}

static void test_what_is_watched_now_does_not_send_old_ratings(void **state)
{
    struct journal *journal = scratch_replan(*state, "tvmaze mark");
    scratch_rate(journal, "a.mkv", 1, 2, NOW, 8);
    journal = scratch_replan(*state, "tvmaze mark, trakt rate");
    scratch_watch(journal, "b.mkv", 1, 2, NOW + SCRATCH_DAY);
    scratch_assert_due(journal, "trakt", NOW + SCRATCH_DAY, "");
    scratch_assert_due(journal, "tvmaze", NOW + SCRATCH_DAY, "mark 1x02=1");
}

static void test_acquired_is_not_watched(void **state)
{
    struct journal *journal = journal_of(state);
    struct recorded recorded =
        scratch_record(journal, RECORD_MARKED, "/tv/a.mkv", NOW, MARK_ACQUIRED);
    scratch_identify(journal, recorded.entry, 1, 2, NOW);
    scratch_assert_due(journal, "trakt", NOW, "");
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=2");
    struct recorded watched = scratch_record(journal, RECORD_WATCHED, "/tv/a.mkv", NOW + 60, 0);
    assert_false(watched.repeated);
    assert_int_equal(watched.entry, recorded.entry);
    scratch_assert_due(journal, "tvmaze", NOW + 60, "mark 1x02=1");
    scratch_assert_due(journal, "trakt", NOW + 60, "play 1x02=1");
    assert_true(
        scratch_record(journal, RECORD_MARKED, "/tv/a.mkv", NOW + 70, MARK_WATCHED).repeated);
}

static void test_live_watching_is_given_time(void **state)
{
    struct journal *journal = journal_of(state);
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "/tv/a.mkv",
                            .size = 1,
                            .nth = 1,
                            .episodes = 1,
                            .live_until = NOW + 900};
    struct recorded recorded;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    scratch_identify(journal, recorded.entry, 1, 2, NOW);
    scratch_assert_due(journal, "trakt", NOW + 899, "");
    scratch_assert_due(journal, "trakt", NOW + 900, "play 1x02=1");
}

/* ---- Undo ---- */

static void test_undo_drops_what_was_not_sent(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 5, 0);
    assert_int_equal(undone.entry, entry);
    assert_int_equal(undone.undone, RECORD_WATCHED);
    assert_int_equal(undone.dropped, 2);
    assert_int_equal(undone.to_take_back, 0);
    scratch_assert_due(journal, "tvmaze", NOW + 5, "");
    scratch_assert_due(journal, "trakt", NOW + 5, "");
    assert_int_equal(scratch_state(journal, entry), ENTRY_UNDONE);
    assert_int_equal(scratch_record(journal, RECORD_UNDO, NULL, NOW + 6, 0).entry, 0);
}

static void test_undo_takes_back_what_was_sent(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 8);
    send(journal, "tvmaze", NOW + 1);
    send(journal, "trakt", NOW + 1);
    send(journal, "trakt", NOW + 1);
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 5, 0);
    assert_int_equal(undone.undone, RECORD_RATED);
    assert_int_equal(undone.undone_value, 8);
    assert_int_equal(undone.to_take_back, 1);
    scratch_assert_due(journal, "trakt", NOW + 5, "rate 1x02=0");
    undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 6, 0);
    assert_int_equal(undone.undone, RECORD_WATCHED);
    assert_int_equal(undone.to_take_back, 2);
    scratch_assert_due(journal, "tvmaze", NOW + 6, "mark 1x02=0");
    scratch_assert_due(journal, "trakt", NOW + 6, "play 1x02=0; rate 1x02=0");
    struct entry *shown = scratch_entry(journal, entry);
    assert_int_equal(shown->state, ENTRY_UNDONE);
    assert_int_equal(shown->delivery_count, 3);
    assert_string_equal(shown->deliveries[0].kind, "unmark");
    assert_string_equal(shown->deliveries[1].kind, "unplay");
    free(shown);
}

/* A history knows a play by its time: that is no other when it is taken back. */
static void test_undo_of_a_play_keeps_its_time(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    send(journal, "trakt", NOW);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 5, 0);
    struct due row = scratch_claim(journal, "trakt", NOW + 5);
    assert_int_equal(row.value, 0);
    assert_int_equal(row.at, NOW);
}

static void test_undo_of_a_rating_restores_the_one_before(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 2, NOW, 6);
    send(journal, "trakt", NOW);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 60, 9);
    send(journal, "trakt", NOW + 60);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 70, 0);
    scratch_assert_due(journal, "trakt", NOW + 70, "rate 1x02=6");
}

static void test_undo_of_a_rewatch_leaves_the_first_mark(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    send(journal, "tvmaze", NOW);
    send(journal, "trakt", NOW);
    scratch_watch(journal, "a.mkv", 1, 2, NOW + SCRATCH_DAY);
    send(journal, "tvmaze", NOW + SCRATCH_DAY);
    send(journal, "trakt", NOW + SCRATCH_DAY);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + SCRATCH_DAY + 5, 0);
    struct due row = scratch_claim(journal, "tvmaze", NOW + SCRATCH_DAY + 5);
    assert_int_equal(row.value, 1);
    assert_int_equal(row.at, NOW);
    scratch_assert_due(journal, "trakt", NOW + SCRATCH_DAY + 5, "play 1x02=0");
}

static void test_undo_of_one_file(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t first = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    int64_t second = scratch_watch(journal, "b.mkv", 1, 3, NOW + 10);
    struct recorded undone = scratch_record(journal, RECORD_UNDO, "/tv/a.mkv", NOW + 20, 0);
    assert_int_equal(undone.entry, first);
    struct record record = {.kind = RECORD_UNDO, .at = NOW + 30, .entry = second};
    assert_true(journal_add(journal, &record, &undone, NULL));
    assert_int_equal(undone.entry, second);
    record.entry = 1234;
    assert_true(journal_add(journal, &record, &undone, NULL));
    assert_int_equal(undone.entry, 0);
}

static void test_an_undo_of_marks_leaves_ratings(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 1, 7);
    struct record record = {.kind = RECORD_UNDO, .at = NOW + 2, .entry = entry, .value = UNDO_MARK};
    struct recorded undone;
    assert_true(journal_add(journal, &record, &undone, NULL));
    assert_true(undone.undid);
    assert_int_equal(undone.undone, RECORD_WATCHED);
    assert_true(journal_add(journal, &record, &undone, NULL));
    assert_false(undone.undid);
    struct entry *left = scratch_entry(journal, entry);
    assert_int_equal(left->watched_at, 0);
    assert_int_equal(left->rating, 7);
    free(left);
}

static void test_what_may_have_arrived_is_taken_back(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_fail(
        journal, &row, &(struct outbox_failure){.next_at = NOW + 60, .text = "cut off"}, NULL));
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 1, 0);
    assert_int_equal(undone.to_take_back, 1);
    scratch_assert_due(journal, "tvmaze", NOW + 1, "mark 1x02=0");
}

/* The clock was a day ahead, and was set right between two acts. */
static void test_the_last_act_counts_whatever_the_clock_says(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t ahead = NOW + SCRATCH_DAY;
    int64_t entry = scratch_rate(journal, "a.mkv", 1, 2, ahead, 8);
    send(journal, "trakt", ahead);
    scratch_rate(journal, "a.mkv", 1, 2, NOW, 3);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x02=3");
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 1, 0);
    assert_int_equal(undone.undone_value, 3);
    scratch_assert_due(journal, "trakt", NOW + 1, "rate 1x02=8");
    undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 2, 0);
    assert_int_equal(undone.entry, entry);
    scratch_assert_due(journal, "trakt", NOW + 2, "rate 1x02=0");
}

static void test_the_last_file_counts_whatever_the_clock_says(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t ahead = NOW + SCRATCH_DAY;
    scratch_rate(journal, "a.mkv", 1, 2, ahead, 8);
    scratch_watch(journal, "a.mkv", 1, 2, ahead);
    send(journal, "trakt", ahead);
    send(journal, "trakt", ahead);
    send(journal, "tvmaze", ahead);
    scratch_rate(journal, "b.mkv", 1, 2, NOW, 3); /* the same episode */
    scratch_watch(journal, "b.mkv", 1, 2, NOW);
    scratch_assert_due(journal, "trakt", NOW, "rate 1x02=3; play 1x02=1");
    struct due mark = scratch_claim(journal, "tvmaze", NOW);
    assert_int_equal(mark.at, NOW);
}

static void test_what_is_in_flight_is_taken_back_not_dropped(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 1, 0);
    assert_int_equal(undone.dropped, 1);
    assert_int_equal(undone.to_take_back, 1);
    assert_true(outbox_complete(journal, &row, NOW + 2, NULL)); /* the old value arrived */
    scratch_assert_due(journal, "tvmaze", NOW + 2, "mark 1x02=0");
}

static void test_watching_again_after_undo_is_another_entry(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t first = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 5, 0);
    int64_t second = scratch_watch(journal, "a.mkv", 1, 2, NOW + 60);
    assert_int_not_equal(first, second);
    scratch_assert_due(journal, "tvmaze", NOW + 60, "mark 1x02=1");
    scratch_assert_due(journal, "trakt", NOW + 60, "play 1x02=1");
}

static void test_a_title_reveals_no_secret_of_its_address(void **state)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = "https://u:pass@host.example/Show.S01E01.mkv?token=hush",
                            .size = -1,
                            .nth = 1,
                            .episodes = 1,
                            .media_title = "Show.S01E01.mkv?token=hush"};
    struct recorded recorded;
    assert_true(journal_add(journal_of(state), &record, &recorded, NULL));
    struct entry *entry = scratch_entry(journal_of(state), recorded.entry);
    assert_string_equal(entry->path, "https://host.example/Show.S01E01.mkv");
    assert_string_equal(entry->media_title, "");
    free(entry);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_what_was_watched_is_there_after_a_restart),
        WITH_JOURNAL(test_a_rating_and_a_viewing_are_one_entry),
        WITH_JOURNAL(test_two_ratings_in_one_second_keep_the_last),
        WITH_JOURNAL(test_the_same_viewing_is_watched_once),
        WITH_JOURNAL(test_a_rating_does_not_make_a_rewatch_the_same_viewing),
        WITH_JOURNAL(test_ratings_one_after_the_other_are_one_entry),
        WITH_JOURNAL(test_a_record_added_twice_counts_once),
        WITH_JOURNAL(test_a_row_that_does_not_exist_is_an_error),
        WITH_JOURNAL(test_identifying_an_entry_makes_deliveries),
        WITH_JOURNAL(test_the_same_episode_of_another_file_is_the_same_viewing),
        WITH_JOURNAL(test_a_later_rewatch_is_a_newer_mark_and_another_play),
        WITH_JOURNAL(test_a_newer_rating_replaces_an_older_one),
        WITH_JOURNAL(test_an_episode_is_known_by_any_of_its_ids),
        WITH_JOURNAL(test_a_special_without_number_is_not_its_season),
        WITH_JOURNAL(test_a_service_chosen_later_gets_no_past_marks),
        WITH_JOURNAL(test_what_is_watched_now_does_not_send_old_ratings),
        WITH_JOURNAL(test_acquired_is_not_watched),
        WITH_JOURNAL(test_live_watching_is_given_time),
        WITH_JOURNAL(test_undo_drops_what_was_not_sent),
        WITH_JOURNAL(test_undo_takes_back_what_was_sent),
        WITH_JOURNAL(test_undo_of_a_play_keeps_its_time),
        WITH_JOURNAL(test_undo_of_a_rating_restores_the_one_before),
        WITH_JOURNAL(test_undo_of_a_rewatch_leaves_the_first_mark),
        WITH_JOURNAL(test_undo_of_one_file),
        WITH_JOURNAL(test_an_undo_of_marks_leaves_ratings),
        WITH_JOURNAL(test_what_may_have_arrived_is_taken_back),
        WITH_JOURNAL(test_the_last_act_counts_whatever_the_clock_says),
        WITH_JOURNAL(test_the_last_file_counts_whatever_the_clock_says),
        WITH_JOURNAL(test_what_is_in_flight_is_taken_back_not_dropped),
        WITH_JOURNAL(test_watching_again_after_undo_is_another_entry),
        WITH_JOURNAL(test_a_title_reveals_no_secret_of_its_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
