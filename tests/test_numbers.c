/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/numbers.h"
#include "matching/release.h"
#include "matching/words.h"

static struct words words;
static struct finding findings[FINDINGS_MAX];

static int find(const char *text)
{
    words_cut(&words, text, strlen(text));
    release_mark(&words);
    words.begin = 0;
    words.fansub = words.event = words.broadcast = false;
    return numbers_find(&words, findings);
}

static void finds_numbers_in_the_order_of_the_name(void **state)
{
    (void)state;
    assert_int_equal(find("Show Season 2 - 2010-05-06 - Part 3"), 3);
    assert_int_equal(findings[0].kind, FINDING_SEASON);
    assert_int_equal(findings[0].season, 2);
    assert_int_equal(findings[1].kind, FINDING_DATE);
    assert_int_equal(findings[1].year, 2010);
    assert_int_equal(findings[1].month, 5);
    assert_int_equal(findings[1].day, 6);
    assert_int_equal(findings[2].part, 3);
    for (int i = 1; i < 3; i++)
        assert_true(findings[i].first >= findings[i - 1].end);
}

static void reads_ranges_and_lists(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int count;
        int last;
    } cases[] = {
        {"Show S01E01-E05", 5, 5},
        {"Show S01E01E05", 2, 5},
        {"Show S01E01-S01E05", 5, 5},
        {"Show S01E01-S01E03-S01E05", 3, 5},
        {"Show S01E05-01", 1, 5},
        {"Show S01E05-2010", 1, 5},
        {"Show 1x02x03", 2, 3},
        {"Show S01E01.02", 2, 2},
        {"Show S01E01.03", 1, 1},
        {"Show E01 to E04", 4, 4},
        {"Show S01E01 & S01E02", 2, 2},
        {"Show S01E01 and S01E02", 2, 2},
        {"Show S01E01-S02E02", 1, 1},
        {"Show part 1 to 4", 4, 4},
        {"Show S05E06-8.of.24", 3, 8},
        {"Show S01E01-02-03-04", 4, 4},
        {"Show S01E08-10426008", 1, 8},
        {"Show S01E12-3rd", 1, 12},
        {"Show 2x09-2x12222222222", 1, 9},
        {"Show E09-E99999", 1, 9},
        {"Show E0001-E2000", 2000, 2000},
        {"Show E0001-E2001", 2, 2001},
        {"Show S01E01-Part 3", 1, 1},
        {"Show S01E01 & Part 2", 1, 1},
        {"Show Part 1 & Part 2", 2, 2},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_true(find(cases[i].text) > 0);
        const struct finding *finding = &findings[0];
        if (numbers_count(finding) != cases[i].count ||
            finding->span[finding->spans - 1].to != cases[i].last) {
            fail_msg("%s: %d episodes to %d", cases[i].text, numbers_count(finding),
                     finding->span[finding->spans - 1].to);
        }
    }
}

static void reads_versions(void **state)
{
    (void)state;
    find("Show S01E02v3");
    assert_int_equal(findings[0].version, 3);
    find("Show - 02 v2 [x]");
    assert_int_equal(findings[0].version, 2);
    find("Show S01E02");
    assert_int_equal(findings[0].version, -1);
}

static void finds_nothing_in_measures(void **state)
{
    (void)state;
    assert_int_equal(find("Show 1080p x264 AAC2.0 1280x720"), 0);
    assert_int_equal(find("Show"), 0);
    assert_int_equal(find(""), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_numbers_in_the_order_of_the_name),
        cmocka_unit_test(reads_ranges_and_lists),
        cmocka_unit_test(reads_versions),
        cmocka_unit_test(finds_nothing_in_measures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
