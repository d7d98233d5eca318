/* SPDX-License-Identifier: MIT */
#include "core/services/trakt_films.h"
#include "tests/trakt.h"

static size_t find(struct fixture *f, struct series wanted, struct series films[4])
{
    struct epi_error err = {0};
    size_t count = 0;
    assert_ok(service_trakt.films(f->session, &wanted, films, 4, &count, &err), err);
    return count;
}

static void a_film_is_found_by_its_ids(void **state)
{
    struct fixture *f = *state;
    struct series films[4];
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0137523"}, films), 1);
    assert_string_equal(films[0].title, "Harbour Lights");
    assert_int_equal(films[0].year, 1999);
    assert_int_equal(films[0].runtime, 139);
    assert_int_equal(films[0].ids.tmdb, 550);
    assert_int_equal(find(f, (struct series){.ids.tmdb = 551}, films), 1);
    assert_string_equal(films[0].ids.imdb, "tt0137524");
    assert_int_equal(find(f, (struct series){.ids = {.imdb = "tt9", .tmdb = 551}}, films), 1);
    assert_int_equal(find(f, (struct series){.ids.imdb = "tt0303461"}, films), 0); /* a series */
}

/* Equal numbers are given to other things too. */
static void what_is_no_film_is_no_answer(void **state)
{
    struct fixture *f = *state;
    struct series films[4];
    fixture_fault(f, "GET /trakt/search/tmdb/550",
                  "\"do\":\"body\",\"body\":[{\"type\":\"show\",\"show\":{\"title\":\"Other\","
                  "\"ids\":{\"trakt\":7,\"tmdb\":550}}},{\"type\":\"movie\",\"movie\":{\"title\":"
                  "\"Another\",\"ids\":{\"trakt\":8,\"tmdb\":7}}}]");
    assert_int_equal(find(f, (struct series){.ids.tmdb = 550}, films), 0);
}

static void a_film_is_searched_for_by_title_and_year(void **state)
{
    struct fixture *f = *state;
    struct series films[4];
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights"}, films), 2);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 2005}, films), 1);
    assert_int_equal(films[0].year, 2006);
    assert_int_equal(find(f, (struct series){.title = "Harbour Lights", .year = 1980}, films), 0);
    assert_int_equal(find(f, (struct series){.title = "Firefly", .year = 2002}, films), 0);
    assert_int_equal(find(f, (struct series){.title = ""}, films), 0);
}

static struct subject film_of(const char *imdb, int64_t tmdb)
{
    struct subject film = {.film = true,
                           .series = {.tmdb = tmdb},
                           .series_title = "Harbour Lights",
                           .series_year = 1999,
                           .season = -1,
                           .number = -1};
    snprintf(film.series.imdb, sizeof(film.series.imdb), "%s", imdb);
    return film;
}

static void a_film_is_played_and_taken_back(void **state)
{
    struct fixture *f = *state;
    struct subject films[] = {film_of("tt0137523", 0), film_of("", 550), film_of("", 0)};
    for (size_t i = 0; i < sizeof(films) / sizeof(*films); i++) {
        struct mark play = play_of(films[i], WATCHED_AT);
        struct epi_error result = {0}, err = {0};
        bool found = false;
        assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
        assert_false(found);
        assert_ok(service_trakt.play(f->session, &play, 1, &result, &err), err);
        assert_int_equal(result.kind, EPI_ERROR_NONE);
        assert_ok(service_trakt.played(f->session, &play, &found, &err), err);
        assert_true(found);
        assert_int_equal(plays_held(f), 1);
        assert_ok(service_trakt.unplay(f->session, &play, 1, &result, &err), err);
        assert_int_equal(plays_held(f), 0);
    }
}

static void a_film_is_rated(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_true(rate(f, film_of("tt0137523", 550), 8, &result));
    assert_true(rate(f, film_of("tt0137523", 550), 0, &result));
    struct subject unknown = film_of("tt9999999", 0);
    snprintf(unknown.series_title, sizeof(unknown.series_title), "Nobody Knows It");
    assert_false(rate(f, unknown, 8, &result));
    assert_int_equal(result.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(result.text, "Nobody Knows It (1999)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_film_is_found_by_its_ids, start, fixture_stop),
        cmocka_unit_test_setup_teardown(what_is_no_film_is_no_answer, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_film_is_searched_for_by_title_and_year, start,
                                        fixture_stop),
        cmocka_unit_test_setup_teardown(a_film_is_played_and_taken_back, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_film_is_rated, start, fixture_stop),
    };
    return cmocka_run_group_tests_name("trakt_films", tests, NULL, NULL);
}
