/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/record.h"
#include "core/player/gap.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static struct match firefly(int season, int number)
{
    return (struct match){.series = {.title = "Firefly", .ids = {.tvmaze = 180, .tvdb = 78874}},
                          .episode = {.season = season, .number = number},
                          .source = "tvmaze",
                          .confidence = 1};
}

/* Watches a file. The entry is not identified yet. */
static int64_t watch(struct journal *journal, const char *name, enum record_kind kind)
{
    char path[256];
    struct record record = {
        .kind = kind, .at = NOW, .size = 5, .duration = 3000, .nth = 1, .episodes = 1, .value = 8};
    struct recorded recorded;
    snprintf(path, sizeof(path), "/tv/%s.mkv", name);
    record.path = path;
    if (kind == RECORD_WATCHED)
        record.value = 0;
    assert_true(journal_add(journal, &record, &recorded, NULL));
    return recorded.entry;
}

static void identify(struct journal *journal, int64_t entry, struct match match)
{
    assert_true(entries_set_match(journal, entry, &match, "firefly", NOW, NULL));
}

static bool gap_at(struct journal *journal, int season, int number)
{
    struct match match = firefly(season, number);
    struct episode missing;
    if (!gap_before(journal, &match, NULL, 0, &missing))
        return false;
    assert_int_equal(missing.season, season);
    assert_int_equal(missing.number, number - 1);
    return true;
}

static void an_episode_is_missed_only_after_one_that_was_watched(void **state)
{
    struct journal *journal = journal_of(state);

    assert_false(gap_at(journal, 1, 4));
    identify(journal, watch(journal, "Firefly.S01E02", RECORD_WATCHED), firefly(1, 2));
    assert_true(gap_at(journal, 1, 4));
    assert_false(gap_at(journal, 1, 3));
    identify(journal, watch(journal, "Serenity.S02E01", RECORD_WATCHED), firefly(2, 1));
    assert_true(gap_at(journal, 2, 3));
    assert_false(gap_at(journal, 1, 5));
    assert_false(gap_at(journal, 2, 4));
    assert_false(gap_at(journal, 1, 2));
    struct match other = firefly(1, 4);
    other.series.ids = (struct series_ids){.tvmaze = 64};
    struct episode missing;
    assert_false(gap_before(journal, &other, NULL, 0, &missing));
    identify(journal, watch(journal, "Firefly.S01E03", RECORD_RATED), firefly(1, 3));
    assert_true(gap_at(journal, 1, 4)); /* to rate it is not to watch it */
    identify(journal, watch(journal, "other.S01E03", RECORD_WATCHED),
             (struct match){.series = {.title = "Other", .ids = {.tvmaze = 64}},
                            .episode = {.season = 1, .number = 3}});
    assert_true(gap_at(journal, 1, 4));
    identify(journal, watch(journal, "ff103", RECORD_WATCHED), firefly(1, 3));
    assert_false(gap_at(journal, 1, 4));
}

static void what_is_not_identified_yet_may_fill_the_gap(void **state)
{
    struct journal *journal = journal_of(state);

    watch(journal, "Firefly.S01E02", RECORD_WATCHED);
    assert_false(gap_at(journal, 1, 4)); /* nor is it known that 1x02 was watched */
    identify(journal, watch(journal, "Firefly.1x02", RECORD_WATCHED), firefly(1, 2));
    watch(journal, "Firefly.S02E03", RECORD_WATCHED);
    watch(journal, "Farscape.S01E03", RECORD_WATCHED);
    assert_true(gap_at(journal, 1, 4));
    watch(journal, "firefly.S01E03.720p", RECORD_WATCHED);
    assert_false(gap_at(journal, 1, 4));
}

/* Which episode was left out before one, by the list: 10 * season + number; 0: none. */
static int missing_before(struct journal *journal, int season, int number)
{
    static const struct episode rows[] = {{.season = 1, .number = 1}, {.season = 1, .number = 2},
                                          {.season = 1, .number = 3}, {.season = 2, .number = 1},
                                          {.season = 2, .number = 2}, {.season = 2, .number = 4}};
    struct match match = firefly(season, number);
    struct episode missing;
    bool found = gap_before(journal, &match, rows, sizeof(rows) / sizeof(rows[0]), &missing);
    return found ? 10 * missing.season + missing.number : 0;
}

static void a_season_follows_the_one_before(void **state)
{
    struct journal *journal = journal_of(state);

    identify(journal, watch(journal, "Firefly.S01E03", RECORD_WATCHED), firefly(1, 3));
    assert_int_equal(missing_before(journal, 2, 2), 21);
    assert_int_equal(missing_before(journal, 2, 1), 0);
    assert_int_equal(missing_before(journal, 1, 3), 0);
    assert_int_equal(missing_before(journal, 1, 2), 0);
    assert_int_equal(missing_before(journal, 2, 4), 0); /* there is no 2x03, nor was 2x01 watched */
    identify(journal, watch(journal, "Firefly.S01E02", RECORD_WATCHED), firefly(1, 2));
    identify(journal, watch(journal, "Firefly.S02E01", RECORD_WATCHED), firefly(2, 1));
    assert_int_equal(missing_before(journal, 2, 2), 0);
    assert_int_equal(missing_before(journal, 2, 1), 0);
    assert_int_equal(missing_before(journal, 2, 4), 22);
    assert_int_equal(missing_before(journal, 3, 3), 0); /* is not in the list: only its season */
}

static void the_last_one_of_a_season_may_be_left_out(void **state)
{
    struct journal *journal = journal_of(state);

    identify(journal, watch(journal, "Firefly.S01E02", RECORD_WATCHED), firefly(1, 2));
    assert_int_equal(missing_before(journal, 2, 1), 13);
    watch(journal, "Firefly.S02E03", RECORD_WATCHED); /* is not the one */
    assert_int_equal(missing_before(journal, 2, 1), 13);
    watch(journal, "Firefly.S01E03", RECORD_WATCHED); /* may be it */
    assert_int_equal(missing_before(journal, 2, 1), 0);
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(an_episode_is_missed_only_after_one_that_was_watched),
        WITH_JOURNAL(what_is_not_identified_yet_may_fill_the_gap),
        WITH_JOURNAL(a_season_follows_the_one_before),
        WITH_JOURNAL(the_last_one_of_a_season_may_be_left_out),
    };
    return cmocka_run_group_tests_name("gap", tests, NULL, NULL);
}
