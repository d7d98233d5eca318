/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/text.h"

static void decodes_only_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t c;
        size_t step;
    } cases[] = {
        {"a", 'a', 1},
        {"\xC3\xA9", 0xE9, 2},
        {"\xE7\xAC\xAC", 0x7B2C, 3},
        {"\xF0\x9F\x8E\xAC", 0x1F3AC, 4},
        {"\xC3", 0xFFFD, 1},             /* cut short */
        {"\xC0\xAF", 0xFFFD, 1},         /* overlong */
        {"\xED\xA0\x80", 0xFFFD, 1},     /* a surrogate */
        {"\xF4\x90\x80\x80", 0xFFFD, 1}, /* beyond the last */
        {"\x80", 0xFFFD, 1},
        {"\xE7\x41\x41", 0xFFFD, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        uint32_t c = 0;
        assert_int_equal(text_decode(cases[i].bytes, strlen(cases[i].bytes), &c), cases[i].step);
        assert_int_equal(c, cases[i].c);
    }
}

static void copies_whole_characters_only(void **state)
{
    (void)state;
    char out[6];
    assert_int_equal(text_copy(out, sizeof(out), "abc\xC3\xA9\xC3\xA9", 7), 5);
    assert_string_equal(out, "abc\xC3\xA9");
    assert_int_equal(text_copy(out, sizeof(out), "abcd\xC3\xA9", 6), 4);
    assert_string_equal(out, "abcd");
    text_copy(out, sizeof(out),
              "a\n\xFF\x7F"
              "b",
              5);
    assert_string_equal(out, "ab");
}

static void folds_for_comparing(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"The Office (US)", "the office us"},
        {"Carniv\xC3\xA0le", "carnivale"},
        {"Law & Order", "law and order"},
        {"Marvel's  Agents.of_S.H.I.E.L.D.", "marvels agents of s h i e l d"},
        {"Don\xE2\x80\x99t", "dont"},
        {"  --  ", ""},
        {"\xEF\xBC\xA1\xEF\xBC\x91", "a1"}, /* full width */
        {"\xD0\xA1\xD0\x95\xD0\x97\xD0\x9E\xD0\x9D", "\xD1\x81\xD0\xB5\xD0\xB7\xD0\xBE\xD0\xBD"},
        {"시즌 2", "시즌 2"}, /* Hangul is not decomposed */
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"\xE6\xB5\xB7\xE8\xB3\x8A\xE7\x8E\x8B", "\xE6\xB5\xB7\xE8\xB3\x8A\xE7\x8E\x8B"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char out[128];
        size_t n = text_fold(out, sizeof(out), cases[i][0], strlen(cases[i][0]));
        assert_string_equal(out, cases[i][1]);
        assert_int_equal(n, strlen(out));
    }
}

static void folding_stays_within_size(void **state)
{
    (void)state;
    char out[9];
    memset(out, 'x', sizeof(out));
    assert_int_equal(text_fold(out, 8, "abc defgh", 9), 7);
    assert_string_equal(out, "abc def");
    assert_int_equal(out[8], 'x');
    assert_int_equal(text_fold(out, 5, "abc def", 7), 3);
    assert_string_equal(out, "abc");
}

static void counts_the_distance(void **state)
{
    (void)state;
    assert_int_equal(text_distance("", ""), 0);
    assert_int_equal(text_distance("abc", "abc"), 0);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("merlin", "merlyn"), 1);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("\xC3\xA9t\xC3\xA9", "ete"), 2);
}

static void iterates_over_words(void **state)
{
    (void)state;
    const char *rest = "law and order";
    assert_int_equal(text_word(rest, &rest), 3);
    assert_int_equal(text_word(rest, &rest), 3);
    assert_int_equal(text_word(rest, &rest), 5);
    assert_int_equal(text_word(rest, &rest), 0);
    assert_string_equal(rest, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_only_utf8),   cmocka_unit_test(copies_whole_characters_only),
        cmocka_unit_test(folds_for_comparing), cmocka_unit_test(folding_stays_within_size),
        cmocka_unit_test(counts_the_distance), cmocka_unit_test(iterates_over_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
