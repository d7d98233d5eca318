/* SPDX-License-Identifier: MIT */
#include "core/identify/answer_cache.h"
#include "core/identify/carry.h"
#include "core/identify/catalogue.h"
#include "core/journal/episode_lists.h"
#include "core/journal/journal.h"
#include "tests/doubles/scratch.h"
#include "tests/services.h"

/* Episodes of TheTVDB, carried to the stand-in's TVmaze. */
struct carrying {
    struct fixture *f;
    void *of_scratch;
    struct answer_cache cache;
    struct carried carried;
    struct epi_error err;
};

static int start(void **state)
{
    struct carrying *c = calloc(1, sizeof(*c));
    void *fixture = NULL;
    int started = fixture_start(&fixture, &service_tvmaze);
    c->f = fixture;
    scratch_begin(&c->of_scratch);
    c->cache = (struct answer_cache){((struct scratch *)c->of_scratch)->journal, "tvmaze", "",
                                     c->f->now, false};
    *state = c;
    return started;
}

static int finish(void **state)
{
    struct carrying *c = *state;
    void *fixture = c->f;
    scratch_end(&c->of_scratch);
    int stopped = fixture_stop(&fixture);
    free(c);
    return stopped;
}

static struct subject lamplighters(int season, int number, const char *title, const char *airdate)
{
    struct subject subject = {.series = {.tvdb = 90110},
                              .series_title = "The Lamplighters",
                              .season = season,
                              .number = number,
                              .tvdb = 1};
    snprintf(subject.title, sizeof(subject.title), "%s", title);
    snprintf(subject.airdate, sizeof(subject.airdate), "%s", airdate);
    return subject;
}

static enum carry_outcome carry(struct carrying *c, struct subject subject)
{
    struct catalogue catalogue = {&service_tvmaze, c->f->session, NULL};
    assert_ok(carry_episode(&catalogue, &c->cache, &subject, &c->carried, &c->err), c->err);
    return c->carried.outcome;
}

static void assert_carried(struct carrying *c, struct subject subject, int64_t tvmaze)
{
    if (carry(c, subject) != CARRY_FOUND)
        fail_msg("%dx%02d: %s", subject.season, subject.number, c->carried.reason);
    assert_int_equal(c->carried.episode.tvmaze, tvmaze);
    assert_int_equal(c->carried.series.tvmaze, 90010);
}

static void a_number_is_confirmed_by_title_or_date(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(3, 1, "Night Shift", "2017-03-06"), 9100021);
    assert_carried(c, lamplighters(3, 1, "Night Shift", ""), 9100021);
    assert_carried(c, lamplighters(3, 3, "Double Time", "2017-03-20"), 9100023);
    assert_carried(c, lamplighters(3, 3, "Double Time", "2017-03-19"), 9100023);
    assert_carried(c, lamplighters(3, 2, "Episode 2", ""), 9100022);
    assert_carried(c, lamplighters(3, 2, "残業", "2017-03-13"), 9100022);
}

static void title_and_date_decide_where_numbers_disagree(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(1, 3, "Wick and Wax", "2015-03-09"), 9100003);
    assert_carried(c, lamplighters(1, 4, "The Long Dusk", "2015-03-16"), 9100004);
    assert_carried(c, lamplighters(1, 4, "The Long Dusk", "2015-03-17"), 9100004);
    assert_carried(c, lamplighters(1, 5, "Snuffed", ""), 9100005);
    assert_int_equal(c->carried.episode.season, 1);
    assert_int_equal(c->carried.episode.number, 4);
}

/* Every episode there is called "Episode 2". */
static void the_day_decides_among_plain_titles(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(2, 1, "Episode 1", "2016-03-07"), 9100011);
    assert_carried(c, lamplighters(2, 2, "Episode 2", "2016-03-14"), 9100012);
    assert_carried(c, lamplighters(2, 3, "残業", "2016-03-21"), 9100013);
    c->cache.language = "de";
    assert_carried(c, lamplighters(2, 3, "Nachtschicht", "2016-03-21"), 9100013);
}

static void two_parts_that_are_one_there_are_both_that_one(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(1, 1, "First Light (1)", "2015-03-02"), 9100001);
    assert_carried(c, lamplighters(1, 2, "First Light (2)", "2015-03-02"), 9100001);
}

/* Asserts that a subject is these, of which the first is the episode. */
static void assert_split(struct carrying *c, struct subject subject, int64_t first, size_t count)
{
    assert_carried(c, subject, first);
    assert_int_equal(c->carried.part_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(c->carried.parts[i], first + (int64_t)i);
}

static void one_that_is_several_there_is_all_of_them(void **state)
{
    struct carrying *c = *state;
    assert_split(c, lamplighters(6, 1, "The Fog", "2018-03-05"), 9100061, 2);
    assert_split(c, lamplighters(6, 2, "Sparks / Ashes", "2018-03-12"), 9100063, 2);
    assert_split(c, lamplighters(6, 3, "Last Orders", "2018-03-19"), 9100065, 0);
    assert_split(c, lamplighters(6, 4, "Rain", "2018-03-26"), 9100066, 0);
    assert_split(c, lamplighters(6, 5, "Wind", "2018-03-26"), 9100066, 0);
}

/* Where its own catalogue has both halves too, each is its own. */
static void its_own_list_says_whether_it_is_split(void **state)
{
    struct carrying *c = *state;
    struct episode own[] = {
        {.season = 6, .number = 1, .title = "The Fog", .airdate = "2018-03-05", .tvdb = 1},
        {.season = 6, .number = 2, .title = "The Fog", .airdate = "2018-03-05", .tvdb = 2}};
    struct episode_list list = {"tvdb", "", 90110, ORDER_AIRED};
    struct list_version version = {0};
    assert_true(episode_lists_store(c->cache.journal, &list, own, 2, &version, c->f->now, NULL));
    own[0].tvdb = 8; /* of another series */
    assert_true(episode_lists_store(c->cache.journal, &list, own, 2, &version, c->f->now, NULL));
    assert_split(c, lamplighters(6, 1, "The Fog", "2018-03-05"), 9100061, 2);
    own[0].tvdb = 1;
    assert_true(episode_lists_store(c->cache.journal, &list, own, 2, &version, c->f->now, NULL));
    assert_split(c, lamplighters(6, 1, "The Fog", "2018-03-05"), 9100061, 0);
}

static void specials_have_no_number_there(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(0, 1, "A Lamp for Christmas", "2015-12-24"), 9100031);
    assert_carried(c, lamplighters(0, 7, "A Lamp for Christmas", ""), 9100031);
    assert_carried(c, lamplighters(0, 7, "Christmas Special", "2015-12-24"), 9100031);
    /* A special's date is also that of a regular episode now and then. */
    assert_int_equal(carry(c, lamplighters(0, 9, "The Making of", "2017-03-20")), CARRY_NO_EPISODE);
}

static void what_neither_title_nor_date_confirms_is_doubted(void **state)
{
    struct carrying *c = *state;
    assert_int_equal(carry(c, lamplighters(1, 7, "Gaslight", "2015-04-06")), CARRY_DOUBTED);
    assert_string_equal(c->carried.reason, "its 1x07 at TVmaze is “Neon” of 2015-05-11, not "
                                           "“Gaslight” of 2015-04-06");
    assert_int_equal(carry(c, lamplighters(1, 6, "Afterglow", "2015-03-30")), CARRY_NO_EPISODE);
    /* The title is another episode's, of another day. */
    assert_int_equal(carry(c, lamplighters(3, 3, "Overtime", "2017-03-20")), CARRY_DOUBTED);
    assert_int_equal(carry(c, lamplighters(5, 1, "Overtime", "2019-03-20")), CARRY_DOUBTED);
    assert_string_equal(c->carried.reason, "its 3x02 at TVmaze is “Overtime” of 2017-03-13, not "
                                           "“Overtime” of 2019-03-20");
}

static void a_series_is_found_by_its_ids_in_turn(void **state)
{
    struct carrying *c = *state;
    struct subject subject = lamplighters(3, 1, "Night Shift", "2017-03-06");
    subject.series = (struct series_ids){.tvdb = 123456789, .tvmaze = 180, .imdb = "tt9000010"};
    assert_carried(c, subject, 9100021);
    subject.series = (struct series_ids){.tvdb = 123456789, .tvmaze = 90010};
    assert_carried(c, subject, 9100021);
    /* What another catalogue says of TVmaze's id is second-hand. */
    subject.series = (struct series_ids){.tvdb = 90110, .tvmaze = 180};
    assert_carried(c, subject, 9100021);
    subject.series = (struct series_ids){.tvdb = 123456789};
    assert_int_equal(carry(c, subject), CARRY_NO_SERIES);
}

static void the_next_one_needs_no_request(void **state)
{
    struct carrying *c = *state;
    assert_carried(c, lamplighters(3, 1, "Night Shift", "2017-03-06"), 9100021);
    int requests = fixture_count(c->f, NULL);
    assert_int_equal(requests, 3); /* the look-up, where it leads, and the list */
    assert_carried(c, lamplighters(1, 3, "Wick and Wax", "2015-03-09"), 9100003);
    assert_int_equal(carry(c, lamplighters(4, 1, "Dawn", "2019-03-11")), CARRY_NO_EPISODE);
    assert_int_equal(fixture_count(c->f, NULL), requests);
    /* A list that lacks an episode is no use for long. */
    c->cache.now += DAY;
    assert_int_equal(carry(c, lamplighters(4, 1, "Dawn", "2019-03-11")), CARRY_NO_EPISODE);
    assert_int_equal(fixture_count(c->f, NULL), requests + 1);
    assert_carried(c, lamplighters(1, 3, "Wick and Wax", "2015-03-09"), 9100003);
    assert_int_equal(fixture_count(c->f, NULL), requests + 1);
}

static void what_cannot_be_asked_is_an_error(void **state)
{
    struct carrying *c = *state;
    struct catalogue catalogue = {&service_tvmaze, c->f->session, NULL};
    struct subject subject = lamplighters(3, 1, "Night Shift", "2017-03-06");
    fixture_status(c->f, "GET /tvmaze/*", 503);
    assert_fails(carry_episode(&catalogue, &c->cache, &subject, &c->carried, &c->err), c->err,
                 EPI_ERROR_LATER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
        TEST(a_number_is_confirmed_by_title_or_date),
        TEST(title_and_date_decide_where_numbers_disagree),
        TEST(the_day_decides_among_plain_titles),
        TEST(two_parts_that_are_one_there_are_both_that_one),
        TEST(one_that_is_several_there_is_all_of_them),
        TEST(its_own_list_says_whether_it_is_split),
        TEST(specials_have_no_number_there),
        TEST(what_neither_title_nor_date_confirms_is_doubted),
        TEST(a_series_is_found_by_its_ids_in_turn),
        TEST(the_next_one_needs_no_request),
        TEST(what_cannot_be_asked_is_an_error),
    };
    return cmocka_run_group_tests_name("carry", tests, NULL, NULL);
}
