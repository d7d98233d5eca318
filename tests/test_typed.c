/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/typed.h"

static void letters_are_added_and_removed(void **state)
{
    (void)state;
    struct typed typed = {0};
    char text[TYPED_LINE_MAX];
    typed_erase(&typed);
    typed_add(&typed, "a");
    typed_add(&typed, "é");
    typed_add(&typed, "中");
    typed_write(&typed, text);
    assert_string_equal(text, "aé中_");
    typed_erase(&typed);
    typed_erase(&typed);
    assert_string_equal(typed.text, "a");
    typed_erase(&typed);
    typed_erase(&typed);
    assert_string_equal(typed.text, "");
    typed_add(&typed, "ae\u0301");
    typed_add(&typed, "\U0001f468\u200d\U0001f469");
    typed_erase(&typed);
    assert_string_equal(typed.text, "ae\u0301");
    typed_erase(&typed);
    assert_string_equal(typed.text, "a");
}

static void what_cannot_be_seen_is_left_out(void **state)
{
    (void)state;
    struct typed typed = {0};
    typed_add(&typed, "\n");
    typed_add(&typed, "\x7f");
    typed_add(&typed, "\xff");
    typed_add(&typed, "");
    typed_add(&typed, "x\xc3");
    assert_string_equal(typed.text, "x");
}

static void a_full_line_takes_no_half_letter(void **state)
{
    (void)state;
    struct typed typed = {0};
    for (int i = 0; i < 100; i++)
        typed_add(&typed, "éé");
    assert_int_equal(strlen(typed.text), TYPED_MAX - 2);
    typed_add(&typed, "é");
    typed_add(&typed, "x");
    assert_int_equal(strlen(typed.text), TYPED_MAX - 1);
    typed_erase(&typed);
    typed_erase(&typed);
    assert_int_equal(strlen(typed.text), TYPED_MAX - 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_added_and_removed),
        cmocka_unit_test(what_cannot_be_seen_is_left_out),
        cmocka_unit_test(a_full_line_takes_no_half_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
