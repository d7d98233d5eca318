/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/journal/pairs.h"

enum { MAX = 8, MINUTE = 60, HOUR = 3600, NOON = 1500033600 };

/* Reads "10 20 30u" as times in minutes from a day on: ? is unknown, u was not listed yet. */
static size_t read_times(const char *text, struct pair *pairs)
{
    size_t count = 0;
    memset(pairs, 0, MAX * sizeof(*pairs));
    while (*text) {
        char *end;
        long minutes = strtol(text, &end, 10);
        pairs[count].at = *text == '?' ? 0 : 1500000000 + minutes * MINUTE;
        end += *text == '?';
        pairs[count].unlisted = *end == 'u';
        end += *end == 'u';
        text = end + (*end == ' ');
        count++;
    }
    return count;
}

/* "a" alone, "s" same, "o" another time, "t" twice. */
static void write_fates(const struct pair *pairs, size_t count, char *text)
{
    for (size_t i = 0; i < count; i++)
        *text++ = "asot"[pairs[i].fate];
    *text = '\0';
}

/* Viewings of 45 minutes, the same within 6 hours. */
static void check(const char *viewings, const char *plays, const char *here_fates,
                  const char *there_fates)
{
    struct pair here[MAX], there[MAX];
    char text[MAX + 1];
    size_t here_count = read_times(viewings, here), there_count = read_times(plays, there);
    pairs_find(here, here_count, there, there_count, 45 * MINUTE, 6 * HOUR);
    write_fates(here, here_count, text);
    assert_string_equal(text, here_fates);
    write_fates(there, there_count, text);
    assert_string_equal(text, there_fates);
    for (size_t i = 0; i < here_count; i++) {
        if (here[i].fate != PAIR_ALONE)
            assert_int_equal(there[here[i].with].with, i);
    }
}

static void what_one_side_lacks_is_alone(void **state)
{
    (void)state;
    check("", "", "", "");
    check("10", "", "a", "");
    check("", "10", "", "a");
    check("10 5000", "10", "sa", "s");
    check("10", "10 5000", "s", "sa");
    check("10 5000", "5000", "as", "s");
}

static void one_viewing_has_one_play(void **state)
{
    (void)state;
    check("10", "369", "s", "s"); /* under 6 hours later */
    check("10 5000", "12 5010", "ss", "ss");
    check("10", "12 300", "s", "sa");
}

static void what_was_added_within_the_run_time_is_twice(void **state)
{
    (void)state;
    check("10", "10 10", "s", "st");
    check("10", "10 54", "s", "st");
    check("10", "10 55", "s", "sa"); /* the first one is over by then */
    check("", "10 50 90", "", "ata");
    check("", "? ? 10", "", "aaa"); /* nobody knows when these were */
    check("10", "10u 12", "s", "sa");
}

static void an_unknown_time_may_be_any(void **state)
{
    (void)state;
    check("?", "10", "s", "s");
    check("10", "?", "s", "s");
    check("? 10", "10", "as", "s");
    check("? ?", "?", "sa", "s");
}

static void what_both_have_at_another_time_is_no_lack(void **state)
{
    (void)state;
    check("10", "5000", "o", "o");
    check("10 5000 9000", "5000 20000", "osa", "so");
}

static void the_noon_of_a_day_is_any_time_of_it(void **state)
{
    struct pair here = {.at = NOON}, there = {.at = NOON + 25 * HOUR};
    (void)state;
    pairs_find(&here, 1, &there, 1, HOUR, 6 * HOUR);
    assert_int_equal(here.fate, PAIR_SAME);
    there.at = NOON + 26 * HOUR;
    pairs_find(&here, 1, &there, 1, HOUR, 6 * HOUR);
    assert_int_equal(here.fate, PAIR_OTHER_TIME);
    pairs_find(&here, 1, &there, 1, HOUR, 48 * HOUR); /* the user counts more as the same */
    assert_int_equal(here.fate, PAIR_SAME);
    here.at = NOON + 1;
    there.at = NOON + 1 + 7 * HOUR;
    pairs_find(&here, 1, &there, 1, HOUR, 6 * HOUR);
    assert_int_equal(here.fate, PAIR_OTHER_TIME);
}

/* A film that is longer than the time in which an episode is the same viewing. */
static void a_long_one_is_the_same_while_it_runs(void **state)
{
    struct pair here = {.at = NOON + 1}, there = {.at = NOON + 1 + 7 * HOUR};
    (void)state;
    pairs_find(&here, 1, &there, 1, 8 * HOUR, 6 * HOUR);
    assert_int_equal(here.fate, PAIR_SAME);
    pairs_find(&here, 1, &there, 1, 7 * HOUR, 6 * HOUR);
    assert_int_equal(here.fate, PAIR_OTHER_TIME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_side_lacks_is_alone),
        cmocka_unit_test(one_viewing_has_one_play),
        cmocka_unit_test(what_was_added_within_the_run_time_is_twice),
        cmocka_unit_test(an_unknown_time_may_be_any),
        cmocka_unit_test(what_both_have_at_another_time_is_no_lack),
        cmocka_unit_test(the_noon_of_a_day_is_any_time_of_it),
        cmocka_unit_test(a_long_one_is_the_same_while_it_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
