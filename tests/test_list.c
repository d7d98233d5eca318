/* SPDX-License-Identifier: MIT */
#include "tests/client.h"

static bool tell_listed(void *context, const struct series *series, const char *tag)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%s:%lld ", tag ? tag : "followed",
             (long long)series->ids.tvmaze);
    return true;
}

static bool tell_marked(void *context, const struct epi_list_marked *marked)
{
    struct bench *bench = context;
    size_t used = strlen(bench->done);

    snprintf(bench->done + used, sizeof(bench->done) - used, "%dx%d %s ", marked->episode.season,
             marked->episode.number, marked->as);
    return true;
}

static struct series series_of(struct bench *bench, int64_t row, const char *path, int64_t tvmaze)
{
    struct epi_client_target target = {.row = row, .path = path};
    struct series_ids ids = {.tvmaze = tvmaze};
    struct series series = {0};

    OK(epi_list_series(bench->client, &target, &ids, &series, &bench->err));
    assert_string_equal(series.title, "Breaking Bad");
    return series;
}

static void series_is_that_of_a_row_a_file_an_id_or_the_last_entry(void **state)
{
    struct bench *bench = *state;
    struct epi_client_target target = {.path = "/tv/Nobody.Made.This.S01E01.mkv"};
    struct series_ids ids = {0};
    struct series series;

    assert_int_equal(series_of(bench, 0, EPISODE, 0).ids.tvdb, 81189);
    assert_int_equal(series_of(bench, 0, NULL, 169).ids.tvmaze, 169);
    mark(bench, EPISODE);
    series_of(bench, 0, NULL, 0);
    sync_now(bench);
    int before = standin_count(bench->standin, NULL);
    series_of(bench, 1, NULL, 0);
    series_of(bench, 0, NULL, 0);
    assert_int_equal(standin_count(bench->standin, NULL), before);
    assert_false(epi_list_series(bench->client, &target, &ids, &series, &bench->err));
    assert_int_equal(bench->err.kind, EPI_ERROR_NEVER);
    assert_non_null(strstr(bench->err.text, "tvmaze:ID"));
    ids.tvmaze = 999999999;
    assert_false(epi_list_series(bench->client, &target, &ids, &series, &bench->err));
    assert_non_null(strstr(bench->err.text, "no catalogue"));
}

static const struct series breaking_bad = {.ids.tvmaze = 169, .title = "Breaking Bad"};

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
    OK(epi_client_mark(bench->client, &(struct epi_client_target){.path = EPISODE}, "skipped",
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
        TEST(a_series_is_followed_at_once),
        TEST(a_series_is_tagged_at_once),
        TEST(what_is_marked_is_told_in_order),
    };

    return cmocka_run_group_tests_name("lists", tests, NULL, NULL);
}
