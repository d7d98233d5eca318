/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void the_title_alone(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Christmas at the Pier");
    shelf_add_episode(show, &special);
    resolving_title(show, 1, 2, "The Ferry");
    resolving_title(show, 2, 3, "The Storm");
    resolving_title(show, 2, 4, "The Storm");
    resolving_episode(f, "Harbour Lights - Special - Christmas at the Pier.mkv", 101, 0, 4);
    resolving_episode(f, "Harbour Lights/Specials/Christmas at the Pier.mkv", 101, 0, 4);
    resolving_episode(f, "Harbour Lights/Harbour Lights - The Ferry.mkv", 101, 1, 2);
    resolving_contains(f->got->reason, "episode title fits");
    resolving_to(f, "Harbour Lights/Harbour Lights - The Storm.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes have this title");
    resolving_title(show, 2, 7, "The Breakwater");
    resolving_episode(f, "Harbour Lights/Season 2/The Breakwater.mkv", 101, 2, 7);
    resolving_to(f, "Harbour Lights/Harbour Lights - Low Water.mkv", RESOLUTION_NO_EPISODE);
    /* The catalogue has more: the title of the series, or brackets. */
    resolving_title(show, 2, 5, "Harbour Lights: The Film");
    resolving_title(show, 2, 6, "Low Tide (A Harbour Story)");
    resolving_episode(f, "Harbour Lights/Specials/Harbour Lights - The Film.mkv", 101, 2, 5);
    resolving_episode(f, "Harbour Lights/Specials/Low Tide (A Harbour Story).mkv", 101, 2, 6);
}

/* As what is imported by titles is named. */
static void the_title_in_a_season(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 12);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Christmas at the Pier");
    shelf_add_episode(show, &special);
    resolving_title(show, 1, 2, "The Storm");
    resolving_title(show, 2, 3, "The Storm");
    resolving_title(show, 2, 5, "The Ferry");
    for (int number = 1; number <= 12; number++) {
        char title[16];
        snprintf(title, sizeof(title), "Chapter %d", number);
        if (number > 5)
            resolving_title(show, 1, number, title);
    }
    resolving_title(show, 1, 1, "Chapter 1");
    resolving_episode(f, "Harbour Lights S02E00 - The Storm", 101, 2, 3);
    resolving_contains(f->got->reason, "episode title fits");
    resolving_episode(f, "Harbour Lights S02E00 - Christmas at the Pier", 101, 0, 4);
    resolving_to(f, "Harbour Lights S01E00 - The Ferry", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 2x05");
    resolving_offers(f, 0, false, 2, 5);
    resolving_episode(f, "Harbour Lights {tvdb-101} S01E00 - Chapter 1", 101, 1, 1);
    resolving_episode(f, "Harbour Lights {tvdb-101} S01E00 - Chapter 11", 101, 1, 11);
    resolving_to(f, "Harbour Lights S01E00 - Chapter 11", RESOLUTION_UNSURE); /* which series? */
    resolving_offers(f, 0, false, 1, 11);
    resolving_to(f, "Harbour Lights S02E00 - Low Water", RESOLUTION_NO_EPISODE);
    resolving_contains(f->got->reason, "it has no such episode");
    resolving_to(f, "Harbour Lights S02E00", RESOLUTION_NO_EPISODE);
    resolving_contains(f->got->reason, "it has no 2x00");
    /* Of any season. */
    resolving_episode(f, "Harbour Lights S00E00 - The Ferry", 101, 2, 5);
    resolving_title(show, 2, 6, "Christmas at the Pier");
    resolving_to(f, "Harbour Lights S00E00 - Christmas at the Pier", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes have this title");
    resolving_episode(f, "Harbour Lights - Special - Christmas at the Pier.mkv", 101, 0, 4);
    /* An episode 0 that there is. */
    struct episode zero = {.tvdb = 8, .season = 2, .number = 0};
    snprintf(zero.title, sizeof(zero.title), "Before the Storm");
    shelf_add_episode(show, &zero);
    resolving_episode(f, "Harbour Lights S02E00 - Before the Storm", 101, 2, 0);
}

/* All of the title, behind which there is nothing. */
static void a_title_in_brackets(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 101, 2, 10);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "(The Pier Special)");
    shelf_add_episode(show, &special);
    resolving_episode(f, "Harbour Lights - Special - The Pier.mkv", 101, 0, 4);
    resolving_contains(f->got->reason, "episode title fits");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_title_alone),
        TEST(the_title_in_a_season),
        TEST(a_title_in_brackets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
