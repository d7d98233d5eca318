/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void a_title_of_another_season_contradicts(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 3, 12);
    resolving_title(show, 1, 2, "Sommarnatt");
    resolving_title(show, 3, 4, "Vinternatt");
    resolving_episode(f, "Harbour Lights - S01E02 - Sommarnatt.mkv", 100, 1, 2);
    resolving_to(f, "Harbour Lights - S01E02 - Vinternatt.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 3x04");
    resolving_offers(f, 0, false, 1, 2);
    resolving_offers(f, 1, true, 3, 4);
}

static void the_dvd_order(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2005, 100, 1, 14);
    resolving_title(show, 1, 1, "The Ferry");
    resolving_title(show, 1, 11, "Calm Sea");
    session_place(&f->tvdb, ORDER_DVD, 1, 1, resolving_listed(show, 1, 11));
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 1);
    /* Its title says which order it is. */
    resolving_episode(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", 100, 1, 11);
    resolving_contains(f->got->reason, "DVD order");
    resolving_episode(f, "Harbour.Lights.S01E01.The.Ferry.720p.HDTV.x264-GRP.mkv", 100, 1, 1);
    /* If no order explains it, it is unsure. */
    resolving_title(show, 1, 3, "The Lamp");
    resolving_title(show, 1, 5, "Low Water");
    resolving_to(f, "Harbour.Lights.S01E03.Low.Water.720p.HDTV.x264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 1x05");
    resolving_episode(f, "Harbour.Lights.S01E03.Die.Lampe.720p.HDTV.x264-GRP.mkv", 100, 1, 3);
    resolving_episode(f, "Harbour.Lights.S01E04.Low.Water.720p.HDTV.x264-GRP.mkv", 100, 1, 4);
    /* The user says so. */
    memcpy(f->config.order, "dvd", 4);
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 11);
    resolving_contains(f->got->reason, "by the DVD order");
    /* What is on no DVD may be as it was aired. */
    resolving_to(f, "Harbour.Lights.S01E02.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "no such number in the DVD order");
    assert_int_equal(f->got->candidates[0].episode.number, 2);
    /* So does an id not make it sure. */
    resolving_to(f, "Harbour Lights {tvdb-100}/Harbour.Lights.S01E02.mkv", RESOLUTION_UNSURE);
    /* If the user says aired, a title does not say otherwise. */
    memcpy(f->config.order, "aired", 6);
    resolving_episode(f, "Harbour.Lights.S01E01.720p.mkv", 100, 1, 1);
    resolving_to(f, "Harbour.Lights.S01E01.Calm.Sea.720p.HDTV.x264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "its title is that of 1x11");
}

static void what_is_not_aired_yet_is_unsure(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Harbour Lights", 2023, 100, 1, 12);
    struct episode *next = resolving_listed(show, 1, 12);
    memcpy(next->airdate, "2023-11-14", 11);
    resolving_episode(f, "Harbour.Lights.S01E12.720p.mkv", 100, 1, 12);
    struct show *later = resolving_show(f, "Market Day", 2023, 101, 1, 12);
    memcpy(resolving_listed(later, 1, 12)->airdate, "2023-11-15", 11);
    resolving_title(later, 1, 12, "The Last Herring");
    resolving_to(f, "Market.Day.S01E12.720p.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "not aired before 2023-11-15");
    resolving_episode(f, "Market Day - S01E12 - The Last Herring.mkv", 101, 1, 12);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_title_of_another_season_contradicts),
        TEST(the_dvd_order),
        TEST(what_is_not_aired_yet_is_unsure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
