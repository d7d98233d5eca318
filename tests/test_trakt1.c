/* SPDX-License-Identifier: MIT */
#include "tests/services.h"

static int start(void **state)
{
    int started = fixture_start(state, &service_trakt1);
    if (!started) {
        fixture_sign_in(*state, &service_trakt1, "apikey", STANDIN_TRAKT1_KEY, "user",
                        STANDIN_TRAKT1_USER, "password", STANDIN_TRAKT1_SHA1, NULL);
    }
    return started;
}

static struct subject numbered(int season, int number)
{
    struct subject subject = {.series = {.tvdb = 78874, .imdb = "tt0303461"},
                              .series_title = "Firefly",
                              .series_year = 2002,
                              .season = season,
                              .number = number};
    return subject;
}

static bool rate(struct fixture *f, struct subject subject, int value, struct epi_error *result)
{
    struct rating rating = {subject, value, 0};
    struct epi_error err = {0};
    assert_ok(service_trakt1.rate(f->session, &rating, 1, result, &err), err);
    return result->kind == EPI_ERROR_NONE;
}

static void every_rating_there_is(void **state)
{
    static const struct {
        int value;
        const char *held;
    } cases[] = {{1, "1"}, {10, "10"}, {RATING_LOVE, "love"}, {RATING_HATE, "hate"}, {0, ""}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct epi_error result = {0};
        assert_ok(rate(f, numbered(1, 2), cases[i].value, &result), result);
        assert_string_equal(fixture_rating(f, "trakt1", "episode", "tvdb", 297990), cases[i].held);
    }
}

static void the_body_is_as_documented(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, numbered(0, 3), 0, &result), result);
    char *body = fixture_last_body(f);
    assert_string_equal(body, "{\"episodes\":[{\"tvdb_id\":78874,\"imdb_id\":\"tt0303461\","
                              "\"title\":\"Firefly\",\"year\":2002,\"season\":0,\"episode\":3,"
                              "\"rating\":\"unrate\"}],\"username\":\"" STANDIN_TRAKT1_USER
                              "\",\"password\":\"" STANDIN_TRAKT1_SHA1 "\"}");
    free(body);
    assert_int_equal(fixture_count(f, "POST /trakt1/rate/episodes/" STANDIN_TRAKT1_KEY), 1);
}

/* An id or a title is enough, none is not. */
static void the_series_may_be_known_by_any_of_three(void **state)
{
    struct fixture *f = *state;
    for (int i = 0; i < 4; i++) {
        struct subject subject = numbered(1, 2);
        struct epi_error result = {0};
        if (i != 0)
            subject.series.tvdb = 0;
        if (i != 1)
            subject.series.imdb[0] = '\0';
        if (i != 2)
            subject.series_title[0] = '\0';
        int before = fixture_count(f, NULL);
        bool known = i < 3;
        assert_int_equal(rate(f, subject, 8, &result), known);
        assert_int_equal(fixture_count(f, NULL) - before, known);
    }
}

static void a_series_is_rated(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, numbered(-1, -1), 9, &result), result);
    assert_string_equal(fixture_rating(f, "trakt1", "show", "tvdb_series", 78874), "9");
}

static void a_series_is_unrated_and_a_season_never_was(void **state)
{
    struct fixture *f = *state;
    struct epi_error result = {0};
    assert_ok(rate(f, numbered(-1, -1), RATING_LOVE, &result), result);
    assert_string_equal(fixture_rating(f, "trakt1", "show", "tvdb_series", 78874), "love");
    assert_ok(rate(f, numbered(-1, -1), 0, &result), result);
    assert_string_equal(fixture_rating(f, "trakt1", "show", "tvdb_series", 78874), "");
    int before = fixture_count(f, NULL);
    assert_ok(rate(f, numbered(1, -1), 0, &result), result);
    assert_int_equal(fixture_count(f, NULL), before);
}

static void what_is_skipped_is_a_dead_letter(void **state)
{
    struct fixture *f = *state;
    struct rating ratings[] = {{numbered(1, 2), 8, 0},
                               {numbered(1, 99), 8, 0},
                               {numbered(1, -1), 8, 0},
                               {numbered(1, 3), 7, 0}};
    struct epi_error err = {0}, results[4] = {{0}};
    assert_ok(service_trakt1.rate(f->session, ratings, 4, results, &err), err);
    assert_int_equal(results[0].kind, EPI_ERROR_NONE);
    assert_int_equal(results[1].kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(results[1].text, "Firefly 1x99"));
    assert_int_equal(results[2].kind, EPI_ERROR_SIGN_IN); /* v1 has no ratings of seasons */
    assert_int_equal(results[2].status, 405);
    assert_int_equal(results[3].kind, EPI_ERROR_NONE);
    assert_int_equal(fixture_count(f, NULL), 1);
}

/* Numbers came as strings, and the list may be missing: the counter alone says it then. */
static void skipped_is_read_leniently(void **state)
{
    static const char *const bodies[] = {
        "{\"status\":\"success\",\"rated\":\"0\",\"skipped\":\"1\",\"skipped_episodes\":"
        "[{\"tvdb_id\":\"78874\",\"season\":\"1\",\"episode\":\"2\"}]}",
        "{\"status\":\"success\",\"rated\":0,\"skipped\":1}",
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        struct epi_error result = {0};
        char members[400];
        snprintf(members, sizeof(members), "\"do\":\"status\",\"status\":200,\"body\":%s",
                 bodies[i]);
        fixture_fault(f, "POST /trakt1/*", members);
        assert_false(rate(f, numbered(1, 2), 8, &result));
        assert_int_equal(result.kind, EPI_ERROR_NEVER);
    }
}

static void a_failure_in_the_body_is_no_success(void **state)
{
    static const struct {
        const char *error;
        int status;
        enum epi_error_kind kind;
    } cases[] = {{"invalid API key", 401, EPI_ERROR_SIGN_IN},
                 {"failed authentication", 200, EPI_ERROR_SIGN_IN},
                 {"server is over capacity", 503, EPI_ERROR_LATER},
                 {"server is over capacity", 200, EPI_ERROR_LATER},
                 {"show not found", 404, EPI_ERROR_NEVER},
                 {"episode not found", 200, EPI_ERROR_NEVER},
                 {"something else", 200, EPI_ERROR_NEVER},
                 {"something else", 500, EPI_ERROR_LATER}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct rating rating = {numbered(1, 2), 8, 0};
        struct epi_error err = {0}, result = {0};
        char members[256];
        snprintf(
            members, sizeof(members),
            "\"do\":\"status\",\"status\":%d,\"body\":{\"status\":\"failure\",\"error\":\"%s\"}",
            cases[i].status, cases[i].error);
        fixture_fault(f, "POST /trakt1/*", members);
        assert_fails(service_trakt1.rate(f->session, &rating, 1, &result, &err), err,
                     cases[i].kind);
        assert_null(strstr(err.text, cases[i].error)); /* no word of a body */
    }
}

static void who_tests_the_sign_in(void **state)
{
    struct fixture *f = *state;
    struct account account;
    struct epi_error err = {0};
    assert_ok(service_trakt1.who(f->session, &account, &err), err);
    assert_string_equal(account.name, STANDIN_TRAKT1_USER);
    fixture_sign_in(f, &service_trakt1, "apikey", STANDIN_TRAKT1_KEY, "user", STANDIN_TRAKT1_USER,
                    "password", "0000", NULL);
    assert_fails(service_trakt1.who(f->session, &account, &err), err, EPI_ERROR_SIGN_IN);
    assert_non_null(strstr(err.text, "epimark login trakt1"));
    fixture_sign_in(f, &service_trakt1, "apikey", "wrong", "user", "u", "password", "0", NULL);
    assert_fails(service_trakt1.who(f->session, &account, &err), err, EPI_ERROR_SIGN_IN);
}

static bool one_rating(struct fixture *f, struct epi_error *err)
{
    struct rating rating = {numbered(1, 2), 8, 0};
    struct epi_error result = {0};
    return service_trakt1.rate(f->session, &rating, 1, &result, err);
}

static bool one_who(struct fixture *f, struct epi_error *err)
{
    struct account account;
    return service_trakt1.who(f->session, &account, err);
}

static void bad_answers_are_tried_again(void **state)
{
    struct fixture *f = *state;
    fixture_bad_answers(f, "POST /trakt1/rate/episodes/*", one_rating);
    fixture_bad_answers(f, "POST /trakt1/account/test/*", one_who);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)
        TEST(every_rating_there_is),
        TEST(the_body_is_as_documented),
        TEST(the_series_may_be_known_by_any_of_three),
        TEST(a_series_is_rated),
        TEST(a_series_is_unrated_and_a_season_never_was),
        TEST(what_is_skipped_is_a_dead_letter),
        TEST(skipped_is_read_leniently),
        TEST(a_failure_in_the_body_is_no_success),
        TEST(who_tests_the_sign_in),
        TEST(bad_answers_are_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
