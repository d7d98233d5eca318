/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "matching/slip.h"

static void check(const char *a, const char *b, bool slip)
{
    if (slip_is_between(a, b) != slip || slip_is_between(b, a) != slip)
        fail_msg("%s, %s: %s expected", a, b, slip ? "a slip" : "no slip");
}

static void a_slip_is_one_letter_of_one_word(void **state)
{
    (void)state;
    check("harbour lights", "harbour ligths", true);
    check("harbour lights", "harbour lihts", true);
    check("harbour lights", "harbour lightts", true);
    check("harbour lights", "harbuor lights", true);
    check("harbour lights", "harbour lichts", true);
    check("lighthouse", "lighthuose", true);
    check("the shore", "the shroe", true);
    check("harbour shore", "harbour shre", true);
    check("harbour lights", "harbour lights", false);
    check("harbour lights", "harbuor ligths", false);
    check("harbour lights", "harbour lgitsh", false);
    check("harbour lights", "harbourlights", false);
    check("harbour lights", "harbour lights again", false);
    check("harbour lights", "lights harbour", false);
    check("", "", false);
    check("", "harbour", false);
}

static void enough_has_to_be_the_same(void **state)
{
    (void)state;
    check("lantern", "lantarn", true); /* seven letters in both */
    check("harbours", "harbous", true);
    check("lantern", "lanten", false);
    check("lights", "lichts", false);
    check("boat shore", "boat shone", true); /* four letters beside it */
    check("the shore", "the shone", false);
}

static void what_makes_another_title_is_no_slip(void **state)
{
    (void)state;
    check("harbour lights", "harbour nights", false); /* the first letter */
    check("harbour light", "harbour lights", false);  /* a plural */
    check("the lighthouseman", "the lighthousemen", false);
    check("the lighthouseman", "the lighthousewan", true);
    check("planet", "plant", false); /* short, and nothing beside it */
    check("shore", "share", false);
    check("shore", "shre", false);
    check("the shore", "the shoe", false);
    check("harbour shoe", "harbour she", false);
    check("sword and fairy 4", "sword and fairy 5", false);
    check("area 10000", "area 10001", false);
    check("lost", "list", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_one_letter_of_one_word),
        cmocka_unit_test(enough_has_to_be_the_same),
        cmocka_unit_test(what_makes_another_title_is_no_slip),
    };
    return cmocka_run_group_tests_name("slip", tests, NULL, NULL);
}
