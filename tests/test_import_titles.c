/* SPDX-License-Identifier: MIT */
#include "tests/taking_in.h"

static void add_title(struct bench *bench, struct epi_import *import, const char *series,
                      int season, const char *title)
{
    const struct epi_imported thing = THING(.watched = true, .watched_at = THEN, .series = series,
                                            .season = season, .number = -1, .title = title);
    add(bench, import, &thing);
}

static void titles_say_which_series_it_is(void **state)
{
    static const struct {
        const char *series;
        struct {
            int season;
            const char *title;
        } rows[4];
        const char *counts;
    } cases[] = {
        {"The Office", {{2, "The Dundies"}, {2, "Halloween"}}, "2 new"},
        {"The Office", {{2, "The Dundies"}, {-1, "Halloween"}, {2, "No Such"}}, "2 new, 1 unsure"},
        {"The Office", {{2, "Merger"}, {2, "Charity"}, {1, "Training"}}, "3 new"},
        {"The Office", {{2, "The Dundies"}}, "1 unsure"}, /* one is not enough */
        {"The Office", {{2, "The Dundies"}, {2, "The Dundies"}}, "2 unsure"},
        {"The Office", {{1, "The Dundies"}, {1, "Halloween"}}, "2 unsure"},
        {"The Office", {{2, "Merger"}, {2, "The Fire"}, {2, "The Dundies"}}, "3 unsure"}, /* both */
        {"House of Cards", {{1, "Chapter 1"}, {2, "Chapter 14"}}, "2 unsure"}, /* numbers only */
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct epi_import *import = begin(bench);
        for (size_t k = 0; k < 4 && cases[i].rows[k].title; k++) {
            add_title(bench, import, cases[i].series, cases[i].rows[k].season,
                      cases[i].rows[k].title);
        }
        assert_counts(find(bench, import), cases[i].counts);
        epi_import_free(import);
    }
}

/* It is asked which series they are, and then they are found by title. */
static void an_answer_is_for_all_titles_of_the_series(void **state)
{
    struct bench *bench = *state;
    struct epi_target target = {.size = sizeof(target)};
    for (int time = 0; time < 3; time++) {
        struct epi_import *import = begin(bench);
        add_title(bench, import, "House of Cards", 1, "Chapter 1");
        add_title(bench, import, "House of Cards", 2, "Chapter 14");
        add_title(bench, import, "House of Cards", 2, "No Such Chapter");
        assert_counts(find(bench, import), time ? "3 known" : "3 unsure");
        OK(epi_import_apply(import, &bench->err));
        epi_import_free(import);
        target.row = newest(bench)->id;
        if (time == 0) {
            OK(epi_client_fix(bench->client, &target, "tvmaze:175", -1, -1, false, NULL,
                              bench->done, sizeof(bench->done), &bench->err));
        }
        sync_now(bench);
        assert_int_equal(count_each(bench).identified, 2);
    }
    assert_int_equal(count_each(bench).all, 3);
}

static void a_number_for_a_title_is_that_of_its_season(void **state)
{
    struct bench *bench = *state;
    struct epi_import *import = begin(bench);
    const struct epi_imported thing =
        THING(.watched = true, .watched_at = THEN, .series = "House of Cards", .tvmaze = 175,
              .season = 2, .number = -1, .title = "Chapter 14");
    add(bench, import, &thing);
    assert_counts(find(bench, import), "1 new");
    OK(epi_import_apply(import, &bench->err));
    epi_import_free(import);
    assert_int_equal(newest(bench)->match.episode.season, 2);
    assert_int_equal(newest(bench)->match.episode.number, 1);
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(titles_say_which_series_it_is),
        TEST(an_answer_is_for_all_titles_of_the_series),
        TEST(a_number_for_a_title_is_that_of_its_season),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
