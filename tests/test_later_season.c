/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/doubles/resolving.h"

static void later_seasons_under_titles_of_their_own(void **state)
{
    struct resolving *f = *state;
    struct show *show = resolving_show(f, "Lantern Club", 2010, 100, 3, 12);
    memcpy(show->tvdb.country, "JP", 3);
    /* Without an alias. */
    resolving_episode(f, "[Group] Lantern Club II - 05 [720p].mkv", 100, 2, 5);
    resolving_episode(f, "[Group] Lantern Club 3 - 05 [720p].mkv", 100, 3, 5);
    /* With an alias. */
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu");
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu 2");
    shelf_add_alias(&f->shelf, show, "Chouchin Kurabu: Yoru no Michi");
    resolving_episode(f, "[Group] Chouchin Kurabu - 05 [720p].mkv", 100, 1, 5);
    resolving_episode(f, "[Group] Chouchin Kurabu 2 - 05 [720p].mkv", 100, 2, 5);
    resolving_to(f, "[Group] Chouchin Kurabu: Yoru no Michi - 05 [720p].mkv", RESOLUTION_UNSURE);
    resolving_contains(f->got->reason, "may be a later season's");
    resolving_offers(f, 0, false, 2, 5);
    resolving_offers(f, 1, true, 3, 5);
    resolving_offers(f, 2, true, 1, 5);
    resolving_to(f, "[Group] Lantern Club!! - 05 [720p].mkv", RESOLUTION_UNSURE);
    /* An alias that nothing continues, unless a year says which season. */
    shelf_add_alias(&f->shelf, show, "Red Lantern");
    resolving_to(f, "[Group] Red Lantern - 05 [720p].mkv", RESOLUTION_UNSURE);
    resolving_episode(f, "[Group] Red Lantern (2012) - 05 [720p].mkv", 100, 3, 5);
    resolving_contains(f->got->reason, "season 3 by its year");
    resolving_episode(f, "[Group] Red Lantern (2010) - 06 [720p].mkv", 100, 1, 6);
    /* Two seasons of one year. */
    memcpy(resolving_listed(show, 2, 1)->airdate, "2010-07-01", 11);
    resolving_to(f, "[Group] Lantern Club (2010) - 06 [720p].mkv", RESOLUTION_UNSURE);
    resolving_offers(f, 0, false, 1, 6);
    resolving_offers(f, 1, true, 2, 6);
    /* Of a season that is not listed from its first episode on. */
    shelf_add_alias(&f->shelf, show, "Lampion");
    for (int number = 1; number <= 4; number++)
        resolving_listed(show, 2, number)->season = 1;
    resolving_episode(f, "[Group] Lampion 2 - 05 [720p].mkv", 100, 2, 5);
    /* With a single season it can be no other. */
    struct show *single = resolving_show(f, "Paper Moon", 2011, 101, 1, 12);
    shelf_add_alias(&f->shelf, single, "Paper Moon: The Long Night");
    resolving_episode(f, "[Group] Paper Moon: The Long Night - 05 [720p].mkv", 101, 1, 5);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, resolving_begin, resolving_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(later_seasons_under_titles_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
