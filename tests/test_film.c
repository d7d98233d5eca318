/* SPDX-License-Identifier: MIT */
#include "core/identify/film.h"
#include "core/identify/resolution.h"
#include "tests/trakt.h"

enum { LONG = 139 * 60 };

/* What a name is taken for by a file of that length; asks: of Trakt. */
static const struct resolution *look(struct fixture *f, const char *path, double duration,
                                     bool asks)
{
    static struct resolution resolution;
    struct guess guess;
    struct epi_error err = {0};
    match_parse(path, strlen(path), &guess);
    assert_true(guess.film);
    struct film_question question = {.config = &f->config,
                                     .session = asks ? f->session : NULL,
                                     .path = path,
                                     .guess = &guess,
                                     .duration = duration};
    assert_ok(film_find(&question, &resolution, &err), err);
    return &resolution;
}

static void without_a_service_it_is_what_its_name_says(void **state)
{
    struct fixture *f = *state;
    const struct resolution *found = look(f, "/f/Nobody Knows It (1950).mkv", 0, false);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_true(found->matches[0].film);
    assert_string_equal(found->matches[0].source, "name");
    assert_int_equal(found->matches[0].series.year, 1950);
}

static void title_year_and_length_make_it_sure(void **state)
{
    struct fixture *f = *state;
    const struct resolution *found = look(f, "/f/Harbour Lights (1999).mkv", LONG, true);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].series.ids.imdb, "tt0137523");
    found = look(f, "/f/Harbour Lights (1999).mkv", 41 * 60, true);
    assert_int_equal(found->outcome, RESOLUTION_UNSURE);
    assert_int_equal(found->candidate_count, 1);
    assert_true(found->candidates[0].film);
    assert_int_equal(look(f, "/f/Nobody Knows It (1950).mkv", LONG, true)->outcome,
                     RESOLUTION_NO_SERIES);
}

static void an_id_makes_it_sure(void **state)
{
    struct fixture *f = *state;
    const struct resolution *found = look(f, "/f/Whatever (1980) {tmdb-551}.mkv", 41 * 60, true);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_int_equal(found->matches[0].series.year, 2006);
}

static void a_year_beside_it_is_unsure(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(look(f, "/f/Harbour Lights (2000).mkv", LONG, true)->outcome,
                     RESOLUTION_UNSURE);
    f->config.match = MATCH_STRICT;
    assert_int_equal(look(f, "/f/Harbour Lights (1999).mkv", LONG, true)->outcome, RESOLUTION_SURE);
}

static void without_a_sign_in_nobody_is_asked(void **state)
{
    struct fixture *f = *state;
    struct guess guess = {.kind = GUESS_MOVIE, .title = "Harbour Lights", .film = true};
    struct film_question question = {
        .config = &f->config, .session = f->session, .path = "/f/a.mkv", .guess = &guess};
    static struct resolution resolution;
    struct epi_error err = {0};
    assert_true(secret_clear(f->context.secret, "trakt", &err));
    session_reset(f->session);
    assert_false(film_find(&question, &resolution, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "epimark login trakt"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_a_service_it_is_what_its_name_says, start,
                                        fixture_stop),
        cmocka_unit_test_setup_teardown(title_year_and_length_make_it_sure, start, fixture_stop),
        cmocka_unit_test_setup_teardown(an_id_makes_it_sure, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_year_beside_it_is_unsure, start, fixture_stop),
        cmocka_unit_test_setup_teardown(without_a_sign_in_nobody_is_asked, start, fixture_stop),
    };
    return cmocka_run_group_tests_name("film", tests, NULL, NULL);
}
