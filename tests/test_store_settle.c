/* SPDX-License-Identifier: MIT
 *
 * Ratings of a season and of a series: what the entries they were given through want of a service.
 */
#include "tests/support/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = JOURNAL_NOW, DAY = JOURNAL_DAY };

/* Another series than that of journal_identify. */
static const struct match firefly = {
    .series = {.ids = {.tvdb = 78874, .tvmaze = 180}, .title = "Firefly", .year = 2002},
    .episode = {.season = 1, .number = 2, .tvdb = 297990, .title = "Bushwhacked"},
    .source = "tvdb",
    .confidence = 0.99,
};

static struct store *store_of(void **state)
{
    struct journal *journal = *state;
    return journal->store;
}

static void assert_due_at(struct store *store, const char *service, const char *wanted)
{
    char *due = journal_due(store, service, NOW + DAY);
    assert_string_equal(due, wanted);
    free(due);
}

static void assert_due(struct store *store, const char *wanted)
{
    assert_due_at(store, "trakt", wanted);
}

static void send_to(struct store *store, const char *service, int count)
{
    for (int i = 0; i < count; i++) {
        struct due row = journal_claim(store, service, NOW + DAY);
        assert_true(store_done(store, &row, NOW + DAY, NULL));
    }
    assert_due_at(store, service, "");
}

/* Sends what is due at Trakt, and holds it to be so much. */
static void send(struct store *store, int count)
{
    send_to(store, "trakt", count);
}

static bool keep_id(void *context, const struct entry *entry)
{
    *(int64_t *)context = entry->id;
    return false;
}

static int64_t newest(struct store *store)
{
    int64_t id = 0;
    assert_true(store_entries(store, &(struct store_filter){.limit = 1}, keep_id, &id, NULL));
    return id;
}

static void assert_ratings(struct store *store, int64_t id, int episode, int season, int series)
{
    struct entry *entry = journal_entry(store, id);
    assert_int_equal(entry->rating, episode);
    assert_int_equal(entry->season_rating, season);
    assert_int_equal(entry->series_rating, series);
    free(entry);
}

static void test_episode_season_and_series_have_ratings_of_their_own(void **state)
{
    struct store *store = store_of(state);
    int64_t entry = journal_rate(store, "a.mkv", 2, 3, NOW, 8);
    assert_int_equal(journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 7).entry, entry);
    assert_int_equal(journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9).entry, entry);
    assert_ratings(store, entry, 8, 7, 9);
    assert_due(store, "rate 2x03=8; rate-season 2x-1=7; rate-series -1x-1=9");
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 3, 5);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 0);
    assert_ratings(store, entry, 5, 7, 0);
    assert_due(store, "rate-season 2x-1=7; rate 2x03=5; rate-series -1x-1=0");
    struct entry *shown = journal_entry(store, entry);
    assert_int_equal(shown->delivery_count, 3);
    assert_string_equal(shown->deliveries[1].kind, "rate-season");
    assert_string_equal(shown->deliveries[2].kind, "rate-series");
    for (int i = 0; i < 3; i++)
        assert_int_equal(shown->deliveries[i].scope, SCOPE_EPISODE + i);
    free(shown);
}

static void test_what_a_service_is_told_of_a_series(void **state)
{
    struct store *store = store_of(state);
    journal_watch(store, "a.mkv", 2, 3, NOW);
    send(store, 1);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    struct due row = journal_claim(store, "trakt", NOW + 1);
    assert_int_equal(row.kind, DUE_RATE_SERIES);
    assert_string_equal(row.subject.series_title, "Breaking Bad");
    assert_int_equal(row.subject.series_year, 2008);
    assert_int_equal(row.subject.series.tvdb, 81189);
    assert_int_equal(row.subject.series.tvmaze, 169);
    assert_string_equal(row.subject.series.imdb, "tt0903747");
    assert_int_equal(row.subject.season, -1);
    assert_int_equal(row.subject.number, -1);
    assert_int_equal(row.subject.tvdb, 0); /* that is an episode's */
    assert_string_equal(row.subject.airdate, "");
}

static void test_a_series_is_rated_once_through_whatever_file(void **state)
{
    struct store *store = store_of(state);
    int64_t first = journal_watch(store, "a.mkv", 1, 2, NOW);
    int64_t second = journal_watch(store, "b.mkv", 2, 3, NOW + 1);
    send(store, 2);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 6);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/b.mkv", NOW + 3, 9);
    journal_rate_wide(store, SCOPE_SEASON, "/tv/b.mkv", NOW + 3, 4);
    assert_due(store, "rate-series -1x-1=9; rate-season 2x-1=4");
    send(store, 2);
    assert_ratings(store, first, -1, -1, 6);
    assert_ratings(store, second, -1, 4, 9);
    assert_int_equal(newest(store), second);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 6);
    assert_int_equal(newest(store), first);
    send(store, 1);
    assert_int_equal(journal_state(store, first), ENTRY_WATCHED); /* its mark waits */
    struct entry *shown = journal_entry(store, first);
    assert_string_equal(shown->deliveries[shown->delivery_count - 1].kind, "rate-series");
    assert_int_equal(shown->deliveries[shown->delivery_count - 1].state, DELIVERY_SENT);
    free(shown);
}

static void test_undo_takes_back_the_last_rating_of_whatever_scope(void **state)
{
    struct store *store = store_of(state);
    journal_rate(store, "a.mkv", 1, 2, NOW, 8);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 6);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 3, 7);
    struct recorded undone = journal_tell(store, RECORD_UNDO, NULL, NOW + 4, 0);
    assert_int_equal(undone.undone, RECORD_RATED);
    assert_int_equal(undone.undone_scope, SCOPE_SEASON);
    assert_int_equal(undone.undone_value, 7);
    assert_int_equal(undone.dropped, 1); /* it was not sent */
    assert_due(store, "rate 1x02=8; rate-series -1x-1=9");
    send(store, 2);
    undone = journal_tell(store, RECORD_UNDO, NULL, NOW + 5, 0);
    assert_int_equal(undone.undone_scope, SCOPE_SERIES);
    assert_due(store, "rate-series -1x-1=6"); /* the one before */
    undone = journal_tell(store, RECORD_UNDO, NULL, NOW + 6, 0);
    assert_int_equal(undone.to_take_back, 1);
    assert_due(store, "rate-series -1x-1=0");
    assert_int_equal(journal_tell(store, RECORD_UNDO, NULL, NOW + 7, 0).undone_scope,
                     SCOPE_EPISODE);
    assert_due(store, "rate-series -1x-1=0; rate 1x02=0");
}

static void test_a_series_rating_alone_is_an_entry(void **state)
{
    struct store *store = store_of(state);
    int64_t at, id = journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW, 9).entry;
    assert_int_equal(journal_state(store, id), ENTRY_RATED);
    assert_true(store_next(store, NOW, &at, NULL));
    assert_int_equal(at, NOW); /* it is asked for */
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    assert_true(store_unidentified(store, NOW, NOW + 60, entry, &found, NULL));
    assert_true(found);
    assert_int_equal(entry->id, id);
    free(entry);
    journal_identify(store, id, 1, 2, NOW);
    assert_due(store, "rate-series -1x-1=9"); /* and neither watched nor rated itself */
    send(store, 1);
    assert_int_equal(journal_state(store, id), ENTRY_SENT);
    assert_int_equal(journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 60, 9).entry, id);
    journal_tell(store, RECORD_UNDO, NULL, NOW + 61, 0);
    journal_tell(store, RECORD_UNDO, NULL, NOW + 62, 0);
    assert_int_equal(journal_state(store, id), ENTRY_UNDONE);
}

static void test_what_is_held_waits_for_its_series(void **state)
{
    struct store *store = store_of(state);
    int64_t id = journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW, 9).entry;
    assert_true(store_held(store, id, "key", "two shows", "[]", NOW, NULL));
    journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    assert_int_equal(journal_state(store, id), ENTRY_HELD); /* a rating is no answer */
    assert_due(store, "");
    journal_identify(store, id, 3, 4, NOW + 2);
    assert_due(store, "rate-series -1x-1=9; rate-season 3x-1=8");
}

static void test_the_series_may_be_known_where_the_episode_is_not(void **state)
{
    struct store *store = store_of(state);
    struct match series = firefly;
    int64_t id = journal_rate(store, "a.mkv", 1, 2, NOW, 5);
    assert_true(store_reopen(store, id, NOW, NULL));
    journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    series.episode = (struct episode){.season = -1, .number = -1};
    for (int day = 0; day < 2; day++) {
        int64_t then = NOW + day * (int64_t)DAY;
        assert_true(store_identify_later(store, id, then + DAY, "none yet", &series, then, NULL));
        if (day == 0)
            assert_due(store, "rate-series -1x-1=9");
        if (day == 0)
            send(store, 1);
    }
    assert_due(store, ""); /* asked again it is not sent again */
    assert_true(store_identify_later(store, id, NOW + DAY, "no connection", NULL, NOW, NULL));
    assert_due(store, ""); /* nor taken back */
    assert_true(store_identify_later(store, id, 0, "none", &series, NOW, NULL));
    assert_int_equal(journal_state(store, id), ENTRY_DEAD);
    struct entry *shown = journal_entry(store, id);
    assert_false(shown->identified);
    assert_int_equal(shown->delivery_count, 1);
    assert_int_equal(shown->deliveries[0].state, DELIVERY_SENT);
    free(shown);
    /* Whoever rates it later has it asked for: what was found out is not kept. */
    journal_tell(store, RECORD_UNDO, NULL, NOW + 3, 0);
    assert_due(store, "rate-series -1x-1=0");
    send(store, 1);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 6);
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    assert_true(store_unidentified(store, NOW + 4, NOW + 60, entry, &found, NULL));
    assert_true(found);
    free(entry);
    assert_true(store_identified(store, id, &firefly, "firefly", NOW + 5, NULL));
    assert_due(store, "rate 1x02=5; rate-season 1x-1=8; rate-series -1x-1=6");
}

static void test_a_corrected_series_takes_the_rating_along(void **state)
{
    struct store *store = store_of(state);
    int64_t id = journal_rate(store, "a.mkv", 1, 2, NOW, 5);
    journal_rate_wide(store, SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    send(store, 3);
    assert_true(store_reopen(store, id, NOW + 3, NULL));
    assert_true(store_identified(store, id, &firefly, "firefly", NOW + 4, NULL));
    struct due rows[8];
    size_t count;
    assert_true(store_due(store, "trakt", NOW + 4, rows, 8, &count, NULL));
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rows[i].value == 0, rows[i].subject.series.tvdb == 81189);
    /* Where the series was right all along, nothing is lost either. */
    send(store, 6);
    assert_true(store_reopen(store, id, NOW + 5, NULL));
    assert_true(store_identified(store, id, &firefly, "firefly", NOW + 6, NULL));
    assert_due(store, "rate 1x02=5; rate-season 1x-1=8; rate-series -1x-1=9");
}

static void test_rating_a_series_adds_no_play_and_no_mark(void **state)
{
    struct store *store = store_of(state);
    journal_watch(store, "a.mkv", 1, 2, NOW);
    journal_watch(store, "a.1080p.mkv", 1, 2, NOW + 60); /* the same viewing */
    assert_due(store, "play 1x02=1");
    send(store, 1);
    send_to(store, "tvmaze", 1);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.1080p.mkv", NOW + 61, 9);
    journal_tell(store, RECORD_RATED, "/tv/a.mkv", NOW + 62, 8);
    assert_due(store, "rate-series -1x-1=9; rate 1x02=8");
    assert_due_at(store, "tvmaze", ""); /* nor another mark */
}

static void test_from_before_the_sign_in_it_waits_as_everything(void **state)
{
    struct store *store = store_of(state);
    struct error err;
    int count;
    assert_true(store_signed_out(store, "trakt", &err));
    journal_watch(store, "a.mkv", 1, 2, NOW);
    journal_rate_wide(store, SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    assert_true(store_signed_in(store, "trakt", "me", true, NOW + 2, &err));
    assert_due(store, "");
    assert_true(store_backlog(store, "trakt", &count, &err));
    assert_int_equal(count, 2);
    assert_true(store_release_backlog(store, "trakt", &err));
    assert_due(store, "play 1x02=1; rate-series -1x-1=9");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, journal_begin, journal_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_episode_season_and_series_have_ratings_of_their_own),
        WITH_JOURNAL(test_what_a_service_is_told_of_a_series),
        WITH_JOURNAL(test_a_series_is_rated_once_through_whatever_file),
        WITH_JOURNAL(test_undo_takes_back_the_last_rating_of_whatever_scope),
        WITH_JOURNAL(test_a_series_rating_alone_is_an_entry),
        WITH_JOURNAL(test_what_is_held_waits_for_its_series),
        WITH_JOURNAL(test_the_series_may_be_known_where_the_episode_is_not),
        WITH_JOURNAL(test_a_corrected_series_takes_the_rating_along),
        WITH_JOURNAL(test_rating_a_series_adds_no_play_and_no_mark),
        WITH_JOURNAL(test_from_before_the_sign_in_it_waits_as_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
