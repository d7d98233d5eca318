/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/actions.h"

static void each_row_is_whole(void **state)
{
    (void)state;
    for (const struct action *action = actions; action->name; action++) {
        int count = 0;
        char key[ACTIONS_KEY_MAX], name[ACTIONS_NAME_MAX];
        const char *number = NULL;
        assert_true(action->kind >= EPI_FACT_RATE);
        assert_true(action->help[0]);
        assert_true(action->low <= action->high);
        assert_ptr_equal(actions_find(action->name, &number), action);
        assert_null(number);
        while (actions_key(action, count, key, name)) {
            assert_ptr_equal(actions_find(name, &number), action);
            count++;
        }
        if (action->keys[0])
            assert_int_equal(count, action->high ? action->high - action->low + 1 : 1);
    }
}

static void no_key_and_no_name_is_given_twice(void **state)
{
    char keys[64][ACTIONS_KEY_MAX];
    int count = 0;
    (void)state;
    for (const struct action *action = actions; action->name; action++) {
        char name[ACTIONS_NAME_MAX];
        for (const struct action *other = actions; other < action; other++)
            assert_string_not_equal(other->name, action->name);
        for (int i = 0; actions_key(action, i, keys[count], name); i++) {
            for (int j = 0; j < count; j++)
                assert_string_not_equal(keys[j], keys[count]);
            count++;
        }
    }
    assert_true(count > 0);
}

static void a_number_may_end_the_name(void **state)
{
    const char *number = "given";
    (void)state;
    assert_string_equal(actions_find("rate", &number)->name, "rate");
    assert_string_equal(number, "given");
    assert_string_equal(actions_find("rate-8", &number)->name, "rate");
    assert_string_equal(number, "8");
    assert_string_equal(actions_find("rate-series-10", &number)->name, "rate-series");
    assert_string_equal(number, "10");
    const char *const wrong[] = {"", "rat", "rates", "rate-", "rate-over", "mark-3", "unrate-1"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_null(actions_find(wrong[i], &number));
}

static void a_misspelled_name_is_near_the_right_one(void **state)
{
    static const char *const cases[][2] = {
        {"rat-8", "rate-8"},       {"rat", "rate"},  {"rate_season-3", "rate-season-3"},
        {"unmrk", "unmark"},       {"mak", "mark"},  {"rate-prevous-10", "rate-previous-10"},
        {"statsu", "status"},      {"nudo", "undo"}, {"tsatus", "status"},
        {"statu", "status"},       {"sttsau", NULL}, {"statusu", "status"},
        {"undu-3", "undo"},        {"", NULL},       {"-8", NULL},
        {"osc-visibility-8", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char near[ACTIONS_NAME_MAX] = "";
        assert_int_equal(actions_near(cases[i][0], near), cases[i][1] != NULL);
        assert_string_equal(near, cases[i][1] ? cases[i][1] : "");
    }
}

static void a_message_takes_one_number_or_words_to_search_for(void **state)
{
    (void)state;
#define WORDS(...)                                                                                 \
    (const char *[]){__VA_ARGS__}, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)
    assert_null(actions_over(WORDS("rate")));
    assert_null(actions_over(WORDS("rate", "8")));
    assert_string_equal(actions_over(WORDS("rate", "8", "9")), "9");
    assert_null(actions_over(WORDS("rate-8")));
    assert_string_equal(actions_over(WORDS("rate-8", "9")), "9");
    assert_string_equal(actions_over(WORDS("mark", "now")), "now");
    assert_null(actions_over(WORDS("search", "The", "Office")));
    assert_null(actions_over(WORDS("of-another-script", "8", "9")));
    char text[8] = "";
    actions_rest(WORDS("search", "The", "Office"), text, sizeof(text));
    assert_string_equal(text, "The Off");
    actions_rest(WORDS("search"), text, sizeof(text));
    assert_string_equal(text, "");
}

static void keys_follow_the_numbers(void **state)
{
    char key[ACTIONS_KEY_MAX], name[ACTIONS_NAME_MAX];
    const char *number;
    const struct action *rate = actions_find("rate", &number);
    (void)state;
    assert_true(actions_key(rate, 0, key, name));
    assert_string_equal(key, "Ctrl+1");
    assert_string_equal(name, "rate-1");
    assert_true(actions_key(rate, 9, key, name));
    assert_string_equal(key, "Ctrl+0");
    assert_string_equal(name, "rate-10");
    assert_false(actions_key(rate, 10, key, name));
    assert_true(actions_key(actions_find("unrate", &number), 0, key, name));
    assert_string_equal(name, "unrate");
    assert_false(actions_key(actions_find("mark", &number), 0, key, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_is_whole),
        cmocka_unit_test(no_key_and_no_name_is_given_twice),
        cmocka_unit_test(a_number_may_end_the_name),
        cmocka_unit_test(a_misspelled_name_is_near_the_right_one),
        cmocka_unit_test(a_message_takes_one_number_or_words_to_search_for),
        cmocka_unit_test(keys_follow_the_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
