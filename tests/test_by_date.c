/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void dates(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "The Evening Talk", 2020, 100, 2, 40);
    resolving_episode(f, "The.Evening.Talk.2020.01.15.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    resolving_contains(f->got->reason, "aired on 2020-01-15");
    resolving_to(f, "The.Evening.Talk.2020.01.18.720p.WEB.h264-GRP.mkv", RESOLUTION_NO_EPISODE);
    resolving_contains(f->got->reason, "nothing was aired on 2020-01-18");
    /* A day off, if nothing else is that near. */
    resolving_episode(f, "The.Evening.Talk.2020.01.16.720p.WEB.h264-GRP.mkv", 100, 1, 3);
    resolving_contains(f->got->reason, "a day off");
    memcpy(resolving_listed(show, 2, 1)->airdate, "2020-01-10", 11);
    resolving_to(f, "The.Evening.Talk.2020.01.09.720p.WEB.h264-GRP.mkv", RESOLUTION_NO_EPISODE);
    /* What follows a date is no number. */
    resolving_episode(f, "The Evening Talk - 2020-01-22 - Episode 9.mkv", 100, 1, 4);
    /* Two on one day. */
    resolving_title(show, 1, 5, "Ada");
    resolving_title(show, 1, 6, "Grace");
    memcpy(resolving_listed(show, 1, 6)->airdate, resolving_listed(show, 1, 5)->airdate, 11);
    resolving_to(f, "The.Evening.Talk.2020.02.01.720p.WEB.h264-GRP.mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "2 episodes were aired on 2020-02-01");
    resolving_episode(f, "The.Evening.Talk.2020.02.01.Grace.720p.WEB.h264-GRP.mkv", 100, 1, 6);
}

static void a_special_of_a_day_with_others(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "The Evening Talk", 2020, 100, 1, 8);
    struct episode special = {.tvdb = 7, .season = 0, .number = 1, .special = true};
    memcpy(special.airdate, resolving_listed(show, 1, 3)->airdate, sizeof(special.airdate));
    shelf_add_episode(show, &special);
    resolving_to(f, "The Evening Talk - 2020-01-15.mkv", RESOLUTION_UNSURE);
    resolving_episode(f, "The Evening Talk - 2020-01-15 - Special.mkv", 100, 0, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dates),
        TEST(a_special_of_a_day_with_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
