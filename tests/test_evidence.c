/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/evidence.h"
#include "core/identify/located.h"

/* One episode that a name means, found if season is not -1. */
static struct located *locate_one(int season, int number)
{
    struct located *located = calloc(1, sizeof(*located));
    assert_non_null(located);
    located->count = 1;
    located->found = season >= 0;
    located->episodes[0] = (struct episode){.season = season, .number = number};
    return located;
}

static void forget(struct located *located)
{
    located->clues.count = 0;
    located->weight = 0;
}

static void assert_reason(const struct located *located, const char *wanted)
{
    char reason[256];
    located_reason(located, reason, sizeof(reason));
    assert_string_equal(reason, wanted);
}

static void a_missing_episode_speaks_against_the_series(void **state)
{
    (void)state;
    struct guess guess = {.season = 3, .episodes = {1}, .episode_count = 1};
    struct located *located = locate_one(-1, -1);
    evidence_missing(&guess, located);
    assert_reason(located, "it has no 3x01");
    double missing = located->weight;
    assert_true(missing < 0);
    guess = (struct guess){.season = -1, .date = "2020-01-16"};
    forget(located);
    evidence_missing(&guess, located);
    assert_reason(located, "nothing was aired on 2020-01-16");
    assert_true(located->weight < missing);
    guess = (struct guess){.season = -1, .special = true, .episode_title = "Christmas"};
    forget(located);
    evidence_missing(&guess, located);
    assert_reason(located, "it has no such episode");
    assert_true(located->weight > missing);
    guess = (struct guess){.season = -1, .absolute = {31}, .absolute_count = 1};
    forget(located);
    evidence_missing(&guess, located);
    assert_reason(located, "it has no episode 31");
    free(located);
}

static void a_rare_number_says_more_than_a_common_one(void **state)
{
    (void)state;
    const struct series series = {.title = "Show"};
    struct guess guess = {.season = 1, .episodes = {2}, .episode_count = 1};
    struct located *common = locate_one(1, 2);
    struct located *rare = locate_one(8, 2);
    evidence_found(&guess, &series, 0, common);
    guess.season = 8;
    evidence_found(&guess, &series, 0, rare);
    assert_reason(common, "1x02 exists");
    assert_true(common->weight > 0 && common->weight < rare->weight);
    free(common);
    free(rare);
}

static void a_date_says_more_than_a_number(void **state)
{
    (void)state;
    const struct series series = {.title = "Show", .year = 1999};
    struct guess guess = {.season = -1, .date = "2020-01-15"};
    struct located *rare = locate_one(8, 2);
    struct located *dated = locate_one(1, 2);
    snprintf(dated->episodes[0].airdate, sizeof(dated->episodes[0].airdate), "2020-01-15");
    evidence_found(&guess, &series, 0, rare);
    evidence_found(&guess, &series, 0, dated);
    assert_reason(dated, "aired on 2020-01-15");
    assert_true(dated->weight > rare->weight);
    free(rare);
    free(dated);
}

static void the_year_may_be_the_episodes(void **state)
{
    (void)state;
    struct series series = {.title = "Show", .year = 2005};
    struct guess guess = {.season = 4, .episodes = {3}, .episode_count = 1, .year = 2008};
    struct located *other = locate_one(4, 3);
    struct located *then = locate_one(4, 3);
    snprintf(then->episodes[0].airdate, sizeof(then->episodes[0].airdate), "2008-03-01");
    evidence_found(&guess, &series, 0, other);
    evidence_found(&guess, &series, 0, then);
    assert_reason(then, "aired in 2008; 4x03 exists");
    assert_true(then->weight > other->weight + 5);
    /* Years that are near each other weighed little. */
    struct located *near = locate_one(4, 3);
    series.year = 2007;
    snprintf(near->episodes[0].airdate, sizeof(near->episodes[0].airdate), "2008-03-01");
    evidence_found(&guess, &series, 0, near);
    assert_reason(near, "aired in 2008; 4x03 exists");
    assert_true(near->weight < other->weight + 2);
    free(other);
    free(then);
    free(near);
}

static void the_first_episode_may_say_the_year(void **state)
{
    (void)state;
    struct guess guess = {.season = 1, .episodes = {3}, .episode_count = 1, .year = 2008};
    struct located *located = locate_one(1, 3);
    double before = located->weight;
    evidence_began(&guess, "2009-03-01", located);
    evidence_began(&guess, "", located);
    assert_float_equal(located->weight, before, 0.001);
    evidence_began(&guess, "2008-03-01", located);
    assert_true(located->weight > before + 2);
    assert_reason(located, "its episodes began in 2008");
    free(located);
}

static void one_of_two_is_missing(void **state)
{
    (void)state;
    const struct series series = {.title = "Show"};
    struct guess guess = {.season = 3, .episodes = {12, 13}, .episode_count = 2};
    struct located *located = locate_one(3, 12);
    located->count = 2;
    located->episodes[1].season = -1;
    evidence_found(&guess, &series, 0, located);
    assert_reason(located, "3x12 exists; it has no 3x13");
    free(located);
}

static void a_title_confirms_or_contradicts(void **state)
{
    (void)state;
    struct located *located = locate_one(1, 2);
    evidence_title(1, located);
    assert_true(located->titled && located->weight > 0);
    assert_reason(located, "episode title fits");
    double same = located->weight;
    *located = (struct located){.count = 1};
    evidence_title(0.7, located);
    assert_true(!located->titled && located->weight > 0 && located->weight < same);
    *located = (struct located){.count = 1};
    evidence_title(0.55, located);
    assert_true(located->weight == 0);
    evidence_title(0.1, located);
    assert_true(!located->titled && located->weight < 0);
    assert_reason(located, "");
    free(located);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_episode_speaks_against_the_series),
        cmocka_unit_test(a_rare_number_says_more_than_a_common_one),
        cmocka_unit_test(a_date_says_more_than_a_number),
        cmocka_unit_test(the_year_may_be_the_episodes),
        cmocka_unit_test(the_first_episode_may_say_the_year),
        cmocka_unit_test(one_of_two_is_missing),
        cmocka_unit_test(a_title_confirms_or_contradicts),
    };
    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
