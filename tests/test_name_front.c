/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching/name_front.h"
#include "matching/release.h"

static struct words words;
static struct name_front front;

/* Returns the byte of the name where the title may begin. */
static int begin(const char *text)
{
    words_cut(&words, text, strlen(text));
    release_mark(&words);
    name_front_read(&words, &front);
    return front.begin < words.count ? (int)words.at[front.begin].offset : 0;
}

static void finds_where_the_title_may_begin(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int at;
    } cases[] = {
        {"Show.S01E02", 0},
        {"[Grp] Show - 01", 6},
        {"[Grp][Sub] Show - 01", 11},
        {"[ www.site.com ] - Show.S01E02", 19},
        {"site.net - Show.S01E02", 11},
        {"site.net-Show.S01E02", 0},
        {"site - Show.S01E02", 0},
        {"site.net Show.S01E02", 0},
        {"[site.net]Show.S01E02", 10},
        {"one-red-two-blue-tree-house.com - Show.S01E02", 34},
        {"one-red-two-blue-tree-house-boat.com - Show.S01E02", 0},
        {"one red.com - Show.S01E02", 0},
        {"www.one.red.two.blue.tree.com - Show.S01E02", 32},
        {"www.one.red.two.blue.tree.house.com - Show.S01E02", 0},
        {"www.site - Show.S01E02", 0},
        {"www", 0},
        {"(500) Shows 2009", 1},
        {"(2000) Show S01E02", 7},
        {"[Show 1998] [x264]", 1},
        {"HD 720p: Show - 01", 9},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        int at = begin(cases[i].text);
        if (at != cases[i].at)
            fail_msg("%s: begins at %d", cases[i].text, at);
    }
}

static void notes_the_group_and_the_year(void **state)
{
    (void)state;
    begin("[Grp] Show - 01");
    assert_int_equal(front.group.first, 0);
    assert_int_equal(front.group.end, 1);
    assert_int_equal(front.year, 0);
    assert_false(front.bracketed);
    begin("(2000) Show S01E02");
    assert_int_equal(front.year, 2000);
    assert_false(words_has(front.group));
    begin("[Grp][Show][01]");
    assert_true(front.bracketed);
    begin("");
    assert_int_equal(front.begin, 0);
    assert_false(words_has(front.group));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_where_the_title_may_begin),
        cmocka_unit_test(notes_the_group_and_the_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
