/* SPDX-License-Identifier: MIT */
#include "core/identify/order.h"
#include "tests/choosing.h"

/* 1x01 to 1x03 of the series, as the courier finds them. */
static void find_episodes(struct bench *bench)
{
    struct match rows[3];

    for (int i = 0; i < 3; i++) {
        rows[i] = both[0];
        rows[i].other = true;
        rows[i].episode.number = i + 1;
        rows[i].episode.tvmaze = 70 + i;
        snprintf(rows[i].episode.title, sizeof(rows[i].episode.title), "Title %d", i + 1);
        snprintf(rows[i].episode.airdate, sizeof(rows[i].episode.airdate), "2005-01-0%d", i + 1);
    }
    find(bench, path, FOUND_EPISODES, rows, 3, NULL);
}

static void a_wrong_episode_is_corrected(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    find(bench, path, FOUND_CURRENT, &both[0], 1, NULL);
    press(bench, EPI_FACT_EPISODES, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_LOOKING);
    assert_string_equal(last(bench)->text, "looking up the episodes of Some Show");
    assert_string_equal(bench->listed, "episodes of Some Show: ");
    tell(bench, (struct epi_fact){.kind = EPI_FACT_EPISODES, .title = "1x05"});
    assert_string_equal(bench->listed, "episodes of Some Show: 1x05");
    find_episodes(bench);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_EPISODES);
    assert_string_equal(last(bench)->text, "1 1x01 Title 1\n2 1x02 Title 2 · now\n3 1x03 Title 3");
    assert_true(last(bench)->candidates[1]->current);
    assert_string_equal(last(bench)->candidates[0]->episode->airdate, "2005-01-01");
    press(bench, EPI_FACT_ANSWER, 3);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOSEN);
    assert_string_equal(last(bench)->text, "using Some Show (2005) 1x03 for this file from now on");
    assert_int_equal(chosen_as(bench, path, "").series.tvmaze, 11);
    assert_int_equal(chosen_as(bench, path, "").season_offset, 1);
    assert_int_equal(chosen_as(bench, path, "").number_offset, 3);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 0); /* of the others nothing is said */
    assert_int_equal(chosen_as(bench, "/tv/Some Show S01E03.mkv", "").series.tvmaze, 0);
    assert_int_equal(bench->look_ups, 2);
    press(bench, EPI_FACT_UNDO, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_UNDONE);
    assert_int_equal(chosen_as(bench, path, "").series.tvmaze, 0);
    assert_int_equal(bench->look_ups, 3);
}

/* Which one is current is known by its ids: in another order it has another number. */
static void the_current_episode_is_known_by_its_id(void **state)
{
    struct bench *bench = *state;
    struct match current = both[0];

    current.episode.tvmaze = 70; /* first in the list */
    load(bench, path);
    find(bench, path, FOUND_CURRENT, &current, 1, NULL);
    press(bench, EPI_FACT_EPISODES, 0);
    find_episodes(bench);
    assert_true(last(bench)->candidates[0]->current);
    assert_false(last(bench)->candidates[1]->current);
}

static void without_its_series_that_is_asked_first(void **state)
{
    struct bench *bench = *state;

    press(bench, EPI_FACT_EPISODES, 0);
    assert_string_equal(last(bench)->text, "nothing to choose here: no episode is on screen");
    load(bench, path);
    keep(bench, path, both, 2);
    press(bench, EPI_FACT_EPISODES, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    press(bench, EPI_FACT_ORDERS, 0);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_CHOICES);
    assert_string_equal(bench->listed, "");
    find(bench, path, FOUND_CURRENT, &both[0], 1, NULL);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_EPISODES, .file = 99});
    assert_string_equal(last(bench)->text, "nothing to choose: another file is on screen by now");
    load(bench, "/tv/Some Show 2005-01-02.mkv");
    find(bench, "/tv/Some Show 2005-01-02.mkv", FOUND_CURRENT, &both[0], 1, NULL);
    press(bench, EPI_FACT_EPISODES, 0);
    assert_string_equal(last(bench)->text, "nothing to choose here: this name has no number that "
                                           "could be corrected");
    assert_string_equal(bench->listed, "");
}

static void offline_no_episode_is_listed(void **state)
{
    struct bench *bench = *state;

    load(bench, path);
    find(bench, path, FOUND_CURRENT, &both[0], 1, NULL);
    find_episodes(bench);
    find(bench, path, FOUND_EPISODES, NULL, 0, "no network");
    assert_int_equal(last(bench)->kind, EPI_NOTICE_NO_CHOICES);
    assert_string_equal(last(bench)->text, "nothing to choose: no network");
    press(bench, EPI_FACT_ANSWER, 1); /* the list before is closed */
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    find(bench, path, FOUND_EPISODES, NULL, 0, NULL);
    assert_string_equal(last(bench)->text,
                        "nothing to choose: no catalogue knows such an episode of it");
    find(bench, path, FOUND_ORDERS, NULL, 0, "no network");
    assert_string_equal(last(bench)->text, "nothing to choose: no network");
    find_episodes(bench);
    load(bench, "/tv/Other S01E02.mkv"); /* another file comes */
    press(bench, EPI_FACT_ANSWER, 1);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    assert_int_equal(chosen_for(bench, path).series.tvmaze, 0);
}

/* What is said of the series; ORDER_AUTO if nothing. */
static enum episode_order order_said(const struct bench *bench)
{
    struct journal *journal = open_journal(bench);
    struct order order = order_of(&bench->config, journal, &both[0].series.ids, NULL);

    journal_close(journal);
    return order.order;
}

static void find_orders(struct bench *bench, unsigned orders)
{
    struct found *found = found_new(FOUND_ORDERS, path, &both[0], 1, NULL);

    assert_non_null(found);
    found->orders = orders;
    recorder_found(bench->recorder, found);
    found_free(found);
}

static void an_order_is_chosen(void **state)
{
    struct bench *bench = *state;
    unsigned known = 1U << ORDER_AUTO | 1U << ORDER_AIRED | 1U << ORDER_DVD;

    load(bench, path);
    find(bench, path, FOUND_CURRENT, &both[0], 1, NULL);
    press(bench, EPI_FACT_ORDERS, 0);
    assert_string_equal(bench->listed, "orders of Some Show: ");
    find_orders(bench, known);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_ORDERS);
    assert_string_equal(last(bench)->text, "1 auto · now\n2 dvd\n3 aired");
    assert_int_equal(last(bench)->order_count, 3);
    assert_int_equal(last(bench)->order_current, 0);
    assert_string_equal(last(bench)->orders[1], "dvd");
    press(bench, EPI_FACT_ANSWER, 0); /* none of them is no answer */
    assert_int_equal(last(bench)->kind, EPI_NOTICE_REFUSED);
    press(bench, EPI_FACT_ANSWER, 2);
    assert_int_equal(last(bench)->kind, EPI_NOTICE_ORDERED);
    assert_string_equal(last(bench)->text, "Some Show: DVD order from now on");
    assert_string_equal(last(bench)->orders[0], "dvd");
    assert_int_equal(order_said(bench), ORDER_DVD);
    assert_int_equal(bench->look_ups, 2);
    find_orders(bench, 1U << ORDER_AIRED); /* what holds is listed even so */
    assert_string_equal(last(bench)->text, "1 dvd · now\n2 aired");
    press(bench, EPI_FACT_UNDO, 0);
    assert_string_equal(last(bench)->text, "Some Show: order taken back");
    assert_int_equal(order_said(bench), ORDER_AUTO);
    assert_int_equal(bench->look_ups, 3);
}

static void the_order_of_its_folder_holds_now(void **state)
{
    struct bench *bench = *state;
    struct found *found = found_new(FOUND_CURRENT, path, &both[0], 1, NULL);

    load(bench, path);
    assert_non_null(found);
    found->ordered = true;
    found->order = ORDER_DVD;
    recorder_found(bench->recorder, found);
    found_free(found);
    find_orders(bench, 1U << ORDER_AUTO | 1U << ORDER_AIRED);
    assert_string_equal(last(bench)->text, "1 auto\n2 dvd · now\n3 aired");
    press(bench, EPI_FACT_MENU, 0);
    assert_string_equal(last(bench)->orders[0], "dvd");
    press(bench, EPI_FACT_ANSWER, 1); /* what is said comes first */
    find_orders(bench, 1U << ORDER_AUTO | 1U << ORDER_AIRED);
    assert_string_equal(last(bench)->text, "1 auto · now\n2 aired");
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_wrong_episode_is_corrected),
        TEST(the_current_episode_is_known_by_its_id),
        TEST(without_its_series_that_is_asked_first),
        TEST(offline_no_episode_is_listed),
        TEST(an_order_is_chosen),
        TEST(the_order_of_its_folder_holds_now),
    };
    return cmocka_run_group_tests_name("wrong episode", tests, NULL, NULL);
}
