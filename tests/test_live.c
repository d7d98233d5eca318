/* SPDX-License-Identifier: MIT */
#include "tests/recording.h"

static void live_watching_is_told_as_it_goes(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    stand(bench, false);
    stand(bench, false);
    play(bench, 900);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_string_equal(bench->live, "start 1 0; pause 1 10; start 1 10; stop 1 90; ");
}

/* A service guesses from the position when it ends: a far jump is reported, a small one is not. */
static void live_watching_is_told_of_jumps(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    seek(bench, 130);
    play(bench, 200);
    assert_string_equal(bench->live, "start 1 0; ");
    seek(bench, 231);
    play(bench, 300);
    assert_string_equal(bench->live, "start 1 0; start 1 23; ");
    for (int i = 0; i < 10; i++) { /* to and fro comes to nothing */
        seek(bench, 260);
        stand(bench, true);
        seek(bench, 300);
        stand(bench, true);
    }
    assert_string_equal(bench->live, "start 1 0; start 1 23; ");
    stand(bench, false);
    seek(bench, 500);
    stand(bench, false);
    assert_string_equal(bench->live, "start 1 0; start 1 23; pause 1 30; ");
    play(bench, 501);
    assert_string_equal(bench->live, "start 1 0; start 1 23; pause 1 30; start 1 50; ");
}

static void live_watching_follows_the_episodes_of_a_file(void **state)
{
    struct bench *bench = *state;

    bench->config.live = true;
    load(bench, "/tv/Some Show S01E02E03.mkv");
    play(bench, 550);
    tell(bench, (struct epi_fact){.kind = EPI_FACT_ENDED});
    assert_string_equal(bench->live, "start 1 0; stop 1 100; start 2 0; stop 2 10; ");
}

static void no_live_watching_where_it_is_not_wanted(void **state)
{
    struct bench *bench = *state;

    bench->config.live = false;
    load(bench, "/tv/Some Show S01E02.mkv");
    play(bench, 100);
    assert_string_equal(bench->live, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        TEST(live_watching_is_told_as_it_goes),
        TEST(live_watching_is_told_of_jumps),
        TEST(live_watching_follows_the_episodes_of_a_file),
        TEST(no_live_watching_where_it_is_not_wanted),
    };

    return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
