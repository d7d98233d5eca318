/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void other_readings_of_a_number(void **state)
{
    struct resolving *f = *state;
    resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    /* Only one reading is an episode. */
    resolving_episode(f, "Harbour Lights/Season 3/Harbour Lights - 312.mkv", 100, 3, 12);
    resolving_episode(f, "Harbour Lights - 108.mkv", 100, 1, 8);
    resolving_contains(f->got->reason, "1x08");
    resolving_show(f, "Night Ferry", 2005, 102, 20, 12);
    resolving_episode(f, "Night Ferry - 215.mkv", 102, 18, 11);
    /* Both are: the title decides, or the user. */
    struct show *daily = resolving_show(f, "Market Day", 2010, 101, 1, 120);
    resolving_title(daily, 1, 10, "Apples");
    resolving_title(daily, 1, 110, "Herring");
    resolving_to(f, "Market Day/Season 1/110.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "may also be 1x110");
    resolving_offers(f, 0, false, 1, 10);
    resolving_offers(f, 1, true, 1, 110);
    resolving_episode(f, "Market Day/Season 1/110 Herring.mkv", 101, 1, 110);
    resolving_episode(f, "Market Day/Season 1/110 Apples.mkv", 101, 1, 10);
}

static void a_word_for_a_special_may_be_of_a_title(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Special Harbour", 2010, 100, 1, 12);
    memcpy(show->tvdb.country, "JP", 3);
    resolving_episode(f, "[Group] Special Harbour - 05 [720p].mkv", 100, 1, 5);
    resolving_episode(f, "Special.Harbour.2010.01.15.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    /* Of other series it is a special. */
    resolving_show(f, "Night Ferry", 2010, 101, 1, 12);
    resolving_to(f, "[Group] Night Ferry OVA - 05 [720p].mkv", RESOLUTION_UNSURE);
    /* The title of a special may end in the word, and begin with that of the series. */
    struct show *long_one = resolving_show(f, "Low Water: The Series", 2010, 102, 1, 12);
    struct episode special = {.tvdb = 7, .season = 0, .number = 4, .special = true};
    snprintf(special.title, sizeof(special.title), "Midwinter Special");
    shelf_add_episode(long_one, &special);
    special.tvdb = 8;
    special.number = 5;
    snprintf(special.title, sizeof(special.title), "Low Water The Series - The Pier Behind It");
    shelf_add_episode(long_one, &special);
    resolving_episode(f, "Low Water - The Series/Specials/Midwinter Special.mkv", 102, 0, 4);
    resolving_episode(f, "Low Water - The Series/Specials/The Pier Behind It.mkv", 102, 0, 5);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(other_readings_of_a_number),
        TEST(a_word_for_a_special_may_be_of_a_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
