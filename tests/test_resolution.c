/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/located.h"
#include "core/identify/resolution.h"

static const struct series series = {
    .ids = {.tvdb = 100}, .title = "Harbour Lights", .aliases = {"Hafenlichter"}, .alias_count = 1};

static struct located *new_located(size_t count, size_t found, enum clue_kind clue,
                                   const char *episode)
{
    struct located *located = calloc(1, sizeof(*located));
    assert_non_null(located);
    located->count = count;
    located->found = found;
    for (size_t i = 0; i < count; i++) {
        bool there = i >= count - found;
        located->episodes[i].season = there ? 1 : -1;
        located->episodes[i].number = there ? (int)i + 1 : -1;
    }
    located_add_text(located, clue, episode);
    return located;
}

static struct resolution *new_resolution(void)
{
    struct resolution *out = calloc(1, sizeof(*out));
    assert_non_null(out);
    out->outcome = RESOLUTION_NO_SERIES;
    return out;
}

static void a_better_outcome_replaces_a_worse_one(void **state)
{
    (void)state;
    struct resolution *out = new_resolution();
    struct located *none = new_located(1, 0, CLUE_MISSING_NUMBER, "1x01");
    struct located *found = new_located(2, 1, CLUE_NUMBER_COMMON, "1x02");
    resolution_no_episode(out, "tvdb", &series, none, 0.95, "title is the same");
    assert_int_equal(out->outcome, RESOLUTION_NO_EPISODE);
    assert_int_equal(out->candidate_count, 1);
    assert_string_equal(out->reason, "Harbour Lights; it has no 1x01");
    assert_string_equal(out->candidates[0].reason, "title is the same; it has no 1x01");
    assert_int_equal(out->candidates[0].episode.season, -1);
    resolution_no_episode(out, "tvmaze", &series, none, 0.95, "title is the same");
    assert_string_equal(out->candidates[0].source, "tvdb");
    assert_true(resolution_begin(out, RESOLUTION_UNSURE));
    assert_int_equal(out->candidate_count, 0);
    assert_string_equal(out->reason, "");
    resolution_no_episode(out, "tvmaze", &series, none, 0.95, "title is the same");
    assert_int_equal(out->outcome, RESOLUTION_UNSURE);
    resolution_offer(out, "tvdb", &series, found, 0.5, "title is the same");
    assert_int_equal(out->candidates[0].episode.number, 2);
    resolution_sure(out, "tvmaze", &series, found, 0.97, "title is the same");
    assert_int_equal(out->outcome, RESOLUTION_SURE);
    assert_int_equal(out->candidate_count, 0);
    assert_int_equal(out->count, 2);
    assert_true(out->matches[0].confidence == 0);
    assert_true(out->matches[1].confidence == 0.97);
    assert_string_equal(out->matches[1].reason, "title is the same; 1x02 exists");
    assert_int_equal(out->matches[1].series.alias_count, 0);
    assert_false(resolution_begin(out, RESOLUTION_SURE));
    free(none);
    free(found);
    free(out);
}

static void candidates_beyond_the_limit_are_dropped(void **state)
{
    (void)state;
    struct resolution *out = new_resolution();
    for (int i = 0; i < JOURNAL_CANDIDATES_MAX + 3; i++)
        resolution_offer(out, "tvdb", &series, NULL, 0.1, "title is the same");
    assert_int_equal(out->candidate_count, JOURNAL_CANDIDATES_MAX);
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_better_outcome_replaces_a_worse_one),
        cmocka_unit_test(candidates_beyond_the_limit_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
