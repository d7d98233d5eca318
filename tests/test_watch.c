/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/player/watch.h"
#include <epimark/player.h>

static const struct watch_rule rule = {
    .watched_percent = 80, .played_percent = 50, .min_seconds = 300};

/* A player that reports as the plugin does; met counts how often a part was committed. */
struct player {
    struct watch watch;
    double position, clock, speed;
    int parts;
    int met[8];
    double met_at[8]; /* the position of the first commit */
};

static void load(struct player *player, double duration, int parts)
{
    *player = (struct player){.speed = 1, .parts = parts, .clock = 1000};
    watch_start(&player->watch, duration);
}

static void sample(struct player *player, bool playing)
{
    watch_sample(&player->watch, player->position, player->clock, player->speed, playing);
    for (int part = 1; part <= player->parts; part++) {
        if (!watch_met(&player->watch, part, player->parts, &rule, WATCH_SAMPLED))
            continue;
        if (player->met[part]++ == 0)
            player->met_at[part] = player->position;
        watch_clear(&player->watch, part, player->parts);
    }
}

static void play_to(struct player *player, double position)
{
    sample(player, true);
    while (player->position < position) {
        double step = epi_player_interval(player->watch.duration, player->speed);
        step = fmin(step, (position - player->position) / player->speed);
        player->clock += step;
        player->position += step * player->speed;
        if (position - player->position < 1e-6)
            player->position = position;
        sample(player, true);
    }
}

static void seek(struct player *player, double position)
{
    sample(player, false);
    watch_break(&player->watch);
    player->position = position;
    player->clock += 0.05;
}

static void test_a_full_play_counts_once(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 1488); /* the last position a player reports */
    assert_int_equal(player.met[1], 1);
    assert_true(player.met_at[1] >= 1200 && player.met_at[1] <= 1201.1);
}

static void test_a_quit_before_the_threshold_does_not_count(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 1199);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1201);
    assert_int_equal(player.met[1], 1);
}

static void test_a_seek_to_the_end_earns_nothing(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 100);
    seek(&player, 1300);
    play_to(&player, 1490);
    assert_int_equal(player.met[1], 0);
    assert_true(fabs(watch_played(&player.watch, 1, 1) - 290 / 1500.0) < 0.002);
}

static void test_a_jump_is_a_jump_without_an_event(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 100);
    player.position = 1300; /* without a seek event */
    play_to(&player, 1490);
    assert_int_equal(player.met[1], 0);
    assert_int_equal(player.watch.count, 2);
    player.position = 50; /* and back, as a loop does */
    play_to(&player, 90);
    assert_int_equal(player.watch.count, 2);
}

static void test_a_target_beyond_the_end_is_no_position(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 900);
    player.position = 7000; /* what a player reports while it seeks */
    sample(&player, true);
    player.clock += 1;
    player.position = 7001;
    sample(&player, true);
    assert_int_equal(player.met[1], 0);
}

static void test_skipping_a_third_still_counts(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 600);
    seek(&player, 1100);
    play_to(&player, 1199);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1300); /* 600 + 150 is half of the file */
    assert_int_equal(player.met[1], 1);
    assert_true(player.met_at[1] >= 1250 && player.met_at[1] < 1252);
}

static void test_watching_the_same_minutes_again_adds_nothing(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    for (int i = 0; i < 4; i++) {
        seek(&player, 0);
        play_to(&player, 300);
    }
    assert_true(fabs(watch_played(&player.watch, 1, 1) - 0.2) < 0.002);
    seek(&player, 1190);
    play_to(&player, 1400);
    assert_int_equal(player.met[1], 0);
}

static void test_speed_twenty_counts(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    player.speed = 20;
    play_to(&player, 1488);
    assert_int_equal(player.met[1], 1);
    assert_true(player.met_at[1] <= 1216); /* a hundredth of the file late at most */
}

static void test_how_far_playing_can_reach(void **state)
{
    (void)state;
    assert_true(watch_reaches(10, 10, 1));
    assert_true(watch_reaches(11.2, 10, 1));
    assert_false(watch_reaches(11.4, 10, 1));
    assert_true(watch_reaches(200, 10, 20));
    assert_false(watch_reaches(0, 10, 1));
    assert_false(watch_reaches(-5, 10, 1));
}

static void test_a_late_reading_is_no_jump(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    player.speed = 20;
    for (int i = 0; i < 100; i++) { /* the position is read 0.2 s after the clock, every other */
        double late = i % 2 * 0.2;
        watch_sample(&player.watch, (i * 0.7 + late) * 20, 1000 + i * 0.7, 20, true);
    }
    assert_int_equal(player.watch.count, 1);
}

static void test_a_stalled_machine_is_no_jump(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    player.speed = 20;
    play_to(&player, 100);
    player.clock += 2.5; /* the position was read, then nothing ran for 2 s */
    player.position += 10;
    sample(&player, true);
    player.clock += 0.1; /* what was played meanwhile */
    player.position += 42;
    sample(&player, true);
    assert_int_equal(player.watch.count, 1);
    assert_true(player.watch.ranges[0].end == player.position);

    player.clock += 0.1; /* nothing explains as much again */
    player.position += 42;
    sample(&player, true);
    play_to(&player, player.position + 10);
    assert_int_equal(player.watch.count, 2);
}

static void test_a_long_stall_explains_no_long_jump(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 100);
    player.clock += 600;
    player.position += 1;
    sample(&player, true);
    player.clock += 1;
    player.position += 10;
    sample(&player, true);
    play_to(&player, 120);
    assert_int_equal(player.watch.count, 2);

    load(&player, 1500, 1);
    play_to(&player, 100);
    player.clock += 3;
    player.position += 1;
    sample(&player, true);
    watch_break(&player.watch); /* a seek: what came before explains nothing after it */
    sample(&player, true);
    player.clock += 1;
    player.position += 3.5;
    sample(&player, true);
    play_to(&player, 120);
    assert_int_equal(player.watch.count, 2);
}

static void test_a_change_of_speed_is_no_jump(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 10);
    player.clock += 1; /* half of it at 1, half at 4, reported afterwards */
    player.position += 2.5;
    player.speed = 4;
    sample(&player, true);
    assert_int_equal(player.watch.count, 1);
    assert_true(player.watch.ranges[0].end > 12);
}

static void test_what_passes_while_paused_is_not_played(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 100);
    sample(&player, false);
    player.clock += 3600;
    player.position = 900; /* a seek in a pause, without an event */
    sample(&player, true);
    assert_int_equal(player.watch.count, 1);
    play_to(&player, 905);
    assert_int_equal(player.watch.count, 2);
}

static void test_a_clock_that_stands_explains_nothing(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    for (int i = 0; i < 1500; i++) {
        player.position = i;
        sample(&player, true);
    }
    assert_int_equal(player.met[1], 0);
    assert_int_equal(player.watch.count, 0);
}

static void test_short_and_unknown_files_are_left_alone(void **state)
{
    (void)state;
    struct player player;
    load(&player, 299, 1);
    play_to(&player, 298);
    assert_int_equal(player.met[1], 0);
    load(&player, 300, 1);
    play_to(&player, 298);
    assert_int_equal(player.met[1], 1);
    load(&player, 0, 1);
    play_to(&player, 2000);
    assert_int_equal(player.met[1], 0);
    load(&player, NAN, 1);
    play_to(&player, 10);
    assert_int_equal(player.met[1], 0);
    watch_sample(&player.watch, NAN, 1, 1, true);
    watch_sample(&player.watch, 1, INFINITY, -3, true);
}

static void test_each_part_is_judged_on_its_own(void **state)
{
    (void)state;
    struct player player;
    load(&player, 3000, 2);
    play_to(&player, 1190);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1600);
    assert_int_equal(player.met[1], 1);
    assert_int_equal(player.met[2], 0);
    play_to(&player, 2980);
    assert_int_equal(player.met[1], 1);
    assert_int_equal(player.met[2], 1);
    assert_true(player.met_at[2] >= 2700 && player.met_at[2] < 2703);
}

static void test_only_the_second_part_was_watched(void **state)
{
    (void)state;
    struct player player;
    load(&player, 3000, 2);
    seek(&player, 1490);
    play_to(&player, 2980);
    assert_int_equal(player.met[1], 0);
    assert_int_equal(player.met[2], 1);
}

static void test_sittings_add_up(void **state)
{
    (void)state;
    struct player player;
    char text[WATCH_TEXT_MAX];
    load(&player, 1500, 1);
    play_to(&player, 700);
    watch_write(&player.watch, text, sizeof(text));
    assert_string_equal(text, "0-700000");

    load(&player, 1500, 1);
    watch_read(&player.watch, text);
    player.position = 1150;
    play_to(&player, 1250);
    assert_int_equal(player.met[1], 1);
}

static void test_finishing_the_rest_next_day_is_no_rewatch(void **state)
{
    (void)state;
    const struct watch_rule easy = {.watched_percent = 40, .played_percent = 30};
    struct watch watch;
    char text[WATCH_TEXT_MAX];
    int met = 0;
    watch_start(&watch, 1000);
    for (int second = 0; second <= 500; second++) {
        watch_sample(&watch, second, second, 1, true);
        if (watch_met(&watch, 1, 1, &easy, WATCH_SAMPLED)) {
            met++;
            watch_clear(&watch, 1, 1);
        }
    }
    assert_int_equal(met, 1);
    watch_write(&watch, text, sizeof(text));

    watch_start(&watch, 1000); /* the next day: half of the file is left */
    watch_read(&watch, text);
    for (int second = 500; second <= 990; second++) {
        watch_sample(&watch, second, second, 1, true);
        assert_false(watch_met(&watch, 1, 1, &easy, WATCH_SAMPLED));
    }
    watch_write(&watch, text, sizeof(text));

    watch_start(&watch, 1000); /* and a week later all of it again */
    watch_read(&watch, text);
    for (int second = 0; second <= 990; second++) {
        watch_sample(&watch, second, second, 1, true);
        if (watch_met(&watch, 1, 1, &easy, WATCH_SAMPLED)) {
            met++;
            watch_clear(&watch, 1, 1);
        }
    }
    assert_int_equal(met, 2);
}

/* The rest of an episode begins where the player is, or if that is in another one of the file,
 * where it was left by a jump. */
static void test_where_the_rest_begins(void **state)
{
    (void)state;
    static const struct {
        double position;
        double left;
        double rest; /* of the second half; 0: none */
    } cases[] = {{500, 900, 500}, {999, 900, 999}, {1000, 900, 900}, {499, 500, 500},
                 {499, 499, 0},   {1000, 1000, 0}, {700, 100, 700}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct watch watch;
        watch_start(&watch, 1000);
        watch.position = cases[i].position;
        watch.left = cases[i].left;
        watch_clear(&watch, 2, 2);
        assert_true(watch.rest.start == cases[i].rest);
        assert_true(watch.rest.end == (cases[i].rest > 0 ? 1000 : 0));
    }
}

static void test_the_end_first_counts_when_the_threshold_is_reached(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    seek(&player, 1150);
    play_to(&player, 1490); /* 340 of 1500: not enough */
    seek(&player, 0);
    play_to(&player, 1100); /* enough, but the end of the story was not reached */
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1210);
    assert_int_equal(player.met[1], 1);
}

static void test_a_hundred_percent_can_be_reached(void **state)
{
    (void)state;
    const struct watch_rule strict = {.watched_percent = 100, .played_percent = 90};
    struct watch watch;
    watch_start(&watch, 1500);
    for (int second = 0; second < 1450; second++) {
        watch_sample(&watch, second, second, 1, true);
        assert_false(watch_met(&watch, 1, 1, &strict, WATCH_SAMPLED));
    }
    bool met = false;
    for (int second = 1450; second <= 1488 && !met; second++) {
        watch_sample(&watch, second, second, 1, true);
        met = watch_met(&watch, 1, 1, &strict, WATCH_SAMPLED);
    }
    assert_true(met);
}

static void test_ranges_never_overflow_and_only_ever_lose_gaps(void **state)
{
    (void)state;
    struct watch watch;
    watch_start(&watch, 100000);
    for (int i = 0; i < 2 * WATCH_RANGES_MAX; i++) { /* gaps of 9 s, the later ones of 90 s */
        double at = i < WATCH_RANGES_MAX ? i * 10 : 10000 + i * 91;
        watch_break(&watch);
        watch_sample(&watch, at, i * 2, 1, true);
        watch_sample(&watch, at + 1, i * 2 + 1, 1, true);
    }
    assert_int_equal(watch.count, WATCH_RANGES_MAX);
    for (int i = 1; i < watch.count; i++)
        assert_true(watch.ranges[i - 1].end < watch.ranges[i].start);
    double played = watch_played(&watch, 1, 1) * 100000;
    assert_true(fabs(played - (512 + 255 * 9 + 90)) < 0.001); /* the smallest 256 gaps are lost */
    char text[WATCH_TEXT_MAX];
    watch_write(&watch, text, sizeof(text));
    struct watch again;
    watch_start(&again, 100000);
    watch_read(&again, text);
    assert_int_equal(again.count, watch.count);
    assert_memory_equal(again.ranges, watch.ranges, sizeof(watch.ranges[0]) * WATCH_RANGES_MAX);
}

static void test_bad_text_of_a_sitting_is_ignored(void **state)
{
    (void)state;
    struct watch watch;
    const char *const bad[] = {
        "", "x", "-", "1", "5-1", "~", "1-", "--", "9999999999999999999999-1", "nan-inf"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        watch_start(&watch, 1500);
        watch_read(&watch, bad[i]);
        assert_int_equal(watch.count, 0);
    }
    watch_read(&watch, "1000-2000 x 3000-4000");
    assert_int_equal(watch.count, 1);
    watch_read(&watch, "3000-99999999");
    assert_true(watch.ranges[1].end <= 1500);
}

/* ---- Chapters and jumps ---- */

/* Chapters that begin at these seconds. */
static void cut(struct player *player, const struct epi_chapter *chapters, size_t count)
{
    chapters_read(&player->watch.chapters, chapters, count, player->watch.duration);
}

static const struct epi_chapter long_credits[] = {{0, "Fog"}, {1050, "Credits"}};

static void an_ending_lowers_the_position_to_its_beginning(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    cut(&player, long_credits, 2);
    assert_int_equal(watch_threshold(&player.watch, 1, 1, 80), 70);
    play_to(&player, 1049);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1051);
    assert_int_equal(player.met[1], 1);
}

static void an_ending_never_raises_it(void **state)
{
    (void)state;
    const struct epi_chapter late[] = {{0, "Fog"}, {1400, "Ending"}};
    struct player player;
    load(&player, 1500, 1);
    cut(&player, late, 2);
    assert_int_equal(watch_threshold(&player.watch, 1, 1, 80), 80);
    assert_int_equal(watch_threshold(&player.watch, 1, 1, 100), 93);
    play_to(&player, 1201);
    assert_int_equal(player.met[1], 1);
}

static void opening_and_ending_are_not_what_has_to_be_played(void **state)
{
    (void)state;
    const struct epi_chapter chapters[] = {
        {0, "Opening"}, {150, "Fog"}, {850, "Ending"}, {950, "Preview"}};
    struct player player;
    load(&player, 1000, 1);
    cut(&player, chapters, 4);
    play_to(&player, 150);
    assert_true(watch_played(&player.watch, 1, 1) == 0);
    seek(&player, 851);
    play_to(&player, 990); /* 29 % of the file, and nothing of the story */
    assert_true(watch_played(&player.watch, 1, 1) == 0);
    seek(&player, 150);
    play_to(&player, 480); /* 33 % of the file, 47 % of the story */
    assert_true(fabs(watch_played(&player.watch, 1, 1) - 330.0 / 700) < 0.002);
    seek(&player, 840);
    play_to(&player, 849);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 851);
    assert_int_equal(player.met[1], 0);
    seek(&player, 480);
    play_to(&player, 500);
    seek(&player, 845);
    play_to(&player, 852);
    assert_int_equal(player.met[1], 1);
}

static bool met(const struct player *player, int nth, enum watch_when when)
{
    return watch_met(&player->watch, nth, player->parts, &rule, when);
}

static void a_jump_past_the_end_reaches_it(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 760);
    assert_false(met(&player, 1, WATCH_CLOSED));
    watch_end(&player.watch); /* a truncated file: no jump led there */
    assert_false(met(&player, 1, WATCH_CLOSED));
    watch_break(&player.watch);
    assert_false(met(&player, 1, WATCH_CLOSED));
    watch_end(&player.watch);
    assert_false(met(&player, 1, WATCH_SAMPLED));
    assert_true(met(&player, 1, WATCH_CLOSED));

    watch_clear(&player.watch, 1, 1); /* its rest is no viewing of its own */
    seek(&player, 760);
    play_to(&player, 1490);
    assert_int_equal(player.met[1], 0);
    assert_false(met(&player, 1, WATCH_CLOSED));

    load(&player, 1500, 1);
    play_to(&player, 740); /* less than half of it */
    watch_break(&player.watch);
    watch_end(&player.watch);
    assert_false(met(&player, 1, WATCH_CLOSED));
}

static void where_a_jump_stood_counts_when_the_file_is_closed(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 760);
    seek(&player, 1490);
    sample(&player, false); /* looks at the end, and may go back */
    assert_int_equal(player.met[1], 0);
    assert_true(met(&player, 1, WATCH_CLOSED));
    seek(&player, 760);
    play_to(&player, 770);
    assert_false(met(&player, 1, WATCH_CLOSED));
}

static void going_on_to_the_next_file_reaches_the_end(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    play_to(&player, 740);
    assert_false(met(&player, 1, WATCH_LEFT));
    play_to(&player, 760);
    assert_true(met(&player, 1, WATCH_LEFT));

    load(&player, 3000, 2); /* only the episode that was on */
    play_to(&player, 800);
    seek(&player, 1600);
    sample(&player, false);
    assert_false(met(&player, 1, WATCH_LEFT));
    assert_false(met(&player, 2, WATCH_LEFT));
}

static void going_on_to_the_next_episode_of_a_file_does(void **state)
{
    (void)state;
    struct player player;
    load(&player, 3000, 2);
    play_to(&player, 800);
    seek(&player, 1600);
    sample(&player, true);
    assert_int_equal(player.met[1], 0);
    play_to(&player, 1602);
    assert_int_equal(player.met[1], 1);
    assert_int_equal(player.met[2], 0);

    char text[WATCH_TEXT_MAX];
    load(&player, 3000, 2);
    play_to(&player, 800);
    watch_write(&player.watch, text, sizeof(text));
    load(&player, 3000, 2); /* the next day it begins there: that is no jump */
    watch_read(&player.watch, text);
    seek(&player, 1600);
    play_to(&player, 1700);
    assert_int_equal(player.met[1], 0);
    assert_false(met(&player, 1, WATCH_CLOSED));
}

static void what_is_forgotten_is_not_the_file(void **state)
{
    (void)state;
    struct player player;
    load(&player, 1500, 1);
    cut(&player, long_credits, 2);
    play_to(&player, 900);
    watch_forget(&player.watch);
    assert_int_equal(player.watch.count, 0);
    assert_true(player.watch.duration == 1500);
    assert_int_equal(watch_threshold(&player.watch, 1, 1, 80), 70);
}

static void each_of_several_episodes_needs_a_length(void **state)
{
    (void)state;
    assert_true(watch_is_brief(299, 1, 300));
    assert_false(watch_is_brief(300, 1, 300));
    assert_false(watch_is_brief(300, 3, 300));
    assert_true(watch_is_brief(300, 4, 300));
    assert_false(watch_is_brief(5400, 3, 300));
    assert_true(watch_is_brief(24, 99, 1)); /* less than seconds hold no episode */
    assert_true(watch_is_brief(24, 5, 0));
    assert_false(watch_is_brief(24, 4, 0));
    assert_false(watch_is_brief(2, 1, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_full_play_counts_once),
        cmocka_unit_test(each_of_several_episodes_needs_a_length),
        cmocka_unit_test(test_a_quit_before_the_threshold_does_not_count),
        cmocka_unit_test(test_a_seek_to_the_end_earns_nothing),
        cmocka_unit_test(test_a_jump_is_a_jump_without_an_event),
        cmocka_unit_test(test_a_target_beyond_the_end_is_no_position),
        cmocka_unit_test(test_skipping_a_third_still_counts),
        cmocka_unit_test(test_watching_the_same_minutes_again_adds_nothing),
        cmocka_unit_test(test_speed_twenty_counts),
        cmocka_unit_test(test_how_far_playing_can_reach),
        cmocka_unit_test(test_a_late_reading_is_no_jump),
        cmocka_unit_test(test_a_stalled_machine_is_no_jump),
        cmocka_unit_test(test_a_long_stall_explains_no_long_jump),
        cmocka_unit_test(test_a_change_of_speed_is_no_jump),
        cmocka_unit_test(test_what_passes_while_paused_is_not_played),
        cmocka_unit_test(test_a_clock_that_stands_explains_nothing),
        cmocka_unit_test(test_short_and_unknown_files_are_left_alone),
        cmocka_unit_test(test_each_part_is_judged_on_its_own),
        cmocka_unit_test(test_only_the_second_part_was_watched),
        cmocka_unit_test(test_sittings_add_up),
        cmocka_unit_test(test_finishing_the_rest_next_day_is_no_rewatch),
        cmocka_unit_test(test_where_the_rest_begins),
        cmocka_unit_test(test_the_end_first_counts_when_the_threshold_is_reached),
        cmocka_unit_test(test_a_hundred_percent_can_be_reached),
        cmocka_unit_test(test_ranges_never_overflow_and_only_ever_lose_gaps),
        cmocka_unit_test(test_bad_text_of_a_sitting_is_ignored),
        cmocka_unit_test(an_ending_lowers_the_position_to_its_beginning),
        cmocka_unit_test(an_ending_never_raises_it),
        cmocka_unit_test(opening_and_ending_are_not_what_has_to_be_played),
        cmocka_unit_test(a_jump_past_the_end_reaches_it),
        cmocka_unit_test(where_a_jump_stood_counts_when_the_file_is_closed),
        cmocka_unit_test(going_on_to_the_next_file_reaches_the_end),
        cmocka_unit_test(going_on_to_the_next_episode_of_a_file_does),
        cmocka_unit_test(what_is_forgotten_is_not_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
