/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/words.h"

static struct words words;

static void cut(const char *text)
{
    words_cut(&words, text, strlen(text));
}

static void assert_word(int i, const char *text, enum word_kind kind, uint16_t gap)
{
    assert_true(i < words.count);
    const struct word *w = &words.at[i];
    assert_int_equal(w->len, strlen(text));
    assert_memory_equal(words.text + w->offset, text, w->len);
    assert_int_equal(w->kind, kind);
    assert_int_equal(w->gap, gap);
}

static void cuts_letters_from_digits(void **state)
{
    (void)state;
    cut("Show.S01E02 - v2");
    assert_int_equal(words.count, 7);
    assert_word(0, "Show", WORD_LETTERS, GAP_OTHER);
    assert_word(1, "S", WORD_LETTERS, GAP_DOT);
    assert_word(2, "01", WORD_NUMBER, 0);
    assert_word(3, "E", WORD_LETTERS, 0);
    assert_word(4, "02", WORD_NUMBER, 0);
    assert_word(5, "v", WORD_LETTERS, GAP_SPACE | GAP_DASH);
    assert_int_equal(words.at[2].value, 1);
    assert_true(words.at[1].is & TAG_SEASON);
    assert_true(words.at[5].is & TAG_VERSION);
}

static void keeps_quotes_within_a_word(void **state)
{
    (void)state;
    cut("Don't 'Look' Up");
    assert_int_equal(words.count, 3);
    assert_word(0, "Don't", WORD_LETTERS, GAP_OTHER);
    assert_word(1, "Look", WORD_LETTERS, GAP_SPACE | GAP_OTHER);
}

static void tells_what_a_title_may_be_copied_from(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "Caf\xC3\xA9",     "It's caf\xC3\xA9", "Show\xE2\x80\x99s", "5\xEF\xBC\x95", "\xE7\xAC\xAC",
        "Show \xC2\xB7 x", "Show\x01",         "Show\n5",           "Show\x7F",      "Show \xFF x"};
    for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
        cut(odd[i]);
        assert_false(words.plain);
    }
    cut("It's [a] {show}\t~ 05 & 123456789012");
    assert_true(words.plain);
    assert_false(words.foreign);
}

static void notes_years(void **state)
{
    (void)state;
    cut("Show 1066 20190506 01999");
    assert_false(words.year);
    cut("Show 1999");
    assert_true(words.year);
    cut("\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x90\xEF\xBC\x99"); /* wide digits */
    assert_true(words.year);
}

static void takes_a_line_break_for_a_space(void **state)
{
    (void)state;
    cut("Show\n05\r\nTitle");
    assert_int_equal(words.count, 3);
    assert_word(1, "05", WORD_NUMBER, GAP_SPACE);
    assert_word(2, "Title", WORD_LETTERS, GAP_SPACE);
}

static void separates_an_s_from_the_word_before_it(void **state)
{
    (void)state;
    cut("zoos01e02");
    assert_word(0, "zoo", WORD_LETTERS, GAP_OTHER);
    assert_word(1, "s", WORD_LETTERS, GAP_OTHER);
    cut("zoos01");
    assert_word(0, "zoos", WORD_LETTERS, GAP_OTHER);
}

static void pairs_brackets(void **state)
{
    (void)state;
    cut("[a (b)] c] (d");
    assert_int_equal(words.count, 4);
    assert_int_equal(words.brackets_count, 4);
    assert_int_equal(words.at[0].brackets, 1);
    assert_int_equal(words.at[1].brackets, 2);
    assert_int_equal(words.brackets[2].outer, 1);
    assert_true(words.brackets[1].closed);
    assert_int_equal(words.brackets[1].end, 2);
    assert_int_equal(words.at[2].brackets, 0);
    assert_false(words.brackets[3].closed);
    assert_int_equal(words.brackets[3].end, 4);
}

static void reads_numbers_of_other_scripts(void **state)
{
    (void)state;
    cut("\xEF\xBC\x91\xEF\xBC\x95\xEF\xBC\x98"); /* full width */
    assert_int_equal(words.at[0].value, 158);
    assert_int_equal(words.at[0].size, 3);
    cut("第十二話");
    assert_int_equal(words.count, 3);
    assert_word(1, "十二", WORD_NUMBER, 0);
    assert_int_equal(words.at[1].value, 12);
    assert_true(words.at[2].is & TAG_EPISODE);
    cut("第3季第04集");
    assert_int_equal(words.count, 6);
    assert_true(words.at[2].is & TAG_SEASON);
    cut("1234567890123");
    assert_int_equal(words.at[0].value, -1);
    cut("20190506200000");
    assert_int_equal(words.at[0].value, 20190506);
}

static void reads_the_plus_of_urls_as_a_space(void **state)
{
    (void)state;
    cut("Show+Name+3");
    assert_int_equal(words.at[1].gap, GAP_SPACE);
    cut("Show+Name 3");
    assert_int_equal(words.at[1].gap, GAP_AND);
    words_cut(&words, "Show+Name+3", strlen("Show+Name")); /* what follows is no part of it */
    assert_int_equal(words.at[1].gap, GAP_AND);
}

static void stops_at_its_bounds(void **state)
{
    (void)state;
    static char text[4 * WORDS_MAX + 1];
    for (size_t i = 0; i + 1 < sizeof(text); i++)
        text[i] = i % 2 ? '(' : 'a';
    cut(text);
    assert_int_equal(words.count, WORDS_MAX);
    assert_true(words.brackets_count <= BRACKETS_MAX);
}

static void recognizes_bare_numbers(void **state)
{
    (void)state;
    cut("01 02v2 03a 04th 1900 05");
    assert_true(words_is_bare(&words, 0));
    assert_true(words_is_bare(&words, 1));  /* 02 */
    assert_true(words_is_bare(&words, 4));  /* 03 */
    assert_false(words_is_bare(&words, 6)); /* 04 */
    assert_true(words_is_year(&words.at[8]));
    assert_false(words_is_padded(&words, 8));
    assert_true(words_is_padded(&words, 9));
    assert_true(words_stop(&words, 9));
    assert_false(words_stop(&words, 8));
    assert_true(words_is_text(&words, 7, "th"));
    assert_false(words_is_text(&words, 7, "t"));
    assert_false(words_is_text(&words, 7, "the"));
}

/* Checks that a set has exactly the words that in() says. */
static void assert_set(const struct word_set *set, bool (*in)(const struct word *))
{
    int next = word_set_next(set, 0);
    for (int i = 0; i < words.count; i++) {
        assert_int_equal(word_set_has(set, i), in(&words.at[i]));
        if (word_set_has(set, i)) {
            assert_int_equal(next, i);
            next = word_set_next(set, i + 1);
        }
    }
    assert_true(next >= words.count);
    assert_false(word_set_has(set, words.count));
}

static bool is_glued(const struct word *w)
{
    return w->gap == 0;
}

static bool is_opened(const struct word *w)
{
    return (w->gap & GAP_OPEN) != 0;
}

static bool is_number(const struct word *w)
{
    return w->kind == WORD_NUMBER;
}

static bool is_unit(const struct word *w)
{
    return (w->is & TAG_UNIT) != 0;
}

static bool is_stop(const struct word *w)
{
    return w->release || w->noise;
}

static void sorts_words_into_sets(void **state)
{
    (void)state;
    static const char sample[] = "Ab1 [x264] 1080p 2 3 1234567890123456 ";
    char text[sizeof(sample) * 20];
    for (int samples = 0; samples <= 19; samples++) {
        text[0] = '\0';
        for (int i = 0; i < samples; i++)
            memcpy(text + (sizeof(sample) - 1) * (size_t)i, sample, sizeof(sample));
        cut(text);
        assert_set(&words.glued, is_glued);
        assert_set(&words.opens, is_opened);
        assert_set(&words.numbers, is_number);
        assert_set(&words.units, is_unit);
        assert_set(&words.stops, is_stop);
    }
    assert_int_equal(words.count, WORDS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_words_into_sets),
        cmocka_unit_test(cuts_letters_from_digits),
        cmocka_unit_test(keeps_quotes_within_a_word),
        cmocka_unit_test(tells_what_a_title_may_be_copied_from),
        cmocka_unit_test(notes_years),
        cmocka_unit_test(takes_a_line_break_for_a_space),
        cmocka_unit_test(separates_an_s_from_the_word_before_it),
        cmocka_unit_test(pairs_brackets),
        cmocka_unit_test(reads_numbers_of_other_scripts),
        cmocka_unit_test(reads_the_plus_of_urls_as_a_space),
        cmocka_unit_test(stops_at_its_bounds),
        cmocka_unit_test(recognizes_bare_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
