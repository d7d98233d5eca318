/* SPDX-License-Identifier: MIT */
#include "tests/choosing.h"

/* ---- Lists ---- */

static void what_is_kept_is_listed_at_once(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    keep(bench, path, both, 2);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019)");
    assert_int_equal(last(bench)->candidate_count, 2);
    assert_int_equal(last(bench)->candidates[1]->series->year, 2019);
    assert_int_equal(last(bench)->candidates[1]->series->tvmaze, 22);
    assert_false(last(bench)->candidates[1]->current);
    assert_int_equal(last(bench)->list, 1);
    assert_int_equal(bench->searches, 0);
}

/* Of a sure match nothing is kept: all that it may be is looked up. */
static void a_sure_match_has_a_list_too(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    find(bench, path, FOUND_CURRENT, &both[1], 1, NULL);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_LOOKING);
    assert_int_equal(bench->searches, 1);
    find(bench, path, FOUND_CANDIDATES, both, 2, NULL);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019) · now");
    assert_false(last(bench)->candidates[0]->current);
    assert_true(last(bench)->candidates[1]->current);
    press(bench, EPI_FACT_ANSWER, 1);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOSEN);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 11);
}

/* The title need not lead to what the user chose: it is in the list all the same. */
static void what_it_is_now_is_always_listed(void **state)
{
    struct bench *bench = *state;
    struct match fixed = {.series = {.title = "Another", .ids = {.tvdb = 7}},
                          .episode = {.season = -1, .number = -1}};

    load(bench, path);
    find(bench, path, FOUND_CURRENT, &fixed, 1, NULL);
    keep(bench, path, both, 2);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text,
                        "1 Another · now\n2 Some Show (2005)\n3 Some Show (2019)");
    press(bench, EPI_FACT_ANSWER, 3);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019) · now");
    /* In the next player the journal says so. */
    recorder_free(bench->recorder);
    start(bench);
    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019) · now");
}

static void offline_what_is_known_is_listed(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    find(bench, path, FOUND_CANDIDATES, NULL, 0, "no network");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    assert_string_equal(last(bench)->text, "nothing to choose from: no network");
    keep(bench, path, both, 1);
    press(bench, EPI_FACT_CHOOSE, 0);
    find(bench, path, FOUND_CANDIDATES, NULL, 0, "no network");
    assert_string_equal(last(bench)->text, "1 Some Show (2005)");
    find(bench, path, FOUND_CURRENT, &both[1], 1, NULL);
    press(bench, EPI_FACT_CHOOSE, 0);
    find(bench, path, FOUND_CANDIDATES, NULL, 0, "no network");
    assert_string_equal(last(bench)->text, "1 Some Show (2019) · now\n2 Some Show (2005)");
}

static void a_file_of_no_episode_has_no_list(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "nothing to choose here: no episode is on screen");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_CHOICES);
    load(bench, "/tv/video.mkv");
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text,
                        "nothing to choose here: this name is not read as an episode");
    load(bench, path);
    press(bench, EPI_FACT_TOGGLE, 0);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "nothing to choose here: private mode is on");
    assert_int_equal(bench->searches, 0);
}

static void a_list_waits_for_the_folder(void **state)
{
    struct bench *bench = *state;

    bench->folder_says = FOLDER_AWAITED;
    keep(bench, path, both, 2);
    for (int i = 0; i < 2; i++) {
        load(bench, path);
        press(bench, EPI_FACT_CHOOSE, 0);
        assert_null(bench->last);
        answer_folder(bench, i ? FOLDER_SILENT : FOLDER_ALLOWS);
        assert_string_equal(last(bench)->text,
                            i ? "nothing to choose here: its folder has not answered yet"
                              : "1 Some Show (2005)\n2 Some Show (2019)");
    }
}

/* Long lists and titles: what does not fit into the text is in the data. */
static void many_long_titles_are_listed(void **state)
{
    struct bench *bench = *state;
    struct match *many = calloc(NOTICE_CANDIDATES_MAX + 10, sizeof(*many));

    for (int i = 0; i < NOTICE_CANDIDATES_MAX + 10; i++) {
        many[i].series.ids.tvmaze = 100 + i;
        for (int k = 0; k < 50; k++)
            memcpy(many[i].series.title + 4 * k, "\u05d0\u05d1", 4);
    }
    load(bench, path);
    find(bench, path, FOUND_CANDIDATES, many, NOTICE_CANDIDATES_MAX + 10, NULL);
    assert_int_equal(last(bench)->candidate_count, NOTICE_CANDIDATES_MAX - 1);
    assert_int_equal(strlen(last(bench)->candidates[48]->series->title), 200);
    assert_true(strlen(last(bench)->text) < 1024);
    assert_null(strchr(last(bench)->text, '?')); /* no letter is cut */
    press(bench, EPI_FACT_ANSWER, 49);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 148);
    free(many);
}

/* Of a title that no catalogue knows, too, it can be said that it is none of these. */
static void a_list_of_none_can_be_answered(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    find(bench, path, FOUND_CANDIDATES, NULL, 0, NULL);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    assert_int_equal(last(bench)->candidate_count, 0);
    int64_t list = last(bench)->list;
    assert_true(list > 0);
    assert_non_null(last(bench)->saying);
    assert_non_null(strstr(last(bench)->text, "nothing to choose from: no catalogue"));
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ANSWER, .list = list, .value = 1});
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ANSWER, .list = list, .value = 0});
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NONE_CHOSEN);
}

/* ---- Answers ---- */

static void answer_brings_its_episode(void **state)
{
    struct bench *bench = *state;
    struct match candidates[3] = {both[0], both[0], both[1]};

    candidates[1].other = true;
    candidates[1].episode = (struct episode){.season = 3, .number = 14, .title = "Fog"};
    load(bench, path);
    keep(bench, path, candidates, 3);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "1 Some Show (2005) 1x02\n2 Some Show (2005) 3x14\n"
                                           "3 Some Show (2019) 1x02");
    assert_true(last(bench)->candidates[1]->other);
    assert_string_equal(last(bench)->candidates[1]->episode->title, "Fog");
    press(bench, EPI_FACT_ANSWER, 2);
    assert_non_null(strstr(last(bench)->text, "using Some Show (2005) 3x14 for this file"));
    assert_int_equal(chosen_as(bench, path, "").season_offset, 3);
    assert_int_equal(chosen_as(bench, path, "").number_offset, 14);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 0);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_true(last(bench)->candidates[1]->current);
    assert_false(last(bench)->candidates[0]->current);
    press(bench, EPI_FACT_ANSWER, 1);
    assert_int_equal(chosen_for(bench, path).season_offset, 0);
    assert_int_equal(chosen_for(bench, path).number_offset, 0);
}

static void answer_is_remembered(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    keep(bench, path, both, 2);
    press(bench, EPI_FACT_CHOOSE, 0);
    press(bench, EPI_FACT_ANSWER, 2);
    assert_non_null(strstr(last(bench)->text, "using Some Show (2019) for this folder"));
    assert_int_equal(bench->look_ups, 2);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 22);
    press(bench, EPI_FACT_CHOOSE, 0); /* it was the wrong one */
    press(bench, EPI_FACT_ANSWER, 1);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 11);
    press(bench, EPI_FACT_UNDO, 0); /* no, it was right */
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDONE);
    assert_non_null(strstr(last(bench)->text, "Some Show: choice taken back"));
    assert_int_equal(bench->look_ups, 4);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 22);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_true(last(bench)->candidates[1]->current);
    assert_int_equal(entries_of(bench)->count, 0);
}

static void candidates_are_there_after_a_restart(void **state)
{
    struct bench *bench = *state;
    struct match others[2] = {both[0], both[1]};

    snprintf(others[0].series.title, sizeof(others[0].series.title), "Other");
    keep(bench, path, both, 2);
    keep(bench, "/tv/Other S01E02.mkv", others, 2);
    for (int started = 0; started < 2; started++) {
        load(bench, path);
        press(bench, EPI_FACT_CHOOSE, 0);
        assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019)");
        load(bench, "/tv/Other S01E02.mkv");
        press(bench, EPI_FACT_CHOOSE, 0);
        assert_string_equal(last(bench)->text, "1 Other (2005)\n2 Some Show (2019)");
        press(bench, EPI_FACT_UNDO, 0);
        assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_UNDO);
        assert_int_equal(entries_of(bench)->count, 0);
        recorder_free(bench->recorder);
        start(bench);
    }
    load(bench, "/tv/Other S01E02.mkv");
    press(bench, EPI_FACT_MARK, 0);
    assert_int_equal(entries_of(bench)->count, 1);
    press(bench, EPI_FACT_CHOOSE, 0);
    assert_string_equal(last(bench)->text, "1 Other (2005)\n2 Some Show (2019)");
}

static void a_search_is_listed(void **state)
{
    struct bench *bench = *state;

    tell(bench, (struct epi_fact){.kind = EPI_FACT_SEARCH, .title = "Other"});
    assert_string_equal(last(bench)->text, "not searched: no episode is on screen");
    load(bench, path);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_SEARCH, .title = "  "});
    assert_string_equal(last(bench)->text, "not searched: missing title or id");
    assert_string_equal(bench->searched, "");
    find(bench, path, FOUND_CURRENT, &both[0], 1, NULL);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_SEARCH, .title = "Other"});
    assert_int_equal(last(bench)->kind, EPI_NOTICE_LOOKING);
    assert_string_equal(last(bench)->text, "searching for “Other”");
    assert_string_equal(bench->searched, "Other");
    find(bench, path, FOUND_SEARCHED, NULL, 0, NULL);
    assert_string_equal(last(bench)->text, "nothing to choose: no catalogue knows such a series");
    find(bench, path, FOUND_SEARCHED, NULL, 0, "no network");
    assert_string_equal(last(bench)->text, "nothing to choose: no network");
    find(bench, path, FOUND_SEARCHED, &both[1], 1, NULL);
    assert_string_equal(last(bench)->text, "1 Some Show (2019)");
    press(bench, EPI_FACT_ANSWER, 1);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 22);
}

/* ---- None of them ---- */

/* What the user says of a file alone; CHOICE_SERIES if nothing. */
static enum choice said_of(const struct bench *bench, const char *file)
{
    struct journal *journal = open_journal(bench);
    struct correction correction = {0};
    bool found = false;

    assert_true(corrections_find(journal, file, "", LENGTH, &correction, &found, NULL));
    journal_close(journal);
    return found ? correction.choice : CHOICE_SERIES;
}

static void none_of_them_is_a_record(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    keep(bench, path, both, 2);
    press(bench, EPI_FACT_CHOOSE, 0);
    press(bench, EPI_FACT_ANSWER, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NONE_CHOSEN);
    assert_non_null(strstr(last(bench)->text, "“Some Show” is none of these: kept"));
    assert_int_equal(chosen_for(bench, path).choice, CHOICE_NONE);
    assert_int_equal(chosen_for(bench, "/tv/Some Show S01E03.mkv").choice, CHOICE_NONE);
    assert_int_equal(bench->look_ups, 2);
    press(bench, EPI_FACT_CHOOSE, 0); /* until it is asked for */
    assert_string_equal(last(bench)->text, "1 Some Show (2005)\n2 Some Show (2019)");
    press(bench, EPI_FACT_ANSWER, 2);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 22);
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(chosen_for(bench, path).choice, CHOICE_NONE);
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show: “none of these” taken back");
    assert_int_equal(chosen_for(bench, path).choice, CHOICE_SERIES);
}

/* None of some episodes says nothing of the series' other ones. */
static void none_of_the_episodes_is_said_of_the_file(void **state)
{
    struct bench *bench = *state;
    struct match candidates[3] = {both[0], both[0], both[1]};

    candidates[1].other = true;
    load(bench, path);
    keep(bench, path, candidates, 3);
    press(bench, EPI_FACT_CHOOSE, 0);
    press(bench, EPI_FACT_ANSWER, 0);
    assert_int_equal(chosen_for(bench, path).choice, CHOICE_SERIES);
    assert_int_equal(said_of(bench, path), CHOICE_NONE);
    assert_int_equal(said_of(bench, "/tv/Some Show S01E03.mkv"), CHOICE_SERIES);
    /* What its title means, said later of this file, counts again. */
    press(bench, EPI_FACT_CHOOSE, 0);
    press(bench, EPI_FACT_ANSWER, 3);
    assert_int_equal(said_of(bench, path), CHOICE_SERIES);
}

static void a_file_that_is_no_episode_is_left_alone(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    press(bench, EPI_FACT_LEAVE, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_LEFT_ALONE);
    assert_string_equal(last(bench)->text, "Some Show 1x02: no episode, left alone from now on");
    for (int started = 0; started < 2; started++) {
        int look_ups = bench->look_ups;
        assert_int_equal(said_of(bench, path), CHOICE_NOTHING);
        play(bench, 850);
        press(bench, EPI_FACT_RATE, 8);
        assert_string_equal(last(bench)->text, "not rated: you said that it is no episode, which "
                                               "`undo` takes back");
        press(bench, EPI_FACT_CHOOSE, 0);
        assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_CHOICES);
        press(bench, EPI_FACT_LEAVE, 0);
        assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
        assert_int_equal(bench->searches, 0);
        recorder_free(bench->recorder);
        start(bench);
        load(bench, path);
        assert_int_equal(bench->look_ups, look_ups);
        assert_int_equal(entries_of(bench)->count, 0);
    }
    press(bench, EPI_FACT_TOGGLE, 0);
    press(bench, EPI_FACT_TOGGLE, 0);
    press(bench, EPI_FACT_MARK, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    int look_ups = bench->look_ups;
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show 1x02: “no episode” taken back");
    assert_int_equal(bench->look_ups, look_ups + 1);
    press(bench, EPI_FACT_RATE, 8);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_RATED);
    load(bench, "/tv/video.mkv");
    press(bench, EPI_FACT_LEAVE, 0);
    assert_string_equal(last(bench)->text, "not left alone: this name is not read as an episode");
}

/* ---- Keys while the file changes ---- */

static void assert_refused(struct bench *bench, const char *why)
{
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    assert_string_equal(last(bench)->text, why);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 0);
    assert_int_equal(chosen_for(bench, "/else/Some Show S01E03.mkv").series.tvmaze, 0);
}

static void an_answer_counts_only_for_the_file_of_its_list(void **state)
{
    static const char next[] = "/else/Some Show S01E03.mkv";
    struct bench *bench = *state;

    keep(bench, path, both, 2);
    keep(bench, next, both, 2);
    load(bench, path);
    press(bench, EPI_FACT_ANSWER, 2);
    assert_refused(bench, "nothing chosen: that list is not open any more");
    press(bench, EPI_FACT_CHOOSE, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    press(bench, EPI_FACT_ANSWER, 2);
    assert_refused(bench, "nothing chosen: no episode is on screen");
    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    load(bench, next);
    press(bench, EPI_FACT_ANSWER, 2);
    assert_refused(bench, "nothing chosen: that list is not open any more");
    /* One list was still on screen when the next one was made. */
    press(bench, EPI_FACT_CHOOSE, 0);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ANSWER, .value = 2, .list = 2});
    assert_refused(bench, "nothing chosen: that list is not open any more");
    press(bench, EPI_FACT_ANSWER, 3);
    assert_refused(bench, "nothing chosen: the list has no such number");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ANSWER, .value = 2, .list = 3});
    assert_int_equal(chosen_for(bench, next).series.tvmaze, 22);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 0);
}

static void what_is_found_for_another_file_is_not_shown(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    press(bench, EPI_FACT_CHOOSE, 0);
    load(bench, "/else/Some Show S01E03.mkv");
    find(bench, path, FOUND_CURRENT, &both[1], 1, NULL);
    find(bench, path, FOUND_CANDIDATES, both, 2, NULL);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_LOOKING);
    press(bench, EPI_FACT_CHOOSE, 0);
    find(bench, "/else/Some Show S01E03.mkv", FOUND_CANDIDATES, both, 2, NULL);
    assert_false(last(bench)->candidates[1]->current);
    press(bench, EPI_FACT_TOGGLE, 0);
    press(bench, EPI_FACT_ANSWER, 2);
    assert_refused(bench, "nothing chosen: private mode is on");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(what_is_kept_is_listed_at_once),
        TEST(a_list_of_none_can_be_answered),
        TEST(a_sure_match_has_a_list_too),
        TEST(what_it_is_now_is_always_listed),
        TEST(offline_what_is_known_is_listed),
        TEST(a_file_of_no_episode_has_no_list),
        TEST(a_list_waits_for_the_folder),
        TEST(many_long_titles_are_listed),
        TEST(answer_brings_its_episode),
        TEST(answer_is_remembered),
        TEST(candidates_are_there_after_a_restart),
        TEST(a_search_is_listed),
        TEST(none_of_them_is_a_record),
        TEST(none_of_the_episodes_is_said_of_the_file),
        TEST(a_file_that_is_no_episode_is_left_alone),
        TEST(an_answer_counts_only_for_the_file_of_its_list),
        TEST(what_is_found_for_another_file_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
