/* SPDX-License-Identifier: MIT */
#include "tests/tvmaze.h"

enum { MOST = 16, FIREFLY = 180, MARKED_AT = 1718000000 };

/* 1x01 and 1x02, and one of another series. */
static const int64_t ids[] = {12868, 12869, 7100001};

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
static int read_all(struct fixture *f, enum held_list list, int64_t part, struct seen *seen)
{
    struct epi_error err = {0};
    struct holdings_page page = {.list = list, .part = part};
    int pages = 0;
    seen->count = 0;
    do {
        assert_ok(service_tvmaze.holdings(f->session, &page, see, seen, &err), err);
        assert_int_equal(page.total, -1);
        pages++;
    } while (*page.cursor);
    return pages;
}

static void mark_all(struct fixture *f)
{
    struct subject subjects[3] = {identified(ids[0]), identified(ids[1]), identified(ids[2])};
    struct epi_error results[3] = {{0}}, err = {0};
    assert_ok(marks(f, subjects, 3, results, &err), err);
    for (int i = 0; i < 3; i++)
        assert_ok(results[i].kind == EPI_ERROR_NONE, results[i]);
}

static void all_marks_come_in_one_request(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {.count = 0};
    mark_all(f);
    assert_int_equal(read_all(f, HELD_HISTORY, 0, &seen), 1);
    assert_int_equal(seen.count, 3);
    for (int i = 0; i < 3; i++) {
        const struct holding *one = &seen.items[i];
        assert_int_equal(one->item, ids[i]);
        assert_int_equal(one->own, ids[i]);
        assert_int_equal(one->subject.tvmaze, ids[i]);
        assert_int_equal(one->subject.number, -1); /* nobody says of which series it is */
        assert_int_equal(one->series_own, 0);
        assert_int_equal(one->value, 1 + MARK_WATCHED);
        assert_int_equal(one->at, MARKED_AT + i);
    }
    assert_int_equal(fixture_count(f, "GET /tvmaze/v1/user/episodes"), 1);
    seen.stop = 1;
    read_all(f, HELD_HISTORY, 0, &seen);
    assert_int_equal(seen.count, 1);
}

static void the_marks_of_a_series_are_for_everybody(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {.count = 0};
    struct holdings_page page = {.list = HELD_HISTORY};
    struct epi_error err = {0};
    sign_in_free(f);
    mark_all(f);
    assert_int_equal(read_all(f, HELD_HISTORY, FIREFLY, &seen), 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.items[1].subject.tvmaze, ids[1]);
    assert_int_equal(seen.items[1].subject.season, 1);
    assert_int_equal(seen.items[1].subject.number, 2);
    assert_int_equal(seen.items[1].subject.series.tvmaze, FIREFLY);
    assert_int_equal(seen.items[1].series_own, FIREFLY);
    assert_false(service_tvmaze.holdings(f->session, &page, see, &seen, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
}

static void votes_of_series_and_episodes_are_read(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {.count = 0};
    struct rating ratings[2] = {{.subject = identified(ids[0]), .value = 7},
                                {.subject = fixture_firefly(-1, -1), .value = 9}};
    struct epi_error results[2] = {{0}}, err = {0};
    assert_ok(service_tvmaze.rate(f->session, ratings, 2, results, &err), err);
    assert_int_equal(read_all(f, HELD_RATINGS, 0, &seen), 2);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.items[0].value, 9);
    assert_int_equal(seen.items[0].subject.series.tvmaze, FIREFLY);
    assert_int_equal(seen.items[0].subject.series.tvdb, 78874);
    assert_string_equal(seen.items[0].subject.series_title, "Firefly");
    assert_int_equal(seen.items[0].subject.season, -1);
    assert_true(seen.items[0].at > 0);
    assert_int_equal(seen.items[1].value, 7);
    assert_int_equal(seen.items[1].item, ids[0]);
    assert_int_equal(seen.items[1].subject.tvmaze, ids[0]);
}

static void what_names_nothing_is_left_out(void **state)
{
    struct fixture *f = *state;
    struct seen seen = {.count = 0};
    assert_true(standin_fault(
        f->standin, "{\"match\":\"GET /tvmaze/v1/user/episodes\",\"do\":\"status\",\"status\":200,"
                    "\"body\":\"[null,{},{\\\"episode_id\\\":1},{\\\"episode_id\\\":0,"
                    "\\\"type\\\":0},{\\\"episode_id\\\":2,\\\"type\\\":3},"
                    "{\\\"episode_id\\\":3,\\\"type\\\":2,\\\"marked_at\\\":null}]\"}"));
    read_all(f, HELD_HISTORY, 0, &seen);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.items[0].item, 3);
    assert_int_equal(seen.items[0].value, 1 + MARK_SKIPPED);
    assert_int_equal(seen.items[0].at, 0);
}

static bool one_page(struct fixture *f, struct epi_error *err)
{
    struct seen seen = {.count = 0};
    struct holdings_page page = {.list = HELD_HISTORY};
    return service_tvmaze.holdings(f->session, &page, see, &seen, err);
}

static void bad_answers_are_tried_again(void **state)
{
    fixture_bad_answers(*state, "GET /tvmaze/v1/user/episodes", one_page);
}

int main(void)
{
#define WITH_TVMAZE(test) cmocka_unit_test_setup_teardown(test, start, fixture_stop)
    const struct CMUnitTest tests[] = {
        WITH_TVMAZE(all_marks_come_in_one_request),
        WITH_TVMAZE(the_marks_of_a_series_are_for_everybody),
        WITH_TVMAZE(votes_of_series_and_episodes_are_read),
        WITH_TVMAZE(what_names_nothing_is_left_out),
        WITH_TVMAZE(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
