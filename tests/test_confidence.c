/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/confidence.h"
#include "matching/matching.h"

static double confidence(const char *name)
{
    struct guess guess;
    match_parse(name, strlen(name), &guess);
    return guess.confidence;
}

static void a_complete_name_is_sure(void **state)
{
    (void)state;
    assert_true(confidence("Copper.Moon.S01E02.720p-GRP.mkv") >= MATCH_SURE);
    assert_true(confidence("Copper Moon/Season 1/02 - Name.mkv") >= MATCH_SURE);
    assert_true(confidence("Copper.Moon.2008.1080p-GRP.mkv") >= MATCH_SURE);
    assert_true(confidence("{tvdb-81189} S01E02.mkv") >= MATCH_SURE);
}

static void what_is_ambiguous_is_not_sure(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Copper Moon - 108 - Name.mkv",    "Copper Moon/Season 1/110.mkv",
        "Copper Moon 05-06-2024.mkv",      "Copper.Moon.1991.E01.mkv",
        "grp-copper.moon.2008.1080p.mkv",  "Copper Moon French 2008 1080p.mkv",
        "Copper - Moon 2008 1080p.mkv",    "Copper Moon 2001 - 2008 1080p.mkv",
        "[Grp] Copper Moon 2 [1080p].mkv", "Fate/Copper - 06.mkv",
        "Copper.Moon.S01SP02.mkv",         "Copper Moon/Season 1/The Pilot.mkv",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (confidence(names[i]) >= MATCH_SURE)
            fail_msg("%s is sure", names[i]);
    }
}

static void nothing_is_surely_nothing(void **state)
{
    (void)state;
    assert_true(confidence("VID_20230512_143022.mp4") >= CONFIDENCE_NOTHING);
    assert_true(confidence("Copper Moon - S01E02-featurette.mkv") >= CONFIDENCE_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complete_name_is_sure),
        cmocka_unit_test(what_is_ambiguous_is_not_sure),
        cmocka_unit_test(nothing_is_surely_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
