/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/identify/known_name.h"
#include "core/journal/sitting_key.h"
#include "matching/matching.h"
#include "tests/doubles/scratch.h"

static struct journal *journal_of(void **state)
{
    struct scratch *scratch = *state;
    return scratch->journal;
}

static void a_name_that_says_it_needs_no_journal(void **state)
{
    struct guess guess;
    char key[SITTING_KEY_MAX];
    (void)state;
    assert_int_equal(known_name_guess(NULL, "/tv/Some Show S01E02.mkv", NULL, 0, false, &guess),
                     KNOWN_NAME_READ);
    assert_string_equal(guess.title, "Some Show");
    known_name_title_key(KNOWN_NAME_READ, &guess, key, sizeof(key));
    assert_string_equal(key, "some show");
    known_name_sitting_key(KNOWN_NAME_READ, &guess, key, sizeof(key));
    assert_string_equal(key, "some show 1x02");
    assert_int_equal(known_name_guess(NULL, "/tv/video.mkv", NULL, 0, false, &guess),
                     KNOWN_NAME_NOT);
}

static void the_user_may_have_said_what_a_file_is(void **state)
{
    struct journal *journal = journal_of(state);
    struct correction correction = {
        .series = {.tvdb = 7}, .title = "Some Show", .season_offset = 2, .number_offset = 9};
    struct guess guess;
    char key[SITTING_KEY_MAX];
    const char *path = "/tv/video.mkv";
    assert_int_equal(known_name_guess(journal, path, NULL, 1500, false, &guess), KNOWN_NAME_NOT);
    scratch_choose(journal, path, "", &correction, SCRATCH_NOW);
    assert_int_equal(known_name_guess(journal, path, "my video", 1500, false, &guess),
                     KNOWN_NAME_CHOSEN);
    assert_int_equal(guess.kind, GUESS_EPISODE);
    assert_string_equal(guess.title, "Some Show");
    assert_int_equal(guess.season, 2);
    assert_int_equal(guess.episode_count, 1);
    assert_int_equal(guess.episodes[0], 9);
    assert_int_equal(guess.ids.tvdb, 7);
    /* Its name says no more than before. */
    known_name_title_key(KNOWN_NAME_CHOSEN, &guess, key, sizeof(key));
    assert_string_equal(key, "");
    known_name_sitting_key(KNOWN_NAME_CHOSEN, &guess, key, sizeof(key));
    assert_string_equal(key, "");
    assert_int_equal(known_name_guess(journal, "/tv/other.mkv", NULL, 1500, false, &guess),
                     KNOWN_NAME_NOT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_says_it_needs_no_journal),
        cmocka_unit_test_setup_teardown(the_user_may_have_said_what_a_file_is, scratch_begin,
                                        scratch_end),
    };
    return cmocka_run_group_tests_name("known_name", tests, NULL, NULL);
}
