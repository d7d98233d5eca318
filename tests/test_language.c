/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/services/language.h"

static void languages_in_each_of_their_forms(void **state)
{
    (void)state;
    static const char *const german[] = {"de", "DE", "deu", "ger", "de-AT", "de_CH", "German"};
    for (size_t i = 0; i < sizeof(german) / sizeof(german[0]); i++) {
        assert_string_equal(language_long(german[i]), "deu");
        assert_string_equal(language_short(german[i]), "de");
    }
    assert_string_equal(language_long("Scottish Gaelic"), "gla");
    assert_string_equal(language_short("jpn"), "ja");
}

static void what_is_no_language_is_none(void **state)
{
    (void)state;
    static const char *const none[] = {"", "-", "xx", "xyz", "Klingon", "d", "deutsch", "germany"};
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_string_equal(language_long(none[i]), "");
        assert_string_equal(language_short(none[i]), "");
    }
}

static void countries_in_each_of_their_forms(void **state)
{
    (void)state;
    assert_string_equal(language_country("usa"), "US");
    assert_string_equal(language_country("US"), "US");
    assert_string_equal(language_country("gbr"), "GB");
    assert_string_equal(language_country("jp"), "JP");
    assert_string_equal(language_country("kgz"), "KG");
    assert_string_equal(language_country("omn"), "OM");
    assert_string_equal(language_country(""), "");
    assert_string_equal(language_country("Atlantis"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_in_each_of_their_forms),
        cmocka_unit_test(what_is_no_language_is_none),
        cmocka_unit_test(countries_in_each_of_their_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
