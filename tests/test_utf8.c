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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_a_length),
        cmocka_unit_test(characters_have_a_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
