/* SPDX-License-Identifier: MIT */
#include "core/identify/film.h"
#include "core/identify/resolution.h"
#include "core/journal/journal.h"
#include "core/journal/plan.h"
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

static struct journal *journal; /* NULL but in the test of what is kept */

/* The same, asked of Trakt and of TheTVDB, for which key is stored unless it is NULL; err: how it
 * fails, or NULL. */
static const struct resolution *look_at_both(struct fixture *f, const char *path, double duration,
                                             const char *key, struct epi_error *err)
{
    static struct resolution resolution;
    struct guess guess;
    struct epi_error why = {0};
    match_parse(path, strlen(path), &guess);
    if (key)
        fixture_sign_in(f, &service_tvdb, "apikey", key, NULL);
    struct session *catalogue = session_new(&service_tvdb, &f->context);
    struct film_question question = {.config = &f->config,
                                     .journal = journal,
                                     .now = f->now,
                                     .session = f->session,
                                     .catalogue = catalogue,
                                     .path = path,
                                     .guess = &guess,
                                     .duration = duration};
    bool found = film_find(&question, &resolution, err ? err : &why);
    session_free(catalogue);
    if (err)
        assert_false(found);
    else
        assert_ok(found, why);
    return &resolution;
}

static void sign_out(struct fixture *f)
{
    assert_true(secret_clear(f->context.secret, "trakt", &(struct epi_error){0}));
    session_reset(f->session);
}

/* Trakt finds these films by a title. */
static void trakt_finds(struct fixture *f, const char *films)
{
    char members[900];
    snprintf(members, sizeof(members), "\"do\":\"body\",\"body\":[%s]", films);
    fixture_fault(f, "GET /trakt/search/movie", members);
}

#define TRAKT_FILM(year, imdb)                                                                     \
    "{\"type\":\"movie\",\"score\":9,\"movie\":{\"title\":\"Harbour Lights\",\"year\":" year       \
    ",\"ids\":{\"trakt\":7,\"imdb\":\"" imdb "\"},\"runtime\":139}}"

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
    sign_out(f);
    assert_false(film_find(&question, &resolution, &err));
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "epimark login trakt"));
}

static void what_is_sure_at_trakt_is_asked_nowhere_else(void **state)
{
    struct fixture *f = *state;
    const char *path = "/f/Harbour Lights (1999).mkv";
    const struct resolution *found = look_at_both(f, path, LONG, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].source, "trakt");
    assert_int_equal(fixture_count(f, "* /tvdb/*"), 0);
}

static void another_title_leads_to_the_film(void **state)
{
    struct fixture *f = *state;
    const char *path = "/f/Glocken über dem Fjord (2011).mkv";
    assert_int_not_equal(look(f, path, 101 * 60, true)->outcome, RESOLUTION_SURE);
    const struct resolution *found = look_at_both(f, path, 101 * 60, NULL, NULL);
    assert_int_not_equal(found->outcome, RESOLUTION_SURE);
    assert_int_equal(fixture_count(f, "* /tvdb/*"), 0); /* without a key */
    found = look_at_both(f, path, 101 * 60, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].source, "tvdb");
    assert_string_equal(found->matches[0].series.title, "Bells over the Fjord");
    assert_string_equal(found->matches[0].series.ids.imdb, "tt0137525");
    assert_int_equal(found->matches[0].series.ids.tmdb, 552);
    assert_int_equal(found->matches[0].series.ids.tvdb, 0);
    trakt_finds(f, ""); /* not by the title: by the id */
    found = look_at_both(f, path, 101 * 60, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].series.title, "Bells over the Fjord");
}

static void a_film_that_trakt_lacks_is_not_lost(void **state)
{
    struct fixture *f = *state;
    trakt_finds(f, "");
    fixture_fault(f, "GET /trakt/search/imdb/tt0137523", "\"do\":\"body\",\"body\":[]");
    fixture_fault(f, "GET /trakt/search/tmdb/550", "\"do\":\"body\",\"body\":[]");
    const char *path = "/f/Harbour Lights (1999).mkv";
    const struct resolution *found = look_at_both(f, path, LONG, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].series.ids.imdb, "tt0137523");
}

/* One film that both know is one, and what either knows of it counts. */
static void year_and_length_are_evidence(void **state)
{
    struct fixture *f = *state;
    const char *path = "/f/Harbour Lights (1999).mkv";
    const struct resolution *found = look_at_both(f, path, 41 * 60, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_UNSURE);
    assert_int_equal(found->candidate_count, 1);
    trakt_finds(f, TRAKT_FILM("2000", "tt0137523"));
    found = look_at_both(f, path, LONG, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].source, "tvdb");
}

static void what_is_not_known_is_no_evidence(void **state)
{
    struct fixture *f = *state;
    fixture_fault(f, "GET /tvdb/v4/search",
                  "\"do\":\"body\",\"body\":{\"status\":\"success\",\"data\":[{\"id\":"
                  "\"movie-247\",\"name\":\"Harbour Lights\",\"year\":\"1999\"}]}");
    fixture_fault(f, "GET /tvdb/v4/movies/247/extended",
                  "\"do\":\"status\",\"status\":200,\"body\":{\"status\":\"success\",\"data\":{"
                  "\"id\":247,\"name\":\"Harbour Lights\",\"runtime\":null,\"year\":\"1999\","
                  "\"remoteIds\":[{\"id\":\"tt0137523\",\"type\":2,\"sourceName\":\"IMDB\"}]}}");
    const char *path = "/f/Harbour Lights (1999).mkv";
    assert_int_equal(look_at_both(f, path, 41 * 60, STANDIN_TVDB_KEY, NULL)->outcome,
                     RESOLUTION_UNSURE);
}

/* The catalogue knows only one of them. */
static void what_is_equal_stays_unsure(void **state)
{
    struct fixture *f = *state;
    const char *path = "/f/Harbour Lights (1999).mkv";
    trakt_finds(f, TRAKT_FILM("1999", "tt0137523") "," TRAKT_FILM("1999", "tt0999999"));
    const struct resolution *found = look_at_both(f, path, LONG, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_UNSURE);
    assert_int_equal(found->candidate_count, 2);
}

static void without_an_id_a_film_is_of_no_use_to_trakt(void **state)
{
    struct fixture *f = *state;
    const char *path = "/f/A Ferry Without a Name (2015).mkv";
    trakt_finds(f, "");
    assert_int_equal(look_at_both(f, path, 88 * 60, STANDIN_TVDB_KEY, NULL)->outcome,
                     RESOLUTION_NO_SERIES);
    sign_out(f);
    const struct resolution *found = look_at_both(f, path, 88 * 60, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_int_equal(found->matches[0].series.year, 2015);
}

static void without_trakt_a_film_may_be_known(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    const char *path = "/f/Whatever (1980) {imdb-tt0137523}.mkv";
    sign_out(f);
    const struct resolution *found = look_at_both(f, path, 0, STANDIN_TVDB_KEY, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].series.title, "Harbour Lights");
    assert_int_equal(found->matches[0].series.ids.tmdb, 550);
    look_at_both(f, "/f/Nobody Knows It (1950).mkv", LONG, STANDIN_TVDB_KEY, &err);
    assert_int_equal(err.kind, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "epimark login trakt"));
    assert_int_equal(fixture_count(f, "* /trakt/*"), 0);
}

static void a_refused_key_is_skipped_and_a_failure_is_not(void **state)
{
    struct fixture *f = *state;
    struct epi_error err = {0};
    const char *path = "/f/Glocken über dem Fjord (2011).mkv";
    look_at_both(f, path, LONG, "wrong-key-value", NULL);
    assert_int_equal(fixture_count(f, "POST /tvdb/v4/login"), 1);
    fixture_status(f, "GET /tvdb/v4/search", 500);
    look_at_both(f, path, LONG, STANDIN_TVDB_KEY, &err);
    assert_int_equal(err.kind, EPI_ERROR_LATER);
}

/* For a day, unless there is no id by which it could be. */
static void answers_are_kept(void **state)
{
    struct fixture *f = *state;
    struct plan plan = {.count = 0};
    const char *path = "/f/Glocken über dem Fjord (2011).mkv";
    const char *without = "/f/A Ferry Without a Name (2015).mkv";
    journal = journal_open(f->folder, &plan, NULL, NULL);
    assert_non_null(journal);
    look_at_both(f, path, 101 * 60, STANDIN_TVDB_KEY, NULL);
    int before = fixture_count(f, NULL);
    const struct resolution *found = look_at_both(f, path, 101 * 60, NULL, NULL);
    assert_int_equal(found->outcome, RESOLUTION_SURE);
    assert_string_equal(found->matches[0].series.title, "Bells over the Fjord");
    assert_int_equal(found->matches[0].series.ids.tmdb, 552);
    assert_int_equal(fixture_count(f, NULL), before);
    f->now += DAY + 1;
    look_at_both(f, path, 101 * 60, NULL, NULL);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 2);
    sign_out(f);
    look_at_both(f, without, 0, NULL, NULL);
    assert_int_equal(look_at_both(f, without, 0, NULL, NULL)->outcome, RESOLUTION_SURE);
    assert_int_equal(fixture_count(f, "GET /tvdb/v4/search"), 4);
    journal_close(journal);
    journal = NULL;
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
        cmocka_unit_test_setup_teardown(what_is_sure_at_trakt_is_asked_nowhere_else, start,
                                        fixture_stop),
        cmocka_unit_test_setup_teardown(another_title_leads_to_the_film, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_film_that_trakt_lacks_is_not_lost, start, fixture_stop),
        cmocka_unit_test_setup_teardown(year_and_length_are_evidence, start, fixture_stop),
        cmocka_unit_test_setup_teardown(what_is_not_known_is_no_evidence, start, fixture_stop),
        cmocka_unit_test_setup_teardown(what_is_equal_stays_unsure, start, fixture_stop),
        cmocka_unit_test_setup_teardown(without_an_id_a_film_is_of_no_use_to_trakt, start,
                                        fixture_stop),
        cmocka_unit_test_setup_teardown(without_trakt_a_film_may_be_known, start, fixture_stop),
        cmocka_unit_test_setup_teardown(answers_are_kept, start, fixture_stop),
        cmocka_unit_test_setup_teardown(a_refused_key_is_skipped_and_a_failure_is_not, start,
                                        fixture_stop),
    };
    return cmocka_run_group_tests_name("film", tests, NULL, NULL);
}
