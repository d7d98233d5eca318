/* SPDX-License-Identifier: MIT */
#include "tests/taking_in.h"

/* An episode of Breaking Bad, by its numbers at TheTVDB. */
static void add_tvdb(struct bench *bench, struct epi_import *import, int season, int number,
                     int64_t id)
{
    const struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .series = "Breaking Bad", .tvdb = 81189,
              .numbering = "tvdb", .season = season, .number = number, .episode_tvdb = id);
    add(bench, import, &thing);
}

/* Each offers the series. */
static bool count_offered(void *context, const struct epi_question *question)
{
    assert_int_equal(question->candidate_count, 1);
    assert_non_null(question->series);
    *(size_t *)context += 1;
    return true;
}

/* TVmaze has 13 episodes in season 2, and 5 seasons. */
static void numbers_of_another_catalogue_are_doubted_if_it_counts_otherwise(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    char text[512] = "";
    add_tvdb(bench, import, 1, 2, 0);
    add_tvdb(bench, import, 2, 13, 0);
    const struct epi_import_plan *plan = find(bench, import);
    assert_counts(plan, "2 new");
    assert_int_equal(plan->borrowed, 2);
    epi_import_free(import);
    import = begin(bench);
    add_tvdb(bench, import, 1, 2, 0);
    add_tvdb(bench, import, 2, 13, 0);
    add_tvdb(bench, import, 2, 14, 0);
    plan = find(bench, import);
    assert_counts(plan, "1 new, 2 unsure");
    assert_int_equal(plan->borrowed, 1);
    epi_import_each(import, show, text);
    assert_non_null(strstr(text, "(TheTVDB counts season 2 otherwise: TVmaze has no 2x14)"));
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(count_each(bench).all, 3); /* none of season 2 is looked up by its number */
    assert_int_equal(count_each(bench).identified, 1);
    size_t offered = 0;
    OK(epi_question_each(bench->client, count_offered, &offered, &bench->err));
    assert_int_equal(offered, 2);
    import = begin(bench);
    add_tvdb(bench, import, 3, 1, 0);
    add_tvdb(bench, import, 7, 1, 0);
    assert_counts(find(bench, import), "2 unsure");
    epi_import_free(import);
}

/* Also if the catalogue that has the id cannot be asked any more. */
static void an_id_that_is_known_says_more_than_a_number(void **state)
{
    struct bench *bench = *state;
    login(bench, "tvdb", (const char *[]){"5ca1ab1e-0000-4000-8000-00000000f00d", ""}, 2);
    struct epi_import *import = begin(bench);
    add_tvdb(bench, import, 1, 2, 0);
    assert_counts(find(bench, import), "1 new"); /* its list is kept from now on */
    epi_import_free(import);
    OK(epi_account_logout(bench->client, "tvdb", bench->done, sizeof(bench->done), &bench->err));
    epi_client_free(bench->client);
    bench->client = epi_client_new(&bench->config, &bench->err);
    import = begin(bench);
    add_tvdb(bench, import, 1, 3, 349232);
    const struct epi_import_plan *plan = find(bench, import);
    assert_counts(plan, "1 new");
    assert_int_equal(plan->borrowed, 0);
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->match.episode.number, 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(numbers_of_another_catalogue_are_doubted_if_it_counts_otherwise),
        TEST(an_id_that_is_known_says_more_than_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
