/* SPDX-License-Identifier: MIT
 *
 * Ratings of a season and of a series: what the entries they were given through want of a service.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/connection.h"
#include "core/journal/entries.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "core/journal/wanted.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW, DAY = SCRATCH_DAY };

/* Another series than that of scratch_identify. */
static const struct match firefly = {
    .series = {.ids = {.tvdb = 78874, .tvmaze = 180}, .title = "Firefly", .year = 2002},
    .episode = {.season = 1, .number = 2, .tvdb = 297990, .title = "Bushwhacked"},
    .source = "tvdb",
    .confidence = 0.99,
};

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void assert_due_at(struct journal *journal, const char *service, const char *wanted)
{
    char *due = scratch_due(journal, service, NOW + DAY);
    assert_string_equal(due, wanted);
    free(due);
}

static void assert_due(struct journal *journal, const char *wanted)
{
    assert_due_at(journal, "trakt", wanted);
}

static void send_to(struct journal *journal, const char *service, int count)
{
    for (int i = 0; i < count; i++) {
        struct due row = scratch_claim(journal, service, NOW + DAY);
        assert_true(outbox_complete(journal, &row, NOW + DAY, NULL));
    }
    assert_due_at(journal, service, "");
}

/* Sends what is due at Trakt, and holds it to be so much. */
static void send(struct journal *journal, int count)
{
    send_to(journal, "trakt", count);
}

static bool keep_id(void *context, const struct entry *entry)
{
    *(int64_t *)context = entry->id;
    return false;
}

static int64_t newest(struct journal *journal)
{
    int64_t id = 0;
    assert_true(entries_visit(journal, &(struct entries_filter){.limit = 1}, keep_id, &id, NULL));
    return id;
}

static void assert_ratings(struct journal *journal, int64_t id, int episode, int season, int series)
{
    struct entry *entry = scratch_entry(journal, id);
    assert_int_equal(entry->rating, episode);
    assert_int_equal(entry->season_rating, season);
    assert_int_equal(entry->series_rating, series);
    free(entry);
}

static void test_episode_season_and_series_have_ratings_of_their_own(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t entry = scratch_rate(journal, "a.mkv", 2, 3, NOW, 8);
    assert_int_equal(scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 7).entry,
                     entry);
    assert_int_equal(scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9).entry,
                     entry);
    assert_ratings(journal, entry, 8, 7, 9);
    assert_due(journal, "rate 2x03=8; rate-season 2x-1=7; rate-series -1x-1=9");
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 3, 5);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 0);
    assert_ratings(journal, entry, 5, 7, 0);
    assert_due(journal, "rate-season 2x-1=7; rate 2x03=5; rate-series -1x-1=0");
    struct entry *shown = scratch_entry(journal, entry);
    assert_int_equal(shown->delivery_count, 3);
    assert_string_equal(shown->deliveries[1].kind, "rate-season");
    assert_string_equal(shown->deliveries[2].kind, "rate-series");
    for (int i = 0; i < 3; i++)
        assert_int_equal(shown->deliveries[i].scope, EPI_SCOPE_EPISODE + i);
    free(shown);
}

/* A film is one subject by any of its ids or, without, by title and year. */
static int64_t film_subject(struct journal *journal, const char *title, int year, const char *imdb,
                            int64_t tmdb)
{
    struct match film = {.film = true, .series = {.year = year, .ids.tmdb = tmdb}};
    snprintf(film.series.title, sizeof(film.series.title), "%s", title);
    snprintf(film.series.ids.imdb, sizeof(film.series.ids.imdb), "%s", imdb);
    int64_t id = 0;
    assert_true(wanted_find_subject(journal, &film, EPI_SCOPE_EPISODE, &id, NULL));
    return id;
}

static void test_a_film_is_one_subject(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 2, 3, NOW);
    int64_t first = film_subject(journal, "Film", 1999, "", 0);
    assert_int_not_equal(film_subject(journal, "Film", 2006, "", 0), first);
    assert_int_equal(film_subject(journal, "Film", 1999, "tt0137523", 0), first);
    assert_int_equal(film_subject(journal, "Another name", 1999, "tt0137523", 550), first);
    assert_int_equal(film_subject(journal, "", 0, "", 550), first);
    assert_int_not_equal(film_subject(journal, "Another name", 1999, "tt0000001", 0), first);
}

static void watch_film(struct journal *journal, const char *path)
{
    struct record record = {.kind = RECORD_WATCHED,
                            .at = NOW,
                            .path = path,
                            .size = -1,
                            .nth = 1,
                            .episodes = 1,
                            .film = true};
    struct recorded recorded;
    const struct match film = {
        .film = true, .confidence = 1, .series = {.title = "Film", .year = 1999, .ids.tmdb = 550}};
    assert_true(journal_add(journal, &record, &recorded, NULL));
    assert_true(entries_set_match(journal, recorded.entry, &film, "film 1999", NOW, NULL));
    record.kind = RECORD_RATED;
    record.value = 7;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    struct entry *entry = scratch_entry(journal, recorded.entry);
    assert_true(entry->film && entry->match.film);
    assert_int_equal(entry->match.series.ids.tmdb, 550);
    assert_int_equal(entry->match.episode.season, -1);
    free(entry);
}

static void test_a_film_goes_only_where_films_go(void **state)
{
    struct journal *journal = journal_of(state);
    watch_film(journal, "/films/a.mkv");
    assert_due(journal, "");
    assert_due_at(journal, "tvmaze", "");
    for (int i = 0; i < journal->plan.count; i++)
        journal->plan.targets[i].films = strcmp(journal->plan.targets[i].service, "trakt") == 0;
    watch_film(journal, "/films/b.mkv");
    assert_due_at(journal, "tvmaze", "");
    struct due row = scratch_claim(journal, "trakt", NOW + 1);
    assert_true(row.subject.film);
    assert_int_equal(row.subject.series.tmdb, 550);
}

static void test_what_a_series_rating_says(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 2, 3, NOW);
    send(journal, 1);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    struct due row = scratch_claim(journal, "trakt", NOW + 1);
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

static void test_a_series_is_rated_once_through_any_file(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t first = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    int64_t second = scratch_watch(journal, "b.mkv", 2, 3, NOW + 1);
    send(journal, 2);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 6);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/b.mkv", NOW + 3, 9);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/b.mkv", NOW + 3, 4);
    assert_due(journal, "rate-series -1x-1=9; rate-season 2x-1=4");
    send(journal, 2);
    assert_ratings(journal, first, -1, -1, 6);
    assert_ratings(journal, second, -1, 4, 9);
    assert_int_equal(newest(journal), second);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 6);
    assert_int_equal(newest(journal), first);
    send(journal, 1);
    assert_int_equal(scratch_state(journal, first), ENTRY_WATCHED); /* its mark waits */
    struct entry *shown = scratch_entry(journal, first);
    assert_string_equal(shown->deliveries[shown->delivery_count - 1].kind, "rate-series");
    assert_int_equal(shown->deliveries[shown->delivery_count - 1].state, DELIVERY_SENT);
    free(shown);
}

static void test_undo_takes_back_the_last_rating_of_any_scope(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_rate(journal, "a.mkv", 1, 2, NOW, 8);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 6);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 3, 7);
    struct recorded undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 4, 0);
    assert_int_equal(undone.undone, RECORD_RATED);
    assert_int_equal(undone.undone_scope, EPI_SCOPE_SEASON);
    assert_int_equal(undone.undone_value, 7);
    assert_int_equal(undone.dropped, 1); /* it was not sent */
    assert_due(journal, "rate 1x02=8; rate-series -1x-1=9");
    send(journal, 2);
    undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 5, 0);
    assert_int_equal(undone.undone_scope, EPI_SCOPE_SERIES);
    assert_due(journal, "rate-series -1x-1=6"); /* the one before */
    undone = scratch_record(journal, RECORD_UNDO, NULL, NOW + 6, 0);
    assert_int_equal(undone.to_take_back, 1);
    assert_due(journal, "rate-series -1x-1=0");
    assert_int_equal(scratch_record(journal, RECORD_UNDO, NULL, NOW + 7, 0).undone_scope,
                     EPI_SCOPE_EPISODE);
    assert_due(journal, "rate-series -1x-1=0; rate 1x02=0");
}

static void test_a_series_rating_alone_is_an_entry(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t at, id = scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW, 9).entry;
    assert_int_equal(scratch_state(journal, id), ENTRY_RATED);
    assert_true(outbox_next_at(journal, NOW, &at, NULL));
    assert_int_equal(at, NOW); /* it is asked for */
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    assert_true(entries_claim(journal, NOW, 60, entry, &found, NULL));
    assert_true(found);
    assert_int_equal(entry->id, id);
    free(entry);
    scratch_identify(journal, id, 1, 2, NOW);
    assert_due(journal, "rate-series -1x-1=9"); /* and neither watched nor rated itself */
    send(journal, 1);
    assert_int_equal(scratch_state(journal, id), ENTRY_SENT);
    assert_int_equal(scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 60, 9).entry,
                     id);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 61, 0);
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 62, 0);
    assert_int_equal(scratch_state(journal, id), ENTRY_UNDONE);
}

static void test_what_is_held_waits_for_its_series(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t id = scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW, 9).entry;
    assert_true(entries_hold(journal, id, "key", "two shows", NOW, NULL));
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    assert_int_equal(scratch_state(journal, id), ENTRY_HELD); /* a rating is no answer */
    assert_due(journal, "");
    scratch_identify(journal, id, 3, 4, NOW + 2);
    assert_due(journal, "rate-series -1x-1=9; rate-season 3x-1=8");
}

static void test_a_series_can_be_known_without_its_episode(void **state)
{
    struct journal *journal = journal_of(state);
    struct match series = firefly;
    int64_t id = scratch_rate(journal, "a.mkv", 1, 2, NOW, 5);
    scratch_doubt(journal, "/tv/a.mkv", NOW);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    series.episode = (struct episode){.season = -1, .number = -1};
    for (int day = 0; day < 2; day++) {
        int64_t then = NOW + day * (int64_t)DAY;
        assert_true(entries_postpone(journal, id, then + DAY, "none yet", &series, then, NULL));
        if (day == 0)
            assert_due(journal, "rate-series -1x-1=9");
        if (day == 0)
            send(journal, 1);
    }
    assert_due(journal, ""); /* asked again it is not sent again */
    assert_true(entries_postpone(journal, id, NOW + DAY, "no connection", NULL, NOW, NULL));
    assert_due(journal, ""); /* nor taken back */
    assert_true(entries_postpone(journal, id, 0, "none", &series, NOW, NULL));
    assert_int_equal(scratch_state(journal, id), ENTRY_DEAD);
    struct entry *shown = scratch_entry(journal, id);
    assert_false(shown->identified);
    assert_int_equal(shown->delivery_count, 1);
    assert_int_equal(shown->deliveries[0].state, DELIVERY_SENT);
    free(shown);
    /* Whoever rates it later has it asked for: what was found out is not kept. */
    scratch_record(journal, RECORD_UNDO, NULL, NOW + 3, 0);
    assert_due(journal, "rate-series -1x-1=0");
    send(journal, 1);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 4, 6);
    struct entry *entry = malloc(sizeof(*entry));
    bool found;
    assert_true(entries_claim(journal, NOW + 4, 60, entry, &found, NULL));
    assert_true(found);
    free(entry);
    assert_true(entries_set_match(journal, id, &firefly, "firefly", NOW + 5, NULL));
    assert_due(journal, "rate 1x02=5; rate-season 1x-1=8; rate-series -1x-1=6");
}

static void test_ratings_follow_a_corrected_series(void **state)
{
    struct journal *journal = journal_of(state);
    int64_t id = scratch_rate(journal, "a.mkv", 1, 2, NOW, 5);
    scratch_rate_wide(journal, EPI_SCOPE_SEASON, "/tv/a.mkv", NOW + 1, 8);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 2, 9);
    send(journal, 3);
    scratch_doubt(journal, "/tv/a.mkv", NOW + 3);
    assert_true(entries_set_match(journal, id, &firefly, "firefly", NOW + 4, NULL));
    struct due rows[8];
    size_t count;
    assert_true(outbox_list(journal, "trakt", NOW + 4, rows, 8, &count, NULL));
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(rows[i].value == 0, rows[i].subject.series.tvdb == 81189);
    /* Where the series was right all along, nothing is lost either. */
    send(journal, 6);
    scratch_doubt(journal, "/tv/a.mkv", NOW + 5);
    assert_true(entries_set_match(journal, id, &firefly, "firefly", NOW + 6, NULL));
    assert_due(journal, "rate 1x02=5; rate-season 1x-1=8; rate-series -1x-1=9");
}

static void test_rating_a_series_adds_no_play_and_no_mark(void **state)
{
    struct journal *journal = journal_of(state);
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_watch(journal, "a.1080p.mkv", 1, 2, NOW + 60); /* the same viewing */
    assert_due(journal, "play 1x02=1");
    send(journal, 1);
    send_to(journal, "tvmaze", 1);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.1080p.mkv", NOW + 61, 9);
    scratch_record(journal, RECORD_RATED, "/tv/a.mkv", NOW + 62, 8);
    assert_due(journal, "rate-series -1x-1=9; rate 1x02=8");
    assert_due_at(journal, "tvmaze", ""); /* nor another mark */
}

static void test_ratings_from_before_the_sign_in_wait(void **state)
{
    struct journal *journal = journal_of(state);
    struct epi_error err;
    int count;
    assert_true(outbox_sign_out(journal, "trakt", &err));
    scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_rate_wide(journal, EPI_SCOPE_SERIES, "/tv/a.mkv", NOW + 1, 9);
    assert_true(outbox_sign_in(journal, "trakt", "me", true, NOW + 2, &err));
    assert_due(journal, "");
    assert_true(outbox_count_backlog(journal, "trakt", &count, &err));
    assert_int_equal(count, 2);
    assert_true(outbox_release_backlog(journal, "trakt", &err));
    assert_due(journal, "play 1x02=1; rate-series -1x-1=9");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_episode_season_and_series_have_ratings_of_their_own),
        WITH_JOURNAL(test_a_film_is_one_subject),
        WITH_JOURNAL(test_a_film_goes_only_where_films_go),
        WITH_JOURNAL(test_what_a_series_rating_says),
        WITH_JOURNAL(test_a_series_is_rated_once_through_any_file),
        WITH_JOURNAL(test_undo_takes_back_the_last_rating_of_any_scope),
        WITH_JOURNAL(test_a_series_rating_alone_is_an_entry),
        WITH_JOURNAL(test_what_is_held_waits_for_its_series),
        WITH_JOURNAL(test_a_series_can_be_known_without_its_episode),
        WITH_JOURNAL(test_ratings_follow_a_corrected_series),
        WITH_JOURNAL(test_rating_a_series_adds_no_play_and_no_mark),
        WITH_JOURNAL(test_ratings_from_before_the_sign_in_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
