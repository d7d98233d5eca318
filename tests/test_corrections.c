/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/journal/corrections.h"
#include "core/journal/entries.h"
#include "core/journal/journal.h"
#include "core/journal/outbox.h"
#include "core/journal/record.h"
#include "tests/doubles/scratch.h"

enum { NOW = SCRATCH_NOW };

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void test_corrections_are_of_a_title_in_a_folder(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244, .imdb = "tt0386676"},
                                    .season_offset = 1,
                                    .number_offset = -2,
                                    .moved_season = -1};
    struct correction found;
    bool is;
    int released =
        scratch_choose(journal, "/tv/The Office/a.mkv", "the office", &correction, NOW).released;
    assert_int_equal(released, 0);
    assert_true(
        corrections_find(journal, "/tv/The Office/b.mkv", "the office", 0, &found, &is, NULL));
    assert_true(is);
    assert_memory_equal(&found, &correction, sizeof(found));
    assert_true(corrections_find(journal, "/tv/The Office/b.mkv", "other", 0, &found, &is, NULL));
    assert_false(is);
    assert_true(corrections_find(journal, "/tv/b.mkv", "the office", 0, &found, &is, NULL));
    assert_false(is);
    assert_true(
        corrections_find(journal, "/tv/The Office/x/b.mkv", "the office", 0, &found, &is, NULL));
    assert_false(is);
    correction.series.tvdb = 78107; /* the later one counts */
    scratch_choose(journal, "/tv/The Office/c.mkv", "the office", &correction, NOW);
    assert_true(
        corrections_find(journal, "/tv/The Office/b.mkv", "the office", 0, &found, &is, NULL));
    assert_int_equal(found.series.tvdb, 78107);
}

/* The series that holds for a file, 0 if none. */
static int64_t corrected_to(struct journal *journal, const char *path, const char *title_key)
{
    struct correction found;
    bool is;
    assert_true(corrections_find(journal, path, title_key, 0, &found, &is, NULL));
    return is ? found.series.tvdb : 0;
}

/* The same for what was chosen in other folders. */
static int64_t chosen_elsewhere(struct journal *journal, const char *path, const char *title_key)
{
    struct series_ids series = {0};
    bool is;
    assert_true(corrections_find_elsewhere(journal, path, title_key, &series, &is, NULL));
    return is ? series.tvdb : 0;
}

static void test_other_folders_say_it_if_they_agree(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction us = {.series = {.tvdb = 73244}};
    struct correction uk = {.series = {.tvdb = 78107, .tvmaze = 169}};
    struct correction uk_there = {.series = {.tvmaze = 169}};
    struct correction moved = {.series = {.tvdb = 73244}, .number_offset = 1};
    assert_int_equal(chosen_elsewhere(journal, "/a/1.mkv", "office"), 0);
    scratch_choose(journal, "/a/1.mkv", "office", &us, NOW);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "office"), 73244);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "office 2005"), 0);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", ""), 0);
    assert_int_equal(chosen_elsewhere(journal, "/a/2.mkv", "office"), 0); /* it holds there */
    /* Of one folder the newest counts. */
    scratch_choose(journal, "/a/2.mkv", "office", &uk, NOW);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "office"), 78107);
    scratch_choose(journal, "/c/1.mkv", "office", &uk_there, NOW);
    scratch_choose(journal, "/a/3.mkv", "office", &uk, NOW);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "office"), 78107);
    scratch_choose(journal, "/c/1.mkv", "office", &us, NOW);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "office"), 0);
    /* Moved numbers are those of one folder. */
    scratch_choose(journal, "/d/1.mkv", "other", &moved, NOW);
    assert_int_equal(chosen_elsewhere(journal, "/b/1.mkv", "other"), 0);
}

static int64_t hold(struct journal *journal, const char *path, const char *title_key)
{
    int64_t entry = scratch_record(journal, RECORD_WATCHED, path, NOW, 0).entry;
    assert_true(entries_hold(journal, entry, title_key, "two shows", NOW, NULL));
    return entry;
}

static void test_a_correction_releases_what_was_held_for_it(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}};
    int released;
    int64_t first = hold(journal, "/tv/Office/1.mkv", "the office");
    int64_t second = hold(journal, "/tv/Office/2.mkv", "the office");
    int64_t title = hold(journal, "/tv/Office/3.mkv", "another");
    int64_t below = hold(journal, "/tv/Office/more/4.mkv", "the office");
    int64_t beside = hold(journal, "/tv/5.mkv", "the office");
    int64_t bare = hold(journal, "6.mkv", "the office");
    released = scratch_choose(journal, "/tv/Office/2.mkv", "the office", &correction, NOW).released;
    assert_int_equal(released, 2);
    assert_int_equal(scratch_state(journal, first), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, second), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, title), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, below), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, beside), ENTRY_HELD);
    released = scratch_choose(journal, "other.mkv", "the office", &correction, NOW).released;
    assert_int_equal(released, 1);
    assert_int_equal(scratch_state(journal, bare), ENTRY_WATCHED);
}

static void test_a_correction_of_one_season_holds_for_all(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}};
    int released;
    int64_t first = hold(journal, "/tv/Office/Season 01/1.mkv", "the office");
    int64_t second = hold(journal, "/tv/Office/Season 02/1.mkv", "the office");
    int64_t special = hold(journal, "/tv/Office/Specials/1.mkv", "the office");
    int64_t own = hold(journal, "/tv/Office/1.mkv", "the office");
    int64_t other = hold(journal, "/tv/Office/UK/1.mkv", "the office");
    int64_t title = hold(journal, "/tv/Office/Season 02/2.mkv", "another");
    released = scratch_choose(journal, "/tv/Office/Season 01/1.mkv", "the office", &correction, NOW)
                   .released;
    assert_int_equal(released, 4);
    assert_int_equal(scratch_state(journal, first), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, second), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, special), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, own), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, other), ENTRY_HELD);
    assert_int_equal(scratch_state(journal, title), ENTRY_HELD);
    assert_true(corrected_to(journal, "/tv/Office/Season 01/2.mkv", "the office"));
    assert_true(corrected_to(journal, "/tv/Office/Staffel 3/1.mkv", "the office"));
    assert_true(corrected_to(journal, "/tv/Office/S04/1.mkv", "the office"));
    assert_true(corrected_to(journal, "/tv/Office/1.mkv", "the office"));
    assert_false(corrected_to(journal, "/tv/Office/UK/1.mkv", "the office"));
    assert_false(corrected_to(journal, "/tv/Season 01/1.mkv", "the office"));
    /* An offset holds for its own season only. */
    correction.number_offset = -12;
    scratch_choose(journal, "/tv/Other/Season 01/1.mkv", "the office", &correction, NOW);
    assert_true(corrected_to(journal, "/tv/Other/Season 01/2.mkv", "the office"));
    assert_false(corrected_to(journal, "/tv/Other/Season 02/1.mkv", "the office"));
    /* Folders without a series' folder around them. */
    correction.number_offset = 0;
    scratch_choose(journal, "Season 01/1.mkv", "the office", &correction, NOW);
    scratch_choose(journal, "/Season 01/1.mkv", "the office", &correction, NOW);
    assert_false(corrected_to(journal, "/tv/1.mkv", "the office"));
}

/* In one folder with all seasons an offset is that of the season at which it was said. */
static void test_an_offset_is_of_one_season_of_its_folder(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction moved = {.series = {.tvdb = 73244}, .number_offset = 2};
    struct correction found;
    bool is;
    int64_t sent = scratch_watch(journal, "Show.S02E01.mkv", 2, 1, NOW);
    int64_t held = hold(journal, "/tv/Show.S03E01.mkv", "breaking bad");
    moved.series = (struct series_ids){.tvmaze = 169}; /* that of what was watched */
    assert_int_equal(
        scratch_choose(journal, "/tv/Show.S01E05.mkv", "breaking bad", &moved, NOW).released, 1);
    assert_int_equal(scratch_state(journal, held), ENTRY_WATCHED);
    assert_int_equal(scratch_state(journal, sent), ENTRY_WATCHED);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 2x01=1");
    assert_true(
        corrections_find(journal, "/tv/Show.S01E07.mkv", "breaking bad", 0, &found, &is, NULL));
    assert_true(is && found.number_offset == 2 && found.moved_season == -1);
    assert_true(
        corrections_find(journal, "/tv/Show.S02E07.mkv", "breaking bad", 0, &found, &is, NULL));
    assert_true(is && found.number_offset == 0 && found.moved_season == 1);
    assert_int_equal(found.series.tvmaze, 169);
    /* What is said of the other season, or of all, is nearer. */
    moved.number_offset = 0;
    scratch_choose(journal, "/tv/Show.S02E01.mkv", "breaking bad", &moved, NOW);
    assert_true(
        corrections_find(journal, "/tv/Show.S02E07.mkv", "breaking bad", 0, &found, &is, NULL));
    assert_true(is && found.moved_season == -1);
}

static void test_a_choice_takes_back_what_was_sent_for_another(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction other = {.series = {.tvdb = 73244}, .title = "The Office"};
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW); /* of series 81189 */
    struct due row = scratch_claim(journal, "tvmaze", NOW);
    assert_true(outbox_complete(journal, &row, NOW, NULL));
    struct recorded chosen = scratch_choose(journal, "/tv/a.mkv", "show", &other, NOW + 1);
    assert_int_equal(chosen.released, 1);
    assert_int_equal(chosen.to_take_back, 1);
    scratch_assert_due(journal, "tvmaze", NOW + 1, "mark 1x02=0");
    scratch_assert_due(journal, "trakt", NOW + 1, "");
    /* Said again it changes nothing. */
    scratch_identify(journal, entry, 1, 3, NOW + 2);
    chosen = scratch_choose(journal, "/tv/b.mkv", "show", &other, NOW + 3);
    assert_true(chosen.repeated);
    assert_int_equal(chosen.released, 0);
    assert_int_equal(scratch_undo(journal, 0, NOW + 4).released, 1);
    assert_false(corrected_to(journal, "/tv/a.mkv", "show"));
}

static void test_a_choice_leaves_what_is_that_series_already(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction same = {.series = {.tvmaze = 169}};
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    assert_int_equal(scratch_choose(journal, "/tv/a.mkv", "show", &same, NOW).released, 0);
    assert_true(scratch_state(journal, entry) == ENTRY_WATCHED);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=1");
    /* With other numbers it is looked up again; until then nothing is taken back. */
    same.number_offset = 1;
    assert_int_equal(scratch_choose(journal, "/tv/a.mkv", "show", &same, NOW).released, 1);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x02=1");
}

static void test_undo_of_a_choice_has_the_former_stand(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction right = {.series = {.tvdb = 81189}, .title = "Show"};
    struct correction slip = {.series = {.tvdb = 73244}, .title = "The Office"};
    int64_t entry = scratch_watch(journal, "a.mkv", 1, 2, NOW);
    scratch_choose(journal, "/tv/a.mkv", "show", &right, NOW + 1);
    scratch_choose(journal, "/tv/a.mkv", "show", &slip, NOW + 2);
    assert_int_equal(corrected_to(journal, "/tv/b.mkv", "show"), 73244);
    struct recorded undone = scratch_undo(journal, entry, NOW + 3);
    assert_true(undone.undid);
    assert_int_equal(undone.undone, RECORD_CHOSEN);
    assert_string_equal(undone.undone_title, "The Office");
    assert_int_equal(undone.released, 1);
    assert_int_equal(corrected_to(journal, "/tv/b.mkv", "show"), 81189);
    scratch_identify(journal, entry, 1, 2, NOW + 4);
    scratch_assert_due(journal, "tvmaze", NOW + 4, "mark 1x02=1");
    /* Then come the acts before it, the choice among them. */
    assert_int_equal(scratch_undo(journal, 0, NOW + 5).undone, RECORD_CHOSEN);
    assert_int_equal(corrected_to(journal, "/tv/b.mkv", "show"), 0);
    assert_int_equal(scratch_undo(journal, 0, NOW + 6).undone, RECORD_WATCHED);
    assert_false(scratch_undo(journal, 0, NOW + 7).undid);
}

static void test_undo_of_a_file_leaves_choices_made_at_others(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}};
    struct record undo = {.kind = RECORD_UNDO, .at = NOW, .path = "/tv/b.mkv", .size = -1};
    struct recorded recorded;
    scratch_choose(journal, "/tv/a.mkv", "show", &correction, NOW);
    assert_true(journal_add(journal, &undo, &recorded, NULL));
    assert_false(recorded.undid);
    undo.path = "/tv/a.mkv";
    assert_true(journal_add(journal, &undo, &recorded, NULL));
    assert_true(recorded.undid);
}

static void test_a_name_that_says_nothing_is_known_by_its_file(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {.series = {.tvdb = 73244}, .season_offset = 1};
    struct correction found;
    bool is;
    scratch_choose(journal, "/tv/video.mkv", "", &correction, NOW);
    assert_true(corrections_find(journal, "/else/video.mkv", "", 1520, &found, &is, NULL));
    assert_true(is);
    assert_true(corrections_find(journal, "/else/video.mkv", "", 0, &found, &is, NULL));
    assert_true(is);
    assert_true(corrections_find(journal, "/else/video.mkv", "", 1600, &found, &is, NULL));
    assert_false(is);
    assert_true(corrections_find(journal, "/tv/other.mkv", "", 1500, &found, &is, NULL));
    assert_false(is);
}

/* The series that is said of a file alone at TVmaze, 0 if none. */
static int64_t chosen_alone(struct journal *journal, const char *path)
{
    struct correction found;
    bool is;
    assert_true(corrections_find(journal, path, "", 0, &found, &is, NULL));
    return is ? found.series.tvmaze : 0;
}

/* What is said of a file whose name is that of an episode is not said of another series' episode
 * with that name. */
static void test_a_file_is_known_by_its_title_too(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {
        .series = {.tvdb = 73244}, .season_offset = 1, .number_offset = 4};
    struct correction found;
    bool is;
    scratch_choose(journal, "/tv/Lamp/S01E05.mkv", "", &correction, NOW);
    assert_true(corrections_find(journal, "/tv/Lamp/S01E05.mkv", "", 1500, &found, &is, NULL));
    assert_true(is && found.number_offset == 4);
    assert_true(corrections_find(journal, "/old/Lamp (2004)/S01E05.mkv", "", 0, &found, &is, NULL));
    assert_true(is);
    assert_true(corrections_find(journal, "/tv/Fog/S01E05.mkv", "", 1500, &found, &is, NULL));
    assert_false(is);
    assert_true(corrections_find(journal, "/tv/Lamp/S01E04.mkv", "", 1500, &found, &is, NULL));
    assert_false(is);
}

/* What is chosen for the folder later leaves a file of which its episode was said. */
static void test_a_choice_of_the_folder_leaves_what_is_said_of_a_file(void **state)
{
    struct journal *journal = journal_of(state);
    static const char path[] = "/tv/Breaking Bad S01E05.mkv";
    struct correction of_file = {.series = {.tvmaze = 169}, .season_offset = 1, .number_offset = 4};
    struct correction same = {.series = {.tvmaze = 169}};
    struct correction another = {.series = {.tvdb = 73244}};
    int64_t entry = scratch_watch(journal, "Breaking Bad S01E05.mkv", 1, 5, NOW);
    scratch_watch(journal, "Breaking Bad S01E06.mkv", 1, 6, NOW);
    assert_int_equal(scratch_choose(journal, path, "", &of_file, NOW).released, 1);
    scratch_identify(journal, entry, 1, 4, NOW);
    assert_int_equal(
        scratch_choose(journal, "/tv/Breaking Bad S01E06.mkv", "breaking bad", &another, NOW)
            .released,
        1);
    scratch_assert_due(journal, "tvmaze", NOW, "mark 1x04=1");
    /* What its title means is said of it itself: it is looked up by its name again. */
    assert_int_equal(scratch_choose(journal, path, "breaking bad", &same, NOW).released, 2);
    assert_int_equal(chosen_alone(journal, path), 0);
    assert_int_equal(scratch_undo(journal, 0, NOW).released, 2);
    assert_int_equal(chosen_alone(journal, path), 169);
    scratch_identify(journal, entry, 1, 4, NOW);
    /* Though the folder's files mean the same already. */
    assert_false(scratch_choose(journal, path, "breaking bad", &another, NOW).repeated);
    scratch_assert_due(journal, "tvmaze", NOW, "");
}

int main(void)
{
#define WITH_JOURNAL(test) cmocka_unit_test_setup_teardown(test, scratch_begin, scratch_end)
    const struct CMUnitTest tests[] = {
        WITH_JOURNAL(test_corrections_are_of_a_title_in_a_folder),
        WITH_JOURNAL(test_other_folders_say_it_if_they_agree),
        WITH_JOURNAL(test_a_correction_releases_what_was_held_for_it),
        WITH_JOURNAL(test_a_correction_of_one_season_holds_for_all),
        WITH_JOURNAL(test_an_offset_is_of_one_season_of_its_folder),
        WITH_JOURNAL(test_a_choice_takes_back_what_was_sent_for_another),
        WITH_JOURNAL(test_a_choice_leaves_what_is_that_series_already),
        WITH_JOURNAL(test_undo_of_a_choice_has_the_former_stand),
        WITH_JOURNAL(test_undo_of_a_file_leaves_choices_made_at_others),
        WITH_JOURNAL(test_a_name_that_says_nothing_is_known_by_its_file),
        WITH_JOURNAL(test_a_file_is_known_by_its_title_too),
        WITH_JOURNAL(test_a_choice_of_the_folder_leaves_what_is_said_of_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
