/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/matching.h"

static void every_row_has_words_and_a_value_of_its_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < CLUE_KINDS; kind++) {
        const struct clue_row *row = match_clue_row((enum clue_kind)kind);
        size_t len = strlen(row->words);
        assert_true(strlen(row->name) < MATCH_CLUE_NAME_MAX);
        assert_true(len > 0 && len < MATCH_CLUE_WORDS_MAX / 2);
        assert_true(strchr(row->words, ';') == NULL);
        if (row->is == CLUE_IS_CERTAINTY)
            assert_true(row->value > 0 && row->value <= 1);
        else if (row->use == CLUE_LIMIT)
            assert_true(row->value < 0);
        else
            assert_true(row->value > -10 && row->value < 6);
    }
}

static void a_kind_has_a_name(void **state)
{
    (void)state;
    char name[MATCH_CLUE_NAME_MAX];
    match_clue_name(CLUE_YEAR_NEAR, name, sizeof(name));
    assert_string_equal(name, "year-near");
    match_clue_name(CLUE_YEAR_NEAR, name, 5);
    assert_string_equal(name, "year");
}

static void details_stand_in_the_words(void **state)
{
    (void)state;
    struct clues clues = {.count = 0};
    char words[MATCH_CLUE_WORDS_MAX];
    match_clue_of(&clues, CLUE_YEAR_NEAR, -1.5, "%d %d", 2004, 2005);
    match_clue_words(&clues.list[0], words, sizeof(words));
    assert_string_equal(words, "year 2004 is near 2005");
    match_clue_of(&clues, CLUE_TITLE_ALIKE, -3, "%d", 61);
    match_clue_words(&clues.list[1], words, sizeof(words));
    assert_string_equal(words, "title is 61 % alike");
    /* A detail that is missing leaves a gap, and one that is too long is cut. */
    match_clue(&clues, CLUE_YEAR_NEAR, 0);
    match_clue_words(&clues.list[2], words, sizeof(words));
    assert_string_equal(words, "year  is near ");
    match_clue_of(&clues, CLUE_AIRED_ON, 3, "%0100d", 1);
    match_clue_words(&clues.list[3], words, sizeof(words));
    assert_true(strlen(words) < 40);
    match_clue_words(&clues.list[0], words, 8);
    assert_string_equal(words, "year 20");
}

static void a_reason_has_what_is_said(void **state)
{
    (void)state;
    struct clues clues = {.count = 0};
    char reason[64] = "before";
    match_clue_reason(&clues, reason, sizeof(reason));
    assert_string_equal(reason, "");
    match_clue(&clues, CLUE_ALTERNATIVE, -0.5);
    match_clue(&clues, CLUE_TITLE_SAME, 0);
    match_clue_of(&clues, CLUE_ORDER, -0.1, "%d", 2);
    match_clue(&clues, CLUE_YEAR_UNKNOWN, -1.2);
    match_clue_reason(&clues, reason, sizeof(reason));
    assert_string_equal(reason, "title is the same; its year is unknown");
    match_clue_reason(&clues, reason, 22);
    assert_string_equal(reason, "title is the same; it");
}

static void what_has_no_room_is_left_out(void **state)
{
    (void)state;
    struct clues clues = {.count = 0};
    for (int i = 0; i < 2 * MATCH_CLUES_MAX; i++)
        match_clue_of(&clues, CLUE_MISSING_ONE, 0, "1x%02d", i);
    assert_int_equal(clues.count, MATCH_CLUES_MAX);
    assert_string_equal(clues.list[MATCH_CLUES_MAX - 1].details, "1x15");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_has_words_and_a_value_of_its_kind),
        cmocka_unit_test(a_kind_has_a_name),
        cmocka_unit_test(details_stand_in_the_words),
        cmocka_unit_test(a_reason_has_what_is_said),
        cmocka_unit_test(what_has_no_room_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
