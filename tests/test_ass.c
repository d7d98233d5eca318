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

static const struct ass_font sans = {.share = 1};

/* The lines of a text that may be so wide, with '|' between them. */
static const char *lines(const char *text, double width)
{
    static char all[1024];
    size_t len = 0;
    all[0] = '\0';
    while (*text) {
        size_t next, bytes = ass_line(&sans, text, width, &next);
        assert_true(next >= bytes && next > 0);
        len += (size_t)snprintf(all + len, sizeof(all) - len, "%s%.*s", len ? "|" : "", (int)bytes,
                                text);
        text += next;
    }
    return all;
}

/* Wide enough for so many letters like "n", and no more. */
static double letters(int count)
{
    return ass_width(&sans, "n", 1) * (count + 0.5);
}

static void lines_end_between_words(void **state)
{
    (void)state;
    assert_string_equal(lines("nnn nnn", letters(8)), "nnn nnn");
    assert_string_equal(lines("nnn nnn nnn", letters(8)), "nnn nnn|nnn");
    assert_string_equal(lines("nnn nnn\nn\n\nn", letters(8)), "nnn nnn|n||n");
    assert_string_equal(lines("nnnnnnnn n", letters(8)), "nnnnnnnn|n");
    assert_string_equal(lines("nn  nn", letters(8)), "nn  nn");
    assert_string_equal(lines("n ", letters(8)), "n ");
}

static void what_belongs_together_stays_on_one_line(void **state)
{
    (void)state;
    double width = ass_width(&sans, "nnnn 80", 7) + 0.01;
    assert_string_equal(lines("nnnn 80 %", width), "nnnn|80 %");
    assert_string_equal(lines("nnnn s: nnn", ass_width(&sans, "nnnn s:", 7) + 0.01), "nnnn|s: nnn");
    assert_string_equal(lines("nn Ctrl+e nn nn", ass_width(&sans, "nn Ctrl+e nn", 11)),
                        "nn|Ctrl+e nn|nn");
    assert_string_equal(lines("nn 1+ nn", ass_width(&sans, "nn 1+ n", 7)), "nn 1+|nn");
    assert_string_equal(lines("nnnn 80 n", width), "nnnn 80|n");
    assert_string_equal(lines("nnn ss: nn", ass_width(&sans, "nnn ss:", 7) + 0.01), "nnn ss:|nn");
}

static void a_word_without_an_end_is_cut(void **state)
{
    (void)state;
    assert_string_equal(lines("nnnnnnnnnnn nn", letters(4)), "nnnn|nnnn|nnn|nn");
    assert_string_equal(lines("nnn", 0), "n|n|n");
    assert_string_equal(lines("éé", 0), "é|é");
}

static void wide_characters_are_broken_between_any_two(void **state)
{
    (void)state;
    assert_true(ass_width(&sans, "第", 3) > 1.5 * ass_width(&sans, "n", 1));
    assert_string_equal(lines("第一話第一話", ass_width(&sans, "第一話第", 12) + 0.01),
                        "第一話第|一話");
    assert_string_equal(lines("n 第一話", letters(1)), "n|第|一|話");
}

static void no_line_begins_with_the_end_of_a_sentence(void **state)
{
    (void)state;
    double three = ass_width(&sans, "第一話", 9) + 0.01;
    assert_string_equal(lines("第一話。第一話", three), "第一|話。第|一話");
    assert_string_equal(lines("第一「話」。", three), "第一「|話」。");
    assert_string_equal(lines("第。。。。。", three), "第。。|。。。"); /* no other way */
}

#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"

static void what_a_reader_takes_for_one_character_is_not_cut(void **state)
{
    static const char *const characters[] = {"e\u0301",
                                             "z\u0300\u0301\u0302\u0303",
                                             FAMILY,
                                             "\U0001f44d\U0001f3fd",
                                             "\U0001f1e9\U0001f1ea",
                                             "\u0928\u093f",
                                             "\u0e01\u0e33",
                                             "\u1112\u1161\u11ab"};
    (void)state;
    for (size_t i = 0; i < sizeof(characters) / sizeof(*characters); i++) {
        char twice[128], apart[128];
        size_t len = strlen(characters[i]);
        snprintf(twice, sizeof(twice), "%s%s", characters[i], characters[i]);
        snprintf(apart, sizeof(apart), "%s|%s", characters[i], characters[i]);
        assert_string_equal(lines(twice, 0), apart);
        double width = ass_width(&sans, characters[i], len);
        assert_int_equal(ass_fit(&sans, twice, 1.5 * width), len);
        assert_float_equal(ass_width(&sans, twice, 2 * len), 2 * width, 1e-9);
    }
    /* Half of one is not read past its end. */
    assert_true(ass_width(&sans, FAMILY, 4) < ass_width(&sans, FAMILY, strlen(FAMILY)));
}

static void widths_are_those_of_letters(void **state)
{
    (void)state;
    assert_true(ass_width(&sans, "i", 1) < ass_width(&sans, "n", 1));
    assert_true(ass_width(&sans, "n", 1) < ass_width(&sans, "W", 1));
    assert_true(ass_width(&sans, "", 0) <= 0);
    assert_true(ass_width(&sans, "e\u0301", 3) <=
                ass_width(&sans, "e", 1)); /* an accent takes no room */
    assert_true(ass_width(&sans, "\xff\xff", 2) > 0);
    assert_int_equal(ass_fit(&sans, "nnn", letters(2)), 2);
    assert_int_equal(ass_fit(&sans, "éé", ass_width(&sans, "é", 2) + 0.01), 2);
    assert_int_equal(ass_fit(&sans, "nnn", 100), 3);
    assert_int_equal(ass_fit(&sans, "nnn", 0), 0);
}

static void nothing_in_a_text_is_obeyed(void **state)
{
    (void)state;
    char buffer[128];
    struct ass ass = ass_begin(buffer, sizeof(buffer));
    static const char text[] = "{\\b1}\\N\nx";
    ass_add(&ass, "{\\an7}");
    ass_add_text(&ass, text, sizeof(text) - 1);
    ass_end_event(&ass);
    assert_string_equal(buffer, "{\\an7}\\{\\\u2060b1}\\\u2060N x\n");
}

static void an_event_that_does_not_fit_is_left_out(void **state)
{
    (void)state;
    for (size_t size = 1; size < 40; size++) {
        char *buffer = malloc(size); /* so that a sanitizer sees a byte too many */
        struct ass ass = ass_begin(buffer, size);
        for (int i = 0; i < 3; i++) {
            ass_add(&ass, "{\\p0}");
            ass_add_text(&ass, "{text", 5);
            ass_end_event(&ass);
        }
        size_t whole = strlen("{\\p0}\\{text\n");
        assert_int_equal(strlen(buffer) % whole, 0);
        assert_true(strlen(buffer) + whole >= size || strlen(buffer) == 3 * whole);
        free(buffer);
    }
}

static void letters_of_one_width_are_that_wide(void **state)
{
    (void)state;
    const struct ass_font fixed = {.each = 0.5};
    assert_float_equal(ass_width(&fixed, "ill", 3), 1.5, 1e-9);
    assert_float_equal(ass_width(&fixed, "WWW", 3), 1.5, 1e-9);
    assert_float_equal(ass_width(&fixed, "e\u0301", 3), 0.5, 1e-9);
    assert_int_equal(ass_fit(&fixed, "illW", 1.6), 3);
    size_t next;
    assert_int_equal(ass_line(&fixed, "ill ill", 2.1, &next), 3);
    assert_true(ass_width(&fixed, "第", 3) >= ass_width(&sans, "第", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_between_words),
        cmocka_unit_test(what_belongs_together_stays_on_one_line),
        cmocka_unit_test(a_word_without_an_end_is_cut),
        cmocka_unit_test(wide_characters_are_broken_between_any_two),
        cmocka_unit_test(no_line_begins_with_the_end_of_a_sentence),
        cmocka_unit_test(what_a_reader_takes_for_one_character_is_not_cut),
        cmocka_unit_test(widths_are_those_of_letters),
        cmocka_unit_test(nothing_in_a_text_is_obeyed),
        cmocka_unit_test(an_event_that_does_not_fit_is_left_out),
        cmocka_unit_test(letters_of_one_width_are_that_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
