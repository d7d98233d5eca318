/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/deliver/outcome.h"
#include "core/identify/resolution.h"
#include "core/journal/entries.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = 1795328257 };

static const char path[] = "/tv/Show.S03E01.mkv";

struct filing {
    struct journal *journal;
    struct resolution *resolution;
    enum outcome outcome;
};

static struct filing begin(void **state)
{
    struct filing filing = {.journal = ((struct scratch *)*state)->journal};
    filing.resolution = calloc(1, sizeof(*filing.resolution));
    return filing;
}

/* Resolves to these episodes of one series from now on. */
static void resolve_to(struct filing *filing, int first, size_t count)
{
    memset(filing->resolution, 0, sizeof(*filing->resolution));
    filing->resolution->outcome = RESOLUTION_SURE;
    filing->resolution->count = count;
    for (size_t i = 0; i < count; i++) {
        filing->resolution->matches[i] =
            (struct match){.series = {.ids = {.tvdb = 5}, .title = "Show"},
                           .episode = {.season = 3, .number = first + (int)i},
                           .source = "tvdb",
                           .confidence = 1};
    }
}

static void file(struct filing *filing, const struct entry *entry)
{
    struct epi_error err = {0};
    if (!outcome_file(filing->journal, entry, filing->resolution, "show", NOW, &filing->outcome,
                      &err))
        fail_msg("%s", err.text);
}

/* Files the next entry that has to be identified. False if there is none. */
static bool file_next(struct filing *filing, int64_t *entry)
{
    struct entry *claimed = calloc(1, sizeof(*claimed));
    bool found = false;
    assert_true(entries_claim(filing->journal, NOW, 60, claimed, &found, NULL));
    if (found)
        file(filing, claimed);
    *entry = claimed->id;
    free(claimed);
    return found;
}

static void assert_episode(struct filing *filing, int64_t id, int number)
{
    struct entry *entry = scratch_entry(filing->journal, id);
    assert_true(entry->identified);
    assert_int_equal(entry->match.episode.number, number);
    free(entry);
}

static void each_of_several_is_filed(void **state)
{
    struct filing filing = begin(state);
    int64_t first = scratch_record(filing.journal, RECORD_WATCHED, path, NOW, 0).entry;
    int64_t entry, second;
    resolve_to(&filing, 7, 2);
    assert_true(file_next(&filing, &entry));
    assert_int_equal(entry, first);
    assert_int_equal(filing.outcome, OUTCOME_IDENTIFIED);
    assert_true(file_next(&filing, &second));
    assert_true(second != first);
    assert_false(file_next(&filing, &entry));
    assert_episode(&filing, first, 7);
    assert_episode(&filing, second, 8);
    scratch_assert_due(filing.journal, "tvmaze", NOW, "mark 3x07=1; mark 3x08=1");
    /* By now it is one: the other is taken back. */
    resolve_to(&filing, 1, 1);
    struct entry *again = scratch_entry(filing.journal, second);
    file(&filing, again);
    free(again);
    assert_int_equal(filing.outcome, OUTCOME_OTHER);
    assert_int_equal(scratch_state(filing.journal, second), ENTRY_UNDONE);
    scratch_assert_due(filing.journal, "tvmaze", NOW, "mark 3x07=1");
    free(filing.resolution);
}

static void what_the_name_has_several_of_is_not_more(void **state)
{
    struct filing filing = begin(state);
    int64_t id = scratch_record(filing.journal, RECORD_WATCHED, path, NOW, 0).entry;
    struct entry *entry = scratch_entry(filing.journal, id);
    entry->episodes = 2;
    resolve_to(&filing, 7, 2);
    file(&filing, entry);
    assert_int_equal(scratch_count(filing.journal), 1);
    free(entry);
    free(filing.resolution);
}

static void what_is_not_sure_is_held_and_what_is_not_found_waits(void **state)
{
    struct filing filing = begin(state);
    int64_t id = scratch_record(filing.journal, RECORD_WATCHED, path, NOW, 0).entry;
    struct entry *entry = scratch_entry(filing.journal, id);
    filing.resolution->outcome = RESOLUTION_UNSURE;
    file(&filing, entry);
    assert_int_equal(filing.outcome, OUTCOME_HELD);
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_HELD);
    filing.resolution->outcome = RESOLUTION_NO_EPISODE;
    file(&filing, entry);
    assert_int_equal(filing.outcome, OUTCOME_OTHER);
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_WATCHED);
    entry->created_at = NOW - 15 * 86400;
    file(&filing, entry);
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_DEAD);
    filing.resolution->outcome = RESOLUTION_LEFT;
    file(&filing, entry);
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_LEFT);
    free(entry);
    free(filing.resolution);
}

/* What is held is asked for daily, if a series that it may be of lacks the episode yet. */
static void time_may_tell_what_is_held(void **state)
{
    struct filing filing = begin(state);
    int64_t id = scratch_record(filing.journal, RECORD_WATCHED, path, NOW, 0).entry;
    struct entry *entry = scratch_entry(filing.journal, id);
    struct match *candidates = filing.resolution->candidates;
    int64_t at = 0;
    filing.resolution->outcome = RESOLUTION_UNSURE;
    filing.resolution->candidate_count = 2;
    candidates[0].episode.season = 3;
    candidates[1].episode.season = 1;
    file(&filing, entry);
    assert_true(outbox_next_at(filing.journal, NOW, &at, NULL));
    assert_int_equal(at, 0);
    candidates[1].episode.season = -1;
    file(&filing, entry);
    assert_int_equal(filing.outcome, OUTCOME_HELD);
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_HELD);
    assert_true(outbox_next_at(filing.journal, NOW, &at, NULL));
    assert_int_equal(at, NOW + 86400);
    bool found;
    struct entry *claimed = calloc(1, sizeof(*claimed));
    assert_true(entries_claim(filing.journal, at - 1, 60, claimed, &found, NULL));
    assert_false(found);
    assert_true(entries_claim(filing.journal, at, 60, claimed, &found, NULL));
    assert_true(found && claimed->state == ENTRY_HELD);
    free(claimed);
    candidates[1].other = true; /* of a series that has the episode, another is offered */
    file(&filing, entry);
    assert_true(outbox_next_at(filing.journal, NOW, &at, NULL));
    assert_int_equal(at, 0);
    candidates[1].other = false;
    entry->created_at = NOW - 15 * 86400;
    file(&filing, entry);
    assert_true(outbox_next_at(filing.journal, NOW, &at, NULL));
    assert_int_equal(at, 0);
    free(entry);
    free(filing.resolution);
}

static void all_of_an_entry_is_taken_back(void **state)
{
    struct filing filing = begin(state);
    int64_t id = scratch_record(filing.journal, RECORD_WATCHED, path, NOW, 0).entry;
    scratch_record(filing.journal, RECORD_RATED, path, NOW, 8);
    struct entry *entry = scratch_entry(filing.journal, id);
    assert_true(outcome_undo(filing.journal, entry, NOW, NULL));
    assert_int_equal(scratch_state(filing.journal, id), ENTRY_UNDONE);
    free(entry);
    free(filing.resolution);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        TEST(each_of_several_is_filed),
        TEST(what_the_name_has_several_of_is_not_more),
        TEST(what_is_not_sure_is_held_and_what_is_not_found_waits),
        TEST(time_may_tell_what_is_held),
        TEST(all_of_an_entry_is_taken_back),
    };
    return cmocka_run_group_tests_name("outcome", tests, NULL, NULL);
}
