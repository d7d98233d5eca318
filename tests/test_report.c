/* SPDX-License-Identifier: MIT */
#include <time.h>

#include "core/base/json.h"
#include "core/journal/episode_lists.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/services/values.h"
#include "tests/client.h"
#include <epimark/report.h>

/* Monday, 2 March 2026, 20:00 UTC. */
enum { MONDAY = 1772481600, DAY = 86400, HOUR = 3600, NEW_YEAR = 1767225600 /* of 2026 */ };

static int begin(void **state)
{
    setenv("TZ", "UTC0", 1);
    tzset();
    return setup(state);
}

static struct journal *journal_of(struct bench *bench)
{
    struct journal *journal = worker_journal(bench->client->worker, &bench->err);

    OK(journal);
    return journal;
}

/* Records something of an episode, or with season -1 of a film; returns its entry. */
static int64_t record(struct bench *bench, enum record_kind kind, const struct series *series,
                      int season, int number, int64_t at, double seconds, int value)
{
    char path[256];
    snprintf(path, sizeof(path), "/v/%.80s-%d-%d-%d.mkv", series->title, season, number,
             kind == RECORD_RATED ? 0 : (int)(at / DAY));
    struct record one = {.kind = kind,
                         .at = at,
                         .path = path,
                         .size = 1,
                         .duration = seconds,
                         .nth = 1,
                         .episodes = 1,
                         .film = season < 0,
                         .value = value};
    struct match match = {.episode = {.season = season, .number = number},
                          .source = "tvmaze",
                          .confidence = 1,
                          .film = season < 0};

    match.series = *series;
    if (season >= 0)
        match.episode.tvmaze = series->ids.tvmaze * 1000 + season * 100 + number;
    struct recorded recorded;
    OK(journal_add(journal_of(bench), &one, &recorded, &bench->err));
    OK(entries_set_match(journal_of(bench), recorded.entry, &match, "", at, &bench->err));
    return recorded.entry;
}

static const struct series wire = {.ids = {.tvmaze = 179}, .title = "The Wire", .year = 2002};
static const struct series dark = {.ids = {.tvmaze = 17861}, .title = "Dark", .year = 2017};
static const struct series spirited = {
    .ids = {.imdb = "tt0245429"}, .title = "千と千尋の神隠し", .year = 2001};

static void watch(struct bench *bench, const struct series *series, int number, int64_t at)
{
    record(bench, RECORD_WATCHED, series, 1, number, at, HOUR, 0);
}

#define QUERY(...)                                                                                 \
    {                                                                                              \
        .size = sizeof(struct epi_report_query), __VA_ARGS__                                       \
    }

static const struct epi_report *make(struct bench *bench, struct epi_report_query query)
{
    const struct epi_report *report = epi_report_make(bench->client, &query, &bench->err);

    OK(report);
    return report;
}

static const struct epi_report *make_all(struct bench *bench)
{
    struct epi_report_query query = QUERY(.year = 0);

    return make(bench, query);
}

static void an_empty_journal_has_a_report(void **state)
{
    struct bench *bench = *state;
    const struct epi_report *report = make_all(bench);

    assert_int_equal(report->all.episodes, 0);
    assert_int_equal(report->day_count, 0);
    assert_int_equal(report->year_count, 0);
    assert_int_equal(report->list_count, 0);
    assert_null(report->all.favourite);
    assert_int_equal(strlen(report->today), 10);
}

static void one_viewing_is_on_its_day_and_hour(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY);
    const struct epi_report *report = make_all(bench);

    assert_int_equal(report->day_count, 1);
    assert_string_equal(report->days[0].date, "2026-03-02");
    assert_int_equal(report->days[0].episodes, 1);
    assert_int_equal(report->days[0].seconds, HOUR);
    assert_int_equal(report->seconds[0][20], HOUR);
    assert_int_equal(report->viewings[0][20], 1);
    assert_int_equal(report->year_count, 1);
    assert_int_equal(report->years[0].year, 2026);
    assert_int_equal(report->years[0].months[2].episodes, 1);
    assert_int_equal(report->years[0].months[1].episodes, 0);
    assert_string_equal(report->years[0].span.favourite->series->title, "The Wire");
    assert_int_equal(report->list_count, 1);
    assert_string_equal(report->list[0].series->title, "The Wire");
    assert_int_equal(report->list[0].last_at, MONDAY);
    assert_int_equal(report->list[0].aired, -1);
}

static void a_day_is_that_of_the_zone(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, NEW_YEAR - HOUR); /* 23:00 in 2025 */
    watch(bench, &wire, 2, NEW_YEAR + HOUR);
    assert_int_equal(make_all(bench)->year_count, 2);
    setenv("TZ", "JST-9", 1);
    tzset();
    const struct epi_report *report = make_all(bench);
    assert_int_equal(report->year_count, 1);
    assert_string_equal(report->days[0].date, "2026-01-01");
    assert_int_equal(report->days[0].episodes, 2);
    struct epi_report_query query = QUERY(.year = 2025);
    assert_int_equal(make(bench, query)->all.episodes, 0);
}

/* Where a clock is set back after midnight, a day is there again once the next one has begun. */
static void a_day_may_come_twice(void **state)
{
    struct bench *bench = *state;
    setenv("TZ", "AAA0BBB,60/0,300/0:30", 1); /* half an hour into day 300 */
    tzset();
    struct tm parts = {.tm_year = 126, .tm_mon = 9, .tm_mday = 27, .tm_hour = 22, .tm_isdst = 1};
    int64_t late = mktime(&parts);
    for (int half = 0; half < 8; half++)
        watch(bench, half % 2 ? &wire : &dark, half + 1, late + half * 1800);
    const struct epi_report *report = make_all(bench);
    for (size_t i = 1; i < report->day_count; i++)
        assert_true(strcmp(report->days[i - 1].date, report->days[i].date) < 0);
    assert_int_equal(report->all.episodes, 8);
}

static void what_is_seen_again_is_counted(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY - 400 * DAY);
    watch(bench, &wire, 1, MONDAY);
    watch(bench, &wire, 2, MONDAY + DAY);
    assert_int_equal(make_all(bench)->all.again, 1);
    struct epi_report_query query = QUERY(.year = 2026);
    const struct epi_report *report = make(bench, query);
    assert_int_equal(report->all.episodes, 2);
    assert_int_equal(report->all.again, 1); /* what was before the year is known */
    assert_int_equal(report->list[0].again, 1);
    assert_int_equal(report->year_count, 1);
}

static void a_series_is_chosen_by_title_or_id(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY);
    watch(bench, &dark, 1, MONDAY + DAY);
    record(bench, RECORD_WATCHED, &spirited, -1, -1, MONDAY + HOUR, 2 * HOUR, 0);
    struct epi_report_query query = QUERY(.series = "the wire");
    const struct epi_report *report = make(bench, query);
    assert_int_equal(report->all.episodes, 1);
    assert_int_equal(report->all.films, 0);
    assert_int_equal(report->list_count, 1);
    assert_string_equal(report->series, "The Wire");
    query.series = "tvmaze:17861";
    assert_string_equal(make(bench, query)->series, "Dark");
    query.series = "Firefly";
    assert_null(epi_report_make(bench->client, &query, &bench->err));
    assert_string_equal(bench->err.text, "nothing of Firefly was watched");
}

static void films_are_listed(void **state)
{
    struct bench *bench = *state;
    record(bench, RECORD_WATCHED, &spirited, -1, -1, MONDAY, 2 * HOUR, 0);
    record(bench, RECORD_WATCHED, &spirited, -1, -1, MONDAY + DAY, 2 * HOUR, 0);
    record(bench, RECORD_RATED, &spirited, -1, -1, MONDAY + DAY, 2 * HOUR, 9);
    const struct epi_report *report = make_all(bench);
    assert_int_equal(report->all.films, 2);
    assert_int_equal(report->all.episodes, 0);
    assert_int_equal(report->film_count, 1);
    assert_string_equal(report->film_list[0].film->title, "千と千尋の神隠し");
    assert_int_equal(report->film_list[0].times, 2);
    assert_int_equal(report->film_list[0].rating, 9);
    assert_int_equal(report->films.of[9], 1);
    assert_int_equal(report->days[0].films, 1);
}

static void what_has_no_date_is_in_the_totals_only(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY);
    watch(bench, &wire, 2, 1);
    const struct epi_report *report = make_all(bench);
    assert_int_equal(report->undated, 1);
    assert_int_equal(report->all.episodes, 2);
    assert_int_equal(report->all.seconds, 2 * HOUR);
    assert_int_equal(report->all.days, 1);
    assert_int_equal(report->years[0].span.episodes, 1);
    assert_int_equal(report->list[0].episodes, 2);
    struct epi_report_query query = QUERY(.year = 2026);
    assert_int_equal(make(bench, query)->undated, 0);
}

static void keep_list(struct bench *bench)
{
    const struct episode_list list = {"tvmaze", "", 179, ORDER_AIRED};
    const struct list_version version = {0};
    const struct episode episodes[] = {
        {.season = 1, .number = 1, .tvmaze = 179101, .airdate = "2002-06-02", .runtime = 62},
        {.season = 1, .number = 2, .tvmaze = 179102, .airdate = "2002-06-09", .runtime = 58},
        {.season = 1,
         .number = 3,
         .tvmaze = 179103,
         .title = "The Buys",
         .airdate = "2002-06-16",
         .runtime = 58},
        {.season = 1, .number = 4, .tvmaze = 179104, .airdate = "2999-01-01"},
    };

    OK(episode_lists_store(journal_of(bench), &list, episodes, 4, &version, client_clock(),
                           &bench->err));
}

static void a_list_says_how_far_it_is_and_how_long(void **state)
{
    struct bench *bench = *state;
    keep_list(bench);
    record(bench, RECORD_WATCHED, &wire, 1, 1, MONDAY, 0, 0);
    record(bench, RECORD_MARKED, &wire, 1, 2, MONDAY, 0, MARK_SKIPPED);
    int requests = standin_count(bench->standin, "GET /*");
    struct epi_report_query query = QUERY(.year = 2026);
    const struct epi_report *report = make(bench, query);
    assert_int_equal(report->all.seconds, 58 * 60); /* the median of the list */
    assert_int_equal(report->unmeasured, 0);
    assert_int_equal(report->list[0].watched, 1);
    assert_int_equal(report->list[0].aired, 3);
    assert_int_equal(report->list[0].next->number, 3); /* what is skipped is not next */
    assert_string_equal(report->list[0].next->title, "The Buys");
    assert_true(report->list[0].next_aired);
    watch(bench, &wire, 2, MONDAY + DAY);
    watch(bench, &wire, 3, MONDAY + DAY);
    query.year = 2025; /* what was watched later is no part, but the series is as far as it is */
    watch(bench, &wire, 1, MONDAY - 300 * DAY);
    report = make(bench, query);
    assert_int_equal(report->list[0].episodes, 1);
    assert_int_equal(report->list[0].watched, 3);
    assert_int_equal(report->list[0].next->number, 4);
    assert_false(report->list[0].next_aired);
    assert_int_equal(standin_count(bench->standin, "GET /*"), requests);
}

static void what_has_no_length_adds_no_time(void **state)
{
    struct bench *bench = *state;
    record(bench, RECORD_WATCHED, &dark, 1, 1, MONDAY, 0, 0);
    const struct epi_report *report = make_all(bench);
    assert_int_equal(report->unmeasured, 1);
    assert_int_equal(report->all.seconds, 0);
    assert_int_equal(report->viewings[0][20], 1);
}

static void without_names_there_are_numbers(void **state)
{
    struct bench *bench = *state;
    keep_list(bench);
    watch(bench, &dark, 1, MONDAY);
    watch(bench, &wire, 1, MONDAY + DAY);
    record(bench, RECORD_WATCHED, &spirited, -1, -1, MONDAY, 2 * HOUR, 0);
    struct epi_report_query query = QUERY(.nameless = true);
    const struct epi_report *report = make(bench, query);
    assert_string_equal(report->list[0].series->title, "Series 1");
    assert_string_equal(report->list[1].series->title, "Series 2");
    assert_int_equal(report->list[0].series->tvmaze, 0);
    assert_int_equal(report->list[0].series->year, 0);
    assert_null(report->list[0].next);
    assert_string_equal(report->film_list[0].film->title, "Film 1");
    assert_string_equal(report->film_list[0].film->imdb, "");
    char *text = epi_json_report(report);
    const char *const names[] = {"Wire", "Dark", "神隠し", "179", "17861", "Buys"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_null(strstr(text, names[i]));
    free(text);
    query.series = "Dark";
    report = make(bench, query);
    assert_true(report->one);
    assert_null(report->series);
}

static void ratings_are_those_of_the_year(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY - 400 * DAY);
    watch(bench, &wire, 2, MONDAY);
    watch(bench, &wire, 3, MONDAY);
    record(bench, RECORD_RATED, &wire, 1, 1, MONDAY - 400 * DAY, HOUR, 4);
    record(bench, RECORD_RATED, &wire, 1, 2, MONDAY, HOUR, 8);
    record(bench, RECORD_RATED, &wire, 1, 3, MONDAY, HOUR, 9);
    struct epi_report_query query = QUERY(.year = 2026);
    const struct epi_report *report = make(bench, query);
    assert_int_equal(report->episodes.count, 2);
    assert_true(report->episodes.median == 8.5);
    assert_true(report->list[0].median_rating == 8.5);
    assert_int_equal(make_all(bench)->episodes.count, 3);
}

static void the_json_has_all_figures(void **state)
{
    struct bench *bench = *state;
    watch(bench, &wire, 1, MONDAY);
    watch(bench, &dark, 1, MONDAY + 2 * DAY);
    char *text = epi_json_report(make_all(bench));
    struct json *json = json_read(text, strlen(text), NULL);
    assert_non_null(json);
    assert_int_equal(json_int(json_get(json, "epimark_report"), 0), 1);
    assert_true(json_is_null(json_get(json, "year")));
    const struct json *all = json_get(json, "all");
    assert_int_equal(json_int(json_get(all, "episodes"), 0), 2);
    assert_int_equal(json_int(json_get(all, "seconds"), 0), 2 * HOUR);
    assert_int_equal(json_int(json_get(all, "series"), 0), 2);
    assert_true(json_double(json_get(all, "median_per_day"), 0) == 1);
    assert_int_equal(json_int(json_get(json_get(all, "longest_gap"), "days"), 0), 1);
    assert_int_equal(json_count(json_get(json, "days")), 2);
    const struct json *hours = json_get(json, "seconds_by_weekday_and_hour");
    assert_int_equal(json_int(json_at(json_at(hours, 2), 20), 0), HOUR);
    const struct json *year = json_at(json_get(json, "years"), 0);
    assert_int_equal(json_count(json_get(year, "months")), 12);
    const struct json *series = json_get(json_at(json_get(json, "list"), 0), "series");
    assert_string_equal(json_text(json_get(series, "title")), "Dark");
    assert_int_equal(json_int(json_get(series, "tvmaze"), 0), 17861);
    json_free(json);
    free(text);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_journal_has_a_report),
        TEST(one_viewing_is_on_its_day_and_hour),
        TEST(a_day_is_that_of_the_zone),
        TEST(a_day_may_come_twice),
        TEST(what_is_seen_again_is_counted),
        TEST(a_series_is_chosen_by_title_or_id),
        TEST(films_are_listed),
        TEST(what_has_no_date_is_in_the_totals_only),
        TEST(a_list_says_how_far_it_is_and_how_long),
        TEST(what_has_no_length_adds_no_time),
        TEST(without_names_there_are_numbers),
        TEST(ratings_are_those_of_the_year),
        TEST(the_json_has_all_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
