/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/ass.h"

#define STYLE "{\\an9\\pos(1255,64)\\fs30\\bord2.1\\shad0}"

static char ass[4096];

static const char *write(struct ass_window window, enum ass_place place, const char *text)
{
    ass_write(ass, sizeof(ass), &window, place, text);
    return ass;
}

/* The lines of a notice in the default window. */
static const char *lines(const char *text)
{
    const char *event = write(ASS_WINDOW, ASS_NOTICE, text);
    assert_memory_equal(event, STYLE, sizeof(STYLE) - 1);
    return event + sizeof(STYLE) - 1;
}

static void each_place_has_its_corner_and_size(void **state)
{
    (void)state;
    assert_string_equal(write(ASS_WINDOW, ASS_NOTICE, "x"), STYLE "x");
    assert_string_equal(write(ASS_WINDOW, ASS_LIST, "x"),
                        "{\\an7\\pos(666,64)\\fs30\\bord2.1\\shad0}x");
    assert_string_equal(write(ASS_WINDOW, ASS_MARK, "x"),
                        "{\\an9\\pos(1255,25)\\fs25\\bord1.8\\shad0}x");
}

static void the_scale_moves_what_is_below(void **state)
{
    (void)state;
    struct ass_window window = {.aspect = 16 / 9.0, .scale = 2};
    assert_string_equal(write(window, ASS_NOTICE, "x"),
                        "{\\an9\\pos(1255,89)\\fs60\\bord4.3\\shad0}x");
    assert_string_equal(write(window, ASS_MARK, "x"),
                        "{\\an9\\pos(1255,25)\\fs50\\bord3.6\\shad0}x");
    window.scale = 1000; /* not more than 5 */
    assert_string_equal(write(window, ASS_MARK, "x"),
                        "{\\an9\\pos(1255,25)\\fs125\\bord8.9\\shad0}x");
}

static void a_narrow_window_gives_its_whole_width(void **state)
{
    (void)state;
    struct ass_window window = {.aspect = 0.5, .scale = 1};
    assert_string_equal(write(window, ASS_LIST, "a list that is broken"),
                        "{\\an7\\pos(25,64)\\fs30\\bord2.1\\shad0}a list that is broken");
    assert_string_equal(write(window, ASS_LIST, "a list that is broken here"),
                        "{\\an7\\pos(25,64)\\fs30\\bord2.1\\shad0}a list that is broken\\Nhere");
    window.aspect = 0; /* none at all: as of the narrowest */
    assert_string_equal(write(window, ASS_NOTICE, "ab"),
                        "{\\an9\\pos(119,64)\\fs30\\bord2.1\\shad0}ab");
}

static void lines_end_between_words(void **state)
{
    (void)state;
    assert_string_equal(lines("one\ntwo  three"), "one\\Ntwo  three");
    assert_string_equal(lines("four and forty columns fit into the line"),
                        "four and forty columns fit into the line");
    assert_string_equal(lines("12345678 10 345678 20 345678 30 345678 40x"),
                        "12345678 10 345678 20 345678 30 345678 40x");
    assert_string_equal(lines("12345678 10 345678 20 345678 30 345678 40xy"),
                        "12345678 10 345678 20 345678 30 345678\\N40xy");
    assert_string_equal(lines("12345678 10 345678 20 345678 30 345678\n40xy z"),
                        "12345678 10 345678 20 345678 30 345678\\N40xy z");
}

static void a_word_without_an_end_is_cut(void **state)
{
    (void)state;
    assert_string_equal(lines("/1234567/1234567/1234567/1234567/1234567/1234567"),
                        "/1234567/1234567/1234567/1234567/1234567/1\\N234567");
}

static void wide_characters_count_twice(void **state)
{
    (void)state;
    assert_string_equal(lines("第一話第一話第一話第一話第一話第一話第一話"),
                        "第一話第一話第一話第一話第一話第一話第一話");
    assert_string_equal(lines("第一話第一話第一話第一話第一話第一話第一話二"),
                        "第一話第一話第一話第一話第一話第一話第一話\\N二");
    assert_string_equal(lines("a第一話第一話第一話第一話第一話第一話第一話"),
                        "a第一話第一話第一話第一話第一話第一話第一\\N話");
}

static void nothing_in_a_text_is_obeyed(void **state)
{
    (void)state;
    assert_string_equal(lines("{\\b1}\\N"), "\\{\\\u2060b1}\\\u2060N");
    assert_string_equal(lines("\xff{"), "\xff\\{");
}

static void what_does_not_fit_is_left_out(void **state)
{
    (void)state;
    char text[300];
    memset(text, '{', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    for (size_t size = 64; size < 200; size++) {
        char *event = malloc(size); /* so that a sanitizer sees a byte too many */
        ass_write(event, size, &ASS_WINDOW, ASS_NOTICE, text);
        assert_true(strlen(event) < size);
        assert_memory_equal(event, STYLE "\\{", sizeof(STYLE) + 1);
        free(event);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_has_its_corner_and_size),
        cmocka_unit_test(the_scale_moves_what_is_below),
        cmocka_unit_test(a_narrow_window_gives_its_whole_width),
        cmocka_unit_test(lines_end_between_words),
        cmocka_unit_test(a_word_without_an_end_is_cut),
        cmocka_unit_test(wide_characters_count_twice),
        cmocka_unit_test(nothing_in_a_text_is_obeyed),
        cmocka_unit_test(what_does_not_fit_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
