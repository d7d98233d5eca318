/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <epimark/error.h>

static void characters_have_a_length(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size, len;
    } cases[] = {
        {"a", 1, 1},
        {"\xc3\xbc", 2, 2},
        {"\xe7\xac\xac", 3, 3},
        {"\xf0\x9f\x93\xba", 4, 4},
        {"\xf4\x8f\xbf\xbf", 4, 4},
        {"", 1, 0},
        {"a", 0, 0},
        {"\xc3\xbc", 1, 0},
        {"\xe7\xac", 2, 0},
        {"\xbc", 1, 0},
        {"\xc3(", 2, 0},
        {"\xc0\xaf", 2, 0},
        {"\xc1\xbf", 2, 0},
        {"\xe0\x9f\xbf", 3, 0},
        {"\xed\xa0\x80", 3, 0},
        {"\xf0\x8f\xbf\xbf", 4, 0},
        {"\xf4\x90\x80\x80", 4, 0},
        {"\xf5\x80\x80\x80", 4, 0},
        {"\xff", 1, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(epi_utf8_length(cases[i].text, cases[i].size), cases[i].len);
}

static void characters_have_a_width(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
    } cases[] = {
        {"a", 1},
        {"\xc3\xbc", 1},         /* u with two dots */
        {"\xcc\x88", 0},         /* two dots over what came before */
        {"\xe0\xa5\x80", 1},     /* a Hindi vowel beside its letter */
        {"\xe0\xa5\x81", 0},     /* and one below it */
        {"\xe7\xac\xac", 2},     /* a Chinese character */
        {"\xea\xb0\x80", 2},     /* a Korean syllable */
        {"\xef\xbd\x81", 2},     /* a wide Latin letter */
        {"\xf0\x9f\x93\xba", 2}, /* a television set */
        {"\xff", 1},
        {"", 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(epi_utf8_columns(cases[i].text, strlen(cases[i].text)), cases[i].columns);
    }
}

static void graphemes_have_a_length(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len;
    } cases[] = {
        {"ab", 1},
        {"", 0},
        {"\xff", 0},
        {"a\xff", 1},
        {"\r\n", 2},
        {"e\u0301\u0323e", 5},                 /* two accents */
        {"\u0915\u0940x", 6},                  /* Hindi */
        {"\uac00\uac00", 3},                   /* Korean: a syllable, */
        {"\u1100\u1161\u11a8\u1100", 9},       /* and one of three letters */
        {"\U0001f1e9\U0001f1ea\U0001f1eb", 8}, /* a flag, and half of one */
        {"\U0001f44d\U0001f3fd!", 8},          /* a thumb, its colour */
        {"\u2764\ufe0f\u200d\U0001f525!", 13}, /* a heart on fire */
        {"\U0001f468\u200d\U0001f467x", 11},   /* a family */
        {"\U0001f468\u200d", 7},               /* cut off */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(epi_utf8_grapheme(cases[i].text, strlen(cases[i].text)), cases[i].len);
    assert_int_equal(epi_utf8_grapheme("e\u0301", 2), 1); /* what is cut off is not read */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_a_length),
        cmocka_unit_test(characters_have_a_width),
        cmocka_unit_test(graphemes_have_a_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
