/* SPDX-License-Identifier: MIT */
#include "tests/client.h"

static bool tell_listed(void *context, const struct epi_series *series, const char *tag)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%s:%lld ", tag ? tag : "followed",
             (long long)series->tvmaze);
    return true;
}

static bool tell_marked(void *context, const struct epi_marked *marked)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%dx%d %s ", marked->episode->season,
             marked->episode->number, marked->as);
    return true;
}

static const struct epi_series *series_of(struct bench *bench, int64_t row, const char *path,
                                          const char *named)
{
    struct epi_target target = TARGET(.row = row, .path = path, .series = named);
    const struct epi_series *series = epi_list_series(bench->client, &target, &bench->err);

    OK(series);
    assert_string_equal(series->title, "Breaking Bad");
    return series;
}

static void series_is_that_of_a_row_a_file_an_id_or_the_last_entry(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = TARGET(.path = "/tv/Nobody.Made.This.S01E01.mkv");

    assert_int_equal(series_of(bench, 0, EPISODE, NULL)->tvdb, 81189);
    assert_int_equal(series_of(bench, 0, NULL, "tvmaze:169")->tvmaze, 169);
    assert_int_equal(series_of(bench, 0, NULL, "breaking bad")->tvmaze, 169);
    mark(bench, EPISODE);
    series_of(bench, 0, NULL, NULL);
    sync_now(bench);
    int before = standin_count(bench->standin, NULL);
    series_of(bench, 1, NULL, NULL);
    series_of(bench, 0, NULL, NULL);
    assert_int_equal(standin_count(bench->standin, NULL), before);
    assert_null(epi_list_series(bench->client, &target, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(bench->err.text, "tvmaze:ID"));
    target = (struct epi_target)TARGET(.series = "tvmaze:999999999");
    assert_null(epi_list_series(bench->client, &target, &bench->err));
    assert_non_null(strstr(bench->err.text, "no catalogue"));
}

static void an_id_names_its_service(void **state)
{
    (void)state;
    assert_true(epi_list_is_id("tvdb:81189"));
    assert_true(epi_list_is_id("tvmaze:169"));
    assert_true(epi_list_is_id("imdb:tt0903747"));
    static const char *const wrong[] = {"tvdb:",       "tvdb:0",
                                        "169",         "imdb:169",
                                        "imdb:tt",     "imdb:tt1x",
                                        "tvdb:tt1",    "tvmaze:169x",
                                        "tvmaze: 169", "",
                                        "TVmaze:169",  "tvdb:-1",
                                        "tvdb:1:2",    "tvdb:1234567890123456789"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (epi_list_is_id(wrong[i]))
            fail_msg("%s", wrong[i]);
    }
    assert_true(epi_list_is_title("Star Trek: Picard"));
    assert_true(epi_list_is_title("24"));
    assert_false(epi_list_is_title(""));
    assert_false(epi_list_is_title("imdb:169"));
    assert_false(epi_list_is_title("tvdb:"));
}

static const struct epi_series breaking_bad = {
    .title = "Breaking Bad", .country = "", .tvmaze = 169, .imdb = ""};

static const char *listed(struct bench *bench)
{
    bench->done[0] = '\0';
    OK(epi_list_each(bench->client, tell_listed, bench, &bench->err));
    return bench->done;
}

static void a_series_is_followed_at_once(void **state)
{
    struct bench *bench = *state;

    assert_false(epi_list_follow(bench->client, &breaking_bad, true, &bench->err));
    assert_non_null(strstr(bench->err.text, "epimark login tvmaze"));
    login_tvmaze(bench);
    OK(epi_list_follow(bench->client, &breaking_bad, true, &bench->err));
    assert_string_equal(listed(bench), "followed:169 ");
    OK(epi_list_follow(bench->client, &breaking_bad, false, &bench->err));
    assert_string_equal(listed(bench), "");
}

static void a_series_is_tagged_at_once(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    OK(epi_list_tag(bench->client, &breaking_bad, "drama", true, &bench->err));
    assert_string_equal(listed(bench), "drama:169 ");
    OK(epi_list_tag(bench->client, &breaking_bad, "drama", false, &bench->err));
    assert_false(epi_list_tag(bench->client, &breaking_bad, "comedy", false, &bench->err));
    assert_non_null(strstr(bench->err.text, "comedy"));
}

static void what_is_marked_is_told_in_order(void **state)
{
    struct bench *bench = *state;

    login_tvmaze(bench);
    mark(bench, "/tv/Breaking.Bad.S02E01.mkv");
    mark(bench, "/tv/Breaking.Bad.S01E03.mkv");
    OK(epi_client_mark(bench->client, &(struct epi_target)TARGET(.path = EPISODE), "skipped",
                       bench->done, sizeof(bench->done), &bench->err));
    sync_now(bench);
    bench->done[0] = '\0';
    OK(epi_list_marked(bench->client, &breaking_bad, tell_marked, bench, &bench->err));
    assert_string_equal(bench->done, "1x2 skipped 1x3 watched 2x1 watched ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(series_is_that_of_a_row_a_file_an_id_or_the_last_entry),
        cmocka_unit_test(an_id_names_its_service),
        TEST(a_series_is_followed_at_once),
        TEST(a_series_is_tagged_at_once),
        TEST(what_is_marked_is_told_in_order),
    };

    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
