/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/finding.h"
#include "matching/number_rules.h"

/* The letters of a pattern, each with the words that it stands for. */
static const struct {
    char sign;
    uint32_t is;
} signs[] = {
    {'S', TAG_SEASON},  {'E', TAG_EPISODE}, {'P', TAG_PART},   {'X', TAG_CROSS}, {'O', TAG_OF},
    {'N', TAG_ORDINAL}, {'K', TAG_PACK},    {'V', TAG_VOLUME}, {'M', TAG_MONTH}, {'F', TAG_MOVIE},
    {'Z', TAG_SPECIAL}, {'C', TAG_CREDITS}, {'U', TAG_UNIT},
};

/* What precedes the first word, by the sign at the start of a pattern. */
static uint32_t before(char sign)
{
    return sign == '^'   ? RULE_BEGIN
           : sign == '-' ? RULE_DASH
           : sign == '[' ? RULE_OPEN
           : sign == '#' ? RULE_HASH
                         : 0;
}

/* What precedes another word, by the sign before it. */
static uint32_t between(char sign)
{
    return sign == '.' ? RULE_DOT : sign == '=' ? RULE_TIE : sign == '[' ? RULE_OPEN : 0;
}

/* What the word at *p must be; *p moves to the next element. */
static uint32_t element(const char **p)
{
    bool counted = false;
    char size = '\0';
    for (; **p && strchr("^$-[] _.:#~/=023", **p); ++*p) {
        counted |= **p == '~';
        size = strchr("023", **p) ? **p : size;
    }
    if (!**p)
        return RULE_ANY;
    char sign = *(*p)++;
    for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
        if (signs[i].sign == sign)
            return signs[i].is;
    }
    return counted                      ? RULE_ANY
           : sign == 'D' || sign == 'q' ? RULE_FIVE
           : size == '0'                ? RULE_ZERO
           : size == '2'                ? RULE_TWO
           : size == '3' || sign == 'c' ? RULE_LONG
                                        : RULE_NUMBER;
}

/* What must follow a number that is the second word, given the third. */
static uint32_t behind(uint32_t third)
{
    return third == RULE_NUMBER                            ? RULE_PAIR
           : third == TAG_EPISODE                          ? RULE_NUMBER | RULE_EPISODE_NEXT
           : third == TAG_CROSS                            ? RULE_NUMBER | RULE_CROSS_NEXT
           : third & (TAG_SPECIAL | TAG_UNIT | TAG_VOLUME) ? RULE_NUMBER | RULE_MARK_NEXT
                                                           : RULE_NUMBER;
}

static void what_is_wanted_agrees_with_the_pattern(void **state)
{
    (void)state;
    for (const struct number_rule *rule = number_rules; rule->name; rule++) {
        const char *p = rule->pattern;
        uint32_t first = element(&p);
        char gap = *p;
        uint32_t next = element(&p);
        if (first == RULE_ANY)
            first = TAG_COUNTED;
        if (next == RULE_NUMBER)
            next = behind(element(&p));
        uint64_t wanted = RULE_WORDS(first | before(*rule->pattern), next | between(gap));
        if ((rule->wanted & ~(uint64_t)(RULE_INSIDE | RULE_FOLDER)) != wanted)
            fail_msg("rule \"%s\": what it wants contradicts its pattern", rule->name);
    }
}

/* Checks that the bits of a rule which follow from its pattern are set, and no others of them. */
static void bits_agree_with_the_pattern(void **state)
{
    (void)state;
    const int checked =
        RULE_CREDITS | RULE_MOVIE | RULE_MONTH_NAME | RULE_YEAR_FIRST | RULE_MONTH_FIRST;
    for (const struct number_rule *rule = number_rules; rule->name; rule++) {
        char sign = rule->pattern[0];
        int wanted = sign == 'C'                  ? RULE_CREDITS
                     : sign == 'F'                ? RULE_MOVIE
                     : strchr(rule->pattern, 'M') ? RULE_MONTH_NAME
                     : sign == 'y'                ? RULE_YEAR_FIRST
                     : sign == 'm'                ? RULE_MONTH_FIRST
                                                  : 0;
        if ((rule->how & checked) != wanted)
            fail_msg("rule \"%s\": its bits contradict its pattern", rule->name);
    }
}

static void names_are_unique(void **state)
{
    (void)state;
    for (const struct number_rule *a = number_rules; a->name; a++) {
        assert_true(a->sure >= 0 && a->sure <= 1);
        assert_true(a->kind <= FINDING_NOTHING);
        for (const struct number_rule *b = a + 1; b->name; b++)
            assert_string_not_equal(a->name, b->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wanted_agrees_with_the_pattern),
        cmocka_unit_test(bits_agree_with_the_pattern),
        cmocka_unit_test(names_are_unique),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
