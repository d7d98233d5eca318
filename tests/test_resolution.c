/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/resolution.h"

static const struct series series = {
    .ids = {.tvdb = 100}, .title = "Harbour Lights", .aliases = {"Hafenlichter"}, .alias_count = 1};

static struct located *new_located(size_t count, size_t found, const char *reason)
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
    snprintf(located->reason, sizeof(located->reason), "%s", reason);
    return located;
}

static struct resolution *new_resolution(void)
{
    struct resolution *out = calloc(1, sizeof(*out));
    assert_non_null(out);
    out->outcome = RESOLVE_NO_SERIES;
    return out;
}

static void the_better_outcome_stays(void **state)
{
    (void)state;
    struct resolution *out = new_resolution();
    struct located *none = new_located(1, 0, "it has no S01E01");
    struct located *found = new_located(2, 1, "S01E02 exists");
    resolution_no_episode(out, "tvdb", &series, none, 0.95, "title is the same");
    assert_int_equal(out->outcome, RESOLVE_NO_EPISODE);
    assert_int_equal(out->candidate_count, 1);
    assert_string_equal(out->reason, "Harbour Lights; it has no S01E01");
    assert_string_equal(out->candidates[0].reason, "title is the same; it has no S01E01");
    assert_int_equal(out->candidates[0].episode.season, -1);
    resolution_no_episode(out, "tvmaze", &series, none, 0.95, "title is the same");
    assert_string_equal(out->candidates[0].source, "tvdb");
    assert_true(resolution_begin(out, RESOLVE_UNSURE));
    assert_int_equal(out->candidate_count, 0);
    assert_string_equal(out->reason, "");
    resolution_no_episode(out, "tvmaze", &series, none, 0.95, "title is the same");
    assert_int_equal(out->outcome, RESOLVE_UNSURE);
    resolution_offer(out, "tvdb", &series, found, 0.5, "title is the same");
    assert_int_equal(out->candidates[0].episode.number, 2);
    resolution_sure(out, "tvmaze", &series, found, 0.97, "title is the same");
    assert_int_equal(out->outcome, RESOLVE_SURE);
    assert_int_equal(out->candidate_count, 0);
    assert_int_equal(out->count, 2);
    assert_true(out->matches[0].confidence == 0);
    assert_true(out->matches[1].confidence == 0.97);
    assert_string_equal(out->matches[1].reason, "title is the same; S01E02 exists");
    assert_int_equal(out->matches[1].series.alias_count, 0);
    assert_false(resolution_begin(out, RESOLVE_SURE));
    free(none);
    free(found);
    free(out);
}

static void what_does_not_fit_is_left_out(void **state)
{
    (void)state;
    struct resolution *out = new_resolution();
    char reason[256];
    for (int i = 0; i < JOURNAL_CANDIDATES_MAX + 3; i++)
        resolution_offer(out, "tvdb", &series, NULL, 0.1, "title is the same");
    assert_int_equal(out->candidate_count, JOURNAL_CANDIDATES_MAX);
    memset(reason, 'x', 250);
    reason[250] = '\0';
    resolution_add_reason(reason, "more than fits");
    assert_int_equal(strlen(reason), 255);
    resolution_add_reason(reason, "more");
    assert_int_equal(strlen(reason), 255);
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_better_outcome_stays),
        cmocka_unit_test(what_does_not_fit_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
