/* SPDX-License-Identifier: MIT */
#include "tests/trakt.h"

enum { MOST = 600 };

struct seen {
    struct holding items[MOST];
    int count;
    int stop; /* after so many; 0: never */
};

static bool see(void *context, const struct holding *holding)
{
    struct seen *seen = context;
    assert_true(seen->count < MOST);
    seen->items[seen->count++] = *holding;
    return seen->count != seen->stop;
}

/* Reads all pages of a list; returns how many there are. */
static int read_all(struct fixture *f, enum held_list list, struct seen *seen)
{
    struct epi_error err = {0};
    struct holdings_page page = {.list = list};
    int pages = 0;
    seen->count = 0;
    do {
        assert_ok(service_trakt.holdings(f->session, &page, see, seen, &err), err);
        pages++;
    } while (*page.cursor);
    assert_int_equal(page.total, seen->count);
    return pages;
}

static void play(struct fixture *f, struct subject subject, int64_t at)
{
    struct mark play = play_of(subject, at);
    struct epi_error err = {0}, result = {0};
    f->now += 2;
    assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
    assert_ok(result.kind == EPI_ERROR_NONE, result);
}

static void the_history_is_read_newest_first(void **state)
{
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    struct subject film = {.film = true,
                           .series = {.imdb = "tt0137523"},
                           .series_title = "Fight Club",
                           .series_year = 1999};
    assert_int_equal(read_all(f, HELD_HISTORY, seen), 1);
    assert_int_equal(seen->count, 0);
    play(f, fixture_firefly(1, 2), WATCHED_AT);
    play(f, film, WATCHED_AT + DAY);
    play(f, fixture_firefly(1, 3), 0);
    assert_int_equal(read_all(f, HELD_HISTORY, seen), 1);
    assert_int_equal(seen->count, 3);
    assert_true(seen->items[0].subject.film);
    assert_string_equal(seen->items[0].subject.series.imdb, "tt0137523");
    assert_int_equal(seen->items[0].subject.series_year, 1999);
    assert_int_equal(seen->items[0].at, WATCHED_AT + DAY);
    const struct holding *second = &seen->items[1];
    assert_false(second->subject.film);
    assert_string_equal(second->subject.series_title, "Firefly");
    assert_int_equal(second->subject.series.tvdb, 78874);
    assert_int_equal(second->subject.season, 1);
    assert_int_equal(second->subject.number, 2);
    assert_int_equal(second->at, WATCHED_AT);
    assert_int_equal(second->value, 1);
    assert_true(second->own > 0 && second->series_own > 0 && second->item > 0);
    assert_int_not_equal(second->item, seen->items[0].item);
    assert_int_equal(seen->items[2].at, 0); /* nobody knows when */
    free(seen);
}

static void a_long_history_has_pages(void **state)
{
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    enum { ALL = 502, EACH = 10 }; /* each request is a connection of its own */
    for (int i = 0; i < ALL; i += EACH) {
        struct mark plays[EACH];
        struct epi_error err = {0}, results[EACH] = {{0}};
        int count = i + EACH < ALL ? EACH : ALL - i;
        for (int k = 0; k < count; k++)
            plays[k] = play_of(fixture_firefly(1, 2 + k % 2), WATCHED_AT + i + k);
        f->now += 2;
        assert_ok(service_trakt.play(f->session, plays, (size_t)count, results, &err), err);
    }
    assert_int_equal(read_all(f, HELD_HISTORY, seen), 3);
    assert_int_equal(seen->count, ALL);
    for (int i = 0; i < seen->count; i++)
        assert_int_equal(seen->items[i].at, WATCHED_AT + ALL - 1 - i);
    struct holdings_page page = {.list = HELD_HISTORY, .cursor = "3"};
    seen->count = 0;
    assert_true(service_trakt.holdings(f->session, &page, see, seen, NULL));
    assert_int_equal(seen->count, 2);
    assert_string_equal(page.cursor, "");
    seen->count = 0;
    seen->stop = 1; /* it has seen enough */
    page.cursor[0] = '\0';
    assert_true(service_trakt.holdings(f->session, &page, see, seen, NULL));
    assert_int_equal(seen->count, 1);
    free(seen);
}

static void ratings_of_every_scope_are_read(void **state)
{
    static const int scopes[][2] = {{1, 2}, {1, -1}, {-1, -1}};
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    for (int i = 0; i < 3; i++) {
        struct epi_error result = {0};
        f->now += 2;
        assert_ok(rate(f, fixture_firefly(scopes[i][0], scopes[i][1]), 6 + i, &result), result);
    }
    assert_int_equal(read_all(f, HELD_RATINGS, seen), 1);
    assert_int_equal(seen->count, 3);
    for (int i = 0; i < 3; i++) {
        const struct holding *item = &seen->items[i];
        assert_int_equal(item->value, 6 + i);
        assert_int_equal(item->at, WATCHED_AT);
        assert_int_equal(item->subject.season, scopes[i][0]);
        assert_int_equal(item->subject.number, scopes[i][1]);
        assert_int_equal(item->subject.series.tvdb, 78874);
    }
    free(seen);
}

static void plays_are_removed_by_what_they_are_named(void **state)
{
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    struct epi_error err = {0};
    for (int i = 0; i < 3; i++)
        play(f, fixture_firefly(1, 2), WATCHED_AT + i);
    read_all(f, HELD_HISTORY, seen);
    const int64_t items[] = {seen->items[0].item, seen->items[2].item};
    for (int i = 0; i < 2; i++) { /* what is gone already is no error */
        f->now += 2;
        assert_ok(service_trakt.remove_plays(f->session, items, 2, &err), err);
        read_all(f, HELD_HISTORY, seen);
        assert_int_equal(seen->count, 1);
        assert_int_equal(seen->items[0].at, WATCHED_AT + 1);
    }
    assert_int_equal(standin_count(f->standin, "POST /trakt/sync/history/remove"), 2);
    assert_true(standin_fault(f->standin, "{\"match\":\"POST /trakt/sync/history/remove\","
                                          "\"do\":\"status\",\"status\":503}"));
    f->now += 2;
    assert_false(service_trakt.remove_plays(f->session, items, 2, &err));
    assert_int_equal(err.kind, EPI_ERROR_LATER);
    free(seen);
}

/* What it was does not show, only whether it was. */
static void a_version_changes_with_its_list(void **state)
{
    struct fixture *f = *state;
    char first[2][HOLDINGS_VERSION_MAX], version[HOLDINGS_VERSION_MAX];
    struct epi_error err = {0}, result = {0};
    for (enum held_list list = HELD_HISTORY; list <= HELD_RATINGS; list++)
        assert_ok(service_trakt.holdings_version(f->session, list, first[list], &err), err);
    play(f, fixture_firefly(1, 2), WATCHED_AT - 1000 * (int64_t)DAY);
    assert_ok(service_trakt.holdings_version(f->session, HELD_HISTORY, version, &err), err);
    assert_string_not_equal(version, first[HELD_HISTORY]);
    assert_ok(service_trakt.holdings_version(f->session, HELD_RATINGS, version, &err), err);
    assert_string_equal(version, first[HELD_RATINGS]);
    f->now += 2;
    assert_ok(rate(f, fixture_firefly(1, -1), 7, &result), result);
    assert_ok(service_trakt.holdings_version(f->session, HELD_RATINGS, version, &err), err);
    assert_string_not_equal(version, first[HELD_RATINGS]);
}

static void what_names_nothing_is_left_out(void **state)
{
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    struct holdings_page page = {.list = HELD_HISTORY};
    struct epi_error err = {0};
    fixture_fault(
        f, "GET /trakt/users/me/history",
        "\"do\":\"status\",\"status\":200,\"body\":[null,{},{\"id\":1,\"type\":\"episode\"},"
        "{\"id\":2,\"type\":\"movie\",\"movie\":{\"title\":\"No id\"}},"
        "{\"id\":3,\"type\":\"person\",\"person\":{\"ids\":{\"trakt\":3}}},"
        "{\"type\":\"episode\",\"show\":{\"ids\":{\"trakt\":1}},\"episode\":{\"season\":1,"
        "\"number\":2,\"ids\":{\"trakt\":9}}},"
        "{\"id\":4,\"type\":\"episode\",\"watched_at\":\"soon\",\"show\":{\"ids\":{\"trakt\":1}},"
        "\"episode\":{\"season\":1,\"number\":2,\"ids\":{\"trakt\":9,\"tvdb\":null}}}]");
    assert_ok(service_trakt.holdings(f->session, &page, see, seen, &err), err);
    assert_int_equal(seen->count, 1);
    assert_int_equal(seen->items[0].item, 4);
    assert_int_equal(seen->items[0].at, 0);
    assert_int_equal(page.total, -1);
    assert_string_equal(page.cursor, "2"); /* it does not say how many pages there are */
    free(seen);
}

static void the_history_is_where_it_is(void **state)
{
    struct fixture *f = *state;
    struct seen *seen = calloc(1, sizeof(*seen));
    play(f, fixture_firefly(1, 2), WATCHED_AT);
    fixture_status(f, "GET /trakt/users/me/history", 404);
    assert_int_equal(read_all(f, HELD_HISTORY, seen), 1);
    assert_int_equal(seen->count, 1);
    assert_int_equal(fixture_count(f, "GET /trakt/sync/history"), 1);
    free(seen);
}

static bool see_nothing(void *context, const struct holding *holding)
{
    (void)context;
    (void)holding;
    return true;
}

static bool one_page(struct fixture *f, struct epi_error *err)
{
    struct holdings_page page = {.list = HELD_HISTORY};
    return service_trakt.holdings(f->session, &page, see_nothing, NULL, err);
}

static bool one_version(struct fixture *f, struct epi_error *err)
{
    char version[HOLDINGS_VERSION_MAX];
    return service_trakt.holdings_version(f->session, HELD_HISTORY, version, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /trakt/users/me/history", one_page);
    fixture_bad_answers(f, "GET /trakt/sync/last_activities", one_version);
}

int main(void)
{
#define WITH_TRAKT(test) cmocka_unit_test_setup_teardown(test, start, fixture_stop)
    const struct CMUnitTest tests[] = {
        WITH_TRAKT(the_history_is_read_newest_first),
        WITH_TRAKT(a_long_history_has_pages),
        WITH_TRAKT(ratings_of_every_scope_are_read),
        WITH_TRAKT(a_version_changes_with_its_list),
        WITH_TRAKT(what_names_nothing_is_left_out),
        WITH_TRAKT(the_history_is_where_it_is),
        WITH_TRAKT(bad_answers_are_tried_again),
        WITH_TRAKT(plays_are_removed_by_what_they_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
