/* SPDX-License-Identifier: MIT */
#include "core/services/tvdb_films.h"
#include "tests/services.h"

enum { MAX = 9 };

static int start(void **state)
{
    int started = fixture_start(state, &service_tvdb);
    if (!started)
        fixture_sign_in(*state, &service_tvdb, "apikey", STANDIN_TVDB_KEY, NULL);
    return started;
}

static size_t find(struct fixture *f, struct series wanted, struct series films[MAX])
{
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_tvdb.films(f->session, &wanted, films, MAX, &count, &err), err);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(films[i].ids.tvdb, 0); /* nothing takes it */
    return count;
}

static void a_film_is_found_by_its_ids(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0137523"}, films), 1);
    assert_string_equal(films[0].title, "Harbour Lights");
    assert_int_equal(films[0].year, 1999);
    assert_int_equal(films[0].runtime, 139);
    assert_int_equal(films[0].ids.tmdb, 550);
    assert_int_equal(find(f, (struct series){.ids.tmdb = 551}, films), 1);
    assert_string_equal(films[0].ids.imdb, "tt0137524");
    assert_int_equal(find(f, (struct series){.ids = {.imdb = "tt9", .tmdb = 551}}, films), 1);
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0303461"}, films), 0); /* a series */
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 0);
}

/* A number is also that of a series, and of a film at another catalogue. */
static void the_record_must_have_the_id(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    fixture_fault(f, "GET /tvdb/v4/search/remoteid/550",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":[{"
                  "\"series\":{\"id\":"
                  "78874,\"name\":\"Firefly\"}},{\"movie\":{\"id\":247,\"name\":\"Other\"}}]}");
    fixture_fault(f, "GET /tvdb/v4/movies/247/extended",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{"
                  "\"id\":247,\"name\":"
                  "\"Other\",\"remoteIds\":[{\"id\":\"7\",\"type\":12,\"sourceName\":"
                  "\"TheMovieDB.com\"},{\"id\":\"550\",\"type\":6,\"sourceName\":\"Zap2It\"}]}}");
    assert_int_equal(find(f, (struct series){.ids.tmdb = 550}, films), 0);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/movies/247/extended"), 1);
    fixture_fault(f, "GET /tvdb/v4/search/remoteid/tt0137523",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":[{"
                  "\"movie\":{\"id\":247}}]}");
    fixture_fault(
        f, "GET /tvdb/v4/movies/247/extended",
        "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{\"id\":"
        "247,\"name\":\"Other\",\"remoteIds\":[{\"id\":\"tt0137524\",\"type\":2,"
        "\"sourceName\":\"IMDB\"}]}}");
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0137523"}, films), 0);
}

static void a_film_is_searched_for_by_title_and_year(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 2);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 2006}, films), 1);
    assert_string_equal(films[0].ids.imdb, "tt0137524");
    assert_int_equal(films[0].runtime, 95);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 2005}, films), 1);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 1980}, films), 0);
    assert_int_equal(find(f, (struct series){.title = ""}, films), 0);
}

static void a_title_may_be_in_another_language(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    assert_int_equal(
        find(f, (struct series){.title = "Glocken über dem Fjord", .year = 2011}, films), 1);
    assert_string_equal(films[0].ids.imdb, "tt0137525");
    assert_string_equal(films[0].title, "Glocken über dem Fjord");
    assert_true(films[0].alias_count > 0);
}

/* It also comes if films were asked for. */
static void a_series_is_no_film(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    assert_true(standin_control(f->standin, "{\"odd\":true}"));
    assert_int_equal(find(f, (struct series){.title = "Firefly", .year = 2002}, films), 0);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/movies/*"), 0);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 1999}, films), 1);
    assert_string_equal(films[0].title, "Harbour Lights");
    fixture_fault(
        f, "GET /tvdb/v4/search",
        "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":[{\"id\":"
        "\"series-78874\",\"tvdb_id\":\"78874\",\"name\":\"Harbour Lights\"}]}");
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 0);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/movies/*"), 1);
}

static void keys_may_be_missing(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":[{"
                  "\"name\":\"No id\"},"
                  "{\"id\":\"movie-247\",\"name\":\"Harbour Lights\",\"status\":\"Announced\"}]}");
    fixture_fault(
        f, "GET /tvdb/v4/movies/247/extended",
        "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{\"id\":247,"
        "\"runtime\":null,\"remoteIds\":null,\"first_release\":{\"country\":\"global\","
        "\"date\":\"1999-10-15\",\"detail\":null}}}");
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 1);
    assert_string_equal(films[0].title, "Harbour Lights");
    assert_int_equal(films[0].year, 1999);
    assert_int_equal(films[0].runtime, 0);
    assert_false(values_has_id(&films[0].ids) || films[0].ids.tmdb);
}

/* Only the films whose titles are most alike are asked for. */
static void few_are_looked_at(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    char body[900] = "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":[";
    for (int i = 0; i < 8; i++) {
        size_t len = strlen(body);
        snprintf(body + len, sizeof(body) - len, "{\"id\":\"movie-%d\",\"name\":\"%s\"},", 900 + i,
                 i < 7 ? "Harbour Lights Return Once Again" : "Harbour Lights");
    }
    snprintf(body + strlen(body) - 1, sizeof(body) - strlen(body), "]}");
    fixture_fault(f, "GET /tvdb/v4/search", body);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 0);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/movies/907/extended"), 1);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/movies/*"), 4);
}

static void what_is_gone_is_none(void **state)
{
    struct fixture *f = *state;
    struct series films[MAX];
    fixture_status(f, "GET /tvdb/v4/movies/*", 404);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 1);
    fixture_status(f, "GET /tvdb/v4/search/remoteid/tt0137523", 404);
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0137523"}, films), 0);
}

static bool one_by_id(struct fixture *f, struct epi_error *err)
{
    struct series films[MAX];
    struct series wanted = {.ids.imdb = "tt0137523"};
    size_t count = 0;
    return service_tvdb.films(f->session, &wanted, films, MAX, &count, err);
}

static bool one_by_title(struct fixture *f, struct epi_error *err)
{
    struct series films[MAX];
    struct series wanted = {.title = "Harbour Lights"};
    size_t count = 0;
    return service_tvdb.films(f->session, &wanted, films, MAX, &count, err);
}

static void a_bad_answer_is_asked_for_later(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "GET /tvdb/v4/search/remoteid/tt0137523", one_by_id);
    fixture_bad_answers(f, "GET /tvdb/v4/movies/*", one_by_id);
    fixture_bad_answers(f, "GET /tvdb/v4/search", one_by_title);
    fixture_bad_answers(f, "GET /tvdb/v4/movies/*", one_by_title);
    fixture_fault(f, "GET /tvdb/v4/search", "\"do\":\"body\",\"body\":{\"data\":7}");
    struct epi_error err = {0};
    assert_fails(one_by_title(f, &err), err, EPI_ERROR_LATER);
    fixture_fail_each(f, one_by_id);
    fixture_fail_each(f, one_by_title);
}

static void another_film_than_asked_for_is_no_answer(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    fixture_fault(f, "GET /tvdb/v4/movies/*",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{"
                  "\"id\":3,\"name\":"
                  "\"Harbour Lights\"}}");
    assert_fails(one_by_id(f, &err), err, EPI_ERROR_LATER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_film_is_found_by_its_ids, start, fixture_stop),
        cmocka_unit_test_setup_teardown(the_record_must_have_the_id, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_film_is_searched_for_by_title_and_year, start,
                                        fixture_stop),
        cmocka_unit_test_setup_teardown(a_title_may_be_in_another_language, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_series_is_no_film, start, fixture_stop),
        cmocka_unit_test_setup_teardown(keys_may_be_missing, start, fixture_stop),
        cmocka_unit_test_setup_teardown(few_are_looked_at, start, fixture_stop),
        cmocka_unit_test_setup_teardown(what_is_gone_is_none, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_bad_answer_is_asked_for_later, start, fixture_stop),
        cmocka_unit_test_setup_teardown(another_film_than_asked_for_is_no_answer, start,
                                        fixture_stop),
    };
    return cmocka_run_group_tests_name("tvdb_films", tests, NULL, NULL);
}
