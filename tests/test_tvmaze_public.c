/* SPDX-License-Identifier: MIT */
#include "tests/services.h"

static int start(void **state)
{
    return fixture_start(state, &service_tvmaze);
}

static const struct series firefly = {.ids.tvmaze = 180, .title = "Firefly"};

/* ---- Series ---- */

static void search_reads_the_rows(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvmaze.search(f->session, "firefly", 0, series, 10, &count, &err), err);
    assert_true(count >= 1);
    assert_string_equal(series[0].title, "Firefly");
    assert_int_equal(series[0].ids.tvmaze, 180);
    assert_int_equal(series[0].ids.tvdb, 78874);
    assert_string_equal(series[0].ids.imdb, "tt0303461");
    assert_int_equal(series[0].year, 2002);
    assert_int_equal(series[0].year_end, 2003);
    assert_string_equal(series[0].country, "US");
    assert_string_equal(series[0].language, "eng");
    assert_string_equal(series[0].network, "FOX");
    assert_int_equal(series[0].runtime, 60);
    assert_false(series[0].anime);
    assert_int_equal(f->paced, 1);
}

static void search_finds_an_anime(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvmaze.search(f->session, "Nijuu no Kage", 0, series, 10, &count, &err), err);
    assert_true(count >= 1);
    assert_true(series[0].anime);
    assert_string_equal(series[0].country, "JP");
}

static void aliases_are_the_other_names(void **state)
{
    struct fixture *f = *state;
    struct series series = firefly;
    struct epi_error err = {0};
    assert_ok(service_tvmaze.aliases(f->session, &series, &err), err);
    bool found = false;
    for (int i = 0; i < series.alias_count; i++)
        found = found || strcmp(series.aliases[i], "Firefly: Der Aufbruch der Serenity") == 0;
    assert_true(found);
    /* A show that is gone has none. */
    series = (struct series){.ids.tvmaze = 99999999, .alias_count = 3};
    assert_ok(service_tvmaze.aliases(f->session, &series, &err), err);
    assert_int_equal(series.alias_count, 0);
}

static void search_finds_nothing(void **state)
{
    struct fixture *f = *state;
    struct series series[10];
    struct epi_error err = {0};
    size_t count = 7;
    assert_ok(service_tvmaze.search(f->session, "qqqqzzzzxxxx", 0, series, 10, &count, &err), err);
    assert_int_equal(count, 0);
}

static void search_stops_at_max(void **state)
{
    struct fixture *f = *state;
    struct series series[2] = {{.title = ""}, {.title = "untouched"}};
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvmaze.search(f->session, "firefly", 0, series, 1, &count, &err), err);
    assert_int_equal(count, 1);
    assert_string_equal(series[1].title, "untouched");
}

static void lookup_goes_by_any_id(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids[] = {{.tvmaze = 180},
                                     {.tvdb = 78874},
                                     {.imdb = "tt0303461"},
                                     {.tvmaze = 9999999, .tvdb = 78874}};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct series series = {0};
        struct epi_error err = {0};
        bool found = false;
        assert_ok(service_tvmaze.lookup(f->session, &ids[i], &series, &found, &err), err);
        assert_true(found);
        assert_string_equal(series.title, "Firefly");
    }
}

/* The documents leave open how it is said that a show is unknown by one id. */
static void lookup_goes_on_to_the_next_id(void **state)
{
    static const struct {
        int status;
        const char *body;
    } ways[] = {
        {404, "null"},
        {404, ""},
        {404, "{\"name\":\"Not Found\",\"message\":\"\",\"code\":0,\"status\":404}"},
        {410, ""},
        {422, "{\"name\":\"Unprocessable entity\",\"code\":0,\"status\":422}"},
        {422, "[{\"code\":404,\"message\":\"Unknown show\",\"input\":{}}]"},
    };
    struct fixture *f = *state;
    const struct series_ids ids = {.tvdb = 78874, .imdb = "tt0303461", .tvmaze = 99999999};
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        struct json *fault = json_new_object();
        struct series series = {0};
        struct epi_error err = {0};
        bool found = false;
        json_set_text(fault, "match", "GET /tvmaze/lookup/shows");
        json_set_text(fault, "do", "status");
        json_set_int(fault, "status", ways[i].status);
        json_set_text(fault, "body", ways[i].body);
        char *text = json_write(fault, false);
        json_free(fault);
        assert_true(standin_fault(f->standin, text));
        free(text);
        assert_ok(service_tvmaze.lookup(f->session, &ids, &series, &found, &err), err);
        assert_true(found);
        assert_int_equal(series.ids.tvmaze, 180);
        assert_int_equal(fixture_count(f, "GET /tvmaze/lookup/shows"), 2 * (int)i + 2);
    }
    struct series series = {0};
    struct epi_error err = {0};
    bool found = false;
    fixture_fault(f, "GET /tvmaze/lookup/shows",
                  "\"do\":\"status\",\"status\":422,\"body\":\"[{\\\"code\\\":422}]\"");
    assert_fails(service_tvmaze.lookup(f->session, &ids, &series, &found, &err), err,
                 EPI_ERROR_NEVER);
}

/* That says nothing of the series: neither that it is unknown, nor to ask by the next id. */
static void the_error_of_a_gateway_is_no_answer(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids = {.tvdb = 78874, .imdb = "tt0303461"};
    struct series series[4] = {{.ids.tvmaze = 0}};
    struct epi_error err = {0};
    bool found = true;
    size_t count = 9;
    fixture_fault(f, "GET /tvmaze/lookup/shows",
                  "\"do\":\"status\",\"status\":404,\"body\":{\"Error\":\"Upstream\"}");
    assert_fails(service_tvmaze.lookup(f->session, &ids, series, &found, &err), err,
                 EPI_ERROR_LATER);
    assert_int_equal(fixture_count(f, "GET /tvmaze/lookup/shows"), 1);
    /* A row without a name is none, and no error. */
    fixture_fault(f, "GET /tvmaze/search/shows",
                  "\"do\":\"body\",\"body\":[{\"score\":1,\"show\":{\"id\":7,\"name\":null}}]");
    assert_ok(service_tvmaze.search(f->session, "Firefly", 0, series, 4, &count, &err), err);
    assert_int_equal(count, 0);
}

static void lookup_of_an_unknown_id_finds_nothing(void **state)
{
    struct fixture *f = *state;
    const struct series_ids ids = {.tvmaze = 9999999, .tvdb = 9999998, .imdb = "tt9999997"};
    struct series series = {0};
    struct epi_error err = {0};
    bool found = true;
    assert_ok(service_tvmaze.lookup(f->session, &ids, &series, &found, &err), err);
    assert_false(found);
}

/* ---- Episodes ---- */

static size_t ask(struct fixture *f, const struct series *series, struct episode_query query,
                  struct episode *episodes, size_t max)
{
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvmaze.episodes(f->session, series, &query, episodes, max, &count, &err),
              err);
    return count;
}

static void episodes_by_number(void **state)
{
    struct fixture *f = *state;
    struct episode episode;
    struct episode_query query = {ORDER_AIRED, 1, 2, "", NULL};
    assert_int_equal(ask(f, &firefly, query, &episode, 1), 1);
    assert_int_equal(episode.tvmaze, 12869);
    assert_int_equal(episode.season, 1);
    assert_int_equal(episode.number, 2);
    assert_string_equal(episode.title, "Bushwhacked");
    assert_string_equal(episode.airdate, "2002-09-27");
    assert_false(episode.special);
    assert_int_equal(fixture_count(f, "GET /tvmaze/shows/180/episodebynumber"), 1);
}

static void episodes_of_a_series_known_by_another_id(void **state)
{
    struct fixture *f = *state;
    const struct series series = {.ids.tvdb = 78874};
    struct episode episode;
    struct episode_query query = {ORDER_AIRED, 1, 1, "", NULL};
    assert_int_equal(ask(f, &series, query, &episode, 1), 1);
    assert_int_equal(episode.tvmaze, 12868);
}

static void episodes_that_are_not_there(void **state)
{
    struct fixture *f = *state;
    struct episode episode;
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, 99, "", NULL}, &episode, 1), 0);
    assert_int_equal(ask(f, &firefly,
                         (struct episode_query){ORDER_AIRED, -1, -1, "1999-01-01", NULL}, &episode,
                         1),
                     0);
    /* A number says nothing without its season, and a special has none at TVmaze. */
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, 2, "", NULL}, &episode, 1), 0);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 0, 1, "", NULL}, &episode, 1), 0);
}

static void episodes_by_date(void **state)
{
    struct fixture *f = *state;
    const struct series talk = {.ids.tvmaze = 90002};
    struct episode_query query = {ORDER_AIRED, -1, -1, "2020-01-08", NULL};
    struct episode episodes[4];
    assert_int_equal(ask(f, &talk, query, episodes, 4), 1);
    assert_int_equal(episodes[0].number, 3);
}

static void a_list_counts_over_the_series(void **state)
{
    struct fixture *f = *state;
    const struct series anime = {.ids.tvmaze = 90003};
    static struct episode episodes[64];
    size_t count =
        ask(f, &anime, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, episodes, 64);
    assert_true(count > 15);
    for (size_t i = 0; i < count; i++) {
        if (episodes[i].season == 2 && episodes[i].number == 2)
            assert_int_equal(episodes[i].absolute, 15);
    }
    /* 1x06 is missing: nothing is counted behind it. */
    count = ask(f, &(struct series){.ids.tvmaze = 90010},
                (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, episodes, 64);
    for (size_t i = 0; i < count; i++) {
        if (!episodes[i].special && (episodes[i].season > 1 || episodes[i].number > 6))
            assert_int_equal(episodes[i].absolute, 0);
    }
}

/* The whole of an order; fails the test if that cannot be asked. */
static size_t order_of(struct fixture *f, const struct series *series, enum episode_order order,
                       struct episode *rows, size_t max)
{
    struct episode_query query = {order, -1, -1, "", NULL};
    struct epi_error err = {0};
    size_t count = 999;
    assert_ok(service_tvmaze.order(f->session, series, &query, rows, max, &count, &err), err);
    return count;
}

static void the_dvd_order_is_read_whole(void **state)
{
    struct fixture *f = *state;
    struct episode rows[16];
    size_t count = order_of(f, &firefly, ORDER_DVD, rows, 16);
    assert_true(count > 1);
    assert_string_equal(rows[0].title, "Serenity");
    assert_int_equal(rows[0].tvmaze, 12878);
    assert_int_equal(rows[0].season, 1);
    assert_int_equal(rows[0].number, 1);
    /* Of other orders TVmaze has none, and a series may have no DVD order. */
    const struct series talk = {.ids.tvmaze = 90002};
    assert_int_equal(order_of(f, &firefly, ORDER_ALTERNATE, rows, 16), 0);
    assert_int_equal(order_of(f, &firefly, ORDER_REGIONAL, rows, 16), 0);
    assert_int_equal(order_of(f, &firefly, ORDER_ABSOLUTE, rows, 16), 0);
    assert_int_equal(order_of(f, &talk, ORDER_DVD, rows, 16), 0);
}

#define DVD_LIST(rows)                                                                             \
    "\"do\":\"status\",\"status\":200,\"body\":[{\"id\":1,\"season\":1,\"number\":1,\"_"           \
    "embedded\":"                                                                                  \
    "{\"episodes\":[" rows "]}}]"
#define OF_SHOW(id, show)                                                                          \
    "{\"id\":" id ",\"season\":1,\"number\":" id ",\"_links\":{\"show\":{\"href\":\"/shows/" show  \
    "\"}}}"

static void a_dvd_number_may_be_two_episodes(void **state)
{
    struct fixture *f = *state;
    struct episode rows[16];
    fixture_fault(f, "GET /tvmaze/alternatelists/1801/alternateepisodes",
                  DVD_LIST(OF_SHOW("1", "180") "," OF_SHOW("2", "180")));
    assert_int_equal(order_of(f, &firefly, ORDER_DVD, rows, 16), 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(rows[i].tvmaze, i + 1);
        assert_int_equal(rows[i].season, 1);
        assert_int_equal(rows[i].number, 1);
    }
}

static void a_dvd_list_of_another_series_is_none(void **state)
{
    struct fixture *f = *state;
    struct episode rows[16];
    struct episode_query query = {ORDER_DVD, -1, -1, "", NULL};
    struct epi_error err = {0};
    size_t count = 0;
    fixture_fault(f, "GET /tvmaze/alternatelists/1801/alternateepisodes",
                  DVD_LIST(OF_SHOW("1", "180") "," OF_SHOW("2", "181")));
    assert_fails(service_tvmaze.order(f->session, &firefly, &query, rows, 16, &count, &err), err,
                 EPI_ERROR_LATER);
    assert_string_equal(err.text, "TVmaze sent another series than was asked for");
    fixture_fault(f, "GET /tvmaze/shows/180/alternatelists",
                  "\"do\":\"status\",\"status\":200,\"body\":[{\"id\":1801,\"dvd_release\":true,"
                  "\"_links\":{\"show\":{\"href\":\"/shows/181\"}}}]");
    assert_fails(service_tvmaze.order(f->session, &firefly, &query, rows, 16, &count, &err), err,
                 EPI_ERROR_LATER);
    assert_string_equal(err.text, "TVmaze sent another series than was asked for");
}

static void specials_are_listed_where_they_are_asked_for(void **state)
{
    struct fixture *f = *state;
    struct episode episodes[16];
    size_t count =
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 0, -1, "", NULL}, episodes, 16);
    assert_int_equal(count, 2);
    assert_true(episodes[0].special);
    assert_int_equal(episodes[0].number, -1);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, -1, -1, "", NULL}, episodes, 16), 6);
    assert_int_equal(
        ask(f, &firefly, (struct episode_query){ORDER_AIRED, 1, -1, "", NULL}, episodes, 16), 4);
}

static void a_list_stops_at_max(void **state)
{
    struct fixture *f = *state;
    const struct series talk = {.ids.tvmaze = 90002};
    struct episode episodes[3];
    episodes[2].tvmaze = -5;
    assert_int_equal(
        ask(f, &talk, (struct episode_query){ORDER_AIRED, 1, -1, "", NULL}, episodes, 2), 2);
    assert_int_equal(episodes[2].tvmaze, -5);
}

/* ---- What goes wrong ---- */

static void statuses_become_kinds(void **state)
{
    static const struct {
        int status;
        enum epi_error_kind kind;
    } cases[] = {{429, EPI_ERROR_LATER},   {500, EPI_ERROR_LATER},   {503, EPI_ERROR_LATER},
                 {522, EPI_ERROR_LATER},   {400, EPI_ERROR_NEVER},   {422, EPI_ERROR_NEVER},
                 {405, EPI_ERROR_NEVER},   {401, EPI_ERROR_SIGN_IN}, {403, EPI_ERROR_SIGN_IN},
                 {420, EPI_ERROR_SIGN_IN}, {423, EPI_ERROR_SIGN_IN}, {426, EPI_ERROR_SIGN_IN}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct series series[1];
        struct epi_error err = {0};
        size_t count = 5;
        fixture_status(f, "GET /tvmaze/search/shows", cases[i].status);
        bool found = service_tvmaze.search(f->session, "firefly", 0, series, 1, &count, &err);
        assert_fails(found, err, cases[i].kind);
        assert_int_equal(err.status, cases[i].status);
        assert_int_equal(count, 5);
    }
}

static void a_shield_in_html_is_tried_again(void **state)
{
    struct fixture *f = *state;
    struct series series[1];
    struct epi_error err = {0};
    size_t count = 0;
    fixture_fault(f, "GET /tvmaze/search/shows",
                  "\"do\":\"status\",\"status\":403,\"body\":\"<html>blocked</html>\","
                  "\"headers\":{\"Content-Type\":\"text/html\"}");
    assert_fails(service_tvmaze.search(f->session, "x", 0, series, 1, &count, &err), err,
                 EPI_ERROR_LATER);
}

static void retry_after_is_told(void **state)
{
    struct fixture *f = *state;
    struct series series[1];
    struct epi_error err = {0};
    size_t count = 0;
    fixture_fault(f, "GET /tvmaze/search/shows",
                  "\"do\":\"status\",\"status\":429,\"headers\":{\"Retry-After\":\"17\"}");
    assert_fails(service_tvmaze.search(f->session, "x", 0, series, 1, &count, &err), err,
                 EPI_ERROR_LATER);
    assert_int_equal(err.retry_after, 17);
}

static bool one_search(struct fixture *f, struct epi_error *err)
{
    struct series series[4];
    size_t count = 0;
    return service_tvmaze.search(f->session, "x", 0, series, 4, &count, err);
}

static bool one_lookup(struct fixture *f, struct epi_error *err)
{
    struct series_ids ids = {.tvmaze = 180};
    struct series series;
    bool found = false;
    return service_tvmaze.lookup(f->session, &ids, &series, &found, err);
}

static bool one_by_number(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_AIRED, 1, 1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvmaze.episodes(f->session, &firefly, &query, episodes, 4, &count, err);
}

static bool one_by_date(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_AIRED, -1, -1, "2002-09-20", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvmaze.episodes(f->session, &firefly, &query, episodes, 4, &count, err);
}

static bool one_list(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_AIRED, -1, -1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvmaze.episodes(f->session, &firefly, &query, episodes, 4, &count, err);
}

static bool one_dvd(struct fixture *f, struct epi_error *err)
{
    struct episode_query query = {ORDER_DVD, -1, -1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvmaze.order(f->session, &firefly, &query, episodes, 4, &count, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /tvmaze/search/shows", one_search);
    fixture_bad_answers(f, "GET /tvmaze/shows/180", one_lookup);
    fixture_bad_answers(f, "GET /tvmaze/shows/180/episodebynumber", one_by_number);
    fixture_bad_answers(f, "GET /tvmaze/shows/180/episodesbydate", one_by_date);
    fixture_bad_answers(f, "GET /tvmaze/shows/180/episodes", one_list);
    fixture_bad_answers(f, "GET /tvmaze/shows/180/alternatelists", one_dvd);
    fixture_fault(f, "GET /tvmaze/shows/180/alternatelists",
                  "\"nth\":0,\"do\":\"status\",\"status\":200,\"body\":[{\"id\":5,"
                  "\"dvd_release\":true}]");
    fixture_bad_answers(f, "GET /tvmaze/alternatelists/5/alternateepisodes", one_dvd);
}

/* By an id that TVmaze has to be asked for first. */
static bool one_list_by_tvdb(struct fixture *f, struct epi_error *err)
{
    const struct series series = {.ids = {.tvdb = 78874}};
    struct episode_query query = {ORDER_AIRED, 1, -1, "", NULL};
    struct episode episodes[4];
    size_t count = 0;
    return service_tvmaze.episodes(f->session, &series, &query, episodes, 4, &count, err);
}

static void a_request_that_fails_fails_the_call(void **state)
{
    struct fixture *f = *state;
    fixture_fail_each(f, one_search);
    fixture_fail_each(f, one_lookup);
    fixture_fail_each(f, one_by_number);
    fixture_fail_each(f, one_by_date);
    fixture_fail_each(f, one_list_by_tvdb);
    fixture_fail_each(f, one_dvd);
}

static void odd_values_are_read_leniently(void **state)
{
    struct fixture *f = *state;
    /* Ids as text, a null network, a missing date, a number beyond 64 bits, a key said twice, and
     * rows that are no series. */
    fixture_fault(
        f, "GET /tvmaze/search/shows",
        "\"do\":\"body\",\"body\":\"[{\\\"show\\\":{\\\"id\\\":\\\"5\\\",\\\"name\\\":\\\"A\\\","
        "\\\"name\\\":\\\"B\\\",\\\"weight\\\":123456789012345678901234567890,\\\"network\\\":null,"
        "\\\"externals\\\":7,\\\"averageRuntime\\\":-4}},{\\\"show\\\":{}},7,null,"
        "{\\\"show\\\":{\\\"id\\\":99999999999999999999999,\\\"name\\\":\\\"C\\\"}}]\"");
    struct series series[4];
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvmaze.search(f->session, "x", 0, series, 4, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(series[0].ids.tvmaze, 5);
    assert_string_equal(series[0].title, "B");
    assert_int_equal(series[0].popularity, 0);
    assert_int_equal(series[0].runtime, 0);
}

static void an_answer_about_another_is_none(void **state)
{
    struct fixture *f = *state;
    static const char episode[] =
        "\"do\":\"body\",\"body\":{\"id\":7,\"season\":%d,\"number\":1,\"_links\":{\"show\":"
        "{\"href\":\"https://api.tvmaze.com/shows/%d\"}}}";
    char body[256];
    struct epi_error err = {0};
    snprintf(body, sizeof(body), episode, 7, 180);
    fixture_fault(f, "GET /tvmaze/shows/180/episodebynumber", body);
    assert_fails(one_by_number(f, &err), err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TVmaze sent another episode than was asked for");
    snprintf(body, sizeof(body), episode, 1, 181);
    fixture_fault(f, "GET /tvmaze/shows/180/episodebynumber", body);
    assert_fails(one_by_number(f, &err), err, EPI_ERROR_LATER);
    assert_string_equal(err.text, "TVmaze sent another series than was asked for");
    static const char list[] = "\"do\":\"body\",\"body\":[{\"id\":7,\"season\":1,\"number\":1,"
                               "\"airdate\":\"2002-09-20\",\"_links\":{\"show\":{\"href\":"
                               "\"https://api.tvmaze.com/shows/181\"}}}]";
    fixture_fault(f, "GET /tvmaze/shows/180/episodes", list);
    assert_fails(one_list(f, &err), err, EPI_ERROR_LATER);
    fixture_fault(f, "GET /tvmaze/shows/180/episodesbydate", list);
    assert_fails(one_by_date(f, &err), err, EPI_ERROR_LATER);
    fixture_fault(f, "GET /tvmaze/shows/180",
                  "\"do\":\"body\",\"body\":{\"id\":181,\"name\":\"Other\"}");
    assert_fails(one_lookup(f, &err), err, EPI_ERROR_LATER);
    /* By an id of another service it may be led elsewhere. */
    static const struct {
        struct series_ids ids;
        const char *externals;
    } wrong[] = {{{.tvdb = 78874}, "{\"thetvdb\":78875}"},
                 {{.imdb = "tt0303461"}, "{\"imdb\":\"tt0303462\"}"}};
    for (size_t i = 0; i < 2; i++) {
        struct series series;
        bool found = false;
        snprintf(body, sizeof(body),
                 "\"do\":\"status\",\"status\":200,\"body\":{\"id\":181,\"name\":\"Other\","
                 "\"externals\":%s}",
                 wrong[i].externals);
        fixture_fault(f, "GET /tvmaze/lookup/shows", body);
        assert_fails(service_tvmaze.lookup(f->session, &wrong[i].ids, &series, &found, &err), err,
                     EPI_ERROR_LATER);
        assert_string_equal(err.text, "TVmaze sent another series than was asked for");
    }
}

static void a_cancelled_search_stops(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    http_cancel(f->context.http);
    assert_fails(one_search(f, &err), err, EPI_ERROR_STOPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(search_reads_the_rows),
        TEST(search_finds_an_anime),
        TEST(aliases_are_the_other_names),
        TEST(search_finds_nothing),
        TEST(search_stops_at_max),
        TEST(lookup_goes_by_any_id),
        TEST(lookup_goes_on_to_the_next_id),
        TEST(the_error_of_a_gateway_is_no_answer),
        TEST(lookup_of_an_unknown_id_finds_nothing),
        TEST(episodes_by_number),
        TEST(episodes_of_a_series_known_by_another_id),
        TEST(episodes_that_are_not_there),
        TEST(episodes_by_date),
        TEST(a_list_counts_over_the_series),
        TEST(the_dvd_order_is_read_whole),
        TEST(a_dvd_number_may_be_two_episodes),
        TEST(a_dvd_list_of_another_series_is_none),
        TEST(specials_are_listed_where_they_are_asked_for),
        TEST(a_list_stops_at_max),
        TEST(statuses_become_kinds),
        TEST(a_shield_in_html_is_tried_again),
        TEST(retry_after_is_told),
        TEST(bad_answers_are_tried_again),
        TEST(a_request_that_fails_fails_the_call),
        TEST(odd_values_are_read_leniently),
        TEST(an_answer_about_another_is_none),
        TEST(a_cancelled_search_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
